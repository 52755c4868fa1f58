"""What may be done with single models: register, publish, list, read, keep longer, delete."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from mayfly.cleanup import messages
from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.clock import lifetime_seconds
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import is_folder, named_errors
from mayfly.cleanup.keeper import Keeper
from mayfly.cleanup.kept import Told
from mayfly.cleanup.leasing import check_lease_seconds, leased
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.names import check_name, shown
from mayfly.cleanup.publishing import Partial, Publisher, stored
from mayfly.cleanup.removal import Outcome
from mayfly.cleanup.rows import Row
from mayfly.cleanup.standby import Standby
from mayfly.cleanup.survey import Survey
from mayfly.cleanup.sweeping import Sweeper
from mayfly.cleanup.timeline import Timeline
from mayfly.contracts import StoredModel
from mayfly.errors import InvalidModelName, ModelExpired, ModelInUse, ModelNotFound, StorageError

log = logging.getLogger("mayfly.cleanup")


class Models:
    """The models of one directory, one by one; the part of the service that its users work with.

    Attributes:
        temp_dir: The directory.
    """

    temp_dir: Path
    _ttl: float
    _clock: Timeline
    _directory: ModelDirectory
    _ledger: Ledger
    _chronicle: Chronicle
    _survey: Survey
    _sweeper: Sweeper
    _publisher: Publisher
    _keeper: Keeper
    _standby: Standby

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
            name = self._directory.true_name(name)
            row = self._publisher.register(name, file, ttl)
        self._registered(name, ttl)
        return stored(row, self._directory)

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Give a place for a half-written model; left unpublished, it is removed.

        Raises:
            StorageError: The hidden folder can't be used.
        """

        def publish(
            name: str, ttl_minutes: float | None, report: Mapping[str, Any] | None, recipe: str | None
        ) -> StoredModel:
            ttl = self._ttl_seconds(ttl_minutes)
            model = self._publisher.publish(partial, name, ttl, report, recipe)
            self._registered(name, ttl)
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

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if there is none.

        Raises:
            StorageError: The index can't be used.
        """
        return self._ledger.made_from(recipe)

    def get_report(self, name: str) -> dict[str, Any] | None:
        """Give the report that was stored with a model; None if it has none.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            StorageError: The index can't be used.
        """
        check_name(name)
        if (row := self._ledger.get(name)) is not None:
            self._survey.reconsider(row)  # another file may have taken its name, and its inode
        return self._ledger.report(name)

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
            file = self._directory.state(name)
            if file is not None and file.inode == row.inode:  # whose owner or links may have changed since
                row = row._replace(ctime_ns=file.ctime_ns)
            outcome = self._sweeper.end_early(row)
        if outcome is Outcome.LEASED:
            raise ModelInUse(f"{shown(name)} is being read.")
        if outcome is Outcome.CHANGED:
            raise StorageError(f"{shown(name)} was written at this moment, so it was kept.")
        if outcome is Outcome.GONE:
            raise ModelNotFound(f"{shown(name)} was removed at this moment.")
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
        row = self._living(name)
        lifetime_seconds((row.ttl + seconds) / 60, "The whole life of a model")
        with named_errors(f"Extending {shown(name)}"):
            before = self._directory.state(name)
            left = row.deadline - self._clock.boot()  # and not the time shown, which is only shown
            told = Told(self._clock.wall() + left + seconds, row.ttl + seconds)
            after = self._directory.identify(name, told)
        unchanged = before is not None and after is not None and before.ctime_ns == row.ctime_ns
        longer = self._ledger.extend(row, seconds, after.ctime_ns if unchanged and after else row.ctime_ns)
        if longer is None:
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return stored(longer, self._directory)

    def open_model(self, name: str) -> BinaryIO:
        """Open a model's file for reading, and do nothing for its name, which may go meanwhile.

        What is open can be read to its end. ``lease`` keeps the name in place, too.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            ModelNotFound: There is no such file.
            StorageError: It can't be opened.
        """
        check_name(name)
        with named_errors(f"Opening {shown(name)}"):
            stream = self._directory.open_stream(name)
        if stream is None:
            raise ModelNotFound(f"There is no model {shown(name)}.")
        return stream

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
        row = self._living(name)
        try:
            with leased(self._directory, self._ledger, self._clock, row, seconds) as stream:
                yield stream
        finally:
            self._keeper.ring(row.deadline - self._clock.boot())

    def _ttl_seconds(self, minutes: float | None) -> float:
        return self._ttl if minutes is None else lifetime_seconds(minutes, "The TTL")

    def _name_of(self, path: str | os.PathLike[str]) -> str:
        """Give the name of a file directly in the directory."""
        folder, name = os.path.split(os.fsdecode(path))
        check_name(name)
        if folder:
            root = self._directory.root()
            try:
                inside = is_folder(os.stat(folder), root)  # noqa: PTH116 - a path as it was given
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
        if row is not None and self._survey.reconsider(row):
            row = self._ledger.get(name)
        if row is None or row.state == "pending":
            ended = self._chronicle.ended(name)
            if ended is None:
                raise ModelNotFound(f"There is no model {shown(name)}.")
            if ended[1] == "deleted":
                raise ModelExpired(f"{shown(name)} was deleted before its time was over.", *ended)
            raise ModelExpired(f"The time of {shown(name)} is over.", *ended)
        if row.deadline <= self._clock.boot():
            raise ModelExpired(f"The time of {shown(name)} is over.", row.expires)
        return row

    def _registered(self, name: str, ttl: float) -> None:
        log.info(messages.REGISTERED, shown(name))
        self._keeper.ring(ttl)
        self._standby.ensure()
