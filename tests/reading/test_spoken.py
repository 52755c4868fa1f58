"""How people say it by the way: other quantities, tables of sections, cups, caps, bodies with legs."""

from __future__ import annotations

import pytest

from mayfly.design import Design
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

FLANGE = "a flange, 100 mm outside diameter, 12 mm thick, bore 40, four 9 mm holes on a 75 mm pitch circle"


def _plan(request: str) -> tuple[tuple[float, ...] | None, float | None]:
    made = RulesPlanner().plan(request).requirements
    return made.bounding_box_mm, made.volume_mm3


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (f"{FLANGE}. My pump runs at 2900 rpm and 6 bar.", FLANGE),
        (f"{FLANGE}, because the one on my bike rack got lost when we did 85 km", FLANGE),
        (
            "hex standoff, 5.5mm across flats, 20 long, 3mm hole all trough",
            "hex standoff 5.5 across flats, 20 long, 3 mm hole through",
        ),
        (
            "door wedge: 120 long, 40 wide, 40 high at the back going down to 0 at the front",
            "wedge 120 x 40 x 40",
        ),
        (
            "round pad, 40 mm dia, 7 high, and in its top a recess 25.5 across and 4 deep",
            "disc 40 x 7 with a 25.5 mm round pocket 4 deep",
        ),
        ("the front panel: 150 wide, 200 high, 10 thick", "plate 150 x 200 x 10"),
        (
            "a cap: inside diameter 40, wall 2, 20 deep inside, top 2 thick",
            "cup inside diameter 40, wall 2, inside depth 20, floor 2",
        ),
        (
            "shaft\n| # | dia (mm) | length (mm) |\n|---|---|---|\n| 1 | 20 | 25 |\n| 2 | 28 | 60 |",
            "stepped shaft: 20 x 25, 28 x 60",
        ),
        (
            '{"kind": "stepped shaft", "segments": [{"dia": 20, "len": 25}, {"dia": 28, "len": 60}]}',
            "stepped shaft: 20 x 25, 28 x 60",
        ),
        ("a solid rack, 120 x 40 x 30 high", "block 120 x 40 x 30"),
        (
            "PLATE 150 X 100 X 8 THK. Ø40 THRU CENTER. MATL: STEEL. QTY 2",
            "plate 150 x 100 x 8 with a 40 mm hole in the centre",
        ),
    ],
)
def test_what_is_said_plainly_makes_the_same(said: str, plain: str) -> None:
    (box, volume), (plain_box, plain_volume) = _plan(said), _plan(plain)
    assert box == pytest.approx(plain_box)
    assert volume == pytest.approx(plain_volume)


@pytest.mark.parametrize(
    "request_",
    [
        "hexagonal pencil holder, 60 across flats, 90 tall, 2 mm walls, 3 mm floor",
        "a pencil holder like a hexagon, 60 mm across flats, 90 mm tall, 2 mm walls and a 3 mm floor",
    ],
)
def test_a_cup_may_have_a_polygon_as_its_section(request_: str) -> None:
    box, volume = _plan(request_)
    assert box == pytest.approx((69.282, 60, 90), abs=1e-3)
    assert volume == pytest.approx(3**0.5 / 2 * (60**2 * 90 - 56**2 * 87), rel=1e-6)


def test_legs_stand_below_the_top_that_they_carry() -> None:
    plan = RulesPlanner().plan(
        "A table: top 120 x 80 x 5 and four legs 6 x 6 x 65, one at each corner, flush with the sides of the"
        " top. Separate solids."
    )
    bodies = {body.name: body for body in Design.read(plan.design).bodies}
    assert bodies["top"].at[2] == pytest.approx(65)
    assert all(body.at[2] == 0 for name, body in bodies.items() if name != "top")


def test_bodies_in_a_row_that_do_not_touch_are_separate() -> None:
    plan = RulesPlanner().plan("Five balls of 12 mm diameter in a straight row, 20 mm from centre to centre.")
    assert plan.requirements.bounding_box_mm == pytest.approx((92, 12, 12))


@pytest.mark.parametrize(
    "request_",
    [
        "a plate 100 x 60 x 5 and 2 bars 100 long",
        "a knob and a cylinder 20 x 30",  # two bodies, one without a size
        "door wedge: 120 long, 40 wide, from 30 at the back to 40 at the front and to 10",
        "hexagonal cup 80 across flats, 100 high, wall 50",
        "a rack, 120 x 40 x 30 with a spline",
        "Ø9 holes in a plate 100 x 60 x 5. QTY 4",  # parts, or holes
        "a plate 100 x 60 x 5 with a hole, drilled with",
    ],
)
def test_what_is_open_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        RulesPlanner().plan(request_)
