"""Reads what a part's file says of its surfaces: faces, round sides, rims, an outline of straight edges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.cad.parts._faces import FaceLine, read_face
from mayfly.cad.parts._formula import Formula
from mayfly.contracts import Axis

SURFACES: Final = ("Face", "Side", "Rims", "Steps", "Outline")
_SIDE = re.compile(
    r"(?:(?P<names>\w+(?:\|\w+)*) from )?(?P<low>.+?) to (?P<high>[^,]+), (?P<wide>[^,]+)"
    r"(?:, inner (?P<inner>.+))?"
)
_RIMS = re.compile(r"(?P<rims>[^;]+)(?:; inside (?P<inside>.+))?")
_OUTLINE = re.compile(r"(?P<axis>[XYZ]) along (?P<length>\w+): (?P<corners>.+)")


@dataclass(frozen=True, slots=True)
class SideLine:
    """A cylinder of a round part: from which height to which, its diameter, and that of the hole inside.

    Attributes:
        names: What people call this piece of the part, "hub"; none where it is all of it.
        low: Where it begins.
        high: Where it ends.
        wide: Its diameter.
        inner: Diameter of the hole inside, a formula of the height ``v`` too.
    """

    names: tuple[str, ...]
    low: Formula
    high: Formula
    wide: Formula
    inner: Formula


@dataclass(frozen=True, slots=True)
class Rims:
    """The round edges at a part's top and bottom.

    Attributes:
        ends: Their diameters.
        inside: Diameters of what is hollow behind them; None for the part's bore.
    """

    ends: Formula
    inside: Formula | None


@dataclass(frozen=True, slots=True)
class OutlineCorner:
    """A corner of an outline as the file gives it: two formulas that the script can write, too.

    Attributes:
        first: Along the first axis across the outline's own.
        second: Along the second.
        bend: It is the outside of a bent leg.
    """

    first: Formula
    second: Formula
    bend: bool


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """An outline that is drawn out along an axis: around 0 along X and Y, upwards along Z.

    Attributes:
        axis: The axis.
        length: The part's size that says how far.
        corners: Its corners, counter-clockwise; none where ``regular`` gives them.
        regular: A formula for all the corners of a regular polygon; the script writes their numbers.
    """

    axis: Axis
    length: str
    corners: tuple[OutlineCorner, ...]
    regular: Formula | None


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What features can be put on.

    Attributes:
        faces: The flat faces, and round ones seen from one of six sides.
        sides: The round pieces, from the bottom upwards.
        rims: The round edges at its ends, where they are not those of a plain round part.
        steps: The pairs of diameter and length that it is stacked of; empty where it is not.
        outline: The outline of its straight edges, if that is not a box.
    """

    faces: tuple[FaceLine, ...]
    sides: tuple[SideLine, ...]
    rims: Rims | None
    steps: str
    outline: OutlineLine | None

    @property
    def names(self) -> frozenset[str]:
        """The sizes that its formulas need, apart from u and v."""
        found = [formula for face in self.faces for formula in face.formulas]
        found += [face.behind for face in self.faces if face.behind]
        for side in self.sides:
            found += [side.low, side.high, side.wide, side.inner]
        if self.rims:
            found += [self.rims.ends, *([self.rims.inside] if self.rims.inside else [])]
        lines = [self.outline] if self.outline else []
        found += [formula for line in lines for c in line.corners for formula in (c.first, c.second)]
        found += [line.regular for line in lines if line.regular]
        named = {line.length for line in lines} | ({self.steps} if self.steps else set())
        return frozenset(named.union(*(formula.names for formula in found)) - {"u", "v"})


def read_surfaces(lines: Mapping[str, Sequence[str]]) -> Surfaces:
    """Read the lines ``Face:``, ``Side:``, ``Rims:``, ``Steps:`` and ``Outline:`` of a header.

    Raises:
        ValueError: One of them can't be read.
    """
    return Surfaces(
        faces=tuple(read_face(text) for text in lines["Face"]),
        sides=tuple(_read_side(text) for text in lines["Side"]),
        rims=next((_read_rims(text) for text in lines["Rims"]), None),
        steps=next(iter(lines["Steps"]), ""),
        outline=next((_read_outline(text) for text in lines["Outline"]), None),
    )


def _read_side(text: str) -> SideLine:
    """Read "hub from 0 to hub_height, hub_diameter, inner bore"."""
    found = _SIDE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a round side: {text}")
    low, high, wide, inner = (Formula(found[key] or "0") for key in ("low", "high", "wide", "inner"))
    return SideLine(tuple((found["names"] or "").split("|")), low, high, wide, inner)


def _read_rims(text: str) -> Rims:
    """Read "top, bottom; inside hollow at the top, hollow at the bottom"."""
    found = _RIMS.fullmatch(text)
    if found is None:
        raise ValueError(f"not rims: {text}")
    return Rims(Formula(f"({found['rims']})"), Formula(f"({found['inside']})") if found["inside"] else None)


def _read_outline(text: str) -> OutlineLine:
    """Read "X along length: -width / 2, 0 bend; width / 2, 0; ..." or one formula for all corners."""
    found = _OUTLINE.fullmatch(text)
    if found is None:
        raise ValueError(f"not an outline: {text}")
    axis: Axis = "X" if found["axis"] == "X" else "Y" if found["axis"] == "Y" else "Z"
    texts = found["corners"].split("; ")
    if len(texts) == 1:
        return OutlineLine(axis, found["length"], (), Formula(texts[0]))
    corners = []
    for corner in texts:
        first, _, second = corner.removesuffix(" bend").partition(", ")
        corners.append(OutlineCorner(Formula(first), Formula(second), corner.endswith(" bend")))
    return OutlineLine(axis, found["length"], tuple(corners), None)
