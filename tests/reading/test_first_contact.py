"""What strangers type at first contact, in many styles: each means exactly this volume, or is asked about."""

from __future__ import annotations

import math

import pytest
from cadquery import cqgi

from mayfly.planning.readings.decide import decide

PI = math.pi
T_PROFILE = (40 * 6 + 8 * 24) * 150
BLOCK = 100 * 50 * 40


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


def ring(outer: float, inner: float) -> float:
    return disc(outer) - disc(inner)


def cup(outer: float, inner: float, height: float, floor: float) -> float:
    return disc(outer) * height - disc(inner) * (height - floor)


def cap_of_ball(radius: float, deep: float) -> float:
    return PI * deep**2 * (3 * radius - deep) / 3


def cone(wide: float, narrow: float, height: float) -> float:
    return PI / 12 * height * (wide**2 + wide * narrow + narrow**2)


def slit(outer: float, inner: float, wide: float) -> float:
    half, r, s = wide / 2, outer / 2, inner / 2
    return sum(
        sign * (half * math.sqrt(q * q - half * half) + q * q * math.asin(half / q))
        for sign, q in ((1, r), (-1, s))
    )


def volume(text: str) -> float | None:
    plan = decide(text).plan
    if plan is None:
        return None
    result = cqgi.parse(plan.script).build(dict(plan.parameters))
    return result.results[0].shape.val().Volume()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # heights that count from the floor, the flange or the base
        ("T-profile 150 long, flange 40 wide 6 thick, web 8 thick 24 high above the flange", T_PROFILE),
        ("T-profile 150 long, flange 40 wide 6 thick, web 8 thick, rising 24 above the flange", T_PROFILE),
        ("T-profile, flange 40 wide 6 thick, web height 24, web 8 thick, 150 long", T_PROFILE),
        ("I-beam flanges 50 x 5, web 4 x 40, 200 long", (500 + 160) * 200),
        ("I beam 100 long, flanges 40 x 5, web 4 thick, 30 high between the flanges", (400 + 120) * 100),
        ("cup 60 outer diameter, wall 3, floor 5, walls 40 high above the floor", cup(60, 54, 45, 5)),
        ("tray 100 x 60, wall 3, floor 4, walls 20 high above the floor", 100 * 60 * 24 - 94 * 54 * 20),
        ("disc 90 x 10 with a boss 40 dia rising 15 above the disc top", disc(90) * 10 + disc(40) * 15),
        # what is corrected while it is written
        ("plate 100 x 50, 5 thick. Hmm, make that 8.", 100 * 50 * 8),
        ("shaft 20 dia, 100 long (no, make that 120)", disc(20) * 120),
        ("block 80 long, 40 wide, 20 high - actually make that 25 high", 80 * 40 * 25),
        # hollows of a ball and of a cone
        ("block 40 x 40 x 30 with a hemispherical recess R12 in the top", 48000 - cap_of_ball(12, 12)),
        ("block 50 x 50 x 40 with a spherical pocket R15, 6 deep in the top", 1e5 - cap_of_ball(15, 6)),
        (
            "cylinder 30 dia 20 tall, spherical pocket on top, 20 mm sphere dia with its center at the "
            "top face",
            disc(30) * 20 - cap_of_ball(10, 10),
        ),
        (
            "cylinder 40 mm diameter and 30 mm high, inside is a conical bore from 34 mm at the top to "
            "8 mm at "
            "the bottom, over the full height",
            disc(40) * 30 - cone(34, 8, 30),
        ),
        (
            "block 50 x 50 x 20 with a tapered hole from dia 20 at the bottom to 30 at the top",
            50000 - cone(30, 20, 20),
        ),
        (
            "cylinder 38 x 80 with a blind hole 17 dia 70 deep with spherical bottom",
            disc(38) * 80 - disc(17) * 61.5 - cap_of_ball(8.5, 8.5),
        ),
        # collars with a slit
        (
            '{"component": "shaft collar", "od": 32, "bore": 16, "width": 12, "split_slot": {"width": 2}}',
            (ring(32, 16) - slit(32, 16, 2)) * 12,
        ),
        ("shaft collar od 32, bore 16, width 12, slit 2 mm", (ring(32, 16) - slit(32, 16, 2)) * 12),
        # keys that say nothing of the shape
        (
            '{"id": "p-11", "type": "plate", "length": 80, "width": 40, "thickness": 4, "corner_radius": 0}',
            80 * 40 * 4,
        ),
        ("name: plate_mount_02, length: 80, width: 40, thickness: 5, holes: none, unit: mm", 80 * 40 * 5),
        ('{"profile": "T", "width": 50, "height": 25, "thickness": 3, "length": 200}', (150 + 66) * 200),
        ("part: plate\n- Envelope: 40 x 20 x 4 mm\n- hole 5 mm in the centre", 3200 - disc(5) * 4),
        # numbered pieces
        (
            "- Part: stepped shaft, axis along Z\n- Segment 1: Ø30, Z 0 to 20\n- Segment 2: Ø24, Z 20 to 70",
            disc(30) * 20 + disc(24) * 50,
        ),
        (
            "stepped shaft, section 1: dia 30, z 0 to 20, section 2: dia 24, z 20 to 60",
            20 * disc(30) + 40 * disc(24),
        ),
        # steps by what they leave
        ("block 100 x 50 x 40 with a step at the right end, 40 long, leaving 15", BLOCK - 40 * 50 * 25),
        (
            "block 100 x 50 x 40 with a step at the right end, 40 long, 25 deep, leaving 15",
            BLOCK - 40 * 50 * 25,
        ),
        (
            "block 80 x 50 x 30, a step cut at the left end so the last 20 mm is only 10 high",
            80 * 50 * 30 - 20 * 50 * 20,
        ),
        # what lies in the middle of a step, a slot, a boss
        (
            "block 100 x 50 x 40 with a step 40 wide 20 deep at the right end, a 14 mm through hole in "
            "the center "
            "of the lower step",
            BLOCK - 40 * 50 * 20 - disc(14) * 20,
        ),
        (
            "plate 100 x 60 x 10 with a groove 8 wide 3 deep 10 from the front edge along the length, a 4 mm "
            "through hole in the middle of the groove",
            60000 - 800 * 3 - disc(4) * 7,
        ),
        (
            "plate 100 x 60 x 10 with a boss 20 dia 8 high at (20, 0), a 6 mm through hole in the "
            "centre of the boss",
            60000 + disc(20) * 8 - disc(6) * 18,
        ),
        (
            "plate 60 x 60 x 5 with 4 bosses 10 dia 8 high at (±20, ±20), boss holes 4 mm through boss "
            "and plate",
            18000 + 4 * (disc(10) * 8 - disc(4) * 13),
        ),
        # rollers, pins, plugs
        (
            "roller, 22mm dia middle 15mm wide, flanges on both ends 28mm dia 2mm thick each, 8 mm bore",
            disc(22) * 15 + 4 * disc(28) - disc(8) * 19,
        ),
        (
            "roller 22 dia 15 wide between the flanges, 19 long overall, flanges 28 dia 2 thick at both ends",
            disc(22) * 15 + 4 * disc(28),
        ),
        (
            "Shelf pin, 5mm round peg 8mm long and on the end of it a 10mm round x 6mm long head",
            disc(5) * 8 + disc(10) * 6,
        ),
        (
            "bar end plug for my mtb, 18mm dia 20mm long plug with a 30mm dia 3mm cap",
            disc(18) * 20 + disc(30) * 3,
        ),
        ('headset spacer 1 1/8", so 28.6 bore, 34 od, 15mm tall', ring(34, 28.6) * 15),
        ("6 screws on 60 pcd 6.6 holes in disc 80 x 6", (disc(80) - 6 * disc(6.6)) * 6),
        ("square washer 40 x 40 x 4, 12 hole in the middle", 6400 - disc(12) * 4),
        (
            "block 75 x 50 x 12, four holes at 50 x 25 spacing, centred: 6.6 mm through",
            45000 - 4 * disc(6.6) * 12,
        ),
    ],
)
def test_it_is_made_as_described(text: str, expected: float) -> None:
    assert volume(text) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        # a correction of one of several numbers, or of another size
        "plate 100 x 50 x 5... make that 6",
        "plate 100 x 50 x 5 with 4 holes 6 mm, make that 8",
        # sizes that contradict each other
        'headset spacer 1 1/8", so 30 bore, 34 od, 15mm tall',
        "block 100 x 50 x 40 with a step at the right end, 40 long, 15 deep, leaving 15",
        "block 100 x 50 x 40 with a step at the right end, 40 long, leaving 45",
        "roller 22 dia 15 wide between the flanges, 20 long overall, flanges 28 dia 2 thick at "
        "both ends, bore 8",
        "stepped shaft, section 1: dia 30, z 0 to 20, section 2: dia 24, z 25 to 60",
        "plate 50 x 20 x 4\n- Envelope: 40 x 20 x 4 mm\n- hole 5 mm in the centre",
        "cone frustum base dia 50, top dia 30, height 35, blind hole dia 10 depth 22 from the "
        "bottom (small) side",
        "cylinder 40 x 30 with a conical bore from 44 at the top to 8 at the bottom",
        "cylinder 40 x 30 with a conical bore from 34 at the top to 34 at the bottom",
        "cylinder 38 x 80, bore 17, 70 deep with a hemispherical bottom (75 includes the hemisphere)",
        "block 50 x 50 x 40 with a 20 mm hole 8 deep, hemispherical bottom",
        "T-profile 50 x 40 x 5, 100 long, web height 30",
        "cup 60 od, 50 high, wall 3, floor 5, walls 40 high above the floor",
        # what is open
        "plate 80 x 40 x 5, two holes 6 mm 20 apart, make that 3",
        "block 50 x 50 x 40 with a spherical dimple of 20 mm diameter, 6 deep, in the top",
        "block 50 x 50 x 40 with a hemispherical recess on top, 20 mm dia, 6 deep",
        "block 100 x 50 x 40 with a 6 mm through hole in the middle of the step",
        "block 100 x 50 x 40 with a step 40 wide 20 deep at the right end, two 6 mm through holes "
        "in the step",
        "plate 100 x 60 x 10 with two slots 40 x 10 at (0, 20) and (0, -20), a 16 mm hole in the "
        "centre of the slot",
        "U-shaped bracket made from a block 60 x 40 x 50",
        "plate 100 x 60 x 10 with a pocket 40 x 20, leaving 3 mm",
        "cap 28 inside 32 outside 30 long, closed end 5 thick, 3 mm fillet on the closed end",
    ],
)
def test_what_is_open_or_contradicts_itself_is_asked_about(text: str) -> None:
    assert decide(text).plan is None
