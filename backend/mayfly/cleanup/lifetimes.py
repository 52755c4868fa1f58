"""Which life a file gets: that of its row, a new one since it was rewritten or replaced, or a found file's.

Ownership, permission bits, links, backups and restored access times move a file's ctime and leave its content
as it is; an exporter that unlinks and writes again may get the same inode. So a file is the one of its row by
inode and birth, and by its content where its times moved.
"""

from __future__ import annotations

import math
import os
from enum import Enum

from mayfly.cleanup.clock import MAX_LIFETIME_MINUTES
from mayfly.cleanup.directory.deadlines import DeadlinesBeside, FileDeadline
from mayfly.cleanup.directory.files import DIGEST_BYTES, TICK_SECONDS, FileState
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.registry import FoundFile, Registry
from mayfly.cleanup.index.rows import Due, NewLife, Row, signed
from mayfly.cleanup.index.timeline import STEP_SECONDS, Timeline


class Change(Enum):
    """What happened to a registered file whose ctime moved."""

    SAME = "same"  # the content is the one that was registered
    REWRITTEN = "rewritten"  # the same file has another content
    ANOTHER = "another"  # another file, which may have been given the same inode
    UNKNOWN = "unknown"  # times moved, and the content was never noted


def what_changed(row: Row, file: FileState) -> Change:
    """Compare a row with its file as it is now, birth and content included."""
    if file.inode != row.inode or (row.born_ns and file.born_ns and row.born_ns != file.born_ns):
        return Change.ANOTHER
    if file.ctime_ns == row.ctime_ns:
        return Change.SAME
    if file.size_bytes != row.size:
        return Change.REWRITTEN
    if row.content is None or file.content is None:
        return Change.UNKNOWN
    return Change.SAME if file.content == row.content[:DIGEST_BYTES] else Change.REWRITTEN


def next_life(row: Row, file: FileState, change: Change, clock: Timeline, rule_seconds: float) -> NewLife:
    """Return the new life of a file that is not the one of its row any more, from its last change on.

    Args:
        row: The row.
        file: The file as it is now.
        change: What happened to it.
        clock: The directory's time.
        rule_seconds: Life of files that nobody registered.
    """
    wall = clock.wall()
    step = wall - clock.boot() - row.clock_offset
    age = max(0.0, wall - file.changed_at - (step if step > STEP_SECONDS else 0.0))
    due = Due(row.id, os.fsencode(row.name), signed(row.inode), row.ctime_ns, row.leased_until)
    if change is Change.ANOTHER:
        return NewLife(due, file, rule_seconds, age, False)
    # Where births are not kept it may be another file all the same, which has the directory's rule.
    ttl = row.ttl if row.born_ns else max(row.ttl, rule_seconds)
    return NewLife(due, file, ttl, age, row.tracked)


class Lifetimes:
    """Decides on the lives of files in one directory; found files are for one thread at a time."""

    def __init__(self, directory: ModelDirectory, registry: Registry, clock: Timeline, ttl: float) -> None:
        """Keep what is asked; ``ttl`` is the life in seconds of a file that nobody registered."""
        self._directory = directory
        self._registry = registry
        self._clock = clock
        self._ttl = ttl
        self._beside: DeadlinesBeside | None = None
        self._lowest_offset = math.inf  # asked for once a scan, since there may be 100,000 files

    def begin_scan(self) -> None:
        """Forget the deadlines beside the files, and find where the wall clock stood lowest."""
        self._beside = None
        self._lowest_offset = self._clock.lowest_offset()

    def recheck(self, row: Row) -> bool:
        """Compare a row with its file; begin a new life if it is another one, and return whether it is.

        Raises:
            OSError: The file system refused.
            StorageError: Directory or index can't be used.
        """
        file = self._directory.state(row.name)
        if file is None or row.state != "live" or row.doomed:
            return False
        if (file.inode, file.ctime_ns) == (row.inode, row.ctime_ns):
            return False
        untouched = (file.inode, file.mtime_ns, file.size_bytes) == (row.inode, row.mtime_ns, row.size)
        identified = self._directory.identify(row.name, with_content=not untouched)
        change = Change.SAME if identified is None else what_changed(row, identified)
        if identified is None or change in {Change.SAME, Change.UNKNOWN}:
            return False  # what is not known yet is checked again when the time is over
        life = next_life(row, identified, change, self._clock, self._ttl)
        return self._registry.begin_new_life(life, adopted=change is Change.ANOTHER)

    def of_found_file(self, name: str, file: FileState, unseen_seconds: float | None) -> FoundFile:
        """Return a file that nobody registered with its age and its life.

        The age is what is certain, never more: not more than since the last scan,
        which did not see the file, and without a step of the clock in between. When
        the index was lost, nobody knows which files the last scan saw; then every
        step counts that is known.

        Args:
            name: The file's name.
            file: Its state.
            unseen_seconds: Time since the last scan; None if nobody knows what it saw.
        """
        wall, now = self._clock.wall(), self._clock.steady()
        by_times = wall - file.changed_at
        age = by_times - self._clock.unseen_step
        if unseen_seconds is not None:
            age = min(age, unseen_seconds)
        else:
            age = min(age, by_times - self._step_ahead(wall, now)) - TICK_SECONDS
        age = max(0.0, age)
        deadline = self._directory.written_deadline(name, file, self._deadlines_beside)
        if deadline is None:
            return FoundFile(name, file, age, self._ttl, now)
        # Its content is known from there: if it is touched later on, it is the same file.
        known = file._replace(content=deadline.content)
        return FoundFile(name, known, age, self._ttl_by(deadline, age), self._clock.steady())

    def _deadlines_beside(self) -> DeadlinesBeside:
        if self._beside is None:
            self._beside = self._directory.deadlines_beside()
        return self._beside

    def _step_ahead(self, wall: float, steady: float) -> float:
        """Return how far the wall clock is ahead of where it stood lowest, in seconds.

        Both clocks have just been read, so that a step during a scan counts at once.
        """
        return max(0.0, wall - steady - self._lowest_offset)

    def _ttl_by(self, deadline: FileDeadline, age: float) -> float:
        """Return the life in seconds of a found file whose deadline was written down."""
        wall = self._clock.wall()
        left = self._clock.seconds_until(deadline)
        if left is None:
            left = deadline.expires + self._step_ahead(wall, self._clock.steady()) - wall
        if not deadline.ttl:
            return max(self._ttl, min(left + age, MAX_LIFETIME_MINUTES * 60))
        return max(1e-3, min(left, deadline.ttl) + age)
