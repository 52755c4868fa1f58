"""Leaves out features that a request only announces: "a plate with two holes. One is …, the other …"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing
from mayfly.planning.questions import about, conflict

_ANNOUNCED: Final = word_set("hole bore slot pocket boss groove rib")
_SAME: Final = {"bore": "hole"}


def without_announced(state: State) -> State:
    """Return a reading without the features that are described one by one behind where they were counted.

    Args:
        state: The reading.

    Raises:
        NeedsClarification: Another number of them is described.
    """
    gone = {at for at, topic in enumerate(state.topics) if _is_announced(state, at, topic)}
    return _without(state, gone) if gone else state


def _is_announced(state: State, at: int, topic: Topic) -> bool:
    if topic.kind not in _ANNOUNCED or topic.owner >= 0 or not all(map(_says_nothing, topic.said)):
        return False
    if any(one.owner == at for one in state.topics):
        return False
    kind = _SAME.get(topic.kind, topic.kind)
    later = [one for one in state.topics[at + 1 :] if _SAME.get(one.kind, one.kind) == kind]
    if not later or not all(one.sizes or one.groups for one in later):
        return False
    described = sum(one.count or 1 for one in later)
    counted = topic.count or (0 if topic.plural else 1)
    if counted and described != counted and (topic.count or 0) > 1:
        raise conflict(
            f"{topic.count} {topic.words.split()[-1]} are announced, and {described} described. Which is"
            " right?",
            about("count", topic.kind, values=[topic.count or 0, described]),
        )
    return not counted or described == counted


def _says_nothing(one: object) -> bool:
    """Return whether something said of a feature leaves open what it is and where."""
    through = isinstance(one, Placing) and one.kind == "place" and one.name == "through"
    return one is Mark.THROUGH or through


def _without(state: State, gone: set[int]) -> State:
    """Return a reading without some topics."""
    now: dict[int, int] = {}
    for at in range(len(state.topics)):
        if at not in gone:
            now[at] = len(now)
    topics = tuple(replace(state.topics[at], owner=now.get(state.topics[at].owner, -1)) for at in now)
    return state.but(topics=topics, focus=now.get(state.focus, -1))
