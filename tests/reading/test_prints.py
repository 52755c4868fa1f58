"""What prints, order lines, e-mails and short lists add: what is made of it, and what is asked."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

INCH3 = 25.4**3


def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _features(request: str) -> list[dict[str, Any]]:
    design = _plan(request).design
    assert design is not None
    return list(design["bodies"][0]["features"])


def _round(outer: float, height: float, inner: float = 0.0) -> float:
    return math.pi / 4 * (outer**2 - inner**2) * height


def _cone(wide: float, narrow: float, height: float) -> float:
    return math.pi / 12 * height * (wide**2 + wide * narrow + narrow**2)


def _rims(diameter: float, size: float, *, ends: int) -> float:
    """Return what a chamfer of 45° takes off the outer rims of something round."""
    return ends * math.pi * size**2 * (diameter / 2 - size / 3)


READ = [
    # caps and tapers
    ("cap: OD 60, height 20, inside dia 52, inside depth 16, closed top", _round(60, 20) - _round(52, 16)),
    ("end cap 50 OD x 25 high, wall 3, top is closed", _round(50, 25) - _round(44, 22)),
    ("taper plug, small dia 30, large dia 40, length 60", _cone(40, 30, 60)),
    ("tapered plug 40 big end dia, 30 small end dia, 60 long", _cone(40, 30, 60)),
    # chamfers and mouths
    (
        "spacer 30 OD x 20 ID x 15 long, edges 0.5 x 45° OD both ends",
        _round(30, 15, 20) - _rims(30, 0.5, ends=2),
    ),
    ("spacer 30 OD x 20 ID x 15 long, edges 0.5 x 45° top OD", _round(30, 15, 20) - _rims(30, 0.5, ends=1)),
    ("plate 100 x 60 x 5, corner chamfers 5 x 45 4 places", (6000 - 4 * 12.5) * 5),
    (
        "plate 4.000 x 3.000 x .250 with .125 x 45 chamfer on the vertical edges",
        (12 - 2 * 0.125**2) * 0.25 * INCH3,
    ),
    (
        "pin: 20 dia head x 6 thick, 12 dia shank 50 long, 1 x 45 chamfer on the shank end",
        _round(20, 6) + _round(12, 50) - _rims(12, 1, ends=1),
    ),
    (
        "pin: 20 dia head x 6 thick, 12 dia shank 50 long, 1 mm chamfer at the end of the shank",
        _round(20, 6) + _round(12, 50) - _rims(12, 1, ends=1),
    ),
    (
        "block 40 x 40 x 60, 10 mm hole through, c'bore 18 dia x 8 dp top side",
        96000 - _round(10, 60) - _round(18, 8, 10),
    ),
    # corners by a key or counted
    ("plate 80 x 60 x 5\nFillets: R8, vertical edges", (4800 - (4 - math.pi) * 64) * 5),
    ("plate 100 x 60 x 5, corner radii R6 4 plcs", (6000 - (4 - math.pi) * 36) * 5),
    # sizes of components
    ("L bracket: base 50 x 40 x 4, upright 40 wide x 35 high x 4 thk", (50 + 31) * 4 * 40),
    ("L bracket 3 mm thick: base 40x40, upright 40 wide 45 tall", (40 + 42) * 3 * 40),
    (
        "angle bracket: horizontal leg 60 long x 30 wide x 5 thick, vertical leg 30 wide x 45 high x 5 thick",
        (60 + 40) * 5 * 30,
    ),
    ("U bracket from 40 wide strip, 5 thick, 60 inside, legs 50 high", (70 * 50 - 60 * 45) * 40),
    ("tube 70 OD 64 ID 40 high with a bottom flange 86 OD x 4 thk", _round(70, 40, 64) + _round(86, 4, 70)),
    (
        "roller 22 dia, 19 long overall, flanges on both ends 28 dia 2 thick each",
        _round(22, 15) + _round(28, 4),
    ),
    ("standoff: hex 5 mm AF, 11 mm long, 2.1 mm hole", 25 * math.sqrt(3) / 2 * 11 - _round(2.1, 11)),
    # what changes no shape
    ("Hi Karen, per below pls quote qty 50.\n> Item 3: washer plate 50x50x8\nThanks", 20000),
    ("Re: urgent // order 4500098123 // plate 50 x 50 x 8", 20000),
    ("Pos 10, DIN 125 washer (13.0 ID, 24 OD, 2.5 thick)", _round(24, 2.5, 13)),
]


@pytest.mark.parametrize(("request_", "volume"), READ)
def test_what_a_print_or_an_order_says_is_read(request_: str, volume: float) -> None:
    assert _plan(request_).requirements.volume_mm3 == pytest.approx(volume, rel=1e-6)


@pytest.mark.parametrize(
    ("angles", "degrees"),
    [
        ("4 holes 5 mm on a 40 mm circle at 0/90/180/270", (0, 90, 180, 270)),
        ("3 holes 5 mm on a 40 mm circle at 0, 90 and 180 degrees", (0, 90, 180)),
        ("4 holes 5 mm on 40 PCD at angles 45, 135, 225, 315", (45, 135, 225, 315)),
    ],
)
def test_angles_on_a_circle_need_no_mark(angles: str, degrees: tuple[float, ...]) -> None:
    (holes,) = _features(f"disc 60 dia x 5 thick with {angles}")
    expected = [(20 * math.cos(math.radians(a)), 20 * math.sin(math.radians(a))) for a in degrees]
    assert [tuple(point) for point in holes["at"]["points"]] == [pytest.approx(at) for at in expected]


@pytest.mark.parametrize(
    "said",
    [
        "one on y axis",
        "one hole on the vertical centerline",
        "1 mm chamfer on the top edge, first hole on vertical axis",
        "slot 10 x 3 in the middle, first hole at 90°",
        "8 mm hole in the middle, first hole on y axis",
    ],
)
def test_the_first_hole_is_one_of_the_circle_before(said: str) -> None:
    holes, *others = _features(f"disc 60 x 5, 3x 5 mm holes on 40 bolt circle, {said}")
    assert holes["at"]["first_angle"] % 120 == 90
    assert not any("turn" in other for other in others)


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("a 30 x 12 cutout in the center (30 along the 140)", (30, 12)),
        ("a 30 x 12 cutout in the center (30 along the 100)", (12, 30)),
    ],
)
def test_a_side_may_be_said_to_run_along_a_size(said: str, size: tuple[float, float]) -> None:
    (pocket,) = _features(f"plate 140 x 100 x 3, {said}")
    assert (pocket["profile"]["length"], pocket["profile"]["width"]) == size


@pytest.mark.parametrize(
    ("request_", "points"),
    [
        ("plate 80x80x8, two 6.5 mm holes at the left edge 8 mm in, 60 mm apart", [(-32, -30), (-32, 30)]),
        ("plate 100x80x8, hole 6.5 mm near the right side, 12 mm inboard", [(38, 0)]),
        (
            "bar 300 x 40 x 10, 4 holes 11 mm, first 30 from the end, then every 80, all on "
            "centre line of the 40",
            [(-120, 0), (-40, 0), (40, 0), (120, 0)],
        ),
        ("L bracket 50 x 45 x 40 x 3. in the upright a 13 mm hole 25 mm up from the bottom", [(0, 2.5)]),
        ("bar 100 x 20 x 8, both ends full round, 5 mm hole at one end", [(-40, 0)]),
    ],
)
def test_holes_lie_where_they_are_said_to(request_: str, points: list[tuple[float, float]]) -> None:
    (holes,) = _features(request_)
    assert [tuple(point) for point in holes["at"]["points"]] == [pytest.approx(at) for at in points]


@pytest.mark.parametrize(
    "said",
    [
        "5 mm hole at one end and 8 mm hole at the other end",
        "5 mm hole at one end and 8 mm hole at the other, both centered on the end arcs. "
        "so 80 mm between holes",
        "hole 5 mm at the left end and 8 mm hole at the right end",
    ],
)
def test_two_holes_lie_in_the_two_arcs_of_a_bar(said: str) -> None:
    holes = _features(f"bar 100 x 20 x 8, both ends fully rounded, {said}")
    assert [(hole["diameter"], hole["at"]["points"]) for hole in holes] == [
        (5, [[-40, 0]]),
        (8, [[40, 0]]),
    ]


def test_four_holes_may_be_spaced_square() -> None:
    (holes,) = _features("plate 80 x 80 x 8, four 5 mm holes spaced 47 square")
    assert holes["at"]["spacing"] == [47, 47]


@pytest.mark.parametrize("legs", ["in each leg, aligned", "in both flanges"])
def test_a_channel_has_two_legs(legs: str) -> None:
    holes = _features(f"U bracket 60 wide, 50 high, 5 thick, 40 long, a 10 mm hole {legs}, 15 from the top")
    assert [hole["face"] for hole in holes] == ["front", "back"]


@pytest.mark.parametrize(
    "request_",
    [
        "cap OD 60, height 20, inside dia 52, inside depth 16, both ends closed",
        "cap OD 60, height 20, inside dia 52, inside depth 16, top not closed",
        "plug, big dia 40, small dia 45, length 60",
        "disc 60 dia x 5 thick with 3 holes 5 mm on a 40 mm circle at 0, 90, 180 and 270",
        "disc 60 dia x 5 thick with 4 holes 5 mm on a 40 mm circle at 0/90/180/360",
        "disc 60 x 5 with 3x 5 mm holes on 40 bolt circle, two on y axis",
        "disc 60 x 5 with 3x 5 mm holes on 40 bolt circle, none on y axis",
        "disc 90 x 10, boss 40 dia 15 high, 2 mm fillet where the boss meets the disc",
        "block 40 x 40 x 60, 10 mm hole through from the front, c'bore 18 dia x 8 deep top side",
        "plate 140 x 100 x 3, a 12 x 30 cutout in the center (30 along the 140)",
        "plate 140 x 100 x 3, a 30 x 12 cutout in the center (25 along the 140)",
        "plate 140 x 100 x 3, slot 30 x 12, long axis along 90",
        "bar 300 x 40 x 10, 4 holes 11 mm, first 30 from the end, then every 80, all on "
        "centre line of the 50",
        "bar 300 x 40 x 10, 4 holes 11 mm, first 30 from the end, then every 80, all on "
        "centre line of the 10",
        "plate 100 x 60 x 5, corner radii R6 3 plcs",
        "plate .500 x 45 x .250",
        "L bracket: base 50 x 40 x 4, upright 40 wide x 35 high x 5 thk",
        "L bracket 3 mm thick: base 50x40, upright 35 wide 45 tall",
        "bar 100 x 20 x 8, both ends fully rounded, 5 mm hole at one end and 8 mm hole "
        "at the other end, 85 between",
        "pin: 20 dia head x 6 thick, 12 dia shank 50 long below head, overall 50, 1 x 45 "
        "chamfer on the shank end",
    ],
)
def test_what_is_open_or_contradicts_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        _plan(request_)
