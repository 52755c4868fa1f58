"""A body that is "centred on the origin": its middle lies there, or the middle of its underside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mayfly.design.errors import DoesNotFit
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import BALL, State, Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.one_part.build import Built

_THERE: Final = frozenset({"middle", "origin"})
_ZERO: Final = Quantity(0.0, "0", unit="mm")


def about_origin(state: State, make: Callable[[State], Built]) -> Built:
    """Return the design of a reading whose first body may have its middle at the origin.

    That matters only where something else counts in heights. Then both meanings are tried.

    Args:
        state: The reading.
        make: Makes the design of a reading.

    Raises:
        NeedsClarification: Both can be built, and differ.
        DoesNotFit: Neither can be built.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or not is_centred(base, state) or not has_heights(state, base):
        return make(state)
    middle = tuple((axis, _ZERO) for axis in "xyz")
    kept = tuple(one for one in base.said if not isinstance(one, said.Origin))
    topics = list(state.topics)
    topics[state.base] = replace(base, said=(*kept, said.StandsAt(middle)))
    centred = state.but(topics=tuple(topics))
    if base.name == BALL:
        return make(centred)
    high = _tried(centred, make)
    low = _tried(state, make)
    if isinstance(high, Built) and isinstance(low, Built) and high.design != low.design:
        raise missing(
            f"Is the middle of the {base.words} at the origin, or the middle of its underside?",
            about("place", base.words),
        )
    for one in (high, low):
        if isinstance(one, Built):
            return one
    assert not isinstance(low, Built)  # noqa: S101 - neither was built
    raise low


def _tried(state: State, make: Callable[[State], Built]) -> Built | NeedsClarification | DoesNotFit:
    try:
        return make(state)
    except (NeedsClarification, DoesNotFit) as error:
        return error


def is_centred(topic: Topic, state: State) -> bool:
    """Return whether a body was said to lie at the origin, by itself or in a sentence about the whole."""
    if topic.all(said.StandsAt) or any(_is_level(one) for one in topic.said):
        return False
    stated = {name for one in state.stated if isinstance(one, said.Stated) for name, _ in one.expect}
    if "on_ground" in stated:
        return False
    return "centred" in stated or any(isinstance(one, said.Origin) and one.at in _THERE for one in topic.said)


def _is_level(one: object) -> bool:
    return isinstance(one, said.Relation) and one.kind == "level"


def has_heights(state: State, base: Topic) -> bool:
    """Return whether something besides a body is said to lie at a height."""
    return any(_is_height(one) for topic in state.topics if topic is not base for one in topic.said)


_HEIGHT_RELATIONS: Final = word_set("level until")


def _is_height(one: object) -> bool:
    match one:
        case said.StandsAt(axes):
            return any(axis == "z" for axis, _ in axes)
        case said.Span(axes):
            return any(axis == "z" for axis, _, _ in axes)
        case said.Points(points):
            return any(len(point) == 3 for point in points)
        case said.Coordinate(axis):
            return axis == "z"
        case said.Origin(at):
            return at in _THERE
        case said.OnPlane(_, offset):
            return offset is not None
        case said.Relation(kind):
            return kind in _HEIGHT_RELATIONS
    return False
