"""What a reading may mean instead where it does not fit: coordinates from the corner, a plate with its thickness first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import PLATE, State, Topic
from mayfly.language.weighing.values import Coordinate, Group, Origin, Points, Stated

_FROM_CORNER = "The coordinates count from the lower left corner: from the centre they would lie off the face."


def other_ways(state: State) -> Iterator[tuple[State, str]]:
    """Yield what a reading may mean that does not fit as it stands, each with the sentence that says so."""
    if _counts_from_nowhere(state):
        datum = Stated("coordinates from the corner", (("corner", 1.0),))
        yield replace(state, stated=(*state.stated, datum)), _FROM_CORNER
    lying = _lying(state)
    if lying is not None:
        yield lying


def _counts_from_nowhere(state: State) -> bool:
    """Return whether coordinates without a minus are given, and nothing from where they count."""
    said = [one for topic in state.topics for one in topic.said]
    datum = any(isinstance(one, Origin) for one in said) or any(
        name in {"corner", "centred"} for one in state.stated if isinstance(one, Stated) for name, _ in one.expect
    )
    points = [one for one in said if isinstance(one, Points | Coordinate)]
    return bool(points) and not datum and all(_is_positive(one) for one in points)


def _is_positive(value: Points | Coordinate) -> bool:
    if isinstance(value, Points):
        return not value.mirrored and all(c >= 0 for point in value.points for c in point)
    return all(number.form == "plain" and number.value >= 0 for number in value.numbers)


def _lying(state: State) -> tuple[State, str] | None:
    """Return a plate whose sizes were given as width, thickness and length, or with the thickness first."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name != PLATE or len(base.groups) != 1 or len(base.groups[0].sizes) != 3:
        return None
    sizes = base.groups[0].sizes
    values = [size.number.value for size in sizes]
    if any(size.label != Label() for size in sizes) or values[2] <= max(values[:2]):
        return None
    thick, wide = sorted(sizes[:2], key=lambda size: size.number.value)
    flat = Group((sizes[2], wide, thick))
    topic = replace(base, said=tuple(flat if one is base.groups[0] else one for one in base.said))
    text = " x ".join(size.number.text for size in sizes)
    return _with(state, topic), f"Of {text}, {thick.number.text} was taken as the thickness."


def _with(state: State, topic: Topic) -> State:
    topics = list(state.topics)
    topics[state.base] = topic
    return replace(state, topics=tuple(topics))
