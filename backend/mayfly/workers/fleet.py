"""What all workers and callers share: who is alive, how much waits, and what killed ones have left.

Each worker looks every second: at jobs whose worker is lost, which are done once more or given up; at jobs
whose caller is gone, which are ended; at rows and parcels that nobody needs any more, which are removed.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final

from mayfly.stores.bucket import PARCELS, Bucket
from mayfly.stores.database import Connection, Database
from mayfly.stores.schema import SLOTS
from mayfly.workers.submission import cancelled

BEAT_SECONDS: Final = 1.0
LOST_SECONDS: Final = 15.0
"""A worker that has shown nothing for so long is lost, and its jobs are another's."""
GONE_SECONDS: Final = 20.0
"""A caller that has shown nothing for so long is gone, and its jobs are ended."""
KEPT_SECONDS: Final = 60.0
"""How long an answer is kept that its caller has not removed."""
MOST_ATTEMPTS: Final = 2

_LOST_JOBS: Final = (
    "SELECT job.id, job.attempts, job.args->>'ticket' FROM procrastinate_jobs AS job"
    " LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id WHERE job.status = 'doing'"
    " AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))"
    " FOR UPDATE OF job SKIP LOCKED"
)
_STILL_WANTED: Final = "SELECT FROM jobs WHERE ticket = %s AND state IN ('waiting', 'running')"
_GIVE_UP: Final = (
    "WITH lost AS (UPDATE jobs SET state = 'done', changed = store_time(), answer = %s"
    " WHERE ticket = %s AND state IN ('waiting', 'running') RETURNING ticket, reply_to)"
    " SELECT pg_notify(reply_to, ticket || ' done') FROM lost"
)
#: Of jobs that are out of the queue though nobody has answered them.
_UNQUEUED: Final = (
    "SELECT ticket FROM jobs WHERE state IN ('waiting', 'running') AND job_id IS NOT NULL"
    " AND changed < store_time() - %s AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job"
    " WHERE job.id = jobs.job_id AND job.status IN ('todo', 'doing')) LIMIT 200"
)
_GONE: Final = (
    "SELECT ticket FROM jobs WHERE state IN ('waiting', 'running') AND seen < store_time() - %s LIMIT 200"
)
_OLD: Final = (
    "SELECT ticket, parcel, attempt FROM jobs WHERE state IN ('done', 'over')"
    " AND changed < store_time() - %s LIMIT 200"
)
_WORKERS: Final = (
    "SELECT id, host, version, places, protection, done, failed, started, seen FROM workers"
    " WHERE seen > store_time() - %s ORDER BY id"
)
_NUMBERS: Final = (
    "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'running'),"
    " coalesce(store_time() - min(queued) FILTER (WHERE state = 'waiting'), 0),"
    " (SELECT json_object_agg(key, value) FROM (SELECT key, sum(value) AS value FROM totals"
    " WHERE key LIKE 'jobs%%' GROUP BY key) AS counted) FROM jobs"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """A worker that is alive.

    Attributes:
        id: Names it.
        host: Its machine's name, and its process there.
        version: Its ``build_version``.
        places: Jobs that it does at the same time.
        protection: The layers of its jail, as ``Builder.protection`` returns them.
        done: Jobs that it has done.
        failed: Jobs that ended with an error.
        started: When it started, in epoch seconds of the database.
        seen: When it was last heard of, likewise.
    """

    id: str
    host: str
    version: str
    places: int
    protection: dict[str, Any]
    done: int
    failed: int
    started: float
    seen: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetNumbers:
    """How much the fleet has to do, and has done.

    Attributes:
        waiting: Jobs that wait.
        running: Jobs that a worker has.
        oldest_seconds: How long the oldest of those that wait has been waiting.
        done: Jobs done since the tables were made.
        failed: Jobs that ended with an error of the script, the model or the limits.
        again: Jobs that were done once more because their worker was lost.
        lost: Jobs that were given up because both their workers were lost.
        abandoned: Jobs that were ended because their caller was gone.
    """

    waiting: int
    running: int
    oldest_seconds: float
    done: int
    failed: int
    again: int
    lost: int
    abandoned: int


def parcel_keys(ticket: str, attempts: int, *, sent: bool) -> list[str]:
    """Return the keys of all parcels that a job may have in the bucket.

    Args:
        ticket: Names the job.
        attempts: How often a worker has claimed it.
        sent: Files came with it.
    """
    return [*([call_key(ticket)] if sent else []), *(answer_key(ticket, n + 1) for n in range(attempts))]


def call_key(ticket: str) -> str:
    """Return the key of the files that come with a job."""
    return f"{PARCELS}{ticket}-call"


def answer_key(ticket: str, attempt: int) -> str:
    """Return the key of what an attempt at a job leaves."""
    return f"{PARCELS}{ticket}-{attempt}"


def living_workers(database: Database, version: str | None = None) -> list[WorkerRow]:
    """Return the workers that were heard of lately; those of one version, if it is given.

    Raises:
        StorageError: The database can't be used.
    """
    names = WorkerRow.__dataclass_fields__
    rows = [
        WorkerRow(**dict(zip(names, row, strict=True))) for row in database.rows(_WORKERS, (LOST_SECONDS,))
    ]
    return [row for row in rows if version in (None, row.version)]


def numbers(database: Database) -> FleetNumbers:
    """Return how much the fleet has to do, and has done.

    Raises:
        StorageError: The database can't be used.
    """
    waiting, running, oldest, totals = database.rows(_NUMBERS)[0]
    counts = {name: int((totals or {}).get(f"jobs_{name}", 0)) for name in _COUNTED}
    return FleetNumbers(waiting=waiting, running=running, oldest_seconds=float(oldest), **counts)


_COUNTED: Final = ("done", "failed", "again", "lost", "abandoned")


class Upkeep:
    """What each worker does for the whole fleet.

    Args:
        database: The tables.
        bucket: The parcels.
        lost_answer: The answer to a job that is given up, as plain data in JSON.
    """

    def __init__(self, database: Database, bucket: Bucket, lost_answer: str) -> None:
        """Keep the arguments."""
        self._database = database
        self._bucket = bucket
        self._lost_answer = lost_answer

    def run_once(self) -> None:
        """Look once at what killed workers and callers have left.

        Raises:
            StorageError: Database or bucket can't be used.
        """
        with self._database.transaction() as connection:
            for job_id, attempts, ticket in connection.execute(_LOST_JOBS, (LOST_SECONDS,)).fetchall():
                self._settle(connection, job_id, attempts, ticket)
        with self._database.transaction() as connection:
            for (ticket,) in connection.execute(_UNQUEUED, (LOST_SECONDS,)).fetchall():
                self._give_up(connection, ticket)
        gone = [ticket for (ticket,) in self._database.rows(_GONE, (GONE_SECONDS,))]
        if gone:
            with self._database.transaction() as connection:
                _count(connection, "jobs_abandoned", cancelled(connection, gone))
        self._database.rows("DELETE FROM workers WHERE seen < store_time() - %s", (10 * LOST_SECONDS,))
        self.remove_old()

    def remove_old(self, kept_seconds: float = KEPT_SECONDS) -> None:
        """Remove the rows and parcels of jobs that ended so long ago.

        Raises:
            StorageError: Database or bucket can't be used.
        """
        old = self._database.rows(_OLD, (kept_seconds,))
        if old:
            keys = [key for ticket, sent, attempt in old for key in parcel_keys(ticket, attempt, sent=sent)]
            self._bucket.delete(keys)
            self._database.rows("DELETE FROM jobs WHERE ticket = ANY(%s)", ([ticket for ticket, *_ in old],))

    def _settle(self, connection: Connection, job_id: int, attempts: int, ticket: str) -> None:
        """Put a job whose worker is lost back into its queue, or give it up."""
        wanted = connection.execute(_STILL_WANTED, (ticket,)).fetchone() is not None
        if wanted and attempts + 1 < MOST_ATTEMPTS:
            connection.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", (job_id,))
            _count(connection, "jobs_again", 1)
            return
        if wanted:
            self._give_up(connection, ticket)
        connection.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', true)", (job_id,))

    def _give_up(self, connection: Connection, ticket: str) -> None:
        """Answer a job that nobody will do any more with an error."""
        connection.execute(_GIVE_UP, (self._lost_answer, ticket))
        _count(connection, "jobs_lost", 1)


def _count(connection: Connection, key: str, number: int) -> None:
    connection.execute(
        "UPDATE totals SET value = value + %s WHERE key = %s AND slot = %s",
        (number, key, secrets.randbelow(SLOTS)),
    )
