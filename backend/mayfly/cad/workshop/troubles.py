"""Why children can't be had: what is wrong with a zygote for good, and what was wrong the last time."""

from __future__ import annotations

import errno

_STRIKES = 3  # children in a row that ended at their start: then the zygote itself is not well
_GONE = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.ECONNREFUSED)


class PoolError(Exception):
    """No child could be had; the text says why."""


class ZygoteLost(PoolError):
    """None could be had of this zygote; one of the next may be had."""


class Troubles:
    """What a pool knows to be wrong.

    Attributes:
        failure: Why the zygote can't be used any more; nothing where it can.
        last: Why the last child that was asked for could not be had; nothing where it could.
        failed_starts: Children that ended before they were ready, since the pool was made.
    """

    def __init__(self) -> None:
        """Know of nothing."""
        self.failure = ""
        self.last = ""
        self.failed_starts = 0
        self._in_a_row = 0

    def fail(self, reason: str) -> None:
        """Note that this zygote is of no use any more."""
        self.failure = self.last = self.failure or reason

    def strike(self, reason: str) -> bool:
        """Note a child that ended before it was ready; tell whether there were too many in a row."""
        self.last = reason
        self.failed_starts += 1
        self._in_a_row += 1
        return self._in_a_row >= _STRIKES

    def over(self) -> None:
        """Note that a child became ready."""
        self.last = ""
        self._in_a_row = 0

    def begin_again(self) -> None:
        """Forget what was said of the last zygote."""
        self.failure = self.last = ""
        self._in_a_row = 0


def is_gone(error: OSError) -> bool:
    """Tell whether an error in speaking to a process means that it has ended."""
    return error.errno in _GONE


def in_words(error: Exception) -> str:
    """Return in words what the system refused."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error)
