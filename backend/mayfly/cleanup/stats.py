"""The numbers of a cleanup service: how many models are there, and everything else that is known of them."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mayfly.cleanup.changes import is_settled
from mayfly.cleanup.directory.files import is_absent, named_errors
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.overview import read_overview
from mayfly.cleanup.index.row_cache import RowCache
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.janitor_control import running_janitor
from mayfly.cleanup.scan import Scanner
from mayfly.errors import StorageError


@dataclass(frozen=True, slots=True)
class _Count:
    """What was counted, and when: the state of directory (None if it may change unseen) and index."""

    number: int
    mtime: int | None
    version: tuple[int, int, int] | None
    total: int
    tracked: int


class FileCounter:
    """Counts the files of one directory; not for several threads at once.

    Attributes:
        number: Number of the latest count that began.
    """

    def __init__(self, directory: ModelDirectory, row_cache: RowCache, index: Index, clock: Timeline) -> None:
        """Keep what is counted; the cache is the one that scans use, under their lock."""
        self.number = 0
        self._directory = directory
        self._row_cache = row_cache
        self._index = index
        self._clock = clock
        self._counted: _Count | None = None

    def count(self, asked_at: int) -> tuple[int, int]:
        """Return how many files are there now, and how many of them are registered.

        Args:
            asked_at: ``number`` when somebody asked: a count that began later is good enough.

        Raises:
            OSError: The directory can't be read.
            StorageError: Directory or index can't be used.
        """
        known = self._counted
        if known is not None and known.number > asked_at:
            return known.total, known.tracked  # begun for somebody else, but after we were asked
        mtime = self._directory.mtime_ns()
        if known is not None and known.mtime == mtime and known.version == self._index.version():
            return known.total, known.tracked
        self.number += 1
        settled = is_settled(mtime, self._clock)
        files = self._directory.list_inodes()
        self._row_cache.read(files)
        self._correct_inodes(files)
        self._counted = _Count(
            number=self.number,
            mtime=mtime if settled else None,
            version=self._row_cache.version,
            total=len(files),
            tracked=self._row_cache.tracked_among(files),
        )
        return self._counted.total, self._counted.tracked

    def _correct_inodes(self, files: dict[str, int]) -> None:
        """Read the inodes that do not agree: layered file systems list another number than a file's own."""
        rows = self._row_cache.rows
        for name, inode in files.items():
            known = rows.get(name)
            if known is not None and known.inode != inode:
                with suppress(OSError):
                    file = self._directory.state(name)
                    files[name] = inode if file is None else file.inode


class Statistics:
    """Reads directory and index; changes nothing but what a scan notes."""

    def __init__(self, directory: ModelDirectory, scanner: Scanner, index: Index, clock: Timeline) -> None:
        """Keep what is asked."""
        self._directory = directory
        self._scanner = scanner
        self._index = index
        self._counter = FileCounter(directory, scanner.row_cache, index, clock)

    def count(self) -> tuple[int, int]:
        """Return how many models are there now, and how many of them were registered.

        Raises:
            StorageError: Directory or index can't be used, so that a number would be wrong.
        """
        with named_errors("Counting the models"):
            try:
                asked_at = self._counter.number
                with self._scanner.alone():
                    return self._counter.count(asked_at)
            except (StorageError, OSError):
                # What is not there holds nothing; anything else may hold what we can't see.
                if is_absent(self._directory.path):
                    return 0, 0
                if is_absent(self._index.path):  # then nothing was registered
                    return len(self._directory.list_inodes()), 0
                raise

    def details(self, history: int) -> dict[str, Any]:
        """Return all other numbers as plain data; times in epoch seconds, sizes in bytes.

        Args:
            history: How many of the last removals to list.

        Raises:
            StorageError: Directory or index can't be used.
        """
        found = self._scanner.compared(lambda: read_overview(self._index, history))
        folder = self._directory.root()
        disk = os.statvfs(folder.descriptor)
        return {
            "temp_dir": str(self._directory.path),
            "total_bytes": found.size_bytes,
            "index_bytes": self._index.size_bytes(),
            "adopted_files": found.models - found.tracked,
            "next_deadline": found.next_expiry,
            "janitor_pid": running_janitor(self._directory),
            **{f"{key}_total": number for key, number in found.totals.items()},
            "failing": found.failing,
            "locked": found.locked,
            "history": found.history,
            "disk_free_bytes": disk.f_bavail * disk.f_frsize,
            "disk_total_bytes": disk.f_blocks * disk.f_frsize,
        }
