"""The tables of jobs and workers, besides those of procrastinate, in the store's own schema."""

from __future__ import annotations

from typing import Final

from mayfly.errors import StorageError
from mayfly.extras import install_advice
from mayfly.stores import schema
from mayfly.stores.database import Connection, Database

try:
    from procrastinate.schema import SchemaManager
except ImportError as _error:  # the extra is not installed
    raise StorageError(f"Build workers need procrastinate: {install_advice('scale')}") from _error

VERSION: Final = "1"
TASK: Final = "mayfly.build"

# A row is written before any parcel of its job is stored, and removed after they are deleted.
_TABLES: Final = """
CREATE TABLE jobs (
    ticket text COLLATE "C" PRIMARY KEY,
    client text NOT NULL,
    trusted boolean NOT NULL,
    tag bigint NOT NULL,  -- its turn: see ``submission``
    call json NOT NULL,
    parcel boolean NOT NULL,  -- whether files come with the call
    reply_to text NOT NULL,  -- the channel of notifications to the caller
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'over')),
    job_id bigint,  -- procrastinate's
    attempt integer NOT NULL DEFAULT 0,
    worker text,
    answer json,
    queued double precision NOT NULL,
    changed double precision NOT NULL,
    seen double precision NOT NULL  -- when the caller was last heard of
);
CREATE INDEX jobs_state ON jobs (state, client);

CREATE TABLE turns (id boolean PRIMARY KEY DEFAULT true CHECK (id), tag bigint NOT NULL DEFAULT 0);
INSERT INTO turns DEFAULT VALUES;

CREATE TABLE workers (
    id text PRIMARY KEY,
    host text NOT NULL,
    version text NOT NULL,
    places integer NOT NULL,
    protection json NOT NULL,
    done bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    started double precision NOT NULL,
    seen double precision NOT NULL
);
INSERT INTO totals (key, slot)
    SELECT key, slot
    FROM unnest(ARRAY['jobs_done', 'jobs_failed', 'jobs_again', 'jobs_lost', 'jobs_abandoned']) AS key,
    generate_series(0, 15) AS slot ON CONFLICT DO NOTHING;
INSERT INTO meta VALUES ('jobs', '1');
"""


def queue_name(version: str, *, trusted: bool) -> str:
    """Return the queue that only workers of the same version take jobs from.

    Args:
        version: ``build_version`` of caller or worker.
        trusted: Of Mayfly's own scripts, or of others.
    """
    return f"{'own' if trusted else 'foreign'}-{version[:16]}"


def prepare(database: Database) -> None:
    """Make the tables if they are missing; any number of processes may do this at the same time.

    Raises:
        StorageError: The database can't be used, or holds jobs of another version.
    """
    schema.prepare(database)
    database.repeated(lambda connection: _prepare(connection, database.schema))


def _prepare(connection: Connection, name: str) -> None:
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"mayfly {name}",))
        found = connection.execute("SELECT value FROM meta WHERE key = 'jobs'").fetchone()
        if found is None:
            connection.execute(SchemaManager.get_schema())
            connection.execute(_TABLES)
        elif found[0] != VERSION:
            raise StorageError(
                f"The database holds jobs of version {found[0]}; this Mayfly knows version {VERSION}."
            )
