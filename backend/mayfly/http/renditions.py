"""RenditionCache: drawings, pictures and meshes of models, made once for all and dropped with their model."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from anyio import to_thread
from starlette.requests import Request

from mayfly import __version__
from mayfly.cad.picks import DistanceOptions
from mayfly.cad.picture_options import MeshOptions, PictureOptions, Unit
from mayfly.cad.workshop import CancelToken, Client, Format
from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.contracts import StoredModel
from mayfly.errors import BuildError, InvalidParameter, StorageError, WorkshopBusy
from mayfly.http.app_state import AppState
from mayfly.http.jobs.build import Build
from mayfly.http.jobs.queue import JobQueue, Progress
from mayfly.http.jobs.waiting import wait_while_connected
from mayfly.http.security.clients import client_key

MOST_KEPT = 256
"""Renditions that are kept, with those that failed."""
MOST_KEPT_BYTES = 32 * 1024 * 1024
DRAWING_LIMIT_BYTES = 4 * 1024 * 1024
"""Largest drawing or picture; a larger one would be of no use to a browser either."""
MESH_LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Rendition:
    """What a model is turned into.

    Attributes:
        format: The file format.
        options: The views of a picture, the tolerances of a mesh, or what a distance is measured between.
        unit: Unit of the lengths in a file that can have either.
    """

    format: Format = "svg"
    options: PictureOptions | MeshOptions | DistanceOptions | None = None
    unit: Unit = "mm"

    def to_dict(self) -> dict[str, Any]:
        """Return its options as ``Workshop.convert`` takes them."""
        chosen = self.options.to_dict() if self.options is not None else {}
        return chosen if self.unit == "mm" else {**chosen, "unit": self.unit}

    @property
    def limit_bytes(self) -> int:
        """The size that it may have."""
        return DRAWING_LIMIT_BYTES if self.format in ("svg", "png", "pdf") else MESH_LIMIT_BYTES


DRAWING = Rendition()

Key = tuple[str, float, int, Rendition]
"""A model's name, time and size, and what it is turned into."""


@dataclass(slots=True)
class _Kept:
    """A rendition, or why it failed; its model is there at least until ``expires_at`` (epoch seconds)."""

    found: bytes | BuildError | InvalidParameter
    expires_at: float

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return len(self.found) if isinstance(self.found, bytes) else 0

    def content(self) -> bytes:
        """Return the rendition.

        Raises:
            BuildError, InvalidParameter: It failed, with this error.
        """
        if isinstance(self.found, bytes):
            return self.found
        raise self.found.with_traceback(None)  # raised many times, the traceback would grow


@dataclass(slots=True)
class _Pending:
    """A rendition that is being made, and how many requests wait for it."""

    build: Build
    waiting: int = 0


