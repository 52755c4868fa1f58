"""One corner of a plate, where it does not matter which: "plate 200x120x8, one corner chamfered 20 x 20"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import Placing

_EDGES: Final = frozenset({"chamfer", "fillet"})
#: "A corner chamfered" is one; "a corner chamfer of 2 mm" may be at each.
_SINGLE: Final = frozenset({"corner chamfered", "corner bevelled", "corner beveled", "corner filleted"})
_CHOSEN: Final = frozenset({"back", "right"})


def at_one_corner(state: State) -> tuple[State, str] | None:
    """Return a reading whose only feature, on one corner, lies at the back right one, and what says so.

    With other features it would matter which corner is meant; then it is asked about.
    """
    if state.base < 0 or len(state.topics) != 2 or state.topics[state.base].name not in BLOCKS:
        return None
    topic = state.topics[1 - state.base]
    if topic.kind not in _EDGES or not any(map(_is_open, topic.said)):
        return None
    said = tuple(map(_chosen, topic.said))
    topics = tuple(replace(one, said=said, count=None) if one is topic else one for one in state.topics)
    return state.but(topics=topics), f"The {topic.kind} is made at the back right corner."


def count_of(topic: Topic) -> Topic:
    """Return a chamfer or fillet with its count at the corners that it names: "one corner chamfered"."""
    single = topic.words.lower() in _SINGLE and not topic.plural
    count = 1 if single else topic.count
    if topic.kind not in _EDGES or count is None:
        return topic
    return replace(topic, said=tuple(_counted(one, count) for one in topic.said))


def _counted(value: Any, count: int) -> Any:
    ref = value.ref if isinstance(value, Placing) else None
    if ref is None or ref.noun != "corner" or ref.count is not None or ref.traits:
        return value
    return replace(value, ref=replace(ref, count=count, plural=count > 1))


def _is_open(value: Any) -> bool:
    ref = value.ref if isinstance(value, Placing) else None
    return ref is not None and ref.noun == "corner" and ref.count == 1 and not ref.traits and ref.of is None


def _chosen(value: Any) -> Any:
    if not _is_open(value):
        return value
    return replace(value, name="on", ref=replace(value.ref, count=None, traits=_CHOSEN))
