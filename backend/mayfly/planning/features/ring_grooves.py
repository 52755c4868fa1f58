"""Ring grooves: what was said of them, as values of the feature language."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad import standards
from mayfly.design.builder import Draft
from mayfly.design.features import RingGroove
from mayfly.design.features.ring_groove import Rings, cut_rings, depth_to, piece_at, round_surface
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import agree, inverted, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.groove_sections import section_of
from mayfly.planning.features.profile_sizes import said_sizes
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, along_axis_open, conflict, missing, unsupported
from mayfly.planning.surfaces.shaft_steps import on_step

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
            inside = inside or bool(words & _INSIDE)
            if attribute.ref is not None and attribute.ref.noun == "centre":
                attribute.ref = replace(attribute.ref, of=None)  # "around the middle of the rim"
            else:
                attribute.used = True
    mention.take_flag("round_shape", "radial", "square_shape")
    circlip, inside = _take_circlip(mention, inside=inside)
    sizes = said_sizes(mention, ("width", "depth", "length"))
    if "length" in sizes:
        raise unsupported(
            f"What is the length of {number(sizes['length'])} mm on the {mention.name}: its width?",
            about("number", mention, "length", values=[sizes["length"]]),
        )
    side = side_of(draft, one_wall=False)
    assert side is not None  # noqa: S101 - the part is round
    strip = replace(on_step(draft, mention, side), outline="rectangle", rows="v")
    said = any(
        attribute.kind in {"offset", "points", "spacing", "grid"} for attribute in mention.attributes
    ) or any(attribute.ref and attribute.ref.noun in {"centre", "end"} for attribute in mention.take("place"))
    if not said and not mention.flags() & {"centred"}:
        raise missing(
            f"Where along the {draft.part_label} {inverted('is', mention.name)}: how far from the top or the"
            " bottom, or in the middle?",
            about("place", mention),
        )
    measured = any(one.kind == "offset" and one.name != "starts" for one in mention.attributes)
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
    piece = piece_at(draft, heights[0])
    wide = round_surface(mention.name, piece, heights[0], inside=inside)
    if circlip:
        sizes = _with_circlip(draft, sizes, wide, inside=inside)
    section = section_of(draft, mention, sizes, _depth_from_diameter(mention, sizes, wide, inside=inside))
    cut_rings(draft, Rings(mention.name, section, heights, piece, inside=inside))
    draft.features.append(
        RingGroove(
            z=tuple(heights), inside=inside, shape=section.shape, width=section.width, depth=section.depth
        )
    )


def _take_circlip(mention: Mention, *, inside: bool) -> tuple[bool, bool]:
    """Return whether a groove is for a circlip, and whether it lies in the bore: DIN 472 is for a bore.

    Raises:
        NeedsClarification: A circlip for a shaft is said to sit in a bore.
    """
    flags = mention.flags()
    if inside and "shaft_circlip" in flags:
        raise conflict(
            "A circlip of DIN 471 sits on a shaft, and one of DIN 472 in a bore. Which is meant?",
            about("feature", mention),
        )
    inside = inside or "bore_circlip" in flags
    named = any(word in mention.name for word in ("circlip", "snap ring", "retaining ring"))
    return mention.take_flag("circlip", "shaft_circlip", "bore_circlip") or named, inside


def _with_circlip(draft: Draft, sizes: dict[str, float], wide: float, *, inside: bool) -> dict[str, float]:
    """Return the sizes of a groove with those that DIN 471 or DIN 472 gives, and note them in the answer."""
    row = standards.circlip_groove(wide, inside=inside)
    if row is None or ("width" in sizes and sizes.keys() & {"depth", "diameter"}):
        return sizes
    draft.note(
        f"Groove for a circlip of {row.standard} {'in a bore' if inside else 'on a shaft'} of"
        f" {number(wide)} mm: {number(row.groove_diameter_mm)} mm diameter, {number(row.width_mm)} mm wide."
    )
    given = {"width": row.width_mm} | sizes
    return given if given.keys() & {"depth", "diameter"} else given | {"depth": row.depth_mm}


def _depth_from_diameter(
    mention: Mention, sizes: dict[str, float], wide: float, *, inside: bool
) -> float | None:
    """Return the depth that a groove's own diameter means.

    Raises:
        NeedsClarification: The diameter contradicts the depth.
        DoesNotFit: The diameter leaves no groove.
    """
    if "diameter" not in sizes:
        return None
    own = sizes["diameter"]
    depth = depth_to(own, wide, mention.name, inside=inside)
    if "depth" in sizes and abs(sizes["depth"] - depth) > SAME_MM:
        raise conflict(
            f"{subject(mention.name, 'is')} {number(sizes['depth'])} mm deep, but its diameter of"
            f" {number(own)} mm makes {number(round(depth, 4))} mm. Which is right?",
            about("size", mention, "depth", "diameter", values=[sizes["depth"], own, round(depth, 4)]),
        )
    return depth
