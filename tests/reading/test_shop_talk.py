"""How a workshop says things: stock, counted holes, clock positions, lists of steps; what is asked about."""

from __future__ import annotations

import math

import pytest

from mayfly.contracts import Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner
from mayfly.planning.rules.planner import certain_requirements


def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _ring(outer: float, inner: float, height: float) -> float:
    return math.pi / 4 * (outer**2 - inner**2) * height


READ = [
    ("motor housing turned from Ø80 x 30: bore Ø40 through", _ring(80, 40, 30)),
    ("disc Ø80 x 30, Ø52 x 15 deep from the top, Ø40 through", _ring(80, 52, 15) + _ring(80, 40, 15)),
    (
        "flange OD 150, total thickness 20, raised face Ø90 x 2, bore 62, 4 holes Ø18 on PCD 120",
        _ring(150, 62, 18) + _ring(90, 62, 2) - 4 * _ring(18, 0, 18),
    ),
    (
        "flange OD 150, 20 thick, raised face Ø90 x 2, bore 62, 4 holes Ø18 on PCD 120",
        _ring(150, 62, 20) + _ring(90, 62, 2) - 4 * _ring(18, 0, 20),
    ),
    ("disc 100 dia x 12 with a 40 mm dia hub, 30 overall height", _ring(100, 0, 12) + _ring(40, 0, 18)),
    ("coupling half: flange Ø70 x 25 with a Ø40 x 35 hub on it", _ring(70, 0, 25) + _ring(40, 0, 35)),
    (
        "disc Ø70 x 12 with an o-ring groove in the top face, ID 40 OD 48, 2.5 deep",
        _ring(70, 0, 12) - _ring(48, 40, 2.5),
    ),
    ("stepped shaft dia 50/40/30, lengths 20/60/40", _ring(50, 0, 20) + _ring(40, 0, 60) + _ring(30, 0, 40)),
    ("shaft: 1st step Ø40 x 25, 2nd step Ø30 x 60", _ring(40, 0, 25) + _ring(30, 0, 60)),
    ("adaptor ring: OD 140 ID 100 thk 10", _ring(140, 100, 10)),
    ("ring OD 200 ID 150 x 5", _ring(200, 150, 5)),
    (
        "four-hole flange 110 OD, 40 ID, 10 thick, 11 mm holes on 85 BC",
        _ring(110, 40, 10) - 4 * _ring(11, 0, 10),
    ),
    ("block 60x40x30, bore 16 through the long axis", 60 * 40 * 30 - _ring(16, 0, 60)),
    ("block 60x40x30, bore 16 through the long dimension", 60 * 40 * 30 - _ring(16, 0, 60)),
    (
        "plate 100x50x5; slots: 2 off 20 x 7, 70 crs, along the length",
        100 * 50 * 5 - 2 * (13 * 7 + math.pi * 12.25) * 5,
    ),
    ("square gasket 90 outside, 60 square window, 2 mm", (90**2 - 60**2) * 2),
    ("U bracket bent from 3 mm sheet: base 60, flanges 40 high, 50 long", (60 * 40 - 54 * 37) * 50),
    (
        "heatsink: base 80x60x5, 8 fins 1.5 thick and 20 high running along the 80",
        80 * (60 * 5 + 8 * 1.5 * 20),
    ),
    # holes that only a number, a count and where they are name
    ("disc 90 dia 12 thk, bore 25, 6x 7 on 65 pcd", _ring(90, 25, 12) - 6 * _ring(7, 0, 12)),
    ("plate 100x50x5. 2x 9 holes 70 ctrs on CL", 100 * 50 * 5 - 2 * _ring(9, 0, 5)),
    ("plate 80x80x10, 4x 6.6 @ 60 sq", 80 * 80 * 10 - 4 * _ring(6.6, 0, 10)),
    ("plate 100x80x8, 4 off 7, 10 from edges", 100 * 80 * 8 - 4 * _ring(7, 0, 8)),
    ("blk 50x50x25, dia 20 thru ctr", 50 * 50 * 25 - _ring(20, 0, 25)),
    ("disc 80 dia 15 thk, c'bore 30 dia 5 deep, 16 thru", _ring(80, 30, 5) + _ring(80, 16, 10)),
    ("disc 80 dia 15 thk, 16 thru, c'bore 30 dia 5 deep", _ring(80, 30, 5) + _ring(80, 16, 10)),
    # rings by their two diameters, cones by theirs
    ("tube 30/24 l 150", _ring(30, 24, 150)),
    ("bush 30/20, 40 lg", _ring(30, 20, 40)),
    (
        "truncated cone 40 -> 20 dia, 35 high, 8 hole up the middle",
        math.pi / 12 * 35 * 2800 - _ring(8, 0, 35),
    ),
    ("cone 60 to 30 dia, 45 high", math.pi / 12 * 45 * (3600 + 1800 + 900)),
    ("frustum dia 50 to 30, 40 high", math.pi / 12 * 40 * (2500 + 1500 + 900)),
    # stock and sections
    ("hex 30 AF x 12 thk, 16 bore", math.sqrt(3) / 2 * 900 * 12 - _ring(16, 0, 12)),
    ("cover 90 x 70 x 5, 4x Ø4.5 thru, 8 from edges", 90 * 70 * 5 - 4 * _ring(4.5, 0, 5)),
    ("angle 80 x 60 x 8, cut to 150 mm, sharp inside corner", (80 + 60 - 8) * 8 * 150),
    ("plate 10 thk x 100 sq", 100 * 100 * 10),
    ("80 x 40 x 3 rectangular tubing, 200 long", (80 * 40 - 74 * 34) * 200),
    ("shaft collar 20 bore x 40 OD x 15 wide, no set screw", _ring(40, 20, 15)),
    (
        "spindle 16 dia, 140 overall, one undercut 3 wide down to 13 dia, starting 60 from the end",
        _ring(16, 0, 140) - _ring(16, 13, 3),
    ),
]


