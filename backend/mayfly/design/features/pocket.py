"""Pockets and slots: profiles that are sunk into a face, to a depth or through."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, face_of, through_all
from mayfly.design.features._tool import (
    AnyFootprint,
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
    total,
    turns_of,
    write_tool,
)
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places
from mayfly.design.profiles import Circle, Profile, Ring
from mayfly.design.profiles import Slot as SlotProfile
from mayfly.design.values import Angle, Length
from mayfly.language.english import a_or_an, singular, subject
from mayfly.language.units import number
from mayfly.subject import Subject, Value

_ORIENTATION = "how each lies on a bolt circle; none: all the same way"
_DEPTH = "none: through the material"


class Pocket(OnFace):
    """A profile sunk into a flat face."""

    kind: Literal["pocket"] = "pocket"
    profile: Profile
    depth: Annotated[Length | None, Field(description=_DEPTH)] = None
    orientation: Annotated[Orientation, Field(description=_ORIENTATION)] = ""

    @model_validator(mode="after")
    def _is_placed_once(self) -> Self:
        if self.profile.at != (0.0, 0.0):
            raise ValueError("the place of a pocket is its own `at`; leave that of its profile out")
        return self

    def apply(self, draft: Draft) -> None:
        """Cut it out.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        foot = footprint_of(self.profile, self.orientation)
        places = place_profile(self, face, foot, self.orientation)
        sink(
            draft,
            Sinking(
                "pocket", self.label, self.profile, self.orientation, self.depth, places, len(draft.features)
            ),
        )


class Slot(OnFace):
    """A slot with round ends; its length is measured from tip to tip."""

    kind: Literal["slot"] = "slot"
    length: Length
    width: Length
    turn: Annotated[Angle, Field(description="from the face's first coordinate")] = 0.0
    depth: Annotated[Length | None, Field(description=_DEPTH)] = None
    orientation: Annotated[Orientation, Field(description=_ORIENTATION)] = ""

    @model_validator(mode="after")
    def _is_a_slot(self) -> Self:
        self.profile()
        return self

    def profile(self) -> SlotProfile:
        """Return its outline."""
        return SlotProfile(length=self.length, width=self.width, turn=self.turn)

    def apply(self, draft: Draft) -> None:
        """Cut it out.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        face = face_of(draft, self.face, self.label)
        check_flat(draft, face, self.label)
        profile = self.profile()
        places = place_profile(self, face, footprint_of(profile, self.orientation), self.orientation)
        sink(
            draft,
            Sinking("slot", self.label, profile, self.orientation, self.depth, places, len(draft.features)),
        )


@dataclass(frozen=True, slots=True)
class Sinking:
    """A profile that is ready to be sunk into a face.

    Attributes:
        kind: What it is, for the names of the script.
        label: What to call it.
        profile: Its outline.
        orientation: How it lies on a circle.
        depth: None for through.
        places: Where it goes.
        order: Its place among the features.
    """

    kind: str
    label: str
    profile: Profile
    orientation: Orientation
    depth: float | None
    places: Places
    order: int


def sink(draft: Draft, one: Sinking) -> None:
    """Cut a profile into a face.

    Raises:
        DoesNotFit: It comes out where it should not.
    """
    face, places, kind = one.places.face, one.places, one.kind
    foot = footprint_of(one.profile, one.orientation)
    depth = _checked_depth(one, foot)
    extent = occupied_extent(foot, places)
    check_free(draft, places, extent, one.label, kind="cut")
    outline = outline_steps(draft, kind, face, one.profile, one.orientation)
    deep_name = (
        draft.parameter(f"{kind}_depth", one.depth, f"depth of the {kind}")
        if one.depth is not None
        else through_all(draft, face, depth)
    )
    title = f"{kind}s" if len(places.points) > 1 else f"{'round ' if foot.is_round else ''}{kind}"
    if isinstance(one.profile, Circle):
        draft.require_holes(foot.long, face, "through" if one.depth is None else "blind", places.points)
    elif isinstance(one.profile, Ring):
        draft.require_holes(one.profile.diameter, face, "open", places.points)
    tool = Tool(
        kind=kind, profile=one.profile, outline=outline, extent=f"-{deep_name}",
        title=f"{title} of {sizes_text(one.profile, foot)} mm", verb="cut",
        oriented=bool(one.orientation),
    )  # fmt: skip
    write_tool(draft, places, tool)
    occupied = draft.occupied_below(face, places.points, extent, (0.0, depth))
    if one.depth is not None:
        turns = turns_of(one.profile, one.orientation, places)
        draft.supports.append(
            support_of("pocket", one.profile, turns, (places, occupied), (-one.depth, deep_name, one.order))
        )
    far = math.inf if one.depth is None else depth
    removed = total([foot.taken(face, point, far) for point in places.points])
    draft.take_volume(removed if draft.occupy(occupied) and face.outline != "free" else None)


def _checked_depth(one: Sinking, foot: AnyFootprint) -> float:
    """Return how deep a cut goes, through or not.

    Raises:
        DoesNotFit: It comes out where it should not.
    """
    face, points = one.places.face, one.places.points
    if one.depth is None:
        if face.even and foot.thickness_varies(face, points):
            raise DoesNotFit(
                f"{subject(one.label, 'runs')} into what stands behind the {face.name}.",
                "Which place, or how deep?",
                fix="Give a depth, or another place.",
                subject=Subject(kind="place", feature=one.kind, name=one.label, sizes=("depth",)),
                field="at",
            )
        return foot.reach(face, points)
    thinnest = min(foot.thinnest(face, point) for point in points)
    if one.depth >= thinnest - SAME_MM:
        thick = round(thinnest, 3)
        raise DoesNotFit(
            f"{a_or_an(singular(one.label))} {number(one.depth)} mm deep goes through the {number(thick)} mm"
            " of material.",
            "Which depth?",
            fix=f"Less than {number(thick)} mm does, or no depth at all: through.",
            subject=Subject(
                kind="size", feature=one.kind, name=one.label, sizes=("depth",),
                values=(Value(one.depth), Value(thick)),
            ),
            field="depth",
        )  # fmt: skip
    return one.depth
