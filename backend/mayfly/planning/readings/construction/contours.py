"""Turned bodies piece by piece: the pieces outside and inside, as a profile that is revolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mayfly.cad.parts import catalogue
from mayfly.design import CataloguePart
from mayfly.design.bases import Revolution
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.profiles import Polygon
from mayfly.language.chunks import Quantity
from mayfly.language.units import number
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import DISC, ROUND_BAR, State, Topic
from mayfly.planning.questions import about, conflict, missing
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.said.locations import edge_words
from mayfly.planning.readings.said.roles import role_of

#: The turns that bring the Z axis onto each axis.
_TURNS = {"z": (0.0, 0.0, 0.0), "x": (0.0, 90.0, 0.0), "y": (-90.0, 0.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a contour: from one height to another, with the radius at both."""

    low: float
    high: float
    near: float
    far: float


def is_turned_by_pieces(state: State) -> bool:
    """Return whether a turned body is described piece by piece."""
    return any(topic.kind == "segment" for topic in state.topics)


def turned(state: State) -> tuple[Work, list[Topic]]:
    """Return a turned body, and the topics of its features with their edges named by ends.

    Raises:
        NeedsClarification: A piece is open, or the pieces do not fit to each other or to the length.
    """
    total = _total(state)
    outer: list[Topic] = []
    inner: list[Topic] = []
    rest: list[Topic] = []
    inside = False
    for topic in state.topics:
        topic = _as_piece(topic) if outer and topic.kind == "part" else topic
        if topic.kind == "contour":
            inside = topic.name == "inner"
        elif topic.kind == "segment":
            (inner if inside or topic.name == "bore" else outer).append(topic)
        elif topic.kind not in {"turned", "part"}:
            rest.append(topic)
        elif topic.kind == "part" and any(
            not _is_total(one) and not _counts(one) and not isinstance(one, Pose) for one in topic.said
        ):
            raise missing(f"What are the sizes of the {topic.words}?", about("size", topic.words))
    counted = {int(size.number.value) for one in state.topics for size in one.sizes if _counts(size)}
    if counted - {len(outer)}:
        raise conflict(
            f"{len(outer)} pieces are described, not {counted.pop()}. Which is right?",
            about("count", "segment"),
        )
    outside = _stretches(outer, total, "outside")
    hollow = _stretches(inner, None, "inside") if inner else []
    if total is not None and abs(outside[-1].high - outside[0].low - total) > SAME_MM:
        length = outside[-1].high - outside[0].low
        raise conflict(
            f"The pieces are {length:g} mm long together, the whole {total:g} mm. Which is right?",
            about("size", "part", "length"),
        )
    rest = [_on_end(topic, outside) for topic in rest]
    rest = [_with_ends(topic, len(outer)) for topic in rest]
    for topic in [topic for topic in rest if topic.kind == "chamfer"]:
        outside = _chamfered(topic, outside)
        rest.remove(topic)
    stepped = _as_steps(state, outside) if not hollow else None
    if stepped is not None:
        stepped.turn = _turn(state, rest)
        return stepped, rest
    base = Revolution(profile=Polygon(points=_profile(outside, hollow)))
    work = Work.on(base, "turned part")
    work.turn = _turn(state, rest)
    return work, rest


def _turn(state: State, features: Sequence[Topic]) -> tuple[float, float, float]:
    """Return how a turned part lies that was described along another axis than Z.

    Raises:
        NeedsClarification: Several axes were named, or a feature counts along one of them.
    """
    axes = {
        piece.axis
        for topic in state.topics
        for piece in topic.said
        if isinstance(piece, said.Piece)
        if piece.end is not None
    }
    poses = {
        name for topic in state.topics for one in topic.said if isinstance(one, Pose) for name in one.names
    }
    if len(axes | poses) > 1 or not poses | axes <= {"x", "y", "z"}:
        raise missing("Along which axis does the turned part lie?", about("place", "part"))
    axis = next(iter(axes | poses), "z")
    placed = any(isinstance(one, said.Points | said.Coordinate) for topic in features for one in topic.said)
    if axis != "z" and placed:
        raise missing("Where on the turned part is that?", about("place", "part"))
    return _TURNS[axis]


def _as_piece(topic: Topic) -> Topic:
    """Return "a cylinder of diameter 40 and height 30" among pieces as one of them."""
    roles = {role_of(size): size.number for size in topic.sizes}
    length = roles.get("height") or roles.get("length")
    others = [one for one in topic.said if not isinstance(one, said.Size)]
    double = roles.get("radius")
    wide = roles.get("diameter") or (
        replace(double, value=2 * double.value, form="diameter") if double else None
    )
    if wide is None or length is None or len(topic.sizes) != 2 or topic.name not in {ROUND_BAR, DISC}:
        return topic
    return replace(topic, kind="segment", said=(said.Piece(wide, length=length), *others))


