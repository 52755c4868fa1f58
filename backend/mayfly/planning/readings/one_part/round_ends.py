"""Flat bars with fully round ends, as link plates: "flat 220 x 50 x 8, both ends full round"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
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
    topics = tuple(
        link if topic is base else _at_the_ends(topic, half) for topic in state.topics if topic not in rounded
    )
    return state.but(topics=topics)


_HOLES: Final = word_set("bore hole")


def _at_the_ends(topic: Topic, half: float) -> Topic:
    """Return holes concentric with the ends at their points."""
    if topic.kind not in _HOLES or not topic.all(AtEndArcs) or topic.count not in {None, 1, 2}:
        return topic
    points = Points(((-half, 0.0), (half, 0.0)))
    said = tuple(points if isinstance(one, AtEndArcs) else one for one in topic.said)
    return replace(topic, said=said, count=2, plural=True)


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
