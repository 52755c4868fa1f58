"""Sketches and parts that are told in prose: what is made of them by its volume, and what is asked."""

from __future__ import annotations

import math
from functools import cache

import pytest
from cadquery import cqgi

from mayfly.contracts import Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

ROUNDED = 1e-6


def _round(outer: float, height: float, inner: float = 0.0) -> float:
    return math.pi / 4 * (outer**2 - inner**2) * height


def _bore_chamfers(bore: float, size: float, ends: int) -> float:
    """Return what chamfers of 45° take off the rims of a bore."""
    return ends * math.pi * size**2 * (bore / 2 + size / 3)


def _rims(diameter: float, size: float, ends: int) -> float:
    """Return what chamfers of 45° take off the outer rims of something round."""
    return ends * math.pi * size**2 * (diameter / 2 - size / 3)


def _hexagon(across_flats: float) -> float:
    return math.sqrt(3) / 2 * across_flats**2


def _top_chamfers(length: float, width: float, size: float) -> float:
    """Return what a chamfer of 45° takes off the four upper edges of a block."""
    return (length + width) * size**2 - 4 / 3 * size**3


READ = [
    # sketches
    (
        "Draw a rectangle with corners at (0, 0), (75, 0), (75, 45) and (0, 45) on the XY plane. Extrude it"
        " 12 mm in the positive z direction. Then draw a circle of radius 8 mm centred at (37.5, 22.5) on the"
        " top face and cut through the whole part.",
        75 * 45 * 12 - _round(16, 12),
    ),
    (
        "Start by sketching a closed profile with line segments from (0,0) to (50,0), from (50,0) to (50,10),"
        " from (50,10) to (10,10), from (10,10) to (10,40), from (10,40) to (0,40) and back to (0,0)."
        " Extrude the profile by 25 mm.",
        (500 + 300) * 25,
    ),
    (
        "Draw a circle with a radius of 25 and extrude it by 5. On the top face draw a circle with a radius"
        " of 10, concentric with the first one, and extrude it by 30.",
        _round(50, 5) + _round(20, 30),
    ),
    (
        "Extrude a 40 by 20 rectangle 15 upward, then extrude a 20 by 20 square centred on top of it by"
        " another 10.",
        40 * 20 * 15 + 20 * 20 * 10,
    ),
    (
        "Sketch a rectangle of 120 by 60 centred at the origin. Pad it by 8. On the top face, sketch four"
        " circles with diameter 7 at (±50, ±22) and pocket them through all.",
        120 * 60 * 8 - 4 * _round(7, 8),
    ),
    ("Draw a rectangle of 84 x 46, its 46 side along X, and extrude it by 12", 84 * 46 * 12),
    (
        "Sketch a hexagon with a circumscribed circle of radius 15 and extrude it to a height of 10.",
        _hexagon(15 * math.sqrt(3)) * 10,
    ),
    ("Draw a semicircle with a radius of 20 closed by its diameter and extrude it by 10.", _round(40, 5)),
    (
        "Create a cylinder of radius 20 and height 50. Then create a second cylinder of radius 12 and height"
        " 50 at the same location and subtract it from the first one.",
        _round(40, 50, 24),
    ),
    (
        "Make a stepped cylinder: the bottom one has radius 15 and height 10, the middle one has radius 10"
        " and height 20 and the top one has radius 5 and height 15.",
        _round(30, 10) + _round(20, 20) + _round(10, 15),
    ),
    # edges of what was sketched
    (
        "Draw a rectangle of 35 by 22 and extrude it 7. Chamfer the edges of the underside by 1.",
        35 * 22 * 7 - _top_chamfers(35, 22, 1),
    ),
    (
        "Draw a rectangle of 35 by 22 and extrude it 7. Chamfer the outer boundary of the top face by 1 at 45"
        " degrees.",
        35 * 22 * 7 - _top_chamfers(35, 22, 1),
    ),
    # cut off by a plane
    ("Make a cylinder of radius 20 and height 50 and remove everything above z = 40.", _round(40, 40)),
    (
        "sphere 40 dia centred at the origin with everything below z = -10 cut off",
        4 / 3 * math.pi * 20**3 - math.pi * 100 * 50 / 3,
    ),
    # shapes before a plate
    (
        "equilateral triangle plate, side 90 mm, 6 mm thick, with a round 25 mm hole at its center",
        math.sqrt(3) / 4 * 90**2 * 6 - _round(25, 6),
    ),
    ("octagon slab, 50 across flats, 8 thick", 2 * (math.sqrt(2) - 1) * 50**2 * 8),
    # bores, collars, tapers
    (
        "bushing 28 OD x 20 ID x 36, bore chamfer: 1 mm, both ends",
        _round(28, 36, 20) - _bore_chamfers(20, 1, 2),
    ),
    (
        "bushing 30 x 20 x 40, 1 mm internal chamfer on one end",
        _round(30, 40, 20) - _bore_chamfers(20, 1, 1),
    ),
    (
        "shaft 22 x 130 with a collar 36 dia x 10 wide at mid length",
        _round(22, 120) + _round(36, 10),
    ),
    (
        "table leg 720 mm long, 60 x 60 mm at the top and 35 x 35 mm at the bottom",
        720 / 3 * (60**2 + 35**2 + 60 * 35),
    ),
    ("RHS 60 wide, 40 high, 3 wall, 200 long", (60 * 40 - 54 * 34) * 200),
    ("Parallel key DIN 6885 form B (square ends), 10 x 8 x 50, C45, 100 off", 10 * 8 * 50),
    # notches, and the largest face
    ("plate 100 x 60 x 5 with a 20 x 15 notch in each corner", (6000 - 4 * 300) * 5),
    (
        'shelf board 36" x 11-1/4" x 3/4", both corners of one long edge are notched out 2" x 2"',
        (36 * 11.25 - 8) * 0.75 * 25.4**3,
    ),
    ("plate 100 x 60 x 5, corners notched 20 x 20", (6000 - 4 * 400) * 5),
    ("plate 100 x 60 x 5 with a 20 x 10 cutout in the upper right corner", (6000 - 200) * 5),
    (
        "block 50 x 25 x 40, 6 mm hole through the center of the largest face",
        50 * 25 * 40 - _round(6, 25),
    ),
    (
        "cube with a side of 20 and a cylindrical hole with a diameter of 8 through the center of one face",
        8000 - _round(8, 20),
    ),
    ("wedge 60 long, 30 wide, height goes from 20 at one end to 0 at the other", 60 * 30 * 10),
    (
        "disc of radius 50 and thickness 5, 6 holes with a radius of 4 evenly distributed at a radial"
        " distance of 30 from the center",
        _round(100, 5) - 6 * _round(8, 5),
    ),
    # walls along edges
    (
        "plate 100 x 60 x 5 with a lip 3 thick and 6 high along both short edges",
        100 * 60 * 5 + 2 * 3 * 60 * 6,
    ),
    (
        "Take a 60 x 60 x 10 plate, drill a 20 mm hole in the centre, and add a 5 mm thick, 40 mm high wall"
        " along one edge.",
        60 * 60 * 10 - _round(20, 10) + 60 * 5 * 40,
    ),
    # patterns, and what carries them
    (
        "plate 100 x 60 x 5 with rounded corners (radius 10) and four holes of diameter 6, each concentric"
        " with a corner fillet",
        (6000 - (4 - math.pi) * 100) * 5 - 4 * _round(6, 5),
    ),
    (
        "panel 120 x 80 x 3 with a 5 x 3 grid of 6 mm through holes, 20 mm pitch in both directions, the grid"
        " centered on the panel",
        120 * 80 * 3 - 15 * _round(6, 3),
    ),
    (
        "plate 95x65x3 with four standoffs on top, each 6 dia and 5 tall, at 58 x 49 spacing."
        " 2.7 hole through every standoff and on through the plate",
        95 * 65 * 3 + 4 * _round(6, 5) - 4 * _round(2.7, 8),
    ),
    (
        "block 45 x 30 x 20, a single 8.5 mm hole passes through the centre, all four vertical edges carry a"
        " 4 mm fillet",
        (45 * 30 - (4 - math.pi) * 16) * 20 - _round(8.5, 20),
    ),
    ("shaft 20 x 100, both ends carry a 1 x 45 deg chamfer", _round(20, 100) - _rims(20, 1, 2)),
    (
        "flat bar 300 x 40 x 8 with 3 holes of 9 mm: one at mid length and one 25 mm from each end",
        300 * 40 * 8 - 3 * _round(9, 8),
    ),
    (
        "disc 100 x 8. On the top stand 4 pins of diameter 6 and height 10, equally distributed on a circle"
        " of diameter 70.",
        _round(100, 8) + 4 * _round(6, 10),
    ),
    ("cylinder of radius 15 and height 40 with a square through hole of side 12 along its axis",
     _round(30, 40) - 144 * 40),
    (
        "wheel 65 dia, 20 wide, 8 bore. groove around the middle of the rim, 5 wide 2.5 deep, square",
        _round(65, 20, 8) - _round(65, 5, 60),
    ),
    (
        "Pos. 30 / Art. 4711-B / Round tube, outside dia. 48.3, wall 3.2, cut length 250 mm / 40 pcs /"
        " deliver week 32",
        _round(48.3, 250, 41.9),
    ),
]  # fmt: skip

