"""Several bodies of a kind: in a row, or one above the other."""

from __future__ import annotations

from mayfly.design.geometry.faces import Vector
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.bodies.pieces import AXES, Piece


def in_row(piece: Piece, relation: said.Relation, count: int) -> list[Vector]:
    """Return where the origins of bodies go that stand in a row.

    Raises:
        NeedsClarification: It is open how many they are, or how far apart.
    """
    if count < 2:
        raise missing(f"How many {piece.topic.words} are there?", about("count", piece.topic.words))
    index = AXES.index(relation.along or way(piece.topic))
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


def way(topic: Topic) -> str:
    """Return the axis along which several bodies stand; x where nothing was said of it.

    Raises:
        NeedsClarification: Several were named.
    """
    ways = {name for one in topic.said if isinstance(one, Pose) for name in one.names}
    ways |= {one.direction for one in topic.said if isinstance(one, said.Along)}
    ways |= {one.along for one in topic.said if isinstance(one, said.Apart) and one.along}
    if len(ways) > 1 or not ways <= set(AXES):
        raise missing(f"Along which axis do the {topic.words} stand?", about("place", topic.words))
    return ways.pop() if ways else "x"


def _along(index: int, distance: float, height: float) -> Vector:
    at = [0.0, 0.0, height]
    at[index] += distance
    return at[0], at[1], at[2]


def stacked(piece: Piece, relation: said.Relation, count: int) -> list[Vector]:
    """Return where the origins of bodies go that stand one above the other.

    Raises:
        NeedsClarification: It is open how many they are, or how far apart.
    """
    if count < 2 or relation.gap is None:
        raise missing(f"How many {piece.topic.words} are there?", about("count", piece.topic.words))
    step = piece.size[2] + relation.gap.value
    return [_along(2, k * step, -piece.work.draft.corner[2]) for k in range(count)]
