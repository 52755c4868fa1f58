"""How a finished file becomes a model: sealed, announced, given its name, alive.

Killed between any two of these steps, the next look at the directory finishes
the job or takes it back; a half-written file never has a model's name.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mayfly.cleanup import messages
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import FileState, named_errors
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.kept import Told
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.leftovers import partial_prefix
from mayfly.cleanup.names import check_name, shown
from mayfly.cleanup.room import Room
from mayfly.cleanup.rows import Row
from mayfly.cleanup.timeline import Timeline
from mayfly.contracts import StoredModel
from mayfly.errors import ModelNotFound, StorageError

log = logging.getLogger("mayfly.cleanup")


class Publisher:
    """Publishes into one directory."""

    def __init__(
        self, directory: ModelDirectory, ledger: Ledger, clock: Timeline, ttl: float, room: Room
    ) -> None:
        """Keep where to publish; a life longer than ``ttl`` seconds is on the disk before it is told."""
        self._room = room
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl

    @contextmanager
    def partial_name(self) -> Iterator[str]:
        """Give a name in the folder of half-written files; what is there afterwards is removed."""
        self._directory.make()
        self._room.check()
        name = f"{partial_prefix(self._clock)}-{secrets.token_hex(8)}"
        try:
            yield name
        finally:
            with suppress(StorageError, OSError):
                self._directory.discard_partial(name)

    def register(self, name: str, file: FileState, ttl: float) -> Row:
        """Start the life of a file that is there.

        Raises:
            StorageError: The index can't be used.
        """
        self._ledger.sync_clocks()
        since, longer = self._clock.steady(), ttl > self._ttl
        # Should the index be lost, the deadline stands on the file, and the file's own time is renewed.
        file = self._directory.identify(name, Told(self._clock.wall() + ttl, ttl)) or file
        return self._ledger.register(name, file, ttl, since, durable=longer)

    def publish(
        self, partial: str, name: str, ttl: float, report: Mapping[str, Any] | None, recipe: str | None
    ) -> StoredModel:
        """Give a partial its final name and start its life.

        Raises:
            ModelExists: The name is taken; nothing was replaced.
            StorageError: Disk or index failed; nothing was published.
        """
        self._ledger.sync_clocks()
        longer = ttl > self._ttl
        with named_errors("Bringing the model to the disk"):
            file = self._directory.seal_partial(partial, Told(self._clock.wall() + ttl, ttl))
            self._room.check(file.size_bytes)
            since, begun = self._clock.steady(), self._clock.wall()
            self._ledger.announce(name, file, ttl, report, recipe)
        try:
            with named_errors(f"Publishing {shown(name)}"):
                self._directory.publish(partial, name)
        except BaseException:
            with suppress(StorageError, OSError):
                there = self._directory.state(name)
                # Else it has its name, and the next look finishes its row.
                if there is None or there.inode != file.inode:
                    self._ledger.withdraw(name, file)
            raise
        published = self._directory.state(name)
        if published is None or published.inode != file.inode:
            raise ModelNotFound(f"{shown(name)} was removed as soon as it was published.")
        published = replace(published, born_ns=file.born_ns, content=file.content)
        try:
            row = self._ledger.register(name, published, ttl, since, durable=longer, announced=True)
        except IndexUnavailable as error:
            # The model is there and so is its pending row, which the next look finishes.
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
        """Give the file its final name, in one step that replaces nothing, and start its life.

        Args:
            name: The model's name, ending with ``.step``.
            ttl_minutes: Its life; the service's interval if not given.
            report: What was measured on it, kept beside it (plain data).
            recipe: Digest of all that the content follows from, by which ``made_from`` finds it.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            InvalidLifetime: The TTL makes no sense.
            ModelExists: The name is taken; nothing was replaced.
            StorageError: Disk or index failed; nothing was published.
        """
        return self._publish(check_name(name), ttl_minutes, report, recipe)


def stored(row: Row, directory: ModelDirectory) -> StoredModel:
    """Give a row as the value that travels."""
    return StoredModel(
        name=shown(row.name),
        path=directory.path / row.name,
        size_bytes=row.size,
        created_at=row.created,
        expires_at=row.expires,
        tracked=bool(row.tracked),
    )
