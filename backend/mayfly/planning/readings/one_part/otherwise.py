"""What a reading may mean instead where it does not fit: coordinates from the corner, the thickness first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.topics import BLOCK, PLATE, State, Topic
from mayfly.language.weighing.values import Coordinate, Group, Origin, Placing, Points, Size, Stated
from mayfly.planning.readings.one_part.stepped_bores import counterbored

_BORE: Final = Label(("bore",))
_FROM_CORNER: Final = (
    "The coordinates count from the lower left corner: from the centre they would lie off the face."
)


def other_ways(state: State) -> Iterator[tuple[State, str]]:
    """Yield what a reading may mean that does not fit as it stands, each with the sentence that says so."""
    if _counts_from_nowhere(state):
        datum = Stated("coordinates from the corner", (("corner", 1.0),))
        yield state.but(stated=(*state.stated, datum)), _FROM_CORNER
    for other in (_lying(state), _long_slots(state), _bored_later(state), counterbored(state)):
        if other is not None:
            yield other


def _counts_from_nowhere(state: State) -> bool:
    """Return whether coordinates without a minus are given, and nothing from where they count."""
    said = [one for topic in state.topics for one in topic.said]
    datum = any(isinstance(one, Origin) for one in said) or any(
        name in {"corner", "centred"}
        for one in state.stated
        if isinstance(one, Stated)
        for name, _ in one.expect
    )
    points = [one for one in said if isinstance(one, Points | Coordinate)]
    return bool(points) and not datum and all(_is_positive(one) for one in points)


def _is_positive(value: Points | Coordinate) -> bool:
    if isinstance(value, Points):
        return not value.mirrored and all(c >= 0 for point in value.points for c in point)
    return all(number.form == "plain" and number.value >= 0 for number in value.numbers)


def _lying(state: State) -> tuple[State, str] | None:
    """Return a plate whose sizes were given as width, thickness and length, or with the thickness first."""
    base = state.topics[state.base] if state.base >= 0 else None
    if (
        base is None
        or base.name not in {PLATE, BLOCK}
        or len(base.groups) != 1
        or len(base.groups[0].sizes) != 3
    ):
        return None
    sizes = base.groups[0].sizes
    values = [size.number.value for size in sizes]
    named = sizes[2].label if base.words.split()[-1:] == ["bar"] else Label()
    lying = {Label(), Label((), "length"), Label((), "long"), Label((), "lg")}
    if any(size.label != Label() for size in sizes[:2]) or named not in lying or values[2] <= max(values[:2]):
        return None
    thick, wide = sorted(sizes[:2], key=lambda size: size.number.value)
    flat = Group((replace(sizes[2], label=Label()), wide, thick))
    topic = replace(base, said=tuple(flat if one is base.groups[0] else one for one in base.said))
    text = " x ".join(size.number.text for size in sizes)
    return _with(state, topic), f"Of {text}, {thick.number.text} was taken as the thickness."


#: A plate is thinner than its other sides by this at least, where its thickness was not said last.
_THINNER: Final = 3.0


def thin_side(state: State) -> tuple[State, str] | None:
    """Return a plate with features of which the thickness was not said last: "flat bar 60 x 10 x 250".

    Its features lie on its large face then. None of a plate whose sizes stand in the usual order.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or len(base.groups) != 1 or len(state.topics) < 2:
        return None
    if base.name != PLATE and not (base.name == BLOCK and base.words.split()[-1:] == ["bar"]):
        return None
    sizes = base.groups[0].sizes
    if len(sizes) != 3 or any(size.label != Label() for size in sizes):
        return None
    thick, wide, long = sorted(sizes, key=lambda size: size.number.value)
    if sizes[2] is thick or thick.number.value * _THINNER > wide.number.value:
        return None
    if len({size.number.unit for size in sizes}) > 1:
        return None
    sides = tuple(size for size in sizes if size is not thick)
    flat = Group((*((long, wide) if sizes[2] is long else sides), thick))
    topic = replace(base, said=tuple(flat if one is base.groups[0] else one for one in base.said))
    text = " x ".join(size.number.text for size in sizes)
    return _with(state, topic), f"Of {text}, {thick.number.text} was taken as the thickness."


def _long_slots(state: State) -> tuple[State, str] | None:
    """Return slots whose width was given before their length: "slot 20 x 60"."""
    notes: list[str] = []
    topics: list[Topic] = []
    for topic in state.topics:
        group = topic.groups[0] if topic.kind == "slot" and len(topic.groups) == 1 else None
        if group is not None and all(size.label == Label() for size in group.sizes[:2]):
            first, second, *rest = group.sizes
            if first.number.value < second.number.value:
                turned = Group((second, first, *rest))
                topic = replace(topic, said=tuple(turned if one is group else one for one in topic.said))
                notes.append(
                    f"Of {first.number.text} x {second.number.text}, {second.number.text} is the length."
                )
        topics.append(topic)
    return (state.but(topics=tuple(topics)), notes[0]) if notes else None


def _bored_later(state: State) -> tuple[State, str] | None:
    """Return a bore that goes through what stands on top as well, where both lie on the axis."""
    raised = any(topic.kind == "boss" for topic in state.topics)
    bores = [topic for topic in state.topics if topic.kind in {"bore", "hole"} and topic.count in {None, 1}]
    bores = [topic for topic in bores if not topic.all(Placing)]
    if not raised or len(bores) != 1 or state.base < 0:
        return None
    middle = Placing("place", "in", ref=Reference("centre", text="the centre"), text="in the centre")
    apart = Placing("flag", "separate", text="separate")
    topics = [topic.extended(middle, apart) if topic is bores[0] else topic for topic in state.topics]
    topics[state.base] = topics[state.base].extended(Size(Quantity(0.0, "0"), _BORE))
    return replace(
        state, topics=tuple(topics)
    ), f"The {bores[0].name} goes through what stands on top as well."


def _with(state: State, topic: Topic) -> State:
    topics = list(state.topics)
    topics[state.base] = topic
    return state.but(topics=tuple(topics))
