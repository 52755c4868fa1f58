"""Bodies that are cut out of one that takes shape: which part, how large, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.bases import CataloguePart
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Cut, Pocket
from mayfly.design.geometry.faces import Box3, Face, Vector
from mayfly.design.profiles import Circle, Rectangle
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.design.values import Value
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import BALL, BLOCK, BLOCKS, CONE, ROUND_BAR, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, impossible, missing, unsupported
from mayfly.planning.readings.built_up.places import Locator
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.said.roles import role_of
from mayfly.planning.readings.said.spans import shifted

_SIZED = (said.Size, said.Group)
_AXES: Final = "xyz"
#: The face that a body enters by, and the one that it leaves by, for each direction.
_ENTRY: Final = {"x": "right", "y": "front", "z": "top"}
_SAME_MM: Final = 1e-6


def cut_out(work: Work, topic: Topic) -> list[Value]:
    """Return the cuts that a body makes which is taken out of another.

    Args:
        work: The body that takes shape.
        topic: What was said of the one that is cut out.

    Raises:
        NeedsClarification: A size, the direction or the place is open.
    """
    box = work.draft.extent()
    if box is None:
        raise unsupported(f"Where is the {topic.words} cut out?", about("place", topic.words))
    lengths = (box[1][0] - box[0][0], box[1][1] - box[0][1], box[1][2] - box[0][2])
    axis = _axis(topic)
    other, _ = Work.of_part(_sized(topic, lengths[_AXES.index(axis)]))
    part, size = other.draft.form.part, other.draft.box
    if part is None or other.draft.features:
        raise unsupported(f"A {topic.words} can't be cut out yet.", about("feature", topic.words))
    if part.name == BALL:
        low = other.draft.corner[2] + size[2] / 2
        return [
            Cut(base=other.base, at=(x, y, z - low), name=topic.words)
            for x, y, z in _middles_of_balls(work, topic, box)
        ]
    if part.name == CONE and Mark.THROUGH in topic.marks and max(size[:2]) >= min(lengths[:2]) - _SAME_MM:
        raise impossible(
            f"A {topic.words} of {max(size[:2]):g} mm leaves no wall in a width of {min(lengths[:2]):g} mm.",
            about("size", topic.words, "diameter", values=[max(size[:2])]),
        )
    is_round = part.name == ROUND_BAR
    if axis != "z" and is_round:
        size = _lying(size, axis)
    face = _face(work, topic, axis)
    index = _AXES.index(face.axis.lower())
    depth: float | None = size[index]
    assert depth is not None  # noqa: S101 - a size
    if depth >= lengths[index] - _SAME_MM or Mark.THROUGH in topic.marks:
        depth = None
    elif not _faces(topic):
        raise missing(
            f"From which face is the {topic.words} cut: the top, the bottom or a side?",
            about("face", topic.words),
        )
    place = Locator(shifted(_placed(topic), work.offset), face, topic.count).locate().place
    across = [size[i] for i in range(3) if i != index]
    key = face.key or face.name
    if is_round and axis == face.axis.lower():
        return [Pocket(face=key, at=place, profile=Circle(diameter=across[0]), depth=depth)]
    if part.name in BLOCKS:
        profile = Rectangle(length=across[0], width=across[1])
        return [Pocket(face=key, at=place, profile=profile, depth=depth)]
    if face.axis != "Z" or not isinstance(other.base, CataloguePart):
        raise unsupported(f"In which direction is the {topic.words} cut?", about("place", topic.words))
    high = box[1][2] if key == "top" else box[0][2] + size[2]
    return [
        Cut(base=other.base, at=(u, v, high - size[2] - other.draft.corner[2]), name=topic.words)
        for u, v in place.on(face).points
    ]


_POSITIVE_SIDES: Final = word_set("back right top")


def _middles_of_balls(work: Work, topic: Topic, box: Box3) -> list[Vector]:
    """Return the middles of balls that are cut out, counted from the origin of the body.

    Raises:
        NeedsClarification: Not all three coordinates of the middle were said, nor a face that it lies on.
    """
    listed = [point for one in topic.said if isinstance(one, said.Points) for point in one.points]
    if len(listed) > 1 and len(listed) == topic.count and all(len(point) == 3 for point in listed):
        x0, y0, z0 = work.offset
        return [(x - x0, y - y0, z - z0) for x, y, z in listed]
    given: dict[str, float] = {}
    for one in topic.said:
        if isinstance(one, said.StandsAt):
            given |= {axis: number.value for axis, number in one.axes}
        elif isinstance(one, said.Coordinate) and len(one.numbers) == 1:
            given[one.axis] = one.numbers[0].value
        elif isinstance(one, said.Points) and len(one.points) == 1:
            given |= dict(zip(_AXES, one.points[0], strict=False))
        elif isinstance(one, said.Origin) and one.at == "origin":
            given |= dict.fromkeys(_AXES, 0.0)
    faces = faces_of(work.draft)
    named = _faces(topic)
    if len(given) == 3:
        x, y, z = (given[axis] - offset for axis, offset in zip(_AXES, work.offset, strict=True))
        return [(x, y, z)]
    if len(set(named)) == 1 and named[0] in faces:
        face = faces[named[0]]
        index = _AXES.index(face.axis.lower())
        level = box[1][index] if named[0] in _POSITIVE_SIDES else box[0][index]
        level += _raised_by(topic) * (1 if named[0] in _POSITIVE_SIDES else -1)
        local = shifted(_placed(topic), work.offset)
        spots = Locator(local, face, topic.count).locate().place.on(face).points
        return [(*at[:index], level, *at[index:]) for at in spots]  # type: ignore[misc]
    inside = any(isinstance(one, said.InCentre) and not one.axis for one in topic.said)
    if inside and not named and not given and topic.count in {None, 1}:
        x, y, z = ((low + high) / 2 for low, high in zip(*box, strict=True))
        return [(x, y, z)]
    raise missing(f"Where is the middle of the {topic.words}?", about("place", topic.words))


def _raised_by(topic: Topic) -> float:
    """Return how far outside its face the middle of a ball lies that reaches down to a depth."""
    deep = [size.number.value for size in topic.sizes if role_of(size) in _SIZED_WORDS]
    wide = [size.number.value for size in topic.sizes if role_of(size) == "diameter"]
    return wide[0] / 2 - deep[0] if len(deep) == len(wide) == 1 else 0.0


def put_cuts(work: Work, cuts: list[Value]) -> None:
    """Put cuts on; a pocket that stands over the edge of its face becomes a body that is cut out.

    Raises:
        DoesNotFit: One does not fit.
    """
    for one in cuts:
        try:
            work.add(work.through_all(one))
        except DoesNotFit:
            replaced = _over_the_edge(work, one)
            if replaced is None:
                raise
            for each in replaced:
                work.add(each)


def _over_the_edge(work: Work, one: Value) -> list[Cut] | None:
    """Return a pocket in the top as bodies that are cut out; None for other ones."""
    box = work.draft.extent()
    if not isinstance(one, Pocket) or one.face not in {"", "top"} or box is None:
        return None
    high = box[1][2]
    height = one.depth if one.depth is not None else high - box[0][2]
    if isinstance(one.profile, Circle):
        base = CataloguePart(part=ROUND_BAR, sizes={"diameter": one.profile.diameter, "height": height})
    elif isinstance(one.profile, Rectangle) and not one.profile.corner_radius:
        sizes = {"length": one.profile.length, "width": one.profile.width, "height": height}
        base = CataloguePart(part=BLOCK, sizes=sizes)
    else:
        return None
    points = one.at.on(faces_of(work.draft)["top"]).points
    return [Cut(base=base, at=(u, v, high - height)) for u, v in points]


def _axis(topic: Topic) -> str:
    """Return the direction in which a body lies: "z" where nothing was said of it."""
    ways = {one.direction for one in topic.said if isinstance(one, said.Along)} & set(_AXES)
    if len(ways) > 1:
        raise missing(f"In which direction does the {topic.words} lie?", about("place", topic.words))
    return ways.pop() if ways else "z"


def _lying(size: Vector, axis: str) -> Vector:
    wide, _, long = size
    return (long, wide, wide) if axis == "x" else (wide, long, wide)


_SIZED_WORDS: Final = word_set("depth height length")


def _sized(topic: Topic, extent: float) -> Topic:
    """Return only the sizes of a topic; one that goes through is as long as the body."""
    kept = [one for one in topic.said if isinstance(one, _SIZED) or one in {Mark.SQUARE, Mark.ROUND}]
    plain = replace(topic, kind="part", count=None, plural=False, said=tuple(kept))
    lengths = [size for size in plain.sizes if role_of(size) in _SIZED_WORDS]
    if topic.name == BALL and lengths:
        return replace(plain, said=tuple(one for one in plain.said if one not in lengths))
    lone = not plain.groups and not lengths and len(plain.sizes) == 1
    if (topic.name == ROUND_BAR and lone) or _is_conical_bore(topic, plain, lengths):
        long = said.Size(Quantity(extent, f"{extent:g}", unit="mm"), Label((), "height"))
        return replace(plain, said=(*plain.said, long))
    return plain


def _is_conical_bore(topic: Topic, plain: Topic, lengths: list[said.Size]) -> bool:
    """Return whether a cone has both its diameters, and goes through."""
    through = Mark.THROUGH in topic.marks and not plain.groups and not lengths
    return topic.name == CONE and through and len(plain.sizes) == len(_ENDS_OF_CONES)


_ENDS_OF_CONES: Final = ("top", "bottom")


def _faces(topic: Topic) -> list[str]:
    return [one.face for one in topic.said if isinstance(one, said.OnFace)]


def _face(work: Work, topic: Topic, axis: str) -> Face:
    named = _faces(topic)
    key = named[0] if named else _ENTRY[axis]
    faces = faces_of(work.draft)
    if len(set(named)) > 1 or key not in faces:
        raise missing(f"From which face is the {topic.words} cut?", about("face", topic.words))
    return faces[key]


def _placed(topic: Topic) -> Topic:
    """Return only what was said of the place of a topic."""
    kept = tuple(
        one
        for one in topic.said
        if not isinstance(one, (*_SIZED, said.Mark, said.Along, said.Relation, said.OnFace))
    )
    return replace(topic, said=kept, plural=(topic.count or 1) > 1)
