"""Carries out what is said of the finished model: it is turned, moved, or put at the origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design import Body, Design
from mayfly.design.compile import draft_of
from mayfly.design.edits.placing import turned_data
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.placement import placed, turned
from mayfly.errors import InvalidDesign
from mayfly.language.weighing.topics import BALL, State, Topic
from mayfly.language.weighing.values import Head, Points, StandsAt, Stated, WholeMove
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.bodies.pieces import Piece
from mayfly.planning.readings.bodies.standing import place
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.one_part.middles import has_heights, is_centred

_AXES: Final = ("x", "y", "z")
_DIGITS: Final = 9


def whole_moves(state: State, *, built_up: bool) -> tuple[WholeMove, ...]:
    """Return what is done with the finished model, in order.

    Args:
        state: The reading.
        built_up: It is built up step by step, where heights that were said decide what lies at the origin.

    Raises:
        NeedsClarification: Something is added to it afterwards, and it is open how that counts.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    heights = built_up and base is not None and has_heights(state, base)
    moves: list[WholeMove] = []
    for one in state.evidence:
        if isinstance(one.value, Stated):
            moves += [move for move in one.value.moves if move.kind != "centre" or not heights]
        elif isinstance(one.value, Head) and any(_counts_on(move, one.value) for move in moves):
            raise unsupported(
                "Does what follows count from where the model was before it was moved, or after?",
                about("place", "part"),
            )
    return tuple(moves) if moves or heights else _to_origin(state)


#: What makes a body larger than it was when its middle was put to the origin.
_GROWING: Final = frozenset({"part", "raised", "boss", "extrude", "rib"})


def _counts_on(move: WholeMove, head: Head) -> bool:
    """Return whether it matters if something is added before or after a move."""
    if move.kind == "centre":
        return head.kind in _GROWING and not head.definite
    return True


def _to_origin(state: State) -> tuple[WholeMove, ...]:
    """Return that a ball alone goes to the origin where it is centred there: it has no underside."""
    base = state.topics[state.base] if state.base >= 0 else None
    alone = sum(topic.kind == "part" for topic in state.topics) == 1
    if base is not None and len(state.topics) == 1 and _stands_somewhere(base):
        return _to_its_place(base)
    if base is None or base.name != BALL or not alone or not is_centred(base, state):
        return ()
    return (WholeMove("centre"),)


def _stands_somewhere(body: Topic) -> bool:
    """Return whether one body was said to stand at one place."""
    return body.count in {None, 1} and not body.plural and sum(map(_is_place, body.said)) == 1


def _is_place(one: object) -> bool:
    """Return whether something says where in space a body stands: "centred at (0, 0, 25)", "at (5, 5, 0)"."""
    return isinstance(one, StandsAt) or (
        isinstance(one, Points) and [len(each) for each in one.points] == [3]
    )


def _to_its_place(body: Topic) -> tuple[WholeMove, ...]:
    """Return where a body without features stands that was said to be somewhere: "centred at (0, 0, 25)"."""
    work, _ = Work.of_part(body)
    piece = Piece(body, work)
    place(piece, [])
    return tuple(WholeMove("move", by=at) for at in piece.places[:1] if any(at))


def moved(design: Design, moves: Sequence[WholeMove]) -> Design:
    """Return a design whose bodies are turned and moved together.

    Raises:
        NeedsClarification: It can't be worked out where its middle is.
    """
    for move in moves:
        if move.kind == "turn":
            bodies = tuple(_turned(body, move) for body in design.bodies)
        else:
            by = move.by if move.kind == "move" else _to_middle(design)
            bodies = tuple(_at(body, _sum(body.at, by)) for body in design.bodies)
        design = design.model_copy(update={"bodies": bodies})
    return design


def _turned(body: Body, move: WholeMove) -> Body:
    if body.copies is not None:
        raise unsupported("Several bodies in a row can't be turned at once.", about("direction", body.name))
    angles = turned_data(body, move.angle, move.axis, body.name)["turn"]
    at = turned(_AXES.index(move.axis), move.angle).way(body.at)
    return _at(body.model_copy(update={"turn": tuple(angles)}), at)


def _at(body: Body, at: Vector) -> Body:
    x, y, z = (round(number, _DIGITS) + 0.0 for number in at)
    return body.model_copy(update={"at": (x, y, z)})


def _sum(one: Vector, other: Vector) -> Vector:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _to_middle(design: Design) -> Vector:
    """Return how far the middle of the box has to go to come to the origin."""
    try:
        boxes = [_box(body) for body in design.bodies]
    except InvalidDesign as error:
        raise unsupported(str(error), about("place", "part")) from error
    low = [min(box[0][i] for box in boxes) for i in range(3)]
    high = [max(box[1][i] for box in boxes) for i in range(3)]
    x, y, z = (-(a + b) / 2 for a, b in zip(low, high, strict=True))
    return x, y, z


def _box(body: Body) -> Box3:
    """Return the box of a body where it stands."""
    draft = draft_of(body)
    own = draft.extent()
    if own is None:
        if draft.features or body.copies is not None:
            raise unsupported(f"Where is the middle of the {body.name}?", about("place", body.name))
        x, y, z = (a + b for a, b in zip(draft.corner, draft.box, strict=True))
        own = draft.corner, (x, y, z)
    return placed(body.at, body.turn).box(own)
