"""``build_agent`` for people who build agents: their tools, middleware, context, store, prompt and schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from langchain.agents.middleware import (
    HumanInTheLoopMiddleware,
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
    ToolRetryMiddleware,
    wrap_tool_call,
)
from langchain.agents.structured_output import ToolStrategy
from langchain.tools import ToolRuntime, tool
from langchain_core.messages import AIMessage, SystemMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command
from pydantic import BaseModel

from mayfly.agent import SYSTEM_PROMPT, build_agent
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator
from tests.agent.scripted_model import calls, scripted

THREAD: Any = {"configurable": {"thread_id": "1"}}
ASK: dict[str, Any] = {"messages": [("user", "go")]}
CUBE = ("generate_step_model", {"request": "cube 20 mm"})


@dataclass
class Who:
    """A context of one's own."""

    user: str


class Weight(BaseModel):
    """A structured answer."""

    grams: float


@tool
def weigh(name: str, runtime: ToolRuntime[Who, Any]) -> str:
    """Weigh a part."""
    assert runtime.store is not None
    runtime.store.put(("weights", runtime.context.user), name, {"grams": 62.8})
    return f"{name}: 62.8 g, last model {runtime.state['cad_model']['name']}"


def test_own_tools_see_the_context_the_store_and_the_last_model(generator: CADModelGenerator) -> None:
    store = InMemoryStore()
    model = scripted(calls(CUBE), calls(("weigh", {"name": "cube"})), "done")
    agent = build_agent(model, generator=generator, tools=[weigh], context_schema=Who, store=store)
    messages = agent.invoke(ASK, context=Who("ann"))["messages"]
    (made,) = generator.cleanup_service.list_models()
    assert made.name in messages[-2].text
    assert [item.value for item in store.search(("weights", "ann"))] == [{"grams": 62.8}]


def test_own_middleware_sees_the_plain_answers_of_the_tools(generator: CADModelGenerator) -> None:
    seen = []

    @wrap_tool_call
    def note(request: Any, handler: Any) -> Any:
        answer = handler(request)
        seen.append((request.tool_call["name"], answer.status, answer.artifact["model"]["name"]))
        return answer

    retry = ToolRetryMiddleware(max_retries=2, initial_delay=0.01)
    agent = build_agent(scripted(calls(CUBE), "done"), generator=generator, middleware=[note, retry])
    state = agent.invoke(ASK)
    (made,) = generator.cleanup_service.list_models()
    assert seen == [("generate_step_model", "success", made.name)]
    assert state["cad_model"]["name"] == made.name


def test_the_prompt_and_the_name_can_be_one_s_own(generator: CADModelGenerator) -> None:
    for prompt, expected in (
        (None, SYSTEM_PROMPT),
        ("Be brief.", "Be brief."),
        (SystemMessage("Be kind."), "Be kind."),
    ):
        model = scripted("hello")
        agent = build_agent(model, generator=generator, prompt=prompt, name="drafter")
        agent.invoke(ASK)
        assert model.seen[0][0].text == expected
        assert agent.name == "drafter"


def test_a_structured_answer_can_be_asked_for(generator: CADModelGenerator) -> None:
    model = scripted(calls(CUBE), calls(("Weight", {"grams": 62.8})))
    agent = build_agent(model, generator=generator, response_format=ToolStrategy(Weight))
    assert agent.invoke(ASK)["structured_response"] == Weight(grams=62.8)


def test_of_the_offline_model_no_structured_answer_is_asked(generator: CADModelGenerator) -> None:
    with pytest.raises(ValueError, match="name a chat model"):
        build_agent(generator=generator, response_format=Weight)


