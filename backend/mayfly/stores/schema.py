"""The tables of a store in PostgreSQL, made at the first start and found at the next ones."""

from __future__ import annotations

import secrets
from typing import Final

from mayfly.errors import StorageError
from mayfly.stores.database import Connection, Database

VERSION: Final = 1
OLDEST_SERVER: Final = 140_000
"""PostgreSQL 14, in the form that the server reports; older ones don't notice a client that is gone."""
SLOTS: Final = 16
"""Rows of each total: writers take one at random, so that they don't wait for each other."""

# Times are seconds of the store's own clock (``store_time``), which is the server's clock without its steps.
_TABLES: Final = """
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);

CREATE TABLE clock (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    shift double precision NOT NULL DEFAULT 0
);
INSERT INTO clock DEFAULT VALUES;

CREATE FUNCTION server_time() RETURNS double precision LANGUAGE sql VOLATILE
    AS $$ SELECT extract(epoch FROM clock_timestamp())::double precision $$;
CREATE FUNCTION store_time() RETURNS double precision LANGUAGE sql VOLATILE
    AS $$ SELECT server_time() - shift FROM clock $$;

CREATE TABLE models (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('pending', 'live', 'removing')),
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    ttl double precision NOT NULL,
    created double precision NOT NULL,
    expires double precision NOT NULL,
    remove_at double precision,  -- of a row that is not live
    leases jsonb NOT NULL DEFAULT '{}',  -- token of each reader, and until when the name stays for it
    changed_by text,  -- token of the last change, by which a repeated one knows itself
    cause text NOT NULL DEFAULT 'expired',
    recipe text,
    report json
);
CREATE UNIQUE INDEX models_taken ON models (name) WHERE state <> 'removing';
CREATE INDEX models_name ON models (name);
CREATE INDEX models_due ON models (expires) WHERE state = 'live';
CREATE INDEX models_ending ON models (remove_at) WHERE state <> 'live';
CREATE INDEX models_recipe ON models (recipe, expires) WHERE state = 'live' AND recipe IS NOT NULL;

CREATE FUNCTION leased(leases jsonb, moment double precision) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT EXISTS (SELECT FROM jsonb_each_text(leases) WHERE value::double precision > moment) $$;

CREATE TABLE history (
    id bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    size_bytes bigint NOT NULL,
    removed double precision NOT NULL,
    expired double precision NOT NULL,
    cause text NOT NULL
);
CREATE INDEX history_name ON history (name);
CREATE INDEX history_removed ON history (removed);

CREATE TABLE builds (
    id text PRIMARY KEY,
    record json NOT NULL,
    running boolean NOT NULL,
    cancel boolean NOT NULL DEFAULT false,
    owner text NOT NULL,  -- the replica that runs it
    attempt integer NOT NULL DEFAULT 1,
    request json,  -- what was asked for, as long as another replica may have to begin again
    seen double precision NOT NULL,
    until double precision NOT NULL
);

CREATE TABLE totals (
    key text NOT NULL,
    slot integer NOT NULL,
    value bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (key, slot)
) WITH (fillfactor = 50);
"""

_ADDED_LATER: Final = """
CREATE TABLE IF NOT EXISTS conversations (
    id text PRIMARY KEY,
    state bytea,  -- the last step of its thread, with what is pending in it
    holder text,  -- token of the message that is being answered
    held_until double precision NOT NULL,
    until double precision NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_until ON conversations (until);
"""
"""Tables that a store of this version may be without; older programs don't mind them."""


def prepare(database: Database) -> str:
    """Make the tables if they are missing, check the server, and return the store's identity.

    Any number of processes may do this at the same time.

    Raises:
        StorageError: The server can't keep a store's promises, can't be reached, or holds a newer version.
    """
    return database.repeated(lambda connection: _prepared(connection, database.schema))


def _prepared(connection: Connection, schema: str) -> str:
    _check_server(connection)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"mayfly {schema}",))
        found = connection.execute("SELECT to_regclass('meta') IS NOT NULL").fetchone()
        if not (found and found[0]):
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            connection.execute(_TABLES)
            connection.execute(
                "INSERT INTO totals (key, slot)"
                " SELECT key, slot FROM unnest(ARRAY['registered', 'removed', 'removed_bytes']) AS key,"
                " generate_series(0, %s) AS slot",
                (SLOTS - 1,),
            )
            connection.execute(
                "INSERT INTO meta VALUES ('version', %s), ('identity', %s), ('audited', '0')",
                (str(VERSION), secrets.token_hex(16)),
            )
        connection.execute(_ADDED_LATER)
        rows: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    if int(rows["version"]) != VERSION:
        raise StorageError(
            f"The database holds a store of version {rows['version']}; this Mayfly knows version {VERSION}."
        )
    return rows["identity"]


def _check_server(connection: Connection) -> None:
    """Refuse a server that can't keep the promises.

    Raises:
        StorageError: It is too old, or a copy that only reads.
    """
    if connection.info.server_version < OLDEST_SERVER:
        raise StorageError("The store's database must be PostgreSQL 14 or newer.")
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    if row and row[0]:
        raise StorageError("The store's database is a standby, which can't be written to; name the primary.")
