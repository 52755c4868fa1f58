"""While a question is open, a person may change what was understood, with the answer or instead of it."""

from __future__ import annotations

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.operations.asking import OpenRequest
from mayfly.planning.conversation.open_changes import amended
from mayfly.planning.readings.geometry import alike
from mayfly.planning.rules import RulesPlanner

DRILLED = "plate 100 x 60 x 8 with four 6 mm holes"
IN_THE_CORNERS = "in the corners, 10 mm from the edges"
#: A request, what is said while its question is open, and the same as one request.
DIALOGUES = (
    # a changed size, what was asked stays open
    (DRILLED, ["make it 10 mm thick", IN_THE_CORNERS], f"{DRILLED} {IN_THE_CORNERS}".replace("x 8", "x 10")),
    (
        DRILLED,
        ["the plate 10 thick instead", IN_THE_CORNERS],
        f"{DRILLED} {IN_THE_CORNERS}".replace("x 8", "x 10"),
    ),
    ("tube 40 OD, 34 ID", ["change the OD to 42", "120 long"], "tube 42 OD, 34 ID, 120 long"),
    ("ring, outside 60, inside 40", ["make that 45 inside", "8 thick"], "ring 60 OD, 45 ID, 8 thick"),
    ("bushing 30 OD x 20 ID", ["22 ID instead of 20", "25 long"], "bushing 30 OD x 22 ID, 25 long"),
    ("plate 100x60x8 with a chamfer", ["90 long", "1 mm"], "plate 90x60x8 with a 1 mm chamfer"),
    ("cylinder 20 mm diameter", ["no wait, 25 mm diameter", "and 50 high"], "cylinder 25 x 50"),
    # together with the answer
    ("tube 40 OD, 34 ID", ["36 ID, 120 long"], "tube 40 OD, 36 ID, 120 long"),
    (
        "spur gear with 20 teeth, 12 mm wide",
        ["make it 24 teeth, module 2"],
        "spur gear module 2, 24 teeth, 12 wide",
    ),
    ("box 80 x 60 x 40 open top", ["wall 2, 50 high instead of 40"], "box 80x60x50, 2 mm wall, open top"),
    (
        "disc 80 mm diameter with a 20 mm hole in the middle",
        ["10 mm thick. And actually make the hole 25"],
        "disc 80 mm diameter, 10 mm thick, with a 25 mm hole in the middle",
    ),
    (
        "block 50x40x20 with a blind hole of 8 mm in the centre",
        ["hole 10 mm, 12 deep"],
        "block 50x40x20 with a 10 mm hole 12 mm deep in the centre",
    ),
    (
        "plate 100x60x8 with a slot",
        ["the slot is 30 long and 8 wide, and make the plate 10 thick"],
        "plate 100x60x10 with a slot 30 x 8 in the centre",
    ),
    # a number of things, a thread, a difference, a factor
    (
        DRILLED.replace("four", "six"),
        ["four holes instead of six", IN_THE_CORNERS],
        f"{DRILLED} {IN_THE_CORNERS}",
    ),
    (DRILLED.replace("four", "six"), [f"make it four, {IN_THE_CORNERS}"], f"{DRILLED} {IN_THE_CORNERS}"),
    (
        "plate 100x50 with M5 holes in the corners, 8 mm from the edges",
        ["M6 holes, thickness 5"],
        "plate 100x50x5 with M6 holes in the corners, 8 mm from the edges",
    ),
    (DRILLED, ["make it wider by 20", IN_THE_CORNERS], f"{DRILLED} {IN_THE_CORNERS}".replace("60", "80")),
    (DRILLED, ["double the thickness", IN_THE_CORNERS], f"{DRILLED} {IN_THE_CORNERS}".replace("x 8", "x 16")),
    # something taken away, something more
    (DRILLED, ["no holes"], "plate 100 x 60 x 8"),
    (
        DRILLED,
        ["add a 20 mm hole in the centre", IN_THE_CORNERS],
        f"{DRILLED} {IN_THE_CORNERS}, and a 20 mm hole in the centre",
    ),
    # the material
    ("disc 80 mm diameter", ["use aluminium", "10"], "disc 80 mm diameter, 10 mm thick"),
    # in another language first
    (
        "Rohr außen 40 innen 34 Länge 120",
        ["pipe outside 42 inside 34, 120 long"],
        "tube 42 OD, 34 ID, 120 long",
    ),
    ("Würfel 20 mm Kantenlänge mit 5 mm Bohrung", ["cube 20 mm"], "cube 20 mm"),
)


