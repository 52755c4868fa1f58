"""Slots, pockets and bosses: what they measure, where they go, and the step of the script."""

from __future__ import annotations

import math
from typing import Final

from mayfly.planning.draft import Boss, Draft
from mayfly.planning.finding import find_faces
from mayfly.planning.hosts import Face
from mayfly.planning.language.cursor import role_of
from mayfly.planning.language.reading import Frame, Measure
from mayfly.planning.language.units import number
from mayfly.planning.layout import layout_steps
from mayfly.planning.patterns import Places, direction_of
from mayfly.planning.placing import place
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

#: Names of pockets that go through when no depth is said.
_THROUGH: Final = ("cutout", "cut out", "window", "opening", "hole")
#: Mean of the inset of a quarter round, and of its square, in radii: for volumes of rounded corners.
_CORNER: Final = 4 - math.pi


def add_slot(draft: Draft, frame: Frame) -> None:
    """Cut slots with round ends.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    face = find_faces(draft, frame)[0]
    sizes = _sizes(frame, ("length", "width", "depth"))
    if frame.take_flag("open_top"):
        raise unsupported("A slot that is open at an end can't be cut here. Does a closed slot do?")
    for role in ("length", "width"):
        if role not in sizes:
            raise missing(f"What is the {role} of the {frame.name}?")
    long, wide = sizes["length"], sizes["width"]
    if wide >= long - 1e-6:
        raise impossible(
            f"A slot {number(long)} mm long and {number(wide)} mm wide is none; its length is"
            " measured tip to tip. Which sizes?"
        )
    along = _run_of(frame, face)
    extent = (long, wide) if along == "u" else (wide, long)
    places = place(draft, frame, face, extent, frame.count)
    depth = _depth(draft, frame, sizes.get("depth"), face)
    length_name = draft.parameter("slot_length", long, "length of the slot, tip to tip")
    width_name = draft.parameter("slot_width", wide, "width of the slot")
    angle = "" if along == "u" else ", 90"
    cut = _cut_depth(draft, "slot", sizes.get("depth"), face)
    _write(
        draft,
        places,
        "slot",
        f".slot2D({length_name}, {width_name}{angle})",
        cut,
        f"slots of {number(long)} x {number(wide)} mm",
    )
    area = (long - wide) * wide + math.pi / 4 * wide**2
    _take(draft, places, max(extent), area * depth)


def add_pocket(draft: Draft, frame: Frame) -> None:
    """Cut pockets: rectangular, with or without rounded corners, or round.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    face = find_faces(draft, frame)[0]
    sizes = _sizes(frame, ("length", "width", "depth"), upright=face.axis != "Z")
    if "side" in sizes:
        sizes["length"] = sizes["width"] = sizes.pop("side")
    round_one = "diameter" in sizes
    if frame.take_flag("square_shape") and "length" in sizes:
        sizes.setdefault("width", sizes["length"])
    frame.take_flag("round_shape" if round_one else "sharp")
    if round_one:
        extent = (sizes["diameter"], sizes["diameter"])
    else:
        for role in ("length", "width"):
            if role not in sizes:
                raise missing(f"What is the {role} of the {frame.name}?")
        extent = (sizes["length"], sizes["width"])
        if _run_of(frame, face, default="") == "v" and extent[0] > extent[1]:
            extent = (extent[1], extent[0])
    radius = sizes.get("radius", 0.0)
    if 2 * radius >= min(extent) - 1e-6:
        raise impossible(
            f"A corner radius of {number(radius)} mm does not fit a pocket of {number(extent[0])}"
            f" x {number(extent[1])} mm."
        )
    places = place(draft, frame, face, extent, frame.count)
    through = any(word in frame.name for word in _THROUGH)
    said = sizes.get("depth")
    if said is None and not through and not frame.flags() & {"through", "everything"}:
        raise missing(f"How deep is the {frame.name}?")
    depth = _depth(draft, frame, said, face)
    if round_one:
        size = draft.parameter("pocket_diameter", extent[0], "diameter of the pocket")
        outline, area = f".circle({size} / 2)", math.pi / 4 * extent[0] ** 2
    else:
        first = draft.parameter("pocket_length", extent[0], "size of the pocket along the first direction")
        second = draft.parameter("pocket_width", extent[1], "size of the pocket along the second direction")
        outline, area = f".rect({first}, {second})", extent[0] * extent[1] - _CORNER * radius**2
    cut = _cut_depth(draft, "pocket", said, face)
    title = (
        f"pocket of {number(extent[0])} x {number(extent[1])} mm"
        if not round_one
        else f"round pocket of {number(extent[0])} mm"
    )
    if round_one:
        draft.require_holes(extent[0], face.axis, "through" if said is None else "blind", places.points)
    _write(draft, places, "pocket", outline, cut, title, radius=radius, upright=face.axis)
    _take(draft, places, math.hypot(*extent), area * depth)


