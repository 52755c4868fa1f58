"""The cleanup service: the store (``mayfly.stores.store``) that keeps models in a directory of this machine.

Its methods say what is promised; how it is done stands in the modules that it puts together.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from mayfly.cleanup import messages
from mayfly.cleanup.access import ModelAccess
from mayfly.cleanup.clock import Clock, SystemClock, Waits, epoch_seconds, lifetime_seconds, plain_minutes
from mayfly.cleanup.directory.files import named_errors, shown
from mayfly.cleanup.directory.folders import directory_path
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.due import DueRows
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.janitor_control import JanitorLauncher
from mayfly.cleanup.loop import CleanupLoop, ProcessEnd, Upkeep
from mayfly.cleanup.messages import DeferredLog
from mayfly.cleanup.publish import Partial, Publisher, StorageLimit, stored
from mayfly.cleanup.scan import Scanner
from mayfly.cleanup.stats import Statistics
from mayfly.cleanup.sweep import Sweeper
from mayfly.contracts import StoredModel, SweepReport

log = logging.getLogger("mayfly.cleanup")


class TempModelsCleanupService:
    """Removes the models of one directory when their deadlines come.

    May be used by several threads; any number of services, in one or in many
    processes, may share a directory. ``with service:`` starts and stops it.

    Attributes:
        temp_dir: The directory.
        cleanup_interval_minutes: Life of a model that is given no other.
        is_local: True: each model is a file in the directory.
    """

    is_local: Final = True

    def __init__(  # noqa: PLR0913 - all but the first two are optional and named
        self,
        temp_dir: str | os.PathLike[str],
        cleanup_interval_minutes: float = 30,
        *,
        janitor: bool | None = None,
        clock: Clock | None = None,
        lag_seconds: float = 0.0,
        directory: ModelDirectory | None = None,
        storage_mb: float | None = None,
        on_progress: Callable[[], None] = lambda: None,
        waits: Waits | None = None,
    ) -> None:
        """Prepare the service and make the directory; no thread is started.

        Args:
            temp_dir: Where the models live; made if missing.
            cleanup_interval_minutes: Life of a model, fractions allowed, a day at most.
            janitor: Whether a detached process removes expired models after this one has ended;
                None takes ``MAYFLY_JANITOR`` from the environment ("off" prevents it).
            clock: The clocks; the machine's own if not given.
            lag_seconds: How long the thread leaves due models to other services.
            directory: The open directory, if that one is meant wherever its path leads later.
            storage_mb: Size that all models together may have, in MiB; no limit if not given.
            on_progress: Called now and then during a long scan or sweep.
            waits: How long to wait for what; the usual times if not given.

        Raises:
            InvalidLifetime: The interval makes no sense.
            StorageError: The directory can't be made or used, or has no name.
        """
        ttl = lifetime_seconds(cleanup_interval_minutes, "The cleanup interval")
        self.cleanup_interval_minutes = interval = plain_minutes(cleanup_interval_minutes)
        self._clock = clock = Timeline(clock or SystemClock())
        waits = waits or Waits()
        self.temp_dir = directory_path(temp_dir)
        self._directory = directory = directory or ModelDirectory(self.temp_dir)
        directory.make()
        self._deferred_log = deferred_log = DeferredLog()
        self._index = index = Index(directory, clock, deferred_log, waits)
        self._registry = registry = Registry(index, directory, clock)
        self._loop = loop = CleanupLoop(self.run_once, waits, on_progress)
        beat = loop.show_progress
        self._scanner = scanner = Scanner(directory, registry, clock, ttl, deferred_log, beat, waits)
        self._sweeper = sweeper = Sweeper(
            directory, DueRows(index, clock), clock, ttl, deferred_log, beat, waits
        )
        limit = StorageLimit(directory, registry, sweeper.make_room, limit_mb=storage_mb)
        self._publisher = Publisher(directory, registry, clock, ttl, limit, self._registered)
        self._access = ModelAccess(directory, registry, scanner, sweeper, clock, loop.wake)
        self._statistics = Statistics(directory, scanner, index, clock)
        self._launcher = launcher = JanitorLauncher(directory, interval, wanted=janitor, waits=waits)
        self._upkeep = upkeep = Upkeep(
            registry, scanner, sweeper, launcher, clock, interval, lag_seconds=lag_seconds, waits=waits
        )
        self._process_end = ProcessEnd(loop, upkeep, self.stop_cleanup_service)

    # -- running -----------------------------------------------------------------------------

    def start_cleanup_service(self) -> None:
        """Start the thread that removes expired models; does nothing if it runs."""
        self._process_end.take_on()  # a forked child that starts it is responsible for it, too
        if self._loop.start():
            log.info(messages.INITIALIZED)

    def stop_cleanup_service(self) -> None:
        """Stop the thread if it runs, and close index and directory; the next use opens them again.

        A janitor is left behind for the models that are still there.
        """
        stopped = self._loop.stop()
        if stopped:
            self._upkeep.leave_janitor()
            self._index.shrink()
        self._scanner.close()
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

    def run_once(self) -> float:
        """Do once what the thread does: scan, sweep what is due, clear leftovers, have a janitor ready.

        For programs that have a scheduler of their own and start no thread.

        Returns:
            The seconds until there is something to do again.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._deferred_log.reset()
        with named_errors("Looking after the models"):
            return self._upkeep.run_once()

    # -- new models ----------------------------------------------------------------------------

    def register_file(self, path: str | os.PathLike[str], ttl_minutes: float | None = None) -> StoredModel:
        """Set the deadline of an existing file in the directory, counted from now.

        Args:
            path: The file, or its bare name.
            ttl_minutes: Its life; the service's interval if not given.

        Raises:
            InvalidLifetime: The TTL makes no sense.
            InvalidModelName: It is not a regular ``.step`` file directly in the directory.
            ModelNotFound: There is no such file.
            StorageError: The index can't be used.
        """
        return self._publisher.register(path, ttl_minutes)

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Make a place for a half-written model; what is not published by the end of the block is removed."""
        with self._publisher.partial() as partial:
            self._launcher.ensure()
            yield partial

    def _registered(self, ttl: float) -> None:
        self._loop.wake(ttl)
        self._launcher.ensure()

    # -- models that are there -----------------------------------------------------------------

    def list_models(self) -> list[StoredModel]:
        """Return all models, soonest deadline first, adopted ones too.

        Raises:
            StorageError: Directory or index can't be used.
        """
        rows = self._scanner.compared(self._registry.all)
        return [stored(row, self._directory) for row in rows if self._scanner.has_file(row)]

    def get_model(self, name: str) -> StoredModel:
        """Return one model; errors as for ``extend``."""
        return stored(self._access.find(name), self._directory)

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if no such model lives.

        Raises:
            StorageError: The index can't be used.
        """
        return self._registry.made_from(recipe)

    def get_report(self, name: str) -> dict[str, Any] | None:
        """Return the report that was stored with a model; None if it has none."""
        return self._access.report(name)

    def delete(self, name: str) -> StoredModel:
        """Remove a model before its time.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It went already.
            ModelNotFound: It is not known.
            ModelInUse: Somebody is reading it.
            StorageError: It can't be removed.
        """
        row = self._access.delete(name)
        log.info(messages.DELETED, shown(name))
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
        return stored(self._access.extend(name, seconds), self._directory)

    def open_model(self, name: str) -> BinaryIO:
        """Open a model's file for reading, without keeping its name in place as ``lease`` does.

        What is open can be read to its end. Errors as for ``extend``.
        """
        return self._access.open(name)

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
        with self._access.lease(name, max_seconds) as stream:
            yield stream

    @contextmanager
    def lease_file(self, name: str, max_seconds: float = 300.0) -> Iterator[Path]:
        """Lease a model as ``lease`` does, and return its path."""
        with self._access.lease(name, max_seconds):
            yield self.temp_dir / name

    def download_url(self, name: str) -> None:
        """Return None: models of a directory are streamed."""

    def build_notes(self) -> None:
        """Return None: records of builds are files beside the models."""

    def conversations(self) -> None:
        """Return None: a conversation is in the memory of the process that leads it."""

    # -- sweeping ------------------------------------------------------------------------------

    def sweep(self, dry_run: bool = False, now: float | None = None) -> SweepReport:
        """Remove every model whose time is over.

        Args:
            dry_run: Only return what would go.
            now: Epoch seconds that replace the clocks.

        Raises:
            InvalidLifetime: ``now`` is no finite number; nothing was removed.
            StorageError: Directory or index can't be used.
        """
        now = None if now is None else epoch_seconds(now)
        self._deferred_log.reset()
        return self._upkeep.sweep(now, dry_run=dry_run)

    @property
    def service_running(self) -> bool:
        """Whether the thread is alive and has shown it lately."""
        return self._loop.running

    def get_stats(self) -> dict[str, Any]:
        """Return the four numbers that a health page shows.

        ``total_files`` counts every model there now, ``tracked_files`` the registered ones among
        them; with them come ``cleanup_interval_minutes`` and ``service_running``.

        Raises:
            StorageError: Directory or index can't be used, so that a number would be wrong.
        """
        total, tracked = self._statistics.count()
        return {
            "total_files": total,
            "tracked_files": tracked,
            "cleanup_interval_minutes": self.cleanup_interval_minutes,
            "service_running": self.service_running,
        }

    def get_details(self, history: int = 20) -> dict[str, Any]:
        """Return all other numbers as plain data; times in epoch seconds, sizes in bytes.

        Args:
            history: How many of the last removals to list.

        Raises:
            StorageError: Directory or index can't be used.
        """
        details = self._statistics.details(history)
        troubles = (self._loop.trouble, self._clock.trouble, self._sweeper.trouble)
        return details | {
            "trouble": "; ".join(filter(None, troubles)) or None,
            "janitor_trouble": self._launcher.trouble or None,
        }

    def checks(self) -> dict[str, str]:
        """Return whether the directory can be used: "ok", or what is wrong."""
        usable = self.temp_dir.is_dir() and os.access(self.temp_dir, os.W_OK | os.X_OK)
        return {"directory": "ok" if usable else "the directory of the models can't be written"}

    def has_work(self, patience_seconds: float = float("inf")) -> bool:
        """Return whether any model or half-written file is left, by whatever process it was made.

        Args:
            patience_seconds: Models overdue for longer than this do not count.

        Raises:
            StorageError: Directory or index can't be used.
        """
        return self._upkeep.has_work(patience_seconds)
