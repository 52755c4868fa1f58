"""What a question is about, and what was assumed, are values: told apart, and stored as they are."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from mayfly.cad.parts import catalogue
from mayfly.contracts import Assumption, Note, Plan
from mayfly.errors import ContradictorySizes, InvalidParameter, MayflyError, NeedsClarification
from mayfly.graph_state.schemas import pack_attempt, unpack_attempt
from mayfly.planning.conversation.answers import asked_again, stands_alone, with_answer
from mayfly.planning.rules import RulesPlanner
from mayfly.planning.turns import Turns, with_turn
from mayfly.subject import Subject, Value

FOLDER = Path(__file__).parent
ACCEPTANCE = FOLDER.parent / "acceptance" / "requests.jsonl"


def _requests() -> list[str]:
    rows = [json.loads(line) for line in ACCEPTANCE.read_text(encoding="utf-8").splitlines()]
    return [row["request"] for row in rows if row["expect"] not in {"model", "stats", "sweep"}]


def _question(request: str) -> NeedsClarification | None:
    try:
        RulesPlanner().plan(request)
    except NeedsClarification as question:
        return question
    except MayflyError:
        return None
    return None


QUESTIONS = [question for question in map(_question, _requests()) if question]


def test_there_are_questions_to_look_at() -> None:
    assert len(QUESTIONS) > 10


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question[:40])
def test_a_question_of_the_rules_says_what_it_is_about(question: NeedsClarification) -> None:
    assert question.subject.kind != "other"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question[:40])
def test_a_question_survives_being_stored_as_json(question: NeedsClarification) -> None:
    again = NeedsClarification.from_dict(json.loads(json.dumps(question.to_dict())))
    assert again.asks_same(question)
    assert (again.question, again.suggestions) == (question.question, question.suggestions)


def test_different_questions_have_different_subjects() -> None:
    pairs = itertools.combinations(QUESTIONS, 2)
    assert not [
        (one.question, other.question)
        for one, other in pairs
        if one.asks_same(other) and one.question != other.question
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Value(90), Value(90, "angle")),
        (Value(4), Value(4, "count")),
        (Value(6), Value(6, "thread")),
        (Subject(kind="size", sizes=("depth",)), Subject(kind="place", sizes=("depth",))),
        (
            Subject(kind="size", feature="hole", sizes=("diameter",)),
            Subject(kind="size", feature="bolt circle", sizes=("diameter",)),
        ),
        (
            Assumption(parameter="length", label="length", value="5 mm"),
            Note("The length is assumed to be 5 mm."),
        ),
        (
            Assumption(parameter="teeth", label="teeth", value="20", kind="count"),
            Assumption(parameter="teeth", label="teeth", value="20"),
        ),
    ],
)
def test_values_of_different_meanings_are_never_equal(one: object, other: object) -> None:
    assert one != other


def test_two_sizes_that_exclude_each_other_are_told_from_one_out_of_range() -> None:
    tube = catalogue()["tube"]
    with pytest.raises(ContradictorySizes):
        tube.settle({"outer_diameter": 30, "inner_diameter": 26, "wall": 3, "length": 50})
    with pytest.raises(InvalidParameter) as raised:
        tube.settle({"outer_diameter": -30})
    assert not isinstance(raised.value, ContradictorySizes)


@pytest.mark.parametrize("name", [part.names[0] for part in catalogue().values()])
def test_a_part_without_a_size_stands_not_alone(name: str) -> None:
    assert not stands_alone(name)


@pytest.mark.parametrize(
    ("request_", "kind"), [("spur gear", Assumption), ("plate 80x60x8 with an M6 hole in the centre", Note)]
)
def test_a_plan_keeps_its_assumptions_in_a_graphs_state(request_: str, kind: type) -> None:
    plan = RulesPlanner().plan(request_)
    packed = json.loads(json.dumps(pack_attempt(plan)))
    assert unpack_attempt(packed).plan == plan
    assert {type(each) for each in plan.assumptions} == {kind}


def test_a_plan_that_version_1_stored_is_read_with_its_sentences() -> None:
    packed = pack_attempt(Plan(script="x = 1"))
    packed["plan"]["assumptions"] = ["The length is assumed to be 5 mm."]
    plan = unpack_attempt(packed).plan
    assert plan.assumptions == (Note("The length is assumed to be 5 mm."),)
    assert plan.statements == ["The length is assumed to be 5 mm."]


def test_a_question_that_version_1_left_open_can_still_be_answered() -> None:
    question = {
        "code": "needs_clarification",
        "message": "What is the thickness of the plate? Given: length 80, width 60 mm.",
        "reason": "missing",
        "suggestions": [],
    }
    text = with_answer("plate 80 x 60 mm", question, "6 mm", keeps_questions=False)
    assert RulesPlanner().plan(text).requirements.bounding_box_mm == (80, 60, 6)
    assert asked_again(question, question)["restated"]


def test_a_plan_of_others_may_give_texts() -> None:
    told: tuple[str, ...] = ("One.", "Two.")
    plan = Plan(script="", assumptions=told)  # type: ignore[arg-type]
    assert plan.assumptions == (Note("One."), Note("Two."))


def test_the_turns_of_a_request_are_read_as_they_were_written() -> None:
    text = with_turn(with_turn("a tray\nof steel", "How\nlong?", "80,\nand 60 wide"), "How high?", "30")
    turns = Turns.read(text)
    assert turns.request == "a tray\nof steel"
    assert turns.turns == (("How long?", "80,\nand 60 wide"), ("How high?", "30"))
    assert turns.spoken == "a tray of steel 80, and 60 wide 30"
