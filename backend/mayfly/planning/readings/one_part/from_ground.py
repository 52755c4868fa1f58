"""Heights by their letter: the z of "a hole along X at y = 0, z = 20" counts from where the part stands."""

from __future__ import annotations

from dataclasses import replace

from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Coordinate, Origin
from mayfly.planning.readings.one_part.middles import is_centred

#: What heights count from, where a part is not said to have its middle at the origin.
GROUND = "ground"


def counted_from_ground(state: State) -> State:
    """Return a reading in which heights by their letter count from z = 0, on which the part stands."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or is_centred(base, state):
        return state
    return state.but(topics=tuple(one if one is base else _on_ground(one) for one in state.topics))


def _on_ground(topic: Topic) -> Topic:
    has_height = any(isinstance(one, Coordinate) and one.axis == "z" for one in topic.said)
    if not has_height or any(isinstance(one, Origin) for one in topic.said):
        return topic
    return replace(topic, said=(*topic.said, Origin(GROUND)))
