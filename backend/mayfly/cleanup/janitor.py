"""The janitor: the cleanup service alone, for models that outlive the processes that made them.

``python -m mayfly.cleanup.janitor DIR`` removes the expired models of one directory
and ends when nothing is left there. It loads neither CadQuery nor LangGraph nor
pydantic and holds no standard stream; a lock allows one for each directory.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup.clock import JANITOR_START_SECONDS, MAX_LIFETIME_MINUTES
from mayfly.cleanup.directory.folders import Folder
from mayfly.cleanup.directory.locks import open_lock_file
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.repair import IndexTooNew
from mayfly.cleanup.janitor_control import LOCK_FILE
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import MayflyError, StorageError
from mayfly.safe_files import is_locked

LAG_SECONDS = 0.25
"""How long it leaves a due model to a running service, whose log lines are read."""
PATIENCE_SECONDS = MAX_LIFETIME_MINUTES * 60
"""How long it goes on trying what can't be removed."""
_ROUND_SECONDS = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Run the janitor until its directory is empty.

    Returns:
        0 when nothing is left or another janitor is there, 1 when the directory can't be used.
    """
    parser = argparse.ArgumentParser(prog="python -m mayfly.cleanup.janitor", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--interval-minutes", type=float, default=30, help="life of models nobody registered")
    parser.add_argument("--detach", action="store_true", help="go on in the background")
    parser.add_argument("--descriptor", type=int, help="number under which the directory is open")
    options = parser.parse_args(arguments)
    path = options.directory.absolute()
    try:
        descriptor = _open(path) if options.descriptor is None else options.descriptor
        if options.detach:
            _detach(descriptor)
        return keep(ModelDirectory(path, held=Folder(descriptor)), options.interval_minutes)
    except MayflyError as error:
        sys.stderr.write(f"The janitor ends: {error}\n")
        return 1


def _open(path: Path) -> int:
    if not path.is_dir():
        raise StorageError(f"There is no directory {path}.")
    try:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise StorageError(f"The directory {path} can't be used: {error.strerror}.") from error


def _detach(folder: int) -> None:
    """Go on in a process of its own, with no descriptor but the streams and the directory."""
    if os.fork():
        os._exit(0)
    os.set_inheritable(folder, False)
    os.closerange(3, folder)
    os.closerange(folder + 1, 65536)
    os.chdir("/")


def keep(directory: ModelDirectory, interval_minutes: float) -> int:
    """Remove the expired models of a directory until nothing is left, or it is gone.

    Raises:
        StorageError: The directory can't be used.
        InvalidLifetime: The interval makes no sense.
    """
    while True:
        with open_lock_file(directory.hidden().top, LOCK_FILE) as held:
            lock = held.fileno()
            if not _lock_for_good(lock):
                return 0
            with suppress(OSError):
                os.ftruncate(lock, 0)
                os.pwrite(lock, str(os.getpid()).encode(), 0)
            with TempModelsCleanupService(
                directory.path, interval_minutes, janitor=False, lag_seconds=LAG_SECONDS, directory=directory
            ) as service:
                _stay(service, directory, lock)
            with suppress(OSError):
                os.ftruncate(lock, 0)
        # A process that registered a model while the lock was still held relied on this janitor.
        if directory.is_gone() or not service.has_work(PATIENCE_SECONDS):
            return 0


def _stay(service: TempModelsCleanupService, directory: ModelDirectory, lock: int) -> None:
    """Stay until nothing is left to do, or the lock is not the directory's any more.

    A process that starts a janitor is about to make a model, so an empty directory is no
    reason to end before ``JANITOR_START_SECONDS`` have passed.

    Raises:
        IndexTooNew: A later version of Mayfly has taken the directory over.
    """
    since = time.monotonic()
    while not directory.is_gone() and os.fstat(lock).st_nlink:
        try:
            if time.monotonic() - since > JANITOR_START_SECONDS and not service.has_work(PATIENCE_SECONDS):
                return
        except IndexTooNew:
            raise  # nothing can be done here any more, and the lock keeps a later version's janitor out
        except StorageError:
            pass  # the thread logs it, and tries again
        time.sleep(_ROUND_SECONDS)


def _lock_for_good(lock: int) -> bool:
    """Take the janitor's lock; return False if another janitor holds it, not one that checks."""
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if is_locked(lock):
            return False
        fcntl.flock(lock, fcntl.LOCK_UN)
        time.sleep(0.001)


if __name__ == "__main__":
    sys.exit(main())
