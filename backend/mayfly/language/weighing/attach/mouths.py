"""Adds a counterbore or countersink: to the hole before it, or as holes themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.weighing.attach.fitting import BORED, has_size, last_of
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Head, Mark, Size

#: What it costs that a counterbore is described before its hole.
_BEFORE_ITS_HOLE: Final = 0.3


def attach_mouth(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read a counterbore: of the hole before it, or "4 M6 counterbores", which are holes themselves."""
    owner = _hole_before(state)
    threaded = any(isinstance(one, Size) and one.number.form == "thread" for one in head.said)
    mark = Mark.COUNTERBORED if head.kind == "counterbore" else Mark.COUNTERSUNK
    if owner >= 0 and not head.said and state.focus == owner:
        yield state.extended(owner, mark), cost
    if head.definite and head.said and state.focus >= 0 and state.topics[state.focus].kind == head.kind:
        more = state
        for one in head.said:
            more = more.extended(state.focus, one)
        twice = any(has_size(state.topics[state.focus], one) for one in head.said if isinstance(one, Size))
        yield more, cost + (3.0 if twice else -0.1)
    if owner >= 0:
        yield state.added(Topic.of(head, owner)), cost + (0.0 if not threaded else 1.0)
    elif state.base >= 0 and not threaded:  # "c'bore 30 x 5 deep, 16 thru": its hole follows
        announced = state.added(Topic("hole", "hole", "hole", implied=True))
        yield announced.added(Topic.of(head, announced.focus)), cost + _BEFORE_ITS_HOLE
    if threaded:
        hole = Topic.of(replace(head, kind="hole", said=(*head.said, mark))).preceded(state.pending)
        yield state.added(hole).but(pending=()), cost + (0.0 if owner < 0 else 0.5)


def _hole_before(state: State) -> int:
    """Return the hole in focus, or the last one; -1 without one."""
    if state.focus < 0:
        return -1
    focus = state.topics[state.focus]
    spoken_of = state.focus if focus.owner < 0 else focus.owner
    return spoken_of if state.topics[spoken_of].kind in BORED else last_of(state, BORED)
