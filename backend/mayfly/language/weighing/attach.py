"""Which topic a size, a mark or a place belongs to, and what it costs to read it so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Absent,
    AtCorners,
    Context,
    Group,
    Head,
    Mark,
    Relation,
    Size,
    Span,
    Stated,
)

#: Sizes that a feature takes, and how surprising each is.
ROLES: Final[dict[str, dict[str | None, float]]] = {
    "hole": {
        "diameter": 0.0,
        "radius": 0.0,
        "depth": 0.0,
        "length": 1.5,
        "in_diameter": 0.0,
        None: 0.1,
        "height": 2.0,
    },
    "bore": {"diameter": 0.0, "radius": 0.0, "depth": 0.0, "length": 1.5, None: 0.1},
    "slot": {
        "length": 0.0,
        "width": 0.0,
        "depth": 0.0,
        "radius": 1.5,
        "height": 2.0,
        None: 1.0,
        "diameter": 2.5,
    },
    "pocket": {
        "length": 0.0,
        "width": 0.0,
        "depth": 0.0,
        "diameter": 0.3,
        "height": 1.5,
        "radius": 0.5,
        None: 0.8,
        "side": 0.3,
    },
    "boss": {
        "diameter": 0.0,
        "height": 0.0,
        "length": 0.5,
        "width": 0.5,
        "thickness": 1.0,
        None: 0.8,
        "radius": 0.5,
        "depth": 2.0,
    },
    "fillet": {"radius": 0.0, "diameter": 2.0, None: 0.0, "length": 3.0, "width": 3.0},
    "chamfer": {
        "length": 0.5,
        "width": 0.5,
        "angle": 0.0,
        None: 0.0,
        "depth": 1.0,
        "height": 1.0,
        "side": 0.5,
    },
    "groove": {
        "width": 0.0,
        "depth": 0.0,
        "diameter": 0.5,
        "length": 1.5,
        "angle": 0.0,
        "radius": 2.0,
        None: 0.8,
    },
    "keyway": {"width": 0.0, "depth": 0.0, "length": 0.0, None: 0.3, "height": 1.0},
    "counterbore": {"diameter": 0.0, "depth": 0.0, "radius": 0.5, None: 0.3},
    "sketch": {
        "diameter": 0.0,
        "radius": 0.0,
        "length": 0.0,
        "width": 0.0,
        "height": 0.5,
        "side": 0.0,
        "base": 0.3,
        "across_flats": 0.0,
        "across_corners": 0.0,
        "outer_diameter": 0.0,
        "in_diameter": 0.0,
        None: 0.3,
    },
    "raised": {
        "diameter": 0.0,
        "radius": 0.0,
        "length": 0.0,
        "width": 0.0,
        "height": 0.0,
        "thickness": 0.5,
        "side": 0.0,
        "across_flats": 0.0,
        None: 0.4,
    },
    "extrude": {"height": 0.0, "depth": 0.0, "length": 0.0, "thickness": 0.0, None: 0.1},
    "cut": {"depth": 0.0, "length": 0.5, "height": 0.5, None: 0.1},
    "revolve": {"angle": 0.0},
    "loft": {"height": 0.1, "length": 0.3, None: 0.8},
    "turned": {"length": 0.0},
    "repeat": {"number": 0.0, None: 0.1},
    "countersink": {"diameter": 0.0, "angle": 0.0, "depth": 1.0, None: 0.3},
}
#: Sides of a profile that are named by their direction.
_SIDES_ALONG: Final = {"along_length": "length", "along_width": "width", "along_height": "height"}
_AGAIN: Final = 3.0
_NO_PLACE: Final = 6.0
#: Words of places that only a feature has.
_MARKS_OF_PARTS: Final = frozenset(
    {
        Mark.OPEN_TOP,
        Mark.OPEN_ENDED,
        Mark.OPEN_DOWN,
        Mark.CLOSED,
        Mark.EQUAL,
        Mark.POINTED,
        Mark.SQUARE,
        Mark.ROUND,
        Mark.STAND,
    }
)
_MARKS_OF_HOLES: Final = frozenset(
    {
        Mark.THROUGH,
        Mark.BLIND,
        Mark.TAPPED,
        Mark.CLEARANCE,
        Mark.COUNTERBORED,
        Mark.COUNTERSUNK,
        Mark.CAP_SCREW,
        Mark.FLAT_HEAD,
        Mark.SCREW,
        Mark.DRILL_POINT,
    }
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the catalogue says of a part, asked by its name.

    Attributes:
        takes: Whether a part has a size of a label.
        numbers: How many numbers "A x B x C" of it can have.
    """

    takes: Callable[[str, Label], bool]
    numbers: Callable[[str], frozenset[int]]


