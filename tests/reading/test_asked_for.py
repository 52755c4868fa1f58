"""Requests of people who do not know the program: each means exactly this volume, or is asked about."""

from __future__ import annotations

import math

import pytest
from cadquery import cqgi

from mayfly.planning.readings.decide import decide

PI = math.pi


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


def ring(outer: float, inner: float) -> float:
    return disc(outer) - disc(inner)


def volume(text: str) -> float | None:
    plan = decide(text).plan
    if plan is None:
        return None
    result = cqgi.parse(plan.script).build(dict(plan.parameters))
    return result.results[0].shape.val().Volume()


HEX_36 = math.sqrt(3) / 2 * 36**2
CONE = PI / 12 * 15 * (30**2 + 30 * 20 + 20**2) - 15 * disc(8)
BUSHING = disc(60) * 8 + disc(40) * 32 - disc(25) * 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # recesses and counterbores around a part's own bore
        (
            "ring OD 47, ID 35, 4 thick, recess 41 mm diameter, 1.5 deep",
            ring(47, 35) * 4 - ring(41, 35) * 1.5,
        ),
        (
            "bushing OD 30, bore 16, 40 long, counterbore 22 x 5 deep at the top",
            ring(30, 16) * 40 - ring(22, 16) * 5,
        ),
        (
            "spacer OD 20 ID 10 length 30, counterbore 14 x 4 on both ends",
            ring(20, 10) * 30 - 8 * ring(14, 10),
        ),
        (
            "flange OD 100 bore 40 thickness 15, recess 60 mm diameter 4 deep",
            ring(100, 40) * 15 - 4 * ring(60, 40),
        ),
        # ends of sleeves
        (
            "axle spacer, 17 id, 28 od, 22 long, with a step on one end turned down to 24 od for 6mm",
            ring(28, 17) * 16 + ring(24, 17) * 6,
        ),
        (
            "bushing 17 id, 28 od, 22 long, both ends turned down to 24 for 6 mm",
            ring(28, 17) * 10 + ring(24, 17) * 12,
        ),
        (
            "sleeve 20 od 10 bore 60 long overall with a flange 30 dia 4 thick at each end",
            ring(30, 10) * 8 + ring(20, 10) * 52,
        ),
        # sizes before the name of a mouth
        (
            "plate 120 x 25 x 3, 3 countersunk holes (5.5 thru, 11 csk 90 deg) 45 apart",
            9000 - 3 * (3 * disc(5.5) + PI / 12 * 2.75 * (121 + 60.5 + 30.25) - 2.75 * disc(5.5)),
        ),
        (
            "plate 80 x 60 x 8, four holes 6.6 dia, 11 dia x 6 deep counterbore, 10 mm from the edges in "
            "the corners",
            38400 - 4 * (8 * disc(6.6) + 6 * ring(11, 6.6)),
        ),
        # heads, cones, boards
        ("plug 18mm dia 20mm long with a 30mm dia 3mm cap", disc(18) * 20 + disc(30) * 3),
        (
            "5mm round peg 8mm long and on the end of it a 10mm round x 6mm long head",
            disc(5) * 8 + disc(10) * 6,
        ),
        ("spacer, conical, 30 bottom 20 top, 15 high, 8 hole through", CONE),
        ("conical washer, 30 mm bottom, 20 mm top, 15 high, 8 hole through", CONE),
        ("spacer from 18 mm ply: 500 x 60 x 18", 540000),
        ("shelf from 18 mm plywood, 500 x 60", 540000),
        # flanged bushings from their flange
        (
            "flanged bushing. The flange is 60 dia and 8 thick. The sleeve has a diameter of 40 "
            "and extends 32 mm from the flange. Bore 25",
            BUSHING,
        ),
        (
            "flanged bushing bore 25, od 40, length 40, flange 60 x 8, chamfer 1 mm on the free end",
            BUSHING - (0.5 * PI * 40 - PI / 3),
        ),
        # what changes no shape
        ("plate for my XS650, 100 x 50 x 5", 25000),
        ("KF25-like blank: disc diameter 40 mm, 5 mm thick, no tapers", disc(40) * 5),
        ("sprocket carrier disc 110 dia 6 thick, no teeth obviously", disc(110) * 6),
        (
            "- Feature 1: hexagonal prism, 36 mm across flats, 20 tall\n- Feature 2: "
            "Ø10 through bore\n- Tolerance: nominal only",
            (HEX_36 - disc(10)) * 20,
        ),
        ("L-bracket legs 80 and 60, 10 thick, 50 wide, leg lengths measured outside", 130 * 10 * 50),
        # blocks and prisms by their use
        ("adapter, 75 mm x 50 mm x 12.7 mm, one 5 mm hole in the centre", (3750 - disc(5)) * 12.7),
        (
            "hexagonal base 36 mm across flats and 15 high, a 12 mm hole passes along the axis",
            (HEX_36 - disc(12)) * 15,
        ),
        # data without quotes
        (
            "part: flange\nod: 130 mm\nthickness: 16 mm\nbore: 50 mm\nholes: {count: 8, dia: 11, bcd: 100}",
            (ring(130, 50) - 8 * disc(11)) * 16,
        ),
        (
            "base: {l: 90, w: 50, h: 20}\nholes: {d: 5.5, depth: through, pattern: "
            "rectangular 80 x 40, centered}",
            90000 - 4 * 20 * disc(5.5),
        ),
        (
            '{part: "spacer", outer_diameter: 20, inner_diameter: 8, length: 35, '
            'chamfer: {edges: "outer, both ends", size: 1}}',
            ring(20, 8) * 35 - 2 * (0.5 * PI * 20 - PI / 3),
        ),
    ],
)
def test_first_requests_mean_exactly_this(text: str, expected: float) -> None:
    assert volume(text) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        # the recess does not fit
        "ring OD 47, ID 35, 4 thick, recess 50 mm diameter, 1.5 deep",
        "ring OD 47, ID 35, 4 thick, recess 30 mm diameter, 1.5 deep",
        "ring OD 47, ID 35, 4 thick, recess 41 mm diameter, 5 deep",
        "bushing 17 id, 28 od, 22 long, one end turned down to 16 for 6 mm",
        "bushing 17 id, 28 od, 22 long, one end turned down to 24 for 26 mm",
        "bush 20 od 10 bore 60 long with flanges 30 dia 4 thick at both ends",
        # sizes that contradict each other
        "plate from 12 mm plywood, 300 x 80 x 10",
        "Drawer spacer from 18 mm ply: 500 x 60 x 20",
        "disc 60 x 10, 3 holes of 6 on a circle of 40, first hole on the negative X axis, first hole on +Y",
        "plate 80 x 60 x 8, hole 12 mm, 6 mm csk",
        # what is not made
        "cylinder 38 dia 80 long, blind bore 17 mm, 70 deep, round bottom",
        "L-bracket legs 80 and 60, 10 thick, 50 wide, leg lengths measured inside",
        "conical washer 8.4 x 18 x 2",
    ],
)
def test_what_does_not_agree_is_asked_about(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize(
    ("words", "angle"),
    [("positive X", 0), ("positive Y", 90), ("negative X", 180), ("negative Y", 270), ("-X", 180)],
)
def test_the_first_hole_lies_on_a_half_axis(words: str, angle: float) -> None:
    plan = decide(
        f"disc 60 x 10, 3 holes of 6 mm on a bolt circle of 40 mm, first hole on the {words} axis"
    ).plan
    assert plan is not None
    (holes,) = plan.requirements.holes or ()
    first = (20 * math.cos(math.radians(angle)), 20 * math.sin(math.radians(angle)))
    assert any(math.dist(at, first) < 0.01 for at in holes.at or ())


@pytest.mark.parametrize(
    ("where", "steps"),
    [
        ("on each end", "15x30, 20x90, 15x30"),
        ("at both ends", "15x30, 20x90, 15x30"),
        ("at the left end", "15x30, 20x120"),
        ("at the right end", "20x120, 15x30"),
        ("at one end", "20x120, 15x30"),
        ("in the middle", None),
    ],
)
def test_where_a_bar_is_turned_down_is_read_behind_it_as_well(where: str, steps: str | None) -> None:
    plan = decide(f"shaft 20 dia 150 long, turned down to 15 for the last 30 mm {where}").plan
    assert (plan is None) == (steps is None)
    if plan is not None:
        assert plan.design is not None
        assert plan.design["bodies"][0]["base"]["sizes"]["steps"] == steps
