"""Compares what was measured with what was asked for."""

from __future__ import annotations

from mayfly.contracts import BuildReport, HoleRequirement, MeasuredHole, Mismatch, Requirements

_LISTED = 10
"""Kinds of holes that are listed where there should be none; the rest is counted."""


def compare(requirements: Requirements, report: BuildReport) -> tuple[Mismatch, ...]:
    """Return each requirement that the measured model misses; none if it is what was asked for."""
    missed: list[Mismatch] = []
    if requirements.solids is not None and report.solids != requirements.solids:
        missed.append(Mismatch(check="solids", expected=requirements.solids, measured=report.solids))
    missed += _compare_box(requirements, report)
    if requirements.volume_mm3 is not None:
        allowed = requirements.volume_tolerance * abs(requirements.volume_mm3)
        if abs(report.volume_mm3 - requirements.volume_mm3) > allowed:
            missed.append(
                Mismatch(
                    check="volume_mm3",
                    expected=requirements.volume_mm3,
                    measured=report.volume_mm3,
                    tolerance=allowed,
                )
            )
    return (*missed, *_compare_holes(requirements, report))


def _compare_box(requirements: Requirements, report: BuildReport) -> list[Mismatch]:
    """Compare the sides of the bounding box, sorted where the pose is free."""
    if requirements.bounding_box_mm is None:
        return []
    wanted, found = requirements.bounding_box_mm, report.bounding_box_mm
    names = ["bounding_box_mm[X]", "bounding_box_mm[Y]", "bounding_box_mm[Z]"]
    if requirements.any_orientation:
        wanted, found = tuple(sorted(wanted)), tuple(sorted(found))  # type: ignore[assignment]
        names = ["shortest side (mm)", "middle side (mm)", "longest side (mm)"]
    tolerance = requirements.length_tolerance_mm
    return [
        Mismatch(check=name, expected=want, measured=have, tolerance=tolerance)
        for name, want, have in zip(names, wanted, found, strict=True)
        if abs(want - have) > tolerance
    ]


Place = tuple[float, float] | None


def _compare_holes(requirements: Requirements, report: BuildReport) -> list[Mismatch]:
    """Match each required hole with a measured one; return what is left over on either side."""
    free = [(hole, place) for hole in report.holes for place in _places(hole)]
    missed: list[Mismatch] = []
    # The strictest first, so that a requirement with places does not lose its hole to one without.
    order = sorted(
        requirements.holes, key=lambda hole: (hole.at is None, hole.axis is None, hole.kind is None)
    )
    for hole in order:
        places: list[Place] = list(hole.at) if hole.at is not None else [None] * hole.count
        if requirements.any_orientation:
            places = [None] * hole.count
        found = 0
        for place in places:
            match = next((item for item in free if _fits(hole, place, item, requirements)), None)
            if match is not None:
                free.remove(match)
                found += 1
        if found < len(places):
            missed.append(
                Mismatch(
                    check=_name(hole),
                    expected=len(places),
                    measured=found,
                    tolerance=requirements.length_tolerance_mm,
                )
            )
    if requirements.exact_holes and free:
        listed = sorted({f"{hole.diameter_mm:g} mm {hole.kind} along {hole.axis}" for hole, _ in free})
        more = [f"and {len(listed) - _LISTED:,} more kinds"] if len(listed) > _LISTED else []
        kinds = ", ".join([*listed[:_LISTED], *more])
        missed.append(Mismatch(check="no other holes", expected=0, measured=f"{len(free)}: {kinds}"))
    return missed


def _places(hole: MeasuredHole) -> list[tuple[float, ...]]:
    """Return one place for each axis of a group, even where the report holds too few."""
    places: list[tuple[float, ...]] = list(hole.at)
    return places + [()] * (hole.count - len(places))


def _fits(
    wanted: HoleRequirement,
    place: Place,
    item: tuple[MeasuredHole, tuple[float, ...]],
    requirements: Requirements,
) -> bool:
    """Return whether a measured hole can serve as the required one."""
    hole, at = item
    tolerance = requirements.length_tolerance_mm
    if abs(hole.diameter_mm - wanted.diameter_mm) > tolerance:
        return False
    if wanted.kind is not None and hole.kind != wanted.kind:
        return False
    if not requirements.any_orientation and wanted.axis is not None and hole.axis != wanted.axis:
        return False
    if place is None:
        return True
    return len(at) == 2 and all(abs(a - b) <= tolerance for a, b in zip(at, place, strict=True))


def _name(hole: HoleRequirement) -> str:
    """Format a hole requirement, so that a reader knows which one was missed."""
    kind = f" {hole.kind}" if hole.kind else ""
    axis = f" along {hole.axis}" if hole.axis else ""
    where = f" at {', '.join(f'({a:g}, {b:g})' for a, b in hole.at)}" if hole.at else ""
    return f"holes {hole.diameter_mm:g} mm{kind}{axis}{where}"
