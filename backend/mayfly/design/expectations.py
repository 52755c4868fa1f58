"""What a design expects of the finished model besides what its bodies say; it is measured."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.contracts import (
    Axis,
    Coordinates,
    CylinderRequirement,
    EdgeRequirement,
    HoleRequirement,
    PointRequirement,
    Requirements,
)
from mayfly.design.values import Angle, Coordinate, Count, Length, Point2, Point3, Value
from mayfly.design.values import Axis as AxisName
from mayfly.language.english import plural
from mayfly.language.units import number

_AXES: Final[dict[str, Axis]] = {"x": "X", "y": "Y", "z": "Z"}
_EXACT: Final = "no more of them"
Places = Annotated[tuple[Point2, ...], Field(max_length=1000)]
Size = Annotated[Length | None, Field(description="of its box")]


class Has(Value):
    """Something that the finished model has; ``title`` says it in words."""


class _Rows(Has):
    """Things of one kind along an axis, at places.

    Attributes:
        count: How many; as many as there are places, if those are given.
        exact: There are no more of them.
        axis: Direction of their axes.
        at: Their places, by the two coordinates other than the axis.
    """

    count: Count = 1
    exact: Annotated[bool, Field(description=_EXACT)] = False
    axis: AxisName | None = None
    at: Places = ()

    @model_validator(mode="after")
    def _counts_its_places(self) -> Self:
        if self.at and "count" in self.model_fields_set and self.count != len(self.at):
            raise ValueError(f"{self.count} of them, but {len(self.at)} places; leave count out")
        if self.at and self.axis is None:
            raise ValueError("places need the axis that they lie across")
        return self

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.at) or self.count

    @property
    def letter(self) -> Axis | None:
        """The axis as requirements have it."""
        return None if self.axis is None else _AXES[self.axis]


def _counted(one: _Rows | HasFillets | HasChamfers, noun: str) -> str:
    """Return how many things there are: "4 holes", "exactly 1 fillet"."""
    count = one.total if isinstance(one, _Rows) else one.count
    exactly = "exactly " if one.exact else ""
    return f"{exactly}{count} {noun if count == 1 else plural(noun)}"


class HasHoles(_Rows):
    """Round holes of one size, as they are in the finished model.

    Attributes:
        diameter: Of the wall.
        ends: Open at both ends or at one; none: either.
        depth: From the mouth to where the wall ends.
        counterbore: Its diameter and depth.
        countersink: Its diameter.
        countersink_angle: Its whole angle in degrees.
    """

    kind: Literal["hole"] = "hole"
    diameter: Length
    ends: Literal["through", "blind"] | None = None
    depth: Length | None = None
    counterbore: tuple[Length, Length] | None = None
    countersink: Length | None = None
    countersink_angle: Angle = 90.0

    def title(self) -> str:
        """Return it in words: "4 holes of 6.6 mm, through, counterbore 11 x 6.4 mm"."""
        words = [f"{_counted(self, 'hole')} of {number(self.diameter)} mm"]
        words += [self.ends] if self.ends else []
        words += [f"{number(self.depth)} mm deep"] if self.depth is not None else []
        if self.counterbore is not None:
            words.append("counterbore " + " x ".join(map(number, self.counterbore)) + " mm")
        if self.countersink is not None:
            words.append(f"countersink {number(self.countersink)} mm")
        return ", ".join(words)

    def requirement(self) -> HoleRequirement:
        """Return it as a requirement."""
        sunk = None if self.countersink is None else (self.countersink, self.countersink_angle)
        return HoleRequirement(
            diameter_mm=self.diameter,
            count=self.total,
            axis=self.letter,
            kind=self.ends,
            at=self.at or None,
            depth_mm=self.depth,
            counterbore_mm=self.counterbore,
            countersink=sunk,
            exact=self.exact,
            apart=True,
        )


class HasCylinders(_Rows):
    """Round outer surfaces of one size: shafts, bosses, pins.

    Attributes:
        diameter: Diameter.
        length: Along the axis, its pieces added up.
    """

    kind: Literal["cylinder"] = "cylinder"
    diameter: Length
    length: Length | None = None

    def title(self) -> str:
        """Return it in words: "2 outer cylinders of 10 mm, 8 mm long"."""
        long = f", {number(self.length)} mm long" if self.length is not None else ""
        return f"{_counted(self, 'outer cylinder')} of {number(self.diameter)} mm{long}"

    def requirement(self) -> CylinderRequirement:
        """Return it as a requirement."""
        return CylinderRequirement(
            diameter_mm=self.diameter,
            count=self.total,
            length_mm=self.length,
            axis=self.letter,
            at=self.at or None,
            exact=self.exact,
        )


class HasFillets(Has):
    """Rounded edges of one radius."""

    kind: Literal["fillet"] = "fillet"
    radius: Length
    count: Count = 1
    exact: Annotated[bool, Field(description=_EXACT)] = False

    def title(self) -> str:
        """Return it in words: "4 fillets of 3 mm"."""
        return f"{_counted(self, 'fillet')} of {number(self.radius)} mm"

    def requirement(self) -> EdgeRequirement:
        """Return it as a requirement."""
        return EdgeRequirement(kind="fillet", size_mm=self.radius, count=self.count, exact=self.exact)


class HasChamfers(Has):
    """Chamfered edges of one size; ``second`` is what they take off the other face."""

    kind: Literal["chamfer"] = "chamfer"
    size: Length
    second: Length | None = None
    count: Count = 1
    exact: Annotated[bool, Field(description=_EXACT)] = False

    def title(self) -> str:
        """Return it in words: "4 chamfers of 1 mm"."""
        sizes = [self.size] if self.second is None else [self.size, self.second]
        return f"{_counted(self, 'chamfer')} of {' x '.join(map(number, sizes))} mm"

    def requirement(self) -> EdgeRequirement:
        """Return it as a requirement."""
        return EdgeRequirement(
            kind="chamfer", size_mm=self.size, second_mm=self.second, count=self.count, exact=self.exact
        )


class HasMaterial(Has):
    """A point that lies in the material, or on it."""

    kind: Literal["solid"] = "solid"
    point: Point3

    def title(self) -> str:
        """Return it in words: "material at (0, 0, 5) mm"."""
        return f"material at ({', '.join(map(number, self.point))}) mm"

    def requirement(self) -> PointRequirement:
        """Return it as a requirement."""
        return PointRequirement(at=self.point, solid=True)


class HasVoid(Has):
    """A point that lies outside of the material."""

    kind: Literal["empty"] = "empty"
    point: Point3

    def title(self) -> str:
        """Return it in words: "no material at (0, 0, 5) mm"."""
        return f"no material at ({', '.join(map(number, self.point))}) mm"

    def requirement(self) -> PointRequirement:
        """Return it as a requirement."""
        return PointRequirement(at=self.point, solid=False)


AnyHas = Annotated[
    HasHoles | HasCylinders | HasFillets | HasChamfers | HasMaterial | HasVoid, Field(discriminator="kind")
]
"""Something that the finished model has, told apart by ``kind``."""


class Expectations(Value):
    """What the finished model has to be besides what its bodies say; it is measured.

    Attributes:
        solids: Number of separate solids.
        envelope: Sides of its box along X, Y and Z, in mm.
        size_x: One side of its box alone; ``size_y`` and ``size_z`` are the others.
        lowest_x: Least coordinate of its box; ``lowest_y`` and ``lowest_z`` are the others.
        centre_x: A coordinate of its centre of mass; ``centre_y`` and ``centre_z`` are the others.
        volume: Volume in mm³.
        wall: No wall is thinner.
        no_overlap: No two of its solids share material.
        manifold: No edge is shared by more than two faces.
        has: Holes, cylinders, fillets, chamfers and points that it has.
    """

    solids: Annotated[int | None, Field(ge=1, le=1000)] = None
    envelope: Point3 | None = None
    size_x: Size = None
    size_y: Size = None
    size_z: Size = None
    lowest_x: Coordinate | None = None
    lowest_y: Coordinate | None = None
    lowest_z: Coordinate | None = None
    centre_x: Annotated[Coordinate | None, Field(description="of mass")] = None
    centre_y: Annotated[Coordinate | None, Field(description="of mass")] = None
    centre_z: Annotated[Coordinate | None, Field(description="of mass")] = None
    volume: Annotated[float | None, Field(gt=0, description="mm³")] = None
    wall: Annotated[Length | None, Field(description="no wall is thinner")] = None
    no_overlap: bool | None = None
    manifold: bool | None = None
    has: Annotated[tuple[AnyHas, ...], Field(max_length=200)] = ()

    def along(self, name: str) -> Coordinates | None:
        """Return what is expected along each axis; None where nothing is.

        Args:
            name: "size", "lowest" or "centre".
        """
        x, y, z = (getattr(self, f"{name}_{letter}") for letter in "xyz")
        return None if x is y is z is None else (x, y, z)

    def requirements(self) -> Requirements:
        """Return all of it as requirements."""
        found = [one.requirement() for one in self.has]
        return Requirements(
            solids=self.solids,
            bounding_box_mm=self.envelope,
            sides_mm=self.along("size"),
            lowest_mm=self.along("lowest"),
            centre_mm=self.along("centre"),
            volume_mm3=self.volume,
            holes=tuple(one for one in found if isinstance(one, HoleRequirement)),
            cylinders=tuple(one for one in found if isinstance(one, CylinderRequirement)),
            edges=tuple(one for one in found if isinstance(one, EdgeRequirement)),
            points=tuple(one for one in found if isinstance(one, PointRequirement)),
            wall_mm=self.wall,
            no_overlap=bool(self.no_overlap),
            manifold=bool(self.manifold),
            by="design",
        )
