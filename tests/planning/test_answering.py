"""Answers to questions: nothing that was said gets lost, and what they contradict gives way."""

from __future__ import annotations

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.conversation.answers import RESTATE, asked_again, with_answer
from mayfly.planning.rules import RulesPlanner

DRILLED = "100x60x8 with 4 M6 holes in the corners, 10 mm inset"
TUBE = "tube, outside 30, inside 26, wall 3, 100 long"


def _question(request: str) -> NeedsClarification:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request)
    return raised.value


def _answered(request: str, answer: str) -> Plan:
    problem = _question(request).to_dict()
    return RulesPlanner().plan(with_answer(request, problem, answer, keeps_questions=False))


@pytest.mark.parametrize("answer", ["plate", "a plate", f"plate {DRILLED}"])
@pytest.mark.parametrize("request_", [f"flurb {DRILLED}"])
def test_an_answer_that_names_the_part_keeps_sizes_and_holes(request_: str, answer: str) -> None:
    plan = _answered(request_, answer)
    assert plan.requirements.bounding_box_mm == (100, 60, 8)
    assert [(hole.count, hole.diameter_mm) for hole in plan.requirements.holes] == [(4, 6.6)]


@pytest.mark.parametrize("answer", ["plate 100x60x8", "cube 20", "a cube", "8 mm"])
def test_an_answer_that_would_lose_something_is_asked_about_again(answer: str) -> None:
    request = f"flurb {DRILLED}"
    joined = with_answer(request, _question(request).to_dict(), answer, keeps_questions=False)
    assert joined == f"{request},\n{answer}"
    _question(joined)


@pytest.mark.parametrize(
    ("request_", "answer", "box"),
    [
        ("plate 100x60x8, 10 mm thick", "8 mm thick", (100, 60, 8)),
        ("plate 100x60x8, 10 mm thick", "8", (100, 60, 8)),
        ("plate 100x60x8, 10 mm thick", "10 mm", (100, 60, 10)),
        ("plate 100x60x8, 10 mm thick", "the thickness is 12", (100, 60, 12)),
        (
            "plate 100x60x8, 10 mm thick, with 4 M6 holes in the corners, 10 mm inset",
            "8 mm thick",
            (100, 60, 8),
        ),
        ("plate 100x60x8 with a 70 mm hole in the centre", "120 wide", (100, 120, 8)),
        ("plate 100x60x8 with a 70 mm hole in the centre", "make the hole 50", (100, 60, 8)),
    ],
)
def test_an_answer_overrides_what_it_contradicts(
    request_: str, answer: str, box: tuple[float, float, float]
) -> None:
    assert _answered(request_, answer).requirements.bounding_box_mm == pytest.approx(box)


@pytest.mark.parametrize(("answer", "bore"), [("wall 2", 26), ("inside 24", 24)])
def test_only_the_number_that_is_meant_gives_way(answer: str, bore: float) -> None:
    assert [hole.diameter_mm for hole in _answered(TUBE, answer).requirements.holes] == [bore]


def test_a_number_that_says_where_is_not_taken_for_a_size() -> None:
    request = "plate 100x60x8 with a 70 mm hole in the centre"
    problem = _question(request).to_dict()
    answer = "10 mm from the left edge"
    assert with_answer(request, problem, answer, keeps_questions=False) == f"{request},\n{answer}"


def test_what_an_answer_does_not_settle_is_to_be_said_again_as_a_whole() -> None:
    first = _question(TUBE).to_dict()
    joined = with_answer(TUBE, first, "the first", keeps_questions=False)
    second = asked_again(_question(joined).to_dict(), first)
    assert second["message"] == first["message"] + RESTATE
    assert asked_again(second, first) == second
    whole = "cylinder 20 mm diameter, 30 high"
    assert with_answer(joined, second, whole, keeps_questions=False) == whole


def test_another_missing_size_is_simply_asked_for() -> None:
    first = _question("plate 8 mm thick with a 6 mm hole").to_dict()
    other = NeedsClarification("How wide?", "missing").to_dict()
    assert asked_again(other, first) == other
    assert asked_again(other, None) == other


