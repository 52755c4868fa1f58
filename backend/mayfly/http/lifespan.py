"""The application's lifespan: what starts with the server, what runs in the background, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from anyio import to_thread

from mayfly.http.app_state import AppState
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.jobs.shared_records import Records
from mayfly.http.langgraph_threads import delete_old_threads
from mayfly.http.renditions import RenditionCache

log = logging.getLogger("mayfly.http")

_SWITCH_SECONDS = 0.001
_CANCEL_REQUESTS_SECONDS = 0.25
_PRUNE_SECONDS = 60.0
_LOOK_SECONDS = 1.0

BeginAgain = Callable[[str, Mapping[str, Any]], None]
"""Begins a build again, of an id and what was asked."""


@asynccontextmanager
async def lifespan(  # noqa: PLR0913 - each is a part that it starts or ends
    app_state: AppState,
    queue: JobQueue,
    records: Records,
    renditions: RenditionCache,
    *,
    life_minutes: float,
    shutdown_seconds: float,
    begin_again: BeginAgain,
) -> AsyncIterator[None]:
    """Run the service for a block, and end its builds afterwards.

    Args:
        app_state: Starts first and closes last.
        queue: Its builds may go on for ``shutdown_seconds`` after the block.
        records: Pruned at the start and each minute, removed at the end.
        renditions: Pruned each minute.
        life_minutes: A model's life; threads of LangGraph Server are kept as long.
        shutdown_seconds: How long builds may go on after the block.
        begin_again: Begins a build that another replica has not ended.

    Raises:
        StorageError: The directory of the models can't be used.
    """
    with _short_switch_interval():
        async with app_state.running():
            await to_thread.run_sync(records.prune)
            housekeeping = asyncio.create_task(keep_house(queue, records, renditions, begin_again))
            threads = asyncio.create_task(delete_old_threads(life_minutes))
            yield
            await queue.close(shutdown_seconds, records.hand_over if records.shared else None)
            housekeeping.cancel()
            threads.cancel()
            await to_thread.run_sync(records.close)


async def keep_house(
    queue: JobQueue, records: Records, renditions: RenditionCache, begin_again: BeginAgain
) -> None:
    """Cancel builds as others request it, take over lost ones, prune what is old, until cancelled."""
    pruned_at = looked_at = time.monotonic()
    while True:
        await asyncio.sleep(_CANCEL_REQUESTS_SECONDS)
        try:
            if detached := queue.detached():
                for build_id in await to_thread.run_sync(records.take_cancel_requests, detached):
                    if (build := queue.find(build_id)) is not None:
                        queue.cancel(build)
            if time.monotonic() - looked_at > _LOOK_SECONDS and not queue.closing:
                looked_at = time.monotonic()
                for build_id, asked in await to_thread.run_sync(records.take_over):
                    log.info("A build is begun again whose process has ended.")
                    begin_again(build_id, asked)
            if time.monotonic() - pruned_at > _PRUNE_SECONDS:
                pruned_at = time.monotonic()
                await to_thread.run_sync(records.prune)
                await renditions.prune()
        except Exception as error:  # the loop goes on after a failure
            log.warning("Records and renditions could not be pruned: %s", type(error).__name__)
            log.debug("how it happened", exc_info=True)


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    """Make Python switch between threads more often within the block.

    Otherwise the threads that plan and publish keep each request waiting for up to five
    milliseconds at a time; this shortens the 99th percentile of short answers while
    models are built (`benchmarks/http.py`).
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
