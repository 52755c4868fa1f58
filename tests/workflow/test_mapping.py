"""``mapped``: names are checked as a graph is wired, both sides work, a thread is remembered."""

from __future__ import annotations

import copy
import functools
import operator
import pickle
import threading
from dataclasses import dataclass
from typing import Annotated, Any, NotRequired, TypedDict

import pytest
from langgraph.cache.memory import InMemoryCache
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.types import CachePolicy, Command, Send

from mayfly.clarification.nodes import clarify
from mayfly.generator import CADModelGenerator
from mayfly.nodes import cleanup, generate, mapped, plan
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}


class Order(TypedDict, total=False):
    wish: str
    drawing: dict[str, Any]
    reply: str


class Shared(TypedDict, total=False):
    request: str
    model: dict[str, Any]


class Opaque:
    pass


class Shelf(TypedDict, total=False):
    length: NotRequired[float]
    notes: Annotated[list[str], operator.add]
    opaque: Opaque
    sizes: tuple[float, ...]


class Many(TypedDict, total=False):
    wishes: list[str]
    wish: str
    drawings: Annotated[list[Any], operator.add]


class Narrow(TypedDict):
    name: str


def greet(state: Narrow) -> dict[str, Any]:
    return {"greeting": f"hello {state['name']}", "thread": threading.current_thread().name}


async def greet_later(state: dict[str, Any]) -> dict[str, Any]:
    return {"greeting": f"hello {state['name']}"}


class Greeter:
    async def __call__(self, state: dict[str, Any]) -> dict[str, Any]:
        return await greet_later(state)


def host(node: Any, checkpointer: Any = None, state: Any = Order, **options: Any) -> Any:
    graph = StateGraph(state)
    graph.add_node("draw", node, **options)
    graph.add_edge(START, "draw")
    return graph.compile(checkpointer=checkpointer)


def drawing(generator: CADModelGenerator, checkpointer: Any = None) -> Any:
    flow = build_workflow(checkpointer, generator=generator)
    return mapped(flow, reads={"request": "wish"}, writes={"model": "drawing", "answer": "reply"})


NODES = [build_workflow(), plan, functools.partial(generate, generator=None), cleanup.bind(), clarify]


@pytest.mark.parametrize("node", NODES, ids=["graph", "node", "partial", "bound", "dialogue"])
@pytest.mark.parametrize(
    ("wrong", "reads", "writes", "constants"),
    [
        ("requst", {"requst": "wish"}, {"model": "drawing"}, {}),
        ("modell", {"request": "wish"}, {"modell": "drawing"}, {}),
        ("acton", {"request": "wish"}, {"model": "drawing"}, {"acton": "make"}),
    ],
)
def test_a_misspelt_name_is_an_error_as_the_graph_is_wired(
    node: Any, wrong: str, reads: Any, writes: Any, constants: Any
) -> None:
    with pytest.raises(ValueError, match=f"'{wrong}': did you mean"):
        mapped(node, reads=reads, writes=writes, **constants)


def test_what_goes_in_need_not_come_out() -> None:
    with pytest.raises(ValueError, match="cad_workflow gives no 'request'"):
        mapped(build_workflow(), reads={}, writes={"request": "wish"})
    with pytest.raises(ValueError, match="cad_workflow takes no 'model'"):
        mapped(build_workflow(), reads={"model": "drawing"}, writes={})


def test_another_s_function_is_checked_as_far_as_its_annotations_say() -> None:
    with pytest.raises(ValueError, match="greet takes no 'nam': did you mean 'name'"):
        mapped(greet, reads={"nam": "wish"}, writes={"greeting": "reply"})
    assert mapped(greet, reads={"name": "wish"}, writes={"greeting": "reply"})({"wish": "ann"}) == {
        "reply": "hello ann"
    }
    with pytest.raises(ValueError, match="It takes name"):
        mapped(greet, reads={}, writes={}, nothing=1)


