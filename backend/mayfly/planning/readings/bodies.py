"""Several bodies: each with its sizes, where it stands against the others, joined or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import cast

from mayfly.cad.parts import catalogue
from mayfly.contracts import Note
from mayfly.design import Body, Design
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, AnyFeature, Boss
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.places import Points
from mayfly.design.profiles import Circle, Rectangle
from mayfly.language.chunks import Quantity
from mayfly.language.english import and_list
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import PLATE, ROUND_BAR, State, Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.build import Built
from mayfly.planning.readings.coordinates import groups_of
from mayfly.planning.readings.roles import role_of
from mayfly.planning.readings.safety import several_alike
from mayfly.planning.readings.wishes import Wishes
from mayfly.planning.readings.work import Work

_AXES = "xyz"
#: What is put on something and stays a part of its own.
_PUT_ON = frozenset({"lid", "cover", "cap", "screw", "bolt", "pin", "ring", "collar"})
#: What says where the copies of a body stand.
_PLACED = (said.Relation, said.Points, said.Coordinate, said.AtCorners)


@dataclass(slots=True)
class _Piece:
    """A body, where it stands, and its copies."""

    topic: Topic
    work: Work
    places: list[Vector] = field(default_factory=list)
    features: list[Topic] = field(default_factory=list)

    @property
    def size(self) -> Vector:
        return self.work.draft.box

    def box(self, index: int = 0) -> Box3:
        """Return the box of one of its copies."""
        corner, at = self.work.draft.corner, self.places[index]
        low = tuple(c + a for c, a in zip(corner, at, strict=True))
        high = tuple(c + s for c, s in zip(low, self.size, strict=True))
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def several(state: State, wishes: Wishes) -> Built:
    """Return the design of several bodies.

    Raises:
        NeedsClarification: A size, a place, or whether they are joined is open.
        DoesNotFit: A feature does not fit.
    """
    parts = [topic for topic in state.topics if topic.kind == "part"]
    if len(parts) == 1 and not wishes.separate and not any(isinstance(one, _PLACED) for one in parts[0].said):
        raise several_alike(parts[0])
    pieces: list[_Piece] = []
    separate = wishes.separate or (wishes.solids or 1) > 1 or _has_gaps(state)
    for topic, features in _with_features(state, bosses_too=separate):
        topic = _until_height(_absolute_height(topic, pieces), pieces)
        if not pieces and not any(
            isinstance(one, said.Relation) and one.kind == "beside" for one in topic.said
        ):
            check_stands_alone(topic)
        work, rest = Work.of_part(topic, features)
        piece = _Piece(topic, work, features=rest)
        _place(piece, pieces)
        pieces.append(piece)
    solids = sum(len(piece.places) for piece in pieces)
    if separate and wishes.solids not in {None, solids}:
        raise missing(
            f"There are {solids} bodies, not {wishes.solids}. Which is right?", about("count", "part")
        )
    fused = not separate and (wishes.fused or wishes.solids == 1 or _all_stand_on(pieces[1:]))
    if not separate and not fused:
        raise missing(
            f"Shall the {solids} bodies be joined to one, or stay {solids} separate solids?",
            about("count", "part"),
            ("joined to one", f"{solids} separate solids"),
        )
    design = _apart(state, pieces) if separate else _joined(state, pieces)
    notes = [note for piece in pieces for note in piece.work.notes]
    statements = [one for piece in pieces for one in piece.work.statements]
    return Built(design, (*statements, *map(Note, notes)), sum(piece.work.cost for piece in pieces))


def _has_gaps(state: State) -> bool:
    """Return whether bodies stand side by side with free space between them: these can't be one."""
    return any(
        isinstance(one, said.Relation) and one.kind == "beside" and one.gap is not None and one.gap.value > 0
        for topic in state.topics
        for one in topic.said
    )


def check_stands_alone(topic: Topic) -> None:
    """Check that the first body was not said to stand some way above another one.

    Raises:
        NeedsClarification: It was.
    """
    for one in topic.said:
        if isinstance(one, said.Relation) and one.gap is not None and one.kind not in {"level", "until"}:
            raise unsupported(f"Above what does the {topic.words} stand?", about("place", topic.words))


