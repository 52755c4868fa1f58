"""One call among others: whose progress it is, what it knows of earlier ones, whom it asks."""

from __future__ import annotations

import asyncio
import copy
import operator
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import jsonschema
import pytest
from langchain.agents import create_agent
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, RemoveMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.graph.message import REMOVE_ALL_MESSAGES, add_messages
from langgraph.prebuilt import ToolNode
from langgraph.types import Command, Send
from typing_extensions import TypedDict

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.interrupts import interrupt_schema
from mayfly.middleware import CadMiddleware
from mayfly.planning.rules import RulesPlanner
from mayfly.tools import LastModel, MayflyToolkit
from mayfly.tools import questions as questions_module
from mayfly.workflow import build_workflow
from tests.agent.scripted_model import calls, scripted

THREAD: Any = {"configurable": {"thread_id": "1"}}
TWO = calls(
    ("generate_step_model", {"request": "cube 20 mm"}), ("generate_step_model", {"request": "cube 30 mm"})
)
SLOTS = ["planning", "building", "inspecting", "published"]


@dataclass
class Talk:
    """A state that is no dictionary."""

    messages: Annotated[list[Any], add_messages] = field(default_factory=list)


def make(request: str) -> AIMessage:
    return calls(("generate_step_model", {"request": request}))


def said(text: str) -> dict[str, Any]:
    return {"messages": [HumanMessage(text)]}


def box(message: BaseMessage) -> list[float]:
    assert isinstance(message, ToolMessage)
    sides: list[float] = message.artifact["model"]["report"]["bounding_box_mm"]
    return sides


@pytest.fixture
def toolkit(generator: CADModelGenerator) -> MayflyToolkit:
    return MayflyToolkit(generator=generator)


# --- progress ----------------------------------------------------------------------------------------


def test_each_stage_says_which_call_it_belongs_to(toolkit: MayflyToolkit) -> None:
    agent = create_agent(scripted(TWO, "done"), toolkit.get_tools())
    events = list(agent.stream(said("two cubes"), stream_mode="custom"))
    for call, request in (("1", "cube 20 mm"), ("2", "cube 30 mm")):
        own = [event for event in events if event["tool_call_id"] == call]
        assert [event["stage"] for event in own] == SLOTS
        assert {event["request"] for event in own} == {request}
        fractions = [event["fraction"] for event in own]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert {event["tool"] for event in events} == {"generate_step_model"}


def test_the_stream_of_tools_is_there_without_asyncio_too(toolkit: MayflyToolkit) -> None:
    agent = create_agent(scripted(make("cube 20 mm"), "done"), toolkit.get_tools())
    events = list(agent.stream(said("a cube"), stream_mode="tools"))
    assert [event["event"] for event in events] == [
        "tool-started",
        *["tool-output-delta"] * 4,
        "tool-finished",
    ]
    assert {event["tool_call_id"] for event in events} == {"1"}


async def test_the_stream_of_tools_carries_the_same_stages(toolkit: MayflyToolkit) -> None:
    agent = create_agent(scripted(TWO, "done"), toolkit.get_tools())
    events = [event async for event in agent.astream(said("two cubes"), stream_mode="tools")]
    for call in ("1", "2"):
        own = [event for event in events if event["tool_call_id"] == call]
        assert own[0]["event"] == "tool-started"
        assert own[-1]["event"] == "tool-finished"
        assert [event["delta"]["stage"] for event in own[1:-1]] == SLOTS


def test_a_call_from_a_node_of_one_s_own_is_told_apart_too(toolkit: MayflyToolkit) -> None:
    tool = toolkit.get_tools()[0]

    def node(state: MessagesState) -> dict[str, Any]:
        last = state["messages"][-1]
        assert isinstance(last, AIMessage)
        return {"messages": [tool.invoke({**call, "type": "tool_call"}) for call in last.tool_calls]}

    graph = StateGraph(MessagesState)
    graph.add_node("work", node)
    graph.add_edge(START, "work")
    events = list(graph.compile().stream({"messages": [TWO]}, stream_mode="custom"))
    assert [event["tool_call_id"] for event in events] == ["1"] * 4 + ["2"] * 4


