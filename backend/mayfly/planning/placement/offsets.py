"""Points by their distance from edges: "8 inset", "15 mm from the left edge", "15 mm from each leg"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.places import Corners, Places
from mayfly.language.english import a_or_an, inverted, the
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.placement.patterns import laid_out, spacings, take_centre
from mayfly.planning.questions import (
    about,
    conflict,
    impossible,
    length_of,
    missing,
    place_unclear,
    unsupported,
)

#: How a distance from an edge is introduced: "8 mm from the edge", "8 mm inset".
_INSIDE: Final = word_set("from inset")
_ABOVE_OR_BELOW: Final = word_set("above below")
_ALONG_U: Final = word_set("left right")
_ALONG_V: Final = word_set("front back")
_AROUND: Final = _ALONG_U | _ALONG_V
_TOPS: Final = word_set("top top_face")
#: Besides the top, what a distance "below" something may be counted from.
_RIMS: Final = word_set("rim edge")
_BOTTOMS: Final = word_set("bottom base underside")
#: Besides the bottom, what a distance "above" something may be counted from.
_BELOW_ALL: Final = word_set("floor it part edge")
_EACH: Final = word_set("each both every")


def offset_coordinate(attribute: Attribute, face: Face) -> tuple[str, float]:
    """Turn "15 mm from the left edge" into a coordinate: which one ("u" or "v"), and its value.

    Raises:
        NeedsClarification: It is not clear what the distance is measured from.
    """
    attribute.used = True
    size = length_of(attribute.quantities[0], "distance", zero=True)
    refs = attribute.refs
    words = attribute.words
    nouns = {r.noun for r in refs}
    middle = bool(nouns & {"centre", "centre_line", "axis"})
    if face.normal is not None:
        return _on_a_slope(attribute, face, size, words, middle=middle)
    if nouns == {"corner"} and attribute.name == "from" and not words & _AROUND:
        for along, whole, clear in (("u", face.u, face.clear_u), ("v", face.v, face.clear_v)):
            if face.is_leg and clear is not None and clear[0] > whole[0]:
                return along, whole[0] + size  # of a bracket, from the outside of its bend
    if attribute.name in _ALONG_U and (middle or not refs):
        return "u", face.centre[0] + (-size if attribute.name == "left" else size)
    if attribute.name in _ALONG_V and (middle or not refs) and face.axis == "Z":
        return "v", face.centre[1] + (-size if attribute.name == "front" else size)
    if attribute.name in _ABOVE_OR_BELOW:
        return _above_or_below(attribute, face, size, middle=middle)
    if attribute.name in _INSIDE and middle and face.outline == "circle" and face.axis == "Z":
        return "u", face.centre[0] + size  # every direction is the same
    if attribute.name in _INSIDE and refs:
        return _from_side(attribute, face, size)
    raise place_unclear(attribute)


def _above_or_below(attribute: Attribute, face: Face, size: float, *, middle: bool) -> tuple[str, float]:
    """Turn "20 mm above the bottom" into a coordinate of an upright face."""
    words, (low, high) = attribute.words, face.v
    if face.axis == "Z" and not middle:
        raise place_unclear(attribute, on=face.name)
    if middle:
        return "v", face.centre[1] + (size if attribute.name == "above" else -size)
    if attribute.name == "above" and words & (_BOTTOMS | _BELOW_ALL):
        return "v", low + size
    if attribute.name == "below" and words & (_TOPS | _RIMS):
        return "v", high - size
    raise place_unclear(attribute)


#: Which end of v a word means ("v-" the low one), on a face that lies and on one that stands upright.
_LYING: Final = {"front": "v-", "bottom": "v-", "back": "v+", "top": "v+"}
_UPRIGHT: Final = {
    **dict.fromkeys(("bottom", "base", "floor", "underside"), "v-"),
    **dict.fromkeys(("top", "top_face", "rim"), "v+"),
}


def _from_left_or_right(
    words: set[str] | frozenset[str], face: Face, size: float
) -> tuple[str, float] | None:
    """Return a coordinate from the left or the right; None where neither was named."""
    (u0, u1), (v0, v1) = face.u, face.v
    if face.name == "side" and words & {"left", "right"}:  # a shaft stands on its left end
        return ("v", v0 + size) if "left" in words else ("v", v1 - size)
    if "left" in words:
        return "u", u0 + size
    if "right" in words and face.axis != "X":
        return "u", u1 - size
    return None


def _from_side(attribute: Attribute, face: Face, size: float) -> tuple[str, float]:
    """Turn "15 mm from the left edge" into a coordinate.

    Raises:
        NeedsClarification: It is open which side is meant.
    """
    words, (u0, _), (v0, v1) = attribute.words, face.u, face.v
    if "vertical_leg" in words and face.axis == "Z":
        upright = face.clear_v is not None and face.clear_v[0] > v0  # an angle's leg stands at -Y
        return ("v", v0 + size) if upright else ("u", u0 + size)
    across = _from_left_or_right(words, face, size)
    if across is not None:
        return across
    ends = _LYING if face.axis == "Z" else _UPRIGHT
    found = {end for word, end in ends.items() if word in words}
    if found:
        return ("v", v0 + size) if "v-" in found else ("v", v1 - size)
    if "end" in words and face.name == "side":
        if face.settle is not None:
            raise missing(
                f"Which end is meant by {attribute.text!r}: the top or the bottom?",
                about("face", values=[attribute], words=[attribute.text]),
                ("the top", "the bottom"),
            )
        return "v", v0 + size
    if face.is_leg and "end" in words:
        for along, whole, clear in (("u", face.u, face.clear_u), ("v", face.v, face.clear_v)):
            if clear is not None and clear[0] > whole[0]:
                return along, whole[1] - size  # the end away from the bend
    if "long_side" in words:  # either of the two: the one in front or at the left
        return ("v", v0 + size) if face.size[0] >= face.size[1] else ("u", u0 + size)
    if words & {"end", "short_side", "short"} and {r.noun for r in attribute.refs} & {
        "end",
        "edge",
        "side",
        "short_side",
    }:
        raise missing(
            f"Which end is meant by {attribute.text!r}: left or right?",
            about("face", values=[attribute], words=[attribute.text]),
            ("left", "right"),
        )
    raise place_unclear(attribute)


def from_each_end(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Read "10 mm from each end": one feature at either end.

    Raises:
        NeedsClarification: More than two of them, or it is open which sides are the ends.
    """
    if _two_insets(mention):
        return None
    attributes = [
        m
        for m in mention.take("offset")
        if m.name in _INSIDE
        and m.ref
        and m.ref.noun in {"end", "short_side"}
        and (m.ref.traits & _EACH or m.ref.plural)
    ]
    if not attributes:
        return None
    attribute = attributes[0]
    if len(attributes) > 1 or count not in {None, 1, 2} or mention.take("spacing"):
        raise conflict(
            f"Where {inverted('does', mention.text)} go? {attribute.text!r} places two.",
            about("place", mention, values=[attribute], words=[attribute.text]),
        )
    attribute.used = True
    mention.count = None
    take_line(mention)
    distance = length_of(attribute.quantities[0], "distance from the ends", mention)
    (u0, u1), (v0, v1) = face.u, face.v
    if face.name != "side" and abs(face.size[0] - face.size[1]) < ROUNDING_MM:
        raise missing(
            f"Which ends of the {face.name} are meant by {attribute.text!r}?",
            about("face", mention, values=[attribute], words=[attribute.text]),
        )
    upright = face.name == "side" or face.size[1] > face.size[0]
    across = _across(mention, face, "u" if upright else "v")
    if upright:
        u = face.centre[0] if across is None else across
        return Places(face, [(u, v0 + distance), (u, v1 - distance)], "points")
    v = face.centre[1] if across is None else across
    return Places(face, [(u0 + distance, v), (u1 - distance, v)], "points")


