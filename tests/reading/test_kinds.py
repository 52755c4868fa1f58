"""Kinds of language besides one sentence about one part: each request means exactly this volume and box."""

from __future__ import annotations

import math

import pytest

from mayfly.contracts import Requirements
from mayfly.design import compile_design
from mayfly.planning.readings.reader import Reading, readings

PI = math.pi

COORDINATES = [
    (
        "Rectangular plate, 100 by 80 by 6 mm. Coordinates count from the lower left corner. 5 mm holes at"
        " (10,10), (90,10), (90,70) and (10,70), and a 20 mm hole at (50,40).",
        100 * 80 * 6 - 4 * PI * 6.25 * 6 - PI * 100 * 6,
        (100, 80, 6),
    ),
    (
        "Block from (0,0,0) to (80,40,20). Remove the region from (60,0,10) to (80,40,20).",
        80 * 40 * 20 - 20 * 40 * 10,
        (80, 40, 20),
    ),
    (
        "Disc Ø100, thickness 8, axis along Z. Three holes Ø9 on radius 38 at 0°, 120° and 240° from +X.",
        PI * 2500 * 8 - 3 * PI * 4.5**2 * 8,
        (100, 100, 8),
    ),
    (
        "Plate 90 x 60 x 4, bottom at Z=0. 6 mm holes at x = -30, y = 15 and at x = 30, y = -15.",
        90 * 60 * 4 - 2 * PI * 9 * 4,
        (90, 60, 4),
    ),
    (
        "Plate 120 x 70 x 5, centred on the origin. Holes Ø8 at X=±50, Y=±25 and one Ø16 hole at (20,0).",
        120 * 70 * 5 - 4 * PI * 16 * 5 - PI * 64 * 5,
        (120, 70, 5),
    ),
    (
        "Plate 80 x 50 x 6 mm. Slot from (-15,0) to (15,0), centres of the end radii, slot width 8, through.",
        80 * 50 * 6 - (30 * 8 + PI * 16) * 6,
        (80, 50, 6),
    ),
]
LISTS = [
    (
        "- Part: plate\n- Length: 160 mm\n- Width: 90 mm\n- Thickness: 8 mm\n"
        "- Holes: 4x Ø7, through, in the corners, 12 mm from the edges\n- Material: aluminium 6082",
        160 * 90 * 8 - 4 * PI * 3.5**2 * 8,
        (160, 90, 8),
    ),
    (
        "Flange\nOD: 140 mm\nBore: 60 mm\nThickness: 16 mm\nNumber of holes: 8\nHole diameter: 11 mm\n"
        "Bolt circle: 110 mm",
        PI * (70**2 - 30**2) * 16 - 8 * PI * 5.5**2 * 16,
        (140, 140, 16),
    ),
    (
        "Mounting plate 200 x 100 x 10 mm. Origin at the lower left corner.\n\nNo. | X | Y | Ø\n"
        "1 | 20 | 20 | 9\n2 | 180 | 20 | 9\n3 | 100 | 50 | 40",
        200000 - 2 * PI * 4.5**2 * 10 - PI * 400 * 10,
        (200, 100, 10),
    ),
    (
        '{"type": "plate", "length": 100, "width": 50, "thickness": 5, "holes": [{"diameter": 6, "position":'
        ' [40, 0]}, {"diameter": 6, "position": [-40, 0]}]}',
        100 * 50 * 5 - 2 * PI * 9 * 5,
        (100, 50, 5),
    ),
    (
        "Stepped shaft:\n- step 1: Ø40 x 30\n- step 2: Ø30 x 50\n- step 3: Ø20 x 20\n- total length: 100",
        PI * (400 * 30 + 225 * 50 + 100 * 20),
        (40, 40, 100),
    ),
]
CONSTRUCTION = [
    (
        "Draw a 80 x 50 rectangle, extrude it by 10. Then draw a circle with radius 12 in the middle of the"
        " top face and extrude it 25 upwards. Drill a 10 mm hole through everything along the same axis.",
        80 * 50 * 10 + PI * 144 * 25 - PI * 25 * 35,
        (80, 50, 35),
    ),
    (
        "Extrude the profile (0,0), (80,0), (80,10), (10,10), (10,50), (0,50) by 25 mm along Z.",
        1200 * 25,
        (80, 50, 25),
    ),
    (
        "Revolve the profile (0,0), (25,0), (25,8), (10,8), (10,30), (0,30) around the Z axis by 360°.",
        PI * (625 * 8 + 100 * 22),
        (50, 50, 30),
    ),
    (
        "Loft between a circle of diameter 60 on the XY plane and a circle of diameter 30 at z = 40.",
        PI * 40 / 12 * (3600 + 1800 + 900),
        (60, 60, 40),
    ),
    (
        "Make a plate 100 x 40 x 8. Cut a hole of diameter 6 at (-40, 0) and repeat it with a linear pattern"
        " along X, 5 instances at a spacing of 20.",
        100 * 40 * 8 - 5 * PI * 9 * 8,
        (100, 40, 8),
    ),
    (
        "Create a flanged bushing as a single watertight body: cylinder of diameter 60 from z = 0 to z = 8,"
        " then a cylinder of diameter 40 from z = 8 to z = 50. Through bore of diameter 25 along the axis.",
        PI * (900 * 8 + 400 * 42) - PI * 12.5**2 * 50,
        (60, 60, 50),
    ),
]
BODIES = [
    (
        "A plate 100 x 100 x 5 with four posts, diameter 10 and height 40, at X=±40, Y=±40 on top of it. Keep"
        " the posts as separate bodies.",
        50000 + 4 * PI * 25 * 40,
        (100, 100, 45),
    ),
    (
        "Two identical cubes, 15 mm on a side, next to each other along Y with a gap of 4 mm, as two separate"
        " solids.",
        2 * 15**3,
        (15, 34, 15),
    ),
    (
        "One fused body: a base plate 120 x 80 x 10 and a vertical post, 20 x 20 and 60 high, standing on the"
        " plate in the centre.",
        96000 + 24000,
        (120, 80, 70),
    ),
]


