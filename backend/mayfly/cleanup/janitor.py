"""The cleanup service alone, for models that outlive the process that made them.

``python -m mayfly.cleanup.janitor DIR`` keeps the deadlines of one directory
and ends when nothing is left there. It loads neither CadQuery nor LangGraph nor
pydantic, holds no standard stream, and is one for a directory by a lock.
"""

from __future__ import annotations

import argparse
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

log = logging.getLogger("mayfly.cleanup.janitor")

LOCK_FILE = "janitor.lock"
LAG_SECONDS = 0.25
"""How long a janitor leaves a due model to a service that is alive: there the log lines are read."""


def running_janitor(directory: ModelDirectory) -> int | None:
    """Give the process id of the directory's janitor; None if there is none.

    Raises:
        StorageError: The hidden folder can't be used.
    """
    top = directory.hidden().top.descriptor
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

    What is started forks once more and ends, so that the janitor itself has no
    parent to wait for it. It gets no environment but the path to this package.

    Raises:
        OSError: It could not be started.
    """
    package_root = str(Path(__file__).resolve().parents[2])
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        return os.posix_spawn(
            sys.executable,
            [
                sys.executable,
                "-P",
                "-m",
                "mayfly.cleanup.janitor",
                "--detach",
                "--interval-minutes",
                repr(interval_minutes),
                str(directory.path),
            ],
            {"PYTHONPATH": package_root, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            file_actions=[(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)],
            setsid=True,
        )
    finally:
        os.close(null)


def main(arguments: list[str] | None = None) -> int:
    """Run the janitor until its directory is empty.

    Returns:
        0 when the directory is empty or another janitor is there, 1 when the directory can't be used.
    """
    parser = argparse.ArgumentParser(prog="python -m mayfly.cleanup.janitor", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--interval-minutes", type=float, default=30, help="life of models nobody registered")
    parser.add_argument("--detach", action="store_true", help="go on in the background")
    options = parser.parse_args(arguments)
    if options.detach:
        if os.fork():
            os._exit(0)
        os.closerange(3, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 65536 else 65536)
        os.chdir("/")
    try:
        return _keep(options.directory.absolute(), options.interval_minutes)
    except StorageError as error:
        log.error("The janitor ends: %s", error)
        return 1


def _keep(path: Path, interval_minutes: float) -> int:
    from mayfly.cleanup.service import TempModelsCleanupService

    directory = ModelDirectory(path)
    service = TempModelsCleanupService(path, interval_minutes, janitor=False, lag_seconds=LAG_SECONDS)
    while True:
        descriptor = open_lock_file(directory.hidden().top.descriptor, LOCK_FILE)
        try:
            if not _lock_for_good(descriptor):
                return 0
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            with service:
                while path.is_dir() and service.has_models():
                    time.sleep(0.2)
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
        finally:
            os.close(descriptor)
        # Whoever registered while the lock was still held saw a janitor and relied on it.
        if not path.is_dir() or not service.has_models():
            return 0


def _lock_for_good(descriptor: int) -> bool:
    """Take the janitor's lock; False if another janitor has it (and not just somebody who asks)."""
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        time.sleep(0.001)


if __name__ == "__main__":
    sys.exit(main())
