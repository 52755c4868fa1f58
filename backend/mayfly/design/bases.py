"""What a body begins as: a catalogue part, a profile extruded, revolved, lofted or swept, or a STEP file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from mayfly.cad.parts import get_part
from mayfly.contracts import Axis as AxisName
from mayfly.contracts import HoleRequirement, ParameterValue, Requirements
from mayfly.design.extrusions import drawn_out, edges_of_prism, faces_of_prism
from mayfly.design.forms import Form, Kind, form_of_part
from mayfly.design.geometry.columns import Column
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.geometry.spaces import TurnedSpace
from mayfly.design.lofts import Loft
from mayfly.design.outlines import Outline
from mayfly.design.placement import size_of_box
from mayfly.design.profiles import Circle, Profile, Rectangle, Ring, Slot
from mayfly.design.scripts import BaseScript
from mayfly.design.step_base import StepFile
from mayfly.design.sweeps import Sweep
from mayfly.design.turned import faces_of_turned, pieces_of_turned
from mayfly.design.values import Angle, Axis, Length, Value, read_length
from mayfly.language.english import capital
from mayfly.language.units import number


class CataloguePart(Value):
    """A part of the catalogue with its sizes; those left out follow from the others, as in a request."""

    kind: Literal["part"] = "part"
    part: Annotated[str, Field(max_length=60, description="a name of the catalogue")]
    sizes: Annotated[
        Mapping[str, ParameterValue],
        Field(description="its parameters or other sizes by name, in mm; also a list of {name, value}"),
    ] = {}

    @field_validator("sizes", mode="before")
    @classmethod
    def _from_pairs(cls, sizes: Any) -> Any:
        if isinstance(sizes, Mapping):
            return {name: _size_with_unit(value) for name, value in sizes.items()}
        if not isinstance(sizes, list):
            return sizes
        for pair in sizes:
            if (
                not isinstance(pair, dict)
                or pair.keys() != {"name", "value"}
                or not isinstance(pair["name"], str)
            ):
                raise ValueError(f"{pair!r} is no size; write {{name, value}}")
        return {pair["name"]: _size_with_unit(pair["value"]) for pair in sizes}

    def form(self) -> Form:
        """Return the part at its sizes.

        Raises:
            UnknownPart: There is no such part.
            InvalidParameter: A size is unknown, out of range, or contradicts another.
        """
        part = get_part(self.part)
        sizes = part.settle(dict(self.sizes))
        return form_of_part(part, sizes.values, sizes.assumptions)


def _size_with_unit(value: Any) -> Any:
    """Return a size that is text with a unit in mm; other text may be a choice ("M8") and stays."""
    if not isinstance(value, str) or not any(letter.isalpha() or letter in "\"'" for letter in value):
        return value
    try:
        return read_length(value)
    except ValueError:
        return value


class Extrusion(Value):
    """A profile drawn out straight: upwards from Z=0, or along X or Y around the origin."""

    kind: Literal["extrusion"] = "extrusion"
    profile: Profile
    height: Annotated[Length, Field(description="how far it is drawn out")]
    axis: Annotated[
        Axis,
        Field(description="direction; the profile then lies in x and y (z), y and z (x), or x and z (y)"),
    ] = "z"
    taper: Annotated[
        Angle, Field(gt=-60, lt=60, description="angle by which the sides lean inwards on the way")
    ] = 0.0

    @model_validator(mode="after")
    def _tapers_a_plain_profile(self) -> Self:
        if self.taper and self.axis != "z":
            raise ValueError("only what is drawn out along z can be tapered")
        if self.taper and not isinstance(self.profile, Circle | Rectangle):
            raise ValueError("only a circle or a rectangle can be tapered; use a loft for others")
        if self.taper and isinstance(self.profile, Rectangle) and self.profile.corner_radius:
            raise ValueError("a rectangle with rounded corners can't be tapered; use a loft")
        if self.taper:
            lost = 2 * self.height * math.tan(math.radians(self.taper))
            if lost >= min(self.profile.outline().size) - 0.01:
                raise ValueError(
                    f"a taper of {self.taper:g} degrees closes the profile within {self.height:g} mm"
                )
        return self

    def form(self) -> Form:
        """Return the extruded body."""
        outline = self.profile.outline()
        title = f"{self.profile.title()}, {number(self.height)} mm {_FAR[self.axis]}"
        script = BaseScript(capital(f"{title}."))
        drawn = self.profile.steps(script.name)
        far = script.name("height" if self.axis == "z" else "depth", self.height, _FAR[self.axis])
        taper = ""
        if self.taper:
            taper = f", taper={script.name('taper', self.taper, 'angle of the sides', 'degrees')}"
        plane, extrude = {
            "z": ('cq.Workplane("XY")', f".extrude({far}{taper})"),
            "x": ('cq.Workplane("YZ")', f".extrude({far} / 2, both=True)"),
            "y": ('cq.Workplane("XZ")', f".extrude({far} / 2, both=True)"),
        }[self.axis]
        text = script.write(f"{self.profile.title()}, drawn out", [plane, *drawn, extrude])
        plain = self._is_plain(outline) or bool(self.taper)
        return Form(
            label=self.profile.kind.replace("_", " "),
            title=title,
            kind=self._takes(outline),
            script=text,
            values=script.values,
            requirements=Requirements(
                solids=1,
                bounding_box_mm=self._box(outline),
                volume_mm3=self._volume(outline),
                holes=self._holes(),
                exact_holes=not outline.openings or isinstance(self.profile, Ring),
            ),
            corner=self._corner(outline),
            column=None if self.taper else self._column(outline),
            faces=None if plain else faces_of_prism(outline, self.axis, self.height, far),
            drawn=None if plain else drawn_out(outline, self.axis, self.height),
            prism=None if plain else edges_of_prism(outline, self.axis, self.height, far),
        )

    def _volume(self, outline: Outline) -> float:
        if not self.taper:
            return outline.area * self.height
        lost = self.height * math.tan(math.radians(self.taper))
        if isinstance(self.profile, Circle):
            a, b = self.profile.diameter, self.profile.diameter - 2 * lost
            return math.pi / 12 * self.height * (a * a + a * b + b * b)
        long, wide = outline.size
        middle = (long - lost) * (wide - lost)
        return self.height / 6 * (long * wide + 4 * middle + (long - 2 * lost) * (wide - 2 * lost))

    def _box(self, outline: Outline) -> Vector:
        u, v = outline.size
        if self.taper < 0:
            more = -2 * self.height * math.tan(math.radians(self.taper))
            u, v = u + more, v + more
        return {"z": (u, v, self.height), "x": (self.height, u, v), "y": (u, self.height, v)}[self.axis]

    def _corner(self, outline: Outline) -> Vector:
        (u, v), _ = outline.box
        if self.taper < 0:
            lost = self.height * math.tan(math.radians(self.taper))
            u, v = u + lost, v + lost
        half = -self.height / 2
        return {"z": (u, v, 0.0), "x": (half, u, v), "y": (u, half, v)}[self.axis]

    def _column(self, outline: Outline) -> Column:
        low = self._corner(outline)["xyz".index(self.axis)]
        return Column("xyz".index(self.axis), outline, low, low + self.height)

    def _holes(self) -> tuple[HoleRequirement, ...]:
        """Return the round hole that a ring has in its middle."""
        if not isinstance(self.profile, Ring):
            return ()
        at = (self.profile.at,)
        return (
            HoleRequirement(
                diameter_mm=self.profile.inner_diameter, axis=_LETTERS[self.axis], kind="through", at=at
            ),
        )

    def _is_plain(self, outline: Outline) -> bool:
        """Whether it is a block or a disc that stands where a part of the catalogue would."""
        centred = max(abs(low + high) for low, high in zip(*outline.box, strict=True)) < 1e-9
        block = (
            isinstance(self.profile, Rectangle)
            and not self.profile.corner_radius
            and not self.profile.turn % 90
        )
        return self.axis == "z" and centred and (block or isinstance(self.profile, Circle | Ring))

    def _takes(self, outline: Outline) -> Kind:
        if self.taper or not self._is_plain(outline):
            return "profile" if not self.taper else "none"
        return "round" if isinstance(self.profile, Circle | Ring) else "prismatic"


_LETTERS: Final[dict[str, AxisName]] = {"x": "X", "y": "Y", "z": "Z"}
_FAR: Final = {"z": "high", "x": "along X", "y": "along Y"}


class Revolution(Value):
    """A profile turned about the Z axis: its first coordinate is the distance from the axis, its second z."""

    kind: Literal["revolution"] = "revolution"
    profile: Profile
    angle: Annotated[Angle, Field(gt=0)] = 360.0

    @model_validator(mode="after")
    def _keeps_to_one_side(self) -> Self:
        if self.profile.outline().box[0][0] < -1e-9:
            raise ValueError("the profile crosses the axis; its first coordinates must not be below 0")
        return self

    def form(self) -> Form:
        """Return the turned body."""
        outline = self.profile.outline()
        script = BaseScript(capital(f"{self.profile.title()}, turned about the Z axis."))
        drawn = self.profile.steps(script.name)
        turn = script.name("angle", self.angle, "angle that the profile is turned through", "degrees")
        whole = self.angle >= 360
        text = script.write(
            f"{self.profile.title()}, turned",
            ['cq.Workplane("XZ")', *drawn, f".revolve({turn}, {', '.join(self._axis())})"],
        )
        box = _box_of_turn(outline, 360.0 if whole else self.angle)
        return Form(
            label="turned part",
            title=f"{self.profile.title()}, turned",
            kind="none",
            script=text,
            values=script.values,
            requirements=Requirements(
                solids=1,
                bounding_box_mm=size_of_box(box),
                volume_mm3=math.radians(self.angle) * outline.centroid[0] * outline.area,
            ),
            faces=faces_of_turned(outline) if whole else None,
            pieces=pieces_of_turned(outline) if whole else (),
            corner=box[0],
            space=TurnedSpace(outline, whole),
        )

    def _axis(self) -> tuple[str, str]:
        """Return two points of the axis in the plane of the profile, which moves and turns with it."""
        turn = 0.0 if isinstance(self.profile, Slot) else math.radians(self.profile.turn)
        cos, sin = math.cos(turn), math.sin(turn)
        texts = []
        for up in (0.0, 1.0):
            x, y = 0.0 - self.profile.at[0], up - self.profile.at[1]
            texts.append(f"({_exact(x * cos + y * sin)}, {_exact(y * cos - x * sin)}, 0)")
        return texts[0], texts[1]


def _exact(value: float) -> str:
    """Write a coordinate for a script so exactly that an edge on the axis lies on it."""
    return f"{value + 0.0:.15g}"


def _box_of_turn(outline: Outline, angle: float) -> Box3:
    """Return the box of a part of a turn, from +X counter-clockwise."""
    (near, low), (far, high) = outline.box
    angles = [0.0, angle, *(a for a in (90.0, 180.0, 270.0) if a < angle)]
    points = [
        (r * math.cos(math.radians(a)), r * math.sin(math.radians(a))) for r in (near, far) for a in angles
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), low), (max(xs), max(ys), high)


Base = Annotated[
    CataloguePart | Extrusion | Revolution | Loft | Sweep | StepFile, Field(discriminator="kind")
]
"""Anything that a body can begin as, told apart by ``kind``."""