class _Planner:
    planner = RulesPlanner()


def _ended(request: str, answers: list[str]) -> Plan:
    """Return the plan of a request after its answers; each but the last leaves something open."""
    talk = OpenRequest(request)
    for answer in answers:
        with pytest.raises(NeedsClarification) as open_:
            RulesPlanner().plan(talk.asked)
        talk.raise_question(open_.value)
        talk.answer(answer, generator=_Planner(), previous=None)  # type: ignore[arg-type]
    return RulesPlanner().plan(talk.asked)


@pytest.mark.parametrize(
    ("request_", "answers", "whole"), DIALOGUES, ids=[" / ".join([d[0], *d[1]]) for d in DIALOGUES]
)
def test_a_change_while_a_question_is_open_is_the_change_that_it_is(
    request_: str, answers: list[str], whole: str
) -> None:
    assert alike(_ended(request_, answers), RulesPlanner().plan(whole))


def _question(request: str) -> NeedsClarification:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request)
    return raised.value


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (DRILLED, IN_THE_CORNERS),
        (DRILLED, "on a bolt circle of 40"),
        ("block 50x40x20 with a blind hole of 8 mm in the centre", "12 deep"),
        ("plate 100x60x8 with a slot", "30 long, 8 wide"),
        ("tube 40 OD, 34 ID", "120"),
        ("spur gear with 20 teeth, 12 mm wide", "module 2"),
    ],
)
def test_an_answer_is_no_change(request_: str, answer: str) -> None:
    assert amended(request_, _question(request_), answer) is None


@pytest.mark.parametrize(
    ("request_", "answer", "kept"),
    [
        ("spur gear with 20 teeth, 12 mm wide, 8 mm bore", "10 mm bore", "module"),
        ("disc 80 mm diameter with a 20 mm hole in the middle", "make the hole 25", "thickness"),
        ("spur gear 30 teeth 10 wide", "32 teeth sorry", "module"),
    ],
)
def test_a_changed_size_is_not_taken_for_the_one_that_was_asked_for(
    request_: str, answer: str, kept: str
) -> None:
    talk = OpenRequest(request_)
    talk.raise_question(_question(request_))
    talk.answer(answer, generator=_Planner(), previous=None)  # type: ignore[arg-type]
    assert kept in _question(talk.asked).subject.sizes


def test_what_an_answer_changed_stays_where_the_rest_of_it_is_not_understood() -> None:
    talk = OpenRequest(DRILLED)
    talk.raise_question(_question(DRILLED))
    talk.answer("make it 10 mm thick, gronked", generator=_Planner(), previous=None)  # type: ignore[arg-type]
    problem = talk.raise_question(_question(talk.asked))
    assert "gronked" in problem["message"]
    assert "left out" in problem["message"]
    assert talk.asked == DRILLED.replace("x 8", "x 10")


def test_an_answer_that_is_left_out_is_said_to_be() -> None:
    talk = OpenRequest(DRILLED)
    talk.raise_question(_question(DRILLED))
    talk.answer("flurb", generator=_Planner(), previous=None)  # type: ignore[arg-type]
    problem = talk.raise_question(_question(talk.asked))
    assert "left out" in problem["message"]
    assert talk.asked == DRILLED


def test_a_question_about_another_language_names_the_one_that_is_read() -> None:
    assert "English" in str(_question("Platte 100 x 60 x 8 mit vier Löchern in den Ecken"))
    assert "English" not in str(_question("flurb 100x60x8 with 4 M6 holes in the corners, 10 mm inset"))
