"""The janitor as other processes see it: find it, start it, end it, have one started after each reboot.

It is started with the first model and not only at the end, because a killed process
can't start anything any more.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import math
import operator
import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup import messages
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.locks import JANITOR_LOCK, open_lock_file
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.errors import StorageError
from mayfly.safe_files import is_locked, open_owned

log = logging.getLogger("mayfly.cleanup")

LOCK_FILE = JANITOR_LOCK
_PYTHON = re.compile(r"(python|pypy)[\d.]*t?(\.exe)?$", re.IGNORECASE)
_DIRECTORY = 3  # the janitor's descriptor of it
LONGEST_PAUSE_SECONDS = 600.0
_END_SECONDS = 5.0
_MODULE = b"mayfly.cleanup.janitor"

_UNIT = """\
[Unit]
Description=Mayfly's janitor: removes expired models from {directory}

[Service]
Type=exec
Environment="PYTHONPATH={package_root}" PYTHONDONTWRITEBYTECODE=1
ExecStart={program} -P -m mayfly.cleanup.janitor --interval-minutes {interval:g} -- {directory}
Restart=on-failure
RestartSec=30
Nice=10

[Install]
WantedBy=default.target
"""


def running_janitor(directory: ModelDirectory) -> int | None:
    """Return the process id of the directory's janitor; None if no janitor runs, 0 if it is not known yet.

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
        trouble: Why no janitor runs although one is wanted; empty if one does.
    """

    def __init__(
        self,
        directory: ModelDirectory,
        interval_minutes: float,
        *,
        wanted: bool | None = None,
        waits: Waits | None = None,
    ) -> None:
        """Keep the directory; nothing is started.

        Args:
            directory: The directory.
            interval_minutes: Life of models that nobody registered.
            wanted: Whether there should be a janitor; None takes ``MAYFLY_JANITOR`` from the environment.
            waits: How long a janitor may take to start.
        """
        self.trouble = ""
        self._directory = directory
        self._interval_minutes = interval_minutes
        self._wanted = os.environ.get("MAYFLY_JANITOR", "on") != "off" if wanted is None else wanted
        self._start_seconds = (waits or Waits()).janitor_start_seconds
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
                self._next_try_at = time.monotonic() + self._start_seconds
                start_janitor(self._directory, self._interval_minutes, self._children)
            else:
                self._failures = 0
        except NoJanitor as error:
            self._give_up_for_now(str(error), math.inf)
        except (OSError, StorageError) as error:
            self._give_up_for_now(str(error), self._start_seconds)

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
                seconds = min(self._start_seconds * 2**self._failures, LONGEST_PAUSE_SECONDS)
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


def stop_janitor(directory: ModelDirectory) -> int | None:
    """End a directory's janitor, so that the directory can be unmounted or removed; wait for its end.

    Returns:
        Its process id; None if there was none.

    Raises:
        StorageError: The directory can't be used, or the janitor can't be ended.
    """
    pid = running_janitor(directory)
    if pid is None:
        return None
    if not pid or not _is_janitor(pid):
        raise StorageError("There is a janitor, but it is not known which process it is; try again later.")
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return pid
    except PermissionError as error:
        raise StorageError(f"The janitor (process {pid}) belongs to another user.") from error
    deadline = time.monotonic() + _END_SECONDS
    while running_janitor(directory) == pid:
        if time.monotonic() > deadline:
            raise StorageError(f"The janitor (process {pid}) did not end within {_END_SECONDS:g} s.")
        time.sleep(0.02)
    return pid


def unit_path(directory: Path) -> Path:
    """Return where the systemd user unit of a directory's janitor belongs."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    mark = hashlib.sha256(os.fsencode(directory)).hexdigest()[:8]
    return Path(home) / "systemd" / "user" / f"mayfly-janitor-{mark}.service"


def install_unit(directory: Path, interval_minutes: float) -> Path:
    """Write the systemd user unit that starts a directory's janitor with the user's session.

    A janitor that finds nothing to do ends; one is started again with the next model.

    Args:
        directory: The directory, absolute.
        interval_minutes: Life of models that nobody registered, in minutes.

    Returns:
        Where the unit is.

    Raises:
        StorageError: It can't be written, or no janitor can be started here.
    """
    try:
        program = janitor_program()
    except NoJanitor as error:
        raise StorageError(f"No janitor can be started: {error}.") from error
    text = _UNIT.format(
        directory=_quoted(str(directory)),
        package_root=_escaped(str(Path(__file__).resolve().parents[2])),
        program=_quoted(program),
        interval=interval_minutes,
    )
    path = unit_path(directory)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"The unit {path} can't be written: {error.strerror}.") from error
    return path


def remove_unit(directory: Path) -> Path | None:
    """Remove the unit of a directory's janitor; return where it was, None if there was none.

    Raises:
        StorageError: It can't be removed.
    """
    path = unit_path(directory)
    try:
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The unit {path} can't be removed: {error.strerror}.") from error
    return path


def _is_janitor(pid: int) -> bool:
    """Return whether a process is a janitor and not another one that has its number since."""
    if sys.platform != "linux":
        return True
    with suppress(OSError):
        return _MODULE in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return False


def _escaped(text: str) -> str:
    """Escape what systemd would replace in a unit's line."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")


def _quoted(text: str) -> str:
    """Quote one word of a command, as ``systemd.service(5)`` says."""
    return '"' + _escaped(text).replace("$", "$$") + '"'
