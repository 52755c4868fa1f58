"""The roll: which rows there are, kept in memory so that a look reads only those that are new.

A row's key is never used again and its name, inode and origin never change, so
what was read once stays true until the row is dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import NamedTuple

from mayfly.cleanup.index import Index
from mayfly.cleanup.rows import ALL_BITS, State, decoded


class Entry(NamedTuple):
    """One row, as far as a look needs it; ``state`` may be behind the row's."""

    key: int
    inode: int
    state: State
    tracked: bool
    ctime_ns: int


class Roll:
    """The rows of one index by their file's name; not for several threads at once.

    Attributes:
        rows: What was there when it was read last.
        version: The index's version then.
    """

    def __init__(self, index: Index) -> None:
        """Keep the index; nothing is read yet."""
        self.rows: dict[str, Entry] = {}
        self.version: tuple[int, int, int] | None = None
        self._index = index
        self._generation = -1
        self._last_key = 0

    def read(self, files: Mapping[str, int]) -> None:
        """Bring the roll in line with the index, in one turn that changes nothing.

        Args:
            files: Inode by name of the files that were there a moment ago. It does not matter
                whether they still are; rows without a file are those that may have been dropped.

        Raises:
            IndexUnavailable: The index can't be used.
        """
        self._index.read(lambda connection: self._read(connection, files))

    def _read(self, connection: sqlite3.Connection, files: Mapping[str, int]) -> None:
        self.version = self._index.version_of(connection)
        if self._index.generation != self._generation:
            self._begin_anew()
        self._add_new(connection)
        self._drop_ended(connection, self.rows.keys() - files.keys())
        if connection.execute("SELECT count(*) FROM models").fetchone()[0] != len(self.rows):
            self._begin_anew()  # a row whose file is there was dropped, by whoever saw it missing
            self._add_new(connection)

    def read_new(self, names: Collection[str]) -> bool:
        """Bring the roll in line where some names are concerned; False if it has to be read as a whole.

        Raises:
            IndexUnavailable: The index can't be used.
        """
        return self._index.read(lambda connection: self._read_new(connection, names))

    def _read_new(self, connection: sqlite3.Connection, names: Collection[str]) -> bool:
        if self._index.generation != self._generation:
            return False
        self._add_new(connection)
        self._drop_ended(connection, [name for name in names if name in self.rows])
        return True

    def _begin_anew(self) -> None:
        self.rows.clear()
        self._generation, self._last_key = self._index.generation, 0

    def _add_new(self, connection: sqlite3.Connection) -> None:
        query = "SELECT id, name, inode, state, tracked, ctime_ns FROM models WHERE id > ? ORDER BY id"
        found = connection.execute(query, (self._last_key,)).fetchall()
        for key, name, inode, state, tracked, ctime_ns in found:
            self.rows[decoded(name)] = Entry(key, inode & ALL_BITS, state, bool(tracked), ctime_ns)
        if found:
            self._last_key = found[-1][0]

    def _drop_ended(self, connection: sqlite3.Connection, missing: Collection[str]) -> None:
        if missing:
            keys = json.dumps([self.rows[name].key for name in missing])
            query = "SELECT id FROM models WHERE id IN (SELECT value FROM json_each(?))"
            there = {key for (key,) in connection.execute(query, (keys,))}
            for name in missing:
                if self.rows[name].key not in there:
                    del self.rows[name]

    def finished(self, name: str) -> None:
        """Note that a pending row was made a live one."""
        self.rows[name] = self.rows[name]._replace(state="live")

    def checked(self, name: str, ctime_ns: int) -> None:
        """Note that a file is the one of its row although its ctime moved."""
        self.rows[name] = self.rows[name]._replace(ctime_ns=ctime_ns)

    def tracked_among(self, files: Mapping[str, int]) -> int:
        """Count the files that were registered, by name and inode."""
        rows = self.rows
        found = (entry for name, inode in files.items() if (entry := rows.get(name)) and entry.inode == inode)
        return sum(entry.tracked for entry in found)
