"""Where commands and the warm process meet: a private folder with the socket and two locks."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import stat
import sys
from pathlib import Path
from typing import Final

_SERVING: Final = "serving.lock"
_STARTING: Final = "starting.lock"
_SOCKET: Final = "socket"
_OPEN_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_BACKLOG: Final = 256


class NoFolder(Exception):
    """There is no folder that only this user can reach; the text says why."""


class MeetingFolder:
    """The private folder of one user, opened: what replaces its path later is never followed.

    Args:
        path: Where it is; made if it is missing.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            NoFolder: It can't be made, is a link, or others can reach it.
        """
        self.path = path
        try:
            with contextlib.suppress(FileExistsError):
                path.mkdir(mode=0o700)
            self._descriptor = os.open(path, _OPEN_FOLDER)
        except OSError as error:
            raise NoFolder(f"{path}: {error.strerror}") from error
        if not is_private(os.fstat(self._descriptor)):
            os.close(self._descriptor)
            raise NoFolder(f"{path} is not private")

    def connect(self) -> socket.socket | None:
        """Return a connection to the warm process; None where nothing listens.

        Raises:
            OSError: The system refuses it for another reason.
        """
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(1.0)
        try:
            sock.connect(self._address)
        except (FileNotFoundError, ConnectionRefusedError, BlockingIOError, TimeoutError):
            sock.close()
            return None
        except BaseException:
            sock.close()
            raise
        return sock

    def listen(self) -> socket.socket:
        """Return a socket on which commands are heard; what a killed process left is replaced.

        The caller holds the lock of ``lock_serving``.

        Raises:
            OSError: It can't be made.
        """
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.remove_socket()
            sock.bind(self._address)
            os.chmod(_SOCKET, 0o600, dir_fd=self._descriptor)
            sock.listen(_BACKLOG)
        except BaseException:
            sock.close()
            raise
        return sock

    def socket_identity(self) -> tuple[int, int] | None:
        """Return device and inode of what the folder's path leads to as the socket; None for nothing.

        The path is followed again, since a session's folder is removed with the session.
        """
        try:
            found = (self.path / _SOCKET).lstat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def remove_socket(self) -> None:
        """Remove the socket, if there is one."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(_SOCKET, dir_fd=self._descriptor)

    def lock_serving(self) -> int | None:
        """Return the descriptor of the lock that the one warm process holds; None where another one does."""
        return self._lock(_SERVING)

    def lock_starting(self) -> int | None:
        """Return the descriptor of the lock of the command that starts it; None where another one does."""
        return self._lock(_STARTING)

    def open_log(self) -> int:
        """Return the descriptor of the emptied file that takes what the warm process writes."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open("log", flags, 0o600, dir_fd=self._descriptor)

    def close(self) -> None:
        """Close it."""
        os.close(self._descriptor)

    @property
    def _address(self) -> str:
        """The socket's path by the opened folder: short enough whatever the folder is called."""
        return f"/proc/self/fd/{self._descriptor}/{_SOCKET}"

    def _lock(self, name: str) -> int | None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(name, flags, 0o600, dir_fd=self._descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def meeting_folder() -> MeetingFolder:
    """Return this user's folder: in the session's own folder, or else in the one for temporary files.

    Raises:
        NoFolder: No folder can be reached by this user alone, or this is not Linux.
    """
    if sys.platform != "linux":
        raise NoFolder("a workshop stays warm on Linux only")
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if session.startswith("/") and _is_own(session):
        return MeetingFolder(Path(session) / "mayfly")
    return MeetingFolder(Path(f"/tmp/mayfly-{os.geteuid()}"))  # noqa: S108 (checked to be private)


def is_private(status: os.stat_result) -> bool:
    """Return whether only this user can reach a folder."""
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _is_own(path: str) -> bool:
    try:
        return is_private(Path(path).stat())
    except OSError:
        return False
