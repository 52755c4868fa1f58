"""Delete conversations when the models that they are about are gone.

A checkpointer keeps the request, the script and the report of every run, long after the
STEP file is gone. LangGraph's savers have no time to live; this deletes their threads
a model's life after the last step in them, and items of a store likewise::

    with Retention(checkpointer):
        graph = build_workflow(checkpointer)
        ...

LangGraph Server has ``ttl`` in langgraph.json for that; if Mayfly's application is part of it,
the threads of Mayfly's graphs are deleted anyway (docs/langgraph-server.md).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
from langgraph.store.base import BaseStore, SearchItem

from mayfly.errors import InvalidLifetime
from mayfly.settings import get_settings

log = logging.getLogger("mayfly.graphs")

_PAGE = 500
_LONGEST_WAIT_SECONDS = 60.0
_SHORTEST_WAIT_SECONDS = 0.05
_STOP_SECONDS = 10.0

Saver = BaseCheckpointSaver[Any]
Choice = Callable[[str], bool]


def sweep_threads(
    checkpointer: Saver,
    *,
    minutes: float | None = None,
    now: float | None = None,
    only: Choice | None = None,
) -> list[str]:
    """Delete the threads of a checkpointer in which nothing has happened for a model's life.

    It reads every checkpoint once. A thread that goes on in the meantime is kept. A run that makes
    no step for that long loses what it has done so far, so ``minutes`` has to be longer than
    the slowest node of a graph.

    Args:
        checkpointer: Any saver that can list and delete.
        minutes: How long a thread is kept after its last step; a model's life
            (``MAYFLY_CLEANUP_INTERVAL_MINUTES``) if not given.
        now: Epoch seconds that replace the clock.
        only: Returns whether a thread id may be deleted; all may be if not given.

    Returns:
        The ids of the threads that were deleted.

    Raises:
        InvalidLifetime: ``minutes`` is not a positive number.
    """
    before = _before(minutes, now)
    last = _last_steps(checkpointer.list(None), only)
    gone = []
    for thread_id, stepped_at in last.items():
        if stepped_at < before and _still_old(
            checkpointer.get_tuple({"configurable": {"thread_id": thread_id}}), before
        ):
            checkpointer.delete_thread(thread_id)
            gone.append(thread_id)
    return gone


async def asweep_threads(
    checkpointer: Saver,
    *,
    minutes: float | None = None,
    now: float | None = None,
    only: Choice | None = None,
) -> list[str]:
    """Delete threads as ``sweep_threads`` does, with the saver's asynchronous methods."""
    before = _before(minutes, now)
    last = _last_steps([found async for found in checkpointer.alist(None)], only)
    gone = []
    for thread_id, stepped_at in last.items():
        if stepped_at < before and _still_old(
            await checkpointer.aget_tuple({"configurable": {"thread_id": thread_id}}), before
        ):
            await checkpointer.adelete_thread(thread_id)
            gone.append(thread_id)
    return gone


def sweep_store(
    store: BaseStore, namespace: tuple[str, ...], *, minutes: float | None = None, now: float | None = None
) -> int:
    """Delete the items of a store that were last written more than a model's life ago.

    Mayfly's graphs write nothing to a store; this is for what your own graph stores about models.

    Args:
        store: Any store.
        namespace: Where the items are; namespaces below it are included.
        minutes: How long an item is kept; a model's life if not given.
        now: Epoch seconds that replace the clock.

    Returns:
        How many items were deleted.

    Raises:
        InvalidLifetime: ``minutes`` is not a positive number.
    """
    before = _before(minutes, now)
    found: list[SearchItem] = []
    while page := store.search(namespace, limit=_PAGE, offset=len(found), refresh_ttl=False):
        found += page
    old = [item for item in found if item.updated_at.timestamp() < before]
    for item in old:
        store.delete(item.namespace, item.key)
    return len(old)


