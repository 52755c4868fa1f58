"""Messages between a command and the warm process: JSON of bounded length, then files as raw bytes."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from mayfly.cad import channel

MOST_FILES: Final = 64
"""Files that may follow a message."""
FILES_LIMIT_BYTES: Final = 512 * 1024 * 1024
"""Size that the files behind one message may have together."""
_PEER = struct.Struct("3i")


class BadPeer(Exception):
    """The other end is gone, silent for too long, or sent what is no message."""


class Link:
    """One end of the connection between a command and the warm process; two threads may send.

    Args:
        sock: The connected socket.

    Attributes:
        peer: Process id of the other end as the kernel knows it.
    """

    def __init__(self, sock: socket.socket) -> None:
        """Take over the socket.

        Raises:
            BadPeer: The other end is another user's process.
        """
        self._connection = channel.Connection(sock)
        self._sending = threading.Lock()
        self.peer, uid, _ = _PEER.unpack(sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
        if uid != os.geteuid():
            sock.close()
            raise BadPeer("it belongs to another user")

    def send(self, message: dict[str, Any], files: Sequence[bytes] = (), *, seconds: float) -> None:
        """Send a message, and files behind it.

        Raises:
            BadPeer: It could not be sent within ``seconds``.
        """
        deadline = time.monotonic() + seconds
        header = channel.encode({**message, "files": [len(file) for file in files]})
        if len(header) > channel.HEADER_LIMIT_BYTES:
            raise BadPeer("the message is too long")
        try:
            with self._sending:
                for data in (header, *files):
                    self._connection.send(data, deadline)
        except (channel.ChannelClosed, channel.ChannelTimeout) as error:
            raise BadPeer("it does not read") from error

    def receive(self, *, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Receive a message and the files behind it.

        Raises:
            BadPeer: Nothing whole came within ``seconds``, or what came is not a message.
        """
        deadline = time.monotonic() + seconds
        try:
            message = self._connection.receive(deadline)
            sizes = _sizes(message.pop("files", None))
            files = [b"".join(self._connection.payload(size, deadline)) for size in sizes]
        except (channel.ChannelClosed, channel.ChannelTimeout, channel.BadMessage) as error:
            raise BadPeer(type(error).__name__) from error
        return message, files

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self._connection.sock.fileno()

    def close(self) -> None:
        """Close the connection, also for a thread that waits for it."""
        self._connection.shut_down()
        self._connection.sock.close()


def _sizes(given: Any) -> list[int]:
    """Check the sizes of the files that follow a message.

    Raises:
        BadMessage: They are not sizes, or too many or too much.
    """
    if not isinstance(given, list) or len(given) > MOST_FILES:
        raise channel.BadMessage("no list of sizes")
    if not all(type(size) is int and size >= 0 for size in given) or sum(given) > FILES_LIMIT_BYTES:
        raise channel.BadMessage("sizes out of range")
    return given
