"""Round holes: through or blind, with a counterbore, a countersink or a drill's point, sized for a thread."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.cad import standards
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, check_room, face_of, support_under
from mayfly.design.features._drilling import Drilling, put
from mayfly.design.features._hole_checks import HoleSizes
from mayfly.design.geometry.faces import Face
from mayfly.design.values import Angle, Length, Value
from mayfly.errors import InvalidParameter
from mayfly.language.units import number
from mayfly.subject import Subject, lengths


class Counterbore(Value):
    """A wider cylinder at the hole's mouth; without sizes, that for a cap screw of ISO 4762."""

    diameter: Length | None = None
    depth: Length | None = None


class Countersink(Value):
    """A cone at the hole's mouth; without a diameter, that for a countersunk screw of the hole's thread."""

    diameter: Length | None = None
    angle: Annotated[Angle, Field(ge=30, le=150)] = 90.0


class Hole(OnFace):
    """Round holes of one size: bores, screw holes, tapped holes (no thread is modelled)."""

    kind: Literal["hole"] = "hole"
    diameter: Length | None = None
    thread: Annotated[str | None, Field(max_length=20, description='screw it is for: "M6"')] = None
    fit: Annotated[
        Literal["clearance", "tapped"], Field(description="for the screw to pass, or to be tapped for it")
    ] = "clearance"
    depth: Annotated[
        Length | None, Field(description="to where it has its full diameter; none: through everything")
    ] = None
    counterbore: Counterbore | None = None
    countersink: Countersink | None = None
    point: Annotated[
        Angle | None, Field(ge=60, lt=180, description="angle of the drill's cone at the bottom; none: flat")
    ] = None
    walls: Annotated[
        Literal["", "one", "all"],
        Field(description="of a hollow body: through the near wall or all; none: all of a round one"),
    ] = ""

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if self.diameter is None and self.thread is None:
            raise ValueError('a hole needs a diameter, or the thread that it is for ("M6")')
        if self.thread is not None:
            self._check_standards(self.thread)
        if self.counterbore and self.countersink:
            raise ValueError("a hole has a counterbore or a countersink, not both")
        if self.point is not None and self.depth is None:
            raise ValueError("a drill's point needs a depth")
        if (
            self.counterbore
            and self.thread is None
            and None in {self.counterbore.diameter, self.counterbore.depth}
        ):
            raise ValueError("give the counterbore's diameter and depth, or the hole's thread")
        if self.countersink and self.thread is None and self.countersink.diameter is None:
            raise ValueError("give the countersink's diameter, or the hole's thread")
        return self

    def _check_standards(self, thread: str) -> None:
        """Check that the standards have what the hole needs for its thread.

        Raises:
            ValueError: There is no such thread, or no row for it.
        """
        try:
            if self.diameter is None:
                (standards.tap_drill if self.fit == "tapped" else standards.clearance_hole)(thread)
            if self.counterbore and None in {self.counterbore.diameter, self.counterbore.depth}:
                standards.counterbore(thread)
            if self.countersink and self.countersink.diameter is None:
                standards.countersink(thread)
        except InvalidParameter as error:
            raise ValueError(str(error)) from error

    def sizes(self) -> HoleSizes:
        """Return the sizes, with those that a standard gives.

        Raises:
            DoesNotFit: A counterbore or countersink is not wider than the hole.
        """
        diameter = self.diameter
        if diameter is None:
            assert self.thread is not None  # noqa: S101 - one of the two is given
            look_up = standards.tap_drill if self.fit == "tapped" else standards.clearance_hole
            diameter = look_up(self.thread).diameter_mm
        hole = HoleSizes(diameter, self.depth, point=self.point)
        if self.counterbore:
            wide, deep = self.counterbore.diameter, self.counterbore.depth
            if wide is None or deep is None:
                row = standards.counterbore(self.thread or "")
                wide, deep = wide or row.diameter_mm, deep or row.depth_mm
            hole.counterbore = (wide, deep)
        if self.countersink:
            wide = self.countersink.diameter or standards.countersink(self.thread or "").diameter_mm
            hole.countersink = (wide, self.countersink.angle)
        for what, head in (("counterbore", hole.counterbore), ("countersink", hole.countersink)):
            if head and head[0] <= diameter:
                raise DoesNotFit(
                    f"The {what} of {number(head[0])} mm is not wider than its hole of {number(diameter)}"
                    " mm.",
                    field=f"{what}.diameter",
                    subject=Subject(
                        kind="size",
                        feature=what,
                        name=what,
                        sizes=("diameter",),
                        values=lengths(head[0], diameter),
                        others=("hole",),
                    ),
                )
        return hole

    def apply(self, draft: Draft) -> None:
        """Drill the holes.

        Raises:
            DoesNotFit: There is no such face, or a hole does not fit there.
        """
        face = face_of(draft, self.face, self.label, one_wall=self.walls == "one")
        if self.walls == "all" and not face.curved:
            face = through_both(draft, face)
        hole = self.sizes()
        places = self.at.on(face)
        if face.settle:
            places.face = face.settle([v for _, v in places.points], hole.width / 2)
        check_room(places, (hole.width, hole.width), self.label)
        support = support_under(draft, places, hole.width / 2, self.label)
        put(draft, Drilling(self.label, "bore" if self.name == "bore" else "", hole, places, support))


def through_both(draft: Draft, face: Face) -> Face:
    """Return a wall's face with the opposite wall behind it."""
    whole, wall = draft.box["XYZ".index(face.axis)], face.depth
    return replace(
        face,
        depth=whole,
        depth_name="",
        name=f"{face.name} and the opposite one",
        key=face.key or face.name,
        walls="all",
        layers=lambda _u, _v: ((0.0, wall), (whole - wall, whole)),
    )
