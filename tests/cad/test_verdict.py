"""Comparing what was asked for with what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mayfly.cad.requirements_check import compare
from mayfly.contracts import BuildReport, HoleRequirement, MeasuredHole, Requirements

CORNERS = ((-40.0, -20.0), (-40.0, 20.0), (40.0, -20.0), (40.0, 20.0))
REPORT = BuildReport(
    valid=True,
    failed_check=None,
    solids=1,
    faces=11,
    faces_by_kind={"plane": 6, "cylinder": 5},
    bounding_box_mm=(100.0, 60.0, 8.0),
    lowest_mm=(-50.0, -30.0, 0.0),
    volume_mm3=46_500.0,
    area_mm2=1.0,
    centre_mm=(0.0, 0.0, 4.0),
    holes=(
        MeasuredHole(
            diameter_mm=6.6, count=4, axis="Z", kind="through", walls_each=1, length_mm=8.0, at=CORNERS
        ),
        MeasuredHole(
            diameter_mm=20.0, count=1, axis="Z", kind="blind", walls_each=1, length_mm=5.0, at=((0.0, 0.0),)
        ),
    ),
    size_bytes=1,
    sha256="",
)


@pytest.mark.parametrize(
    "wanted",
    [
        Requirements(),
        Requirements(solids=1, bounding_box_mm=(100.005, 60.0, 7.995), volume_mm3=46_500.4),
        Requirements(bounding_box_mm=(8, 100, 60), any_orientation=True),
        Requirements(holes=(HoleRequirement(diameter_mm=6.6, count=4),)),
        Requirements(
            holes=(HoleRequirement(diameter_mm=6.6, count=4, axis="Z", kind="through", at=CORNERS),)
        ),
        Requirements(holes=(HoleRequirement(diameter_mm=6.6, count=2),)),
        Requirements(
            exact_holes=True,
            holes=(HoleRequirement(diameter_mm=6.6, count=4), HoleRequirement(diameter_mm=20, kind="blind")),
        ),
        Requirements(
            holes=(
                HoleRequirement(diameter_mm=6.6, count=3),
                HoleRequirement(diameter_mm=6.6, count=1, at=(CORNERS[0],)),
            )
        ),
        Requirements(
            any_orientation=True, holes=(HoleRequirement(diameter_mm=6.6, count=4, axis="X", at=((9, 9),)),)
        ),
    ],
)
def test_what_fits_passes(wanted: Requirements) -> None:
    assert compare(wanted, REPORT) == ()


@pytest.mark.parametrize(
    ("wanted", "check"),
    [
        (Requirements(solids=2), "solids"),
        (Requirements(bounding_box_mm=(100.02, 60, 8)), "bounding_box_mm[X]"),
        (Requirements(bounding_box_mm=(60, 100, 8)), "bounding_box_mm[X]"),
        (Requirements(bounding_box_mm=(8, 100, 61), any_orientation=True), "middle side (mm)"),
        (Requirements(volume_mm3=46_506), "volume_mm3"),
        (Requirements(holes=(HoleRequirement(diameter_mm=6.6, count=5),)), "holes 6.6 mm"),
        (Requirements(holes=(HoleRequirement(diameter_mm=6.5, count=4),)), "holes 6.5 mm"),
        (Requirements(holes=(HoleRequirement(diameter_mm=20, kind="through"),)), "holes 20 mm through"),
        (Requirements(holes=(HoleRequirement(diameter_mm=20, axis="X"),)), "holes 20 mm along X"),
        (Requirements(holes=(HoleRequirement(diameter_mm=20, at=((0, 0.02),)),)), "holes 20 mm at (0, 0.02)"),
        (Requirements(exact_holes=True, holes=(HoleRequirement(diameter_mm=20),)), "no other holes"),
        (Requirements(exact_holes=True), "no other holes"),
    ],
)
def test_what_is_missed_is_named_with_both_values(wanted: Requirements, check: str) -> None:
    missed = compare(wanted, REPORT)
    assert missed[0].check == check
    assert missed[0].expected != missed[0].measured


def test_one_hole_does_not_serve_two_requirements() -> None:
    twice = (HoleRequirement(diameter_mm=20), HoleRequirement(diameter_mm=20))
    assert len(compare(Requirements(holes=twice), REPORT)) == 1


def test_every_miss_is_told_at_once() -> None:
    wanted = Requirements(solids=3, bounding_box_mm=(1, 2, 3), volume_mm3=1, exact_holes=True)
    assert len(compare(wanted, REPORT)) == 6


def test_no_volume_where_some_was_asked_for_is_a_miss() -> None:
    assert compare(Requirements(volume_mm3=10), replace(REPORT, volume_mm3=0.0))
