"""The cleanup service: every model has a deadline, and a thread that keeps it."""

from __future__ import annotations

import atexit
import fcntl
import logging
import os
import secrets
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from mayfly.cleanup.clock import Clock, SystemClock, lifetime_seconds, plain_minutes
from mayfly.cleanup.directory import ModelDirectory, Outcome, named_errors
from mayfly.cleanup.index import Index, IndexUnavailable
from mayfly.cleanup.janitor import running_janitor, start_janitor
from mayfly.cleanup.ledger import Ledger, Row
from mayfly.cleanup.locks import lock_within
from mayfly.cleanup.names import check_name, shown
from mayfly.cleanup.survey import Survey
from mayfly.cleanup.sweeping import Sweeper
from mayfly.contracts import StoredModel, SweepReport
from mayfly.errors import (
    InvalidLifetime,
    InvalidModelName,
    ModelExists,
    ModelExpired,
    ModelInUse,
    ModelNotFound,
    StorageError,
)

log = logging.getLogger("mayfly.cleanup")

MAX_LEASE_SECONDS = 3600.0
POLL_SECONDS = 0.5
STUCK_SECONDS = 15.0
_PARTIALS_EVERY_SECONDS = 60.0
_JANITOR_EVERY_SECONDS = 5.0
_MAX_PAUSE_SECONDS = 5.0


class Partial:
    """A half-written model, out of sight until it is published.

    Attributes:
        path: Where the builder creates the file (with ``O_EXCL``).
    """

    def __init__(self, service: TempModelsCleanupService, name: str) -> None:
        """Keep the place; nothing is written yet."""
        self._service = service
        self._name = name
        self.path = service._directory.partial_path(name)

    def publish(
        self, name: str, *, ttl_minutes: float | None = None, report: Mapping[str, Any] | None = None
    ) -> StoredModel:
        """Give the file its final name, in one step that replaces nothing, and start its life.

        Args:
            name: The model's name, ending with ``.step``.
            ttl_minutes: Its life; the service's interval if not given.
            report: What was measured on it, kept beside it (plain data).

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            InvalidLifetime: The TTL makes no sense.
            ModelExists: The name is taken; nothing was replaced.
            StorageError: Disk or index failed; nothing was published.
        """
        return self._service._publish(self._name, name, ttl_minutes, report)


