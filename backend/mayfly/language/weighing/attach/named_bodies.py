"""Finds bodies that were described before: one that is placed, or cut out of the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Placed, Taken


def placed(state: State, where: Placed) -> Iterator[tuple[State, float]]:
    """Yield the reading in which a body that was described before stands somewhere."""
    index = _body_named(state, where.name)
    if index >= 0:
        yield state.extended(index, where.place).but(focus=index), 0.0


def _body_named(state: State, name: str) -> int:
    """Return the index of the last body that some words name; -1 without one."""
    words = set(name.lower().split())
    for index in range(len(state.topics) - 1, -1, -1):
        topic = state.topics[index]
        known = set(topic.words.lower().split())
        if topic.kind == "part" and (not words or (known <= words if len(known) > 1 else words & known)):
            return index
    return -1


def taken_away(state: State, taken: Taken) -> Iterator[tuple[State, float]]:
    """Yield the reading in which a body that was described before is cut out of the first one."""
    words = set(taken.name.lower().split())
    for index in range(len(state.topics) - 1, state.base, -1):
        topic = state.topics[index]
        if topic.kind != "part" or state.base < 0:
            continue
        if (
            words
            and not words & set(topic.words.lower().split())
            and not words & {"one", "body", "shape", "solid"}
        ):
            continue
        topics = list(state.topics)
        topics[index] = replace(topic, kind="cut_body", key=hash((topic.key, "taken")))
        yield state.but(topics=tuple(topics), focus=index, fresh=False), 0.0
        return
