"""The token by which a caller cancels a build."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from mayfly.errors import BuildCancelled


class CancelToken:
    """Cancels what it was given to, from any thread, at once.

    One token belongs to one request, with all its attempts. Nothing of a cancelled
    request is published; a request whose model is being published can't be cancelled
    any more.
    """

    def __init__(self) -> None:
        """Start as not cancelled."""
        self._lock = threading.RLock()  # a signal handler may cancel while its thread is in here
        self._cancelled = False
        self._sealed = False
        self._calls: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether it is cancelled."""
        return self._cancelled

    def cancel(self) -> bool:
        """Cancel the token's build: its waiting and its work end now.

        Returns:
            True if nothing will be published; False if it is too late, and nothing happened.
        """
        with self._lock:
            if self._sealed:
                return False
            if not self._cancelled:
                self._cancelled = True
                for call in tuple(self._calls):
                    call()
            return True

    def check(self) -> None:
        """Raise if the token is cancelled.

        Raises:
            BuildCancelled: It is cancelled.
        """
        if self._cancelled:
            raise BuildCancelled

    def seal(self) -> None:
        """Make the token final, just before publishing: from here on ``cancel`` has no effect.

        Raises:
            BuildCancelled: It was cancelled before.
        """
        with self._lock:
            self.check()
            self._sealed = True

    @contextlib.contextmanager
    def calling(self, call: Callable[[], None]) -> Iterator[None]:
        """Call something when the token is cancelled within the block, and never after it.

        Args:
            call: Is called in the thread that cancels; it must not block.

        Raises:
            BuildCancelled: It is cancelled already.
        """
        with self._lock:
            self.check()
            self._calls.append(call)
        try:
            yield
        finally:
            with self._lock:
                self._calls.remove(call)
