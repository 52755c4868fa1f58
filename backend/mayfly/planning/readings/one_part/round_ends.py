"""Flat bars with fully round ends, as link plates: "flat 220 x 50 x 8, both ends full round"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeGuard

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import AtEndArcs, Context, Group, Mark, Placing, Points, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.readings.said.mentions import mention_of

_BOTH: Final = frozenset({"both", "each", "all"})
_ROUND_END: Final = "round_end"


def with_round_ends(state: State) -> State:
    """Return a reading in which a bar whose ends are rounded by half its width is a link plate."""
    base = state.topics[state.base] if state.base >= 0 else None
    rounded = [topic for topic in state.topics if _rounds_ends(topic)]
    if base is not None and len(rounded) == 1 and _asks_for_ends(base.name) and not rounded[0].sizes:
        key = replace(base, said=(*base.said, Mark.ROUNDED))
        others = [topic for topic in state.topics if topic is not rounded[0]]
        return state.but(topics=tuple(key if topic is base else topic for topic in others))
    if base is None or len(rounded) != 1 or base.name not in {*BLOCKS, _round_at_both()}:
        return state
    sizes = tuple(one for one in base.said if isinstance(one, Size | Group))
    try:
        values, _ = settle(size_part(mention_of(replace(base, said=sizes)), {}))
    except NeedsClarification:
        return state
    numbers = {name: float(value) for name, value in values.items() if isinstance(value, int | float)}
    if base.name in BLOCKS:
        if len(numbers) != 3:
            return state
        thickness, width, length = sorted(numbers.values())
    else:
        thickness, width = numbers["thickness"], numbers["width"]
        length = numbers["centre_distance"] + width
    if not _is_half(rounded[0], width) or length <= width:
        return state
    kept = tuple(one for one in base.said if not isinstance(one, Size | Group) and one is not Mark.ROUNDED)
    named = (
        _size(length, Label(("overall",), "length")),
        _size(width, Label((), "width")),
        _size(thickness, Label((), "thickness")),
    )
    link = replace(base, name=_round_at_both(), said=(*kept, *named))
    half = (length - width) / 2
    kept_topics = tuple(topic for topic in state.topics if topic not in rounded)
    pair = _one_at_each(kept_topics, half)
    topics = tuple(
        link if topic is base else pair.get(at) or _at_the_ends(topic, half)
        for at, topic in enumerate(kept_topics)
    )
    return state.but(topics=topics)


def _asks_for_ends(name: str) -> bool:
    """Return whether a part has to be said to have round ends: a key, which may have square ones."""
    part = catalogue().get(name)
    if part is None:
        return False
    return any(word.word == _ROUND_END for one in part.header.becomes for word in one.words)


_HOLES: Final = word_set("bore hole")


def _one_at_each(topics: tuple[Topic, ...], half: float) -> dict[int, Topic]:
    """Return single holes at an end, by their place among all topics, each in the middle of its arc."""
    holes = [(at, topic) for at, topic in enumerate(topics) if topic.kind in _HOLES]
    single = all(not topic.plural and topic.count in {None, 1} for _, topic in holes)
    if not holes or len(holes) > len(_SIDES) or not single:
        return {}
    sides = [_side_of(topic) for _, topic in holes]
    if len(sides) == len(_SIDES) and sides[0] and not sides[1] and holes[1][1].all(AtEndArcs):
        sides[1] = _OTHER
    sides = [-sides[0] if side == _OTHER and at else side for at, side in enumerate(sides)]
    if len(set(sides)) != len(holes) or not set(sides) <= _SIDES:
        return {}
    placed = {}
    for side, (at, topic) in zip(sides, holes, strict=True):
        rest = tuple(one for one in topic.said if not _is_of_pair(one, half))
        if any(isinstance(one, Placing) for one in rest):
            return {}
        placed[at] = replace(topic, said=(*rest, Points(((side * half, 0.0),))))
    return placed


_SIDES: Final = frozenset({-1, 1})
_OTHER: Final = 2
_ONE: Final = frozenset({"one"})
#: On which side of the middle an end is, by the words for it; one end is the left one.
_SIDE_OF: Final = {
    frozenset(): -1,
    frozenset({"left"}): -1,
    frozenset({"right"}): 1,
    frozenset({"other"}): _OTHER,
}


def _side_of(topic: Topic) -> int:
    """Return on which side the end is that a hole is at; 0 where it is at none."""
    ends = [one.ref for one in topic.said if isinstance(one, Placing) and _is_at_end(one)]
    sides = [_SIDE_OF.get(ref.traits - _ONE, 0) for ref in ends if ref is not None]
    return sides[0] if len(sides) == 1 else 0


def _is_at_end(one: object) -> TypeGuard[Placing]:
    """Return whether a place is one end."""
    if not isinstance(one, Placing) or one.kind != "place" or one.ref is None:
        return False
    return one.ref.noun == "end" and not one.ref.plural and one.ref.of is None


def _is_of_pair(one: object, half: float) -> bool:
    """Return whether something says that a hole is in the middle of an arc, or how far apart two are."""
    apart = isinstance(one, Placing) and one.kind == "spacing" and len(one.numbers) == 1
    if apart and isinstance(one, Placing):
        return abs(one.numbers[0].value - 2 * half) < SAME_MM
    arcs = isinstance(one, AtEndArcs) or one is Mark.CENTRED
    return arcs or _is_at_end(one)


def _at_the_ends(topic: Topic, half: float) -> Topic:
    """Return holes concentric with the ends at their points."""
    if topic.kind not in _HOLES or not topic.all(AtEndArcs) or topic.count not in {None, 1, 2}:
        return topic
    points = Points(((-half, 0.0), (half, 0.0)))
    said = tuple(points if isinstance(one, AtEndArcs) else one for one in topic.said)
    return replace(topic, said=said, count=2, plural=True)


def at_corner_arcs(state: State) -> State:
    """Return a reading in which holes concentric with rounded corners lie as far in as the radius."""
    radii = {
        size.number
        for topic in state.topics
        if topic.kind == "fillet" and _is_of_corners(topic)
        for size in topic.sizes
    }
    if len(radii) != 1:
        return state
    [radius] = radii
    return state.but(topics=tuple(_at_corners(topic, radius) for topic in state.topics))


def _at_corners(topic: Topic, radius: Quantity) -> Topic:
    """Return holes concentric with rounded corners in the corners, the radius of these from the edges."""
    if topic.kind not in _HOLES or AtEndArcs(corners=True) not in topic.said:
        return topic
    text = "concentric with the corners"
    corners = Placing("place", "in", ref=Reference("corner", plural=True, text=text), text=text)
    inset = replace(radius, form="plain")
    edges = Placing("offset", "from", (inset,), Reference("edge", plural=True, text=text), text)
    kept = tuple(one for one in topic.said if one != AtEndArcs(corners=True))
    return replace(topic, said=(*kept, corners, edges))


_CORNERS: Final = frozenset({"corner", "corners"})


def _is_of_corners(topic: Topic) -> bool:
    """Return whether a fillet is that of the corners of a plate."""
    refs = [one.ref for one in topic.said if isinstance(one, Placing)]
    named = bool(_CORNERS & set(topic.words.lower().split()))
    return all(ref is not None and (ref.noun == "corner" or "vertical" in ref.traits) for ref in refs) and (
        bool(refs) or named
    )


def _round_at_both() -> str:
    """Return the name of the part that is a bar with two round ends."""
    for name, part in catalogue().items():
        ends = part.traits.components.get(_ROUND_END)
        if ends is not None and ends.count == 2:
            return name
    raise LookupError("the catalogue has no bar with two round ends")


def _size(value: float, label: Label) -> Size:
    return Size(Quantity(value, f"{value:g}", unit="mm"), label)


def _rounds_ends(topic: Topic) -> bool:
    """Return whether a fillet is that of both ends."""
    if topic.kind != "fillet":
        return False
    places = [one for one in topic.said if isinstance(one, Placing)]
    rest = [one for one in topic.said if not isinstance(one, Placing | Size | Context | Mark)]
    ends = [one for one in places if one.noun == "end" and one.ref is not None]
    both = all(one.ref is not None and (one.ref.plural or one.ref.traits & _BOTH) for one in ends)
    return bool(ends) and len(ends) == len(places) and both and not rest


def _is_half(fillet: Topic, width: float) -> bool:
    """Return whether a fillet takes half the width: by its radius, or by its words."""
    radii = [size.number.value for size in fillet.sizes]
    if not radii:
        return Mark.ROUNDED in fillet.marks
    return len(radii) == 1 and abs(2 * radii[0] - width) < SAME_MM
