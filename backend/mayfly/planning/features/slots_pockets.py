"""Slots and pockets: where they go, how deep they are, and the step of the script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.occupied import Support
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places, layout_steps
from mayfly.language.english import inverted, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.profile_sizes import (
    ask_about_curved,
    outline_of,
    place_outline,
    rectangle,
    run_of,
    said_sizes,
    turn_of,
)
from mayfly.planning.questions import (
    about,
    conflict,
    degrees,
    depth_open,
    impossible,
    sizes_open,
    through_and_deep,
    too_deep,
    unsupported,
)
from mayfly.planning.surfaces.select_faces import find_faces

#: Names of pockets that go through when no depth is said.
_THROUGH: Final = ("cutout", "cut out", "window", "opening", "hole")


def add_slot(draft: Draft, mention: Mention) -> None:
    """Cut slots with round ends.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    sizes = said_sizes(mention, ("length", "width", "depth"))
    if mention.take_flag("open_top"):
        raise unsupported(
            "A slot that is open at an end can't be cut here. Does a groove or a closed slot do?",
            about("feature", mention),
        )
    for role in ("length", "width"):
        if role not in sizes:
            raise sizes_open(mention, role)
    long, wide = sizes["length"], sizes["width"]
    if wide >= long - SAME_MM:
        raise impossible(
            f"A slot can't be {number(long)} mm long and {number(wide)} mm wide: its length is measured"
            " from tip to tip. Which sizes are right?",
            about("size", mention, "length", "width", values=[long, wide]),
        )
    angle = turn_of(mention)
    for face in find_faces(draft, mention):
        ask_about_curved(draft, mention, face)
        run = run_of(mention, face, default="")
        if angle is not None and run:
            raise conflict(
                f"{inverted('does', mention.name)} run at {number(angle)}° or along a side?",
                about("direction", mention, values=[degrees(angle)]),
            )
        mention.oriented = bool(run) or angle is not None
        turn = angle if angle is not None else 90.0 if run == "v" else 0.0
        _sink(draft, mention, face, Footprint.slot(long, wide, turn % 180), sizes.get("depth"))


def add_pocket(draft: Draft, mention: Mention) -> None:
    """Cut pockets: rectangular, with or without rounded corners, or round.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    faces = find_faces(draft, mention)
    sizes = said_sizes(mention, ("length", "width", "depth"), upright=faces[0].axis != "Z")
    mention.oriented = any(m.quantity.form == "angle" for m in mention.measures)
    profile = rectangle(mention, sizes, faces[0])
    said = sizes.get("depth")
    through = any(word in mention.name for word in _THROUGH)
    through = through or any(
        attribute.kind == "place" and attribute.name == "through" for attribute in mention.attributes
    )
    if said is None and not through and not mention.flags() & {"through", "everything"}:
        raise depth_open(mention)
    attributes = [(attribute, attribute.used) for attribute in mention.attributes]
    for face in faces:
        for attribute, used in attributes:
            attribute.used = used
        ask_about_curved(draft, mention, face)
        _sink(draft, mention, face, profile, said)


def _sink(draft: Draft, mention: Mention, face: Face, profile: Footprint, said: float | None) -> None:
    """Cut an outline into a face."""
    places, profile = place_outline(draft, mention, face, profile)
    kind = mention.kind
    depth = checked_depth(mention, places, profile, said)
    outline = outline_of(draft, kind, face, profile)
    deep_name = (
        draft.parameter(f"{kind}_depth", said, f"depth of the {kind}")
        if said is not None
        else face.depth_name or number(face.depth)
    )
    sizes = number(profile.long) if profile.is_round else f"{number(profile.long)} x {number(profile.wide)}"
    title = f"{kind}s" if len(places.points) > 1 else f"{'round ' if profile.is_round else ''}{kind}"
    if profile.is_round:
        draft.require_holes(profile.long, face, "through" if said is None else "blind", places.points)
    tool = Tool(
        kind=kind, outline=outline, extent=f"-{deep_name}", title=f"{title} of {sizes} mm", verb="cut"
    )
    write_tool(draft, places, profile, tool)
    extent = profile.extent if profile.is_round or places.pattern != "circle" else (max(profile.extent),) * 2
    occupied = draft.occupied_below(face, places.points, extent, (0.0, depth))
    if said is not None and (profile.is_round or not profile.turn):
        half = (profile.extent[0] / 2, profile.extent[1] / 2)
        points = tuple(places.points)
        draft.supports.append(
            Support("pocket", face, points, half, profile.radius, -said, deep_name, mention.order, occupied)
        )
    volumes = [profile.taken(face, point, math.inf if said is None else depth) for point in places.points]
    known = draft.occupy(occupied) and None not in volumes and face.outline != "free"
    draft.take_volume(sum(v for v in volumes if v is not None) if known else None)


def checked_depth(mention: Mention, places: Places, profile: Footprint, said: float | None) -> float:
    """Return how deep a cut goes, through or not.

    Raises:
        NeedsClarification: It is said to go through and to be less deep, or comes out where it should not.
    """
    face = places.face
    through = mention.take_flag("through", "everything")
    if mention.take_flag("blind") and said is None:
        raise depth_open(mention)
    mention.take_flag("flat_bottom")
    thinnest = min(profile.thinnest(face, point) for point in places.points)
    if said is None:
        if face.even and profile.thickness_varies(face, places.points):
            raise impossible(
                f"{subject(mention.name, 'runs')} into what stands behind the {face.name}. Which place, or"
                " how deep?",
                about("place", mention, "depth"),
            )
        return profile.reach(face, places.points)
    if through and abs(said - thinnest) > SAME_MM:
        raise through_and_deep(mention, said)
    if said > thinnest + SAME_MM or (said >= thinnest - SAME_MM and not through):
        raise too_deep(mention, said, thinnest)
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A body that is cut away or joined.

    Attributes:
        kind: What it is, for the names of the script.
        outline: Its outline as steps of the script.
        extent: How far it is extruded, an expression of the script.
        title: What it is, in words.
        verb: "cut" or "union".
    """

    kind: str
    outline: Sequence[str]
    extent: str
    title: str
    verb: Literal["cut", "union"]


def write_tool(draft: Draft, places: Places, profile: Footprint, tool: Tool) -> None:
    """Write the step that makes a tool on a face and cuts it away or joins it.

    Args:
        draft: The model so far.
        places: Where it goes.
        profile: Its outline.
        tool: What is made there.
    """
    face, kind = places.face, tool.kind
    name = f"{kind}{'es' if kind.endswith('s') else 's'}" if len(places.points) > 1 else kind
    name = name if name not in draft.names else f"{name}_{len(draft.steps)}"
    draft.names.add(name)
    layout = layout_steps(draft.parameter, places, kind)
    rounding: list[str] = []
    if profile.radius and profile.radius < profile.wide / 2:
        corner = draft.parameter(f"{kind}_corner_radius", profile.radius, f"corner radius of the {kind}")
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
