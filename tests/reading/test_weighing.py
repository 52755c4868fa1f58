"""What is decided between readings, and between them and the rules."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import between, decide
from mayfly.planning.rules import RulesPlanner
from mayfly.planning.rules.planner import certain_requirements, plan_by_rules
from mayfly.planning.rules.weigh import weigh


def test_readings_that_make_different_models_are_both_offered() -> None:
    decision = decide("disc 3 inch dia 10 thick")
    assert decision.plan is None
    assert decision.question is not None
    assert decision.question.options == ("disc 76.2 x 254 mm", "disc 76.2 x 10 mm")


def test_options_of_one_title_say_what_differs() -> None:
    plans = [
        decide(f"cube 20 mm with a 2 mm chamfer on {edges}").plan for edges in ("all edges", "the top edges")
    ]
    assert plans[0] is not None
    assert plans[1] is not None
    question = between(plans[0], plans[1])
    assert len(set(question.options)) == 2
    assert any("all edges" in option for option in question.options)


def test_rules_and_readings_that_differ_are_both_offered() -> None:
    with pytest.raises(NeedsClarification) as asked:
        weigh("plate 100x60x8", plan_by_rules("plate 100x60x10"))
    assert asked.value.options == ("plate 100 x 60 x 8 mm", "plate 100 x 60 x 10 mm")


def test_rules_that_agree_keep_their_plan() -> None:
    by_rules = plan_by_rules("plate 100x60x8")
    assert weigh("plate 100x60x8", by_rules) is by_rules


def test_a_pose_that_the_rules_pass_over_is_asked_about() -> None:
    assert plan_by_rules("channel 100x50x5, 300 long, flanges pointing down")
    with pytest.raises(NeedsClarification, match="flanges pointing down"):
        RulesPlanner().plan("channel 100x50x5, 300 long, flanges pointing down")


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
