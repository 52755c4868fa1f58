"""What "20 across" of a feature measures: the diameter of something round, the side of something square."""

from __future__ import annotations

from dataclasses import replace

from mayfly.language.nodes import Label
from mayfly.language.weighing.attach.sizes import ACROSS, MAY_BE_ROUND
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Size


def measured_across(state: State) -> State:
    """Return a reading in which "20 across" of a feature is its diameter, or its side where it is square."""
    if not any(one.label == ACROSS for topic in state.topics for one in topic.sizes):
        return state
    return replace(state, topics=tuple(_measured(topic) for topic in state.topics))


def _measured(topic: Topic) -> Topic:
    if topic.kind not in MAY_BE_ROUND:
        return topic
    role = "side" if Mark.SQUARE in topic.marks else "diameter"
    said = tuple(
        Size(one.number, Label((), role)) if isinstance(one, Size) and one.label == ACROSS else one
        for one in topic.said
    )
    return replace(topic, said=said)
