"""The application's lifespan: what starts with the server, what runs in the background, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

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


@asynccontextmanager
async def lifespan(
    app_state: AppState,
    queue: JobQueue,
    records: Records,
    renditions: RenditionCache,
    *,
    life_minutes: float,
    shutdown_seconds: float,
) -> AsyncIterator[None]:
    """Run the service for a block, and end its builds afterwards.

    Args:
        app_state: Starts first and closes last.
        queue: Its builds may go on for ``shutdown_seconds`` after the block.
        records: Pruned at the start and each minute, removed at the end.
        renditions: Pruned each minute.
        life_minutes: A model's life; threads of LangGraph Server are kept as long.
        shutdown_seconds: How long builds may go on after the block.

    Raises:
        StorageError: The directory of the models can't be used.
    """
    with _short_switch_interval():
        async with app_state.running():
            await to_thread.run_sync(records.prune)
            housekeeping = asyncio.create_task(keep_house(queue, records, renditions))
            threads = asyncio.create_task(delete_old_threads(life_minutes))
            yield
            await queue.close(shutdown_seconds)
            housekeeping.cancel()
            threads.cancel()
            await to_thread.run_sync(records.close)


async def keep_house(queue: JobQueue, records: Records, renditions: RenditionCache) -> None:
    """Cancel builds as other workers request it, and prune records and renditions, until cancelled."""
    pruned_at = time.monotonic()
    while True:
        await asyncio.sleep(_CANCEL_REQUESTS_SECONDS)
        try:
            if detached := queue.detached():
                for build_id in await to_thread.run_sync(records.take_cancel_requests, detached):
                    if (build := queue.find(build_id)) is not None:
                        queue.cancel(build)
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
