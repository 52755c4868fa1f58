"""Ring grooves: around a round part, or in its bore."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.forms import Piece
from mayfly.design.geometry.faces import Face, literal
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import LEAST_WALL_MM, SAME_MM
from mayfly.design.surfaces.part_faces import side_of
from mayfly.design.surfaces.part_faces_turned import pieces_of
from mayfly.language.english import agree, inverted, one, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.groove_sections import Section, section_of
from mayfly.planning.features.profile_sizes import said_sizes
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, along_axis_open, conflict, impossible, missing, unsupported

_INSIDE: Final = frozenset({"bore", "inner", "hole"})


def add_ring_grooves(draft: Draft, mention: Mention) -> None:
    """Cut ring grooves.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    inside = False
    for attribute in mention.take("place"):
        words = attribute.words
        if words & _INSIDE or (
            words & {"outer", "side", "circumference", "rim"} and not words & {"top", "bottom"}
        ):
            attribute.used = True
            inside = inside or bool(words & _INSIDE)
    mention.take_flag("round_shape", "radial")
    sizes = said_sizes(mention, ("width", "depth", "length"))
    if "length" in sizes:
        raise unsupported(
            f"What is the length of {number(sizes['length'])} mm on the {mention.name}: its width?",
            about("number", mention, "length", values=[sizes["length"]]),
        )
    side = side_of(draft, one_wall=False)
    assert side is not None  # noqa: S101 - the part is round
    pieces = pieces_of(draft)
    strip = replace(side, outline="rectangle", rows="v")
    said = any(
        attribute.kind in {"offset", "points", "spacing", "grid"} for attribute in mention.attributes
    ) or any(attribute.ref and attribute.ref.noun in {"centre", "end"} for attribute in mention.take("place"))
    if not said and not mention.flags() & {"centred"}:
        raise missing(
            f"Where along the {draft.part_label} {inverted('is', mention.name)}: how far from the top or the"
            " bottom, or in the middle?",
            about("place", mention),
        )
    measured = any(attribute.kind == "offset" for attribute in mention.attributes)
    places = place(draft, mention, strip, (0.0, sizes.get("width", 0.0)), mention.count)
    take_centre(mention)
    if measured:
        draft.note(
            f"Distances of the {mention.name} are measured to"
            f" {agree(mention.name, 'its middle', 'their middles')}."
        )
    if any(abs(u) > SAME_MM for u, _ in places.points):
        raise along_axis_open(mention)
    heights = [v for _, v in places.points]
    piece = next((p for p in pieces if p.low - SAME_MM <= heights[0] <= p.high + SAME_MM), pieces[0])
    wide = piece.inner(heights[0]) if inside else piece.wide
    if wide <= 0:
        raise unsupported(
            f"There is no bore for the {mention.name} at {number(heights[0])} mm above the base.",
            about("place", mention, values=[heights[0]]),
        )
    section = section_of(draft, mention, sizes, _depth_from_diameter(mention, sizes, wide, inside=inside))
    _check_ring(mention, piece, section, heights, inside=inside)
    _cut_rings(draft, piece, section, heights, inside=inside)


def _depth_from_diameter(
    mention: Mention, sizes: dict[str, float], wide: float, *, inside: bool
) -> float | None:
    """Return the depth that a groove's own diameter means.

    Raises:
        NeedsClarification: The diameter leaves no groove, or contradicts the depth.
    """
    if "diameter" not in sizes:
        return None
    own = sizes["diameter"]
    depth = (own - wide) / 2 if inside else (wide - own) / 2
    if depth <= 0:
        raise impossible(
            f"A groove of {number(own)} mm diameter leaves nothing to cut from {number(wide)} mm. Which"
            " diameter?",
            about("size", mention, "diameter", values=[own, wide]),
        )
    if "depth" in sizes and abs(sizes["depth"] - depth) > SAME_MM:
        raise conflict(
            f"{subject(mention.name, 'is')} {number(sizes['depth'])} mm deep, but its diameter of"
            f" {number(own)} mm makes {number(round(depth, 4))} mm. Which is right?",
            about("size", mention, "depth", "diameter", values=[sizes["depth"], own, round(depth, 4)]),
        )
    return depth


def _check_ring(
    mention: Mention, piece: Piece, section: Section, heights: list[float], *, inside: bool
) -> None:
    for height in heights:
        low, high = height - section.width / 2, height + section.width / 2
        if low < piece.low + LEAST_WALL_MM or high > piece.high - LEAST_WALL_MM:
            raise impossible(
                f"The {mention.name} from {number(round(low, 3))} to {number(round(high, 3))} mm does not lie"
                f" on the round surface from {number(piece.low)} to {number(piece.high)} mm. Which place?",
                about("place", mention, values=[round(low, 3), round(high, 3), piece.low, piece.high]),
            )
        wall = (piece.wide - max(piece.inner(low), piece.inner(high))) / 2
        if section.depth >= wall - SAME_MM:
            raise impossible(
                f"{one(mention.name)} {number(round(section.depth, 4))} mm deep cuts through the"
                f" {number(round(wall, 4))} mm of material. Which depth?",
                about("size", mention, "depth", values=[round(section.depth, 4), round(wall, 4)]),
            )
        if inside and abs(piece.inner(low) - piece.inner(high)) > SAME_MM:
            raise impossible(
                f"{subject(mention.name, 'runs')} over the end of the bore. Which place is right?",
                about("place", mention),
            )


def _cut_rings(draft: Draft, piece: Piece, section: Section, heights: list[float], *, inside: bool) -> None:
    """Write the rings and what they leave."""
    wide = piece.inner(heights[0]) if inside else piece.wide
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
        height, indent = "height", "    "
        lines = [title, f"for height in ({', '.join(literal(h) for h in heights)}):"]
    bottom = f"{across} / 2 {sign} {depth}"
    if section.vee:
        lines += [
            f"{indent}corners = [({across} / 2, {height} - {width} / 2), ({bottom}, {height}),"
            f" ({across} / 2, {height} + {width} / 2)]",
            f'{indent}ring = cq.Workplane("XZ").polyline(corners).close()',
            f"{indent}result = result.cut(ring.revolve(360, (0, 0, 0), (0, 1, 0)))",
        ]
    else:
        other = f"{across} / 2 - {depth}" if inside else f"{across} / 2 + {depth}"
        outer, inner = (bottom, other) if inside else (other, bottom)
        if inside and wide / 2 <= section.depth:
            inner = f"{across} / 4"
        lines += [
            f"{indent}ring = cq.Workplane(origin=(0, 0, {height} - {width} / 2))",
            f"{indent}ring = ring.circle({outer}).circle({inner}).extrude({width})",
            f"{indent}result = result.cut(ring)",
        ]
    draft.steps.append("\n".join(lines))
    reach, hollow = (wide / 2 + section.depth, wide / 2) if inside else (wide / 2, wide / 2 - section.depth)
    from_axis = hollow + section.centre if inside else reach - section.centre
    half = section.width / 2
    occupied = [
        OccupiedVolume((-reach, -reach, h - half), (reach, reach, h + half), "Z", (0.0, 0.0), reach, hollow)
        for h in heights
    ]
    if inside and not section.vee:
        face = Face("bore", "Z", 1, 0.0, (0, 0), (0, 0), 0.0)
        draft.require_holes(wide + 2 * section.depth, face, "through", [(0.0, 0.0)])
    free = draft.occupy(occupied)
    draft.take_volume(2 * math.pi * from_axis * section.area * len(heights) if free else None)
