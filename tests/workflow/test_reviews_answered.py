"""A person decides about a plan in any form: nothing is built in doubt, and no yes is a no."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from mayfly.generator import CADModelGenerator
from tests.workflow.talk import Talk


@pytest.mark.parametrize(
    "answer",
    [
        True,
        "y",
        "yes, build it",
        "lgtm 👍",
        {"type": "approve"},
        {"decisions": [{"type": "approve"}]},
        [{"type": "accept", "args": None}],
        {"approved": True},
        {"action": "approve", "reviewer_id": "user-1"},
        {"approved": True, "comment": "looks fine, thanks Bob"},
        '{"decision": "approve"}',
        HumanMessage("go ahead"),
        {"type": "edit", "args": {"action": "build_model", "args": {"side": "20.0"}}},
    ],
    ids=str,
)
def test_an_approval_in_any_form_builds_what_was_shown(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.box == pytest.approx([20, 20, 20])
    assert talk.last["model"]["title"] == "cube 20 mm"


@pytest.mark.parametrize(
    "answer",
    [
        "no",
        "don't build it",
        False,
        {"approved": False},
        {"decisions": [{"type": "reject", "message": "too big"}]},
        {"rejected": True},
        "never mind",
    ],
    ids=str,
)
def test_a_rejection_in_any_form_builds_nothing(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.last["status"] == "failed"
    assert "not approved" in talk.last["answer"]
    assert "__interrupt__" not in talk.last
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_the_reason_of_a_rejection_is_in_the_answer(generator: CADModelGenerator) -> None:
    answer = {"decisions": [{"type": "reject", "message": "too big"}]}
    assert '"too big"' in Talk(generator, "cube 20 mm", review=True).says(answer).last["answer"]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        [True, False],
        "hmm",
        "2 mm thicker",
        {"foo": {"bar": 1}},
        {"parameters": {"sid": 25}},
        {"parameters": {"side": -3}},
        {"parameters": {"side": "wide"}},
        {"script": "side ="},
        {"approved": True, "comment": "but rounder"},
        {"approved": True, "colour": "red"},
        {"approved": False, "parameters": {"side": 30}},
        "approve with rounder edges",
    ],
    ids=str,
)
def test_what_can_t_be_read_in_a_review_is_shown_again_with_the_reason(
    generator: CADModelGenerator, answer: Any
) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.asked["title"] == "cube 20 mm"
    assert talk.asked["problem"]
    assert talk.asked["problem"] in talk.asked["action_requests"][0]["description"]
    assert talk.says("yes").box == pytest.approx([20, 20, 20])


@pytest.mark.parametrize(
    ("request_", "words", "title"),
    [
        ("plate 80 x 60 x 6 mm", "8 mm thick", "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", {"type": "response", "args": "8 mm thick"}, "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", "yes, but 8 mm thick", "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", {"approved": True, "message": "but 8 mm thick"}, "plate 80 x 60 x 8 mm"),
        ("cube 20 mm", "make it 30 mm", "cube 30 mm"),
        ("cube 20 mm", "30 mm side", "cube 30 mm"),
        ("cube 20 mm", "30 mm instead of 20 mm", "cube 30 mm"),
        ("cube 20 mm", {"decisions": [{"type": "reject", "message": "make it 30 mm"}]}, "cube 30 mm"),
        ("cube 20 mm", {"decisions": [{"type": "respond", "message": "make it 30 mm"}]}, "cube 30 mm"),
        (
            "cube 20 mm",
            {"edited_action": {"args": {"changes": "make it 30 mm", "side": "20.0"}}},
            "cube 30 mm",
        ),
        ("cube 20 mm", {"parameters": {"length": 25}}, "cube 25 mm"),
        ("cube 20 mm", "cylinder diameter 20 mm, 30 mm long", "cylinder 20 x 30 mm"),
    ],
    ids=str,
)
def test_words_change_a_plan_under_review_as_they_change_a_model(
    generator: CADModelGenerator, request_: str, words: Any, title: str
) -> None:
    talk = Talk(generator, request_, review=True).says(words)
    assert talk.asked["title"] == title
    assert "problem" not in talk.asked
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_changes_follow_each_other_and_then_the_model_is_followed_up(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True).says("8 mm thick", "make the length 100")
    assert talk.asked["title"] == "plate 100 x 60 x 8 mm"
    talk.says("with a 5 mm hole in the centre", "approve")
    assert talk.box == pytest.approx([100, 60, 8])
    assert [hole["diameter_mm"] for hole in talk.last["model"]["report"]["holes"]] == [5]
    assert talk.types("10 mm thick").says("yes").box == pytest.approx([100, 60, 10])


def test_a_change_that_was_asked_back_is_settled_by_the_next_answer(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says("2 mm thicker")
    assert "new size" in talk.asked["problem"]
    assert talk.says("22 mm").asked["title"] == "cube 22 mm"


@pytest.mark.parametrize(
    "answer",
    [
        {"parameters": {"thickness": 8}},
        {"parameters": [{"name": "thickness", "value": 8, "unit": "mm"}]},
        {"thickness": "8 mm"},
        {"type": "edit", "args": {"action": "build_model", "args": {"parameters": {"thickness": 8.0}}}},
        {
            "decisions": [
                {"type": "edit", "edited_action": {"name": "build_model", "args": {"thickness": "8"}}}
            ]
        },
        {"decision": "approve", "modified_args": {"Thickness": 8}},
    ],
    ids=str,
)
def test_an_edited_parameter_is_built_in_any_form(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True).says(answer)
    assert talk.box == pytest.approx([80, 60, 8])


def test_a_form_that_sends_everything_back_edits_only_what_differs(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True)
    args = {key: str(value) for key, value in talk.asked["action_requests"][0]["args"].items()}
    edited = {"type": "edit", "edited_action": {"name": "build_model", "args": {**args, "width": "1 in"}}}
    assert talk.says({"decisions": [edited]}).box == pytest.approx([80, 25.4, 6])
    assert talk.last["model"]["parameters"] == {"length": 80.0, "width": 25.4, "thickness": 6.0}


def test_a_plan_under_review_is_answered_by_a_new_message_too(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).types("make it 30 mm")
    assert talk.asked["title"] == "cube 30 mm"
    assert talk.types("hmm").asked["problem"]
    assert talk.types("how many models are stored?").last["status"] == "stats"
    assert talk.types("yes please").box == pytest.approx([30, 30, 30])


def test_a_whole_request_leaves_the_review_behind(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).types("plate 80 x 60 x 6 mm")
    assert talk.asked["title"] == "plate 80 x 60 x 6 mm"
    assert talk.types("no").last["status"] == "failed"
    assert "Which part" in talk.types("8 mm thick").last["answer"]


@pytest.mark.parametrize("answer", [{"type": "edit", "args": None}, {"decision": "request_changes"}], ids=str)
def test_an_edit_without_anything_in_it_builds_nothing(generator: CADModelGenerator, answer: Any) -> None:
    assert Talk(generator, "cube 20 mm", review=True).says(answer).asked["problem"]


def test_the_thing_s_own_name_belongs_to_a_yes(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says("sure, build the cube")
    assert talk.box == pytest.approx([20, 20, 20])


def test_a_group_of_a_form_edits_the_parameters_in_it(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True).says({"dimensions": {"thickness": "8 mm"}})
    assert talk.box == pytest.approx([80, 60, 8])
