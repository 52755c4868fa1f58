"""Publishing: a finished file is sealed, gets a pending row, then its name, then a live row.

If a process is killed between any two of these steps, the next scan of the directory
finishes the job or takes it back; a half-written file never has a model's name. Here
is also what limits publishing (room) and what clears up after it (leftovers).
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mayfly.cleanup import messages
from mayfly.cleanup.directory.deadlines import FileDeadline
from mayfly.cleanup.directory.files import FileState, check_name, named_errors, shown
from mayfly.cleanup.directory.folders import is_folder
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import IndexUnavailable
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.rows import Row
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.messages import WarnOnce
from mayfly.contracts import StoredModel
from mayfly.errors import InvalidLifetime, InvalidModelName, ModelNotFound, StorageError, StorageFull

log = logging.getLogger("mayfly.cleanup")

PARTIAL_GRACE_SECONDS = 600.0
"""A half-written file that is older has no living writer any more."""
BROKEN_INDEX_SECONDS = 86_400.0
_RESERVE_BYTES = 8 << 20
_RESERVE_SHARE = 100
"""The last hundredth of a disk, 8 MiB at most, stays free: the index and others need some."""


class Publisher:
    """Makes models of one directory: publishes new files, and registers those that are there."""

    def __init__(
        self,
        directory: ModelDirectory,
        registry: Registry,
        clock: Timeline,
        ttl: float,
        storage_limit: StorageLimit,
    ) -> None:
        """Keep where to publish; a life longer than ``ttl`` seconds is on the disk when it is returned."""
        self._storage_limit = storage_limit
        self._directory = directory
        self._registry = registry
        self._clock = clock
        self._ttl = ttl

    @contextmanager
    def partial_name(self) -> Iterator[str]:
        """Make a name in the folder of half-written files; what is there afterwards is removed."""
        self._directory.make()
        self._storage_limit.check()
        name = f"{partial_prefix(self._clock)}-{secrets.token_hex(8)}"
        try:
            yield name
        finally:
            with suppress(StorageError, OSError):
                self._directory.discard_partial(name)

    def register(self, path: str | os.PathLike[str], ttl: float) -> Row:
        """Start the life of a file that is in the directory, or replace the life that it has.

        Args:
            path: The file, or its bare name.
            ttl: Length of its life in seconds.

        Raises:
            InvalidModelName: It is not a regular ``.step`` file directly in the directory.
            ModelNotFound: There is no such file.
            StorageError: The index can't be used.
        """
        name = self._name_of(path)
        with named_errors(f"Registering {shown(name)}"):
            file = self._directory.state(name)
            if file is None:
                if os.path.lexists(self._directory.path / name):
                    raise InvalidModelName(f"{shown(name)} is not a regular file.")
                raise ModelNotFound(f"There is no model {shown(name)}.")
            return self._register(self._directory.true_name(name), file, ttl)

    def _name_of(self, path: str | os.PathLike[str]) -> str:
        """Return the name of a file directly in the directory."""
        folder, name = os.path.split(os.fsdecode(path))
        check_name(name)
        if folder:
            root = self._directory.root()
            try:
                inside = is_folder(os.stat(folder), root)  # noqa: PTH116 - a path as it was given
            except (OSError, ValueError):
                inside = False
            if not inside:
                raise InvalidModelName(
                    f"{shown(os.fsdecode(path))} is not directly in {self._directory.path}."
                )
        return name

    def _register(self, name: str, file: FileState, ttl: float) -> Row:
        self._registry.sync_clocks()
        since, longer = self._clock.steady(), ttl > self._ttl
        # If the index is lost, the deadline stands on the file, whose own time is renewed by that.
        file = self._directory.identify(name, FileDeadline(self._clock.wall() + ttl, ttl)) or file
        return self._registry.register(name, file, ttl, since, durable=longer)

    def publish(
        self, partial: str, name: str, ttl: float, report: Mapping[str, Any] | None, recipe: str | None
    ) -> StoredModel:
        """Move a partial file to its final name and start its life.

        Raises:
            ModelExists: The name is taken; nothing was replaced.
            StorageError: Disk or index failed; nothing was published.
        """
        self._registry.sync_clocks()
        longer = ttl > self._ttl
        with named_errors("Bringing the model to the disk"):
            file = self._directory.seal_partial(partial, FileDeadline(self._clock.wall() + ttl, ttl))
            self._storage_limit.check(file.size_bytes)
            since, begun = self._clock.steady(), self._clock.wall()
            self._registry.insert_pending(name, file, ttl, report, recipe)
        try:
            with named_errors(f"Publishing {shown(name)}"):
                self._directory.publish(partial, name)
        except BaseException:
            with suppress(StorageError, OSError):
                there = self._directory.state(name)
                # Otherwise it has its name, and the next scan finishes its row.
                if there is None or there.inode != file.inode:
                    self._registry.drop_pending(name, file)
            raise
        published = self._directory.state(name)
        if published is None or published.inode != file.inode:
            raise ModelNotFound(f"{shown(name)} was removed as soon as it was published.")
        published = replace(published, born_ns=file.born_ns, content=file.content)
        try:
            row = self._registry.register(name, published, ttl, since, durable=longer, was_pending=True)
        except IndexUnavailable as error:
            # The model is there and so is its pending row, which the next scan finishes.
            log.warning(messages.CANT_FINISH_ROW, shown(name), error)
            return StoredModel(
                name=name,
                path=self._directory.path / name,
                size_bytes=published.size_bytes,
                created_at=begun,
                expires_at=begun + ttl,
            )
        return stored(row, self._directory)


class Partial:
    """A half-written model, out of sight until it is published.

    Attributes:
        path: Where the builder creates the file (with ``O_EXCL``).
    """

    def __init__(
        self,
        path: Path,
        publish: Callable[[str, float | None, Mapping[str, Any] | None, str | None], StoredModel],
    ) -> None:
        """Keep the place and what publishes it; nothing is written yet."""
        self.path = path
        self._publish = publish

    def publish(
        self,
        name: str,
        *,
        ttl_minutes: float | None = None,
        report: Mapping[str, Any] | None = None,
        recipe: str | None = None,
    ) -> StoredModel:
        """Move the file to its final name, in one step that replaces nothing, and start its life.

        Args:
            name: The model's name, ending with ``.step``.
            ttl_minutes: Its life; the service's interval if not given.
            report: What was measured on it, stored with it (plain data).
            recipe: Digest of all that the content follows from, by which ``made_from`` finds it.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            InvalidLifetime: The TTL makes no sense.
            ModelExists: The name is taken; nothing was replaced.
            StorageError: Disk or index failed; nothing was published.
        """
        return self._publish(check_name(name), ttl_minutes, report, recipe)


def stored(row: Row, directory: ModelDirectory) -> StoredModel:
    """Return a row as the value that leaves the service."""
    return StoredModel(
        name=shown(row.name),
        path=directory.path / row.name,
        size_bytes=row.size,
        created_at=row.created,
        expires_at=row.expires,
        tracked=bool(row.tracked),
    )


class StorageLimit:
    """Limits the room that the models may take: by a size that was set, and by a last reserve of the disk.

    Expired models are removed to make room, living ones never.
    """

    def __init__(
        self,
        directory: ModelDirectory,
        registry: Registry,
        make_room: Callable[[], object],
        *,
        limit_mb: float | None,
    ) -> None:
        """Keep the limit.

        Args:
            directory: The models' directory.
            registry: Knows the size of all models.
            make_room: Removes what has expired, oldest first.
            limit_mb: Size that all models together may have, in MiB; None for no limit.

        Raises:
            InvalidLifetime: The limit makes no sense.
        """
        if limit_mb is not None and not limit_mb > 0:
            raise InvalidLifetime(f"The storage limit must be above 0 MiB, not {limit_mb}.")
        self.limit_bytes = None if limit_mb is None else int(limit_mb * (1 << 20))
        self._directory = directory
        self._registry = registry
        self._make_room = make_room

    def check(self, size_bytes: int = 0) -> None:
        """Check that a model of this size still fits; 0 for one that has yet to be written.

        Raises:
            StorageFull: It does not, even without what has expired.
        """
        if self._what_is_full(size_bytes):
            self._make_room()
            if trouble := self._what_is_full(size_bytes):
                raise StorageFull(trouble)

    def _what_is_full(self, size_bytes: int) -> str:
        if self.limit_bytes is not None:
            taken = self._registry.size_bytes()
            if taken + max(size_bytes, 1) > self.limit_bytes:
                return (
                    f"There is no room for another model: the models take {taken / (1 << 20):.1f} of"
                    f" {self.limit_bytes / (1 << 20):g} MiB. Delete some, or wait until they expire."
                )
        disk = os.statvfs(self._directory.root().descriptor)
        free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
        # The file itself is on the disk already when its size is known.
        if total and free < min(_RESERVE_BYTES, total // _RESERVE_SHARE):
            return "There is no room for another model: the disk is full except for its last reserve."
        return ""


class Leftovers:
    """Removes what killed processes left in the hidden folder: half-written files, a broken index."""

    def __init__(self, directory: ModelDirectory, clock: Timeline, warn_once: WarnOnce) -> None:
        """Keep where to look, and where to log what can't be removed."""
        self._directory = directory
        self._clock = clock
        self._warn_once = warn_once

    def discard_twin(self, file: FileState) -> bool:
        """Remove the half-written name of a file that has its final one; return whether there was one."""
        for partial, found in self._directory.partials():
            if found.inode == file.inode:
                self._discard(partial)
                return True
        return False

    def _discard(self, name: str) -> None:
        try:
            self._directory.discard_partial(name)
        except OSError as error:
            self._warn_once.warn(name, error)

    def clear(self, now: float | None = None) -> None:
        """Remove half-written files whose writer must be dead, and a broken index of long ago.

        Args:
            now: Epoch seconds instead of both clocks.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        wall = self._clock.wall() if now is None else now
        boot_name, boot = partial_prefix(self._clock).partition("-")[0], self._clock.steady()
        for name, file in self._directory.partials():
            made_in, _, rest = name.partition("-")
            age = wall - file.changed_at
            if now is None and made_in == boot_name:
                with suppress(ValueError):
                    age = boot - float(rest.partition("-")[0])  # no step of the wall clock moves this
            if age > PARTIAL_GRACE_SECONDS:
                self._discard(name)
        try:
            self._directory.clear_broken_index(wall - BROKEN_INDEX_SECONDS)
        except OSError as error:
            self._warn_once.warn("the broken index", error)


def partial_prefix(clock: Timeline) -> str:
    """Return the beginning of a partial's name: the boot and the boot time at which it was begun."""
    return f"{clock.boot_id().replace('-', '')[:8]}-{clock.steady():.0f}"
