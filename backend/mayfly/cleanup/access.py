"""What is done with one model that is there, by its name: find it, read it, keep it longer, delete it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from mayfly.cleanup.clock import MAX_LEASE_SECONDS, brief, is_finite_number, lifetime_seconds
from mayfly.cleanup.directory.files import FileState, check_name, named_errors, shown
from mayfly.cleanup.directory.locks import lock_within
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.repair import noted_or
from mayfly.cleanup.index.rows import Row
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.remove import Outcome
from mayfly.cleanup.scan import Scanner
from mayfly.cleanup.sweep import Sweeper
from mayfly.errors import InvalidLifetime, ModelExpired, ModelInUse, ModelNotFound, StorageError

_DELETE_ATTEMPTS = 10
_LOCK_SECONDS = 1.0


class ModelAccess:
    """Access to the models of one directory; names are checked before anything else.

    What the methods raise is described at those of ``TempModelsCleanupService`` that call them.
    """

    def __init__(
        self,
        directory: ModelDirectory,
        registry: Registry,
        scanner: Scanner,
        sweeper: Sweeper,
        clock: Timeline,
        wake: Callable[[float], None],
    ) -> None:
        """Keep what is asked; ``wake`` gets the seconds until a model that was leased is due."""
        self._directory = directory
        self._registry = registry
        self._scanner = scanner
        self._sweeper = sweeper
        self._clock = clock
        self._wake = wake

    def find(self, name: str) -> Row:
        """Return the row of a model whose time is not over.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelExpired: It was here, its time is over.
            ModelNotFound: It is not known.
            StorageError: Directory or index can't be used.
        """
        check_name(name)
        row = self._scanner.compared(lambda: self._registry.get(name))
        if row is not None and self._scanner.recheck(row):
            row = self._registry.get(name)
        if row is None or row.state == "pending" or not self._scanner.has_file(row):
            ended = self._registry.ended(name)
            if ended is None:
                raise ModelNotFound(f"There is no model {shown(name)}.")
            if ended[1] == "deleted":
                raise ModelExpired(f"{shown(name)} was deleted before its time was over.", *ended)
            raise ModelExpired(f"The time of {shown(name)} is over.", *ended)
        if row.deadline <= self._clock.boot():
            raise _expired(row)
        return row

    def report(self, name: str) -> dict[str, Any] | None:
        """Return the report that was stored with a model; None if it has none."""
        check_name(name)
        if (row := self._registry.get(name)) is not None:
            self._scanner.recheck(row)  # another file may have taken its name, and its inode
        return self._registry.report(name)

    def open(self, name: str) -> BinaryIO:
        """Open a model's file for reading."""
        check_name(name)
        with named_errors(f"Opening {shown(name)}"):
            stream = self._directory.open_stream(name)
        if stream is None:
            raise ModelNotFound(f"There is no model {shown(name)}.")
        return stream

    @contextmanager
    def lease(self, name: str, max_seconds: float) -> Iterator[BinaryIO]:
        """Open a model under a shared lock, which every sweep respects until the lease's time is over.

        The row is marked first: from then on a sweep asks for the lock. A sweep
        that was first has marked the row before us, or holds the lock, or has
        taken the name away; each of these is found below.
        """
        seconds = lease_seconds(max_seconds)
        row = self.find(name)
        try:
            # On a full disk the lock alone has to do: all sweeps but those of very many models look for it.
            if not noted_or(lambda: self._registry.lease(row, seconds), lambda: not row.doomed):
                raise _expired(row)
            with named_errors(f"Opening {shown(row.name)}"):
                opened = self._directory.open_stream(row.name)
            if opened is None:
                raise _expired(row)
            with opened as stream:
                if not lock_within(stream.fileno(), fcntl.LOCK_SH, _LOCK_SECONDS):
                    raise ModelInUse(f"{shown(row.name)} is locked by another process.")
                now = self._directory.state(row.name)
                if now is None or now.inode != os.fstat(stream.fileno()).st_ino:
                    raise _expired(row)
                try:
                    yield stream
                finally:
                    self._end_lease(row, stream)
        finally:
            self._wake(row.deadline - self._clock.boot())

    def _end_lease(self, row: Row, stream: BinaryIO) -> None:
        if not stream.closed:
            # Explicitly: a child forked meanwhile may hold a copy of the descriptor.
            fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
        if self._clock.boot() >= row.deadline:
            with suppress(StorageError):
                self._registry.retry_now(row.name)

    def extend(self, name: str, seconds: float) -> Row:
        """Move a model's deadline; return its row afterwards.

        The file gets the new deadline first. Where the index can't be written, it gets the old one back:
        nobody was told of the new one, and it would count if the index were lost.
        """
        row = self.find(name)
        lifetime_seconds((row.ttl + seconds) / 60, "The whole life of a model")
        with named_errors(f"Extending {shown(name)}"):
            before = self._directory.state(name)
            left = row.deadline - self._clock.boot()  # and not the time shown, which is only shown
            deadline = self._clock.deadline_in(left + seconds, row.ttl + seconds)
            after = self._directory.identify(name, deadline)
        unchanged = before is not None and after is not None and before.ctime_ns == row.ctime_ns
        try:
            longer = self._registry.extend(
                row, seconds, after.ctime_ns if unchanged and after else row.ctime_ns
            )
        except StorageError:
            with suppress(OSError):
                self._take_back(row, after)
            raise
        if longer is None:
            raise _expired(row)
        return longer

    def _take_back(self, row: Row, written: FileState | None) -> None:
        """Write a model's deadline as the index has it onto its file again, unless it changed meanwhile."""
        now = self._directory.state(row.name)
        if now is None or written is None or now.ctime_ns != written.ctime_ns:
            return
        left = row.deadline - self._clock.boot()
        self._directory.identify(row.name, self._clock.deadline_in(left, row.ttl), with_content=False)

    def delete(self, name: str) -> Row:
        """Remove a model before its time; return the row that it had."""
        for _ in range(_DELETE_ATTEMPTS):  # another process may extend its life meanwhile
            row = self.find(name)
            with named_errors(f"Removing {shown(name)}"):
                file = self._directory.state(name)
                if file is not None and file.inode == row.inode:  # its owner or links may have changed
                    row = row._replace(ctime_ns=file.ctime_ns)
                outcome = self._sweeper.delete(row)
            if outcome is not Outcome.CHANGED:
                break
        if outcome is Outcome.LEASED:
            raise ModelInUse(f"{shown(name)} is being read.")
        if outcome is Outcome.CHANGED:
            raise StorageError(f"{shown(name)} was written at this moment, so it was kept.")
        if outcome is Outcome.GONE:
            raise ModelNotFound(f"{shown(name)} was removed at this moment.")
        return row


def _expired(row: Row) -> ModelExpired:
    return ModelExpired(f"The time of {shown(row.name)} is over.", row.expires)


def lease_seconds(seconds: float) -> float:
    """Return the length of a lease if it makes sense.

    Raises:
        InvalidLifetime: It is not above zero, or more than an hour.
    """
    if not is_finite_number(seconds) or not 0 < seconds <= MAX_LEASE_SECONDS:
        raise InvalidLifetime(
            f"A lease must last more than 0 and at most {MAX_LEASE_SECONDS:g} seconds, not {brief(seconds)}."
        )
    return seconds
