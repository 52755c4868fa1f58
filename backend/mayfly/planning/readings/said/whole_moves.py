"""Carries out what is said of the finished model at the end: it is turned, moved, or its middle put at the origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design import Body, Design, compile_design
from mayfly.design.edits.placing import turned_data
from mayfly.design.geometry.faces import Vector
from mayfly.design.placement import turned
from mayfly.errors import InvalidDesign
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Head, Stated, WholeMove
from mayfly.planning.questions import about, unsupported

_AXES: Final = ("x", "y", "z")
_DIGITS: Final = 9


def whole_moves(state: State) -> tuple[WholeMove, ...]:
    """Return what is done with the finished model, in order.

    Raises:
        NeedsClarification: Something is added to it afterwards, and it is open how that counts.
    """
    moves: list[WholeMove] = []
    for one in state.evidence:
        if isinstance(one.value, Stated) and one.value.moves:
            moves += one.value.moves
        elif moves and isinstance(one.value, Head):
            raise unsupported(
                "Does what comes after the model is turned or moved count from where it was before, or after?",
                about("place", "part"),
            )
    return tuple(moves)


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
        wanted = compile_design(design).requirements
    except InvalidDesign as error:
        raise unsupported(str(error), about("place", "part")) from error
    if wanted.bounding_box_mm is None or wanted.lowest_mm is None:
        raise unsupported("Where is the middle of the whole?", about("place", "part"))
    low, box = wanted.lowest_mm, wanted.bounding_box_mm
    x, y, z = (-low[i] - box[i] / 2 for i in range(3))
    return x, y, z