def _counts(one: object) -> bool:
    """Return whether it only says how many pieces there are: "a shaft with three sections"."""
    return isinstance(one, said.Size) and one.number.can_count and one.label.role == "section"


def _as_steps(state: State, outside: Sequence[Stretch]) -> Work | None:
    """Return cylinders in a row as the part of the catalogue that consists of them and takes all features."""
    named = [catalogue().get(topic.name) for topic in state.topics if topic.kind == "part"]
    kinds = [*named, *catalogue().values()] if len(outside) > 1 else named
    part = next((one for one in kinds if one is not None and one.surfaces.steps), None)
    plain = all(one.near == one.far for one in outside) and abs(outside[0].low) < SAME_MM
    if part is None or not plain:
        return None
    steps = ", ".join(f"{number(2 * one.near)}x{number(one.high - one.low)}" for one in outside)
    return Work.on(CataloguePart(part=part.name, sizes={part.surfaces.steps: steps}), part.label)


def _is_total(one: object) -> bool:
    return isinstance(one, said.Size) and one.label.role in {"length", "long"}


def _total(state: State) -> float | None:
    """Return the length over all, None where it was not said.

    Raises:
        NeedsClarification: Two were said.
    """
    found = {
        one.number.value
        for topic in state.topics
        if topic.kind in {"turned", "part"}
        for one in topic.sizes
        if _is_total(one)
    }
    if len(found) > 1:
        raise conflict("The overall length is given twice. Which is right?", about("size", "part", "length"))
    return found.pop() if found else None


def _stretches(topics: Sequence[Topic], total: float | None, side: str) -> list[Stretch]:
    found: list[Stretch] = []
    at = 0.0
    for index, topic in enumerate(_upwards(topics)):
        piece = _piece(topic)
        if any(not isinstance(one, said.Piece) and not _stands_on(one) for one in topic.said):
            raise missing("What else is said of a piece?", about("size", "segment"))
        near = _near(piece, found)
        far = near if piece.far is None else _radius(piece.far)
        low = at if piece.begin is None else piece.begin.value
        if piece.end is not None:
            high = piece.end.value
        elif piece.length is not None:
            high = low + piece.length.value
        elif total is not None and index == len(topics) - 1:
            high = total
        else:
            raise missing("How long is each piece?", about("size", "segment", "length"))
        if found and abs(low - at) > SAME_MM:
            raise conflict(f"Between {at:g} and {low:g} mm the {side} is open.", about("size", "segment"))
        if high <= low + SAME_MM:
            raise conflict("A piece ends before it begins.", about("size", "segment", "length"))
        found.append(Stretch(low, high, near, far))
        at = high
    if not found:
        raise missing("What is the outside of the turned part?", about("size", "segment"))
    return found


def _near(piece: said.Piece, before: Sequence[Stretch]) -> float:
    """Return the radius at which a piece begins, which is that of the one before where none was said.

    Raises:
        NeedsClarification: It is the first one.
    """
    if piece.diameter is not None:
        return _radius(piece.diameter)
    if not before:
        raise missing("Which diameter has the first piece?", about("size", "segment", "diameter"))
    return before[-1].far


def _piece(topic: Topic) -> said.Piece:
    return next(one for one in topic.said if isinstance(one, said.Piece))


def _upwards(topics: Sequence[Topic]) -> Sequence[Topic]:
    """Return the pieces from the bottom to the top, where each was told apart by that."""
    ranks = [_piece(topic).rank for topic in topics]
    if None in ranks or len(set(ranks)) < len(ranks):
        return topics
    return sorted(topics, key=lambda topic: _piece(topic).rank or 0)


def _stands_on(one: object) -> bool:
    """Return whether it only says that a piece stands on the one below it, in line with it."""
    if isinstance(one, said.Relation):
        return one.kind in {"on", "same"} and one.gap is None
    on_top = isinstance(one, said.OnFace) and one.face == "top"
    return on_top or isinstance(one, said.InCentre) or one is said.Mark.CENTRED


def _radius(number: Quantity) -> float:
    return number.value / 2 if number.form != "radius" else number.value


