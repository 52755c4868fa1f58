"""Records of builds that others poll, in the store's database: any replica reads those of all.

A replica shows every few seconds that its running builds are still under way; one that shows nothing for
longer has ended. Another replica begins its builds again, once, from the requests that are kept with them;
those that can't be begun again are lost.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any, Final

from mayfly.stores.database import Database

BEAT_SECONDS: Final = 3.0
LOST_SECONDS: Final = 15.0
"""A running build of which nothing was heard for so long is lost, unless a replica may begin it again."""

TAKEN_SECONDS: Final = 9.0
"""A running build of which nothing was heard for so long is begun again by another replica, once."""
MOST_ATTEMPTS: Final = 2
_TAKEN_AT_ONCE: Final = 4

#: A replica that was stopped for long, and whose build another one has taken over, changes nothing.
_WRITE: Final = (
    "INSERT INTO builds (id, record, running, seen, until, owner, request)"
    " SELECT %s, %s, %s, t, t + %s, %s, %s"
    " FROM (SELECT store_time() AS t) AS clock ON CONFLICT (id) DO UPDATE"
    " SET record = excluded.record, running = excluded.running, seen = excluded.seen, until = excluded.until,"
    " request = CASE WHEN excluded.running THEN coalesce(excluded.request, builds.request) END"
    " WHERE builds.owner = excluded.owner"
)
_TAKE: Final = (
    "UPDATE builds SET owner = %s, seen = store_time(), attempt = attempt + 1 WHERE id IN ("
    "SELECT id FROM builds WHERE running AND NOT cancel AND request IS NOT NULL AND attempt < %s"
    " AND seen < store_time() - %s"
    " AND until > store_time() ORDER BY seen LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id, request"
)
_HAND_OVER: Final = (
    "UPDATE builds SET seen = 0, attempt = attempt - 1"
    " WHERE id = ANY(%s) AND owner = %s AND running AND request IS NOT NULL"
)
_READ: Final = (
    "SELECT record, running AND seen < store_time() - %s AND (request IS NULL OR attempt >= %s)"
    " FROM builds WHERE id = %s AND until > store_time()"
)
_BEAT: Final = (
    "WITH beat AS (UPDATE builds SET seen = store_time()"
    " WHERE id = ANY(%s) AND owner = %s AND seen < store_time() - %s)"
    " SELECT id FROM builds WHERE id = ANY(%s) AND cancel"
)


class BuildTable:
    """The records of one store; may be used by several threads."""

    def __init__(self, database: Database) -> None:
        """Keep where they are, and choose this replica's name."""
        self._database = database
        self._owner = secrets.token_hex(8)

    def write(
        self,
        build_id: str,
        record: Mapping[str, Any],
        *,
        running: bool,
        seconds: float,
        request: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a build's record, or replace it, unless another replica has taken it over.

        Args:
            build_id: The build.
            record: What those who poll see.
            running: It has not ended.
            seconds: How long it is kept.
            request: What another replica needs to begin again; kept until the build ends.

        Raises:
            StorageError: The database can't be used.
        """
        asked = None if request is None else json.dumps(request)
        self._database.rows(_WRITE, (build_id, json.dumps(record), running, seconds, self._owner, asked))

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return some builds whose replica has ended, with their requests; they are this replica's now.

        Raises:
            StorageError: The database can't be used.
        """
        values = (self._owner, MOST_ATTEMPTS, TAKEN_SECONDS, _TAKEN_AT_ONCE)
        return [(build_id, request) for build_id, request in self._database.rows(_TAKE, values)]

    def hand_over(self, builds: Collection[str]) -> None:
        """Leave builds to the other replicas, which begin them again at once.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows(_HAND_OVER, (list(builds), self._owner))

    def read(self, build_id: str) -> tuple[dict[str, Any], bool] | None:
        """Return a build's record, and whether its replica has ended while it ran; None without a record.

        Raises:
            StorageError: The database can't be used.
        """
        rows = self._database.rows(_READ, (LOST_SECONDS, MOST_ATTEMPTS, build_id))
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
        return [found for (found,) in self._database.rows(_BEAT, (ids, self._owner, BEAT_SECONDS, ids))]

    def prune(self) -> None:
        """Remove records that are too old.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("DELETE FROM builds WHERE until < store_time()")
