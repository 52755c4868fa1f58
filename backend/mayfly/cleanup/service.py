"""The cleanup service: what the rest of Mayfly asks of the directory of models."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from mayfly.cleanup import messages
from mayfly.cleanup.agenda import Agenda
from mayfly.cleanup.caretaker import Caretaker
from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.clock import Clock, SystemClock, epoch_seconds, lifetime_seconds, plain_minutes
from mayfly.cleanup.directory import ModelDirectory, directory_path
from mayfly.cleanup.files import named_errors
from mayfly.cleanup.index import Index
from mayfly.cleanup.insight import Insight
from mayfly.cleanup.keeper import Keeper
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.lines import Lines
from mayfly.cleanup.models import Models
from mayfly.cleanup.publishing import Publisher
from mayfly.cleanup.room import Room
from mayfly.cleanup.standby import Standby
from mayfly.cleanup.survey import Survey
from mayfly.cleanup.sweeping import Sweeper
from mayfly.cleanup.timeline import Timeline
from mayfly.contracts import SweepReport

_MANY_FREE_BYTES = 8 << 20
"""So much room of the index is given back at the end of a sweep; less can wait for a quiet moment."""

log = logging.getLogger("mayfly.cleanup")


class TempModelsCleanupService(Models):
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
        directory: ModelDirectory | None = None,
        storage_mb: float | None = None,
    ) -> None:
        """Prepare the service and make the directory; no thread is started.

        Args:
            temp_dir: Where the models live; made if missing.
            cleanup_interval_minutes: Life of a model, fractions allowed, a day at most.
            janitor: Whether a detached process keeps the deadlines when this one is gone;
                None takes ``MAYFLY_JANITOR`` from the environment ("off" prevents it).
            clock: The clocks; the machine's own if not given.
            lag_seconds: How long the thread leaves due models to other services.
            directory: The open directory, where it is meant whatever becomes of its path.
            storage_mb: Size that all models together may have, in MiB; no limit if not given.

        Raises:
            InvalidLifetime: The interval makes no sense.
            StorageError: The directory can't be made or used, or has no name.
        """
        ttl = lifetime_seconds(cleanup_interval_minutes, "The cleanup interval")
        self._ttl = ttl
        self._clock = timeline = Timeline(clock or SystemClock())
        self.cleanup_interval_minutes = plain_minutes(cleanup_interval_minutes)
        self.temp_dir = directory_path(temp_dir)
        self._directory = directory = directory or ModelDirectory(self.temp_dir)
        directory.make()
        self._lines = lines = Lines()
        index = Index(directory, timeline, lines)
        self._index = index
        self._keeper = Keeper(self._turn)
        self._ledger = Ledger(index, directory, timeline)
        agenda = Agenda(index, timeline)
        self._chronicle = Chronicle(index)
        self._survey = Survey(directory, self._ledger, timeline, ttl, lines, self._keeper.beat)
        self._sweeper = Sweeper(directory, agenda, timeline, ttl, lines, self._keeper.beat)
        room = Room(
            directory,
            self._chronicle,
            lambda: self._sweeper.sweep(now=None, everything=True),
            limit_mb=storage_mb,
        )
        self._publisher = Publisher(directory, self._ledger, timeline, ttl, room)
        wanted = os.environ.get("MAYFLY_JANITOR", "on") != "off" if janitor is None else janitor
        self._standby = Standby(directory, self.cleanup_interval_minutes, wanted=wanted)
        self._caretaker = Caretaker(
            directory,
            self._survey,
            agenda,
            self._sweeper,
            self._chronicle,
            self._standby,
            index,
            timeline,
            interval_minutes=self.cleanup_interval_minutes,
            lag_seconds=lag_seconds,
        )
        self._insight = Insight(
            directory,
            self._survey,
            index,
            self._keeper,
            self._standby,
            lambda: (timeline.trouble, self._sweeper.trouble),
            interval=self.cleanup_interval_minutes,
        )
        self._pid = os.getpid()
        with _services_lock:
            _services.add(self)

    # -- running -----------------------------------------------------------------------------

    def start_cleanup_service(self) -> None:
        """Start the thread that keeps the deadlines; does nothing if it runs."""
        self._pid = os.getpid()  # a forked child that starts it looks after it, too
        if self._keeper.start():
            log.info(messages.INITIALIZED)

    def stop_cleanup_service(self) -> None:
        """Stop the thread and close the index, used without a thread or with; the next use opens it again.

        A janitor keeps the deadlines of what is left behind.
        """
        stopped = self._keeper.stop()
        if stopped:
            self._caretaker.hand_over()
            self._index.shrink()
        self._survey.close()
        self._index.close()
        self._directory.close()
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
        self._lines.begin()
        self._survey.look(thorough=False)
        if dry_run:
            return self._completed(self._sweeper.preview(now))
        with named_errors("The sweep"):
            report = self._sweeper.sweep(now=now, everything=True)
            self._survey.clear_leftovers(now)
        self._index.shrink(_MANY_FREE_BYTES)
        if not report.removed:
            log.info(messages.NOTHING_OLD, self.cleanup_interval_minutes)
        return self._completed(report)

    def _completed(self, report: SweepReport) -> SweepReport:
        """Add what is left."""
        ended = len(report.removed) if report.dry_run else 0
        there, next_expiry = self._chronicle.what_is_left()
        kept = there - ended - len(report.leased) - len(report.failed)
        return replace(report, kept=max(0, kept), next_deadline=next_expiry)

    def _turn(self) -> float:
        """Take one turn of the thread; give the seconds until there is something to do again."""
        self._lines.begin()
        with named_errors("Looking after the models"):
            return self._caretaker.turn()

    # -- insight -------------------------------------------------------------------------------

    @property
    def service_running(self) -> bool:
        """The thread is alive and was seen at work lately."""
        return self._keeper.running

    def get_stats(self) -> dict[str, Any]:
        """Give the four numbers that a health page shows.

        ``total_files`` counts every model there now, ``tracked_files`` the registered ones among
        them; with them come ``cleanup_interval_minutes`` and ``service_running``.

        Raises:
            StorageError: Directory or index can't be used, so that a number would be wrong.
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
        return self._caretaker.has_work(patience_seconds)

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
                service._caretaker.hand_over()


def _after_fork_in_child() -> None:
    global _services_lock
    _services_lock = threading.Lock()
    for service in list(_services):
        service._after_fork()


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_after_fork_in_child)
