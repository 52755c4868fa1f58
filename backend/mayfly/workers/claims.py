"""What a worker does in the tables of jobs: claim one, report stages and the answer, show itself alive."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any, Final

from mayfly.stores.database import Database
from mayfly.stores.schema import SLOTS

#: The same claim repeated after a lost answer finds its own name and attempt.
_CLAIM: Final = (
    "WITH claimed AS (UPDATE jobs SET state = 'running', attempt = %(attempt)s, worker = %(worker)s,"
    " changed = store_time() WHERE ticket = %(ticket)s AND (state = 'waiting' OR state = 'running'"
    " AND (attempt < %(attempt)s OR worker = %(worker)s)) RETURNING call, parcel, reply_to, client, tag),"
    " turn AS (UPDATE turns SET tag = claimed.tag FROM claimed WHERE turns.tag < claimed.tag)"
    " SELECT call, parcel, reply_to, client FROM claimed"
)
#: Repeated after a lost answer, it writes the same again and counts nothing: its parts see one snapshot.
_DONE: Final = (
    "WITH before AS (SELECT FROM jobs WHERE ticket = %(ticket)s AND state = 'running'),"
    " done AS (UPDATE jobs SET state = 'done', answer = %(answer)s, changed = store_time()"
    " WHERE ticket = %(ticket)s AND attempt = %(attempt)s AND state IN ('running', 'done')"
    " RETURNING reply_to),"
    " number AS (UPDATE workers SET done = done + %(good)s, failed = failed + %(bad)s WHERE id = %(worker)s"
    " AND EXISTS (SELECT FROM before)),"
    " total AS (UPDATE totals SET value = value + 1 WHERE key = %(total)s AND slot = %(slot)s"
    " AND EXISTS (SELECT FROM before) AND EXISTS (SELECT FROM done))"
    " SELECT pg_notify(reply_to, %(ticket)s || ' done') FROM done"
)
_BEAT: Final = (
    "INSERT INTO workers (id, host, version, places, protection, started, seen)"
    " SELECT %(id)s, %(host)s, %(version)s, %(places)s, %(protection)s, t, t"
    " FROM (SELECT store_time() AS t) AS clock ON CONFLICT (id) DO UPDATE SET seen = excluded.seen"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that a worker has claimed.

    Attributes:
        ticket: Names it.
        attempt: 1, or 2 after a worker was lost.
        call: What is to be done, as the caller sent it.
        parcel: Files come with it.
        reply_to: The caller's channel.
        client: Whose it is.
    """

    ticket: str
    attempt: int
    call: Any
    parcel: bool
    reply_to: str
    client: str


class Claims:
    """A worker's side of the jobs in one database; may be used by several threads.

    Args:
        database: Where they are.
        worker: Names the worker.
    """

    def __init__(self, database: Database, worker: str) -> None:
        """Keep the arguments."""
        self._database = database
        self.worker = worker

    def claim(self, ticket: str, attempt: int) -> Claim | None:
        """Claim a job; None if it is over, or another worker has it.

        Raises:
            StorageError: The database can't be used.
        """
        values = {"ticket": ticket, "attempt": attempt, "worker": self.worker}
        rows = self._database.rows(_CLAIM, values)
        return Claim(ticket, attempt, *rows[0]) if rows else None

    def report_stage(self, claim: Claim, stage: str) -> None:
        """Notify the caller of a stage.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("SELECT pg_notify(%s, %s)", (claim.reply_to, f"{claim.ticket} {stage}"))

    def finish(self, claim: Claim, answer: dict[str, Any]) -> bool:
        """Write a job's answer and notify the caller; return whether anybody waits for it.

        Raises:
            StorageError: The database can't be used.
        """
        failed = answer.get("error") is not None
        values = {
            "answer": json.dumps(answer),
            "ticket": claim.ticket,
            "attempt": claim.attempt,
            "worker": self.worker,
            "good": int(not failed),
            "bad": int(failed),
            "total": "jobs_failed" if failed else "jobs_done",
            "slot": secrets.randbelow(SLOTS),
        }
        return bool(self._database.rows(_DONE, values))

    def beat(self, *, host: str, version: str, places: int, protection: dict[str, Any]) -> None:
        """Show that the worker is alive.

        Args:
            host: The machine's name and the process, for people.
            version: ``build_version`` of the worker.
            places: Jobs that it does at the same time.
            protection: What ``Builder.protection`` returns.

        Raises:
            StorageError: The database can't be used.
        """
        values = {"id": self.worker, "host": host, "version": version, "places": places}
        self._database.rows(_BEAT, {**values, "protection": json.dumps(protection)})

    def leave(self) -> None:
        """Take the worker off the list.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows("DELETE FROM workers WHERE id = %s", (self.worker,))
