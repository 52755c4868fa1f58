"""Questions in a thread: what comes next is told apart, be it an answer, a change or a new request."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.generator import CADModelGenerator
from mayfly.nodes import cleanup
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}
OLDER = "plate 100x60x8"
OPEN = "cylinder 30 mm diameter"


def _input(text: str, form: str) -> dict[str, Any]:
    return {"messages": [HumanMessage(text)]} if form == "messages" else {"request": text}


def _box(answer: dict[str, Any]) -> list[float]:
    assert answer["status"] == "made", answer["answer"]
    return [float(side) for side in answer["model"]["report"]["bounding_box_mm"]]


@pytest.mark.parametrize("form", ["messages", "request"])
@pytest.mark.parametrize("second", ["messages", "request"])
def test_a_message_after_a_question_is_its_answer(
    generator: CADModelGenerator, form: str, second: str
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke(_input(OLDER, form), THREAD)
    assert graph.invoke(_input(OPEN, form), THREAD)["status"] == "needs_clarification"
    assert _box(graph.invoke(_input("40 mm", second), THREAD)) == pytest.approx([30, 30, 40])


@pytest.mark.parametrize("answer", ["10 mm thick", Command(resume="10 mm thick")])
def test_the_answer_to_a_question_about_a_change_still_changes_the_last_model(
    generator: CADModelGenerator, answer: Any
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OLDER}, THREAD)
    assert graph.invoke({"request": "make it red"}, THREAD)["status"] == "needs_clarification"
    given = answer if isinstance(answer, Command) else {"request": answer}
    assert _box(graph.invoke(given, THREAD)) == pytest.approx([100, 60, 10])


def test_a_whole_request_after_a_question_is_a_new_one(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OPEN}, THREAD)
    assert _box(graph.invoke({"request": "cube 20 mm"}, THREAD)) == pytest.approx([20, 20, 20])
    assert _box(graph.invoke({"request": "make it 25"}, THREAD)) == pytest.approx([25, 25, 25])


def test_looking_at_the_storage_leaves_the_question_open(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OLDER}, THREAD)
    graph.invoke({"request": OPEN}, THREAD)
    assert graph.invoke({"action": "stats"}, THREAD)["status"] == "stats"
    assert _box(graph.invoke({"request": "40 mm"}, THREAD)) == pytest.approx([30, 30, 40])


@pytest.mark.parametrize("resumed", [True, False])
def test_question_and_answer_stand_in_the_conversation_once(
    generator: CADModelGenerator, resumed: bool
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    asked = graph.invoke({"messages": [HumanMessage(OPEN)]}, THREAD)
    graph.invoke(Command(resume="40 mm") if resumed else {"messages": [HumanMessage("40 mm")]}, THREAD)
    messages = graph.get_state(THREAD).values["messages"]
    assert [message.type for message in messages] == ["human", "ai", "human", "ai"]
    assert [message.text for message in messages[:3]] == [OPEN, asked["answer"], "40 mm"]


def test_a_question_that_goes_out_as_the_answer_is_said_once(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"messages": [HumanMessage(OPEN)]}, THREAD)
    graph.invoke(Command(resume=""), THREAD)
    assert [m.type for m in graph.get_state(THREAD).values["messages"]] == ["human", "ai"]


def test_a_contradiction_ends_with_the_answer_or_with_the_whole_request(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": "plate 100x60x8, 10 mm thick"}, THREAD)
    again = graph.invoke(Command(resume="the green one"), THREAD)
    assert "given twice" in again["answer"]
    assert _box(graph.invoke(Command(resume="8 mm thick"), THREAD)) == pytest.approx([100, 60, 8])


@pytest.mark.parametrize(
    ("answer", "thickness"),
    [("the first one", 10), ("8 is right", 8), ("sorry, 12 mm", 12), ("10", 10)],
)
def test_an_option_a_value_or_a_correction_settles_a_contradiction(
    generator: CADModelGenerator, answer: str, thickness: float
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": "plate 100x60x8, 10 mm thick"}, THREAD)
    assert _box(graph.invoke(Command(resume=answer), THREAD)) == pytest.approx([100, 60, thickness])


def test_a_question_in_between_is_answered_and_shuts_nothing(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": "block 100 x 50 x 20"}, THREAD)
    told = graph.invoke({"request": "how heavy is it in steel?"}, THREAD)
    assert (told["status"], told["model"]) == ("answered", None)
    assert "785.0 g" in told["answer"]
    graph.invoke({"request": "add a chamfer"}, THREAD)
    (pause,) = graph.invoke(Command(resume="what is its volume?"), THREAD)["__interrupt__"]
    assert "100,000.0 mm³" in pause.value["problem"]
    graph.invoke(Command(resume="never mind"), THREAD)
    assert _box(graph.invoke({"request": "2 mm thicker"}, THREAD)) == pytest.approx([100, 50, 22])


def test_an_answer_that_is_not_understood_does_not_spoil_the_next(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OPEN}, THREAD)
    again = graph.invoke(Command(resume="the usual flurb"), THREAD)
    assert "flurb" in again["answer"]
    assert _box(graph.invoke(Command(resume="6 mm"), THREAD))[2] == pytest.approx(6)


def test_no_duplicate_is_built_for_words_that_change_nothing(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OLDER}, THREAD)
    assert "What shall change" in graph.invoke({"request": "make it red"}, THREAD)["answer"]
    assert generator.get_cleanup_stats()["total_files"] == 1


def test_an_unknown_action_is_a_failure_that_lists_the_actions(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"action": "nonsense"})
    assert answer["status"] == "failed"
    for action in ("make", "stats", "sweep", "list", "help"):
        assert action in answer["answer"]
    problem = cleanup({"action": "nonsense"}, generator=generator)["problem"]  # type: ignore[typeddict-item]
    assert problem["code"] == "invalid_parameter"


def test_a_change_after_words_that_change_nothing_stands_for_itself(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": OLDER}, THREAD)
    assert graph.invoke({"request": "delete it"}, THREAD)["status"] == "needs_clarification"
    made = graph.invoke({"request": "add a 20 mm hole in the centre"}, THREAD)
    assert _box(made) == pytest.approx([100, 60, 8])
    assert [hole["diameter_mm"] for hole in made["model"]["report"]["holes"]] == [20]
