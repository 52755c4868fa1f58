"""A fillet or chamfer of one size: how far it reaches, what it takes away, and its usual errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from mayfly.design.errors import DoesNotFit
from mayfly.design.features._edges import named_edges
from mayfly.design.surfaces.part_edges import Edge
from mayfly.language.units import number
from mayfly.subject import Subject, SubjectKind, lengths

EdgeCutKind = Literal["fillet", "chamfer"]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is done to an edge.

    Attributes:
        kind: "fillet" or "chamfer".
        size: Radius, or the distance on both faces.
        label: What to call the feature.
        said: What it and its edges are called where another feature meets them.
    """

    kind: EdgeCutKind
    size: float
    label: str
    said: str = ""

    @property
    def name(self) -> str:
        """What its size is called."""
        return "radius" if self.kind == "fillet" else "chamfer"

    @property
    def asked(self) -> str:
        """What a question about its size asks for, and the field that holds it."""
        return "radius" if self.kind == "fillet" else "size"

    def about(
        self, kind: SubjectKind, *values: float, words: tuple[str, ...] = (), others: tuple[str, ...] = ()
    ) -> Subject:
        """Return what a question about it is about."""
        sizes = (self.name,) if kind == "size" else ()
        return Subject(
            kind=kind, feature=self.kind, name=self.label, sizes=sizes, values=lengths(*values), words=words,
            others=others,
        )  # fmt: skip

    def reach(self, edge: Edge) -> float:
        """Return how far it reaches on the two faces of an edge."""
        return self.size * self._reach_of_one(edge)

    def _reach_of_one(self, edge: Edge) -> float:
        """Return how far it reaches on the two faces of an edge, as a multiple of its size."""
        if self.kind == "chamfer":
            return 1.0
        return 1 / math.tan(min(edge.angle, 2 * math.pi - edge.angle) / 2)

    def fits(self, edge: Edge, room: float) -> str:
        """Return the sentence that says which size would reach less far than some room."""
        return f"Less than {number(round(room / self._reach_of_one(edge), 3))} mm fits."

    def area(self, edge: Edge) -> float:
        """Return the area of the section that it takes away; below 0 where it adds material."""
        angle = min(edge.angle, 2 * math.pi - edge.angle)
        if self.kind == "fillet":
            area = self.size**2 * (1 / math.tan(angle / 2) - (math.pi - angle) / 2)
        else:
            area = self.size**2 * math.sin(angle) / 2
        return -area if edge.is_inner else area

    @property
    def square_area(self) -> float:
        """Area of the section that it takes from an edge of 90°, in mm²."""
        return self.size**2 * ((1 - math.pi / 4) if self.kind == "fillet" else 1 / 2)

    @property
    def overlap(self) -> float:
        """Volume that two such cuts at a square corner have in common, in mm³."""
        return self.size**3 * ((5 / 3 - math.pi / 2) if self.kind == "fillet" else 1 / 3)

    @property
    def at_three(self) -> float:
        """What the three cuts at a square corner take away less than one by one, in mm³."""
        return self.size**3 * ((2 - 7 * math.pi / 12) if self.kind == "fillet" else 2 / 3)


def treated_twice(cut: Cut, words: str) -> DoesNotFit:
    """Return the error for edges that were rounded or chamfered before."""
    return DoesNotFit(
        f"Some of {named_edges(words)} are rounded or chamfered already.",
        "Which size is right?",
        fix="Leave them out here, or there.",
        reason="conflict",
        subject=cut.about("edges", cut.size, others=("fillet", "chamfer")),
        field="edges",
    )


def too_wide(cut: Cut, reach: float, words: str, room: float) -> DoesNotFit:
    """Return the error for a size with which two cuts meet on one side.

    Args:
        cut: The fillet or chamfer.
        reach: How far it reaches on the side, in mm.
        words: Which edges it is on.
        room: The side, in mm.
    """
    reach = round(reach, 4)
    return DoesNotFit(
        f"A {cut.name} of {number(cut.size)} mm does not fit: {named_edges(words)} need 2 x {number(reach)} ="
        f" {number(2 * reach)} mm, but the side is {number(room)} mm.",
        f"Which {cut.asked}, less than {number(room / 2)} mm?",
        fix=f"Less than {number(room / 2 * cut.size / reach)} mm fits.",
        subject=cut.about("size", cut.size, reach, room, words=(words,)),
        field=cut.asked,
    )