def _is_loose(topic: Topic) -> bool:
    """Return whether something put on another stays a part of its own: a lid, a standard part."""
    part = catalogue().get(topic.name)
    return bool(_PUT_ON & set(topic.words.lower().split())) or (
        part is not None and part.standard is not None
    )


def _all_stand_on(pieces: Sequence[_Piece]) -> bool:
    """Return whether each body was said to stand on another, with nothing between: then it is one part."""
    return bool(pieces) and all(
        not _is_loose(piece.topic)
        and any(
            isinstance(one, said.AtSide)
            or (isinstance(one, said.Relation) and one.kind in {"on", "under", "beneath"} and one.gap is None)
            or (isinstance(one, said.OnFace) and one.face == "top")
            for one in piece.topic.said
        )
        for piece in pieces
    )


def _with_features(state: State, *, bosses_too: bool) -> list[tuple[Topic, list[Topic]]]:
    """Return each body with the features that were spoken of after it."""
    found: list[tuple[Topic, list[Topic]]] = []
    named: list[tuple[str, Topic]] = []
    for topic in state.topics:
        bodies = [one.of for one in topic.said if isinstance(one, said.Relation) and one.kind == "in"]
        if bodies and topic.kind != "part":
            named.append((bodies[0].lower(), topic))
            continue
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


def _absolute_height(topic: Topic, pieces: Sequence[_Piece]) -> Topic:
    """Return a body "reaching up to a total height of 70" with its own height."""
    total = [one for one in topic.sizes if one.label.components == ("overall",)]
    if not total or not pieces:
        return topic
    foot = max(piece.box()[1][2] for piece in pieces)
    size = replace(total[0], label=replace(total[0].label, components=()))
    size = replace(size, number=replace(size.number, value=size.number.value - foot, unit="mm"))
    return replace(topic, said=tuple(size if one is total[0] else one for one in topic.said))


def _until_height(topic: Topic, pieces: Sequence[_Piece]) -> Topic:
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


# --- where they stand -----------------------------------------------------------------------------------


def _place(piece: _Piece, before: Sequence[_Piece]) -> None:
    """Find where a body stands, and its copies."""
    topic, count = piece.topic, piece.topic.count or 1
    relations = {one.kind: one for one in topic.said if isinstance(one, said.Relation)}
    on_top = any(
        isinstance(one, said.AtSide) or (isinstance(one, said.OnFace) and one.face == "top")
        for one in topic.said
    )
    x, y, z = piece.work.offset
    if any(isinstance(one, said.Span) for one in topic.said):
        piece.places = [(x, y, z)]
        return
    if "beside" in relations:
        piece.places = _beside(piece, relations["beside"], count)
        return
    other = _other(relations, before)
    centre = _centre(topic)
    if centre is not None:
        piece.places = [(centre[0], centre[1], centre[2] - piece.size[2] / 2)]
        return
    if "around" in relations and other is not None and "level" not in relations:
        z = other.box()[0][2]
    elif "level" in relations and relations["level"].gap is not None:
        z = relations["level"].gap.value
    elif other is not None and ("on" in relations or on_top):
        gap = relations["on"].gap if "on" in relations else None
        z = other.box()[1][2] + (gap.value if gap is not None else 0.0)
    elif relations.keys() & {"under", "beneath"} and other is not None:
        z = 0.0
        _lift(before, piece.size[2])
    elif other is not None:
        named = [other.topic.words, topic.words]
        raise unsupported(
            f"The request names {and_list(named)}. Where does the {topic.words} stand against the"
            f" {other.topic.words}: on top of it, or beside it?",
            about("part", words=named),
        )
    middle = _middle(other) if other is not None else (0.0, 0.0)
    points = _points(piece, other, relations, middle)
    if len(points) != count:
        raise missing(f"Where do the {count} {topic.words} stand?", about("place", topic.words))
    piece.places = [(u, v, z) for u, v in points]


def centred_at(topic: Topic, work: Work) -> Vector:
    """Return where the origin of the first body stands: its middle may have been placed.

    Raises:
        NeedsClarification: Several places were said of it.
    """
    placed = [one for one in topic.said if isinstance(one, said.Points | said.Coordinate)]
    if not placed:
        return work.offset
    centre = _centre(topic)
    if centre is not None and len(placed) == 1:
        return centre[0], centre[1], centre[2] - work.draft.box[2] / 2
    points = [one.points[0] for one in placed if isinstance(one, said.Points) and len(one.points) == 1]
    if len(points) == len(placed) == 1 and len(points[0]) == 2:
        return points[0][0], points[0][1], work.offset[2]
    raise missing(f"Where does the {topic.words} stand?", about("place", topic.words))


