"""What a cleanup service tells about itself: four numbers, and everything else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import is_absent, named_errors
from mayfly.cleanup.index import Index
from mayfly.cleanup.keeper import Keeper
from mayfly.cleanup.standby import Standby, running_janitor
from mayfly.cleanup.survey import Survey
from mayfly.errors import StorageError


class Insight:
    """Asks directory, index and thread; changes nothing."""

    def __init__(
        self,
        directory: ModelDirectory,
        survey: Survey,
        index: Index,
        keeper: Keeper,
        standby: Standby,
        troubles: Callable[[], Iterable[str]],
        *,
        interval: float,
    ) -> None:
        """Keep whom to ask.

        Args:
            directory: The directory.
            survey: The look at it.
            index: Its index.
            keeper: The thread.
            standby: What starts janitors.
            troubles: Gives what other parts have to complain about.
            interval: Life of a model in minutes.
        """
        self._standby = standby
        self._troubles = troubles
        self._directory = directory
        self._survey = survey
        self._index = index
        self._chronicle = Chronicle(index)
        self._keeper = keeper
        self._interval = interval

    def stats(self) -> dict[str, Any]:
        """Give the four numbers.

        Raises:
            StorageError: Directory or index can't be used, so that a number would be wrong.
        """
        with named_errors("Counting the models"):
            total, tracked = self._count()
        return {
            "total_files": total,
            "tracked_files": tracked,
            "cleanup_interval_minutes": self._interval,
            "service_running": self._keeper.running,
        }

    def _count(self) -> tuple[int, int]:
        try:
            return self._survey.count()
        except (StorageError, OSError):
            # What is not there holds nothing; anything else may hold what we can't see.
            if is_absent(self._directory.path):
                return 0, 0
            if is_absent(self._index.path):  # then nothing was registered
                return len(self._directory.scan()), 0
            raise

    def details(self, history: int) -> dict[str, Any]:
        """Give everything else.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        found = self._chronicle.overview(history)
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
            "trouble": "; ".join(filter(None, (self._keeper.trouble, *self._troubles()))) or None,
            "janitor_trouble": self._standby.trouble or None,
        }