def add_boss(draft: Draft, frame: Frame) -> None:
    """Put bosses on a face: round, or rectangular.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    face = find_faces(draft, frame)[0]
    if face.axis != "Z" or face.sign < 0:
        raise unsupported(f"A {frame.name} can only stand on the top face.")
    sizes = _sizes(frame, ("length", "width", "height"), round_first=True)
    if "side" in sizes:
        sizes["length"] = sizes["width"] = sizes.pop("side")
    if "height" not in sizes:
        raise missing(f"How high is the {frame.name}?")
    frame.take_flag("round_shape", "square_shape", "cylindrical")
    if "diameter" in sizes:
        extent = (sizes["diameter"], sizes["diameter"])
    elif {"length", "width"} <= sizes.keys():
        extent = (sizes["length"], sizes["width"])
    else:
        raise missing(f"What is the diameter of the {frame.name}?")
    places = place(draft, frame, face, extent, frame.count)
    height = sizes["height"]
    rise = draft.parameter("boss_height", height, "height of the boss above the face")
    if "diameter" in sizes:
        size = draft.parameter("boss_diameter", extent[0], "diameter of the boss")
        outline, area = f".circle({size} / 2)", math.pi / 4 * extent[0] ** 2
    else:
        first = draft.parameter("boss_length", extent[0], "size of the boss along X")
        second = draft.parameter("boss_width", extent[1], "size of the boss along Y")
        outline, area = f".rect({first}, {second})", extent[0] * extent[1]
    lines = [
        f"# {len(places.points)} x boss",
        "bosses = (",
        f"    {face.workplane()}",
        *(f"    {step}" for step in layout_steps(draft, places, "boss")),
        f"    {outline}",
        f"    .extrude({rise})",
        ")",
        "result = result.union(bosses)",
    ]
    draft.steps.append("\n".join(lines))
    draft.bosses.append(Boss(tuple(places.points), min(extent) / 2, height, rise))
    x, y, z = draft.box
    draft.box_mm = (x, y, max(z, face.level + height))
    free = draft.claim(face, places.points, math.hypot(*extent))
    draft.take_volume(
        -area * height * len(places.points) if free and face.outline in {"rectangle", "disc"} else None
    )


def _sizes(
    frame: Frame, order: tuple[str, str, str], *, upright: bool = False, round_first: bool = False
) -> dict[str, float]:
    """Give the sizes by role; bare groups follow the order."""
    sizes: dict[str, float] = {}
    groups: dict[int, list[Measure]] = {}
    for measure in frame.measures:
        role = role_of(measure.label)
        marked = {"diameter": "diameter", "radius": "radius"}.get(measure.quantity.form)
        if measure.group and role is None:
            groups.setdefault(measure.group, []).append(measure)
            continue
        if upright and role == "height":
            role = "width"
        if role is None or role == "angle":
            role = marked or ("diameter" if round_first and "diameter" not in sizes else None)
        if role is None and frame.kind == "slot" and "width" not in sizes:
            role = "width"
        elif role is None and "square_shape" in frame.flags():
            role = "side"
        if role is None:
            raise missing(
                f"What is {measure.quantity.text} on the {frame.name}: its length, its width or its depth?"
            )
        _put(frame, sizes, role, measure)
    for group in groups.values():
        free = [role for role in order if role not in sizes]
        if any(m.quantity.form == "diameter" for m in group):
            free = ["diameter", order[2]]
        if len(group) > len(free):
            raise conflict(
                f"What are the {len(group)} sizes of the {frame.name}:"
                f" {' x '.join(m.quantity.text for m in group)}?"
            )
        for role, measure in zip(free, group, strict=False):
            _put(frame, sizes, role, measure)
    if round_first and "radius" in sizes:
        sizes["diameter"] = 2 * sizes.pop("radius")
    return sizes


def _put(frame: Frame, sizes: dict[str, float], role: str, measure: Measure) -> None:
    value = length_of(measure.quantity, f"{frame.name} {role}")
    measure.used = True
    if role in sizes and abs(sizes[role] - value) > 1e-6:
        raise conflict(
            f"The {role} of the {frame.name} is given twice: {number(sizes[role])} and"
            f" {measure.quantity.text}. Which one holds?"
        )
    sizes[role] = value


def _run_of(frame: Frame, face: Face, default: str = "u") -> str:
    """Tell along which coordinate a slot runs, from "lengthwise", "along y", "across the width"."""
    found: str | None = None
    if frame.take_flag("lengthwise"):
        found = "u" if face.size[0] >= face.size[1] else "v"
    if frame.take_flag("cross"):
        found = "v" if face.size[0] >= face.size[1] else "u"
    for mark in frame.take("place"):
        ref = mark.ref
        if ref is None or mark.name not in {"along", "across", "in", "parallel"}:
            continue
        if ref.noun in {
            "length",
            "width",
            "x",
            "y",
            "long_side",
            "short_side",
            "direction",
            "axis",
            "height",
        }:
            run = direction_of(ref, face)
            if run is None:
                continue
            mark.used = True
            if found and found != run:
                raise conflict(f"Which way does the {frame.name} run?")
            found = run
    return found or default


def _depth(draft: Draft, frame: Frame, said: float | None, face: Face) -> float:
    through = frame.take_flag("through", "everything")
    if frame.take_flag("blind") and said is None:
        raise missing(f"How deep is the {frame.name}?")
    frame.take_flag("flat_bottom")
    if said is None:
        return face.depth
    if through and abs(said - face.depth) > 1e-6:
        raise conflict(
            f"The {frame.name} is said to go through and to be {number(said)} mm deep. Which holds?"
        )
    if said > face.depth + 1e-6 or (said >= face.depth - 1e-6 and not through):
        raise impossible(
            f"A {frame.name} {number(said)} mm deep goes through the {number(face.depth)} mm of"
            " material. Which depth?"
        )
    return said


def _cut_depth(draft: Draft, name: str, said: float | None, face: Face) -> str:
    if said is not None:
        return draft.parameter(f"{name}_depth", said, f"depth of the {name}")
    return face.depth_name or number(face.depth)


def _write(
    draft: Draft,
    places: Places,
    name: str,
    outline: str,
    depth: str,
    title: str,
    *,
    radius: float = 0.0,
    upright: str = "Z",
) -> None:
    face = places.face
    tool = f"{name}s" if len(places.points) > 1 else name
    tool = tool if tool not in draft.names else f"{tool}_{len(draft.steps)}"
    draft.names.add(tool)
    rounding = []
    if radius:
        corner = draft.parameter(f"{name}_corner_radius", radius, f"corner radius of the {name}")
        rounding = [f'    .edges("|{upright}")', f"    .fillet({corner})"]
    draft.steps.append(
        "\n".join(
            [
                f"# {title}, {face.name}",
                f"{tool} = (",
                f"    {face.workplane()}",
                *(f"    {step}" for step in layout_steps(draft, places, name)),
                f"    {outline}",
                f"    .extrude(-{depth})",
                *rounding,
                ")",
                f"result = result.cut({tool})",
            ]
        )
    )


def _take(draft: Draft, places: Places, width: float, volume: float) -> None:
    plain = places.face.outline in {"rectangle", "disc"} and places.face.name != "side"
    free = draft.claim(places.face, places.points, width)
    draft.take_volume(volume * len(places.points) if plain and free else None)
