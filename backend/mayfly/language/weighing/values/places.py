"""Where something goes: coordinates, distances from edges, circles, rows, sides."""

from __future__ import annotations

from dataclasses import dataclass, field

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Reference


@dataclass(frozen=True, slots=True)
class Placing:
    """What was said of a place, in the form in which the placement takes it (`nodes.Attribute`).

    Attributes:
        kind: "place", "offset", "between", "floor", "spacing", "circle", "grid", "start", "step" or "count".
        name: The preposition, the direction of the distance, the kind of pattern.
        numbers: Its numbers.
        ref: The place that it speaks of.
        text: As written, for questions.
        about: Component of the part that was spoken of when it was said.
        measure: Number of the size of the part that was said just before it.
    """

    kind: str
    name: str = ""
    numbers: tuple[Quantity, ...] = ()
    ref: Reference | None = None
    text: str = field(default="", compare=False)
    about: tuple[str, ...] = field(default=(), hash=False)
    measure: int = field(default=-1, hash=False)

    @property
    def noun(self) -> str:
        """Return what the place is: "corner", "edge"; empty without one."""
        return self.ref.noun if self.ref is not None else ""


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A coordinate, or several: "X=±30", "at x = -45 and x = 45", "Z=12.5"."""

    axis: str
    numbers: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Points with their coordinates in mm, or in the request's unit where none was written."""

    points: tuple[tuple[float, ...], ...]
    mirrored: str = ""


@dataclass(frozen=True, slots=True)
class StandsAt:
    """Where the middle or the axis of something was said to be: "centred at (0, 0, 10)", "axis at x = 40".

    Attributes:
        axes: Coordinates by their axis; those that were not said are left out.
        each: Of those that were named just before it, too: "both centred at (0, 0)".
    """

    axes: tuple[tuple[str, Quantity], ...]
    each: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """From where coordinates count, "corner" or "centre", or what lies there: "middle", "low" or "origin".

    Heights may count from the "ground", on which the part stands. "low" is the corner of
    least coordinates; "origin" leaves it open.
    """

    at: str


@dataclass(frozen=True, slots=True)
class OnFace:
    """On a face: "on the top face", "in the left wall", "from below", "on the face at x = 60".

    Attributes:
        face: Its name; empty where only its coordinate was said.
        of: The body that it belongs to.
        level: The axis that it looks along, and its coordinate there.
    """

    face: str
    of: str = ""
    level: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class InCentre:
    """In the middle of the face, or of one of its directions ("mid height")."""

    axis: str = ""


@dataclass(frozen=True, slots=True)
class AtEndArcs:
    """In the centres of the arcs that an outline ends in: "concentric with the end radii".

    Attributes:
        corners: The arcs are those of rounded corners.
    """

    corners: bool = False


@dataclass(frozen=True, slots=True)
class AtCorners:
    """In the corners, of the topic or of a pattern."""

    count: int | None = None


@dataclass(frozen=True, slots=True)
class FromEdges:
    """A distance from edges: from "each" edge, or from that on a side ("left", "end", "long")."""

    distance: Quantity
    side: str = "each"


@dataclass(frozen=True, slots=True)
class OnCircle:
    """On a circle of a diameter or radius, at equal angles or at those that are named.

    Attributes:
        number: The circle's diameter.
        radius: The number is its radius.
        angles: Degrees from +X.
    """

    number: Quantity | None
    radius: bool = False
    angles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstAngle:
    """Where the first one on a circle is, in degrees from +X; or the angle between neighbours."""

    degrees: float
    between: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """A distance between centres, along a direction where one was named."""

    distance: Quantity
    along: str = ""


@dataclass(frozen=True, slots=True)
class Along:
    """The direction of a row, a slot or a groove: an axis, "length", "width", "long", "short", an edge.

    Attributes:
        direction: It.
        in_middle: In the middle of the face besides.
        sign: Which way along an axis something is drawn out; 0 where that was not said.
    """

    direction: str
    in_middle: bool = False
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """A grid of columns and rows: "3 x 4 grid"."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The corners of a rectangle: "on a 80 x 40 pattern"."""

    length: Quantity
    width: Quantity


@dataclass(frozen=True, slots=True)
class EdgesOf:
    """Edges for a fillet or chamfer: where they are, and of what."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtSide:
    """Where on another body a body stands: flush with one of its sides, or with two at a corner; "ends"."""

    sides: frozenset[str]
