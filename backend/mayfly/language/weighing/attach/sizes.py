"""Adds a size, or numbers in a row, to what they can belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import UNNAMED, Label
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.attach.fitting import (
    AGAIN,
    BODIES,
    BORED,
    DRAWN,
    NO_PLACE,
    candidates,
    cost_before,
    has_size,
    role_cost,
)
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import (
    Group,
    Head,
    Mark,
    Size,
    Span,
    StandsAt,
)

#: Profiles that one size describes, and what that is called.
_BY_ONE_SIZE: Final = frozenset({"square", "circle"})
_ITS_SIZE: Final = frozenset({"side", "diameter", "radius", None})
#: How far a leg reaches, where the part has one size of that name.
_EXTENTS: Final = frozenset({"length", "height"})
#: Names of sizes that are no components.
_OWN_NAMES: Final = frozenset({"diagonal", "diagonals", "branch", "rise", "circumdiameter", "projection"})
#: What the size of a gear's teeth is called.
_MODULE: Final = Label((), "module")
#: What it costs that "Ø52 x 15 deep" is one more piece of a part, and no hole in it.
_SUNK: Final = 2.5
#: What it costs that a size with its name stands before the part: "OD 40, ID 20 bush".
_BEFORE: Final = 0.3
#: "25 across" of something round is its diameter, of something square its side.
ACROSS: Final = Label(("across",))
MAY_BE_ROUND: Final = frozenset({"hole", "bore", "pocket", "boss", "counterbore"})
_DIAMETER: Final = Label((), "diameter")
#: "28 wide" of a round bar is its diameter, where it is not its length.
_WIDE: Final = Label((), "wide")
_WIDE_AS_ROUND: Final = 0.4
_DIAMETER_OF_BAR: Final = Size(Quantity(1.0, "1"), Label((), "diameter"))
#: How much likelier the diameter is that of a pocket that is called round.
_ROUND_POCKET: Final = 0.3
#: Components whose size does not begin to speak of them.
_NO_CONTEXT: Final = frozenset({"face", "outer", "inner", "overall", "mean", "wall", "bend", "wire", "mate"})


_TURN: Final = 360.0


def attach_size(state: State, size: Size, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a size given to each topic that takes it, the nearest first."""
    part = knows.named(size.number.table) if state.base < 0 and size.label == UNNAMED else ""
    if part:
        yield state.added(Topic.of(Head("part", part, size.number.text, said=(size,)))), 0.2
    if size.number.table and not state.topics:
        yield state.waiting(size), 0.3
    if not state.topics and size.label != UNNAMED:
        yield state.waiting(size), _BEFORE
        return
    for index, near in candidates(state):
        topic = state.topics[index]
        if topic.kind in BODIES:
            yield from _size_of_part(state, index, size, near, knows)
            continue
        if size.number.form == "angle" and size.number.value * (topic.count or 1) == _TURN:
            continue  # "four slots at 90°" are a quarter turn apart, and none of them is turned
        if topic.kind == "slot" and size.label == Label(("overall",)):
            yield state.extended(index, Size(size.number, Label(("overall",), "length"))), near
            continue
        across = size.label == ACROSS and topic.kind in MAY_BE_ROUND
        round_one = topic.kind == "pocket" and Mark.ROUND in topic.marks and size.label == _DIAMETER
        cost = role_cost(topic.kind, Size(size.number, _DIAMETER) if across else size) + near
        cost -= _ROUND_POCKET if round_one else 0.0
        if cost >= NO_PLACE:
            continue
        listed = topic.kind in DRAWN and (topic.count or 1) > len(topic.sizes)  # "two squares, one with …"
        if (has_size(topic, size) or _is_full(topic, size)) and not listed:
            cost += AGAIN
        yield state.extended(index, size), cost


def _is_full(topic: Topic, size: Size) -> bool:
    """Return whether a profile that one size describes has it already, under whatever name."""
    one = topic.name in _BY_ONE_SIZE and not size.label.components
    return one and size.label.role in _ITS_SIZE and any(each.label.role in _ITS_SIZE for each in topic.sizes)


