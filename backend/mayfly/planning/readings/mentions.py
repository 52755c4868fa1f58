"""What was said of a topic in the form in which the sizing of parts takes it."""

from __future__ import annotations

from typing import Final

from mayfly.language.nodes import Attribute, Measure, Mention, Reference
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import (
    AtCorners,
    EdgesOf,
    FromEdges,
    Group,
    InCentre,
    Mark,
    OnCircle,
    OnFace,
    Size,
)

_FLAGS: Final = {
    Mark.SQUARE: "square_shape",
    Mark.ROUND: "round_shape",
    Mark.STAND: "standing",
    Mark.EACH: "each",
}


def mention_of(topic: Topic) -> Mention:
    """Return a topic's mention, with its measures and what else was said."""
    mention = Mention(
        "part" if topic.kind == "part" else topic.kind,
        topic.name,
        topic.count,
        topic.plural,
        text=topic.words,
    )
    group = 0
    for one in topic.said:
        if isinstance(one, Size):
            mention.measures.append(Measure(one.number, one.label))
        elif isinstance(one, Group):
            group += 1
            mention.measures += [Measure(size.number, size.label, group=group) for size in one.sizes]
        elif isinstance(one, Mark):
            mention.attributes.append(Attribute("flag", _FLAGS.get(one, one.value), text=one.value))
        elif topic.kind != "part":
            mention.attributes.append(_attribute(one))
    return mention


def _attribute(one: object) -> Attribute:
    if isinstance(one, OnFace):
        return Attribute("place", "on", ref=Reference(one.face))
    if isinstance(one, InCentre):
        return Attribute("place", "in", ref=Reference("centre"))
    if isinstance(one, AtCorners):
        return Attribute("place", "in", ref=Reference("corner", plural=True))
    if isinstance(one, EdgesOf):
        return Attribute("place", "on", ref=Reference("edge", one.words))
    if isinstance(one, OnCircle) and one.number is not None:
        return Attribute("circle", "radius" if one.radius else "diameter", (one.number,))
    if isinstance(one, FromEdges):
        return Attribute("offset", "from", (one.distance,), Reference(one.side))
    return Attribute("other", type(one).__name__)
