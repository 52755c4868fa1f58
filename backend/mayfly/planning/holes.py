"""Round holes: what they measure, where they go, and the step of the script that drills them."""

from __future__ import annotations

import math
from dataclasses import replace

from mayfly.planning.draft import Draft, cone_volume
from mayfly.planning.drills import Drill, settle_drill
from mayfly.planning.finding import find_faces
from mayfly.planning.hosts import Face, literal
from mayfly.planning.language.reading import Frame
from mayfly.planning.language.units import number
from mayfly.planning.layout import layout_steps
from mayfly.planning.patterns import SAME_MM, Places
from mayfly.planning.placing import place
from mayfly.planning.questions import impossible, missing, unsupported

_NAMES = {
    "corners": "corner_hole",
    "circle": "bolt_hole",
    "centre": "centre_hole",
    "grid": "hole",
    "points": "hole",
}


def add_holes(draft: Draft, frame: Frame, heads: list[Frame]) -> None:
    """Drill what a frame asks for.

    Args:
        draft: The model so far.
        frame: A hole or bore.
        heads: Counterbores and countersinks spoken of behind it.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    drill = settle_drill(draft, frame, heads)
    through_all = _goes_through_everything(frame)
    faces = find_faces(draft, frame)
    if all(face.axis != "Z" for face in faces):
        frame.take_flag("horizontal", "cross")
    for face in faces:
        _ask_where_on_a_leg(draft, frame, face)
    marks = [(mark, mark.used) for mark in frame.marks]
    for face in faces:
        for mark, used in marks:
            mark.used = used
        width = drill.width
        places = place(draft, frame, face, (width, width), frame.count)
        _raise_to_boss(draft, frame, places)
        if through_all:
            places.through_all = True
        _drill(draft, frame, drill, places)


def _ask_where_on_a_leg(draft: Draft, frame: Frame, face: Face) -> None:
    """The middle of a bracket's leg can be counted with or without the other leg: ask."""
    placed = any(mark.kind in {"offset", "points", "grid", "circle"} for mark in frame.marks)
    if draft.part.base == "bracket" and not placed:
        raise missing(
            f"How far from the corner is the {frame.name} in the {face.name}, measured from the outside?"
        )


def _raise_to_boss(draft: Draft, frame: Frame, places: Places) -> None:
    """A hole in the middle of a boss starts on top of it."""
    face = places.face
    if face.axis != "Z" or face.sign < 0 or not draft.bosses:
        return
    hits = [boss for boss in draft.bosses if any(boss.meets(u, v) for u, v in places.points)]
    if not hits:
        return
    boss = hits[0]
    if len(hits) > 1 or not all(boss.meets(u, v) for u, v in places.points):
        raise unsupported(f"Some of the {frame.name} lie on a boss and some don't. Please say which.")
    places.face = replace(
        face,
        level=face.level + boss.height,
        level_name=f"{face.level_name} + {boss.height_name}",
        depth=face.depth + boss.height,
        depth_name=f"{face.depth_name} + {boss.height_name}",
    )


def _goes_through_everything(frame: Frame) -> bool:
    found = frame.take_flag("through", "everything")
    for mark in frame.take("place"):
        if mark.ref and mark.ref.noun == "everything":
            mark.used = found = True
    return found


