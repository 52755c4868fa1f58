"""Standard sizes: the binding table of the conventions, and what has to hold between the standards."""

from __future__ import annotations

import pytest

from mayfly.cad import standards
from mayfly.errors import InvalidParameter

# clearance, tap drill, counterbore d and depth, countersink d, washer d1 d2 h, nut s m, head s k
BINDING = {
    "M3": (3.4, 2.5, 6.5, 3.4, 6.72, 3.2, 7, 0.5, 5.5, 2.4, 5.5, 2.0),
    "M4": (4.5, 3.3, 8, 4.4, 8.96, 4.3, 9, 0.8, 7, 3.2, 7, 2.8),
    "M5": (5.5, 4.2, 10, 5.4, 11.20, 5.3, 10, 1, 8, 4.7, 8, 3.5),
    "M6": (6.6, 5.0, 11, 6.4, 13.44, 6.4, 12, 1.6, 10, 5.2, 10, 4.0),
    "M8": (9.0, 6.8, 15, 8.6, 17.92, 8.4, 16, 1.6, 13, 6.8, 13, 5.3),
    "M10": (11.0, 8.5, 18, 10.6, 22.40, 10.5, 20, 2, 16, 8.4, 16, 6.4),
    "M12": (13.5, 10.2, 20, 12.6, 26.88, 13, 24, 2.5, 18, 10.8, 18, 7.5),
}
SIZES = ("M2", "M2.5", *BINDING, "M16", "M20", "M24")
COARSE_PITCH_MM = {  # ISO 261
    "M2": 0.4, "M2.5": 0.45, "M3": 0.5, "M4": 0.7, "M5": 0.8, "M6": 1, "M8": 1.25, "M10": 1.5, "M12": 1.75,
    "M16": 2, "M20": 2.5, "M24": 3,
}  # fmt: skip


@pytest.mark.parametrize("size", list(BINDING))
def test_the_sizes_are_those_of_the_conventions(size: str) -> None:
    washer, nut, head = standards.washer(size), standards.nut(size), standards.hexagon_head(size)
    bore, sink = standards.counterbore(size), standards.countersink(size)
    assert BINDING[size] == (
        standards.clearance_hole(size).diameter_mm,
        standards.tap_drill(size).diameter_mm,
        *(bore.diameter_mm, bore.depth_mm, sink.diameter_mm),
        *(washer.inner_diameter_mm, washer.outer_diameter_mm, washer.thickness_mm),
        *(nut.across_flats_mm, nut.height_mm, head.across_flats_mm, head.head_height_mm),
    )


@pytest.mark.parametrize("size", SIZES)
def test_parts_of_one_size_fit_each_other(size: str) -> None:
    diameter = float(size[1:])
    fine, medium, coarse = (
        standards.clearance_hole(size, fit).diameter_mm for fit in ("fine", "medium", "coarse")
    )
    assert diameter < fine < medium < coarse
    assert standards.tap_drill(size).diameter_mm == pytest.approx(diameter - COARSE_PITCH_MM[size], abs=0.06)
    assert standards.nut(size).across_flats_mm == standards.hexagon_head(size).across_flats_mm
    assert standards.nut(size).bore_mm == standards.tap_drill(size).diameter_mm
    assert standards.hexagon_head(size).shank_diameter_mm == diameter
    washer = standards.washer(size)
    assert diameter < washer.inner_diameter_mm <= coarse
    assert standards.hexagon_head(size).across_flats_mm <= washer.outer_diameter_mm


@pytest.mark.parametrize("size", [*BINDING, "M16", "M20"])
def test_a_countersunk_head_is_twice_the_thread_and_a_bit(size: str) -> None:
    diameter = float(size[1:])
    sink = standards.countersink(size)
    assert sink.angle_degrees == 90
    assert 2 * diameter < sink.diameter_mm <= 2.24 * diameter + 1e-9
    assert standards.counterbore(size).depth_mm > diameter


@pytest.mark.parametrize(
    ("written", "size"), [("m6", "M6"), ("M 6", "M6"), ("6", "M6"), ("M6.0", "M6"), ("M2,5", "M2.5")]
)
def test_a_size_may_be_written_in_several_ways(written: str, size: str) -> None:
    assert standards.nut(written).size == size


@pytest.mark.parametrize("written", ["M7", "M300", "six", "", "M6x20", "M-6"])
def test_a_size_that_is_not_in_the_table_is_refused(written: str) -> None:
    with pytest.raises(InvalidParameter, match=r"M6"):
        standards.washer(written)


def test_each_row_names_its_standard() -> None:
    named = {
        table: {standards.look_up(table, size).standard for size in standards.sizes_of(table)}
        for table in standards.TABLES
    }
    assert named == {
        "washer": {"ISO 7089"}, "nut": {"ISO 4032"}, "hexagon head": {"ISO 4014/4017"},
        "clearance hole": {"ISO 273"}, "tap drill": {"ISO 2306"}, "counterbore": {"DIN 974-1"},
        "countersink": {"ISO 10642"}, "large washer": {"ISO 7093-1"}, "old large washer": {"DIN 9021"},
        "old nut": {"DIN 934"}, "old hexagon head": {"DIN 931/933"}, "socket head": {"ISO 4762"},
        "threaded rod": {"ISO 261"},
        "dowel pin": {"ISO 2338"}, "beam": {"EN 10365"}, "bearing": {"ISO 15"}, "pipe": {"ASME B36.10M"},
        "motor face": {"NEMA ICS 16"},
    }  # fmt: skip
