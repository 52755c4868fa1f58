"""What it costs that something is said of a part or of a feature."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

from mayfly.language.nodes import UNNAMED, Label
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Group,
    Head,
    Mark,
    Placing,
    Size,
)

#: Features that are drilled.
BORED: Final = frozenset({"hole", "bore"})
#: What was drawn, and what was made of it.
DRAWN: Final = frozenset({"sketch", "raised", "sunk"})
ROUND_SIZES: Final = frozenset({"diameter", "radius"})

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
    "bore": {"diameter": 0.0, "radius": 0.0, "depth": 0.0, "length": 1.5, "across_flats": 0.3, None: 0.1},
    "slot": {
        "length": 0.0,
        "width": 0.0,
        "depth": 0.0,
        "radius": 1.5,
        "height": 2.0,
        None: 1.0,
        "diameter": 1.0,
    },
    "pocket": {
        "length": 0.0,
        "width": 0.0,
        "depth": 0.0,
        "diameter": 0.3,
        "height": 1.5,
        "radius": 0.4,
        "across_flats": 0.2,
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
        "radius": 0.3,
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
        "thickness": 0.6,
        "depth": 1.5,
        "angle": 0.2,
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
    "turndown": {"diameter": 0.0, "length": 0.0},
    "edge_wall": {"length": 0.3, "width": 0.2, "thickness": 0.0, "height": 0.0, None: 0.5},
    "notch": {"length": 0.0, "width": 0.0, "depth": 0.0, "side": 0.0, None: 0.5},
    "rib": {"thickness": 0.0, "width": 0.2, "height": 0.0, "length": 0.2, None: 0.4},
    "step": {"left_height": 0.0, "width": 0.0, "depth": 0.0, "height": 0.3, "length": 0.2, None: 0.3},
    "flat": {"depth": 0.0, "length": 0.0, "width": 1.0, "across_flats": 0.0, None: 0.4},
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
    "scale": {None: 0.0},
    "countersink": {"diameter": 0.0, "angle": 0.0, "depth": 1.0, None: 0.3},
}


#: Topics that have the sizes of a part of the catalogue.
BODIES: Final = frozenset({"part", "cut_body"})
#: The label of a size of the stock that a part is bent or turned from.
BAR: Final = Label(("bar",))
#: What it costs that a topic has a size of the same name already.
AGAIN: Final = 3.0
#: From this cost on, something can't be said of a topic at all.
NO_PLACE: Final = 6.0
#: What it costs that phrases that stand together belong to two topics.
_TORN: Final = 1.6
#: What it costs that a number has no name where the name of the next size stands right behind it.
_LEFT_ALONE: Final = 2.0
#: What it costs that a number in words before several things is a size of each.
_WORD_AS_SIZE: Final = 2.5
#: What sections consist of: the two parallel sides of a trapezoid, the legs, web and flange of a letter.
_OF_SECTIONS: Final = frozenset(
    {"bottom", "top", "leg", "web", "flange", "base", "bottom level", "top level", "outer", "wall"}
)
#: Sides of a profile that are named by their direction.
SIDES_ALONG: Final = {"along_length": "length", "along_width": "width", "along_height": "height"}
#: Which of the circles of a ring a diameter is of.
_ROUND_ONES: Final = frozenset({"outer", "inner", "mean"})
#: Components that name no piece of a part: those of a feature's own sizes.
_OWN_OF_FEATURES: Final = frozenset({"outer", "inner", "overall", "groove", "bore", "top", "bottom"})
#: What may be called through or blind before its noun.
_MARKED_AS_HOLES: Final = frozenset(
    {"hole", "bore", "slot", "pocket", "cut", "sunk", "cut_body", "cut_block"}
)
#: Marks that say something of a hole, a slot or a pocket.
MARKS_OF_HOLES: Final = frozenset(
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
        Mark.BALL_BOTTOM,
        Mark.EVERYTHING,
        Mark.HALF_DEEP,
    }
)


def cost_before(head: Head, value: Any, knows: Knowledge) -> float:
    """Return what it costs that a value stands before its noun."""
    if head.kind == "stock":
        return 0.0
    if isinstance(value, Size):
        return _size_before(head, value, knows)
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
            "step": 2,
            "rib": 3,
            "flat": 2,
            "notch": 3,
            "edge_wall": 2,
        }
        if head.kind in BODIES:
            return 0.0
        if any(set(size.label.components) - _OWN_OF_FEATURES - {head.kind} for size in value.sizes):
            return NO_PLACE
        if head.kind in BORED:
            marked = value.sizes[0].number.form in {"diameter", "thread"}
            deep = any(size.label.role in {"depth", "deep"} for size in value.sizes[1:])
            if head.plural and head.count is None and value.sizes[0].number.text.isdigit():
                return 2.6  # "3 x 6 mm holes" are three
            return (0.2 if deep else 0.5) if marked or deep else 1.5 if len(value.sizes) == 2 else NO_PLACE
        return 0.0 if len(value.sizes) <= most.get(head.kind, 0) else NO_PLACE
    if isinstance(value, Mark):
        if value in MARKS_OF_HOLES and head.kind not in _MARKED_AS_HOLES:
            return 1.0
        return 0.0
    if isinstance(value, Placing) and head.kind == "part" and value.kind != "norm":
        return NO_PLACE
    return 0.0


def _size_before(head: Head, size: Size, knows: Knowledge) -> float:
    """Return what it costs that a size stands before its noun."""
    bare = size.label == UNNAMED
    if bare and size.number.form == "word" and head.plural:
        return _WORD_AS_SIZE  # "four M6 holes" are four
    if head.kind in BODIES:
        return 0.0 if bare or knows.takes(head.name, size.label) else NO_PLACE
    if head.kind in {"pocket", "boss"} and bare and size.number.form == "plain":
        return 0.3
    return role_cost(head.kind, size)


def torn_apart(state: State, at: int, value: Any, knows: Knowledge) -> float:
    """Return what it costs that phrases without a word or mark between them belong to two topics.

    In "bore 50 thk 14" the 50 is the bore's, and no thickness behind its number; in "a 2 x 1 groove" the
    numbers are the groove's, and no step of the shaft.

    Args:
        state: The reading so far.
        at: Where the second phrase begins.
        value: What it was read as.
        knows: What the catalogue says of parts.
    """
    last = state.evidence[-1] if state.evidence else None
    if last is None or last.end != at:
        return 0.0
    if isinstance(value, Size) and value.label != UNNAMED:
        bare = isinstance(last.value, Head) and last.value.kind in BORED and not last.value.said
        return _TORN if bare else 0.0
    named = isinstance(last.value, Head) and last.value.kind == "part" and not last.value.said
    if named and isinstance(value, Head) and value.kind != "part":  # "block 60x40x30 slot 10 wide"
        return _TORN if any(isinstance(one, Group) for one in value.said[:1]) else 0.0
    if isinstance(value, Mark) and isinstance(last.value, Group):
        return _TORN if state.base >= 0 and knows.steps(state.topics[state.base].name) else 0.0
    if isinstance(value, Head) and isinstance(last.value, Group) and value.kind not in {"part", "stock"}:
        base = state.topics[state.base].name if state.base >= 0 else ""
        sized = any(isinstance(one, Size | Group) for one in value.said)
        fits = not sized and cost_before(value, last.value, knows) < NO_PLACE
        return _TORN if fits and knows.steps(base) else 0.0
    return 0.0


def left_alone(state: State, at: int, value: Any) -> float:
    """Return what it costs that a number stands without a name right before the name of another size.

    In "25 od 15 bore" the 25 is the outer diameter.

    Args:
        state: The reading so far.
        at: Where the second phrase begins.
        value: What it was read as.
    """
    last = state.evidence[-1] if state.evidence else None
    adjacent = last is not None and last.end == at and _is_left_alone(last.value)
    return _LEFT_ALONE if adjacent and _begins_with_its_name(value) else 0.0


def _is_left_alone(value: Any) -> bool:
    """Return whether something is a number without a name: "25" in "25 od 15"."""
    return isinstance(value, Size) and value.label == UNNAMED and value.number.form == "plain"


def _begins_with_its_name(value: Any) -> bool:
    """Return whether a size is named before its number, right behind another number: "od 15"."""
    if isinstance(value, Head):
        return value.kind in BORED and value.words.lower() in BORED and bool(value.said)
    return isinstance(value, Size) and value.label.role == "diameter" and value.number.form == "plain"


#: Features that are longer than wide: "30 overall" is their length.
_LONG: Final = frozenset({"slot", "keyway"})


def role_cost(kind: str, size: Size) -> float:
    """Return what it costs that a size is one of a feature's."""
    role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
    roles = ROLES.get(kind, {})
    if kind in {"pocket", "boss", "sketch", "raised", "sunk"}:
        role = SIDES_ALONG.get(role or "", role)
    components = size.label.components
    if components == ("overall",) and (kind in BORED or role is None):
        return 0.0 if kind in _LONG and role is None else NO_PLACE
    if components and components[-1] not in {kind, "groove", "overall"} and kind not in {"turned", "sweep"}:
        ringed = kind in DRAWN | {"groove", "boss"} and components[-1] in _ROUND_ONES
        round_one = ringed and (role in ROUND_SIZES or (kind == "boss" and role is None))
        round_one = round_one or (kind == "boss" and components == ("wall",))
        if not round_one and not (kind in DRAWN and components[-1] in _OF_SECTIONS):
            return NO_PLACE
    if size.number.form == "thread":
        return 0.0 if kind in {"hole", "bore", "counterbore", "countersink"} else NO_PLACE
    if size.number.form == "angle":
        return 0.0 if "angle" in roles or kind in {"slot", "pocket"} else NO_PLACE
    if size.number.form == "diameter":
        role = "diameter"
    if size.number.form == "radius":
        role = "radius"
    return roles.get(role, NO_PLACE)


