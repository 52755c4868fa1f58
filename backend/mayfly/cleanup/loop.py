"""The thread of a service: how it sleeps, wakes and survives errors; what each round does; how it ends."""

from __future__ import annotations

import _thread
import atexit
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue

from mayfly.cleanup import messages
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.files import named_errors
from mayfly.cleanup.directory.locks import is_free_within
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.janitor_control import JanitorLauncher
from mayfly.cleanup.scan import Scanner
from mayfly.cleanup.sweep import Sweeper
from mayfly.contracts import SweepReport
from mayfly.errors import StorageError

log = logging.getLogger("mayfly.cleanup")

_SCAN_SECONDS = 1.0
_LEFTOVERS_SECONDS = 60.0
_MANY_FREE_BYTES = 8 << 20
"""A sweep returns free room of the index to the disk if it is more than this; less can wait."""
_MAX_PAUSE_SECONDS = 5.0
_STARTS = 5
_START_SECONDS = 1.0
_PAUSE_SECONDS = 0.0005


class CleanupLoop:
    """Runs one round after another until it is stopped; a round returns the seconds until the next one.

    Attributes:
        trouble: Why the last round failed; empty if it did not.
    """

    def __init__(
        self,
        run_once: Callable[[], float],
        waits: Waits | None = None,
        on_progress: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep what is run; no thread is started.

        Args:
            run_once: One round.
            waits: How long to wait between two rounds, and for one that does not end.
            on_progress: Called besides each time that a long scan or sweep shows that it goes on.
        """
        self.trouble = ""
        self._run_once = run_once
        self._waits = waits or Waits()
        self._on_progress = on_progress
        # Both implemented in C: a Condition, of which threading makes its own queues and events, is left
        # locked by an exception that comes at the wrong moment.
        self._wake_ups: SimpleQueue[None] = SimpleQueue()
        self._lock = threading.Lock()
        self._alive = threading.Lock()  # held by the thread as long as it lives
        self._run_number: object | None = None  # of the thread that is to run; any other one ends
        self._thread: threading.Thread | None = None
        self._beat_at = float("-inf")

    @property
    def running(self) -> bool:
        """Whether the thread is alive and has shown it lately."""
        thread = self._thread
        alive = thread is not None and self._run_number is not None and self._alive.locked()
        return alive and time.monotonic() - self._beat_at < self._waits.stuck_seconds

    def start(self) -> bool:
        """Start the thread; return False if it runs already."""
        for tried in range(_STARTS):
            if not self._start():
                return tried > 0
            give_up = time.monotonic() + _START_SECONDS
            while not self._alive.locked() and time.monotonic() < give_up:
                time.sleep(_PAUSE_SECONDS)
            if self._alive.locked() or self._run_number is None:
                break  # else an exception that was meant for us hit the thread before it began
        return True

    def _start(self) -> bool:
        with self._lock:
            if self._alive.locked():
                return False
            number, alive = object(), threading.Lock()
            thread = threading.Thread(
                target=self._run, args=(number, alive), name="mayfly-cleanup", daemon=True
            )
            self._thread, self._run_number, self._alive = thread, number, alive
            self._beat_at = time.monotonic()
            # By a thread of its own, which an exception raised in ours can't cut off half-way.
            _thread.start_new_thread(thread.start, ())
        return True

    def stop(self) -> bool:
        """Stop the thread and wait for it; return False if none ran.

        Cut off by an exception, it may be called again, and waits for the same thread.
        """
        with self._lock:
            thread, self._run_number = self._thread, None
            self._wake_ups.put(None)
        if thread is None:
            return False
        if thread is not threading.current_thread():
            is_free_within(self._alive, self._waits.stuck_seconds)
        with self._lock:
            ours = self._thread is thread
            self._thread = None if ours else self._thread
        return ours

    def wake(self, due_seconds: float = 0.0) -> None:
        """Wake the thread for what is due so soon, unless it wakes by itself until then.

        Each round takes the index's lock, for which others would wait: without this rule, a
        hundred models published in a second would cause a hundred rounds.
        """
        if self._run_number is not None and not self._alive.locked():
            self.start()  # an exception from outside has ended it
        if due_seconds > (_MAX_PAUSE_SECONDS if self.trouble else self._waits.poll_seconds) * 2:
            return
        self._wake_ups.put(None)

    def beat(self) -> None:
        """Show that the thread is alive, if it is the one that calls."""
        if threading.current_thread() is self._thread:
            self._beat_at = time.monotonic()

    def show_progress(self) -> None:
        """Show that a long scan or sweep goes on; whichever thread runs it."""
        self.beat()
        self._on_progress()

    def after_fork(self) -> None:
        """Forget the thread and the locks, which are the parent's."""
        self._wake_ups, self._lock = SimpleQueue(), threading.Lock()
        self._thread, self._run_number, self._alive = None, None, threading.Lock()

    def _run(self, number: object, alive: threading.Lock) -> None:
        with alive:
            while self._run_number is number:
                try:
                    self._run_rounds(number)
                except BaseException as error:  # from outside, between two rounds
                    with suppress(BaseException):
                        self._complain(error)

    def _run_rounds(self, number: object) -> None:
        pause = self._waits.poll_seconds
        while self._run_number is number:
            self.beat()
            try:
                wait = self._run_once()
                pause = self._waits.poll_seconds
                if self.trouble:
                    log.info(messages.WORKS_AGAIN)
                    self.trouble = ""
            except BaseException as error:  # whatever it is, the next round may work
                wait, pause = pause, min(pause * 2, _MAX_PAUSE_SECONDS)
                self._complain(error)
            if self._run_number is number:
                with suppress(Empty):
                    self._wake_ups.get(timeout=wait)
                    while True:  # one round for all that woke it meanwhile
                        self._wake_ups.get_nowait()

    def _complain(self, error: BaseException) -> None:
        """Log a trouble once, however often it comes back."""
        trouble = str(error) or repr(error)
        if trouble != self.trouble:
            self.trouble = trouble
            known = isinstance(error, StorageError)
            log.warning(messages.CANT_WORK, trouble, exc_info=None if known else error)


class Upkeep:
    """What is done for one directory: at each round of the thread, by an explicit sweep, and at the end."""

    def __init__(  # noqa: PLR0913 - the parts of one service
        self,
        registry: Registry,
        scanner: Scanner,
        sweeper: Sweeper,
        launcher: JanitorLauncher,
        clock: Timeline,
        interval_minutes: float,
        *,
        lag_seconds: float,
        waits: Waits,
    ) -> None:
        """Keep the parts; due models are left to other services for ``lag_seconds``."""
        self._registry = registry
        self._scanner = scanner
        self._sweeper = sweeper
        self._launcher = launcher
        self._clock = clock
        self._interval = interval_minutes
        self._lag_seconds = lag_seconds
        self._waits = waits
        self._leftovers_at = self._janitor_at = float("-inf")

    def run_once(self) -> float:
        """Scan, sweep what is due, and return the seconds until there is something to do again."""
        self._scanner.scan(at_most_every=_SCAN_SECONDS)
        due = self._next_due()
        if due is not None and due <= -self._lag_seconds:
            report = self._sweeper.sweep(now=None, everything=False, unknown=self._scanner.unknown)
            due = self._next_due()
            if due is not None and due <= 0 and not report.removed:
                due = None  # what can't be removed now (a full disk) must not make the thread spin
        elif due is None or due > 0:
            log.debug(messages.NOTHING_OLD, self._interval)
        now = self._clock.steady()
        if now - self._leftovers_at > _LEFTOVERS_SECONDS:
            self._scanner.leftovers.clear()
            self._registry.index.shrink()
            self._leftovers_at = now
        if now - self._janitor_at > self._waits.janitor_check_seconds:
            self._janitor_at = now
            if self._registry.what_is_left()[0]:
                self._launcher.ensure()
            self._launcher.reap()
        if due is None:
            return self._waits.poll_seconds
        return min(self._waits.poll_seconds, max(0.0, due + self._lag_seconds))

    def _next_due(self) -> float | None:
        """Return the seconds until there is something to remove, below zero if overdue; None if never."""
        now = self._clock.steady()
        times = [found.seconds_left(now) for found in self._scanner.unknown]
        due = self._sweeper.next_due()
        return min(times if due is None else [*times, due], default=None)

    def sweep(self, now: float | None, *, dry_run: bool) -> SweepReport:
        """Remove every model whose time is over, or report what would go.

        Args:
            now: Epoch seconds that replace the clocks.
            dry_run: Only report what would go.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._scanner.scan(thorough=False)
        if dry_run:
            return self._completed(self._sweeper.preview(now))
        with named_errors("The sweep"):
            report = self._sweeper.sweep(now=now, everything=True, unknown=self._scanner.unknown)
            self._scanner.leftovers.clear(now)
        if report.removed:
            self._registry.index.shrink(_MANY_FREE_BYTES)
        else:
            log.info(messages.NOTHING_OLD, self._interval)
        return self._completed(report)

    def _completed(self, report: SweepReport) -> SweepReport:
        """Return a report with the number of models that are left, and the next deadline."""
        ended = len(report.removed) if report.dry_run else 0
        there, next_expiry = self._registry.what_is_left()
        kept = there - ended - len(report.leased) - len(report.failed)
        return replace(report, kept=max(0, kept), next_deadline=next_expiry)

    def has_work(self, patience_seconds: float = float("inf")) -> bool:
        """Return whether any model or half-written file is left, by whatever process it was made.

        Args:
            patience_seconds: Models overdue for longer than this do not count.

        Raises:
            StorageError: Directory or index can't be used.
        """
        last = self._scanner.compared(self._registry.last_deadline)
        now = self._clock.steady()
        if any(-found.seconds_left(now) < patience_seconds for found in self._scanner.unknown):
            return True
        if last is not None and self._clock.boot() - last < patience_seconds:
            return True
        return self._scanner.leftovers.has_partials()

    def leave_janitor(self) -> None:
        """Start a janitor if there is anything left to do."""
        with suppress(StorageError):
            if self.has_work():
                self._launcher.ensure()

    def after_fork(self) -> None:
        """Forget what belongs to the parent: locks, events, children."""
        self._scanner.after_fork()
        self._launcher.after_fork()


class ProcessEnd:
    """Ends one service with its process, and leaves a janitor for what is left."""

    def __init__(self, loop: CleanupLoop, upkeep: Upkeep, stop: Callable[[], None]) -> None:
        """Keep what is done at the end; ``stop`` stops the service."""
        self._loop = loop
        self._upkeep = upkeep
        self._stop = stop
        self._pid = os.getpid()
        with _all_lock:
            _all.add(self)

    def take_on(self) -> None:
        """Make this process responsible for the service: it may be a fork of the one that made it."""
        self._pid = os.getpid()

    def end(self) -> None:
        """Stop the service if it runs; nothing is done in a forked child, whose parent looks after it."""
        if self._pid != os.getpid():
            return
        with suppress(Exception):  # the interpreter ends whatever happens here
            if self._loop.running:
                self._stop()
            else:
                self._upkeep.leave_janitor()

    def after_fork(self) -> None:
        """Forget, in a child, what belongs to the parent."""
        self._loop.after_fork()
        self._upkeep.after_fork()


_all: weakref.WeakSet[ProcessEnd] = weakref.WeakSet()
_all_lock = threading.Lock()


def _at_exit() -> None:
    for service in list(_all):
        service.end()


def _after_fork_in_child() -> None:
    global _all_lock
    _all_lock = threading.Lock()
    for service in list(_all):
        service.after_fork()


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_after_fork_in_child)
