"""The agent's approval and its questions take a person's answer in any form, and ask again in doubt."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.agent import build_agent
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator
from mayfly.middleware.approval import decisions_in
from tests.agent.scripted_model import ScriptedModel

THREAD: Any = {"configurable": {"thread_id": "1"}}


def _asked(generator: CADModelGenerator, *names: str) -> Any:
    """An agent that waits with a call of ``delete_temp_model`` for each name."""
    calls = [{"name": "delete_temp_model", "args": {"name": n}, "id": str(i)} for i, n in enumerate(names)]
    model = ScriptedModel(responses=[AIMessage("", tool_calls=calls), AIMessage("done")])
    agent = build_agent(model, InMemorySaver(), generator=generator)
    waiting = agent.invoke({"messages": [("user", "delete")]}, THREAD)
    assert len(waiting["__interrupt__"][0].value["action_requests"]) == len(names)
    return agent


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        (True, False),
        ("yes, delete it", True),  # nobody knows what "delete" limits or adds: asked again
        ("yes please", False),
        ({"type": "approve"}, False),
        ([{"type": "accept", "args": None}], False),
        ({"approved": True}, False),
        ("no", True),
        ({"approved": False}, True),
        ({"decisions": [{"type": "reject", "message": "I still need it"}]}, True),
        ([{"type": "ignore", "args": None}], True),
    ],
    ids=str,
)
def test_a_deletion_is_decided_in_any_form(
    generator: CADModelGenerator, stored: StoredModel, answer: Any, there: bool
) -> None:
    _asked(generator, stored.name).invoke(Command(resume=answer), THREAD)
    assert stored.path.exists() == there


def test_the_reason_of_a_rejection_reaches_the_model(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    agent = _asked(generator, stored.name)
    answer = {"decisions": [{"type": "reject", "message": "I still need it"}]}
    messages = agent.invoke(Command(resume=answer), THREAD)["messages"]
    told = next(message for message in messages if message.type == "tool")
    assert "I still need it" in told.text
    assert told.status == "error"


@pytest.mark.parametrize(
    "unreadable",
    [
        "",
        "hmm",
        [True, False],
        {"approved": True, "comment": "but not today"},
        {"type": "edit", "args": None},
    ],
    ids=str,
)
def test_what_does_not_decide_is_asked_again_and_deletes_nothing(
    generator: CADModelGenerator, stored: StoredModel, unreadable: Any
) -> None:
    agent = _asked(generator, stored.name)
    waiting = agent.invoke(Command(resume=unreadable), THREAD)["__interrupt__"]
    assert waiting[0].value["problem"]
    assert stored.path.exists()
    agent.invoke(Command(resume={"decisions": [{"type": "approve"}]}), THREAD)
    assert not stored.path.exists()


def test_each_of_several_deletions_gets_its_own_decision(
    generator: CADModelGenerator, service: TempModelsCleanupService, stored: StoredModel
) -> None:
    other = service.temp_dir / "other.step"
    other.write_text("ISO-10303-21;", encoding="ascii")
    service.register_file(other)
    agent = _asked(generator, stored.name, other.name)
    assert agent.invoke(Command(resume=["yes", "yes", "no"]), THREAD)["__interrupt__"]
    agent.invoke(Command(resume={"decisions": [{"type": "reject"}, {"type": "approve"}]}), THREAD)
    assert (stored.path.exists(), other.exists()) == (True, False)


async def test_it_waits_and_goes_on_asynchronously_too(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    agent = _asked(generator, stored.name)
    await agent.ainvoke(Command(resume="approve"), THREAD)
    assert not stored.path.exists()


@pytest.mark.parametrize(
    ("value", "decisions"),
    [
        ("yes", ["approve", "approve"]),
        (["yes", "no"], ["approve", "reject"]),
        ({"decisions": [{"type": "approve"}, {"type": "reject"}]}, ["approve", "reject"]),
        ({"decisions": [{"type": "approve"}]}, ["approve", "approve"]),
        (["yes", "hmm"], None),
        ({"decisions": [{"type": "approve"}] * 3}, ["approve", "approve"]),
        ("never mind", ["cancel", "cancel"]),
    ],
    ids=str,
)
def test_one_decision_holds_for_all_and_a_list_for_each(value: Any, decisions: list[str] | None) -> None:
    found = decisions_in(value, 2)
    assert (found and [reply.decision for reply in found]) == decisions


@pytest.mark.parametrize(
    "answer", [{"thickness": 6}, {"decisions": [{"type": "respond", "message": "6 mm"}]}, [{"args": "6 mm"}]]
)
def test_a_question_within_a_tool_takes_any_form_and_is_asked_again(
    generator: CADModelGenerator, service: TempModelsCleanupService, answer: Any
) -> None:
    make = {"name": "generate_step_model", "args": {"request": "a plate 80 x 60 mm"}, "id": "1"}
    model = ScriptedModel(responses=[AIMessage("", tool_calls=[make]), AIMessage("made")])
    agent = build_agent(model, InMemorySaver(), generator=generator, questions="interrupt")
    first = agent.invoke({"messages": [("user", "a plate")]}, THREAD)["__interrupt__"][0].value
    assert [field["name"] for field in first["fields"]] == ["thickness"]
    assert agent.invoke(Command(resume=""), THREAD)["__interrupt__"][0].value["problem"]
    agent.invoke(Command(resume=answer), THREAD)
    assert len(service.list_models()) == 1


def test_a_question_within_a_tool_can_be_left(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    make = {"name": "generate_step_model", "args": {"request": "a plate 80 x 60 mm"}, "id": "1"}
    model = ScriptedModel(responses=[AIMessage("", tool_calls=[make]), AIMessage("ok")])
    agent = build_agent(model, InMemorySaver(), generator=generator, questions="interrupt")
    agent.invoke({"messages": [("user", "a plate")]}, THREAD)
    messages = agent.invoke(Command(resume="never mind"), THREAD)["messages"]
    told = next(message for message in messages if message.type == "tool")
    assert (told.status, service.list_models()) == ("error", [])
    assert "left the question" in told.text
