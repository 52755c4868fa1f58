"""A body between profiles at rising heights."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.contracts import Requirements
from mayfly.design import outline_shapes, outlines
from mayfly.design.forms import Form
from mayfly.design.geometry.faces import Vector
from mayfly.design.profiles import Circle, Profile, Ring
from mayfly.design.scripts import BaseScript
from mayfly.design.values import Coordinate, Value
from mayfly.language.units import number


def _corner(boxes: Sequence[outlines.Box2], z: float) -> Vector:
    return min(low[0] for low, _ in boxes), min(low[1] for low, _ in boxes), z


class Section(Value):
    """A profile at a height."""

    z: Coordinate
    profile: Profile


class Loft(Value):
    """A body between profiles at rising heights, with straight sides between each two if ``ruled``."""

    kind: Literal["loft"] = "loft"
    sections: Annotated[tuple[Section, ...], Field(min_length=2, max_length=20)]
    ruled: bool = True

    @model_validator(mode="after")
    def _rises(self) -> Self:
        for below, above in itertools.pairwise(self.sections):
            if above.z - below.z < 0.01:
                raise ValueError(f"the sections must rise; z {above.z:g} follows {below.z:g}")
        if any(isinstance(section.profile, Ring) for section in self.sections):
            raise ValueError("a ring can't be lofted; loft the outside, and cut the inside")
        if any(getattr(section.profile, "corner_radius", 0.0) for section in self.sections):
            raise ValueError("rounded corners can't be lofted; leave corner_radius out")
        return self

    def form(self) -> Form:
        """Return the lofted body."""
        script = BaseScript("A loft between profiles.")
        steps: list[str] = ['cq.Workplane("XY")']
        for index, section in enumerate(self.sections):
            if index or section.z:
                origin = f"(0, 0, {number(round(section.z, 6))})"
                steps.append(f'.copyWorkplane(cq.Workplane("XY", origin={origin}))')
            steps += section.profile.steps(partial(_at_height, script, number(round(section.z, 3))))
        steps.append(f".loft(ruled={self.ruled}, combine=True)")
        boxes = [section.profile.outline().box for section in self.sections]
        box = None
        if self.ruled or len(self.sections) == 2:
            u = max(high[0] for _, high in boxes) - min(low[0] for low, _ in boxes)
            v = max(high[1] for _, high in boxes) - min(low[1] for low, _ in boxes)
            box = (u, v, self.sections[-1].z - self.sections[0].z)
        return Form(
            label="loft",
            title=f"loft of {len(self.sections)} sections",
            kind="none",
            script=script.write("profiles at their heights, joined", steps),
            values=script.values,
            requirements=Requirements(
                solids=1, bounding_box_mm=box, volume_mm3=self._volume(), exact_holes=False
            ),
            corner=_corner(boxes, self.sections[0].z),
        )

    def _volume(self) -> float | None:
        """Return the volume where it is exact: between polygons of as many corners, and between circles."""
        total = 0.0
        if not self.ruled and len(self.sections) > 2:
            return None
        for below, above in itertools.pairwise(self.sections):
            high = above.z - below.z
            one, two = below.profile, above.profile
            if isinstance(one, Circle) and isinstance(two, Circle) and one.at == two.at:
                a, b = one.diameter, two.diameter
                total += math.pi / 12 * high * (a * a + a * b + b * b)
                continue
            first, second = one.outline(), two.outline()
            if len(first.lines) != len(first.segments) or len(second.lines) != len(second.segments):
                return None
            if len(first.lines) != len(second.lines) or one.kind != two.kind:
                return None
            pairs = zip(first.lines, second.lines, strict=True)
            middle = [((a.start[0] + b.start[0]) / 2, (a.start[1] + b.start[1]) / 2) for a, b in pairs]
            total += high / 6 * (first.area + 4 * outline_shapes.polygon(middle).area + second.area)
        return total


def _at_height(script: BaseScript, z: str, name: str, value: float, what: str) -> str:
    """Add a parameter of a loft's section, which says where that lies; return the name that it got."""
    return script.name(name, value, f"{what} at z = {z}")