@pytest.mark.parametrize(
    ("request_", "answer", "box"),
    [
        ("cylinder 30 mm diameter", "40 mm", (30, 30, 40)),
        ("cylinder 30 mm diameter", "use 40 mm", (30, 30, 40)),
        ("a plate 80 x 60 mm with a 10 mm hole in the centre", "6 mm", (80, 60, 6)),
        ("flange OD 150, bore 60", "18", (150, 150, 18)),
        ("a plate 80 x 60 mm.", "plate 80x60x6", (80, 60, 6)),
    ],
)
def test_a_bare_number_is_the_size_that_was_asked_for(
    request_: str, answer: str, box: tuple[float, float, float]
) -> None:
    assert _answered(request_, answer).requirements.bounding_box_mm == pytest.approx(box)


@pytest.mark.parametrize("answer", ["thickness 1/2 in", '1/2"', "0.5 inch"])
def test_an_answer_in_inches_does_not_turn_what_was_asked_about_into_inches(answer: str) -> None:
    plan = _answered("plate 80 x 60", answer)
    assert plan.requirements.bounding_box_mm == (80, 60, 12.7)
    assert "Numbers without a unit were taken as mm." in map(str, plan.assumptions)


def test_an_answer_in_inches_leaves_a_request_in_inches_as_it_is() -> None:
    assert _answered("plate 3 x 2 in", "1/2 inch").requirements.bounding_box_mm == (76.2, 50.8, 12.7)


@pytest.mark.parametrize(
    ("request_", "answer", "box"),
    [
        ("a box 10 x 20", "a box 40 x 50 x 60", (40, 50, 60)),
        ("plate 80 x 60", "plate 100 x 50 x 5 with a 6 mm hole in the middle", (100, 50, 5)),
        ("plate 80 x 60 with four holes", f"plate {DRILLED}", (100, 60, 8)),
        ("a 40 mm plate with holes", f"plate {DRILLED}", (100, 60, 8)),
        (TUBE, "tube 60 outside, 50 inside, 80 long", (60, 60, 80)),
        (TUBE, "tube, outside 30, wall 3, 100 long", (30, 30, 100)),
        (
            "plate 100 x 60 x 8 with a 6 mm hole 200 mm from the left edge",
            "plate 100 x 60 x 10 with a 6 mm hole 20 mm from the left edge",
            (100, 60, 10),
        ),
    ],
)
def test_a_whole_request_takes_the_place_of_an_open_one_of_the_same_part(
    request_: str, answer: str, box: tuple[float, float, float]
) -> None:
    """The sizes of both were put together, and then "given twice"."""
    assert with_answer(request_, _question(request_).to_dict(), answer, keeps_questions=False) == answer
    assert RulesPlanner().plan(answer).requirements.bounding_box_mm == box


def test_an_answer_with_the_sizes_of_the_part_alone_keeps_the_holes() -> None:
    holed = "a plate 90 x 60 with four 6 mm holes in the corners, 10 mm from the edges"
    plan = _answered(holed, "plate 90 x 60 x 8")
    assert plan.requirements.bounding_box_mm == (90, 60, 8)
    assert [(hole.count, hole.diameter_mm) for hole in plan.requirements.holes] == [(4, 6)]


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("40 mm plate with a 10 mm hole and four 5.5 mm corner holes", "a washer 8 mm OD, 10 mm ID, 2 thick"),
        ("a plate 60 x 40 with a 5 mm hole", "a cube 30 x 30 x 20"),
    ],
)
def test_another_part_begins_anew_even_where_its_own_sizes_contradict(request_: str, answer: str) -> None:
    """Joined to what was asked before, neither part could ever be settled by an answer."""
    joined = with_answer(request_, _question(request_).to_dict(), answer, keeps_questions=False)
    assert joined == answer
    _question(joined)


def test_a_size_that_names_a_part_of_the_model_is_no_other_part() -> None:
    request = "a plate 60 x 40 with a 5 mm hole"
    joined = with_answer(request, _question(request).to_dict(), "plate 5 thick", keeps_questions=False)
    assert RulesPlanner().plan(joined).requirements.bounding_box_mm == (60, 40, 5)


@pytest.mark.parametrize(
    "answer", ["at (20, 0)", "(20, 0)", "10 mm from the right edge", "the third is at (20, 0)"]
)
def test_a_place_is_given_to_the_feature_that_was_asked_about(answer: str) -> None:
    request = (
        "plate 60 x 40 x 5 with three 5 mm holes. The first hole is at (-20, 0), the second is at (0, 0)."
    )
    design = _answered(request, answer).design
    assert design is not None
    points = [feature["at"]["points"][0] for feature in design["bodies"][0]["features"]]
    assert points == [[-20.0, 0.0], [0.0, 0.0], [20.0, 0.0]]
