"""Open files that others may replace by links, devices or FIFOs meanwhile, and ask who holds a lock on one.

The one place for both: ``cleanup``, ``cad.workshop`` and ``http`` import it, and it imports nothing of ours.
"""

from __future__ import annotations

import errno
import fcntl
import functools
import io
import itertools
import os
import select
import stat
from collections.abc import Callable
from typing import Any, Protocol, Self

READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""For reading a regular file: no link is followed, and a FIFO is opened without waiting for its writer."""
NOT_A_FILE = {errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENODEV}
"""Errors of opening with ``READ_FLAGS`` where nothing is there, a link, a socket, or a lost device."""


class OwnedFd(Protocol):
    """An open file that is closed with its block, or with the last reference to this."""

    def fileno(self) -> int:
        """Return the descriptor."""
        ...

    def close(self) -> None:
        """Close it; a second time does nothing."""
        ...

    def __enter__(self) -> Self:
        """Return this."""
        ...

    def __exit__(self, *error: object) -> None:
        """Close it."""
        ...


own_descriptor: Callable[[int], Any] = (
    select.epoll.fromfd if hasattr(select, "epoll") else functools.partial(io.FileIO, mode="rb")
)
"""Makes an ``OwnedFd`` of a descriptor.

An object of C: it takes a descriptor of any kind without looking at it, and its blocks begin and end without
a byte code between, so that an exception at any moment (a time limit, an interrupt) leaks nothing. Elsewhere
a raw file, which does the same for regular files.
"""


def open_owned(path: str | bytes, flags: int, dir_fd: int | None = None) -> OwnedFd:
    """Open a file (a new one with mode 0600) in one call of C, so that its number is never without an owner.

    Raises:
        OSError: It can't be opened.
    """
    opening = functools.partial(os.open, mode=0o600, dir_fd=dir_fd)
    opened: OwnedFd = next(map(own_descriptor, map(opening, [path], [flags])))
    return opened


def opener(flags: int, dir_fd: int) -> Callable[[str | bytes], OwnedFd]:
    """Return a function that opens files of one folder as ``open_owned`` does, for thousands of them."""
    paths: list[str | bytes] = []
    opening = functools.partial(os.open, mode=0o600, dir_fd=dir_fd)
    opened = map(own_descriptor, map(opening, iter(paths.pop, None), itertools.repeat(flags)))

    def open_one(path: str | bytes) -> OwnedFd:
        paths.append(path)  # taken by the next step of the chain, all of it in C
        held: OwnedFd = next(opened)
        return held

    return open_one


def open_for_reading(path: str | bytes, dir_fd: int | None = None) -> OwnedFd:
    """Open what may be a regular file for reading, following no link and waiting for nothing.

    Raises:
        OSError: It can't be opened, or is a link.
    """
    return open_owned(path, READ_FLAGS, dir_fd)


def open_regular(path: str | bytes, dir_fd: int | None = None) -> tuple[OwnedFd, os.stat_result] | None:
    """Open a regular file for reading, following no link; None for anything else (a FIFO) and for nothing.

    Raises:
        OSError: It is there, but can't be opened.
    """
    try:
        opened = open_for_reading(path, dir_fd)
    except OSError as error:
        if error.errno in NOT_A_FILE:
            return None
        raise
    found = os.fstat(opened.fileno())
    if not stat.S_ISREG(found.st_mode):
        opened.close()
        return None
    return opened, found


def open_stream(path: str | bytes, dir_fd: int | None = None) -> io.BufferedReader | None:
    """Open a regular file as a stream, following no link; None for anything else and for nothing.

    Raises:
        OSError: It is there, but can't be opened.
    """
    opening = functools.partial(os.open, dir_fd=dir_fd)
    try:
        # Looked at before it is opened: opening a device or a FIFO may already do something.
        if not stat.S_ISREG(os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_mode):
            return None
        return io.BufferedReader(next(map(io.FileIO, map(opening, [path], [READ_FLAGS]))))
    except OSError as error:
        if error.errno in NOT_A_FILE | {errno.EISDIR}:
            return None
        raise


def is_locked(descriptor: int) -> bool:
    """Return whether an exclusive ``flock`` is held on an open file; it ends with the process that holds it.

    This is how processes show that they are alive: a janitor, and each worker of the HTTP service. If none
    holds it, the descriptor has a shared lock afterwards, until it is closed or unlocked.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
