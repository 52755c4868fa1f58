"""The connections of ``mayfly serve``: limits on their number and on idle time, which uvicorn lacks.

Heads, trailers and idle connections cost memory and descriptors before anybody
has shown a token. h11 limits heads and trailers, and parses one pipelined request at a
time; httptools limits none of these (docs/http.md has the figures). The number of
connections, and the time that a head may take, are limited here.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from mayfly.http.serving.accepting import Acceptor

HEAD_LIMIT_BYTES = 32 * 1024
"""Limit of a request's head, of a body's trailers, and of each line of a chunked body."""

_OVER = 16  # connections above the limit that are accepted to be answered with 503


class _State(ServerState):
    """uvicorn's state, and since when connections have had no request (monotonic seconds), oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.idle: dict[asyncio.Protocol, float] = {}


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol for h11, which also notes since when its connection has had no request."""

    _idle: dict[asyncio.Protocol, float]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start without a request."""
        self._idle = getattr(self.server_state, "idle", {})
        super().connection_made(transport)
        self._idle[self] = time.monotonic()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._idle.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived; with the whole head of a request the connection is busy."""
        super().data_received(data)
        if self._is_busy():
            self._idle.pop(self, None)

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it has arrived already."""
        super().on_response_complete()
        if not self._is_busy() and self in self.connections:
            self._idle.pop(self, None)  # the order has to be that of the times
            self._idle[self] = time.monotonic()

    def send_400_response(self, msg: str) -> None:
        """Answer 400 to what is not HTTP, or drop the connection if an answer has begun."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.abort()

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete


class Server(uvicorn.Server):
    """uvicorn's server with a limit on connections, which also closes those that take too long."""

    server_state: _State

    def __init__(
        self,
        config: uvicorn.Config,
        head_seconds: float,
        connections: int = 1000,
        end_streams: Callable[[], None] | None = None,
    ) -> None:
        """Set the limits.

        Args:
            config: uvicorn's; its protocol should be ``BoundedProtocol``.
            head_seconds: Time that a connection may take for a request's head.
            connections: Connections at the same time. Above that the one that has had no request
                for longest is closed; if all are busy, a further one is answered with 503.
            end_streams: Ends answers that would go on until their clients hang up; called when the server
                is to end.
        """
        config.limit_concurrency = connections + 1  # uvicorn's own limit counts idle connections, too
        super().__init__(config)
        self.server_state = _State()
        self._head_seconds = head_seconds
        self._most = connections
        self._end_streams = end_streams
        self._acceptor = Acceptor(self._admit, self._make_room)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, accept from the sockets, and log their addresses, as uvicorn does not for given sockets."""
        if not sockets:
            await super().startup(sockets)
            return
        await super().startup([])
        if self.started:
            self._acceptor.open(sockets, self._protocol, self.config.backlog)
            self._log_started_message(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, then let uvicorn finish what is under way."""
        await self._acceptor.close()
        if self._end_streams is not None:
            self._end_streams()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Check the connections once a second, besides what uvicorn does."""
        if counter % 10 == 0:
            self._close_slow(time.monotonic())
            self._acceptor.keep_spare()
        return await super().on_tick(counter)

    def _protocol(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        protocol: asyncio.Protocol = make(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol

    def _make_room(self) -> bool:
        """Close the connection that has had no request for longest; return False if all have one."""
        for connection in self.server_state.idle:
            del self.server_state.idle[connection]
            connection.transport.abort()  # type: ignore[attr-defined]
            return True
        return False

    def _admit(self) -> bool:
        """Return whether one more connection is accepted; an idle one may be closed for it."""
        count = len(self.server_state.connections)
        return count < self._most or self._make_room() or count < self._most + _OVER

    def _close_slow(self, now: float) -> None:
        """Close connections that have waited too long for a head, or for the other side to close."""
        idle = self.server_state.idle
        for connection in self.server_state.connections:
            if connection not in idle and connection.transport.is_closing():
                idle[connection] = now
        while idle and now - next(iter(idle.values())) > self._head_seconds:
            self._make_room()
