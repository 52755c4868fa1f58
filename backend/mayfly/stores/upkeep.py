"""What each process does for a shared store besides its own models: prepare, sweep, audit and check it."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from mayfly.cleanup import messages
from mayfly.cleanup.loop import CleanupLoop
from mayfly.contracts import SweepReport
from mayfly.errors import StorageError
from mayfly.stores import schema
from mayfly.stores.audit import Audit, audit
from mayfly.stores.bucket import IDENTITY, Bucket
from mayfly.stores.database import Database
from mayfly.stores.probe import probe
from mayfly.stores.scratch import Scratch
from mayfly.stores.sweep import Removed, Sweeper

log = logging.getLogger("mayfly.cleanup")

AUDIT_SECONDS: Final = 3600.0
"""How often the bucket is compared with the database, by one of all processes."""
_CHORES_SECONDS: Final = 60.0


class Upkeep:
    """The upkeep of one store by one process; may be used by several threads.

    Attributes:
        last_audit: What this process's last comparison of bucket and database found, as plain data.
    """

    def __init__(
        self,
        database: Database,
        bucket: Bucket,
        sweeper: Sweeper,
        scratch: Scratch,
        *,
        interval: float,
        signed: bool,
    ) -> None:
        """Keep the parts.

        Args:
            database: The rows.
            bucket: The bytes.
            sweeper: Removes what is due.
            scratch: This machine's files.
            interval: A model's usual life in minutes, for the log.
            signed: Whether clients are sent to signed addresses, which the probe then tries.
        """
        self.last_audit: dict[str, Any] | None = None
        self._database = database
        self._bucket = bucket
        self._sweeper = sweeper
        self._scratch = scratch
        self._interval = interval
        self._signed = signed
        self._prepared = False
        self._lock = threading.Lock()
        self._chores_at = float("-inf")
        self._pid = os.getpid()
        self._loop: CleanupLoop | None = None
        self._stop: Callable[[], None] = _nothing
        _all.add(self)

    def prepare(self) -> None:
        """Make the tables if they are missing, and see that database and bucket belong together; once.

        Raises:
            StorageError: One of them can't be reached, or can't keep the store's promises.
        """
        if self._prepared:
            return
        with self._lock:
            if not self._prepared:
                identity = schema.prepare(self._database)
                probe(self._bucket, signed=self._signed)
                self._bucket.claim(identity)
                self._prepared = True

    def run_once(self, poll_seconds: float) -> float:
        """Remove what is due, do the chores, and return the seconds until there is something to do again.

        Raises:
            StorageError: Database or bucket can't be used.
        """
        self.prepare()
        due = self._sweeper.next_due()
        if due is not None and due <= 0:
            removed = Removed()
            try:
                self._sweeper.remove_due(removed)
            finally:
                _log_removed(removed.names)
            due = self._sweeper.next_due()
            if due is not None and due <= 0 and not removed.names:
                due = None  # leased, or another sweeper has it: no reason to spin
        else:
            log.debug(messages.NOTHING_OLD, self._interval)
        self._do_chores()
        return poll_seconds if due is None else min(poll_seconds, max(0.0, due))

    def sweep(self, now: float | None) -> SweepReport:
        """Remove what is due, and log it.

        Raises:
            StorageError: The database can't be used.
        """
        report = self._sweeper.sweep(now)
        _log_removed(report.removed)
        if not report.removed:
            log.info(messages.NOTHING_OLD, self._interval)
        self._scratch.clear_leftovers()
        return report

    def _do_chores(self) -> None:
        """Remove what killed processes left and what is long past; each hour, one process audits."""
        now = time.monotonic()
        if now - self._chores_at < _CHORES_SECONDS:
            return
        self._chores_at = now
        self._scratch.clear_leftovers()
        self._sweeper.forget_history()
        turn = self._database.rows(
            "UPDATE meta SET value = store_time()::text WHERE key = 'audited'"
            " AND value::double precision < store_time() - %s RETURNING key",
            (AUDIT_SECONDS,),
        )
        if turn:
            self.audit()

    def audit(self) -> Audit:
        """Compare the bucket with the database now, and log what no promise covers.

        Raises:
            StorageError: One of them can't be used.
        """
        found = audit(self._database, self._bucket)
        self.last_audit = found.to_dict()
        where = self._bucket.address
        for key in found.orphans:
            log.warning("%s/%s belonged to no model; it was deleted.", where, key)
        for name in found.lost:
            log.warning("The bytes of %s are missing in %s.", name, where)
        return found

    def checks(self) -> dict[str, str]:
        """Return whether database, bucket and scratch directory can be used: "ok", or what is wrong."""
        found = {"database": "ok", "bucket": "ok", "directory": "ok"}
        try:
            self._database.repeated(lambda connection: connection.execute("SELECT 1"), 0.0)
        except StorageError:
            found["database"] = "the database can't be reached"
        try:
            if not self._bucket.exists(IDENTITY) and self._prepared:
                found["bucket"] = "the bucket is not the one of this database any more"
        except StorageError:
            found["bucket"] = "the bucket can't be reached"
        directory = self._scratch.directory
        if directory.is_dir() and not os.access(directory, os.W_OK | os.X_OK):
            found["directory"] = "the directory for half-written models can't be written"
        return found

    # -- the process's life ------------------------------------------------------------------

    def at_process_end(self, loop: CleanupLoop, stop: Callable[[], None]) -> None:
        """Call ``stop`` at the end of this process if the loop still runs then."""
        self._loop, self._stop = loop, stop

    def end(self) -> None:
        """Stop what runs; in a forked child, whose parent looks after it, do nothing."""
        if self._pid == os.getpid() and self._loop is not None and self._loop.running:
            with suppress(Exception):  # the interpreter ends whatever happens here
                self._stop()

    def after_fork(self) -> None:
        """Forget, in a child, the parent's thread and locks."""
        self._lock = threading.Lock()
        self._pid = os.getpid()
        if self._loop is not None:
            self._loop.after_fork()


def _log_removed(names: list[str] | tuple[str, ...]) -> None:
    for name in names:
        log.info(messages.CLEANED_UP, name)


def _nothing() -> None:
    """Do nothing."""


_all: weakref.WeakSet[Upkeep] = weakref.WeakSet()


def _at_exit() -> None:
    for upkeep in list(_all):
        upkeep.end()


def _after_fork_in_child() -> None:
    for upkeep in list(_all):
        upkeep.after_fork()


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_after_fork_in_child)
