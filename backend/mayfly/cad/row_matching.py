"""Matches required holes, cylinders and edges with measured ones, each measured one used only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from mayfly.contracts import (
    CylinderRequirement,
    EdgeRequirement,
    HoleRequirement,
    MeasuredCylinder,
    MeasuredEdges,
    MeasuredHole,
    Mismatch,
    Requirements,
)

_LISTED = 10
"""Kinds of holes that are listed where there should be none; the rest is counted."""
_NEAR_LISTED = 3

Place = tuple[float, ...] | None
Wanted = TypeVar("Wanted", HoleRequirement, CylinderRequirement)
Measured = TypeVar("Measured", MeasuredHole, MeasuredCylinder)


def missed_holes(requirements: Requirements, holes: Sequence[MeasuredHole]) -> list[Mismatch]:
    """Match each required hole with a measured one; return what is left over on either side."""

    def fits(wanted: HoleRequirement, hole: MeasuredHole) -> bool:
        return _fits_hole(wanted, hole, requirements)

    own = [hole for hole in requirements.holes if not hole.apart]
    missed, free = _matched(requirements, own, holes, fits=fits, name=_hole_name, say=hole_text)
    for hole in requirements.holes:
        if hole.apart:
            more, others = _matched(requirements, [hole], holes, fits=fits, name=_hole_name, say=hole_text)
            missed += more
            free = [item for item in free if item in others]
    if requirements.exact_holes and free:
        listed = sorted({f"{hole.diameter_mm:g} mm {hole.kind} along {hole.axis}" for hole, _ in free})
        rest = [f"and {len(listed) - _LISTED:,} more kinds"] if len(listed) > _LISTED else []
        kinds = ", ".join([*listed[:_LISTED], *rest])
        by = requirements.source("exact_holes")
        missed.append(Mismatch(check="no other holes", expected=0, measured=f"{len(free)}: {kinds}", by=by))
    return missed


def missed_cylinders(requirements: Requirements, cylinders: Sequence[MeasuredCylinder]) -> list[Mismatch]:
    """Match each required cylinder with a measured one; return those that are not there, or are too many."""

    def fits(wanted: CylinderRequirement, found: MeasuredCylinder) -> bool:
        tolerance = requirements.length_tolerance_mm
        return (
            _near(wanted.diameter_mm, found.diameter_mm, tolerance)
            and (wanted.length_mm is None or _near(wanted.length_mm, found.length_mm, tolerance))
            and (requirements.any_orientation or wanted.axis in {None, found.axis})
        )

    wanted = requirements.cylinders
    return _matched(requirements, wanted, cylinders, fits=fits, name=_cylinder_name, say=_cylinder_text)[0]


def missed_edges(requirements: Requirements, edges: Sequence[MeasuredEdges]) -> list[Mismatch]:
    """Count the rounded and chamfered edges of each required size."""
    missed: list[Mismatch] = []
    tolerance = requirements.length_tolerance_mm
    for wanted in requirements.edges:
        sizes = _edge_sizes(wanted)
        found = sum(
            row.count
            for row in edges
            if row.kind == wanted.kind
            and all(_near(a, b, tolerance) for a, b in zip(sizes, row.sizes_mm, strict=True))
        )
        if found < wanted.count or (wanted.exact and found > wanted.count):
            others = [
                f"{row.count} of {_sizes_text(row.sizes_mm)} mm" for row in edges if row.kind == wanted.kind
            ]
            missed.append(
                Mismatch(
                    check=f"{wanted.kind}s {_sizes_text(sizes)} mm",
                    expected=wanted.count,
                    measured=found,
                    tolerance=tolerance,
                    by=wanted.by or requirements.source("edges"),
                    instead=", ".join(others[:_NEAR_LISTED]),
                )
            )
    return missed


def _matched(
    requirements: Requirements,
    wanted: Sequence[Wanted],
    measured: Sequence[Measured],
    *,
    fits: Callable[[Wanted, Measured], bool],
    name: Callable[[Wanted], str],
    say: Callable[[Measured], str],
) -> tuple[list[Mismatch], list[tuple[Measured, Place]]]:
    """Match what is required with what was measured.

    Returns:
        What is missed, and what was measured and is not required, one entry for each place.
    """
    free: list[tuple[Measured, Place]] = [(row, place) for row in measured for place in _places(row)]
    missed: list[Mismatch] = []
    tolerance = requirements.length_tolerance_mm
    # The strictest first, so that a requirement with places does not lose its hole to one without.
    for one in sorted(wanted, key=_open_fields):
        places: Sequence[Place] = one.at if one.at is not None else [None] * one.count
        if requirements.any_orientation:
            places = [None] * one.count
        alike = sum(fits(one, row) for row, _ in free)
        found = 0
        for place in places:
            match = next(
                (item for item in free if fits(one, item[0]) and _is_at(place, item[1], tolerance)), None
            )
            if match is not None:
                free.remove(match)
                found += 1
        if found < len(places) or (one.exact and alike > found):
            near = [row for row in measured if _near(row.diameter_mm, one.diameter_mm, tolerance)]
            missed.append(
                Mismatch(
                    check=name(one),
                    expected=len(places),
                    measured=found if found < len(places) else alike,
                    tolerance=tolerance,
                    by=one.by or requirements.source(_field_of(one)),
                    instead=", ".join(map(say, near[:_NEAR_LISTED])),
                )
            )
    return missed, free


def _field_of(wanted: HoleRequirement | CylinderRequirement) -> str:
    return "holes" if isinstance(wanted, HoleRequirement) else "cylinders"


def _open_fields(wanted: HoleRequirement | CylinderRequirement) -> tuple[bool, ...]:
    """Return what a requirement leaves open, so that those which leave least open sort first."""
    if isinstance(wanted, CylinderRequirement):
        return (wanted.at is None, wanted.axis is None, wanted.length_mm is None)
    heads = wanted.counterbore_mm is None and wanted.countersink is None
    return (wanted.at is None, wanted.axis is None, wanted.kind is None, wanted.depth_mm is None, heads)


def _places(row: MeasuredHole | MeasuredCylinder) -> list[tuple[float, ...]]:
    """Return one place for each axis of a group, even where the report holds too few."""
    places: list[tuple[float, ...]] = list(row.at)
    return places + [()] * (row.count - len(places))


def _is_at(place: Place, measured: Place, tolerance: float) -> bool:
    """Whether something measured is where it has to be, if that is said."""
    if place is None:
        return True
    if measured is None or len(measured) != len(place):
        return False
    return all(_near(a, b, tolerance) for a, b in zip(measured, place, strict=True))


def _fits_hole(wanted: HoleRequirement, hole: MeasuredHole, requirements: Requirements) -> bool:
    """Return whether a measured hole can serve as the required one, wherever it is."""
    tolerance, degrees = requirements.length_tolerance_mm, requirements.angle_tolerance
    if not _near(hole.diameter_mm, wanted.diameter_mm, tolerance):
        return False
    if wanted.kind is not None and hole.kind != wanted.kind:
        return False
    if not requirements.any_orientation and wanted.axis is not None and hole.axis != wanted.axis:
        return False
    if wanted.depth_mm is not None and (
        hole.depth_mm is None or not _near(hole.depth_mm, wanted.depth_mm, tolerance)
    ):
        return False
    if wanted.counterbore_mm is not None and not any(
        _near(diameter, wanted.counterbore_mm[0], tolerance)
        and _near(depth, wanted.counterbore_mm[1], tolerance)
        for diameter, depth in hole.counterbores_mm
    ):
        return False
    return wanted.countersink is None or any(
        _near(diameter, wanted.countersink[0], tolerance) and _near(angle, wanted.countersink[1], degrees)
        for diameter, angle in hole.countersinks
    )


def _near(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance


def _edge_sizes(wanted: EdgeRequirement) -> tuple[float, ...]:
    if wanted.kind == "fillet":
        return (wanted.size_mm,)
    second = wanted.size_mm if wanted.second_mm is None else wanted.second_mm
    return (min(wanted.size_mm, second), max(wanted.size_mm, second))


def _sizes_text(sizes: Sequence[float]) -> str:
    """Format a radius, or what a chamfer takes off: two sizes only where they differ."""
    return " x ".join(f"{size:g}" for size in dict.fromkeys(sizes))


def _hole_name(hole: HoleRequirement) -> str:
    """Format a hole requirement, so that a reader knows which one was missed."""
    kind = f" {hole.kind}" if hole.kind else ""
    axis = f" along {hole.axis}" if hole.axis else ""
    deep = f", {hole.depth_mm:g} mm deep" if hole.depth_mm is not None else ""
    bored = hole.counterbore_mm
    head = f", counterbore {bored[0]:g} x {bored[1]:g} mm" if bored else ""
    sunk = hole.countersink
    head += f", countersink {sunk[0]:g} mm at {sunk[1]:g}°" if sunk else ""
    return f"holes {hole.diameter_mm:g} mm{kind}{axis}{deep}{head}{_where(hole.at)}"


def _cylinder_name(cylinder: CylinderRequirement) -> str:
    axis = f" along {cylinder.axis}" if cylinder.axis else ""
    long = f", {cylinder.length_mm:g} mm long" if cylinder.length_mm is not None else ""
    return f"outer cylinders {cylinder.diameter_mm:g} mm{axis}{long}{_where(cylinder.at)}"


def _where(places: Sequence[tuple[float, float]] | None) -> str:
    return f" at {', '.join(f'({a:g}, {b:g})' for a, b in places)}" if places else ""


def hole_text(hole: MeasuredHole) -> str:
    """Return a kind of measured holes in a few words: "4 × Ø6.6 through, countersunk to Ø13"."""
    deep = f" {hole.depth_mm:g} deep" if hole.kind == "blind" and hole.depth_mm is not None else ""
    sunk = "".join(f" countersunk to Ø{wide:g}" for wide, _ in hole.countersinks)
    return f"{hole.count} × Ø{hole.diameter_mm:g} {hole.kind}{deep}{sunk}"


def _cylinder_text(cylinder: MeasuredCylinder) -> str:
    return f"{cylinder.count} × Ø{cylinder.diameter_mm:g} along {cylinder.axis}, {cylinder.length_mm:g} long"
