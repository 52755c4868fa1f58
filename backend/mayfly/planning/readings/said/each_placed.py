"""Checks that each feature has a place of its own that is spoken of by its number: "the second hole"."""

from __future__ import annotations

from mayfly.language.weighing.attach.which_one import ORDER
from mayfly.language.weighing.topics import SINGLED_OUT, State
from mayfly.planning.questions import about, missing


def check_each_placed(state: State) -> None:
    """Check that none of several features that are spoken of one by one is without a place.

    Raises:
        NeedsClarification: One is.
    """
    for topic in state.topics:
        first = topic.words.lower().split()[:1]
        if topic.kind in SINGLED_OUT and first and first[0] in ORDER and not topic.placed:
            raise missing(f"Where is the {topic.words}?", about("place", topic.kind, words=[topic.words]))
