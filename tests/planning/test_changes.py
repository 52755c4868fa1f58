"""Changes read onto the design at hand: each leaves everything else as it was, and what is open is asked."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from mayfly.contracts import Plan
from mayfly.design import Design
from mayfly.errors import NeedsClarification
from mayfly.planning.follow_up.clauses import bare, plain_form, without_correction
from mayfly.planning.follow_up.patterns import PATTERNS, Pattern, readings
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner

PLATE = "plate 90 x 50 x 6 with four 5 mm holes in the corners, 8 mm inset"
FLANGE = "flange OD 120, 14 thick, bore 50, 4 holes of 11 mm on PCD 90"
TAPPED = "plate 80x80x12 with four M6 tapped holes in the corners, 12 mm inset"
CLEAR = "plate 80 x 60 x 10 with four M5 clearance holes in the corners, 10 mm from the edges"
Box = tuple[float, float, float]


def talk(*messages: str) -> Plan:
    planner, previous, plan = RulesPlanner(), None, None
    for message in messages:
        plan = planner.plan(message, previous=previous)
        previous = Attempt(plan=plan)
    assert plan is not None
    return plan


def holes(plan: Plan) -> list[tuple[float, int]]:
    return sorted((round(hole.diameter_mm, 3), hole.count) for hole in plan.requirements.holes)


def box(plan: Plan) -> Box:
    assert plan.requirements.bounding_box_mm is not None
    x, y, z = plan.requirements.bounding_box_mm
    return round(x, 3), round(y, 3), round(z, 3)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.example)
def test_a_pattern_fits_its_example(pattern: Pattern) -> None:
    text, _ = without_correction(bare(plain_form(pattern.example).text))
    assert any(found is pattern for found, _ in readings(text))


@pytest.mark.parametrize(
    ("messages", "sides", "round_holes"),
    [
        # by a difference
        ((PLATE, "make it 3 mm thinner"), (90, 50, 3), [(5, 4)]),
        ((PLATE, "20 mm longer and 10 mm wider"), (110, 60, 6), [(5, 4)]),
        ((PLATE, "reduce the thickness by 2 mm"), (90, 50, 4), [(5, 4)]),
        ((PLATE, "add 5 mm to the length"), (95, 50, 6), [(5, 4)]),
        ((PLATE, "take 1 mm off the thickness"), (90, 50, 5), [(5, 4)]),
        ((PLATE, "make the holes 2 mm bigger"), (90, 50, 6), [(7, 4)]),
        (("tube OD 50, ID 40, 80 long", "lengthen it by 1 inch"), (50, 50, 105.4), [(40, 1)]),
        (("tube 40 x 4, 150 long", "make the wall 1 mm thicker"), (40, 40, 150), [(30, 1)]),
        (("tube 40 x 4, 150 long", "OD 50"), (50, 50, 150), [(42, 1)]),
        # by a factor
        ((PLATE, "twice as long please"), (180, 50, 6), [(5, 4)]),
        ((PLATE, "halve the width"), (90, 25, 6), [(5, 4)]),
        ((PLATE, "10% thicker"), (90, 50, 6.6), [(5, 4)]),
        ((PLATE, "scale it by 2"), (180, 100, 12), [(10, 4)]),
        (("cylinder 30 dia, 60 high", "half the height"), (30, 30, 30), []),
        (("block 40x30x20", "make it 50% bigger"), (60, 45, 30), []),
        # to a value
        ((PLATE, "the holes should be 6.5 mm"), (90, 50, 6), [(6.5, 4)]),
        ((PLATE, "same plate but 100 x 70"), (100, 70, 6), [(5, 4)]),
        ((PLATE, "make it 8 thick, 100 long and the holes 6 mm"), (100, 50, 8), [(6, 4)]),
        ((PLATE, "thickness 8 instead of 6"), (90, 50, 8), [(5, 4)]),
        ((PLATE, "actually 60 wide, everything else stays"), (90, 60, 6), [(5, 4)]),
        (("angle 50x50x5, 800 long", "cut it down to 450"), (450, 50, 50), []),
        ((TAPPED, "make the holes M8"), (80, 80, 12), [(6.8, 4)]),
        ((CLEAR, "make them M6"), (80, 60, 10), [(6.6, 4)]),
        ((FLANGE, "8 holes instead of 4"), (120, 120, 14), [(11, 8), (50, 1)]),
        # features taken away and added
        ((PLATE, "add a 15 mm hole in the centre", "delete the corner holes"), (90, 50, 6), [(15, 1)]),
        (("enclosure with lid 80 x 60 x 30, wall 2", "without the lid"), (80, 60, 30), []),
        (("plate 70 x 50 x 8 with a 20 x 8 slot", "no slot, put a 12 mm hole there instead"),
         (70, 50, 8), [(12, 1)]),
        (("spur gear module 2, 24 teeth, 10 mm wide, bore 8", "add a hub 20 mm diameter, 8 mm high"),
         (52, 52, 18), [(8, 1)]),
        ((PLATE, "make the holes a bit bigger, 6 mm"), (90, 50, 6), [(6, 4)]),
        ((PLATE, "only 4 mm thick please"), (90, 50, 4), [(5, 4)]),
        ((PLATE, "thickness: 8"), (90, 50, 8), [(5, 4)]),
        ((PLATE, "it needs to be 10 mm wider"), (90, 60, 6), [(5, 4)]),
        ((PLATE, "10 mm less wide"), (90, 40, 6), [(5, 4)]),
        ((PLATE, "reduce length and width by 10 mm"), (80, 40, 6), [(5, 4)]),
        ((PLATE, "what if it was 9 thick?"), (90, 50, 9), [(5, 4)]),
        ((PLATE, "same plate but 100 x 60"), (100, 60, 6), [(5, 4)]),
        ((PLATE, "replace the holes by M8 tapped ones"), (90, 50, 6), [(6.8, 4)]),
        ((CLEAR, "tapped please, not clearance"), (80, 60, 10), [(4.2, 4)]),
        (("M8 washer", "M10 instead"), (20, 20, 2), [(10.5, 1)]),
        (("tube OD 50, ID 40, 100 long", "thicker wall, 7 mm"), (50, 50, 100), [(36, 1)]),
        (("block 60x40x30", "hollow it out, 3 mm walls, open at the top"), (60, 40, 30), []),
        (("block 60x40x30", "stand it on its end"), (30, 40, 60), []),
        (("cylinder 30 dia x 50", "lay it on its side along Y"), (30, 50, 30), []),
        ((PLATE, "get rid of the holes and add a 25 mm one in the middle"), (90, 50, 6), [(25, 1)]),
        (("hub 50 dia 30 long, bore 20", "add a keyway per DIN 6885",
          "never mind, take the keyway out again"), (50, 50, 30), [(20, 1)]),
        # undone and corrected
        (("disc 80 x 12", "with a 25 bore", "make that 30 rather"), (80, 80, 12), [(30, 1)]),
        (("box 60x40x30, wall 2, open top", "wall 3 instead", "no, 2.5"), (60, 40, 30), []),
        (("tube 50 OD 3 wall 200 long", "wall 5", "back to 3"), (50, 50, 200), [(44, 1)]),
        (("tube 50 OD 3 wall 200 long", "wall 5", "no, 4"), (50, 50, 200), [(42, 1)]),
        (("stepped shaft 30 dia x 40, 20 dia x 60", "add another step 15 dia x 25 on the thin end"),
         (30, 30, 125), []),
        ((TAPPED, "change those to M8"), (80, 80, 12), [(6.8, 4)]),
        ((PLATE, "now i need something else: an M10 washer"), (20, 20, 2), [(10.5, 1)]),
        ((PLATE, "10 mm thick", "holes 7 mm", "undo"), (90, 50, 10), [(5, 4)]),
        ((PLATE, "10 mm thick", "holes 7 mm", "undo", "undo"), (90, 50, 6), [(5, 4)]),
        (("block 40x30x20", "make it 60 long", "no, 55"), (55, 30, 20), []),
        (("block 40x30x20", "5 mm longer", "no, 7 mm longer"), (47, 30, 20), []),
        ((PLATE, "half the thickness", "no, back to 6 mm"), (90, 50, 6), [(5, 4)]),
        # another part
        (("block 50x30x20", "next one: cylinder 25 dia, 40 high", "5 mm higher"), (25, 25, 45), []),
        ((PLATE, "2 mm thicker", "M12 washer"), (24, 24, 2.5), [(13, 1)]),
    ],
)  # fmt: skip
def test_a_change_changes_what_it_names_and_nothing_else(
    messages: tuple[str, ...], sides: Box, round_holes: list[tuple[float, int]]
) -> None:
    plan = talk(*messages)
    assert (box(plan), holes(plan)) == (sides, round_holes)


@pytest.mark.parametrize(
    ("message", "points"),
    [
        ("move the holes 3 mm inwards", {(-34, -14), (-34, 14), (34, -14), (34, 14)}),
        ("holes 12 mm from the edges", {(-33, -13), (-33, 13), (33, -13), (33, 13)}),
        ("make the inset 2 mm bigger", {(-35, -15), (-35, 15), (35, -15), (35, 15)}),
    ],
)
def test_a_pattern_moves_on_its_face(message: str, points: set[tuple[float, float]]) -> None:
    (found,) = talk(PLATE, message).requirements.holes
    assert set(found.at or ()) == points


def test_a_bolt_circle_is_turned_and_grows() -> None:
    turned = talk(FLANGE, "turn the bolt holes by 45 degrees").requirements.holes
    (bolts,) = [hole for hole in turned if hole.count == 4]
    assert all(abs(x) == pytest.approx(45 / math.sqrt(2), abs=1e-3) for x, _ in bolts.at or ())
    grown = talk(FLANGE, "make the bolt circle 4 mm smaller").requirements.holes
    (bolts,) = [hole for hole in grown if hole.count == 4]
    assert (43, 0) in {(round(x, 3), round(y, 3)) for x, y in bolts.at or ()}


def test_a_countersink_is_that_of_the_screw_that_the_holes_are_for() -> None:
    design = Design.read(talk(CLEAR, "countersink them").design)
    (hole,) = design.bodies[0].features
    assert hole.kind == "hole"
    assert hole.thread == "M5"
    assert hole.sizes().countersink == (11.2, 90.0)


def test_a_change_is_stated_and_the_designs_before_it_are_kept() -> None:
    plan = talk(PLATE, "2 mm thicker")
    assert [change.sentence for change in plan.changes] == [
        "The thickness of the plate changed from 6 mm to 8 mm."
    ]
    assert len(plan.earlier) == 1


@pytest.mark.parametrize(
    ("messages", "options"),
    [
        ((PLATE, "make it 10 mm bigger"), ("length", "width", "thickness")),
        ((PLATE, "move the holes 5 mm up"), ("left", "right", "front", "back")),
        ((PLATE, "mirror it"), ("yz", "xz", "xy")),
    ],
)
def test_a_change_that_may_mean_several_offers_them(
    messages: tuple[str, ...], options: tuple[str, ...]
) -> None:
    with pytest.raises(NeedsClarification) as raised:
        talk(*messages)
    assert raised.value.options == options


@pytest.mark.parametrize(
    "message",
    [
        "frobnicate the holes",
        "remove the slot",
        "remove the middle hole",
        "make the lid 2 mm thicker",
        "make the boss 5 mm higher",
        "6 holes instead of 5",
        "chamfer the holes 1 mm",
        "make the holes 2 mm longer",
        "20 mm thinner",
        "make the holes 60 mm",
        "undo",
        "no, 14",
    ],
)
def test_what_is_not_there_or_does_not_fit_is_asked_about(message: str) -> None:
    with pytest.raises(NeedsClarification):
        talk(PLATE, message)


def _rows() -> list[tuple[str, str]]:
    text = (Path(__file__).parents[2] / "docs" / "conversation.md").read_text("utf-8")
    rows = re.findall(r"^\| (?P<said>[^|]+) \| (?P<told>[^|]+) \|$", text.partition("## Where")[0], re.M)
    return [row for row in rows if row[0] != "said"]


@pytest.mark.parametrize(("said", "told"), _rows())
def test_the_examples_of_the_docs_are_true(said: str, told: str) -> None:
    first = "plate 100 x 60 x 8 with four M6 clearance holes in the corners, 12 mm from the edges"
    if told == "*asked about*":
        with pytest.raises(NeedsClarification):
            talk(first, said)
    else:
        assert told in [change.sentence for change in talk(first, said).changes]
