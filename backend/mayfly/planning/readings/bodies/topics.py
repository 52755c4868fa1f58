"""Bodies as they were spoken of, one by one: each with its features, its sizes and its height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.bodies.pieces import Piece
from mayfly.planning.readings.said.roles import role_of


def one_by_one(topic: Topic) -> list[Topic]:
    """Return "three balls: diameter 20 at A, diameter 20 at B, …" as bodies with a size and a place each."""
    count = topic.count or 1
    places = [one for one in topic.said if isinstance(one, said.StandsAt)]
    if count < 2 or len(places) != count:
        return [topic]
    each: list[list[said.Said]] = [[] for _ in range(count)]
    index = 0
    sized = [one for one in topic.said if isinstance(one, said.Size | said.Group)]
    alike = len(sized) < count
    for one in topic.said:
        if isinstance(one, said.StandsAt):
            each[index].append(one)
            index += 1
        elif alike or not isinstance(one, said.Size | said.Group):
            for its in each:
                its.append(one)
        elif index < count:
            each[index].append(one)
    name = topic.words.removesuffix("s")
    return [
        replace(topic, count=None, plural=False, said=tuple(its), words=f"{name} {number}")
        for number, its in enumerate(each, 1)
    ]


def distributed(described: list[tuple[Topic, list[Topic]]]) -> list[tuple[Topic, list[Topic]]]:
    """Return bodies each with its own coordinate: "axes at x = -50, 0 and 50: a cone, a cylinder, a ball"."""
    first = described[0][0] if described else None
    if first is None or len(described) < 2 or (first.count or 1) > 1:
        return described
    for one in first.said:
        if isinstance(one, said.Coordinate) and len(one.numbers) == len(described):
            rest = replace(first, said=tuple(each for each in first.said if each is not one))
            topics = [rest, *(topic for topic, _ in described[1:])]
            if any(topic.all(said.Coordinate) or topic.all(said.StandsAt) for topic in topics):
                return described
            return [
                (topic.extended(said.StandsAt(((one.axis, number),))), features)
                for topic, number, (_, features) in zip(topics, one.numbers, described, strict=True)
            ]
    return described


def alike_before(topic: Topic, before: Sequence[Piece]) -> Topic:
    """Return a body "of the same size" with the sizes of the one before.

    Raises:
        NeedsClarification: No body comes before it.
    """
    alike = [one for one in topic.said if isinstance(one, said.Relation) and one.kind == "alike"]
    if not alike:
        return topic
    if not before:
        raise missing(f"Which sizes has the {topic.words}?", about("size", topic.words))
    sizes = [one for one in before[-1].topic.said if isinstance(one, said.Size | said.Group)]
    kept = [one for one in topic.said if one not in alike]
    return replace(topic, said=(*sizes, *kept))


def with_features(state: State, *, bosses_too: bool) -> list[tuple[Topic, list[Topic]]]:
    """Return each body with the features that were spoken of after it."""
    found: list[tuple[Topic, list[Topic]]] = []
    named: list[tuple[str, Topic]] = []
    for topic in state.topics:
        bodies = [one.of for one in topic.said if isinstance(one, said.Relation) and one.kind == "in"]
        if bodies and topic.kind != "part":
            named.append((bodies[0].lower(), topic))
            continue
        if topic.kind == "boss" and bosses_too and not topic.said and topic.definite:
            continue  # "the posts are loose bodies"
        if topic.kind == "boss" and bosses_too:
            topic = replace(topic, kind="part", name="body", said=(*topic.said, said.Relation("on")))
        if topic.kind == "part":
            if topic.said:
                found.append((topic, []))
        elif topic.kind not in {"counterbore", "countersink"}:
            if not found:
                raise missing(f"What does the {topic.name} belong to?", about("part"))
            found[-1][1].append(topic)
    for name, topic in named:
        names = name.removeprefix("the ")
        owners = [features for body, features in found if body.words.lower().removeprefix("the ") == names]
        if len(owners) != 1:
            raise missing(f"Which body do the {topic.name} go into?", about("part", topic.kind, words=[name]))
        owners[0].append(topic)
    return found


def absolute_height(topic: Topic, pieces: Sequence[Piece]) -> Topic:
    """Return a body "reaching up to a total height of 70" with its own height."""
    total = [one for one in topic.sizes if one.label.components == ("overall",)]
    if not total or not pieces:
        return topic
    foot = max(piece.box()[1][2] for piece in pieces)
    size = replace(total[0], label=replace(total[0].label, components=()))
    size = replace(size, number=replace(size.number, value=size.number.value - foot, unit="mm"))
    return replace(topic, said=tuple(size if one is total[0] else one for one in topic.said))


def until_height(topic: Topic, pieces: Sequence[Piece]) -> Topic:
    """Return a body that "ends at z = 25" with its own height.

    Raises:
        NeedsClarification: Its height is said as well, and differs.
    """
    ends = [one for one in topic.said if isinstance(one, said.Relation) and one.kind == "until"]
    if not ends or ends[0].gap is None:
        return topic
    foot = max((piece.box()[1][2] for piece in pieces), default=0.0)
    height = Quantity(ends[0].gap.value - foot, f"{ends[0].gap.value - foot:g}", unit="mm")
    heights = [size for size in topic.sizes if role_of(size) in {"height", "length"}]
    if heights and abs(heights[0].number.value - height.value) > 1e-6:
        raise missing(f"How high is the {topic.words}?", about("size", topic.words, "height"))
    kept = tuple(one for one in topic.said if one is not ends[0])
    return replace(topic, said=kept if heights else (*kept, said.Size(height, Label((), "height"))))
