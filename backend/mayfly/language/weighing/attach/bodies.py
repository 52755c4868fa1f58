"""Adds where a body stands, against others or by itself, to the body that it belongs to."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import (
    Apart,
    Bend,
    Leg,
    OnPlane,
    Outline,
    Points,
    Rectangle,
    Relation,
    Span,
)

#: Relations of a body to one that was described before: never of the first one.
_TO_ANOTHER: Final = frozenset({"side", "centres", "on", "above"})
#: Relations of the body that is spoken of, also where it is the first one.
_OF_FOCUS: Final = frozenset({"stack", "alike", "level", "beside"})
#: Ways to add something to a reading, each with its cost.
Ways = list[tuple[State, float]]


def of_body(state: State, place: Any) -> Ways | None:
    """Return the ways to add where a body stands or how a path runs; None for the place of a feature."""
    if isinstance(place, Relation):
        return _related(state, place)
    focus, base = state.focus, state.base
    waiting = state.waiting(place)
    of_part = focus >= 0 and state.topics[focus].kind == "part"
    if isinstance(place, Leg | Bend) and focus >= 0 and state.topics[focus].kind not in {"sketch", "sweep"}:
        return []
    if of_part:
        said = state.extended(focus, place)
        if isinstance(place, Points) and all(len(point) == 3 for point in place.points):
            return [(said, 0.1), (waiting, 0.4)]
        if isinstance(place, Apart | Rectangle) and (state.topics[focus].count or 1) > 1:
            return [(said, 0.1), (waiting, 0.6)]
        if isinstance(place, OnPlane):
            if place.offset:
                return []
            lying = Pose("plane", (place.plane,), f"in the {place.plane.upper()} plane")
            return [(waiting, 0.5), *([(state.extended(focus, lying), 0.1)] if focus == base else [])]
        if isinstance(place, Span):
            return [(said, 0.0)]
        if isinstance(place, Outline):
            return [(said, 0.1), (waiting, 0.8)]
        if focus > base >= 0:
            return [(said, 0.1), (waiting, 0.4)]
    return None


def _related(state: State, place: Relation) -> Ways | None:
    """Return the ways to add where a body stands against another one."""
    focus, base = state.focus, state.base
    of_part = focus >= 0 and state.topics[focus].kind == "part"
    if place.kind == "under":
        return [(state.waiting(place), 0.0)]
    if place.kind == "around":
        index = max((i for i, one in enumerate(state.topics) if one.kind == "part"), default=-1)
        further = [(state.extended(index, place), 0.1)] if index > base else []
        return [(state.waiting(place), 0.15), *further]
    if place.kind in _OF_FOCUS and of_part:
        return [(state.extended(focus, place), 0.0)]
    if place.kind in {"same", "in"}:
        if focus > base >= 0 and of_part:
            return [(state.extended(focus, place), 0.1), (state.waiting(place), 0.4)]
        return None
    return _to_another(state, place)


def _to_another(state: State, place: Relation) -> Ways | None:
    """Return the ways to add where a body stands against one that was named before it."""
    focus, base = state.focus, state.base
    waiting = state.waiting(place)
    index = max((i for i, one in enumerate(state.topics) if one.kind in {"part", "boss"}), default=-1)
    if index < 0:
        return None
    if index == base == focus and place.of.lower().removeprefix("the ") == state.topics[base].words.lower():
        return [(waiting, 0.05)]  # "On top of the cylinder is a rod": nothing stands on itself
    said = state.extended(index, place)
    if state.fresh:
        return [(waiting, 0.05), (said, 0.2)]  # "On top of it is a cylinder"
    if index == focus and place.kind in _TO_ANOTHER:
        if index == base:
            return [(waiting, 0.02)]
        if state.paused:
            before = state.topics[focus].said
            stands = any(isinstance(one, Relation) and one.kind in _TO_ANOTHER for one in before)
            return [(waiting, 0.05), (said, 1.0 if stands else 0.1)]
    if index == base != focus and place.kind != "level":
        # there is nothing yet that the one body could stand on
        return [(waiting, 0.02 if state.paused else 0.4)]
    if index == focus:
        return [(said, 0.0)]
    other = focus >= 0 and state.topics[focus].kind not in {"part", "boss"}
    return [(said, 1.2 if other and place.gap and place.kind != "level" else 0.1)]
