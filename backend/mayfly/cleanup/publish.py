"""Publishing: a finished file is sealed, gets a pending row, then its name, then a live row.

If a process is killed between any two of these steps, the next scan of the directory
finishes the job or takes it back; a half-written file never has a model's name. Here
is also what limits publishing: the room that the models may take.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mayfly.cleanup import messages
from mayfly.cleanup.clock import lifetime_seconds
from mayfly.cleanup.directory.files import FileState, check_name, named_errors, shown
from mayfly.cleanup.directory.folders import Folder, is_folder
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.repair import IndexUnavailable
from mayfly.cleanup.index.rows import Row
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.remove import partial_prefix
from mayfly.contracts import StoredModel
from mayfly.errors import InvalidLifetime, InvalidModelName, ModelNotFound, StorageError, StorageFull

log = logging.getLogger("mayfly.cleanup")

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
        on_registered: Callable[[float], None],
    ) -> None:
        """Keep where to publish.

        Args:
            directory: The directory.
            registry: The rows.
            clock: The directory's time.
            ttl: Usual life in seconds; a row with a longer one is on the disk when the model is returned.
            storage_limit: Refuses a model that does not fit.
            on_registered: Called with the life, in seconds, of each model that was registered.
        """
        self._storage_limit = storage_limit
        self._on_registered = on_registered
        self._directory = directory
        self._registry = registry
        self._clock = clock
        self._ttl = ttl

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Make a place for a half-written model; what is not published by the end of the block is removed.

        Raises:
            StorageError: The hidden folder can't be used, or there is no room.
        """
        self._directory.make()
        self._storage_limit.check()
        place = f"{partial_prefix(self._clock)}-{secrets.token_hex(8)}"

        def publish(
            name: str, ttl_minutes: float | None, report: Mapping[str, Any] | None, recipe: str | None
        ) -> StoredModel:
            ttl = self._ttl_seconds(ttl_minutes)
            model = self.publish(place, name, ttl, report, recipe)
            self._announce(name, ttl)
            return model

        try:
            yield Partial(self._directory.partial_path(place), publish)
        finally:
            with suppress(StorageError, OSError):
                self._directory.discard_partial(place)

    def register(self, path: str | os.PathLike[str], ttl_minutes: float | None) -> StoredModel:
        """Start the life of a file that is in the directory, or replace the life that it has.

        Args:
            path: The file, or its bare name.
            ttl_minutes: Its life; the usual one if not given.

        Raises:
            InvalidLifetime: The TTL makes no sense.
            InvalidModelName: It is not a regular ``.step`` file directly in the directory.
            ModelNotFound: There is no such file.
            StorageError: The index can't be used.
        """
        ttl = self._ttl_seconds(ttl_minutes)
        row = self._registered_row(path, ttl)
        self._announce(row.name, ttl)
        return stored(row, self._directory)

    def _ttl_seconds(self, minutes: float | None) -> float:
        return self._ttl if minutes is None else lifetime_seconds(minutes, "The TTL")

    def _announce(self, name: str, ttl: float) -> None:
        log.info(messages.REGISTERED, shown(name))
        self._on_registered(ttl)

    def _registered_row(self, path: str | os.PathLike[str], ttl: float) -> Row:
        folder, name = os.path.split(os.fsdecode(path))
        check_name(name)
        root = self._directory.root()
        if folder and not self._is_root(folder, root):
            raise InvalidModelName(f"{shown(os.fsdecode(path))} is not directly in {self._directory.path}.")
        with named_errors(f"Registering {shown(name)}"):
            file = self._directory.state(name, root)
            if file is None:
                if os.path.lexists(self._directory.path / name):
                    raise InvalidModelName(f"{shown(name)} is not a regular file.")
                raise ModelNotFound(f"There is no model {shown(name)}.")
            return self._register(self._directory.true_name(name), file, ttl, root)

    def _is_root(self, folder: str, root: Folder) -> bool:
        """Return whether a path leads to the directory, whose own path has just been checked."""
        if folder == str(self._directory.path):
            return True
        try:
            return is_folder(os.stat(folder), root)  # noqa: PTH116 - a path as it was given
        except (OSError, ValueError):
            return False

    def _register(self, name: str, file: FileState, ttl: float, root: Folder) -> Row:
        self._registry.sync_clocks()
        deadline = self._clock.deadline_in(ttl, ttl)
        # If the index is lost, the deadline stands on the file, whose own time is renewed by that.
        file = self._directory.identify(name, deadline, root=root) or file
        return self._registry.register(name, file, ttl, deadline.boot - ttl, durable=ttl > self._ttl)

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
            file, deadline = self._directory.seal_partial(partial, lambda: self._clock.deadline_in(ttl, ttl))
            since = deadline.boot - ttl
            self._storage_limit.check(file.size_bytes)
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
        published = published._replace(born_ns=file.born_ns, content=file.content)

        def is_there() -> bool:
            found = self._directory.state(name)
            return found is not None and found.inode == file.inode

        try:
            row = self._registry.register(name, published, ttl, since, durable=longer, pending=is_there)
            return stored(row, self._directory)
        except IndexUnavailable as error:
            # The model is there and so is its pending row, which the next scan finishes.
            log.warning(messages.CANT_FINISH_ROW, shown(name), error)
        except ModelNotFound:
            pass  # it has lived its short life meanwhile, and was counted
        return StoredModel(
            name=name,
            path=self._directory.path / name,
            size_bytes=published.size_bytes,
            created_at=deadline.expires - ttl,
            expires_at=deadline.expires,
        )


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
        root = self._directory.root()  # held, since its descriptor is closed with the last that holds it
        disk = os.statvfs(root.descriptor)
        free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
        # The file itself is on the disk already when its size is known.
        if total and free < min(_RESERVE_BYTES, total // _RESERVE_SHARE):
            return "There is no room for another model: the disk is full except for its last reserve."
        return ""
