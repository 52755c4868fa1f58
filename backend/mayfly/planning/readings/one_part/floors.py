"""Depths that follow from the material left below: "a hole down to 5 mm from the bottom" of a block."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.units import number
from mayfly.language.weighing.topics import BLOCKS, DISC, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import OnFace, Placing, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, impossible, missing
from mayfly.planning.readings.said.mentions import mention_of

_STANDING: Final = BLOCKS | {DISC, ROUND_BAR}
_HEIGHTS: Final = ("thickness", "height", "side")
_ON_SIDES: Final = frozenset({"front", "back", "left", "right", "bottom", "underside", "side"})


def with_floors(state: State) -> State:
    """Return a reading whose features have their depths instead of what is left below them.

    Raises:
        NeedsClarification: The height of the part is open there, or less than what would be left.
    """
    if not any(_floor_of(topic) for topic in state.topics):
        return state
    return state.but(topics=tuple(_deep(topic, state) for topic in state.topics))


def _floor_of(topic: Topic) -> Placing | None:
    return next((one for one in topic.said if isinstance(one, Placing) and one.kind == "floor"), None)


def _deep(topic: Topic, state: State) -> Topic:
    left = _floor_of(topic)
    if left is None:
        return topic
    floor = left.numbers[0].value
    base = state.topics[state.base] if state.base >= 0 else None
    height = _height_of(base) if base is not None and not _is_on_a_side(topic) else None
    if topic.kind == "part" or height is None:
        raise missing(f"How deep is the {topic.words} ({left.text})?", about("size", topic.kind, "depth"))
    if floor >= height:
        raise impossible(
            f"{number(floor)} mm can't be left of {number(height)} mm. How deep is the {topic.words}?",
            about("size", topic.kind, "depth", values=[floor, height]),
        )
    deep = round(height - floor, 6)
    size = Size(Quantity(deep, number(deep), "plain", "mm"), Label(role="depth"))
    return replace(topic, said=tuple(size if one is left else one for one in topic.said))


def _height_of(base: Topic) -> float | None:
    """Return the height of a block, plate, disc or cylinder in mm; None for any other part."""
    if base.name not in _STANDING:
        return None
    values, _ = settle(size_part(mention_of(base), {}))
    return next((float(values[name]) for name in _HEIGHTS if name in values), None)


def _is_on_a_side(topic: Topic) -> bool:
    """Return whether a feature begins on another face than the top."""
    return any(
        isinstance(one, OnFace)
        or (isinstance(one, Placing) and one.kind == "place" and one.noun in _ON_SIDES)
        for one in topic.said
    )


__all__ = ["with_floors"]
