"""The rows of the index: one for each model, with its deadline and where it is in its life.

A row is ``pending`` (a file is about to get its name), ``live``, or ``deleting``
(a sweep is about to remove it). Killed in between, the next one who looks can
tell from row and file together what is left to do.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.directory import FileState
from mayfly.cleanup.index import Index

State = Literal["pending", "live", "deleting"]
HISTORY_ROWS = 1000
_STEP_SECONDS = 1.0  # less than this between the clocks is a time server's slewing
_FIELDS = (
    "id, name, inode, ctime_ns, size, state, tracked, created, ttl, expires, deadline, clock_offset,"
    " retry, attempts, leased_until"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One model in the index; ``deadline``, ``retry`` and ``leased_until`` in boot seconds."""

    id: int
    name: str
    inode: int
    ctime_ns: int
    size: int
    state: State
    tracked: bool
    created: float
    ttl: float
    expires: float
    deadline: float
    clock_offset: float
    retry: float
    attempts: int
    leased_until: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What was removed since the index was begun, over all processes and restarts."""

    removed: int
    removed_bytes: int


class Ledger:
    """Questions to the index and changes of it, each one transaction."""

    def __init__(self, index: Index, clock: Clock) -> None:
        """Keep the connection and the clocks."""
        self.index = index
        self._clock = clock
        self._synced: tuple[int, float] | None = None

    # -- clocks ----------------------------------------------------------------------------

    def sync_clocks(self) -> float:
        """Bring the rows in line with the clocks; give the forward step of the wall clock just found.

        After a restart of the machine the deadlines are counted on the new boot
        clock; after a step of the wall clock the times shown move with it.
        """
        offset = self._clock.wall() - self._clock.boot()
        if self._synced == (self.index.generation, offset) or (
            self._synced is not None
            and self._synced[0] == self.index.generation
            and abs(offset - self._synced[1]) <= _STEP_SECONDS
        ):
            return 0.0
        boot_id, boot = self._clock.boot_id(), self._clock.boot()

        def work(connection: sqlite3.Connection) -> float:
            known = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('boot_id', 'offset')"))
            step = 0.0
            if known.get("boot_id") != boot_id:
                # The machine was off for as long as the wall clock says, but a wall clock that is
                # behind (no battery) must not make a file live longer than it was given at first.
                connection.execute(
                    "UPDATE models SET deadline = :boot + max(0, min(expires - :boot - :offset, ttl)),"
                    " clock_offset = :offset, retry = 0, leased_until = 0",
                    {"boot": boot, "offset": offset},
                )
                connection.execute("UPDATE models SET expires = deadline + :offset", {"offset": offset})
            elif abs(offset - known["offset"]) > _STEP_SECONDS:
                step = offset - known["offset"]
                connection.execute(
                    "UPDATE models SET expires = expires + :step, created = created + :step", {"step": step}
                )
            else:
                return 0.0
            connection.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [("boot_id", boot_id), ("offset", offset)]
            )
            return max(0.0, step)

        step = self.index.write(work)
        self._synced = (self.index.generation, offset)
        return step

    # -- the life of a row -----------------------------------------------------------------

    def put(
        self,
        name: str,
        file: FileState,
        *,
        state: State,
        ttl: float,
        age: float = 0.0,
        tracked: bool = True,
        report: Mapping[str, Any] | None = None,
        durable: bool = False,
    ) -> Row:
        """Write a model's row, replacing an earlier one of this name.

        Args:
            name: The file's name.
            file: Its state now.
            state: Where in its life it is.
            ttl: Length of its life in seconds.
            age: How much of that is over, in seconds.
            tracked: It was registered, not found.
            report: What was measured on it; None keeps what is stored.
            durable: Wait until the disk has it.
        """
        values = self._values(name, file, state, ttl, age, tracked)
        values["report"] = None if report is None else json.dumps(report)

        def work(connection: sqlite3.Connection) -> Row:
            connection.execute(_UPSERT, values)
            found = connection.execute(f"SELECT {_FIELDS} FROM models WHERE name = ?", (values["name"],))  # noqa: S608
            return _row(found.fetchone())

        return self.index.write(work, durable=durable)

    def _values(
        self, name: str, file: FileState, state: State, ttl: float, age: float, tracked: bool
    ) -> dict[str, Any]:
        wall, boot = self._clock.wall(), self._clock.boot()
        return {
            "name": os.fsencode(name),
            "inode": _signed(file.inode),
            "ctime_ns": file.ctime_ns,
            "size": file.size_bytes,
            "state": state,
            "tracked": tracked,
            "created": wall - age,
            "ttl": ttl,
            "expires": wall - age + ttl,
            "deadline": boot - age + ttl,
            "offset": wall - boot,
        }

    def drop(self, name: str, *, state: State | None = None) -> None:
        """Forget a name, or only if its row is in this state."""
        self.index.write(
            lambda c: c.execute(
                "DELETE FROM models WHERE name = ? AND (? IS NULL OR state = ?)",
                (os.fsencode(name), state, state),
            )
        )

    def get(self, name: str) -> Row | None:
        """Give a model's row."""
        return self.index.read(lambda c: _one(c, "name = ?", os.fsencode(name)))

    def all(self) -> list[Row]:
        """Give all rows but pending ones, soonest deadline first."""
        query = f"SELECT {_FIELDS} FROM models WHERE state != 'pending' ORDER BY deadline, name"  # noqa: S608
        return self.index.read(lambda c: [_row(found) for found in c.execute(query)])

    def report(self, name: str) -> dict[str, Any] | None:
        """Give the report stored with a model."""
        found = self.index.read(
            lambda c: c.execute("SELECT report FROM models WHERE name = ?", (os.fsencode(name),)).fetchone()
        )
        return json.loads(found[0]) if found and found[0] is not None else None

    def extend(self, row_id: int, seconds: float) -> Row | None:
        """Move a deadline; None if the row is gone or on its way out. On the disk when this returns."""

        def work(connection: sqlite3.Connection) -> Row | None:
            connection.execute(
                "UPDATE models SET ttl = ttl + :s, expires = expires + :s, deadline = deadline + :s"
                " WHERE id = :id AND state = 'live'",
                {"s": seconds, "id": row_id},
            )
            return _one(connection, "id = ? AND state = 'live'", row_id)

        return self.index.write(work, durable=True)

    def lease(self, row_id: int, until: float) -> bool:
        """Note that somebody reads until this boot time at most; False if the model is on its way out."""
        return self.index.write(
            lambda c: (
                c.execute(
                    "UPDATE models SET leased_until = max(leased_until, ?) WHERE id = ? AND state = 'live'",
                    (until, row_id),
                ).rowcount
                > 0
            )
        )

    def retry_now(self, name: str) -> None:
        """Let the next sweep try this model again, because whatever kept it may be over."""
        self.index.write(
            lambda c: c.execute("UPDATE models SET retry = 0 WHERE name = ?", (os.fsencode(name),))
        )

    # -- what a sweep asks -----------------------------------------------------------------

    def claim(
        self, cutoff: float, column: Literal["deadline", "expires"], retry: float, limit: int, after: int
    ) -> list[Row]:
        """Mark rows that are due as ``deleting`` and give them as they were before.

        Args:
            cutoff: Deadlines up to this are due.
            column: Whether the cutoff is on the boot clock or on the wall clock.
            retry: Rows to be tried again only later than this boot time are left out.
            limit: How many at most.
            after: Only rows of a higher id, so that one sweep meets each row once.
        """

        def work(connection: sqlite3.Connection) -> list[Row]:
            rows = _due(connection, cutoff, column, retry, limit, after)
            connection.executemany(
                "UPDATE models SET state = 'deleting' WHERE id = ?",
                [(row.id,) for row in rows if row.state == "live"],
            )
            return rows

        return self.index.write(work)

    def due(
        self, cutoff: float, column: Literal["deadline", "expires"], retry: float, limit: int, after: int
    ) -> list[Row]:
        """Give the rows that ``claim`` would, without marking them."""
        return self.index.read(lambda c: _due(c, cutoff, column, retry, limit, after))

    def settle(
        self,
        *,
        removed: Iterable[Row] = (),
        vanished: Iterable[Row] = (),
        changed: Iterable[tuple[Row, FileState, float, float, bool]] = (),
        leased: Iterable[tuple[Row, float]] = (),
        failed: Iterable[tuple[Row, float]] = (),
        at: float,
    ) -> list[Row]:
        """Write down what a sweep did; give the rows that it, and nobody else, ended.

        Args:
            removed: Files that are gone because of the sweep.
            vanished: Rows whose file somebody else removed.
            changed: Rows whose file is another one now, with its state, the life it is
                given, its age, and whether it stays tracked.
            leased: Rows to try again, with the boot time of the next try.
            failed: The same, for files that could not be removed.
            at: Epoch seconds of the removal.
        """

        def work(connection: sqlite3.Connection) -> list[Row]:
            ended = [
                row
                for row in removed
                if connection.execute("DELETE FROM models WHERE id = ?", (row.id,)).rowcount
            ]
            connection.executemany("DELETE FROM models WHERE id = ?", [(row.id,) for row in vanished])
            for row, file, ttl, age, tracked in changed:
                values = self._values(row.name, file, "live", ttl, age, tracked) | {"report": None}
                connection.execute(_UPSERT, values)
            connection.executemany(
                "UPDATE models SET state = 'live', retry = ? WHERE id = ?",
                [(retry, row.id) for row, retry in leased],
            )
            connection.executemany(
                "UPDATE models SET state = 'live', retry = ?, attempts = attempts + 1 WHERE id = ?",
                [(retry, row.id) for row, retry in failed],
            )
            _remember(connection, ended, at)
            return ended

        return self.index.write(work)

    def next_due(self, boot: float) -> float | None:
        """Give the boot time of the next row that a sweep can do something about."""

        def work(connection: sqlite3.Connection) -> float | None:
            late = connection.execute(
                "SELECT min(retry) FROM models WHERE deadline <= ? AND state != 'pending'", (boot,)
            ).fetchone()[0]
            soon = connection.execute(
                "SELECT deadline FROM models WHERE deadline > ? AND state != 'pending'"
                " ORDER BY deadline LIMIT 1",
                (boot,),
            ).fetchone()
            times: list[float] = [value for value in (late, soon and soon[0]) if value is not None]
            return min(times, default=None)

        return self.index.read(work)

    def next_expiry(self) -> float | None:
        """Give epoch seconds of the next deadline."""
        return self.index.read(
            lambda c: c.execute("SELECT min(expires) FROM models WHERE state != 'pending'").fetchone()[0]
        )

    # -- what a look at the directory asks ---------------------------------------------------

    def names(self) -> dict[str, tuple[int, State]]:
        """Give inode and state by name, for all rows."""
        query = "SELECT name, inode, state FROM models"
        return self.index.read(lambda c: {os.fsdecode(n): (i % 2**64, s) for n, i, s in c.execute(query)})

    def reconcile(
        self,
        adopt: Iterable[tuple[str, FileState, float]],
        finish: Iterable[tuple[str, FileState]],
        forget: Iterable[tuple[str, int, State]],
        ttl: float,
    ) -> int:
        """Bring rows in line with what a look at the directory found; give the number of changes.

        Args:
            adopt: Files without a row of their inode, with their age in seconds.
            finish: Files whose row is still pending: published, and the publisher was killed.
            forget: Rows (name, inode, state) without a file.
            ttl: Life of an adopted file in seconds.
        """

        def work(connection: sqlite3.Connection) -> int:
            before = connection.total_changes
            connection.executemany(
                "DELETE FROM models WHERE name = ? AND inode = ? AND state = ?",
                [(os.fsencode(name), _signed(inode), state) for name, inode, state in forget],
            )
            connection.executemany(
                "UPDATE models SET state = 'live', ctime_ns = ?, size = ?"
                " WHERE name = ? AND inode = ? AND state = 'pending'",
                [(f.ctime_ns, f.size_bytes, os.fsencode(name), _signed(f.inode)) for name, f in finish],
            )
            connection.executemany(
                _ADOPT,
                (
                    self._values(name, file, "live", ttl, age, tracked=False) | {"report": None}
                    for name, file, age in adopt
                ),
            )
            return connection.total_changes - before

        return self.index.write(work)

    def counts(self) -> tuple[int, int, int]:
        """Give the numbers of models, of registered ones among them, and their bytes."""
        query = (
            "SELECT count(*), coalesce(sum(tracked), 0), coalesce(sum(size), 0) FROM models"
            " WHERE state != 'pending'"
        )
        total, tracked, size = self.index.read(lambda c: c.execute(query).fetchone())
        return total, tracked, size

    def totals(self) -> Totals:
        """Give what was removed since the index was begun."""
        found = self.index.read(
            lambda c: dict(c.execute("SELECT key, value FROM meta WHERE key IN ('removed', 'removed_bytes')"))
        )
        return Totals(found.get("removed", 0), found.get("removed_bytes", 0))

    def history(self, limit: int) -> list[dict[str, Any]]:
        """Give the last removals, latest first: name, size_bytes, removed_at, expired_at."""
        query = "SELECT name, size, removed_at, expired_at FROM history ORDER BY id DESC LIMIT ?"
        keys = ("name", "size_bytes", "removed_at", "expired_at")
        rows = self.index.read(lambda c: c.execute(query, (limit,)).fetchall())
        return [dict(zip(keys, (os.fsdecode(row[0]), *row[1:]), strict=True)) for row in rows]

    def expired_at(self, name: str) -> float | None:
        """Give epoch seconds at which a model of this name expired, if that is remembered."""
        query = "SELECT expired_at FROM history WHERE name = ? ORDER BY id DESC LIMIT 1"
        found = self.index.read(lambda c: c.execute(query, (os.fsencode(name),)).fetchone())
        return None if found is None else float(found[0])


