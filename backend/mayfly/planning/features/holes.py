"""Round holes: what they measure, where they go, and the step of the script that drills them."""

from __future__ import annotations

import math
from dataclasses import replace

from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.feature_on_feature import place_on_support, support_under
from mayfly.planning.features.hole_sizes import HoleSizes, settle_hole_sizes
from mayfly.planning.geometry.faces import Face, literal
from mayfly.planning.geometry.occupied import Support
from mayfly.planning.geometry.profiles import Profile
from mayfly.planning.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.planning.placement.pattern_steps import layout_steps
from mayfly.planning.placement.patterns import Places
from mayfly.planning.placement.place import place
from mayfly.planning.questions import conflict, impossible, missing, unsupported
from mayfly.planning.script.draft import Draft, cone_volume
from mayfly.planning.surfaces.select_faces import find_faces

_NAMES = {
    "corners": "corner_hole",
    "circle": "bolt_hole",
    "centre": "centre_hole",
    "grid": "hole",
    "points": "hole",
}


def add_holes(draft: Draft, mention: Mention, heads: list[Mention]) -> None:
    """Drill what a mention asks for.

    Args:
        draft: The model so far.
        mention: A hole or bore.
        heads: Counterbores and countersinks spoken of behind it.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    hole = settle_hole_sizes(draft, mention, heads)
    on_support = place_on_support(draft, mention)
    if on_support is not None:
        _goes_through_everything(mention)
        _drill(draft, mention, hole, on_support[0], on_support[1])
        return
    _goes_through_everything(mention)
    faces = find_faces(draft, mention)
    if all(face.axis != "Z" for face in faces):
        mention.take_flag("horizontal", "cross")
    for face in faces:
        _ask_where_on_a_leg(draft, mention, face)
    attributes = [(attribute, attribute.used) for attribute in mention.attributes]
    for face in faces:
        for attribute, used in attributes:
            attribute.used = used
        width = hole.width
        places = place(draft, mention, face, (width, width), mention.count)
        if face.settle:
            places.face = face.settle([v for _, v in places.points], width / 2)
        support = support_under(draft, mention, places, width / 2)
        if support and support.order > mention.order and (hole.depth is not None or hole.counterbore):
            raise conflict(
                f"Does the {mention.name} count from the {face.name} or from the top of the {support.kind}"
                " that stands over it?"
            )
        _drill(draft, mention, hole, places, support)


def _ask_where_on_a_leg(draft: Draft, mention: Mention, face: Face) -> None:
    """Ask where on a bracket's leg a hole lies: its middle can be counted with or without the other leg."""
    placed = any(attribute.kind in {"offset", "points", "grid", "circle"} for attribute in mention.attributes)
    if draft.part.base == "bracket" and not placed:
        verb = "are" if mention.count not in {None, 1} else "is"
        raise missing(
            f"How far from the corner {verb} the {mention.name} in the {face.name}, measured from the"
            f" outside?"
        )


def _goes_through_everything(mention: Mention) -> None:
    """Consume "through": a hole that has no depth goes through anyway."""
    mention.take_flag("through", "everything")
    for attribute in mention.take("place"):
        if attribute.ref and attribute.ref.noun == "everything":
            attribute.used = True


