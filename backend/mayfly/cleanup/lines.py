"""Log lines that wait until no lock is held: a full pipe behind the log must not stop others."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mayfly.cleanup import messages
from mayfly.cleanup.names import shown

log = logging.getLogger("mayfly.cleanup")


class Lines:
    """The lines of one service; may be used by several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: deque[tuple[int, str, tuple[Any, ...]]] = deque()
        self._thread = threading.local()

    def info(self, text: str, *values: object) -> None:
        """Log something that happened, at the end of the outermost block of this thread."""
        self._say(logging.INFO, text, values)

    def warning(self, text: str, *values: object) -> None:
        """Log something that somebody should look at, at the end of the outermost block."""
        self._say(logging.WARNING, text, values)

    def _say(self, level: int, text: str, values: tuple[Any, ...]) -> None:
        if log.isEnabledFor(level):
            self._waiting.append((level, text, values))

    @contextmanager
    def after(self) -> Iterator[None]:
        """Write the lines of the block, which takes locks, when it is over."""
        within = getattr(self._thread, "within", False)
        try:
            self._thread.within = True
            yield
        finally:
            self._thread.within = within
            if not within:
                self.write()

    def begin(self) -> None:
        """Forget a block that an exception may have cut off; to be called where no lock is held."""
        self._thread.within = False
        self.write()

    def write(self) -> None:
        """Write what waits."""
        while self._waiting:
            try:
                level, text, values = self._waiting.popleft()
            except IndexError:  # another thread was first
                return
            log.log(level, text, *values)


class Complaints:
    """What is said once for each name, until it is over."""

    def __init__(self, lines: Lines) -> None:
        """Keep where to say it."""
        self._lines = lines
        self._names: set[str] = set()

    def add(self, name: str, error: OSError) -> None:
        """Say that a file can't be looked after, unless that was said before."""
        if name not in self._names:
            self._names.add(name)
            self._lines.warning(messages.CANT_LOOK_AFTER, shown(name), error.strerror or error)

    def over(self, name: str) -> None:
        """Take note that it can be again."""
        self._names.discard(name)
