"""Grooves that run straight across a flat face, from one edge to the other: rectangular, or a V."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, check_room, face_of
from mayfly.design.features._section import GrooveSection, Shape, groove_section
from mayfly.design.features._tool import check_flat, check_free
from mayfly.design.geometry.faces import Face, Point, literal
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.design.places import Places
from mayfly.design.values import Angle, Axis, Length
from mayfly.language.english import one, subject
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

Run = Literal["u", "v"]
#: The model's axes along the two coordinates of a face.
_AXES: Final[dict[str, tuple[Axis, Axis]]] = {"Z": ("x", "y"), "Y": ("x", "z"), "X": ("y", "z")}


def axis_of(face: Face, run: Run) -> Axis:
    """Return the model's axis that a coordinate of a face runs along."""
    return _AXES[face.axis][0 if run == "u" else 1]


class Groove(OnFace):
    """Straight grooves over the whole of a flat face; their place counts across the direction they run in."""

    kind: Literal["groove"] = "groove"
    along: Annotated[Axis, Field(description="the axis that it runs along, one of the two of its face")]
    shape: Annotated[Shape, Field(description="of its section")] = "rectangle"
    width: Annotated[Length | None, Field(description="at the surface")] = None
    depth: Length | None = None
    angle: Annotated[
        Angle | None,
        Field(ge=10, le=170, description="between the sides of a V, in place of its width or depth"),
    ] = None

    @model_validator(mode="after")
    def _has_a_section(self) -> Self:
        self.section()
        return self

    def section(self) -> GrooveSection:
        """Return its section."""
        return groove_section(self.shape, self.width, self.depth, self.angle)

    def apply(self, draft: Draft) -> None:
        """Cut the grooves.

        Raises:
            DoesNotFit: There is no such face, or one does not fit there.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        if self.along not in _AXES[face.axis]:
            first, second = _AXES[face.axis]
            raise DoesNotFit(
                f"{subject(self.label, 'runs')} along {self.along}, but the {face.name} lies in {first} and"
                f" {second}.",
                fix=f"Let it run along {first} or {second}.",
                subject=Subject(kind="direction", feature="groove", name=self.label),
                field="along",
            )
        run: Run = "u" if self.along == _AXES[face.axis][0] else "v"
        section, places = self.section(), self.at.on(face)
        check_room(
            places,
            (0.0, section.width) if run == "u" else (section.width, 0.0),
            self.label,
            feature="groove",
        )
        cut_grooves(draft, Running(self.label, section, run, places))


@dataclass(frozen=True, slots=True)
class Running:
    """Grooves that are ready to be cut.

    Attributes:
        label: What to call them.
        section: Their section.
        run: The coordinate of their face that they run along.
        places: Where they go.
    """

    label: str
    section: GrooveSection
    run: Run
    places: Places

    @property
    def whole(self) -> float:
        """How long they are: the free part of the face, in mm."""
        return self.along[1] - self.along[0]

    @property
    def along(self) -> Point:
        """Where they begin and end."""
        face = self.places.face
        return (face.clear_u or face.u) if self.run == "u" else (face.clear_v or face.v)

    @property
    def sides(self) -> Point:
        """Their extent along the two coordinates of the face."""
        return (self.whole, self.section.width) if self.run == "u" else (self.section.width, self.whole)


def cut_grooves(draft: Draft, one_run: Running) -> None:
    """Cut grooves across a face.

    Raises:
        DoesNotFit: They do not lie in the middle of their way, or cut through the material.
    """
    _check(one_run)
    u, v = one_run.sides
    check_free(draft, one_run.places, (u, v + ROUNDING_MM), one_run.label, kind="cut")
    face, section, run, whole = one_run.places.face, one_run.section, one_run.run, one_run.whole
    wide = draft.parameter("groove_width", section.width, "width of the groove")
    deep = draft.parameter("groove_depth", section.depth, "depth of the groove")
    length = (face.u_name if run == "u" else face.v_name) or literal(whole)
    if face.clear_u is not None or face.clear_v is not None:
        length = literal(whole)
    points = [face.local(point) for point in one_run.places.points]
    tool = "grooves" if len(points) > 1 else "groove"
    tool = tool if tool not in draft.names else f"{tool}_{len(draft.steps)}"
    draft.names.add(tool)
    listed = ", ".join(f"({literal(u)}, {literal(v)})" for u, v in points)
    sides = f"{length}, {wide}" if run == "u" else f"{wide}, {length}"
    title = f"{'V ' if section.vee else ''}groove of {number(section.width)} x {number(section.depth)} mm"
    lines = [
        f"# {title}, {face.name}",
        f"{tool} = (",
        f"    {face.workplane()}",
        f"    .pushPoints([{listed}])",
        f"    .rect({sides})",
        f"    .extrude(-{deep})",
        ")",
        f"result = result.cut({tool})",
    ]
    if section.vee:
        lines = _vee_steps(face, points, (length, wide, deep), run, title)
    draft.steps.append("\n".join(lines))
    occupied = draft.occupied_below(face, one_run.places.points, (u, v + ROUNDING_MM), (0.0, section.depth))
    free = draft.occupy(occupied)
    volumes = [_taken(one_run, point) for point in one_run.places.points]
    known = free and not face.inner and None not in volumes
    draft.take_volume(math.fsum(v for v in volumes if v is not None) if known else None)


def _check(one_run: Running) -> None:
    face, section, run = one_run.places.face, one_run.section, one_run.run
    middle = sum(one_run.along) / 2
    if any(abs((u if run == "u" else v) - middle) > SAME_MM for u, v in one_run.places.points):
        raise DoesNotFit(
            f"{subject(one_run.label, 'runs')} over the whole {face.name}; what is its distance along the"
            " way?",
            fix="Its place along the way is the middle of the face.",
            reason="unsupported",
            subject=Subject(kind="place", feature="groove", name=one_run.label),
            field="at",
        )
    if face.outline not in {"rectangle", "circle"} or face.normal is not None:
        raise DoesNotFit(
            f"{one(one_run.label)} can't be cut across the {face.name}.",
            "Does a slot or a pocket do?",
            fix="Use a slot or a pocket.",
            reason="unsupported",
            subject=Subject(kind="feature", feature="groove", name=one_run.label),
            field="face",
        )
    foot = Footprint(*one_run.sides)
    thinnest = face.depth
    if face.outline == "rectangle":
        thinnest = min(foot.thinnest(face, point) for point in one_run.places.points)
    if section.depth >= thinnest - SAME_MM:
        thick = round(thinnest, 3)
        raise DoesNotFit(
            f"{one(one_run.label)} {number(section.depth)} mm deep goes through the {number(thick)} mm of"
            " material.",
            "Which depth?",
            fix=f"Less than {number(thick)} mm does.",
            subject=Subject(
                kind="size", feature="groove", name=one_run.label, sizes=("depth",),
                values=lengths(section.depth, thick),
            ),
            field="depth",
        )  # fmt: skip


def _vee_steps(
    face: Face, points: list[Point], names: tuple[str, str, str], run: Run, title: str
) -> list[str]:
    """Write V grooves: a triangle across the way, extruded to both sides."""
    length, wide, deep = names
    lines = [f"# {title}, {face.name}", f"plane = {face.workplane()}.plane"]
    across = "plane.yDir" if run == "u" else "plane.xDir"
    along = "plane.xDir" if run == "u" else "plane.yDir"
    for u, v in points:
        lines += [
            f"middle = plane.toWorldCoords(({literal(u)}, {literal(v)}))",
            f"section = cq.Workplane(cq.Plane(middle, {across}, {along}))",
            "# the plane's own second direction may point into the material or out of it",
            "inwards = -section.plane.yDir.dot(plane.zDir)",
            f"vee = section.polyline([(-{wide} / 2, 0), (0, inwards * {deep}), ({wide} / 2, 0)]).close()",
            f"result = result.cut(vee.extrude({length} / 2, both=True))",
        ]
    return lines


def _taken(one_run: Running, point: Point) -> float | None:
    """Return the volume that one groove takes, in mm³; None where it has no exact value."""
    face, section = one_run.places.face, one_run.section
    if face.outline == "circle":
        off = point[1] if one_run.run == "u" else point[0]
        return None if section.vee else section.depth * _strip(face.size[0] / 2, off, section.width)
    if face.layers is not None:
        foot = Footprint(*one_run.sides)
        if not section.vee:
            return foot.taken(face, point, section.depth)
        if any(
            not (layers := face.behind(point[0] + du, point[1] + dv))
            or layers[0][0] > SAME_MM
            or layers[0][1] < section.depth
            for du, dv, _ in foot.nodes(8)
        ):
            return None
    return section.area * one_run.whole


def _strip(radius: float, off: float, width: float) -> float:
    """Return the area of a disc's strip between two parallel lines, in mm²."""

    def half_area(y: float) -> float:
        y = max(-radius, min(radius, y))
        return y * math.sqrt(radius**2 - y**2) + radius**2 * math.asin(y / radius)

    return half_area(off + width / 2) - half_area(off - width / 2)
