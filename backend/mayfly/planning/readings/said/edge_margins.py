"""Distances between the rim of a hole and an edge: "with a padding of 5 mm from the right edge"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.weighing.attach.fitting import BORED
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Placing
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.said.roles import role_of

_DEPTHS: Final = frozenset({"depth", "length", "height"})


def counted_from_centres(state: State) -> State:
    """Return a reading whose distances from rims are those of the centres.

    Raises:
        NeedsClarification: How far a rim is from the centre is not known.
    """
    if not any(_is_from_rim(one) for topic in state.topics for one in topic.said):
        return state
    return state.but(topics=tuple(map(_counted, state.topics)))


#: How a distance is called that is that of the middle; a body's may be that of its side otherwise.
OF_MIDDLE: Final = "centre_from"
_BODIES: Final = frozenset({"part", "cut_body"})


def _is_from_rim(one: object) -> bool:
    return isinstance(one, Placing) and one.name in {"from_rim", OF_MIDDLE}


def _counted(topic: Topic) -> Topic:
    names = {one.name for one in topic.said if isinstance(one, Placing)}
    if topic.kind not in _BODIES and OF_MIDDLE in names:
        plain = (
            replace(one, name="from") if isinstance(one, Placing) and one.name == OF_MIDDLE else one
            for one in topic.said
        )
        return replace(topic, said=tuple(plain))
    if "from_rim" not in names:
        return topic
    radius = _radius(topic)
    said = tuple(
        replace(one, name="from", numbers=tuple(replace(n, value=n.value + radius) for n in one.numbers))
        if isinstance(one, Placing) and one.name == "from_rim"
        else one
        for one in topic.said
    )
    return replace(topic, said=said)


def _radius(topic: Topic) -> float:
    """Return the radius of a hole that has one size, its diameter or radius."""
    sizes = [size for size in topic.sizes if role_of(size) not in _DEPTHS]
    if topic.kind not in BORED or len(sizes) != 1 or topic.groups:
        text = f"Is that distance counted from the centre of the {topic.words}, or from its rim?"
        raise unsupported(text, about("place", topic.words))
    size = sizes[0]
    radial = role_of(size) == "radius" or size.number.form == "radius"
    return size.number.value if radial else size.number.value / 2
