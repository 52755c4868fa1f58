"""Where calls run: in threads of this process, or in the job queue of the HTTP service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import anyio
from mcp.server.session import ServerSession

from mayfly.cad.workshop import LOCAL, CancelToken, Client, run_cancellable
from mayfly.generator import Progress
from mayfly.operations.stages import FRACTIONS

Work = Callable[[Progress, CancelToken, Client], Any]
"""Does a call in a thread: is given a callback for the stages, what cancels it, and whose call it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What has to be known of a call before it runs.

    Attributes:
        request: The HTTP request that it came by; None on standard input and output.
        trusted: It runs one of Mayfly's own scripts, or works on a model of one.
        makes_model: It makes a model, not only a picture of one.
    """

    request: Any
    trusted: bool
    makes_model: bool


class Runner(Protocol):
    """Runs what takes the workshop; if the awaiting task is cancelled, so is the work."""

    async def __call__(self, work: Work, order: Order, on_progress: Progress, /) -> Any:
        """Run it, and return its result.

        Args:
            work: Does it.
            order: What has to be known of it.
            on_progress: Called with each stage, in any thread.
        """
        ...


async def run_here(work: Work, _: Order, on_progress: Progress) -> Any:
    """Run the work in a thread of its own, for the one client of this process; see ``Runner``."""
    return await run_cancellable(lambda cancel: work(on_progress, cancel, LOCAL))


@asynccontextmanager
async def reported_progress(session: ServerSession) -> AsyncIterator[Progress]:
    """Yield a callback that any thread may call with stages, which are sent to the client in their order.

    All of them are sent before the block ends, so none comes after the answer.
    """
    loop = asyncio.get_running_loop()
    stages: asyncio.Queue[str | None] = asyncio.Queue()

    async def send() -> None:
        reached = -1.0
        while (stage := await stages.get()) is not None:
            # The protocol wants a number that grows, though a repair returns to an earlier stage.
            reached = max(FRACTIONS.get(stage, 0.0), reached + 0.001)
            await session.report_progress(reached, 1.0, stage)

    def on_progress(stage: str) -> None:
        loop.call_soon_threadsafe(stages.put_nowait, stage)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(send)
        try:
            yield on_progress
        finally:
            loop.call_soon(stages.put_nowait, None)  # behind those that threads have put
