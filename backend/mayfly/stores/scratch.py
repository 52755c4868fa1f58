"""Files of this process that hold models for a while: half-written ones, and copies for what reads by a path.

Each process has a folder of its own and holds a lock on a file in it; the folders of ended processes are
removed by the others.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from mayfly.errors import StorageError
from mayfly.safe_files import is_locked, open_regular

FOLDER: Final = ".mayfly-scratch"
_LOCK: Final = "lock"
_NEW_SECONDS: Final = 60.0
"""A folder without a lock that is no older may be one whose process is about to lock it."""


class Scratch:
    """The files of one process below one directory; may be used by several threads."""

    def __init__(self, directory: Path) -> None:
        """Remember the directory; nothing is made yet."""
        self.directory = directory
        self._lock = threading.Lock()
        self._pid = -1
        self._folder = Path()
        self._descriptor = -1

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """Return the path of a file that does not exist yet; it is removed at the end of the block.

        Args:
            name: The file's name, in a folder of its own.

        Raises:
            StorageError: The folder can't be made.
        """
        folder = self._own() / secrets.token_hex(8)
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise StorageError(f"{self.directory} can't be written: {error.strerror}.") from error
        try:
            yield folder / name
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def unnamed(self) -> BinaryIO:
        """Return an open file that has no name and is gone when it is closed.

        Raises:
            StorageError: It can't be made.
        """
        try:
            return tempfile.TemporaryFile(dir=self._own(), buffering=-1)
        except OSError as error:
            raise StorageError(f"{self.directory} can't be written: {error.strerror}.") from error

    def clear_leftovers(self) -> None:
        """Remove the folders of processes that have ended."""
        with suppress(OSError):
            for folder in (self.directory / FOLDER).iterdir():
                if folder != self._folder and _is_left_over(folder):
                    shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove the process's own folder; the next use makes one again."""
        with self._lock:
            if self._pid == os.getpid() and self._descriptor >= 0:
                shutil.rmtree(self._folder, ignore_errors=True)
                os.close(self._descriptor)
                self._descriptor = -1
                with suppress(OSError):
                    self._folder.parent.rmdir()

    def _own(self) -> Path:
        """Return this process's folder, which is made and locked at its first use."""
        with self._lock:
            if self._pid == os.getpid() and self._descriptor >= 0 and self._folder.is_dir():
                return self._folder
            if self._pid == os.getpid() and self._descriptor >= 0:
                os.close(self._descriptor)
            try:
                self._make()
            except OSError as error:
                raise StorageError(f"{self.directory} can't be written: {error.strerror}.") from error
            return self._folder

    def _make(self) -> None:
        self._descriptor = -1
        while self._descriptor < 0:
            folder = self.directory / FOLDER / secrets.token_hex(8)
            folder.mkdir(mode=0o700, parents=True)
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if (folder / _LOCK).exists():  # else another process took it for a leftover just before
                self._folder, self._pid, self._descriptor = folder, os.getpid(), descriptor
            else:
                os.close(descriptor)


def _is_left_over(folder: Path) -> bool:
    """Return whether the process of a folder has ended."""
    opened = open_regular(str(folder / _LOCK))
    if opened is None:
        return time.time() - folder.stat().st_mtime > _NEW_SECONDS
    with opened[0] as lock:
        return not is_locked(lock.fileno())
