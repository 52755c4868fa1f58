"""What slots, pockets and bosses share: a profile on a face, and the body that is cut or joined there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, check_room, face_of
from mayfly.design.geometry.faces import Face, Point, literal
from mayfly.design.geometry.footprints import Footprint, OutlineFootprint
from mayfly.design.geometry.occupied import OccupiedVolume, Support
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.design.places import Places, layout_steps
from mayfly.design.profiles import (
    Circle,
    Contour,
    Ellipse,
    Polygon,
    Profile,
    Rectangle,
    RegularPolygon,
    Ring,
    Slot,
    corners_of,
)
from mayfly.language.english import a_or_an, one, subject
from mayfly.language.units import number
from mayfly.subject import Subject, Value

AnyFootprint = Footprint | OutlineFootprint
Orientation = Literal["", "radial", "tangential"]


def footprint_of(profile: Profile, orientation: Orientation = "") -> AnyFootprint:
    """Return what a profile covers on its face; in a bolt circle, what the first of them covers."""
    turn = {"": profile.turn, "radial": 0.0, "tangential": 90.0}[orientation]
    if isinstance(profile, Circle):
        return Footprint.round(profile.diameter)
    if isinstance(profile, Slot):
        return Footprint.slot(profile.length, profile.width, turn % 180)
    if isinstance(profile, Rectangle):
        return Footprint(profile.length, profile.width, profile.corner_radius, turn)
    opening = profile.inner_diameter if isinstance(profile, Ring) and profile.at == (0.0, 0.0) else 0.0
    return OutlineFootprint(profile.model_copy(update={"turn": turn}).outline(), opening=opening)


def place_profile(feature: OnFace, face: Face, foot: AnyFootprint, orientation: Orientation) -> Places:
    """Return where copies of a profile go on a face.

    Raises:
        DoesNotFit: One does not fit, two run into each other, or it is open how they lie on a circle.
    """
    places = feature.at.on(face)
    label = feature.label
    if foot.is_round:
        around = isinstance(foot, OutlineFootprint) and face.inner <= foot.opening + SAME_MM
        around = around and places.points == [face.centre]
        check_room(replace(places, face=replace(face, inner=0.0)) if around else places, foot.extent, label)
        return places
    if orientation and places.pattern != "circle":
        raise DoesNotFit(
            f"{subject(label, 'is')} {orientation}, but on no circle around the middle of the {face.name}.",
            fix="Leave the orientation out, or put it on such a circle.",
            subject=Subject(kind="place", name=label),
            field="orientation",
        )
    if not orientation:
        places.pattern = "points" if places.pattern == "circle" else places.pattern
        # equal sides would be taken as those of a circle
        check_room(places, (foot.extent[0], foot.extent[1] + ROUNDING_MM), label)
        return places
    radial = orientation == "radial"
    reach = across(foot)
    apart = foot.wide if radial else foot.long
    check_room(places, (reach, reach), label, apart=apart)
    diameter, count, _ = places.numbers
    near = diameter / 2 - (foot.long if radial else foot.wide) / 2
    if near <= 0 or 2 * near * math.sin(math.pi / count) <= apart + SAME_MM:
        raise DoesNotFit(
            f"{int(count)} of {number(foot.long)} x {number(foot.wide)} mm on a circle"
            f" of {number(diameter)} mm run into each other.",
            "Which sizes are right?",
            fix="Make the circle larger, or the profiles smaller.",
            subject=Subject(kind="size", name=label, values=(Value(int(count), "count"), Value(diameter))),
            field="at",
        )
    return places


def across(foot: AnyFootprint) -> float:
    """Return the diameter in mm of the circle around a profile's middle that holds it at any angle."""
    if isinstance(foot, OutlineFootprint):
        return 2 * max(math.hypot(u, v) for u, v in foot.outline.border())
    return foot.long if foot.radius == foot.wide / 2 else math.hypot(foot.long, foot.wide)