@pytest.mark.parametrize(("request_", "volume"), READ, ids=[request for request, _ in READ])
def test_what_a_workshop_says_is_read(request_: str, volume: float) -> None:
    assert _plan(request_).requirements.volume_mm3 == pytest.approx(volume, rel=1e-6)


def test_a_groove_starts_where_it_is_said_to() -> None:
    plan = _plan("shaft 16 dia, 140 long, one undercut 3 wide down to 13 dia, starting 60 from the end")
    other = _plan("shaft 16 dia, 140 long, one undercut 3 wide down to 13 dia, 60 from the end")
    assert plan.design is not None and other.design is not None
    middles = [one.design["bodies"][0]["features"][0]["z"][0] for one in (plan, other)]
    assert abs(abs(middles[0] - middles[1]) - 1.5) < 1e-9


def test_a_plate_given_by_axes_stands_in_their_plane() -> None:
    assert _plan("plate: 80 along X, 50 along Z, 6 thick").requirements.bounding_box_mm == (80, 6, 50)
    assert _plan("plate 80 x 50 x 6 in the YZ plane").requirements.bounding_box_mm == (6, 80, 50)


@pytest.mark.parametrize("place", ["one of them at 12 o'clock", "one at +Y", "first hole at 90°"])
def test_one_of_several_on_a_circle_says_where_the_first_is(place: str) -> None:
    turned = _plan(f"ring OD 100 ID 60 thk 10, six Ø8 holes on PCD 80, {place}")
    assert turned.design is not None
    assert turned.design["bodies"][0]["features"][0]["at"]["first_angle"] % 60 == 30


@pytest.mark.parametrize(
    "request_",
    [
        "cylinder Ø20 x 30 with a D-bore through, Ø8",  # how flat?
        "plate 80x40x10 with a D-bore Ø8, 7 across the flat",
        "stepped shaft dia 50/40/30, lengths 20/60",
        "four-hole flange 110 OD, 40 ID, 10 thick, 6 holes 11 mm on 85 BC",
        "block 40x40x30, bore 16 through the long axis",
        "flange OD 150, total thickness 20, raised face Ø90 x 22, bore 62",
    ],
)
def test_what_is_open_or_contradictory_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        _plan(request_)


@pytest.mark.parametrize(
    ("request_", "holes"),
    [
        ("wibbled angle 50x50x5, 60 long, with one 6 mm hole in each leg", {(6, 2)}),
        ("a wibble on a square bar. The same 50 mm. A hole of 8 mm diameter.", set()),
        ("a wibble that spans the same width. It is long. A hole of 8 mm diameter.", {(8, 1)}),
        ("a wibble with a hole, countersunk at 90 degrees to 12 mm diameter", set()),
        ("a wibble with a round recess, 20 mm diameter and 4 deep, and a 3 mm hole", {(20, 1), (3, 1)}),
    ],
)
def test_facts_count_what_is_certain(request_: str, holes: set[tuple[float, int]]) -> None:
    found = certain_requirements(request_).holes
    assert {(hole.diameter_mm, hole.count) for hole in found} == holes


@pytest.mark.parametrize(
    ("request_", "volume_mm3"),
    [
        ("bushing .500 ID .625 OD .750 LG", _ring(15.875, 12.7, 19.05)),
        ("bushing .500 ID .625 OD .750 LG, inches", _ring(15.875, 12.7, 19.05)),
        ("WASHER 1.500 OD X .656 ID X .125 THK. BREAK NO EDGES.", _ring(38.1, 16.6624, 3.175)),
        ("TUBE 2.000 OD X .120 WALL X 12.000 LG. CUT SQUARE.", _ring(50.8, 44.704, 304.8)),
        ("plate 4 x 3 x .250, .375 chamfer on the vertical edges", (101.6 * 76.2 - 2 * 9.525**2) * 6.35),
        ("all dims mm. tube 2.000 OD x .120 wall x 12.000 lg", _ring(2, 1.76, 12)),
    ],
)
def test_numbers_written_like_inches_are_inches(request_: str, volume_mm3: float) -> None:
    assert _plan(request_).requirements.volume_mm3 == pytest.approx(volume_mm3)


@pytest.mark.parametrize(
    "request_",
    [
        "bar .375 dia x 4 long",
        "plate 100 x 60 x .125 with a .250 hole in the middle",
        "plate 6.000 x 4.000 x 1.000",
        "plate 12 x 8 x .25 with an M4 clearance hole in the middle, .500 chamfer on the vertical edges",
    ],
)
def test_numbers_that_may_be_inches_need_a_unit(request_: str) -> None:
    with pytest.raises(MayflyError, match="inches or mm"):
        _plan(request_)


def test_a_half_without_its_zero_is_no_inch() -> None:
    assert _plan("block 20 x 10 x 5, .5 chamfer on the top edges").requirements.bounding_box_mm == (20, 10, 5)