_COLUMNS = (
    "name, inode, ctime_ns, size, state, tracked, created, ttl, expires, deadline, clock_offset, report"
)
_NEW = (
    ":name, :inode, :ctime_ns, :size, :state, :tracked, :created, :ttl, :expires, :deadline, :offset, :report"
)
_REPLACE = """ON CONFLICT (name) DO UPDATE SET
  report = CASE WHEN inode = excluded.inode THEN coalesce(excluded.report, report) ELSE excluded.report END,
  inode = excluded.inode, ctime_ns = excluded.ctime_ns, size = excluded.size, state = excluded.state,
  tracked = excluded.tracked, created = excluded.created, ttl = excluded.ttl, expires = excluded.expires,
  deadline = excluded.deadline, clock_offset = excluded.clock_offset,
  retry = 0, attempts = 0, leased_until = 0"""
_UPSERT = f"INSERT INTO models ({_COLUMNS}) VALUES ({_NEW}) {_REPLACE}"  # noqa: S608
_ADOPT = f"{_UPSERT} WHERE models.inode != excluded.inode"


def _due(
    connection: sqlite3.Connection, cutoff: float, column: str, retry: float, limit: int, after: int
) -> list[Row]:
    query = (
        f"SELECT {_FIELDS} FROM models WHERE {column} <= ? AND state != 'pending' AND retry <= ? AND id > ?"  # noqa: S608
        " ORDER BY id LIMIT ?"
    )
    return [_row(found) for found in connection.execute(query, (cutoff, retry, after, limit))]