def occupied_extent(foot: AnyFootprint, places: Places) -> Point:
    """Return the sides of the box that a profile occupies on its face; equal ones are those of a circle."""
    if foot.is_round:
        return foot.extent
    if places.pattern == "circle":
        return across(foot), across(foot)
    return foot.extent[0], foot.extent[1] + ROUNDING_MM


def turns_of(profile: Profile, orientation: Orientation, places: Places) -> tuple[float, ...]:
    """Return the angle in degrees that each copy of a profile is turned by on its face."""
    turn = {"": profile.turn, "radial": 0.0, "tangential": 90.0}[orientation]
    if not orientation or places.pattern != "circle":
        return (turn,) * len(places.points)
    u0, v0 = places.face.centre
    return tuple(turn + math.degrees(math.atan2(v - v0, u - u0)) for u, v in places.points)


def support_of(
    kind: Literal["boss", "pocket"],
    profile: Profile,
    turns: tuple[float, ...],
    where: tuple[Places, tuple[OccupiedVolume, ...]],
    rise: tuple[float, str, int],
) -> Support:
    """Return a boss or a pocket as a place for holes.

    Args:
        kind: Which of the two it is.
        profile: Its outline.
        turns: Angle of each copy.
        where: Where it goes, and what it takes up.
        rise: Its height (below 0 for a pocket), the script's name for that, and its place in the order.
    """
    places, occupied = where
    plain = profile.model_copy(update={"turn": 0.0})
    foot = footprint_of(plain)
    drawn = None if isinstance(plain, Circle | Rectangle | Slot) else plain.outline()
    return Support(
        kind, places.face, tuple(places.points), (foot.long / 2, foot.wide / 2), foot.radius, *rise, occupied,
        turns=turns, outline=drawn,
    )  # fmt: skip


def check_free(
    draft: Draft, places: Places, extent: Point, label: str, *, kind: Literal["boss", "cut"]
) -> None:
    """Check that a boss covers no cut, and that a cut leaves no boss without ground.

    Raises:
        DoesNotFit: What is under the boss, or stands where the cut goes.
    """
    low, high = (0.0, 0.001) if kind == "boss" else (-0.001, 0.0)
    slab = draft.occupied_below(places.face, places.points, extent, (low, high))
    if not any(one.meets(other) for one in slab for other in draft.claimed):
        return
    what = "would cover an earlier cut in" if kind == "boss" else "would undercut what stands on"
    raise DoesNotFit(
        f"{one(label)} {what} the {places.face.name}.",
        "Where shall it go?",
        fix="Put it somewhere else, or put the boss first and the cut after it."
        if kind == "boss"
        else "Put it somewhere else.",
        reason="unsupported",
        subject=Subject(kind="place", feature="boss" if kind == "boss" else "", name=label, others=("boss",)),
        field="at",
    )


@dataclass(frozen=True, slots=True)
class PlacedProfile:
    """A profile that is ready to be sunk into a face or to stand on it.

    Attributes:
        label: What to call it.
        profile: Its outline.
        orientation: How it lies on a circle.
        places: Where it goes.
        order: Its place among the features.
    """

    label: str
    profile: Profile
    orientation: Orientation
    places: Places
    order: int

    @property
    def footprint(self) -> AnyFootprint:
        """What each of them covers on its face."""
        return footprint_of(self.profile, self.orientation)


