"""What slots, pockets and bosses share: a profile on a face, and the body that is cut or joined there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, check_room
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.footprints import Footprint, OutlineFootprint
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places, layout_steps
from mayfly.design.profiles import Circle, Polygon, Profile, Rectangle, Ring, Slot, corners_of
from mayfly.language.english import a_or_an, one
from mayfly.language.units import number
from mayfly.subject import Subject, Value

AnyFootprint = Footprint | OutlineFootprint
Orientation = Literal["", "radial", "tangential"]
_MIRRORS: Final = (-1.0, 1.0)


def footprint_of(profile: Profile, orientation: Orientation = "") -> AnyFootprint:
    """Return what a profile covers on its face; in a bolt circle, what the first of them covers."""
    turn = {"": profile.turn, "radial": 0.0, "tangential": 90.0}[orientation]
    if isinstance(profile, Circle):
        return Footprint.round(profile.diameter)
    if isinstance(profile, Slot):
        return Footprint.slot(profile.length, profile.width, turn % 180)
    if isinstance(profile, Rectangle):
        return Footprint(profile.length, profile.width, profile.corner_radius, turn)
    return OutlineFootprint(profile.model_copy(update={"turn": turn}).outline())


def place_profile(feature: OnFace, face: Face, foot: AnyFootprint, orientation: Orientation) -> Places:
    """Return where copies of a profile go on a face.

    Raises:
        DoesNotFit: One does not fit, two run into each other, or it is open how they lie on a circle.
    """
    places = feature.at.on(face)
    label = feature.label
    if foot.is_round or places.pattern != "circle":
        check_room(places, foot.extent, label)
        return places
    if not orientation:
        places.pattern = "points"
        check_room(places, foot.extent, label)
        return places
    radial = orientation == "radial"
    reach = foot.long if foot.radius == foot.wide / 2 else math.hypot(foot.long, foot.wide)
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
    """

    kind: str
    profile: Profile
    outline: Sequence[str]
    extent: str
    title: str
    verb: Literal["cut", "union"]


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
        if turn:
            return [f".placeSketch(cq.Sketch().rect({first}, {second}, {_turn(draft, kind, face, turn)}))"]
        return [f".rect({first}, {second})"]
    drawn = _mirrored(profile.model_copy(update={"turn": turn}), face) if face.mirrored else profile
    return drawn.steps(
        lambda name, value, what: draft.parameter(f"{kind}_{name}", value, f"{what} of the {kind}")
    )


def _turn(draft: Draft, kind: str, face: Face, turn: float) -> str:
    """Return the angle that an outline is turned by in the plane of its face; a right angle needs no name."""
    if turn == 90:
        return "90"
    name = draft.parameter(f"{kind}_angle", turn, f"angle of the {kind} to the first direction", "degrees")
    return f"-{name}" if face.mirrored else name


def _mirrored(profile: Profile, face: Face) -> Profile:
    """Return a profile as it has to be drawn on a plane whose coordinates are mirrored."""
    corners = corners_of(profile)
    if corners is None:  # alike on both sides
        return profile.model_copy(update={"turn": -profile.turn})
    radius = profile.corner_radius if isinstance(profile, Polygon) else 0.0
    turn = math.radians(profile.turn)
    points: list[Point] = []
    for x, y in corners:
        turned = (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
        points.append(face.local(turned))
    return Polygon(points=tuple(points), corner_radius=radius)


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
    layout = layout_steps(draft.parameter, places, kind)
    rounding: list[str] = []
    if isinstance(tool.profile, Rectangle) and tool.profile.corner_radius:
        corner = draft.parameter(
            f"{kind}_corner_radius", tool.profile.corner_radius, f"corner radius of the {kind}"
        )
        rounding = [f'    .edges("|{face.axis}")', f"    .fillet({corner})"]
    plane = [f"    {face.workplane()}", *(f"    {step}" for step in layout)]
    drawn = [*(f"    {step}" for step in tool.outline), f"    .extrude({tool.extent})"]
    if isinstance(tool.profile, Circle | Ring | Rectangle | Slot):
        made = [f"{name} = (", *plane, *drawn, *rounding, ")"]
    else:  # CadQuery draws a polyline, or what is turned, around the plane's origin and not at each point
        shape = draft.variable(f"{kind}_shape")
        made = [
            f"{shape} = (",
            "    cq.Workplane()",
            *drawn,
            ").val()",
            f"{name} = (",
            *plane,
            f"    .eachpoint({shape}, useLocalCoordinates=True)",
            ")",
        ]
    draft.steps.append(
        "\n".join([f"# {tool.title}, {face.name}", *made, f"result = result.{tool.verb}({name})"])
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
