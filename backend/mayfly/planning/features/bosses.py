"""Bosses: what they measure, where they stand, and the step of the script."""

from __future__ import annotations

import math

from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.profile_sizes import (
    ask_about_curved,
    outline_of,
    place_outline,
    rectangle,
    said_sizes,
)
from mayfly.planning.features.slots_pockets import write_tool
from mayfly.planning.geometry.faces import Face
from mayfly.planning.geometry.occupied import Stand
from mayfly.planning.geometry.profiles import Footprint
from mayfly.planning.placement.patterns import Places
from mayfly.planning.questions import missing, unsupported
from mayfly.planning.script.draft import Draft
from mayfly.planning.surfaces.select_faces import find_faces


def add_boss(draft: Draft, mention: Mention) -> None:
    """Put bosses on a flat face: round, or rectangular.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    faces = find_faces(draft, mention)
    sizes = said_sizes(mention, ("length", "width", "height"))
    if "height" not in sizes:
        raise missing(f"How high is the {mention.name}?")
    mention.oriented = any(m.quantity.form == "angle" for m in mention.measures)
    foot = rectangle(mention, sizes, faces[0])
    attributes = [(attribute, attribute.used) for attribute in mention.attributes]
    for face in faces:
        for attribute, used in attributes:
            attribute.used = used
        ask_about_curved(draft, mention, face)
        _stand(draft, mention, face, foot, sizes["height"])


def _stand(draft: Draft, mention: Mention, face: Face, foot: Footprint, height: float) -> None:
    places, foot = place_outline(draft, mention, face, foot)
    _ask_about_others(draft, mention, places, foot)
    rise = draft.parameter("boss_height", height, "height of the boss above the face")
    outline = outline_of(draft, "boss", face, foot)
    sizes = number(foot.long) if foot.is_round else f"{number(foot.long)} x {number(foot.wide)}"
    title = f"{len(places.points)} x boss of {sizes} mm"
    write_tool(draft, places, foot, "boss", (outline, rise), title, "union")
    points = tuple(places.points)
    regions = draft.regions_of(face, points, foot.extent, (-height, 0.0))
    half = (foot.extent[0] / 2, foot.extent[1] / 2)
    draft.stands.append(Stand("boss", face, points, half, foot.radius, height, rise, mention.order, regions))
    for region in regions:
        draft.grow(region.low, region.high)
    free = draft.occupy(regions) and face.outline != "free"
    draft.take_volume(-foot.area * height * len(points) if free else None)


def _ask_about_others(draft: Draft, mention: Mention, places: Places, foot: Footprint) -> None:
    """Ask about a boss that would run into another one, or fill a pocket.

    Raises:
        NeedsClarification: It meets what stands on the same face.
    """
    reach = math.hypot(*foot.extent) / 2 if not foot.is_round else foot.long / 2
    for stand in draft.stands:
        if stand.face.name == places.face.name and any(stand.meets(u, v, reach) for u, v in places.points):
            raise unsupported(
                f"The {mention.name} runs into another {stand.kind} on the {places.face.name}. Where shall it"
                " stand?"
            )
