"""What "20 across" of a feature measures: the diameter of something round, the side of something square."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.attach.sizes import ACROSS, MAY_BE_ROUND
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Size

#: Sides of a rectangle.
_SIDES: Final = 2
_ROUND: Final = frozenset({"hole", "bore"})


def measured_across(state: State) -> State:
    """Return a reading in which "20 across" of a feature is its diameter, or its side where it is square."""
    if not any(one.label == ACROSS for topic in state.topics for one in topic.sizes):
        return state
    return replace(state, topics=tuple(_measured(topic) for topic in state.topics))


def squared(state: State) -> State:
    """Return a reading in which "a hole: square, 12 x 12" is a square opening."""
    if not any(map(_is_square_hole, state.topics)):
        return state
    return replace(
        state, topics=tuple(_opening(one) if _is_square_hole(one) else one for one in state.topics)
    )


def _is_square_hole(topic: Topic) -> bool:
    """Return whether a hole was said to be square and has the two sides of one."""
    if topic.kind not in _ROUND or Mark.SQUARE not in topic.marks:
        return False
    numbers = [size for group in topic.groups for size in group.sizes]
    plain = all(size.label == Label() and size.number.form == "plain" for size in numbers)
    return plain and len(numbers) == _SIDES and numbers[0].number.value == numbers[1].number.value


def _opening(topic: Topic) -> Topic:
    said = tuple(one for one in topic.said if one is not Mark.SQUARE)
    return replace(topic, kind="pocket", name="square hole", said=said)


def _measured(topic: Topic) -> Topic:
    if topic.kind not in MAY_BE_ROUND:
        return topic
    role = "side" if Mark.SQUARE in topic.marks else "diameter"
    said = tuple(
        Size(one.number, Label((), role)) if isinstance(one, Size) and one.label == ACROSS else one
        for one in topic.said
    )
    return replace(topic, said=said)
