"""How many models there are now, and how many of them were registered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import TICK_SECONDS
from mayfly.cleanup.index import Index
from mayfly.cleanup.roll import Roll
from mayfly.cleanup.timeline import Timeline

_COARSE_TICK_SECONDS = 2.1  # on file systems that keep whole (or even) seconds


@dataclass(frozen=True, slots=True)
class _Count:
    """What was counted, and when: the state of directory (None if it may change unseen) and index."""

    number: int
    mtime: int | None
    version: tuple[int, int, int] | None
    total: int
    tracked: int


class Census:
    """Counts in one directory; not for several threads at once.

    Attributes:
        number: Of the latest count that was begun.
    """

    def __init__(self, directory: ModelDirectory, roll: Roll, index: Index, clock: Timeline) -> None:
        """Keep what is counted; the roll is the one that is used for looking, too."""
        self.number = 0
        self._directory = directory
        self._roll = roll
        self._index = index
        self._clock = clock
        self._counted: _Count | None = None

    def take(self, asked_at: int) -> tuple[int, int]:
        """Count the files that are there now, and the registered ones among them.

        Args:
            asked_at: ``number`` when somebody asked: a count that was begun later answers as well.

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
        files = self._directory.scan()
        self._roll.read(files)
        self._use_told_inodes(files)
        self._counted = _Count(
            number=self.number,
            mtime=mtime if settled else None,
            version=self._roll.version,
            total=len(files),
            tracked=self._roll.tracked_among(files),
        )
        return self._counted.total, self._counted.tracked

    def _use_told_inodes(self, files: dict[str, int]) -> None:
        """Ask for the inodes that do not agree: layered file systems list another number than they tell."""
        rows = self._roll.rows
        for name, inode in files.items():
            known = rows.get(name)
            if known is not None and known.inode != inode:
                with suppress(OSError):
                    file = self._directory.state(name)
                    files[name] = inode if file is None else file.inode


def is_settled(mtime_ns: int, clock: Timeline) -> bool:
    """Tell whether one more change would show in a directory's time of change, which moves in ticks."""
    tick = TICK_SECONDS if mtime_ns % 1_000_000_000 else _COARSE_TICK_SECONDS
    return clock.wall() - mtime_ns / 1e9 > tick
