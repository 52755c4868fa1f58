"""Removing what is due: any number of sweepers share the work, and each removal is counted once.

A sweeper locks some due rows (skipping those that another one has), deletes their bytes, then their rows, and
commits. Killed anywhere, it leaves the rows as they were, and deleting bytes twice does no harm.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from mayfly.cleanup.directory.files import shown
from mayfly.contracts import SweepReport
from mayfly.errors import StorageError
from mayfly.stores.bucket import DELETED_AT_ONCE, Bucket
from mayfly.stores.database import Connection, Database, Row
from mayfly.stores.registry import ModelRow, some_slot

HISTORY_SECONDS: Final = 6 * 3600.0
"""How long it is remembered that a model was there."""

_DUE_LIVE: Final = (
    "SELECT id, name, key FROM models WHERE state = 'live' AND expires <= (SELECT store_time())"
    " AND NOT leased(leases, store_time()) ORDER BY expires LIMIT %s FOR UPDATE SKIP LOCKED"
)
_DUE_OTHERS: Final = (
    "SELECT id, name, key FROM models WHERE state <> 'live' AND remove_at <= (SELECT store_time())"
    " ORDER BY remove_at LIMIT %s FOR UPDATE SKIP LOCKED"
)
_REMOVE: Final = (
    "WITH gone AS (DELETE FROM models WHERE id = ANY(%s)"
    " RETURNING id, name, size_bytes, expires, cause, state),"
    " counted AS (SELECT * FROM gone WHERE state <> 'pending'),"
    " noted AS (INSERT INTO history (id, name, size_bytes, removed, expired, cause)"
    " SELECT id, name, size_bytes, store_time(), expires, cause FROM counted),"
    " number AS (UPDATE totals SET value = value + (SELECT count(*) FROM counted)"
    " WHERE key = 'removed' AND slot = %s),"
    " size AS (UPDATE totals SET value = value + (SELECT coalesce(sum(size_bytes), 0) FROM counted)"
    " WHERE key = 'removed_bytes' AND slot = %s)"
    " SELECT name, size_bytes FROM counted WHERE cause = 'expired' ORDER BY expires, name"
)
_DUE_AT: Final = (
    "state = 'live' AND expires + (SELECT shift FROM clock)"
    " <= coalesce(%s, store_time() + (SELECT shift FROM clock))"
)
_WOULD_GO: Final = (
    f"SELECT name, size_bytes, state FROM models WHERE state = 'removing'"  # noqa: S608
    f" OR {_DUE_AT} AND NOT leased(leases, store_time()) ORDER BY expires, name"
)
_LEASED: Final = f"SELECT name FROM models WHERE {_DUE_AT} AND leased(leases, store_time()) ORDER BY name"  # noqa: S608
_GOING: Final = (
    "SELECT name FROM models WHERE state = 'removing' OR state = 'live' AND expires <= store_time()"
    " AND NOT leased(leases, store_time()) ORDER BY expires LIMIT 1000"
)


@dataclass(slots=True)
class Removed:
    """What a sweep has removed so far; what was deleted before its time is its deleter's to report.

    Attributes:
        names: The models' names, as they went.
        size_bytes: Their size.
    """

    names: list[str] = field(default_factory=list)
    size_bytes: int = 0


class Sweeper:
    """Removes what is due in one store; may be used by several threads."""

    def __init__(self, database: Database, bucket: Bucket) -> None:
        """Keep where rows and bytes are."""
        self._database = database
        self._bucket = bucket

    def next_due(self) -> float | None:
        """Return the seconds until something is due, below zero if it is already; None for nothing.

        Raises:
            StorageError: The database can't be used.
        """
        found = self._database.rows(
            "SELECT least((SELECT min(expires) FROM models WHERE state = 'live'),"
            " (SELECT min(remove_at) FROM models WHERE state <> 'live')) - store_time()"
        )
        return None if found[0][0] is None else float(found[0][0])

    def remove_due(self, removed: Removed) -> None:
        """Remove everything that is due and that no other sweeper removes, and note it in ``removed``.

        Raises:
            StorageError: Database or bucket can't be used; what is left is removed later.
        """
        for due in (_DUE_LIVE, _DUE_OTHERS):
            while self._remove_some(due, removed) == DELETED_AT_ONCE:
                pass

    def _remove_some(self, due: str, removed: Removed) -> int:
        """Remove up to a thousand models; return how many rows were due."""
        with self._database.transaction() as connection:
            rows = connection.execute(due, (DELETED_AT_ONCE,)).fetchall()
            if not rows:
                return 0
            gone = self._remove(connection, rows)
        removed.names += [shown(name) for name, _ in gone]
        removed.size_bytes += sum(size for _, size in gone)
        return len(rows)

    def remove_one(self, row: ModelRow) -> None:
        """Remove the bytes and the row of a model whose name was taken away.

        Raises:
            StorageError: Database or bucket can't be used; the next sweep removes them.
        """
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT id, name, key FROM models WHERE id = %s AND state = 'removing'"
                " FOR UPDATE SKIP LOCKED",
                (row.id,),
            ).fetchall()
            if rows:
                self._remove(connection, rows)

    def _remove(self, connection: Connection, rows: list[Row]) -> list[Row]:
        self._bucket.delete([key for _, _, key in rows])
        ids = [number for number, _, _ in rows]
        return connection.execute(_REMOVE, (ids, some_slot(), some_slot())).fetchall()

    def sweep(self, now: float | None) -> SweepReport:
        """Remove everything that is due, at a moment of the clock that people see if one is given.

        Raises:
            StorageError: The database can't be used.
        """
        begun = time.monotonic()
        if now is not None:
            self._end_lives(now)
        removed, failed = Removed(), {}
        try:
            self.remove_due(removed)
        except StorageError as error:
            if not self._bucket.trouble:
                raise
            failed = dict.fromkeys(self._names(_GOING, ()), str(error))
        there, next_expiry = self._left()
        leased = self._names(_LEASED, (now,))
        return SweepReport(
            removed=tuple(removed.names),
            removed_bytes=removed.size_bytes,
            kept=there - len(leased),
            leased=tuple(leased),
            failed=failed,
            duration_seconds=time.monotonic() - begun,
            next_deadline=next_expiry,
        )

    def preview(self, now: float | None) -> SweepReport:
        """Return what ``sweep`` would remove.

        Raises:
            StorageError: The database can't be used.
        """
        begun = time.monotonic()
        rows = self._database.rows(_WOULD_GO, (now,))
        there, next_expiry = self._left()
        leased = self._names(_LEASED, (now,))
        living = sum(1 for _, _, state in rows if state == "live")
        return SweepReport(
            dry_run=True,
            removed=tuple(shown(name) for name, _, _ in rows),
            removed_bytes=sum(size for _, size, _ in rows),
            kept=there - living - len(leased),
            leased=tuple(leased),
            duration_seconds=time.monotonic() - begun,
            next_deadline=next_expiry,
        )

    def _end_lives(self, now: float) -> None:
        """Take the names of all models away that are due at a moment, so that their bytes may go."""
        self._database.rows(
            "UPDATE models SET state = 'removing', remove_at = 0 WHERE state = 'live'"
            " AND expires + (SELECT shift FROM clock) <= %s AND NOT leased(leases, store_time())",
            (now,),
        )

    def _left(self) -> tuple[int, float | None]:
        """Return how many models are live, and the next deadline in epoch seconds."""
        found = self._database.rows(
            "SELECT count(*), min(expires) + (SELECT shift FROM clock) FROM models WHERE state = 'live'"
        )
        return found[0][0], found[0][1]

    def _names(self, statement: str, values: tuple[object, ...]) -> list[str]:
        return [shown(name) for (name,) in self._database.rows(statement, values)]

    def forget_history(self) -> None:
        """Forget models that went long ago.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("DELETE FROM history WHERE removed < store_time() - %s", (HISTORY_SECONDS,))
