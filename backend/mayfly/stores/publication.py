"""Publishing into a database and a bucket: the row first, then the bytes, then the row is made live.

Killed between any two of these steps, a publisher leaves a row that the sweepers remove with whatever bytes
there are; nobody is served a model before its bytes are stored.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from mayfly.cleanup import messages
from mayfly.cleanup.clock import lifetime_seconds
from mayfly.cleanup.directory.files import check_name, shown
from mayfly.contracts import StoredModel
from mayfly.errors import InvalidLifetime, ModelExists, StorageError, StorageFull
from mayfly.safe_files import open_regular
from mayfly.stores.bucket import Bucket, new_key
from mayfly.stores.registry import NewModel, Registry, full
from mayfly.stores.scratch import Scratch
from mayfly.stores.sweep import Sweeper

log = logging.getLogger("mayfly.cleanup")

_BEGIN_SECONDS: Final = 30.0
"""A publisher that was stopped for so long after it had written its row does not begin with the bytes."""


class Publisher:
    """Makes models of one store."""

    def __init__(  # noqa: PLR0913 - the parts of one store
        self,
        registry: Registry,
        bucket: Bucket,
        scratch: Scratch,
        sweeper: Sweeper,
        *,
        ttl: float,
        storage_mb: float | None,
        wake: Callable[[float], None],
    ) -> None:
        """Keep where to publish.

        Args:
            registry: The rows.
            bucket: The bytes.
            scratch: Where models are half-written.
            sweeper: Makes room.
            ttl: Usual life in seconds.
            storage_mb: Size that all models together may have, in MiB; None for no limit.
            wake: Called with the life, in seconds, of each model that was published.

        Raises:
            InvalidLifetime: The limit makes no sense.
        """
        if storage_mb is not None and not storage_mb > 0:
            raise InvalidLifetime(f"The storage limit must be above 0 MiB, not {storage_mb}.")
        self._limit_bytes = None if storage_mb is None else int(storage_mb * (1 << 20))
        self._registry = registry
        self._bucket = bucket
        self._scratch = scratch
        self._sweeper = sweeper
        self._ttl = ttl
        self._wake = wake

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Make a place for a half-written model.

        Raises:
            StorageError: It can't be made, or there is no room.
        """
        if self._limit_bytes is not None:
            self._check_room(self._limit_bytes)
        with self._scratch.place("model.step") as path:
            yield Partial(path, self._publish)

    def _check_room(self, limit_bytes: int) -> None:
        for attempt in range(2):
            taken = self._registry.size_bytes()
            if taken < limit_bytes:
                return
            if attempt == 0:
                self._sweeper.sweep(None)
        raise full(taken, limit_bytes)

    def _publish(
        self,
        path: Path,
        name: str,
        ttl_minutes: float | None,
        report: Mapping[str, Any] | None,
        recipe: str | None,
    ) -> StoredModel:
        ttl = self._ttl if ttl_minutes is None else lifetime_seconds(ttl_minutes, "The TTL")
        size, digest = _measured(path)
        model = NewModel(
            name=name, key=new_key(), size_bytes=size, sha256=digest, ttl=ttl, recipe=recipe, report=report
        )
        begun = time.monotonic()
        self._reserve(model)
        try:
            if time.monotonic() - begun > _BEGIN_SECONDS:
                raise StorageError("Storing the model took too long, so it was given up.")
            self._bucket.put(model.key, path, name)
            row = self._registry.finish(model.key)
        except BaseException:
            self._take_back(model.key)
            raise
        log.info(messages.REGISTERED, shown(name))
        self._wake(ttl)
        return row.stored(self._bucket.address)

    def _reserve(self, model: NewModel) -> None:
        """Write the model's row; what has expired makes way for it.

        Raises:
            ModelExists: The name is taken.
            StorageFull: There is no room.
            StorageError: The database can't be used.
        """
        try:
            self._registry.reserve(model, self._limit_bytes)
        except (ModelExists, StorageFull):
            self._sweeper.sweep(None)
            self._registry.reserve(model, self._limit_bytes)

    def _take_back(self, key: str) -> None:
        """Mark what could not be published for removal; if that fails, the sweepers do it in some minutes.

        The bytes are deleted here as well: the row may be gone already, if this process was stopped for long.
        """
        with suppress(StorageError):
            self._registry.give_up(key)
        with suppress(StorageError):
            if self._registry.is_unpublished(key):
                self._bucket.delete([key])


class Partial:
    """A half-written model, out of sight until it is published.

    Attributes:
        path: Where the builder creates the file.
    """

    def __init__(
        self,
        path: Path,
        publish: Callable[[Path, str, float | None, Mapping[str, Any] | None, str | None], StoredModel],
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
        """Make the file a model and start its life; arguments and errors as for ``HalfWritten.publish``."""
        return self._publish(self.path, check_name(name), ttl_minutes, report, recipe)


def _measured(path: Path) -> tuple[int, str]:
    """Return the size of a finished file, and the digest of its bytes in hex.

    Raises:
        StorageError: It is no regular file, or can't be read.
    """
    try:
        opened = open_regular(str(path))
        if opened is None:
            raise StorageError("There is no finished file to publish.")
        with opened[0] as file, os.fdopen(os.dup(file.fileno()), "rb") as stream:
            return opened[1].st_size, hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(f"The finished file can't be read: {error.strerror}.") from error
