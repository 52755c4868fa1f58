"""Awaited graphs: no thread is held in line, what is cancelled publishes nothing, busy is tried again."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypedDict

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import RetryPolicy

from mayfly import workflow
from mayfly.cad.workshop import Client, Workshop
from mayfly.cad.workshop.admission import FairSemaphore
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Plan
from mayfly.errors import WorkshopBusy
from mayfly.generator import CADModelGenerator
from mayfly.nodes import generate, mapped, plan
from mayfly.planning.planner import Attempt
from mayfly.workflow import WORKSHOP_TRIES, build_workflow

SLEEPS = "import time\ntime.sleep(50)\nshow_object(cq.Workplane().box(1, 2, 3))"
AT_ONCE_SECONDS = 25.0  # of a build that takes fifty
BOXES = [f"box 10 x 10 x {10 + number} mm" for number in range(12)]


class Order(TypedDict, total=False):
    wish: str
    drafts: list[Any]
    drawing: dict[str, Any]
    request: str
    model: dict[str, Any]


class Slow:
    """A planner whose scripts take fifty seconds."""

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        return Plan(script=SLEEPS)

    def repair(self, request: str, attempts: Any) -> Plan | None:
        return None


@pytest.fixture
def slow(service: TempModelsCleanupService, workshop: Workshop) -> CADModelGenerator:
    workshop.warm()
    return CADModelGenerator(cleanup_service=service, workshop=workshop, planner=Slow())


def host(node: Any, **options: Any) -> Any:
    graph = StateGraph(Order)
    graph.add_node("draw", node, **options)
    graph.add_edge(START, "draw")
    return graph.compile()


def put_places(places: FairSemaphore, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the workshop other places than those that its size brings."""
    monkeypatch.setattr(workshop.dispatcher, "places", places)


async def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up
        await asyncio.sleep(0.01)


def running(workshop: Workshop) -> int:
    return workshop.load()["running"]["foreign"]


# --- cancelled ------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["alone", "node", "mapped", "nodes"])
async def test_a_cancelled_task_ends_its_build_and_publishes_nothing(
    slow: CADModelGenerator, workshop: Workshop, how: str
) -> None:
    flow = build_workflow(generator=slow)
    names: Any = {"reads": {"request": "wish"}, "writes": {"model": "drawing"}}
    graph: Any = {"alone": flow, "node": host(flow), "mapped": host(mapped(flow, **names))}.get(how)
    if graph is None:
        builder = StateGraph(Order)
        planning = mapped(
            plan.bind(generator=slow), reads={"request": "wish"}, writes={"attempts": "drafts"}, action="make"
        )
        building = mapped(
            generate.bind(generator=slow), reads={"attempts": "drafts"}, writes={"model": "drawing"}
        )
        builder.add_sequence([("plan", planning), ("build", building)])
        builder.add_edge(START, "plan")
        graph = builder.compile()
    given = {"request": "a block", "action": "make"} if how in ("alone", "node") else {"wish": "a block"}
    task = asyncio.create_task(graph.ainvoke(given))
    await until(lambda: running(workshop) == 1)
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - started < AT_ONCE_SECONDS
    await until(lambda: running(workshop) == 0)
    assert slow.get_cleanup_stats()["total_files"] == 0


@pytest.mark.parametrize("how", ["node", "mapped"])
async def test_a_node_s_timeout_ends_its_build(slow: CADModelGenerator, workshop: Workshop, how: str) -> None:
    if "timeout" not in inspect.signature(StateGraph.add_node).parameters:
        pytest.skip("this LangGraph has no timeouts of nodes")
    from langgraph.errors import NodeTimeoutError

    flow = build_workflow(generator=slow)
    node = flow if how == "node" else mapped(flow, reads={"request": "wish"}, writes={"model": "drawing"})
    with pytest.raises(NodeTimeoutError):
        await host(node, timeout=1).ainvoke({"request": "a block", "wish": "a block"})
    await until(lambda: running(workshop) == 0)
    assert slow.get_cleanup_stats()["total_files"] == 0


async def test_what_is_cancelled_as_it_is_published_is_withdrawn(generator: CADModelGenerator) -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None

    def on_progress(stage: str) -> None:
        if stage == "published":
            assert len(generator.cleanup_service.list_models()) == 1
            loop.call_soon_threadsafe(task.cancel)
            time.sleep(0.1)

    with pytest.raises(asyncio.CancelledError):
        await generator.amake_part("cube", side=20, on_progress=on_progress)
    task.uncancel()
    assert generator.cleanup_service.list_models() == []


# --- threads --------------------------------------------------------------------------------