class RenditionCache:
    """The renditions of one service.

    Attributes:
        kept: Renditions, and failures, by model and form; those used last at the end.
        size_bytes: The size of all that is kept.
        pending: Those that are being made.
    """

    def __init__(
        self,
        app_state: AppState,
        queue: JobQueue,
        *,
        most: int = MOST_KEPT,
        most_bytes: int = MOST_KEPT_BYTES,
    ) -> None:
        """Start empty.

        Args:
            app_state: Has the models.
            queue: Makes the renditions.
            most: Renditions that are kept.
            most_bytes: Their size.
        """
        self._app_state = app_state
        self._queue = queue
        self._most = most
        self._most_bytes = most_bytes
        self.kept: OrderedDict[Key, _Kept] = OrderedDict()
        self.size_bytes = 0
        self.pending: dict[Key, _Pending] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, name: str, request: Request, rendition: Rendition = DRAWING) -> bytes:
        """Return a rendition of a model.

        One that failed is not tried again as long as its model is there. One that nobody
        waits for any more is cancelled.

        Args:
            name: The model's file name.
            request: Its client's share of the workshop is used; its body must not have been read.
            rendition: What the model is turned into.

        Raises:
            InvalidModelName, ModelNotFound, ModelExpired: As the cleanup service's ``get_model``.
            InvalidParameter: A section does not cut the model.
            BuildError: It can't be made, or too many builds are waiting.
            ClientGone: The client hung up.
        """
        model = await to_thread.run_sync(self._app_state.cleanup.get_model, name)
        key = (model.name, model.created_at, model.size_bytes, rendition)
        if key not in self.kept and key not in self.pending:
            report = await to_thread.run_sync(self._app_state.cleanup.get_report, name)
            trusted = bool((report or {}).get("trusted"))
            if key not in self.kept and key not in self.pending:  # no other request has started it meanwhile
                self._start(key, model, client_key(request), trusted=trusted)
        if (kept := self.kept.get(key)) is not None:
            self.kept.move_to_end(key)
            return kept.content()
        pending = self.pending[key]
        pending.waiting += 1
        try:
            content: bytes = await wait_while_connected(request, pending.build)
            return content
        finally:
            pending.waiting -= 1
            if not pending.waiting and not pending.build.done:
                self.pending.pop(key, None)  # the next request starts it again
                self._queue.cancel(pending.build)

    async def etag(self, name: str, rendition: Rendition) -> str:
        """Return a tag that changes with the model and with the rendition, whose bytes are always the same.

        Raises:
            InvalidModelName, ModelNotFound, ModelExpired: As the cleanup service's ``get_model``.
        """
        model = await to_thread.run_sync(self._app_state.cleanup.get_model, name)
        identity = repr((__version__, model.name, model.created_at, model.size_bytes, rendition))
        return f'"{hashlib.blake2s(identity.encode(), digest_size=12).hexdigest()}"'

    def forget(self, name: str) -> None:
        """Drop the renditions of a model that has been deleted."""
        for key in [key for key in self.kept if key[0] == name]:
            self._drop(key)

    async def prune(self) -> None:
        """Drop the renditions of models that have expired."""
        now = time.time()
        for key in [key for key, kept in self.kept.items() if kept.expires_at <= now]:
            model = await self._model_of(key)
            if model is None:
                self._drop(key)
            elif key in self.kept:  # the model is kept longer
                self.kept[key].expires_at = model.expires_at

    def _start(self, key: Key, model: StoredModel, client: str, *, trusted: bool) -> None:
        """Start making a rendition, under a lease on its model.

        Raises:
            WorkshopBusy: Too many run or wait already, or too many of this client.
        """
        rendition = key[-1]

        def convert(_: Progress, cancel: CancelToken) -> bytes:
            with self._app_state.cleanup.lease_file(model.name) as file:
                return self._app_state.generator.workshop.convert(
                    file,
                    rendition.format,
                    options=rendition.to_dict(),
                    trusted=trusted,
                    limit_bytes=rendition.limit_bytes,
                    cancel=cancel,
                    client=Client(client, admitted=True),
                )

        build = self._queue.start(convert, client=client, trusted=trusted, counted=False)
        pending = self.pending[key] = _Pending(build)
        task = asyncio.create_task(self._keep(key, pending, model.expires_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, key: Key, pending: _Pending, expires_at: float) -> None:
        """Wait for a rendition's end, and keep it, or why it failed."""
        found: bytes | BuildError | InvalidParameter | None = None
        try:
            found = await pending.build.wait()
        except InvalidParameter as error:
            found = error
        except BuildError as error:
            # A full queue, lost processes and a workshop that can't start are no fault of the model.
            if type(error) is not BuildError and not isinstance(error, WorkshopBusy | ProcessesLost):
                found = error
        except Exception:
            found = None  # the requests that wait get the error
        if self.pending.get(key) is pending:
            del self.pending[key]
        if found is not None:
            self._drop(key)
            self.kept[key] = _Kept(found, expires_at)
            self.size_bytes += self.kept[key].size
        while len(self.kept) > self._most or self.size_bytes > self._most_bytes:
            self._drop(next(iter(self.kept)))

    async def _model_of(self, key: Key) -> StoredModel | None:
        """Return the model of a rendition; None if it is gone, or if its name is another model's now."""
        with suppress(StorageError):
            model = await to_thread.run_sync(self._app_state.cleanup.get_model, key[0])
            if (model.name, model.created_at, model.size_bytes) == key[:3]:
                return model
        return None

    def _drop(self, key: Key) -> None:
        kept = self.kept.pop(key, None)
        if kept is not None:
            self.size_bytes -= kept.size
