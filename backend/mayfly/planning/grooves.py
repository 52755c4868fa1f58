"""Grooves: straight ones across a flat face, and ring grooves around a round part or in its bore."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from mayfly.planning.draft import Draft, Region
from mayfly.planning.faces import Face, literal
from mayfly.planning.finding import find_faces
from mayfly.planning.footprints import Footprint
from mayfly.planning.hosts import side_of
from mayfly.planning.hosts_round import Piece, pieces_of
from mayfly.planning.language.reading import Frame
from mayfly.planning.language.units import number
from mayfly.planning.outlines import ask_about_curved, run_of, said_sizes
from mayfly.planning.patterns import Places, take_centre
from mayfly.planning.placing import place
from mayfly.planning.questions import conflict, impossible, missing, unsupported

_RINGS: Final = ("ring", "circlip", "retaining", "circumferential", "annular", "o ring", "seal")
_INSIDE: Final = frozenset({"bore", "inner", "hole"})
_ON_ENDS: Final = frozenset({"top", "bottom", "top_face", "underside", "face"})
_RIGHT_ANGLE: Final = 90.0


@dataclass(frozen=True, slots=True)
class Section:
    """The section of a groove: rectangular, or a V.

    Attributes:
        width: At the surface.
        depth: Below the surface.
        vee: It is a V.
    """

    width: float
    depth: float
    vee: bool

    @property
    def area(self) -> float:
        """Area of the section in mm²."""
        return self.width * self.depth * (0.5 if self.vee else 1.0)

    @property
    def centre(self) -> float:
        """How far below the surface its centre lies."""
        return self.depth / (3 if self.vee else 2)


def add_groove(draft: Draft, frame: Frame) -> None:
    """Cut grooves.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    round_one = side_of(draft, one_wall=False) is not None
    ring = any(word in frame.name for word in _RINGS) or frame.take_flag("all_round")
    if ring and not round_one:
        raise unsupported(f"A {draft.part.title.lower()} has no round side for the {frame.name}.")
    if round_one and (ring or not _on_an_end(frame)):
        _add_rings(draft, frame)
    else:
        _add_straight(draft, frame)


def _on_an_end(frame: Frame) -> bool:
    """Whether a groove in a round part is said to run straight over one of its ends."""
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
        if mark.name in {"across", "along"} or (
            mark.name in {"on", "in"} and refs and refs[0].noun in _ON_ENDS
        ):
            return True
    return False