def _drill(draft: Draft, mention: Mention, hole: HoleSizes, places: Places, support: Support | None) -> None:
    face = places.face
    rise = support.rise if support else 0.0
    depth = _checked_depth(mention, hole, places, rise)
    prefix = "bore" if mention.kind == "bore" else _NAMES[places.pattern]
    many = len(places.points) > 1
    top = _raised(face, support) if support else face
    size = draft.parameter(f"{prefix}_diameter", hole.diameter, f"diameter of the {mention.name or 'hole'}")
    arguments = [size]
    call = "hole"
    if hole.counterbore:
        wide = draft.parameter(
            f"{prefix}_counterbore_diameter", hole.counterbore[0], "diameter of the counterbore"
        )
        deep = draft.parameter(f"{prefix}_counterbore_depth", hole.counterbore[1], "depth of the counterbore")
        arguments += [wide, deep]
        call = "cboreHole"
    elif hole.countersink:
        wide = draft.parameter(
            f"{prefix}_countersink_diameter", hole.countersink[0], "diameter of the countersink"
        )
        angle = draft.parameter(
            f"{prefix}_countersink_angle", hole.countersink[1], "angle of the countersink"
        )
        arguments += [wide, angle]
        call = "cskHole"
    deep_name = ""
    if hole.depth is not None:
        deep_name = draft.parameter(f"{prefix}_depth", hole.depth, f"depth of the {mention.name or 'hole'}")
        arguments.append(deep_name)
    elif not _is_whole_depth(draft, face):
        arguments.append(top.depth_name or literal(top.depth))
    _ask_about_overlap(draft, mention, hole, places)
    layout = layout_steps(draft, places, prefix)
    comment = f"# {len(places.points)} holes" if many else "# hole"
    lines = [
        f"{comment} of {number(hole.diameter)} mm, {face.name}",
        "result = (",
        f"    result.copyWorkplane({top.workplane()})",
        *(f"    {step}" for step in layout),
        f"    .{call}({', '.join(arguments)})",
        ")",
    ]
    if hole.point:
        lines += _point_step(draft, prefix, hole, top, layout, (size, deep_name))
    draft.steps.append("\n".join(lines))
    _require(draft, hole, places, depth, support)


