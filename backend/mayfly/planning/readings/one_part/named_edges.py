"""Finds which edges are meant by "the short side" and "that end", by what is named beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import OnFace, Placing, Said

#: Sides of a lying face, by the coordinate across them: the low one and the high one.
_PAIRS: Final = {"x": ("left", "right"), "y": ("front", "back")}
_SIDES: Final = {side: side for pair in _PAIRS.values() for side in pair} | {"bottom": "front", "top": "back"}
_LONG: Final = word_set("long_side long longest")
_SHORT: Final = word_set("short_side short end")
_BORDERS: Final = word_set("edge side end long_side short_side")
_CORNERS_AND_ENDS: Final = word_set("corner end edge side left right")
_NEAR: Final = word_set("at near by towards")
_EACH: Final = word_set("each both every either all")
_PLACED: Final = word_set("hole bore pocket slot boss")
_OF_THE_WHOLE: Final = word_set("part it body piece plate")
_DISTANCES: Final = word_set("from inset")


def with_named_edges(topic: Topic, draft: Draft) -> Topic:
    """Return a feature whose distances from a long or short side, or an end, name the edge that is meant.

    "In the lower left corner, 8 mm from the short side": from the left edge of a plate that is longer than
    wide. "At one end, 8 mm from the end": either of the two, of which the one at the left is taken.

    Args:
        topic: The feature.
        draft: The part that it is on.
    """
    several = topic.plural or (topic.count or 1) > 1
    if topic.count == len(_SIDEWAYS) and draft.is_box:
        return replace(topic, said=tuple(map(_from_own_side, topic.said)))
    if topic.kind not in _PLACED or several or not draft.is_box or topic.all(OnFace):
        return topic
    places = [one for one in topic.said if isinstance(one, Placing) and one.ref is not None]
    offsets = [one for one in places if one.kind == "offset" and one.name in _DISTANCES]
    spots = [one for one in places if _is_spot(one) or (_is_in_one_end(one) and _from_an_end(offsets))]
    named = {side for one in spots for side in _sides_in(one.ref)}
    either = any(_is_one(one.ref) for one in spots)
    changed: dict[int, Said] = {}
    used: set[str] = set()
    for one in offsets:
        axis = _across(one.ref, draft)
        if axis is None:
            used |= _sides_in(one.ref)
            continue
        side = next((each for each in _PAIRS[axis] if each in named), None)
        if side is None and (either or _is_one(one.ref)):
            side = _PAIRS[axis][0]
        if side is not None:
            changed[id(one)] = replace(one, ref=Reference("edge", frozenset({side}), text=one.text))
            used.add(side)
    if not used:
        return topic
    gone = {id(one) for one in spots if (_sides_in(one.ref) or used) <= used}
    return replace(topic, said=tuple(changed.get(id(one), one) for one in topic.said if id(one) not in gone))


_SIDEWAYS: Final = frozenset({"left", "right"})
_OWN_SIDE: Final = frozenset({"side", "each"})


def _from_own_side(one: Said) -> Said:
    """Return "each 12 mm from its side edge" of two as the distance from the left and right edges."""
    if not isinstance(one, Placing) or one.ref is None or one.kind != "offset" or one.name not in _DISTANCES:
        return one
    own = one.noun == "edge" and one.ref.traits == _OWN_SIDE
    return replace(one, ref=Reference("edge", _SIDEWAYS, plural=True, text=one.text)) if own else one


def _is_spot(place: Placing) -> bool:
    """Return whether a place names a corner, or an end that something is near."""
    ref = place.ref
    if (
        place.kind != "place"
        or ref is None
        or ref.noun not in _CORNERS_AND_ENDS
        or ref.plural
        or ref.traits & _EACH
    ):
        return False
    corner = ref.noun == "corner" or len(_sides_in(ref)) > 1
    return (corner or place.name in _NEAR) and (ref.of is None or ref.of.noun in _OF_THE_WHOLE)


_INTO: Final = frozenset({"in", ""})


def _is_in_one_end(place: Placing) -> bool:
    return place.kind == "place" and place.name in _INTO and place.noun == "end" and _is_one(place.ref)


def _from_an_end(offsets: list[Placing]) -> bool:
    """Return whether a distance counts from the end: then "in one end" is near it, and not in its face."""
    return any(one.noun == "end" and not _sides_in(one.ref) for one in offsets)


def _is_one(ref: Reference | None) -> bool:
    """Return whether a border is one of two that are alike: "one end"."""
    return ref is not None and ref.count == 1 and ref.noun in _BORDERS


def _sides_in(ref: Reference | None) -> set[str]:
    return set() if ref is None else {_SIDES[word] for word in (ref.noun, *ref.traits) if word in _SIDES}


_LENGTHS: Final = frozenset({"axis", "length"})


def _across(ref: Reference | None, draft: Draft) -> str | None:
    """Return along which axis a distance counts from a border that is not named by its side."""
    if ref is None or ref.noun not in _BORDERS or ref.plural or ref.traits & _EACH or _sides_in(ref):
        return None
    words = {ref.noun, *ref.traits}
    x, y, _ = draft.box
    if "of_length" in words and ref.of is not None:
        length = float(ref.of.noun)
        found = [axis for axis, size in (("y", x), ("x", y)) if abs(size - length) < ROUNDING_MM]
        return found[0] if len(found) == 1 else None
    if abs(x - y) < ROUNDING_MM or (ref.of is not None and ref.of.noun not in _LENGTHS):
        return None
    if words & _LONG and not words & _SHORT:
        return "y" if x > y else "x"
    return ("x" if x > y else "y") if words & _SHORT else None


__all__ = ["with_named_edges"]
