"""Several bodies: each with its sizes, where it stands against the others, joined or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mayfly.contracts import Note
from mayfly.design.compile import draft_of
from mayfly.design.errors import DoesNotFit
from mayfly.errors import NeedsClarification
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.bodies.joins import all_stand_on, are_apart, joined, kept_apart
from mayfly.planning.readings.bodies.pieces import Piece
from mayfly.planning.readings.bodies.standing import place
from mayfly.planning.readings.bodies.topics import (
    absolute_height,
    alike_before,
    distributed,
    one_by_one,
    until_height,
    with_features,
)
from mayfly.planning.readings.built_up.lying import way_of
from mayfly.planning.readings.built_up.work import Work, shaped
from mayfly.planning.readings.one_part.build import Built, build
from mayfly.planning.readings.one_part.safety import several_alike
from mayfly.planning.readings.said.edge_margins import OF_MIDDLE
from mayfly.planning.readings.said.wishes import Wishes

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
        for topic, features in with_features(state, bosses_too=separate)
        for index, each in enumerate(one_by_one(topic))
    ]
    for topic, features in distributed(described):
        topic = until_height(absolute_height(topic, pieces), pieces)
        topic = alike_before(topic, pieces)
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
    if not separate and not wishes.fused and wishes.solids is None and are_apart(pieces):
        separate = True
        for piece in pieces:
            _put_features(state, piece)
    fused = not separate and (wishes.fused or wishes.solids == 1 or all_stand_on(pieces[1:]))
    if not separate and not fused:
        raise missing(
            f"Shall the {solids} bodies be joined to one, or stay {solids} separate solids?",
            about("count", "part"),
            ("joined to one", f"{solids} separate solids"),
        )
    design = kept_apart(pieces) if separate else joined(state, pieces)
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
    plain = replace(topic, said=tuple(one for one in topic.said if not _is_of_its_place(one)))
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


def _is_of_its_place(one: object) -> bool:
    """Return whether something says how a body lies or where its middle is, and nothing of its shape."""
    return isinstance(one, _POSED) or (isinstance(one, said.Placing) and one.name == OF_MIDDLE)


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


def check_is_whole(topic: Topic) -> None:
    """Check that the only body has no gap: "a ring with a 5 mm gap".

    Raises:
        NeedsClarification: It has.
    """
    for one in topic.said:
        if isinstance(one, said.Relation) and one.kind == "beside" and one.gap is not None:
            raise unsupported(
                f"There is only one {topic.words}, and no gap in it can be read. Which slot is meant?",
                about("place", topic.words),
            )


def check_stands_alone(topic: Topic) -> None:
    """Check that the first body was not said to stand some way above another one.

    Raises:
        NeedsClarification: It was.
    """
    for one in topic.said:
        if isinstance(one, said.Relation) and one.gap is not None and one.kind not in _ALONE:
            raise unsupported(f"Above what does the {topic.words} stand?", about("place", topic.words))
