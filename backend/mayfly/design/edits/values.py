"""The edits that a design takes, as values: set a size, scale, add, remove, move, turn and mirror.

They are frozen, told apart by ``kind`` and go in and out of JSON, as the design itself does. What each one is
about is a **target**: a path as errors write it (``bodies[0].features[2].hole.diameter``), or the same from a
body or feature by its name (``bore.diameter``, ``lid.base.thickness``); of a design with one body also from
that body (``thickness``). A kind stands for a feature where there is one of that kind (``fillet.radius``).
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.body import Body
from mayfly.design.features import AnyFeature
from mayfly.design.values import Angle, Axis, Coordinate, Length, Name, Point2, Point3, Value

_PATH: Final = 'where: "bodies[0].features[2].diameter", "bore.diameter", "thickness"'
_OWNER: Final = 'which body or feature: "bodies[0].features[2]", its name, or the kind of the only one'
_BODY: Final = "which body, by its name or path; the first one if it is left out"
Target = Annotated[str, Field(min_length=1, max_length=200, description=_OWNER)]


class Selection(Value):
    """Features of a design, chosen by what they are; each field narrows the choice.

    Attributes:
        name: What they are called.
        feature: Their kind ("hole").
        size: A size of theirs, in mm, whichever it is.
        thread: The screw that they are for ("M6").
        face: The face that they are on.
        place: The kind of their place ("corners").
        body: Name or path of their body.
    """

    name: Name | None = None
    feature: Annotated[str | None, Field(max_length=30, description='their kind: "hole"')] = None
    size: Annotated[Length | None, Field(description="a size of theirs, whichever it is")] = None
    thread: Annotated[str | None, Field(max_length=20, description='screw they are for: "M6"')] = None
    face: Annotated[str | None, Field(max_length=60)] = None
    place: Annotated[str | None, Field(max_length=20, description='kind of their place: "corners"')] = None
    body: Annotated[str | None, Field(max_length=200, description="name or path of their body")] = None

    @model_validator(mode="after")
    def _narrows(self) -> Self:
        if all(value is None for value in (self.name, self.feature, self.size, self.thread, self.face)) and (
            self.place is None
        ):
            raise ValueError("say which features are meant: by name, feature, size, thread, face or place")
        return self

    @property
    def words(self) -> str:
        """What is selected, for a sentence: "hole of 5 mm on the top"."""
        words = (self.feature or "feature").replace("_", " ")
        words += f" {self.name!r}" if self.name else ""
        words += f" of {self.size:g} mm" if self.size else ""
        words += f" for {self.thread}" if self.thread else ""
        words += f" on the {self.face}" if self.face else ""
        words += f" in {self.place.replace('_', ' ')}" if self.place else ""
        return words + (f" of {self.body}" if self.body else "")


class SetValue(Value):
    """A field gets a new value: a size in mm or with a unit, a count, a colour, a place as plain data."""

    kind: Literal["set"] = "set"
    path: Annotated[str, Field(min_length=1, max_length=200, description=_PATH)]
    value: Annotated[Any, Field(description="the new value as plain data; null takes it away")]


class ChangeBy(Value):
    """A number gets larger or smaller: by a difference, or by a factor (2 for twice as long)."""

    kind: Literal["change"] = "change"
    path: Annotated[str, Field(min_length=1, max_length=200, description=_PATH)]
    delta: Annotated[Coordinate | None, Field(description="how much is added")] = None
    factor: Annotated[float | None, Field(gt=0, le=10_000, description="how many times as large")] = None

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        if (self.delta is None) == (self.factor is None):
            raise ValueError("give either a delta or a factor")
        return self


class Scale(Value):
    """Everything, or one body or feature, gets larger by a factor; along one axis only the body's base does.

    Angles, counts and a body's place stay where only a part is scaled. A hole for a thread becomes one of the
    scaled diameters, as no screw fits it any more.
    """

    kind: Literal["scale"] = "scale"
    factor: Annotated[float, Field(gt=0, le=10_000)]
    of: Annotated[str, Field(max_length=200, description=f"{_OWNER}; empty: the whole design")] = ""
    axis: Annotated[Axis | None, Field(description="only the base's size along this axis")] = None


class AddFeature(Value):
    """A body gets one more feature."""

    kind: Literal["add_feature"] = "add_feature"
    feature: AnyFeature
    body: Annotated[str, Field(max_length=200, description=_BODY)] = ""
    index: Annotated[
        int | None, Field(ge=0, le=500, description="before which of its features; none: last")
    ] = None


class AddBody(Value):
    """The design gets one more body."""

    kind: Literal["add_body"] = "add_body"
    body: Body


class RemoveFeature(Value):
    """Features go: the one that a target names, or all that a selection means."""

    kind: Literal["remove_feature"] = "remove_feature"
    of: Target | Selection


class RemoveBody(Value):
    """A body goes."""

    kind: Literal["remove_body"] = "remove_body"
    body: Annotated[str, Field(min_length=1, max_length=200, description="its name or path")]


class Move(Value):
    """A body, or a feature on its face, goes somewhere else.

    Attributes:
        of: The body or feature.
        by: How far: along X, Y and Z for a body, along the two coordinates of its face for a feature on one.
    """

    kind: Literal["move"] = "move"
    of: Target
    by: Annotated[Point3 | Point2, Field(description="along x, y, z; of a feature on a face: along u, v")]


class Turn(Value):
    """A body is turned about its own origin, a pattern about its middle, a slot or profile on the spot."""

    kind: Literal["turn"] = "turn"
    of: Target
    angle: Annotated[Angle, Field(description="counter-clockwise, seen against the axis or the face")]
    axis: Annotated[Axis, Field(description="of a body; a feature turns about the normal of its face")] = "z"


class Mirror(Value):
    """A body or feature gets an image on the other side of a plane, or is moved there.

    Attributes:
        of: The body or feature.
        plane: The plane; for a feature on a face it goes through the middle of the face.
        level: Where the plane lies: x of the plane yz, y of xz, z of xy; for bodies.
        keep: It also stays where it is. Only features on faces can be moved to the other side alone.
    """

    kind: Literal["mirror"] = "mirror"
    of: Target
    plane: Literal["yz", "xz", "xy"]
    level: Coordinate = 0.0
    keep: bool = True


Edit = Annotated[
    SetValue | ChangeBy | Scale | AddFeature | AddBody | RemoveFeature | RemoveBody | Move | Turn | Mirror,
    Field(discriminator="kind"),
]
"""Any edit, told apart by ``kind``."""
