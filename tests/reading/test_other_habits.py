"""What drawings of other countries and chatty requests say: W x D x T, wings, sizes named once more."""

from __future__ import annotations

import math

import pytest

from mayfly.contracts import Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner


def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _ring(outer: float, inner: float, height: float) -> float:
    return math.pi / 4 * (outer**2 - inner**2) * height


def _angle(first: float, second: float, thick: float, length: float) -> float:
    return (first + second - thick) * thick * length


#: Volume of a chamfer of some size around a circle, outside or inside.
def _chamfer(diameter: float, size: float, side: int) -> float:
    return math.pi * size**2 * (diameter / 2 - side * size / 3)


_PLATE = 150 * 100 * 12 - 4 * _ring(6.6, 0, 12) - 4 * _ring(11, 6.6, 6.5)
_STEPS = _ring(20, 0, 30) + _ring(30, 0, 45) + _ring(20, 0, 25)

READ = [
    ("Base plate W 150 x D 100 x T 12", 150 * 100 * 12),
    ("Block 80W x 60D x 40H", 80 * 60 * 40),
    (
        "plate 150 x 100 x 12. Hole 4-φ6.6 through with φ11 counterbore depth 6.5"
        " from top side. Hole position 12 mm from each edge.",
        _PLATE,
    ),
    ("Ring 80 / 60 x 15", _ring(80, 60, 15)),
    (
        "Sleeve OD 30, ID 17, length 45. Internal chamfer 2x45 at one side.",
        _ring(30, 17, 45) - _chamfer(17, 2, -1),
    ),
    ("Shaft 20 dia 60 long. Chamfer 2x45° on one side.", _ring(20, 0, 60) - _chamfer(20, 2, 1)),
    ("disc 80 x 10 with four holes dia 5 at 90° on a 60 circle", _ring(80, 0, 10) - 4 * _ring(5, 0, 10)),
    ("L-bracket 60 x 40 x 5 thick, 50 long", _angle(60, 40, 5, 50)),
    ("L-bracket 60 long, 40 high, 50 wide, 5 thick", _angle(60, 40, 5, 50)),
    (
        'Angle bracket 3 x 3 x 1/4 x 4" long, (2) 7/16 holes each leg. Holes are '
        "1.75 from outside corner, 1.00 in from each end.",
        25.4**3 * (_angle(3, 3, 0.25, 4) - 4 * _ring(7 / 16, 0, 0.25)),
    ),
    (
        "Angle 60x40x6, length 100. On the wing of 60 two holes diameter 9 with "
        "interaxis 60, centred in the length, at 35 mm from the external corner "
        "edge. Wing of 40 is without holes. No radius inside.",
        _angle(60, 40, 6, 100) - 2 * _ring(9, 0, 6),
    ),
    (
        "Locating pin: 12 dia body 20 long, 16 dia collar 4 thick, then 10 dia nose 18 long",
        _ring(12, 0, 20) + _ring(16, 0, 4) + _ring(10, 0, 18),
    ),
    ("plate 100 x 60 x 8, holes 4 nos 6 mm at corners 10 from edges", 48000 - 4 * _ring(6, 0, 8)),
    ("Stepped shaft. First section is Ø20 x 30, second is Ø30 x 45, third is Ø20 x 25.", _STEPS),
    ("Stepped shaft. Second section is Ø30 x 45, first is Ø20 x 30, third is Ø20 x 25.", _STEPS),
    (
        "flange: outer diameter 100, thickness 12, bore 40. There is also a "
        "raised hub 55 dia that sticks up 10 from one face (bore goes through the"
        " hub as well).",
        _ring(100, 40, 12) + _ring(55, 40, 10),
    ),
    (
        "C channel type bracket, 75 x 40 x 5 thk, length 120 mm. 75 is back side "
        "outside, 40 is flange outside height.",
        (75 * 40 - 65 * 35) * 120,
    ),
    (
        "Bush OD 32, bore 20, overall 50 long with a 40 dia flange 6 thick at one"
        " end (the 6 is included in the 50).",
        _ring(32, 20, 44) + _ring(40, 20, 6),
    ),
    (
        "tube 52 OD, 30 ID, 20 long with a 60 dia flange 3 thick on one end, total length 23",
        _ring(52, 30, 20) + _ring(60, 30, 3),
    ),
    ("hex bar, opposite sides 17, 60 long", 17**2 * math.sqrt(3) / 2 * 60),
    (
        "disc dia 140, thickness 14, with centring step dia 90 height 4 on one side",
        _ring(140, 0, 14) + _ring(90, 0, 4),
    ),
    (
        "wedge 120 mm long, 40 mm wide, goes from 0 at the thin tip to 30mm high at the back",
        120 * 40 * 30 / 2,
    ),
    (
        "plug. Disc 40 dia 4 thick on top, and a 30 dia peg 12 long underneath",
        _ring(40, 0, 4) + _ring(30, 0, 12),
    ),
    (
        "block 90 x 60 x 30 with a 35 bore in the middle, at the top a seat of 42 dia 12 deep",
        90 * 60 * 30 - _ring(35, 0, 30) - _ring(42, 35, 12),
    ),
    ("plate 90 x 90 x 5, holes four corner 7 mm dia, 10 mm from both side", 90 * 90 * 5 - 4 * _ring(7, 0, 5)),
    (
        "pulley without teeth: 50 mm outside diameter, 20 mm wide, 8 mm bore, and"
        " a rectangular groove around the middle of the rim 10 mm wide and 5 mm "
        "deep",
        _ring(50, 8, 20) - _ring(50, 40, 10),
    ),
]

