"""Advisory locks on small files of the hidden folder, with a bounded wait.

``flock`` belongs to the open file, not to the process: two services of one
process exclude each other as two processes do, and a killed holder frees it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mayfly.cleanup.files import Folder, give_to_owner_of

_RETRY_SECONDS = 0.0003
_held: set[int] = set()


def _forget_in_child() -> None:
    """Close the locks that a fork copied: their holder is a thread of the parent."""
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)


def lock_within(descriptor: int, operation: int, seconds: float) -> bool:
    """Take a ``flock`` within a time; tell whether it was got."""
    give_up = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= give_up:
                return False
            time.sleep(_RETRY_SECONDS)


def open_lock_file(folder: Folder, name: str) -> int:
    """Open (or make) a lock file in a folder; give its descriptor.

    Raises:
        OSError: It can't be opened.
    """
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(name, flags | os.O_RDWR, dir_fd=folder.descriptor)
    except FileNotFoundError:
        descriptor = os.open(name, flags | os.O_RDWR | os.O_CREAT, 0o600, dir_fd=folder.descriptor)
        give_to_owner_of(folder, descriptor)
        return descriptor
    except OSError:
        # A read-only file system still lets an existing lock file be locked.
        return os.open(name, flags | os.O_RDONLY, dir_fd=folder.descriptor)


@contextmanager
def file_lock(folder: Folder, name: str, *, seconds: float) -> Iterator[bool]:
    """Hold an exclusive lock for a block; the value tells whether it was got in time.

    Args:
        folder: The folder that holds the lock file.
        name: Name of the lock file.
        seconds: How long to wait for it.

    Raises:
        OSError: The lock file can't be opened.
    """
    descriptor = open_lock_file(folder, name)
    _held.add(descriptor)
    try:
        yield lock_within(descriptor, fcntl.LOCK_EX, seconds)
    finally:
        if descriptor in _held:  # not in a child forked meanwhile
            _held.discard(descriptor)
            # Said aloud, because a child forked meanwhile may hold a copy of the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)
