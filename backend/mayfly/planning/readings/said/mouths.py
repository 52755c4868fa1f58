"""Puts counterbores and countersinks behind their holes, where another hole was spoken of between."""

from __future__ import annotations

from dataclasses import replace

from mayfly.language.weighing.topics import State


def behind_their_holes(state: State) -> State:
    """Return a reading in which each counterbore or countersink stands right behind the hole that has it."""
    topics = state.topics
    order = sorted(
        range(len(topics)), key=lambda at: (at, -1) if topics[at].owner < 0 else (topics[at].owner, at)
    )
    if order == list(range(len(topics))):
        return state
    now = {before: at for at, before in enumerate(order)}
    moved = tuple(replace(topics[at], owner=now.get(topics[at].owner, -1)) for at in order)
    return state.but(topics=moved, focus=now.get(state.focus, state.focus))
