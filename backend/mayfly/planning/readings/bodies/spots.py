"""Where a body stands in plan: by coordinates, beside another one, in its corners, along its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from mayfly.design.features import Hole, Pocket
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.bodies.heights import middles_said
from mayfly.planning.readings.bodies.pieces import AXES, Piece, Spot, middle_of, other_of
from mayfly.planning.readings.said.coordinates import groups_of
from mayfly.planning.readings.said.edge_margins import OF_MIDDLE

_ACROSS: Final = frozenset({"left", "right"})


def spots_of(piece: Piece, before: Sequence[Piece]) -> list[Spot] | None:
    """Return where the middles of a body and its copies lie in x and y; None where nothing was said.

    Raises:
        NeedsClarification: Two places were said that differ.
    """
    other = other_of(piece, before)
    _check_distances(piece)
    found = list(_described_spots(piece, other))
    found = [one for i, one in enumerate(found) if one not in found[:i]]
    if len(found) > 1:
        raise missing(f"Where does the {piece.topic.words} stand?", about("place", piece.topic.words))
    if piece.relation("hole") is not None and not found:
        return [_of_hole(before)]
    return found[0] if found else None


#: Which way a distance from the middle leads, along x or y.
_TOWARDS: Final = {
    "left": (-1, 0),
    "right": (1, 0),
    "front": (0, -1),
    "back": (0, 1),
    "below": (0, -1),
    "above": (0, 1),
}


def _check_distances(piece: Piece) -> None:
    """Ask about a distance from an edge, which may count to the middle of the body or to its side.

    Raises:
        NeedsClarification: There is one.
    """
    topic = piece.topic
    insets = any(isinstance(one, said.AtCorners | said.AtSide) for one in topic.said)
    edges = [one.distance.text for one in topic.said if isinstance(one, said.FromEdges)]
    rounds = [
        one.number.text for one in topic.said if isinstance(one, said.OnCircle) and one.number is not None
    ]
    if (edges and not insets) or rounds:
        raise missing(
            f"Where is the middle of the {topic.words}? {(edges + rounds)[0]} may count to it or to its side."
            " Please give its coordinates.",
            about("place", topic.words, words=edges + rounds),
        )


def _moved(topic: Topic, middle: Spot) -> Iterator[list[Spot]]:
    """Yield the place that distances from the middle lead to: "20 mm left of the centre"."""
    moves = [
        one
        for one in topic.said
        if isinstance(one, said.Placing) and one.kind == "offset" and one.name in _TOWARDS
    ]
    x, y = middle
    for one in moves:
        if one.noun not in {"", "centre", "axis"}:
            raise missing(
                f"Where does the {topic.words} stand ({one.text})?",
                about("place", topic.words, words=[one.text]),
            )
        way, size = _TOWARDS[one.name], one.numbers[0].value
        x, y = x + way[0] * size, y + way[1] * size
    if moves:
        yield [(x, y)]


def _from_sides(topic: Topic, other: Piece | None) -> Iterator[list[Spot]]:
    """Yield where the middle of a body lies that is said to be so far from sides of the other one."""
    found = [one for one in topic.said if isinstance(one, said.Placing) and one.name == OF_MIDDLE]
    if not found or other is None:
        return
    (x0, y0, _), (x1, y1, _) = other.box()
    x, y = middle_of(other)
    for one in found:
        words = {one.noun, *(one.ref.traits if one.ref is not None else ())}
        far = one.numbers[0].value
        if words & _ACROSS:
            x = x0 + far if "left" in words else x1 - far
        elif words & {"front", "back", "bottom", "top"}:
            y = y0 + far if words & {"front", "bottom"} else y1 - far
        else:
            raise missing(
                f"From which side is the middle of the {topic.words} {one.text}?",
                about("place", topic.words, words=[one.text]),
            )
    yield [(x, y)]


def _described_spots(piece: Piece, other: Piece | None) -> Iterator[list[Spot]]:
    """Yield where the middles of a body and its copies lie by each statement about it."""
    topic = piece.topic
    middle = middle_of(other) if other is not None else (0.0, 0.0)
    yield from _moved(topic, middle)
    yield from _from_sides(topic, other)
    if piece.relation("side") is not None and any(isinstance(one, said.InCentre) for one in topic.said):
        yield [middle]
    for middles in middles_said(topic):
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
            _check_stands_on(piece, relation)
            yield [_beside(piece, other, relation)]
    for one in topic.said:
        if isinstance(one, said.Rectangle):
            a, b = one.length.value / 2, one.width.value / 2
            yield list(product((middle[0] - a, middle[0] + a), (middle[1] - b, middle[1] + b)))
        elif isinstance(one, said.AtSide) and other is not None:
            yield _along_sides(piece, other, one.sides)
        elif isinstance(one, said.AtCorners):
            yield _in_corners(piece, other)


def _check_stands_on(piece: Piece, beside: said.Relation) -> None:
    """Ask where a body is that stands on another one, and some way off its side.

    Raises:
        NeedsClarification: Both were said.
    """
    if (
        piece.relation("on") is not None
        and beside.kind == "side"
        and beside.gap is not None
        and beside.gap.value
    ):
        raise missing(
            f"Where is the middle of the {piece.topic.words}? {beside.gap.text} may count to it or to its"
            " side."
            " Please give its coordinates.",
            about("place", piece.topic.words, words=[beside.gap.text]),
        )


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
    sign, axis = (1 if relation.along[0] == "+" else -1), AXES.index(relation.along[1])
    gap = relation.gap.value if relation.gap is not None else 0.0
    spot = list(middle_of(other))
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
    x, y = middle_of(other)
    if "ends" in sides:
        if high[0] - low[0] >= high[1] - low[1]:
            return [(low[0] + a, y), (high[0] - a, y)]
        return [(x, low[1] + b), (x, high[1] - b)]
    x = low[0] + a if "left" in sides else high[0] - a if "right" in sides else x
    y = low[1] + b if "front" in sides else high[1] - b if "back" in sides else y
    return [(x, y)]
