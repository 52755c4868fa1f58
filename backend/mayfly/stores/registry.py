"""The rows of a store in PostgreSQL: what each step of a model's life changes, in one transaction each.

pending ─▶ live ─▶ (gone)          a row is written before its bytes, and removed after them,
   └──────────┴──▶ removing ─▶     so that there are never bytes without a row
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import psycopg

from mayfly.cleanup.directory.files import shown
from mayfly.contracts import StoredModel
from mayfly.errors import ModelExists, ModelExpired, ModelInUse, ModelNotFound, StorageError, StorageFull
from mayfly.stores.database import Connection, Database
from mayfly.stores.schema import SLOTS

PENDING_SECONDS: Final = 300.0
"""How long a publisher may take for the bytes; then it counts as killed, and what it left is removed."""
_FIELDS: Final = ("id", "name", "key", "size_bytes", "sha256", "ttl", "created", "expires", "state", "cause")
_COLUMNS: Final = ", ".join(_FIELDS)
_SHIFT: Final = "(SELECT shift FROM clock)"
_LIVE: Final = "state = 'live' AND expires > store_time()"


class ModelRow(NamedTuple):
    """A model as the database knows it; times in seconds of the store's clock.

    Attributes:
        id: Number of the row.
        name: The model's name.
        key: Its object in the bucket.
        size_bytes: Its size.
        sha256: Digest of its bytes, in hex.
        ttl: Its whole life in seconds, extensions included.
        created: When its life began.
        expires: Its deadline.
        state: "live", "removing" or "pending".
        cause: Why it goes: "expired" or "deleted".
        shift: How far the clock that people see is ahead of the store's.
        over: Whether its time is over.
    """

    id: int
    name: str
    key: str
    size_bytes: int
    sha256: str
    ttl: float
    created: float
    expires: float
    state: str
    cause: str
    shift: float
    over: bool

    def stored(self, bucket: str) -> StoredModel:
        """Return the row as the value that leaves the store; ``bucket`` is the bucket's address."""
        return StoredModel(
            name=self.name,
            path=None,
            size_bytes=self.size_bytes,
            created_at=self.created + self.shift,
            expires_at=self.expires + self.shift,
            address=f"{bucket}/{self.key}",
        )


class NewModel(NamedTuple):
    """What is known of a model before its bytes are stored.

    Attributes:
        name: Its name.
        key: Its object in the bucket.
        size_bytes: Its size.
        sha256: Digest of its bytes, in hex.
        ttl: Its life in seconds.
        recipe: Digest of what it follows from.
        report: What was measured on it.
    """

    name: str
    key: str
    size_bytes: int
    sha256: str
    ttl: float
    recipe: str | None
    report: Mapping[str, Any] | None


