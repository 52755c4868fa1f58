"""Drills holes whose sizes and places are settled: the step of the script, and what it takes away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from mayfly.contracts import HoleKind
from mayfly.design.builder import Draft, ParameterUnit
from mayfly.design.draft_holes import HoleShape
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import through_all
from mayfly.design.features._hole_checks import (
    HoleSizes,
    check_curve,
    check_others,
    checked_depth,
    is_whole_depth,
)
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.moments import Piece, cone_volume, frustum, moment_of, straight
from mayfly.design.geometry.occupied import Support
from mayfly.design.places import Places, layout_steps
from mayfly.language.units import number
from mayfly.subject import Subject

_SAME_MM: Final = 1e-9
#: How far a drill goes that has no depth.
_ENDLESS_MM: Final = 1e6
_SKIN_MM: Final = 1e-3
_NAMES: Final = {
    "corners": "corner_hole",
    "circle": "bolt_hole",
    "centre": "centre_hole",
    "grid": "hole",
    "points": "hole",
}


@dataclass(frozen=True, slots=True)
class Drilling:
    """Holes that are ready to be drilled.

    Attributes:
        label: What to call them.
        prefix: Begins the names of their parameters; empty for the usual one of their pattern.
        hole: Their sizes.
        places: Where they go.
        support: The boss or pocket that they lie in.
    """

    label: str
    prefix: str
    hole: HoleSizes
    places: Places
    support: Support | None = None


def put(draft: Draft, drilling: Drilling) -> None:
    """Drill holes: check that they fit, write the step, work out what must be measured.

    Raises:
        DoesNotFit: They go through where they should not, or meet other holes.
    """
    label, hole, places, support = drilling.label, drilling.hole, drilling.places, drilling.support
    face = places.face
    rise = support.rise if support else 0.0
    depth = checked_depth(label, hole, places, rise)
    check_curve(label, hole, places)
    check_others(draft, label, hole, places)
    prefix = drilling.prefix or _NAMES[places.pattern]
    many = len(places.points) > 1
    what = drilling.prefix or ("holes" if many else "hole")
    top = _raised(face, support) if support else face
    size = draft.parameter(f"{prefix}_diameter", hole.diameter, f"diameter of the {what}")
    call, arguments, head = _head(draft, prefix, hole, size)
    deep_name = ""
    if hole.depth is not None:
        deep_name = draft.parameter(f"{prefix}_depth", hole.depth, f"depth of the {what}")
        arguments.append(deep_name)
    elif not is_whole_depth(draft, face):
        arguments.append(through_all(draft, top, depth + rise))
    layout = layout_steps(draft.parameter, places, prefix)
    comment = f"# {len(places.points)} holes" if many else "# hole"
    lines = [
        f"{comment} of {number(hole.diameter)} mm, {face.name}",
        "result = (",
        f"    result.copyWorkplane({top.workplane()})",
        *(f"    {step}" for step in layout),
        f"    .{call}({', '.join(arguments)})",
        ")",
    ]
    if head:
        lines += [*head, *_cut_at_each("head", top, layout)]
    if hole.point:
        lines += _point_step(draft, prefix, hole, (size, deep_name))
        lines += _cut_at_each("point", top, layout)
    draft.steps.append("\n".join(lines))
    _require(draft, hole, places, depth, support)


def _head(draft: Draft, prefix: str, hole: HoleSizes, size: str) -> tuple[str, list[str], list[str]]:
    """Return CadQuery's call for a hole with its head, its first arguments, and the lines of a tool for it.

    Args:
        draft: What is being written; it gets the head's parameters.
        prefix: What the parameters' names begin with.
        hole: The hole.
        size: The parameter of its diameter.
    """

    def named(what: str, value: float, unit: ParameterUnit = "mm") -> str:
        name = f"{prefix}_{what.replace(' ', '_')}"
        kind, measure = what.split()
        return draft.parameter(name, value, f"{measure} of the {kind}", unit)

    if hole.counterbore:
        wide = named("counterbore diameter", hole.counterbore[0])
        return "cboreHole", [size, wide, named("counterbore depth", hole.counterbore[1])], []
    if not hole.countersink:
        return "hole", [size], []
    wide = named("countersink diameter", hole.countersink[0])
    angle = named("countersink angle", hole.countersink[1], "degrees")
    if not _is_deeper_than_hole(hole):
        return "cskHole", [size, wide, angle], []
    tool = [
        f"sink = ({wide} - {size}) / 2 / math.tan(math.radians({angle} / 2))",
        f"head = cq.Solid.makeCone({wide} / 2, {size} / 2, sink, cq.Vector(), cq.Vector(0, 0, -1))",
    ]
    return "hole", [size], tool


def _is_deeper_than_hole(hole: HoleSizes) -> bool:
    """Whether CadQuery's own countersink, a whole cone, would come out below a blind hole."""
    if hole.countersink is None or hole.depth is None:
        return False
    wide, angle = hole.countersink
    return wide / 2 / math.tan(math.radians(angle / 2)) > hole.depth


