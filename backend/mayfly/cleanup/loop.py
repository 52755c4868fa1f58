"""The thread of a service: what it does at each round, and how it sleeps, wakes and survives errors."""

from __future__ import annotations

import _thread
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue

from mayfly.cleanup import messages
from mayfly.cleanup.directory.locks import is_free_within
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.janitor_launch import JanitorLauncher
from mayfly.cleanup.scan import Scanner
from mayfly.cleanup.sweep import Sweeper
from mayfly.errors import StorageError

log = logging.getLogger("mayfly.cleanup")

POLL_SECONDS = 0.5
SCAN_SECONDS = 1.0
LEFTOVERS_SECONDS = 60.0
JANITOR_SECONDS = 5.0
STUCK_SECONDS = 15.0
_MAX_PAUSE_SECONDS = 5.0
_STARTS = 5
_START_SECONDS = 1.0
_PAUSE_SECONDS = 0.0005


class CleanupLoop:
    """Runs one round after another until it is stopped; a round returns the seconds until the next one.

    Attributes:
        trouble: Why the last round failed; empty if it did not.
    """

    def __init__(self, run_once: Callable[[], float]) -> None:
        """Keep what is run; no thread is started."""
        self.trouble = ""
        self._run_once = run_once
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
        return alive and time.monotonic() - self._beat_at < STUCK_SECONDS

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
        """Stop the thread and wait for it; return False if there was none.

        Cut off by an exception, it may be called again, and waits for the same thread.
        """
        with self._lock:
            thread, self._run_number = self._thread, None
            self._wake_ups.put(None)
        if thread is None:
            return False
        if thread is not threading.current_thread():
            is_free_within(self._alive, STUCK_SECONDS)
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
        if due_seconds > (_MAX_PAUSE_SECONDS if self.trouble else POLL_SECONDS) * 2:
            return
        self._wake_ups.put(None)

    def beat(self) -> None:
        """Show that the thread is alive, if it is the one that calls."""
        if threading.current_thread() is self._thread:
            self._beat_at = time.monotonic()

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
        pause = POLL_SECONDS
        while self._run_number is number:
            self.beat()
            try:
                wait = self._run_once()
                pause = POLL_SECONDS
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
    """What the thread does at each of its rounds, and what is done when it ends."""

    def __init__(  # noqa: PLR0913 - the parts of one service
        self,
        registry: Registry,
        scanner: Scanner,
        sweeper: Sweeper,
        launcher: JanitorLauncher,
        clock: Timeline,
        *,
        interval_minutes: float,
        lag_seconds: float,
    ) -> None:
        """Keep the parts; due models are left to other services for ``lag_seconds``."""
        self._registry = registry
        self._scanner = scanner
        self._sweeper = sweeper
        self._launcher = launcher
        self._clock = clock
        self._interval = interval_minutes
        self._lag_seconds = lag_seconds
        self._leftovers_at = self._janitor_at = float("-inf")

    def run_once(self) -> float:
        """Scan, sweep what is due, and return the seconds until there is something to do again."""
        self._scanner.scan(at_most_every=SCAN_SECONDS)
        due = self._sweeper.next_due()
        if due is not None and due <= -self._lag_seconds:
            report = self._sweeper.sweep(now=None, everything=False)
            due = self._sweeper.next_due()
            if due is not None and due <= 0 and not report.removed:
                due = None  # what can't be removed now (a full disk) must not make the thread spin
        elif due is None or due > 0:
            log.debug(messages.NOTHING_OLD, self._interval)
        now = self._clock.steady()
        if now - self._leftovers_at > LEFTOVERS_SECONDS:
            self._scanner.clear_leftovers()
            self._registry.index.shrink()
            self._leftovers_at = now
        if now - self._janitor_at > JANITOR_SECONDS:
            self._janitor_at = now
            if self._registry.what_is_left()[0]:
                self._launcher.ensure()
            self._launcher.reap()
        if due is None:
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.0, due + self._lag_seconds))

    def has_work(self, patience_seconds: float = float("inf")) -> bool:
        """Return whether any model or half-written file is left, by whatever process it was made.

        Args:
            patience_seconds: Models overdue for longer than this do not count.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._scanner.scan()
        last = self._registry.last_deadline()
        if last is not None and self._clock.boot() - last < patience_seconds:
            return True
        return self._scanner.sees_partials()

    def leave_janitor(self) -> None:
        """Start a janitor if there is anything left to do."""
        with suppress(StorageError):
            if self.has_work():
                self._launcher.ensure()
