"""Directions that a request names by a size of the part: "through the 60 direction", "along the 30"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Reference
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Placing
from mayfly.planning.questions import about, missing

_AXES: Final = ("x", "y", "z")


def with_axes(state: State) -> State:
    """Return a reading whose directions by a size are those along the axes.

    Raises:
        NeedsClarification: The part has no such size, or it runs along two axes.
    """
    if not any(_is_sized(one) for topic in state.topics for one in topic.said):
        return state
    sides = _sides(state)
    return replace(state, topics=tuple(_topic(topic, sides) for topic in state.topics))


def _is_sized(value: object) -> bool:
    return isinstance(value, Placing) and value.ref is not None and value.ref.noun == "sized"


def _sides(state: State) -> tuple[float, ...]:
    """Return the length, width and height that were said of the part in a row."""
    groups = state.topics[state.base].groups if state.base >= 0 else []
    three = next((group for group in groups if len(group.sizes) == len(_AXES)), None)
    return tuple(size.number.value for size in three.sizes) if three is not None else ()


def _topic(topic: Topic, sides: tuple[float, ...]) -> Topic:
    return replace(topic, said=tuple(_along(one, sides) if _is_sized(one) else one for one in topic.said))  # type: ignore[arg-type]


def _along(placing: Placing, sides: tuple[float, ...]) -> Placing:
    number = placing.numbers[0]
    along = [axis for axis, side in zip(_AXES, sides, strict=False) if side == number.value]
    if len(along) != 1:
        raise missing(
            f"Which direction is meant by {placing.text!r}?", about("direction", values=[number]), ("x", "y", "z")
        )
    return replace(placing, numbers=(), ref=Reference(along[0], text=placing.text))
