"""What a cleanup service tells about itself: four numbers that always come, and everything else."""

from __future__ import annotations

import os
from typing import Any

from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.keeper import Keeper
from mayfly.cleanup.standby import running_janitor
from mayfly.cleanup.survey import Survey
from mayfly.errors import StorageError


class Insight:
    """Asks directory, index and thread; changes nothing."""

    def __init__(
        self, directory: ModelDirectory, survey: Survey, chronicle: Chronicle, keeper: Keeper, interval: float
    ) -> None:
        """Keep whom to ask; ``interval`` is the life of a model in minutes."""
        self._directory = directory
        self._survey = survey
        self._chronicle = chronicle
        self._keeper = keeper
        self._interval = interval

    def stats(self) -> dict[str, Any]:
        """Give the four numbers, without the index where it can't be used."""
        try:
            self._survey.look()
            total, tracked, _ = self._chronicle.counts()
        except (StorageError, OSError):
            try:
                total = len(self._directory.scan())
            except (StorageError, OSError):
                total = 0
            tracked = min(total, self._chronicle.last_counts()[1])
        return {
            "total_files": total,
            "tracked_files": tracked,
            "cleanup_interval_minutes": self._interval,
            "service_running": self._keeper.running,
        }

    def details(self, history: int) -> dict[str, Any]:
        """Give everything else.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        total, tracked, size = self._chronicle.counts()
        totals = self._chronicle.totals()
        folder = self._directory.root()
        disk = os.statvfs(folder.descriptor)
        return {
            "temp_dir": str(self._directory.path),
            "total_bytes": size,
            "adopted_files": total - tracked,
            "next_deadline": self._chronicle.next_expiry(),
            "janitor_pid": running_janitor(self._directory),
            "registered_total": totals["registered"],
            "adopted_total": totals["adopted"],
            "removed_total": totals["removed"],
            "removed_bytes_total": totals["removed_bytes"],
            "failures_total": totals["failures"],
            "failing": self._chronicle.failing(),
            "history": self._chronicle.history(history),
            "disk_free_bytes": disk.f_bavail * disk.f_frsize,
            "disk_total_bytes": disk.f_blocks * disk.f_frsize,
            "trouble": self._keeper.trouble or None,
        }
