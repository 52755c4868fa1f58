"""Ring grooves: around a round body, or in its bore."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features._section import GrooveSection, Shape, groove_section
from mayfly.design.forms import Piece
from mayfly.design.geometry.faces import Face, literal
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import LEAST_WALL_MM, SAME_MM
from mayfly.design.surfaces.part_faces import side_of
from mayfly.design.surfaces.part_faces_turned import pieces_of
from mayfly.design.values import Angle, Coordinate, Length
from mayfly.language.english import a_or_an, one, subject
from mayfly.language.units import number
from mayfly.subject import Subject, lengths


class RingGroove(Feature):
    """Grooves around the outside of a round body, or in the bore through its middle: for rings and seals."""

    kind: Literal["ring_groove"] = "ring_groove"
    z: Annotated[
        tuple[Coordinate, ...], Field(min_length=1, max_length=100, description="height of each one's middle")
    ]
    inside: Annotated[bool, Field(description="in the bore")] = False
    shape: Annotated[Shape, Field(description="of its section")] = "rectangle"
    width: Annotated[Length | None, Field(description="at the surface")] = None
    depth: Length | None = None
    diameter: Annotated[Length | None, Field(description="at its bottom, in place of the depth")] = None
    angle: Annotated[
        Angle | None,
        Field(ge=10, le=170, description="between the sides of a V, in place of its width or depth"),
    ] = None

    @model_validator(mode="after")
    def _has_a_section(self) -> Self:
        if self.depth is not None and self.diameter is not None:
            raise ValueError("give the groove's depth or the diameter at its bottom, not both")
        groove_section(self.shape, self.width, 1.0 if self.diameter else self.depth, self.angle)
        return self

    def apply(self, draft: Draft) -> None:
        """Cut the grooves.

        Raises:
            DoesNotFit: The body has no round surface there, or a groove does not fit on it.
        """
        if side_of(draft, one_wall=False) is None:
            raise DoesNotFit(
                f"{a_or_an(draft.part_label)} has no round side for the {self.label}.",
                fix="Use a groove on a flat face.",
                reason="unsupported",
                subject=Subject(kind="feature", feature="groove", name=self.label),
            )
        piece = piece_at(draft, self.z[0])
        wide = round_surface(self.label, piece, self.z[0], inside=self.inside)
        depth = self.depth
        if self.diameter is not None:
            depth = depth_to(self.diameter, wide, self.label, inside=self.inside)
        section = groove_section(self.shape, self.width, depth, self.angle)
        _check_apart(self.label, section.width, self.z)
        cut_rings(draft, Rings(self.label, section, self.z, piece, inside=self.inside))


def _check_apart(label: str, width: float, heights: Sequence[float]) -> None:
    for below, above in itertools.pairwise(sorted(heights)):
        if above - below <= width + SAME_MM:
            raise DoesNotFit(
                f"The {label} of {number(width)} mm at {number(below)} and {number(above)} mm run into each"
                " other.",
                fix="Put them further apart.",
                subject=Subject(kind="place", feature="groove", name=label, values=lengths(below, above)),
                field="z",
            )


@dataclass(frozen=True, slots=True)
class Rings:
    """Ring grooves that are ready to be cut.

    Attributes:
        label: What to call them.
        section: Their section.
        heights: Of their middles, in mm.
        piece: The cylinder that they are on.
        inside: They are in its bore.
    """

    label: str
    section: GrooveSection
    heights: Sequence[float]
    piece: Piece
    inside: bool


def piece_at(draft: Draft, height: float) -> Piece:
    """Return the cylinder of a round body at a height."""
    pieces = pieces_of(draft)
    return next((p for p in pieces if p.low - SAME_MM <= height <= p.high + SAME_MM), pieces[0])


def round_surface(label: str, piece: Piece, height: float, *, inside: bool) -> float:
    """Return the diameter in mm of the surface that ring grooves are cut into.

    Raises:
        DoesNotFit: There is no bore.
    """
    wide = piece.inner(height) if inside else piece.wide
    if wide <= 0:
        raise DoesNotFit(
            f"There is no bore for the {label} at {number(height)} mm above the base.",
            reason="unsupported",
            subject=Subject(kind="place", feature="groove", name=label, values=lengths(height)),
            field="inside",
        )
    return wide


def depth_to(own: float, wide: float, label: str, *, inside: bool) -> float:
    """Return the depth of a groove from the diameter at its bottom and that of the surface, in mm.

    Raises:
        DoesNotFit: The diameter leaves no groove.
    """
    depth = (own - wide) / 2 if inside else (wide - own) / 2
    if depth <= 0:
        raise DoesNotFit(
            f"A groove of {number(own)} mm diameter leaves nothing to cut from {number(wide)} mm.",
            "Which diameter?",
            fix=f"{'More' if inside else 'Less'} than {number(wide)} mm does.",
            subject=Subject(
                kind="size", feature="groove", name=label, sizes=("diameter",), values=lengths(own, wide)
            ),
            field="diameter",
        )
    return depth


def cut_rings(draft: Draft, rings: Rings) -> None:
    """Cut ring grooves.

    Raises:
        DoesNotFit: One runs over the end of its surface, through the wall, or into another.
    """
    _check(rings)
    draft.steps.append("\n".join(_steps(draft, rings)))
    section, inside = rings.section, rings.inside
    wide = round_surface(rings.label, rings.piece, rings.heights[0], inside=inside)
    reach, hollow = (wide / 2 + section.depth, wide / 2) if inside else (wide / 2, wide / 2 - section.depth)
    from_axis = hollow + section.centre if inside else reach - section.centre
    half = section.width / 2
    occupied = [
        OccupiedVolume((-reach, -reach, h - half), (reach, reach, h + half), "Z", (0.0, 0.0), reach, hollow)
        for h in rings.heights
    ]
    if inside and not section.vee:
        face = Face("bore", "Z", 1, 0.0, (0, 0), (0, 0), 0.0)
        draft.require_holes(wide + 2 * section.depth, face, "groove", [(0.0, 0.0)])
    free = draft.occupy(occupied)
    draft.take_volume(2 * math.pi * from_axis * section.area * len(rings.heights) if free else None)


def _check(rings: Rings) -> None:
    label, piece, section = rings.label, rings.piece, rings.section
    for height in rings.heights:
        low, high = height - section.width / 2, height + section.width / 2
        if low < piece.low + LEAST_WALL_MM or high > piece.high - LEAST_WALL_MM:
            raise DoesNotFit(
                f"The {label} from {number(round(low, 3))} to {number(round(high, 3))} mm does not lie"
                f" on the round surface from {number(piece.low)} to {number(piece.high)} mm.",
                "Which place?",
                subject=Subject(
                    kind="place", feature="groove", name=label,
                    values=lengths(round(low, 3), round(high, 3), piece.low, piece.high),
                ),
                field="z",
            )  # fmt: skip
        wall = (piece.wide - max(piece.inner(low), piece.inner(high))) / 2
        if section.depth >= wall - SAME_MM:
            raise DoesNotFit(
                f"{one(label)} {number(round(section.depth, 4))} mm deep cuts through the"
                f" {number(round(wall, 4))} mm of material.",
                "Which depth?",
                fix=f"Less than {number(round(wall, 4))} mm does.",
                subject=Subject(
                    kind="size", feature="groove", name=label, sizes=("depth",),
                    values=lengths(round(section.depth, 4), round(wall, 4)),
                ),
                field="depth",
            )  # fmt: skip
        if rings.inside and abs(piece.inner(low) - piece.inner(high)) > SAME_MM:
            raise DoesNotFit(
                f"{subject(label, 'runs')} over the end of the bore.",
                "Which place is right?",
                subject=Subject(kind="place", feature="groove", name=label),
                field="z",
            )


def _steps(draft: Draft, rings: Rings) -> list[str]:
    section, inside, heights = rings.section, rings.inside, rings.heights
    wide = round_surface(rings.label, rings.piece, heights[0], inside=inside)
    across = draft.name_for(
        wide, *(("inner_diameter", "bore") if inside else ("outer_diameter", "diameter", "hub_diameter"))
    )
    width = draft.parameter("groove_width", section.width, "width of the groove")
    depth = draft.parameter("groove_depth", section.depth, "depth of the groove")
    sign = "+" if inside else "-"
    sizes = f"{number(section.width)} x {number(round(section.depth, 4))} mm"
    title = f"# {'inner ' if inside else ''}{'V ' if section.vee else ''}ring groove of {sizes}"
    if len(heights) == 1:
        height = draft.parameter("groove_position", heights[0], "from the base to the middle of the groove")
        indent, lines = "", [title]
    else:
        # "height" may be a size of the body, which later steps still need
        height, indent = "groove_z" if "height" in draft.values else "height", "    "
        lines = [title, f"for {height} in ({', '.join(literal(h) for h in heights)}):"]
    bottom = f"{across} / 2 {sign} {depth}"
    if section.vee:
        return [
            *lines,
            f"{indent}corners = [({across} / 2, {height} - {width} / 2), ({bottom}, {height}),"
            f" ({across} / 2, {height} + {width} / 2)]",
            f'{indent}ring = cq.Workplane("XZ").polyline(corners).close()',
            f"{indent}result = result.cut(ring.revolve(360, (0, 0, 0), (0, 1, 0)))",
        ]
    other = f"{across} / 2 - {depth}" if inside else f"{across} / 2 + {depth}"
    outer, inner = (bottom, other) if inside else (other, bottom)
    if inside and wide / 2 <= section.depth:
        inner = f"{across} / 4"
    return [
        *lines,
        f"{indent}ring = cq.Workplane(origin=(0, 0, {height} - {width} / 2))",
        f"{indent}ring = ring.circle({outer}).circle({inner}).extrude({width})",
        f"{indent}result = result.cut(ring)",
    ]
