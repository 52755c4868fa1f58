"""Standoffs and spacers with blind holes in their ends: solid bars, with no hole right through."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.weighing.topics import PRISM, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Mark, Size
from mayfly.planning.parts.names import size_labels
from mayfly.planning.readings.said.roles import role_of

_ROUND: Final = frozenset({"hole", "bore"})
_DEPTHS: Final = frozenset({"deep", "depth"})
_STANDOFF: Final = "standoff"
_SPACER: Final = "spacer"
_HEXAGONAL: Final = "hexagonal bar"
#: Names of the size through which a standoff or spacer is open.
_OPEN: Final = frozenset({"bore", "inner_diameter"})


def solid_between_blind_holes(state: State) -> State:
    """Return a reading in which a standoff, all holes of which end somewhere, is a bar with these holes."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in {_STANDOFF, _SPACER} or _is_open(base):
        return state
    holes = [topic for topic in state.topics if topic.kind in _ROUND]
    if not holes or not all(map(_is_blind, holes)):
        return state
    is_round = base.name == _SPACER or Mark.ROUND in base.marks
    if not is_round and not any(role_of(size) == "across_flats" for size in base.sizes):
        return state
    name, words = (ROUND_BAR, base.words) if is_round else (PRISM, _HEXAGONAL)
    bar = replace(base, name=name, words=words)
    return state.but(topics=tuple(bar if topic is base else topic for topic in state.topics))


def _is_open(base: Topic) -> bool:
    """Return whether a part has a bore by its own sizes."""
    labels = size_labels(base.name)
    return any(labels.get(size.label) in _OPEN or size.number.form == "thread" for size in base.sizes)


def _is_blind(hole: Topic) -> bool:
    deep = any(isinstance(one, Size) and role_of(one) in _DEPTHS for one in hole.said)
    grouped = any(role_of(size) in _DEPTHS for group in hole.groups for size in group.sizes)
    return (deep or grouped) and Mark.THROUGH not in hole.marks
