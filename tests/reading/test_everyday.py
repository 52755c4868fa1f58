"""Parts of every day by their nouns, sizes and places: each request means exactly this volume."""

from __future__ import annotations

import math

import pytest

from mayfly.planning.readings.decide import decide

PI = math.pi


def disc(diameter: float) -> float:
    return PI / 4 * diameter**2


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        # no noun, a title, a standard
        ("100x50x20, blind hole Ø12 x 15 dp at centre, c'bore Ø20 x 5 dp", 97298.2),
        ("100x60x8, steel plate with a 10 mm hole in the middle", 48000 - disc(10) * 8),
        ("pillow: block 90x30x45 high", 121500),
        ("shaft coupling: cylinder 40 OD, 60 long", disc(40) * 60),
        ("a 6205 bearing as one plain solid ring, no balls", 24492.64),
        # nouns
        ("coaster 95 mm round, 5 mm thick", disc(95) * 5),
        ("a wheel 60 mm diameter 10 mm wide with a 5 mm axle hole", (disc(60) - disc(5)) * 10),
        ("a door wedge 120 long 40 wide 30 high", 72000),
        ("octagon plate 50 AF 5 thick", 10355.3),
        ("adapter plate 120 mm diameter, 8 mm thick", disc(120) * 8),
        # turned
        (
            "a shaft Ø25, 100 long, of which the last 30 is turned down to Ø20 and the last 10 of that to 16",
            disc(25) * 70 + disc(20) * 20 + disc(16) * 10,
        ),
        ("shaft 20x100, both ends turned down to 15 mm for 20 mm", disc(20) * 60 + disc(15) * 40),
        ("stub shaft: Ø25 x 30, then Ø32 x 6 collar, then Ø20 x 45", 33688.87),
        ("peg 6mm dia 30 long with a 12mm dia head thats 3 thick", disc(6) * 30 + disc(12) * 3),
        ("round shaft 8 mm diameter, 50 mm long, with a flat 1 mm deep and 15 mm long at one end", 2458.88),
        # parts of several pieces
        ("Hub Ø60 x 40 on flange Ø120 x 12, bore Ø30 thru, 6x Ø9 PCD 90", 207477.3),
        ("Bushing ID 20 OD 28 L 30, flange OD 36 x 4", 10656.28),
        ("coupling 20 mm to 12 mm bore, 40 OD, 50 long", 52150.44),
        ("End cap: Ø80 x 30, recess Ø70 x 24 deep from bottom", 58433.62),
        ("wedge 100 x 40, 5 to 30 high", 70000),
        ("Link plate: two Ø10 holes at 60 centres, ends rounded R12, 6 thick", 10411.86),
        # features
        ("Base plate 120x80x8 with a rib 6 thick and 25 high along the middle", 94800),
        ("block 60x40x30 with a 12 mm step 10 deep on the right side", 67200),
        ("cylinder 20 mm diameter 30 long with a hexagonal pocket 13 mm AF, 12 deep in the top", 7668.48),
        ("plate 160x100x10, 4 pins Ø10 x 25 high at 120x60 spacing", 160000 + 4 * disc(10) * 25),
        (
            "block 90 x 60 x 70, bore 47 14 deep from the front face, then 40 dia right through",
            90 * 60 * 70 - disc(47) * 14 - disc(40) * 46,
        ),
        # places
        (
            "Flat bar 250 x 40 x 10, 3 holes Ø9 at 25, 125 and 225 from the left end",
            100000 - 3 * disc(9) * 10,
        ),
        ("plate 100x80x6 corner holes dia 7, 10 from sides and 15 from ends", 48000 - 4 * disc(7) * 6),
        (
            "plate 150x100x8 with 6 holes Ø7, 10 mm from the edges, in the corners and in the middle"
            " of the long sides",
            120000 - 6 * disc(7) * 8,
        ),
        ("cylinder Ø50x40 with a Ø20 hole 10 mm off centre", (disc(50) - disc(20)) * 40),
        ("name plate 120x30x3 with a hole 4mm on each end, 6mm from the end", 10800 - 2 * disc(4) * 3),
        ("block 60x40x30, Ø16 bore through the 60 direction", 72000 - disc(16) * 60),
        ("plate 120x80x6 with slot 12 x 40 in the centre along the width", 57600 - 6 * (28 * 12 + disc(12))),
        ("bar 20 x 5 x 300 with 2 holes 6 mm 15 mm from each end", 30000 - 2 * disc(6) * 5),
        ("plate 100x100x10 with a Ø20 hole in the middle of its right-hand half", 100000 - disc(20) * 10),
    ],
)
def test_a_part_is_built_as_it_was_said(text: str, volume: float) -> None:
    plan = decide(text).plan
    assert plan is not None, f"nothing was built of {text!r}: {decide(text).question}"
    assert plan.requirements.volume_mm3 == pytest.approx(volume, rel=2e-5)


@pytest.mark.parametrize(
    "text",
    [
        "100x60x8",
        "DN50 PN16 blind flange",
        "a hat-shaped washer",
        "pipe 100 mm long",
        "shaft 20x100, one end turned down to 25 mm for 20 mm",
        "plate 120x80x6 with slot 12 x 40 in the centre",
        "block 50x50x30 with a 10 mm hole through the 50 direction",
        "stepped shaft: 30 dia x 40, 24 dia x 60 with a hole 5 mm from one end",
        "plate 100x60x10 with a row of M8 holes 20 apart",
        'bar 12 x 2, 10 mm thick, with a 1/2" hole in the middle',
    ],
)
def test_what_is_open_is_asked_about(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("hole Ø5 30 from one end", "hole Ø5 30 from the right end"),
        ("two holes Ø5, 10 from sides and 15 from ends", "two holes Ø5, 15 from sides and 10 from ends"),
        ("hole Ø5 in the middle of its left half", "hole Ø5 in the middle of its front half"),
    ],
)
def test_a_place_that_is_said_otherwise_is_another_one(text: str, other: str) -> None:
    plate = "plate 120x80x6 with a " if text.startswith("hole") else "plate 120x80x6 with corners: "
    one, two = decide(plate + text).plan, decide(plate + other).plan
    assert one is None or two is None or one.requirements.holes != two.requirements.holes


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        (
            "block 60x60x40. Blind holes Ø10, 15 deep in the left face and in the right face, centred",
            141643.806,
        ),
        ("plate 250 x 250 x 20, anchor holes 4 no. Ø22 at 190 crs both ways", 1219589.383),
        ("washer ID 30, OD 50, 2.5 thick, with a single Ø4 locating hole on a 40 pitch circle", 3110.177),
        ("headed bush bore 12, body Ø18, head Ø22 x 4 thick, 20 long", 3330.088),
    ],
)
def test_words_of_drawings_are_read(text: str, volume: float) -> None:
    plan = decide(text).plan
    assert plan is not None
    assert plan.requirements.volume_mm3 == pytest.approx(volume, abs=0.01)


def test_one_hole_runs_along_each_axis() -> None:
    plan = decide("block 60 x 50 x 40, 8 mm hole through the middle in the x, y and z directions").plan
    assert plan is not None
    assert sorted(hole.axis for hole in plan.requirements.holes) == ["X", "Y", "Z"]
