"""Every line that the cleanup logs, under ``mayfly.cleanup``, and how lines wait until no lock is held.

There is one message for one meaning.
The first five are those of the first Mayfly, letter by letter: people search their logs for them.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from mayfly.cleanup.directory.files import shown

INITIALIZED = "🧹 Temp cleanup service initialized"
REGISTERED = "📝 Registered file for cleanup: %s"
NOTHING_OLD = "🧹 Cleanup check: no files older than %s minutes found"
CLEANED_UP = "🗑️ Cleaned up old file: %s"
STOPPED = "🛑 Cleanup service stopped"

DELETED = "🗑️ Deleted before its time: %s"

# What an operator should look at; each is logged once for one reason, and tried again.
CANT_REMOVE = "Can't remove %s: %s. It is tried again."
CANT_LOOK_AFTER = "Can't look after %s: %s. It is tried again."
CANT_NOTE = "New files can't be noted in the index now; models are removed in time all the same: %s"
CANT_FINISH_ROW = "%s is published, but its row in the index is not finished yet: %s"
CANT_WORK = "The cleanup service can't work and tries again: %s"
WORKS_AGAIN = "The cleanup service works again."
NO_JANITOR = (
    "No janitor could be started for %s: %s. Models that outlive their processes are removed when a service "
    "next runs there."
)

INDEX_SET_ASIDE = "The index %s was broken; it is set aside and a new one is begun."
INDEX_UPGRADED = "The index %s of version %d is now of version %d."

log = logging.getLogger("mayfly.cleanup")


class DeferredLog:
    """The log lines of one service: a full pipe behind the log must not stop those who wait for a lock.

    May be used by several threads.
    """

    def __init__(self) -> None:
        """Begin with no line."""
        self._waiting: deque[tuple[int, str, tuple[Any, ...]]] = deque()
        self._thread = threading.local()

    def info(self, text: str, *values: object) -> None:
        """Log something that happened, at the end of the outermost block of this thread."""
        self._add(logging.INFO, text, values)

    def info_of_each(self, text: str, values: Iterable[object]) -> None:
        """Log what happened to each of many; asked once whether anybody reads it."""
        if log.isEnabledFor(logging.INFO):
            self._waiting.extend((logging.INFO, text, (value,)) for value in values)

    def warning(self, text: str, *values: object) -> None:
        """Log something that an operator should look at, at the end of the outermost block."""
        self._add(logging.WARNING, text, values)

    def _add(self, level: int, text: str, values: tuple[Any, ...]) -> None:
        if log.isEnabledFor(level):
            self._waiting.append((level, text, values))

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Hold back the lines of a block, which takes locks, until it is over."""
        within = getattr(self._thread, "within", False)
        try:
            self._thread.within = True
            yield
        finally:
            self._thread.within = within
            if not within:
                self.flush()

    def reset(self) -> None:
        """Forget a block that an exception may have cut off; to be called where no lock is held."""
        self._thread.within = False
        self.flush()

    def flush(self) -> None:
        """Log the lines that wait."""
        while self._waiting:
            try:
                level, text, values = self._waiting.popleft()
            except IndexError:  # another thread was first
                return
            log.log(level, text, *values)


class WarnOnce:
    """Warns of a file once, until it is all right again."""

    def __init__(self, deferred_log: DeferredLog) -> None:
        """Keep where to log."""
        self._deferred_log = deferred_log
        self._names: set[str] = set()

    def warn(self, name: str, error: OSError) -> None:
        """Log that a file can't be looked after, unless that was logged before."""
        if name not in self._names:
            self._names.add(name)
            self._deferred_log.warning(CANT_LOOK_AFTER, shown(name), error.strerror or error)

    def forget(self, name: str) -> None:
        """Forget a warning: the file is all right again."""
        self._names.discard(name)