def test_stages_of_workflows_side_by_side_say_their_request(generator: CADModelGenerator) -> None:
    class Many(TypedDict, total=False):
        request: str
        answer: Annotated[str, operator.add]

    graph = StateGraph(Many)
    flow = build_workflow(generator=generator)
    graph.add_node("draw", lambda state: {"answer": flow.invoke(state)["answer"]})
    wishes = ["cube 20 mm", "cube 30 mm"]
    graph.add_conditional_edges(
        START, lambda _: [Send("draw", {"request": wish}) for wish in wishes], ["draw"]
    )
    events = [event for _, event in graph.compile().stream({}, stream_mode="custom", subgraphs=True)]
    for wish in wishes:
        assert [event["stage"] for event in events if event["request"] == wish] == SLOTS


# --- what was made before ----------------------------------------------------------------------------


@pytest.mark.parametrize("middleware", [False, True])
def test_a_change_alone_is_made_on_the_conversation_s_last_model(
    toolkit: MayflyToolkit, middleware: bool
) -> None:
    model = scripted(make("plate 80 x 60 x 6 mm"), "made", make("10 mm thick"), "made")
    brought: dict[str, Any] = (
        {"middleware": [CadMiddleware(toolkit)]} if middleware else {"tools": toolkit.get_tools()}
    )
    agent = create_agent(model, checkpointer=InMemorySaver(), **brought)
    agent.invoke(said("a plate"), THREAD)
    messages = agent.invoke(said("thicker"), THREAD)["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 10])
    assert "The thickness of the plate changed from 6 mm to 10 mm." in messages[-2].text.splitlines()
    assert [each["path"] for each in messages[-2].artifact["model"]["changes"]] == [
        "bodies[0].base.sizes.thickness"
    ]


def test_a_design_in_a_conversation_is_changed_in_words_and_the_change_undone(toolkit: MayflyToolkit) -> None:
    block = {"kind": "part", "part": "box", "sizes": {"length": 80, "width": 60, "height": 20}}
    given = calls(("generate_step_model", {"design": {"bodies": [{"base": block}]}}))
    asked = [given, make("make it 30 mm high"), make("undo")]
    agent = create_agent(scripted(*asked, "made"), toolkit.get_tools())
    answers = agent.invoke(said("a block"))["messages"][2:-1:2]
    assert [box(answer) for answer in answers] == [[80, 60, 20], [80, 60, 30], [80, 60, 20]]
    assert [len(answer.artifact["model"]["changes"]) for answer in answers] == [0, 1, 1]


def test_a_part_of_the_catalogue_can_be_changed_in_words(toolkit: MayflyToolkit) -> None:
    sizes = {"length": 80, "width": 60, "thickness": 6}
    part = calls(("generate_step_model", {"part": "plate", "parameters": sizes}))
    agent = create_agent(scripted(part, make("10 mm thick"), "made"), toolkit.get_tools())
    assert box(agent.invoke(said("a plate"))["messages"][-2]) == pytest.approx([80, 60, 10])


def test_a_whole_request_is_no_change(toolkit: MayflyToolkit) -> None:
    model = scripted(make("plate 80 x 60 x 6 mm with a 10 mm hole"), make("cube 20 mm"), "made")
    messages = create_agent(model, toolkit.get_tools()).invoke(said("two"))["messages"]
    assert messages[-2].artifact["model"]["report"]["volume_mm3"] == pytest.approx(8000)


def test_the_last_model_is_in_the_state_and_outlives_the_messages(toolkit: MayflyToolkit) -> None:
    model = scripted(make("plate 80 x 60 x 6 mm"), "made", make("10 mm thick"), "made")
    agent = create_agent(model, middleware=[CadMiddleware(toolkit)], checkpointer=InMemorySaver())
    first = agent.invoke(said("a plate"), THREAD)
    assert first["cad_model"]["report"]["volume_mm3"] == pytest.approx(28800)
    agent.update_state(THREAD, {"messages": [RemoveMessage(REMOVE_ALL_MESSAGES)]})
    second = agent.invoke(said("thicker"), THREAD)
    assert second["cad_model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 10])


def test_of_two_models_of_one_message_the_later_call_s_is_the_last(toolkit: MayflyToolkit) -> None:
    agent = create_agent(scripted(TWO, "done"), middleware=[CadMiddleware(toolkit)])
    assert agent.invoke(said("two cubes"))["cad_model"]["report"]["volume_mm3"] == pytest.approx(27000)


def test_a_forged_artifact_changes_nothing(toolkit: MayflyToolkit) -> None:
    lies: Sequence[Any] = [
        {"attempt": {"plan": {"script": 5}}},
        {"attempt": {"plan": {"script": "x", "assumptions": 5}}},
        {"attempt": ["x"]},
        {"attempt": "x"},
        {"model": {"name": 7}},
        "x",
        [],
    ]
    forged = [
        ToolMessage("Made x.step", tool_call_id=str(n), name="generate_step_model", artifact=artifact)
        for n, artifact in enumerate(lies)
    ]
    agent = create_agent(scripted(make("cube 20 mm"), "made"), toolkit.get_tools())
    messages = agent.invoke({"messages": [HumanMessage("a cube"), *forged]})["messages"]
    assert box(messages[-2]) == pytest.approx([20, 20, 20])


# --- questions ---------------------------------------------------------------------------------------


def asking(generator: CADModelGenerator, model: Any, *, middleware: bool = True) -> Any:
    toolkit = MayflyToolkit(generator=generator, questions="interrupt")
    brought: dict[str, Any] = (
        {"middleware": [CadMiddleware(toolkit)]} if middleware else {"tools": toolkit.get_tools()}
    )
    return create_agent(model, checkpointer=InMemorySaver(), **brought)


@pytest.mark.parametrize("middleware", [False, True])
def test_a_question_may_wait_for_the_person_who_asked(
    generator: CADModelGenerator, service: TempModelsCleanupService, middleware: bool
) -> None:
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "made"), middleware=middleware)
    waiting = agent.invoke(said("a plate"), THREAD)
    (asked,) = waiting["__interrupt__"]
    assert "thickness" in str(asked.value)
    assert service.list_models() == []
    messages = agent.invoke(Command(resume="6 mm thick"), THREAD)["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])
    assert len(service.list_models()) == 1


def test_a_second_question_is_asked_after_the_first_answer(generator: CADModelGenerator) -> None:
    agent = asking(generator, scripted(make("a plate 80 mm long"), "made"))
    assert agent.invoke(said("a plate"), THREAD)["__interrupt__"]
    assert agent.invoke(Command(resume="60 mm wide"), THREAD)["__interrupt__"]
    messages = agent.invoke(Command(resume="6 mm thick"), THREAD)["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])


def test_two_calls_that_ask_are_answered_each_at_its_place(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    both = calls(
        ("generate_step_model", {"request": "a plate 80 x 60 mm"}),
        ("generate_step_model", {"request": "a plate 50 x 40 mm"}),
    )
    agent = asking(generator, scripted(both, "made"))
    waiting = agent.invoke(said("two plates"), THREAD)["__interrupt__"]
    answers = {asked.id: "6 mm thick" if "80" in str(asked.value) else "3 mm thick" for asked in waiting}
    messages = agent.invoke(Command(resume=answers), THREAD)["messages"]
    assert [box(message) for message in messages[-3:-1]] == [
        pytest.approx([80, 60, 6]),
        pytest.approx([50, 40, 3]),
    ]
    assert len(service.list_models()) == 2


def test_where_nobody_can_answer_a_question_stays_an_error(generator: CADModelGenerator) -> None:
    toolkit = MayflyToolkit(generator=generator, questions="interrupt")
    agent = create_agent(scripted(make("a plate 80 x 60 mm"), "which?"), toolkit.get_tools())
    message = agent.invoke(said("a plate"))["messages"][-2]
    assert message.status == "error"
    assert message.content.startswith("needs_clarification: ")


# --- graphs by hand ----------------------------------------------------------------------------------


def test_a_state_that_is_no_dictionary_does_as_well(generator: CADModelGenerator) -> None:
    graph = StateGraph(Talk)
    graph.add_node("tools", ToolNode(MayflyToolkit(generator=generator).get_tools()))
    graph.add_edge(START, "tools")
    graph.add_edge("tools", END)
    first = graph.compile().invoke(Talk([make("plate 80 x 60 x 6 mm")]))["messages"]
    second = graph.compile().invoke(Talk([*first, make("10 mm thick")]))["messages"]
    assert box(second[-1]) == pytest.approx([80, 60, 10])


class Moody:
    """A planner that asks only the first time, as a chat model may."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def plan(self, request: str, *, previous: Any = None) -> Plan:
        self.asked.append(request)
        if len(self.asked) == 1:
            raise NeedsClarification("Which thickness shall it be?", "missing")
        return RulesPlanner().plan("plate 80 x 60 x 6 mm" if "6 mm" in request else "plate 80 x 60 x 99 mm")

    def repair(self, request: str, attempts: Any) -> Plan | None:
        return None


async def test_an_answer_reaches_a_planner_that_would_not_ask_again(
    service: TempModelsCleanupService, workshop: Workshop
) -> None:
    planner = Moody()
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "made"))
    assert (await agent.ainvoke(said("a plate"), THREAD))["__interrupt__"]
    messages = (await agent.ainvoke(Command(resume="6 mm thick"), THREAD))["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])
    assert len(planner.asked) == 2
    assert not questions_module._open, "nothing is kept of a question that was answered"


class Shop(MessagesState, LastModel):
    """A state that keeps the last model."""


def test_a_graph_by_hand_can_have_the_last_model_in_its_state(generator: CADModelGenerator) -> None:
    toolkit = MayflyToolkit(generator=generator, updates_state=True)
    graph = StateGraph(Shop)
    graph.add_node("tools", ToolNode(toolkit.get_tools()))
    graph.add_edge(START, "tools")
    shop = graph.compile(InMemorySaver())
    state = shop.invoke({"messages": [TWO]}, THREAD)
    assert state["cad_model"]["report"]["volume_mm3"] == pytest.approx(27000)
    assert [box(message)[0] for message in state["messages"][1:]] == pytest.approx([20, 30])
    shop.update_state(THREAD, {"messages": [RemoveMessage(REMOVE_ALL_MESSAGES)]})
    changed = shop.invoke({"messages": [make("make it 40 mm")]}, THREAD)
    assert changed["cad_model"]["report"]["volume_mm3"] == pytest.approx(64000)


def test_a_state_without_the_keys_takes_the_update_too(generator: CADModelGenerator) -> None:
    toolkit = MayflyToolkit(generator=generator, updates_state=True)
    agent = create_agent(scripted(make("cube 20 mm"), "made"), toolkit.get_tools())
    assert box(agent.invoke(said("a cube"))["messages"][-2]) == pytest.approx([20, 20, 20])
    assert toolkit.get_tools()[0].invoke({"request": "cube 20 mm"}).startswith("Made cube-")


# --- copies ------------------------------------------------------------------------------------------


def test_a_copy_of_a_bound_tool_works_on_the_same_generator(toolkit: MayflyToolkit) -> None:
    for original in (toolkit, *toolkit.get_tools()):
        twins = copy.deepcopy(original), copy.copy(original), pickle.loads(pickle.dumps(original))  # noqa: S301
        assert [twin.bound_generator() is toolkit.generator for twin in twins] == [True, True, True]


def test_a_tool_bound_to_a_service_alone_can_be_copied_too(service: TempModelsCleanupService) -> None:
    tool = MayflyToolkit(service=service).get_tools()[3]
    assert copy.deepcopy(tool).bound_service() is service
    assert pickle.loads(pickle.dumps(tool)).bound_service() is service  # noqa: S301


def test_a_pickled_toolkit_works_on_the_same_directory_in_another_process(
    toolkit: MayflyToolkit, service: TempModelsCleanupService, stored: Any, tmp_path: Path
) -> None:
    pickled = tmp_path / "toolkit.pickle"
    pickled.write_bytes(pickle.dumps(toolkit))
    code = (
        "import pickle, sys, threading\n"
        "tools = pickle.loads(open(sys.argv[1], 'rb').read()).get_tools()\n"
        "assert threading.active_count() == 1\n"
        "print(tools[3].invoke({}), len({tool.bound_generator() for tool in tools}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(pickled)], capture_output=True, text=True)
    assert stored.name in done.stdout, done.stderr
    assert done.stdout.split()[-1] == "1"


# --- awaited -----------------------------------------------------------------------------------------


class Slow:
    """A planner whose scripts take fifty seconds."""

    def plan(self, request: str, *, previous: Any = None) -> Plan:
        return Plan(script="import time\ntime.sleep(50)\nshow_object(cq.Workplane().box(1, 2, 3))")

    def repair(self, request: str, attempts: Any) -> Plan | None:
        return None


async def test_a_cancelled_call_ends_its_build_and_publishes_nothing(
    service: TempModelsCleanupService, workshop: Workshop
) -> None:
    slow = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=Slow())
    agent = create_agent(scripted(make("a box"), "made"), MayflyToolkit(generator=slow).get_tools())
    run = asyncio.create_task(agent.ainvoke(said("a box")))
    while workshop.load()["running"]["foreign"] == 0:
        await asyncio.sleep(0.01)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    while workshop.load()["running"]["foreign"]:
        await asyncio.sleep(0.01)
    assert service.list_models() == []


async def test_an_awaited_question_interrupts_and_is_answered(generator: CADModelGenerator) -> None:
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "made"))
    assert (await agent.ainvoke(said("a plate"), THREAD))["__interrupt__"]
    messages = (await agent.ainvoke(Command(resume={"thickness": 6}), THREAD))["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])


@pytest.mark.parametrize(
    "answer",
    [
        {"decisions": [{"type": "respond", "message": "6 mm thick"}]},
        [{"type": "response", "args": "6 mm thick"}],
        {"message": "6 mm"},
        {"thickness": 6},
    ],
)
def test_a_question_of_a_tool_is_typed_and_answered_in_any_form(
    generator: CADModelGenerator, answer: Any
) -> None:
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "made"))
    (asked,) = agent.invoke(said("a plate"), THREAD)["__interrupt__"]
    jsonschema.validate(asked.value, interrupt_schema())
    assert asked.value["kind"] == "question"
    messages = agent.invoke(Command(resume=answer), THREAD)["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])


def test_an_answer_that_can_t_be_read_is_asked_again(generator: CADModelGenerator) -> None:
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "made"))
    agent.invoke(said("a plate"), THREAD)
    (again,) = agent.invoke(Command(resume={"x": []}), THREAD)["__interrupt__"]
    assert again.value["problem"]
    messages = agent.invoke(Command(resume="6 mm thick"), THREAD)["messages"]
    assert box(messages[-2]) == pytest.approx([80, 60, 6])


def test_a_question_that_the_person_leaves_makes_nothing(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    agent = asking(generator, scripted(make("a plate 80 x 60 mm"), "all right"))
    agent.invoke(said("a plate"), THREAD)
    message = agent.invoke(Command(resume="never mind"), THREAD)["messages"][-2]
    assert (message.status, message.content.split(":")[0]) == ("error", "build_cancelled")
    assert service.list_models() == []