def _centre(topic: Topic) -> Vector | None:
    """Return where the middle of a body lies, where that was said with three coordinates."""
    listed = [one for one in topic.said if isinstance(one, said.Points) and len(one.points) == 1]
    point = listed[0].points[0] if listed else ()
    return (point[0], point[1], point[2]) if len(point) == 3 else None


def _other(relations: dict[str, said.Relation], before: Sequence[_Piece]) -> _Piece | None:
    """Return the body that something stands against: the one that is named, else the one before."""
    if not before:
        return None
    named = [
        word for kind in ("on", "around") if kind in relations for word in relations[kind].of.lower().split()
    ]
    for piece in before:
        words = set(piece.topic.words.lower().split()) - {"the", "one"}
        if words & (set(named) - {PLATE, "block", "body"}):
            return piece
    return before[-1]


def _middle(piece: _Piece) -> tuple[float, float]:
    low, high = piece.box()
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2


def _lift(before: Sequence[_Piece], height: float) -> None:
    for piece in before:
        piece.places = [(x, y, z + height) for x, y, z in piece.places]


def _beside(piece: _Piece, relation: said.Relation, count: int) -> list[Vector]:
    if count < 2:
        raise missing(f"How many {piece.topic.words} are there?", about("count", piece.topic.words))
    index = _AXES.index(relation.along or "x")
    pitches = [one.distance.value for one in piece.topic.said if isinstance(one, said.Apart)]
    if relation.gap is not None:
        pitches = [piece.size[index] + relation.gap.value]
    if len(pitches) != 1:
        raise missing(
            f"How far apart are the {piece.topic.words}?", about("size", piece.topic.words, "spacing")
        )
    step = pitches[0]
    places = []
    for k in range(count):
        at = [0.0, 0.0, 0.0]
        at[index] = (k - (count - 1) / 2) * step
        places.append((at[0], at[1], at[2]))
    return places


def _points(
    piece: _Piece,
    other: _Piece | None,
    relations: dict[str, said.Relation],
    middle: tuple[float, float],
) -> list[tuple[float, float]]:
    """Return where the middles of a body and its copies lie in x and y."""
    topic = piece.topic
    listed = [one for one in topic.said if isinstance(one, said.Points)]
    if listed:
        return [
            (x * point[0], y * point[1])
            for one in listed
            for point in one.points
            for x, y in product(*((1, -1) if axis in one.mirrored else (1,) for axis in "xy"))
        ]
    by_axis: dict[str, list[float]] = {}
    coordinates = [one for one in topic.said if isinstance(one, said.Coordinate)]
    if len(groups_of(coordinates)) > 1:
        return [
            point
            for group in groups_of(coordinates)
            for point in product(group.get("x", [middle[0]]), group.get("y", [middle[1]]))
        ]
    for one in topic.said:
        if isinstance(one, said.Coordinate):
            for number in one.numbers:
                value = number.value
                by_axis.setdefault(one.axis, []).extend(
                    [-value, value] if number.form == "plusminus" else [value]
                )
    if by_axis:
        return list(product(by_axis.get("x", [middle[0]]), by_axis.get("y", [middle[1]])))
    sides = [one for one in topic.said if isinstance(one, said.AtSide)]
    if sides and other is not None:
        return _along_sides(piece, other, sides[0].sides)
    if any(isinstance(one, said.AtCorners) for one in topic.said):
        if "flush" not in relations or other is None:
            raise missing(
                f"How far from the edges do the {topic.words} stand?", about("size", topic.words, "inset")
            )
        low, high = other.box()
        a, b = piece.size[0] / 2, piece.size[1] / 2
        return list(product((low[0] + a, high[0] - a), (low[1] + b, high[1] - b)))
    return [middle]


