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
    Bend,
    Context,
    Group,
    Head,
    Leg,
    Mark,
    OnPlane,
    Placing,
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
        "angle": 0.5,
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
    "sunk": {
        "diameter": 0.0,
        "radius": 0.0,
        "length": 0.0,
        "width": 0.0,
        "depth": 0.0,
        "side": 0.0,
        "across_flats": 0.0,
        None: 0.4,
    },
    "sweep": {"radius": 0.0},
    "repeat": {"number": 0.0, None: 0.1},
    "countersink": {"diameter": 0.0, "angle": 0.0, "depth": 1.0, None: 0.3},
}
#: Components whose size does not begin to speak of them.
_NO_CONTEXT: Final = frozenset({"face", "outer", "inner", "overall", "mean", "wall", "bend", "wire"})
_BAR: Final = Label(("bar",))
#: Sides of a profile that are named by their direction.
_SIDES_ALONG: Final = {"along_length": "length", "along_width": "width", "along_height": "height"}
_AGAIN: Final = 3.0
#: What "open at the end" and "open on the side" leave open: which of several.
_OPENED: Final = frozenset({"end", "side", "face"})
_NO_PLACE: Final = 6.0
#: What it costs that the part itself, which has no thread, is called through, blind or tapped.
_NO_HOLE_YET: Final = 2.0
#: Words of places that only a feature has.
_MARKS_OF_PARTS: Final = frozenset(
    {
        Mark.OPEN_TOP,
        Mark.OPEN_ENDED,
        Mark.CLOSED,
        Mark.CLOSED_BOTTOM,
        Mark.HOLLOW,
        Mark.POINTED,
        Mark.SQUARE,
        Mark.ROUND,
        Mark.TRIANGULAR,
        Mark.BENT,
        Mark.RIGHT_ANGLE,
        Mark.LENGTHS_EQUAL,
        Mark.LYING,
        Mark.STANDING,
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
        Mark.FLAT_BOTTOM,
        Mark.EVERYTHING,
    }
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the catalogue says of a part, asked by its name.

    Attributes:
        takes: Whether a part has a size of a label.
        numbers: How many numbers "A x B x C" of it can have.
        steps: Whether it consists of steps, each with a diameter and a length.
        threaded: Whether a thread or "through" speaks of its own bore.
        exact: Whether a part has a size of just this label.
    """

    takes: Callable[[str, Label], bool]
    numbers: Callable[[str], frozenset[int]]
    steps: Callable[[str], bool]
    threaded: Callable[[str], bool]
    exact: Callable[[str, Label], bool]


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
        yield from _mark(state, value, knows)
    elif isinstance(value, Stated | Absent):
        yield replace(state, stated=(*state.stated, value)), 0.0
    elif isinstance(value, Context):
        yield from _context(state, value)
    else:
        yield from _place(state, value, knows)


def _attach_all(state: State, values: tuple[Any, ...], knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add several values, each where it is cheapest; sizes of one name belong together ("legs 60 and 45")."""
    if all(isinstance(value, Size) for value in values) and len({value.label for value in values}) == 1:
        yield from _same_sizes(state, values, knows)
        return
    cost = 0.0
    for value in values:
        found = min(attach(state, value, knows), key=lambda one: one[1], default=None)
        if found is None:
            return
        state, cost = found[0], cost + found[1]
    yield state, cost


def _same_sizes(state: State, values: tuple[Size, ...], knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add the sizes of "legs 60 and 45", each way in which the first of them can be read."""
    for extended, cost in _size(state, values[0], knows):
        index = next(
            (i for i, one in enumerate(extended.topics) if i >= len(state.topics) or one != state.topics[i]),
            -1,
        )
        if index < 0:
            continue
        both = extended
        for value in values[1:]:
            both = both.extended(index, replace(value, label=extended.topics[index].sizes[-1].label))
        yield both, cost


# --- heads ----------------------------------------------------------------------------------------------


def _head(state: State, head: Head, knows: Knowledge) -> Iterator[tuple[State, float]]:
    cost = sum(_fits_head(head, one, knows) for one in head.said)
    if cost >= _NO_PLACE:
        return
    if head.kind == "part":
        yield from _part(state, head, cost)
        return
    if head.kind == "stock":
        if state.base >= 0:
            yield from _stock(state, head, cost, knows)
        return
    if head.kind in {"counterbore", "countersink"}:
        yield from _mouth(state, head, cost)
        return
    if head.kind == "fillet" and state.focus >= 0 and state.topics[state.focus].kind in {"pocket", "boss"}:
        own = list(_own_corners(state, head, cost))
        yield from own
        cost += 1.7 if own else 0.0
    known = _last(state, {head.kind})
    if known >= 0 and head.definite and not head.said and head.count in {None, state.topics[known].count}:
        yield replace(state, focus=known, context="", fresh=False), cost
        cost += 2.0
    elif known >= 0 and head.definite:
        merged = state
        for one in head.said:
            merged = merged.extended(known, one)
        yield replace(merged, focus=known, context=""), cost + 0.1
        if not any(_has(state.topics[known], one) for one in head.said if isinstance(one, Size)):
            cost += 0.4
    if head.kind == "segment" and state.base >= 0 and not knows.steps(state.topics[state.base].name):
        cost += 1.5
    added = state.added(Topic.of(head).preceded(state.pending))
    yield replace(added, pending=()), cost


def _part(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    base = state.base
    if base < 0:
        yield state.added(Topic.of(head)), cost
        return
    again = [i for i, one in enumerate(state.topics) if one.kind == "part" and _is_named(one, head)]
    if again and head.name == "body":
        named = state
        for one in head.said:
            named = named.extended(again[-1], one)
        yield replace(named, focus=again[-1], context="", fresh=False), cost
        return
    same = state.topics[base].name == head.name and head.name != "body"
    if same or not head.said:
        named = state
        for one in head.said:
            named = named.extended(base, one)
        yield (
            replace(named, focus=base, context="", fresh=False),
            cost + (_again(state.topics[base], head) if same else 1.5 if head.definite else 5.0),
        )
    new = not same and not head.definite
    if head.said or head.count or new:
        topic = Topic.of(head).preceded(state.pending)
        yield replace(state.added(topic), pending=()), cost + (3.0 if same else 0.2)


def _is_named(topic: Topic, head: Head) -> bool:
    """Return whether a body was named by the same words before."""
    return topic.words.lower().removeprefix("the ") == head.words.lower().removeprefix("the ")


def _again(base: Topic, head: Head) -> float:
    """Return what it costs that the part is named once more."""
    if head.said and head.words != base.words and not head.definite:
        return 0.5  # "Ø40 hub" of a flanged hub
    return 0.0 if head.definite or head.said else 0.3


def _fits_head(head: Head, value: Any, knows: Knowledge) -> float:
    """Return what it costs that a value stands before its noun."""
    if head.kind == "stock":
        return 0.0
    if isinstance(value, Size):
        if head.kind == "part":
            return 0.0 if value.label == Label() or knows.takes(head.name, value.label) else _NO_PLACE
        if head.kind in {"pocket", "boss"} and value.label == Label() and value.number.form == "plain":
            return 0.3
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
            "sunk": 3,
        }
        if head.kind == "part":
            return 0.0
        if head.kind in {"hole", "bore"}:
            marked = value.sizes[0].number.form in {"diameter", "thread"}
            deep = any(size.label.role in {"depth", "deep"} for size in value.sizes[1:])
            return (0.2 if deep else 0.5) if marked or deep else 1.5 if len(value.sizes) == 2 else _NO_PLACE
        return 0.0 if len(value.sizes) <= most.get(head.kind, 0) else _NO_PLACE
    if isinstance(value, Mark):
        if value in _MARKS_OF_HOLES and head.kind not in {"hole", "bore", "slot", "pocket"}:
            return 1.0
        return 0.0
    if isinstance(value, Placing) and head.kind == "part":
        return _NO_PLACE
    return 0.0


def _role_cost(kind: str, size: Size) -> float:
    """Return what it costs that a size is one of a feature's."""
    role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
    roles = ROLES.get(kind, {})
    if kind in {"pocket", "boss", "sketch", "raised", "sunk"}:
        role = _SIDES_ALONG.get(role or "", role)
    components = size.label.components
    if components and components[-1] not in {kind, "groove", "overall"} and kind not in {"turned", "sweep"}:
        round_one = kind in {"sketch", "raised", "sunk"} and components[-1] in {"outer", "inner"}
        if not round_one or role not in {"diameter", "radius"}:
            return _NO_PLACE
    if size.number.form == "thread":
        return 0.0 if kind in {"hole", "bore", "counterbore", "countersink"} else _NO_PLACE
    if size.number.form == "angle":
        return 0.0 if "angle" in roles or kind in {"slot", "pocket"} else _NO_PLACE
    if size.number.form == "diameter":
        role = "diameter"
    if size.number.form == "radius":
        role = "radius"
    return roles.get(role, _NO_PLACE)


def _last(state: State, kinds: set[str]) -> int:
    return next((i for i in range(len(state.topics) - 1, -1, -1) if state.topics[i].kind in kinds), -1)


def _stock(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Read "clevis from a block 40 x 30 x 50": the sizes are the part's."""
    base = state.base
    stocked = state
    for one in head.said:
        if isinstance(one, Size) and one.label == Label() and knows.takes(state.topics[base].name, _BAR):
            one = replace(one, label=_BAR)
        stocked = stocked.extended(base, one)
    yield (
        replace(stocked, focus=base, context="", fresh=False),
        cost + (0.5 if state.topics[base].groups else 0.0),
    )


def _mouth(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read a counterbore: of the hole before it, or "4 M6 counterbores", which are holes themselves."""
    owner = _last(state, {"hole", "bore"})
    threaded = any(isinstance(one, Size) and one.number.form == "thread" for one in head.said)
    mark = Mark.COUNTERBORED if head.kind == "counterbore" else Mark.COUNTERSUNK
    if owner >= 0 and not head.said and state.focus == owner:
        yield state.extended(owner, mark), cost
    if owner >= 0:
        yield state.added(Topic.of(head, owner)), cost + (0.0 if not threaded else 1.0)
    if threaded:
        hole = Topic.of(replace(head, kind="hole", said=(*head.said, mark))).preceded(state.pending)
        yield replace(state.added(hole), pending=()), cost + (0.0 if owner < 0 else 0.5)


def _own_corners(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read "pocket 40 x 30 with R5 corners": the pocket's own."""
    places = [one for one in head.said if isinstance(one, Placing)]
    sizes = [one for one in head.said if isinstance(one, Size)]
    outside = {"outer", "vertical", "top", "bottom", "all", "each"}
    plain = all(p.noun == "corner" and p.ref and not p.ref.traits & outside for p in places)
    if not plain or len(sizes) != 1 or "corner" not in head.words.lower():
        return
    own = state.extended(state.focus, replace(sizes[0], label=Label((), "radius")))
    for place in places:
        if place.ref is not None and place.ref.of is not None and place.ref.of.noun != "pocket":
            own = own.extended(state.focus, replace(place, name="in", ref=place.ref.of))
    yield own, cost - 0.2


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
    if size.number.form == "radius" and size.label.components and size.label.role is None:
        labels = [Label(size.label.components, "radius")]
    if state.context and not size.label.components:
        of_context = Label((state.context,), ROLE_OF.get(size.label.role or "", size.label.role))
        if size.number.form in {"diameter", "radius"} and of_context.role is None:
            of_context = Label(of_context.components, size.number.form)
        if knows.exact(topic.name, of_context):
            labels.insert(0, of_context)
    if size.label.components in {("base",), ("bottom",)} and knows.exact(topic.name, Label(("floor",))):
        labels.append(Label(("floor",), size.label.role))
    for label in labels:
        if knows.steps(topic.name) and label.components in {(), ("overall",), ("bore",)}:
            yield state.extended(index, replace(size, label=label)), near + 0.1
            return
        if label == Label():
            open_ = 0.3 if size.number.form in {"plain", "word", "thread"} else 0.0
            yield state.extended(index, size), near + open_
            continue
        if label.role in {"wide", "width"} and not knows.takes(topic.name, label):
            label = replace(label, role="length")
        if knows.takes(topic.name, label):
            extended = replace(size, label=label)
            said = replace(state.extended(index, extended), context=_context_of(label) or state.context)
            yield said, near + (_AGAIN if _has(topic, extended) else 0.0)
            return


def _context_of(label: Label) -> str:
    """Return the component that is spoken of behind a size of its own: "hub Ø40, 20 high"."""
    if label.role == "fins":
        return "fin"
    return label.components[-1] if label.components and label.components[-1] not in _NO_CONTEXT else ""


def _group(state: State, group: Group, knows: Knowledge) -> Iterator[tuple[State, float]]:
    for index, near in _candidates(state):
        topic = state.topics[index]
        if topic.kind == "part":
            steps = knows.steps(topic.name)
            fits = (
                len(group.sizes) in knows.numbers(topic.name)
                or (steps and len(group.sizes) == 2)
                or _of_component(topic.name, group, knows)
            )
            extended = group
            if state.context and not any(size.label.components for size in group.sizes):
                sizes = tuple(replace(s, label=Label((state.context,), s.label.role)) for s in group.sizes)
                extended = Group(sizes)
            own = any(size.label.components for size in group.sizes)
            again = _AGAIN if topic.groups and not (state.context or steps or own) else 0.0
            yield (
                state.extended(index, extended),
                near + again + (0.0 if fits else 0.2 if _begins_row(topic.name, group, knows) else 1.0),
            )
            continue
        cost = _fits_head(Head(topic.kind, topic.name, topic.words), group, knows)
        if cost < _NO_PLACE:
            yield state.extended(index, group), cost + near + (_AGAIN if topic.groups else 0.0)


def _begins_row(name: str, group: Group, knows: Knowledge) -> bool:
    """Return whether further sizes of the part can follow: "plate 100 x 60, 8 thick"."""
    return any(len(group.sizes) < count for count in knows.numbers(name))


def _of_component(name: str, group: Group, knows: Knowledge) -> bool:
    """Return whether numbers in a row belong to a component that the part has."""
    components = group.sizes[0].label.components
    return bool(components) and any(
        knows.takes(name, Label(components, role))
        for role in (None, "thickness", "height", "diameter", "length")
    )


def _has(topic: Topic, size: Size) -> bool:
    """Return whether a size of the same name was said of a topic already."""

    def key(one: Size) -> tuple[Any, ...]:
        role = ROLE_OF.get(one.label.role, one.label.role) if one.label.role else None
        if one.number.form == "angle":
            return one.label.components, "angle"
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
        yield base, 0.2 if state.fresh else 0.5
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


def _mark(state: State, mark: Mark, knows: Knowledge) -> Iterator[tuple[State, float]]:
    base = state.base
    focus = state.topics[state.focus].kind if state.focus >= 0 else ""
    if mark in {Mark.LYING, Mark.STANDING} and state.context:
        said = Placing("flag", mark.value, text=mark.value, about=(state.context,))
        yield state.extended(base, said), 0.0
        return
    if mark in _MARKS_OF_PARTS and base >= 0:
        own = (
            {"pocket", "boss", "slot", "hole"}
            if mark in {Mark.SQUARE, Mark.ROUND}
            else {"slot", "pocket", "boss"}
        )
        if focus in own:
            yield state.extended(state.focus, mark), 0.0
        else:
            yield state.extended(base, mark), 0.0
        return
    if mark in _MARKS_OF_HOLES:
        owner = state.topics[state.focus].owner if state.focus >= 0 else -1
        index = (
            state.focus
            if focus in {"hole", "bore", "slot", "pocket", "groove", "keyway", "sunk", "cut", "cut_block"}
            else owner
            if owner >= 0
            else _last(state, {"hole", "bore"})
        )
        if index >= 0:
            yield state.extended(index, mark), 0.0 if index == state.focus else 0.5
        threaded = base >= 0 and knows.threaded(state.topics[base].name)
        if base >= 0 and (index < 0 or threaded):
            yield state.extended(base, mark), 0.1 if threaded else _NO_HOLE_YET
        if index < 0 and not threaded:
            yield replace(state, pending=(*state.pending, mark)), 0.5
        return
    if state.focus >= 0:
        yield state.extended(state.focus, mark), 0.0
    if state.focus < 0 or focus == "part":
        yield replace(state, pending=(*state.pending, mark)), 0.2


#: What parts call the distance of their ends.
_CENTRES: Final = tuple(
    Label((name,)) for name in ("centre distance", "between centres", "centre to centre", "leg centres")
)
#: Features that an angle turns, where it places holes on a circle.
_TURNED: Final = frozenset({"slot", "pocket", "boss"})
_PART_NOUNS: Final = frozenset({"part", "it", "everything"})


def _of_body(state: State, place: Any) -> list[tuple[State, float]] | None:
    """Return the ways to add where a body stands or how a path runs; None for the place of a feature."""
    focus, base = state.focus, state.base
    waiting = replace(state, pending=(*state.pending, place))
    of_part = focus >= 0 and state.topics[focus].kind == "part"
    if isinstance(place, Relation) and place.kind == "under":
        return [(waiting, 0.0)]
    if isinstance(place, Relation) and place.kind not in {"same", "in"}:
        index = max((i for i, one in enumerate(state.topics) if one.kind in {"part", "boss"}), default=-1)
        if index >= 0:
            return [(state.extended(index, place), 0.0 if index == focus else 0.1)]
    if isinstance(place, Leg | Bend) and focus >= 0 and state.topics[focus].kind not in {"sketch", "sweep"}:
        return []
    if isinstance(place, OnPlane) and of_part:
        return [] if place.offset else [(waiting, 0.5)]
    if isinstance(place, Span) and of_part:
        return [(state.extended(focus, place), 0.0)]
    if focus > base >= 0 and of_part:
        return [(state.extended(focus, place), 0.1), (waiting, 0.4)]
    return None


def _place(state: State, place: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    focus, base = state.focus, state.base
    of_body = _of_body(state, place)
    if of_body is not None:
        yield from of_body
        return
    if isinstance(place, Placing) and place.kind in {"open_at", "flag", "norm"}:
        if base >= 0:
            yield state.extended(base, place), 0.0
        return
    if isinstance(place, Placing) and place.kind == "count":
        yield from _number(state, int(place.numbers[0].value))
        return
    if focus >= 0 and state.topics[focus].kind != "part":
        yield from _of_feature(state, place)
        return
    yield from _before_feature(state, place, knows)


def _of_feature(state: State, place: Any) -> Iterator[tuple[State, float]]:
    """Add a place to the feature that is spoken of, or keep it for the next one."""
    topic = state.topics[state.focus]
    if isinstance(place, Placing) and topic.kind == "chamfer" and _sized_just_now(state):
        place = replace(place, measure=_measures(topic) - 1)
    if isinstance(place, Placing) and place.name == "angle" and topic.kind in _TURNED:
        yield state.extended(state.focus, Size(place.numbers[0])), 0.0
        return
    yield state.extended(topic.owner if topic.owner >= 0 else state.focus, place), 0.0
    yield replace(state, pending=(*state.pending, place)), 0.3 if state.fresh else 1.2


def _before_feature(state: State, place: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Keep a place for the feature that follows, or add it to the part or to the feature before the part."""
    focus = state.focus
    if focus >= 0 and isinstance(place, Placing) and place.kind == "spacing" and len(place.numbers) == 1:
        for label in _CENTRES:
            if knows.exact(state.topics[focus].name, label):
                yield state.extended(focus, Size(place.numbers[0], label)), 0.0
                return
    yield replace(state, pending=(*state.pending, place)), 0.3
    feature = len(state.topics) - 1
    while feature >= 0 and state.topics[feature].kind == "part":
        feature -= 1
    if feature >= 0:
        yield state.extended(feature, place), 0.6
    if focus >= 0 and isinstance(place, Placing):
        yield from _of_part(state, place)


def _sized_just_now(state: State) -> bool:
    """Return whether a single size was read just before."""
    return bool(state.evidence) and isinstance(state.evidence[-1].value, Size | Head)


def _of_part(state: State, place: Placing) -> Iterator[tuple[State, float]]:
    """Add a place to the part: it names the size before it, says how high a component is, or nothing new."""
    about = (state.context,) if state.context else ()
    cost = 1.5
    measure = -1
    last = state.evidence[-1].value if state.evidence else None
    if (
        isinstance(last, Size)
        and place.kind == "place"
        and place.noun in {"top", "bottom", "base", "end", "side"}
    ):
        measure, cost = _measures(state.topics[state.focus]) - 1, 0.1
    elif place.kind == "offset" and place.name == "above":
        cost = 0.3
    elif place.noun in _PART_NOUNS:
        cost = 0.1
    elif about:
        cost = 0.5
    yield state.extended(state.focus, replace(place, about=about, measure=measure)), cost


def _measures(topic: Topic) -> int:
    """Return how many numbers were said of a topic."""
    return len(topic.sizes) + sum(len(group.sizes) for group in topic.groups)


def _number(state: State, count: int) -> Iterator[tuple[State, float]]:
    """Read "(4x)", "4 places": how many of what was spoken of just now."""
    if state.focus < 0:
        return
    index = state.topics[state.focus].owner if state.topics[state.focus].owner >= 0 else state.focus
    topic = state.topics[index]
    if topic.count not in {None, count} or topic.kind not in {"hole", "slot", "part", "pocket", "boss"}:
        return
    if topic.kind == "part":  # how many are ordered changes no shape
        yield replace(state, fresh=False), 0.1
        return
    topics = list(state.topics)
    plural = topic.plural or (topic.kind != "part" and count > 1)
    topics[index] = replace(topic, count=count, plural=plural, key=hash((topic.key, count)))
    yield replace(state, topics=tuple(topics), fresh=False), 0.0


def _context(state: State, context: Context) -> Iterator[tuple[State, float]]:
    base = state.base
    if base >= 0:
        about = state.extended(base, context)
        last = state.evidence[-1].value if state.evidence else None
        sized = isinstance(last, Size) and last.label == Label() and not state.fresh
        opened = last is Mark.OPEN_TOP and context.component in _OPENED
        cost = _AGAIN if opened else 1.6 if sized else 0.1
        yield replace(about, focus=base, context=context.component, fresh=False), cost
