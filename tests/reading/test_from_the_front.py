"""Things as people see them: from the front, by their sizes, with what they are for and what they replace."""

# ruff: noqa: E501 - requests stand as they are typed

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.planning.readings.decide import decide

PI = math.pi


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


def hexagon(across: float) -> float:
    return math.sqrt(3) / 2 * across**2


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        # as one stands before it
        ("block 40 wide x 14 thick x 36 tall", 40 * 14 * 36),
        ("tray 90 wide x 60 deep x 35 high, wall 2", 90 * 60 * 35 - 86 * 56 * 33),
        ("box internal 80 wide x 50 deep x 30 high, 2 mm wall, open top", 84 * 54 * 32 - 80 * 50 * 30),
        # what is said besides
        (
            "I'm restoring an old motorbike & need a plain spacer, 20 outside, 10 inside, 15 long",
            (disc(20) - disc(10)) * 15,
        ),
        ("Hi, first time here! a cube 25 mm each side", 25**3),
        ("spacer between 2 bearings: id 8.1, od 11, length 6.5 mm", (disc(11) - disc(8.1)) * 6.5),
        ("the pin broke. I need a new one, 10 mm dia, 60 mm long", disc(10) * 60),
        ("fishing rod holder - plate 80 x 40 x 6 with a 20 mm hole in the middle", 19200 - disc(20) * 6),
        ("Can you make a door stop? cylinder 35 mm diameter 40 mm tall", disc(35) * 40),
        ("M4 spacer od 8 id 4.3 height 10", (disc(8) - disc(4.3)) * 10),
        ("pin 12 dia, 90 long, and a head on it 20 dia 5 thick (so 95 total)", disc(12) * 90 + disc(20) * 5),
        ("pin 12 dia, 95 overall, head 20 dia 5 thick", disc(12) * 90 + disc(20) * 5),
        # bearings and motors with their holes
        (
            "block for a 608 bearing, 40 x 14 x 36 with a 22 mm hole through the 14",
            40 * 14 * 36 - disc(22) * 14,
        ),
        (
            "plate for nema 17 60x60x4, 22.5mm hole in the middle, four 3.2 mm holes on a 31 mm square",
            14400 - disc(22.5) * 4 - 4 * disc(3.2) * 4,
        ),
        # holes
        ("collar 40 outside, 22 bore, 15 wide", (disc(40) - disc(22)) * 15),
        (
            "hex standoff 8 mm across flats, 25 long, 3.3 mm holes 10 deep in both ends",
            hexagon(8) * 25 - disc(3.3) * 20,
        ),
        ("round standoff 6 OD 30 long, 2.5 mm holes 8 mm deep in each end", disc(6) * 30 - disc(2.5) * 16),
        (
            "rod 10 dia 60 long, M5 threaded at both ends, drawn as plain 4.2 mm holes, 12 deep",
            disc(10) * 60 - disc(4.2) * 24,
        ),
        ("disc 70 dia 5 thick, center hole: square, 12 x 12, through", disc(70) * 5 - 144 * 5),
        ("disc 60 x 10, 30 mm recess 4 deep in the top", disc(60) * 10 - disc(30) * 4),
        (
            "cylinder 35 dia 40 tall with a 5 mm hole through the middle, opening out to 12 for the first 15 mm",
            disc(35) * 40 - disc(5) * 25 - disc(12) * 15,
        ),
        (
            "block 40 x 40 x 20, hole 6 mm through the middle, the top 7 mm opened up to 11 mm",
            32000 - disc(6) * 13 - disc(11) * 7,
        ),
        (
            "hub: 40 mm dia x 6 mm disk, boss 16 mm dia sticking out 12 mm on one side, 6mm bore all the way",
            disc(40) * 6 + disc(16) * 12 - disc(6) * 18,
        ),
        # keys
        (
            "- Base: box 80 x 60 x 10 mm\n- Boss: cylinder, diameter 30 mm, height 15 mm, centered on top\n"
            "- Hole: cylinder, diameter 10 mm, through",
            48000 + disc(30) * 15 - disc(10) * 25,
        ),
        (
            "plate 100 x 80 x 20; subtract box pocket 60 x 40 x 8 deep from top, centered",
            160000 - 60 * 40 * 8,
        ),
        (
            "cap: od 40, height 15, recess diameter 34, recess depth 12, recess side: bottom",
            disc(40) * 15 - disc(34) * 12,
        ),
        (
            "Part: U-bracket\nOuter width: 60\nOuter height: 45\nDepth (extrusion): 30\nThickness: 4",
            (60 * 45 - 52 * 41) * 30,
        ),
        (
            "Stepped block: polygon (0,0) (60,0) (60,10) (40,10) (40,20) (20,20) (20,30) (0,30), extruded 25",
            (600 + 400 + 200) * 25,
        ),
    ],
)
def test_a_request_means_this_volume(text: str, volume: float) -> None:
    plan = decide(text).plan
    assert plan is not None
    assert plan.requirements.volume_mm3 == pytest.approx(volume, rel=1e-5)


def holes_of(text: str) -> list[dict[str, Any]]:
    plan = decide(text).plan
    assert plan is not None
    assert plan.design is not None
    return [one for one in plan.design["bodies"][0]["features"] if one["kind"] == "hole"]


