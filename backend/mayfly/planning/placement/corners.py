"""Places in the corners of a face: "in the corners, 8 mm inset", "10 from the long edges"."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.places import Corners, Places
from mayfly.language.english import a_or_an, inverted
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.units import number
from mayfly.planning.placement.landmarks import INSIDE, ends_of, insets_by_sides
from mayfly.planning.placement.offsets import EACH, is_all_edges, two_insets
from mayfly.planning.placement.patterns import laid_out, spacings
from mayfly.planning.questions import about, conflict, impossible, length_of, missing, unsupported


def at_corners(draft: Draft, mention: Mention, face: Face, width: Point, count: int | None) -> Places | None:
    """Place four features at the corners, by their inset or by the distances between them."""
    places = [m for m in mention.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    insets = [
        m for m in mention.take("offset") if m.name in INSIDE and (m.ref is None or is_all_edges(m.ref))
    ]
    pair = two_insets(mention)
    sided = insets_by_sides(mention)
    if not places and not ((insets or pair or sided) and count == 4):
        return None
    if face.outline != "rectangle":
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no corners for the {mention.text}; a bolt circle, perhaps?",
            about("place", mention),
        )
    if count == 1 and any(m.ref and m.ref.traits & {"each", "every", "all"} for m in places):
        count = mention.count = None
    some = _sides_of_corners(places, face)
    if some:
        return _at_some_corners(mention, face, count, places=places, insets=insets, sides=some)
    for attribute in places:
        _check_corners(mention, attribute, count)
    spacing = spacings(mention, face)
    inset_u, inset_v = _insets(mention, face, insets, pair) if sided is None else _of_sides(mention, sided)
    if spacing[0] is not None and spacing[1] is not None:
        inset_u, inset_v = (face.size[0] - spacing[0]) / 2, (face.size[1] - spacing[1]) / 2
    elif spacing != (None, None):
        raise missing(
            f"What is the second distance between the corner {mention.name}?",
            about("place", mention, "spacing"),
        )
    if (inset_u is None or inset_v is None) and mention.kind not in {"hole", "bore"}:
        raise missing(
            f"How far from the edges {inverted('is', mention.name)} in the corners?",
            about("place", mention, "inset"),
        )
    if inset_u is None or inset_v is None:
        inset_u = inset_v = 2 * max(width)
        draft.note(
            f"An inset of {number(inset_u)} mm (edge to hole centre, twice the hole diameter) is"
            " assumed for the corner holes."
        )
    if 2 * inset_u >= face.size[0] - ROUNDING_MM or 2 * inset_v >= face.size[1] - ROUNDING_MM:
        raise impossible(
            f"An inset of {number(inset_u)} mm leaves no room for four corner holes on"
            f" {number(face.size[0])} x {number(face.size[1])} mm. Which inset?",
            about("size", mention, "inset", values=[inset_u, face.size[0], face.size[1]]),
        )
    return laid_out(Corners, mention, face, inset=(inset_u, inset_v))


def _sides_of_corners(places: Sequence[Attribute], face: Face) -> list[set[str]]:
    """Return on which sides of a face some corners lie, as ends of u and v; none for all four."""
    ends = ends_of(face)
    refs = [one.ref for one in places if one.ref is not None]
    return [found for ref in refs if (found := {ends[trait] for trait in ref.traits if trait in ends})]


def _at_some_corners(
    mention: Mention,
    face: Face,
    count: int | None,
    *,
    places: Sequence[Attribute],
    insets: Sequence[Attribute],
    sides: list[set[str]],
) -> Places | None:
    """Place features in the corners on one side, or in the one corner between two sides.

    Returns:
        None where each has a distance from the sides that meet there.

    Raises:
        NeedsClarification: Their distance from the edges was not said, or another number of them was.
    """
    corner = places[0]
    ends = ends_of(face)
    if [{ends[word] for m in mention.take("offset") for word in m.words if word in ends}] == sides:
        corner.used = True  # its distances are counted from the sides that meet there
        return None
    if not insets and corner.ref and "opposite" not in corner.ref.traits:
        raise missing(
            f"How far from the edges {inverted('is', mention.text)} ({corner.text})?",
            about("place", mention, "inset", values=[corner], words=[corner.text]),
        )
    if len(insets) != 1 or mention.take("spacing") or (corner.ref and "opposite" in corner.ref.traits):
        raise unsupported(
            f"Please give the {mention.text} by coordinates; {corner.text!r} leaves the distance open.",
            about("place", mention, values=[corner], words=[corner.text]),
        )
    inset = length_of(insets[0].quantities[0], "inset", mention)
    but = "except" in corner.words
    points = [
        (u, v)
        for u, u_side in ((face.u[0] + inset, "u-"), (face.u[1] - inset, "u+"))
        for v, v_side in ((face.v[0] + inset, "v-"), (face.v[1] - inset, "v+"))
        if any(one <= {u_side, v_side} for one in sides) != but
    ]
    several = mention.plural or len(places) > 1 or bool(corner.words & EACH)
    several = several or but
    if count == 1 and several:
        count = mention.count = None
    if (count not in {None, len(points)}) or (count is None and several != (len(points) > 1)) or not points:
        raise conflict(
            f"{corner.text!r} names {len(points)} of the four corners. How many {mention.label} are meant?",
            about("place", mention, "corners", values=[len(points), count or 0]),
        )
    insets[0].used = True
    for one in places:
        one.used = True
    return Places(face, points, "points")


def _insets(
    mention: Mention,
    face: Face,
    insets: Sequence[Attribute],
    pair: tuple[Attribute, Attribute] | None,
) -> tuple[float | None, float | None]:
    """Return the distances of the corner features from the edges along u and v, where they were said.

    Raises:
        NeedsClarification: Several were.
    """
    if len(insets) > 1:
        raise conflict(
            f"Two distances from the edges are given: {' and '.join(m.text for m in insets)}.",
            about("size", mention, "inset", values=insets),
        )
    if insets:
        insets[0].used = True
        inset = length_of(insets[0].quantities[0], "inset", mention)
        return inset, inset
    if pair is None:
        return None, None
    across, along = (length_of(each.quantities[0], "inset", mention) for each in pair)
    pair[0].used = pair[1].used = True
    return (along, across) if face.size[0] >= face.size[1] else (across, along)


def _of_sides(mention: Mention, sided: tuple[Attribute, Attribute]) -> tuple[float, float]:
    """Return the distances from the left and right edges, and from the other two."""
    for one in sided:
        one.used = True
    u, v = (length_of(one.quantities[0], "inset", mention) for one in sided)
    return u, v


def _check_corners(mention: Mention, attribute: Attribute, count: int | None) -> None:
    """Consume "in the corners"; ask where other corners than all four are meant.

    Raises:
        NeedsClarification: "In the left corners", "in the corner", or a number that is not four.
    """
    attribute.used = True
    ref = attribute.ref
    if ref and ref.traits & {"left", "right", "top", "bottom", "front", "back", "opposite"}:
        raise unsupported(
            f"Please give the {mention.text} by coordinates; {attribute.text!r} leaves the distance open.",
            about("place", mention, values=[attribute], words=[attribute.text]),
        )
    alone = ref is not None and not (ref.plural or ref.count or ref.traits & EACH or mention.plural)
    if alone and count in {None, 1}:
        raise missing(
            f"In which corner {inverted('is', mention.name)}: front left, front right, back left or back"
            " right?",
            about("place", mention, "corner", words=[attribute.text]),
            ("front left corner", "front right corner", "back left corner", "back right corner"),
        )
    if (ref and ref.count not in {None, 4}) or count not in {None, 4}:
        asked = count or (ref and ref.count) or 0
        raise conflict(
            f"A rectangle has four corners, but {asked} were asked for. How many are meant?",
            about("place", mention, "corners", values=[4, asked]),
        )