def _size_of_part(
    state: State, index: int, size: Size, near: float, knows: Knowledge
) -> Iterator[tuple[State, float]]:
    topic = state.topics[index]
    near += AGAIN if _is_spanned(topic, size) else 0.0
    size = _as_diameter(size, topic.name, knows)
    size, labels = _by_its_form(size, topic.name, knows)
    labels[:0] = _of_context(state, topic, size, knows)
    if size.label.components in {("base",), ("bottom",)} and knows.exact(topic.name, Label(("floor",))):
        labels.append(Label(("floor",), size.label.role))
    yield from _wide_as_round(state, index, size, near)
    for label in labels:
        if knows.steps(topic.name) and label.components in {(), ("overall",), ("bore",)}:
            yield state.extended(index, Size(size.number, label)), near + 0.1
            return
        if label == UNNAMED:
            open_ = 0.3 if size.number.form in {"plain", "word", "thread"} else 0.0
            yield state.extended(index, size), near + open_
            continue
        if label.role in {"wide", "width"} and not knows.takes(topic.name, label):
            label = replace(label, role="length")
        if knows.takes(topic.name, label):
            extended = Size(size.number, label)
            said = state.extended(index, extended).speaking_of(_context_of(label) or state.context)
            again = has_size(topic, extended) and not _is_listed(topic)
            yield said, near + (AGAIN if again else 0.0)
            return


def _by_its_form(size: Size, name: str, knows: Knowledge) -> tuple[Size, list[Label]]:
    """Return a size and what it can be called: "m2" of a gear is its module, "R5" of a component a radius."""
    if size.number.form == "thread" and knows.exact(name, _MODULE):  # "m2 z20"
        return Size(replace(size.number, form="plain"), size.label), [_MODULE]
    if size.number.form == "radius" and size.label.components and size.label.role is None:
        return size, [Label(size.label.components, "radius")]
    return size, [size.label]


def _wide_as_round(state: State, index: int, size: Size, near: float) -> Iterator[tuple[State, float]]:
    """Yield the reading in which "28 wide" of a round bar is its diameter."""
    topic = state.topics[index]
    if size.label == _WIDE and topic.name == ROUND_BAR and not has_size(topic, _DIAMETER_OF_BAR):
        yield state.extended(index, Size(size.number, Label((), "diameter"))), near + _WIDE_AS_ROUND


def _of_context(state: State, topic: Topic, size: Size, knows: Knowledge) -> list[Label]:
    """Return what a size is called as one of the component that is spoken of; empty where that has none."""
    outer = size.label.components == ("outer",) and " " not in state.context
    if not state.context or (size.label.components and not outer):
        return []
    of_context = Label((state.context,), ROLE_OF.get(size.label.role or "", size.label.role))
    if size.number.form in {"diameter", "radius"} and of_context.role is None:
        of_context = Label(of_context.components, size.number.form)
    if knows.exact(topic.name, of_context):
        return [of_context]
    bare = Label((state.context,))
    leg = state.context.endswith("leg") and of_context.role in _EXTENTS
    return [bare] if leg and knows.exact(topic.name, bare) else []  # "the horizontal leg is 50 mm long"


def _is_spanned(topic: Topic, size: Size) -> bool:
    """Return whether a body goes from corner to corner, so that a diameter behind it is a feature's."""
    spanned = any(isinstance(one, Span) and len(one.axes) == len("xyz") for one in topic.said)
    return spanned and (size.number.form == "diameter" or size.label.role == "diameter")


def _is_listed(topic: Topic) -> bool:
    """Return whether several bodies are listed, each with its sizes and its middle."""
    return (topic.count or 1) > 1 and bool(topic.said) and isinstance(topic.said[-1], StandsAt)


def _as_diameter(size: Size, name: str, knows: Knowledge) -> Size:
    """Return "bottom radius 30" of a part that has a bottom diameter as that."""
    wide = Label(size.label.components, "diameter")
    if size.label.role != "radius" or not size.label.components:
        return size
    if knows.exact(name, size.label) or not knows.exact(name, wide):
        return size
    number = replace(size.number, value=2 * size.number.value, text=f"2 x {size.number.text}")
    return Size(number, wide)


def _context_of(label: Label) -> str:
    """Return the component that is spoken of behind a size of its own: "hub Ø40, 20 high"."""
    if label.role == "fins":
        return "fin"
    last = label.components[-1] if label.components else ""
    return last if last not in _NO_CONTEXT and " " not in last and last not in _OWN_NAMES else ""


