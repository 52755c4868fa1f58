"""Accepting connections one at a time, so that their number is known at each, also when descriptors run out.

asyncio's own server accepts whatever waits, up to the whole backlog, before any
of the connections is heard of: by then a flood has all descriptors. When it has
none left it waits a second; uvloop's closes what comes. Here an old connection
without a request makes room, and some descriptors are kept for such moments.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

log = logging.getLogger("mayfly.http")

SPARE_DESCRIPTORS = 16

_NONE_LEFT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_PAUSE_SECONDS = 0.05
_QUIET_SECONDS = 60.0

Factory = Callable[[], asyncio.Protocol]


class Spare:
    """Descriptors that are held for a moment in which there are no others."""

    def __init__(self, count: int) -> None:
        """Hold none yet."""
        self._count = count
        self._held: list[int] = []

    def take(self) -> None:
        """Take as many as are missing, and can be had."""
        with suppress(OSError):
            while len(self._held) < self._count:
                self._held.append(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))

    def release(self) -> None:
        """Let all of them go, for whatever in this process needs one."""
        while self._held:
            os.close(self._held.pop())


class Door:
    """Accepts connections from listening sockets."""

    def __init__(self, admit: Callable[[], bool], make_room: Callable[[], bool]) -> None:
        """Keep the rules; nothing is accepted yet.

        Args:
            admit: Returns whether there is room for one more connection.
            make_room: Closes a connection that nobody uses; returns False if there is none.
        """
        self._admit = admit
        self._make_room = make_room
        self._spare = Spare(SPARE_DESCRIPTORS)
        self._tasks: list[asyncio.Task[None]] = []
        self._complained_at = float("-inf")

    def open(self, listeners: Sequence[socket.socket], factory: Factory, backlog: int) -> None:
        """Listen, and accept until ``close``; each connection gets a protocol of the factory."""
        self._spare.take()
        for listener in listeners:
            listener.setblocking(False)
            listener.listen(backlog)
            self._tasks.append(asyncio.create_task(self._accept_from(listener, factory)))

    async def close(self) -> None:
        """Accept nothing more; the sockets stay their owner's to close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._spare.release()

    def keep_spare(self) -> None:
        """Take back the descriptors that were given away in need, if there are some again."""
        if self._tasks:
            self._spare.take()

    async def _accept_from(self, listener: socket.socket, factory: Factory) -> None:
        while True:
            try:
                await self._accept_one(listener, factory)
            except OSError as error:
                if error.errno in _NONE_LEFT:
                    self._get_by()
                await asyncio.sleep(_PAUSE_SECONDS if error.errno in _NONE_LEFT else 0)
            except Exception as error:  # one bad turn must not be the last: nobody could connect any more
                log.warning("a connection could not be taken in: %s", type(error).__name__)
                log.debug("how it happened", exc_info=True)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _accept_one(self, listener: socket.socket, factory: Factory) -> None:
        """Accept one connection, and close it if there is no room for it.

        Raises:
            OSError: There are no descriptors left, or the client has gone while it waited.
        """
        loop = asyncio.get_running_loop()
        connection, _ = await loop.sock_accept(listener)
        if not self._admit():
            connection.close()
            await asyncio.sleep(0)  # the others get their turn, however many there are to refuse
            return
        try:
            await loop.connect_accepted_socket(factory, connection)
        except BaseException:
            connection.close()
            raise

    def _get_by(self) -> None:
        """Free some descriptors where there are none left."""
        if time.monotonic() - self._complained_at > _QUIET_SECONDS:
            self._complained_at = time.monotonic()
            log.warning("There are no descriptors left; connections without a request are closed.")
        self._spare.release()
        for _ in range(SPARE_DESCRIPTORS):
            self._make_room()
