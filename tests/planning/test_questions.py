"""Open, contradictory and impossible requests: one short question that names what is in doubt."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def _ask(request: str) -> NeedsClarification:
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(request)
    return caught.value


@pytest.mark.parametrize(
    ("request_", "reason", "named"),
    [
        # two values for one size
        ("Tube OD 20, ID 16, wall thickness 3, length 50", "conflict", ["16", "3", "wall"]),
        ("plate 100x60x5, 8 mm thick", "conflict", ["5", "8", "thickness"]),
        ("cylinder diameter 40 radius 15 height 60", "conflict", ["40", "radius 15"]),
        ("square plate 100x80x5", "conflict", ["100", "80", "square"]),
        ("cube 20x30x40", "conflict", ["20", "30", "40"]),
        ("tray 120x80x30 wall 2, corners R10 (so R7 inside)", "conflict", ["10", "2", "R7"]),
        ("plate 100x60x8 with 3 corner holes of 6 mm", "conflict", ["3", "four"]),
        ("stepped shaft with 2 steps: Ø20x30, Ø15x20, Ø10x10", "conflict", ["2 steps", "3"]),
        ("cylinder 40 height 60", "conflict", ["40", "60", "height"]),
        ("plate 1,000 x 600 x 8", "conflict", ["1,000"]),
        ("plate 100x60x8, no holes, with a 5 mm hole in the centre", "conflict", ["hole"]),
        ("plate 100x60x8 with a through hole 5 mm, 3 mm deep", "conflict", ["3", "through"]),
        ("disc 100x10, 4 holes 8 mm on PCD 70, first hole at 45°, rotated 30°", "conflict", ["45°", "30°"]),
        ("disc 100x10, 5 holes 8 mm on PCD 70 straddling the x axis", "conflict", ["5", "straddling"]),
        (
            "block 80x40x30, 6 mm hole through the front face at mid height, 5 mm above the bottom",
            "conflict",
            ["mid height", "5 mm above"],
        ),
        (
            "plate 90x90x6 with 5 holes of 6 mm: one in the centre and three in the corners",
            "conflict",
            ["5", "4"],
        ),
        ("block 50x40x30 with 3 mm fillets and 2 mm chamfers on the vertical edges", "conflict", ["chamfer"]),
        # something is missing
        ("plate 200 x 100", "missing", ["thickness"]),
        ("cylinder 40", "missing", ["height"]),
        ("tube OD 40 length 100", "missing", ["inner diameter"]),
        ("spur gear with 30 teeth, 10 mm wide", "missing", ["module"]),
        ("plate 100x60x8 with a hole", "missing", ["diameter"]),
        ("plate 100x60x8 with 4 holes of 6 mm", "missing", ["Where"]),
        ("plate 100x60x8 with holes 18 mm on PCD 50", "missing", ["How many", "50"]),
        ("plate 100x60x8 with a blind hole of 6 mm", "missing", ["deep"]),
        ("block 50x40x30 with a pocket 30x20", "missing", ["deep"]),
        ("plate 1/3 x 4 x 3", "missing", ["1/3", "inch"]),
        ("box 100x60x40 hollow", "missing", ["open"]),
        ("plate 100x60x8 with rounded corners", "missing", ["size", "fillet"]),
        ("bolt M8", "missing", ["length"]),
        (
            "round flange 127 mm dia, three eighths thick, bore 50 mm",
            "missing",
            ["three eighths", "inch"],
        ),
        (
            "block 60x40x20 with an M6 counterbored hole and a 10 mm hole counterbored",
            "missing",
            ["counterbore"],
        ),
        # it can't be
        ("50x20x5 plate with a 25 mm hole in the middle", "impossible", ["25", "20"]),
        ("block 40 x 20 x 10, round the vertical edges with R12", "impossible", ["12", "20"]),
        ("cylinder, diameter -5 mm, height 10 mm", "impossible", ["-5", "diameter"]),
        ("I want a cube with 10 km sides", "impossible", ["10 km", "range"]),
        ("enclosure 30x30x20 with 16 mm walls", "impossible", ["16", "30"]),
        ("plate 100x60x8 with a 20 mm hole 12 deep", "impossible", ["12", "8"]),
        ("plate 100x60x8 with a 10 mm hole at (48, 0)", "impossible", ["10", "48"]),
        ("plate 100x60x8 with two 20 mm holes 15 mm apart", "impossible", ["20", "15"]),
        ("plate 80x50x6 with 4 holes Ø10 in corners, 3 mm from edges", "impossible", ["10", "3 mm from"]),
        ("disc 100 x 10 with six 12 mm holes on a 95 mm bolt circle", "impossible", ["12", "100"]),
        ("flange OD 100, 10 thick, bore 60, 4 holes 12 on PCD 65", "impossible", ["12", "60"]),
        ("block 60x40x10 with a counterbored M8 hole, counterbore 15 x 12", "impossible", ["12", "10"]),
        ("plate 100x60x8 with a slot 8 x 20", "missing", ["8 x 20", "along the length", "along the width"]),
        ("cylinder 20 x 10 with 12 mm fillet on the top edge", "impossible", ["12"]),
        ("washer OD 10 ID 12 thickness 2", "impossible", ["12", "10"]),
        # it is not understood, or not made
        ("make me a dragon", "unsupported", ["dragon"]),
        ("50 mm cube filled with a gyroid lattice", "unsupported", ["gyroid"]),
        ("plate 100x60x8 with a keyway", "unsupported", ["keyway"]),
        ("plate 100x60x8 tapered to 4 mm", "unsupported", ["tapered"]),
        ("plate 100x60x8 and a cylinder 20x50", "unsupported", ["plate", "cylinder"]),
        ("two plates 100x60x8", "unsupported", ["2"]),
        ("M6 nut and bolt", "unsupported", ["nut", "bolt"]),
        ("u bolt", "unsupported", ["u"]),
        ("disc 110x9 with 6 holes 7 mm 45° apart on 85 pcd", "unsupported", ["45°", "60°"]),
        ("M10 hex nut DIN 980", "unsupported", ["DIN 980"]),
        ("plate 120x80x10 with 4 holes Ø9 on 90 x 50 centres rotated 30°", "unsupported", ["rotated 30°"]),
        ("disc 100x10 with 4 holes Ø8 on PCD 70 rotated", "unsupported", ["rotated"]),
        ("plate 100x60x8 with engraved text", "unsupported", ["text"]),
        ("plate 100x60x8, fillet the left edges 5 mm", "impossible", ["left", "5", "8"]),
        ("sphere 40 with a 10 mm boss on it, 5 mm high", "unsupported", ["curved", "sphere"]),
        ("plate 100x60x8 with a hole 5 mm 20 mm off centre", "unsupported", ["20 mm"]),
        (
            "100x60x20 plate, pocket 97x57x4, 4 mm chamfer on the top edges",
            "impossible",
            ["pocket", "chamfer"],
        ),
        ("plate 90x60x20 with a 2 mm fillet on the top edges and a pocket 87x30x5", "impossible", ["fillet"]),
        ("plate 120x80x10 with 6 holes 5 mm on a 90 x 50 rectangle", "missing", ["90 x 50"]),
        ("a teapot, 120 mm tall", "unsupported", ["mayfly parts"]),
        ("a phone stand", "unsupported", ["mayfly parts"]),
        ("gear module 2, 20 teeth, 10 thick, bore 12 with a 3 mm keyway", "missing", ["keyway", "width"]),
        # "equal" speaks of the legs of all parts that have two
        ("L-bracket 60x40x30x4 with equal legs", "conflict", ["equal", "60", "40"]),
        ("equal gusset 60x40x5", "conflict", ["equal", "60", "40"]),
        # parts with a face at the front and none at the left
        ("u-channel 40x25x2.5, 300 long, with a 4 mm hole through both walls", "missing", ["both walls"]),
        ("hex bar 24 across flats, 100 long, with a 2 mm hole in one wall", "missing", ["one wall"]),
        ("100x60x8", "missing", ["Which part"]),
        ("", "unsupported", ["shape"]),
    ],
)
def test_a_question_names_what_is_in_doubt(request_: str, reason: str, named: list[str]) -> None:
    error = _ask(request_)
    assert [word for word in named if word.lower() not in error.question.lower()] == []
    assert error.reason == reason


@pytest.mark.parametrize("word", ["hyperbolic", "knurled", "chromed twice", "thicker", "or"])
def test_no_word_is_dropped_in_silence(word: str) -> None:
    error = _ask(f"plate 100x60x8 with a 10 mm hole in the centre, {word}")
    assert error.reason == "unsupported"


@pytest.mark.parametrize(
    ("request_", "noted"),
    [
        ("plate 100x60x8 for a wibble", "wibble"),
        ("plate 100x60x8 with a 10 mm hole in the centre, S235JR", "S235JR"),
        ("plate 100x60x8 made of S235JR", "S235JR"),
        ("plate 100x60x8, 3 pcs", "3 pcs"),
        ("plate 100x60x8 with a 10 mm hole in the centre, wibble", "wibble"),
        ("plate about 100x60x8", "100"),
        ("plate 100x60x8, Ra 1.6", "Ra 1.6"),
        ("plate 100±0.1 x 60 x 8", "±0.1"),
        ("plate 100x60x8 with a 10H7 hole in the centre", "H7"),
        ("clyinder 30 x 50", "clyinder"),
        ("tube 40 x 2 x 100", "wall"),
        ("plate 70x50x3 with four 4 mm corner holes", "8 mm"),
        ("block 60x40x20 with an M6 hole in the middle", "6.6"),
        ("create a cuboid", "60 mm"),
    ],
)
def test_what_is_taken_for_granted_is_said(request_: str, noted: str) -> None:
    assert noted in " ".join(RulesPlanner().plan(request_).statements)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plate 100 x 60 x 8", "plate 8 x 100 x 60"),
        ("tube OD 40 ID 32 length 120", "tube OD 40 wall 32 length 120"),
        ("plate 100x60x8 with two 6 mm holes 40 mm apart", "plate 100x60x8 with two 40 mm holes 6 mm apart"),
        (
            "plate 100x60x8 with a 6 mm hole 10 mm from the left edge",
            "plate 100x60x8 with a 10 mm hole 6 mm from the left edge",
        ),
    ],
)
def test_numbers_are_not_interchangeable(one: str, other: str) -> None:
    first = RulesPlanner().plan(one).requirements
    try:
        second = RulesPlanner().plan(other).requirements
    except NeedsClarification:
        return
    assert (first.bounding_box_mm, first.holes) != (second.bounding_box_mm, second.holes)