def _drill(draft: Draft, frame: Frame, drill: Drill, places: Places) -> None:
    face = places.face
    depth = _checked_depth(draft, frame, drill, face)
    prefix = "bore" if frame.kind == "bore" else _NAMES[places.pattern]
    many = len(places.points) > 1
    size = draft.parameter(f"{prefix}_diameter", drill.diameter, f"diameter of the {frame.name or 'hole'}")
    arguments = [size]
    call = "hole"
    if drill.counterbore:
        wide = draft.parameter(
            f"{prefix}_counterbore_diameter", drill.counterbore[0], "diameter of the counterbore"
        )
        deep = draft.parameter(
            f"{prefix}_counterbore_depth", drill.counterbore[1], "depth of the counterbore"
        )
        arguments += [wide, deep]
        call = "cboreHole"
    elif drill.countersink:
        wide = draft.parameter(
            f"{prefix}_countersink_diameter", drill.countersink[0], "diameter of the countersink"
        )
        angle = draft.parameter(
            f"{prefix}_countersink_angle", drill.countersink[1], "angle of the countersink"
        )
        arguments += [wide, angle]
        call = "cskHole"
    if drill.depth is not None:
        arguments.append(
            draft.parameter(f"{prefix}_depth", drill.depth, f"depth of the {frame.name or 'hole'}")
        )
    elif not _is_whole_depth(draft, face):
        arguments.append(face.depth_name or literal(face.depth))
    _ask_about_overlap(draft, frame, drill, places)
    layout = layout_steps(draft, places, prefix)
    lines = [
        "result = (",
        f"    result.copyWorkplane({face.workplane()})",
        *(f"    {step}" for step in layout),
        f"    .{call}({', '.join(arguments)})",
        ")",
    ]
    comment = f"# {len(places.points)} holes" if many else "# hole"
    draft.steps.append("\n".join([f"{comment} of {number(drill.diameter)} mm, {face.name}", *lines]))
    _require(draft, drill, places, depth)


def _ask_about_overlap(draft: Draft, frame: Frame, drill: Drill, places: Places) -> None:
    """Holes of one direction that cut into each other are no round holes any more."""
    radius = drill.diameter / 2
    for other in (*draft.requirements.holes, *draft.holes):
        if other.axis != places.face.axis:
            continue
        reach = other.diameter_mm / 2
        for u, v in places.points:
            for x, y in other.at or ():
                if abs(radius - reach) + SAME_MM < math.hypot(u - x, v - y) < radius + reach - SAME_MM:
                    place_text = f"({number(round(u, 3))}, {number(round(v, 3))})"
                    raise impossible(
                        f"The {frame.name or 'hole'} of {number(drill.diameter)} mm at {place_text} cuts"
                        f" into the hole of {number(other.diameter_mm)} mm. Which size or place holds?"
                    )


def _is_whole_depth(draft: Draft, face: Face) -> bool:
    """Whether a drill that never stops meets nothing else behind the face."""
    return abs(face.depth - draft.box["XYZ".index(face.axis)]) < 1e-6 and draft.part.base in {
        "prismatic",
        "round",
    }


def _checked_depth(draft: Draft, frame: Frame, drill: Drill, face: Face) -> float:
    if drill.depth is not None and drill.depth >= face.depth - 1e-6:
        raise impossible(
            f"A blind {frame.name} {number(drill.depth)} mm deep goes through the"
            f" {number(face.depth)} mm of material. Which depth, or is it a through hole?"
        )
    depth = drill.depth if drill.depth is not None else face.depth
    head = drill.counterbore[1] if drill.counterbore else 0.0
    if drill.countersink:
        head = (drill.countersink[0] - drill.diameter) / 2 / math.tan(math.radians(drill.countersink[1] / 2))
    if head >= depth - 1e-6:
        what = "counterbore" if drill.counterbore else "countersink"
        raise impossible(
            f"The {what} is {number(round(head, 3))} mm deep, but there are only {number(depth)}"
            " mm of material."
        )
    return depth


def _require(draft: Draft, drill: Drill, places: Places, depth: float) -> None:
    face = places.face
    blind = drill.depth is not None
    draft.require_holes(drill.diameter, face.axis, "blind" if blind else "through", places.points)
    area = math.pi / 4 * drill.diameter**2
    removed = area * depth
    if drill.counterbore:
        wide, deep = drill.counterbore
        draft.require_holes(wide, face.axis, "through", places.points)
        removed += (math.pi / 4 * wide**2 - area) * deep
    if drill.countersink:
        wide, angle = drill.countersink
        deep = (wide - drill.diameter) / 2 / math.tan(math.radians(angle / 2))
        removed += cone_volume(wide, drill.diameter, deep) - area * deep
    flat = face.outline in {"rectangle", "disc", "triangle"} and face.name != "side"
    draft.take_volume(
        len(places.points) * removed if flat and draft.claim(face, places.points, drill.width) else None
    )
