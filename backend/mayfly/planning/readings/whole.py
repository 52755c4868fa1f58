"""From one reading of a request to a design: one part with its features, or something built up step by step."""

from __future__ import annotations

from dataclasses import replace

from mayfly.language.weighing.topics import State
from mayfly.planning.readings.build import Built, build
from mayfly.planning.readings.construction import construct, is_construction
from mayfly.planning.readings.locations import plainly
from mayfly.planning.readings.wishes import Wishes


def build_whole(state: State) -> Built:
    """Return the design of a reading, which expects what was said of the whole.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    wishes = Wishes.of(state)
    state = replace(state, topics=tuple(wishes.placed(topic) for topic in state.topics))
    built = construct(plainly(state), wishes) if is_construction(state, wishes) else build(state)
    return replace(built, design=wishes.checked(built.design))
