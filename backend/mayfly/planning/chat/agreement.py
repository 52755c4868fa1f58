"""Joins what the request says with certainty with what a chat model says that it asks for.

The model does not mark its own work: what the rules read from the request stays
in the requirements, whatever the model left out or made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from mayfly.contracts import (
    CylinderRequirement,
    EdgeRequirement,
    HoleRequirement,
    Plan,
    PointRequirement,
    Requirements,
)
from mayfly.errors import MayflyError
from mayfly.language.chunks import read_terms
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, conflict
from mayfly.planning.rules.planner import RulesPlanner, certain_requirements
from mayfly.planning.turns import Turns

Wanted = TypeVar("Wanted", HoleRequirement, CylinderRequirement, EdgeRequirement, PointRequirement)

_HOLE_TERMS: Final = frozenset({"hole", "bore", "counterbore", "countersink", "thread", "diameter"})
_SCALARS: Final = (
    "solids", "bounding_box_mm", "sides_mm", "lowest_mm", "centre_mm", "volume_mm3", "exact_holes", "wall_mm",
    "no_overlap", "manifold",
)  # fmt: skip
"""What the request fixes as a whole, and the model may not weaken."""
_SHAPING: Final = frozenset({"part", "feature", "role", "component", "marker"})


def read_beyond_doubt(request: str, *, said: str = "", alone: bool = True) -> tuple[Requirements, str]:
    """Return what a request fixes beyond doubt, and the words that this is read from.

    Args:
        request: What is asked for, with answers to questions in it.
        said: The words before it in the conversation, as ``Plan.request`` holds them.
        alone: It stands by itself: no model was made before it.

    Returns:
        The requirements, and the words for ``Plan.request``; none where the rules can't read
        the request as a whole. Then what the request fixed before any question was answered still
        counts, without what the answers speak about, but only in a request by itself: "two
        holes" in a change or an answer may mean what was there before.
    """
    turns = Turns.read(request)
    previous = Attempt(plan=Plan(script="", request=said)) if said else None
    try:
        plan = RulesPlanner().plan(turns.spoken, previous=previous)
    except MayflyError:
        return (_before_answers(turns) if alone else Requirements()), ""
    return _of_request(plan.requirements), plan.request


def _of_request(worked_out: Requirements) -> Requirements:
    """Return what a design of the rules must measure as what the request asks for.

    Where the model lies is the rules' choice, as is its centre of mass: the request says neither.
    """
    return replace(worked_out, lowest_mm=None, centre_mm=None, by="request")


def _before_answers(turns: Turns) -> Requirements:
    """Return what a request fixed before its questions, without what those and their answers speak about.

    A number may be any size, so it takes the overall sizes out; words about holes take the holes out.
    """
    certain = _of_request(certain_requirements(Turns(turns.request).spoken))
    if not turns.turns:
        return certain
    terms = read_terms("\n".join(text for turn in turns.turns for text in turn), words())
    senses = {sense for term in terms for sense in term.senses.values()}
    threads = any(t.quantity and t.quantity.form in {"thread", "diameter"} for t in terms)
    if senses & _HOLE_TERMS or threads:
        certain = replace(certain, holes=(), exact_holes=False)
    if any(term.quantity for term in terms) or any(term.senses.keys() & _SHAPING for term in terms):
        return Requirements(holes=certain.holes, length_tolerance_mm=certain.length_tolerance_mm)
    return certain


def join(certain: Requirements, stated: Requirements) -> Requirements:
    """Join the requirements; what is certain goes before what the model states.

    Args:
        certain: Read from the request by the rules; what they could not read is open.
        stated: The model's reading.

    Returns:
        All of them; each knows whether the request asks for it, or who asked for ``stated``.

    Raises:
        NeedsClarification: The two contradict each other.
    """
    differences = contradictions(certain, stated)
    if differences:
        raise conflict(
            "The request was understood in two ways: " + "; ".join(differences) + ". Which is right?",
            about("readings", words=differences),
        )
    fixed: dict[str, Any] = {
        name: value for name in _SCALARS if (value := getattr(certain, name)) not in {None, False}
    }
    box, volume = certain.bounding_box_mm, certain.volume_mm3
    return replace(
        stated,
        **fixed,
        any_orientation=stated.any_orientation if box is None else certain.any_orientation,
        volume_tolerance=stated.volume_tolerance if volume is None else certain.volume_tolerance,
        length_tolerance_mm=max(certain.length_tolerance_mm, stated.length_tolerance_mm),
        holes=(*_named(_sharpened(certain, stated), certain, stated), *_further_holes(certain, stated)),
        cylinders=(*_named(certain.cylinders, certain, stated), *stated.cylinders),
        edges=(*_named(certain.edges, certain, stated), *stated.edges),
        points=(*_named(certain.points, certain, stated), *stated.points),
        asked_by={
            **stated.asked_by,
            **{name: by for name in fixed if (by := certain.source(name)) != stated.by},
        },
    )


def _named(wanted: Sequence[Wanted], certain: Requirements, stated: Requirements) -> list[Wanted]:
    """Return what is certain with who asked for it, where that is somebody else than who stated the rest."""
    return [replace(one, by=one.by or certain.by) if certain.by != stated.by else one for one in wanted]


def contradictions(certain: Requirements, stated: Requirements) -> list[str]:
    """List what cannot both be true; what only one of the two says is no contradiction.

    A box whose sides lie along other axes is no contradiction either: the pose is settled by
    the conventions and held against the measured model.
    """
    found: list[str] = []
    tolerance = max(certain.length_tolerance_mm, stated.length_tolerance_mm)
    if certain.solids and stated.solids and certain.solids != stated.solids:
        found.append(f"{certain.solids} separate solids, or {stated.solids}")
    if certain.bounding_box_mm and stated.bounding_box_mm:
        sides = zip(sorted(certain.bounding_box_mm), sorted(stated.bounding_box_mm), strict=True)
        if any(abs(one - other) > tolerance for one, other in sides):
            found.append(
                f"overall {_sizes(certain.bounding_box_mm)} mm, or {_sizes(stated.bounding_box_mm)} mm"
            )
    if certain.volume_mm3 and stated.volume_mm3:
        allowed = max(certain.volume_tolerance, stated.volume_tolerance) * certain.volume_mm3
        if abs(certain.volume_mm3 - stated.volume_mm3) > allowed:
            found.append(f"a volume of {certain.volume_mm3:g} mm³, or {stated.volume_mm3:g} mm³")
    for diameter in dict.fromkeys(hole.diameter_mm for hole in certain.holes):
        wanted = _count(certain, diameter, tolerance)
        planned = _count(stated, diameter, tolerance)
        if planned and (planned < wanted or (certain.exact_holes and planned > wanted)):
            found.append(f"{wanted} holes of {diameter:g} mm, or {planned}")
    return found


def _sharpened(certain: Requirements, stated: Requirements) -> list[HoleRequirement]:
    """Return the certain holes, with axis, kind and places from the other reading where they say nothing."""
    tolerance = max(certain.length_tolerance_mm, stated.length_tolerance_mm)

    def of_size(requirements: Requirements, diameter_mm: float) -> list[HoleRequirement]:
        return [
            hole
            for hole in requirements.holes
            if not hole.apart and abs(hole.diameter_mm - diameter_mm) <= tolerance
        ]

    sharpened: list[HoleRequirement] = []
    for hole in certain.holes:
        same = of_size(stated, hole.diameter_mm)
        if len(same) == 1 and len(of_size(certain, hole.diameter_mm)) == 1 and same[0].count == hole.count:
            other = same[0]
            hole = replace(
                hole,
                axis=hole.axis or other.axis,
                kind=hole.kind or other.kind,
                at=hole.at or other.at,
                depth_mm=hole.depth_mm or other.depth_mm,
                counterbore_mm=hole.counterbore_mm or other.counterbore_mm,
                countersink=hole.countersink or other.countersink,
            )
        sharpened.append(hole)
    return sharpened


def _further_holes(certain: Requirements, stated: Requirements) -> list[HoleRequirement]:
    """Return the model's holes that the rules have not read, each measured hole asked for only once."""
    by_themselves = [hole for hole in stated.holes if hole.apart]
    if certain.exact_holes:
        return by_themselves
    tolerance = max(certain.length_tolerance_mm, stated.length_tolerance_mm)
    left = {hole.diameter_mm: _count(certain, hole.diameter_mm, tolerance) for hole in stated.holes}
    further: list[HoleRequirement] = by_themselves
    for hole in stated.holes:
        if hole.apart:
            continue
        covered = min(left[hole.diameter_mm], hole.count)
        left[hole.diameter_mm] -= covered
        if covered == 0:
            further.append(hole)
        elif covered < hole.count:
            further.append(HoleRequirement(diameter_mm=hole.diameter_mm, count=hole.count - covered))
    return further


def _count(requirements: Requirements, diameter_mm: float, tolerance_mm: float) -> int:
    """Return how many holes of a size are asked for; those of an expectation may be the others again."""
    same = [hole for hole in requirements.holes if abs(hole.diameter_mm - diameter_mm) <= tolerance_mm]
    apart = sum(hole.count for hole in same if hole.apart)
    return max(apart, sum(hole.count for hole in same if not hole.apart))


def _sizes(box: tuple[float, float, float]) -> str:
    return " × ".join(f"{side:g}" for side in box)
