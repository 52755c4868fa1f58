"""A store that many machines share: names and deadlines in PostgreSQL, bytes in an S3-compatible bucket.

What is true is in the database alone. A model's row is written before its bytes and removed after them, each
in one transaction; time is the database's, so that clocks of machines need not agree. See docs/scale.md.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from mayfly.cleanup import messages
from mayfly.cleanup.access import lease_seconds
from mayfly.cleanup.clock import Waits, epoch_seconds, lifetime_seconds, plain_minutes
from mayfly.cleanup.directory.files import check_name, shown
from mayfly.cleanup.directory.folders import directory_path
from mayfly.cleanup.loop import CleanupLoop
from mayfly.contracts import StoredModel, SweepReport
from mayfly.errors import StorageError
from mayfly.stores.audit import Audit
from mayfly.stores.bucket import Bucket, ObjectMissing
from mayfly.stores.builds import BuildTable
from mayfly.stores.conversations import ConversationTable
from mayfly.stores.database import Database
from mayfly.stores.overview import Overview
from mayfly.stores.publication import Publisher
from mayfly.stores.registry import ModelRow, Registry
from mayfly.stores.scratch import Scratch
from mayfly.stores.store import HalfWritten
from mayfly.stores.sweep import Sweeper
from mayfly.stores.upkeep import Upkeep

log = logging.getLogger("mayfly.cleanup")

_EXTENSIONS: Final = 20
"""How often an extension is tried against others of the same moment."""


class PostgresStore:
    """Models in a database and a bucket; each process that uses them may also be one of their sweepers.

    May be used by several threads. ``with store:`` starts and stops the thread that removes expired models.

    Attributes:
        is_local: False: no model is a file of this machine.
        temp_dir: Where half-written models and copies for readers are, on this machine.
        cleanup_interval_minutes: Life of a model that is given no other.
    """

    is_local: Final = False

    def __init__(  # noqa: PLR0913 - all but the first three are named
        self,
        database_url: str,
        bucket_address: str,
        cleanup_interval_minutes: float = 30,
        *,
        scratch_dir: str | os.PathLike[str],
        storage_mb: float | None = None,
        signed_downloads: bool = False,
        schema: str = "mayfly",
        waits: Waits | None = None,
    ) -> None:
        """Prepare the store; nothing is connected, and no thread is started.

        Args:
            database_url: ``postgresql://user:password@host:port/database``.
            bucket_address: ``s3://bucket/prefix``; server and keys come from Amazon's own variables.
            cleanup_interval_minutes: Life of a model, fractions allowed, a day at most.
            scratch_dir: A directory of this machine.
            storage_mb: Size that all models together may have, in MiB; no limit if not given.
            signed_downloads: Whether ``download_url`` gives addresses of the bucket.
            schema: The database's schema that holds the tables.
            waits: How long to wait for what; the usual times if not given.

        Raises:
            InvalidLifetime: The interval or the limit makes no sense.
            StorageError: An address is not of its form, or a package of the extra ``scale`` is missing.
        """
        ttl = lifetime_seconds(cleanup_interval_minutes, "The cleanup interval")
        self.cleanup_interval_minutes = plain_minutes(cleanup_interval_minutes)
        self.temp_dir = directory_path(scratch_dir)
        self._signed = signed_downloads
        self._database = database = Database(database_url, schema)
        self._bucket = bucket = Bucket(bucket_address)
        self._scratch = scratch = Scratch(self.temp_dir)
        self._registry = registry = Registry(database)
        self._sweeper = sweeper = Sweeper(database, bucket)
        self._overview = Overview(database, bucket)
        self._upkeep = upkeep = Upkeep(
            database,
            bucket,
            sweeper,
            scratch,
            interval=self.cleanup_interval_minutes,
            signed=signed_downloads,
        )
        self._waits = waits or Waits()
        self._loop = loop = CleanupLoop(self.run_once, self._waits)
        self._publisher = Publisher(
            registry, bucket, scratch, sweeper, ttl=ttl, storage_mb=storage_mb, wake=loop.wake
        )
        upkeep.at_process_end(loop, self.stop_cleanup_service)

    # -- running -----------------------------------------------------------------------------

    def start_cleanup_service(self) -> None:
        """Check database and bucket, and start the thread that removes expired models.

        Raises:
            StorageError: One of them can't be reached, or can't keep the store's promises.
        """
        self._upkeep.prepare()
        if self._loop.start():
            log.info(messages.INITIALIZED)

    def stop_cleanup_service(self) -> None:
        """Stop the thread if it runs, and close what is open; the next use opens it again.

        What is left is removed by any other process that uses the store.
        """
        stopped = self._loop.stop()
        self._database.close()
        self._scratch.close()
        if stopped:
            log.info(messages.STOPPED)

    def __enter__(self) -> Self:
        """Start."""
        self.start_cleanup_service()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop_cleanup_service()

    def run_once(self) -> float:
        """Do once what the thread does: remove what is due, and now and then what killed processes left.

        Returns:
            The seconds until there is something to do again.

        Raises:
            StorageError: Database or bucket can't be used.
        """
        return self._upkeep.run_once(self._waits.poll_seconds)

    @property
    def service_running(self) -> bool:
        """Whether the thread is alive and has shown it lately."""
        return self._loop.running

    # -- models ------------------------------------------------------------------------------

    @contextmanager
    def partial(self) -> Iterator[HalfWritten]:
        """Make a place for a half-written model; what is not published by the end of the block is removed."""
        self._upkeep.prepare()
        with self._publisher.partial() as partial:
            yield partial

    def list_models(self) -> list[StoredModel]:
        """Return all models, soonest deadline first."""
        self._upkeep.prepare()
        return [row.stored(self._bucket.address) for row in self._registry.all()]

    def get_model(self, name: str) -> StoredModel:
        """Return one model."""
        return self._find(name).stored(self._bucket.address)

    def get_report(self, name: str) -> dict[str, Any] | None:
        """Return the report that was stored with a model; None if it has none."""
        check_name(name)
        self._upkeep.prepare()
        return self._registry.report(name)

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if no such model lives."""
        self._upkeep.prepare()
        return self._registry.made_from(recipe)

    def delete(self, name: str) -> StoredModel:
        """Remove a model before its time."""
        check_name(name)
        self._upkeep.prepare()
        row = self._registry.doom(name)
        self._sweeper.remove_one(row)
        log.info(messages.DELETED, shown(name))
        return row.stored(self._bucket.address)

    def extend(self, name: str, minutes: float) -> StoredModel:
        """Keep a model longer, by this many minutes; its whole life may be a day at most."""
        seconds = lifetime_seconds(minutes, "The extension")
        for _ in range(_EXTENSIONS):
            row = self._find(name)
            lifetime_seconds((row.ttl + seconds) / 60, "The whole life of a model")
            longer = self._registry.extend(row, seconds)
            if longer is not None:
                return longer.stored(self._bucket.address)
        raise StorageError(f"{shown(name)} is being changed by many others at once; try again.")

    # -- reading -----------------------------------------------------------------------------

    def open_model(self, name: str) -> BinaryIO:
        """Open a model for reading, without keeping its name in place."""
        return self._copy(self._find(name))

    @contextmanager
    def lease(self, name: str, max_seconds: float = 300.0) -> Iterator[BinaryIO]:
        """Open a copy of a model for reading and keep its name in place meanwhile, even past its deadline."""
        with self._leased(name, max_seconds) as row, self._copy(row) as stream:
            yield stream

    @contextmanager
    def lease_file(self, name: str, max_seconds: float = 300.0) -> Iterator[Path]:
        """Lease a model as ``lease`` does, and return the path of a copy on this machine."""
        with self._leased(name, max_seconds) as row, self._scratch.place(name) as path:
            with path.open("xb") as file:
                self._read(row, file)
            yield path

    def download_url(self, name: str) -> str | None:
        """Return an address that serves a model until its deadline; None where it is to be streamed."""
        if not self._signed:
            return None
        row = self._find(name)
        return self._bucket.signed(row.key, self._registry.seconds_left(row))

    def _find(self, name: str) -> ModelRow:
        check_name(name)
        self._upkeep.prepare()
        return self._registry.find(name)

    @contextmanager
    def _leased(self, name: str, max_seconds: float) -> Iterator[ModelRow]:
        seconds = lease_seconds(max_seconds)
        check_name(name)
        self._upkeep.prepare()
        token = secrets.token_hex(8)
        row = self._registry.lease(name, token, seconds)
        try:
            yield row
        finally:
            with suppress(StorageError):  # it ends by itself
                self._registry.end_lease(row, token)
            self._loop.wake(0.0)

    def _copy(self, row: ModelRow) -> BinaryIO:
        """Return an open file of this machine with a model's bytes, at their beginning."""
        file = self._scratch.unnamed()
        try:
            self._read(row, file)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def _read(self, row: ModelRow, file: BinaryIO) -> None:
        """Write a model's bytes into a file, and see that they are those that were published.

        Raises:
            ModelExpired: It was removed meanwhile.
            StorageError: They are missing or others, or the bucket can't be used.
        """
        digest = hashlib.sha256()

        def write(chunk: bytes) -> None:
            digest.update(chunk)
            file.write(chunk)

        try:
            self._bucket.read(row.key, write)
        except ObjectMissing:
            self._registry.find(row.name)  # raises where its time is over by now
            raise
        if digest.hexdigest() != row.sha256:
            raise StorageError(f"The bucket holds other bytes of {shown(row.name)} than were published.")

    # -- sweeping and numbers ----------------------------------------------------------------

    def sweep(self, dry_run: bool = False, now: float | None = None) -> SweepReport:
        """Remove every model whose time is over; bytes that can't be deleted now are listed as failed."""
        now = None if now is None else epoch_seconds(now)
        self._upkeep.prepare()
        return self._sweeper.preview(now) if dry_run else self._upkeep.sweep(now)

    def audit(self) -> Audit:
        """Compare bucket and database now, as one of all processes does each hour; delete nobody's objects.

        Raises:
            StorageError: One of them can't be used.
        """
        self._upkeep.prepare()
        return self._upkeep.audit()

    def get_stats(self) -> dict[str, Any]:
        """Return the four numbers that a health page shows."""
        self._upkeep.prepare()
        number = self._overview.count()
        return {
            "total_files": number,
            "tracked_files": number,
            "cleanup_interval_minutes": self.cleanup_interval_minutes,
            "service_running": self.service_running,
        }

    def get_details(self, history: int = 20) -> dict[str, Any]:
        """Return all other numbers as plain data; times in epoch seconds, sizes in bytes."""
        self._upkeep.prepare()
        return self._overview.details(history, self._scratch.directory) | {
            "trouble": self._loop.trouble or None,
            "audit": self._upkeep.last_audit,
        }

    def build_notes(self) -> BuildTable:
        """Return the records of builds, which all replicas share."""
        self._upkeep.prepare()
        return BuildTable(self._database)

    def conversations(self) -> ConversationTable:
        """Return the conversations, which all replicas share."""
        self._upkeep.prepare()
        return ConversationTable(self._database)

    def checks(self) -> dict[str, str]:
        """Return whether database, bucket and scratch directory can be used: "ok", or what is wrong."""
        return self._upkeep.checks()
