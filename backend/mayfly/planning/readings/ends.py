"""One end and the other of a flat part: it is the same from either, so the first one named is the left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Reference
from mayfly.language.weighing.topics import BLOCK, PLATE, State, Topic
from mayfly.language.weighing.values import Placing

_OTHER: Final = frozenset({"other", "opposite"})
_FREE: Final = frozenset({"free"})


def with_ends(state: State) -> State:
    """Return a reading in which "one end" of a plate or block is its left, "the other" its right.

    Where several features speak of one end it is open whether they mean the same, and nothing is changed.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in {PLATE, BLOCK}:
        return state
    first = [topic for topic in state.topics if any(_side(one) == "left" for one in _refs(topic))]
    if len(first) != 1:
        return state
    return replace(state, topics=tuple(_settled(topic) for topic in state.topics))


def _refs(topic: Topic) -> Iterator[Reference]:
    for one in topic.said:
        if isinstance(one, Placing) and one.ref is not None and topic.kind != "part":
            yield one.ref


def _side(ref: Reference) -> str:
    """Return "left" for one end, "right" for the other; empty for any other place."""
    if ref.noun != "end" or ref.plural or ref.of is not None:
        return ""
    if ref.traits & _OTHER:
        return "right"
    return "left" if not ref.traits - _FREE and ref.count in {None, 1} else ""


def _settled(topic: Topic) -> Topic:
    if topic.kind == "part":
        return topic
    return replace(topic, said=tuple(_at_side(one) for one in topic.said))  # type: ignore[arg-type]


def _at_side(value: object) -> object:
    side = _side(value.ref) if isinstance(value, Placing) and value.ref is not None else ""
    if not side or not isinstance(value, Placing) or value.ref is None:
        return value
    return replace(value, ref=Reference("edge", frozenset({side}), text=value.ref.text))
