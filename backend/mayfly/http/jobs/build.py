"""A build in the background: its stages, its end, and how to wait for both from the event loop.

The answer that waits, the event stream and polling are three views of one ``Build``.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

from mayfly.cad.workshop import CancelToken


class Build:
    """One build; only the event loop may use it, except for ``reach``.

    Attributes:
        build_id: Names it where it is polled for; nobody can guess it.
        cancel: Cancels it; use ``JobQueue.cancel``.
        handed_over: Another process begins it again, so its end here is nobody's concern.
        detached: It goes on when nobody waits for it, and can be polled for.
        stages: The stages reached so far.
        done: It has ended, with a result or an error.
        result: What the work returned.
        error: Why there is no result.
    """

    def __init__(self, build_id: str | None = None, *, detached: bool = False) -> None:
        """Start at no stage, with a new id if none is given."""
        self.build_id = build_id or secrets.token_hex(16)
        self.handed_over = False
        self.cancel = CancelToken()
        self.detached = detached
        self.stages: list[str] = []
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._followers = 0

    @property
    def stage(self) -> str | None:
        """The latest stage."""
        return self.stages[-1] if self.stages else None

    async def wait(self) -> Any:
        """Wait for the end and return the result.

        Raises:
            MayflyError: What the work raised.
        """
        await self._over.wait()
        if self.error is not None:
            raise self.error
        return self.result

    async def follow(self, quiet_seconds: float | None = None) -> AsyncIterator[str | None]:
        """Yield every stage until the end, past ones first; None after each ``quiet_seconds`` without one."""
        seen = 0
        self._followers += 1  # before the stages are read, so that none is missed
        try:
            while True:
                changed = self._changed
                for stage in self.stages[seen:]:
                    seen += 1
                    yield stage
                if self.done and seen == len(self.stages):
                    return
                try:
                    async with asyncio.timeout(quiet_seconds):
                        await changed.wait()
                except TimeoutError:
                    yield None
        finally:
            self._followers -= 1

    def reach(self, stage: str, loop: asyncio.AbstractEventLoop) -> None:
        """Add a stage, from any thread; the loop is woken only if somebody follows."""
        self.stages.append(stage)
        if self._followers:
            call_on_loop(loop, self._wake_followers)

    def end(self, result: Any, error: Exception | None) -> None:
        """Set the result or the error, and wake all who wait."""
        self.result, self.error, self.done = result, error, True
        self._over.set()
        self._wake_followers()

    def _wake_followers(self) -> None:
        # A new event for each change, so that no follower has to clear one that others wait for.
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


def call_on_loop(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *arguments: Any) -> None:
    """Call a function on the loop, from any thread; do nothing if the loop has been closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)
