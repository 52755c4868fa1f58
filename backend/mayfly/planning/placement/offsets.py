"""Points by their distance from edges: "8 inset", "15 mm from the left edge", "15 mm from each leg"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.places import Places
from mayfly.language.english import inverted, the
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.vocabulary import word_set
from mayfly.planning.placement.landmarks import (
    BESIDE,
    INSIDE,
    LYING,
    UPRIGHT,
    completed,
    from_landmark,
    of_an_edge,
)
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.questions import about, conflict, length_of, missing, place_unclear, unsupported

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
#: What has an inside from which a distance can count: "12 above the inside floor".
_INSIDES: Final = word_set(
    "floor wall bottom base side face left right front back vertical_leg horizontal_leg leg underside"
)
EACH: Final = word_set("each both every")
_SPREAD: Final = word_set("equally row row_of lengthwise")


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
    middle = bool(nouns & {"centre", "centre_line", "axis"}) and not of_an_edge(attribute)
    if "inner" in words and words & _INSIDES and not middle:
        face = _within(face)
    if face.normal is not None:
        return _on_a_slope(attribute, face, size, words, middle=middle)
    bend = bool(refs) and all(_is_bend(ref, face) for ref in refs)
    bend = bend or _is_other_leg(attribute, face)
    if bend and attribute.name == "from" and not words & _AROUND:
        for along, whole, clear in (("u", face.u, face.clear_u), ("v", face.v, face.clear_v)):
            if clear is not None and clear[0] > whole[0]:
                return along, whole[0] + size  # of a bracket, from the outside of its bend
    if any(_is_beside_bend(ref, face) for ref in refs):
        return _beside_bend(attribute, face, size)
    led = from_landmark(attribute, face, size)
    if led is not None:
        return led
    if attribute.name in _AROUND and (middle or not refs):
        return _from_middle(attribute, face, size)
    if attribute.name in _ABOVE_OR_BELOW:
        return _above_or_below(attribute, face, size, middle=middle)
    if attribute.name in INSIDE and middle and face.outline == "circle" and face.axis == "Z":
        return "u", face.centre[0] + size  # every direction is the same
    if attribute.name in INSIDE and refs:
        return _from_side(attribute, face, size)
    raise place_unclear(attribute)


def _from_middle(attribute: Attribute, face: Face, size: float) -> tuple[str, float]:
    """Turn "10 mm to the left" into a coordinate, counted from the middle of the face."""
    if attribute.name in _ALONG_U:
        return "u", face.centre[0] + (-size if attribute.name == "left" else size)
    if face.axis != "Z":
        raise place_unclear(attribute)
    return "v", face.centre[1] + (-size if attribute.name == "front" else size)


def _within(face: Face) -> Face:
    """Return a face of a wall without what the other walls and the floor take up of it."""
    return replace(face, u=face.clear_u or face.u, v=face.clear_v or face.v)


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


def _is_of_a_bar(face: Face, words: Collection[str]) -> bool:
    """Return whether a face is the side of a shaft, or that of a bar whose end is spoken of."""
    bar = face.axis != "Z" and "end" in words and face.size[1] > 2 * face.size[0]
    return face.name == "side" or bar


def _from_left_or_right(
    words: set[str] | frozenset[str], face: Face, size: float
) -> tuple[str, float] | None:
    """Return a coordinate from the left or the right; None where neither was named."""
    (u0, u1), (v0, v1) = face.u, face.v
    if _is_of_a_bar(face, words) and words & {"left", "right"}:  # a shaft stands on its left end
        return ("v", v0 + size) if "left" in words else ("v", v1 - size)
    if "left" in words:
        return "u", u0 + size
    if "right" in words and face.axis != "X":
        return "u", u1 - size
    if face.axis == "X" and len(named := words & BESIDE.keys()) == 1:
        return ("u", u0 + size) if BESIDE[min(named)] == "u-" else ("u", u1 - size)
    return None


#: What the side of a leg away from its bend is called: "the end of the leg", "the free edge".
_FREE_ENDS: Final = word_set("end free")


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
    ends = LYING if face.axis == "Z" else UPRIGHT
    found = {end for word, end in ends.items() if word in words}
    if found:
        return ("v", v0 + size) if "v-" in found else ("v", v1 - size)
    if "end" in words and _is_of_a_bar(face, words):
        if face.settle is not None:
            raise missing(
                f"Which end is meant by {attribute.text!r}: the top or the bottom?",
                about("face", values=[attribute], words=[attribute.text]),
                ("the top", "the bottom"),
            )
        return "v", v0 + size
    if face.is_leg and words & _FREE_ENDS:
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
    if two_insets(mention):
        return None
    along = _along_bend(mention, face)
    attributes = of_both_ends(mention) or (_of_both_sides(mention) if along else [])
    if not attributes:
        return None
    attribute = attributes[0]
    if count is not None and count > 2 and len(attributes) == 1 and is_spread(mention):
        return None
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
    if not along and face.name != "side" and abs(face.size[0] - face.size[1]) < ROUNDING_MM:
        raise missing(
            f"Which ends of the {face.name} are meant by {attribute.text!r}?",
            about("face", mention, values=[attribute], words=[attribute.text]),
        )
    upright = along == "v" or (not along and (face.name == "side" or face.size[1] > face.size[0]))
    beside = _across(mention, face, "u" if upright else "v")
    if upright:
        u = face.centre[0] if beside is None else beside
        return Places(face, [(u, v0 + distance), (u, v1 - distance)], "points")
    v = face.centre[1] if beside is None else beside
    return Places(face, [(u0 + distance, v), (u1 - distance, v)], "points")


def of_both_ends(mention: Mention) -> list[Attribute]:
    """Return the distances from both ends that were said: "20 from each end"."""
    return [
        m
        for m in mention.take("offset")
        if m.name == "outermost"
        or (
            m.name in INSIDE
            and m.ref
            and m.ref.noun in {"end", "short_side"}
            and (m.ref.traits & EACH or m.ref.plural)
        )
    ]


def _of_both_sides(mention: Mention) -> list[Attribute]:
    """Return the distances from both side edges of a leg: "10 from each side"."""
    return [
        m
        for m in mention.take("offset")
        if m.name in INSIDE
        and m.ref
        and (m.ref.noun == "side" or (m.ref.noun == "edge" and "side" in m.ref.traits))
        and (m.ref.traits & EACH or m.ref.plural)
    ]


def _along_bend(mention: Mention, face: Face) -> str:
    """Return along which coordinate a bracket is bent, where a distance counts from the end of its leg."""
    if not face.is_leg or not any(m.words & _FREE_ENDS and _is_single(m) for m in mention.take("offset")):
        return ""
    return "v" if face.clear_u is not None and face.clear_u[0] > face.u[0] else "u"


def _is_single(attribute: Attribute) -> bool:
    ref = attribute.ref
    return ref is not None and not ref.plural and not ref.traits & EACH


def is_spread(mention: Mention) -> bool:
    """Return whether features lie in a row with equal gaps: "equally spaced", "in a row", "the end ones"."""
    outermost = any(m.name == "outermost" for m in mention.take("offset"))
    row = any(m.ref is not None and m.ref.noun == "row" for m in mention.take("place"))
    return bool(outermost or row or mention.flags() & _SPREAD or mention.take("spacing"))


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
    if not middle and attribute.name in INSIDE | _ABOVE_OR_BELOW:
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
    if any(m.ref is None or _means_all_edges(m.ref, face) for m in attributes):
        return None
    if count not in {None, 1} or mention.plural:
        raise missing(
            f"Where do {the(mention.text)} go? {', '.join(m.text for m in attributes)} places only one.",
            about("place", mention, values=attributes, words=[each.text for each in attributes]),
        )
    _check_one_corner(mention, attributes, face)
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
    if len(attributes) == 1:
        at = completed(at, attributes[0], face)
    if len(at) == 1 and not take_centre(mention) and "centred" not in mention.flags():
        take_line(mention)
    take_centre(mention)
    return Places(face, [(at.get("u", centre_u), at.get("v", centre_v))], "points")


def _means_all_edges(ref: Reference, face: Face) -> bool:
    """Return whether all edges of a face are meant, and not those of a leg that are called otherwise."""
    return is_all_edges(ref) and not _is_bend(ref, face) and not _is_beside_bend(ref, face)


def _is_other_leg(attribute: Attribute, face: Face) -> bool:
    """Return whether a distance on a leg counts from the outside of the other one."""
    legs = [ref for ref in attribute.refs if ref.noun == "leg"]
    other = any("other" in ref.traits for ref in legs)
    return face.is_leg and other and "outer" in attribute.words and "inner" not in attribute.words


def _is_bend(ref: Reference, face: Face) -> bool:
    """Return whether "the corner" is that between the legs of a bracket."""
    corner = ref.noun == "corner" or (ref.noun == "edge" and "corner" in ref.traits)
    return face.is_leg and corner and not ref.plural


def _is_beside_bend(ref: Reference, face: Face) -> bool:
    """Return whether "the side edges" are those at the ends of the bend of a bracket."""
    return face.is_leg and ref.noun == "edge" and "side" in ref.traits


def _beside_bend(attribute: Attribute, face: Face, size: float) -> tuple[str, float]:
    """Return how far along the bend of a bracket something lies that is so far from its side edges.

    Raises:
        NeedsClarification: It can't be as far from both of them.
    """
    bent_along_u = face.clear_u is not None and face.clear_u[0] > face.u[0]
    along, (low, high) = ("v", face.v) if bent_along_u else ("u", face.u)
    both = any(ref.plural or ref.traits & EACH for ref in attribute.refs)
    if both and abs(low + size - (high - size)) > ROUNDING_MM:
        raise conflict(
            f"{attribute.text!r} can't hold for both edges, {high - low:g} mm apart. Which is right?",
            about("place", values=[attribute], words=[attribute.text]),
        )
    return along, low + size


def _check_one_corner(mention: Mention, attributes: Sequence[Attribute], face: Face) -> None:
    """Ask how "10 mm from the lower left corner" is meant: from both edges there, or along one of them.

    Raises:
        NeedsClarification: One distance from one corner was said.
    """
    for attribute in attributes:
        sides = {word for ref in attribute.refs if ref.noun == "corner" for word in ref.traits}
        across, along = sorted(sides & _ALONG_U), sorted(sides & LYING.keys())
        inside = attribute.name in INSIDE and bool(along)
        if not (across or along) or face.is_leg or not (inside or len(attributes) == 1):
            continue
        length = attribute.quantities[0].text
        both = [f"{length} from the {u} edge and {length} from the {v} edge" for u in across for v in along]
        raise missing(
            f"How far from each edge {inverted('is', mention.text)}? {attribute.text!r} is one distance.",
            about("place", mention, values=[attribute], words=[attribute.text]),
            both,
        )


def take_line(mention: Mention) -> None:
    """Consume "on the centre line" where a place lies on it anyway."""
    for attribute in mention.take("place"):
        if attribute.ref and attribute.ref.noun == "centre_line":
            attribute.used = True


def is_all_edges(ref: Reference) -> bool:
    """Return whether a reference means all edges or corners alike ("from each edge")."""
    sides = ref.traits & {"left", "right", "top", "bottom", "front", "back", "outer", "long", "short", "free"}
    return ref.noun in {"edge", "side", "corner"} and not sides and ref.of is None


def from_legs(mention: Mention, face: Face) -> Places | None:
    """Read "15 mm from each leg" on a triangle: the right angle is at the face's first corner."""
    attributes = [
        m
        for m in mention.take("offset")
        if m.name in INSIDE and m.ref and m.ref.noun in {"leg", "edge", "side"}
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


def two_insets(mention: Mention) -> tuple[Attribute, Attribute] | None:
    """Return the distances from the long sides and from the short ones, where both were said."""
    offsets = [m for m in mention.take("offset") if m.name == "from" and m.ref and m.ref.plural]
    long = [m for m in offsets if m.ref and m.ref.noun == "long_side"]
    short = [m for m in offsets if m.ref and m.ref.noun == "short_side"]
    return (long[0], short[0]) if len(long) == len(short) == 1 else None
