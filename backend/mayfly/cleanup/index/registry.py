"""The registry of models: rows begin, change and end, and are looked up, each in one transaction."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mayfly.cleanup.directory.files import FileState, shown
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.repair import broken_index
from mayfly.cleanup.index.rows import (
    BEGIN_LIFE,
    FIELDS,
    LIVE,
    NewLife,
    Row,
    State,
    count,
    decoded,
    last_deadline,
    new_row,
    new_values,
    next_expiry,
    one_row,
    signed,
    to_row,
)
from mayfly.cleanup.index.timeline import Timeline
from mayfly.errors import ModelExists, ModelNotFound

_COUNT_LIVE = "SELECT (SELECT count(*) FROM models) - (SELECT count(*) FROM models WHERE state = 'pending')"
_ADOPT = (
    "INSERT OR REPLACE INTO models (name, inode, ctime_ns, size, state, tracked, created, ttl, expires,"
    " deadline, clock_offset, mtime_ns, born_ns, content)"
    " SELECT ?1, ?2, ?3, ?4, 'live', 0, ?5, ?6, ?5 + ?6, ?7 + ?6, ?5 - ?7, ?8, ?9, ?10"
    # A row of this inode that was written meanwhile knows more than we do.
    " WHERE NOT EXISTS (SELECT 1 FROM models WHERE name = ?1 AND inode = ?2)"
)


class FoundFile(NamedTuple):
    """A file without a row of its own.

    Attributes:
        name: Its name.
        file: Its state.
        age: Its age in seconds.
        ttl: The life that it is given, in seconds.
        at: Steady time at which its age was found.
    """

    name: str
    file: FileState
    age: float
    ttl: float
    at: float

    def seconds_left(self, steady: float) -> float:
        """Return how long it may live yet, below zero if it is over, at a steady time."""
        return self.ttl - self.age - (steady - self.at)


class Registry:
    """The rows of one directory's models."""

    def __init__(self, index: Index, directory: ModelDirectory, clock: Timeline) -> None:
        """Keep the index, the directory (which is only read) and the directory's time."""
        self.index = index
        self._directory = directory
        self._clock = clock
        # What is left, and the version of the index of which that is true.
        self._left: tuple[tuple[int, int, int], tuple[int, float | None]] | None = None

    def sync_clocks(self) -> None:
        """Bring the rows in line with the clocks, if anything moved."""
        if not self._clock.is_synced(self.index.generation):
            step = self.index.write(self._clock.sync)
            self._clock.synced(self.index.generation, step)

    def register(
        self,
        name: str,
        file: FileState,
        ttl: float,
        since: float,
        *,
        durable: bool,
        pending: Callable[[], bool] | None = None,
    ) -> Row:
        """Write the row of a file that is there; an earlier row of its name gives way.

        Args:
            name: The file's name.
            file: Its state now.
            ttl: Length of its life in seconds.
            since: Steady time at which its life begins: not after the file got its name, so that the
                deadline is no later than what the file's own times give when the index is lost.
            durable: Wait until the disk has it.
            pending: It had a pending row, which a scan may have finished and counted; whether the file is
                still there.

        Raises:
            ModelNotFound: A scan finished its pending row, and its life ended, before this.
        """

        def work(connection: sqlite3.Connection) -> Row:
            age = self._clock.steady() - since
            values = new_values(self._clock, name, file, state="live", ttl=ttl, age=age, tracked=True)
            finished = None  # whether a scan finished the pending row; None without any row of the file
            if pending is not None:
                query = (
                    "SELECT max(tracked AND state = 'live') FROM models WHERE name = :name AND inode = :inode"
                )
                (finished,) = connection.execute(query, values).fetchone()
                if finished is None and not pending():
                    raise ModelNotFound(f"{shown(name)} was removed as soon as it was published.")
            if finished:
                going = one_row(connection, f"name = ? AND NOT ({LIVE})", values["name"])
                if going is not None:
                    return going  # its time was over before this: the sweep that removes it counts it
            count(connection, "registered", 0 if finished else 1)
            return _written(connection, values)

        return self.index.write(work, durable=durable)

    def insert_pending(
        self,
        name: str,
        file: FileState,
        ttl: float,
        report: Mapping[str, Any] | None,
        recipe: str | None = None,
    ) -> None:
        """Write the row of a file that is about to get this name.

        Raises:
            ModelExists: A model of this name is there.
            TypeError: The report is not plain data.
        """
        text = None if report is None else json.dumps(report)

        def work(connection: sqlite3.Connection) -> None:
            # Checked under the index's lock: a process that published the name has written its row by now.
            if self._directory.state(name) is not None:
                raise ModelExists(f"There is a model {shown(name)} already.")
            values = new_values(self._clock, name, file, state="pending", ttl=ttl, age=0.0, tracked=True)
            connection.execute(BEGIN_LIFE, values | {"report": text, "recipe": recipe})

        self.index.write(work)

    def drop_pending(self, name: str, file: FileState) -> None:
        """Drop the pending row of a file that did not get its name."""
        self.index.write(
            lambda c: c.execute(
                "DELETE FROM models WHERE name = ? AND inode = ? AND state = 'pending'",
                (os.fsencode(name), signed(file.inode)),
            ),
            forgets=True,
        )

    def get(self, name: str) -> Row | None:
        """Return a model's row."""
        return self.index.read(lambda c: one_row(c, "name = ?", os.fsencode(name)))

    def all(self) -> list[Row]:
        """Return all rows but pending ones, soonest deadline first."""
        query = f"SELECT {FIELDS} FROM models WHERE state != 'pending' ORDER BY deadline, name"  # noqa: S608
        return self.index.read(lambda c: [to_row(found) for found in c.execute(query)])

    def report(self, name: str) -> dict[str, Any] | None:
        """Return the report stored with a model."""
        found = self.index.read(
            lambda c: c.execute("SELECT report FROM models WHERE name = ?", (os.fsencode(name),)).fetchone()
        )
        return json.loads(found[0]) if found and found[0] is not None else None

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if no such model lives."""
        known = f"recipe = ? AND report IS NOT NULL AND {LIVE} AND deadline > ?"
        query = f"SELECT name, report FROM models WHERE {known} ORDER BY deadline DESC LIMIT 1"  # noqa: S608
        found = self.index.read(lambda c: c.execute(query, (recipe, self._clock.boot())).fetchone())
        return (decoded(found[0]), json.loads(found[1])) if found else None

    def ended(self, name: str) -> tuple[float, str] | None:
        """Return since when (epoch seconds) and why a model is gone, if that is remembered."""
        query = (
            "SELECT min(removed_at, expired_at), cause FROM history WHERE name = ? ORDER BY id DESC LIMIT 1"
        )
        found = self.index.read(lambda c: c.execute(query, (os.fsencode(name),)).fetchone())
        return None if found is None else (float(found[0]), str(found[1]))

    def what_is_left(self) -> tuple[int, float | None]:
        """Return the number of models and epoch seconds of the next deadline, without reading all rows."""

        def work(connection: sqlite3.Connection) -> tuple[int, float | None]:
            version = self.index.version_of(connection)
            if self._left is None or self._left[0] != version:
                found = connection.execute(_COUNT_LIVE).fetchone()[0], next_expiry(connection)
                self._left = (version, found)
            return self._left[1]

        return self.index.read(work)

    def last_deadline(self) -> float | None:
        """Return the last deadline on the directory's time axis; None if there is no model."""
        return self.index.read(last_deadline)

    def size_bytes(self) -> int:
        """Return the size of all models together, pending ones included."""
        return int(self.index.read(lambda c: c.execute("SELECT total(size) FROM models").fetchone()[0]))

    def extend(self, row: Row, seconds: float, ctime_ns: int) -> Row | None:
        """Move a deadline and sync it to the disk; return the row, None if it is gone or being removed.

        Args:
            row: The row as it was read.
            seconds: How much longer.
            ctime_ns: The file's ctime after the deadline was written onto it.
        """

        def work(connection: sqlite3.Connection) -> Row | None:
            connection.execute(
                "UPDATE models SET ttl = ttl + :s, expires = expires + :s, deadline = deadline + :s,"  # noqa: S608
                " ctime_ns = CASE WHEN ctime_ns = :before THEN :after ELSE ctime_ns END"
                f" WHERE id = :id AND inode = :inode AND {LIVE}",
                {
                    "s": seconds,
                    "id": row.id,
                    "inode": signed(row.inode),
                    "before": row.ctime_ns,
                    "after": ctime_ns,
                },
            )
            return one_row(connection, f"id = ? AND inode = ? AND {LIVE}", row.id, signed(row.inode))

        return self.index.write(work, durable=True)

    def lease(self, row: Row, seconds: float) -> bool:
        """Note that somebody reads a model, for so long at most; return False if it is being removed."""
        return self.index.write(
            lambda c: (
                c.execute(
                    f"UPDATE models SET leased_until = max(leased_until, ?) WHERE id = ? AND {LIVE}",  # noqa: S608
                    (self._clock.boot() + seconds, row.id),
                ).rowcount
                > 0
            )
        )

    def retry_now(self, name: str) -> None:
        """Let the next sweep try this model again, since what kept it may be over."""
        self.index.write(
            lambda c: c.execute("UPDATE models SET retry = 0 WHERE name = ?", (os.fsencode(name),))
        )

    def begin_new_life(self, life: NewLife, *, adopted: bool) -> bool:
        """Replace a row by one for the file's new life, unless somebody else did or it is being removed.

        Args:
            life: The row as it was, and the new life.
            adopted: It is another file, which nobody registered.
        """

        def work(connection: sqlite3.Connection) -> bool:
            if one_row(connection, f"id = ? AND {LIVE}", life.row.id) is None:
                return False
            values = new_values(
                self._clock,
                life.row.name,
                life.file,
                state="live",
                ttl=life.ttl,
                age=life.age,
                tracked=life.tracked,
            )
            connection.execute("DELETE FROM models WHERE id = ?", (life.row.id,))
            connection.execute(BEGIN_LIFE, values)
            count(connection, "adopted", int(adopted))
            return True

        return self.index.write(work, forgets=True)

    def reconcile(
        self,
        adopt: Iterable[FoundFile] = (),
        finish: Iterable[tuple[str, FileState]] = (),
        forget: Iterable[tuple[int, State]] = (),
    ) -> None:
        """Bring the rows in line with what a scan of the directory found.

        Args:
            adopt: Files without a row of their inode.
            finish: Files whose row is still pending: published, and the publisher was killed.
            forget: Rows (key, state) without a file.
        """

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(
                # A doomed one without a file was removed by a sweep that was killed: the next counts it.
                "DELETE FROM models WHERE id = ? AND state = ? AND id NOT IN (SELECT id FROM doomed)",
                forget,
            )
            finished = connection.executemany(
                "UPDATE models SET state = 'live', ctime_ns = ?, size = ?"
                " WHERE name = ? AND inode = ? AND state = 'pending'",
                [(f.ctime_ns, f.size_bytes, os.fsencode(name), signed(f.inode)) for name, f in finish],
            )
            count(connection, "registered", max(0, finished.rowcount))
            before = connection.total_changes
            connection.executemany(_ADOPT, self._adopted(adopt))
            count(connection, "adopted", connection.total_changes - before)
            connection.execute("DELETE FROM doomed WHERE id NOT IN (SELECT id FROM models)")

        self.index.write(work, forgets=True)

    def _adopted(self, found: Iterable[FoundFile]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of ``_ADOPT``; there may be 100,000 files, so the clocks are read once."""
        wall, boot, now = self._clock.wall(), self._clock.boot(), self._clock.steady()
        for name, file, age, ttl, at in found:
            since = age + now - at
            inode, size, mtime_ns, ctime_ns, born_ns, content = file
            times = (wall - since, ttl, boot - since, mtime_ns, born_ns)
            yield os.fsencode(name), signed(inode), ctime_ns, size, *times, content


def _written(connection: sqlite3.Connection, values: dict[str, Any]) -> Row:
    """Write a row and return it with its key, as it would be read."""
    key = connection.execute(BEGIN_LIFE, values).lastrowid
    if not key:
        raise broken_index("a row that was just written has no key")
    return new_row(key, values)
