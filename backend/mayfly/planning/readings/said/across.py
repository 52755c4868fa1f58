"""What "20 across" of a feature measures: the diameter of something round, the side of something square."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.attach.sizes import ACROSS, MAY_BE_ROUND
from mayfly.language.weighing.topics import BLOCK, DISC, PLATE, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Mark, Placing, Size
from mayfly.planning.readings.said.roles import role_of

#: Sides of a rectangle.
_SIDES: Final = 2
_ROUND: Final = frozenset({"hole", "bore"})
_DEPTHS: Final = frozenset({"deep", "depth"})
#: Parts that are the base themselves, of what stands on them.
_BASES: Final = frozenset({BLOCK, PLATE, DISC, ROUND_BAR})


def measured_across(state: State) -> State:
    """Return a reading in which "20 across" of a feature is its diameter, or its side where it is square."""
    if not any(one.label == ACROSS for topic in state.topics for one in topic.sizes):
        return state
    return replace(state, topics=tuple(_measured(topic) for topic in state.topics))


def squared(state: State) -> State:
    """Return a reading in which "a hole: square, 12 x 12" is a square opening."""
    if not any(map(_is_square_hole, state.topics)):
        return state
    return replace(
        state, topics=tuple(_opening(one) if _is_square_hole(one) else one for one in state.topics)
    )


def round_recesses(state: State) -> State:
    """Return a reading in which a recess of one size in a round part is round, as that is."""
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    if part is None or part.base != "round":
        return state
    return replace(state, topics=tuple(map(_as_round, state.topics)))


def _as_round(topic: Topic) -> Topic:
    bare = [one for one in topic.sizes if one.label == Label() and one.number.form == "plain"]
    deep = [one for one in topic.sizes if role_of(one) in _DEPTHS]
    alone = len(bare) == len(deep) == 1 and len(topic.sizes) == len(bare + deep) and not topic.groups
    if topic.kind != "pocket" or not alone or "hex" in topic.name or Mark.SQUARE in topic.marks:
        return topic
    wide = replace(bare[0], label=Label((), "diameter"))
    return replace(topic, said=tuple(wide if one is bare[0] else one for one in topic.said))


def without_base(state: State) -> State:
    """Return a reading in which "the top of the base" is that of the part itself, which has no other base."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in _BASES:
        return state
    return replace(state, topics=tuple(map(_on_the_part, state.topics)))


def _on_the_part(topic: Topic) -> Topic:
    if topic.kind == "part":
        return topic
    return replace(
        topic, said=tuple(_of_the_part(one) if isinstance(one, Placing) else one for one in topic.said)
    )


def _of_the_part(place: Placing) -> Placing:
    ref = place.ref
    if ref is None or ref.of is None or ref.of.noun != "base" or ref.of.traits or ref.of.of is not None:
        return place
    return replace(place, ref=Reference(ref.noun, ref.traits, ref.count, ref.plural, None, ref.text))


def _is_square_hole(topic: Topic) -> bool:
    """Return whether a hole was said to be square and has the two sides of one."""
    if topic.kind not in _ROUND or Mark.SQUARE not in topic.marks:
        return False
    numbers = [size for group in topic.groups for size in group.sizes]
    plain = all(size.label == Label() and size.number.form == "plain" for size in numbers)
    return plain and len(numbers) == _SIDES and numbers[0].number.value == numbers[1].number.value


def _opening(topic: Topic) -> Topic:
    said = tuple(one for one in topic.said if one is not Mark.SQUARE)
    return replace(topic, kind="pocket", name="square hole", said=said)


def _measured(topic: Topic) -> Topic:
    if topic.kind not in MAY_BE_ROUND:
        return topic
    role = "side" if Mark.SQUARE in topic.marks else "diameter"
    said = tuple(
        Size(one.number, Label((), role)) if isinstance(one, Size) and one.label == ACROSS else one
        for one in topic.said
    )
    return replace(topic, said=said)
