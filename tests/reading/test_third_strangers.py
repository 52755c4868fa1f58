"""What a third round of strangers wrote: loose adjectives, counts said again, pieces in prose, steps that are milled."""

# ruff: noqa: E501 - requests stand as they are typed

from __future__ import annotations

import math

import pytest

from mayfly.planning.readings.decide import decide

PI = math.pi


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


def cone(bottom: float, top: float, height: float) -> float:
    return PI / 12 * height * (bottom**2 + bottom * top + top**2)


def half_ball(diameter: float) -> float:
    return PI / 12 * diameter**3


def octagon(across: float) -> float:
    return 2 * math.tan(PI / 8) * across**2


def hexagon(across: float) -> float:
    return math.sqrt(3) / 2 * across**2


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        # adjectives before their number
        ("shaft, diameter 20 and total long 90", disc(20) * 90),
        ("bar of wide 30, thick 10, long 120", 36000),
        ("tube outer diameter 40, wall 3, long 100 mm", (disc(40) - disc(34)) * 100),
        (
            "axle diameter 15, long total 120. In the middle of the length a collar of diameter 30 and width 8",
            disc(15) * 112 + disc(30) * 8,
        ),
        # the hole of an axle
        ("wheel diameter 50, width 18, hole of axis 8 passing", (disc(50) - disc(8)) * 18),
        ("roller diameter 40, length 60, axis hole 10", (disc(40) - disc(10)) * 60),
        ("pulley blank diameter 60, width 15, hole for axis of 12 through", (disc(60) - disc(12)) * 15),
        # both rims
        ("wheel diameter 50, width 18, bore 8. The two external borders are rounded with radius 3", 33847.6),
        # a grid that is counted again
        (
            "plate 100x60x4 with a 4 x 2 grid of 5 mm holes (4 columns, 2 rows), pitch 15",
            24000 - 8 * disc(5) * 4,
        ),
        (
            "panel 120 x 80 x 3 with a 6 x 4 array of 4 mm holes (6 columns along the long side and 4 rows along the short side) 12 mm apart",
            28800 - 24 * disc(4) * 3,
        ),
        (
            "plate 120 x 80 x 3 with a 5 x 3 grid of 6 mm holes (5 columns along the 120 mm side, 3 rows along the 80 mm side), 15 mm pitch",
            28800 - 15 * disc(6) * 3,
        ),
        # halves of balls
        ("half of a hollow sphere, outer radius 30, wall 3", half_ball(60) - half_ball(54)),
        (
            "half of a hollow ball, outer radius 40 mm, inner radius 36 mm, open side flat",
            half_ball(80) - half_ball(72),
        ),
        ("half of a sphere radius 20", half_ball(40)),
        # cups with corners
        (
            "hexagon pencil cup, 80 mm across the flats, 100 tall, 3 mm walls, floor 4",
            hexagon(80) * 100 - hexagon(74) * 96,
        ),
        (
            "octagonal planter 90 across flats outside, 70 high, walls 4, floor 5",
            octagon(90) * 70 - octagon(82) * 65,
        ),
        # flat parts that stand
        (
            "plate 30 wide x 60 tall x 4 thick, 4.5 hole centered in the width, its center 10mm below the top edge",
            7200 - disc(4.5) * 4,
        ),
        (
            "plate 30 wide 60 tall 4 thick, a 10mm round peg 35 long from its front, centred in the width, axis 15 up from the bottom edge",
            7200 + disc(10) * 35,
        ),
        # a step that is milled
        ("block 80 x 40 x 30, one end milled down 10 mm over 25 mm of the length", 96000 - 10000),
        (
            "step block 3.00 long x 2.00 wide x 1.50 high, mill one end down .75 from the top for 1.00 of the length, full width. inches",
            7.5 * 25.4**3,
        ),
        # threads that are not wanted
        (
            "block 60x40x20 with two 6.8 mm through holes 30 apart. Threads need not be modelled",
            48000 - 2 * disc(6.8) * 20,
        ),
        (
            "block 60x40x20 with two 6.8 mm through holes 30 apart, no need to model threads",
            48000 - 2 * disc(6.8) * 20,
        ),
        # holes that are drilled from somewhere
        (
            "block 100 x 50 x 40. Three 8 mm holes are drilled vertically from the top, 20 mm deep with flat bottoms; they lie on the longitudinal centreline with a spacing of 30 mm",
            200000 - 3 * disc(8) * 20,
        ),
        (
            "locating pin, body 16 dia x 30 long, head 24 dia x 6 thick. drill 6.8 x 18 deep from the head side on center, flat bottom",
            disc(16) * 30 + disc(24) * 6 - disc(6.8) * 18,
        ),
        (
            "locating pin, body 16 dia x 30 long, head 24 dia x 6 thick, nose chamfered 2 x 45",
            disc(16) * 28 + cone(16, 12, 2) + disc(24) * 6,
        ),
        (
            "circular flange of 110 mm diameter and 10 mm thickness with a hub of 62 mm diameter that projects 18 mm from one face. A bearing seat of 47 mm diameter is bored 14 mm deep from the free end of the hub. The rest is pierced on the axis by a 30 mm hole",
            disc(110) * 10 + disc(62) * 18 - disc(47) * 14 - disc(30) * 14,
        ),
        (
            "box without cover, exterior 15 cm x 10 cm and 6 cm high, walls 4 mm, bottom 4 mm. In one of the small sides (the one of 10 cm) is a round hole of 20 mm, in the middle of the width and its center 30 mm from below",
            900000 - 142 * 92 * 56 - disc(20) * 4,
        ),
        # the diameter of a clearance hole that belongs to no screw
        (
            "plate 80 x 60 x 8 with four 6.6 mm clearance holes, 60 x 40 mm apart",
            38400 - 4 * disc(6.6) * 8,
        ),
        (
            "square motor flange 100 x 100 x 12 mm. On one side a centring spigot of 70 mm diameter rises 5 mm. A 50 mm bore passes through flange and spigot",
            120000 + disc(70) * 5 - disc(50) * 17,
        ),
        # one on the other, one after the other
        (
            "cylinder of diameter 50 and height 20, above it a cone with base diameter 50 and height 60",
            disc(50) * 20 + cone(50, 0, 60),
        ),
        (
            "cylinder 50 dia 20 high, on top of it a cone of 50 mm base diameter and 60 high, ending in a sharp point",
            disc(50) * 20 + cone(50, 0, 60),
        ),
        (
            "adapter: a cylindrical section of 60 mm outside diameter and 30 mm length, then tapers to 40 mm diameter over 25 mm, then continues straight for another 30 mm. The bore is a constant 32 mm over the whole length",
            disc(60) * 30 + cone(60, 40, 25) + disc(40) * 30 - disc(32) * 85,
        ),
        (
            "nozzle: cylindrical portion 50 mm diameter 20 mm long, then conical section over 30 mm to 20 mm diameter, which continues as a cylinder for a further 10 mm",
            disc(50) * 20 + cone(50, 20, 30) + disc(20) * 10,
        ),
        (
            "plate 120 x 40 x 10 with two cylinders 10 dia 25 long on top of it, 80 apart",
            48000 + 2 * disc(10) * 25,
        ),
    ],
)
def test_what_strangers_write_is_made(text: str, volume: float) -> None:
    plan = decide(text).plan
    assert plan is not None, decide(text).question
    assert plan.requirements.volume_mm3 == pytest.approx(volume, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "shaft, diameter 20 and total long 90, 100 long overall",
        "wheel diameter 50, width 18, bore 8. The three external borders are rounded with radius 3",
        "plate 100x60x4 with a 4 x 2 grid of 5 mm holes (4 columns, 3 rows), pitch 15",
        "plate 120 x 80 x 3 with a 5 x 3 grid of 6 mm holes (5 columns along the 80 mm side, 3 rows along the 120 mm side), 15 mm pitch",
        "half of a hollow ball, outer radius 40 mm, inner radius 36 mm, closed side flat",
        "block 80 x 40 x 30, both ends milled down 10 mm over 25 mm of the length",
        "box without cover, exterior 15 cm x 10 cm and 6 cm high, walls 4 mm, bottom 4 mm. In one of the small sides (the one of 15 cm) is a round hole of 20 mm, center 30 mm from below",
        "block 100 x 50 x 40. Three 8 mm ports are drilled from the top into the gallery, stopping at its axis, i.e. 15 mm deep",
        "locating pin, body 16 dia x 30 long, head 24 dia x 6 thick, nose chamfered 2 x 30",
        "plate 80 x 60 x 8 with four 22 mm clearance holes, 60 x 40 mm apart",
        "cylinder 50 dia 20 high, on top of it a cone of 50 mm base diameter, top diameter 20, 60 high, ending in a sharp point",
        "plate 120 x 40 x 10 with two cylinders 10 dia 25 long on top of it, 200 apart",
        "two 3.3 holes in a block 60 x 40 x 20, 30 apart (will tap M6 myself)",
    ],
)
def test_what_does_not_agree_is_asked_about(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (
            "name: mount\nunits: mm\nbase: {shape: rectangle, length: 80, width: 50, thickness: 6}\nboss: {diameter: 20, height: 10, location: centered on base}\nbore: {diameter: 8, through: boss and base, concentric_with: boss}",
            [0, 0],
        ),
        (
            '{"plate": {"length": 80, "width": 50, "thickness": 6}, "boss": {"diameter": 20, "height": 10, "position": [15, -5]}, "hole": {"diameter": 8, "through": "plate and boss", "coaxial_with": "boss"}}',
            [15, -5],
        ),
    ],
)
def test_data_may_name_what_a_bore_is_concentric_with(text: str, at: list[float]) -> None:
    plan = decide(text).plan
    assert plan is not None
    assert plan.design is not None
    boss, bore = plan.design["bodies"][0]["features"]
    assert [one["base"]["height"] for one in (boss, bore)] == [10, 16]
    assert list(boss["at"][:2]) == at
    assert list(bore.get("at", [0, 0])[:2]) == at
