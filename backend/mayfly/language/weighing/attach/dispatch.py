"""Hands what a pattern found to the function that adds its type to a reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from mayfly.language.nodes import UNNAMED, Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.attach.fitting import AGAIN
from mayfly.language.weighing.attach.heads import attach_head
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.attach.marks import OPENED, attach_mark
from mayfly.language.weighing.attach.named_bodies import placed, taken_away
from mayfly.language.weighing.attach.places import attach_place
from mayfly.language.weighing.attach.shares import attach_share
from mayfly.language.weighing.attach.sizes import attach_group, attach_size
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import (
    Absent,
    Context,
    Group,
    Head,
    Leading,
    Mark,
    Placed,
    Share,
    Size,
    Stated,
    Taken,
)

#: What it costs that a component is spoken of where the body has only been named by its role.
_NO_COMPONENTS: Final = 0.8
#: Marks that give an end its shape.
_SHAPES: Final = frozenset({Mark.ROUNDED, Mark.ROUND, Mark.POINTED})
#: What a slot ends in that goes from side to side.
_SQUARE_END: Final = "square_end"
#: What slots end in.
_ROUND_END: Final = "round_end"


#: Components that say of which side all numbers in a row are: "80 x 60 x 35 outside".
_SIDES: Final = frozenset({"outer", "inner", "overall"})


def attach(state: State, value: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the ways to add a value to a reading, each with its cost."""
    if isinstance(value, tuple):
        yield from _attach_all(state, value, knows)
    elif isinstance(value, Head):
        yield from attach_head(state, value, knows)
    elif isinstance(value, Size):
        yield from attach_size(state, value, knows)
    elif isinstance(value, Group):
        yield from attach_group(state, value, knows)
    elif isinstance(value, Mark):
        yield from attach_mark(state, value, knows)
    elif isinstance(value, Stated | Absent):
        yield state.but(stated=(*state.stated, value)), 0.0
    elif isinstance(value, Leading):
        yield state.waiting(value.where), 0.0
    elif type(value) in _OF_STATES:
        yield from _OF_STATES[type(value)](state, value)
    else:
        yield from attach_place(state, value, knows)


def _attach_all(state: State, values: tuple[Any, ...], knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add several values, each where it is cheapest; sizes of one name belong together ("legs 60 and 45")."""
    if all(isinstance(value, Size) for value in values) and len({value.label for value in values}) == 1:
        yield from _same_sizes(state, values, knows)
        return
    cost = _AS_RING if _are_of_a_ring(values) and _has_floor(state, knows) else 0.0
    for value in values:
        found = min(attach(state, value, knows), key=lambda one: one[1], default=None)
        if found is None:
            return
        state, cost = found[0], cost + found[1]
    yield state, cost


#: What it costs that "80/60" of a cup is its outer and inner diameter, and not its width at the ends.
_AS_RING: Final = 3.0


def _are_of_a_ring(values: tuple[Any, ...]) -> bool:
    """Return whether sizes are the outer and the inner diameter of a ring, written with a stroke: "80/60"."""
    labels = [value.label for value in values if isinstance(value, Size)]
    return labels == [Label(("outer",), "diameter"), Label(("inner",), "diameter")]


def _has_floor(state: State, knows: Knowledge) -> bool:
    """Return whether the part is closed at one end."""
    return state.base >= 0 and knows.floored(state.topics[state.base].name)


def _same_sizes(state: State, values: tuple[Size, ...], knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add the sizes of "legs 60 and 45", each way in which the first of them can be read."""
    for extended, cost in attach_size(state, values[0], knows):
        index = next(
            (i for i, one in enumerate(extended.topics) if i >= len(state.topics) or one != state.topics[i]),
            -1,
        )
        if index < 0:
            continue
        both = extended
        for value in values[1:]:
            both = both.extended(index, Size(value.number, extended.topics[index].sizes[-1].label))
        yield both, cost


_LONG_CUTS: Final = word_set("groove slot")


def _goes_all_along(state: State) -> bool:
    """Return whether a slot or groove is spoken of that runs over the whole length or width."""
    topic = state.topics[state.focus] if state.focus >= 0 else None
    return topic is not None and topic.kind in _LONG_CUTS and Mark.EVERYTHING in topic.marks


_WITH_OWN_WIDTH: Final = word_set("keyway slot")


def _context(state: State, context: Context) -> Iterator[tuple[State, float]]:
    base = state.base
    if context.component == "vertical_leg" and base >= 0 and " " not in context.text.strip():
        spoken = state.topics[state.focus] if state.focus >= 0 else state.topics[base]
        if spoken.kind == "part":
            yield state.extended(state.focus, Mark.STANDING), 0.15  # "a shaft, upright"
    slotted = state.focus >= 0 and state.topics[state.focus].kind in _WITH_OWN_WIDTH
    if context.component == _SQUARE_END and _goes_all_along(state):
        yield state.but(fresh=False), 0.0  # a slot from side to side has no other ends
        return
    if context.component == _ROUND_END and slotted:
        yield state.but(fresh=False), 0.0  # slots and keyways have them anyway
        return
    shaped = state.evidence[-1].value in _SHAPES if state.evidence else False
    if context.component == "end" and shaped:
        return  # "rounded ends" are no mere ends
    if base >= 0:
        about = state.extended(base, context)
        last = state.evidence[-1].value if state.evidence else None
        # "bore is 12, the body 16 OD": behind a comma the number is not the component's
        sized = isinstance(last, Size) and last.label == UNNAMED and not (state.fresh or state.paused)
        bare = isinstance(last, Group) and not any(size.label.components for size in last.sizes)
        no_row = context.component in _SIDES | {_ROUND_END, _SQUARE_END}
        sized = sized or (bare and not state.fresh and not state.paused and not no_row)
        opened = last is Mark.OPEN_TOP and context.component in OPENED
        led = last is Mark.THROUGH or (
            last is Mark.CENTRED and not state.paused
        )  # "concentric with the ends"
        cost = AGAIN if opened or led else 1.6 if sized else 0.1  # "through the wall"
        if state.topics[base].name == "body":
            cost += _NO_COMPONENTS
        now = state.context or "end" if context.component == "end" else context.component
        if context.component in {_SQUARE_END, _ROUND_END}:
            now = state.context  # the sizes behind "form B" are the part's
        yield about.but(focus=base, context=now, fresh=False), cost


#: What is added by what was said before alone, whatever the catalogue says.
_OF_STATES: Final[dict[type, Callable[[State, Any], Iterator[tuple[State, float]]]]] = {
    Context: _context,
    Placed: placed,
    Share: attach_share,
    Taken: taken_away,
}
