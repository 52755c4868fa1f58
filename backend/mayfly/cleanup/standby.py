"""How a process sees to it that a janitor stands by for the models it may leave behind.

Started with the first model and not only at the end, because a killed process
can't start anything any more.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.locks import open_lock_file
from mayfly.errors import StorageError

log = logging.getLogger("mayfly.cleanup")

LOCK_FILE = "janitor.lock"
START_SECONDS = 3.0
"""How long a janitor may take until it holds its lock, before another one is tried.

A janitor stays at least as long once it holds its lock. Whoever started it therefore need not ask
for it meanwhile: it is either still about to look, or there to look again.
"""


def running_janitor(directory: ModelDirectory) -> int | None:
    """Give the process id of the directory's janitor; None if there is none, 0 if it has not said yet.

    Raises:
        StorageError: The hidden folder can't be used.
    """
    top = directory.hidden().top
    try:
        descriptor = open_lock_file(top, LOCK_FILE)
    except OSError as error:
        raise StorageError(f"The janitor's lock can't be opened: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        text = os.pread(descriptor, 32, 0)
        return int(text) if text.isdigit() else 0
    finally:
        os.close(descriptor)
    return None


def start_janitor(directory: ModelDirectory, interval_minutes: float) -> int:
    """Start a janitor, detached from this process; give the id of the process to be reaped.

    What is started forks once more and ends, so that nobody has to wait for the
    janitor itself. It gets no environment but the path to this package, and no
    descriptor but the null device.

    Raises:
        OSError: It could not be started.
    """
    command = [sys.executable, "-P", "-m", "mayfly.cleanup.janitor", "--detach"]
    options = ["--interval-minutes", repr(interval_minutes), "--", str(directory.path)]
    package_root = str(Path(__file__).resolve().parents[2])
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        return os.posix_spawn(
            sys.executable,
            command + options,
            {"PYTHONPATH": package_root, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            file_actions=[(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)],
            setsid=True,
        )
    finally:
        os.close(null)


class Standby:
    """Keeps one directory from being left without a janitor."""

    def __init__(self, directory: ModelDirectory, interval_minutes: float, *, wanted: bool) -> None:
        """Keep for whom; nothing is started."""
        self._directory = directory
        self._interval_minutes = interval_minutes
        self._wanted = wanted
        self._started_at = float("-inf")
        self._children: set[int] = set()

    def ensure(self) -> None:
        """Start a janitor unless there is one, or one is just starting."""
        self.reap()
        if not self._wanted or time.monotonic() - self._started_at < START_SECONDS:
            return
        try:
            if running_janitor(self._directory) is None:
                self._started_at = time.monotonic()
                self._children.add(start_janitor(self._directory, self._interval_minutes))
        except (OSError, StorageError) as error:
            log.warning("No janitor could be started for %s: %s", self._directory.path, error)

    def reap(self) -> None:
        """Take note of the ended processes that started a janitor."""
        for child in list(self._children):
            with suppress(ChildProcessError):
                if os.waitpid(child, os.WNOHANG)[0] == 0:
                    continue
            self._children.discard(child)

    def after_fork(self) -> None:
        """Forget the parent's children."""
        self._children = set()
