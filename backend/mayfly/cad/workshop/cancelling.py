"""Cancelling a build: the token that its caller keeps, and an awaited build that ends with its task."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from mayfly.errors import BuildCancelled

Result = TypeVar("Result")


class CancelToken:
    """Cancels what it was given to, from any thread, at once.

    One token belongs to one request, with all its attempts. Nothing of a cancelled
    request is published; a request whose model is being published can't be cancelled
    any more.
    """

    def __init__(self) -> None:
        """Be not cancelled."""
        self._lock = threading.RLock()  # a signal's handler may cancel while its thread is in here
        self._cancelled = False
        self._sealed = False
        self._calls: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether it is cancelled."""
        return self._cancelled

    def cancel(self) -> bool:
        """Cancel: all waiting and work for the token's build ends now.

        Returns:
            True if nothing will be published; False if it is too late, and nothing happened.
        """
        with self._lock:
            if self._sealed:
                return False
            if not self._cancelled:
                self._cancelled = True
                for call in tuple(self._calls):
                    call()
            return True

    def check(self) -> None:
        """Go on unless cancelled.

        Raises:
            BuildCancelled: It is cancelled.
        """
        if self._cancelled:
            raise BuildCancelled

    def seal(self) -> None:
        """Pass the point of no return, just before publishing: from here on ``cancel`` has no effect.

        Raises:
            BuildCancelled: It was cancelled before.
        """
        with self._lock:
            self.check()
            self._sealed = True

    @contextlib.contextmanager
    def calling(self, call: Callable[[], None]) -> Iterator[None]:
        """Have something called when the token is cancelled within the block, and never after it.

        Args:
            call: Is called in the thread that cancels; it must not block.

        Raises:
            BuildCancelled: It is cancelled already.
        """
        with self._lock:
            self.check()
            self._calls.append(call)
        try:
            yield
        finally:
            with self._lock:
                self._calls.remove(call)


async def run_cancellable(work: Callable[[CancelToken], Result]) -> Result:
    """Run a build in a thread and await it; if the awaiting task is cancelled, so is the build.

    Args:
        work: Does it, in the thread, and passes the token on
            (``lambda token: generator.generate_model(request, cancel=token)``).

    Returns:
        What ``work`` returns.

    Raises:
        asyncio.CancelledError: The task was cancelled. The build has ended by then, and nothing
            was published, unless it was being published at that moment.
    """
    token = CancelToken()
    working = asyncio.create_task(asyncio.to_thread(work, token))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        token.cancel()
        await asyncio.wait({working})
        if not working.cancelled():
            working.exception()  # nobody else will ask for it
        raise
