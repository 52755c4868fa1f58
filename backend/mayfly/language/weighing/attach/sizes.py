"""Adds a size, or numbers in a row, to what they can belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.attach.fitting import (
    AGAIN,
    BODIES,
    NO_PLACE,
    candidates,
    cost_before,
    has_size,
    role_cost,
)
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Group,
    Head,
    Size,
)

#: What it costs that sizes stand before all names: "length 80, width 50. Create a plate …".
_BEFORE_ALL: Final = 0.3
#: Components whose size does not begin to speak of them.
#: What it costs that a size with its name stands before the part: "OD 40, ID 20 bush".
_BEFORE: Final = 0.3
_NO_CONTEXT: Final = frozenset({"face", "outer", "inner", "overall", "mean", "wall", "bend", "wire"})


def attach_size(state: State, size: Size, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a size given to each topic that takes it, the nearest first."""
    part = knows.named(size.number.table) if state.base < 0 and size.label == Label() else ""
    if part:
        yield state.added(Topic.of(Head("part", part, size.number.text, said=(size,)))), 0.2
    if size.number.table and not state.topics:
        yield replace(state, pending=(*state.pending, size)), 0.3
    if not state.topics and size.label != Label():
        yield replace(state, pending=(*state.pending, size)), _BEFORE
        return
    for index, near in candidates(state):
        topic = state.topics[index]
        if topic.kind in BODIES:
            yield from _size_of_part(state, index, size, near, knows)
            continue
        cost = role_cost(topic.kind, size) + near
        if cost >= NO_PLACE:
            continue
        if has_size(topic, size):
            cost += AGAIN
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
    if size.label.role == "radius" and size.label.components:
        size = _as_diameter(size, topic.name, knows)
        labels[-1] = size.label
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
            yield said, near + (AGAIN if has_size(topic, extended) else 0.0)
            return


def _as_diameter(size: Size, name: str, knows: Knowledge) -> Size:
    """Return "bottom radius 30" of a part that has a bottom diameter as that."""
    wide = Label(size.label.components, "diameter")
    if knows.exact(name, size.label) or not knows.exact(name, wide):
        return size
    number = replace(size.number, value=2 * size.number.value, text=f"2 x {size.number.text}")
    return replace(size, number=number, label=wide)


def _context_of(label: Label) -> str:
    """Return the component that is spoken of behind a size of its own: "hub Ø40, 20 high"."""
    if label.role == "fins":
        return "fin"
    return label.components[-1] if label.components and label.components[-1] not in _NO_CONTEXT else ""


def attach_group(state: State, group: Group, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with numbers in a row given to each topic that takes them."""
    if not state.topics and state.evidence:
        yield replace(state, pending=(*state.pending, group)), 0.5
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
            if state.context and not any(size.label.components for size in group.sizes):
                sizes = tuple(replace(s, label=Label((state.context,), s.label.role)) for s in group.sizes)
                extended = Group(sizes)
            own = any(size.label.components for size in group.sizes)
            again = AGAIN if topic.groups and not (state.context or steps or own) else 0.0
            yield (
                state.extended(index, extended),
                near + again + (0.0 if fits else 0.2 if _begins_row(topic.name, group, knows) else 1.0),
            )
            continue
        cost = cost_before(Head(topic.kind, topic.name, topic.words), group, knows)
        if cost < NO_PLACE:
            yield state.extended(index, group), cost + near + (AGAIN if topic.groups else 0.0)


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
