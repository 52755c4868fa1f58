"""Mayfly's nodes in graphs of other people, whose states have other names and other kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypedDict

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from pydantic import BaseModel

from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator
from mayfly.nodes import cleanup, generate, mapped, plan
from mayfly.workflow import build_workflow


class Order(TypedDict, total=False):
    wish: str
    drawing: dict[str, Any]
    reply: str


@dataclass
class Shelf:
    task: str = "stats"
    numbers: dict[str, Any] = field(default_factory=dict)


class Cupboard(BaseModel):
    task: str = "stats"
    numbers: dict[str, Any] = {}


def one_node(state: Any, node: Any, checkpointer: Any = None) -> Any:
    graph = StateGraph(state)
    graph.add_node("mayfly", node)
    graph.add_edge(START, "mayfly")
    graph.add_edge("mayfly", END)
    return graph.compile(checkpointer=checkpointer)


def draw(generator: CADModelGenerator) -> Any:
    writes = {"model": "drawing", "answer": "reply"}
    return mapped(build_workflow(generator=generator), reads={"request": "wish"}, writes=writes)


def test_the_workflow_is_a_node_with_the_host_s_own_names(generator: CADModelGenerator) -> None:
    order = one_node(Order, draw(generator)).invoke({"wish": "cube 20 mm"})
    assert set(order) == {"wish", "drawing", "reply"}
    assert order["drawing"]["report"]["volume_mm3"] == pytest.approx(8000)


async def test_it_works_in_an_asynchronous_host_and_streams_its_stages(generator: CADModelGenerator) -> None:
    host = one_node(Order, draw(generator))
    events = [
        event async for _, event in host.astream({"wish": "cube 20 mm"}, stream_mode="custom", subgraphs=True)
    ]
    assert [event["stage"] for event in events][-1] == "published"


def test_a_question_interrupts_the_host_and_its_answer_resumes_it(generator: CADModelGenerator) -> None:
    host = one_node(Order, draw(generator), InMemorySaver())
    thread: Any = {"configurable": {"thread_id": "1"}}
    asked = host.invoke({"wish": "a plate 80 x 60 mm"}, thread)
    assert "thickness" in asked["__interrupt__"][0].value["question"]
    made = host.invoke(Command(resume="6 mm thick"), thread)
    assert made["drawing"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])


@pytest.mark.parametrize("state", [Shelf, Cupboard])
def test_a_host_s_state_may_be_a_dataclass_or_a_pydantic_model(
    state: Any, generator: CADModelGenerator, stored: StoredModel
) -> None:
    count = mapped(
        partial(cleanup, generator=generator), reads={"action": "task"}, writes={"cleanup_stats": "numbers"}
    )
    counted = one_node(state, count).invoke(state())
    assert counted["numbers"]["tracked_files"] == 1


def test_a_constant_goes_to_the_node_without_being_in_the_state(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    sweep = mapped(
        partial(cleanup, generator=generator),
        reads={},
        writes={"answer": "reply"},
        action="sweep",
        dry_run=True,
    )
    assert one_node(Order, sweep).invoke({"wish": ""})["reply"].startswith("Would delete 0 models")


def test_building_without_a_plan_does_nothing(generator: CADModelGenerator) -> None:
    build = mapped(partial(generate, generator=generator), reads={}, writes={"model": "drawing"})
    assert "drawing" not in one_node(Order, build).invoke({"wish": "cube"})


def test_a_node_alone_gives_plain_data(generator: CADModelGenerator) -> None:
    planned = mapped(
        partial(plan, generator=generator), reads={"request": "wish"}, writes={"attempts": "drawing"}
    )
    (attempt,) = planned({"wish": "cube 20 mm"})["drawing"]
    assert attempt["plan"]["part"] == "cube"
