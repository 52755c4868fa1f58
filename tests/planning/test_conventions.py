"""The page of conventions says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mayfly.cad import standards
from mayfly.language.units import LARGEST_MM, SMALLEST_MM
from mayfly.planning.rules import RulesPlanner

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "conventions.md").read_text(encoding="utf-8")
_ROWS = [
    [float(number) for number in re.findall(r"\d+(?:\.\d+)?", line)]
    for line in _PAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"M{row[0]:g}")
def test_the_table_of_sizes_is_the_one_in_use(row: list[float]) -> None:
    size = f"M{row[0]:g}"
    bore, sink = standards.counterbore(size), standards.countersink(size)
    washer, nut, head = standards.washer(size), standards.nut(size), standards.hexagon_head(size)
    assert row[1:] == [
        standards.clearance_hole(size).diameter_mm,
        standards.tap_drill(size).diameter_mm,
        bore.diameter_mm,
        bore.depth_mm,
        sink.diameter_mm,
        washer.inner_diameter_mm,
        washer.outer_diameter_mm,
        washer.thickness_mm,
        nut.across_flats_mm,
        nut.height_mm,
        head.across_flats_mm,
        head.head_height_mm,
    ]


def test_the_table_has_all_its_rows() -> None:
    assert [row[0] for row in _ROWS] == [3, 4, 5, 6, 8, 10, 12]


def test_the_range_of_sizes_is_the_one_in_use() -> None:
    assert f"from {SMALLEST_MM:g} mm to {LARGEST_MM / 1000:g} m" in _PAGE


def test_a_corner_hole_without_inset_gets_twice_its_diameter() -> None:
    (hole,) = RulesPlanner().plan("plate 100x60x5 with 4 corner holes of 6 mm").requirements.holes
    assert hole.at is not None
    assert (-38.0, -18.0) in hole.at
