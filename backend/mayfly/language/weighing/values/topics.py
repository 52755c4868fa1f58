"""What is spoken of, with all that can be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from mayfly.language.chunks import Quantity
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.values.bodies import Piece, Relation
from mayfly.language.weighing.values.marks import Mark
from mayfly.language.weighing.values.places import (
    Along,
    Apart,
    AtCorners,
    AtEndArcs,
    AtSide,
    Coordinate,
    EdgesOf,
    FirstAngle,
    FromEdges,
    InCentre,
    OnCircle,
    OnFace,
    Origin,
    Placing,
    Points,
    Rectangle,
    Rows,
    StandsAt,
)
from mayfly.language.weighing.values.sizes import Angles, Group, Size, Span
from mayfly.language.weighing.values.sketches import Bend, Leg, OnPlane, Outline


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a part or of a feature, with what stood before it.

    Attributes:
        kind: "part", or the feature's term.
        name: The part's name in the catalogue; for a feature the words.
        words: The noun as written.
        count: How many.
        plural: Spoken of in the plural.
        definite: Spoken of as known: "the holes".
        said: Sizes, groups, marks and places before or in the noun.
        purpose: Words before the noun that name what it is for.
        lead: The words just before it: "with", "each with".
        indefinite: Spoken of as a new one: "a cylinder", "another plate".
        ordinal: Told apart from others of its kind: "the upper cylinder", "A".
        implied: No noun was said: its sizes alone speak of it.
    """

    kind: str
    name: str
    words: str
    count: int | None = None
    plural: bool = False
    definite: bool = False
    said: tuple[Said, ...] = ()
    indefinite: bool = False
    ordinal: bool = False
    purpose: tuple[str, ...] = ()
    lead: str = ""
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a body that was named before stands: "place B on top of A".

    Attributes:
        name: Words that name it; empty for the last one.
        place: Where.
    """

    name: str
    place: Said


@dataclass(frozen=True, slots=True)
class Context:
    """A component of the part is spoken of now: "hub 100 OD, 30 high", "two ears".

    Attributes:
        component: Its term.
        number: How many, where it was said.
        text: As written, for questions.
    """

    component: str
    number: Quantity | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those spoken of go to a place: "one in the centre" of five holes, or "another along Y".

    Attributes:
        count: How many.
        where: The place.
        more: Further ones, which were not counted before.
    """

    count: int
    where: Where
    more: bool = False


@dataclass(frozen=True, slots=True)
class SharedOut:
    """Of how many together a topic is a share."""

    total: int


@dataclass(frozen=True, slots=True)
class Leading:
    """A place of what follows: "front wall: one 10 mm hole"."""

    where: Said


Where = (
    Placing
    | OnFace
    | InCentre
    | AtCorners
    | AtEndArcs
    | FromEdges
    | Coordinate
    | Points
    | StandsAt
    | Origin
    | OnCircle
    | Angles
    | Span
    | Outline
    | OnPlane
    | Leg
    | Bend
    | Relation
    | Piece
    | AtSide
    | FirstAngle
    | Apart
    | Along
    | Rows
    | Rectangle
    | EdgesOf
    | SharedOut
)
Said = Size | Group | Mark | Where | Context | Pose
