"""Connections that never get on: bounds, missing in uvicorn, on the size and time of a request's head."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_LIMIT_BYTES = 1024 * 1024
"""Received without a request coming of it; a first packet may hold some of a body, too."""


class Server(uvicorn.Server):
    """uvicorn's server, which also parts with clients that never finish a request's head."""

    def __init__(self, config: uvicorn.Config, head_seconds: float) -> None:
        """Keep the limit; uvicorn has none before the first request of a connection."""
        super().__init__(config)
        self._head_seconds = head_seconds
        self._waits: dict[Any, tuple[Any, float]] = {}

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where: uvicorn is silent about sockets that it is given."""
        await super().startup(sockets)
        if sockets and self.started:
            self._log_started_message(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look at the connections once a second, beside what uvicorn does."""
        if counter % 10 == 0:
            self._part_with_the_slow(time.monotonic())
        return await super().on_tick(counter)

    def _part_with_the_slow(self, now: float) -> None:
        """End connections that wait for a head, or for a close to be taken note of, longer than allowed."""
        waits: dict[Any, tuple[Any, float]] = {}
        for connection in self.server_state.connections:
            cycle = getattr(connection, "cycle", None)
            transport = getattr(connection, "transport", None)
            if transport is None or not (_is_between_requests(connection) or transport.is_closing()):
                continue
            last, since = self._waits.get(connection, (cycle, now))
            if last is not cycle:  # there was a request meanwhile
                since = now
            if now - since > self._head_seconds:
                transport.abort()
            waits[connection] = (cycle, since)
        self._waits = waits


def bounded_protocol() -> type[asyncio.Protocol]:
    """Give uvicorn's HTTP protocol with a bound on what it takes in before a request has begun.

    httptools keeps header after header, without any limit.
    """
    receive = AutoHTTPProtocol.data_received

    def data_received(self: Any, data: bytes) -> None:
        if not _is_between_requests(self):
            self.head_bytes = 0
        else:
            self.head_bytes = getattr(self, "head_bytes", 0) + len(data)
            if self.head_bytes > HEAD_LIMIT_BYTES:
                self.transport.abort()
                return
        receive(self, data)
        if not _is_between_requests(self):
            self.head_bytes = 0

    return type("BoundedProtocol", (AutoHTTPProtocol,), {"data_received": data_received})


def _is_between_requests(connection: Any) -> bool:
    cycle = getattr(connection, "cycle", None)
    return cycle is None or cycle.response_complete
