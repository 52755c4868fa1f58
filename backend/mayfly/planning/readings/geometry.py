"""What tells the geometry of two plans apart, worked out without the CAD kernel."""

from __future__ import annotations

from mayfly.contracts import Plan, Requirements
from mayfly.design import Design
from mayfly.design.compile import draft_of
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.errors import MayflyError


def geometry(plan: Plan) -> tuple[object, ...]:
    """Return what must be measured on a plan's model, how it is turned, and where its features lie."""
    wanted: Requirements = plan.requirements
    volume = None if wanted.volume_mm3 is None else round(wanted.volume_mm3, 3)
    box = tuple(round(side, 4) for side in wanted.bounding_box_mm or ())
    holes = tuple(sorted((round(hole.diameter_mm, 4), hole.count) for hole in wanted.holes or ()))
    return volume, box, holes, _turns(plan), _features(plan)


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
    return frozenset(_box(one) for draft in drafts for one in draft.occupied)


def _box(one: OccupiedVolume) -> tuple[float, ...]:
    return tuple(round(coordinate, 3) + 0.0 for coordinate in (*one.low, *one.high))
