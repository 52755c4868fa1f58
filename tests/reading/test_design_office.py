"""How design offices, drawings in inches and purchasing write: what is made of it, and what is asked."""

from __future__ import annotations

import math

import pytest

from mayfly.contracts import Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

INCH3 = 25.4**3


def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _round(outer: float, height: float, inner: float = 0.0) -> float:
    return math.pi / 4 * (outer**2 - inner**2) * height


READ = [
    # stock by its names, and pipes by their nominal bore
    ("ISA 50 x 50 x 6, length 500 mm, plain without toe and root radius", (100 - 6) * 6 * 500),
    ("MS flat 60 x 10, 250 long with a hole of 9 dia at 20 from each end", 150000 - 2 * _round(9, 10)),
    ("50NB pipe sch40, 300 long", _round(60.3, 300, 52.48)),
    ('Pipe 2" NB sch 40, 300 mm long. OD 60.3 and wall 3.91.', _round(60.3, 300, 52.48)),
    ("C channel, 100 depth x 50 flange x 5 mm uniform thickness, 1000 mm long", (100 + 2 * 45) * 5 * 1000),
    ("gusset 10 thk, right angle triangle 150 x 100, no corner cut", 75000),
    ("stiffener 8 mm thk, 200 x 120 rectangular", 200 * 120 * 8),
    ("KEY .250 X .250 X 1.250 SQ ENDS", 0.25 * 0.25 * 1.25 * INCH3),
    ("Could you do us a shim washer 30 x 42 x 0.5? (ID x OD x thickness, mm)", _round(42, 0.5, 30)),
    ("bushing 20 x 30 x 40 (bore x OD x length)", _round(30, 40, 20)),
    ("WASHER, FLAT. 24 OD x 13 ID x 2.5 THK", _round(24, 2.5, 13)),
    # what is counted in the size of the whole, and what only restates it
    (
        "bush: OD 50, ID 35, length 60, collar OD 65 x 8 thk at one end (included in length)",
        _round(65, 8, 35) + _round(50, 52, 35),
    ),
    ("flange OD 200, thk 20, raised face 130 dia x 2 high (extra to 20)", _round(200, 20) + _round(130, 2)),
    ("flange OD 200, 22 thk including raised face 130 dia x 2 high", _round(200, 20) + _round(130, 2)),
    ("disc 80 dia x 12 thk with boss 40 dia x 25 high, 37 overall", _round(80, 12) + _round(40, 25)),
    ("disc 50 dia x 5, plus plug 44 dia x 12 long on one side", _round(50, 5) + _round(44, 12)),
    (
        "STEPPED PIN: Ø.500 X 1.000, Ø.375 X .750. OVERALL 1.750.",
        (_round(0.5, 1) + _round(0.375, 0.75)) * INCH3,
    ),
    # where holes are
    ("base plate 250 sq x 16, 4 holes 18 dia on 200 PCD at 45 deg to the sides", 1e6 - 4 * _round(18, 16)),
    ("plate 180 x 90 x 12, 6 holes dia 14: 3 nos. at 60 c/c in 2 rows 50 apart", 194400 - 6 * _round(14, 12)),
    (
        "angle 75x75x8, 120 long, one 18 dia hole in each leg 40 from heel, mid of length",
        136320 - 2 * _round(18, 8),
    ),
    ("block 60 x 40 x 20. hole 10 dia thru on centre of 60 x 20 face", 48000 - _round(10, 40)),
    ("bar 25 sq x 150 lg, 3x M6 tap drill Ø5 x 15 dp flat btm, spaced 50", 93750 - 3 * _round(5, 15)),
    ("flat bar 60 x 10 x 250 with a 9 mm hole in the middle", 150000 - _round(9, 10)),
    # what is done to corners
    ("plate 200x120x8, one corner chamfered 20 x 20", (200 * 120 - 200) * 8),
    ("plate 50 x 50 x 6, corner radius 5 mm (the four vertical ones)", (2500 - (4 - math.pi) * 25) * 6),
    (
        "plate 120 x 80 x 20. pocket 100 x 60 x 12 dp centred, R6 vertical corners",
        192000 - (6000 - (4 - math.pi) * 36) * 12,
    ),
    # orders
    ("PO 4500012345 item 10: plate 100 x 60 x 8", 48000),
    ("Line 2 of quotation - square bar 20 x 20, 150 mm long", 60000),
    ("spacer 20 OD 10 ID 30 long, qty 200 (one in the file is enough)", _round(20, 30, 10)),
    ("End cap for 50mm tube: disc 50 mm dia x 5 mm", _round(50, 5)),
]


@pytest.mark.parametrize(("request_", "volume"), READ, ids=[request for request, _ in READ])
def test_what_a_design_office_writes_is_read(request_: str, volume: float) -> None:
    assert _plan(request_).requirements.volume_mm3 == pytest.approx(volume, rel=1e-6)


@pytest.mark.parametrize(
    "keyway",
    [
        "keyway 8 wide, top of keyway 28.3 from opposite side of bore",
        "keyway 8 wide, 28.3 from top of keyway to opposite side of bore",
        "keyway 8 wide, 28.3 over the keyway",
    ],
)
def test_a_keyway_may_be_measured_from_the_far_side_of_its_bore(keyway: str) -> None:
    plan = _plan(f"disc 150 dia x 40, bore 25, {keyway}")
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][-1]["depth"] == pytest.approx(3.3)


@pytest.mark.parametrize(
    "request_",
    [
        "bush: OD 50, ID 35, length 60, flange OD 65 x 8 thk at one end (included in the 70)",
        "flange OD 200, thk 20, raised face 130 dia x 2 high (extra to 22)",
        "disc 80 dia x 12 thk with boss 40 dia x 25 high, 40 overall",
        "STEPPED PIN: Ø.500 X 1.000, Ø.375 X .750. OVERALL 1.850.",
        "disc 150 dia x 40, bore 25, keyway 8 wide, 24 over the keyway",
        "washer 24 x 12 x 2.5 (ID x OD x thk)",
        "plate 250 x 250 x 16, 4 holes dia 18 on PCD 200 at 30 deg to the sides",
        "plate 200 x 100 x 10, 8 holes dia 12, 3 nos. at 40 c/c in 2 rows 60 apart",
        "block 60 x 40 x 20, 12 dia hole in centre of the 60 x 35 face",
        "plate 200x120x8, a corner chamfered 20 x 20",
        "plate 200x120x8 with two corners chamfered 20 x 20",
        "plate 120 x 80 x 20, pocket 100 x 60 x 12 deep, R6 in vertical corners",
        "Pipe 2 inch NB sch 40, 300 mm long, wall 3.6 mm",
        "pipe 55 NB sch 40, 300 long",
        "stiffener 200 x 120 x 8",
        "key 8 x 7 x 40",
    ],
)
def test_what_does_not_agree_or_is_open_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        _plan(request_)
