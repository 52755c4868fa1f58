"""Checks that holes fit: their depth, the walls behind them, and the holes that are there already."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places
from mayfly.language.english import agree, one, singular, subject
from mayfly.language.units import number
from mayfly.requirements import HoleRequirement
from mayfly.subject import Subject, lengths

_SAME_MM: Final = 1e-9


@dataclass(slots=True)
class HoleSizes:
    """Sizes of a hole, settled.

    Attributes:
        diameter: Of the drilled wall.
        depth: None for a through hole.
        counterbore: Diameter and depth of a counterbore.
        countersink: Diameter and angle (degrees) of a countersink.
        point: Angle (degrees) of the cone at the bottom; None for a flat bottom.
        thread: The screw that it is for ("M6"), where one was named.
        tapped: It is tapped for that screw, which otherwise passes through.
    """

    diameter: float
    depth: float | None = None
    counterbore: tuple[float, float] | None = None
    countersink: tuple[float, float] | None = None
    point: float | None = None
    thread: str | None = None
    tapped: bool = False

    @property
    def width(self) -> float:
        """The widest diameter."""
        return max(self.diameter, *(w[0] for w in (self.counterbore, self.countersink) if w), self.diameter)


def check_others(draft: Draft, label: str, hole: HoleSizes, places: Places) -> None:
    """Refuse holes of one direction that cut into each other: they are no round holes any more."""
    if places.face.normal is not None:
        return
    _check_countersink(label, hole, places.face)
    _check_bosses(draft, label, hole, places)
    radius = hole.diameter / 2
    for other in (*draft.requirements.holes, *draft.holes):
        if other.axis != places.face.axis:
            continue
        taken = sorted(other.at or ())
        for at in places.points:
            for place in _near(taken, at[0], radius + other.diameter_mm / 2):
                _check_pair(label, hole, other, at, math.dist(at, place))


def _check_countersink(label: str, hole: HoleSizes, face: Face) -> None:
    """Refuse a countersink on a curved face, where its rim would be no circle."""
    if hole.countersink and face.curved:
        raise DoesNotFit(
            f"A countersink on the curved {face.name} can't be made.",
            "Does a counterbore do?",
            fix="A counterbore can be made there.",
            reason="unsupported",
            field="countersink",
            subject=Subject(kind="feature", feature="hole", name=label, others=("countersink",)),
        )


def _check_bosses(draft: Draft, label: str, hole: HoleSizes, places: Places) -> None:
    """Refuse a through hole that comes out under a boss on the opposite face."""
    radius = hole.diameter / 2
    for support in draft.supports:
        over = any(support.meets(u, v, radius) for u, v in places.points)
        behind = support.face.axis == places.face.axis and support.face.name != places.face.name
        if support.kind == "boss" and over and behind and hole.depth is None:
            raise DoesNotFit(
                f"{subject(label, 'comes')} out under the boss on the {support.face.name}.",
                "Shall it go in from there?",
                fix=f"Let it begin on the {support.face.name}.",
                reason="unsupported",
                field="face",
                subject=Subject(kind="face", feature="hole", name=label, others=("boss",)),
            )


def _check_pair(label: str, hole: HoleSizes, other: HoleRequirement, at: Point, apart: float) -> None:
    """Refuse a hole that meets another one of the same direction.

    Args:
        label: What the new hole is called.
        hole: Its sizes.
        other: Holes that are there.
        at: The new hole's place on its face, mm.
        apart: How far its middle is from that of one of the other holes, mm.
    """
    radius, reach = hole.diameter / 2, other.diameter_mm / 2
    both = lengths(hole.diameter, other.diameter_mm)
    through = other.kind in {"through", "counterbore", "groove"}
    within = apart <= abs(radius - reach) - _SAME_MM
    swallowed = hole.depth is not None and apart + radius <= reach + _SAME_MM
    if through and ((hole.depth is None and within) or swallowed):
        raise DoesNotFit(
            f"The holes of {number(hole.diameter)} mm and {number(other.diameter_mm)} mm lie"
            " within each other.",
            "Which one is right, or is one counterbored hole meant?",
            fix="Make it one hole with a counterbore.",
            reason="conflict",
            field="at",
            subject=Subject(kind="feature", feature="hole", name=label, values=both, others=("counterbore",)),
        )
    if other.kind == "blind" and hole.depth is None and apart + radius <= reach - _SAME_MM:
        raise DoesNotFit(
            f"The hole of {number(hole.diameter)} mm goes through the bottom of the blind one of"
            f" {number(other.diameter_mm)} mm.",
            "Is one counterbored hole meant?",
            fix="Make it one hole with a counterbore.",
            reason="conflict",
            field="at",
            subject=Subject(
                kind="feature",
                feature="hole",
                name=label,
                values=both,
                others=("counterbore",),
                words=("blind",),
            ),
        )
    if abs(radius - reach) + _SAME_MM < apart < radius + reach - _SAME_MM:
        u, v = (round(one, 3) for one in at)
        raise DoesNotFit(
            f"The {label} of {number(hole.diameter)} mm at ({number(u)}, {number(v)})"
            f" {agree(label, 'cuts', 'cut')} into the hole of {number(other.diameter_mm)} mm.",
            "Which size or place is right?",
            fix=f"Their centres must be more than {number(round(radius + reach, 3))} mm apart.",
            field="at",
            subject=Subject(
                kind="place",
                feature="hole",
                name=label,
                sizes=("diameter",),
                values=lengths(hole.diameter, other.diameter_mm, u, v),
            ),
        )


def _near(at: Sequence[Point], u: float, reach: float) -> Sequence[Point]:
    """Return those of some sorted places that lie no further from a coordinate than this."""
    return at[bisect_left(at, (u - reach, -math.inf)) : bisect_right(at, (u + reach, math.inf))]


def is_whole_depth(draft: Draft, face: Face) -> bool:
    """Whether a drill that never stops meets nothing else behind the face."""
    if face.layers is not None:
        return not face.depth_name
    if draft.joined:
        return False
    return abs(face.depth - draft.box["XYZ".index(face.axis)]) < 1e-6 and draft.form.kind in {
        "prismatic",
        "round",
    }


def checked_depth(label: str, hole: HoleSizes, places: Places, rise: float) -> float:
    """Return the depth of the wall below the face's level; of a through hole, to where it comes out."""
    face, foot = places.face, Footprint.round(hole.diameter)
    thinnest = min(foot.thinnest(face, point) for point in places.points)
    tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2)) if hole.point else 0.0
    if hole.depth is not None and hole.depth + tip >= thinnest + rise - 1e-6:
        with_tip = f" (with the drill's point {number(round(hole.depth + tip, 3))} mm)" if tip else ""
        raise DoesNotFit(
            f"A blind {singular(label)} {number(hole.depth)} mm deep{with_tip} goes through the"
            f" {number(round(thinnest + rise, 3))} mm of material.",
            "Which depth, or is it a through hole?",
            fix=f"Less than {number(round(thinnest + rise - tip, 3))} mm does, or no depth at all: through.",
            field="depth",
            subject=Subject(
                kind="size",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(hole.depth, round(thinnest + rise, 3)),
            ),
        )
    if hole.depth is None and face.even and foot.thickness_varies(face, places.points):
        raise DoesNotFit(
            f"{one(label)} of {number(hole.diameter)} mm through the {face.name} runs into what stands"
            f" behind it: there is more than {number(face.depth)} mm of material.",
            "Which place, or how deep?",
            fix="Give a depth, or another place.",
            field="at",
            subject=Subject(
                kind="place",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(hole.diameter, face.depth),
            ),
        )
    depth = hole.depth if hole.depth is not None else foot.reach(face, places.points) + rise
    head = hole.counterbore[1] if hole.counterbore else 0.0
    if hole.countersink:
        head = (hole.countersink[0] - hole.diameter) / 2 / math.tan(math.radians(hole.countersink[1] / 2))
    room = depth if hole.depth is not None else thinnest + rise
    if head >= room - 1e-6:
        what = "counterbore" if hole.counterbore else "countersink"
        raise DoesNotFit(
            f"{subject(what, 'is')} {number(round(head, 3))} mm deep, but there are only"
            f" {number(round(room, 3))} mm of material.",
            field=what,
            subject=Subject(
                kind="size",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(round(head, 3), round(room, 3)),
                others=(what,),
            ),
        )
    return depth - rise


def check_curve(label: str, hole: HoleSizes, places: Places) -> None:
    """Check that what ends below a curved face has a wall all around.

    Raises:
        DoesNotFit: It ends higher than the lowest point of its rim.
    """
    face = places.face
    ends = [("depth", "", hole.diameter, hole.depth)]
    if hole.counterbore:
        ends.append(("counterbore.depth", "counterbore of the ", *hole.counterbore))
    for field, what, wide, deep in ends:
        if deep is None or not face.curved:
            continue
        turns = [2 * math.pi * k / 24 for k in range(24)]
        rim = [
            face.behind(u + wide / 2 * math.cos(t), v + wide / 2 * math.sin(t))
            for u, v in places.points
            for t in turns
        ]
        low = round(max(layers[0][0] for layers in rim if layers), 3)
        if deep <= low + SAME_MM:
            raise DoesNotFit(
                f"The {what}{singular(label)} is {number(deep)} mm deep, but the curved {face.name} falls"
                f" away by {number(low)} mm within its {number(wide)} mm.",
                "Which depth?",
                fix=f"More than {number(low)} mm does.",
                field=field,
                subject=Subject(
                    kind="size", feature="hole", name=label, sizes=("depth",), values=lengths(deep, low, wide)
                ),
            )
