"""The job queue: builds in threads of their own, bounded in number and size, shared fairly by clients."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from anyio import to_thread

from mayfly.cad.workshop import CancelToken, Kind
from mayfly.cad.workshop.admission import KINDS, FairSemaphore, Turn
from mayfly.errors import BuildCancelled, MayflyError, StorageError, WorkshopBusy
from mayfly.http.app_state import AppState
from mayfly.http.jobs.build import Build, call_on_loop
from mayfly.http.jobs.records import Observer
from mayfly.http.metrics import Metrics

log = logging.getLogger("mayfly.http")

FILES_LIMIT_BYTES = 128 * 1024 * 1024
"""Size that the files of all build requests under way may have together."""
_CANCEL_SECONDS = 2.0
_MOST_THREADS = 16

Progress = Callable[[str], None]
Work = Callable[[Progress, CancelToken], Any]
"""Does a build: is called with a callback for the stages, and with what cancels it."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A build that runs or waits."""

    build: Build
    turn: Turn
    run: Callable[[], None]
    client: str
    size_bytes: int


class JobQueue:
    """Accepts as many builds as the workshop can hold, and refuses the rest.

    Planning with a chat model and waiting for a place in the workshop both take
    time, so builds are counted here, where the request comes in. Here, too, each client
    has its share, and it is decided which client is served next.

    Attributes:
        cancelled: How many builds were cancelled.
        closing: It waits for its builds to end.
    """

    def __init__(
        self, app_state: AppState, metrics: Metrics, *, size: int, waiting: int, threads: int
    ) -> None:
        """Start empty; threads start with the first builds.

        Args:
            app_state: Notes how builds end.
            metrics: Counts builds.
            size: Builds that the workshop does at the same time.
            waiting: Further builds that may wait.
            threads: Builds of one client that may be planned or built at the same time, of each kind.
                Each takes the interpreter's lock now and then, and other answers wait behind them: with
                32 threads instead of 4, the statistics took up to 160 ms instead of 10. Each other
                client has as many, so that its builds reach the workshop, which chooses between clients.
        """
        self.cancelled = 0
        self.closing = False
        self._app_state = app_state
        self._metrics = metrics
        self._places = FairSemaphore(max(threads, _MOST_THREADS), waiting, at_once=size, each=threads)
        self._jobs: dict[str, _Job] = {}
        self._seconds_each = 1.0
        self._started = 0  # builds that have a thread, or get one next
        self._threads: list[threading.Thread] = []
        self._for_threads: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        metrics.observe_load(self.load)

    def start(  # noqa: PLR0913 - all but the first are named
        self,
        work: Work,
        *,
        client: str,
        trusted: bool = False,
        size_bytes: int = 0,
        observer: Observer | None = None,
        counted: bool = True,
        taken_over: str | None = None,
    ) -> Build:
        """Start a build as soon as there is a thread for it.

        Args:
            work: Does it.
            client: Names the client that it is for.
            trusted: It runs one of Mayfly's own scripts.
            size_bytes: Memory that its request takes until it ends.
            observer: Called at once; then in the build's thread, at each stage and at the end.
                A build with an observer is detached.
            counted: It makes a model (not only a picture of one), so the metrics count it.
            taken_over: Id of a build that an ended process has begun; it is not refused.

        Raises:
            WorkshopBusy: Too many run or wait already, or too many of this client, or too large ones.
        """
        try:
            if taken_over is None:
                self._places.refuse_if_full(client, trusted=trusted)
                self._refuse_if_large(client, size_bytes)
        except WorkshopBusy as busy:
            seconds = min(max(1.0, len(self._jobs) * self._seconds_each), 60.0)
            raise WorkshopBusy(str(busy), seconds) from None
        build = Build(taken_over, detached=observer is not None)
        if observer is not None:  # there is a record before the client learns where to poll
            observer(build.build_id, None, None, None)
        loop = asyncio.get_running_loop()

        def run() -> None:
            self._run(build, work, observer or _ignore, counted, loop)

        turn = self._places.join(client, lambda: self._give_to_thread(run), trusted=trusted, bounded=False)
        self._jobs[build.build_id] = _Job(build, turn, run, client, size_bytes)
        self._metrics.builds_running.set(len(self._jobs))
        return build

    def _refuse_if_large(self, client: str, size_bytes: int) -> None:
        """Check that there is room for a request's files; one client may take half of what is left.

        Raises:
            WorkshopBusy: There is no room.
        """
        used = sum(job.size_bytes for job in self._jobs.values())
        mine = sum(job.size_bytes for job in self._jobs.values() if job.client == client)
        if size_bytes and size_bytes > FILES_LIMIT_BYTES - used - mine:
            raise WorkshopBusy(
                "The files of the builds under way take too much memory already; try again later."
            )

    def find(self, build_id: str) -> Build | None:
        """Return a build that runs or waits in this process; None if it is not here."""
        job = self._jobs.get(build_id)
        return job.build if job is not None else None

    def detached(self) -> frozenset[str]:
        """Return the ids of the detached builds here, which any worker may be asked to cancel."""
        return frozenset(build_id for build_id, job in self._jobs.items() if job.build.detached)

    def cancel(self, build: Build) -> bool:
        """Cancel a build that waits or runs; it ends at once, or as soon as its planner answers.

        Returns:
            True if nothing of it will be published; False if it has ended, or is being published.
        """
        if build.done or not build.cancel.cancel():
            return False
        job = self._jobs.get(build.build_id)
        if job is not None and self._places.withdraw(job.turn):
            # All threads may be busy for long: this one only carries out the end.
            threading.Thread(target=job.run, name="mayfly-cancelled", daemon=True).start()
        return True

    def load(self) -> Mapping[str, Mapping[Kind, int]]:
        """Count what the workshop builds and draws ("running"), and what waits for it ("waiting")."""
        here, there = self._places.load()["waiting"], self._app_state.generator.workshop.load()
        waiting = {kind: here[kind] + there["waiting"][kind] for kind in KINDS}
        return {"running": there["running"], "waiting": waiting}

    async def close(self, seconds: float, hand_over: Callable[[Collection[str]], None] | None = None) -> None:
        """Wait at most ``seconds`` until all builds have ended, cancel the rest, and end the threads.

        Args:
            seconds: How long to wait.
            hand_over: Is given the detached builds that are cancelled, for other processes to begin again.
        """
        self.closing = True
        await self._wait_for_all(seconds)
        if left := self.detached() if hand_over is not None else frozenset():
            log.info("%d builds are left to other processes", len(left))
            for build_id in left:
                self._jobs[build_id].build.handed_over = True
        if self._jobs:
            log.warning("%d builds did not end in time and are cancelled", len(self._jobs))
            for job in list(self._jobs.values()):
                self.cancel(job.build)
            await self._wait_for_all(_CANCEL_SECONDS)
        if left and hand_over is not None:
            await to_thread.run_sync(hand_over, left)
        for _ in self._threads:
            self._for_threads.put(None)
        self._threads.clear()

    async def _wait_for_all(self, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        while self._jobs and time.monotonic() < give_up:
            await asyncio.sleep(0.05)

    def _give_to_thread(self, run: Callable[[], None]) -> None:
        """Run a build in a free thread, or in a new one."""
        self._started += 1
        self._for_threads.put(run)
        if len(self._threads) < self._started:
            # Daemons, not an executor's threads: a planner that waits for a network must not delay the exit.
            thread = threading.Thread(target=self._serve, name="mayfly-build", daemon=True)
            with suppress(RuntimeError):  # no more threads can be started: the existing ones do it
                thread.start()
                self._threads.append(thread)

    def _serve(self) -> None:
        while (run := self._for_threads.get()) is not None:
            run()

    def _run(
        self, build: Build, work: Work, observer: Observer, counted: bool, loop: asyncio.AbstractEventLoop
    ) -> None:
        """Do the work, in the build's thread."""
        started = time.monotonic()
        result: Any = None
        failure: Exception | None = None
        reached: str | None = None

        def on_progress(stage: str) -> None:
            nonlocal reached
            reached = stage
            observer(build.build_id, stage, None, None)
            build.reach(stage, loop)

        try:
            build.cancel.check()
            observer(build.build_id, None, None, None)
            result = work(on_progress, build.cancel)
        except Exception as error:  # it is raised again where the build is waited for
            failure = BuildCancelled() if build.cancel.cancelled else error
        with suppress(StorageError):  # the record is lost, the model is not
            if not (build.handed_over and failure is not None):
                observer(build.build_id, reached, result, failure)
        call_on_loop(loop, self._end, build, result, failure, counted, time.monotonic() - started)

    def _end(self, build: Build, result: Any, error: Exception | None, counted: bool, seconds: float) -> None:
        """Free the build's place, count it, and wake all who wait for it."""
        at_once = len(self._jobs)
        turn = self._jobs.pop(build.build_id).turn
        self._started -= turn.state == "held"
        self._places.leave(turn)
        if isinstance(error, BuildCancelled):
            self.cancelled += 1
            self._metrics.builds_cancelled.inc()
        else:
            self._seconds_each += 0.1 * (seconds / at_once - self._seconds_each)
        self._metrics.builds_running.set(len(self._jobs))
        if counted:
            code = error.code if isinstance(error, MayflyError) else "internal_error"
            self._metrics.built("published" if error is None else code, seconds)
        self._app_state.note_build_end(error)
        build.end(result, error)


def _ignore(build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
    """Observe nothing."""
