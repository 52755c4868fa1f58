"""Ribs: thin webs that stand on a face along a line, triangular between two faces or rectangular."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature, face_of
from mayfly.design.features._tool import check_flat
from mayfly.design.geometry.faces import Face, Point, Vector, literal
from mayfly.design.geometry.occupied import Joined, OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.placement import box_around
from mayfly.design.solids import solid_of
from mayfly.design.values import Length, Point2
from mayfly.language.english import subject
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

#: Spots along the rib's foot that have to lie on the face.
_SPOTS = 40


class Rib(Feature):
    """A thin web that stands on a flat face, along a line from point to point."""

    kind: Literal["rib"] = "rib"
    face: Annotated[str, Field(max_length=60, description='the face it stands on: "top"')] = ""
    start: Annotated[Point2, Field(description="of its foot line, from the middle of the face")]
    end: Point2
    thickness: Annotated[Length, Field(description="half of it on each side of the line")]
    height: Annotated[Length, Field(description="above the face")]
    shape: Annotated[
        Literal["triangle", "rectangle"],
        Field(description="triangle: full height at the start, none at the end"),
    ] = "triangle"

    @model_validator(mode="after")
    def _is_long_enough(self) -> Self:
        if math.dist(self.start, self.end) < 0.01:
            raise ValueError("a rib runs from one point to another; give two")
        return self

    def apply(self, draft: Draft) -> None:
        """Join it.

        Raises:
            DoesNotFit: There is no such face, or its foot does not lie on it.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        u, v = face.centre
        web = _Web(
            face, (u + self.start[0], v + self.start[1]), (u + self.end[0], v + self.end[1]), self.thickness
        )
        if not web.stands_on_face():
            long = number(round(web.length, 3))
            raise DoesNotFit(
                f"{subject(self.label, 'does')} not stand on the {face.name} with its whole foot of {long} x"
                f" {number(self.thickness)} mm.",
                "Which place is right?",
                fix=f"Keep it, with half its thickness, {_free_part(face)}.",
                field="start",
                subject=Subject(
                    kind="place", name=self.label, values=lengths(self.thickness, *self.start, *self.end)
                ),
            )
        points = web.corners(self.height, triangle=self.shape == "triangle")
        box = box_around(points)
        whole = solid_of(draft)
        clear = whole.misses(box) and face.outline != "free"
        self._write(draft, web)
        taken = OccupiedVolume(*box)
        free = draft.occupy((taken,))
        draft.joined.append(Joined(taken))
        draft.grow(*box)
        volume = web.length * self.thickness * self.height / (2 if self.shape == "triangle" else 1)
        draft.take_volume(-volume if clear and free else None)

    def _write(self, draft: Draft, web: _Web) -> None:
        """Write the step: its side view, drawn out to both sides by half its thickness."""
        thick = draft.parameter("rib_thickness", self.thickness, "thickness of the rib")
        high = draft.parameter("rib_height", self.height, "height of the rib above the face")
        long = draft.parameter("rib_length", round(web.length, 6), "length of the rib's foot")
        last = f"(0, {high})" if self.shape == "triangle" else f"({long}, {high}), (0, {high})"
        variable = draft.variable("rib")
        draft.steps.append(
            "\n".join(
                [
                    f"# rib of {number(self.thickness)} x {number(self.height)} mm, {web.face.name}",
                    f"{variable} = (",
                    f"    {web.plane()}",
                    f"    .polyline([(0, 0), ({long}, 0), {last}])",
                    "    .close()",
                    f"    .extrude({thick} / 2, both=True)",
                    ")",
                    f"result = result.union({variable})",
                ]
            )
        )


@dataclass(frozen=True, slots=True)
class _Web:
    """A rib where it stands: its face, its foot line in the face's coordinates, and its thickness."""

    face: Face
    start: Point
    end: Point
    thickness: float

    @property
    def length(self) -> float:
        """Length of the foot line in mm."""
        return math.dist(self.start, self.end)

    def _foot(self) -> list[Point]:
        (a, b), (c, d) = self.start, self.end
        off_u, off_v = (
            (b - d) / self.length * self.thickness / 2,
            (c - a) / self.length * self.thickness / 2,
        )
        return [
            (a + off_u, b + off_v),
            (c + off_u, d + off_v),
            (c - off_u, d - off_v),
            (a - off_u, b - off_v),
        ]

    def stands_on_face(self) -> bool:
        """Whether its whole foot lies on the face; it may reach to the border."""
        foot = self._foot()
        spots = [
            (p[0] + (q[0] - p[0]) * k / _SPOTS, p[1] + (q[1] - p[1]) * k / _SPOTS)
            for p, q in zip(foot, [*foot[1:], foot[0]], strict=True)
            for k in range(_SPOTS)
        ]
        return all(_lies_on(self.face, spot) for spot in spots)

    def corners(self, height: float, *, triangle: bool) -> list[Vector]:
        """Return its corners in the model."""
        foot = self._foot()
        upper = [foot[0], foot[3]] if triangle else foot
        return [self.face.space(u, v, 0.0) for u, v in foot] + [
            self.face.space(u, v, -height) for u, v in upper
        ]

    def plane(self) -> str:
        """Return the script's plane of its side view: x along the foot, y out of the face."""
        origin = self.face.space(*self.start, 0.0)
        ahead, above = self.face.space(*self.end, 0.0), self.face.space(*self.start, -1.0)
        way = [(b - a) / self.length for a, b in zip(origin, ahead, strict=True)]
        up = [b - a for a, b in zip(origin, above, strict=True)]
        normal = [
            way[1] * up[2] - way[2] * up[1],
            way[2] * up[0] - way[0] * up[2],
            way[0] * up[1] - way[1] * up[0],
        ]
        texts = [f"({', '.join(_exact(c) for c in vector)})" for vector in (origin, way, normal)]
        return f"cq.Workplane(cq.Plane(origin={texts[0]}, xDir={texts[1]}, normal={texts[2]}))"


def _free_part(face: Face) -> str:
    """Return where on a face something may stand, in words."""
    if face.outline != "rectangle":
        return "inside the face"
    (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
    u, v = face.centre
    low, high = (f"({number(round(a - u, 3))}, {number(round(b - v, 3))})" for a, b in ((u0, v0), (u1, v1)))
    return f"between {low} and {high} of the face"


def _exact(value: float) -> str:
    """Write a coordinate so exactly that the plane stands upright on its face."""
    short = literal(value)
    return short if abs(float(short) - value) < 1e-12 else f"{value:.15g}"


def _lies_on(face: Face, spot: Point) -> bool:
    u, v = spot
    if face.outline == "circle":
        off = math.hypot(u - face.centre[0], v - face.centre[1])
        return face.inner / 2 - SAME_MM <= off <= face.size[0] / 2 + SAME_MM
    if face.loop is not None:
        return face.loop.holds(spot) or face.loop.distance(spot) < SAME_MM
    if face.outline == "ellipse":
        across = ((u - face.centre[0]) / face.size[0], (v - face.centre[1]) / face.size[1])
        return math.hypot(*across) <= 0.5
    (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
    inside = u0 - SAME_MM <= u <= u1 + SAME_MM and v0 - SAME_MM <= v <= v1 + SAME_MM
    corners = zip(face.corners, (*face.corners[1:], *face.corners[:1]), strict=True)
    return inside and all((c - a) * (v - b) - (d - b) * (u - a) >= -SAME_MM for (a, b), (c, d) in corners)
