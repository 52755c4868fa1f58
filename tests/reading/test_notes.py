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
        ("block 60x40x30, 10 hole through the 60 x 30 face", 60 * 40 * 30 - cyl(10, 40)),
        ("SHAFT, LEFT TO RIGHT: Ø20 × 30, COLLAR Ø30 × 8, Ø16 × 45", cyl(20, 30) + cyl(30, 8) + cyl(16, 45)),
        ("SHAFT FROM LEFT: Ø25 × 20, Ø35 × 10 (COLLAR), Ø25 × 60", cyl(25, 80) + cyl(35, 10)),
        ("SHAFT Ø30 × 150 LG, M10 × 1.5 ↧25 IN ONE END", cyl(30, 150) - cyl(8.5, 25)),
        ("PL 50x50x20, 4X M8 × 1.25 THRU, 10 FROM EDGES", 50 * 50 * 20 - 4 * cyl(6.8, 20)),
        (
            "DISC Ø80 × 12 THK\nØ20 THRU ⌴ Ø32 ↧5\n6X Ø6.6 THRU ON Ø60 PCD",
            cyl(80, 12) - cyl(20, 7) - cyl(32, 5) - 6 * cyl(6.6, 12),
        ),
        (
            "120 × 80 × 10 PLATE\nPOCKET 60 × 40 ↧5, CENTRED, R5 IN THE POCKET CORNERS",
            120 * 80 * 10 - (60 * 40 - (4 - pi) * 25) * 5,
        ),
        ("PL 100x40x6, R20 BOTH ENDS", (100 * 40 - (4 - pi) * 400) * 6),
        ("plate 50x50x5, 8 mm reamed hole H7 in the centre", 50 * 50 * 5 - cyl(8, 5)),
        ("cube 40 mm, taped M6 hole thru the centre", 40**3 - cyl(5, 40)),
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
        ", 6061",
        ", A36",
        ", 1018 steel",
        ", 316L",
        " in 304",
        ", EN24T",
        ", Ti-6Al-4V",
        ", aluminium 5754 H22",
        ". Return only the STEP file part_07.step",
        ". Mass must be below 0.4 kg.",
    ],
)
def test_a_remark_changes_no_shape(remark: str) -> None:
    assert volume(f"shaft 30 dia x 120 long{remark}") == pytest.approx(cyl(30, 120))


def test_the_number_of_an_alloy_may_be_a_size() -> None:
    assert volume("flat bar 50 x 10, 6061 long") == pytest.approx(50 * 10 * 6061)
    assert volume("plate 1018 x 100 x 5") == pytest.approx(1018 * 100 * 5)


@pytest.mark.parametrize("fit", ["h7", "h6", "g6", "k6", "+0/-0.02", "(+0.1)", "±0.05"])
def test_a_fit_is_no_size(fit: str) -> None:
    assert volume(f"Ø50 {fit} x 80 shaft") == pytest.approx(cyl(50, 80))


def test_a_number_of_pieces_is_stated() -> None:
    plan = decide("Spacer OD 12 ID 6.4 L 25 qty 4").plan
    assert plan is not None
    assert any("qty 4" in str(statement) for statement in plan.assumptions)


def holes(request: str) -> list[tuple[str | None, list[list[float]]]]:
    """Return along which axis the holes of each diameter run, and where."""
    plan = decide(request).plan
    assert plan is not None, f"nothing was built of {request!r}: {decide(request).question}"
    return [
        (hole.axis, sorted([round(one, 3) for one in at] for at in hole.at or ()))
        for hole in plan.requirements.holes or ()
    ]


@pytest.mark.parametrize(
    ("request_", "axis", "at"),
    [
        # the flat leg runs along +Y from -Y, the upright one stands at -Y
        ("ANGLE 80 × 60 × 8, 100 LG. Ø11 THRU IN THE 80 LEG, 45 FROM HEEL, MID LENGTH", "Z", [0.0, 5.0]),
        ("ANGLE 80 × 60 × 8, 100 LG. Ø11 THRU IN THE 60 LEG, 45 FROM HEEL, MID LENGTH", "Y", [0.0, 45.0]),
        ("ANGLE 60 × 80 × 8, 100 LG. Ø11 THRU IN LONG LEG, 45 FROM HEEL, MID LENGTH", "Y", [0.0, 45.0]),
        ("ANGLE 60 × 80 × 8, 100 LG. Ø11 THRU IN SHORT LEG, 40 FROM HEEL (OUTSIDE CORNER), MID LENGTH",
         "Z", [0.0, 10.0]),
    ],
)  # fmt: skip
def test_a_leg_is_called_by_its_size(request_: str, axis: str, at: list[float]) -> None:
    assert holes(request_) == [(axis, [at])]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("LONG. CL", [[-15.0, 0.0], [15.0, 0.0]]),
        ("LONG CL", [[-15.0, 0.0], [15.0, 0.0]]),
        ("SHORT CL", [[0.0, -15.0], [0.0, 15.0]]),
        ("the short centreline", [[0.0, -15.0], [0.0, 15.0]]),
        ("TRANSV. CL", [[0.0, -15.0], [0.0, 15.0]]),
    ],
)
def test_a_row_lies_on_the_line_that_is_named(line: str, at: list[list[float]]) -> None:
    assert holes(f"PL 150 x 50 x 6, 2X Ø9 ON {line}, 30 CTRS") == [("Z", at)]


def test_the_other_end_is_across_from_the_one_named_first() -> None:
    plan = decide("Ø60 × 100 LG BAR, Ø30 ↧40 IN ONE END, M16 ↧30 IN THE OTHER END").plan
    assert plan is not None
    assert plan.design is not None
    faces = [feature.get("face") for feature in plan.design["bodies"][0]["features"]]
    assert sorted(str(face) for face in faces) == ["bottom", "top"] or faces == [None, "bottom"]


def test_rows_and_columns_are_no_inches() -> None:
    request = (
        "plate 12 x 6 x 1/4 inch with six 1/4 inch holes in two rows of three,"
        " 4 inches apart lengthwise and 3 inches apart crosswise"
    )
    columns = [column * 4 * INCH for column in (-1, 0, 1)]
    wanted = sorted([round(x, 3), round(y * INCH, 3)] for x in columns for y in (-1.5, 1.5))
    assert holes(request) == [("Z", wanted)]


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
        ("disc 90 x 12, 6x 7 on 65 pcd", "disc 90 x 12, 7x 6 on 65 pcd"),
        ("cone 40 -> 20 dia, 35 high", "cone 20 -> 40 dia, 35 high"),
        ("ring 80/60 h10", "ring 80/50 h10"),
        ("PL 10 THK x 100 SQ", "PL 100 THK x 10 SQ"),
        ("ANGLE 80 x 60 x 8, 100 LG. Ø11 THRU IN THE 80 LEG, 45 FROM HEEL, MID LENGTH",
         "ANGLE 80 x 60 x 8, 100 LG. Ø11 THRU IN THE 60 LEG, 45 FROM HEEL, MID LENGTH"),
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
        "angle 80x60x8, 100 long, 11 hole in the 70 leg, 45 from the heel, mid length",
        "block 60x40x30, 10 hole in the 60 x 20 face",
        "disc 80 dia 15 thk, c'bore 30 dia 5 deep",  # of which hole?
        "disc 90 x 12, not 6x 7 on 65 pcd",
        "plate 50x50x5, bore H7",
        "plate 100x60x8, 9 hole ctr of 30 face",
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
