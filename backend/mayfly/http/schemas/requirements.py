"""What the model of a script is held against, as a request states it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from mayfly.contracts import (
    CylinderRequirement,
    EdgeRequirement,
    HoleRequirement,
    PointRequirement,
    Requirements,
)

# Strict: neither true nor "5" is a number here, and 0 is no false.
Finite = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False, strict=True)]
Positive = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False, strict=True)]
HowMany = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Places = Annotated[tuple[tuple[Finite, Finite], ...], Field(max_length=1000)]
AxisName = Literal["X", "Y", "Z"]
_ALONG: Final = "Along X, Y and Z; null where it may be anything."


class Strict(BaseModel):
    """A body in which an unknown key, such as a misspelt one, is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HolesIn(Strict):
    """Round holes that the model must have; lengths in mm."""

    diameter_mm: Positive
    count: HowMany = 1
    axis: AxisName | None = None
    kind: Literal["through", "blind", "counterbore", "groove"] | None = None
    at: Places | None = None
    depth_mm: Annotated[
        Positive | None,
        Field(description="From the mouth to where the wall ends; a drill's point is not in it."),
    ] = None
    counterbore_mm: Annotated[tuple[Positive, Positive] | None, Field(description="Diameter and depth.")] = (
        None
    )
    countersink: Annotated[
        tuple[Positive, Positive] | None, Field(description="Diameter in mm and whole angle in degrees.")
    ] = None
    exact: Annotated[StrictBool, Field(description="No more of them may be there.")] = False


class CylindersIn(Strict):
    """Round outer surfaces that the model must have; lengths in mm."""

    diameter_mm: Positive
    count: HowMany = 1
    length_mm: Positive | None = None
    axis: AxisName | None = None
    at: Places | None = None
    exact: StrictBool = False


class EdgesIn(Strict):
    """Rounded or chamfered edges that the model must have; sizes in mm."""

    kind: Literal["fillet", "chamfer"]
    size_mm: Positive
    second_mm: Annotated[Positive | None, Field(description="What a chamfer takes off its other face.")] = (
        None
    )
    count: HowMany = 1
    exact: StrictBool = False


class PointIn(Strict):
    """A point that must lie in or on the material, or outside of it."""

    at: tuple[Finite, Finite, Finite]
    solid: StrictBool


class RequirementsIn(Strict):
    """What the finished model is checked against; what is left out is not checked. Lengths in mm."""

    solids: HowMany | None = None
    bounding_box_mm: tuple[Positive, Positive, Positive] | None = None
    sides_mm: Annotated[
        tuple[Positive | None, Positive | None, Positive | None] | None,
        Field(description=f"Single sides of the box. {_ALONG}"),
    ] = None
    any_orientation: StrictBool = False
    lowest_mm: Annotated[
        tuple[Finite | None, Finite | None, Finite | None] | None,
        Field(description=f"The box's corner of least coordinates. {_ALONG}"),
    ] = None
    centre_mm: Annotated[
        tuple[Finite | None, Finite | None, Finite | None] | None,
        Field(description=f"Centre of mass. {_ALONG}"),
    ] = None
    volume_mm3: Positive | None = None
    holes: Annotated[tuple[HolesIn, ...], Field(max_length=100)] = ()
    exact_holes: StrictBool = False
    cylinders: Annotated[tuple[CylindersIn, ...], Field(max_length=100)] = ()
    edges: Annotated[tuple[EdgesIn, ...], Field(max_length=100)] = ()
    points: Annotated[tuple[PointIn, ...], Field(max_length=1000)] = ()
    wall_mm: Annotated[Positive | None, Field(description="No wall may be thinner.")] = None
    no_overlap: Annotated[StrictBool, Field(description="No two solids may share material.")] = False
    manifold: Annotated[StrictBool, Field(description="No edge may be shared by more than two faces.")] = (
        False
    )
    length_tolerance_mm: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False, strict=True)] = 0.01
    angle_tolerance: Annotated[float, Field(ge=0, le=180, allow_inf_nan=False, strict=True)] = 0.1
    volume_tolerance: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)] = 1e-4

    def to_requirements(self) -> Requirements:
        """Return Mayfly's own value."""
        rows: dict[str, Any] = {
            "holes": tuple(HoleRequirement(**one.model_dump()) for one in self.holes),
            "cylinders": tuple(CylinderRequirement(**one.model_dump()) for one in self.cylinders),
            "edges": tuple(EdgeRequirement(**one.model_dump()) for one in self.edges),
            "points": tuple(PointRequirement(**one.model_dump()) for one in self.points),
        }
        return Requirements(**{**self.model_dump(), **rows})
