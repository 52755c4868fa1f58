"""Slots over the whole of a face are grooves; one given between the centres of its ends has a length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.chunks import Quantity
from mayfly.language.english import inverted
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing, Size
from mayfly.planning.parts.names import size_labels
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.said.roles import role_of

_WAYS: Final = ("length", "width", "height")
_OVER: Final = frozenset({"over", "along", "across", "through", "for", "in", ""})


def as_grooves(state: State) -> State:
    """Return a reading in which each slot over the whole length or width is a groove along it."""
    if not any(topic.kind == "slot" for topic in state.topics):
        return state
    sides = _sides(state)
    topics = tuple(_groove(topic, sides) for topic in state.topics)
    ways = {
        one.noun
        for topic in topics
        if topic.kind == "groove"
        for one in topic.said
        if isinstance(one, Placing) and _is_way(one)
    }
    if len(ways) == 1 and sides:
        topics = tuple(_across_the_ears(topic, _OTHER[next(iter(ways))]) for topic in topics)
    return state.but(topics=topics)


def _is_way(one: Placing) -> bool:
    """Return whether something says along which axis a groove runs."""
    return one.name == "along" and one.noun in _AXES


_HOLES: Final = frozenset({"hole", "bore"})


def _across_the_ears(topic: Topic, across: str) -> Topic:
    """Return a cross hole as one along an axis, where a groove beside it leaves two ears."""
    ways = any(isinstance(one, Placing) and one.name in _RUNS for one in topic.said)
    if topic.kind not in _HOLES or Mark.CROSS not in topic.marks or ways:
        return topic
    way = Placing("place", "along", ref=Reference(across, text=across), text=f"along {across}")
    return replace(topic, said=(*(one for one in topic.said if one is not Mark.CROSS), way))


def _groove(topic: Topic, sides: Mapping[str, str]) -> Topic:
    if topic.kind != "slot" or any(role_of(size) == "length" for size in topic.sizes):
        return topic
    whole = [one for one in topic.said if _is_whole(one)]
    if not whole and (sides or not topic.groups) and _runs_along(topic):
        return replace(topic, kind="groove")
    if not whole:
        return _right_through(topic, sides)
    kept = tuple(one for one in topic.said if one not in whole)
    way = next(
        (way for one in whole if isinstance(one, Placing) for way in _WAYS if way in one.text.lower()), ""
    )
    directed = any(isinstance(one, Placing) and one.name in _RUNS for one in kept)
    along = Placing("place", "along", ref=Reference(way, text=way), text=f"along the {way}")
    return replace(topic, kind="groove", said=(*kept, along) if way and not directed else kept)


def _right_through(topic: Topic, sides: Mapping[str, str]) -> Topic:
    """Return a slot with a width and a depth that goes through: from one side to the other, as a groove does.

    "Running through in Y", or through and "in the middle of the width", which it runs across then.

    Raises:
        NeedsClarification: It is open which way it runs.

    Args:
        topic: The slot.
        sides: The axis along which each side of the part runs, by its name.
    """
    if not sides or not _is_wide_and_deep(topic) or Mark.THROUGH not in topic.marks:
        return topic
    said = tuple(one for one in topic.said if one is not Mark.THROUGH)
    places = [one for one in said if isinstance(one, Placing) and one.kind == "place" and one.ref is not None]
    ways = {one.noun: one for one in places if one.name in _OVER and one.noun in _AXES}
    across = {sides[word] for one in places if one.noun == "halfway" for word in _words(one) if word in sides}
    centred = [one for one in places if one.name == "in" and one.noun in sides]
    if Mark.CENTRED in topic.marks:
        across |= {sides[one.noun] for one in centred}
    along = next(iter(ways), "") or _OTHER.get(next(iter(across), ""), "")
    if len(ways) > 1 or len(across) > 1 or not along or along in across:
        raise missing(
            f"Which way {inverted('does', topic.words)} run right through: along x or along y?",
            about("direction", topic.kind),
            ("along x", "along y"),
        )
    kept = tuple(one for one in said if one not in ways.values() and one not in centred)
    way = Placing("place", "along", ref=Reference(along, text=along), text=f"along {along}")
    return replace(topic, kind="groove", said=(*kept, way))


def _is_wide_and_deep(topic: Topic) -> bool:
    """Return whether a slot has a width and a depth, and no other size."""
    sizes = [*topic.sizes, *(size for group in topic.groups for size in group.sizes)]
    return sorted(role_of(size) or "" for size in sizes) == ["depth", "width"]


_AXES: Final = frozenset({"x", "y"})
_OTHER: Final = {"x": "y", "y": "x"}
_DEEP: Final = {"width": "x", "depth": "y"}
_LONG: Final = {"length": "x", "width": "y"}


def _sides(state: State) -> Mapping[str, str]:
    """Return along which axis each side of the part runs, by its name: one that is deep is wide along X."""
    base = state.topics[state.base] if state.base >= 0 else None
    own_slot = (
        base is not None
        and base.name in catalogue()
        and any("slot" in " ".join(label.components).split() for label in size_labels(base.name))
    )
    if base is None or own_slot:
        return {}  # of a clevis it is a size
    roles = {role_of(size) for size in base.sizes}
    return _DEEP if "depth" in roles and "length" not in roles else _LONG


def _words(place: Placing) -> frozenset[str]:
    return place.ref.traits if place.ref is not None else frozenset()


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
    if not _is_wide_and_deep(topic):
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