def _along_sides(piece: _Piece, other: _Piece, sides: frozenset[str]) -> list[tuple[float, float]]:
    """Return where the middle of a body lies that is flush with sides of another, or the two at its ends."""
    low, high = other.box()
    a, b = piece.size[0] / 2, piece.size[1] / 2
    x, y = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
    if "ends" in sides:
        if high[0] - low[0] >= high[1] - low[1]:
            return [(low[0] + a, y), (high[0] - a, y)]
        return [(x, low[1] + b), (x, high[1] - b)]
    x = low[0] + a if "left" in sides else high[0] - a if "right" in sides else x
    y = low[1] + b if "front" in sides else high[1] - b if "back" in sides else y
    return [(x, y)]


def join(work: Work, topic: Topic) -> None:
    """Join a body to one that takes shape.

    Raises:
        NeedsClarification: Its sizes or its place are open.
    """
    box = work.draft.extent()
    if box is None:
        raise unsupported(f"Where does the {topic.words} stand?", about("place", topic.words))
    more, _ = Work.of_part(topic)
    top = tuple(c + o for c, o in zip(box[1], work.offset, strict=True))
    first = _Piece(topic, work, [work.offset])
    piece = _Piece(topic, more)
    _place(piece, [first])
    piece.places = [(x, y, top[2] if abs(z - first.box()[1][2]) < 1e-9 else z) for x, y, z in piece.places]
    _join(work, first, piece)


# --- joined or apart ---------------------------------------------------------------------------------------


def _apart(state: State, pieces: Sequence[_Piece]) -> Design:
    bodies: list[Body] = []
    names: set[str] = set()
    for piece in pieces:
        for topic in piece.features:
            piece.work.put(state, topic)
        for index, at in enumerate(piece.places):
            name = piece.topic.words if len(piece.places) == 1 else f"{piece.topic.words} {index + 1}"
            while name in names:
                name += " 2"
            names.add(name)
            bodies.append(piece.work.body().model_copy(update={"name": name, "at": at}))
    return Design(bodies=tuple(bodies))


def _joined(state: State, pieces: Sequence[_Piece]) -> Design:
    """Return one body: the first one, with the others joined to it and all features after that."""
    first, *others = pieces
    work = first.work
    work.offset = first.places[0]
    if len(first.places) > 1:
        raise unsupported(f"Which one of the {first.topic.words} are the others joined to?", about("part"))
    for piece in others:
        for topic in [topic for topic in piece.features if _is_inside(topic)]:
            piece.work.put(state, topic)
            piece.features.remove(topic)
        _join(work, first, piece)
    through = [topic for piece in pieces for topic in piece.features if not _is_inside(topic)]
    for topic in [*through, *(topic for piece in pieces for topic in piece.features if _is_inside(topic))]:
        work.put(state, topic)
    return Design(bodies=(work.body(),))


def _is_inside(topic: Topic) -> bool:
    """Return whether a feature was said to be in one of the bodies."""
    return any(isinstance(one, said.Relation) and one.kind == "in" for one in topic.said)


def _join(work: Work, first: _Piece, piece: _Piece) -> None:
    """Join a body: as a boss where it stands on the top of the first one, else as a body of its own."""
    base = piece.work.base
    profile = _profile(piece)
    top = first.box()[1][2]
    local = [tuple(a - b for a, b in zip(at, work.offset, strict=True)) for at in piece.places]
    if profile is not None and all(abs(at[2] - top) < 1e-9 for at in piece.places):
        points = tuple((at[0], at[1]) for at in local)
        try:
            work.add(
                Boss(
                    face="top",
                    at=Points(points=points, origin="model"),
                    profile=profile,
                    height=piece.size[2],
                )
            )
            return
        except DoesNotFit:
            pass
    features = cast("tuple[AnyFeature, ...]", tuple(piece.work.draft.features))
    for at in local:
        work.add(Add(base=base, features=features, at=(at[0], at[1], at[2]), name=piece.topic.words))
    high = max(at[2] for at in local) + piece.size[2]
    if high > (work.raised if work.raised is not None else top - work.offset[2]) + 1e-9:
        work.raised = high


def _profile(piece: _Piece) -> Circle | Rectangle | None:
    draft = piece.work.draft
    if draft.form.part is None or piece.work.draft.features:
        return None
    x, y, _ = piece.size
    if draft.is_box:
        return Rectangle(length=x, width=y)
    if draft.form.part.name == ROUND_BAR:
        return Circle(diameter=x)
    return None