ASKED = [
    ("Draw a rectangle with corners at (0, 0), (75, 0), (75, 45), (10, 45). Extrude it 12 mm.", "points"),
    ("Draw a rectangle of 35 by 22 and extrude it 7. Round one vertical edge by 1.", "one vertical edge"),
    ("Draw a rectangle of 35 by 22 and extrude it 7. Round two opposite vertical edges by 1.", "opposite"),
    ("Draw a rectangle of 35 by 22 and extrude it 7. Fillet the short vertical edges by 1.", "one length"),
    ("plate 100 x 50 x 6 with a 30 x 10 pocket 3 deep in the middle, its 20 side along Y", "20"),
    ("cube 40 with everything above z=50 removed", "Nothing of the part"),
    ("rod 20 x 100 with a collar 15 dia x 10 in the middle", "collar of 15 x 10"),
    ("shaft 22 x 130 at mid length", "at mid length"),
    ("plate 84 x 46 x 5, its 60 side along X", "60"),
    ("plate 100 x 60 x 5 with a wall 4 thick and 30 high along one edge", "Along which edge"),
    ("plate 100 x 60 x 5 with 60 x 10 notches in all corners", "does not fit"),
    ("plate 100 x 60 x 5 with a 10 x 10 notch in one corner and a 5 mm hole 10 from the left edge", "orner"),
    ("block 40 x 40 x 20, 6 mm hole in the middle of the smallest face, 10 deep", "smallest face"),
    ("plate 95x65x3. 4 mm hole through every plate", "every plate"),
]