@pytest.mark.parametrize("node", [build_workflow(), plan], ids=["graph", "node"])
@pytest.mark.parametrize(
    ("constants", "told"),
    [
        ({"action": "makee"}, "takes no action='makee': Input should be 'make'"),
        ({"action": 1}, "takes no action=1"),
        ({"dry_run": "no"}, "takes no dry_run='no': it would have to be False"),
        ({"dry_run": "perhaps"}, "takes no dry_run='perhaps'"),
        ({"request": 5}, "takes no request=5: Input should be a valid string"),
    ],
)
def test_a_constant_that_the_node_s_annotation_does_not_take_is_an_error(
    node: Any, constants: Any, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        mapped(node, reads={}, writes={"model": "drawing"}, **constants)


def test_a_constant_that_fits_or_can_t_be_told_is_taken() -> None:
    def shown(state: Shelf) -> dict[str, Any]:
        return {"shown": dict(state)}

    given: Any = {"length": 5, "notes": "a", "opaque": Opaque(), "sizes": [1, 2]}
    assert mapped(shown, reads={}, writes={"shown": "reply"}, **given)({}) == {"reply": given}
    with pytest.raises(ValueError, match="takes no length='5'"):
        mapped(shown, reads={}, writes={"shown": "reply"}, length="5")
    flow = build_workflow()
    for constants in (
        {"action": "sweep", "dry_run": True},
        {"action": None},
        {"messages": [("human", "hi")]},
    ):
        mapped(flow, reads={}, writes={"sweep": "drawing"}, **constants)


@pytest.mark.parametrize("node", [build_workflow(), plan, operator.itemgetter("a")], ids=range(3))
@pytest.mark.parametrize(
    ("reads", "writes", "told"),
    [
        ({"request": "wish"}, {"model": "d", "problem": "d"}, "both 'model' and 'problem' .* onto 'd'"),
        ({"request": "wish"}, {"model": ["a"]}, r"writes takes a text to a text, not \['a'\]"),
        ({"request": None}, {"model": "d"}, "reads takes a text to a text, not None"),
        ({1: "wish"}, {"model": "d"}, "reads takes a text to a text, not 1"),
    ],
)
def test_what_is_no_text_or_would_overwrite_another_output_is_an_error(
    node: Any, reads: Any, writes: Any, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        mapped(node, reads=reads, writes=writes)


def test_a_field_that_the_host_s_dataclass_lacks_is_an_error() -> None:
    @dataclass
    class Host:
        wish: str = "ann"

    with pytest.raises(AttributeError, match="wich"):
        mapped(greet, reads={"name": "wich"}, writes={"greeting": "wish"})(Host())


def test_a_key_that_the_host_lacks_is_warned_of_once(generator: CADModelGenerator) -> None:
    flow = build_workflow(generator=generator)
    graph = host(mapped(flow, reads={"request": "wich"}, writes={"model": "drawing", "answer": "repli"}))
    with pytest.warns(UserWarning) as warned:
        graph.invoke({"wish": "cube 20 mm"})
        graph.invoke({"wish": "cube 20 mm"})
    assert [str(each.message).split("has no key ")[1] for each in warned] == [
        "'wich'; did you mean 'wish'?",
        "'repli'; did you mean 'reply'?",
    ]


async def test_a_mapped_node_has_both_sides(generator: CADModelGenerator) -> None:
    draw = drawing(generator)
    assert draw({"wish": "cube 20 mm"})["drawing"]["part"] == "cube"
    assert draw.invoke({"wish": "cube 20 mm"})["drawing"]["part"] == "cube"
    assert (await draw.ainvoke({"wish": "cube 20 mm"}))["drawing"]["part"] == "cube"
    assert (await host(draw).ainvoke({"wish": "cube 20 mm"}))["drawing"]["part"] == "cube"


async def test_plain_functions_and_coroutine_functions_are_mapped_too() -> None:
    names: Any = {"reads": {"name": "wish"}, "writes": {"greeting": "reply"}}
    assert (await mapped(greet, **names).ainvoke({"wish": "ann"}))["reply"] == "hello ann"
    assert (await host(mapped(greet_later, **names)).ainvoke({"wish": "ann"}))["reply"] == "hello ann"
    assert (await mapped(Greeter(), **names).ainvoke({"wish": "ann"}))["reply"] == "hello ann"
    with pytest.raises(TypeError, match="greet_later is asynchronous"):
        mapped(greet_later, **names)({"wish": "ann"})


def test_nodes_are_pickled_and_copied_like_functions() -> None:
    assert pickle.loads(pickle.dumps(cleanup)) is copy.deepcopy(cleanup) is cleanup  # noqa: S301 - our own


def test_the_host_sees_into_the_mapped_graph(generator: CADModelGenerator) -> None:
    graph = host(drawing(generator), InMemorySaver())
    graph.invoke({"wish": "a plate 80 x 60 mm"}, THREAD)
    (task,) = graph.get_state(THREAD, subgraphs=True).tasks
    assert task.state.next == ("clarify",)
    assert "draw\\3aclarify" in graph.get_graph(xray=True).draw_mermaid()


@pytest.mark.parametrize("form", ["mapped", "node"])
async def test_a_graph_compiled_with_true_remembers_its_part_of_the_thread(
    generator: CADModelGenerator, form: str
) -> None:
    if form == "mapped":
        graph, key = host(drawing(generator, True), InMemorySaver()), "wish"
    else:
        flow = build_workflow(True, generator=generator)
        graph, key = host(flow, InMemorySaver(), state=Shared), "request"

    def box(answer: dict[str, Any]) -> list[float]:
        model = answer["drawing" if form == "mapped" else "model"]
        sides: list[float] = model["report"]["bounding_box_mm"]
        return sides

    assert box(graph.invoke({key: "cube 20 mm"}, THREAD)) == pytest.approx([20] * 3)
    assert box(graph.invoke({key: "the same, but 30 mm"}, THREAD)) == pytest.approx([30] * 3)
    assert box(await graph.ainvoke({key: "the same, but 25 mm"}, THREAD)) == pytest.approx([25] * 3)
    asked = graph.invoke({key: "a plate 80 x 60 mm"}, THREAD)
    assert "thickness" in asked["__interrupt__"][0].value["question"]
    assert box(graph.invoke({key: "6 mm thick"}, THREAD)) == pytest.approx([80, 60, 6])
    other: Any = {"configurable": {"thread_id": "2"}}
    assert "__interrupt__" in graph.invoke({key: "the same, but 30 mm"}, other)


async def test_a_node_is_one_run_in_traces_and_events(generator: CADModelGenerator) -> None:
    graph = host(drawing(generator))
    given: Any = {"wish": "cube 20 mm"}
    names = [
        event["name"]
        async for event in graph.astream_events(given, version="v2")
        if event["event"] == "on_chain_start"
    ]
    assert [names.count(name) for name in ("draw", "cad_workflow", "plan", "generate", "respond")] == [1] * 5


def test_several_questions_at_once_are_answered_by_their_ids(generator: CADModelGenerator) -> None:
    flow = build_workflow(generator=generator)
    draw = mapped(flow, reads={"request": "wish"}, writes={"model": "drawings"})
    graph: Any = StateGraph(Many)
    graph.add_node("draw", lambda state: {"drawings": [draw(state)["drawings"]["part"]]})
    graph.add_conditional_edges(
        START, lambda state: [Send("draw", {"wish": wish}) for wish in state["wishes"]], ["draw"]
    )
    compiled = graph.compile(checkpointer=InMemorySaver())
    wishes = ["cube 20 mm", "a plate 80 x 60 mm", "a cylinder 30 mm long"]
    asked = compiled.invoke({"wishes": wishes}, THREAD)["__interrupt__"]
    answers = {"a plate 80 x 60 mm": "6 mm thick", "a cylinder 30 mm long": "diameter 12 mm"}
    resume = {question.id: answers[question.value["request"]] for question in asked}
    assert len(resume) == 2
    assert compiled.invoke(Command(resume=resume), THREAD)["drawings"] == ["cube", "plate", "cylinder"]
    assert generator.get_cleanup_stats()["total_files"] == 3


def test_a_cached_node_answers_from_the_cache_within_its_time(generator: CADModelGenerator) -> None:
    graph = StateGraph(Order)
    graph.add_node("draw", drawing(generator), cache_policy=CachePolicy(ttl=60))
    graph.add_edge(START, "draw")
    cached = graph.compile(cache=InMemoryCache())
    first = cached.invoke({"wish": "cube 20 mm"})["drawing"]["name"]
    assert cached.invoke({"wish": "cube 20 mm"})["drawing"]["name"] == first
    assert generator.get_cleanup_stats()["total_files"] == 1
