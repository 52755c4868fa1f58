"""Where each of several bodies stands, worked out from what was said of it and from those before it."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.faces import Vector
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.bodies.heights import (
    height_of,
    is_at_origin,
    is_ball,
    middles_said,
    stands_against,
)
from mayfly.planning.readings.bodies.pieces import Piece, middle_of, other_of
from mayfly.planning.readings.bodies.rows import in_row, stacked, way
from mayfly.planning.readings.bodies.spots import spots_of
from mayfly.planning.readings.built_up.work import Work


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
        row = said.Relation("beside", along=way(topic))
    if row is not None:
        piece.places = in_row(piece, row, count)
        if before and piece.relation("beside") is None and stands_against(piece):
            _onto_other(piece, before)
        return
    if stack is not None:
        piece.places = stacked(piece, stack, count)
        return
    spots = spots_of(piece, before)
    free = not any(isinstance(one, said.AtCorners | said.AtSide) for one in topic.said)
    height = height_of(piece, before, known=spots is not None and free)
    if spots is None:
        other = other_of(piece, before)
        spots = [middle_of(other)] if other is not None else [(0.0, 0.0)]
    if len(spots) != count:
        raise missing(f"Where do the {count} {topic.words} stand?", about("place", topic.words))
    piece.places = [(u - piece.middle[0], v - piece.middle[1], height) for u, v in spots]


def _onto_other(piece: Piece, before: Sequence[Piece]) -> None:
    """Put a row of bodies, "two posts 90 apart on top of it", onto or below the body that was named.

    Raises:
        NeedsClarification: They would not stand on it.
    """
    other = other_of(piece, before)
    if other is None:
        return
    height = height_of(piece, before, known=True)
    u, v = middle_of(other)
    piece.places = [(x + u - piece.middle[0], y + v - piece.middle[1], height) for x, y, _ in piece.places]
    (x0, y0, _), (x1, y1, _) = piece.box()
    (a0, b0, _), (a1, b1, _) = other.box()
    if min(x0 - a0, y0 - b0, a1 - x1, b1 - y1) < -SAME_MM:
        words = piece.topic.words
        raise missing(
            f"So far apart, the {words} do not stand on the {other.topic.words}. Where are they?",
            about("place", words, "spacing"),
        )


def centred_at(topic: Topic, work: Work) -> Vector:
    """Return where the origin of the first body stands: its middle may have been placed.

    Raises:
        NeedsClarification: Several places were said of it.
    """
    piece = Piece(topic, work)
    listed = any(isinstance(one, said.Points | said.Coordinate) for one in topic.said)
    listed = listed or any(isinstance(one, said.Origin) and one.at == "low" for one in topic.said)
    if not middles_said(topic) and not listed and not (is_ball(piece) and is_at_origin(topic)):
        return work.offset
    place(piece, [])
    if len(piece.places) != 1:
        raise missing(f"Where does the {topic.words} stand?", about("place", topic.words))
    return piece.places[0]


def is_standard(topic: Topic) -> bool:
    """Return whether a body is a part that a standard describes."""
    part = catalogue().get(topic.name)
    return part is not None and part.standard is not None
