"""The rows of the index in memory, so that a scan reads only those that are new.

A row's key is never used again and its name, inode and origin never change, so
what was read once stays true until the row is dropped.
"""

from __future__ import annotations

import functools
import json
import operator
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.rows import ALL_BITS, State, all_decoded, decoded


class Entry(NamedTuple):
    """One row, as far as a scan needs it; ``state`` may be behind the row's."""

    key: int
    inode: int
    state: State
    tracked: int
    ctime_ns: int


# Twenty thousand rows may be read at once, so what is done to each of them is done in C.
_NAME = "CAST(name AS TEXT)"
_name_of = operator.itemgetter(5)
_inode_of = operator.itemgetter(1)
_entry_of = functools.partial(tuple.__new__, Entry)
_values_of = operator.itemgetter(slice(0, 5))


class RowCache:
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
        """Bring the cache in line with the index, in one transaction that changes nothing.

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
            self._start_over()
        self._add_new(connection)
        self._drop_ended(connection, self.rows.keys() - files.keys())
        if connection.execute("SELECT count(*) FROM models").fetchone()[0] != len(self.rows):
            self._start_over()  # a row whose file is there was dropped by somebody who missed the file
            self._add_new(connection)

    def read_new(self, names: Collection[str]) -> bool:
        """Bring the cache in line for some names; return False if it has to be read as a whole.

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

    @property
    def was_read(self) -> bool:
        """Whether the rows of the index as it is now were read once."""
        return self._generation == self._index.generation

    def differences(self, listed: set[str], most: int) -> dict[str, Entry | None] | None:
        """Compare names alone, in one statement; return None if more than so many differ.

        Args:
            listed: The names of the files that are there.
            most: How many may differ.

        Returns:
            The rows of the names that are in one place only, or are about to be; None for one without a row.

        Raises:
            IndexUnavailable: The index can't be used.
        """
        return self._index.read(lambda connection: self._differences(connection, listed, most))

    def _differences(
        self, connection: sqlite3.Connection, listed: set[str], most: int
    ) -> dict[str, Entry | None] | None:
        # Joined by SQLite, since making a value of each name would cost more than all else.
        joined = connection.execute(f"SELECT CAST(group_concat({_NAME}, '/') AS BLOB) FROM models").fetchone()  # noqa: S608
        pending = connection.execute("SELECT name FROM models WHERE state = 'pending'").fetchall()
        names = all_decoded([joined[0]]) if joined[0] else []
        same = len(names) == len(listed) and listed.issuperset(names)  # no second set for the usual case
        different = set() if same else listed.symmetric_difference(names)
        different.update(decoded(name) for (name,) in pending)
        if len(different) > most:
            return None
        query = "SELECT id, inode, state, tracked, ctime_ns FROM models WHERE name = ?"
        return {
            name: None if row is None else Entry(row[0], row[1] & ALL_BITS, *row[2:])
            for name in different
            for row in [connection.execute(query, (os.fsencode(name),)).fetchone()]
        }

    def _start_over(self) -> None:
        self.rows.clear()
        self._generation, self._last_key = self._index.generation, 0

    def _add_new(self, connection: sqlite3.Connection) -> None:
        query = "SELECT id, inode, state, tracked, ctime_ns, name FROM models WHERE id > ? ORDER BY id"
        found = connection.execute(query, (self._last_key,)).fetchall()
        if not found:
            return
        values: Iterable[tuple[Any, ...]] = map(_values_of, found)
        if min(map(_inode_of, found)) < 0:  # stored as a signed number, which it is not
            values = ((key, inode & ALL_BITS, *rest) for key, inode, *rest in values)
        self.rows.update(zip(all_decoded(map(_name_of, found)), map(_entry_of, values), strict=True))
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
        if name in self.rows:
            self.rows[name] = self.rows[name]._replace(state="live")

    def checked(self, name: str, ctime_ns: int) -> None:
        """Note that a file is the one of its row although its ctime moved."""
        if name in self.rows:
            self.rows[name] = self.rows[name]._replace(ctime_ns=ctime_ns)

    def tracked_among(self, files: Mapping[str, int]) -> int:
        """Return how many files were registered, by name and inode."""
        rows = self.rows
        found = (entry for name, inode in files.items() if (entry := rows.get(name)) and entry.inode == inode)
        return sum(entry.tracked for entry in found)