def attach_group(state: State, group: Group, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with numbers in a row given to each topic that takes them."""
    if not state.topics and state.evidence:
        yield state.waiting(group), 0.5
    for index, near in candidates(state):
        topic = state.topics[index]
        if topic.kind in BODIES:
            steps = knows.steps(topic.name)
            fits = (
                len(group.sizes) in knows.numbers(topic.name)
                or (steps and len(group.sizes) == 2)
                or _of_component(topic.name, group, knows)
            )
            extended = group
            own = None if state.context else _own_component(topic.name, topic.words, group, knows)
            if own:
                extended, fits = own, True
            elif state.context and not any(_is_of_another(size, state.context) for size in group.sizes):
                sizes = tuple(Size(s.number, Label((state.context,), s.label.role)) for s in group.sizes)
                extended = Group(sizes)
            extended = _of_leg(topic.name, extended, knows) or extended
            named = any(size.label.components for size in extended.sizes)
            first = state.context or steps or named or _is_listed(topic)
            again = AGAIN if topic.groups and not first else 0.0
            again += _SUNK if _is_sunk(group) and (topic.groups or topic.sizes) else 0.0
            yield (
                state.extended(index, extended),
                near + again + (0.0 if fits else 0.2 if _begins_row(topic.name, group, knows) else 1.0),
            )
            continue
        cost = cost_before(Head(topic.kind, topic.name, topic.words), group, knows)
        if cost < NO_PLACE:
            sized = topic.groups or (topic.kind in BORED and _is_bored(topic, group.sizes[0]))
            yield state.extended(index, group), cost + near + (AGAIN if sized else 0.0)


#: Components with one diameter, which is their outer one.
_ROUND_ONES: Final = frozenset({"flange", "head", "hub", "shank", "pin", "rim"})


def _is_of_another(size: Size, context: str) -> bool:
    """Return whether a size names a component of its own: the "OD" of a flange is just its diameter."""
    outside = size.label == Label(("outer",), "diameter") and context in _ROUND_ONES
    return bool(size.label.components) and not outside


_LEGS: Final = {"base": "horizontal_leg", "horizontal_leg": "horizontal_leg", "vertical_leg": "vertical_leg"}
#: What the numbers of a leg that lies flat are, in their order.
_FLAT_LEG: Final = ("length", "width", "thickness")


def _of_leg(name: str, group: Group, knows: Knowledge) -> Group | None:
    """Return "base 50 x 40 x 4" of an angle as its leg, its width and its thickness."""
    component = group.sizes[0].label.components
    leg = _LEGS.get(component[0]) if len(component) == 1 else None
    if leg is None or any(size.label.components != component for size in group.sizes):
        return None
    if not all(knows.exact(name, Label((each,))) for each in set(_LEGS.values())):
        return None
    roles = [ROLE_OF.get(size.label.role or "", size.label.role) for size in group.sizes]
    if roles[0] is None and leg == component[0]:
        return None
    roles = [role or _FLAT_LEG[at] for at, role in enumerate(roles[: len(_FLAT_LEG)])]
    if len(set(roles)) != len(group.sizes):
        return None
    labels = [Label((leg,)) if role in _EXTENTS else Label((), role) for role in roles]
    return Group(tuple(Size(one.number, label) for one, label in zip(group.sizes, labels, strict=True)))


def _is_bored(topic: Topic, size: Size) -> bool:
    """Return whether a hole has a diameter or thread already: "Ø30 x 40 deep, M16 x 30 deep" are two."""
    marked = size.number.form in {"diameter", "thread"}
    has_one = any(one.number.form in {"diameter", "thread"} or one.label == _DIAMETER for one in topic.sizes)
    return has_size(topic, size) or (marked and has_one)


def _is_sunk(group: Group) -> bool:
    """Return whether numbers in a row are a diameter and how deep it is: "Ø52 x 15 deep"."""
    first, *_, last = group.sizes
    round_one = first.number.form == "diameter" or first.label.role == "diameter"
    return round_one and last.label.role in {"deep", "depth"}


def _own_component(name: str, words: str, group: Group, knows: Knowledge) -> Group | None:
    """Return "Hub Ø60 x 40" with the sizes of the hub, where the part has no row of sizes of its own."""
    word = words.lower()  # "flanged hub: Ø80 x 10 flange" has no hub of that size
    if knows.numbers(name) or any(size.label.components for size in group.sizes):
        return None
    if len(group.sizes) != 2 or not knows.exact(name, Label((word,), "diameter")):
        return None
    return Group(tuple(Size(size.number, Label((word,), size.label.role)) for size in group.sizes))


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
