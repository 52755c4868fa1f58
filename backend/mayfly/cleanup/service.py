"""The cleanup service: what the rest of Mayfly asks of the directory of models."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from mayfly.cleanup.agenda import Agenda
from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.clock import Clock, SystemClock, epoch_seconds, lifetime_seconds, plain_minutes
from mayfly.cleanup.directory import ModelDirectory, directory_path
from mayfly.cleanup.files import named_errors
from mayfly.cleanup.index import Index
from mayfly.cleanup.insight import Insight
from mayfly.cleanup.keeper import POLL_SECONDS, Keeper
from mayfly.cleanup.leasing import check_lease_seconds, leased
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.names import check_name, shown
from mayfly.cleanup.publishing import Partial, Publisher, stored
from mayfly.cleanup.removal import Outcome
from mayfly.cleanup.rows import Row
from mayfly.cleanup.standby import Standby
from mayfly.cleanup.survey import Survey
from mayfly.cleanup.sweeping import Sweeper
from mayfly.contracts import StoredModel, SweepReport
from mayfly.errors import (
    InvalidModelName,
    ModelExpired,
    ModelInUse,
    ModelNotFound,
    StorageError,
)

log = logging.getLogger("mayfly.cleanup")

LOOK_SECONDS = 1.0
LEFTOVERS_SECONDS = 60.0
JANITOR_SECONDS = 5.0


class TempModelsCleanupService:
    """Keeps the deadlines of the models in one directory.

    May be used by several threads; any number of services, in one or in many
    processes, may share a directory. ``with service:`` starts and stops it.

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
            StorageError: The directory can't be made or used, or has no name.
        """
        ttl = lifetime_seconds(cleanup_interval_minutes, "The cleanup interval")
        self._ttl = ttl
        self._lag_seconds = lag_seconds
        self._clock = clock = clock or SystemClock()
        self.cleanup_interval_minutes = plain_minutes(cleanup_interval_minutes)
        self.temp_dir = directory_path(temp_dir)
        self._directory = directory = ModelDirectory(self.temp_dir)
        directory.make()
        index = Index(directory)
        self._index = index
        self._keeper = Keeper(self._guarded_turn)
        self._ledger = Ledger(index, directory, clock)
        self._agenda = Agenda(index, clock)
        self._chronicle = Chronicle(index)
        self._survey = Survey(directory, self._ledger, clock, ttl, self._keeper.beat)
        self._sweeper = Sweeper(directory, self._agenda, clock, ttl, self._keeper.beat)
        self._publisher = Publisher(directory, self._ledger, clock, ttl)
        wanted = os.environ.get("MAYFLY_JANITOR", "on") != "off" if janitor is None else janitor
        self._standby = Standby(directory, self.cleanup_interval_minutes, wanted=wanted)
        self._insight = Insight(
            directory, self._survey, self._chronicle, self._keeper, self.cleanup_interval_minutes
        )
        self._pid = os.getpid()
        self._leftovers_at = self._janitor_at = float("-inf")
        with _services_lock:
            _services.add(self)

    # -- running -----------------------------------------------------------------------------

    def start_cleanup_service(self) -> None:
        """Start the thread that keeps the deadlines; does nothing if it runs."""
        self._pid = os.getpid()  # a forked child that starts it looks after it, too
        if self._keeper.start():
            log.info("🧹 Temp cleanup service initialized")

    def stop_cleanup_service(self) -> None:
        """Stop the thread and close the index, used without a thread or with; the next use opens it again.

        A janitor keeps the deadlines of what is left behind.
        """
        stopped = self._keeper.stop()
        if stopped:
            self._hand_over()
        self._index.close()
        self._directory.close()
        if stopped:
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
        with named_errors(f"Registering {shown(name)}"):
            file = self._directory.state(name)
            if file is None:
                if os.path.lexists(self.temp_dir / name):
                    raise InvalidModelName(f"{shown(name)} is not a regular file.")
                raise ModelNotFound(f"There is no model {shown(name)}.")
            row = self._publisher.register(name, file, ttl)
        self._registered(name)
        return stored(row, self._directory)

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Give a place for a half-written model; left unpublished, it is removed.

        Raises:
            StorageError: The hidden folder can't be used.
        """

        def publish(name: str, ttl_minutes: float | None, report: Mapping[str, Any] | None) -> StoredModel:
            model = self._publisher.publish(partial, name, self._ttl_seconds(ttl_minutes), report)
            self._registered(name)
            return model

        with self._publisher.partial_name() as partial:
            self._standby.ensure()
            yield Partial(self._directory.partial_path(partial), publish)

    def list_models(self) -> list[StoredModel]:
        """Give all models, soonest deadline first, adopted ones too.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        return [stored(row, self._directory) for row in self._ledger.all()]

    def get_model(self, name: str) -> StoredModel:
        """Give one model.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It was here, its time is over.
            ModelNotFound: It is not known.
            StorageError: Directory or index can't be used.
        """
        return stored(self._living(name), self._directory)

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
            outcome = self._sweeper.end_early(row)
        if outcome is Outcome.LEASED:
            raise ModelInUse(f"{shown(name)} is being read.")
        if outcome is Outcome.CHANGED:
            raise StorageError(f"{shown(name)} was written at this moment, so it was kept.")
        if outcome is Outcome.GONE:
            raise ModelNotFound(f"{shown(name)} was removed at this moment.")
        log.info("🗑️ Deleted before its time: %s", shown(name))
        return stored(row, self._directory)

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
        with named_errors(f"Extending {shown(name)}"):
            before = self._directory.state(name)
            left = row.deadline - self._clock.boot()  # and not the time shown, which is only shown
            after = self._directory.mark_kept(name, self._clock.wall() + left + seconds)
        unchanged = before is not None and after is not None and before.ctime_ns == row.ctime_ns
        longer = self._ledger.extend(row, seconds, after.ctime_ns if unchanged and after else row.ctime_ns)
        if longer is None:
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return stored(longer, self._directory)

    @contextmanager
    def lease(self, name: str, max_seconds: float = 300.0) -> Iterator[BinaryIO]:
        """Open a model for reading and keep its name in place meanwhile, even past its deadline.

        Args:
            name: The model's name.
            max_seconds: After this time the name may go; the open file can still be read to its
                end. An hour at most.

        Raises:
            InvalidLifetime: ``max_seconds`` makes no sense.
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: Its time is over.
            ModelNotFound: It is not known.
            ModelInUse: Somebody keeps it locked.
            StorageError: Directory or index can't be used.
        """
        seconds = check_lease_seconds(max_seconds)
        try:
            with leased(self._directory, self._ledger, self._clock, self._living(name), seconds) as stream:
                yield stream
        finally:
            self._keeper.ring()

    # -- sweeping ------------------------------------------------------------------------------

    def sweep(self, dry_run: bool = False, now: float | None = None) -> SweepReport:
        """Remove every model whose time is over.

        Args:
            dry_run: Only say what would go.
            now: Epoch seconds that replace the clocks.

        Raises:
            InvalidLifetime: ``now`` is no finite number; nothing was removed.
            StorageError: Directory or index can't be used.
        """
        now = None if now is None else epoch_seconds(now)
        self._survey.look()
        if dry_run:
            return self._completed(self._sweeper.preview(now))
        with named_errors("The sweep"):
            report = self._sweeper.sweep(now=now, everything=True)
            self._survey.clear_leftovers(now)
        if not report.removed:
            log.info("🧹 Cleanup check: no files older than %s minutes found", self.cleanup_interval_minutes)
        return self._completed(report)

    def _completed(self, report: SweepReport) -> SweepReport:
        """Add what is left."""
        ended = len(report.removed) if report.dry_run else 0
        kept = self._chronicle.total() - ended - len(report.leased) - len(report.failed)
        return replace(report, kept=max(0, kept), next_deadline=self._chronicle.next_expiry())

    def _guarded_turn(self) -> float:
        with named_errors("Looking after the models"):
            return self._turn()

    def _turn(self) -> float:
        """Look, sweep what is due, and give the seconds until there is something to do again."""
        self._survey.look(at_most_every=LOOK_SECONDS)
        boot = self._clock.boot()
        due = self._agenda.next_due(boot)
        if due is not None and due + self._lag_seconds <= boot:
            report = self._sweeper.sweep(now=None, everything=False)
            due = self._agenda.next_due(self._clock.boot())
            if due is not None and due <= boot and not report.removed:
                due = None  # what can't be helped now (a full disk) must not make the thread spin
        elif due is None or due > boot:
            log.debug("🧹 Cleanup check: no files older than %s minutes found", self.cleanup_interval_minutes)
        if boot - self._leftovers_at > LEFTOVERS_SECONDS:
            self._survey.clear_leftovers()
            self._leftovers_at = boot
        if boot - self._janitor_at > JANITOR_SECONDS:
            self._janitor_at = boot
            if self._chronicle.counts()[0]:
                self._standby.ensure()
            self._standby.reap()
        if due is None:
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.0, due + self._lag_seconds - self._clock.boot()))

    # -- insight -------------------------------------------------------------------------------

    @property
    def service_running(self) -> bool:
        """The thread is alive and was seen at work lately."""
        return self._keeper.running

    def get_stats(self) -> dict[str, Any]:
        """Give the four numbers that a health page shows, whatever state the index is in.

        ``total_files`` counts every model, ``tracked_files`` the registered ones among them;
        with them come ``cleanup_interval_minutes`` and ``service_running``.
        """
        return self._insight.stats()

    def get_details(self, history: int = 20) -> dict[str, Any]:
        """Give everything else there is to know, as plain data; times in epoch seconds, sizes in bytes.

        Args:
            history: How many of the last removals to list.

        Raises:
            StorageError: Directory or index can't be used.
        """
        return self._insight.details(history)

    def has_work(self, patience_seconds: float = float("inf")) -> bool:
        """Tell whether any model or half-written file is left, whoever made it.

        Args:
            patience_seconds: Models overdue for longer than this are given up.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        last = self._chronicle.last_deadline()
        if last is not None and self._clock.boot() - last < patience_seconds:
            return True
        return bool(self._directory.partials())

    # -- small things --------------------------------------------------------------------------

    def _ttl_seconds(self, minutes: float | None) -> float:
        return self._ttl if minutes is None else lifetime_seconds(minutes, "The TTL")

    def _name_of(self, path: str | os.PathLike[str]) -> str:
        """Give the name of a file directly in the directory."""
        folder, name = os.path.split(os.fsdecode(path))
        check_name(name)
        if folder:
            root = self._directory.root()
            try:
                inside = os.path.samestat(Path(folder).stat(), os.fstat(root.descriptor))
            except (OSError, ValueError):
                inside = False
            if not inside:
                raise InvalidModelName(f"{shown(os.fsdecode(path))} is not directly in {self.temp_dir}.")
        return name

    def _living(self, name: str) -> Row:
        """Give the row of a model whose time is not over."""
        check_name(name)
        self._survey.look()
        row = self._ledger.get(name)
        if row is None or row.state == "pending":
            ended_at = self._chronicle.ended_at(name)
            if ended_at is None:
                raise ModelNotFound(f"There is no model {shown(name)}.")
            raise ModelExpired(f"The time of {shown(name)} is over.", ended_at)
        if row.deadline <= self._clock.boot():
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return row

    def _registered(self, name: str) -> None:
        log.info("📝 Registered file for cleanup: %s", shown(name))
        self._keeper.ring()
        self._standby.ensure()

    def _hand_over(self) -> None:
        """Leave a janitor behind if there is anything left to do."""
        with suppress(StorageError):
            if self.has_work():
                self._standby.ensure()

    def _after_fork(self) -> None:
        self._keeper.after_fork()
        self._survey.after_fork()
        self._standby.after_fork()


_services: weakref.WeakSet[TempModelsCleanupService] = weakref.WeakSet()
_services_lock = threading.Lock()


def _at_exit() -> None:
    """Stop what still runs when the interpreter ends, and leave janitors for what is left."""
    for service in list(_services):
        if service._pid != os.getpid():
            continue  # in a forked child: the parent still looks after its models
        with suppress(Exception):  # the interpreter ends whatever happens here
            if service.service_running:
                service.stop_cleanup_service()
            else:
                service._hand_over()


def _after_fork_in_child() -> None:
    global _services_lock
    _services_lock = threading.Lock()
    for service in list(_services):
        service._after_fork()


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_after_fork_in_child)
