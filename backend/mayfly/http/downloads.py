"""Open STEP files for download: opened and leased first, then sent from that same descriptor.

A file that is announced before it is opened can be gone in between. Here it can't: what is
announced is what is open, and a sweep leaves a leased file alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from contextlib import ExitStack
from dataclasses import dataclass, field

import anyio
from anyio import to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mayfly.safe_files import open_regular
from mayfly.stores.store import Store

MEDIA_TYPE = "model/step"
SMALL_BYTES = 256 * 1024
"""A model of at most this size is read at once, if the whole is requested."""
CHUNK_BYTES = 256 * 1024
LEASE_SECONDS = 900.0


@dataclass(slots=True)
class OpenModel:
    """A model that is open for sending.

    Attributes:
        size: Its size in bytes.
        etag: Changes with the file.
        modified_at: Epoch seconds of its last change.
        content: All of a small model that was requested as a whole; then nothing is held open.
        descriptor: The open file otherwise.
        lease: Keeps the model until the lease is closed.
    """

    size: int
    etag: str
    modified_at: float
    content: bytes | None = None
    descriptor: int = -1
    lease: ExitStack = field(default_factory=ExitStack)


def open_model(service: Store, name: str, *, whole: bool, head: bool = False) -> OpenModel:
    """Open a model and lease it; a small one that is requested as a whole is read at once instead.

    Args:
        service: Where the model is.
        name: Its file name.
        whole: Whether all of it is requested.
        head: Whether only its size and its tag are.

    Raises:
        InvalidModelName, ModelNotFound, ModelExpired, ModelInUse, StorageError: As the service's ``lease``.
    """
    if not service.is_local:
        return _open_copy(service, name, head=head)
    if whole and (small := _read_small(service, name)) is not None:
        return small
    with ExitStack() as stack:
        descriptor = stack.enter_context(service.lease(name, LEASE_SECONDS)).fileno()
        state = os.fstat(descriptor)
        return OpenModel(
            state.st_size, _etag(state), state.st_mtime, descriptor=descriptor, lease=stack.pop_all()
        )


def _read_small(service: Store, name: str) -> OpenModel | None:
    """Read a small model, in a quarter of the time that a lease takes; None if it has to be leased.

    Once all its bytes are read, the file need not be kept. The service has checked
    the name; links and everything else that is not a regular file are left to the lease.
    """
    path = service.get_model(name).path
    if path is None:
        return None
    try:
        opened = open_regular(str(path))
    except OSError:
        return None
    if opened is None:
        return None
    file, state = opened
    with file:
        if state.st_size > SMALL_BYTES:
            return None
        content = os.pread(file.fileno(), state.st_size, 0)
        return OpenModel(len(content), _etag(state), state.st_mtime, content)


def _open_copy(service: Store, name: str, *, head: bool) -> OpenModel:
    """Open this machine's copy of a model, which need not be kept; its tag is the same on every machine."""
    model = service.get_model(name)
    opened = OpenModel(model.size_bytes, _tag(f"{model.address}-{model.size_bytes}"), model.created_at)
    if head:
        opened.content = b""
        return opened
    with ExitStack() as stack:
        stream = stack.enter_context(service.open_model(name))
        if model.size_bytes <= SMALL_BYTES:
            opened.content = stream.read()
        else:
            opened.descriptor = stream.fileno()
            opened.lease = stack.pop_all()
    return opened


def _etag(state: os.stat_result) -> str:
    return _tag(f"{state.st_dev}-{state.st_ino}-{state.st_mtime_ns}-{state.st_size}")


def _tag(identity: str) -> str:
    return f'"{hashlib.blake2s(identity.encode(), digest_size=12).hexdigest()}"'


class ModelResponse(Response):
    """Sends part of an open model, and closes the model whatever happens."""

    def __init__(
        self,
        model: OpenModel,
        part: tuple[int, int],
        status: int,
        headers: dict[str, str],
        stall_seconds: float,
    ) -> None:
        """Set what is sent.

        Args:
            model: The open model.
            part: The first byte to send, and the one after the last.
            status: HTTP status.
            headers: Headers of the answer.
            stall_seconds: How long to wait for a client that reads nothing.
        """
        super().__init__(None, status, headers, MEDIA_TYPE)
        self._model = model
        self._start, self._end = part
        self._stall_seconds = stall_seconds
        self.headers["content-length"] = str(self._end - self._start)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI)
        """Send it; the connection of a client that reads nothing for too long is dropped."""
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            at = self._end if scope["method"] == "HEAD" else self._start
            while at < self._end:
                chunk = await self._read(at)
                if not chunk:  # the file was truncated; the client sees that its body is too short
                    return
                at += len(chunk)
                async with asyncio.timeout(self._stall_seconds):
                    await send({"type": "http.response.body", "body": chunk, "more_body": at < self._end})
            if self._start == self._end or scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (TimeoutError, OSError):  # the client is gone, or does not read
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
