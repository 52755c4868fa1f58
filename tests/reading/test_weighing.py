"""What is decided between readings."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import between, decide
from mayfly.planning.rules import RulesPlanner
from mayfly.planning.rules.planner import certain_requirements


def test_readings_that_make_different_models_are_both_offered() -> None:
    decision = decide("disc 3 inch dia 10 thick")
    assert decision.plan is None
    assert decision.question is not None
    assert decision.question.options == ("disc 76.2 x 254 mm", "disc 76.2 x 10 mm")


def test_options_of_one_title_say_what_differs() -> None:
    plans = [
        decide(f"1 inch cube with 1/16 inch chamfer on {edges}").plan
        for edges in ("all edges", "the top edges")
    ]
    assert plans[0] is not None
    assert plans[1] is not None
    question = between(plans[0], plans[1])
    assert len(set(question.options)) == 2
    assert any("all edges" in option for option in question.options)


def test_plans_of_one_part_with_swapped_sizes_are_told_apart_by_their_names() -> None:
    decision = decide("cylinder 40 height 60")
    assert decision.question is not None
    assert set(decision.question.options) == {
        "diameter 60 mm and height 40 mm",
        "diameter 40 mm and height 60 mm",
    }


def test_a_hole_of_something_else_is_not_certain() -> None:
    known = certain_requirements(
        "a grommet of wibble that goes thru the 60mm hole in the table, and two 5 mm holes"
    )
    assert {(hole.diameter_mm, hole.count) for hole in known.holes} == {(5, 2)}


@pytest.mark.parametrize("more", ["", " per side", ", mirrored", ", 3 instances", " and a copy of it"])
def test_holes_that_words_multiply_are_not_counted(more: str) -> None:
    found = certain_requirements(f"a wibble with one Ø5 hole{more}").holes
    assert [(hole.diameter_mm, hole.count) for hole in found] == ([] if more else [(5, 1)])


@pytest.mark.parametrize("word", ["not", "except", "never", "instead"])
def test_a_word_that_turns_a_sentence_is_never_stepped_over(word: str) -> None:
    assert decide(f"plate 100x60x8 {word} with a 10 mm hole in the centre").plan is None


def test_beside_inches_and_millimetres_a_bare_number_may_be_either() -> None:
    plan = RulesPlanner().plan("plate 4 in x 60 mm x 8")
    assert plan.requirements.bounding_box_mm == (101.6, 60.0, 8.0)
    assert "Numbers without a unit were taken as mm." in [str(note) for note in plan.assumptions]
    with pytest.raises(NeedsClarification, match="Which is meant"):
        RulesPlanner().plan("plate 8 x 6, 10 mm thick, with a 1/16 in hole in the centre")


@pytest.mark.parametrize("words", ["through both", "through boss and plate"])
def test_a_hole_through_a_boss_and_what_it_stands_on_goes_through_the_boss(words: str) -> None:
    plan = RulesPlanner().plan(f"plate 120 x 80 x 8 with a boss Ø24 x 12 at (30, 0). Bore Ø10 {words}.")
    assert plan.requirements.volume_mm3 == pytest.approx(120 * 80 * 8 + math.pi * (144 * 12 - 25 * 20))
