"""A folder in which commands and their warm process meet, and what can be seen of that process there."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mayfly.safe_files import is_locked


class WarmFolder:
    """A folder as a session has one.

    Args:
        path: Where it is made.

    Attributes:
        path: What ``XDG_RUNTIME_DIR`` is set to.
        meeting: The folder within it, which the first command makes.
    """

    def __init__(self, path: Path) -> None:
        """Make it."""
        path.mkdir(exist_ok=True)
        path.chmod(0o700)
        self.path = path
        self.meeting = path / "mayfly"

    def processes(self) -> list[int]:
        """Return the ids of all warm processes of this folder, also of those that never got its lock.

        A child that a warm process has just started shows the same command line until it runs its own
        program; it is not counted.
        """
        parents = {
            int(entry.name): parent
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and self._ours(entry) and (parent := _parent(entry)) is not None
        }
        return [pid for pid, parent in parents.items() if parent not in parents]

    def serving(self) -> bool:
        """Return whether a warm process holds the lock."""
        with suppress(FileNotFoundError), (self.meeting / "serving.lock").open() as lock:
            return is_locked(lock.fileno())
        return False

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send the warm process a signal."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def end(self) -> None:
        """End what still runs."""
        self.kill(signal.SIGCONT)
        self.kill()
        assert wait_until(lambda: not self.processes())

    def _ours(self, entry: Path) -> bool:
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return any(b"mayfly.cli.warm" in word for word in words) and any(
            f'"{self.meeting}"'.encode() in word for word in words
        )


def _parent(entry: Path) -> int | None:
    """Return the id of a process's parent; None where the process has ended."""
    try:
        # The name stands in brackets and may hold any character; behind it: the state, then the parent.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def wait_until(is_so: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait until something is so; return whether it came to be."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
