"""Slots over the whole of a face are grooves; one given between the centres of its ends has a length."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing, Size
from mayfly.planning.readings.said.roles import role_of

_WAYS: Final = ("length", "width", "height")
_OVER: Final = frozenset({"over", "along", "across", "through", "for", "in", ""})


def as_grooves(state: State) -> State:
    """Return a reading in which each slot over the whole length or width is a groove along it."""
    if not any(topic.kind == "slot" for topic in state.topics):
        return state
    return state.but(topics=tuple(_groove(topic) for topic in state.topics))


def _groove(topic: Topic) -> Topic:
    if topic.kind != "slot" or any(role_of(size) == "length" for size in topic.sizes):
        return topic
    whole = [one for one in topic.said if _is_whole(one)]
    if not whole and _runs_along(topic):
        return replace(topic, kind="groove")
    if not whole:
        return topic
    kept = tuple(one for one in topic.said if one not in whole)
    way = next(
        (way for one in whole if isinstance(one, Placing) for way in _WAYS if way in one.text.lower()), ""
    )
    directed = any(isinstance(one, Placing) and one.name in _RUNS for one in kept)
    along = Placing("place", "along", ref=Reference(way, text=way), text=f"along the {way}")
    return replace(topic, kind="groove", said=(*kept, along) if way and not directed else kept)


def over_the_ends(state: State) -> State:
    """Return a reading in which one slot "20 centre to centre" and 10 wide is 30 long over its round ends."""
    if not any(topic.kind == "slot" for topic in state.topics):
        return state
    return state.but(topics=tuple(_over_its_ends(topic) for topic in state.topics))


def _over_its_ends(topic: Topic) -> Topic:
    """Return a slot with its width, which may be said as a diameter, and with its length over both ends."""
    roles = {role_of(size): size for size in topic.sizes}
    across = roles.get("width") or roles.get("diameter")
    if topic.kind != "slot" or topic.groups or across is None:
        return topic
    wide = Size(across.number, Label((), "width"))
    topic = replace(topic, said=tuple(wide if one is across else one for one in topic.said))
    apart = [one for one in topic.said if isinstance(one, Placing) and one.kind == "spacing"]
    alone = topic.count in {None, 1} and not topic.plural
    if not alone or "length" in roles or len(apart) != 1 or len(apart[0].numbers) != 1:
        return topic
    centres = apart[0].numbers[0]
    over = Quantity(centres.value + across.number.value, f"{centres.text} between the centres", unit="mm")
    long = Size(over, Label((), "length"))
    return replace(topic, said=tuple(long if one is apart[0] else one for one in topic.said))


def _runs_along(topic: Topic) -> bool:
    """Return whether a slot with a depth and no length runs along or across a face: then over all of it."""
    roles = [role_of(size) for size in topic.sizes]
    if sorted(role or "" for role in roles) != ["depth", "width"] or topic.groups:
        return False
    return any(
        one in _LENGTHWISE or (isinstance(one, Placing) and one.kind == "place" and one.name in _RUNS)
        for one in topic.said
    )


_RUNS: Final = frozenset({"along", "across"})
_LENGTHWISE: Final = frozenset({Mark.LENGTHWISE, Mark.CROSS})


def _is_whole(value: object) -> bool:
    if value is Mark.EVERYTHING:
        return True
    return (
        isinstance(value, Placing)
        and value.kind == "place"
        and value.ref is not None
        and "everything" in {each.noun for each in value.ref.chain()}
        and value.name in _OVER
    )
