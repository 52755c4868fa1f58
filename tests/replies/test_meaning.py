"""Nothing that a form says beside its decision is lost, and no value is guessed or taken in another unit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mayfly.clarification.meaning import Answer, Ruling, answer_of, ruling_of
from mayfly.errors import NeedsClarification
from mayfly.interrupts import parameters_of, question_of, review_of
from mayfly.planning.rules import RulesPlanner
from mayfly.replies.reading import read_reply

PLATE = "plate 80 x 60 x 6 mm"
OPEN = "a plate 80 x 60 mm"


def _ruling(value: Any) -> Ruling:
    plan = RulesPlanner().plan(PLATE)
    parameters = parameters_of(plan)
    reply = read_reply(value, [one.name for one in parameters])
    return ruling_of(reply, plan, parameters, model_reads=False)


def _answer(value: Any, request: str = OPEN) -> Answer:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request)
    problem = raised.value.to_dict()
    question = question_of(problem, request)
    reply = read_reply(value, [one.name for one in question.fields])
    return answer_of(reply, question, problem=problem, model_reads=False)


@pytest.mark.parametrize(
    ("value", "request_", "words"),
    [
        ({"answer": "6 mm", "comment": "and a 5 mm hole"}, OPEN, "6 mm, and a 5 mm hole"),
        ({"thickness": 6, "comment": "with a 5 mm hole"}, OPEN, "thickness 6, with a 5 mm hole"),
        ({"kind": "question", "thickness": 6, "reason": "and 4 holes"}, OPEN, "thickness 6, and 4 holes"),
        (
            {"answer": [80, 60], "comment": "and a 5 mm hole"},
            "plate 8 mm thick",
            "length 80, width 60, and a 5 mm hole",
        ),
        ({"answer": "6 mm", "comment": "for my friend"}, OPEN, "6 mm, for my friend"),
        ({"answer": "6 mm", "comment": "looks good, thanks"}, OPEN, "6 mm"),
        ({"kind": "question", "thickness": 6, "reason": "missing"}, OPEN, "thickness 6"),
    ],
    ids=str,
)
def test_a_note_that_bears_on_the_shape_is_part_of_the_answer(value: Any, request_: str, words: str) -> None:
    assert _answer(value, request_) == Answer(words=words)


@pytest.mark.parametrize(
    ("value", "thickness"),
    [
        ({"thickness_cm": 8}, 80),
        ({"thickness_cm": "1.1"}, 11),
        ({"thickness_in": 1}, 25.4),
        ({"thickness_in": "1/2"}, 12.7),
        ({"thickness_mm": 8}, 8),
        ({"thickness_cm": "9 mm"}, 9),
        ({"thickness": 8, "thickness_cm": 0.8}, 8),
        ({"thickness": 8, "Thickness": "8 mm"}, 8),
        ({"thickness": "", "values": {"thickness": 8}}, 8),
        ({"kind": "review", "type": "approve", "fields": {"thickness": 8}}, 8),
        ({"kind": "review", "type": "approve", "answers": {"thickness": 8}}, 8),
        ({"kind": "review", "fields": [{"name": "thickness", "value": 8}]}, 8),
    ],
    ids=str,
)
def test_an_edit_is_read_in_the_unit_of_its_name_and_from_an_echoed_form(
    value: Any, thickness: float
) -> None:
    ruling = _ruling(value)
    assert (ruling.kind, dict(ruling.values)) == ("edit", {"thickness": pytest.approx(thickness)})


def test_a_number_with_more_digits_than_python_reads_is_still_a_value() -> None:
    ruling = _ruling(f'{{"thickness": {"9" * 5000}}}')
    assert (ruling.kind, "thickness is" in ruling.again) == ("again", True)


def test_an_approval_of_our_own_form_with_another_value_in_it_is_asked_about() -> None:
    action = {"name": "build_model", "args": {"thickness": 8, "length": 80}}
    ruling = _ruling({"kind": "review", "type": "approve", "action_requests": [action]})
    assert (ruling.kind, "thickness 8" in ruling.again) == ("again", True)


def test_an_angle_is_no_thickness() -> None:
    assert _ruling({"thickness_deg": 8}).kind == "again"


def test_a_reason_beside_an_echoed_approval_is_heeded() -> None:
    ruling = _ruling({"kind": "review", "approve": True, "reason": "make it 8 mm thick"})
    assert (ruling.kind, ruling.words) == ("change", "make it 8 mm thick")


def test_what_a_review_sends_is_no_edit_when_it_comes_back() -> None:
    sent = review_of(RulesPlanner().plan(PLATE)).to_json()
    assert _ruling({**sent, "decision": "approve"}).kind == "build"


@pytest.mark.parametrize(
    "fields", [{"thickness": 6}, [{"name": "thickness", "label": "thickness", "unit": "mm", "value": 6}]]
)
def test_the_fields_of_an_echoed_question_are_its_answer(fields: Any) -> None:
    assert _answer({"kind": "question", "fields": fields}).words == "thickness 6"


def test_the_fields_of_a_question_as_they_were_sent_are_no_answer() -> None:
    fields = [{"name": "thickness", "label": "thickness", "unit": "mm"}]
    assert "empty" in str(_answer({"kind": "question", "fields": fields}).again)


RIVALS: list[Any] = [
    {"thickness": 8, "parameters": {"thickness": 6}},
    {"thickness": 6, "parameters": {"thickness": 8}},
    {"parameters": {"thickness": 8}, "values": {"thickness": 9}},
    {"parameters": [{"name": "thickness", "value": 8}, {"name": "thickness", "value": 9}]},
    {"values": [{"name": "thickness", "value": 8}, {"name": "thickness", "value": 9}]},
    {"thickness": 8, "Thickness": 9},
    {"thickness": 8, "thickness_cm": 8},
    '{"thickness": 8, "thickness": 9}',
]


@pytest.mark.parametrize("value", RIVALS, ids=str)
def test_two_values_for_one_name_are_asked_about(value: Any) -> None:
    ruling = _ruling(value)
    assert ruling.kind == "again"
    assert "Which of the two holds?" in ruling.again
    assert "Which of the two holds?" in str(_answer(value).again)


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 4200, "-" + "9" * 400, "NaN", "Infinity", "-Infinity", "1e999"]
)
@pytest.mark.parametrize("name", ["thickness", "thickness_cm", "thickness_mm"])
def test_a_number_beyond_every_range_is_asked_again(number: str, name: str) -> None:
    for value in (
        f'{{"{name}": {number}}}',
        f'{{"{name}": "{number}"}}',
        json.loads(f'{{"{name}": {number}}}'),
    ):
        ruling = _ruling(value)
        assert ruling.kind == "again"
        assert "thickness is" in ruling.again


def test_an_endless_number_is_asked_again_where_no_range_is_known() -> None:
    (side, *_) = parameters_of(RulesPlanner().plan(PLATE))
    free = side.model_copy(update={"minimum": None, "maximum": None})
    plan = RulesPlanner().plan(PLATE)
    for value in (10**5000, float("nan"), "1e999"):
        ruling = ruling_of(read_reply({"length": value}), plan, [free], model_reads=False)
        assert (ruling.kind, "finite" in ruling.again) == ("again", True)