OPEN = [
    "Ring 60 / 80 x 15",
    (
        "L-bracket, both legs 50, 40 wide, 5 thick, one 6.6 hole in each leg, 30 "
        "from the outside corner and 15 from the side edges"
    ),
    ("Angle 60x40x6, length 100. Two holes diameter 9 in the leg of 50, 60 apart."),
    (
        "Angle 60x40x6, length 100. On the wing of 40 two holes diameter 9, 60 "
        "apart. Wing of 40 is without holes."
    ),
    ("Shaft in four sections. First section is Ø20 x 30, second is Ø30 x 45, third is Ø20 x 25."),
    "C channel 75 x 40 x 5 thk, length 120 mm. 70 is back side outside",
    "C channel 75 x 40 x 5 thk, length 120 mm. 75 is flange height",
    "Plate 100 x 60 x 8, where 60 is the thickness",
    (
        "Bush OD 32, bore 20, overall 50 long with a 40 dia flange 6 thick at one"
        " end (the 5 is included in the 50)."
    ),
    ("tube 52 OD, 30 ID, 20 long with a 60 dia flange 3 thick on one end, total length 25"),
    ("plug, total height 17. Disc 40 dia 4 thick on top, and a 30 dia peg 12 long underneath"),
    (
        "plate 150 x 100 x 12. Hole 4-φ6.6 through with φ5 counterbore depth 6.5 "
        "from top side. Hole position 12 mm from each edge."
    ),
    "plate 100 x 60 x 8, holes 4 nos 6 mm deep at corners 10 from edges",
    "tube 40 OD 30 ID 50 long, 2 radial holes 5 mm at 90°, mid length",
    "hex bar, sides 17, across flats 19, 60 long",
    "Plate 100x100x10, 5 slots 20 x 9 at 38 mm from centre, on X+, X-, Y+, Y-, slots directed radially.",
    "shaft dia 12 x 100, D-cut 20 long, remaining thickness 12.5",
    "plate 90 x 90 x 5, holes two corner 7 mm dia, 10 mm from both side",
]


@pytest.mark.parametrize(("request_", "volume"), READ)
def test_other_habits_are_read(request_: str, volume: float) -> None:
    assert _plan(request_).requirements.volume_mm3 == pytest.approx(volume, rel=1e-6)


@pytest.mark.parametrize("request_", OPEN)
def test_what_does_not_fit_together_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        _plan(request_)


def test_what_both_ends_have_is_at_both_of_them() -> None:
    plan = _plan("roller 50 x 60, bore 20. Both ends bearing pocket 32 dia depth 9")
    assert plan.design is not None
    holes = plan.design["bodies"][0]["features"]
    assert [(one["face"], one["diameter"], one.get("depth")) for one in holes] == [
        ("top", 20, None),
        ("top", 32, 9),
        ("bottom", 32, 9),
    ]


@pytest.mark.parametrize("leg", ["wing of 60", "60 wing", "60 mm leg", "leg of 60"])
def test_a_leg_is_called_by_its_size(leg: str) -> None:
    plan = _plan(
        f"Angle 60x40x6, length 100. Two holes dia 9 in the {leg}, 60 apart, 35 from the outer corner."
    )
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["face"] == "horizontal_leg"
