"""Questions state what was understood; close readings are told apart by the option that is chosen."""

from __future__ import annotations

import pytest

from mayfly.design import Body, CataloguePart
from mayfly.errors import NeedsClarification
from mayfly.planning.choices import split_choices, with_choice
from mayfly.planning.conversation.answers import with_answer
from mayfly.planning.planner import Attempt
from mayfly.planning.readings.decide import decide
from mayfly.planning.readings.heard import heard
from mayfly.planning.readings.nearest import nearest_parts
from mayfly.planning.readings.reader import likeliest, readings
from mayfly.planning.readings.understood import understood
from mayfly.planning.rules import RulesPlanner

CLOSE = "disc 3 inch dia 10 thick"
PLATE = Body(
    name="plate", base=CataloguePart(part="plate", sizes={"length": 100, "width": 60, "thickness": 8})
)


def asked(request: str, previous: Attempt | None = None) -> NeedsClarification:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request, previous=previous)
    return raised.value


@pytest.mark.parametrize(
    ("request_", "read"),
    [
        ("plate 100x60x8 with 4 holes of 6 mm", "plate 100 x 60 x 8; 4 holes of 6 mm"),
        ("tube Ø40 x 100 with an M6 tapped hole", "tube Ø40 x 100; tapped hole M6"),
        ("plate 100x60x8 with two blind holes Ø5", "plate 100 x 60 x 8; 2 blind holes Ø5"),
        ("a plate", ""),
    ],
)
def test_what_was_understood_is_said_in_short(request_: str, read: str) -> None:
    assert understood(likeliest(request_)) == read


def test_a_question_states_what_was_understood() -> None:
    question = asked("plate 100x60x8 with 4 holes of 6 mm").question
    assert question.endswith("Read: plate 100 x 60 x 8; 4 holes of 6 mm.")
    assert "Read:" not in asked("plate 100 x 60").question  # it lists the part's sizes itself


def test_the_nearest_parts_come_from_the_request() -> None:
    assert nearest_parts(likeliest("a pully 40 x 12")) == ()  # too short a likeness speaks for nothing
    assert asked("a dragon").suggestions == ()
    assert nearest_parts(likeliest("plate 100 x 60 x 8")) == ()


@pytest.mark.parametrize("which", [0, 1])
def test_a_chosen_reading_is_built(which: int) -> None:
    question = decide(CLOSE).question
    assert question is not None
    option = question.options[which]
    plan = decide(CLOSE, chosen=[option]).plan
    assert plan is not None
    assert plan.title == option
    text = with_answer(
        CLOSE, question.to_dict(), f"the {('first', 'second')[which]} one", keeps_questions=False
    )
    assert split_choices(text) == (CLOSE, (option,))


def test_choices_stand_before_the_request_and_come_off_again() -> None:
    text = with_choice(with_choice("a\nb", "one"), "two")
    assert split_choices(text) == ("a\nb", ("two", "one"))
    assert split_choices("plate") == ("plate", ())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("add a 20 mm hole in the centre", ["hole"]),
        ("with a 30 x 8 slot in the middle and R5 corners", ["slot", "fillet"]),
        ("a boss 20 dia 10 high on top", ["boss"]),
        ("four M6 holes in the corners, 10 mm inset", ["hole"]),
        ("chamfer the top edges 1 mm", ["chamfer"]),
        ("groove 6 wide 3 deep along x", ["groove"]),
    ],
)
def test_what_is_added_is_read_as_in_a_new_request(text: str, kinds: list[str]) -> None:
    plan = decide(text, onto=PLATE).plan
    whole = decide(f"plate 100x60x8, {text.removeprefix('add ')}").plan
    assert plan is not None
    assert whole is not None
    assert [one["kind"] for one in (plan.design or {})["bodies"][0]["features"]] == kinds
    assert plan.requirements == whole.requirements


@pytest.mark.parametrize("text", ["8 mm thick", "remove the holes", "an M10 nut", "no holes", "100 x 50"])
def test_what_adds_nothing_is_no_addition(text: str) -> None:
    assert decide(text, onto=PLATE).plan is None
    assert all(reading.built is None for reading in readings(text, onto=PLATE))


@pytest.mark.parametrize(
    ("text", "part", "again"),
    [
        ("make the plate 10 thick", "plate", True),
        ("a plate 50 x 40 x 5", "plate", False),
        ("the same, but thicker", "", True),
        ("2 mm thicker", "", True),
        ("now a cube of 30 mm", "cube", False),
        ("tube OD 40 ID 30 length 50", "tube", False),
    ],
)
def test_a_message_names_a_part_or_speaks_of_the_one_at_hand(text: str, part: str, again: bool) -> None:
    found = heard(text)
    assert (found.part, found.is_again("plate")) == (part, again)


def test_a_part_that_is_only_named_is_not_made_from_its_usual_sizes() -> None:
    last = Attempt(plan=RulesPlanner().plan("tube OD 50, ID 40, 100 long"))
    assert asked("make it a solid block", last).subject.kind == "size"
