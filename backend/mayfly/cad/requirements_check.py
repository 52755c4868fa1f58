"""Compares what was measured with what was asked for, and names who asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from mayfly.cad.row_matching import missed_cylinders, missed_edges, missed_holes
from mayfly.contracts import BuildReport, MeasuredOnRequest, Mismatch, Requirements


def compare(requirements: Requirements, report: BuildReport) -> tuple[Mismatch, ...]:
    """Return each requirement that the measured model misses; none if it is what was asked for."""
    missed = [
        *_numbers(requirements, report),
        *_box(requirements, report),
        *missed_holes(requirements, report.holes),
    ]
    measured = report.on_request or MeasuredOnRequest()
    if requirements.cylinders:
        missed += missed_cylinders(requirements, measured.cylinders or ())
    if requirements.edges:
        missed += missed_edges(requirements, measured.edges or ())
    return (*missed, *_places(requirements, report), *_material(requirements, measured))


def _numbers(requirements: Requirements, report: BuildReport) -> Iterator[Mismatch]:
    """Compare the number of solids and the volume."""
    if requirements.solids is not None and report.solids != requirements.solids:
        yield Mismatch(
            check="solids",
            expected=requirements.solids,
            measured=report.solids,
            by=requirements.source("solids"),
        )
    if requirements.volume_mm3 is not None:
        allowed = requirements.volume_tolerance * abs(requirements.volume_mm3)
        if abs(report.volume_mm3 - requirements.volume_mm3) > allowed:
            yield Mismatch(
                check="volume_mm3",
                expected=requirements.volume_mm3,
                measured=report.volume_mm3,
                tolerance=allowed,
                by=requirements.source("volume_mm3"),
            )


def _box(requirements: Requirements, report: BuildReport) -> Iterator[Mismatch]:
    """Compare the sides of the bounding box, sorted where the pose is free."""
    wanted, found = requirements.bounding_box_mm, report.bounding_box_mm
    if wanted is not None and requirements.any_orientation:
        names = ("shortest side (mm)", "middle side (mm)", "longest side (mm)")
        yield from _lengths(requirements, "bounding_box_mm", names, sorted(wanted), sorted(found))
    elif wanted is not None:
        yield from _lengths(requirements, "bounding_box_mm", _along("bounding_box_mm"), wanted, found)
    if requirements.sides_mm is not None and requirements.any_orientation:
        yield from _some_sides(
            requirements, [side for side in requirements.sides_mm if side is not None], found
        )
    elif requirements.sides_mm is not None:
        yield from _lengths(requirements, "sides_mm", _along("sides_mm"), requirements.sides_mm, found)


def _some_sides(
    requirements: Requirements, wanted: Sequence[float], found: Sequence[float]
) -> Iterator[Mismatch]:
    """Compare single sides of a box of any pose: each has to be another one of its sides."""
    tolerance = requirements.length_tolerance_mm
    if not any(
        all(abs(a - b) <= tolerance for a, b in zip(wanted, sides, strict=True))
        for sides in permutations(found, len(wanted))
    ):
        yield Mismatch(
            check="sides of the box (mm)",
            expected=list(wanted),
            measured=list(found),
            tolerance=tolerance,
            by=requirements.source("sides_mm"),
        )


def _along(name: str) -> tuple[str, str, str]:
    return f"{name}[X]", f"{name}[Y]", f"{name}[Z]"


def _lengths(
    requirements: Requirements,
    field: str,
    names: Sequence[str],
    wanted: Sequence[float | None],
    found: Sequence[float],
) -> Iterator[Mismatch]:
    """Compare lengths one by one; those that are None are not asked for."""
    tolerance = requirements.length_tolerance_mm
    for name, want, have in zip(names, wanted, found, strict=True):
        if want is not None and abs(want - have) > tolerance:
            by = requirements.source(field)
            yield Mismatch(check=name, expected=want, measured=have, tolerance=tolerance, by=by)


def _places(requirements: Requirements, report: BuildReport) -> Iterator[Mismatch]:
    """Compare what depends on the pose: lowest point, centre of mass, points."""
    if requirements.any_orientation:
        return
    if requirements.lowest_mm is not None:
        names = _along("lowest_mm")
        yield from _lengths(requirements, "lowest_mm", names, requirements.lowest_mm, report.lowest_mm)
    if requirements.centre_mm is not None:
        names = _along("centre_mm")
        yield from _lengths(requirements, "centre_mm", names, requirements.centre_mm, report.centre_mm)
    solid = (report.on_request and report.on_request.solid) or ()
    found = dict(zip(report.measures.points, solid, strict=False))
    words = {True: "solid", False: "empty", None: "not measured"}
    for point in requirements.points:
        have = found.get(point.at)
        if have is not point.solid:
            place = ", ".join(f"{value:g}" for value in point.at)
            by = point.by or requirements.source("points")
            yield Mismatch(check=f"point ({place})", expected=words[point.solid], measured=words[have], by=by)


def _material(requirements: Requirements, measured: MeasuredOnRequest) -> Iterator[Mismatch]:
    """Compare walls, and what can't be made: solids in one place, edges that more than two faces share."""
    wall = requirements.wall_mm
    if wall is not None:
        thinnest = measured.thinnest_wall_mm
        by, tolerance = requirements.source("wall_mm"), requirements.length_tolerance_mm
        if thinnest is None:
            yield Mismatch(check="wall_mm", expected=wall, measured="not measured", by=by)
        elif 0 < thinnest < wall - tolerance:
            yield Mismatch(check="wall_mm", expected=wall, measured=thinnest, tolerance=tolerance, by=by)
    for field, name, count in (
        ("no_overlap", "pairs of solids that share material", measured.overlaps),
        ("manifold", "edges that more than two faces share", measured.shared_edges),
    ):
        if getattr(requirements, field) and count != 0:
            said = "not measured" if count is None else count
            yield Mismatch(check=name, expected=0, measured=said, by=requirements.source(field))
