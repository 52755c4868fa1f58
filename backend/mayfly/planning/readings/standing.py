"""Where each of several bodies stands, worked out from what was said of it and from those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.features import Hole, Pocket
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.english import and_list
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BALL, PLATE, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.coordinates import groups_of
from mayfly.planning.readings.lying import at_height, way_of
from mayfly.planning.readings.work import Work

_AXES: Final = "xyz"
#: Names of bodies that say nothing of which one is meant.
_ANY: Final = frozenset({PLATE, "block", "body", "the", "one"})
Spot = tuple[float, float]


@dataclass(slots=True)
class Piece:
    """A body, where it stands, and its copies.

    Attributes:
        topic: What was said of it.
        work: The body itself.
        places: Where the origin of each copy goes.
        features: Features that were spoken of after it.
    """

    topic: Topic
    work: Work
    places: list[Vector] = field(default_factory=list)
    features: list[Topic] = field(default_factory=list)

    @property
    def size(self) -> Vector:
        """Sides of its box, in mm."""
        return self.work.draft.box

    @property
    def middle(self) -> Vector:
        """The middle of its box, from its origin."""
        corner = self.work.draft.corner
        x, y, z = (c + s / 2 for c, s in zip(corner, self.size, strict=True))
        return x, y, z

    def box(self) -> Box3:
        """Return the box around it and its copies."""
        corners = [
            tuple(c + a for c, a in zip(self.work.draft.corner, at, strict=True)) for at in self.places
        ]
        low = [min(corner[i] for corner in corners) for i in range(3)]
        high = [max(corner[i] for corner in corners) + self.size[i] for i in range(3)]
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def relation(self, kind: str) -> said.Relation | None:
        """Return what was said of one kind of relation to another body."""
        return next(
            (one for one in self.topic.said if isinstance(one, said.Relation) and one.kind == kind), None
        )


def place(piece: Piece, before: Sequence[Piece]) -> None:
    """Find where a body stands, and its copies.

    Args:
        piece: The body; it gets its places.
        before: The bodies that were described before it.

    Raises:
        NeedsClarification: That is open, or what was said of it does not go together.
    """
    topic, count = piece.topic, piece.topic.count or 1
    if any(isinstance(one, said.Span) for one in topic.said):
        piece.places = [piece.work.offset]
        return
    if any(isinstance(one, said.Origin) and one.at == "low" for one in topic.said):
        x, y, z = piece.work.draft.corner
        piece.places = [(-x, -y, -z)]
        return
    row, stack = piece.relation("beside"), piece.relation("stack")
    apart = any(isinstance(one, said.Apart) for one in topic.said)
    if row is None and count > 1 and (Mark.ROW in topic.marks or apart):
        row = said.Relation("beside", along=_way(topic))
    if row is not None:
        piece.places = _in_row(piece, row, count)
        return
    if stack is not None:
        piece.places = _stacked(piece, stack, count)
        return
    spots = _spots(piece, before)
    free = not any(isinstance(one, said.AtCorners | said.AtSide) for one in topic.said)
    height = _height(piece, before, known=spots is not None and free)
    if spots is None:
        other = _other(piece, before)
        spots = [_middle(other)] if other is not None else [(0.0, 0.0)]
    if len(spots) != count:
        raise missing(f"Where do the {count} {topic.words} stand?", about("place", topic.words))
    piece.places = [(u - piece.middle[0], v - piece.middle[1], height) for u, v in spots]


#: What stands below the body that it belongs to, where nothing else is said.
_LEGS: Final = (["leg"], ["legs"], ["foot"], ["feet"])


# --- how high -----------------------------------------------------------------------------------------------


def _height(piece: Piece, before: Sequence[Piece], *, known: bool) -> float:
    """Return the height of a body's origin.

    Raises:
        NeedsClarification: Nothing was said of it.
    """
    said_height = _height_said(piece, before)
    if said_height is not None:
        return said_height
    topic, low = piece.topic, piece.work.draft.corner[2]
    level, on = piece.relation("level"), piece.relation("on")
    other = _other(piece, before)
    if piece.relation("hole") is not None:
        return _floor_of_hole(before) - low
    if level is not None and level.gap is not None:
        _check_stands_there(piece, other, level.gap.value)
        return level.gap.value - low
    if other is None:
        return -low if not before else 0.0
    if piece.relation("around") is not None:
        return other.box()[0][2] - low
    if _is_below(piece):
        _lift(before, piece.size[2])
        return -low
    if on is not None or _is_on_top(topic):
        gap = on.gap if on is not None else None
        return other.box()[1][2] + (gap.value if gap is not None else 0.0) - low
    if piece.relation("side") or piece.relation("centres") or known:
        return other.box()[0][2] - low
    named = [other.topic.words, topic.words]
    raise unsupported(
        f"The request names {and_list(named)}. Where does the {topic.words} stand against the"
        f" {other.topic.words}: on top of it, or beside it?",
        about("part", words=named),
    )


def _height_said(piece: Piece, before: Sequence[Piece]) -> float | None:
    """Return the height of a body's origin that coordinates give it; None where they give none.

    Raises:
        NeedsClarification: They contradict each other, or it is open what lies there.
    """
    topic, low = piece.topic, piece.work.draft.corner[2]
    middles = {number.value for one in _middles(topic) for axis, number in one.axes if axis == "z"}
    points = {point[2] for one in topic.all(said.Points) for point in one.points if len(point) == 3}  # type: ignore[attr-defined]
    middles |= points
    if _is_ball(piece) and _is_at_origin(topic):
        middles.add(0.0)
    if len(middles) > 1:
        raise missing(f"How high is the middle of the {topic.words}?", about("place", topic.words))
    if points and not _is_ball(piece):
        raise missing(
            f"Is that point the middle of the {topic.words}, or the middle of its underside?",
            about("place", topic.words),
        )
    if middles:
        return middles.pop() - piece.middle[2]
    high = at_height(topic)
    if high is None or any(isinstance(one, said.Span) for one in topic.said):
        return None
    _check_stands_there(piece, _other(piece, before), high)
    return high - (piece.middle[2] if _is_ball(piece) or way_of(topic) else low)


def _check_stands_there(piece: Piece, other: Piece | None, level: float) -> None:
    """Check that a body that stands on another one and begins at a height begins at the top of that.

    Raises:
        NeedsClarification: It does not.
    """
    if piece.relation("on") is None or other is None or abs(other.box()[1][2] - level) <= SAME_MM:
        return
    raise missing(
        f"Does the {piece.topic.words} stand on the {other.topic.words}, or at z = {level:g}?",
        about("place", piece.topic.words),
    )


def _is_below(piece: Piece) -> bool:
    """Return whether a body stands below the one before it: said so, or a leg with nothing else said."""
    if piece.relation("under") is not None or piece.relation("beneath") is not None:
        return True
    if piece.relation("on") is not None:
        return False
    return piece.topic.words.lower().split()[-1:] in _LEGS


def _is_ball(piece: Piece) -> bool:
    """Return whether a point "at (50, 0, 0)" can only be the middle of a body."""
    part = piece.work.draft.form.part
    return part is not None and part.name == BALL


def _is_at_origin(topic: Topic) -> bool:
    """Return whether something lies at the origin."""
    return any(isinstance(one, said.Origin) and one.at in {"middle", "origin"} for one in topic.said)


def _is_on_top(topic: Topic) -> bool:
    return any(
        isinstance(one, said.AtSide) or (isinstance(one, said.OnFace) and one.face == "top")
        for one in topic.said
    )


def _floor_of_hole(before: Sequence[Piece]) -> float:
    """Return the height of the floor of the hole or pocket that was made last.

    Raises:
        NeedsClarification: Nothing has a floor: no hole was made, or it goes through.
    """
    for piece in reversed(before):
        for feature in reversed(piece.work.draft.features):
            if not isinstance(feature, Hole | Pocket) or feature.depth is None:
                continue
            if feature.face in {None, "", "top"}:
                return piece.box()[1][2] - feature.depth
    raise missing("In which hole does it stand?", about("place"))


def _lift(before: Sequence[Piece], height: float) -> None:
    for piece in before:
        piece.places = [(x, y, z + height) for x, y, z in piece.places]


# --- where in plan ------------------------------------------------------------------------------------------


def _spots(piece: Piece, before: Sequence[Piece]) -> list[Spot] | None:
    """Return where the middles of a body and its copies lie in x and y; None where nothing was said.

    Raises:
        NeedsClarification: Two places were said that differ.
    """
    other = _other(piece, before)
    found = list(_described_spots(piece, other))
    found = [one for i, one in enumerate(found) if one not in found[:i]]
    if len(found) > 1:
        raise missing(f"Where does the {piece.topic.words} stand?", about("place", piece.topic.words))
    if piece.relation("hole") is not None and not found:
        return [_of_hole(before)]
    return found[0] if found else None


def _described_spots(piece: Piece, other: Piece | None) -> Iterator[list[Spot]]:
    """Yield where the middles of a body and its copies lie by each statement about it."""
    topic = piece.topic
    middle = _middle(other) if other is not None else (0.0, 0.0)
    for middles in _middles(topic):
        axes = {axis: number.value for axis, number in middles.axes}
        if axes.keys() & {"x", "y"}:
            yield [(axes.get("x", middle[0]), axes.get("y", middle[1]))]
    listed = [one for one in topic.said if isinstance(one, said.Points)]
    if listed:
        yield [
            (x * point[0], y * point[1])
            for one in listed
            for point in one.points
            for x, y in product(*((1, -1) if axis in one.mirrored else (1,) for axis in "xy"))
        ]
    coordinates = [one for one in topic.said if isinstance(one, said.Coordinate)]
    if coordinates:
        yield _by_coordinates(coordinates, middle)
    for kind in ("side", "centres"):
        relation = piece.relation(kind)
        if relation is not None and other is not None:
            yield [_beside(piece, other, relation)]
    for one in topic.said:
        if isinstance(one, said.Rectangle):
            a, b = one.length.value / 2, one.width.value / 2
            yield list(product((middle[0] - a, middle[0] + a), (middle[1] - b, middle[1] + b)))
        elif isinstance(one, said.AtSide) and other is not None:
            yield _along_sides(piece, other, one.sides)
        elif isinstance(one, said.AtCorners):
            yield _in_corners(piece, other)


def _of_hole(before: Sequence[Piece]) -> Spot:
    """Return the middle of the hole or pocket that was made last.

    Raises:
        NeedsClarification: No hole was made, or several were.
    """
    for piece in reversed(before):
        for feature in reversed(piece.work.draft.features):
            if isinstance(feature, Hole | Pocket):
                points = feature.at.on(faces_of(piece.work.draft)[feature.face or "top"]).points
                if len(points) == 1:
                    at = piece.places[0]
                    return points[0][0] + at[0], points[0][1] + at[1]
    raise missing("In which hole does it stand?", about("place"))


def _middles(topic: Topic) -> list[said.StandsAt]:
    return [one for one in topic.said if isinstance(one, said.StandsAt)]


def _by_coordinates(coordinates: Sequence[said.Coordinate], middle: Spot) -> list[Spot]:
    if len(groups_of(coordinates)) > 1:
        return [
            spot
            for group in groups_of(coordinates)
            for spot in product(group.get("x", [middle[0]]), group.get("y", [middle[1]]))
        ]
    by_axis: dict[str, list[float]] = {}
    for one in coordinates:
        for number in one.numbers:
            value = number.value
            by_axis.setdefault(one.axis, []).extend(
                [-value, value] if number.form == "plusminus" else [value]
            )
    return list(product(by_axis.get("x", [middle[0]]), by_axis.get("y", [middle[1]])))


def _beside(piece: Piece, other: Piece, relation: said.Relation) -> Spot:
    """Return where the middle of a body lies that stands on one side of another."""
    low, high = other.box()
    sign, axis = (1 if relation.along[0] == "+" else -1), _AXES.index(relation.along[1])
    gap = relation.gap.value if relation.gap is not None else 0.0
    spot = list(_middle(other))
    if relation.kind == "centres":
        spot[axis] += sign * gap
    else:
        edge = high[axis] if sign > 0 else low[axis]
        spot[axis] = edge + sign * (gap + piece.size[axis] / 2)
    return spot[0], spot[1]


def _in_corners(piece: Piece, other: Piece | None) -> list[Spot]:
    """Return the middles of bodies in the corners of another: flush with it, or their axes some way inside.

    Raises:
        NeedsClarification: It is open how far inside.
    """
    topic = piece.topic
    insets = {one.distance.value for one in topic.said if isinstance(one, said.FromEdges)}
    flush = piece.relation("flush") is not None
    if other is None or (not flush and len(insets) != 1):
        raise missing(
            f"How far from the edges do the {topic.words} stand?", about("size", topic.words, "inset")
        )
    low, high = other.box()
    a, b = (piece.size[0] / 2, piece.size[1] / 2) if flush else (min(insets), min(insets))
    return list(product((low[0] + a, high[0] - a), (low[1] + b, high[1] - b)))


def _along_sides(piece: Piece, other: Piece, sides: frozenset[str]) -> list[Spot]:
    """Return where the middle of a body lies that is flush with sides of another, or the two at its ends."""
    low, high = other.box()
    a, b = piece.size[0] / 2, piece.size[1] / 2
    x, y = _middle(other)
    if "ends" in sides:
        if high[0] - low[0] >= high[1] - low[1]:
            return [(low[0] + a, y), (high[0] - a, y)]
        return [(x, low[1] + b), (x, high[1] - b)]
    x = low[0] + a if "left" in sides else high[0] - a if "right" in sides else x
    y = low[1] + b if "front" in sides else high[1] - b if "back" in sides else y
    return [(x, y)]


# --- several of a kind --------------------------------------------------------------------------------------


def _in_row(piece: Piece, relation: said.Relation, count: int) -> list[Vector]:
    if count < 2:
        raise missing(f"How many {piece.topic.words} are there?", about("count", piece.topic.words))
    index = _AXES.index(relation.along or _way(piece.topic))
    pitches = [one.distance.value for one in piece.topic.said if isinstance(one, said.Apart)]
    if relation.gap is not None:
        pitches = [piece.size[index] + relation.gap.value]
    if len(pitches) != 1:
        raise missing(
            f"How far apart are the {piece.topic.words}?", about("size", piece.topic.words, "spacing")
        )
    return [
        _along(index, (k - (count - 1) / 2) * pitches[0], -piece.work.draft.corner[2]) for k in range(count)
    ]


def _way(topic: Topic) -> str:
    """Return the axis along which several bodies stand; x where nothing was said of it.

    Raises:
        NeedsClarification: Several were named.
    """
    ways = {name for one in topic.said if isinstance(one, Pose) for name in one.names}
    ways |= {one.direction for one in topic.said if isinstance(one, said.Along)}
    ways |= {one.along for one in topic.said if isinstance(one, said.Apart) and one.along}
    if len(ways) > 1 or not ways <= set(_AXES):
        raise missing(f"Along which axis do the {topic.words} stand?", about("place", topic.words))
    return ways.pop() if ways else "x"


def _along(index: int, distance: float, height: float) -> Vector:
    at = [0.0, 0.0, height]
    at[index] += distance
    return at[0], at[1], at[2]


def _stacked(piece: Piece, relation: said.Relation, count: int) -> list[Vector]:
    if count < 2 or relation.gap is None:
        raise missing(f"How many {piece.topic.words} are there?", about("count", piece.topic.words))
    step = piece.size[2] + relation.gap.value
    return [_along(2, k * step, -piece.work.draft.corner[2]) for k in range(count)]


# --- which other body is meant ------------------------------------------------------------------------------


def _other(piece: Piece, before: Sequence[Piece]) -> Piece | None:
    """Return the body that something stands against: the one that is named, else the one before."""
    if not before:
        return None
    named = {
        word
        for one in piece.topic.said
        if isinstance(one, said.Relation) and one.kind in {"on", "around", "side", "centres"}
        for word in one.of.lower().split()
    }
    for one in before:
        words = set(one.topic.words.lower().split()) - {"the", "one"}
        if words & (named - _ANY):
            return one
    return before[-1]


def _middle(piece: Piece) -> Spot:
    low, high = piece.box()
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2


def centred_at(topic: Topic, work: Work) -> Vector:
    """Return where the origin of the first body stands: its middle may have been placed.

    Raises:
        NeedsClarification: Several places were said of it.
    """
    piece = Piece(topic, work)
    listed = any(isinstance(one, said.Points | said.Coordinate) for one in topic.said)
    listed = listed or any(isinstance(one, said.Origin) and one.at == "low" for one in topic.said)
    if not _middles(topic) and not listed and not (_is_ball(piece) and _is_at_origin(topic)):
        return work.offset
    place(piece, [])
    if len(piece.places) != 1:
        raise missing(f"Where does the {topic.words} stand?", about("place", topic.words))
    return piece.places[0]


def is_standard(topic: Topic) -> bool:
    """Return whether a body is a part that a standard describes."""
    part = catalogue().get(topic.name)
    return part is not None and part.standard is not None