def _profile(outside: Sequence[Stretch], hollow: Sequence[Stretch]) -> tuple[tuple[float, float], ...]:
    """Return the corners of the profile: up along the outside, down along the inside or the axis."""
    points = [(0.0, outside[0].low)]
    for one in outside:
        points += [(one.near, one.low), (one.far, one.high)]
    bottom, top = outside[0].low, outside[-1].high
    if not hollow:
        points.append((0.0, top))
        return _without_doubles(points)
    if hollow[0].low < bottom - SAME_MM or hollow[-1].high > top + SAME_MM:
        raise conflict("The inside is longer than the outside.", about("size", "segment", "length"))
    inner: list[tuple[float, float]] = []
    for one in reversed(hollow):
        inner += [(one.far, one.high), (one.near, one.low)]
    if hollow[-1].high < top - SAME_MM:
        inner = [(0.0, top), (0.0, hollow[-1].high), *inner]
    if hollow[0].low > bottom + SAME_MM:
        inner = [*inner, (0.0, hollow[0].low)]
        points = points
    else:
        points = points[1:]
    return _without_doubles([*points, *inner])


def _without_doubles(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    for point in points:
        if not found or max(abs(a - b) for a, b in zip(found[-1], point, strict=True)) > SAME_MM:
            found.append(point)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    straight = [
        point
        for i, point in enumerate(found)
        if not _in_line(found[i - 1], point, found[(i + 1) % len(found)])
    ]
    return tuple(straight)


def _in_line(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) < SAME_MM


def _chamfered(topic: Topic, outside: list[Stretch]) -> list[Stretch]:
    """Return the outside with the rims of its ends chamfered.

    Raises:
        NeedsClarification: It is open which rims are meant, or the chamfer does not fit there.
    """
    words = edge_words(topic)
    ends = words & {"top", "bottom"} or ({"top", "bottom"} if words & {"both", "end", "all"} else set())
    sizes = [size.number.value for size in topic.sizes if size.number.form != "angle"]
    angles = [size.number.value for size in topic.sizes if size.number.form == "angle"]
    if not ends or len(sizes) != 1 or any(angle != 45 for angle in angles):
        raise missing("Which rims are chamfered, and by how much?", about("edges", "chamfer"))
    found = list(outside)
    for end in sorted(ends):
        index = len(found) - 1 if end == "top" else 0
        one, size = found[index], sizes[0]
        if one.near != one.far or size >= min(one.near, one.high - one.low):
            raise conflict(f"The chamfer of {size:g} mm does not fit.", about("size", "chamfer"))
        inner = one.near - size
        if end == "top":
            middle = one.high - size
            found[index:] = [replace(one, high=middle), Stretch(middle, one.high, one.near, inner)]
        else:
            middle = one.low + size
            found[:1] = [Stretch(one.low, middle, inner, one.near), replace(one, low=middle)]
    return found


def _on_end(topic: Topic, outside: Sequence[Stretch]) -> Topic:
    """Return a feature "in the Ø20 end" with the face that it is: top or bottom.

    Raises:
        NeedsClarification: No end, or both of them, has that diameter.
    """
    found: list[said.Said] = []
    for one in topic.said:
        if isinstance(one, said.OnFace) and one.face.startswith("level "):
            level = float(one.face.split()[1])
            at = {"bottom": outside[0].low, "top": outside[-1].high}
            named = [end for end, height in at.items() if abs(height - level) < SAME_MM]
            if len(named) != 1:
                raise missing(f"Which end is meant for the {topic.name}?", about("face", topic.kind))
            one = said.OnFace(named[0])
        if isinstance(one, said.OnFace) and one.face.startswith("end "):
            radius = float(one.face.split()[1]) / 2
            ends = {"bottom": outside[0].near, "top": outside[-1].far}
            named = [end for end, has in ends.items() if abs(has - radius) < SAME_MM]
            if len(named) != 1:
                raise missing(f"Which end is meant for the {topic.name}?", about("face", topic.kind))
            one = said.OnFace(named[0])
        found.append(one)
    return replace(topic, said=tuple(found))


def _with_ends(topic: Topic, count: int) -> Topic:
    """Return a fillet or chamfer of "the free end of segment 3" with the end that it is: top or bottom.

    Raises:
        NeedsClarification: The piece has no free end.
    """
    found: list[said.Said] = []
    for one in topic.said:
        if isinstance(one, said.EdgesOf):
            named = [word for word in one.words if word.startswith("segment ")]
            if named:
                number = int(named[0].split()[1])
                if number not in {1, count} or count == 1:
                    raise missing(f"Which edge of piece {number} is meant?", about("edges", topic.kind))
                one = said.EdgesOf(frozenset({"rim", "top" if number == count else "bottom"}))
        found.append(one)
    return replace(topic, said=tuple(found))
