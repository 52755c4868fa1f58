"""What patterns find: names of topics, sizes, places and marks, with the numbers as they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import UNNAMED, Label, Reference
from mayfly.language.weighing.pose import Pose


class Mark(StrEnum):
    """What a word says of a topic by itself; the planning takes it as a flag of this name."""

    THROUGH = "through"
    EVERYTHING = "everything"
    BLIND = "blind"
    TAPPED = "tapped"
    CLEARANCE = "clearance"
    COUNTERBORED = "counterbored"
    COUNTERSUNK = "countersunk"
    CAP_SCREW = "cap_screw"
    FLAT_HEAD = "flat_head"
    FLAT_BOTTOM = "flat_bottom"
    SCREW = "screw"
    EQUALLY = "equally"
    SQUARE = "square_shape"
    ROUND = "round_shape"
    TRIANGULAR = "triangle_shape"
    RADIAL = "radial"
    TANGENTIAL = "tangential"
    CROSS = "cross"
    LENGTHWISE = "lengthwise"
    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"
    ALL_ROUND = "all_round"
    OPEN_TOP = "open_top"
    OPEN_ENDED = "open_ended"
    CLOSED = "closed"
    CLOSED_BOTTOM = "closed_bottom"
    HOLLOW = "hollow"
    POINTED = "pointed"
    DRILL_POINT = "drill_point"
    CENTRED = "centred"
    ROW = "row"
    SQUARE_PATTERN = "square_pattern"
    SHARP = "sharp"
    ROUNDED = "rounded"
    BENT = "bent"
    TURNED = "turned"
    RIGHT_ANGLE = "right_angle"
    LENGTHS_EQUAL = "lengths_equal"
    VAGUE = "vague"
    LYING = "lying"
    STANDING = "standing"
    DIN_KEY = "din_key"
    CIRCLIP = "circlip"
    SHAFT_CIRCLIP = "shaft_circlip"
    BORE_CIRCLIP = "bore_circlip"
    EACH = "each"
    SEPARATE = "separate"
    HALF_DEEP = "half_deep"
    NEAR_POCKET = "near_pocket"


@dataclass(frozen=True, slots=True)
class Size:
    """A number with the name of the size that it is.

    Attributes:
        number: As written.
        label: What it is called; an empty label for a bare number.
    """

    number: Quantity
    label: Label = UNNAMED


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers in a row: "100 x 60 x 8", "Ø30 x 50 long"."""

    sizes: tuple[Size, ...]


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
class Placing:
    """What was said of a place, in the form in which the placement takes it (`nodes.Attribute`).

    Attributes:
        kind: "place", "offset", "spacing", "circle", "grid", "start", "step" or "count".
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
    about: tuple[str, ...] = ()
    measure: int = -1

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

    "low" is the corner of least coordinates; "origin" leaves it open.
    """

    at: str


@dataclass(frozen=True, slots=True)
class OnFace:
    """On a face: "on the top face", "in the left wall", "from below"."""

    face: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class InCentre:
    """In the middle of the face, or of one of its directions ("mid height")."""

    axis: str = ""


@dataclass(frozen=True, slots=True)
class AtEndArcs:
    """In the centres of the arcs that an outline ends in: "concentric with the end radii"."""


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
class Angles:
    """The angles at which the places on a circle lie, in degrees from +X."""

    degrees: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From one coordinate to another, along one axis or several.

    Attributes:
        axes: Axis, where it begins (None: where what was said before ends), and where it ends.
    """

    axes: tuple[tuple[str, Quantity | None, Quantity], ...]

    def along(self, axis: str) -> tuple[Quantity | None, Quantity] | None:
        """Return where it begins and ends along an axis, None where that was not said."""
        return next(((low, high) for name, low, high in self.axes if name == axis), None)


@dataclass(frozen=True, slots=True)
class Outline:
    """The corners of a profile, in their order, in mm or in the request's unit.

    Attributes:
        points: They.
        via: For each what the arc to the next one passes, None for a straight line; empty without arcs.
    """

    points: tuple[tuple[float, ...], ...]
    via: tuple[tuple[float, ...] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class OnPlane:
    """The plane of a sketch or a mirror, "xy", "xz" or "yz", with an offset along its normal."""

    plane: str
    offset: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight piece of a path: how far, and which way ("+x"; empty for straight on)."""

    distance: Quantity
    way: str = ""


@dataclass(frozen=True, slots=True)
class Bend:
    """A bend of a path: its angle, its radius at the centre line, and which way it leads."""

    degrees: float
    radius: Quantity
    way: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a turned body.

    Attributes:
        diameter: Where it begins.
        far: Diameter where it ends; None for a cylinder.
        length: How long it is.
        begin: Height at which it begins; None: where the one before ends.
        end: Height at which it ends.
        rank: Its place from the bottom to the top, where a word told it: 0 bottom, 1 middle, 2 top.
        axis: Along which its ends were named.
    """

    diameter: Quantity
    far: Quantity | None = None
    length: Quantity | None = None
    begin: Quantity | None = None
    end: Quantity | None = None
    rank: int | None = None
    axis: str = "z"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a body stands against another.

    Attributes:
        kind: "on", "under", "beside", "in"; "flush" with its sides; "level" for its lowest point;
            "same" as the one before; "side" for free space on one side, "centres" for the distance of the
            middles; "stack" for several of a kind one above the other; "hole" in the hole just made;
            "alike" of the same sizes; "around" on the same axis.
        of: Words that name the other one; empty for the one before.
        gap: Free space between the two; of "level" the height; of "centres" the distance.
        along: Axis for "beside"; for "side" and "centres" with its sign: "+x".
    """

    kind: str
    of: str = ""
    gap: Quantity | None = None
    along: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A body that was described before is cut out of what was made before it.

    Attributes:
        name: Words that name it; empty for the last one.
    """

    name: str = ""


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
class AtSide:
    """Where on another body a body stands: flush with one of its sides, or with two at a corner; "ends"."""

    sides: frozenset[str]


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


@dataclass(frozen=True, slots=True)
class Absent:
    """What must not be there: "no holes", "without fillets", "sharp corners".

    Attributes:
        words: Terms of features and components, else the words.
        others: Only further ones are meant: "no other holes".
        where: Only one there is meant: "without a hole in the centre".
    """

    words: tuple[str, ...]
    others: bool = False
    where: Reference | None = None


#: Begins what is expected of all numbers: "unit_in".
UNIT: Final = "unit_"


@dataclass(frozen=True, slots=True)
class Stated:
    """What changes no shape and stands in the answer: a material, a tolerance, an output instruction."""

    text: str
    expect: tuple[tuple[str, float], ...] = ()


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
