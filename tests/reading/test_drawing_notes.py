"""As clerks, machinists and hobbyists write: items turned round, abbreviations with stops, headings."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.planning.readings.decide import decide

PLATE = "plate 120 x 80 x 8"


def body_of(request_: str) -> dict[str, Any]:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None
    body: dict[str, Any] = plan.design["bodies"][0]
    return body


@pytest.mark.parametrize(
    ("turned", "spoken"),
    [
        (
            "KEY, PARALLEL, FORM A, 14 WIDE X 9 HIGH X 63 LG",
            "parallel key, form A, 14 wide x 9 high x 63 long",
        ),
        ("COVER, ROUND, 110 DIA X 6 THK", "round cover, 110 dia x 6 thick"),
        (
            "COLLAR, SPLIT, 50 O/D X 25 BORE X 15 WIDE, SLIT 2",
            "split collar 50 OD x 25 bore x 15 wide, slit 2",
        ),
        (
            "BUSHING, FLANGED: BODY Ø32, FLANGE Ø45 X 5 THK, LENGTH OVERALL 45, BORE Ø25 THRU",
            "flanged bushing: body Ø32, flange Ø45 x 5 thick, overall length 45, bore Ø25 through",
        ),
        ("ITEM 3: PLATE, ROUND, 80 X 5", "round plate 80 x 5"),
        (
            "FLANGE 165 X 20, 4 HOLES 18 DIA. EQ. SP. ON 125 P.C.D.",
            "flange 165 x 20, 4 holes 18 dia eq sp on 125 pcd",
        ),
        (f"{PLATE}, 4x dia 9 thru 12 in from the edges", f"{PLATE}, 4x Ø9 through, 12 mm from the edges"),
        (
            f"{PLATE}, pocket 60 x 40, 4 deep, R5 in pocket corners",
            f"{PLATE}, pocket 60 x 40, 4 deep, with R5 corners",
        ),
        (
            "flange OD140 x 16 thk with dia 80 hub sticking up 25, bore 50",
            "flange 140 OD x 16 thick with an 80 mm diameter hub 25 high, bore 50",
        ),
        (
            "flanged bushing 8 bore, 20 body, 34 long overall, 35 mm flange 4 mm thick",
            "flanged bushing 8 bore, body 20, 34 long overall, flange diameter 35, flange thickness 4",
        ),
        (
            f"{PLATE} with two 6 mm holes, one 15 mm from each end",
            f"{PLATE} with two 6 mm holes 15 mm from each end",
        ),
        (f"{PLATE} with a 6 mm hole 5 mm deep (not all the way!)", f"{PLATE} with a 6 mm hole 5 mm deep"),
        (
            f"{PLATE} with a 6 mm hole 20 mm from the very left",
            f"{PLATE} with a 6 mm hole 20 mm from the left",
        ),
        (f"A {PLATE} shall contain one central hole of 10 mm", f"{PLATE} with a central hole of 10 mm"),
        ("A solid in the form of a disc 60 x 8", "disc 60 x 8"),
        (
            "L bracket, legs 60 and 40, 5 thk, 50 wide, sharp bend",
            "L bracket, legs 60 and 40, 5 thick, 50 wide",
        ),
        (
            "L bracket legs 60 and 40, 5 thk, 50 wide. Long leg: two 6 mm holes, 30 apart across the width,"
            " 15 from the free end. Short leg: one 6 mm hole, 15 from the free end",
            "L bracket legs 60 and 40, 5 thick, 50 wide with two 6 mm holes in the horizontal leg, 30 apart"
            " across the width, 15 from the free end, and one 6 mm hole in the vertical leg, 15 from the"
            " free end",
        ),
    ],
)
def test_what_is_written_otherwise_makes_the_same(turned: str, spoken: str) -> None:
    assert body_of(turned) == body_of(spoken)


@pytest.mark.parametrize(
    "request_",
    [
        f"{PLATE} with four 6 mm holes, one 15 mm from each edge",
        "plate, hole, 60 x 40 x 5",
    ],
)
def test_what_is_no_such_note_is_asked_about(request_: str) -> None:
    assert decide(request_).plan is None


def test_a_two_inch_hole_is_still_two_inches() -> None:
    (hole,) = body_of("plate 6 x 4 x 1/2 inch with a 2 in hole in the middle")["features"]
    assert hole["diameter"] == pytest.approx(50.8)
