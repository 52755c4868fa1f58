"""Why no child can be had: errors of the pool, and what it knows to be wrong."""

from __future__ import annotations

import errno

_MOST_FAILED_STARTS = 3  # children in a row that ended at their start: then the zygote itself is not well
_GONE = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.ECONNREFUSED)


class PoolError(Exception):
    """No child could be had; the text says why."""


class ZygoteLost(PoolError):
    """This zygote can fork no more; the next one may."""


class PoolFailures:
    """What a pool knows to be wrong.

    Attributes:
        failure: Why the zygote can't be used any more; empty where it can.
        last: Why the last child that was asked for could not be had; empty where it could.
        failed_starts: Children that ended before they were ready, since the pool was made.
    """

    def __init__(self) -> None:
        """Start with nothing wrong."""
        self.failure = ""
        self.last = ""
        self.failed_starts = 0
        self._in_a_row = 0

    def fail(self, reason: str) -> None:
        """Note that this zygote is of no use any more."""
        self.failure = self.last = self.failure or reason

    def count_failed_start(self, reason: str) -> bool:
        """Note a child that ended before it was ready; return whether there were too many in a row."""
        self.last = reason
        self.failed_starts += 1
        self._in_a_row += 1
        return self._in_a_row >= _MOST_FAILED_STARTS

    def note_success(self) -> None:
        """Note that a child became ready."""
        self.last = ""
        self._in_a_row = 0

    def reset(self) -> None:
        """Drop what is known of the last zygote."""
        self.failure = self.last = ""
        self._in_a_row = 0


def is_gone(error: OSError) -> bool:
    """Return whether an error of a connection means that the process at its other end is gone."""
    return error.errno in _GONE


def in_words(error: Exception) -> str:
    """Format what the system refused."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error)