def _one(connection: sqlite3.Connection, condition: str, *values: Any) -> Row | None:
    found = connection.execute(f"SELECT {_FIELDS} FROM models WHERE {condition}", values).fetchone()  # noqa: S608
    return None if found is None else _row(found)


def _row(found: tuple[Any, ...]) -> Row:
    values = dict(zip(Row.__slots__, found, strict=True))
    values["name"] = os.fsdecode(values["name"])
    values["inode"] %= 2**64
    values["tracked"] = bool(values["tracked"])
    return Row(**values)


def _remember(connection: sqlite3.Connection, ended: list[Row], at: float) -> None:
    """Add removals to the totals and to the history, which keeps the last ones."""
    if not ended:
        return
    for key, amount in (("removed", len(ended)), ("removed_bytes", sum(row.size for row in ended))):
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
            (key, amount),
        )
    connection.executemany(
        "INSERT INTO history (name, size, removed_at, expired_at) VALUES (?, ?, ?, ?)",
        [(os.fsencode(row.name), row.size, at, row.expires) for row in ended[-HISTORY_ROWS:]],
    )
    connection.execute("DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (HISTORY_ROWS,))


def _signed(inode: int) -> int:
    """Fit an unsigned 64-bit inode number into SQLite's signed integers."""
    return inode - 2**64 if inode >= 2**63 else inode
