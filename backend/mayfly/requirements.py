"""What a finished model has to measure: the requirements, and who asked for each.

Standard library only. Lengths are in millimetres, angles in degrees. The inspection measures what
``Measures`` says, which is only what some requirement needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Axis = Literal["X", "Y", "Z"]
Source = Literal["request", "model", "design"]
"""Who asked for something: the person who wrote the request, a chat model, or the design by its numbers."""
HoleKind = Literal["through", "blind", "counterbore", "groove"]
"""Of a round wall: a hole that is open at both ends or at one, the wide mouth of a narrower hole, or a ring
that is cut into one. A wide mouth is no through hole, though a line through its axis meets nothing."""
Places = tuple[tuple[float, float], ...]
"""The two coordinates other than the axis, one pair for each hole or cylinder."""
Coordinates = tuple[float | None, float | None, float | None]
"""A value along each of X, Y and Z; None where none is asked for."""
EdgeKind = Literal["fillet", "chamfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoleRequirement:
    """Round holes that a model must have.

    Attributes:
        diameter_mm: Diameter of the cylindrical wall.
        count: How many axes carry such a hole.
        axis: Direction of the axis; None where any will do.
        kind: What the wall is; None where anything will do.
        at: Places of the holes; None where they are left open.
        depth_mm: From the mouth, with its counterbore or countersink, to where the wall ends: a drill's point
            does not count. None where any will do.
        counterbore_mm: Diameter and depth of the wide mouth; None where it may have one or none.
        countersink: Greatest diameter and whole angle of the cone at its mouth; None as above.
        exact: There are no more of them; else there may be.
        apart: Matched by itself, where requirements otherwise each use measured holes of their own: a
            design's expectation speaks of the holes that the design makes.
        by: Who asked for it; None for who asked for the requirements as a whole.
    """

    diameter_mm: float
    count: int = 1
    axis: Axis | None = None
    kind: HoleKind | None = None
    at: Places | None = None
    depth_mm: float | None = None
    counterbore_mm: tuple[float, float] | None = None
    countersink: tuple[float, float] | None = None
    exact: bool = False
    apart: bool = False
    by: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CylinderRequirement:
    """Round outer surfaces that a model must have: shafts, bosses, pins.

    A rounded edge does not count: the surface goes round by more than 200 degrees.

    Attributes:
        diameter_mm: Diameter.
        count: How many axes carry one.
        length_mm: Length along the axis, its pieces added up; None where any will do.
        axis: Direction of the axis; None where any will do.
        at: Places; None where they are left open.
        exact: There are no more of them; else there may be.
        by: Who asked for it; None for who asked for the requirements as a whole.
    """

    diameter_mm: float
    count: int = 1
    length_mm: float | None = None
    axis: Axis | None = None
    at: Places | None = None
    exact: bool = False
    by: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRequirement:
    """Edges that are rounded or chamfered.

    Attributes:
        kind: "fillet" or "chamfer".
        size_mm: Radius of the rounding, or what the chamfer takes off one of the two faces.
        second_mm: What it takes off the other face; None for the same.
        count: How many edges.
        exact: There are no more of this size; else there may be.
        by: Who asked for it; None for who asked for the requirements as a whole.
    """

    kind: EdgeKind
    size_mm: float
    second_mm: float | None = None
    count: int = 1
    exact: bool = False
    by: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRequirement:
    """A point that must lie in the material, or outside of it.

    Attributes:
        at: The point.
        solid: It lies in or on the material; else outside.
        by: Who asked for it; None for who asked for the requirements as a whole.
    """

    at: tuple[float, float, float]
    solid: bool
    by: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What can be measured on the finished model; None means "not asked for".

    Attributes:
        solids: Number of separate solids.
        bounding_box_mm: Sides of the bounding box along X, Y, Z.
        sides_mm: Single sides of the box, where not all three are asked for.
        any_orientation: Compare the sorted sides of the box and ignore axes, places and points,
            because the request fixes no pose.
        lowest_mm: The box's corner of least X, Y, Z.
        centre_mm: Centre of mass, all material taken as equally dense.
        volume_mm3: Volume.
        holes: Round holes that must be there (others may be there too).
        exact_holes: No other round holes than those in ``holes`` may be there.
        cylinders: Round outer surfaces that must be there.
        edges: Edges that must be rounded or chamfered.
        points: Points that must be solid or empty.
        wall_mm: No wall may be thinner; see ``sandbox.measure.walls`` for what a wall is.
        no_overlap: No two solids may share material.
        manifold: No edge may be shared by more than two faces, be it of one solid or of two that only touch.
        length_tolerance_mm: Allowed deviation of lengths and places.
        angle_tolerance: Allowed deviation of angles, in degrees.
        volume_tolerance: Allowed relative deviation of the volume.
        by: Who asked for them.
        asked_by: Who asked for single fields, by their names, where it is somebody else than ``by``.
    """

    solids: int | None = None
    bounding_box_mm: tuple[float, float, float] | None = None
    sides_mm: Coordinates | None = None
    any_orientation: bool = False
    lowest_mm: Coordinates | None = None
    centre_mm: Coordinates | None = None
    volume_mm3: float | None = None
    holes: tuple[HoleRequirement, ...] = ()
    exact_holes: bool = False
    cylinders: tuple[CylinderRequirement, ...] = ()
    edges: tuple[EdgeRequirement, ...] = ()
    points: tuple[PointRequirement, ...] = ()
    wall_mm: float | None = None
    no_overlap: bool = False
    manifold: bool = False
    length_tolerance_mm: float = 0.01
    angle_tolerance: float = 0.1
    volume_tolerance: float = 1e-4
    by: Source = "request"
    asked_by: Mapping[str, Source] = field(default_factory=dict)

    def source(self, name: str) -> Source:
        """Return who asked for a field."""
        return self.asked_by.get(name, self.by)

    @property
    def measures(self) -> Measures:
        """What has to be measured for them besides what every report holds."""
        return Measures(
            cylinders=bool(self.cylinders),
            edges=bool(self.edges),
            wall_below_mm=self.wall_mm,
            points=() if self.any_orientation else tuple(dict.fromkeys(point.at for point in self.points)),
            overlaps=self.no_overlap,
            manifold=self.manifold,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is measured only where it is asked for, since it takes time.

    Attributes:
        cylinders: Round outer surfaces.
        edges: Rounded and chamfered edges.
        wall_below_mm: The thinnest wall, if it is thinner than this.
        points: Whether these points lie in the material.
        overlaps: Solids that share material.
        manifold: Edges that more than two faces share.
    """

    cylinders: bool = False
    edges: bool = False
    wall_below_mm: float | None = None
    points: tuple[tuple[float, float, float], ...] = ()
    overlaps: bool = False
    manifold: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return what is asked for as plain data; an empty dictionary if it is nothing."""
        asked = {name: getattr(self, name) for name in ("cylinders", "edges", "overlaps", "manifold")}
        found: dict[str, Any] = {name: True for name, wanted in asked.items() if wanted}
        if self.wall_below_mm is not None:
            found["wall_below_mm"] = self.wall_below_mm
        if self.points:
            found["points"] = [list(point) for point in self.points]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One requirement that the measured model misses.

    Attributes:
        check: Name of the requirement ("bounding_box_mm[0]", "holes 6.6 mm").
        expected: What was asked for.
        measured: What was found.
        tolerance: What deviation would have been allowed, in the check's unit.
        by: Who asked for it.
        instead: What is there that comes near to it, in words; empty where nothing does.
    """

    check: str
    expected: Any
    measured: Any
    tolerance: float | None = None
    by: Source | None = None
    instead: str = ""

    def __str__(self) -> str:
        """Return the mismatch in one line."""
        within = f" (tolerance {self.tolerance:g})" if self.tolerance else ""
        asked = f", asked for by the {self.by}" if self.by else ""
        instead = f"; there is {self.instead}" if self.instead else ""
        return f"{self.check}: expected {self.expected}, measured {self.measured}{within}{asked}{instead}"

    def to_dict(self) -> dict[str, Any]:
        """Return the mismatch as plain data."""
        return {
            "check": self.check,
            "expected": self.expected,
            "measured": self.measured,
            "tolerance": self.tolerance,
            "by": self.by,
            "instead": self.instead,
        }