class OfProfile(OnFace):
    """A feature whose outline is a profile on a flat face."""

    orientation: Annotated[
        Orientation, Field(description="how each lies on a bolt circle; none: all the same way")
    ] = ""

    def placed(self, draft: Draft, profile: Profile) -> PlacedProfile:
        """Return its outline at its places.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        places = place_profile(self, face, footprint_of(profile, self.orientation), self.orientation)
        return PlacedProfile(self.label, profile, self.orientation, places, len(draft.features))


class OfAnyProfile(OfProfile):
    """A feature whose outline may be any profile."""

    profile: Profile

    @model_validator(mode="after")
    def _is_placed_once(self) -> Self:
        if self.profile.at != (0.0, 0.0):
            raise ValueError("where it goes is its own `at`; leave that of its profile out")
        return self


def check_flat(draft: Draft, face: Face, label: str) -> None:
    """Check that a face is flat, for what only a flat face can take.

    Raises:
        DoesNotFit: It is curved.
    """
    if face.curved:
        raise DoesNotFit(
            f"{one(label)} can't be put on the curved {face.name} of {a_or_an(draft.part_label)}.",
            "Does a hole do, or another face?",
            fix="Choose a flat face, or a hole.",
            reason="unsupported",
            subject=Subject(kind="face", name=label),
            field="face",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A body that is cut away or joined.

    Attributes:
        kind: What it is, for the names of the script.
        profile: Its outline.
        outline: The same as steps of the script.
        extent: How far it is extruded, an expression of the script.
        title: What it is, in words.
        verb: "cut" or "union".
        oriented: It is turned with the circle that it lies on.
    """

    kind: str
    profile: Profile
    outline: Sequence[str]
    extent: str
    title: str
    verb: Literal["cut", "union"]
    oriented: bool = False


def outline_steps(
    draft: Draft, kind: str, face: Face, profile: Profile, orientation: Orientation = ""
) -> list[str]:
    """Write a profile as steps of the script, its sizes as parameters that begin with its kind."""
    turn = {"": profile.turn, "radial": 0.0, "tangential": 90.0}[orientation]
    if isinstance(profile, Circle):
        size = draft.parameter(f"{kind}_diameter", profile.diameter, f"diameter of the {kind}")
        return [f".circle({size} / 2)"]
    if isinstance(profile, Slot):
        turn %= 180
        long = draft.parameter(f"{kind}_length", profile.length, f"length of the {kind}, tip to tip")
        wide = draft.parameter(f"{kind}_width", profile.width, f"width of the {kind}")
        return [f".slot2D({long}, {wide}{f', {_turn(draft, kind, face, turn)}' if turn else ''})"]
    if isinstance(profile, Rectangle):
        first = draft.parameter(
            f"{kind}_length", profile.length, f"size of the {kind} along the first direction"
        )
        second = draft.parameter(
            f"{kind}_width", profile.width, f"size of the {kind} along the second direction"
        )
        if profile.corner_radius and face.normal is not None:  # its edges run along no axis of the model
            radius = draft.parameter(
                f"{kind}_corner_radius", profile.corner_radius, f"corner radius of the {kind}"
            )
            sides = f"{first}, {second}{f', {_turn(draft, kind, face, turn)}' if turn else ''}"
            return [f".placeSketch(cq.Sketch().rect({sides}).vertices().fillet({radius}))"]
        if turn:
            return [f".placeSketch(cq.Sketch().rect({first}, {second}, {_turn(draft, kind, face, turn)}))"]
        return [f".rect({first}, {second})"]
    turned: Profile = profile.model_copy(update={"turn": turn})
    drawn = _mirrored(turned, face) if face.mirrored else turned
    return _sketched(
        drawn, lambda name, value, what: draft.parameter(f"{kind}_{name}", value, f"{what} of the {kind}")
    )


def _sketched(profile: Profile, name: Callable[[str, float, str], str]) -> list[str]:
    """Return the steps that draw a profile at each point of the stack: a polyline would ignore the points."""
    if isinstance(profile, Ellipse) and profile.turn % 180:
        return profile.model_copy(
            update={"length": profile.width, "width": profile.length, "turn": 0.0}
        ).steps(name)
    if isinstance(profile, Contour):
        return profile.through(_turned_by(profile.turn)).steps(name)
    corners = corners_of(profile)
    if corners is None or (isinstance(profile, RegularPolygon) and not profile.turn):
        return profile.model_copy(update={"turn": 0.0}).steps(name)
    turned = [_turned_by(profile.turn)(corner) for corner in corners]
    listed = ", ".join(f"({literal(x)}, {literal(y)})" for x, y in (*turned, turned[0]))
    rounding = ""
    if isinstance(profile, Polygon) and profile.corner_radius:
        rounding = f".vertices().fillet({name('corner_radius', profile.corner_radius, 'corner radius')})"
    return [f".placeSketch(cq.Sketch().polygon([{listed}]){rounding})"]


