"""Records of builds that others poll, in the store's database: any replica reads those of all.

A replica shows every few seconds that its running builds are still under way; one that shows nothing for
longer has ended, and its builds are lost.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from mayfly.stores.database import Database

BEAT_SECONDS: Final = 3.0
LOST_SECONDS: Final = 15.0
"""A running build of which nothing was heard for so long is lost."""

_WRITE: Final = (
    "INSERT INTO builds (id, record, running, seen, until) SELECT %s, %s, %s, t, t + %s"
    " FROM (SELECT store_time() AS t) AS clock ON CONFLICT (id) DO UPDATE"
    " SET record = excluded.record, running = excluded.running, seen = excluded.seen, until = excluded.until"
)
_READ: Final = (
    "SELECT record, running AND seen < store_time() - %s FROM builds WHERE id = %s AND until > store_time()"
)
_BEAT: Final = (
    "WITH beat AS (UPDATE builds SET seen = store_time()"
    " WHERE id = ANY(%s) AND seen < store_time() - %s)"
    " SELECT id FROM builds WHERE id = ANY(%s) AND cancel"
)


class BuildTable:
    """The records of one store; may be used by several threads."""

    def __init__(self, database: Database) -> None:
        """Keep where they are."""
        self._database = database

    def write(self, build_id: str, record: Mapping[str, Any], *, running: bool, seconds: float) -> None:
        """Write a build's record, or replace it; it is kept for this long.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows(_WRITE, (build_id, json.dumps(record), running, seconds))

    def read(self, build_id: str) -> tuple[dict[str, Any], bool] | None:
        """Return a build's record, and whether its replica has ended while it ran; None without a record.

        Raises:
            StorageError: The database can't be used.
        """
        rows = self._database.rows(_READ, (LOST_SECONDS, build_id))
        return (rows[0][0], rows[0][1]) if rows else None

    def remove(self, build_id: str) -> None:
        """Remove a record.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("DELETE FROM builds WHERE id = %s", (build_id,))

    def request_cancel(self, build_id: str) -> None:
        """Ask the replica that runs a build to cancel it.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("UPDATE builds SET cancel = true WHERE id = %s", (build_id,))

    def beat(self, builds: Collection[str]) -> list[str]:
        """Show that builds are under way; return those that somebody asked to cancel.

        Raises:
            StorageError: The database can't be used.
        """
        ids = list(builds)
        return [found for (found,) in self._database.rows(_BEAT, (ids, BEAT_SECONDS, ids))]

    def prune(self) -> None:
        """Remove records that are too old.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("DELETE FROM builds WHERE until < store_time()")
