"""The workflow within other people's graphs: their context is their business, our one key is ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command
from pydantic import BaseModel

from mayfly.generator import CADModelGenerator
from mayfly.nodes import mapped
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}


@dataclass
class Who:
    user: str
    review: str = "of the month"


@dataclass(slots=True, frozen=True)
class Sealed:
    user: str


class Person(BaseModel):
    user: str
    review: bool = True


class Entries(TypedDict):
    user: str
    review: str


@dataclass
class Asks:
    mayfly: dict[str, Any] = field(default_factory=lambda: {"review": True})


class Wishes(BaseModel):
    review: bool


class AsksToo(BaseModel):
    mayfly: Wishes = Wishes(review=True)


class Touchy:
    """A context that allows nobody to look into it."""

    def __getattr__(self, name: str) -> Any:
        raise PermissionError(name)


class Order(TypedDict, total=False):
    wish: str
    drawing: dict[str, Any]
    reply: str


class Shared(TypedDict, total=False):
    request: str
    model: dict[str, Any]
    status: str


CONTEXTS: list[tuple[Any, Any]] = [
    (Who, Who("ann")),
    (Sealed, Sealed("ann")),
    (Person, Person(user="ann")),
    (Entries, {"user": "ann", "review": "of the month"}),
    (Entries, {"mayfly": "a fly", "review": True}),
    (None, Touchy()),
    (Who, None),
    (None, None),
]


def parent(
    how: str, generator: CADModelGenerator, schema: Any = None, checkpointer: Any = None
) -> tuple[Any, str]:
    """A graph around the workflow, and the name under which it takes a request."""
    flow = build_workflow(generator=generator)
    graph: Any
    if how == "mapped":
        graph = StateGraph(Order, context_schema=schema)
        graph.add_node("draw", mapped(flow, reads={"request": "wish"}, writes={"model": "drawing"}))
    else:
        graph = StateGraph(Shared, context_schema=schema)
        graph.add_node("draw", flow)
    graph.add_edge(START, "draw")
    return graph.compile(checkpointer=checkpointer), "wish" if how == "mapped" else "request"


def made(answer: dict[str, Any]) -> Any:
    return (answer.get("drawing") or answer.get("model") or {}).get("part")


@pytest.mark.parametrize("how", ["mapped", "node"])
@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize(("schema", "context"), CONTEXTS, ids=range(len(CONTEXTS)))
def test_another_graph_s_context_is_none_of_the_workflow_s_business(
    generator: CADModelGenerator, schema: Any, context: Any, saved: bool, how: str
) -> None:
    graph, key = parent(how, generator, schema, InMemorySaver() if saved else None)
    answer = graph.invoke({key: "cube 20 mm"}, THREAD, context=context)
    assert "__interrupt__" not in answer
    assert made(answer) == "cube"


async def test_so_it_is_in_an_asynchronous_graph(generator: CADModelGenerator) -> None:
    graph, key = parent("mapped", generator, Who, InMemorySaver())
    assert made(await graph.ainvoke({key: "cube 20 mm"}, THREAD, context=Who("ann"))) == "cube"


@pytest.mark.parametrize("how", ["mapped", "node"])
@pytest.mark.parametrize("context", [{"mayfly": {"review": True}, "user": "ann"}, Asks(), AsksToo()])
def test_mayfly_s_own_key_asks_for_a_review_in_any_graph(
    generator: CADModelGenerator, context: Any, how: str
) -> None:
    schema = None if isinstance(context, dict) else type(context)
    graph, key = parent(how, generator, schema, InMemorySaver())
    shown = graph.invoke({key: "cube 20 mm"}, THREAD, context=context)
    assert shown["__interrupt__"][0].value["kind"] == "review"
    assert made(graph.invoke(Command(resume="approve"), THREAD, context=context)) == "cube"


@pytest.mark.parametrize("context", [{"review": True}, {"mayfly": {"review": True}}, Wishes(review=True)])
def test_run_by_itself_the_workflow_takes_the_short_form_too(
    generator: CADModelGenerator, context: Any
) -> None:
    flow: Any = build_workflow(InMemorySaver(), generator=generator)
    assert "__interrupt__" in flow.invoke({"request": "cube 20 mm"}, THREAD, context=context)


@pytest.mark.parametrize("context", [{"review": False}, {"mayfly": {}}, {"mayfly": None}, {}])
def test_without_the_wish_nothing_is_shown(generator: CADModelGenerator, context: Any) -> None:
    flow: Any = build_workflow(InMemorySaver(), generator=generator)
    assert flow.invoke({"request": "cube 20 mm"}, THREAD, context=context)["status"] == "made"


def test_name_store_and_cache_are_the_graph_s() -> None:
    from langgraph.cache.memory import InMemoryCache
    from langgraph.store.memory import InMemoryStore

    store, cache = InMemoryStore(), InMemoryCache[Any]()
    flow = build_workflow(name="drawing_office", store=store, cache=cache)
    assert (flow.name, flow.store, flow.cache) == ("drawing_office", store, cache)
    assert build_workflow().name == "cad_workflow"


def test_a_planner_of_one_s_own_finds_the_store(service: Any, workshop: Any) -> None:
    from langgraph.config import get_store
    from langgraph.store.memory import InMemoryStore

    from mayfly.cad.parts import get_part
    from mayfly.contracts import Plan

    class Remembering:
        def plan(self, request: str, *, previous: Any = None) -> Plan:
            found = get_store().get(("sizes",), "cube")
            assert found is not None
            return get_part("cube").plan(**found.value)

        def repair(self, request: str, attempts: Any) -> None:
            return None

    store = InMemoryStore()
    store.put(("sizes",), "cube", {"side": 25})
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=Remembering())
    answer = build_workflow(generator=generator, store=store).invoke({"request": "a cube", "action": "make"})
    assert answer["model"]["report"]["volume_mm3"] == pytest.approx(25**3)
