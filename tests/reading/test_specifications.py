"""Specifications in JSON and YAML, tables and key-value lists: what is built from them."""

from __future__ import annotations

from math import pi

import pytest

from mayfly.language.weighing.nested import read_nested
from mayfly.planning.readings.decide import decide


def cyl(diameter: float, height: float) -> float:
    return pi / 4 * diameter**2 * height


PLATE_WITH_TWO = 120 * 80 * 6 - 2 * cyl(8, 6)
FLANGE = cyl(140, 15) - cyl(50, 15) - 6 * cyl(11, 15)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            '{"part": "plate", "length": 120, "width": 80, "thickness": 6, "holes": ['
            '{"diameter": 8, "x": 15, "y": 15}, {"diameter": 8, "x": 105, "y": 65}]}',
            PLATE_WITH_TWO,
        ),
        (
            "part: plate\nlength: 120\nwidth: 80\nthickness: 6\nholes:\n"
            "  - diameter: 8\n    x: 15\n    y: 15\n  - diameter: 8\n    x: 105\n    y: 65\n",
            PLATE_WITH_TWO,
        ),
        (
            '{"type": "flange", "outerDiameter": 140, "thickness": 15, "boreDiameter": 50, '
            '"boltHoles": {"count": 6, "diameter": 11, "boltCircleDiameter": 110}}',
            FLANGE,
        ),
        (
            "I need a parametric flange: D_outer=140mm, D_inner=50mm, t=15mm, n_bolts=6, d_bolt=11mm,"
            " D_bolt_circle=110mm.",
            FLANGE,
        ),
        (
            '```json\n{"part": "plate", "length_mm": 100, "width_mm": 50, "thickness_mm": 6, '
            '"hole_diameter_mm": 8, "hole_count": 4, "hole_pattern": "corners", "edge_distance_mm": 10}\n```',
            100 * 50 * 6 - 4 * cyl(8, 6),
        ),
        (
            "shape: disc\ndimensions:\n  diameter: 80\n  thickness: 10\nhole_pattern:\n  type: bolt_circle\n"
            "  count: 5\n  diameter: 60\n  hole_diameter: 7\n",
            cyl(80, 10) - 5 * cyl(7, 10),
        ),
        ("part,length,width,thickness\nplate,100,60,8", 48000.0),
        (
            "parameter,value\nshape,ring\nouter diameter,70\ninner diameter,50\nheight,12",
            cyl(70, 12) - cyl(50, 12),
        ),
        (
            "Requirements:\n1. Plate 140 x 90 x 8 mm.\n2. 4 corner holes, M6 clearance (normal fit).\n"
            "3. Edge distance: 12 mm.\n4. Material: 6082-T6.",
            140 * 90 * 8 - 4 * cyl(6.6, 8),
        ),
        (
            "Task 12 of 40: model a cube of side 25 mm with a 6 mm hole through the centre.",
            25**3 - cyl(6, 25),
        ),
        ("part_name: bushing_v3\nouter_radius: 20\ninner_radius: 12\nheight: 30", cyl(40, 30) - cyl(24, 30)),
    ],
)
def test_a_specification_means_exactly_this_volume(request_: str, expected: float) -> None:
    plan = decide(request_).plan
    assert plan is not None
    assert plan.requirements.volume_mm3 == pytest.approx(expected, rel=1e-6)


def test_a_unit_of_the_specification_is_that_of_its_numbers() -> None:
    request = '{"units": "inch", "type": "plate", "length": 6, "width": 4, "thickness": 0.5}'
    plan = decide(request).plan
    assert plan is not None
    assert plan.requirements.volume_mm3 == pytest.approx(12 * 25.4**3)


@pytest.mark.parametrize(
    "text",
    [
        "Plate with:\n- length 100\n- width 60",
        "Make a plate.\nHoles:\n  - 4x Ø8\n  - 1x Ø20",
        "length: 100\nwidth: 60",
        "- a: 1",
    ],
)
def test_a_plain_list_is_no_nested_specification(text: str) -> None:
    assert read_nested(text) is None


def test_a_nested_specification_keeps_the_words_before_it() -> None:
    nested = read_nested("Make this.\npart: plate\nsizes:\n  length: 100\n  width: 60.5\n  flat: yes\n")
    assert nested == ("Make this.", {"part": "plate", "sizes": {"length": 100, "width": 60.5, "flat": True}})