@pytest.mark.parametrize(
    ("text", "face", "at"),
    [
        (
            "block 20 wide x 12 deep x 15 high, 3mm hole through the depth (12mm way), 10 up from the bottom",
            "front",
            (0.0, 2.5),
        ),
        (
            "block 40 wide x 14 thick x 36 tall, 22 hole through the 14, 20 from the bottom, centred on the 40",
            "front",
            (0.0, 2.0),
        ),
        (
            "plate 80 x 40 x 6 with a 10 mm hole, 20 mm from the left edge and halfway across the width",
            "top",
            (-20.0, 0.0),
        ),
        ("plate 120 x 60 x 8 with a 20 mm hole, 30 mm from one of the short edges", "top", (-30.0, 0.0)),
        (
            "tray 110 x 40 x 22.5, wall 2.5, 10 mm hole in the left wall, 12 mm above the inside floor",
            "left",
            (0.0, 3.25),
        ),
        (
            "tray 110 x 40 x 22.5, wall 2.5, hole 10 in the front wall, 12 from the inside of the left wall",
            "front",
            (-40.5, 0.0),
        ),
        (
            "bracket legs 60 and 40, 30 wide, 4 thick,"
            " a 6 mm hole in the horizontal leg 20 mm from the inside face of the vertical leg",
            "horizontal_leg",
            (-6.0, 0.0),
        ),
    ],
)
def test_a_hole_is_where_it_was_said_to_be(text: str, face: str, at: tuple[float, float]) -> None:
    hole = holes_of(text)[0]
    assert hole["face"] == face
    assert hole["at"]["points"][0] == pytest.approx(at)


def test_each_of_two_lies_at_its_own_end() -> None:
    text = "plate 140 x 50 x 8. Two 9 mm holes on the long centreline, each 15 mm from the nearest short edge"
    assert holes_of(text)[0]["at"]["points"] == [[-55.0, 0.0], [55.0, 0.0]]


@pytest.mark.parametrize(
    "text",
    [
        "collar 40 outside, 22 bore, 15 wide, with a 5mm hole from the outside into the bore, just one side",
        "spacer 30 od 16 id 40 long, 4 mm oil hole through one wall into the bore, 10 from the top",
    ],
)
def test_a_hole_into_the_bore_goes_through_one_wall(text: str) -> None:
    assert holes_of(text)[0]["walls"] == "one"


def test_flats_at_both_ends_are_one_at_each() -> None:
    plan = decide("shaft 10 dia 80 long with two flats 12 long 1 deep, one at each end").plan
    assert plan is not None
    assert plan.design is not None
    cuts = plan.design["bodies"][0]["features"]
    assert [cut["at"][2] for cut in cuts] == [68.0, 0.0]


def test_the_bottom_of_a_pin_is_not_its_head() -> None:
    plan = decide("pin 12 dia 90 long with a head 20 dia 5 thick. 2mm chamfer on the bottom end").plan
    assert plan is not None
    taken = 2**2 / 2 * 2 * PI * (6 - 2 / 3)
    assert plan.requirements.volume_mm3 == pytest.approx(disc(12) * 90 + disc(20) * 5 - taken, rel=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "block 20 wide x 12 deep x 15 high, 40 long",
        "block 20 wide x 12 deep x 15 high, with a 3mm hole through the depth (15mm way), centred in the width",
        "block 40 x 14 x 36, 22 mm hole through the 15",
        "block 40 x 14 x 36, 22 mm hole not through the 14",
        "M4 spacer od 8 id 6 height 10",
        "pin 12 dia, 90 long, and a head on it 20 dia 5 thick (so 99 total)",
        "bearing block for 608: 40 x 14 x 36, 20 hole through the 14 in the centre",
        "plate for nema 17 60x60x4, 22.5mm hole in the middle, four 3.2 mm holes on a 33 mm square",
        "plate 200 x 50 x 3, 4 holes 8 mm in a row along the middle, 35 apart, the middle one in the centre",
        "disc 70 x 5 with a square 12 x 14 hole in the middle",
        "block 60 x 60 x 20 with a 22 mm pocket 7 deep",
        "Stepped block 80 x 40 x 20",
    ],
)
def test_what_does_not_agree_is_asked_about(text: str) -> None:
    assert decide(text).question is not None


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        (
            "wedge 60 long 40 wide, goes from 10mm thick at one end down to 2mm at the other",
            (10 + 2) / 2 * 60 * 40,
        ),
        (
            "little wedge 60 long 40 wide, 10 thick at one end, tapering to 2 thick at the other. Flat bottom",
            14400,
        ),
        (
            "coupler 5mm to 8mm, 20mm OD 25mm long, 5mm bore from one end 12.5 deep, 8mm bore from the other end 12.5 deep",
            disc(20) * 25 - disc(5) * 12.5 - disc(8) * 12.5,
        ),
        (
            "tube 70 od 64 id 50 tall with a flange 90 od 4 thick at the bottom (included in the 50)",
            disc(70) * 46 + disc(90) * 4 - disc(64) * 50,
        ),
        ("disc 100 dia 6 thick with 6 holes 5 mm equally spaced on 80 mm", (disc(100) - 6 * disc(5)) * 6),
        (
            '{"part":"rod","units":"mm","diameter":10,"length":80,"chamfers":{"ends":"1x45deg"}}',
            disc(10) * 80 - 2 * (1 / 2 * 2 * PI * (5 - 1 / 3)),
        ),
    ],
)
def test_what_agrees_is_no_second_size(text: str, volume: float) -> None:
    plan = decide(text).plan
    assert plan is not None
    assert plan.requirements.volume_mm3 == pytest.approx(volume, rel=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "coupler 5mm to 10mm, 20mm OD 25mm long, 5mm bore from one end 12.5 deep, 8mm bore from the other end",
        "tube 70 od 64 id 50 tall with a flange 90 od 4 thick at the bottom (included in the 60)",
        "plate 200 x 40 x 5 with 4 holes 6 mm equally spaced on 50 mm",
    ],
)
def test_what_does_not_agree_is_no_remark(text: str) -> None:
    assert decide(text).question is not None
