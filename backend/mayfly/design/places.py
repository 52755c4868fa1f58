"""Where on its face a feature goes: in the middle, at points, in a grid, on a circle, in corners, in a row.

Coordinates are those of the face in mm: x and y on the top, x and z on the front and back, y and z on the
left and right; they count from the middle of the face unless ``origin`` says otherwise.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, Self, cast

from pydantic import Field, model_validator

from mayfly.design.geometry.faces import Face, Point, literal
from mayfly.design.values import Angle, Coordinate, Count, Length, Pair, Point2, Value

Pattern = Literal["centre", "corners", "circle", "grid", "points"]


#: The most copies of one feature: two numbers of a grid could ask for a hundred million.
MOST_PLACES: Final = 10_000
#: What makes a tool that is called as many of them are: "slots".
_TOOLS: Final = frozenset({"slot", "pocket", "boss"})
_COPIES: Final = {"": 1, "u": 2, "v": 2, "both": 4}


@dataclass(slots=True)
class Places:
    """Points on a face, and how a person would lay them out.

    Attributes:
        face: The face they start from.
        points: In the face's coordinates.
        pattern: How a person would lay them out.
        numbers: The pattern's numbers (inset x and y; diameter, count and first angle; spacings and counts).
        value: What laid them out; None for points that were worked out one by one.
    """

    face: Face
    points: list[Point] = field(default_factory=list)
    pattern: Pattern = "centre"
    numbers: tuple[float, ...] = ()
    value: Place | None = None


class _Place(Value):
    """What all places share: copies mirrored at the middle of the face."""

    mirror: Annotated[
        Literal["", "u", "v", "both"],
        Field(
            description="also on the other side of the face's middle: along u (first coordinate), v, or both"
        ),
    ] = ""

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        if self.copies > MOST_PLACES:
            raise ValueError(f"at most {MOST_PLACES:,} places are laid out; make fewer, or a second feature")
        return self

    @property
    def copies(self) -> int:
        """How many points it gives at most."""
        return self.number * _COPIES[self.mirror]

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return 1

    def on(self, face: Face) -> Places:
        """Return the points on a face."""
        places = self._laid_out(face)
        places.value = cast("Place", self)
        if not self.mirror:
            return places
        u0, v0 = face.centre
        flips = {"u": ((1, 1), (-1, 1)), "v": ((1, 1), (1, -1)), "both": ((1, 1), (-1, 1), (1, -1), (-1, -1))}
        points = {
            (round(u, 6), round(v, 6)): (u, v)  # a point on the line of symmetry is its own image
            for a, b in flips[self.mirror]
            for u, v in ((u0 + a * (u - u0), v0 + b * (v - v0)) for u, v in places.points)
        }
        return Places(face, list(points.values()), "points", value=places.value)

    @abstractmethod
    def _laid_out(self, face: Face) -> Places:
        """Return the points on a face, before they are mirrored."""


class Centre(_Place):
    """In the middle of the face."""

    kind: Literal["centre"] = "centre"

    def _laid_out(self, face: Face) -> Places:
        return Places(face, [face.centre], "centre")


class Points(_Place):
    """At listed points."""

    kind: Literal["points"] = "points"
    points: Annotated[tuple[Point2, ...], Field(min_length=1, max_length=MOST_PLACES)]
    origin: Annotated[
        Literal["centre", "corner", "model"],
        Field(
            description="from the middle of the face, its corner of least coordinates, or the model's origin"
        ),
    ] = "centre"

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return len(self.points)

    def _laid_out(self, face: Face) -> Places:
        corner = (face.u[0], face.v[0])
        u0, v0 = {"centre": face.centre, "corner": corner, "model": (0.0, 0.0)}[self.origin]
        return Places(face, [(u0 + u, v0 + v) for u, v in self.points], "points")


class Grid(_Place):
    """In columns and rows, evenly spaced around a middle."""

    kind: Literal["grid"] = "grid"
    columns: Annotated[Count, Field(description="how many along the first coordinate")]
    rows: Annotated[Count, Field(description="how many along the second coordinate")] = 1
    spacing: Annotated[Pair, Field(description="between centres")]
    centre: Annotated[Point2, Field(description="of the grid, from the middle of the face")] = (0.0, 0.0)

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return self.columns * self.rows

    def _laid_out(self, face: Face) -> Places:
        along = self.spacing
        u, v = face.centre[0] + self.centre[0], face.centre[1] + self.centre[1]
        points = [
            (u + (i - (self.columns - 1) / 2) * along[0], v + (j - (self.rows - 1) / 2) * along[1])
            for i in range(self.columns)
            for j in range(self.rows)
        ]
        if self.centre != (0.0, 0.0):
            return Places(face, points, "points")
        return Places(face, points, "grid", (*along, self.columns, self.rows))


class BoltCircle(_Place):
    """Evenly on a circle."""

    kind: Literal["circle"] = "circle"
    diameter: Length
    count: Count
    first_angle: Annotated[Angle, Field(description="of the first one, from the first coordinate")] = 0.0
    centre: Annotated[Point2, Field(description="of the circle, from the middle of the face")] = (0.0, 0.0)

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return self.count

    def _laid_out(self, face: Face) -> Places:
        u, v = face.centre[0] + self.centre[0], face.centre[1] + self.centre[1]
        angles = [math.radians(self.first_angle) + 2 * math.pi * k / self.count for k in range(self.count)]
        points = [(u + self.diameter / 2 * math.cos(a), v + self.diameter / 2 * math.sin(a)) for a in angles]
        if self.centre != (0.0, 0.0):
            return Places(face, points, "points")
        return Places(face, points, "circle", (self.diameter, self.count, self.first_angle))


class Corners(_Place):
    """In the four corners of the face."""

    kind: Literal["corners"] = "corners"
    inset: Annotated[Pair, Field(description="from the edges to the centres")]

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return 4

    def _laid_out(self, face: Face) -> Places:
        inset = self.inset
        us, vs = ((low + gap, high - gap) for (low, high), gap in zip((face.u, face.v), inset, strict=True))
        return Places(face, [(u, v) for u in us for v in vs], "corners", inset)


class Row(_Place):
    """In a straight row, evenly spaced around a middle."""

    kind: Literal["row"] = "row"
    count: Count
    spacing: Annotated[Length, Field(description="between neighbouring centres")]
    angle: Annotated[Angle, Field(description="of the row, from the first coordinate")] = 0.0
    centre: Annotated[Point2, Field(description="of the row, from the middle of the face")] = (0.0, 0.0)

    @property
    def number(self) -> int:
        """How many points it gives before it is mirrored."""
        return self.count

    def _laid_out(self, face: Face) -> Places:
        u, v = face.centre[0] + self.centre[0], face.centre[1] + self.centre[1]
        if self.centre == (0.0, 0.0) and not self.angle % 90:
            columns, rows = (self.count, 1) if not self.angle % 180 else (1, self.count)
            return Grid(columns=columns, rows=rows, spacing=(self.spacing, self.spacing)).on(face)
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        offs = [(k - (self.count - 1) / 2) * self.spacing for k in range(self.count)]
        return Places(face, [(u + off * cos, v + off * sin) for off in offs], "points")


class FromEdges(_Place):
    """At distances from the edges of the face; a coordinate without one lies in the middle."""

    kind: Literal["from_edges"] = "from_edges"
    left: Annotated[Coordinate | None, Field(description="from the edge of least first coordinate")] = None
    right: Coordinate | None = None
    bottom: Annotated[Coordinate | None, Field(description="from the edge of least second coordinate")] = None
    top: Coordinate | None = None

    @model_validator(mode="after")
    def _is_one_place(self) -> Self:
        if (self.left is not None and self.right is not None) or (
            self.bottom is not None and self.top is not None
        ):
            raise ValueError("give one of left and right, and one of bottom and top")
        return self

    def _laid_out(self, face: Face) -> Places:
        u, v = face.centre
        if self.left is not None:
            u = face.u[0] + self.left
        elif self.right is not None:
            u = face.u[1] - self.right
        if self.bottom is not None:
            v = face.v[0] + self.bottom
        elif self.top is not None:
            v = face.v[1] - self.top
        return Places(face, [(u, v)], "points")


Place = Annotated[
    Centre | Points | Grid | BoltCircle | Corners | Row | FromEdges, Field(discriminator="kind")
]
"""Any way to say where a feature goes, told apart by ``kind``."""


def as_value(places: Places) -> Place:
    """Return places that were worked out as a value of the feature language."""
    if places.value is not None:
        return places.value
    if places.pattern == "centre":
        return Centre()
    u0, v0 = places.face.centre
    return Points(points=tuple((u - u0, v - v0) for u, v in places.points))


def layout_steps(
    name: Callable[..., str], places: Places, prefix: str, *, oriented: bool = False
) -> list[str]:
    """Write the steps of the script that lay a pattern out as a person would, with named parameters.

    Args:
        name: Adds a parameter to the script and returns the name that it got.
        places: The points and their pattern.
        prefix: Begins the names of the parameters.
        oriented: What lies there is turned with its circle.
    """
    face = places.face
    local = face.local(face.centre)
    centre = (
        [] if max(abs(c) for c in local) < 1e-9 else [f".center({literal(local[0])}, {literal(local[1])})"]
    )
    if places.pattern == "corners":
        return [*centre, *_corners(name, places, prefix)]
    if places.pattern == "circle" and (oriented or not (places.numbers[2] and face.mirrored)):
        diameter, count, start = places.numbers
        circle = name("bolt_circle", diameter, "diameter of the circle that they lie on")
        several = f"{prefix}_count" if prefix in _TOOLS else f"{prefix}s"
        number_of = name(several, count, "how many lie on the circle", "count")
        first = "0" if face.local((1.0, 0.0))[0] > 0 else "180"
        if start:
            angle = name(f"{prefix}_angle", start, "angle of the first one from +X", "degrees")
            first = angle if not face.mirrored else f"-{angle}" if first == "0" else f"180 - {angle}"
        return [*centre, f".polarArray({circle} / 2, {first}, 360, {number_of})"]
    if places.pattern == "grid" and not face.mirrored:
        return [*centre, _grid(name, places, prefix)]
    if places.pattern == "centre":
        return centre
    points = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in (face.local(p) for p in places.points))
    return [f".pushPoints([{points}])"]


def _corners(name: Callable[..., str], places: Places, prefix: str) -> list[str]:
    face, (inset_u, inset_v) = places.face, places.numbers
    first = second = name(f"{prefix}_inset", inset_u, "from the edge to the centre")
    if abs(inset_u - inset_v) >= 1e-9:
        second = name(f"{prefix}_inset_y", inset_v, "from the edge to the centre, along the other side")
    sides = (
        f"{face.u_name or literal(face.size[0])} - 2 * {first},"
        f" {face.v_name or literal(face.size[1])} - 2 * {second}"
    )
    return [f".rect({sides}, forConstruction=True)", ".vertices()"]


def _grid(name: Callable[..., str], places: Places, prefix: str) -> str:
    along_u, along_v, columns, rows = places.numbers
    first = second = "1"
    if columns > 1:
        first = name(f"{prefix}_spacing", along_u, "distance between centres")
    if rows > 1 and columns > 1 and abs(along_u - along_v) < 1e-9:
        second = first
    elif rows > 1:
        key = f"{prefix}_spacing_y" if columns > 1 else f"{prefix}_spacing"
        second = name(key, along_v, "distance between centres")
    return f".rarray({first}, {second}, {int(columns)}, {int(rows)})"
