"""The records of detached builds where the store keeps them: files of this machine, or for all replicas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, Protocol

from mayfly.errors import StorageError
from mayfly.http.jobs.record_bounds import bounded
from mayfly.http.jobs.records import KEPT_SECONDS, SHORTEST_SECONDS, BuildRecords, Observer, record_of
from mayfly.stores.store import BuildNotes, Store

_MOST_CHARACTERS: Final = 1024 * 1024
"""Of a request that is kept so that another replica can begin its build again."""
_BUILD_ID: Final = re.compile(r"[0-9a-f]{32}")


class Records(Protocol):
    """What the routes and the housekeeping ask of records; described at ``BuildRecords``."""

    @property
    def shared(self) -> bool:
        """Whether other machines read them, and begin builds again."""
        ...

    def observer(self, asked: Mapping[str, Any]) -> Observer:
        """Return what notes the stages and the end of a build.

        Args:
            asked: What another process needs to begin the build again, as plain data.
        """
        ...

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the ids of builds whose process has ended, each with what was asked; they are ours now."""
        ...

    def hand_over(self, builds: Collection[str]) -> None:
        """Leave builds of this process to the others, which begin them again."""
        ...

    def note(self, build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
        """Write a build's record."""
        ...

    def read(self, build_id: str) -> dict[str, Any] | None:
        """Return a build's record; None if it has none."""
        ...

    def remove(self, build_id: str) -> None:
        """Remove a record."""
        ...

    def request_cancel(self, build_id: str) -> None:
        """Ask the worker that runs a build to cancel it."""
        ...

    def take_cancel_requests(self, builds: Collection[str]) -> list[str]:
        """Return which of these builds somebody asked to cancel."""
        ...

    def prune(self) -> None:
        """Remove what is too old."""
        ...

    def close(self) -> None:
        """End the work on records with the server."""
        ...


class SharedRecords:
    """Records that the store keeps for all replicas."""

    shared: Final = True

    def __init__(self, notes: BuildNotes, life_seconds: float) -> None:
        """Keep the store's records; none is kept much longer than a model, whose life is given."""
        self._notes = notes
        self._kept_seconds = min(KEPT_SECONDS, max(life_seconds, SHORTEST_SECONDS))

    def note(
        self,
        build_id: str,
        stage: str | None,
        result: Any,
        error: Exception | None,
        asked: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a build's record; this is the ``Observer`` of a detached build, called in its thread.

        Raises:
            StorageError: The record can't be written.
        """
        record = bounded(record_of(stage, result, error))
        running = record["status"] == "running"
        self._notes.write(build_id, record, running=running, seconds=self._kept_seconds, request=asked)

    def observer(self, asked: Mapping[str, Any]) -> Observer:
        """Return what notes a build, together with what was asked unless that is very large."""
        kept = asked if len(json.dumps(asked)) <= _MOST_CHARACTERS else None
        return partial(self.note, asked=kept)

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return some builds of ended replicas; none while the database can't be used."""
        with suppress(StorageError):
            return self._notes.take_over()
        return []

    def hand_over(self, builds: Collection[str]) -> None:
        """Leave builds to the other replicas; if that fails, they find them a few seconds later."""
        with suppress(StorageError):
            self._notes.hand_over(builds)

    def read(self, build_id: str) -> dict[str, Any] | None:
        """Return a build's record; a build whose replica has ended while it ran is "lost"."""
        found = self._notes.read(build_id) if _BUILD_ID.fullmatch(build_id) else None
        if found is None:
            return None
        record, lost = found
        return {**record, "status": "lost"} if lost else record

    def remove(self, build_id: str) -> None:
        """Remove a record; one that can't be removed now goes by its age."""
        with suppress(StorageError):
            self._notes.remove(build_id)

    def request_cancel(self, build_id: str) -> None:
        """Ask the replica that runs a build to cancel it; it looks a few times a second."""
        self._notes.request_cancel(build_id)

    def take_cancel_requests(self, builds: Collection[str]) -> list[str]:
        """Show that builds are under way; return those that somebody asked to cancel."""
        return self._notes.beat(builds)

    def prune(self) -> None:
        """Remove records that are too old; what can't be removed now can be later."""
        with suppress(StorageError):
            self._notes.prune()

    def close(self) -> None:
        """Leave the records: the other replicas answer for them."""


class ChosenRecords:
    """The records of the store that the server turns out to have, which is known once it is used."""

    def __init__(self, store: Callable[[], Store], life_seconds: float) -> None:
        """Keep where to look, and a model's life; nothing is started."""
        self._store = store
        self._life_seconds = life_seconds
        self._found: Records | None = None

    @property
    def _records(self) -> Records:
        if self._found is None:
            notes = self._store().build_notes()
            if notes is None:
                self._found = BuildRecords(lambda: self._store().temp_dir, self._life_seconds)
            else:
                self._found = SharedRecords(notes, self._life_seconds)
        return self._found

    @property
    def shared(self) -> bool:
        """Whether other machines read them, and begin builds again."""
        return self._records.shared

    def note(self, build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
        """Write a build's record."""
        self._records.note(build_id, stage, result, error)

    def observer(self, asked: Mapping[str, Any]) -> Observer:
        """Return what notes the stages and the end of a build."""
        return self._records.observer(asked)

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return some builds of ended replicas, each with what was asked."""
        return self._records.take_over()

    def hand_over(self, builds: Collection[str]) -> None:
        """Leave builds to the other replicas."""
        self._records.hand_over(builds)

    def read(self, build_id: str) -> dict[str, Any] | None:
        """Return a build's record; None if it has none."""
        return self._records.read(build_id)

    def remove(self, build_id: str) -> None:
        """Remove a record."""
        self._records.remove(build_id)

    def request_cancel(self, build_id: str) -> None:
        """Ask the worker that runs a build to cancel it."""
        self._records.request_cancel(build_id)

    def take_cancel_requests(self, builds: Collection[str]) -> list[str]:
        """Return which of these builds somebody asked to cancel."""
        return self._records.take_cancel_requests(builds)

    def prune(self) -> None:
        """Remove what is too old."""
        self._records.prune()

    def close(self) -> None:
        """End the work on records with the server."""
        self._records.close()
