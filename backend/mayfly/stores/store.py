"""What a store promises: models are published, read, kept longer, deleted, and removed at their deadlines.

The generator and the doors know only this. ``mayfly.cleanup`` keeps it with a directory of this machine,
``mayfly.stores.postgres`` with a database and a bucket that any number of machines share.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, runtime_checkable

from mayfly.contracts import StoredModel, SweepReport


class HalfWritten(Protocol):
    """A model that is being written, out of sight until it is published."""

    @property
    def path(self) -> Path:
        """Where the builder creates the file, on this machine (with ``O_EXCL``)."""
        ...

    def publish(
        self,
        name: str,
        *,
        ttl_minutes: float | None = None,
        report: Mapping[str, Any] | None = None,
        recipe: str | None = None,
    ) -> StoredModel:
        """Make the file a model, in one step that replaces nothing, and start its life.

        Args:
            name: The model's name, ending with ``.step``.
            ttl_minutes: Its life; the store's interval if not given.
            report: What was measured on it, stored with it (plain data).
            recipe: Digest of all that the content follows from, by which ``made_from`` finds it.

        Raises:
            InvalidModelName: The name is not one plain ``.step`` component.
            InvalidLifetime: The TTL makes no sense.
            ModelExists: The name is taken; nothing was replaced.
            StorageError: It could not be stored; nobody will be served it.
        """
        ...


class BuildNotes(Protocol):
    """Records of builds that other processes ask for; described at ``mayfly.stores.builds.BuildTable``."""

    def write(
        self,
        build_id: str,
        record: Mapping[str, Any],
        *,
        running: bool,
        seconds: float,
        request: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a build's record, or replace it; it is kept for this long."""
        ...

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return some builds whose process has ended, with their requests, to be begun again here."""
        ...

    def hand_over(self, builds: Collection[str]) -> None:
        """Leave builds to the other processes."""
        ...

    def read(self, build_id: str) -> tuple[dict[str, Any], bool] | None:
        """Return a build's record, and whether its process has ended while it ran; None without a record."""
        ...

    def remove(self, build_id: str) -> None:
        """Remove a record."""
        ...

    def request_cancel(self, build_id: str) -> None:
        """Ask the process that runs a build to cancel it."""
        ...

    def beat(self, builds: Collection[str]) -> list[str]:
        """Show that builds are under way; return those that somebody asked to cancel."""
        ...

    def prune(self) -> None:
        """Remove records that are too old."""
        ...


class ConversationTurn(Protocol):
    """One message of a conversation; described at ``mayfly.stores.conversations.Turn``."""

    state: bytes | None
    kept: bytes | None


class Conversations(Protocol):
    """Conversations that any process goes on with."""

    def turn(self, name: str, life_seconds: float) -> AbstractContextManager[ConversationTurn]:
        """Hold a conversation for a block, and keep at its end what the block has left in the turn."""
        ...


@runtime_checkable
class Store(Protocol):
    """Models with deadlines. May be used by several threads and processes.

    All methods raise StorageError where the store can't be used. Those that take a name raise
    InvalidModelName unless it is one plain ``.step`` component, ModelNotFound where there never was such a
    model, and ModelExpired where its time is over or it was deleted.
    """

    @property
    def is_local(self) -> bool:
        """Whether each model is a file in ``temp_dir``; otherwise ``StoredModel.path`` is None."""
        ...

    @property
    def temp_dir(self) -> Path:
        """The directory of this machine in which models, or only half-written ones, are files."""
        ...

    @property
    def cleanup_interval_minutes(self) -> float:
        """Life of a model that is given no other, in minutes."""
        ...

    @property
    def service_running(self) -> bool:
        """Whether the thread that removes expired models is alive and has shown it lately."""
        ...

    def start_cleanup_service(self) -> None:
        """Start the thread that removes expired models; does nothing if it runs."""
        ...

    def stop_cleanup_service(self) -> None:
        """Stop the thread if it runs, and close what is open; the next use opens it again."""
        ...

    def partial(self) -> AbstractContextManager[HalfWritten]:
        """Make a place for a half-written model; what is not published by the end of the block is removed.

        Raises:
            StorageFull: There is no room for another model.
        """
        ...

    def list_models(self) -> list[StoredModel]:
        """Return all models, soonest deadline first."""
        ...

    def get_model(self, name: str) -> StoredModel:
        """Return one model."""
        ...

    def get_report(self, name: str) -> dict[str, Any] | None:
        """Return the report that was stored with a model; None if it has none."""
        ...

    def made_from(self, recipe: str) -> tuple[str, dict[str, Any]] | None:
        """Return name and report of the longest-living model of a recipe; None if no such model lives."""
        ...

    def delete(self, name: str) -> StoredModel:
        """Remove a model before its time.

        Raises:
            ModelInUse: Somebody is reading it.
        """
        ...

    def extend(self, name: str, minutes: float) -> StoredModel:
        """Keep a model longer, by this many minutes; its whole life may be a day at most.

        Raises:
            InvalidLifetime: The minutes make no sense, or the whole life would be too long.
        """
        ...

    def open_model(self, name: str) -> BinaryIO:
        """Open a model for reading, without keeping its name in place; it can be read to its end."""
        ...

    def lease(self, name: str, max_seconds: float = 300.0) -> AbstractContextManager[BinaryIO]:
        """Open a model for reading and keep its name in place meanwhile, even past its deadline.

        The stream belongs to a file (``fileno``), whatever the store.

        Args:
            name: The model's name.
            max_seconds: After this time the name may go; an hour at most.

        Raises:
            InvalidLifetime: ``max_seconds`` makes no sense.
            ModelInUse: Somebody keeps it locked.
        """
        ...

    def lease_file(self, name: str, max_seconds: float = 300.0) -> AbstractContextManager[Path]:
        """Lease a model as ``lease`` does, and return the path of a file of this machine with its content."""
        ...

    def download_url(self, name: str) -> str | None:
        """Return an address that serves a model until its deadline; None where it is to be streamed."""
        ...

    def sweep(self, dry_run: bool = False, now: float | None = None) -> SweepReport:
        """Remove every model whose time is over.

        Args:
            dry_run: Only return what would go.
            now: Epoch seconds that replace the clocks.

        Raises:
            InvalidLifetime: ``now`` is no finite number; nothing was removed.
        """
        ...

    def get_stats(self) -> dict[str, Any]:
        """Return ``total_files``, ``tracked_files``, ``cleanup_interval_minutes`` and ``service_running``."""
        ...

    def get_details(self, history: int = 20) -> dict[str, Any]:
        """Return all other numbers as plain data; times in epoch seconds, sizes in bytes.

        Args:
            history: How many of the last removals to list.
        """
        ...

    def build_notes(self) -> BuildNotes | None:
        """Return the records of builds that the store keeps for all replicas; None if it keeps none."""
        ...

    def conversations(self) -> Conversations | None:
        """Return the conversations that the store keeps for all replicas; None if it keeps none."""
        ...

    def checks(self) -> dict[str, str]:
        """Return each thing that the store depends on, with "ok" or what is wrong with it; never raises."""
        ...
