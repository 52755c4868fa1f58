"""What a caller does in the tables of jobs: hand one in, show that it still waits, take the answer, cancel.

Turns are shared fairly between clients by start tags, as in start-time fair queueing (Goyal, Vin and Cheng,
1996): a job's tag is one above that of the same client's last job, and above that of the job that was started
last; the lowest tag is served next. So a client with a hundred jobs waits behind the first job of each other
client, and a stream of new clients can't keep any job waiting for ever.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from mayfly.errors import WorkshopBusy
from mayfly.stores.database import Connection, Database
from mayfly.workers.tables import TASK, queue_name

_COUNT: Final = (
    "SELECT count(*) FILTER (WHERE client = %s AND trusted = %s), count(*) FROM jobs"
    " WHERE state IN ('waiting', 'running')"
)
_INSERT: Final = (
    "INSERT INTO jobs (ticket, client, trusted, tag, call, parcel, reply_to, state, queued, changed, seen)"
    " SELECT %(ticket)s, %(client)s, %(trusted)s,"
    " 1 + greatest((SELECT tag FROM turns), (SELECT max(tag) FROM jobs WHERE client = %(client)s"
    " AND state IN ('waiting', 'running'))),"
    " %(call)s, %(parcel)s, %(reply_to)s, 'waiting', t, t, t FROM (SELECT store_time() AS t) AS clock"
    " ON CONFLICT (ticket) DO UPDATE SET seen = excluded.seen RETURNING tag, job_id"
)
_DEFER: Final = (
    "UPDATE jobs SET job_id = (procrastinate_defer_jobs_v1(ARRAY[ROW(%(queue)s, %(task)s, %(priority)s, NULL,"
    " NULL, jsonb_build_object('ticket', ticket), NULL)::procrastinate_job_to_defer_v1]))[1]"
    " WHERE ticket = %(ticket)s AND job_id IS NULL"
)
_CANCEL: Final = (
    "UPDATE jobs SET state = 'over', changed = store_time()"
    " WHERE ticket = ANY(%s) AND state IN ('waiting', 'running') RETURNING job_id"
)
_WAIT: Final = (
    "WITH beat AS (UPDATE jobs SET seen = store_time() WHERE ticket = ANY(%(tickets)s)"
    " AND seen < store_time() - %(seconds)s)"
    " SELECT asked.ticket, jobs.state FROM unnest(%(tickets)s::text[]) AS asked (ticket)"
    " LEFT JOIN jobs USING (ticket)"
)
_BEAT_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A job to be handed in.

    Attributes:
        ticket: Names it; nobody can guess it.
        client: Whose it is.
        trusted: It runs one of Mayfly's own scripts.
        version: ``build_version`` of the caller.
        call: ``messages.Call`` as plain data.
        parcel: Files come with it.
        reply_to: The caller's channel of notifications.
    """

    ticket: str
    client: str
    trusted: bool
    version: str
    call: dict[str, Any]
    parcel: bool
    reply_to: str


class Submission:
    """The caller's side of the jobs in one database; may be used by several threads."""

    def __init__(self, database: Database) -> None:
        """Keep where they are."""
        self._database = database

    def check_room(self, client: str, *, trusted: bool, places: int, queue: int) -> None:
        """Check whether another job of a client may come in; alone it may take half of the queue.

        Args:
            client: Whose it is.
            trusted: It runs one of Mayfly's own scripts.
            places: Jobs that all workers do at the same time.
            queue: Jobs that may wait besides.

        Raises:
            WorkshopBusy: There is no room.
            StorageError: The database can't be used.
        """
        mine, all_jobs = self._database.rows(_COUNT, (client, trusted))[0]
        if all_jobs < places:
            return
        room = places + queue - all_jobs
        if room <= 0:
            raise WorkshopBusy(f"{all_jobs} builds are under way or waiting already; try again later.")
        if mine - max(0, places - (all_jobs - mine)) >= room:
            raise WorkshopBusy(
                f"{mine} builds of this client are under way or waiting already, which is its share; "
                "try again later."
            )

    def reserve(self, order: Order) -> None:
        """Write a job's row, which no worker sees yet: its parcel may be stored from now on.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.rows(_INSERT, _values(order))

    def hand_in(self, order: Order) -> None:
        """Write a job's row if it is not there, and put the job into its queue, once.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.repeated(lambda connection: _hand_in(connection, order))

    def look(self, tickets: Collection[str]) -> dict[str, str | None]:
        """Show that the caller still waits for jobs, and return the state of each; None for one that is gone.

        Raises:
            StorageError: The database can't be used.
        """
        return dict(self._database.rows(_WAIT, {"tickets": list(tickets), "seconds": _BEAT_SECONDS}))

    def answer(self, ticket: str) -> tuple[Any, int] | None:
        """Return a job's answer and the attempt that it is of; None before that.

        Raises:
            StorageError: The database can't be used.
        """
        rows = self._database.rows(
            "SELECT answer, attempt FROM jobs WHERE ticket = %s AND state = 'done'", (ticket,)
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def cancel(self, tickets: Collection[str]) -> None:
        """End jobs, whether they wait or run; the worker of one that runs is notified.

        Raises:
            StorageError: The database can't be used.
        """
        self._database.repeated(lambda connection: cancelled(connection, tickets))


def cancelled(connection: Connection, tickets: Collection[str]) -> int:
    """End jobs on a connection, and return how many were not over yet."""
    with connection.transaction():
        found = connection.execute(_CANCEL, (list(tickets),)).fetchall()
        for (job_id,) in found:
            connection.execute("SELECT procrastinate_cancel_job_v1(%s, true, true)", (job_id,))
    return len(found)


def _hand_in(connection: Connection, order: Order) -> None:
    with connection.transaction():
        row = connection.execute(_INSERT, _values(order)).fetchone()
        assert row is not None  # noqa: S101 - RETURNING
        connection.execute(
            _DEFER,
            {
                "ticket": order.ticket,
                "queue": queue_name(order.version, trusted=order.trusted),
                "task": TASK,
                "priority": -row[0],
            },
        )


def _values(order: Order) -> dict[str, Any]:
    return {
        "ticket": order.ticket,
        "client": order.client,
        "trusted": order.trusted,
        "call": json.dumps(order.call),
        "parcel": order.parcel,
        "reply_to": order.reply_to,
    }