async def asweep_store(
    store: BaseStore, namespace: tuple[str, ...], *, minutes: float | None = None, now: float | None = None
) -> int:
    """Delete items as ``sweep_store`` does, with the store's asynchronous methods."""
    before = _before(minutes, now)
    found: list[SearchItem] = []
    while page := await store.asearch(namespace, limit=_PAGE, offset=len(found), refresh_ttl=False):
        found += page
    old = [item for item in found if item.updated_at.timestamp() < before]
    for item in old:
        await store.adelete(item.namespace, item.key)
    return len(old)


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep deleted.

    Attributes:
        threads: Ids of threads.
        items: Number of a store's items.
    """

    threads: tuple[str, ...] = ()
    items: int = 0


class Retention:
    """Sweeps a checkpointer, a store or both in the background, as the cleanup service sweeps models.

    It has a thread of its own, so that a slow database never delays the deletion of a
    model. ``with Retention(...):`` starts and stops it. ``async with`` sweeps in a task instead, with
    the asynchronous methods, for savers that belong to an event loop.
    """

    def __init__(
        self,
        checkpointer: Saver | None = None,
        *,
        store: BaseStore | None = None,
        namespace: tuple[str, ...] | None = None,
        minutes: float | None = None,
        only: Choice | None = None,
    ) -> None:
        """Set what is swept; nothing starts yet.

        Args:
            checkpointer: Its threads are deleted.
            store: Its items are deleted.
            namespace: Where the store's items are; needed with a store.
            minutes: How long both are kept; a model's life if not given.
            only: Returns whether a thread id may be deleted.

        Raises:
            InvalidLifetime: ``minutes`` is not a positive number.
            ValueError: There is nothing to sweep, or a store without a namespace.
        """
        if checkpointer is None and store is None:
            raise ValueError("Retention needs a checkpointer or a store")
        if store is not None and namespace is None:
            raise ValueError("Retention needs the namespace of the store's items; () is all of them")
        self.minutes = _life(minutes)
        self._checkpointer = checkpointer
        self._store = store
        self._namespace = namespace or ()
        self._only = only
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._task: asyncio.Task[None] | None = None

    def sweep(self, now: float | None = None) -> Swept:
        """Delete what is too old now.

        Args:
            now: Epoch seconds that replace the clock.
        """
        threads: Iterable[str] = ()
        if self._checkpointer is not None:
            threads = sweep_threads(self._checkpointer, minutes=self.minutes, now=now, only=self._only)
        items = 0
        if self._store is not None:
            items = sweep_store(self._store, self._namespace, minutes=self.minutes, now=now)
        return Swept(tuple(threads), items)

    def start(self) -> None:
        """Start the thread; do nothing if it runs."""
        if self._thread is None or not self._thread.is_alive():
            self._stopped.clear()
            self._thread = threading.Thread(target=self._run, name="mayfly-retention", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop the thread and wait at most ten seconds for its end: a sweep may hang in its database."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            self._thread = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    async def __aenter__(self) -> Self:
        """Start the task."""
        self._task = asyncio.create_task(self._arun(), name="mayfly-retention")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel the task."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def asweep(self, now: float | None = None) -> Swept:
        """Delete what is too old as ``sweep`` does, with the asynchronous methods."""
        threads: Iterable[str] = ()
        if self._checkpointer is not None:
            threads = await asweep_threads(self._checkpointer, minutes=self.minutes, now=now, only=self._only)
        items = 0
        if self._store is not None:
            items = await asweep_store(self._store, self._namespace, minutes=self.minutes, now=now)
        return Swept(tuple(threads), items)

    def _run(self) -> None:
        while not self._stopped.wait(self._turn_seconds()):
            try:
                self.sweep()
            except Exception as error:  # the database failed; the next turn tries again
                _note(error)

    async def _arun(self) -> None:
        while True:
            await asyncio.sleep(self._turn_seconds())
            try:
                await self.asweep()
            except Exception as error:  # the database failed; the next turn tries again
                _note(error)

    def _turn_seconds(self) -> float:
        return min(max(self.minutes * 60 / 10, _SHORTEST_WAIT_SECONDS), _LONGEST_WAIT_SECONDS)


def _note(error: Exception) -> None:
    log.warning("Old conversations could not be deleted: %s", type(error).__name__)
    log.debug("how it happened", exc_info=error)


def _life(minutes: float | None) -> float:
    """Return how long conversations are kept, in minutes.

    Raises:
        InvalidLifetime: ``minutes`` is not a positive number.
    """
    life = get_settings().cleanup_interval_minutes if minutes is None else minutes
    if not 0 < life < float("inf"):
        raise InvalidLifetime(f"A conversation can't be kept for {life} minutes")
    return life


def _before(minutes: float | None, now: float | None) -> float:
    return (time.time() if now is None else now) - _life(minutes) * 60


def _last_steps(found: Iterable[CheckpointTuple], only: Choice | None) -> dict[str, float]:
    """Return when the last step of each thread was made, in epoch seconds."""
    last: dict[str, float] = {}
    for checkpoint in found:
        thread_id = str(checkpoint.config["configurable"]["thread_id"])
        if only is None or only(thread_id):
            last[thread_id] = max(last.get(thread_id, 0.0), _stepped_at(checkpoint))
    return last


def _still_old(latest: CheckpointTuple | None, before: float) -> bool:
    """Return whether nothing has been added to a thread since its checkpoints were listed."""
    return latest is None or _stepped_at(latest) < before


def _stepped_at(checkpoint: CheckpointTuple) -> float:
    return datetime.fromisoformat(checkpoint.checkpoint["ts"]).timestamp()
