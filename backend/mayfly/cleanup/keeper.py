"""The thread that keeps the deadlines: sleeps until the next one, and never dies of one bad turn."""

from __future__ import annotations

import _thread
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue

from mayfly.cleanup import messages
from mayfly.cleanup.locks import is_free_within
from mayfly.errors import StorageError

log = logging.getLogger("mayfly.cleanup")

POLL_SECONDS = 0.5
STUCK_SECONDS = 15.0
_MAX_PAUSE_SECONDS = 5.0
_STARTS = 5
_START_SECONDS = 1.0
_PAUSE_SECONDS = 0.0005


class Keeper:
    """Runs turns until it is stopped; a turn gives the seconds until the next one is due.

    Attributes:
        trouble: Why the last turn failed; empty if it did not.
    """

    def __init__(self, turn: Callable[[], float]) -> None:
        """Keep the turn; no thread is started."""
        self.trouble = ""
        self._turn = turn
        # Both of C: a Condition, with which threading builds its own, is left locked by an exception
        # that comes at the wrong moment.
        self._bell: SimpleQueue[None] = SimpleQueue()
        self._lock = threading.Lock()
        self._alive = threading.Lock()  # held by the thread as long as it lives
        self._run_number: object | None = None  # of the thread that is to run; another one ends
        self._thread: threading.Thread | None = None
        self._beat_at = float("-inf")

    @property
    def running(self) -> bool:
        """The thread is alive and was seen at work lately."""
        thread = self._thread
        alive = thread is not None and self._run_number is not None and self._alive.locked()
        return alive and time.monotonic() - self._beat_at < STUCK_SECONDS

    def start(self) -> bool:
        """Start the thread; False if it runs already."""
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
        """Stop the thread and wait for it; False if there was none.

        Cut off by an exception, it may be called again, and waits for the same thread.
        """
        with self._lock:
            thread, self._run_number = self._thread, None
            self._bell.put(None)
        if thread is None:
            return False
        if thread is not threading.current_thread():
            is_free_within(self._alive, STUCK_SECONDS)
        with self._lock:
            ours = self._thread is thread
            self._thread = None if ours else self._thread
        return ours

    def ring(self, due_seconds: float = 0.0) -> None:
        """Wake the thread for what is due so soon, unless it looks by itself until then.

        Each turn takes the index's lock, for which others would wait; a service that
        publishes a hundred models a second had the thread take a hundred turns.
        """
        if self._run_number is not None and not self._alive.locked():
            self.start()  # an exception from outside has ended it
        if due_seconds > (_MAX_PAUSE_SECONDS if self.trouble else POLL_SECONDS) * 2:
            return
        self._bell.put(None)

    def beat(self) -> None:
        """Show that the thread is alive, if it is the one that calls."""
        if threading.current_thread() is self._thread:
            self._beat_at = time.monotonic()

    def after_fork(self) -> None:
        """Be stopped: the thread is the parent's, and so is whoever held the lock."""
        self._bell, self._lock = SimpleQueue(), threading.Lock()
        self._thread, self._run_number, self._alive = None, None, threading.Lock()

    def _run(self, number: object, alive: threading.Lock) -> None:
        with alive:
            while self._run_number is number:
                try:
                    self._take_turns(number)
                except BaseException as error:  # from outside, between two turns
                    with suppress(BaseException):
                        self._complain(error)

    def _take_turns(self, number: object) -> None:
        pause = POLL_SECONDS
        while self._run_number is number:
            self.beat()
            try:
                wait = self._turn()
                pause = POLL_SECONDS
                if self.trouble:
                    log.info(messages.WORKS_AGAIN)
                    self.trouble = ""
            except BaseException as error:  # whatever it is, the next turn may be better
                wait, pause = pause, min(pause * 2, _MAX_PAUSE_SECONDS)
                self._complain(error)
            if self._run_number is number:
                with suppress(Empty):
                    self._bell.get(timeout=wait)
                    while True:  # one turn for all that rang meanwhile
                        self._bell.get_nowait()

    def _complain(self, error: BaseException) -> None:
        """Log a trouble once, however often it comes back."""
        trouble = str(error) or repr(error)
        if trouble != self.trouble:
            self.trouble = trouble
            known = isinstance(error, StorageError)
            log.warning(messages.CANT_WORK, trouble, exc_info=None if known else error)
