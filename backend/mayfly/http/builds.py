"""Builds in the background: in threads of their own, watched from the event loop.

The waiting, the event stream and the polling are three views of one ``Build``.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from mayfly.errors import MayflyError, StorageError, WorkshopBusy
from mayfly.http.metrics import Metrics
from mayfly.http.office import Office

log = logging.getLogger("mayfly.http")

Progress = Callable[[str], None]
Work = Callable[[Progress], Any]
Watch = Callable[[str, str | None, Any, Exception | None], None]
"""Called with the build's id, a stage just reached, and at the end the result or the error."""


class Build:
    """One build; all of it belongs to the event loop, but ``note``.

    Attributes:
        build_id: Names it where it is asked for later; nobody can guess it.
        stages: What has been reached so far.
        done: It has ended, one way or the other.
        result: What the work gave.
        error: Why it gave nothing.
    """

    def __init__(self) -> None:
        """Begin at no stage."""
        self.build_id = secrets.token_hex(16)
        self.stages: list[str] = []
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._followers = 0

    @property
    def stage(self) -> str | None:
        """The stage reached last."""
        return self.stages[-1] if self.stages else None

    async def wait(self) -> Any:
        """Wait for the end and give the result.

        Raises:
            MayflyError: What the work raised.
        """
        await self._over.wait()
        if self.error is not None:
            raise self.error
        return self.result

    async def follow(self, quiet_seconds: float | None = None) -> AsyncIterator[str | None]:
        """Give every stage, those of the past too, until the end; None after each silence of this length."""
        seen = 0
        self._followers += 1  # before looking, so that no stage comes unseen and unheard
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

    def note(self, stage: str, loop: asyncio.AbstractEventLoop) -> None:
        """Take note of a stage, from any thread; the loop is woken only if somebody follows."""
        self.stages.append(stage)
        if self._followers:
            _say(loop, self._ring)

    def end(self, result: Any, error: Exception | None) -> None:
        """Take note of the end."""
        self.result, self.error, self.done = result, error, True
        self._over.set()
        self._ring()

    def _ring(self) -> None:
        # A fresh event for each change, so that no follower has to clear one that others wait for.
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


class BuildDesk:
    """Takes builds in, as many as the workshop can hold, and turns the rest away.

    Planning with a chat model and waiting for a place in the workshop both take
    time, so the bound is here, where the request comes in.
    """

    def __init__(self, office: Office, metrics: Metrics, *, capacity: int, threads: int) -> None:
        """Start with an empty desk; threads start with the first builds.

        Args:
            office: Is told how builds end.
            metrics: Counts them.
            capacity: Builds that may run or wait.
            threads: Builds that may run. Each takes the interpreter's lock now and then, and
                whatever else is asked waits behind them: with 32 threads instead of 4, the
                statistics took up to 160 ms instead of 10.
        """
        self._office = office
        self._metrics = metrics
        self._capacity = capacity
        self._running: set[Build] = set()
        self._seconds_each = 1.0
        self._most_threads = threads
        self._threads: list[threading.Thread] = []
        self._waiting: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def start(self, work: Work, *, watch: Watch | None = None, counted: bool = True) -> Build:
        """Have a build done as soon as there is a thread for it.

        Args:
            work: Does it; is called with what takes note of the stages.
            watch: Told of the start, at once; of each stage and of the end, in the build's thread.
            counted: It makes a model (and not only a picture of one).

        Raises:
            WorkshopBusy: Too many run or wait already.
        """
        if len(self._running) >= self._capacity:
            seconds = max(1.0, len(self._running) * self._seconds_each)
            raise WorkshopBusy(
                f"{len(self._running)} builds run or wait already; try again in {seconds:.0f} s.",
                min(seconds, 60.0),
            )
        build = Build()
        if watch is not None:  # known before anybody is told where to ask for it
            watch(build.build_id, None, None, None)
        self._running.add(build)
        self._metrics.builds_running.set(len(self._running))
        loop = asyncio.get_running_loop()
        self._waiting.put(lambda: self._run(build, work, watch or _nobody, counted, loop))
        if len(self._threads) < min(len(self._running), self._most_threads):
            # Daemons, not an executor's threads: a planner that waits for a network must not hold up the end.
            thread = threading.Thread(target=self._serve, name="mayfly-build", daemon=True)
            self._threads.append(thread)
            thread.start()
        return build

    async def close(self, seconds: float) -> None:
        """Wait until all builds have ended, but no longer than this, and let the threads go."""
        give_up = time.monotonic() + seconds
        while self._running and time.monotonic() < give_up:
            await asyncio.sleep(0.05)
        if self._running:
            log.warning("%d builds did not end in time and are given up", len(self._running))
        for _ in self._threads:
            self._waiting.put(None)
        self._threads.clear()

    def _serve(self) -> None:
        while (job := self._waiting.get()) is not None:
            job()

    def _run(
        self, build: Build, work: Work, watch: Watch, counted: bool, loop: asyncio.AbstractEventLoop
    ) -> None:
        """Do the work, in the build's thread."""
        started = time.monotonic()
        result: Any = None
        failure: Exception | None = None
        reached: str | None = None

        def tell(stage: str) -> None:
            nonlocal reached
            reached = stage
            watch(build.build_id, stage, None, None)
            build.note(stage, loop)

        try:
            watch(build.build_id, None, None, None)
            result = work(tell)
        except Exception as error:  # it is raised again where the build is waited for
            failure = error
        with suppress(StorageError):  # the record is lost, the model is not
            watch(build.build_id, reached, result, failure)
        _say(loop, self._ended, build, result, failure, counted, time.monotonic() - started)

    def _ended(
        self, build: Build, result: Any, error: Exception | None, counted: bool, seconds: float
    ) -> None:
        at_once = len(self._running)
        self._running.discard(build)
        self._metrics.builds_running.set(len(self._running))
        if counted:
            code = error.code if isinstance(error, MayflyError) else "internal_error"
            self._metrics.built("published" if error is None else code, seconds)
        self._office.note_build(error)
        self._seconds_each += 0.1 * (seconds / at_once - self._seconds_each)
        build.end(result, error)


def _nobody(build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
    """Watch nothing."""


def _say(loop: asyncio.AbstractEventLoop, what: Callable[..., None], *arguments: Any) -> None:
    """Call something on the loop; a loop that is closed meanwhile needs to hear nothing any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(what, *arguments)
