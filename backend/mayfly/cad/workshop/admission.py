"""Fair places at the workshop's benches: first come, first served, with a bound on the waiting."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Iterator

from mayfly.errors import WorkshopBusy


class Places:
    """A number of places, and a line in front of them.

    Args:
        size: How many may work at the same time.
        limit: How many may wait.
    """

    def __init__(self, size: int, limit: int) -> None:
        """All places are free."""
        self._size = self._free = size
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @property
    def held(self) -> int:
        """How many work at this moment."""
        return self._size - self._free

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for a place, hold it, and pass it on to the next in the line.

        Raises:
            WorkshopBusy: Too many are waiting already.
        """
        turn = self._stand_in_line()
        try:
            turn.wait()
            yield
        finally:
            self._leave(turn)

    def _stand_in_line(self) -> threading.Event:
        turn = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set()
            elif len(self._waiting) >= self._limit:
                raise WorkshopBusy(f"{len(self._waiting)} builds are waiting already; try again later.")
            else:
                self._waiting.append(turn)
        return turn

    def _leave(self, turn: threading.Event) -> None:
        """Give the place up, or the place in the line where the wait was interrupted."""
        with self._lock:
            if not turn.is_set():
                self._waiting.remove(turn)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
