"""Builds in the background: in threads of their own, watched from the event loop.

The waiting, the event stream and the polling are three views of one ``Build``.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from mayfly.cad.workshop import CancelToken, Kind
from mayfly.cad.workshop.admission import KINDS, FairSemaphore, Turn
from mayfly.errors import BuildCancelled, MayflyError, StorageError, WorkshopBusy
from mayfly.http.metrics import Metrics
from mayfly.http.office import Office

log = logging.getLogger("mayfly.http")

_GIVEN_UP_SECONDS = 2.0
_MOST_THREADS = 16
_ORDERS_BYTES = 128 * 1024 * 1024

Progress = Callable[[str], None]
Work = Callable[[Progress, CancelToken], Any]
"""Does a build: is called with what takes note of the stages, and with what cancels it."""
Watch = Callable[[str, str | None, Any, Exception | None], None]
"""Called with the build's id, a stage just reached, and at the end the result or the error."""


class Build:
    """One build; all of it belongs to the event loop, but ``note``.

    Attributes:
        build_id: Names it where it is asked for later; nobody can guess it.
        cancel: Cancels it; ``BuildDesk.cancel`` does so.
        kept: It goes on without anybody who waits for it, and may be asked for later.
        stages: What has been reached so far.
        done: It has ended, one way or the other.
        result: What the work gave.
        error: Why it gave nothing.
    """

    def __init__(self, *, kept: bool = False) -> None:
        """Begin at no stage."""
        self.build_id = secrets.token_hex(16)
        self.cancel = CancelToken()
        self.kept = kept
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
    time, so the bound is here, where the request comes in; and so is each client's
    share of it, and the order in which clients are served.

    Attributes:
        cancelled: How many builds were cancelled.
    """

    def __init__(self, office: Office, metrics: Metrics, *, size: int, queue: int, threads: int) -> None:
        """Start with an empty desk; threads start with the first builds.

        Args:
            office: Is told how builds end.
            metrics: Counts them.
            size: Builds that the workshop does at the same time.
            queue: Builds that may wait besides.
            threads: Builds of one client that may be planned or built, of each kind. Each takes the
                interpreter's lock now and then, and whatever else is asked waits behind them: with
                32 threads instead of 4, the statistics took up to 160 ms instead of 10. Other
                clients have theirs, so that what is theirs waits at the workshop, too, which
                chooses between clients.
        """
        self.cancelled = 0
        self._office = office
        self._metrics = metrics
        self._line = FairSemaphore(max(threads, _MOST_THREADS), queue, at_once=size, each=threads)
        self._running: dict[str, tuple[Build, Turn, Callable[[], None]]] = {}
        self._orders: dict[str, tuple[str, int]] = {}  # client and size of each
        self._seconds_each = 1.0
        self._begun = 0  # builds that have, or are about to have, a thread
        self._threads: list[threading.Thread] = []
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        metrics.watch_load(self.load)

    def start(
        self,
        work: Work,
        *,
        client: str,
        trusted: bool = False,
        size_bytes: int = 0,
        watch: Watch | None = None,
        counted: bool = True,
    ) -> Build:
        """Have a build done as soon as there is a thread for it.

        Args:
            work: Does it.
            client: Names the client it is for.
            trusted: It runs one of Mayfly's own scripts.
            size_bytes: What the order itself takes in memory until it ends.
            watch: Told of the start, at once; of each stage and of the end, in the build's thread.
                Where somebody watches, the build is kept.
            counted: It makes a model (and not only a picture of one).

        Raises:
            WorkshopBusy: Too many run or wait already, or too many of this client, or too large ones.
        """
        try:
            self._line.refuse_if_full(client, trusted=trusted)
            self._refuse_if_large(client, size_bytes)
        except WorkshopBusy as busy:
            seconds = min(max(1.0, len(self._running) * self._seconds_each), 60.0)
            raise WorkshopBusy(str(busy), seconds) from None
        build = Build(kept=watch is not None)
        if watch is not None:  # known before anybody is told where to ask for it
            watch(build.build_id, None, None, None)
        loop = asyncio.get_running_loop()

        def job() -> None:
            self._run(build, work, watch or _nobody, counted, loop)

        turn = self._line.join(client, lambda: self._begin(job), trusted=trusted, bounded=False)
        self._running[build.build_id] = build, turn, job
        self._orders[build.build_id] = client, size_bytes
        self._metrics.builds_running.set(len(self._running))
        return build

    def _refuse_if_large(self, client: str, size_bytes: int) -> None:
        """Refuse an order with files for which a client, which may have half of what is left, has no room.

        Raises:
            WorkshopBusy: It is.
        """
        mine = sum(size for whose, size in self._orders.values() if whose == client)
        if size_bytes and size_bytes > _ORDERS_BYTES - sum(size for _, size in self._orders.values()) - mine:
            raise WorkshopBusy("The orders under way hold too much in files already; try again later.")

    def find(self, build_id: str) -> Build | None:
        """Give a build that runs or waits here; None if there is none."""
        found = self._running.get(build_id)
        return found and found[0]

    def kept(self) -> frozenset[str]:
        """Name the builds here that may be asked for, and cancelled, at any worker."""
        return frozenset(build_id for build_id, (build, _, _) in self._running.items() if build.kept)

    def cancel(self, build: Build) -> bool:
        """Cancel a build, whether it waits or runs; it ends at once, or as soon as its planner answers.

        Returns:
            True if nothing of it will be published; False if it has ended, or is being published.
        """
        if build.done or not build.cancel.cancel():
            return False
        found = self._running.get(build.build_id)
        if found is not None and self._line.withdraw(found[1]):
            # All threads may be at work for long: this one only takes note of the end.
            threading.Thread(target=found[2], name="mayfly-cancelled", daemon=True).start()
        return True

    def load(self) -> Mapping[str, Mapping[Kind, int]]:
        """Count what the workshop builds and draws ("running"), and what waits for it ("waiting")."""
        here, there = self._line.load()["waiting"], self._office.generator.workshop.load()
        waiting = {kind: here[kind] + there["waiting"][kind] for kind in KINDS}
        return {"running": there["running"], "waiting": waiting}

    async def close(self, seconds: float) -> None:
        """Wait until all builds have ended, but no longer than this; cancel the rest, let the threads go."""
        await self._wait_for_all(seconds)
        if self._running:
            log.warning("%d builds did not end in time and are given up", len(self._running))
            for build, _, _ in list(self._running.values()):
                self.cancel(build)
            await self._wait_for_all(_GIVEN_UP_SECONDS)
        for _ in self._threads:
            self._jobs.put(None)
        self._threads.clear()

    async def _wait_for_all(self, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        while self._running and time.monotonic() < give_up:
            await asyncio.sleep(0.05)

    def _begin(self, job: Callable[[], None]) -> None:
        """Have a build done by a thread that is free, or by a new one."""
        self._begun += 1
        self._jobs.put(job)
        if len(self._threads) < self._begun:
            # Daemons, not an executor's threads: a planner that waits for a network must not hold up the end.
            thread = threading.Thread(target=self._serve, name="mayfly-build", daemon=True)
            with suppress(RuntimeError):  # no more threads can be had: those that there are do it
                thread.start()
                self._threads.append(thread)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
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
            build.cancel.check()
            watch(build.build_id, None, None, None)
            result = work(tell, build.cancel)
        except Exception as error:  # it is raised again where the build is waited for
            failure = BuildCancelled() if build.cancel.cancelled else error
        with suppress(StorageError):  # the record is lost, the model is not
            watch(build.build_id, reached, result, failure)
        _say(loop, self._ended, build, result, failure, counted, time.monotonic() - started)

    def _ended(
        self, build: Build, result: Any, error: Exception | None, counted: bool, seconds: float
    ) -> None:
        at_once = len(self._running)
        _, turn, _ = self._running.pop(build.build_id)
        del self._orders[build.build_id]
        self._begun -= turn.state == "held"
        self._line.leave(turn)
        if isinstance(error, BuildCancelled):
            self.cancelled += 1
            self._metrics.builds_cancelled.inc()
        else:
            self._seconds_each += 0.1 * (seconds / at_once - self._seconds_each)
        self._metrics.builds_running.set(len(self._running))
        if counted:
            code = error.code if isinstance(error, MayflyError) else "internal_error"
            self._metrics.built("published" if error is None else code, seconds)
        self._office.note_build(error)
        build.end(result, error)


def _nobody(build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
    """Watch nothing."""


def _say(loop: asyncio.AbstractEventLoop, what: Callable[..., None], *arguments: Any) -> None:
    """Call something on the loop; a loop that is closed meanwhile needs to hear nothing any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(what, *arguments)