async def test_a_build_in_line_holds_no_thread_and_none_is_taken_of_the_loop_s(
    generator: CADModelGenerator, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.warm()
    put_places(FairSemaphore(1, 40), workshop, monkeypatch)
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    flow = build_workflow(generator=generator)
    with workshop.dispatcher.places.hold(Client("other"), trusted=True):
        tasks = [asyncio.create_task(flow.ainvoke({"request": box})) for box in BOXES]
        await until(lambda: workshop.load()["waiting"]["trusted"] == len(BOXES))
        names = [thread.name for thread in threading.enumerate()]
        assert names.count("mayfly-awaited") == 0
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "free"), 5) == "free"
    assert [answer["status"] for answer in await asyncio.gather(*tasks)] == ["made"] * len(BOXES)


async def test_nothing_blocks_the_loop(generator: CADModelGenerator) -> None:
    blockbuster = pytest.importorskip("blockbuster")
    flow = build_workflow(generator=generator)
    draw = host(mapped(flow, reads={"request": "wish"}, writes={"model": "drawing"}))
    with blockbuster.blockbuster_ctx():
        answer = await flow.ainvoke({"request": "cube 21 mm"})
        again = await draw.ainvoke({"wish": "cube 21 mm"})
        swept = await flow.ainvoke({"action": "sweep"})
    assert (answer["status"], again["drawing"]["part"], swept["status"]) == ("made", "cube", "swept")


# --- busy -----------------------------------------------------------------------------------


@pytest.fixture
def crowded(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> FairSemaphore:
    """A workshop with one place and two in line, and retries that do not make the tests wait."""
    quick = WORKSHOP_TRIES._replace(initial_interval=0.05, max_interval=0.2, jitter=False)
    monkeypatch.setattr(workflow, "WORKSHOP_TRIES", quick._replace(max_attempts=500))
    places = FairSemaphore(1, 2)
    put_places(places, workshop, monkeypatch)
    return places


async def test_more_requests_than_the_line_has_room_for_are_all_made(
    generator: CADModelGenerator, crowded: FairSemaphore
) -> None:
    flow = build_workflow(generator=generator)
    answers = await asyncio.gather(*(flow.ainvoke({"request": box}) for box in BOXES))
    assert [answer["status"] for answer in answers] == ["made"] * len(BOXES)
    assert generator.get_cleanup_stats()["total_files"] == len(BOXES)


def test_so_they_are_in_threads(generator: CADModelGenerator, crowded: FairSemaphore) -> None:
    flow = build_workflow(generator=generator)
    with ThreadPoolExecutor(len(BOXES)) as threads:
        answers = list(threads.map(lambda box: flow.invoke({"request": box}), BOXES))
    assert [answer["status"] for answer in answers] == ["made"] * len(BOXES)
    assert generator.get_cleanup_stats()["total_files"] == len(BOXES)


@pytest.mark.parametrize("awaited", [False, True])
async def test_busy_is_an_exception_that_the_host_s_retry_policy_sees(
    generator: CADModelGenerator, crowded: FairSemaphore, monkeypatch: pytest.MonkeyPatch, awaited: bool
) -> None:
    monkeypatch.setattr(workflow, "WORKSHOP_TRIES", WORKSHOP_TRIES._replace(max_attempts=1))
    seen: list[BaseException] = []

    def again(error: Exception) -> bool:
        seen.append(error)
        if len(seen) == 2:
            room.close()
        return isinstance(error, WorkshopBusy)

    draw = mapped(build_workflow(generator=generator), reads={"request": "wish"}, writes={"model": "drawing"})
    policy = RetryPolicy(retry_on=again, initial_interval=0.05, max_attempts=5, jitter=False)
    graph = host(draw, retry_policy=policy)
    room = occupied(crowded)
    answer = await graph.ainvoke({"wish": BOXES[0]}) if awaited else graph.invoke({"wish": BOXES[0]})
    assert answer["drawing"]["part"] == "box"
    assert [type(error) for error in seen] == [WorkshopBusy] * 2


def test_busy_is_raised_in_the_end(
    generator: CADModelGenerator, crowded: FairSemaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "WORKSHOP_TRIES", WORKSHOP_TRIES._replace(max_attempts=1))
    with occupied(crowded), pytest.raises(WorkshopBusy):
        build_workflow(generator=generator).invoke({"request": BOXES[0]})


class occupied:
    """Every place and the whole line, taken by somebody else until it is closed."""

    def __init__(self, places: FairSemaphore) -> None:
        self.places = places
        self.turns = [
            places.join("other", lambda: None, trusted=trusted, bounded=False)
            for trusted in (True, True, True, False)
        ]

    def close(self) -> None:
        for turn in self.turns:
            self.places.leave(turn)

    def __enter__(self) -> None:
        """Hold it."""

    def __exit__(self, *_: object) -> None:
        self.close()
