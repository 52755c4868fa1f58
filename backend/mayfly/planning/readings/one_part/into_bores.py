"""Holes that end in another one: "a 10 mm hole from the left face into a 20 mm bore through the top"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mayfly.errors import NeedsClarification
from mayfly.language.weighing.topics import BLOCK, CUBE, PLATE, State, Topic
from mayfly.language.weighing.values import Group, Head, Mark, Placing, Size
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.said.roles import role_of

_HOLES: Final = frozenset({"hole", "bore"})
_STRAIGHT: Final = frozenset({BLOCK, CUBE, PLATE})


def ends_in_a_bore(state: State) -> State:
    """Return a reading as it is, unless a hole in a block goes into another one, and nobody said how deep.

    Into the bore of a round part a hole ends at its axis by itself.

    Raises:
        NeedsClarification: It would go through the whole block.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in _STRAIGHT:
        return state
    hole: Head | None = None
    deep = False
    for value in (one.value for one in state.evidence):
        if not isinstance(value, Head):
            deep = deep or _says_how_deep([value])
            continue
        if hole is not None and not deep and value.kind in _HOLES and value.lead == "into":
            raise _open(hole)
        hole, deep = (value if value.kind in _HOLES else None), _says_how_deep(value.said)
    return state.but(topics=tuple(map(_without_wall, state.topics)))


def _without_wall(topic: Topic) -> Topic:
    """Return a hole without "into the bore", which is "through one wall" of what is hollow by itself."""
    into = [
        one
        for one in topic.said
        if isinstance(one, Placing) and one.noun == "wall" and "into" in one.text.lower().split()
    ]
    if not into or topic.kind not in _HOLES:
        return topic
    if not _says_how_deep(topic.said):
        raise _open(topic)
    return replace(topic, said=tuple(one for one in topic.said if one not in into))


def _open(hole: Head | Topic) -> NeedsClarification:
    return missing(
        f"How deep is the {hole.name} that ends in the other one: how many mm to the middle of that?",
        about("size", hole.kind, "depth"),
    )


def _says_how_deep(said: Iterable[object]) -> bool:
    for one in said:
        sizes = one.sizes if isinstance(one, Group) else (one,)
        if one is Mark.THROUGH or any(isinstance(each, Size) and role_of(each) in _DEPTHS for each in sizes):
            return True
    return False


_DEPTHS: Final = frozenset({"depth", "deep"})

__all__ = ["ends_in_a_bore"]
