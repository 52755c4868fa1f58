"""Several bodies: each with its sizes, where it stands against the others, joined or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from mayfly.contracts import Note
from mayfly.design import Body, Design
from mayfly.design.compile import draft_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, AnyFeature, Boss
from mayfly.design.places import Points
from mayfly.design.profiles import Circle, Rectangle
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.build import Built, build
from mayfly.planning.readings.lying import way_of
from mayfly.planning.readings.roles import role_of
from mayfly.planning.readings.safety import several_alike
from mayfly.planning.readings.standing import Piece, is_standard, place
from mayfly.planning.readings.wishes import Wishes
from mayfly.planning.readings.work import Work, shaped

#: What is put on something and stays a part of its own.
_PUT_ON = frozenset({"lid", "cover", "cap", "screw", "bolt", "pin", "ring", "collar"})
#: Bodies that are no farther apart touch, in mm.
_TOUCHING = 1e-6
#: How a body lies, which its own row says as well.
_POSED = (Pose, said.Along)
#: What describes a body itself, and not where it stands.
_OF_ITSELF = (said.Size, said.Group, said.Mark, said.Context, said.Placing)
#: Relations that need no other body.
_ALONE = frozenset({"level", "until", "beside", "stack"})
#: What says where the copies of a body stand.
_PLACED = (said.Relation, said.Points, said.Coordinate, said.AtCorners, said.Rectangle, said.Apart)


def several(state: State, wishes: Wishes) -> Built:
    """Return the design of several bodies.

    Raises:
        NeedsClarification: A size, a place, or whether they are joined is open.
        DoesNotFit: A feature does not fit.
    """
    parts = [topic for topic in state.topics if topic.kind == "part"]
    if len(parts) == 1 and not wishes.separate and not any(isinstance(one, _PLACED) for one in parts[0].said):
        raise several_alike(parts[0])
    pieces: list[Piece] = []
    separate = wishes.separate or (wishes.solids or 1) > 1 or _has_gaps(state)
    described = [
        (each, features if index == 0 else [])
        for topic, features in _with_features(state, bosses_too=separate)
        for index, each in enumerate(one_by_one(topic))
    ]
    for topic, features in distributed(described):
        topic = _until_height(_absolute_height(topic, pieces), pieces)
        topic = _alike(topic, pieces)
        if not pieces:
            check_stands_alone(topic)
        piece = _piece(topic, features, state, complete=separate)
        place(piece, pieces)
        pieces.append(piece)
        if separate:
            _put_features(state, piece)
    solids = sum(len(piece.places) for piece in pieces)
    if separate and wishes.solids not in {None, solids}:
        raise missing(
            f"There are {solids} bodies, not {wishes.solids}. Which is right?", about("count", "part")
        )
    if not separate and not wishes.fused and wishes.solids is None and _are_apart(pieces):
        separate = True
        for piece in pieces:
            _put_features(state, piece)
    fused = not separate and (wishes.fused or wishes.solids == 1 or _all_stand_on(pieces[1:]))
    if not separate and not fused:
        raise missing(
            f"Shall the {solids} bodies be joined to one, or stay {solids} separate solids?",
            about("count", "part"),
            ("joined to one", f"{solids} separate solids"),
        )
    design = _apart(pieces) if separate else _joined(state, pieces)
    notes = [note for piece in pieces for note in piece.work.notes]
    statements = [one for piece in pieces for one in piece.work.statements]
    return Built(design, (*statements, *map(Note, notes)), sum(piece.work.cost for piece in pieces))


def _piece(topic: Topic, features: list[Topic], state: State, *, complete: bool) -> Piece:
    """Return a body, sized as it was said.

    Args:
        topic: The body.
        features: Its features.
        state: The reading, in which the mouths of holes are found.
        complete: It stays a body of its own, so that it is made with its features as one part is.

    Raises:
        NeedsClarification: A size is open or contradictory.
    """
    if way_of(shaped(topic)):
        work, rest = Work.of_part(topic, features)
        return Piece(topic, work, features=rest)
    plain = replace(topic, said=tuple(one for one in topic.said if not isinstance(one, _POSED)))
    try:
        if not complete or any(isinstance(one, said.Span) for one in topic.said):
            work, rest = Work.of_part(plain, features)
            return Piece(topic, work, features=rest)
        return _made(topic, features, state)
    except (NeedsClarification, DoesNotFit) as error:
        try:
            if not complete:
                return _made(topic, [], state, features)
            work, rest = Work.of_part(plain, features)
            return Piece(topic, work, features=rest)
        except (NeedsClarification, DoesNotFit):
            raise error from None


def _made(topic: Topic, features: list[Topic], state: State, later: Sequence[Topic] = ()) -> Piece:
    """Return a body that is made as one part by itself: hollow, lying, with all of its features.

    Raises:
        NeedsClarification: Something of it is open.
        DoesNotFit: A feature does not fit.
    """
    bodies = {one.words.lower() for one in state.topics if one.kind == "part"}
    kept = tuple(
        one
        for one in topic.said
        if isinstance(one, _OF_ITSELF)
        and one is not Mark.ROW
        and not (isinstance(one, said.Context) and one.component in bodies)  # "a box with its lid"
    )
    base = replace(shaped(topic), count=None, plural=False, said=kept)
    topics = [base]
    for feature in features:
        index = state.topics.index(feature)
        topics.append(feature)
        owner = len(topics) - 1
        topics += [replace(one, owner=owner) for one in state.topics if one.owner == index]
    built = build(State(topics=tuple(topics), focus=0))
    body = built.design.bodies[0]
    if any(body.turn):
        raise unsupported(f"How does the {topic.words} lie?", about("place", topic.words))
    work = Work(body.base, body.name, draft_of(body), body.at)
    work.statements = [one for one in built.notes]
    return Piece(topic, work, features=list(later))


def _put_features(state: State, piece: Piece) -> None:
    """Put the features on a body that stays one of its own; it is moved to its place afterwards."""
    if len(piece.places) == 1 and any(piece.places[0]):
        piece.work.offset = piece.places[0]
    for topic in piece.features:
        piece.work.put(state, topic)
    piece.features = []


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


def _are_apart(pieces: Sequence[Piece]) -> bool:
    """Return whether free space lies between all bodies: then these can't be one."""
    boxes = [replace(piece, places=[at]).box() for piece in pieces for at in piece.places]
    return len(boxes) > 1 and all(
        any(one[1][i] < other[0][i] - _TOUCHING or other[1][i] < one[0][i] - _TOUCHING for i in range(3))
        for k, one in enumerate(boxes)
        for other in boxes[k + 1 :]
    )


