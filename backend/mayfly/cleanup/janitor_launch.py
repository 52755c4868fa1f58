"""Starting a janitor: the process that removes expired models when those that made them have ended.

It is started with the first model and not only at the end, because a killed process
can't start anything any more.
"""

from __future__ import annotations

import functools
import logging
import math
import operator
import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup import messages
from mayfly.cleanup.directory.locks import JANITOR_LOCK, open_lock_file
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.errors import StorageError
from mayfly.safe_files import is_locked, open_owned

log = logging.getLogger("mayfly.cleanup")

LOCK_FILE = JANITOR_LOCK
_PYTHON = re.compile(r"(python|pypy)[\d.]*t?(\.exe)?$", re.IGNORECASE)
_DIRECTORY = 3  # the janitor's descriptor of it
LONGEST_PAUSE_SECONDS = 600.0
START_SECONDS = 3.0
"""How long a janitor may take until it holds its lock, before another one is tried.

A janitor stays at least as long once it holds its lock. So the process that started it need not check
for it meanwhile: it is either still about to look, or there to look again.
"""


def running_janitor(directory: ModelDirectory) -> int | None:
    """Return the process id of the directory's janitor; None if there is none, 0 if it is not known yet.

    Raises:
        StorageError: The hidden folder can't be used.
    """
    top = directory.hidden().top
    try:
        lock = open_lock_file(top, LOCK_FILE)
    except OSError as error:
        raise StorageError(f"The janitor's lock can't be opened: {error.strerror}.") from error
    with lock:
        if not is_locked(lock.fileno()):
            return None
        with suppress(IsADirectoryError):
            text = os.pread(lock.fileno(), 32, 0)
            return int(text) if text.isdigit() else 0
        return 0


class NoJanitor(Exception):
    """No janitor can be started by this process; the text says why."""


def janitor_program() -> str:
    """Return the Python interpreter that can run a janitor.

    Raises:
        NoJanitor: This process can't start one, or no process would reap it.
    """
    if getattr(sys, "frozen", False) or "__compiled__" in vars(sys.modules["__main__"]):
        # The program would start itself, and so on.
        raise NoJanitor("this is a frozen application, whose program is no Python interpreter")
    if os.getpid() == 1:
        # A janitor would end with the container, and until then no process reaps orphans in here.
        raise NoJanitor("this is process 1 of its container, which no process outlives")
    for candidate in (sys.executable, *_interpreters(sys.prefix), *_interpreters(sys.base_prefix)):
        if candidate and _PYTHON.match(Path(candidate).name) and os.access(candidate, os.X_OK):
            return candidate
    raise NoJanitor(f"{sys.executable or 'the running program'} is no Python interpreter")


def _interpreters(prefix: str) -> list[str]:
    """Return where an environment's interpreter is: a server that embeds Python is another program."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [f"{prefix}/bin/python{version}"]


def start_janitor(directory: ModelDirectory, interval_minutes: float, children: set[int]) -> None:
    """Start a janitor, detached from this process.

    What is started forks once more and ends, so that no process has to wait for the
    janitor itself. It gets no environment but the path to this package, and no
    descriptor but the null device and the directory, which it knows by that even
    if the path leads elsewhere by then.

    Args:
        directory: The janitor's directory.
        interval_minutes: Life of models that nobody registered.
        children: Gets the id of the process to be reaped.

    Raises:
        NoJanitor: This process can't start one.
        OSError: It could not be started.
        StorageError: The directory can't be used.
    """
    program = janitor_program()
    folder = directory.root()
    command = [program, "-P", "-m", "mayfly.cleanup.janitor", "--detach"]
    options = ["--interval-minutes", repr(interval_minutes), "--descriptor", str(_DIRECTORY)]
    package_root = str(Path(__file__).resolve().parents[2])
    with open_owned(os.devnull, os.O_RDWR | os.O_CLOEXEC) as null:
        streams: list[tuple[int, int, int]] = [
            (os.POSIX_SPAWN_DUP2, null.fileno(), stream) for stream in (0, 1, 2)
        ]
        spawn = functools.partial(
            os.posix_spawn,
            program,
            [*command, *options, "--", str(directory.path)],
            {"PYTHONPATH": package_root, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            # The directory last: its number may be that of the null device.
            file_actions=[*streams, (os.POSIX_SPAWN_DUP2, folder.descriptor, _DIRECTORY)],
            setsid=True,
        )
        # In one call of C, so that no exception comes between a child's birth and its place among them.
        children.update(map(operator.call, [spawn]))


class JanitorLauncher:
    """Makes sure that one directory has a janitor.

    Attributes:
        trouble: Why there is no janitor although one is wanted; empty if there is one.
    """

    def __init__(self, directory: ModelDirectory, interval_minutes: float, *, wanted: bool) -> None:
        """Keep the directory; nothing is started."""
        self.trouble = ""
        self._directory = directory
        self._interval_minutes = interval_minutes
        self._wanted = wanted
        self._next_try_at = -math.inf
        self._failures = 0
        self._children: set[int] = set()

    def ensure(self) -> None:
        """Start a janitor unless there is one, or one is just starting."""
        self.reap()
        if not self._wanted or time.monotonic() < self._next_try_at:
            return
        try:
            if running_janitor(self._directory) is None:
                self._next_try_at = time.monotonic() + START_SECONDS
                start_janitor(self._directory, self._interval_minutes, self._children)
            else:
                self._failures = 0
        except NoJanitor as error:
            self._give_up_for_now(str(error), math.inf)
        except (OSError, StorageError) as error:
            self._give_up_for_now(str(error), START_SECONDS)

    def reap(self) -> None:
        """Reap the ended processes that started a janitor, and note whether they could."""
        for child in list(self._children):
            status = 0
            with suppress(ChildProcessError):
                pid, status = os.waitpid(child, os.WNOHANG)
                if pid == 0:
                    continue
            self._children.discard(child)
            if status == 0:
                self.trouble = ""
            else:
                self._failures += 1
                code = os.waitstatus_to_exitcode(status)
                seconds = min(START_SECONDS * 2**self._failures, LONGEST_PAUSE_SECONDS)
                self._give_up_for_now(f"what was started ended with {code}", seconds)

    def _give_up_for_now(self, reason: str, seconds: float) -> None:
        """Do not try again for so long; log why, once."""
        self._next_try_at = time.monotonic() + seconds
        if reason != self.trouble:
            self.trouble = reason
            log.warning(messages.NO_JANITOR, self._directory.path, reason)

    def after_fork(self) -> None:
        """Forget the parent's children."""
        self._children = set()
