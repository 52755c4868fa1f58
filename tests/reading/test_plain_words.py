"""How people without a drawing speak: each request means exactly this volume, or is asked about."""

from __future__ import annotations

import math

import pytest

from mayfly.planning.readings.decide import decide

PI = math.pi


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


def volume(text: str) -> float | None:
    plan = decide(text).plan
    return None if plan is None else plan.requirements.volume_mm3


BUSHING = 4 * disc(22) + (30 - 4) * disc(16) - 30 * disc(10)
PIN = disc(14) * 3 + disc(8) * 27
WASHER_M10 = (disc(20) - disc(10.5)) * 2
COUPLING = disc(25) * 40 - disc(10) * 20 - disc(8) * 20
SPOOL = disc(20) * 40 + 2 * disc(50) * 3 - disc(10) * 46
ROW = 80 * 30 * 2.5 - 3 * disc(5) * 2.5
PLATE = 80 * 60 * 5 - disc(10) * 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is counted into the length of the whole
        (
            "flanged bushing, bore 10, the body 16 OD, flange 22 dia and 4 thick, length 30 incl the flange",
            BUSHING,
        ),
        ("flanged bush: 10 bore, body 16 OD, 30 long in total, flange 22 dia 4 thk", BUSHING),
        ("pin: head 14 dia and 3 high, then a plain shaft 8 dia. Whole pin is 30 long incl. the head", PIN),
        ("pin 8 mm dia, overall length 30, with a 14 mm head 3 thick", PIN),
        ("pin 8 dia, 30 long, head 14 dia 3 thick (the 3 is part of the 30)", PIN),
        ("pin 8 dia 27 long, head 14 dia 3 thick", PIN),
        # what goes through, and what a part goes on
        ("can you do me a DIN 125 washer for an M10 bolt", WASHER_M10),
        ("washer for a M10 screw please", WASHER_M10),
        ("ring 38 outside 30 inside 6 thick. It slides over a 29 mm rod", (disc(38) - disc(30)) * 6),
        (
            "spacer, slides over a 12mm axle so make the hole 12.2, OD 18, 7.5 long",
            (disc(18) - disc(12.2)) * 7.5,
        ),
        (
            "tube that goes thru the 60mm hole in the table, so 59.5 outside, 2.5 wall, 30 long",
            (disc(59.5) - disc(54.5)) * 30,
        ),
        ("bushing 8 ID 12 OD 25 long, sits between the frame and a M8 bolt", (disc(12) - disc(8)) * 25),
        ("bearing spacer for 608 bearings: 8 bore 12 outside 10 long", (disc(12) - disc(8)) * 10),
        ("wheel 38 dia, 9 wide with a 6.2 hole in the centre (the axle is 6 mm)", (disc(38) - disc(6.2)) * 9),
        (
            "bushing to go between a 10 mm shaft and a pulley with a 14 mm hole. Bore 10, OD 14, 18 long",
            (disc(14) - disc(10)) * 18,
        ),
        # two bores from two ends
        ("sleeve 25 OD 40 long, bored 10 from one end for 20 and 8 from the other end for 20", COUPLING),
        (
            "rigid shaft coupling, a plain sleeve OD 25, 40 long. Bored 10 from one end to the middle "
            "and 8 from the other",
            COUPLING,
        ),
        (
            "coupling to join a 10 mm shaft to an 8 mm screw. 25 dia, 40 long, bored 10 halfway from "
            "one end and 8 halfway from the other",
            COUPLING,
        ),
        ("coupling 25 dia 40 long, one half bored 10, the other half 8", COUPLING),
        # flanges at both ends
        (
            "spool: core 20 dia 40 long, 10 hole right through, and a flange 50 dia 3 thick at each "
            "end, so 46 long overall",
            SPOOL,
        ),
        (
            "cylinder 20 dia with a 10 hole all the way thru the middle, at both ends there is a "
            "collar (just a disc) 50 dia and 3 thick, total length is 46",
            SPOOL,
        ),
        # rows and places
        (
            "flat plate 80 long, 30 wide, 2.5 thick, three 5 mm holes along the middle of its width, "
            "the first 15 from the left end and then every 25",
            ROW,
        ),
        (
            "one leaf of a hinge. plate 80 x 30 x 2.5 with 3 holes 5 mm on the centre line, the first "
            "one 15 from the left end and the others 25 apart",
            ROW,
        ),
        (
            "block 50x30x20 with a slot 8 wide 10 deep down the middle of the top, running the full 50",
            30000 - 4000,
        ),
        (
            "block 100 x 50 x 8 with a slot 12 wide and 5 deep running across the width, in the middle",
            40000 - 3000,
        ),
        (
            "plate 120x80x3 with six slots 50 long and 4 wide, along the 120 mm direction, side by "
            "side across the width at 10 mm between centres",
            28800 - 6 * 3 * (46 * 4 + disc(4)),
        ),
        ("pin 10 dia 40 long. Tip of the pin has a 1 mm chamfer", disc(10) * 39 + PI / 3 * (25 + 20 + 16)),
        # sizes that are described
        ("L bracket, one leg is 75 the other 60 (outside measures), 30 wide, 4 thick", (75 + 56) * 4 * 30),
        (
            "bracket to hold a shelf up, it's an L: 75 one way, 60 the other, 30 wide and 4 thick",
            (75 + 56) * 4 * 30,
        ),
        (
            "pulley OD 60, 20 wide, bore 10. Groove in the middle of the width, 10 wide at the top, 4 "
            "wide at the bottom, 8 deep",
            45628.4917,
        ),
        (
            "disc 45 dia 6 thick, countersunk hole in the middle, 4.5 thru and 9 at the top (90 degrees)",
            disc(45) * 6 - disc(4.5) * 3.75 - PI * 2.25 / 3 * (20.25 + 10.125 + 5.0625),
        ),
        (
            "truncated cone, 60 across at the floor and 40 at the top, 25 high",
            PI * 25 / 3 * (900 + 600 + 400),
        ),
        ("wedge 100 long, 30 wide, going from 0 to 25 high", 37500),
        (
            "hex nut: hex 17 across flats, 8 thick, with a 10.2 hole in it",
            math.sqrt(3) / 2 * 289 * 8 - disc(10.2) * 8,
        ),
        (
            "a cover for a junction box. 90 by 90, 3 thick, 4 holes of 4 mm, 6 in from the sides at "
            "each corner",
            24300 - 12 * disc(4),
        ),
        ("jar lid: 70 outside, 12 tall, wall 2, open underneath", disc(70) * 12 - disc(66) * 10),
        (
            "box 80 x 60 x 40 outside, open top, walls and floor 2.4. Plus a separate lid, just a "
            "flat 80 x 60 x 2.4 plate, sitting on top of the box",
            47440.896,
        ),
    ],
)
def test_everyday_words_mean_exactly_this(text: str, expected: float) -> None:
    assert volume(text) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "plate 80 x 60 x 5 with a 10 mm hole in the centre. I need four but one model is enough, "
        "I'll copy it in the slicer.",
        "The new one should be a plate 80 x 60 x 5 with a 10 mm hole in the centre",
        "plate 80 x 60 x 5 with a 10 mm hole in the centre. The post itself is 60x60 but don't draw it.",
        "plate 80 x 60 x 5 with a 10 mm hole in the centre, I weld a tube on",
        "plate 80 x 60 x 5 with a 10 mm hole in the centre, for a fence post",
        "plate 80 x 60 x 5 with a 10 mm hole in the centre. It gets screwed to the wall.",
        "need 4 of these but just draw one: plate 80 x 60 x 5 with a 10 mm hole in the centre",
    ],
)
def test_what_people_tell_besides_changes_nothing(text: str) -> None:
    assert volume(text) == pytest.approx(PLATE)


