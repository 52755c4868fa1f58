"""Checks that each feature has a place of its own that is spoken of by itself: "the second hole"."""

from __future__ import annotations

from mayfly.language.weighing.attach.which_one import ORDER
from mayfly.language.weighing.topics import SINGLED_OUT, State
from mayfly.planning.questions import about, missing


def check_each_placed(state: State) -> None:
    """Check that none of several features that are spoken of one by one is without a place.

    Raises:
        NeedsClarification: One is.
    """
    for at, topic in enumerate(state.topics):
        first = topic.words.lower().split()[:1]
        counted = bool(first) and first[0] in ORDER
        alike = [one for one in state.topics[:at] if one.kind == topic.kind and one.sizes and one.placed]
        sized = topic.definite and topic.kind == "hole" and bool(topic.sizes) and len(alike) > 1
        single = topic.count is None and not topic.plural and not topic.placed
        if topic.kind in SINGLED_OUT and single and (counted or sized):
            raise missing(f"Where is the {topic.words}?", about("place", topic.kind, words=[topic.words]))
