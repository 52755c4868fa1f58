"""Downloads of STEP files: opened and leased first, then sent from that very descriptor.

A file that is stat'ed, announced and only then opened can be gone in between.
Here it can't: what is announced is what is open, and the sweep leaves it alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import stat
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote

import anyio
from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.http.app_state import Office
from mayfly.http.openapi import problems
from mayfly.http.problems import Refusal
from mayfly.http.settings import HttpSettings

MEDIA_TYPE = "model/step"
WHOLE_BYTES = 256 * 1024
CHUNK_BYTES = 256 * 1024
LEASE_SECONDS = 900.0
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


@dataclass(slots=True)
class OpenModel:
    """A model that is open for sending.

    Attributes:
        size: Its bytes.
        etag: Changes with the file.
        modified_at: Epoch seconds of its last change.
        content: All of a small one that was asked for as a whole; nothing is held any more.
        descriptor: The open file otherwise.
        lease: Held until it is closed.
    """

    size: int
    etag: str
    modified_at: float
    content: bytes | None = None
    descriptor: int = -1
    lease: ExitStack = field(default_factory=ExitStack)


def open_model(service: TempModelsCleanupService, name: str, *, whole: bool) -> OpenModel:
    """Open a model and lease it; a small one that is wanted as a whole is read at once instead.

    Raises:
        InvalidModelName, ModelNotFound, ModelExpired, ModelInUse, StorageError: As the service's ``lease``.
    """
    if whole and (small := _read_small(service, name)) is not None:
        return small
    with ExitStack() as stack:
        descriptor = stack.enter_context(service.lease(name, LEASE_SECONDS)).fileno()
        state = os.fstat(descriptor)
        return OpenModel(
            state.st_size, _etag(state), state.st_mtime, descriptor=descriptor, lease=stack.pop_all()
        )


def _read_small(service: TempModelsCleanupService, name: str) -> OpenModel | None:
    """Read a small model, in a quarter of the time that a lease takes; None where it takes one.

    With all its bytes at hand nothing has to be kept in place. The service has
    checked the name; here links and whatever is no plain file are left alone.
    """
    path = service.get_model(name).path
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > WHOLE_BYTES:
            return None
        content = os.pread(descriptor, state.st_size, 0)
        return OpenModel(len(content), _etag(state), state.st_mtime, content)
    finally:
        os.close(descriptor)


def _etag(state: os.stat_result) -> str:
    mark = f"{state.st_dev}-{state.st_ino}-{state.st_mtime_ns}-{state.st_size}"
    return f'"{hashlib.blake2s(mark.encode(), digest_size=12).hexdigest()}"'


class ModelResponse(Response):
    """Sends a part of an open model, and lets go of it whatever happens."""

    def __init__(
        self, model: OpenModel, start: int, end: int, status: int, headers: dict[str, str], stall: float
    ) -> None:
        """Keep what is sent: the bytes from ``start`` up to, not including, ``end``."""
        super().__init__(None, status, headers, MEDIA_TYPE)
        self.headers["content-length"] = str(end - start)
        self._model = model
        self._start = start
        self._end = end
        self._stall_seconds = stall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; a client that takes nothing for too long is left."""
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            at = self._end if scope["method"] == "HEAD" else self._start
            while at < self._end:
                chunk = await self._read(at)
                if not chunk:  # somebody cut the file; the client sees a body that is too short
                    return
                at += len(chunk)
                async with asyncio.timeout(self._stall_seconds):
                    await send({"type": "http.response.body", "body": chunk, "more_body": at < self._end})
            if self._start == self._end or scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (TimeoutError, OSError):  # the client is gone, or as good as gone
            return
        finally:
            if self._model.content is None:
                with anyio.CancelScope(shield=True):
                    await to_thread.run_sync(self._model.lease.close)

    async def _read(self, at: int) -> bytes:
        length = min(CHUNK_BYTES, self._end - at)
        if self._model.content is not None:
            return self._model.content[at : at + length]
        return await to_thread.run_sync(os.pread, self._model.descriptor, length, at)


def add_download_routes(router: APIRouter, office: Office, settings: HttpSettings) -> None:
    """Add ``GET`` and ``HEAD`` of ``/temp_models/{name}``."""

    async def download(name: str, request: Request) -> Response:
        """Send the STEP file; 410 when its time is over, 404 when it never was."""
        whole = request.method == "GET" and "range" not in request.headers
        model = await to_thread.run_sync(lambda: open_model(office.cleanup, name, whole=whole))
        response: Response | None = None
        try:
            response = _respond(model, name, request, settings.stall_seconds)
            return response
        finally:
            if not isinstance(response, ModelResponse):
                await to_thread.run_sync(model.lease.close)

    router.add_api_route(
        "/temp_models/{name}",
        download,
        methods=["GET"],
        tags=["models"],
        response_class=Response,
        responses={
            200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
            206: {"description": "The range that was asked for."},
            304: {"description": "The client has it already."},
            **problems(404, 410, 416),
        },
    )
    router.add_api_route("/temp_models/{name}", download, methods=["HEAD"], include_in_schema=False)


def _respond(model: OpenModel, name: str, request: Request, stall: float) -> Response:
    """Decide what is sent of an open model."""
    headers = {
        "ETag": model.etag,
        "Last-Modified": formatdate(model.modified_at, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
    }
    if _is_known(request, model):
        return Response(None, 304, headers)
    headers["Content-Disposition"] = disposition(name)
    part = None
    wanted = request.headers.get("range")
    if wanted is not None and request.method == "GET" and _may_use_range(request, model):
        part = byte_range(wanted, model.size)
    if part is None:
        return ModelResponse(model, 0, model.size, 200, headers, stall)
    start, end = part
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{model.size}"
    return ModelResponse(model, start, end, 206, headers, stall)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Read a Range header (RFC 9110, 14.2): first byte and the one after the last.

    One range is served; several in one request, other units and malformed ones
    are answered with the whole file (None), as the RFC allows.

    Raises:
        Refusal: 416, no byte of the file lies in the range.
    """
    found = _RANGE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= end:
        raise Refusal(
            416, "range_not_satisfiable", f"The file has {size} bytes.", {"Content-Range": f"bytes */{size}"}
        )
    return start, end


def disposition(name: str) -> str:
    """Give a Content-Disposition for a file name, plain where that is safe (RFC 6266)."""
    quoted = quote(name, safe="")
    return f'attachment; filename="{name}"' if quoted == name else f"attachment; filename*=utf-8''{quoted}"


def _is_known(request: Request, model: OpenModel) -> bool:
    """Tell whether the client has this very file (RFC 9110, 13.2.2)."""
    if (known := has_tag(request, model.etag)) is not None:
        return known
    since = _date(request.headers.get("if-modified-since"))
    return since is not None and int(model.modified_at) <= since


def has_tag(request: Request, etag: str) -> bool | None:
    """Tell whether a client names this tag as one that it has; None where it names none at all."""
    tags = request.headers.get("if-none-match")
    if tags is None:
        return None
    known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return "*" in known or etag in known


def _may_use_range(request: Request, model: OpenModel) -> bool:
    """Tell whether the range is meant of this very file (If-Range)."""
    condition = request.headers.get("if-range")
    if condition is None or condition.strip() == model.etag:
        return True
    return _date(condition) == int(model.modified_at)


def _date(header: str | None) -> float | None:
    try:
        found = parsedate_to_datetime(header) if header else None
        return None if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