def _point_step(draft: Draft, prefix: str, hole: HoleSizes, names: tuple[str, str]) -> list[str]:
    """Return the lines that make the cone of a drill's point."""
    assert hole.point is not None  # noqa: S101 - asked for
    angle = draft.parameter(f"{prefix}_point_angle", hole.point, "angle of the drill's point", "degrees")
    size, depth = names
    return [
        f"tip = {size} / 2 / math.tan(math.radians({angle} / 2))",
        f"point = cq.Solid.makeCone({size} / 2, 0, tip, cq.Vector(0, 0, -{depth}), cq.Vector(0, 0, -1))",
    ]


def _cut_at_each(solid: str, face: Face, layout: list[str]) -> list[str]:
    """Return the lines that cut a solid away at each place of a pattern."""
    return [
        "result = result.cut(",
        f"    {face.workplane()}",
        *(f"    {step}" for step in layout),
        f"    .eachpoint({solid}, useLocalCoordinates=True)",
        ")",
    ]


def _raised(face: Face, support: Support) -> Face:
    """Return a face at the height of the boss or pocket that stands on it."""
    sign = "+" if (support.rise > 0) == (face.sign > 0) else "-"
    level = f"{face.level_name} {sign} {support.rise_name}"
    if face.level_name == "0":
        level = support.rise_name if sign == "+" else f"-{support.rise_name}"
    more = "+" if support.rise > 0 else "-"
    return replace(
        face,
        level=face.level + face.sign * support.rise,
        level_name=level,
        depth=face.depth + support.rise,
        depth_name=f"{face.depth_name} {more} {support.rise_name}" if face.depth_name else "",
    )


def _require(draft: Draft, hole: HoleSizes, places: Places, depth: float, support: Support | None) -> None:
    """Ask for the holes and for the volume that they leave.

    Args:
        draft: The model so far.
        hole: The sizes of the hole.
        places: Where it is.
        depth: How far the wall reaches below the face itself.
        support: The boss or pocket that it lies in.
    """
    face = places.face
    rise = support.rise if support else 0.0
    blind = hole.depth is not None
    far = depth if blind else math.inf
    volumes = [_removed(face, hole, point, far, rise) for point in places.points]
    if face.crest:
        _take_crest(draft, hole, places, blind=blind)
    removed = None if None in volumes else sum(v for v in volumes if v is not None)
    found = draft.form.material is not None
    endless = not blind and (draft.joined or found) and is_whole_depth(draft, face)
    reach = _ENDLESS_MM if endless else depth
    extent = (hole.width, hole.width)
    # with the skin of a blind end: another cut that touches it makes it an open one
    occupied = draft.occupied_below(face, places.points, extent, (0.0, reach + _SKIN_MM * blind))
    opened = blind and draft.may_meet(occupied, support.occupied if support else ())
    free = draft.claim(face, places.points, extent, (-rise, reach), support)
    kind: HoleKind | Literal["open"] = "through" if not blind else "open" if opened or not free else "blind"
    flat = free and not opened and rise == 0.0 and not face.curved
    shape = HoleShape(hole.depth, hole.counterbore, hole.countersink, occupied) if flat else None
    draft.require_holes(hole.diameter, face, kind, places.points, shape)
    if hole.counterbore:
        draft.require_holes(hole.counterbore[0], face, "counterbore" if free else "open", places.points)
    known = free and (face.outline != "free" or face.curved)
    moment = None
    if known and removed is not None and rise == 0.0:
        moment = moment_of(face, places.points, _pieces(face, hole, far), removed)
    draft.take_volume(removed if known else None, moment)


