"""Pockets and slots: profiles that are sunk into a face, to a depth or through."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import through_all
from mayfly.design.features._tool import (
    OfAnyProfile,
    OfProfile,
    PlacedProfile,
    Tool,
    check_free,
    occupied_extent,
    outline_steps,
    sizes_text,
    support_of,
    total,
    turns_of,
    write_tool,
)
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.moments import moment_of, straight
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.profiles import Circle, Ring
from mayfly.design.profiles import Slot as SlotProfile
from mayfly.design.values import Angle, Length
from mayfly.language.english import a_or_an, singular, subject
from mayfly.language.units import number
from mayfly.subject import Subject, Value

_DEPTH = "none: through the material"


class Pocket(OfAnyProfile):
    """A profile sunk into a flat face."""

    kind: Literal["pocket"] = "pocket"
    depth: Annotated[Length | None, Field(description=_DEPTH)] = None

    def apply(self, draft: Draft) -> None:
        """Cut it out.

        Raises:
            DoesNotFit: There is no such face, or it does not fit there.
        """
        sink(draft, "pocket", self.placed(draft, self.profile), self.depth)


class Slot(OfProfile):
    """A slot with round ends; its length is measured from tip to tip."""

    kind: Literal["slot"] = "slot"
    length: Length
    width: Length
    turn: Annotated[Angle, Field(description="from the face's first coordinate")] = 0.0
    depth: Annotated[Length | None, Field(description=_DEPTH)] = None

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
        sink(draft, "slot", self.placed(draft, self.profile()), self.depth)


def sink(draft: Draft, kind: str, one: PlacedProfile, deep: float | None) -> None:
    """Cut a profile into a face.

    Args:
        draft: The model so far.
        kind: What it is, for the names of the script.
        one: The profile and its places.
        deep: How deep, in mm; None for through.

    Raises:
        DoesNotFit: It comes out where it should not.
    """
    face, places, foot = one.places.face, one.places, one.footprint
    depth = _checked_depth(kind, one, deep)
    extent = occupied_extent(foot, places)
    check_free(draft, places, extent, one.label, kind="cut")
    outline = outline_steps(draft, kind, face, one.profile, one.orientation)
    deep_name = (
        draft.parameter(f"{kind}_depth", deep, f"depth of the {kind}")
        if deep is not None
        else through_all(draft, face, depth)
    )
    title = f"{kind}s" if len(places.points) > 1 else f"{'round ' if foot.is_round else ''}{kind}"
    if isinstance(one.profile, Circle):
        blind: Literal["open", "blind"] = (
            "open" if _lies_over_holes(draft, one) else "blind"
        )  # what is its wall then: a counterbore?
        draft.require_holes(foot.long, face, "through" if deep is None else blind, places.points)
    elif isinstance(one.profile, Ring):
        draft.require_holes(one.profile.diameter, face, "open", places.points)
    tool = Tool(
        kind=kind, profile=one.profile, outline=outline, extent=f"-{deep_name}",
        title=f"{title} of {sizes_text(one.profile, foot)} mm", verb="cut",
        oriented=bool(one.orientation),
    )  # fmt: skip
    write_tool(draft, places, tool)
    reach = sum(draft.box) if deep is None and draft.form.material else depth
    occupied = draft.occupied_below(face, places.points, extent, (0.0, reach))
    if deep is not None:
        turns = turns_of(one.profile, one.orientation, places)
        draft.supports.append(
            support_of("pocket", one.profile, turns, (places, occupied), (-deep, deep_name, one.order))
        )
    far = math.inf if deep is None else depth
    removed = total([foot.taken(face, point, far) for point in places.points])
    moment = None
    if removed is not None and isinstance(foot, Footprint) and one.profile.at == (0.0, 0.0):
        piece = straight(foot.area, 0.0, min(far, face.depth))
        moment = moment_of(face, places.points, [piece], removed)
    draft.take_volume(removed if draft.occupy(occupied) and face.outline != "free" else None, moment)


def _lies_over_holes(draft: Draft, one: PlacedProfile) -> bool:
    """Return whether a hole that was made before comes out in a round pocket."""
    face, radius = one.places.face, one.footprint.long / 2
    made = [place for hole in draft.holes if hole.axis == face.axis for place in hole.at or ()]
    return any(math.dist(point, other) < radius for point in one.places.points for other in made)


def _checked_depth(kind: str, one: PlacedProfile, deep: float | None) -> float:
    """Return how deep a cut goes, through or not.

    Raises:
        DoesNotFit: It comes out where it should not.
    """
    face, points, foot = one.places.face, one.places.points, one.footprint
    if deep is None:
        if face.even and foot.thickness_varies(face, points):
            raise DoesNotFit(
                f"{subject(one.label, 'runs')} into what stands behind the {face.name}.",
                "Which place, or how deep?",
                fix="Give a depth, or another place.",
                subject=Subject(kind="place", feature=kind, name=one.label, sizes=("depth",)),
                field="at",
            )
        return foot.reach(face, points)
    thinnest = min(foot.thinnest(face, point) for point in points)
    if deep >= thinnest - SAME_MM:
        thick = round(thinnest, 3)
        raise DoesNotFit(
            f"{a_or_an(singular(one.label))} {number(deep)} mm deep goes through the {number(thick)} mm"
            " of material.",
            "Which depth?",
            fix=f"Less than {number(thick)} mm does, or no depth at all: through.",
            subject=Subject(
                kind="size", feature=kind, name=one.label, sizes=("depth",),
                values=(Value(deep), Value(thick)),
            ),
            field="depth",
        )  # fmt: skip
    return deep
