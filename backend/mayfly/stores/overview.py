"""What database and bucket hold as a whole: counts, totals since the store was made, the last removals."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from mayfly.cleanup.directory.files import shown
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database

_NUMBERS = (
    "SELECT count(*), coalesce(sum(size_bytes), 0), min(expires) + (SELECT shift FROM clock)"
    " FROM models WHERE state = 'live'"
)
_TOTALS = "SELECT key, sum(value)::bigint FROM totals GROUP BY key"
_SIZE = (
    "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class AS c"
    " JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"
)
_FAILING = (
    "SELECT name FROM models WHERE state = 'removing' OR state = 'live' AND expires < store_time() - 5"
    " AND NOT leased(leases, store_time()) ORDER BY expires LIMIT 100"
)
_HISTORY = (
    "SELECT name, size_bytes, removed + shift, expired + shift, cause FROM history, clock"
    " ORDER BY removed DESC, history.id DESC LIMIT %s"
)
_HISTORY_KEYS = ("name", "size_bytes", "removed_at", "expired_at", "cause")


class Overview:
    """Reads the numbers of one store; changes nothing."""

    def __init__(self, database: Database, bucket: Bucket) -> None:
        """Keep what is asked."""
        self._database = database
        self._bucket = bucket

    def count(self) -> int:
        """Return how many models are there.

        Raises:
            StorageError: The database can't be used.
        """
        return int(self._database.rows("SELECT count(*) FROM models WHERE state = 'live'")[0][0])

    def details(self, history: int, scratch: Path) -> dict[str, Any]:
        """Return all other numbers, with the names that those of a directory have.

        Args:
            history: How many of the last removals to list.
            scratch: The directory of this machine whose disk is asked for its room.

        Raises:
            StorageError: The database can't be used.
        """
        _, size, next_expiry = self._database.rows(_NUMBERS)[0]
        totals: dict[str, int] = {str(key): value for key, value in self._database.rows(_TOTALS)}
        trouble = self._bucket.trouble
        rows = self._database.rows(_HISTORY, (history,))
        return {
            "temp_dir": str(scratch),
            "bucket": self._bucket.address,
            "total_bytes": int(size),
            "index_bytes": self._database.rows(_SIZE)[0][0] or 0,
            "adopted_files": 0,
            "next_deadline": next_expiry,
            "janitor_pid": None,
            "janitor_trouble": None,
            "registered_total": totals["registered"],
            "adopted_total": 0,
            "removed_total": totals["removed"],
            "removed_bytes_total": totals["removed_bytes"],
            "failures_total": 0,
            "failing": [
                {"name": shown(name), "attempts": 1, "reason": trouble or "not removed yet"}
                for (name,) in self._database.rows(_FAILING)
            ],
            "locked": [],
            "history": [dict(zip(_HISTORY_KEYS, (shown(row[0]), *row[1:]), strict=True)) for row in rows],
            **_disk(scratch),
        }


def _disk(directory: Path) -> dict[str, int]:
    """Return the room on the disk of a directory, in bytes; 0 where there is no directory yet."""
    free = total = 0
    with suppress(OSError):
        disk = os.statvfs(directory)
        free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
    return {"disk_free_bytes": free, "disk_total_bytes": total}
