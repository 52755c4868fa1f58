"""The numbers of a cleanup service: how many models are there, and everything else that is known of them."""

from __future__ import annotations

import os
from typing import Any

from mayfly.cleanup.directory.files import is_absent, named_errors
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.overview import read_overview
from mayfly.cleanup.janitor_launch import running_janitor
from mayfly.cleanup.scan import Scanner
from mayfly.errors import StorageError


class Statistics:
    """Reads directory and index; changes nothing but what a scan notes."""

    def __init__(self, directory: ModelDirectory, scanner: Scanner, index: Index) -> None:
        """Keep what is asked."""
        self._directory = directory
        self._scanner = scanner
        self._index = index

    def count(self) -> tuple[int, int]:
        """Return how many models are there now, and how many of them were registered.

        Raises:
            StorageError: Directory or index can't be used, so that a number would be wrong.
        """
        with named_errors("Counting the models"):
            try:
                return self._scanner.count()
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
        self._scanner.scan()
        found = read_overview(self._index, history)
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
