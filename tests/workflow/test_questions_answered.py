"""A person answers a question in any form: asked again in doubt, and never stuck in it."""

from __future__ import annotations

import json
import operator
from typing import Annotated, Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send
from typing_extensions import TypedDict

from mayfly.generator import CADModelGenerator
from mayfly.nodes import mapped
from mayfly.workflow import build_workflow
from tests.workflow.talk import THREAD, Talk

OPEN = "a plate 80 x 60 mm"


@pytest.mark.parametrize(
    "answer",
    [
        {"message": "6 mm"},
        {"type": "respond", "message": "6 mm"},
        {"decisions": [{"type": "respond", "message": "6 mm"}]},
        {
            "decisions": [
                {"type": "edit", "edited_action": {"name": "x", "args": {"thickness": "6", "answer": ""}}}
            ]
        },
        [{"type": "response", "args": "6 mm"}],
        {"thickness": 6},
        {"thickness_mm": "6"},
        {"answers": {"q1": ["6 mm"]}},
        {"role": "user", "content": [{"type": "text", "text": "6 mm"}]},
        [{"interruptId": "i", "status": "resolved", "payload": {"value": 6, "unit": "mm"}}],
        6,
    ],
    ids=str,
)
def test_a_question_is_answered_in_any_form(generator: CADModelGenerator, answer: Any) -> None:
    assert Talk(generator, OPEN).says(answer).box == pytest.approx([80, 60, 6])


@pytest.mark.parametrize(
    "answer", ["", [], "yes", True, False, "no", [True, False], {"decision": "approve"}], ids=str
)
def test_what_answers_nothing_is_asked_again_with_the_reason(
    generator: CADModelGenerator, answer: Any
) -> None:
    talk = Talk(generator, OPEN)
    first = talk.last["__interrupt__"][0]
    talk.says(answer)
    second = talk.last["__interrupt__"][0]
    assert second.value["question"] == first.value["question"]
    assert "problem" in second.value
    assert "problem" not in first.value
    assert second.id != first.id
    assert talk.says("6 mm").box == pytest.approx([80, 60, 6])


@pytest.mark.parametrize(
    "answer",
    ["never mind", "cancel", {"type": "ignore"}, {"cancelled": True}, {"decisions": [{"type": "reject"}]}],
)
def test_a_question_can_be_left(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, OPEN).says(answer)
    assert "__interrupt__" not in talk.last
    assert (talk.last["status"], talk.last["model"]) == ("failed", None)
    assert talk.graph.get_state(THREAD).next == ()
    assert "Which part" in talk.types("6 mm").last["answer"]  # nothing stands open that it could answer


def test_a_question_can_be_left_by_a_new_message(generator: CADModelGenerator) -> None:
    talk = Talk(generator, OPEN).types("never mind")
    assert talk.last["status"] == "failed"
    assert talk.types("cube 20 mm").box == pytest.approx([20, 20, 20])


@pytest.mark.parametrize(("reason", "made"), [("6 mm", True), ("not needed any more", False)])
def test_the_reason_that_a_form_asks_for_may_be_the_answer(
    generator: CADModelGenerator, reason: str, made: bool
) -> None:
    talk = Talk(generator, OPEN).says({"decisions": [{"type": "reject", "message": reason}]})
    assert (talk.last["status"] == "made") == made
    assert "__interrupt__" not in talk.last


def test_several_sizes_are_answered_by_name_or_in_order(generator: CADModelGenerator) -> None:
    for answer in ([80, 60], {"length": 80, "width": 60}, "80, 60", {"answers": ["80 mm", "60 mm"]}):
        talk = Talk(generator, "plate 8 mm thick")
        assert [field["name"] for field in talk.asked["fields"]] == ["length", "width"]
        assert talk.says(answer).box == pytest.approx([80, 60, 8])


def test_an_answer_that_says_more_than_was_asked_is_used_whole(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "a plate 80 x 60 mm with 4 holes").says("6 mm thick")
    assert talk.asked["question"].startswith("What is the diameter of the holes? Read: plate 80 x 60 mm")
    holes = talk.says("holes of 5 mm, 8 mm from the edges").last["model"]["report"]["holes"]
    assert [(hole["diameter_mm"], hole["count"]) for hole in holes] == [(5.0, 4)]
    assert sorted(map(tuple, holes[0]["at"]))[0] == pytest.approx((-32, -22))


def test_a_question_in_a_conversation_is_answered_by_a_message_in_any_form(
    generator: CADModelGenerator,
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"messages": [HumanMessage(OPEN)]}, THREAD)
    graph.invoke(Command(resume={"messages": [{"role": "user", "content": "6 mm"}]}), THREAD)
    messages = graph.get_state(THREAD).values["messages"]
    assert [message.type for message in messages] == ["human", "ai", "human", "ai"]
    assert messages[2].text == "6 mm"


class Many(TypedDict, total=False):
    wishes: list[str]
    wish: str
    drawings: Annotated[list[Any], operator.add]


def test_a_parent_waits_until_the_answer_can_be_read(generator: CADModelGenerator) -> None:
    draw = mapped(
        build_workflow(generator=generator), reads={"request": "wish"}, writes={"model": "drawings"}
    )
    graph = StateGraph(Many)
    graph.add_node("draw", lambda state: {"drawings": [draw(state).get("drawings")]})
    graph.add_edge(START, "draw")
    graph.add_edge("draw", END)
    parent = graph.compile(checkpointer=InMemorySaver())
    parent.invoke({"wish": OPEN}, THREAD)
    for unreadable in ("", [True, False], "yes"):
        waits = parent.invoke(Command(resume=unreadable), THREAD)
        assert waits["__interrupt__"][0].value["problem"]
        assert not waits.get("drawings")
    made = parent.invoke(Command(resume={"message": "6 mm"}), THREAD)
    assert [drawing["title"] for drawing in made["drawings"]] == ["plate 80 x 60 x 6 mm"]


def test_several_questions_at_once_are_answered_by_id_each_in_its_form(generator: CADModelGenerator) -> None:
    draw = mapped(
        build_workflow(generator=generator), reads={"request": "wish"}, writes={"model": "drawings"}
    )
    graph = StateGraph(Many)
    graph.add_node("draw", lambda state: {"drawings": [draw(state).get("drawings")]})
    graph.add_conditional_edges(
        START, lambda state: [Send("draw", {"wish": wish}) for wish in state["wishes"]], ["draw"]
    )
    graph.add_edge("draw", END)
    parent = graph.compile(checkpointer=InMemorySaver())
    asked = parent.invoke({"wishes": [OPEN, "a cylinder 30 mm long"]}, THREAD)["__interrupt__"]
    forms = {"plate": {"decisions": [{"type": "respond", "message": "6 mm"}]}, "cylinder": {"diameter": 12}}
    resume = {one.id: forms[one.value["request"].split()[1]] for one in asked}
    made = parent.invoke(Command(resume=resume), THREAD)
    assert [drawing["title"] for drawing in made["drawings"]] == [
        "plate 80 x 60 x 6 mm",
        "cylinder 12 x 30 mm",
    ]


def test_the_state_stays_plain_data_while_a_person_is_asked(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says("2 mm thicker", "22 mm")
    json.dumps(talk.graph.get_state(THREAD).values)
    json.dumps(talk.asked)