class Registry:
    """Reads and changes the rows of one store; may be used by several threads."""

    def __init__(self, database: Database) -> None:
        """Keep where the rows are."""
        self._database = database

    # -- publishing --------------------------------------------------------------------------

    def reserve(self, model: NewModel, limit_bytes: int | None) -> None:
        """Write the row of a model whose bytes will come; repeated, it changes nothing.

        Raises:
            ModelExists: The name is taken.
            StorageFull: The models would be larger than the limit.
            StorageError: The database can't be used.
        """
        report = None if model.report is None else json.dumps(model.report)
        values = (*model[:5], PENDING_SECONDS, model.recipe, report)

        def work(connection: Connection) -> None:
            with connection.transaction():
                if limit_bytes is not None:
                    _refuse_if_full(connection, model.size_bytes, limit_bytes)
                connection.execute(
                    "INSERT INTO models (name, key, state, size_bytes, sha256, ttl, created, expires,"
                    " remove_at, recipe, report)"
                    " SELECT %s, %s, 'pending', %s, %s, %s, t, t, t + %s, %s, %s"
                    " FROM (SELECT store_time() AS t) AS clock ON CONFLICT (key) DO NOTHING",
                    values,
                )

        try:
            self._database.repeated(work)
        except psycopg.errors.UniqueViolation:
            raise ModelExists(
                f"There is a model {shown(model.name)} already; nothing was replaced."
            ) from None

    def finish(self, key: str) -> ModelRow:
        """Make a model live whose bytes are stored; its life begins now. Repeated, it changes nothing.

        Raises:
            StorageError: The database can't be used, or the row was given up meanwhile.
        """
        rows = self._database.rows(
            "WITH done AS (UPDATE models SET state = 'live', remove_at = NULL, created = t, expires = t + ttl"
            " FROM (SELECT store_time() AS t) AS clock WHERE key = %s AND state = 'pending'"
            f" RETURNING {_COLUMNS}),"
            " counted AS (UPDATE totals SET value = value + 1 WHERE key = 'registered' AND slot = %s"
            " AND EXISTS (SELECT FROM done))"
            f" SELECT {_COLUMNS}, {_SHIFT}, false FROM done UNION ALL"
            f" SELECT {_COLUMNS}, {_SHIFT}, false FROM models WHERE key = %s AND state = 'live'",
            (key, some_slot(), key),
        )
        if not rows:
            raise StorageError("Storing the model took too long, so it was given up; nothing was published.")
        return ModelRow(*rows[0])

    def give_up(self, key: str) -> None:
        """Mark a model that could not be published, so that the next sweep removes its row and bytes."""
        self._database.rows("UPDATE models SET remove_at = 0 WHERE key = %s AND state = 'pending'", (key,))

    def is_unpublished(self, key: str) -> bool:
        """Return whether a model is not live; it may be although its publisher saw no answer."""
        rows = self._database.rows("SELECT FROM models WHERE key = %s AND state = 'live'", (key,))
        return not rows

    def size_bytes(self) -> int:
        """Return the size of all models, those included that are being published or removed."""
        return int(self._database.rows("SELECT coalesce(sum(size_bytes), 0) FROM models")[0][0])

    # -- models that are there ---------------------------------------------------------------

    def find(self, name: str) -> ModelRow:
        """Return a model whose time is not over.

        Raises:
            ModelExpired: It was here, its time is over.
            ModelNotFound: It is not known.
            StorageError: The database can't be used.
        """
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, {_SHIFT}, expires <= store_time() FROM models"
            " WHERE name = %s AND state <> 'pending' ORDER BY id DESC LIMIT 1",
            (name,),
        )
        if not rows:
            raise self._ended(name)
        row = ModelRow(*rows[0])
        if row.state == "removing" or row.over:
            raise expired(row)
        return row

    def _ended(self, name: str) -> StorageError:
        """Return the error of a model that has no row: it was removed, or there never was one."""
        rows = self._database.rows(
            f"SELECT least(removed, expired) + {_SHIFT}, cause FROM history"
            " WHERE name = %s ORDER BY id DESC LIMIT 1",
            (name,),
        )
        if not rows:
            return ModelNotFound(f"There is no model {shown(name)}.")
        return _expired(name, *rows[0])

    def all(self) -> list[ModelRow]:
        """Return all models that are there, soonest deadline first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, {_SHIFT}, expires <= store_time() FROM models"
            " WHERE state = 'live' ORDER BY expires, name"
        )
        return [ModelRow(*row) for row in rows]

    def report(self, name: str) -> dict[str, Any] | None:
        """Return the report that was stored with a model; None if it has none."""
        rows = self._database.rows("SELECT report FROM models WHERE name = %s AND state = 'live'", (name,))
        return rows[0][0] if rows else None

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if no such model lives."""
        rows = self._database.rows(
            f"SELECT name, report FROM models WHERE recipe = %s AND {_LIVE} AND report IS NOT NULL"
            " ORDER BY expires DESC LIMIT 1",
            (recipe,),
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def lease(self, name: str, token: str, seconds: float) -> ModelRow:
        """Keep a model's name in place for a reader; repeated, it changes nothing more.

        Raises:
            ModelExpired: Its time is over.
            ModelNotFound: It is not known.
            StorageError: The database can't be used.
        """
        rows = self._database.rows(
            "UPDATE models SET leases = coalesce((SELECT jsonb_object_agg(key, value) FROM"
            " jsonb_each(leases) AS held (key, value) WHERE value::double precision > store_time()), '{}')"
            f" || jsonb_build_object(%s::text, store_time() + %s) WHERE name = %s AND {_LIVE}"
            f" RETURNING {_COLUMNS}, {_SHIFT}, false",
            (token, seconds, name),
        )
        if not rows:
            raise expired(self.find(name))
        return ModelRow(*rows[0])

    def end_lease(self, row: ModelRow, token: str) -> None:
        """Let a model's name go, as far as this reader is concerned."""
        self._database.rows("UPDATE models SET leases = leases - %s WHERE id = %s", (token, row.id))

    def extend(self, row: ModelRow, seconds: float) -> ModelRow | None:
        """Move a model's deadline; None if it was moved or removed since the row was read."""
        token = secrets.token_hex(8)
        rows = self._database.rows(
            f"UPDATE models SET expires = %s, ttl = %s, changed_by = %s WHERE id = %s AND {_LIVE}"
            f" AND (expires = %s OR changed_by = %s) RETURNING {_COLUMNS}, {_SHIFT}, false",
            (row.expires + seconds, row.ttl + seconds, token, row.id, row.expires, token),
        )
        return ModelRow(*rows[0]) if rows else None

    def seconds_left(self, row: ModelRow) -> float:
        """Return the time until a model's deadline; 0 if it is gone."""
        rows = self._database.rows(
            f"SELECT expires - store_time() FROM models WHERE id = %s AND {_LIVE}",
            (row.id,),
        )
        return float(rows[0][0]) if rows else 0.0

    def doom(self, name: str) -> ModelRow:
        """Take a model's name away before its time; its bytes are removed by the next sweep.

        Raises:
            ModelExpired: Its time is over.
            ModelInUse: Somebody is reading it.
            ModelNotFound: It is not known.
            StorageError: The database can't be used.
        """
        token = secrets.token_hex(8)
        rows = self._database.rows(
            "UPDATE models SET state = 'removing', cause = 'deleted', remove_at = 0, changed_by = %s"
            f" WHERE name = %s AND (({_LIVE} AND NOT leased(leases, store_time())) OR changed_by = %s)"
            f" RETURNING {_COLUMNS}, {_SHIFT}, false",
            (token, name, token),
        )
        if not rows:
            self.find(name)
            raise ModelInUse(f"{shown(name)} is being read.")
        return ModelRow(*rows[0])


def _refuse_if_full(connection: Connection, size_bytes: int, limit_bytes: int) -> None:
    """Check that a model still fits, while nobody else publishes.

    Raises:
        StorageFull: It does not.
    """
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('mayfly room'))")
    row = connection.execute("SELECT coalesce(sum(size_bytes), 0) FROM models").fetchone()
    taken = int(row[0]) if row else 0
    if taken + size_bytes > limit_bytes:
        raise full(taken, limit_bytes)


def full(taken: int, limit_bytes: int) -> StorageFull:
    """Return the error for a model that does not fit."""
    return StorageFull(
        f"There is no room for another model: the models take {taken / (1 << 20):.1f} of"
        f" {limit_bytes / (1 << 20):g} MiB. Delete some, or wait until they expire."
    )


def expired(row: ModelRow) -> ModelExpired:
    """Return the error for a model whose time is over."""
    return _expired(row.name, row.expires + row.shift, row.cause)


def _expired(name: str, at: float, cause: str) -> ModelExpired:
    if cause == "deleted":
        return ModelExpired(f"{shown(name)} was deleted before its time was over.", at, cause)
    return ModelExpired(f"The time of {shown(name)} is over.", at, cause)


def some_slot() -> int:
    """Return one of the rows of a total, at random."""
    return secrets.randbelow(SLOTS)
