"""Conversations end with the models that they are about, in whatever checkpointer or store they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore

from mayfly.errors import InvalidLifetime
from mayfly.graphs.retention import Retention, asweep_store, asweep_threads, sweep_store, sweep_threads
from mayfly.workflow import build_workflow

LIFE_MINUTES = 30.0
LATER_SECONDS = LIFE_MINUTES * 60 + 1

Saver = BaseCheckpointSaver[Any]


def sqlite_saver(folder: Path) -> Iterator[Saver]:
    """A saver in a file, where its package is installed."""
    package = pytest.importorskip("langgraph.checkpoint.sqlite")
    with package.SqliteSaver.from_conn_string(str(folder / "threads.db")) as saver:
        yield saver


@pytest.fixture(params=["memory", "sqlite"])
def saver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Saver]:
    if request.param == "memory":
        yield InMemorySaver()
    else:
        yield from sqlite_saver(tmp_path)


def talk(saver: Saver, thread: str, request: str = "a plate 80 x 60 mm") -> None:
    """Run a conversation that ends with a question, so that nothing has to be built."""
    build_workflow(saver).invoke({"request": request}, {"configurable": {"thread_id": thread}})


def threads(saver: Saver) -> set[str]:
    return {found.config["configurable"]["thread_id"] for found in saver.list(None)}


def test_a_thread_goes_a_models_life_after_its_last_step_and_not_before(saver: Saver) -> None:
    talk(saver, "a")
    now = time.time()
    assert sweep_threads(saver, minutes=LIFE_MINUTES, now=now + LIFE_MINUTES * 60 - 5) == []
    assert threads(saver) == {"a"}
    assert sweep_threads(saver, minutes=LIFE_MINUTES, now=now + LATER_SECONDS) == ["a"]
    assert threads(saver) == set()
    assert build_workflow(saver).get_state({"configurable": {"thread_id": "a"}}).values == {}


def test_a_thread_that_goes_on_stays_and_others_go(saver: Saver) -> None:
    talk(saver, "old")
    between = time.time()
    talk(saver, "young")
    assert sweep_threads(saver, minutes=1, now=between + 60) == ["old"]
    assert threads(saver) == {"young"}


def test_only_the_threads_that_are_chosen_go(saver: Saver) -> None:
    for thread in ("cad-1", "cad-2", "other"):
        talk(saver, thread)
    gone = sweep_threads(saver, now=time.time() + LATER_SECONDS, only=lambda name: name.startswith("cad-"))
    assert sorted(gone) == ["cad-1", "cad-2"]
    assert threads(saver) == {"other"}


def test_the_life_is_that_of_the_models_if_no_other_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYFLY_CLEANUP_INTERVAL_MINUTES", "2")
    saver = InMemorySaver()
    talk(saver, "a")
    assert sweep_threads(saver, now=time.time() + 100) == []
    assert sweep_threads(saver, now=time.time() + 121) == ["a"]
    assert Retention(saver).minutes == 2


async def test_the_asynchronous_side_does_the_same() -> None:
    saver, store = InMemorySaver(), InMemoryStore()
    config = {"configurable": {"thread_id": "a"}}
    await build_workflow(saver).ainvoke({"request": "a plate 80 x 60 mm"}, config)
    await store.aput(("sizes", "ann"), "plate", {"thickness": 6})
    later = time.time() + LATER_SECONDS
    assert await asweep_threads(saver, now=time.time()) == []
    assert await asweep_threads(saver, now=later) == ["a"]
    assert await asweep_store(store, ("sizes",), now=later) == 1
    assert await store.asearch(()) == []


def test_items_of_a_store_go_below_a_namespace_only() -> None:
    store = InMemoryStore()
    for number in range(1200):
        store.put(("sizes", str(number % 3)), str(number), {})
    store.put(("people",), "ann", {})
    assert sweep_store(store, ("sizes",), now=time.time()) == 0
    assert sweep_store(store, ("sizes",), now=time.time() + LATER_SECONDS) == 1200
    assert [item.key for item in store.search(())] == ["ann"]


def test_what_is_swept_in_the_background_goes_by_itself() -> None:
    saver, store = InMemorySaver(), InMemoryStore()
    talk(saver, "a")
    store.put(("sizes",), "plate", {})
    with Retention(saver, store=store, namespace=("sizes",), minutes=0.01):
        wait_until(lambda: not threads(saver) and not store.search(()))
    talk(saver, "b")
    assert threads(saver) == {"b"}


async def test_what_belongs_to_an_event_loop_is_swept_by_a_task_of_it() -> None:
    saver, store = InMemorySaver(), InMemoryStore()
    config = {"configurable": {"thread_id": "a"}}
    await build_workflow(saver).ainvoke({"request": "a plate 80 x 60 mm"}, config)
    await store.aput(("sizes",), "plate", {})
    async with Retention(saver, store=store, namespace=("sizes",), minutes=0.01):
        async with asyncio.timeout(60):
            while threads(saver) or await store.asearch(()):
                await asyncio.sleep(0.02)
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "mayfly-retention"]


def test_trouble_with_the_database_does_not_end_the_sweeping() -> None:
    class Moody(InMemorySaver):
        tries = 0

        def list(self, *arguments: Any, **options: Any) -> Iterator[Any]:
            self.tries += 1
            if self.tries == 1:
                raise OSError("the database is away")
            return super().list(*arguments, **options)

    saver = Moody()
    talk(saver, "a")
    with Retention(saver, minutes=0.01):
        wait_until(lambda: not saver.storage)
    assert saver.tries > 1


@pytest.mark.parametrize("minutes", [0, -1, float("inf"), float("nan")])
def test_a_life_that_makes_no_sense_deletes_nothing(minutes: float) -> None:
    saver = InMemorySaver()
    talk(saver, "a")
    with pytest.raises(InvalidLifetime):
        sweep_threads(saver, minutes=minutes)
    with pytest.raises(InvalidLifetime):
        Retention(saver, minutes=minutes)
    assert threads(saver) == {"a"}


def test_retention_says_what_it_lacks() -> None:
    with pytest.raises(ValueError, match="checkpointer or a store"):
        Retention()
    with pytest.raises(ValueError, match="namespace"):
        Retention(store=InMemoryStore())


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
