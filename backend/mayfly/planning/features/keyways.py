"""Keyways: through a bore, or as a keyseat in a shaft."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from mayfly.cad.standards import parallel_keys
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, literal, room
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import LEAST_WALL_MM, ROUNDING_MM, SAME_MM
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.language.cursor import role_of
from mayfly.language.english import a_or_an, agree, and_list, capital, inverted, one, the
from mayfly.language.nodes import Measure, Mention
from mayfly.language.units import number
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.placement.place import place
from mayfly.planning.questions import (
    about,
    along_axis_open,
    conflict,
    impossible,
    length_of,
    missing,
    side_open,
    unsupported,
)

_IN_BORE: Final = frozenset({"bore", "hole", "inner", "hub"})
_ON_SHAFT: Final = frozenset({"outer", "side", "circumference"})


@dataclass(frozen=True, slots=True)
class Bore:
    """A round hole through the middle."""

    diameter: float
    name: str


def add_keyway(draft: Draft, mention: Mention) -> None:
    """Cut a keyway.

    Raises:
        NeedsClarification: It is open where it goes or how large it is.
    """
    if mention.count not in {None, 1} or mention.plural:
        raise unsupported(
            f"Only one keyway can be cut, on the +X side. Where shall {the(mention.text)} go?",
            about("count", mention),
        )
    bore, side = _bore(draft), side_of(draft, one_wall=True)
    said, kind = _place_words(mention), draft.part.conventions.keyway
    if said & _IN_BORE and said & _ON_SHAFT:
        raise conflict(
            f"{inverted('is', mention.name)} in the bore or on the outside?", about("place", mention)
        )
    if bore is None and said & {"bore", "hole"}:
        raise unsupported(
            f"There is no round bore in the middle for the {mention.name}. What is its diameter?",
            about("size", mention, "diameter", others=["bore"]),
        )
    long = any(role_of(m.label) == "length" for m in mention.measures) or len(_free(mention)) > 2
    if bore is not None and side is not None and not said and (kind == "asked" or long):
        raise missing(
            f"{inverted('is', mention.name)} in the bore of {number(bore.diameter)} mm or on the outside?",
            about("place", mention, values=[bore.diameter], others=["bore"]),
        )
    on_shaft = said & _ON_SHAFT or (kind == "shaft" and bore is None)
    if side is not None and not said & _IN_BORE and on_shaft:
        _cut_seat(draft, mention, side)
    elif bore is not None:
        _cut_in_bore(draft, mention, bore)
    else:
        raise unsupported(
            f"Which bore or shaft has the {mention.name}? {capital(a_or_an(draft.part_label))} has none.",
            about("feature", mention, others=["bore"]),
        )


def _place_words(mention: Mention) -> set[str]:
    """Consume "in the bore" and "on the shaft"; return their words."""
    found: set[str] = set()
    for attribute in mention.take("place"):
        refs = attribute.refs
        words = attribute.words
        if refs and words & (_IN_BORE | _ON_SHAFT):
            attribute.used = True
            found |= words & (_IN_BORE | _ON_SHAFT)
    return found


def _bore(draft: Draft) -> Bore | None:
    """Return the round through hole in the middle of the part, its own or one drilled before."""
    for hole in (*draft.requirements.holes, *draft.holes):
        if hole.axis == "Z" and hole.kind == "through" and (0.0, 0.0) in (hole.at or ()):
            name = draft.name_for(hole.diameter_mm, "inner_diameter", "bore")
            return Bore(hole.diameter_mm, name)
    return None


def _free(mention: Mention) -> list[Measure]:
    return [m for m in mention.measures if m.group and role_of(m.label) is None]


def _sizes(draft: Draft, mention: Mention, diameter: float, *, in_bore: bool) -> dict[str, float]:
    """Return length, width and depth; what is missing follows from DIN 6885-1, and is stated."""
    sizes: dict[str, float] = {}
    group = _free(mention)
    order = ("width", "depth") if len(group) < 3 else ("length", "width", "depth")
    named = dict(zip((id(m) for m in group), order, strict=False))
    row = parallel_keys.keyway_for(diameter)
    for measure in mention.measures:
        role = named.get(id(measure)) or role_of(measure.label)
        if role is None and row and len(mention.measures) == 1 and measure.quantity.value == row.width_mm:
            role = "width"  # keyways are called by it: "a 5 mm keyway"
        if role not in {"length", "width", "depth"} or len(group) > 3:
            raise side_open(mention, measure)
        if role in sizes:
            raise conflict(
                f"The {role} of the {mention.name} is given twice. Which one is right?",
                about("size", mention, role),
            )
        measure.used = True
        sizes[role] = length_of(measure.quantity, role, mention, named=True)
    mention.take_flag("din_key")
    if row and sizes.get("width") == row.width_mm and sizes.get("depth") == row.height_mm:
        raise conflict(
            f"Is {number(row.height_mm)} mm the height of the key or the depth of the {mention.name}?"
            f" {parallel_keys.STANDARD} has a depth of"
            f" {number(row.hub_depth_mm if in_bore else row.shaft_depth_mm)} mm for {number(diameter)} mm.",
            about(
                "number",
                mention,
                "depth",
                values=[row.height_mm, row.hub_depth_mm if in_bore else row.shaft_depth_mm, diameter],
            ),
        )
    if {"width", "depth"} <= sizes.keys():
        return sizes
    if row is None or sizes.get("width", row.width_mm) != row.width_mm or "depth" in sizes:
        absent = [name for name in ("width", "depth") if name not in sizes]
        raise missing(
            f"What {'is' if len(absent) == 1 else 'are'} the {and_list(absent)} of the {mention.name} for"
            f" {number(diameter)} mm?",
            about("size", mention, *absent, values=[diameter]),
        )
    depth = row.hub_depth_mm if in_bore else row.shaft_depth_mm
    sizes |= {"width": row.width_mm, "depth": depth}
    draft.note(
        f"Keyway for {number(diameter)} mm: {number(row.width_mm)} mm wide, {number(depth)} mm deep"
        f" ({parallel_keys.STANDARD}{', in the hub' if in_bore else ', in the shaft'})."
    )
    return sizes


def _cut_in_bore(draft: Draft, mention: Mention, bore: Bore) -> None:
    sizes = _sizes(draft, mention, bore.diameter, in_bore=True)
    width, depth, radius = sizes["width"], sizes["depth"], bore.diameter / 2
    up = draft.box[2]
    mention.take_flag("through", "everything", "lengthwise")
    if "length" in sizes and abs(sizes["length"] - up) > SAME_MM:
        raise unsupported(
            f"A keyway runs through the whole bore, {number(up)} mm; is {number(sizes['length'])} mm right?",
            about("size", mention, "length", values=[sizes["length"], up], others=["bore"]),
        )
    if width >= bore.diameter - SAME_MM:
        raise impossible(
            f"{one(mention.name)} {number(width)} mm wide does not fit a bore of {number(bore.diameter)} mm.",
            about("size", mention, "width", values=[width, bore.diameter], others=["bore"]),
        )
    _check_wall(draft, mention, bore, width, depth)
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the wall of the bore")
    name, height = bore.name, faces_of(draft)["top"].level_name
    draft.steps.append(
        "\n".join(
            [
                f"# keyway of {number(width)} x {number(depth)} mm in the bore",
                "keyway = (",
                "    cq.Workplane()",
                f"    .center(({name} / 2 + {deep}) / 2, 0)",
                f"    .rect({name} / 2 + {deep}, {wide})",
                f"    .extrude({height})",
                ")",
                "result = result.cut(keyway)",
            ]
        )
    )
    draft.note("The keyway is on the +X side.")
    inside = width / 2 * math.sqrt(radius**2 - width**2 / 4) + radius**2 * math.asin(width / 2 / radius)
    area = width * (radius + depth) - inside
    low = math.sqrt(radius**2 - width**2 / 4)
    face = Face("bore", "Z", -1, 0.0, (0, 0), (0, 0), up)
    extent = (radius + depth - low, width + ROUNDING_MM)
    besides = [
        r for r in draft.occupied if r.axis == "Z" and r.centre == (0.0, 0.0) and r.radius <= radius + SAME_MM
    ]
    occupied = draft.occupied_below(face, [((radius + depth + low) / 2, 0.0)], extent, (0.0, up))
    free = draft.occupy(occupied, besides) and not draft.supports and draft.shell is None
    draft.take_volume(area * up if free else None)


def _check_wall(draft: Draft, mention: Mention, bore: Bore, width: float, depth: float) -> None:
    """Check that the keyway stays inside the part."""
    radius = bore.diameter / 2
    face = faces_of(draft).get("top")
    if face is None:
        raise unsupported(
            f"{one(mention.name)} can't be cut into {a_or_an(draft.part_label)}.",
            about("feature", mention),
        )
    reach = radius + depth
    if room(replace(face, inner=0.0), reach / 2, 0.0, (reach, width)) < LEAST_WALL_MM:
        raise impossible(
            f"{one(mention.name)} {number(depth)} mm deep in a bore of"
            f" {number(bore.diameter)} mm breaks through"
            f" the {draft.part_label}. Which depth?",
            about("size", mention, "depth", values=[depth, bore.diameter], others=["bore"]),
        )


def _cut_seat(draft: Draft, mention: Mention, side: Face) -> None:
    """Cut a keyseat with round ends, or a keyway over the full length."""
    whole = _over_everything(mention)
    if whole:
        face = side.settle([side.centre[1]], 0.0) if side.settle else side
        if (
            side.settle is not None
            or side.clear_v is not None
            or "length" in {role_of(m.label) for m in mention.measures}
        ):
            raise unsupported(
                f"Which step {inverted('is', mention.name)} on, and how long is it?",
                about("place", mention, "length"),
            )
        _cut_open_seat(draft, mention, face)
        return
    height, measured = _seat_height(draft, mention, side)
    face = side.settle([height], 0.0) if side.settle else side
    sizes = _sizes(draft, mention, 2 * face.level, in_bore=False)
    if "length" not in sizes:
        raise missing(
            f"How long {inverted('is', mention.name)}, or does it run over the full length?",
            about("size", mention, "length"),
        )
    long, width, depth = sizes["length"], sizes["width"], sizes["depth"]
    if side.settle:
        face = side.settle([height], long / 2)
    low, high = face.clear_v or face.v
    if height - long / 2 < low + LEAST_WALL_MM or height + long / 2 > high - LEAST_WALL_MM:
        raise impossible(
            f"{one(mention.name)} {number(long)} mm long with its middle at {number(height)}"
            " mm runs over the end"
            f" of the round surface from {number(low)} to {number(high)} mm. Which place or length?",
            about("place", mention, "length", values=[long, height, low, high]),
        )
    _check_seat(mention, face, width, depth)
    if width >= long - SAME_MM:
        raise impossible(
            f"{one(mention.name)} {number(long)} mm long can't be {number(width)} mm wide. Which sizes are"
            " right?",
            about("size", mention, "length", "width", values=[long, width]),
        )
    if measured:
        draft.note(
            f"Distances of the {mention.name} are measured to"
            f" {agree(mention.name, 'its middle', 'their middles')}."
        )
    draft.note("The keyway is on the +X side; its ends are round.")
    draft.steps.append(_seat_step(draft, face, height, (long, width, depth)))
    profile = Footprint.slot(long, width, 90.0)
    volume = profile.taken(face, (0.0, height), depth)
    free = draft.claim(face, [(0.0, height)], profile.extent, (0.0, depth))
    draft.take_volume(volume if free else None)


def _seat_height(draft: Draft, mention: Mention, side: Face) -> tuple[float, bool]:
    """Return the height of a keyseat's middle, and whether a distance gave it.

    Raises:
        NeedsClarification: It is open.
    """
    at = [m for m in mention.attributes if m.kind in {"offset", "points"}]
    placed = (
        at
        or mention.flags() & {"centred"}
        or any(m.ref and m.ref.noun == "centre" for m in mention.take("place"))
    )
    if not placed:
        raise missing(
            f"Where along the {draft.part_label} {inverted('is', mention.name)}: how far is its middle from"
            " the top or the bottom, or does it run over the full length?",
            about("place", mention),
        )
    places = place(draft, mention, replace(side, rows="v"), (0.0, 0.0), mention.count)
    take_centre(mention)
    u, height = places.points[0]
    if abs(u) > SAME_MM:
        raise along_axis_open(mention)
    return height, bool(at)


def _seat_step(draft: Draft, face: Face, height: float, sizes: tuple[float, float, float]) -> str:
    """Write the step that cuts a keyseat of length, width and depth, its middle at a height."""
    long, width, depth = sizes
    level = face.level_name
    length_name = draft.parameter("keyway_length", long, "length of the keyway, tip to tip")
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the shaft's surface")
    position = draft.parameter("keyway_position", height, "from the base to the middle of the keyway")
    return "\n".join(
        [
            f"# keyway of {number(long)} x {number(width)} x {number(depth)} mm in the shaft",
            "keyway = (",
            f'    cq.Workplane("YZ", origin=({level} - {deep}, 0, {position}))',
            f"    .slot2D({length_name}, {wide}, 90)",
            f"    .extrude({level})",
            ")",
            "result = result.cut(keyway)",
        ]
    )


def _over_everything(mention: Mention) -> bool:
    """Return whether a keyway is said to run over the full length of its shaft."""
    found = mention.take_flag("everything", "through", "lengthwise")
    for attribute in mention.take("place"):
        refs = attribute.refs
        along = attribute.name in {"along", "over", "through", "across", "in"}
        if refs and (refs[0].noun == "everything" or (along and refs[0].noun in {"length", "height"})):
            attribute.used = found = True
    return found


def _check_seat(mention: Mention, face: Face, width: float, depth: float) -> None:
    radius = face.level
    wall = face.behind(0.0, face.centre[1])[0][1]
    edge = radius - math.sqrt(max(radius**2 - width**2 / 4, 0.0))
    if width >= 2 * radius - SAME_MM or depth >= min(wall, radius) - SAME_MM or depth <= edge + SAME_MM:
        raise impossible(
            f"{one(mention.name)} of {number(width)} x {number(depth)} mm does not fit a shaft of"
            f" {number(2 * radius)} mm. Which sizes?",
            about("size", mention, "width", "depth", values=[width, depth, 2 * radius]),
        )


def _cut_open_seat(draft: Draft, mention: Mention, face: Face) -> None:
    sizes = _sizes(draft, mention, 2 * face.level, in_bore=False)
    width, depth = sizes["width"], sizes["depth"]
    _check_seat(mention, face, width, depth)
    long = face.size[1]
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the shaft's surface")
    level = face.level_name
    draft.steps.append(
        "\n".join(
            [
                f"# keyway of {number(width)} x {number(depth)} mm over the full length",
                "keyway = (",
                f"    cq.Workplane(origin=({level} - {deep}, 0, 0))",
                f"    .rect({level}, {wide})",
                f"    .extrude({face.v_name or literal(long)})",
                f"    .translate(({level} / 2, 0, 0))",
                ")",
                "result = result.cut(keyway)",
            ]
        )
    )
    draft.note("The keyway is on the +X side.")
    radius = face.level
    draft.trim(face, by=radius - math.sqrt(radius**2 - width**2 / 4), other_side=False)
    half = width / 2
    segment = half * math.sqrt(radius**2 - half**2) + radius**2 * math.asin(half / radius)
    free = draft.claim(face, [(0.0, face.centre[1])], (width, long), (0.0, depth))
    draft.take_volume((segment - width * (radius - depth)) * long if free else None)
