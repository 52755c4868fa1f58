"""Files that nobody registered: how old they certainly are, and how long they live."""

from __future__ import annotations

from mayfly.cleanup.clock import MAX_LIFETIME_MINUTES
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import TICK_SECONDS, FileState
from mayfly.cleanup.kept import Told
from mayfly.cleanup.ledger import Found
from mayfly.cleanup.timeline import Timeline


class Strangers:
    """Judges the files of one directory that have no row."""

    def __init__(self, directory: ModelDirectory, clock: Timeline, ttl: float) -> None:
        """Keep where to ask, and the life in seconds of a file of which nothing was told."""
        self._directory = directory
        self._clock = clock
        self._ttl = ttl
        self._beside: dict[tuple[int, int, int], Told] | None = None  # deadlines beside files

    def begin(self) -> None:
        """Begin a look: what was told beside the files is read again when it is needed."""
        self._beside = None

    def found(self, name: str, file: FileState, unseen_seconds: float | None) -> Found:
        """Say how old a file is that nobody registered, and how long it lives.

        The age is what is certain, never more: not more than since the last look,
        which did not see the file, and without a step of the clock in between. Of an
        index that is lost nobody can say which files the last look saw; then every
        step counts that we know of.

        Args:
            name: The file's name.
            file: Its state.
            unseen_seconds: Time since the last look; None if nobody can say what it saw.
        """
        wall = self._clock.wall()
        age = wall - file.changed_at - self._clock.unseen_step
        if unseen_seconds is not None:
            age = min(age, unseen_seconds)
        else:
            age = min(age, wall - file.changed_at - self._clock.step_ahead()) - TICK_SECONDS
        age = max(0.0, age)
        return Found(name, file, age, self._life(name, file, age))

    def _life(self, name: str, file: FileState, age: float) -> float:
        """Return the life of a found file in seconds: as it was told, if the index was lost since."""
        told = self._directory.told(name, file)
        if told is None:
            if self._beside is None:
                self._beside = self._directory.told_beside()
            told = self._beside.get((file.inode, file.mtime_ns, file.size_bytes))
        if told is None:
            return self._ttl
        left = told.expires + self._clock.step_ahead() - self._clock.wall()
        if not told.ttl:
            return max(self._ttl, min(left + age, MAX_LIFETIME_MINUTES * 60))
        return max(1e-3, min(left, told.ttl) + age)
