"""The deadline that was told, written onto the file itself or, where that can't be, beside it.

So a lost index changes no deadline. What is written names the content that it is for: a copy, or another file
under the same inode, does not inherit it.
"""

from __future__ import annotations

import errno
import math
import os
import stat
import struct
from contextlib import suppress
from typing import NamedTuple

from mayfly.cleanup.files import FileState, Folder, open_held

_ATTRIBUTE = "user.mayfly.keep-until"
# Deadline, life; inode, time of change and size. As text it would not fit into an inode of ext4 (256 bytes),
# and a file whose attributes have a block of their own takes several times as long to remove.
_VALUE = struct.Struct("<ddQqQ")
_BESIDE = "kept"
_BESIDE_BYTES = 4 << 20
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


class Told(NamedTuple):
    """What was told of a file.

    Attributes:
        expires: Epoch seconds of its deadline.
        ttl: Length of its life in seconds; 0 where an earlier version did not write it.
    """

    expires: float
    ttl: float


def write_onto(descriptor: int, told: Told, file: FileState) -> bool:
    """Write a deadline onto an open file; return whether the file system took it."""
    value = _VALUE.pack(told.expires, told.ttl, file.inode, file.mtime_ns, file.size_bytes)
    try:
        os.setxattr(descriptor, _ATTRIBUTE, value)
    except OSError as error:
        return error.errno in {errno.EACCES, errno.EPERM} and _write_onto_read_only(descriptor, value)
    return True


def _write_onto_read_only(descriptor: int, value: bytes) -> bool:
    """Write onto a file of ours that we made read-only: the attribute needs the permission to write."""
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & 0o200:
        return False
    try:
        os.fchmod(descriptor, mode | 0o200)
        try:
            os.setxattr(descriptor, _ATTRIBUTE, value)
        finally:
            os.fchmod(descriptor, mode)
    except OSError:
        return False
    return True


def write_beside(top: Folder, told: Told, file: FileState) -> None:
    """Write a deadline into the hidden folder; where nothing can be written, the index alone knows it."""
    with suppress(OSError), open_held(_BESIDE, _APPEND, top) as beside:
        if os.fstat(beside.fileno()).st_size > _BESIDE_BYTES:
            os.ftruncate(beside.fileno(), 0)  # a full day's models are a tenth of this
        os.write(beside.fileno(), _text(told, file) + b"\n")


def read_from(path: str, file: FileState) -> Told | None:
    """Return what was written onto a file, if it was for its content."""
    try:
        return _told(os.getxattr(path, _ATTRIBUTE, follow_symlinks=False), file)
    except OSError:
        return None


def read_beside(top: Folder) -> dict[tuple[int, int, int], Told]:
    """Return all that was written beside, by inode, time of change and size; the last word counts."""
    found: dict[tuple[int, int, int], Told] = {}
    with suppress(OSError), open_held(_BESIDE, _READ, top) as beside:
        text = os.pread(beside.fileno(), 2 * _BESIDE_BYTES, 0)
        for line in text.splitlines():
            with suppress(ValueError):
                expires, ttl, inode, mtime_ns, size = line.split()
                found[int(inode), int(mtime_ns), int(size)] = Told(float(expires), float(ttl))
    return found


def _text(told: Told, file: FileState) -> bytes:
    return f"{told.expires:.3f} {told.ttl:.3f} {file.inode} {file.mtime_ns} {file.size_bytes}".encode()


def _told(value: bytes, file: FileState) -> Told | None:
    """Read an attribute's value; an earlier version wrote the deadline alone, as text."""
    content = [file.inode, file.mtime_ns, file.size_bytes]
    try:
        if len(value) == _VALUE.size:
            expires, ttl, *written_for = _VALUE.unpack(value)
        else:
            expires, ttl, written_for = float(value), 0.0, content
    except ValueError:
        return None
    known = math.isfinite(expires) and math.isfinite(ttl) and written_for == content
    return Told(expires, ttl) if known else None