class TempModelsCleanupService:
    """Keeps the deadlines of the models in one directory.

    Attributes:
        temp_dir: The directory.
        cleanup_interval_minutes: Life of a model that is given no other.
    """

    def __init__(
        self,
        temp_dir: str | os.PathLike[str],
        cleanup_interval_minutes: float = 30,
        *,
        janitor: bool | None = None,
        clock: Clock | None = None,
        lag_seconds: float = 0.0,
    ) -> None:
        """Prepare the service and make the directory; no thread is started.

        Args:
            temp_dir: Where the models live; made if missing.
            cleanup_interval_minutes: Life of a model, fractions allowed, a day at most.
            janitor: Whether a detached process keeps the deadlines when this one is gone;
                None takes ``MAYFLY_JANITOR`` from the environment ("off" prevents it).
            clock: The clocks; the machine's own if not given.
            lag_seconds: How long the thread leaves due models to other services.

        Raises:
            InvalidLifetime: The interval makes no sense.
            StorageError: The directory can't be made or used.
        """
        self._ttl = lifetime_seconds(cleanup_interval_minutes, "The cleanup interval")
        self.cleanup_interval_minutes = plain_minutes(cleanup_interval_minutes)
        self.temp_dir = Path(os.path.abspath(temp_dir))  # noqa: PTH100 - resolve() would follow links
        self._janitor = os.environ.get("MAYFLY_JANITOR", "on") != "off" if janitor is None else janitor
        self._clock = clock or SystemClock()
        self._lag_seconds = lag_seconds
        self._directory = ModelDirectory(self.temp_dir)
        self._directory.make()
        self._ledger = Ledger(Index(self._directory), self._clock)
        self._survey = Survey(self._directory, self._ledger, self._clock, self._ttl)
        self._sweeper = Sweeper(self._directory, self._ledger, self._clock, self._ttl)
        self._bell = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._rung = False
        self._beat_at = float("-inf")
        self._pid = os.getpid()
        self._trouble = ""
        self._janitor_checked_at = float("-inf")
        self._janitor_children: set[int] = set()
        _services.add(self)

    # -- running -----------------------------------------------------------------------------

    def start_cleanup_service(self) -> None:
        """Start the thread that keeps the deadlines; does nothing if it runs."""
        with self._bell:
            if self._thread is not None and self._thread.is_alive():
                return
            self._stopping = False
            self._beat_at = time.monotonic()
            self._thread = threading.Thread(target=self._run, name="mayfly-cleanup", daemon=True)
            self._thread.start()
        log.info("🧹 Temp cleanup service initialized")

    def stop_cleanup_service(self) -> None:
        """Stop the thread; models that are left behind are handed to a janitor."""
        with self._bell:
            thread, self._thread = self._thread, None
            self._stopping = True
            self._bell.notify_all()
        if thread is None:
            return
        if thread is not threading.current_thread():
            thread.join(timeout=STUCK_SECONDS)
        with suppress(StorageError):
            if self.has_models():
                self._ensure_janitor()
        self._ledger.index.close()
        log.info("🛑 Cleanup service stopped")

    def __enter__(self) -> Self:
        """Start."""
        self.start_cleanup_service()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop_cleanup_service()

    # -- models ------------------------------------------------------------------------------

    def register_file(self, path: str | os.PathLike[str], ttl_minutes: float | None = None) -> StoredModel:
        """Give an existing file in the directory a deadline, counted from now.

        Args:
            path: The file, or its bare name.
            ttl_minutes: Its life; the service's interval if not given.

        Raises:
            InvalidLifetime: The TTL makes no sense.
            InvalidModelName: It is not a regular ``.step`` file directly in the directory.
            ModelNotFound: There is no such file.
            StorageError: The index can't be used.
        """
        ttl = self._ttl_seconds(ttl_minutes)
        name = self._name_of(path)
        with named_errors(f"Looking at {shown(name)}"):
            file = self._directory.state(name)
        if file is None:
            if os.path.lexists(self.temp_dir / name):
                raise InvalidModelName(f"{shown(name)} is not a regular file.")
            raise ModelNotFound(f"There is no model {shown(name)}.")
        self._ledger.sync_clocks()
        row = self._ledger.put(name, file, state="live", ttl=ttl, durable=ttl > self._ttl)
        self._registered(row)
        return self._stored(row)

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Give a place for a half-written model; left unpublished, it is removed.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        self._directory.make()
        name = f"{self._clock.boot_id()[:8]}-{self._clock.boot():.0f}-{secrets.token_hex(8)}"
        try:
            yield Partial(self, name)
        finally:
            with suppress(StorageError, OSError):
                self._directory.discard_partial(name)

    def _publish(
        self, partial: str, name: str, ttl_minutes: float | None, report: Mapping[str, Any] | None
    ) -> StoredModel:
        ttl = self._ttl_seconds(ttl_minutes)
        check_name(name)
        with named_errors("Bringing the model to the disk"):
            file = self._directory.seal_partial(partial)
            if self._directory.state(name) is not None:
                raise ModelExists(f"There is a model {shown(name)} already.")
        self._ledger.sync_clocks()
        self._ledger.put(name, file, state="pending", ttl=ttl, report=report, durable=ttl > self._ttl)
        try:
            with named_errors(f"Publishing {shown(name)}"):
                self._directory.publish(partial, name)
        except BaseException:
            with suppress(StorageError):
                self._ledger.drop(name, state="pending")
            raise
        published = self._directory.state(name)
        if published is None:
            raise ModelNotFound(f"{shown(name)} was removed as soon as it was published.")
        try:
            row = self._ledger.put(name, published, state="live", ttl=ttl, report=report)
        except IndexUnavailable as error:
            # The model is there and so is its pending row, which the next look finishes.
            log.warning("%s is published, but its row is not finished yet: %s", shown(name), error)
            wall = self._clock.wall()
            return StoredModel(
                name=name,
                path=self.temp_dir / name,
                size_bytes=file.size_bytes,
                created_at=wall,
                expires_at=wall + ttl,
            )
        self._registered(row)
        return self._stored(row)

    def list_models(self) -> list[StoredModel]:
        """Give all models, soonest deadline first, adopted ones too.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        return [self._stored(row) for row in self._ledger.all()]

    def get_model(self, name: str) -> StoredModel:
        """Give one model.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It was here, its time is over.
            ModelNotFound: It is not known.
            StorageError: Directory or index can't be used.
        """
        return self._stored(self._living(name))

    def get_report(self, name: str) -> dict[str, Any] | None:
        """Give the report that was stored with a model; None if it has none.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            StorageError: The index can't be used.
        """
        return self._ledger.report(check_name(name))

    def delete(self, name: str) -> StoredModel:
        """Remove a model before its time.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It went already.
            ModelNotFound: It is not known.
            ModelInUse: Somebody is reading it.
            StorageError: It can't be removed.
        """
        row = self._living(name)
        with named_errors(f"Removing {shown(name)}"):
            outcome, ended = self._sweeper.end_one(row)
        self._survey.stale()
        if outcome is Outcome.LEASED:
            raise ModelInUse(f"{shown(name)} is being read.")
        if outcome is Outcome.CHANGED:
            raise StorageError(f"{shown(name)} was written anew at this moment, so it was kept.")
        if not ended:
            raise ModelNotFound(f"{shown(name)} was removed at this moment.")
        return self._stored(row)

    def extend(self, name: str, minutes: float) -> StoredModel:
        """Keep a model longer, by this many minutes; its whole life may be a day at most.

        Raises:
            InvalidLifetime: The minutes make no sense, or the whole life would be too long.
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It went already, or is going.
            ModelNotFound: It is not known.
            StorageError: The index can't be used.
        """
        seconds = lifetime_seconds(minutes, "The extension")
        row = self._living(name)
        lifetime_seconds((row.ttl + seconds) / 60, "The whole life of a model")
        longer = self._ledger.extend(row.id, seconds)
        if longer is None:
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return self._stored(longer)

    @contextmanager
    def lease(self, name: str, max_seconds: float = 300.0) -> Iterator[BinaryIO]:
        """Open a model for reading and keep its name in place meanwhile, even past its deadline.

        Args:
            name: The model's name.
            max_seconds: After this time the name may go; the open file can still be read to its end.

        Raises:
            InvalidLifetime: ``max_seconds`` is not above zero, or more than an hour.
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: Its time is over.
            ModelNotFound: It is not known.
            StorageError: Directory or index can't be used.
        """
        if not 0 < max_seconds <= MAX_LEASE_SECONDS:
            raise InvalidLifetime(
                f"A lease lasts {MAX_LEASE_SECONDS:g} seconds at most, not {max_seconds!r}."
            )
        row = self._living(name)
        if not self._ledger.lease(row.id, self._clock.boot() + max_seconds):
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        with named_errors(f"Opening {shown(name)}"):
            opened = self._directory.open_file(name)
        if opened is None:
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        with os.fdopen(opened[0], "rb") as stream:
            if not lock_within(stream.fileno(), fcntl.LOCK_SH, 1.0):
                raise ModelInUse(f"{shown(name)} is locked by somebody who is about to change it.")
            now = self._directory.state(name)
            if now is None or now.inode != opened[1].inode:
                raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
            try:
                yield stream
            finally:
                # Said aloud: a child forked meanwhile may hold a copy of the descriptor.
                fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
                if self._clock.boot() >= row.deadline:
                    with suppress(StorageError):
                        self._ledger.retry_now(name)
                    self._ring()

    # -- sweeping ------------------------------------------------------------------------------

    def sweep(self, dry_run: bool = False, now: float | None = None) -> SweepReport:
        """Remove every model whose time is over.

        Args:
            dry_run: Only say what would go.
            now: Epoch seconds that replace the clocks.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        if dry_run:
            return self._completed(self._sweeper.preview(now))
        report = self._sweep(now, everything=True)
        if not report.removed:
            log.info("🧹 Cleanup check: no files older than %s minutes found", self.cleanup_interval_minutes)
        return report

    def _sweep(self, now: float | None, *, everything: bool) -> SweepReport:
        report = self._sweeper.sweep(now=now, everything=everything, beat=self._beat)
        self._survey.clear_partials(now)
        self._survey.stale()
        return self._completed(report)

    def _completed(self, report: SweepReport) -> SweepReport:
        total = self._survey.counts()[0]
        ended = len(report.removed) if report.dry_run else 0
        kept = total - ended - len(report.leased) - len(report.failed)
        return replace(report, kept=max(0, kept), next_deadline=self._ledger.next_expiry())

    # -- insight -------------------------------------------------------------------------------

    def get_stats(self) -> dict[str, Any]:
        """Give the four numbers that a health page shows: exactly these keys.

        ``total_files`` counts every model, ``tracked_files`` the registered ones among them.
        """
        total, tracked = self._numbers()
        return {
            "total_files": total,
            "tracked_files": tracked,
            "cleanup_interval_minutes": self.cleanup_interval_minutes,
            "service_running": self.service_running,
        }

    def get_details(self, history: int = 20) -> dict[str, Any]:
        """Give everything else there is to know, as plain data.

        Args:
            history: How many of the last removals to list.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        total, tracked, size = self._survey.counts()
        totals = self._ledger.totals()
        return {
            "temp_dir": str(self.temp_dir),
            "total_files": total,
            "tracked_files": tracked,
            "adopted_files": total - tracked,
            "total_bytes": size,
            "next_deadline": self._ledger.next_expiry(),
            "removed_total": totals.removed,
            "removed_bytes_total": totals.removed_bytes,
            "history": self._ledger.history(history),
            "janitor_pid": running_janitor(self._directory),
            "service_running": self.service_running,
            "trouble": self._trouble or None,
        }

    @property
    def service_running(self) -> bool:
        """The thread is alive, of this process, and was seen at work lately."""
        thread = self._thread
        return thread is not None and thread.is_alive() and time.monotonic() - self._beat_at < STUCK_SECONDS

    def has_models(self) -> bool:
        """Tell whether any model is left, whoever made it.

        Raises:
            StorageError: The directory can't be used.
        """
        return bool(self._directory.scan())

    def _numbers(self) -> tuple[int, int]:
        try:
            self._survey.look()
            total, tracked, _ = self._survey.counts()
        except StorageError:
            try:
                return len(self._directory.scan()), 0
            except (StorageError, OSError):
                return 0, 0
        return total, tracked

    # -- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        pause = POLL_SECONDS
        while not self._stopping:
            self._beat()
            try:
                wait = self._turn()
                pause = POLL_SECONDS
                if self._trouble:
                    log.info("The cleanup service works again.")
                    self._trouble = ""
            except BaseException as error:  # whatever it is, the thread goes on
                wait = pause
                pause = min(pause * 2, _MAX_PAUSE_SECONDS)
                if self._trouble != str(error):
                    self._trouble = str(error) or repr(error)
                    log.warning(
                        "The cleanup service can't work: %s It tries again.",
                        self._trouble,
                        exc_info=not isinstance(error, StorageError),
                    )
            with self._bell:
                if not self._stopping and not self._rung:
                    self._bell.wait(wait)
                self._rung = False

    def _turn(self) -> float:
        """Look, sweep what is due, and give the seconds until there is something to do."""
        self._survey.look(at_most_every=1.0)
        boot = self._clock.boot()
        due = self._ledger.next_due(boot - self._lag_seconds)
        if due is not None and due + self._lag_seconds <= boot:
            self._sweep(None, everything=False)
            due = self._ledger.next_due(self._clock.boot() - self._lag_seconds)
        self._watch_janitor()
        if due is None:
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.0, due + self._lag_seconds - self._clock.boot()))

    def _beat(self) -> None:
        if threading.current_thread() is self._thread:
            self._beat_at = time.monotonic()

    def _ring(self) -> None:
        with self._bell:
            self._rung = True
            self._bell.notify_all()

    # -- the janitor ---------------------------------------------------------------------------

    def _watch_janitor(self) -> None:
        for child in list(self._janitor_children):
            with suppress(ChildProcessError):
                if os.waitpid(child, os.WNOHANG)[0] == 0:
                    continue
            self._janitor_children.discard(child)
        if self._survey.counts()[0] and time.monotonic() - self._janitor_checked_at > _JANITOR_EVERY_SECONDS:
            self._ensure_janitor()

    def _ensure_janitor(self) -> None:
        """Have a janitor stand by, so that even a killed process leaves nothing behind for ever."""
        self._janitor_checked_at = time.monotonic()
        if not self._janitor:
            return
        try:
            if running_janitor(self._directory) is None:
                self._janitor_children.add(start_janitor(self._directory, self.cleanup_interval_minutes))
        except (OSError, StorageError) as error:
            log.warning("No janitor could be started for %s: %s", self.temp_dir, error)

    # -- small things --------------------------------------------------------------------------

    def _ttl_seconds(self, minutes: float | None) -> float:
        return self._ttl if minutes is None else lifetime_seconds(minutes, "The TTL")

    def _name_of(self, path: str | os.PathLike[str]) -> str:
        """Give the name of a file directly in the directory."""
        text = os.fsdecode(path)
        folder, name = os.path.split(text)
        check_name(name)
        if folder:
            try:
                inside = os.path.samestat(os.stat(folder), os.fstat(self._directory.root().descriptor))  # noqa: PTH116
            except (OSError, ValueError):
                inside = False
            if not inside:
                raise InvalidModelName(f"{shown(text)} is not directly in {self.temp_dir}.")
        return name

    def _living(self, name: str) -> Row:
        check_name(name)
        self._survey.look()
        row = self._ledger.get(name)
        if row is None or row.state == "pending":
            gone_at = self._ledger.expired_at(name)
            if gone_at is not None:
                raise ModelExpired(f"The time of {shown(name)} is over.", gone_at)
            raise ModelNotFound(f"There is no model {shown(name)}.")
        if row.deadline <= self._clock.boot():
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return row

    def _registered(self, row: Row) -> None:
        log.info("📝 Registered file for cleanup: %s", shown(row.name))
        self._survey.stale()
        self._ring()
        if time.monotonic() - self._janitor_checked_at > _JANITOR_EVERY_SECONDS:
            self._ensure_janitor()

    def _stored(self, row: Row) -> StoredModel:
        return StoredModel(
            name=shown(row.name),
            path=self.temp_dir / row.name,
            size_bytes=row.size,
            created_at=row.created,
            expires_at=row.expires,
            tracked=row.tracked,
        )

    def _after_fork_in_child(self) -> None:
        self._bell = threading.Condition()
        self._thread = None
        self._pid = os.getpid()
        self._janitor_children = set()
        self._survey.after_fork()


_services: weakref.WeakSet[TempModelsCleanupService] = weakref.WeakSet()


def _stop_all() -> None:
    """Stop what still runs when the interpreter ends, and leave janitors for what is left."""
    for service in list(_services):
        with suppress(Exception):
            service.stop_cleanup_service()


def _after_fork_in_child() -> None:
    for service in list(_services):
        service._after_fork_in_child()


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_after_fork_in_child)