def _take_crest(draft: Draft, hole: HoleSizes, places: Places, *, blind: bool) -> None:
    """Note where a hole takes the crest of a round surface, or the point of a cone.

    Raises:
        NeedsClarification: It takes it by half, or with a countersink.
    """
    face = places.face
    for u, v in places.points:
        off = math.hypot(u - face.centre[0], v - face.centre[1])
        left = hole.width / 2 - off
        if left <= 0:
            continue
        if off > _SAME_MM:
            raise DoesNotFit(
                "A hole off the middle that takes the highest point away can't be made.",
                "Where else?",
                fix="Put it in the middle, or further away from it.",
                reason="unsupported",
                field="at",
                subject=Subject(kind="place", feature="hole", name="hole"),
            )
        if face.curved or face.round_above:
            draft.crest_taken = draft.crest_taken or face.curved or not blind
        elif not blind:
            width, height = face.size
            turns = (0.0, math.pi / 2, math.atan2(height, width))
            ends = [face.behind(left * math.cos(t), left * math.sin(t))[0][1] for t in turns]
            draft.trim(replace(face, sign=-face.sign), by=face.depth - max(ends), other_side=False)


def _removed(
    face: Face, hole: HoleSizes, point: tuple[float, float], depth: float, rise: float
) -> float | None:
    """Return the volume that one hole takes from the part, with the boss or pocket that it lies in."""
    foot = Footprint.round(hole.diameter)
    wall = _cut(foot, face, point, depth, rise)
    if wall is None:
        return None
    if hole.counterbore:
        wide, deep = Footprint.round(hole.counterbore[0]), hole.counterbore[1] - rise
        outer, inner = _cut(wide, face, point, deep, rise), _cut(foot, face, point, deep, rise)
        if outer is None or inner is None:
            return None
        wall += outer - inner
    if hole.countersink:
        if face.curved or (face.layers is not None and rise > 0):
            return None
        wide_mm, angle = hole.countersink
        deep = (wide_mm - hole.diameter) / 2 / math.tan(math.radians(angle / 2))
        wall += cone_volume(wide_mm, hole.diameter, deep) - foot.area * deep
    if hole.point:
        tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2))
        wall += foot.area * tip / 3
    return wall


def _pieces(face: Face, hole: HoleSizes, depth: float) -> Iterator[Piece]:
    """Yield what one hole takes away below a flat face."""
    area = Footprint.round(hole.diameter).area
    yield straight(area, 0.0, min(depth, face.depth))
    if hole.counterbore:
        wide, deep = hole.counterbore
        yield straight(Footprint.round(wide).area - area, 0.0, deep)
    if hole.countersink:
        wide, angle = hole.countersink
        deep = (wide - hole.diameter) / 2 / math.tan(math.radians(angle / 2))
        yield frustum(wide, hole.diameter, 0.0, deep)
        yield straight(-area, 0.0, deep)
    if hole.point:
        yield frustum(hole.diameter, 0.0, depth, hole.diameter / 2 / math.tan(math.radians(hole.point / 2)))


def _cut(foot: Footprint, face: Face, point: tuple[float, float], depth: float, rise: float) -> float | None:
    """Return what a cut takes, which begins on a boss or on the floor of a pocket."""
    if depth <= 0:  # it ends within the boss
        return foot.area * (depth + rise)
    taken = foot.taken(face, point, depth)
    if taken is None or rise == 0:
        return taken
    if rise > 0:
        return taken + foot.area * rise
    before = foot.taken(face, point, -rise)
    return None if before is None else taken - before
