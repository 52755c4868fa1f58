"""Bosses: what they measure, where they stand, and the step of the script."""

from __future__ import annotations

import math

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.occupied import Support
from mayfly.design.places import Places
from mayfly.language.english import inverted, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.profile_sizes import (
    ask_about_curved,
    outline_of,
    place_outline,
    rectangle,
    said_sizes,
)
from mayfly.planning.features.slots_pockets import Tool, write_tool
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.surfaces.select_faces import find_faces


def add_boss(draft: Draft, mention: Mention) -> None:
    """Put bosses on a flat face: round, or rectangular.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    faces = find_faces(draft, mention)
    sizes = said_sizes(mention, ("length", "width", "height"))
    if "height" not in sizes:
        raise missing(f"How high {inverted('is', mention.name)}?", about("size", mention, "height"))
    mention.oriented = any(m.quantity.form == "angle" for m in mention.measures)
    profile = rectangle(mention, sizes, faces[0])
    attributes = [(attribute, attribute.used) for attribute in mention.attributes]
    for face in faces:
        for attribute, used in attributes:
            attribute.used = used
        ask_about_curved(draft, mention, face)
        _add_on_face(draft, mention, face, profile, sizes["height"])


def _add_on_face(draft: Draft, mention: Mention, face: Face, profile: Footprint, height: float) -> None:
    places, profile = place_outline(draft, mention, face, profile)
    _ask_about_others(draft, mention, places, profile)
    rise = draft.parameter("boss_height", height, "height of the boss above the face")
    outline = outline_of(draft, "boss", face, profile)
    sizes = number(profile.long) if profile.is_round else f"{number(profile.long)} x {number(profile.wide)}"
    title = f"{len(places.points)} x boss of {sizes} mm"
    tool = Tool(kind="boss", outline=outline, extent=rise, title=title, verb="union")
    write_tool(draft, places, profile, tool)
    points = tuple(places.points)
    occupied = draft.occupied_below(face, points, profile.extent, (-height, 0.0))
    half = (profile.extent[0] / 2, profile.extent[1] / 2)
    draft.supports.append(
        Support("boss", face, points, half, profile.radius, height, rise, mention.order, occupied)
    )
    for volume in occupied:
        draft.grow(volume.low, volume.high)
    free = draft.occupy(occupied) and face.outline != "free"
    draft.take_volume(-profile.area * height * len(points) if free else None)


def _ask_about_others(draft: Draft, mention: Mention, places: Places, profile: Footprint) -> None:
    """Ask about a boss that would run into another one, or fill a pocket.

    Raises:
        NeedsClarification: It meets what stands on the same face.
    """
    reach = math.hypot(*profile.extent) / 2 if not profile.is_round else profile.long / 2
    for support in draft.supports:
        if support.face.name == places.face.name and any(
            support.meets(u, v, reach) for u, v in places.points
        ):
            raise unsupported(
                f"{subject(mention.name, 'runs')} into another {support.kind} on the {places.face.name}."
                " Where shall it"
                " stand?",
                about("place", mention, others=[support.kind]),
            )