def _turned_by(degrees: float) -> Callable[[Point], Point]:
    """Return what turns a point about the origin."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return lambda at: (at[0] * cos - at[1] * sin, at[0] * sin + at[1] * cos)


def _turn(draft: Draft, kind: str, face: Face, turn: float) -> str:
    """Return the angle that an outline is turned by in the plane of its face; a right angle needs no name."""
    if turn == 90:
        return "90"
    name = draft.parameter(f"{kind}_angle", turn, f"angle of the {kind} to the first direction", "degrees")
    return f"-{name}" if face.mirrored else name


def _mirrored(profile: Profile, face: Face) -> Profile:
    """Return a profile as it has to be drawn on a plane whose coordinates are mirrored."""
    turned = _turned_by(profile.turn)
    if isinstance(profile, Contour):
        return profile.through(lambda at: face.local(turned(at)))
    corners = corners_of(profile)
    if corners is None:  # symmetric about its own first direction
        return profile.model_copy(update={"turn": -profile.turn})
    radius = profile.corner_radius if isinstance(profile, Polygon) else 0.0
    points = tuple(face.local(turned(corner)) for corner in corners)
    return Polygon(points=points, corner_radius=radius)


def write_tool(draft: Draft, places: Places, tool: Tool) -> None:
    """Write the step that makes a tool on a face and cuts it away or joins it.

    Args:
        draft: The model so far.
        places: Where it goes.
        tool: What is made there.
    """
    face, kind = places.face, tool.kind
    name = f"{kind}{'es' if kind.endswith('s') else 's'}" if len(places.points) > 1 else kind
    name = name if name not in draft.names else f"{name}_{len(draft.steps)}"
    draft.names.add(name)
    layout = layout_steps(draft.parameter, places, kind, oriented=tool.oriented)
    rounding: list[str] = []
    if isinstance(tool.profile, Rectangle) and tool.profile.corner_radius and face.normal is None:
        corner = draft.parameter(
            f"{kind}_corner_radius", tool.profile.corner_radius, f"corner radius of the {kind}"
        )
        rounding = [f'    .edges("|{face.axis}")', f"    .fillet({corner})"]
    draft.steps.append(
        "\n".join(
            [
                f"# {tool.title}, {face.name}",
                f"{name} = (",
                f"    {face.workplane()}",
                *(f"    {step}" for step in layout),
                *(f"    {step}" for step in tool.outline),
                f"    .extrude({tool.extent})",
                *rounding,
                ")",
                f"result = result.{tool.verb}({name})",
            ]
        )
    )


def sizes_text(profile: Profile, foot: AnyFootprint) -> str:
    """Return a profile's sizes for a comment of the script."""
    if isinstance(profile, Circle):
        return number(profile.diameter)
    if isinstance(profile, Rectangle | Slot):
        return f"{number(profile.length)} x {number(profile.width)}"
    return " x ".join(number(round(side, 3)) for side in foot.extent)


def as_profile(foot: Footprint) -> Profile:
    """Return a footprint that was worked out as a profile of the feature language."""
    if foot.is_round:
        return Circle(diameter=foot.long)
    if foot.radius == foot.wide / 2:
        return Slot(length=foot.long, width=foot.wide, turn=foot.turn)
    return Rectangle(length=foot.long, width=foot.wide, corner_radius=foot.radius, turn=foot.turn)


def total(volumes: Sequence[float | None]) -> float | None:
    """Return the sum of volumes, None if one of them is not known."""
    return None if None in volumes else sum(volume for volume in volumes if volume is not None)
