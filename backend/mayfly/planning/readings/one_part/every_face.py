"""Features in each face of a block: one for each direction, as a hole through it comes out opposite."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import InCentre, Mark, OnFace
from mayfly.planning.readings.said.roles import role_of

_EVERY: Final = "every"
_PLAIN: Final = frozenset({Mark.BLIND, Mark.THROUGH, Mark.ROUND})
_HEADS: Final = frozenset({"counterbore", "countersink"})
_WAYS: Final = ("top", "front", "right")
_SIDES: Final = ("top", "bottom", "front", "back", "right", "left")


def through_every_face(state: State) -> State:
    """Return a reading whose holes "through each face" of a block are one along each axis.

    What has a depth, or is said to be blind, is in each of the six faces. Of holes with a head or a thread it
    is open how they meet, and so it is of all else.
    """
    meant = [topic for topic in state.topics if OnFace(_EVERY) in topic.said]
    if not meant or not all(topic.kind == "hole" and topic.marks <= _PLAIN for topic in meant):
        return state
    if any(topic.kind in _HEADS for topic in state.topics):
        return state
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in BLOCKS or any(topic.owner >= 0 for topic in state.topics):
        return state
    topics = [each for topic in state.topics for each in _in_every_face(topic)]
    return state.but(topics=tuple(topics))


def _in_every_face(topic: Topic) -> list[Topic]:
    if OnFace(_EVERY) not in topic.said:
        return [topic]
    blind = Mark.BLIND in topic.marks or any(role_of(size) in {"depth", "deep"} for size in topic.sizes)
    sides = _SIDES if blind else _WAYS
    if topic.count not in {None, 1, len(sides), len(_SIDES)}:
        return [topic]
    kept = tuple(one for one in topic.said if one != OnFace(_EVERY))
    return [
        replace(topic, count=None, plural=False, said=(*kept, OnFace(side), InCentre())) for side in sides
    ]
