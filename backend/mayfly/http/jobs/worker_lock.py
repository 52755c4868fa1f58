"""The lock that a worker holds as long as it lives, in the folder of the builds' records."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mayfly.safe_files import is_locked, open_regular

_NAME = re.compile(r"worker-[0-9a-f]{16}")


class WorkerLock:
    """This worker's lock file, and a look at those of the others.

    Attributes:
        name: Names this worker, and its lock file in the folder.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        """Choose a name; neither the folder nor the file is made before ``hold``."""
        self.name = f"worker-{secrets.token_hex(8)}"
        self._folder = folder
        self._descriptor: int | None = None

    def hold(self) -> None:
        """Make the folder and take the lock, unless it is held already.

        Raises:
            OSError: The folder can't be made, or is not one of this user's.
        """
        while not self._holds_its_name():
            self._close()  # the folder was removed in the meantime
            self._folder().mkdir(mode=0o700, exist_ok=True)
            if not self.folder_is_ours():
                raise PermissionError(1, f"{self._folder()} is not a folder of our own")
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            with suppress(FileNotFoundError):  # another worker has just removed the folder: try again
                self._descriptor = os.open(self._folder() / self.name, flags, 0o600)
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def release(self) -> None:
        """Remove this worker's lock file and let the lock go; do nothing if it is not held."""
        if self._descriptor is not None:
            with suppress(OSError):
                (self._folder() / self.name).unlink()
            self._close()

    def folder_is_ours(self) -> bool:
        """Return whether the folder is there and is a folder of this user's, no link to elsewhere."""
        try:
            found = self._folder().lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()

    def is_alive(self, worker: str, *, remove_if_dead: bool = False) -> bool:
        """Return whether a worker still holds its lock.

        Args:
            worker: The worker's name.
            remove_if_dead: Remove the lock's file if nobody holds it. That is done under the
                lock: a worker that is about to take it sees that the file has gone.
        """
        if not _NAME.fullmatch(worker):
            return False
        path = self._folder() / worker
        try:
            opened = open_regular(str(path))
        except OSError:
            return False
        if opened is None:
            return False
        with opened[0] as lock:
            alive = is_locked(lock.fileno())
            if remove_if_dead and not alive:
                path.unlink(missing_ok=True)
        return alive

    def _holds_its_name(self) -> bool:
        """Return whether the lock that this worker holds is the file that others look at."""
        if self._descriptor is None:
            return False
        try:
            seen = (self._folder() / self.name).lstat()
        except FileNotFoundError:
            return False
        return os.path.samestat(seen, os.fstat(self._descriptor))

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
