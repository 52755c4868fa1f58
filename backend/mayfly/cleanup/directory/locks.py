"""Advisory locks on small files of the hidden folder, with a bounded wait.

``flock`` belongs to the open file, not to the process: two services of one
process exclude each other as two processes do, and a killed holder frees it.

Every lock hangs on a block of C (``safe_files.open_owned``, a native lock), never on an
``acquire`` with a ``try`` after it: an exception may come between those two.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mayfly.cleanup.directory.folders import Folder, give_to_owner_of
from mayfly.safe_files import OwnedFd, open_owned

INDEX_LOCK = "index.lock"
SWEEP_LOCK = "sweep.lock"
JANITOR_LOCK = "janitor.lock"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""Nothing can be written now: no block, no inode, no quota, or a file system that is read-only."""
_STANDS_IN = {INDEX_LOCK: ".", SWEEP_LOCK: "trash", JANITOR_LOCK: "partials"}
_SOMEONE = "another process"
_RETRY_SECONDS = 0.0003
_THREAD_RETRY_SECONDS = 0.005
_held: set[OwnedFd] = set()


def _forget_in_child() -> None:
    """Close the locks that a fork copied: a thread of the parent holds them."""
    for held in list(_held):
        held.close()
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)


def lock_within(descriptor: int, operation: int, seconds: float) -> bool:
    """Take a ``flock`` within a time; return whether it was taken."""
    give_up = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= give_up:
                return False
            time.sleep(_RETRY_SECONDS)


def is_free_within(lock: threading.Lock, seconds: float) -> bool:
    """Wait until a native lock is free, to be taken by ``with``; return whether it was in time.

    Another thread may take it first; then ``with`` waits its turn.
    """
    give_up, pause = time.monotonic() + seconds, _RETRY_SECONDS
    while lock.locked():
        if time.monotonic() >= give_up:
            return False
        time.sleep(pause)
        pause = min(pause * 2, _THREAD_RETRY_SECONDS)
    return True


def open_lock_file(folder: Folder, name: str) -> OwnedFd:
    """Open (or make) a lock file in the hidden folder; where none can be made, a folder that stands for it.

    Raises:
        OSError: It can't be opened.
    """
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return open_owned(name, flags | os.O_RDWR, folder.descriptor)
    except FileNotFoundError:
        pass
    except OSError:
        # A read-only file system still lets an existing lock file be locked.
        return open_owned(name, flags | os.O_RDONLY, folder.descriptor)
    try:
        held = open_owned(name, flags | os.O_RDWR | os.O_CREAT, folder.descriptor)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return open_owned(_STANDS_IN[name], flags | os.O_RDONLY | os.O_DIRECTORY, folder.descriptor)
    give_to_owner_of(folder, held.fileno())
    return held


def make_lock_files(folder: Folder) -> None:
    """Make all lock files with the hidden folder, as long as there is room for them."""
    for name in _STANDS_IN:
        with suppress(OSError):
            open_lock_file(folder, name).close()


@contextmanager
def file_lock(folder: Folder, name: str, *, seconds: float, signed: bool = False) -> Iterator[bool]:
    """Hold an exclusive lock for a block; the value is whether it was taken in time.

    Args:
        folder: The folder that holds the lock file.
        name: Name of the lock file.
        seconds: How long to wait for it.
        signed: Write which process holds it into the file.

    Raises:
        OSError: The lock file can't be opened.
    """
    with open_lock_file(folder, name) as held:
        try:
            _held.add(held)
            got = lock_within(held.fileno(), fcntl.LOCK_EX, seconds)
            if got and signed:
                with suppress(OSError):
                    os.pwrite(held.fileno(), f"{os.getpid():<10} {secrets.token_hex(8)}\n".encode(), 0)
            yield got
        finally:
            if held in _held:  # not in a child forked meanwhile
                _held.discard(held)
                # Explicitly, because a child forked meanwhile may hold a copy of the descriptor.
                fcntl.flock(held.fileno(), fcntl.LOCK_UN)


def signature(folder: Folder, name: str) -> str:
    """Return what the last holder of a signed lock wrote (process id and a random word), or nothing."""
    with (
        suppress(OSError),
        open_owned(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW, folder.descriptor) as held,
    ):
        return os.pread(held.fileno(), 64, 0).decode("ascii", "replace")
    return ""


def lock_file_holder(folder: Folder, name: str) -> str:
    """Return which process holds a lock of the hidden folder, in words."""
    with suppress(OSError):
        return lock_holder(os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False).st_ino)
    return _SOMEONE


def lock_holder(inode: int) -> str:
    """Return which process holds a ``flock`` on a file, in words: the kernel lists the machine's locks."""
    with suppress(OSError, ValueError):
        for line in Path("/proc/locks").read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words[1] == "FLOCK" and int(words[5].rpartition(":")[2]) == inode and int(words[4]) > 0:
                return f"process {words[4]}"
    return _SOMEONE
