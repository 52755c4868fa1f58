"""Drawings, pictures and meshes of models: made once for all who ask, kept within bounds, gone with them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request

from mayfly import __version__
from mayfly.cad.pictures import MeshOrder, PictureOrder
from mayfly.cad.workshop import CancelToken, Client, Format
from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.contracts import StoredModel
from mayfly.errors import BuildError, InvalidParameter, StorageError, WorkshopBusy
from mayfly.http.builds import Build, BuildDesk
from mayfly.http.clients import client_key, wait_while_there
from mayfly.http.office import Office

KEPT = 256
"""Drawings, and reasons why there is none, that are kept at most."""
KEPT_BYTES = 32 * 1024 * 1024
DRAWING_LIMIT_BYTES = 4 * 1024 * 1024
"""A larger drawing is refused; it would be of no use to a browser either."""
MESH_LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Rendition:
    """What a model is turned into.

    Attributes:
        format: In which format.
        order: What of it was asked for, beside the format.
    """

    format: Format = "svg"
    order: PictureOrder | MeshOrder | None = None

    @property
    def limit_bytes(self) -> int:
        """The size that it may have."""
        return MESH_LIMIT_BYTES if self.format in ("stl", "glb") else DRAWING_LIMIT_BYTES


DRAWING = Rendition()

Key = tuple[str, float, int, Rendition]


@dataclass(slots=True)
class _Kept:
    """A drawing, or why there is none; and until when (epoch seconds) its model is there at least."""

    found: bytes | BuildError | InvalidParameter
    expires_at: float

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.found) if isinstance(self.found, bytes) else 0

    def give(self) -> bytes:
        """Give the drawing.

        Raises:
            BuildError, InvalidParameter: There is none, for this reason.
        """
        if isinstance(self.found, bytes):
            return self.found
        raise self.found.with_traceback(None)  # it is raised for many, and would grow


@dataclass(slots=True)
class _Drawing:
    """A drawing that is being made, and how many wait for it."""

    build: Build
    waiting: int = 0


class Previews:
    """The drawings of one service."""

    def __init__(self, office: Office, desk: BuildDesk) -> None:
        """Start with no drawing."""
        self._office = office
        self._desk = desk
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._bytes = 0
        self._drawing: dict[Key, _Drawing] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, name: str, request: Request, rendition: Rendition = DRAWING) -> bytes:
        """Give a model's drawing, or what else it is turned into.

        A drawing that can't be made is not tried again as long as its model is there.
        One that nobody waits for any more is cancelled.

        Args:
            name: The model's file name.
            request: Whose share of the workshop it uses; it must not have been read from.
            rendition: What is asked for.

        Raises:
            InvalidModelName, ModelNotFound, ModelExpired: As the cleanup service's ``get_model``.
            InvalidParameter: A section does not go through the model.
            BuildError: It can't be drawn, or too many builds are waiting.
            ClientGone: Nobody waits for this answer.
        """
        model = await to_thread.run_sync(self._office.cleanup.get_model, name)
        key = (model.name, model.created_at, model.size_bytes, rendition)
        if key not in self._kept and key not in self._drawing:
            report = await to_thread.run_sync(self._office.cleanup.get_report, name)
            trusted = bool((report or {}).get("trusted"))
            if key not in self._kept and key not in self._drawing:  # nobody else began meanwhile
                self._begin(key, model, client_key(request), trusted=trusted)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept.give()
        drawing = self._drawing[key]
        drawing.waiting += 1
        try:
            picture: bytes = await wait_while_there(request, drawing.build)
            return picture
        finally:
            drawing.waiting -= 1
            if not drawing.waiting and not drawing.build.done:
                self._drawing.pop(key, None)  # the next one who asks begins again
                self._desk.cancel(drawing.build)

    async def etag(self, name: str, rendition: Rendition) -> str:
        """Return what changes with a model and with what is asked for; the same order gives the same bytes.

        Raises:
            InvalidModelName, ModelNotFound, ModelExpired: As the cleanup service's ``get_model``.
        """
        model = await to_thread.run_sync(self._office.cleanup.get_model, name)
        mark = repr((__version__, model.name, model.created_at, model.size_bytes, rendition))
        return f'"{hashlib.blake2s(mark.encode(), digest_size=12).hexdigest()}"'

    def forget(self, name: str) -> None:
        """Let go of the drawings of a model that is gone."""
        for key in [key for key in self._kept if key[0] == name]:
            self._drop(key)

    async def prune(self) -> None:
        """Let go of the drawings of models whose time is over."""
        now = time.time()
        for key in [key for key, kept in self._kept.items() if kept.expires_at <= now]:
            model = await self._still_there(key)
            if model is None:
                self._drop(key)
            elif key in self._kept:  # it is kept longer
                self._kept[key].expires_at = model.expires_at

    def _begin(self, key: Key, model: StoredModel, client: str, *, trusted: bool) -> None:
        """Have a model drawn, while nobody sweeps it away.

        Raises:
            WorkshopBusy: Too many run or wait already, or too many of this client.
        """
        rendition = key[-1]

        def draw(tell: object, cancel: CancelToken) -> bytes:
            with self._office.cleanup.lease(model.name):
                return self._office.generator.workshop.convert(
                    model.path,
                    rendition.format,
                    options=rendition.order.options() if rendition.order is not None else None,
                    trusted=trusted,
                    limit_bytes=rendition.limit_bytes,
                    cancel=cancel,
                    client=Client(client, admitted=True),
                )

        build = self._desk.start(draw, client=client, trusted=trusted, counted=False)
        drawing = self._drawing[key] = _Drawing(build)
        task = asyncio.create_task(self._put_away(key, drawing, model.expires_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _put_away(self, key: Key, drawing: _Drawing, expires_at: float) -> None:
        """Keep what became of a drawing."""
        found: bytes | BuildError | InvalidParameter | None = None
        try:
            found = await drawing.build.wait()
        except InvalidParameter as error:
            found = error
        except BuildError as error:
            # A full line, lost processes and a workshop that can't start are no fault of the model.
            if type(error) is not BuildError and not isinstance(error, WorkshopBusy | ProcessesLost):
                found = error
        except Exception:
            found = None  # those who wait for it are told
        if self._drawing.get(key) is drawing:
            del self._drawing[key]
        if found is not None:
            self._drop(key)
            self._kept[key] = _Kept(found, expires_at)
            self._bytes += self._kept[key].size
        while len(self._kept) > KEPT or self._bytes > KEPT_BYTES:
            self._drop(next(iter(self._kept)))

    async def _still_there(self, key: Key) -> StoredModel | None:
        """Give the model of a drawing; None if it is gone, or another one has its name."""
        with suppress(StorageError):
            model = await to_thread.run_sync(self._office.cleanup.get_model, key[0])
            if (model.name, model.created_at, model.size_bytes) == key[:3]:
                return model
        return None

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._bytes -= kept.size