def _alike(topic: Topic, before: Sequence[Piece]) -> Topic:
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


def _has_gaps(state: State) -> bool:
    """Return whether bodies stand with free space between them: these can't be one."""
    return any(
        isinstance(one, said.Relation)
        and one.kind in {"beside", "side", "stack", "on"}
        and one.gap is not None
        and one.gap.value > 0
        for topic in state.topics
        for one in topic.said
    )


def check_stands_alone(topic: Topic) -> None:
    """Check that the first body was not said to stand some way above another one.

    Raises:
        NeedsClarification: It was.
    """
    for one in topic.said:
        if isinstance(one, said.Relation) and one.gap is not None and one.kind not in _ALONE:
            raise unsupported(f"Above what does the {topic.words} stand?", about("place", topic.words))


def _is_loose(topic: Topic) -> bool:
    """Return whether something put on another stays a part of its own: a lid, a standard part."""
    return bool(_PUT_ON & set(topic.words.lower().split())) or is_standard(topic)


def _all_stand_on(pieces: Sequence[Piece]) -> bool:
    """Return whether each body was said to stand on another, with nothing between: then it is one part."""
    return bool(pieces) and all(
        not _is_loose(piece.topic)
        and any(
            isinstance(one, said.AtSide | said.Span)
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


def _absolute_height(topic: Topic, pieces: Sequence[Piece]) -> Topic:
    """Return a body "reaching up to a total height of 70" with its own height."""
    total = [one for one in topic.sizes if one.label.components == ("overall",)]
    if not total or not pieces:
        return topic
    foot = max(piece.box()[1][2] for piece in pieces)
    size = replace(total[0], label=replace(total[0].label, components=()))
    size = replace(size, number=replace(size.number, value=size.number.value - foot, unit="mm"))
    return replace(topic, said=tuple(size if one is total[0] else one for one in topic.said))


def _until_height(topic: Topic, pieces: Sequence[Piece]) -> Topic:
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
    first = Piece(topic, work, [work.offset])
    piece = Piece(topic, more)
    place(piece, [first])
    piece.places = [(x, y, top[2] if abs(z - first.box()[1][2]) < 1e-9 else z) for x, y, z in piece.places]
    _join(work, first, piece)


# --- joined or apart ---------------------------------------------------------------------------------------


def _apart(pieces: Sequence[Piece]) -> Design:
    bodies: list[Body] = []
    names: set[str] = set()
    for piece in pieces:
        for index, at in enumerate(piece.places):
            name = piece.topic.words
            if len(piece.places) > 1:
                name = f"{name.removesuffix('s')} {index + 1}"
            while name in names:
                name += " 2"
            names.add(name)
            bodies.append(piece.work.body().model_copy(update={"name": name, "at": at}))
    return Design(bodies=tuple(bodies))


def _joined(state: State, pieces: Sequence[Piece]) -> Design:
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


def _join(work: Work, first: Piece, piece: Piece) -> None:
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


def _profile(piece: Piece) -> Circle | Rectangle | None:
    draft = piece.work.draft
    if draft.form.part is None or piece.work.draft.features:
        return None
    x, y, _ = piece.size
    if draft.is_box:
        return Rectangle(length=x, width=y)
    if draft.form.part.name == ROUND_BAR:
        return Circle(diameter=x)
    return None
