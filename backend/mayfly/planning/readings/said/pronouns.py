"""What "it" and "its" speak of: "a boss 30 mm left of the centre with a hole through its middle"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Coordinate,
    Head,
    InCentre,
    Mark,
    OnCircle,
    Origin,
    Placing,
    Points,
)
from mayfly.planning.questions import about, missing

#: What has a middle of its own, in which something else may lie.
_OWNERS: Final = word_set("boss pocket slot groove")
_RAISED_OR_SUNK: Final = word_set("boss pocket")
_PLACED: Final = (Placing, Points, Coordinate, OnCircle)


def resolved(state: State, terms: Sequence[Term]) -> State:
    """Return a reading in which "its middle" is that of the feature that was named before.

    Args:
        state: The reading.
        terms: The request.

    Raises:
        NeedsClarification: "Through it" may be through the feature or through the part.
    """
    earlier: Head | None = None
    head: Head | None = None
    begun: Counter[tuple[str, str]] = Counter()
    for one in state.evidence:
        value = one.value
        if isinstance(value, Head):
            earlier, head = head, value
            begun[value.kind, value.words] += 1
            continue
        words = {term.word for term in terms[max(one.start - 1, 0) : one.end]}
        if earlier is None or head is None or earlier.kind not in _OWNERS or not words & {"it", "its"}:
            continue
        at = _topic_of(head, begun[head.kind, head.words], state)
        if at < 0:
            continue
        if "it" in words:
            _check_through(value, state.topics[at], earlier)
        else:
            state = _in_its_middle(state, at, value, earlier)
    return state


def _topic_of(head: Head, number: int, state: State) -> int:
    """Return the topic that a noun began, of those so called the one of a number; -1 where it began none."""
    found = [
        at for at, topic in enumerate(state.topics) if (topic.kind, topic.words) == (head.kind, head.words)
    ]
    return found[number - 1] if number <= len(found) else -1


def _check_through(value: object, topic: Topic, earlier: Head) -> None:
    values = value if isinstance(value, tuple) else (value,)
    placed = any(isinstance(one, _PLACED) for one in topic.said if one not in values)
    if Mark.THROUGH in values and not placed and earlier.kind in _RAISED_OR_SUNK:
        raise missing(
            f"Is the {topic.words} in the {earlier.words} or in the part?", about("place", topic.kind)
        )


def _in_its_middle(state: State, at: int, value: object, earlier: Head) -> State:
    values = value if isinstance(value, tuple) else (value,)
    middles = [one for one in values if _is_middle(one)]
    if not middles:
        return state
    topics = list(state.topics)
    said = tuple(_in_middle_of(earlier) if one in middles else one for one in topics[at].said)
    topics[at] = replace(topics[at], said=said)
    return state.but(topics=tuple(topics))


def _is_middle(one: object) -> bool:
    if isinstance(one, Placing):
        return one.kind == "place" and one.ref is not None and one.ref.noun == "centre" and one.ref.of is None
    return (isinstance(one, InCentre) and not one.axis) or one == Origin("centre")


def _in_middle_of(owner: Head) -> Placing:
    text = f"in the middle of the {owner.words}"
    of = Reference(owner.kind, text=f"the {owner.words}")
    return Placing("place", "in", ref=Reference("centre", of=of, text=text), text=text)


__all__ = ["resolved"]
