"""Grooves: straight ones across a flat face, and ring grooves around a round part or in its bore."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, literal
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.design.places import Places
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import a_or_an, inverted, one, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.groove_sections import Section, section_of
from mayfly.planning.features.profile_sizes import ask_about_curved, run_of, said_sizes
from mayfly.planning.features.ring_grooves import add_ring_grooves
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, missing, too_deep, unsupported
from mayfly.planning.surfaces.select_faces import find_faces

_RINGS: Final = ("ring", "circlip", "retaining", "circumferential", "annular", "o ring", "seal")
_ON_ENDS: Final = frozenset({"top", "bottom", "top_face", "underside", "face"})


def add_groove(draft: Draft, mention: Mention) -> None:
    """Cut grooves.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    round_one = side_of(draft, one_wall=False) is not None
    ring = any(word in mention.name for word in _RINGS) or mention.take_flag("all_round")
    if ring and not round_one:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no round side for the {mention.name}.",
            about("feature", mention),
        )
    if round_one and (ring or not _on_an_end(mention)):
        add_ring_grooves(draft, mention)
    else:
        _add_straight(draft, mention)


def _on_an_end(mention: Mention) -> bool:
    """Return whether a groove in a round part is said to run straight over one of its ends."""
    for attribute in mention.take("place"):
        refs = attribute.refs
        if attribute.name in {"across", "along"} or (
            attribute.name in {"on", "in"} and refs and refs[0].noun in _ON_ENDS
        ):
            return True
    return False


def _add_straight(draft: Draft, mention: Mention) -> None:
    sizes = said_sizes(mention, ("width", "depth", "length"))
    section = section_of(draft, mention, sizes)
    for face in find_faces(draft, mention):
        ask_about_curved(draft, mention, face)
        run = _run(draft, mention, face)
        (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
        whole = u1 - u0 if run == "u" else v1 - v0
        if "length" in sizes and abs(sizes["length"] - whole) > SAME_MM:
            raise unsupported(
                f"A groove runs over the whole {number(whole)} mm of the {face.name}; shall one of"
                f" {number(sizes['length'])} mm be a slot (round ends) or a pocket (square ends)?",
                about("feature", mention, "length", values=[sizes["length"], whole]),
            )
        mention.take_flag("through", "everything")
        extent = (0.0, section.width) if run == "u" else (section.width, 0.0)
        across = replace(face, rows="v" if run == "u" else "u")
        places = place(draft, mention, across, extent, mention.count)
        middle = (u0 + u1) / 2 if run == "u" else (v0 + v1) / 2
        if any(abs((u if run == "u" else v) - middle) > SAME_MM for u, v in places.points):
            raise unsupported(
                f"{subject(mention.name, 'runs')} over the whole {face.name}; what is its distance along the"
                " way?",
                about("place", mention),
            )
        _cut_straight(draft, mention, places, section, (whole, run))


def _run(draft: Draft, mention: Mention, face: Face) -> str:
    """Return the direction that a groove runs in: "u" or "v".

    Raises:
        NeedsClarification: It is not said.
    """
    run = run_of(mention, face, default="")
    if run:
        return run
    along = next(
        (
            m
            for m in mention.take("place")
            if m.name == "along" and m.ref and m.ref.noun in {"centre", "centre_line"}
        ),
        None,
    )
    if along and abs(face.size[0] - face.size[1]) > SAME_MM:
        along.used = True
        draft.note(f"{subject(mention.name, 'runs')} along the long side of the {face.name}.")
        return "u" if face.size[0] > face.size[1] else "v"
    first, second = {"Z": ("X", "Y"), "Y": ("X", "Z"), "X": ("Y", "Z")}[face.axis]
    raise missing(
        f"Which way {inverted('does', mention.name)} run on the {face.name}: along {first} or along"
        f" {second}?",
        about("direction", mention),
        (f"along {first}", f"along {second}"),
    )


def _cut_straight(
    draft: Draft, mention: Mention, places: Places, section: Section, way: tuple[float, str]
) -> None:
    face, (whole, run) = places.face, way
    if face.outline not in {"rectangle", "circle"} or face.normal is not None:
        raise unsupported(
            f"{one(mention.name)} can't be cut across the {face.name}. Does a slot or a pocket do?",
            about("feature", mention),
        )
    profile = Footprint(whole, section.width) if run == "u" else Footprint(section.width, whole)
    if face.outline == "rectangle":
        thinnest = min(profile.thinnest(face, point) for point in places.points)
    else:
        thinnest = face.depth
    if section.depth >= thinnest - SAME_MM:
        raise too_deep(mention, section.depth, thinnest)
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
    occupied = draft.occupied_below(
        face, places.points, (extent[0], extent[1] + ROUNDING_MM), (0.0, section.depth)
    )
    free = draft.occupy(occupied)
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
            f"middle = plane.toWorldCoords(({literal(u)}, {literal(v)}))",
            f"section = cq.Workplane(cq.Plane(middle, {across}, {along}))",
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
