"""The connections of ``mayfly serve``: bounds, missing in uvicorn, on their number and on what they hold.

Heads, trailers and idle connections cost memory and descriptors before anybody
has shown a token. h11 bounds heads and trailers, and takes in one pipelined
request at a time; httptools bounds none of these (docs/http.md has the figures).
The number of connections, and the time that a head may take, are bounded here.
"""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from mayfly.http.serving.accepting import Door

HEAD_LIMIT_BYTES = 32 * 1024
"""Of a request's head, of a body's trailers, and of each line of a chunked body."""

_OVER = 16  # connections above the limit whose request is answered with 503


class _State(ServerState):
    """uvicorn's state, and since when a connection has had no request (monotonic seconds), oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.idle: dict[asyncio.Protocol, float] = {}


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol for h11, which also knows when its connection has been without a request."""

    _idle: dict[asyncio.Protocol, float]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin without a request."""
        self._idle = getattr(self.server_state, "idle", {})
        super().connection_made(transport)
        self._idle[self] = time.monotonic()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._idle.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; with a request's whole head the connection is busy."""
        super().data_received(data)
        if self._is_busy():
            self._idle.pop(self, None)

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it has come already."""
        super().on_response_complete()
        if not self._is_busy() and self in self.connections:
            self._idle.pop(self, None)  # the order is that of the times
            self._idle[self] = time.monotonic()

    def send_400_response(self, msg: str) -> None:
        """Tell the client that its request is no HTTP, if it can still be told: an answer may have begun."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.abort()

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete


class Server(uvicorn.Server):
    """uvicorn's server with a bound on connections, which also parts with those that never get on."""

    server_state: _State

    def __init__(self, config: uvicorn.Config, head_seconds: float, connections: int = 1000) -> None:
        """Keep the limits.

        Args:
            config: uvicorn's; its protocol should be ``BoundedProtocol``.
            head_seconds: Time that a connection may take for a request's head.
            connections: Connections at the same time. Above that the one that has been without
                a request for longest is closed; where all are busy, the request of a further
                one is answered with 503.
        """
        config.limit_concurrency = connections + 1  # uvicorn's own limit counts idle ones, too
        super().__init__(config)
        self.server_state = _State()
        self._head_seconds = head_seconds
        self._most = connections
        self._door = Door(self._admit, self._make_room)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, accept from the sockets, and say where: uvicorn is silent about sockets that it is given."""
        if not sockets:
            await super().startup(sockets)
            return
        await super().startup([])
        if self.started:
            self._door.open(sockets, self._protocol, self.config.backlog)
            self._log_started_message(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nothing more, then let uvicorn end what is under way."""
        await self._door.close()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look at the connections once a second, beside what uvicorn does."""
        if counter % 10 == 0:
            self._part_with_the_slow(time.monotonic())
            self._door.keep_spare()
        return await super().on_tick(counter)

    def _protocol(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        protocol: asyncio.Protocol = make(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol

    def _make_room(self) -> bool:
        """Close the connection that has been without a request for longest; False if there is none."""
        for connection in self.server_state.idle:
            del self.server_state.idle[connection]
            connection.transport.abort()  # type: ignore[attr-defined]
            return True
        return False

    def _admit(self) -> bool:
        """Return whether one more connection may come in, after making room for it if need be."""
        count = len(self.server_state.connections)
        return count < self._most or self._make_room() or count < self._most + _OVER

    def _part_with_the_slow(self, now: float) -> None:
        """End connections that wait for a head, or for a close to be taken note of, longer than allowed."""
        idle = self.server_state.idle
        for connection in self.server_state.connections:
            if connection not in idle and connection.transport.is_closing():
                idle[connection] = now
        while idle and now - next(iter(idle.values())) > self._head_seconds:
            self._make_room()
