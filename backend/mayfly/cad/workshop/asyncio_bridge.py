"""Builds as awaitables: a build ends with the task that awaits it, and takes no thread of an executor.

A build that waits for its place takes no thread at all. One that runs has a thread of its
own, so at most as many as the workshop has places: neither asyncio's executor nor a
framework's fills up with builds. Other work that blocks has a thread of its own, too, with
a bound for the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextvars import copy_context
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from mayfly.cad.workshop.admission import LOCAL, Client, FairSemaphore
from mayfly.cad.workshop.cancel_token import CancelToken

Result = TypeVar("Result")

AT_ONCE: Final = 32
"""Threads of this process that plan, copy and read for tasks, besides those that build."""


async def in_own_thread(work: Callable[[], Result]) -> Result:
    """Run something that blocks in a thread of its own, with the caller's context variables.

    At most ``AT_ONCE`` run at the same time; the others wait without a thread. If the awaiting
    task is cancelled, the thread goes on; its result is dropped.
    """
    async with thread_turn():
        return await _in_thread(work)


def thread_turn() -> contextlib.AbstractAsyncContextManager[Client]:
    """Hold one of the process's ``AT_ONCE`` turns within an ``async with``."""
    return hold_place(_turns(os.getpid()), Client(admitted=True))


@lru_cache(maxsize=1)
def _turns(_process: int) -> FairSemaphore:
    """Return the turns of a process; a forked one has its own, since it has none of the threads."""
    return FairSemaphore(AT_ONCE, 0)


async def _in_thread(work: Callable[[], Result]) -> Result:
    """Run something in a new thread; if the awaiting task is cancelled, the thread goes on."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()
    context = copy_context()

    def settle(put: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nothing waits any more
            loop.call_soon_threadsafe(lambda: None if outcome.done() else put())

    def run() -> None:
        try:
            result = context.run(work)
        except BaseException as error:
            raised = error
            settle(lambda: outcome.set_exception(raised))
        else:
            settle(lambda: outcome.set_result(result))

    threading.Thread(target=run, name="mayfly-awaited").start()
    return await outcome


async def run_cancellable(
    work: Callable[[CancelToken], Result], *, cancel: CancelToken | None = None
) -> Result:
    """Run a build in a thread and await it; if the awaiting task is cancelled, so is the build.

    Args:
        work: Does it, in the thread, and passes the token on
            (``lambda token: generator.generate_model(request, cancel=token)``).
        cancel: The token, if another caller is to have it too; else a new one.

    Returns:
        What ``work`` returns.

    Raises:
        asyncio.CancelledError: The task was cancelled. The build has ended by then, and nothing
            was published, unless it was being published at that moment.
    """
    token = cancel or CancelToken()
    working = asyncio.ensure_future(_in_thread(lambda: work(token)))
    working.add_done_callback(_note_error)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        token.cancel()
        await asyncio.wait({working})
        raise


def _note_error(working: asyncio.Task[Any]) -> None:
    """Read a task's error, so that asyncio logs no error that was never retrieved."""
    if not working.cancelled():
        working.exception()


@contextlib.asynccontextmanager
async def hold_place(
    places: FairSemaphore, client: Client = LOCAL, *, trusted: bool = False, cancel: CancelToken | None = None
) -> AsyncIterator[Client]:
    """Wait for a place without a thread, hold it, and pass it on; as ``FairSemaphore.hold``.

    Yields the client with its place.

    Raises:
        WorkshopBusy: Too many are waiting already, or too many of this client.
        BuildCancelled: The token was cancelled before there was a place.
        asyncio.CancelledError: The task was cancelled; the place is given up.
    """
    cancel = cancel or CancelToken()
    loop = asyncio.get_running_loop()
    awake = asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nothing waits any more
            loop.call_soon_threadsafe(awake.set)

    turn = places.join(client.key, wake, trusted=trusted, bounded=not client.admitted)
    try:
        with cancel.calling(wake):
            await awake.wait()
        cancel.check()
        yield replace(client, place=turn)
    finally:
        places.leave(turn)
