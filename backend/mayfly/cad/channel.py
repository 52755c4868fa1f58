"""Framed messages between the workshop, its zygote and its children: JSON headers, raw bytes after them.

Nothing here unpickles; a header is JSON of bounded size, and its reader checks
what is in it. Standard library only.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

HEADER_LIMIT_BYTES = 4 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
_TICK_SECONDS = 0.2
_LENGTH = struct.Struct("!I")


class ChannelClosed(Exception):
    """The other end is gone."""


class ChannelTimeout(Exception):
    """The other end did not answer in time."""


class BadMessage(Exception):
    """The other end sent something that is not a message: too long, not JSON, not an object."""


def encode(header: dict[str, Any]) -> bytes:
    """Return a header as bytes, preceded by its length."""
    body = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    return _LENGTH.pack(len(body)) + body


def decode(body: bytes) -> dict[str, Any]:
    """Read a header's JSON.

    Raises:
        BadMessage: It is not a JSON object.
    """
    try:
        header = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not JSON") from error
    if not isinstance(header, dict):
        raise BadMessage("not an object")
    return header


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write everything to a blocking descriptor, with ``write`` alone (a jailed child may not ``send``)."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def read_exactly(descriptor: int, size: int) -> bytes:
    """Read ``size`` bytes from a blocking descriptor.

    Raises:
        ChannelClosed: The stream ended before.
    """
    parts: list[bytes] = []
    while size:
        part = os.read(descriptor, min(size, CHUNK_BYTES))
        if not part:
            raise ChannelClosed
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_header(descriptor: int) -> dict[str, Any]:
    """Read one header from a blocking descriptor (the child's side, which trusts its workshop)."""
    (length,) = _LENGTH.unpack(read_exactly(descriptor, _LENGTH.size))
    return decode(read_exactly(descriptor, length))


class Connection:
    """The workshop's end of the connection to one child: deadlines, bounds, and a watch on its end.

    Args:
        sock: The connected stream socket; made non-blocking.
        pidfd: Readable once the child is dead; -1 where unknown.

    Attributes:
        tick_seconds: How often ``tick`` is called while an answer is awaited.
    """

    def __init__(self, sock: socket.socket, pidfd: int = -1) -> None:
        """Take over the socket."""
        sock.setblocking(False)
        self.sock = sock
        self.pidfd = pidfd
        self.tick_seconds = _TICK_SECONDS
        self._ticked_at = time.monotonic()

    def send(self, data: bytes | memoryview, deadline: float) -> None:
        """Send everything before ``deadline`` (monotonic seconds).

        Raises:
            ChannelClosed: The child is gone.
            ChannelTimeout: It did not read in time.
        """
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT, deadline)
            try:
                view = view[self.sock.send(view, socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed from error

    def receive(
        self, deadline: float, tick: Any = None, limit_bytes: int = HEADER_LIMIT_BYTES
    ) -> dict[str, Any]:
        """Receive one header before ``deadline``; ``tick`` is called each ``tick_seconds`` meanwhile.

        Args:
            deadline: Monotonic seconds.
            tick: Called meanwhile.
            limit_bytes: Longest header that is read.

        Raises:
            ChannelClosed: The child is gone and left no complete answer.
            ChannelTimeout: It did not answer in time.
            BadMessage: It sent something that is not a header.
        """
        (length,) = _LENGTH.unpack(b"".join(self.payload(_LENGTH.size, deadline, tick)))
        if length > limit_bytes:
            raise BadMessage("header too long")
        return decode(b"".join(self.payload(length, deadline, tick)))

    def payload(self, size: int, deadline: float, tick: Any = None) -> Iterator[bytes]:
        """Receive exactly ``size`` bytes in pieces, under the same rules as ``receive``."""
        while size:
            self._wait(select.POLLIN, deadline, tick)
            try:
                part = self.sock.recv(min(size, CHUNK_BYTES))
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed from error
            if not part:
                raise ChannelClosed
            size -= len(part)
            yield part

    def shut_down(self) -> None:
        """Shut the connection down, so that both the child and a thread that waits for it notice."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _wait(self, event: int, deadline: float, tick: Any = None) -> None:
        """Wait until the socket is ready; a dead child's socket stays readable to its end."""
        if self.sock.fileno() < 0:
            raise ChannelClosed
        poll = select.poll()
        poll.register(self.sock, event)
        if self.pidfd >= 0:
            poll.register(self.pidfd, select.POLLIN)
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise ChannelTimeout
            if tick is not None and now - self._ticked_at > self.tick_seconds:
                self._ticked_at = now  # also when bytes trickle in, or a child could prevent the check
                tick()
            ready = dict(poll.poll(min(deadline - now, self.tick_seconds) * 1000 + 1))
            if self.sock.fileno() in ready:
                return
            if ready:
                raise ChannelClosed
