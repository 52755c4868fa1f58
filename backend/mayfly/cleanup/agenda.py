"""What a sweep asks of the index: which rows are due, and what became of them."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass, field
from typing import NamedTuple

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.files import FileState
from mayfly.cleanup.index import Index
from mayfly.cleanup.rows import ALL_BITS, BEGIN_LIFE, LIVE, Row, count, decoded, new_values, one_row, signed

HISTORY_ROWS = 1000
_DUE_FIELDS = "id, name, inode, ctime_ns, size, expires, deadline, attempts, leased_until"
_IDS = "id IN (SELECT value FROM json_each(?))"


class Due(NamedTuple):
    """What a sweep needs of a row, as the index stores it; else as in ``Row``."""

    id: int
    stored_name: bytes
    stored_inode: int
    ctime_ns: int
    size: int
    expires: float
    deadline: float
    attempts: int
    leased_until: float
    doomed: bool

    @property
    def name(self) -> str:
        """The file's name."""
        return decoded(self.stored_name)

    @property
    def inode(self) -> int:
        """The file's inode."""
        return self.stored_inode & ALL_BITS


@dataclass(frozen=True, slots=True)
class NewLife:
    """A row whose file is another one, or was written since: what it is given now, in seconds."""

    row: Due
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

    removed: list[Due] = field(default_factory=list)
    vanished: list[Due] = field(default_factory=list)
    changed: list[NewLife] = field(default_factory=list)
    leased: list[tuple[Due, float]] = field(default_factory=list)
    failed: list[tuple[Due, float, str]] = field(default_factory=list)

    def ids(self) -> list[int]:
        """Give the keys of all rows in it."""
        rows = [*self.removed, *self.vanished, *(life.row for life in self.changed)]
        rows += [row for row, _ in self.leased] + [row for row, _, _ in self.failed]
        return [row.id for row in rows]


def due_now(row: Row) -> Due:
    """Give a row as a sweep sees it."""
    return Due(
        row.id,
        os.fsencode(row.name),
        signed(row.inode),
        row.ctime_ns,
        row.size,
        row.expires,
        row.deadline,
        row.attempts,
        row.leased_until,
        row.doomed,
    )


class Agenda:
    """Due rows of one index."""

    def __init__(self, index: Index, clock: Clock) -> None:
        """Keep the index and the clocks."""
        self._index = index
        self._clock = clock

    def claim(
        self, now: float | None, retry_before: float, limit: int, after: tuple[float, int]
    ) -> list[Due]:
        """Note rows whose time is over as doomed; give them as they were before, longest overdue first.

        Args:
            now: Epoch seconds instead of the clocks.
            retry_before: Rows to be tried again only later than this boot time are left out.
            limit: How many at most.
            after: Time and key of the last one of the batch before.
        """
        condition, values = self._condition(now, retry_before, limit, after)

        def work(connection: sqlite3.Connection) -> list[Due]:
            rows = _rows(connection, condition, values)
            connection.execute(f"INSERT OR IGNORE INTO doomed SELECT id {condition}", values)
            return rows

        return self._index.write(work)

    def peek(self, now: float | None, retry_before: float, limit: int, after: tuple[float, int]) -> list[Due]:
        """Give the rows that ``claim`` would, without noting them."""
        condition, values = self._condition(now, retry_before, limit, after)
        return self._index.read(lambda c: _rows(c, condition, values))

    def _condition(
        self, now: float | None, retry_before: float, limit: int, after: tuple[float, int]
    ) -> tuple[str, tuple[float, ...]]:
        """Give the part of a query that picks the due rows, and its values."""
        time = "deadline" if now is None else "expires"
        return (
            f"FROM models WHERE {time} <= ? AND ({time}, id) > (?, ?) AND retry <= ? AND state != 'pending'"
            f" ORDER BY {time}, id LIMIT ?",
            (self._clock.boot() if now is None else now, *after, retry_before, limit),
        )

    def row(self, key: int) -> Row | None:
        """Give a whole row."""
        return self._index.read(lambda c: one_row(c, "id = ?", key))

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

    def settle(self, tally: Tally, *, at: float, cause: str = "expired") -> list[Due]:
        """Write down what a sweep did; give the rows that it, and nobody else, ended.

        Args:
            tally: What happened.
            at: Epoch seconds of the removal.
            cause: Why the models went ("expired" or "deleted").
        """

        def work(connection: sqlite3.Connection) -> list[Due]:
            ended = _delete(connection, tally.removed)
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
                connection.execute(  # unless somebody gave it a new life meanwhile
                    f"{BEGIN_LIFE} WHERE EXISTS (SELECT 1 FROM models WHERE id = :old)",  # noqa: S608
                    values | {"old": life.row.id},
                )
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


def _rows(connection: sqlite3.Connection, condition: str, values: tuple[float, ...]) -> list[Due]:
    query = f"SELECT {_DUE_FIELDS}, id IN (SELECT id FROM doomed) {condition}"  # noqa: S608
    return [Due._make(row) for row in connection.execute(query, values)]


def _delete(connection: sqlite3.Connection, rows: list[Due]) -> list[Due]:
    """Drop rows; give those that nobody had dropped before."""
    keys = json.dumps([row.id for row in rows])
    query = f"FROM models WHERE {_IDS}"
    if connection.execute(f"SELECT count(*) {query}", (keys,)).fetchone()[0] < len(rows):
        ours = {found[0] for found in connection.execute(f"SELECT id {query}", (keys,))}
        rows = [row for row in rows if row.id in ours]
    connection.execute(f"DELETE {query}", (keys,))
    return rows


def _remember(connection: sqlite3.Connection, ended: list[Due], at: float, cause: str) -> None:
    """Add removals to the history, which keeps the last ones."""
    if ended:
        connection.executemany(
            "INSERT INTO history (name, size, removed_at, expired_at, cause) VALUES (?, ?, ?, ?, ?)",
            [(row.stored_name, row.size, at, row.expires, cause) for row in ended[-HISTORY_ROWS:]],
        )
        connection.execute(
            "DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (HISTORY_ROWS,)
        )