def last_of(state: State, kinds: AbstractSet[str]) -> int:
    """Return the index of the last topic of some kinds; -1 where there was no such topic."""
    return next((i for i in range(len(state.topics) - 1, -1, -1) if state.topics[i].kind in kinds), -1)


def has_size(topic: Topic, size: Size) -> bool:
    """Return whether a size of the same name was said of a topic already."""

    def key(one: Size) -> tuple[Any, ...]:
        role = ROLE_OF.get(one.label.role, one.label.role) if one.label.role else None
        if one.number.form == "angle":
            return one.label.components, "angle"
        if one.number.form == "thread" and topic.kind != "part":
            return one.label.components, "thread"
        if one.number.form in ROUND_SIZES:
            role = one.number.form if role is None else role
        if role is None and topic.kind != "part":
            role = "diameter" if topic.kind in BORED else "radius" if topic.kind == "fillet" else None
        return one.label.components, role

    sizes = topic.sizes
    if topic.kind in BORED:
        sizes = [*sizes, *(one for group in topic.groups for one in group.sizes)]
    return any(key(one) == key(size) for one in sizes if key(size)[1] is not None)


def candidates(state: State) -> Iterator[tuple[int, float]]:
    """Yield the topics that something said now can belong to, the nearest first, with what that costs."""
    base = max(
        (i for i, topic in enumerate(state.topics[: state.focus + 1]) if topic.kind == "part"),
        default=state.base,
    )
    if state.focus >= 0:
        yield state.focus, 0.0
    if base >= 0 and base != state.focus:
        yield base, 0.2 if state.fresh else 0.35 if state.paused else 0.5
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