def attach(state: State, value: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the ways to add a value to a reading, each with its cost."""
    if isinstance(value, tuple):
        yield from _attach_all(state, value, knows)
    elif isinstance(value, Head):
        yield from _head(state, value, knows)
    elif isinstance(value, Size):
        yield from _size(state, value, knows)
    elif isinstance(value, Group):
        yield from _group(state, value, knows)
    elif isinstance(value, Mark):
        yield from _mark(state, value)
    elif isinstance(value, Stated | Absent):
        yield replace(state, stated=(*state.stated, value)), 0.0
    elif isinstance(value, Context):
        yield from _context(state, value)
    else:
        yield from _place(state, value)


def _attach_all(state: State, values: tuple[Any, ...], knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add several values, each where it is cheapest."""
    cost = 0.0
    for value in values:
        found = min(attach(state, value, knows), key=lambda one: one[1], default=None)
        if found is None:
            return
        state, cost = found[0], cost + found[1]
    yield state, cost


# --- heads ----------------------------------------------------------------------------------------------


def _head(state: State, head: Head, knows: Knowledge) -> Iterator[tuple[State, float]]:
    cost = sum(_fits_head(head, one, knows) for one in head.said)
    if cost >= _NO_PLACE:
        return
    if head.kind == "part":
        yield from _part(state, head, cost)
        return
    if head.kind in {"counterbore", "countersink"}:
        owner = _last(state, {"hole", "bore"})
        if owner >= 0:
            yield state.added(Topic.of(head, owner)), cost
        return
    known = _last(state, {head.kind})
    if known >= 0 and head.definite and not head.said and head.count in {None, state.topics[known].count}:
        yield replace(state, focus=known, context="", fresh=False), cost
        cost += 2.0
    elif known >= 0 and head.definite:
        merged = state
        for one in head.said:
            merged = merged.extended(known, one)
        yield replace(merged, focus=known, context=""), cost + 0.1
    added = state.added(Topic.of(head).preceded(state.pending))
    yield replace(added, pending=()), cost


def _part(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    base = state.base
    if base < 0:
        yield state.added(Topic.of(head)), cost
        return
    same = state.topics[base].name == head.name and head.name != "body"
    if same or not head.said:
        named = state
        for one in head.said:
            named = named.extended(base, one)
        yield replace(named, focus=base, context="", fresh=False), cost + (0.0 if same else 1.5)
    new = not same and not head.definite
    if head.said or head.count or new:
        topic = replace(Topic.of(head), said=(*state.pending, *head.said))
        yield replace(state.added(topic), pending=()), cost + (3.0 if same and topic.name != "body" else 0.5)


def _fits_head(head: Head, value: Any, knows: Knowledge) -> float:
    """Return what it costs that a value stands before its noun."""
    if isinstance(value, Size):
        if head.kind == "part":
            return 0.0 if value.label == Label() or knows.takes(head.name, value.label) else _NO_PLACE
        return _role_cost(head.kind, value)
    if isinstance(value, Group):
        most = {
            "slot": 3,
            "pocket": 3,
            "boss": 3,
            "counterbore": 2,
            "countersink": 2,
            "groove": 2,
            "keyway": 3,
            "chamfer": 2,
            "sketch": 2,
            "raised": 3,
        }
        if head.kind == "part":
            return 0.0
        if head.kind in {"hole", "bore"}:
            return (
                0.5
                if len(value.sizes) == 2 and value.sizes[0].number.form in {"diameter", "thread"}
                else _NO_PLACE
            )
        return 0.0 if len(value.sizes) <= most.get(head.kind, 0) else _NO_PLACE
    if isinstance(value, Mark):
        if value in _MARKS_OF_HOLES and head.kind not in {"hole", "bore", "slot", "pocket"}:
            return 1.0
        return 0.0
    if isinstance(value, AtCorners) and head.kind == "part":
        return 1.0
    return 0.0


def _role_cost(kind: str, size: Size) -> float:
    """Return what it costs that a size is one of a feature's."""
    role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
    roles = ROLES.get(kind, {})
    if kind in {"pocket", "boss", "sketch", "raised"}:
        role = _SIDES_ALONG.get(role or "", role)
    components = size.label.components
    if components and components[-1] not in {kind, "groove", "overall"} and kind != "turned":
        round_one = kind in {"sketch", "raised"} and components[-1] in {"outer", "inner"}
        if not round_one or role not in {"diameter", "radius"}:
            return _NO_PLACE
    if size.number.form == "thread":
        return 0.0 if kind in {"hole", "bore"} else _NO_PLACE
    if size.number.form == "angle":
        return 0.0 if "angle" in roles or kind in {"slot", "pocket"} else _NO_PLACE
    if size.number.form == "diameter":
        role = "diameter"
    if size.number.form == "radius":
        role = "radius"
    return roles.get(role, _NO_PLACE)


def _last(state: State, kinds: set[str]) -> int:
    return next((i for i in range(len(state.topics) - 1, -1, -1) if state.topics[i].kind in kinds), -1)


# --- sizes -----------------------------------------------------------------------------------------------


def _size(state: State, size: Size, knows: Knowledge) -> Iterator[tuple[State, float]]:
    for index, near in _candidates(state):
        topic = state.topics[index]
        if topic.kind == "part":
            yield from _size_of_part(state, index, size, near, knows)
            continue
        cost = _role_cost(topic.kind, size) + near
        if cost >= _NO_PLACE:
            continue
        if _has(topic, size):
            cost += _AGAIN
        yield state.extended(index, size), cost


def _size_of_part(
    state: State, index: int, size: Size, near: float, knows: Knowledge
) -> Iterator[tuple[State, float]]:
    topic = state.topics[index]
    labels = [size.label]
    if state.context and not size.label.components:
        labels.insert(0, Label((state.context,), size.label.role))
    for label in labels:
        if label == Label():
            open_ = 0.3 if size.number.form in {"plain", "word", "thread"} else 0.0
            yield state.extended(index, size), near + open_
            continue
        if label.role in {"wide", "width"} and not knows.takes(topic.name, label):
            label = replace(label, role="length")
        if knows.takes(topic.name, label):
            extended = replace(size, label=label)
            yield state.extended(index, extended), near + (_AGAIN if _has(topic, extended) else 0.0)
            return


def _group(state: State, group: Group, knows: Knowledge) -> Iterator[tuple[State, float]]:
    for index, near in _candidates(state):
        topic = state.topics[index]
        if topic.kind == "part":
            fits = len(group.sizes) in knows.numbers(topic.name)
            extended = group
            if state.context and not any(size.label.components for size in group.sizes):
                sizes = tuple(replace(s, label=Label((state.context,), s.label.role)) for s in group.sizes)
                extended = Group(sizes)
            again = _AGAIN if topic.groups and not state.context else 0.0
            yield state.extended(index, extended), near + again + (0.0 if fits else 1.0)
            continue
        cost = _fits_head(Head(topic.kind, topic.name, topic.words), group, knows)
        if cost < _NO_PLACE:
            yield state.extended(index, group), cost + near + (_AGAIN if topic.groups else 0.0)


def _has(topic: Topic, size: Size) -> bool:
    """Return whether a size of the same name was said of a topic already."""

    def key(one: Size) -> tuple[Any, ...]:
        role = ROLE_OF.get(one.label.role, one.label.role) if one.label.role else None
        if one.number.form in {"diameter", "radius"}:
            role = one.number.form if role is None else role
        if role is None and topic.kind != "part":
            role = (
                "diameter" if topic.kind in {"hole", "bore"} else "radius" if topic.kind == "fillet" else None
            )
        return one.label.components, role

    return any(key(one) == key(size) for one in topic.sizes if key(size)[1] is not None)


def _candidates(state: State) -> Iterator[tuple[int, float]]:
    """Yield the topics that something said now can belong to, the nearest first, with what that costs."""
    base = max(
        (i for i, topic in enumerate(state.topics[: state.focus + 1]) if topic.kind == "part"),
        default=state.base,
    )
    if state.focus >= 0:
        yield state.focus, 0.0
    if base >= 0 and base != state.focus:
        yield base, 0.4 if state.fresh else 0.9
    if state.focus >= 0 and state.topics[state.focus].owner >= 0:
        yield state.topics[state.focus].owner, 0.3
    seen = {state.focus, base}
    for index, topic in enumerate(state.topics):
        if topic.kind == "turned" and index not in seen:
            seen.add(index)
            yield index, 0.2
    for index in range(len(state.topics) - 1, -1, -1):
        if index not in seen and state.topics[index].kind != "part":
            yield index, 2.0
            break


# --- marks and places ---------------------------------------------------------------------------------------


def _mark(state: State, mark: Mark) -> Iterator[tuple[State, float]]:
    base = state.base
    focus = state.topics[state.focus].kind if state.focus >= 0 else ""
    if mark in _MARKS_OF_PARTS and base >= 0:
        yield state.extended(base, mark), 0.0
        return
    if mark in _MARKS_OF_HOLES:
        index = (
            state.focus
            if focus in {"hole", "bore", "slot", "pocket", "groove"}
            else _last(state, {"hole", "bore"})
        )
        if index >= 0:
            yield state.extended(index, mark), 0.0 if index == state.focus else 0.5
        elif base >= 0:
            yield state.extended(base, mark), 0.5
        return
    if state.focus >= 0:
        yield state.extended(state.focus, mark), 0.0
    else:
        yield replace(state, pending=(*state.pending, mark)), 0.2


def _place(state: State, place: Any) -> Iterator[tuple[State, float]]:
    if isinstance(place, Relation) and place.kind == "under":
        yield replace(state, pending=(*state.pending, place)), 0.0
        return
    if isinstance(place, Relation) and place.kind != "same":
        index = max((i for i, one in enumerate(state.topics) if one.kind in {"part", "boss"}), default=-1)
        if index >= 0:
            yield state.extended(index, place), 0.0 if index == state.focus else 0.1
            return
    if isinstance(place, Span) and state.focus >= 0 and state.topics[state.focus].kind == "part":
        yield state.extended(state.focus, place), 0.0
        return
    if state.focus > state.base >= 0 and state.topics[state.focus].kind == "part":
        yield state.extended(state.focus, place), 0.1
        yield replace(state, pending=(*state.pending, place)), 0.4
        return
    if state.focus >= 0 and state.topics[state.focus].kind != "part":
        index = state.focus
        owner = state.topics[index].owner
        if owner >= 0:
            index = owner
        yield state.extended(index, place), 0.0
        if state.fresh:
            yield replace(state, pending=(*state.pending, place)), 0.3
        return
    yield replace(state, pending=(*state.pending, place)), 0.3
    if state.focus >= 0:
        yield state.extended(state.focus, place), 1.0


def _context(state: State, context: Context) -> Iterator[tuple[State, float]]:
    base = state.base
    if base >= 0:
        yield replace(state, focus=base, context=context.component), 0.4
