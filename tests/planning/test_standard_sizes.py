"""Designations of standard sizes in words: which part and which sizes, holes and grooves they give."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.cad.parts import get_part
from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _base(request: str) -> tuple[str, dict[str, Any]]:
    design = _plan(request).design
    assert design is not None
    base = design["bodies"][0]["base"]
    return base["part"], dict(get_part(base["part"]).settle(base["sizes"]).values)


@pytest.mark.parametrize(
    ("request_", "part", "sizes"),
    [
        (
            "M8x30 socket head cap screw",
            "socket_head_screw",
            {"head_diameter": 13, "head_height": 8, "length": 30},
        ),
        ("socket head screw M10x40", "socket_head_screw", {"head_diameter": 16, "socket": 8, "length": 40}),
        ("M5x20 SHCS", "socket_head_screw", {"head_diameter": 8.5, "socket_depth": 2.5, "length": 20}),
        ("DIN 912 M6x20", "socket_head_screw", {"head_diameter": 10, "length": 20}),
        ("DIN EN ISO 4762 M12 x 50", "socket_head_screw", {"head_diameter": 18, "length": 50}),
        ("bolt M8 x 1.25 x 30", "hex_bolt", {"across_flats": 13, "head_height": 5.3, "length": 30}),
        ("hex bolt M10x1.25x50", "hex_bolt", {"across_flats": 16, "shank_diameter": 10, "length": 50}),
        ("DIN 933 M10x40", "hex_bolt_din_933", {"across_flats": 17, "length": 40}),
        ("M12 washer DIN 9021", "large_washer_din_9021", {"outer_diameter": 37, "thickness": 3}),
        ("M5 washer DIN 9021", "large_washer_din_9021", {"outer_diameter": 15, "thickness": 1.2}),
        ("large washer ISO 7093 for M8", "large_washer", {"inner_diameter": 8.4, "outer_diameter": 24}),
        ("fender washer M6", "large_washer", {"outer_diameter": 18, "thickness": 1.6}),
        ("washer M8 DIN 125", "washer", {"outer_diameter": 16, "thickness": 1.6}),
        ("M10 nut DIN 934", "hex_nut_din_934", {"across_flats": 17, "height": 8}),
        ("DIN 934 nut M12", "hex_nut_din_934", {"across_flats": 19, "height": 10}),
        ("M10 hex nut ISO 4032", "hex_nut", {"across_flats": 16, "height": 8.4}),
        ("M8 stud 60 mm long", "threaded_stud", {"diameter": 8, "length": 60}),
        ("threaded rod M10 x 200", "threaded_stud", {"diameter": 10, "length": 200}),
        ("1/4-20 threaded rod, 6 in long", "threaded_stud", {"diameter": 6.35, "length": 152.4}),
        ("dowel pin 6m6 x 30", "parallel_pin", {"diameter": 6, "length": 30}),
        ("ISO 8734 pin 5 x 20", "parallel_pin", {"diameter": 5, "length": 20}),
        ("tapered pin 1:50, 6 mm x 40", "taper_pin", {"diameter": 6, "length": 40, "taper": 50}),
        (
            "HEA 100 beam, 200 mm long",
            "i_beam",
            {"height": 96, "width": 100, "root_radius": 12, "length": 200},
        ),
        ("IPE 200, 1000 mm long", "i_beam", {"height": 200, "flange_thickness": 8.5, "length": 1000}),
        ("HE 160 A beam 1200 mm long", "i_beam", {"height": 152, "web_thickness": 6, "length": 1200}),
        (
            "2 inch schedule 40 steel pipe, 500 mm long",
            "tube",
            {"outer_diameter": 60.3, "inner_diameter": 52.48},
        ),
        (
            "schedule 80 pipe, 1/2 inch, 200 mm long",
            "tube",
            {"outer_diameter": 21.3, "inner_diameter": 13.84},
        ),
        ("DN50 pipe, 3 mm wall, 200 long", "tube", {"outer_diameter": 60.3, "inner_diameter": 54.3}),
        ("pipe DN25 schedule 40 length 150", "tube", {"outer_diameter": 33.4, "length": 150}),
        (
            "a 6205 bearing as one plain solid ring, no balls",
            "bearing_ring",
            {"bore": 25, "outer_diameter": 52, "width": 15},
        ),
        ("bearing 608 as a plain ring", "bearing_ring", {"bore": 8, "outer_diameter": 22, "width": 7}),
        (
            "60x60x8 plate for a NEMA 23 motor",
            "motor_plate",
            {"hole_spacing": 47.14, "bore": 38.1, "hole_diameter": 5.5},
        ),
        (
            "50x50x5 plate for a NEMA 17 motor: 23 mm hole in the middle and the four standard mounting"
            " holes, M3 clearance",
            "motor_plate",
            {"hole_spacing": 31, "bore": 23, "hole_diameter": 3.4},
        ),
        (
            "hub 60 OD, 40 long, 25 mm bore with keyway to DIN 6885",
            "plain_hub",
            {"outer_diameter": 60, "bore": 25},
        ),
        (
            "d-shaft 5 mm diameter, 30 mm long, 4.5 mm across the flat",
            "d_shaft",
            {"flat_depth": 0.5, "flat_length": 30},
        ),
        (
            "link plate 80 centre to centre, 25 wide, 6 thick, 10 mm holes",
            "link_plate",
            {"centre_distance": 80, "hole_diameter": 10},
        ),
        (
            "heat sink 100x60x30, 10 fins with 3 mm gaps, base 5",
            "heat_sink",
            {"fin_thickness": 3.3, "height": 30},
        ),
        (
            "gasket 150 OD, 80 ID, 3 thick with 4 holes 14 mm on 120 PCD",
            "gasket",
            {"bolt_holes": 4, "bolt_circle": 120},
        ),
        (
            "V-block 60x40x40 with a 90 degree V groove 15 mm deep along its length in the middle of the top",
            "v_block",
            {"groove_depth": 15, "groove_angle": 90},
        ),
        (
            "block 80x50x25 with a dovetail slot along the whole length in the middle of the top: 20 wide at"
            " the top, 30 wide at the bottom, 10 deep",
            "dovetail_block",
            {"slot_top": 20, "slot_bottom": 30, "slot_depth": 10},
        ),
    ],
)
def test_a_designation_gives_the_part_its_sizes(request_: str, part: str, sizes: dict[str, float]) -> None:
    name, values = _base(request_)
    assert name == part
    assert {size: values[size] for size in sizes} == pytest.approx(sizes)


@pytest.mark.parametrize(
    ("request_", "diameter", "count"),
    [
        ("plate 152x102x12 with four holes for 1/4-20 screws 20 mm from the edges", 7.1437, 4),
        ("plate 100x60x10 with a #10-32 tapped hole in the centre", 4.0386, 1),
        ("plate 100x60x10 with two 3/8-16 UNC tapped holes 40 mm apart", 7.9375, 2),
        ("plate 100x60x10, 4x #10 clearance holes 10 mm from the edges", 5.6134, 4),
        ("plate 100x60x10 with a hole for a #7 drill in the centre", 5.1054, 1),
        ("plate 100x60x20 with a hole tapped G3/8 in the centre", 15.25, 1),
        ("plate 100x60x20 with a hole tapped M8x1.25 in the centre", 6.8, 1),
    ],
)
def test_a_thread_or_a_drill_gives_the_hole(request_: str, diameter: float, count: int) -> None:
    (hole,) = _plan(request_).requirements.holes
    assert hole.diameter_mm == pytest.approx(diameter, abs=1e-3)
    assert hole.count == count


def test_a_seat_for_a_bearing_takes_its_outside_and_its_width() -> None:
    plan = _plan("block 80x80x30 with a bearing seat for a 6205 in the middle of the top")
    (hole,) = plan.requirements.holes
    assert (hole.diameter_mm, hole.kind) == (52, "blind")
    assert plan.requirements.volume_mm3 == pytest.approx(80 * 80 * 30 - math.pi / 4 * 52**2 * 15)


@pytest.mark.parametrize(
    ("request_", "outer", "inner", "width"),
    [
        (
            "shaft 20 mm diameter, 80 long, with a groove for a DIN 471 circlip 5 mm from the top end",
            20,
            19,
            1.3,
        ),
        ("shaft 16 x 60 with a retaining ring groove 4 mm from the top", 16, 15.2, 1.1),
        ("shaft 50 mm diameter, 80 long, with a circlip groove 10 mm from the bottom", 50, 47, 2.15),
    ],
)
def test_a_circlip_gives_the_groove_on_a_shaft(
    request_: str, outer: float, inner: float, width: float
) -> None:
    plan = _plan(request_)
    length = plan.requirements.bounding_box_mm[2]  # type: ignore[index]
    expected = math.pi / 4 * (outer**2 * length - (outer**2 - inner**2) * width)
    assert plan.requirements.volume_mm3 == pytest.approx(expected)
    assert any("DIN 471" in str(note) for note in plan.assumptions)


def test_a_circlip_in_a_bore_follows_din_472() -> None:
    plan = _plan("tube OD 60 ID 40, 80 long with a groove for a DIN 472 circlip 5 mm from the top")
    expected = math.pi / 4 * ((60**2 - 40**2) * 80 - (42.5**2 - 40**2) * 1.85)
    assert plan.requirements.volume_mm3 == pytest.approx(expected)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("6205 bearing", ["6205", "bearing ring"]),
        ("spacer 25 x 40 x 8 for a 6205 bearing", ["6205"]),
        ("nut M10 DIN 9021", ["DIN 9021"]),
        ("DN50 pipe 200 long", ["inner diameter"]),
        ("pipe 2 inch schedule 45, 100 long", ["schedule"]),
        ("M8 x 1.1 x 30 bolt", ["pitch", "1.25"]),
        ("plate 60x60x5 with an HEA 100", ["HEA 100"]),
        ("plate 100x60x10 with a 1/4 in tapped hole in the centre", ["thread"]),
        ("plate 100x60x10 with a hole tapped for a 1/4 in screw in the centre", ["1/4-20", "1/4-28"]),
        ("block 80x50x40 with two G1/4 ports on the front face 40 mm apart", ["deep", "ports"]),
        ("shaft 23.5 mm diameter, 80 long, with a circlip groove 5 mm from the top", ["width"]),
        ("M9 socket head screw 30 long", ["M9", "M8"]),
        ("30x30x5 plate for a NEMA 23 motor", ["38.1", "30"]),
    ],
)
def test_what_no_table_has_is_asked_about(request_: str, named: list[str]) -> None:
    with pytest.raises(NeedsClarification) as caught:
        _plan(request_)
    assert not [word for word in named if word not in str(caught.value)]