@pytest.mark.parametrize(
    "text",
    [
        # a number that no size matches may be what is wanted
        "spacer 20 OD 10 long, it runs on an 8 mm rod",
        "block 60x40x20 for a 12 mm rod",
        "cylinder 40 dia 20 high. It goes in a 60 mm tube",
        "pulley 60 OD, 20 wide, groove 5 deep, it runs on a 10 mm shaft",
        # sizes that contradict each other
        "pin 8 dia 2 long overall, head 14 dia 3 thick",
        "sleeve 30 OD 50 long, bored 10 from one end for 20 and 12 from the other end for 40",
        "sleeve 30 OD 50 long, bored 10 from one end and 10 from the other end",
        "spool 20 dia 40 long, flange 45 dia 3 thick at each end, 50 overall",
        "spool 20 dia 40 long, flange 15 dia 3 thick at each end, 46 overall",
        "box 100 x 60 x 30, open top, walls 2. The lid is a flat plate 120 x 80 x 3",
        "pulley 60 OD 20 wide bore 10, groove 10 wide at the top, 14 wide at the bottom, 8 deep",
        # what is open
        "cylinder 54 dia 70 long with a flange 70 dia 4 thick at both ends",
        "pin 8 dia, 30 long, head 14 dia 3 thick (the 3 is not part of the 30)",
        "flanged bushing bore 12, body 16 OD, flange 24 dia 3 thick, length 20 plus the flange",
        "flanged bushing bore 12, body 16 OD, flange 24 dia 3 thick, length 20 not including the flange",
        "pin 10 dia 40 long with a head 16 dia 5 thick and a 1 mm chamfer on the head",
        "pin 10 dia 40 long with a head 16 dia 5 thick. The head has a 1 mm chamfer",
        "box 100 x 60 x 30 outer, open top, wall and floor 2, with a lid. A plate 100 x 60 x 3 sits on top",
        "pulley 50 OD, 12 wide, 8 bore, with a groove in the middle of the rim 5 wide and 4 deep",
        "I need a washer. Plate 50 x 50 x 5",
        "cube 16 mm with rounded edges 2 mm",
        "cover 90 x 90 x 20, 3 thick",
    ],
)
def test_what_is_open_or_contradicts_itself_is_asked_about(text: str) -> None:
    decision = decide(text)
    assert decision.plan is None
    assert decision.question is not None
