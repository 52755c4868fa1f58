"""Bodies joined to one, or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from mayfly.design import Body, Design
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, AnyFeature, Boss
from mayfly.design.places import Points
from mayfly.design.profiles import Circle, Rectangle
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.bodies.own_edges import cut_own_edges
from mayfly.planning.readings.bodies.pieces import Piece
from mayfly.planning.readings.bodies.standing import is_standard, place
from mayfly.planning.readings.built_up.work import Work

#: What is put on something and stays a part of its own.
_PUT_ON = frozenset({"lid", "cover", "cap", "screw", "bolt", "pin", "ring", "collar"})
#: Bodies that are no farther apart touch, in mm.
_TOUCHING = 1e-6


def are_apart(pieces: Sequence[Piece]) -> bool:
    """Return whether free space lies between all bodies: then these can't be one."""
    boxes = [replace(piece, places=[at]).box() for piece in pieces for at in piece.places]
    return len(boxes) > 1 and all(
        any(one[1][i] < other[0][i] - _TOUCHING or other[1][i] < one[0][i] - _TOUCHING for i in range(3))
        for k, one in enumerate(boxes)
        for other in boxes[k + 1 :]
    )


def _is_loose(topic: Topic) -> bool:
    """Return whether something put on another stays a part of its own: a lid, a standard part."""
    return bool(_PUT_ON & set(topic.words.lower().split())) or is_standard(topic)


def all_stand_on(pieces: Sequence[Piece]) -> bool:
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
    _join_piece(work, first, piece)


def kept_apart(pieces: Sequence[Piece]) -> Design:
    """Return the bodies each as a solid of its own, named apart."""
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


def joined(state: State, pieces: Sequence[Piece]) -> Design:
    """Return one body: the first one, with the others joined to it and all features after that."""
    first, *others = pieces
    work = first.work
    work.offset = first.places[0]
    if len(first.places) > 1:
        raise unsupported(f"Which one of the {first.topic.words} are the others joined to?", about("part"))
    cut_own_edges(state, pieces)
    for piece in others:
        for topic in [topic for topic in piece.features if _is_inside(topic)]:
            piece.work.put(state, topic)
            piece.features.remove(topic)
        _join_piece(work, first, piece)
    through = [topic for piece in pieces for topic in piece.features if not _is_inside(topic)]
    for topic in [*through, *(topic for piece in pieces for topic in piece.features if _is_inside(topic))]:
        work.put(state, topic)
    return Design(bodies=(work.body(),))


def _is_inside(topic: Topic) -> bool:
    """Return whether a feature was said to be in one of the bodies."""
    return any(isinstance(one, said.Relation) and one.kind == "in" for one in topic.said)


def _join_piece(work: Work, first: Piece, piece: Piece) -> None:
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
