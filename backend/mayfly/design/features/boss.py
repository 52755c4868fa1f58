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
    footprint_of,
    outline_steps,
    place_profile,
    sizes_text,
    write_tool,
)
from mayfly.design.geometry.occupied import Support
from mayfly.design.places import Places
from mayfly.design.profiles import Circle, Profile, Rectangle, Ring
from mayfly.design.profiles import Slot as SlotProfile
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
    rise = draft.parameter("boss_height", one.height, "height of the boss above the face")
    outline = outline_steps(draft, "boss", face, one.profile, one.orientation)
    tool = Tool(
        kind="boss", profile=one.profile, outline=outline, extent=rise,
        title=f"{len(places.points)} x boss of {sizes_text(one.profile, foot)} mm", verb="union",
    )  # fmt: skip
    write_tool(draft, places, tool)
    points = tuple(places.points)
    extent = foot.extent if foot.is_round or places.pattern != "circle" else (max(foot.extent),) * 2
    occupied = draft.occupied_below(face, points, extent, (-one.height, 0.0))
    if isinstance(one.profile, Circle | Rectangle | SlotProfile):
        half = (foot.extent[0] / 2, foot.extent[1] / 2)
        draft.supports.append(
            Support("boss", face, points, half, foot.radius, one.height, rise, one.order, occupied)
        )
    if isinstance(one.profile, Ring):
        draft.require_holes(one.profile.inner_diameter, face, "open", points)
    for volume in occupied:
        draft.grow(volume.low, volume.high)
    free = draft.occupy(occupied) and face.outline != "free"
    draft.take_volume(-foot.area * one.height * len(points) if free else None)
