"""Drawing notes and abbreviations: what is built from them, and what has to change or stop the reading."""

from __future__ import annotations

from math import pi

import pytest

from mayfly.planning.readings.decide import decide

INCH = 25.4


def cyl(diameter: float, height: float) -> float:
    return pi / 4 * diameter**2 * height


def volume(request: str) -> float | None:
    plan = decide(request).plan
    return None if plan is None else plan.requirements.volume_mm3


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("PL 140x90x10, 4x Ø11 thru on 110x60", 140 * 90 * 10 - 4 * cyl(11, 10)),
        ("PLATE 200 SQ x 20 THK, Ø80 BORE CTR", 200 * 200 * 20 - cyl(80, 20)),
        (
            "BRKT, FLAT BAR 50x8x180, 2x Ø13 THRU, 25 FROM EACH END ON C/L",
            50 * 8 * 180 - 2 * cyl(13, 8),
        ),
        ("BLK 100x60x40, Ø20 H7 bore thru centre", 100 * 60 * 40 - cyl(20, 40)),
        ("Spacer OD 20 x ID 10.5 x L 30, 12 off", cyl(20, 30) - cyl(10.5, 30)),
        ("RING Ø120 O/D X Ø70 BORE X 15 THK", cyl(120, 15) - cyl(70, 15)),
        (
            "DISC Ø120 x 8 THK, 6x Ø9 C'BORED Ø15 x 4 DP ON Ø90 PCD",
            cyl(120, 8) - 6 * (cyl(9, 4) + cyl(15, 4)),
        ),
        (
            "RND BAR Ø50 x 100 LG, DRILL & TAP M12 x 30 DP ONE END ON C/L",
            cyl(50, 100) - cyl(10.2, 30),
        ),
        ("plate 100x100x12; tap 4 x M8 thru on 70 sq", 100 * 100 * 12 - 4 * cyl(6.8, 12)),
        ("100x60x20, Ø16 thru at centre", 100 * 60 * 20 - cyl(16, 20)),
        (
            "SQ TUBE 40x40x3, L=300, Ø8.5 THRU BOTH WALLS @ 50 FROM EACH END ON C/L",
            (40**2 - 34**2) * 300 - 4 * cyl(8.5, 3),
        ),
        (
            "Flat bar 250 x 40 x 10, 3 off M8 clearance holes on the centreline at 25, 125 and 225 from the"
            " left end.",
            250 * 40 * 10 - 3 * cyl(9, 10),
        ),
        ("block 60x40x30, Ø16 bore through the 60 direction", 60 * 40 * 30 - cyl(16, 60)),
    ],
)
def test_a_note_means_exactly_this_volume(request_: str, expected: float) -> None:
    assert volume(request_) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("6.00 x 4.00 x .375 in plate, 4x .406 thru, .75 from edges", 6 * 4 * 0.375 - 4 * cyl(0.406, 0.375)),
        ("Washer Ø2.00 x Ø1.06 x 0.12 thk, inches", cyl(2, 0.12) - cyl(1.06, 0.12)),
        ("Box 3 x 2 x 1. All dimensions in inches.", 6.0),
        (
            '8" x 8" x 3/4" plate, (4) 13/16" dia holes on 5-1/2" centers',
            8 * 8 * 0.75 - 4 * cyl(0.8125, 0.75),
        ),
    ],
)
def test_a_unit_named_once_is_that_of_all_bare_numbers(request_: str, expected: float) -> None:
    assert volume(request_) == pytest.approx(expected * INCH**3, rel=1e-6)


@pytest.mark.parametrize(
    "remark",
    [
        ", 42CrMo4",
        ", EN 10088 1.4310",
        " in C45",
        ", qty 4",
        ", 50 off",
        ", deburr all edges",
        ", clear anodised",
        ", tolerance ±0.1",
        ", SS316",
        ". Return only the STEP file part_07.step",
        ". Mass must be below 0.4 kg.",
    ],
)
def test_a_remark_changes_no_shape(remark: str) -> None:
    assert volume(f"shaft 30 dia x 120 long{remark}") == pytest.approx(cyl(30, 120))


@pytest.mark.parametrize("fit", ["h7", "h6", "g6", "k6", "+0/-0.02", "(+0.1)", "±0.05"])
def test_a_fit_is_no_size(fit: str) -> None:
    assert volume(f"Ø50 {fit} x 80 shaft") == pytest.approx(cyl(50, 80))


def test_a_number_of_pieces_is_stated() -> None:
    plan = decide("Spacer OD 12 ID 6.4 L 25 qty 4").plan
    assert plan is not None
    assert any("qty 4" in str(statement) for statement in plan.assumptions)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("PL 140x90x10, 4x Ø11 thru on 110x60", "PL 140x90x10, 4x Ø11 thru on 60x110"),
        ("PL 140x90x10, 4x Ø11 thru on 110x60", "PL 140x90x10, 4x Ø11 x 5 dp on 110x60"),
        ("Pin Ø12 x 50, C1 both ends", "Pin Ø12 x 50, C2 both ends"),
        ("Washer Ø2.00 x Ø1.06 x 0.12 thk, inches", "Washer Ø2.00 x Ø1.06 x 0.12 thk, mm"),
        ("plate 100x80x6 corner holes dia 7, 10 from sides and 15 from ends",
         "plate 100x80x6 corner holes dia 7, 15 from sides and 10 from ends"),
        ("PLATE 200 SQ x 20 THK", "PLATE 200 x 20 THK"),
    ],
)  # fmt: skip
def test_a_changed_note_changes_the_model_or_stops_it(text: str, other: str) -> None:
    plan, changed = decide(text).plan, decide(other).plan
    assert plan is not None
    assert changed is None or changed.design != plan.design


@pytest.mark.parametrize(
    "text",
    [
        "plate 100x60x8, hole Ø10, qty 4",  # four holes, or four plates
        "stepped shaft with 2 steps: Ø20x30, Ø15x20, Ø10x10",
        "Disc Ø80, hole Ø20 through. Thickness see drawing 4711-10.",
        "plate 100x60x8, holes Ø4 at (10,10), (90,10) and (200,10)",
        "plate 160x100x12, 4 holes Ø6 on 40x30 spacing, on 60x50 centres",
        "Dog tag!! 50x28 with round ends 2mm thick and 4mm hole 5mm from the end",
        "need a knob, 30mm across, 15 tall with a 6mm hole halfway in from the bottom",
    ],
)
def test_what_a_note_leaves_open_is_not_built(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize("request_", ["bolt", "threaded rod", "socket head screw"])
def test_a_note_is_said_once_also_where_the_default_sizes_are_taken(request_: str) -> None:
    plan = decide(request_).plan
    assert plan is not None
    assert len(set(plan.assumptions)) == len(plan.assumptions)
    assert "No thread is modelled" in str(plan.assumptions)
