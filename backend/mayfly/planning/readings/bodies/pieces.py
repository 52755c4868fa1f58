"""A body that stands among others: what was said of it, its shape, and where its copies go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mayfly.design.geometry.faces import Box3, Vector
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import PLATE, Topic
from mayfly.planning.readings.built_up.work import Work

AXES: Final = "xyz"
#: Names of bodies that say nothing of which one is meant.
_ANY: Final = frozenset({PLATE, "block", "body", "the", "one"})
Spot = tuple[float, float]


@dataclass(slots=True)
class Piece:
    """A body, where it stands, and its copies.

    Attributes:
        topic: What was said of it.
        work: The body itself.
        places: Where the origin of each copy goes.
        features: Features that were spoken of after it.
    """

    topic: Topic
    work: Work
    places: list[Vector] = field(default_factory=list)
    features: list[Topic] = field(default_factory=list)

    @property
    def size(self) -> Vector:
        """Sides of its box, in mm."""
        return self.work.draft.box

    @property
    def middle(self) -> Vector:
        """The middle of its box, from its origin."""
        corner = self.work.draft.corner
        x, y, z = (c + s / 2 for c, s in zip(corner, self.size, strict=True))
        return x, y, z

    def box(self) -> Box3:
        """Return the box around it and its copies."""
        corners = [
            tuple(c + a for c, a in zip(self.work.draft.corner, at, strict=True)) for at in self.places
        ]
        low = [min(corner[i] for corner in corners) for i in range(3)]
        high = [max(corner[i] for corner in corners) + self.size[i] for i in range(3)]
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def relation(self, kind: str) -> said.Relation | None:
        """Return what was said of one kind of relation to another body."""
        return next(
            (one for one in self.topic.said if isinstance(one, said.Relation) and one.kind == kind), None
        )


def other_of(piece: Piece, before: Sequence[Piece]) -> Piece | None:
    """Return the body that something stands against: the one that is named, else the one before."""
    if not before:
        return None
    named = {
        word
        for one in piece.topic.said
        if isinstance(one, said.Relation) and one.kind in {"on", "around", "side", "centres"}
        for word in one.of.lower().split()
    }
    for one in before:
        words = set(one.topic.words.lower().split()) - {"the", "one"}
        if words & (named - _ANY):
            return one
    return before[-1]


def middle_of(piece: Piece) -> Spot:
    """Return the middle of the box around a body and its copies, in x and y."""
    low, high = piece.box()
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
