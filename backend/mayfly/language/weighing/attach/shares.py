"""Adds "one in the centre and four in the corners" to the holes that were counted before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Mark, Said, Share, SharedOut, Size

_SHARED = frozenset({"hole", "slot", "pocket", "boss"})


def attach_share(state: State, share: Share) -> Iterator[tuple[State, float]]:
    """Yield the reading with some of the features that are spoken of at a place of their own."""
    topic = state.topics[state.focus] if state.focus >= 0 else None
    if topic is None or topic.kind not in _SHARED:
        return
    if share.more:
        kept: list[Said] = [one for one in topic.said if isinstance(one, Size | Group | Mark)]
        yield state.added(_shared(topic, share, (*kept, share.where))), 0.0
    elif any(isinstance(one, SharedOut) for one in topic.said):
        kept = [one for one in topic.said if isinstance(one, Size | Group | Mark | SharedOut)]
        yield state.added(_shared(topic, share, (*kept, share.where))), 0.0
    elif topic.count is not None and topic.count > share.count:
        topics = list(state.topics)
        topics[state.focus] = _shared(topic, share, (*topic.said, SharedOut(topic.count), share.where))
        yield state.but(topics=tuple(topics), fresh=False), 0.0


def _shared(topic: Topic, share: Share, said: tuple[Said, ...]) -> Topic:
    key = hash((topic.key, share))
    return replace(topic, count=share.count, plural=share.count > 1, said=said, key=key)
