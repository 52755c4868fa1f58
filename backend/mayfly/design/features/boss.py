"""Bosses: profiles that stand out of a face."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._tool import (
    OfAnyProfile,
    PlacedProfile,
    Tool,
    check_free,
    occupied_extent,
    outline_steps,
    sizes_text,
    support_of,
    turns_of,
    write_tool,
)
from mayfly.design.geometry.faces import Box3, Face, Point
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.moments import moment_of, straight
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.outlines import Outline
from mayfly.design.profiles import Ring
from mayfly.design.values import Length
from mayfly.language.english import subject
from mayfly.subject import Subject


class Boss(OfAnyProfile):
    """A profile that stands out of a flat face; holes may go on it."""

    kind: Literal["boss"] = "boss"
    height: Annotated[Length, Field(description="above the face")]

    def apply(self, draft: Draft) -> None:
        """Join it.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        raise_boss(draft, self.placed(draft, self.profile), self.height)


def raise_boss(draft: Draft, one: PlacedProfile, height: float) -> None:
    """Put bosses on a face.

    Args:
        draft: The model so far.
        one: The profile and its places.
        height: Above the face, in mm.

    Raises:
        DoesNotFit: One runs into what stands on the same face.
    """
    places, face, foot = one.places, one.places.face, one.footprint
    reach = foot.long / 2 if foot.is_round else math.hypot(*foot.extent) / 2
    for support in draft.supports:
        if support.face.name == face.name and any(support.meets(u, v, reach) for u, v in places.points):
            raise DoesNotFit(
                f"{subject(one.label, 'runs')} into another {support.kind} on the {face.name}.",
                "Where shall it stand?",
                fix="Put it somewhere else.",
                reason="unsupported",
                subject=Subject(kind="place", feature="boss", name=one.label, others=(support.kind,)),
                field="at",
            )
    extent = occupied_extent(foot, places)
    check_free(draft, places, extent, one.label, kind="boss")
    rise = draft.parameter("boss_height", height, "height of the boss above the face")
    outline = outline_steps(draft, "boss", face, one.profile, one.orientation)
    tool = Tool(
        kind="boss", profile=one.profile, outline=outline, extent=rise,
        title=f"{len(places.points)} x boss of {sizes_text(one.profile, foot)} mm", verb="union",
        oriented=bool(one.orientation),
    )  # fmt: skip
    write_tool(draft, places, tool)
    points = tuple(places.points)
    occupied = draft.occupied_below(face, points, extent, (-height, 0.0))
    turns = turns_of(one.profile, one.orientation, places)
    draft.supports.append(
        support_of("boss", one.profile, turns, (places, occupied), (height, rise, one.order))
    )
    if isinstance(one.profile, Ring) and abs(one.profile.inner_diameter - face.inner) > SAME_MM:
        draft.require_holes(one.profile.inner_diameter, face, "open", points)
    plain = one.profile.model_copy(update={"turn": 0.0}).outline()
    for point, turn in zip(points, turns, strict=True):
        draft.grow(*_box(face, point, plain, (turn, height)))
    free = draft.occupy(occupied) and draft.is_empty(occupied) and face.outline != "free"
    added = -foot.area * height * len(points)
    moment = None
    if isinstance(foot, Footprint) and one.profile.at == (0.0, 0.0):
        moment = moment_of(face, points, [straight(foot.area, 0.0, -height)], added)
    draft.take_volume(added if free else None, moment)


def _box(face: Face, point: Point, outline: Outline, how: tuple[float, float]) -> Box3:
    """Return the box of the model around the top of a boss: its outline, turned, at a height."""
    turn, height = math.radians(how[0]), how[1]
    cos, sin = math.cos(turn), math.sin(turn)
    middle = face.space(*point, -height)
    along, up = (
        [a - b for a, b in zip(face.space(*at, -height), middle, strict=True)]
        for at in ((point[0] + 1, point[1]), (point[0], point[1] + 1))
    )
    low, high = [0.0] * 3, [0.0] * 3
    for i in range(3):
        way = (along[i] * cos + up[i] * sin, up[i] * cos - along[i] * sin)
        high[i] = middle[i] + outline.reach(way)
        low[i] = middle[i] - outline.reach((-way[0], -way[1]))
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])
