"""What a sweep asks of the index: which rows are due, and what became of them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.files import FileState
from mayfly.cleanup.index import Index
from mayfly.cleanup.rows import FIELDS, LIVE, UPSERT, Row, count, new_values, signed, to_row

HISTORY_ROWS = 1000
_IDS = "id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class NewLife:
    """A row whose file is another one, or was written since: what it is given now, in seconds."""

    row: Row
    file: FileState
    ttl: float
    age: float
    tracked: bool


@dataclass(slots=True)
class Tally:
    """What happened to some rows in a sweep.

    Attributes:
        removed: Their file is gone because of a sweep.
        vanished: Somebody else removed the file.
        changed: The file was written since.
        leased: Somebody reads it; with the boot time of the next try.
        failed: It could not be removed; with the boot time of the next try, and why.
    """

    removed: list[Row] = field(default_factory=list)
    vanished: list[Row] = field(default_factory=list)
    changed: list[NewLife] = field(default_factory=list)
    leased: list[tuple[Row, float]] = field(default_factory=list)
    failed: list[tuple[Row, float, str]] = field(default_factory=list)

    def ids(self) -> list[int]:
        """Give the keys of all rows in it."""
        rows = [*self.removed, *self.vanished, *(life.row for life in self.changed)]
        rows += [row for row, _ in self.leased] + [row for row, _, _ in self.failed]
        return [row.id for row in rows]


class Agenda:
    """Due rows of one index."""

    def __init__(self, index: Index, clock: Clock) -> None:
        """Keep the index and the clocks."""
        self._index = index
        self._clock = clock

    def due_ids(self, now: float | None, retry_before: float) -> list[int]:
        """Give the keys of all rows whose time is over, longest overdue first.

        Args:
            now: Epoch seconds instead of the clocks.
            retry_before: Rows to be tried again only later than this boot time are left out.
        """
        query = (
            f"SELECT id FROM models WHERE {_over(now)} <= ? AND state != 'pending' AND retry <= ?"  # noqa: S608
            f" ORDER BY {_over(now)}, id"
        )
        cutoff = self._clock.boot() if now is None else now
        return self._index.read(lambda c: [found[0] for found in c.execute(query, (cutoff, retry_before))])

    def claim(self, ids: list[int], now: float | None) -> list[Row]:
        """Note those of these rows that are still due as doomed; give them as they were before."""
        keys, cutoff = json.dumps(ids), self._clock.boot() if now is None else now

        def work(connection: sqlite3.Connection) -> list[Row]:
            rows = _due(connection, keys, now, cutoff)
            connection.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", [(row.id,) for row in rows])
            return rows

        return self._index.write(work)

    def peek(self, ids: list[int], now: float | None) -> list[Row]:
        """Give the rows that ``claim`` would, without marking them."""
        cutoff = self._clock.boot() if now is None else now
        return self._index.read(lambda c: _due(c, json.dumps(ids), now, cutoff))

    def condemn(self, row: Row) -> bool:
        """Make a model due at once, to be deleted by whoever comes next; False if it is gone already."""

        def work(connection: sqlite3.Connection) -> bool:
            found = connection.execute(
                "UPDATE models SET deadline = min(deadline, ?), expires = min(expires, ?)"  # noqa: S608
                f" WHERE id = ? AND inode = ? AND {LIVE}",
                (self._clock.boot(), self._clock.wall(), row.id, signed(row.inode)),
            )
            connection.execute("INSERT OR IGNORE INTO doomed SELECT ? WHERE ?", (row.id, found.rowcount))
            return found.rowcount > 0

        return self._index.write(work)

    def spare(self, row: Row) -> None:
        """Take back ``condemn``."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE models SET deadline = ?, expires = ? WHERE id = ? AND inode = ?",
                (row.deadline, row.expires, row.id, signed(row.inode)),
            )
            connection.execute("DELETE FROM doomed WHERE id = ?", (row.id,))

        self._index.write(work)

    def settle(self, tally: Tally, *, at: float, cause: str = "expired") -> list[Row]:
        """Write down what a sweep did; give the rows that it, and nobody else, ended.

        Args:
            tally: What happened.
            at: Epoch seconds of the removal.
            cause: Why the models went ("expired" or "deleted").
        """

        def work(connection: sqlite3.Connection) -> list[Row]:
            ours = _delete(connection, tally.removed)
            complete = len(ours) == len(tally.removed)
            ended = tally.removed if complete else [row for row in tally.removed if row.id in ours]
            _delete(connection, tally.vanished)
            for life in tally.changed:
                values = new_values(
                    self._clock,
                    life.row.name,
                    life.file,
                    state="live",
                    ttl=life.ttl,
                    age=life.age,
                    tracked=life.tracked,
                )
                connection.execute(UPSERT, values)
            connection.executemany(
                "UPDATE models SET retry = ? WHERE id = ?",
                [(retry, row.id) for row, retry in tally.leased],
            )
            connection.executemany(
                "UPDATE models SET retry = ?, attempts = attempts + 1, reason = ? WHERE id = ?",
                [(retry, reason, row.id) for row, retry, reason in tally.failed],
            )
            connection.execute(f"DELETE FROM doomed WHERE {_IDS}", (json.dumps(tally.ids()),))  # noqa: S608
            count(connection, "removed", len(ended))
            count(connection, "removed_bytes", sum(row.size for row in ended))
            count(connection, "failures", len(tally.failed))
            _remember(connection, ended, at, cause)
            return ended

        return self._index.write(work)

    def next_due(self, boot: float) -> float | None:
        """Give the boot time at which a sweep can do something next; None if nothing is known."""

        def work(connection: sqlite3.Connection) -> float | None:
            late = connection.execute(
                "SELECT min(max(retry, deadline)) FROM models WHERE deadline <= ? AND state != 'pending'",
                (boot,),
            ).fetchone()[0]
            soon = connection.execute(
                "SELECT deadline FROM models WHERE deadline > ? AND state != 'pending'"
                " ORDER BY deadline LIMIT 1",
                (boot,),
            ).fetchone()
            times: list[float] = [value for value in (late, soon and soon[0]) if value is not None]
            return min(times, default=None)

        return self._index.read(work)


def _over(now: float | None) -> str:
    """Name the column that tells when the time is over, on the clock that is asked."""
    return "deadline" if now is None else "expires"


def _due(connection: sqlite3.Connection, keys: str, now: float | None, cutoff: float) -> list[Row]:
    query = f"SELECT {FIELDS} FROM models WHERE {_IDS} AND {_over(now)} <= ? AND state != 'pending'"  # noqa: S608
    return [to_row(found) for found in connection.execute(query, (keys, cutoff))]


def _delete(connection: sqlite3.Connection, rows: Iterable[Row]) -> set[int]:
    """Drop rows; give the keys of those that nobody had dropped before."""
    keys = json.dumps([row.id for row in rows])
    query = f"DELETE FROM models WHERE {_IDS} RETURNING id"  # noqa: S608
    return {found[0] for found in connection.execute(query, (keys,))}


def _remember(connection: sqlite3.Connection, ended: list[Row], at: float, cause: str) -> None:
    """Add removals to the history, which keeps the last ones."""
    if ended:
        connection.executemany(
            "INSERT INTO history (name, size, removed_at, expired_at, cause) VALUES (?, ?, ?, ?, ?)",
            [(os.fsencode(row.name), row.size, at, row.expires, cause) for row in ended[-HISTORY_ROWS:]],
        )
        connection.execute(
            "DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (HISTORY_ROWS,)
        )