def _across(mention: Mention, face: Face, along: str) -> float | None:
    """Return the other coordinate of "50 from each end, 30 from the corner"; None where it was not said."""
    others = [m for m in mention.take("offset") if m.ref and not m.used]
    if len(others) != 1:
        return None
    found, value = offset_coordinate(others[0], face)
    others[0].used = found == along
    return value if found == along else None


def _on_a_slope(
    attribute: Attribute, face: Face, size: float, words: set[str], *, middle: bool
) -> tuple[str, float]:
    """Turn a distance into a coordinate of a sloped face: u along the model's Y, v up the slope."""
    (u0, u1), (v0, v1) = face.u, face.v
    if not middle and attribute.name in _INSIDE | _ABOVE_OR_BELOW:
        if words & _BOTTOMS and attribute.name != "below":
            return "v", v0 + size
        if words & _TOPS and attribute.name != "above":
            return "v", v1 - size
        if "front" in words:
            return "u", u0 + size
        if "back" in words:
            return "u", u1 - size
    raise unsupported(
        f"Where is {attribute.text!r} on the {face.name}? Please count from its top, bottom, front or back.",
        about("place", values=[attribute], words=[attribute.text, face.name]),
    )


def by_offsets(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Place one feature by one or two distances from edges or from the centre."""
    attributes = [m for m in mention.take("offset") if m.name != "either_side"]
    if not attributes or mention.take("spacing"):
        return None
    if any(m.ref is None or (is_all_edges(m.ref) and not _is_bend(m.ref, face)) for m in attributes):
        return None
    if count not in {None, 1} or mention.plural:
        raise missing(
            f"Where do {the(mention.text)} go? {', '.join(m.text for m in attributes)} places only one.",
            about("place", mention, values=attributes, words=[each.text for each in attributes]),
        )
    centre_u, centre_v = face.centre
    at: dict[str, float] = {}
    for attribute in attributes:
        along, value = offset_coordinate(attribute, face)
        if along in at:
            raise conflict(
                f"The place of the {mention.text} is given twice in one direction:"
                f" {' and '.join(m.text for m in attributes)}.",
                about("place", mention, values=attributes, words=[each.text for each in attributes]),
            )
        at[along] = value
    if len(at) == 1 and not take_centre(mention) and "centred" not in mention.flags():
        take_line(mention)
    take_centre(mention)
    return Places(face, [(at.get("u", centre_u), at.get("v", centre_v))], "points")


def _is_bend(ref: Reference, face: Face) -> bool:
    """Return whether "the corner" is that between the legs of a bracket."""
    return face.is_leg and ref.noun == "corner" and not ref.plural


def take_line(mention: Mention) -> None:
    """Consume "on the centre line" where a place lies on it anyway."""
    for attribute in mention.take("place"):
        if attribute.ref and attribute.ref.noun == "centre_line":
            attribute.used = True


def is_all_edges(ref: Reference) -> bool:
    """Return whether a reference means all edges or corners alike ("from each edge")."""
    sides = ref.traits & {"left", "right", "top", "bottom", "front", "back", "outer", "long", "short"}
    return ref.noun in {"edge", "side", "corner"} and not sides and ref.of is None


def from_legs(mention: Mention, face: Face) -> Places | None:
    """Read "15 mm from each leg" on a triangle: the right angle is at the face's first corner."""
    attributes = [
        m
        for m in mention.take("offset")
        if m.name in _INSIDE and m.ref and m.ref.noun in {"leg", "edge", "side"}
    ]
    if len(face.corners) != 3 or not attributes:
        return None
    if (
        len(attributes) != 1
        or not (attributes[0].ref and attributes[0].ref.traits & {"each", "both"})
        or attributes[0].ref.noun == "edge"
    ):
        raise unsupported(
            f"Please give the {mention.text} by its distance from each leg, or by coordinates.",
            about("place", mention),
        )
    attributes[0].used = True
    size = length_of(attributes[0].quantities[0], "distance from the legs", mention)
    return Places(face, [(face.u[0] + size, face.v[0] + size)], "points")


def at_corners(draft: Draft, mention: Mention, face: Face, width: Point, count: int | None) -> Places | None:
    """Place four features at the corners, by their inset or by the distances between them."""
    places = [m for m in mention.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    insets = [
        m for m in mention.take("offset") if m.name in _INSIDE and (m.ref is None or is_all_edges(m.ref))
    ]
    pair = _two_insets(mention)
    if not places and not ((insets or pair) and count == 4):
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
    inset_u, inset_v = _insets(mention, face, insets, pair)
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


def _sides_of_corners(places: Sequence[Attribute], face: Face) -> set[str]:
    """Return on which sides of a face the corners of a place lie, as ends of u and v; empty for all four."""
    if len(places) != 1 or places[0].ref is None:
        return set()
    ends = {"left": "u-", "right": "u+", **(_LYING if face.axis == "Z" else _UPRIGHT)}
    return {ends[trait] for trait in places[0].ref.traits if trait in ends}


def _at_some_corners(
    mention: Mention,
    face: Face,
    count: int | None,
    *,
    places: Sequence[Attribute],
    insets: Sequence[Attribute],
    sides: set[str],
) -> Places:
    """Place features in the corners on one side, or in the one corner between two sides.

    Raises:
        NeedsClarification: Their distance from the edges was not said, or another number of them was.
    """
    corner = places[0]
    if len(insets) != 1 or mention.take("spacing") or (corner.ref and "opposite" in corner.ref.traits):
        raise unsupported(
            f"Please give the {mention.text} by coordinates; {corner.text!r} leaves the distance open.",
            about("place", mention, values=[corner], words=[corner.text]),
        )
    inset = length_of(insets[0].quantities[0], "inset", mention)
    points = [
        (u, v)
        for u, u_side in ((face.u[0] + inset, "u-"), (face.u[1] - inset, "u+"))
        for v, v_side in ((face.v[0] + inset, "v-"), (face.v[1] - inset, "v+"))
        if sides <= {u_side, v_side}
    ]
    several = mention.plural or (corner.ref is not None and bool(corner.ref.traits & _EACH))
    if count == 1 and several:
        count = mention.count = None
    if (count not in {None, len(points)}) or (count is None and several != (len(points) > 1)) or not points:
        raise conflict(
            f"{corner.text!r} names {len(points)} of the four corners. How many {mention.label} are meant?",
            about("place", mention, "corners", values=[len(points), count or 0]),
        )
    corner.used = insets[0].used = True
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


def _two_insets(mention: Mention) -> tuple[Attribute, Attribute] | None:
    """Return the distances from the long sides and from the short ones, where both were said."""
    offsets = [m for m in mention.take("offset") if m.name == "from" and m.ref and m.ref.plural]
    long = [m for m in offsets if m.ref and m.ref.noun == "long_side"]
    short = [m for m in offsets if m.ref and m.ref.noun == "short_side"]
    return (long[0], short[0]) if len(long) == len(short) == 1 else None


def _check_corners(mention: Mention, attribute: Attribute, count: int | None) -> None:
    """Consume "in the corners"; ask where other corners than all four are meant.

    Raises:
        NeedsClarification: "In the left corners", or a number that is not four.
    """
    attribute.used = True
    ref = attribute.ref
    if ref and ref.traits & {"left", "right", "top", "bottom", "front", "back", "opposite"}:
        raise unsupported(
            f"Please give the {mention.text} by coordinates; {attribute.text!r} leaves the distance open.",
            about("place", mention, values=[attribute], words=[attribute.text]),
        )
    if (ref and ref.count not in {None, 4}) or count not in {None, 4}:
        asked = count or (ref and ref.count) or 0
        raise conflict(
            f"A rectangle has four corners, but {asked} were asked for. How many are meant?",
            about("place", mention, "corners", values=[4, asked]),
        )
