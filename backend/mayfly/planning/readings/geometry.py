"""What tells the geometry of two plans apart, worked out without the CAD kernel."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mayfly.contracts import HoleRequirement, Plan, Requirements
from mayfly.design import Design
from mayfly.design.compile import draft_of
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import MayflyError


def geometry(plan: Plan) -> tuple[object, ...]:
    """Return what must be measured on a plan's model, how it is turned, and where its features lie."""
    wanted: Requirements = plan.requirements
    volume = None if wanted.volume_mm3 is None else round(wanted.volume_mm3, 3)
    box = tuple(round(side, 4) for side in wanted.bounding_box_mm or ())
    placed = tuple(sorted(_placed(hole) for hole in wanted.holes or ()))
    return volume, box, placed, _turns(plan), _features(plan)


def _placed(hole: HoleRequirement) -> tuple[float, int, str, tuple[tuple[float, ...], ...]]:
    """Return what tells holes apart: diameter, count, axis and places."""
    at = tuple(sorted(tuple(round(one, 3) + 0.0 for one in place) for place in hole.at or ()))
    return round(hole.diameter_mm, 4), hole.count, hole.axis or "", at


def alike(one: Plan, other: Plan) -> bool:
    """Return whether two plans make the same model.

    A bore may be a size of the part in one and a feature of the other: the features of one then are among
    those of the other, and nothing else tells the models apart.
    """
    (*these, first), (*those, second) = geometry(one), geometry(other)
    if these != those or these[0] is None:
        return these == those and first == second
    same_centre = _centre_of(one) is not None and _centre_of(one) == _centre_of(other)
    return first == second or (same_centre and (first <= second or second <= first))  # type: ignore[operator]


def contradict(one: Plan, other: Plan) -> bool:
    """Return whether the models of two plans differ in size, as far as that is known of both."""
    these, those = geometry(one)[:2], geometry(other)[:2]
    return any(a != b for a, b in zip(these, those, strict=True) if a and b)


def _centre_of(plan: Plan) -> tuple[float, ...] | None:
    """Return the centre of mass that a model must have, to a thousandth of a mm; None where it is open."""
    centre = plan.requirements.centre_mm
    known = [round(one, 3) + 0.0 for one in centre or () if one is not None]
    return tuple(known) if len(known) == 3 else None


def _turns(plan: Plan) -> tuple[tuple[float, ...], ...]:
    """Return the angles by which the bodies of a plan's design are turned; empty where it has no design."""
    if plan.design is None:
        return ()
    try:
        return tuple(body.turn for body in Design.read(plan.design).bodies if any(body.turn))
    except MayflyError:
        return ()


def _features(plan: Plan) -> frozenset[tuple[float, ...]]:
    """Return the boxes that the features of a plan's design take up; empty where it has no design."""
    if plan.design is None:
        return frozenset()
    try:
        drafts = [draft_of(body) for body in Design.read(plan.design).bodies]
    except MayflyError:
        return frozenset()
    holes = plan.requirements.holes or ()
    return frozenset(
        _box(one) for draft in drafts for one in draft.occupied if not _is_through_hole(one, holes)
    )


def _is_through_hole(one: OccupiedVolume, holes: Iterable[HoleRequirement]) -> bool:
    """Return whether a volume is a hole through the body; its place tells it apart, a part's own or not."""
    return any(
        hole.kind == "through"
        and (hole.axis or "").lower() == one.axis.lower() != ""
        and abs(hole.diameter_mm - 2 * one.radius) < SAME_MM
        and any(math.dist(place, one.centre) < SAME_MM for place in hole.at or ())
        for hole in holes
    )


def _box(one: OccupiedVolume) -> tuple[float, ...]:
    return tuple(round(coordinate, 3) + 0.0 for coordinate in (*one.low, *one.high))
