"""Closes what is still running when the interpreter exits."""

from __future__ import annotations

import atexit
import weakref
from typing import Protocol


class _Closable(Protocol):
    def close(self) -> None:
        """End what runs."""


_STARTED: weakref.WeakSet[_Closable] = weakref.WeakSet()


def close_at_exit(started: _Closable) -> None:
    """Close something at the interpreter's exit, if it still exists then."""
    _STARTED.add(started)


@atexit.register
def _close_all() -> None:
    for started in list(_STARTED):
        started.close()
