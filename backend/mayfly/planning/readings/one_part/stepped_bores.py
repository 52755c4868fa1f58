"""Bores that narrow: "Ø52 x 15 deep, then Ø40 through" is one hole with a counterbore."""

from __future__ import annotations

from dataclasses import replace

from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import NeedsClarification
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Context, Group, Mark, Placing, Size
from mayfly.planning.readings.said.roles import Roles

_BORED = frozenset({"hole", "bore"})
#: What is sunk into a face, where it is round.
_SUNK = frozenset({"pocket"})


def counterbored(state: State) -> tuple[State, str] | None:
    """Return a reading whose blind hole is the counterbore of the narrower one through its bottom.

    None where there are no two such holes.
    """
    holes = [topic for topic in state.topics if topic.kind in _BORED and topic.owner < 0]
    round_ones = [topic for topic in state.topics if topic.kind in _SUNK and topic.owner < 0]
    for wide in (*holes, *round_ones):
        deep, across = _sizes(wide)
        for narrow in holes:
            depth, inner = _sizes(narrow)
            if deep is None or depth is not None or across is None or inner is None or narrow is wide:
                continue
            if inner < across - SAME_MM and (wide.count or 1) == (narrow.count or 1):
                note = f"The hole of {inner:g} mm goes on at the bottom of the one of {across:g} mm."
                return _joined(state, wide, narrow), note
    return None


def _sizes(topic: Topic) -> tuple[float | None, float | None]:
    """Return the depth and the diameter of a hole; None for what is open."""
    roles = Roles.of(topic)
    try:
        return roles.one("depth", "length", "height"), roles.diameter()
    except NeedsClarification:
        return None, None


def _is_either_side(value: object) -> bool:
    """Return whether "on one side" only says that it is not on both."""
    ref = value.ref if isinstance(value, Placing) and value.kind == "place" else None
    return ref is not None and ref.noun in _SIDES and ref.count in {None, 1} and not ref.traits - _ONE


_SIDES = frozenset({"side", "face", "end"})
_ONE = frozenset({"one"})


def _joined(state: State, wide: Topic, narrow: Topic) -> State:
    """Return a reading in which one hole is the counterbore of another, at the place said of either."""
    sizes = tuple(one for one in wide.said if isinstance(one, Size | Group))
    placed = tuple(
        one
        for one in wide.said
        if not isinstance(one, Size | Group | Mark | Context) and not _is_either_side(one)
    )
    hole = narrow.extended(*(one for one in placed if one not in narrow.said))
    kept = [topic for topic in state.topics if topic is not wide]
    at = kept.index(narrow)
    head = replace(wide, kind="counterbore", name="counterbore", words="counterbore", said=sizes, owner=at)
    topics = [*kept[:at], hole, head, *kept[at + 1 :]]
    order = [*kept[: at + 1], wide, *kept[at + 1 :]]
    return replace(
        state,
        topics=tuple(
            replace(topic, owner=order.index(state.topics[topic.owner]))
            if topic.owner >= 0 and topic is not head
            else topic
            for topic in topics
        ),
    )
