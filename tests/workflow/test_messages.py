"""Messages in, messages out; without messages, none."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Command

from mayfly.generator import CADModelGenerator
from mayfly.nodes import mapped
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}
OPEN = "a plate 80 x 60 mm"


class Chat(TypedDict, total=False):
    history: Annotated[list[AnyMessage], add_messages]


def host(node: Any, checkpointer: Any = None, state: Any = MessagesState) -> Any:
    graph = StateGraph(state)
    graph.add_node("cad", node)
    graph.add_edge(START, "cad")
    return graph.compile(checkpointer=checkpointer)


def test_who_gives_messages_gets_messages(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"messages": [("user", "cube 20 mm")]})
    assert [message.type for message in answer["messages"]] == ["human", "ai"]
    assert answer["messages"][-1].text == answer["answer"]


def test_who_gives_a_request_gets_no_messages(generator: CADModelGenerator) -> None:
    flow = build_workflow(InMemorySaver(), generator=generator)
    assert "messages" not in flow.invoke({"request": "cube 20 mm"}, THREAD)
    assert "messages" not in flow.get_state(THREAD).values


def test_an_empty_conversation_gets_the_answer_too(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"messages": [], "request": "cube 20 mm"})
    assert [message.type for message in answer["messages"]] == ["ai"]


@pytest.mark.parametrize("action", ["stats", "list", "help", "sweep"])
def test_every_answer_is_a_message(generator: CADModelGenerator, action: Any) -> None:
    answer = build_workflow(generator=generator).invoke({"messages": [("user", "please")], "action": action})
    assert answer["messages"][-1].text == answer["answer"]


def test_the_workflow_answers_as_a_node_of_a_conversation(generator: CADModelGenerator) -> None:
    graph = host(build_workflow(generator=generator))
    messages = graph.invoke({"messages": [("user", "cube 20 mm")]})["messages"]
    assert [message.type for message in messages] == ["human", "ai"]
    assert messages[1].text.startswith("Made cube-")


async def test_it_does_so_where_the_conversation_has_another_name(generator: CADModelGenerator) -> None:
    names = {"messages": "history"}
    graph = host(mapped(build_workflow(generator=generator), reads=names, writes=names), state=Chat)
    history = (await graph.ainvoke({"history": [("user", "cube 20 mm")]}))["history"]
    assert [message.type for message in history] == ["human", "ai"]


@pytest.mark.parametrize("inside", [False, True])
def test_a_question_and_its_answer_stand_in_the_conversation(
    generator: CADModelGenerator, inside: bool
) -> None:
    if inside:
        graph = host(build_workflow(generator=generator), InMemorySaver())
    else:
        graph = build_workflow(InMemorySaver(), generator=generator)
    asked = graph.invoke({"messages": [HumanMessage(OPEN)]}, THREAD)
    question = asked["__interrupt__"][0].value["question"]
    if not inside:  # another graph's conversation is not written to before its node has ended
        assert question in asked["messages"][-1].text
    done = graph.invoke(Command(resume="6 mm thick"), THREAD)
    assert [message.type for message in done["messages"]] == ["human", "ai", "human", "ai"]
    assert question in done["messages"][1].text
    assert done["messages"][3].text.startswith("Made plate-")


def test_a_question_without_a_checkpointer_is_the_last_message(generator: CADModelGenerator) -> None:
    messages = host(build_workflow(generator=generator)).invoke({"messages": [("user", OPEN)]})["messages"]
    assert [message.type for message in messages] == ["human", "ai"]
    assert "thickness" in messages[-1].text


def test_a_plan_that_waits_for_approval_stands_in_the_conversation(generator: CADModelGenerator) -> None:
    flow: Any = build_workflow(InMemorySaver(), generator=generator)
    shown = flow.invoke({"messages": [("user", "cube 20 mm")]}, THREAD, context={"review": True})
    assert shown["messages"][-1].text == shown["answer"]
    assert shown["answer"].startswith("Shall this be built?")


def test_the_stream_of_values_carries_the_conversation(generator: CADModelGenerator) -> None:
    flow = build_workflow(generator=generator)
    *_, last = flow.stream({"messages": [("user", "cube 20 mm")]}, stream_mode="values")
    assert last["messages"][-1].text == last["answer"]
    output = flow.output_channels
    *_, last = flow.stream({"messages": [("user", "cube 20 mm")]}, stream_mode="values", output_keys=output)
    assert last["messages"][-1].text == last["answer"]


def test_after_a_handoff_the_person_s_request_counts(generator: CADModelGenerator) -> None:
    handoff = {"name": "transfer_to_cad_workflow", "args": {}, "id": "1"}
    messages = [
        HumanMessage("cube 20 mm"),
        AIMessage("", tool_calls=[handoff], name="boss"),
        ToolMessage("Successfully transferred to cad_workflow", tool_call_id="1"),
    ]
    answer = host(build_workflow(generator=generator)).invoke({"messages": messages})
    assert answer["messages"][-1].text.startswith("Made cube-")


def test_threads_saved_before_are_read(generator: CADModelGenerator) -> None:
    flow = build_workflow(InMemorySaver(), generator=generator)
    flow.update_state(THREAD, {"messages": [HumanMessage("hello", id="1")]}, as_node="respond")
    flow.invoke({"request": "cube 20 mm"}, THREAD)
    assert [message.type for message in flow.get_state(THREAD).values["messages"]] == ["human", "ai"]
