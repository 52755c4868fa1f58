"""Holes in the middle of a step, a slot or a groove, as holes at its place: "in the centre of the step"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import (
    Along,
    Context,
    Group,
    InCentre,
    Mark,
    Origin,
    Placing,
    Points,
    Relation,
    Size,
)
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import role_of

#: What a step is called that something lies in.
STEPS: Final = word_set("step rebate rabbet ledge shoulder")
_SIDES: Final = {"left": (-1, 0), "right": (1, 0), "front": (0, -1), "back": (0, 1)}


def holes_on_steps(state: State) -> State:
    """Return a reading in which a through hole in the middle of the only step lies at its point.

    Raises:
        NeedsClarification: It is open which step, or where it lies on the step.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    bodies = [topic for topic in state.topics if topic.kind == "part" and _last(topic.words) in STEPS]
    if base is None or bodies or not any(map(is_on_step, state.topics)):
        return state
    return state.but(
        topics=tuple(_at_its_point(state, base, one) if is_on_step(one) else one for one in state.topics)
    )


def in_middles_of_slots(state: State) -> State:
    """Return a reading in which what lies in the middle of the only slot or groove has its place.

    Raises:
        NeedsClarification: Several were described.
    """
    return state.but(topics=tuple(_in_its_middle(state, one) for one in state.topics))


#: What something lies in the middle of that has a place of its own.
_LONG_ONES: Final = word_set("slot groove keyway rib")
_NO_PLACES: Final = (Size, Group, Mark, Context)


def _in_its_middle(state: State, topic: Topic) -> Topic:
    found = [one for one in topic.said if isinstance(one, Placing) and _of_long_one(one)]
    if len(found) != 1 or topic.kind in _LONG_ONES:
        return topic
    noun = _of_long_one(found[0])
    owners = [one for one in state.topics if one.kind == noun]
    if len(owners) != 1:
        return topic
    if (owners[0].count or 1) > 1 or owners[0].plural:
        raise unsupported(f"In which {noun} is the {topic.words}?", about("place", topic.words))
    places = [one for one in owners[0].said if not isinstance(one, _NO_PLACES) and not _is_direction(one)]
    said = [each for one in topic.said for each in (places or [one] if one is found[0] else [one])]
    return replace(topic, said=tuple(said))


def _of_long_one(placing: Placing) -> str:
    ref = placing.ref
    middle = ref is not None and ref.noun == "centre" and not placing.numbers
    noun = ref.of.noun if middle and ref is not None and ref.of is not None else ""
    return noun if noun in _LONG_ONES else ""


def _is_direction(one: object) -> bool:
    return isinstance(one, Along) or (isinstance(one, Placing) and one.name in {"along", "across"})


def is_on_step(topic: Topic) -> bool:
    """Return whether a feature was said to lie in a step."""
    return any(isinstance(one, Relation) and _names_a_step(one) for one in topic.said)


def _names_a_step(relation: Relation) -> bool:
    return _last(relation.of) in STEPS


def _last(words: str) -> str:
    return words.lower().split()[-1] if words.split() else ""


def _at_its_point(state: State, base: Topic, hole: Topic) -> Topic:
    steps = [topic for topic in state.topics if topic.kind == "step"]
    centred = any(_is_middle(one) for one in hole.said)
    if (
        base.name not in BLOCKS
        or len(steps) != 1
        or not centred
        or Mark.THROUGH not in hole.marks
        or hole.count not in {None, 1}
    ):
        raise unsupported(f"Where on the step is the {hole.words}?", about("place", hole.words))
    side, width = _side_of(steps[0]), _width_of(steps[0])
    if side is None or width is None:
        raise unsupported(f"Where on the step is the {hole.words}?", about("place", hole.words))
    values, _ = settle(size_part(mention_of(base), {}))
    box = [float(values[name]) for name in ("length", "width") if name in values]
    if len(box) != len(_SIDES[side]):
        raise unsupported(f"Where on the step is the {hole.words}?", about("place", hole.words))
    at = tuple(sign * (size - width) / 2 for sign, size in zip(_SIDES[side], box, strict=True))
    kept = tuple(one for one in hole.said if not _is_middle(one) and not isinstance(one, Relation))
    return replace(hole, said=(*kept, Points((at,)), Origin("centre")))


def _is_middle(one: object) -> bool:
    if isinstance(one, Placing):
        return one.ref is not None and one.ref.noun == "centre" and one.ref.of is None and not one.numbers
    return isinstance(one, InCentre) or one is Mark.CENTRED


def _side_of(step: Topic) -> str | None:
    words = {
        word
        for one in step.said
        if isinstance(one, Placing) and one.ref is not None
        for word in (one.ref.noun, *one.ref.traits)
    }
    sides = words & set(_SIDES)
    return sides.pop() if len(sides) == 1 else None


def _width_of(step: Topic) -> float | None:
    """Return how far a step reaches in from its side."""
    for role in ("width", "length"):
        found = [size.number.value for size in step.sizes if role_of(size) == role]
        if found:
            return found[0] if len(found) == 1 else None
    return None