def test_an_approval_of_one_s_own_stands_beside_mayfly_s(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    own = HumanInTheLoopMiddleware({"keep_temp_model": True})
    both = [
        calls(("keep_temp_model", {"name": stored.name})),
        calls(("delete_temp_model", {"name": stored.name})),
    ]
    agent = build_agent(scripted(*both, "done"), InMemorySaver(), generator=generator, middleware=[own])
    waiting = agent.invoke(ASK, THREAD)
    assert _asked(waiting) == ["keep_temp_model"]
    waiting = agent.invoke(Command(resume={"decisions": [{"type": "approve"}]}), THREAD)
    assert _asked(waiting) == ["delete_temp_model"]
    assert stored.path.exists()


def test_an_approval_of_one_s_own_for_deleting_takes_the_place_of_mayfly_s(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    own = HumanInTheLoopMiddleware({"delete_temp_model": {"allowed_decisions": ["approve"]}})
    model = scripted(calls(("delete_temp_model", {"name": stored.name})), "done")
    agent = build_agent(model, InMemorySaver(), generator=generator, middleware=[own])
    agent.invoke(ASK, THREAD)
    agent.invoke(Command(resume={"decisions": [{"type": "approve"}]}), THREAD)
    assert not stored.path.exists()


def test_limits_of_one_s_own_take_the_place_of_mayfly_s(generator: CADModelGenerator) -> None:
    endless = scripted(*[calls(("list_temp_models", {})) for _ in range(9)])
    limits: list[Any] = [ModelCallLimitMiddleware(run_limit=3), ToolCallLimitMiddleware(run_limit=2)]
    messages = build_agent(endless, generator=generator, middleware=limits).invoke(ASK)["messages"]
    assert len(endless.seen) == 3
    assert sum(getattr(message, "status", "") == "success" for message in messages) == 2


def test_a_question_may_interrupt_the_agent(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    agent = build_agent(None, InMemorySaver(), generator=generator, questions="interrupt")
    waiting = agent.invoke({"messages": [("user", "a plate 80 x 60 mm")]}, THREAD)
    assert "thickness" in str(waiting["__interrupt__"][0].value)
    state = agent.invoke(Command(resume="6 mm thick"), THREAD)
    assert state["cad_model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])
    assert len(service.list_models()) == 1


def test_a_question_interrupts_a_graph_around_the_agent(generator: CADModelGenerator) -> None:
    graph = StateGraph(MessagesState)
    graph.add_node("cad", build_agent(generator=generator, questions="interrupt"))
    graph.add_edge(START, "cad")
    team = graph.compile(InMemorySaver())
    assert team.invoke({"messages": [("user", "a plate 80 x 60 mm")]}, THREAD)["__interrupt__"]
    answer = team.invoke(Command(resume="6 mm thick"), THREAD)["messages"][-1].text
    assert "80 × 60 × 6 mm" in answer


@pytest.mark.parametrize("words", ["10 mm thick", "the same, but 10 mm thick", "make it 10 mm thick"])
def test_the_offline_agent_changes_the_last_model(generator: CADModelGenerator, words: str) -> None:
    agent = build_agent(None, InMemorySaver(), generator=generator)
    agent.invoke({"messages": [("user", "plate 80 x 60 x 6 mm")]}, THREAD)
    state = agent.invoke({"messages": [("user", f"{words}, then tell me the stats")]}, THREAD)
    assert state["cad_model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 10])
    assert "2 models in temporary storage" in state["messages"][-1].text


def test_the_offline_agent_changes_a_model_over_several_turns(generator: CADModelGenerator) -> None:
    agent = build_agent(None, InMemorySaver(), generator=generator)
    for words in ("plate 80 x 60 x 6 mm", "10 mm thick", "thanks!", "add a 12 mm hole in the centre"):
        state = agent.invoke({"messages": [("user", words)]}, THREAD)
    report = state["cad_model"]["report"]
    assert report["bounding_box_mm"] == pytest.approx([80, 60, 10])
    assert [hole["diameter_mm"] for hole in report["holes"]] == pytest.approx([12])


def test_the_offline_agent_works_after_a_handoff(generator: CADModelGenerator) -> None:
    handoff = calls(("transfer_to_cad_agent", {}))
    told = ToolMessage(
        "Successfully transferred to cad_agent", tool_call_id="1", name="transfer_to_cad_agent"
    )
    for words, side in (("cube 20 mm", 20), ("cube 30 mm, please", 30)):
        state = build_agent(generator=generator).invoke({"messages": [("user", words), handoff, told]})
        assert state["cad_model"]["report"]["bounding_box_mm"] == pytest.approx([side] * 3)


def test_two_tools_of_one_message_still_run_where_one_waits_for_approval(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    both = calls(CUBE, ("delete_temp_model", {"name": stored.name}))
    agent = build_agent(scripted(both, "done"), InMemorySaver(), generator=generator)
    agent.invoke(ASK, THREAD)
    state = agent.invoke(Command(resume={"decisions": [{"type": "reject", "message": "keep it"}]}), THREAD)
    assert stored.path.exists()
    assert state["cad_model"]["report"]["volume_mm3"] == pytest.approx(8000)
    assert [m.status for m in state["messages"] if isinstance(m, ToolMessage)].count("error") == 1


def _asked(waiting: dict[str, Any]) -> list[str]:
    return [request["name"] for request in waiting["__interrupt__"][0].value["action_requests"]]


def test_the_state_is_plain_data_beside_its_messages(generator: CADModelGenerator) -> None:
    state = build_agent(generator=generator).invoke({"messages": [("user", "cube 20 mm")]})
    assert isinstance(state["messages"][-1], AIMessage)
    json.dumps({key: value for key, value in state.items() if key != "messages"}, allow_nan=False)
    assert "cad_attempt" not in state