def _section(draft: Draft, frame: Frame, sizes: dict[str, float], depth_from: float | None = None) -> Section:
    """Give the section of a groove from its sizes.

    Raises:
        NeedsClarification: Width or depth is missing or given twice.
    """
    vee = frame.name.startswith(("v ", "vee ", "v-"))
    angles = [m for m in frame.measures if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    width, depth = sizes.get("width"), sizes.get("depth", depth_from)
    if not vee:
        if angles:
            raise unsupported(
                f"What is {angles[0].quantity.text} on the {frame.name}? A V groove has an angle."
            )
        for name, value in (("width", width), ("depth", depth)):
            if value is None:
                raise missing(f"What is the {name} of the {frame.name}?")
        return Section(width or 0.0, depth or 0.0, vee=False)
    angle = angles[0].quantity.value if angles else None
    if width is None and depth is None:
        raise missing(f"What is the depth of the {frame.name}?")
    if width is not None and depth is not None:
        if angle is not None and abs(2 * depth * math.tan(math.radians(angle / 2)) - width) > 1e-3:
            raise conflict(
                f"A {frame.name} {number(depth)} mm deep at {number(angle)}° is not {number(width)} mm wide."
                " Which holds?"
            )
        return Section(width, depth, vee=True)
    if angle is None:
        angle = _RIGHT_ANGLE
        draft.assumptions.append(f"The {frame.name} is assumed to have 90°.")
    if not 10 <= angle <= 170:
        raise impossible(f"A {frame.name} of {number(angle)}° can't be cut. Which angle?")
    slope = 2 * math.tan(math.radians(angle / 2))
    width, depth = (depth * slope, depth) if depth is not None else (width or 0.0, (width or 0.0) / slope)
    return Section(width, depth, vee=True)


# --- straight grooves ------------------------------------------------------------------------------


def _add_straight(draft: Draft, frame: Frame) -> None:
    sizes = said_sizes(frame, ("width", "depth", "length"))
    section = _section(draft, frame, sizes)
    for face in find_faces(draft, frame):
        ask_about_curved(draft, frame, face)
        run = _run(draft, frame, face)
        (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
        whole = u1 - u0 if run == "u" else v1 - v0
        if "length" in sizes and abs(sizes["length"] - whole) > 1e-6:
            raise unsupported(
                f"A groove runs over the whole {number(whole)} mm of the {face.name}; shall one of"
                f" {number(sizes['length'])} mm be a slot (round ends) or a pocket (square ends)?"
            )
        frame.take_flag("through", "everything")
        extent = (0.0, section.width) if run == "u" else (section.width, 0.0)
        across = replace(face, rows="v" if run == "u" else "u")
        places = place(draft, frame, across, extent, frame.count)
        middle = (u0 + u1) / 2 if run == "u" else (v0 + v1) / 2
        if any(abs((u if run == "u" else v) - middle) > 1e-6 for u, v in places.points):
            raise unsupported(
                f"The {frame.name} runs over the whole {face.name}; what is its distance along the way?"
            )
        _cut_straight(draft, frame, places, section, (whole, run))


def _run(draft: Draft, frame: Frame, face: Face) -> str:
    """Tell which way a groove runs.

    Raises:
        NeedsClarification: It is not said.
    """
    run = run_of(frame, face, default="")
    if run:
        return run
    along = next(
        (
            m
            for m in frame.take("place")
            if m.name == "along" and m.ref and m.ref.noun in {"centre", "centre_line"}
        ),
        None,
    )
    if along and abs(face.size[0] - face.size[1]) > 1e-6:
        along.used = True
        draft.assumptions.append(f"The {frame.name} runs along the long side of the {face.name}.")
        return "u" if face.size[0] > face.size[1] else "v"
    first, second = {"Z": ("X", "Y"), "Y": ("X", "Z"), "X": ("Y", "Z")}[face.axis]
    raise missing(f"Which way does the {frame.name} run on the {face.name}: along {first} or along {second}?")


def _cut_straight(
    draft: Draft, frame: Frame, places: Places, section: Section, way: tuple[float, str]
) -> None:
    face, (whole, run) = places.face, way
    if face.outline not in {"rectangle", "disc"} or face.normal is not None:
        raise unsupported(f"A {frame.name} can't be cut across the {face.name}. Does a slot or a pocket do?")
    foot = Footprint(whole, section.width) if run == "u" else Footprint(section.width, whole)
    if face.outline == "rectangle":
        thinnest = min(foot.thinnest(face, point) for point in places.points)
    else:
        thinnest = face.depth
    if section.depth >= thinnest - 1e-6:
        raise impossible(
            f"A {frame.name} {number(section.depth)} mm deep goes through the {number(round(thinnest, 3))} mm"
            " of material. Which depth?"
        )
    wide = draft.parameter("groove_width", section.width, "width of the groove")
    deep = draft.parameter("groove_depth", section.depth, "depth of the groove")
    length = (face.u_name if run == "u" else face.v_name) or literal(whole)
    if face.clear_u is not None or face.clear_v is not None:
        length = literal(whole)
    points = [face.local(point) for point in places.points]
    tool = "grooves" if len(points) > 1 else "groove"
    tool = tool if tool not in draft.names else f"{tool}_{len(draft.steps)}"
    draft.names.add(tool)
    listed = ", ".join(f"({literal(u)}, {literal(v)})" for u, v in points)
    sides = f"{length}, {wide}" if run == "u" else f"{wide}, {length}"
    title = f"{'V ' if section.vee else ''}groove of {number(section.width)} x {number(section.depth)} mm"
    lines = [
        f"# {title}, {face.name}",
        f"{tool} = (",
        f"    {face.workplane()}",
        f"    .pushPoints([{listed}])",
        f"    .rect({sides})",
        f"    .extrude(-{deep})",
        ")",
        f"result = result.cut({tool})",
    ]
    if section.vee:
        lines = _vee_steps(face, points, (length, wide, deep), run, title)
    draft.steps.append("\n".join(lines))
    extent = (whole, section.width) if run == "u" else (section.width, whole)
    regions = draft.regions_of(face, places.points, (extent[0], extent[1] + 1e-9), (0.0, section.depth))
    free = draft.occupy(regions)
    volume = 0.0
    for u, v in places.points:
        if face.outline == "rectangle":
            volume += section.area * whole
        elif section.vee:
            free = False
        else:
            volume += section.depth * _strip(face.size[0] / 2, (v if run == "u" else u), section.width)
    draft.take_volume(volume if free and not face.inner else None)


def _vee_steps(
    face: Face, points: list[tuple[float, float]], names: tuple[str, str, str], run: str, title: str
) -> list[str]:
    """Write V grooves: a triangle across the way, extruded to both sides."""
    length, wide, deep = names
    lines = [f"# {title}, {face.name}", f"plane = {face.workplane()}.plane"]
    across = "plane.yDir" if run == "u" else "plane.xDir"
    along = "plane.xDir" if run == "u" else "plane.yDir"
    for u, v in points:
        lines += [
            f"section = cq.Workplane(cq.Plane(plane.toWorldCoords(({literal(u)}, {literal(v)})), {across}, {along}))",
            "# the plane's own second direction may point into the material or out of it",
            "inwards = -section.plane.yDir.dot(plane.zDir)",
            f"vee = section.polyline([(-{wide} / 2, 0), (0, inwards * {deep}), ({wide} / 2, 0)]).close()",
            f"result = result.cut(vee.extrude({length} / 2, both=True))",
        ]
    return lines


def _strip(radius: float, off: float, width: float) -> float:
    """Area of a disc's strip between two parallel lines, in mm²."""

    def half_area(y: float) -> float:
        y = max(-radius, min(radius, y))
        return y * math.sqrt(radius**2 - y**2) + radius**2 * math.asin(y / radius)

    return half_area(off + width / 2) - half_area(off - width / 2)


# --- ring grooves ----------------------------------------------------------------------------------


def _add_rings(draft: Draft, frame: Frame) -> None:
    inside = False
    for mark in frame.take("place"):
        words = {w for r in (mark.ref.chain() if mark.ref else ()) for w in (r.noun, *r.traits)}
        if words & _INSIDE or (
            words & {"outer", "side", "circumference", "rim"} and not words & {"top", "bottom"}
        ):
            mark.used = True
            inside = inside or bool(words & _INSIDE)
    frame.take_flag("round_shape", "radial")
    sizes = said_sizes(frame, ("width", "depth", "length"))
    if "length" in sizes:
        raise unsupported(
            f"What is the length of {number(sizes['length'])} mm on the {frame.name}: its width?"
        )
    side = side_of(draft, one_wall=False)
    assert side is not None  # noqa: S101 - the part is round
    pieces = pieces_of(draft)
    strip = replace(side, outline="rectangle", rows="v")
    said = any(mark.kind in {"offset", "points", "spacing", "grid"} for mark in frame.marks) or any(
        mark.ref and mark.ref.noun in {"centre", "end"} for mark in frame.take("place")
    )
    if not said and not frame.flags() & {"centred"}:
        raise missing(
            f"Where along the {draft.part.title.lower()} is the {frame.name}: how far from the top or the"
            " bottom, or in the middle?"
        )
    measured = any(mark.kind == "offset" for mark in frame.marks)
    places = place(draft, frame, strip, (0.0, sizes.get("width", 0.0)), frame.count)
    take_centre(frame)
    if measured:
        draft.assumptions.append(f"Distances of the {frame.name} are measured to its middle.")
    if any(abs(u) > 1e-6 for u, _ in places.points):
        raise unsupported(f"Where along the axis is the {frame.name}?")
    heights = [v for _, v in places.points]
    piece = next((p for p in pieces if p.low - 1e-6 <= heights[0] <= p.high + 1e-6), pieces[0])
    wide = piece.inner(heights[0]) if inside else piece.wide
    if wide <= 0:
        raise unsupported(f"There is no bore for the {frame.name} at {number(heights[0])} mm above the base.")
    section = _section(draft, frame, sizes, _depth_from_diameter(frame, sizes, wide, inside=inside))
    _check_ring(frame, piece, section, heights, inside=inside)
    _cut_rings(draft, frame, piece, section, heights, inside=inside)


def _depth_from_diameter(frame: Frame, sizes: dict[str, float], wide: float, *, inside: bool) -> float | None:
    """Give the depth that a groove's own diameter means.

    Raises:
        NeedsClarification: The diameter leaves no groove, or contradicts the depth.
    """
    if "diameter" not in sizes:
        return None
    own = sizes["diameter"]
    depth = (own - wide) / 2 if inside else (wide - own) / 2
    if depth <= 0:
        raise impossible(
            f"A groove of {number(own)} mm diameter leaves nothing to cut from {number(wide)} mm. Which"
            " diameter?"
        )
    if "depth" in sizes and abs(sizes["depth"] - depth) > 1e-6:
        raise conflict(
            f"The {frame.name} is {number(sizes['depth'])} mm deep, but its diameter of {number(own)} mm makes"
            f" {number(round(depth, 4))} mm. Which holds?"
        )
    return depth


def _check_ring(frame: Frame, piece: Piece, section: Section, heights: list[float], *, inside: bool) -> None:
    for height in heights:
        low, high = height - section.width / 2, height + section.width / 2
        if low < piece.low + 0.005 or high > piece.high - 0.005:
            raise impossible(
                f"The {frame.name} from {number(round(low, 3))} to {number(round(high, 3))} mm does not lie on the"
                f" round surface from {number(piece.low)} to {number(piece.high)} mm. Which place holds?"
            )
        wall = (piece.wide - max(piece.inner(low), piece.inner(high))) / 2
        if section.depth >= wall - 1e-6:
            raise impossible(
                f"A {frame.name} {number(round(section.depth, 4))} mm deep cuts through the"
                f" {number(round(wall, 4))} mm of material. Which depth?"
            )
        if inside and abs(piece.inner(low) - piece.inner(high)) > 1e-6:
            raise impossible(f"The {frame.name} runs over the end of the bore. Which place holds?")


def _cut_rings(
    draft: Draft, frame: Frame, piece: Piece, section: Section, heights: list[float], *, inside: bool
) -> None:
    """Write the rings and what they leave."""
    wide = piece.inner(heights[0]) if inside else piece.wide
    across = draft.name_for(
        wide, *(("inner_diameter", "bore") if inside else ("outer_diameter", "diameter", "hub_diameter"))
    )
    width = draft.parameter("groove_width", section.width, "width of the groove")
    depth = draft.parameter("groove_depth", section.depth, "depth of the groove")
    sign = "+" if inside else "-"
    sizes = f"{number(section.width)} x {number(round(section.depth, 4))} mm"
    title = f"# {'inner ' if inside else ''}{'V ' if section.vee else ''}ring groove of {sizes}"
    if len(heights) == 1:
        height = draft.parameter("groove_position", heights[0], "from the base to the middle of the groove")
        indent, lines = "", [title]
    else:
        height, indent = "height", "    "
        lines = [title, f"for height in ({', '.join(literal(h) for h in heights)}):"]
    bottom = f"{across} / 2 {sign} {depth}"
    if section.vee:
        lines += [
            f"{indent}corners = [({across} / 2, {height} - {width} / 2), ({bottom}, {height}),"
            f" ({across} / 2, {height} + {width} / 2)]",
            f'{indent}ring = cq.Workplane("XZ").polyline(corners).close()',
            f"{indent}result = result.cut(ring.revolve(360, (0, 0, 0), (0, 1, 0)))",
        ]
    else:
        other = f"{across} / 2 - {depth}" if inside else f"{across} / 2 + {depth}"
        outer, inner = (bottom, other) if inside else (other, bottom)
        if inside and wide / 2 <= section.depth:
            inner = f"{across} / 4"
        lines += [
            f"{indent}ring = cq.Workplane(origin=(0, 0, {height} - {width} / 2))",
            f"{indent}ring = ring.circle({outer}).circle({inner}).extrude({width})",
            f"{indent}result = result.cut(ring)",
        ]
    draft.steps.append("\n".join(lines))
    reach, hollow = (wide / 2 + section.depth, wide / 2) if inside else (wide / 2, wide / 2 - section.depth)
    from_axis = hollow + section.centre if inside else reach - section.centre
    half = section.width / 2
    regions = [
        Region((-reach, -reach, h - half), (reach, reach, h + half), "Z", (0.0, 0.0), reach, hollow)
        for h in heights
    ]
    if inside and not section.vee:
        face = Face("bore", "Z", 1, 0.0, (0, 0), (0, 0), 0.0)
        draft.require_holes(wide + 2 * section.depth, face, "through", [(0.0, 0.0)])
    free = draft.occupy(regions)
    draft.take_volume(2 * math.pi * from_axis * section.area * len(heights) if free else None)
