"""The rows that a sweep works on: those that are due, and what became of them.

Ten thousand models may be due at once, so each step is one statement for all of
them.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.rows import (
    BEGIN_LIFE,
    LIVE,
    Batch,
    BatchResult,
    Ended,
    NewLife,
    Row,
    Stored,
    count,
    new_values,
    one_row,
    refresh,
    signed,
)
from mayfly.cleanup.index.timeline import Timeline

HISTORY_ROWS = 1000
RETRY_SECONDS = 1.0
MAX_RETRY_SECONDS = 300.0
_SPARSE = 8  # keys for each row, up to which it pays to count the rows between two keys
FIRST = (-math.inf, 0)
"""Before all rows, for ``after``."""
_STORED_FIELDS = "id, name, inode, ctime_ns, leased_until"
_IDS = "id IN (SELECT value FROM json_each(?))"
_SPAN = "id BETWEEN ? AND ?"
_EDGES = "SELECT (SELECT min(id) FROM {0}), (SELECT max(id) FROM {0})"


class DueRows:
    """The due rows of one index."""

    def __init__(self, index: Index, clock: Timeline) -> None:
        """Keep the index and the directory's time."""
        self._index = index
        self._clock = clock
        # The version of the index in which nothing was due, and the time until when that holds.
        self._idle: tuple[tuple[int, int, int], float] | None = None

    def claim(self, now: float | None, retry_due: bool, limit: int, after: tuple[float, int]) -> Batch:
        """Mark rows whose time is over as doomed; return the longest overdue ones.

        Args:
            now: Epoch seconds instead of the clocks.
            retry_due: Rows to be tried again only later are left out.
            limit: How many at most.
            after: Time and key of the last one of the batch before.
        """

        def work(connection: sqlite3.Connection) -> Batch:
            batch = pick(connection)
            if batch.rows:
                where, keys = _chosen(batch.rows, batch.span)
                connection.execute(f"INSERT OR IGNORE INTO doomed SELECT id FROM models WHERE {where}", keys)  # noqa: S608
            return batch

        if now is None and self._is_idle():
            return Batch([], boot=self._clock.boot())
        pick = self._picking(now, retry_due, limit, after)
        batch = self._index.write(work)
        if not batch.rows and now is None and after == FIRST:
            self._idle = self._index.read(self._until_due)
        return batch

    def _is_idle(self) -> bool:
        """Return whether nothing has changed since nothing was due, and no deadline has come."""
        if self._idle is None:
            return False
        version, until = self._idle
        return self._index.version() == version and self._clock.boot() < until

    def _until_due(self, connection: sqlite3.Connection) -> tuple[tuple[int, int, int], float]:
        """Return the version of the index, and when the next row is due, whatever became of it before."""
        query = "SELECT min(deadline) FROM models WHERE state != 'pending'"
        first = connection.execute(query).fetchone()[0]
        return self._index.version_of(connection), math.inf if first is None else float(first)

    def peek(self, now: float | None, retry_due: bool, limit: int, after: tuple[float, int]) -> Batch:
        """Return the rows that ``claim`` would, without marking them."""
        return self._index.read(self._picking(now, retry_due, limit, after))

    def _picking(
        self, now: float | None, retry_due: bool, limit: int, after: tuple[float, int]
    ) -> Callable[[sqlite3.Connection], Batch]:
        """Return the function that reads the due rows."""
        time = "deadline" if now is None else "expires"
        query = (
            f"SELECT {_STORED_FIELDS} FROM models"  # noqa: S608
            f" WHERE {time} <= ? AND ({time}, id) > (?, ?) AND retry <= ? AND state != 'pending'"
            f" ORDER BY {time}, id LIMIT ?"
        )

        def pick(connection: sqlite3.Connection) -> Batch:
            boot = self._clock.boot()  # within the transaction, which has just checked the clocks
            values = (boot if now is None else now, *after, boot if retry_due else math.inf, limit)
            rows = connection.execute(query, values).fetchall()
            if not rows:
                return Batch(rows, boot=boot)
            found = connection.execute(f"SELECT {time}, id FROM models WHERE id = ?", (rows[-1][0],))  # noqa: S608
            doomed = connection.execute("SELECT id FROM doomed").fetchall()
            return Batch(
                rows,
                boot=boot,
                after=found.fetchone() if len(rows) == limit else None,
                span=_span(connection, rows),
                unfinished=frozenset(key for (key,) in doomed),
            )

        return pick

    def sizes(self, rows: Sequence[Stored]) -> int:
        """Return the size of some files together, by their rows."""
        keys = json.dumps([row[0] for row in rows])
        query = f"SELECT coalesce(sum(size), 0) FROM models WHERE {_IDS}"  # noqa: S608
        return int(self._index.read(lambda c: c.execute(query, (keys,)).fetchone()[0]))

    def row(self, key: int) -> Row | None:
        """Return a whole row."""
        return self._index.read(lambda c: one_row(c, "id = ?", key))

    def mark_deleting(self, row: Row) -> bool:
        """Make a model due at once, so that any sweep deletes it; return False if it is gone already."""

        def work(connection: sqlite3.Connection) -> bool:
            found = connection.execute(
                "UPDATE models SET deadline = min(deadline, ?), expires = min(expires, ?)"  # noqa: S608
                f" WHERE id = ? AND inode = ? AND {LIVE}",
                (self._clock.boot(), self._clock.wall(), row.id, signed(row.inode)),
            )
            connection.execute("INSERT OR IGNORE INTO doomed SELECT ? WHERE ?", (row.id, found.rowcount))
            return found.rowcount > 0

        return self._index.write(work)

    def unmark_deleting(self, row: Row) -> None:
        """Take ``mark_deleting`` back."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE models SET deadline = ?, expires = ? WHERE id = ? AND inode = ?",
                (row.deadline, row.expires, row.id, signed(row.inode)),
            )
            connection.execute("DELETE FROM doomed WHERE id = ?", (row.id,))

        self._index.write(work)

    def finish(self, result: BatchResult, *, at: float, cause: str = "expired") -> Ended:
        """Note what a sweep did; return the rows that it, and no other sweep, ended.

        Args:
            result: What happened.
            at: Epoch seconds of the removal.
            cause: Why the models went ("expired" or "deleted").
        """

        def work(connection: sqlite3.Connection) -> Ended:
            refresh(connection, [(row.id, file) for row, file in result.over])
            ended = _end(connection, result, at, cause)
            others = json.dumps(result.others())
            connection.execute(
                f"DELETE FROM models WHERE {_IDS}",  # noqa: S608
                (json.dumps([row.id for row in result.vanished]),),
            )
            for life in result.changed:
                self._begin(connection, life)
            connection.executemany(
                "UPDATE models SET retry = ? WHERE id = ?",
                [(retry, row.id) for row, retry in result.leased],
            )
            connection.executemany(
                "UPDATE models SET leased_until = ?, reason = ? WHERE id = ? AND leased_until = 0",
                [(until, who, row.id) for row, until, who in result.locked],
            )
            connection.executemany(
                "UPDATE models SET retry = ? + min(?, ? * (1 << min(attempts, 20))), attempts = attempts + 1,"
                " reason = ? WHERE id = ?",
                [
                    (self._clock.boot(), MAX_RETRY_SECONDS, RETRY_SECONDS, reason, row.id)
                    for row, reason in result.failed
                ],
            )
            connection.execute(f"DELETE FROM doomed WHERE {_IDS}", (others,))  # noqa: S608
            count(connection, "failures", len(result.failed))
            return ended

        return self._index.write(work, forgets=True)

    def _begin(self, connection: sqlite3.Connection, life: NewLife) -> None:
        """Begin a new life, unless somebody else gave the file one meanwhile."""
        values = new_values(
            self._clock,
            life.row.name,
            life.file,
            state="live",
            ttl=life.ttl,
            age=life.age,
            tracked=life.tracked,
        )
        connection.execute(
            f"{BEGIN_LIFE} WHERE EXISTS (SELECT 1 FROM models WHERE id = :old)",  # noqa: S608
            values | {"old": life.row.id},
        )

    def next_due(self, waiting: Sequence[int] = ()) -> float | None:
        """Return the seconds until a sweep can do something, below zero if it is overdue; None if never.

        Args:
            waiting: Keys of rows that don't count, though their time is over.
        """

        def work(connection: sqlite3.Connection) -> float | None:
            boot = self._clock.boot()
            late = connection.execute(
                "SELECT min(max(retry, deadline)) FROM models"  # noqa: S608
                f" WHERE deadline <= ? AND state != 'pending' {f'AND NOT {_IDS}' if waiting else ''}",
                (boot, json.dumps(waiting)) if waiting else (boot,),
            ).fetchone()[0]
            soon = connection.execute(
                "SELECT deadline FROM models WHERE deadline > ? AND state != 'pending'"
                " ORDER BY deadline LIMIT 1",
                (boot,),
            ).fetchone()
            times: list[float] = [value for value in (late, soon and soon[0]) if value is not None]
            return min(times) - boot if times else None

        return self._index.read(work)


def _span(connection: sqlite3.Connection, rows: list[Stored]) -> tuple[int, int] | None:
    """Return first and last key of rows if no other row has a key in between: the usual case with many."""
    keys = [row[0] for row in rows]
    first, last = min(keys), max(keys)
    if last - first == len(rows) - 1:
        return (first, last)  # registered one after another: there is no key between
    if last - first > _SPARSE * len(rows):
        return None
    found = connection.execute(f"SELECT count(*) FROM models WHERE {_SPAN}", (first, last)).fetchone()  # noqa: S608
    return (first, last) if found[0] == len(rows) else None


def _chosen(rows: list[Stored], span: tuple[int, int] | None) -> tuple[str, tuple[Any, ...]]:
    """Return the condition that selects rows, and its values."""
    return (_SPAN, span) if span else (_IDS, (json.dumps([row[0] for row in rows]),))


def _end(connection: sqlite3.Connection, result: BatchResult, at: float, cause: str) -> Ended:
    """Drop the rows of removed files, count and remember them; return those that were not dropped before."""
    rows = result.removed
    if not rows:
        return Ended([], 0)
    where, keys = _chosen(rows, result.span)
    found, size = connection.execute(
        f"SELECT count(*), coalesce(sum(size), 0) FROM models WHERE {where}",  # noqa: S608
        keys,
    ).fetchone()
    if found < len(rows):
        ours = {key for (key,) in connection.execute(f"SELECT id FROM models WHERE {where}", keys)}  # noqa: S608
        rows = [row for row in rows if row[0] in ours]
    _remember(connection, rows, at, cause)
    for table in ("models", "doomed"):
        if result.span and connection.execute(_EDGES.format(table)).fetchone() == result.span:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - emptied page by page: nothing else is there
        else:
            connection.execute(f"DELETE FROM {table} WHERE {where}", keys)  # noqa: S608
    count(connection, "removed", len(rows))
    count(connection, "removed_bytes", size)
    return Ended(rows, size)


def _remember(connection: sqlite3.Connection, ended: list[Stored], at: float, cause: str) -> None:
    """Add removals, whose rows are still there, to the history, which keeps the last ones."""
    keys = json.dumps([row[0] for row in ended[-HISTORY_ROWS:]])
    connection.execute(
        "INSERT INTO history (name, size, removed_at, expired_at, cause)"  # noqa: S608
        f" SELECT name, size, ?, expires, ? FROM models WHERE {_IDS} ORDER BY deadline, id",
        (at, cause, keys),
    )
    connection.execute("DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (HISTORY_ROWS,))
