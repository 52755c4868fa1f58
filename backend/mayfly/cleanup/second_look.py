"""A closer look at a registered file whose times moved: is it still the one of its row?"""

from __future__ import annotations

from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.identity import Change, next_life, what_changed
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.rows import Row
from mayfly.cleanup.timeline import Timeline


class SecondLook:
    """Looks at the files of one directory's rows."""

    def __init__(self, directory: ModelDirectory, ledger: Ledger, clock: Timeline, ttl: float) -> None:
        """Keep where to look; ``ttl`` is the life in seconds of a file that took another's name."""
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl

    def at(self, row: Row) -> bool:
        """Compare a row with its file; begin another life if it is another one, and return whether it is.

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
            return False  # what can't be told yet is looked at again when the time is over
        life = next_life(row, identified, change, self._clock, self._ttl)
        return self._ledger.begin_again(life, adopted=change is Change.ANOTHER)