@cache
def _plan(request: str) -> Plan:
    return RulesPlanner().plan(request)


def _volume(plan: Plan) -> float:
    """Return the volume that the plan is checked by, else that of what it builds."""
    if plan.requirements.volume_mm3 is not None:
        return plan.requirements.volume_mm3
    built = cqgi.parse(plan.script).build(dict(plan.parameters))
    assert built.success, built.exception
    return float(built.results[0].shape.val().Volume())


@pytest.mark.parametrize(("request_", "volume"), READ, ids=[request for request, _ in READ])
def test_it_is_made_as_it_was_told(request_: str, volume: float) -> None:
    assert _volume(_plan(request_)) == pytest.approx(volume, rel=ROUNDED)


@pytest.mark.parametrize(("request_", "words"), ASKED, ids=[request for request, _ in ASKED])
def test_what_is_open_or_contradictory_is_asked_about(request_: str, words: str) -> None:
    with pytest.raises(MayflyError) as asked:
        _plan(request_)
    assert words in str(asked.value)


@pytest.mark.parametrize(
    ("request_", "at"),
    [
        ("plate 100 x 60 x 5 with a 20 x 10 cutout in the upper right corner", (40, 25, 0)),
        ("plate 100 x 60 x 5 with a 20 x 10 cutout in the lower left corner", (-40, -25, 0)),
        ("plate 100 x 60 x 5 with a 4 mm thick, 20 mm high lip along the back edge", (0, 28, 5)),
        ("plate 100 x 60 x 5, a 4 mm wall 30 high on the left side", (-48, 0, 5)),
        ("sphere 40 dia centred at the origin with everything below z = -10 cut off", (0, 0, -1)),
    ],
)
def test_what_is_cut_off_or_stands_up_is_where_it_was_said(request_: str, at: tuple[float, ...]) -> None:
    design = _plan(request_).design
    assert design is not None
    (feature,) = design["bodies"][0]["features"]
    assert tuple(feature["at"]) == pytest.approx(at)