def _point_step(
    draft: Draft, prefix: str, hole: HoleSizes, face: Face, layout: list[str], names: tuple[str, str]
) -> list[str]:
    """Return the step that cuts the cone of a drill's point below the cylinder."""
    assert hole.point is not None  # noqa: S101 - asked for
    angle = draft.parameter(f"{prefix}_point_angle", hole.point, "angle of the drill's point")
    size, depth = names
    return [
        f"tip = {size} / 2 / math.tan(math.radians({angle} / 2))",
        f"point = cq.Solid.makeCone({size} / 2, 0, tip, cq.Vector(0, 0, -{depth}), cq.Vector(0, 0, -1))",
        "result = result.cut(",
        f"    {face.workplane()}",
        *(f"    {step}" for step in layout),
        "    .eachpoint(lambda place: point.moved(place))" if layout else "    .eachpoint(point)",
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


def _ask_about_overlap(draft: Draft, mention: Mention, hole: HoleSizes, places: Places) -> None:
    """Ask about holes that cut into each other: they would not be round any more."""
    if places.face.normal is not None:
        return
    radius = hole.diameter / 2
    if hole.countersink and places.face.curved:
        raise unsupported(
            f"A countersink on the curved {places.face.name} can't be made. Does a counterbore do?"
        )
    for support in draft.supports:
        over = any(support.meets(u, v, radius) for u, v in places.points)
        behind = support.face.axis == places.face.axis and support.face.name != places.face.name
        if support.kind == "boss" and over and behind and hole.depth is None:
            raise unsupported(
                f"The {mention.name} comes out under the boss on the {support.face.name}. Shall it go in"
                " from there?"
            )
    for other in (*draft.requirements.holes, *draft.holes):
        if other.axis != places.face.axis:
            continue
        reach = other.diameter_mm / 2
        for u, v in places.points:
            for x, y in other.at or ():
                apart = math.hypot(u - x, v - y)
                through = other.kind == "through"
                within = apart <= abs(radius - reach) - ROUNDING_MM
                swallowed = hole.depth is not None and apart + radius <= reach + ROUNDING_MM
                if through and ((hole.depth is None and within) or swallowed):
                    raise conflict(
                        f"The holes of {number(hole.diameter)} mm and {number(other.diameter_mm)} mm lie"
                        " within each other. Which one holds, or is one counterbored hole meant?"
                    )
                if other.kind == "blind" and hole.depth is None and apart + radius <= reach - ROUNDING_MM:
                    raise conflict(
                        f"The hole of {number(hole.diameter)} mm goes through the bottom of the blind one of"
                        f" {number(other.diameter_mm)} mm. Is one counterbored hole meant?"
                    )
                if (
                    abs(radius - reach) + ROUNDING_MM
                    < math.hypot(u - x, v - y)
                    < radius + reach - ROUNDING_MM
                ):
                    place_text = f"({number(round(u, 3))}, {number(round(v, 3))})"
                    raise impossible(
                        f"The {mention.name or 'hole'} of {number(hole.diameter)} mm at {place_text} cuts"
                        f" into the hole of {number(other.diameter_mm)} mm. Which size or place holds?"
                    )


def _is_whole_depth(draft: Draft, face: Face) -> bool:
    """Return whether a drill that never stops meets nothing else behind the face."""
    if face.layers is not None:
        return not face.depth_name
    return abs(face.depth - draft.box["XYZ".index(face.axis)]) < SAME_MM and draft.part.base in {
        "prismatic",
        "round",
    }


def _checked_depth(mention: Mention, hole: HoleSizes, places: Places, rise: float) -> float:
    """Return the depth of the wall below the face's level; of a through hole, to where it comes out."""
    face, profile = places.face, Profile.round(hole.diameter)
    thinnest = min(profile.thinnest(face, point) for point in places.points)
    tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2)) if hole.point else 0.0
    if hole.depth is not None and hole.depth + tip >= thinnest + rise - SAME_MM:
        with_tip = f" (with the drill's point {number(round(hole.depth + tip, 3))} mm)" if tip else ""
        raise impossible(
            f"A blind {mention.name} {number(hole.depth)} mm deep{with_tip} goes through the"
            f" {number(round(thinnest + rise, 3))} mm of material. Which depth, or is it a through hole?"
        )
    if hole.depth is None and face.even and profile.thickness_varies(face, places.points):
        raise impossible(
            f"A {mention.name} of {number(hole.diameter)} mm through the {face.name} runs into what stands"
            f" behind it: there is more than {number(face.depth)} mm of material. Which place, or how deep?"
        )
    depth = hole.depth if hole.depth is not None else profile.reach(face, places.points) + rise
    head = hole.counterbore[1] if hole.counterbore else 0.0
    if hole.countersink:
        head = (hole.countersink[0] - hole.diameter) / 2 / math.tan(math.radians(hole.countersink[1] / 2))
    room = depth if hole.depth is not None else thinnest + rise
    if head >= room - SAME_MM:
        what = "counterbore" if hole.counterbore else "countersink"
        raise impossible(
            f"The {what} is {number(round(head, 3))} mm deep, but there are only {number(round(room, 3))}"
            " mm of material."
        )
    return depth - rise


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
    free = draft.claim(face, places.points, (hole.width, hole.width), (-rise, depth), support)
    # a drill's point, or another cut that the hole runs into, makes its end an open one
    kind = "through" if not blind else "open" if hole.point or not free else "blind"
    draft.require_holes(hole.diameter, face, kind, places.points)
    if hole.counterbore:
        draft.require_holes(hole.counterbore[0], face, "through", places.points)
    known = free and (face.outline != "free" or face.curved)
    draft.take_volume(removed if known else None)


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
        if off > ROUNDING_MM:
            raise unsupported(
                "A hole beside the middle that takes the highest point away can't be made. Where else?"
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
    profile = Profile.round(hole.diameter)
    wall = _cut(profile, face, point, depth, rise)
    if wall is None:
        return None
    if hole.counterbore:
        wide, deep = Profile.round(hole.counterbore[0]), hole.counterbore[1] - rise
        outer, inner = _cut(wide, face, point, deep, rise), _cut(profile, face, point, deep, rise)
        if outer is None or inner is None:
            return None
        wall += outer - inner
    if hole.countersink:
        if face.curved or (face.layers is not None and rise > 0):
            return None
        wide_mm, angle = hole.countersink
        deep = (wide_mm - hole.diameter) / 2 / math.tan(math.radians(angle / 2))
        wall += cone_volume(wide_mm, hole.diameter, deep) - profile.area * deep
    if hole.point:
        tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2))
        wall += profile.area * tip / 3
    return wall


def _cut(profile: Profile, face: Face, point: tuple[float, float], depth: float, rise: float) -> float | None:
    """Return what a cut takes, which begins on a boss or on the floor of a pocket."""
    if depth <= 0:  # it ends within the boss
        return profile.area * (depth + rise)
    taken = profile.taken(face, point, depth)
    if taken is None or rise == 0:
        return taken
    if rise > 0:
        return taken + profile.area * rise
    before = profile.taken(face, point, -rise)
    return None if before is None else taken - before