def best(request: str) -> Reading:
    """Return the likeliest reading."""
    return readings(request)[0]


def measured(request: str) -> Requirements:
    """Return what the model of the likeliest reading must measure."""
    built = best(request).built
    assert built is not None, str(best(request).open)
    return compile_design(built.design).requirements


@pytest.mark.parametrize(
    ("request_text", "volume", "box"),
    [*COORDINATES, *LISTS, *CONSTRUCTION, *BODIES],
    ids=lambda one: str(one)[:40],
)
def test_a_request_means_exactly_this_volume_and_box(
    request_text: str, volume: float, box: tuple[float, float, float]
) -> None:
    found = measured(request_text)
    assert found.volume_mm3 == pytest.approx(volume, rel=1e-9)
    assert found.bounding_box_mm == pytest.approx(box)


def test_an_envelope_that_does_not_come_true_is_asked_about() -> None:
    text = "Plate 100 x 60 x 8 as one solid, bounding box 100 x 60 x 9."
    assert best(text).built is None
    assert best(text.replace("x 9.", "x 8.")).built is not None


def test_pieces_that_do_not_make_up_the_length_are_asked_about() -> None:
    text = (
        "Turned pin. Section 1: diameter 16, length 20. Section 2: diameter 10, length 35. Overall length 60."
    )
    assert best(text).built is None
    assert best(text.replace("60", "55")).built is not None


def test_a_slot_between_points_whose_meaning_is_open_is_asked_about() -> None:
    assert best("Plate 80 x 50 x 6 mm. Slot from (-15,0) to (15,0), slot width 8, through.").built is None


def test_several_bodies_are_neither_joined_nor_kept_apart_unasked() -> None:
    text = "Base: 80 x 60 x 10. Upright: 20 x 60 x 40, standing on the base."
    assert best(text).built is None


def test_a_profile_that_crosses_itself_is_asked_about() -> None:
    assert best("Extrude the closed polyline (0,0), (40,40), (40,0), (0,40) by 10.").built is None


@pytest.mark.parametrize(
    ("request_text", "swapped"),
    [
        ("Block from (0,0,0) to (80,40,20).", "Block from (0,0,0) to (40,80,20)."),
        (
            "Plate 90 x 60 x 4. 6 mm holes at x = -30, y = 15 and at x = 30, y = -15.",
            "Plate 90 x 60 x 4. 6 mm holes at x = -15, y = 30 and at x = 30, y = -15.",
        ),
    ],
)
def test_swapped_numbers_make_another_model_or_none(request_text: str, swapped: str) -> None:
    one, other = best(request_text).built, best(swapped).built
    assert one is not None
    assert other is None or other.design != one.design
