"""Bosses: profiles that stand out of a face."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, face_of
from mayfly.design.features._tool import (
    Orientation,
    Tool,
    check_flat,
    check_free,
    footprint_of,
    occupied_extent,
    outline_steps,
    place_profile,
    sizes_text,
    support_of,
    turns_of,
    write_tool,
)
from mayfly.design.geometry.faces import Box3, Face, Point
from mayfly.design.outlines import Outline
from mayfly.design.places import Places
from mayfly.design.profiles import Profile, Ring
from mayfly.design.values import Length
from mayfly.language.english import subject
from mayfly.subject import Subject


class Boss(OnFace):
    """A profile that stands out of a flat face; holes may go on it."""

    kind: Literal["boss"] = "boss"
    profile: Profile
    height: Annotated[Length, Field(description="above the face")]
    orientation: Annotated[
        Orientation, Field(description="how each lies on a bolt circle; none: all the same way")
    ] = ""

    @model_validator(mode="after")
    def _is_placed_once(self) -> Self:
        if self.profile.at != (0.0, 0.0):
            raise ValueError("the place of a boss is its own `at`; leave that of its profile out")
        return self

    def apply(self, draft: Draft) -> None:
        """Join it.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        foot = footprint_of(self.profile, self.orientation)
        places = place_profile(self, face, foot, self.orientation)
        raise_boss(
            draft,
            Standing(self.label, self.profile, self.orientation, self.height, places, len(draft.features)),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A boss that is ready to be joined.

    Attributes:
        label: What to call it.
        profile: Its outline.
        orientation: How it lies on a circle.
        height: Above the face, in mm.
        places: Where it goes.
        order: Its place among the features.
    """

    label: str
    profile: Profile
    orientation: Orientation
    height: float
    places: Places
    order: int


def raise_boss(draft: Draft, one: Standing) -> None:
    """Put bosses on a face.

    Raises:
        DoesNotFit: One runs into what stands on the same face.
    """
    places, face = one.places, one.places.face
    foot = footprint_of(one.profile, one.orientation)
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
    rise = draft.parameter("boss_height", one.height, "height of the boss above the face")
    outline = outline_steps(draft, "boss", face, one.profile, one.orientation)
    tool = Tool(
        kind="boss", profile=one.profile, outline=outline, extent=rise,
        title=f"{len(places.points)} x boss of {sizes_text(one.profile, foot)} mm", verb="union",
        oriented=bool(one.orientation),
    )  # fmt: skip
    write_tool(draft, places, tool)
    points = tuple(places.points)
    occupied = draft.occupied_below(face, points, extent, (-one.height, 0.0))
    turns = turns_of(one.profile, one.orientation, places)
    draft.supports.append(
        support_of("boss", one.profile, turns, (places, occupied), (one.height, rise, one.order))
    )
    if isinstance(one.profile, Ring):
        draft.require_holes(one.profile.inner_diameter, face, "open", points)
    plain = one.profile.model_copy(update={"turn": 0.0}).outline()
    for point, turn in zip(points, turns, strict=True):
        draft.grow(*_box(face, point, plain, (turn, one.height)))
    free = draft.occupy(occupied) and face.outline != "free"
    draft.take_volume(-foot.area * one.height * len(points) if free else None)


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
