"""Accept connections one at a time, so that their number is always known, even when descriptors run out.

asyncio's own server accepts the whole backlog before the application hears of any
connection: by then a flood has all descriptors. When none are left it waits a second;
uvloop's server closes new connections. Here an old connection without a request is closed
instead, and some descriptors are kept in reserve for such moments.
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


class SpareDescriptors:
    """Descriptors that are held in reserve, for moments in which there are no others."""

    def __init__(self, count: int) -> None:
        """Set how many are held; none is taken yet."""
        self._count = count
        self._held: list[int] = []

    def take(self) -> None:
        """Take as many as are missing, if there are so many."""
        with suppress(OSError):
            while len(self._held) < self._count:
                self._held.append(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))

    def release(self) -> None:
        """Close all of them, so that other parts of this process can open files."""
        while self._held:
            os.close(self._held.pop())


class Acceptor:
    """Accepts connections from listening sockets."""

    def __init__(self, admit: Callable[[], bool], make_room: Callable[[], bool]) -> None:
        """Set the rules; nothing is accepted yet.

        Args:
            admit: Returns whether there is room for one more connection.
            make_room: Closes a connection without a request; returns False if all have one.
        """
        self._admit = admit
        self._make_room = make_room
        self._spare = SpareDescriptors(SPARE_DESCRIPTORS)
        self._tasks: list[asyncio.Task[None]] = []
        self._complained_at = float("-inf")

    def open(self, listeners: Sequence[socket.socket], factory: Factory, backlog: int) -> None:
        """Listen, and accept until ``close``; each connection gets a protocol from the factory."""
        self._spare.take()
        for listener in listeners:
            listener.setblocking(False)
            listener.listen(backlog)
            self._tasks.append(asyncio.create_task(self._accept_from(listener, factory)))

    async def close(self) -> None:
        """Stop accepting; the owner of the sockets closes them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._spare.release()

    def keep_spare(self) -> None:
        """Take back the spare descriptors that were given away, if there are enough again."""
        if self._tasks:
            self._spare.take()

    async def _accept_from(self, listener: socket.socket, factory: Factory) -> None:
        while True:
            try:
                await self._accept_one(listener, factory)
            except OSError as error:
                if error.errno in _NONE_LEFT:
                    self._free_descriptors()
                await asyncio.sleep(_PAUSE_SECONDS if error.errno in _NONE_LEFT else 0)
            except Exception as error:  # go on, or nobody could connect any more
                log.warning("a connection could not be accepted: %s", type(error).__name__)
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
            await asyncio.sleep(0)  # let others run, however many connections there are to refuse
            return
        try:
            await loop.connect_accepted_socket(factory, connection)
        except BaseException:
            connection.close()
            raise

    def _free_descriptors(self) -> None:
        """Free some descriptors when none are left."""
        if time.monotonic() - self._complained_at > _QUIET_SECONDS:
            self._complained_at = time.monotonic()
            log.warning("There are no descriptors left; connections without a request are closed.")
        self._spare.release()
        for _ in range(SPARE_DESCRIPTORS):
            self._make_room()
