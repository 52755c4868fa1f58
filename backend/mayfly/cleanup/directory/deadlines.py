"""Deadlines written onto the files themselves or, where that can't be, into a file of the hidden folder.

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

from mayfly.cleanup.directory.files import FileState, content_digest
from mayfly.cleanup.directory.folders import Folder
from mayfly.safe_files import open_owned

_ATTRIBUTE = "user.mayfly.keep-until"
# Deadline, life; inode, time of change and size; the beginning of the content's digest. As text it would not
# fit into an inode of ext4 (256 bytes), and a file whose attributes have a block of their own takes several
# times as long to remove.
_VALUE = struct.Struct("<ddQqQ8s")
_WITHOUT_DIGEST = struct.Struct("<ddQqQ")
_NO_DIGEST = bytes(8)
_BESIDE = "kept"
_BESIDE_BYTES = 4 << 20
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


class FileDeadline(NamedTuple):
    """The deadline that a file was given.

    Attributes:
        expires: Epoch seconds of its deadline.
        ttl: Length of its life in seconds; 0 where an earlier version did not write it.
    """

    expires: float
    ttl: float


def write_onto(descriptor: int, deadline: FileDeadline, file: FileState) -> bool:
    """Write a deadline onto an open file; return whether the file system took it."""
    digest = file.content[:8] if file.content else _NO_DIGEST
    value = _VALUE.pack(deadline.expires, deadline.ttl, file.inode, file.mtime_ns, file.size_bytes, digest)
    try:
        os.setxattr(descriptor, _ATTRIBUTE, value)
    except OSError as error:
        return error.errno in {errno.EACCES, errno.EPERM} and _write_onto_read_only(descriptor, value)
    return True


def _write_onto_read_only(descriptor: int, value: bytes) -> bool:
    """Write onto a read-only file of ours: the attribute needs the permission to write."""
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


def write_beside(top: Folder, deadline: FileDeadline, file: FileState) -> None:
    """Write a deadline into the hidden folder; where nothing can be written, only the index has it."""
    with suppress(OSError), open_owned(_BESIDE, _APPEND, top.descriptor) as beside:
        if os.fstat(beside.fileno()).st_size > _BESIDE_BYTES:
            os.ftruncate(beside.fileno(), 0)  # a full day's models are a tenth of this
        os.write(beside.fileno(), _text(deadline, file) + b"\n")


def read_from(path: str, file: FileState) -> FileDeadline | None:
    """Return what was written onto a file, if it was for its content, whenever that was touched."""
    try:
        value = os.getxattr(path, _ATTRIBUTE, follow_symlinks=False)
        if len(value) == _VALUE.size:
            *found, digest = _VALUE.unpack(value)
            touched = found[2:] == [file.inode, found[3], file.size_bytes] and found[3] != file.mtime_ns
            if touched and digest != _NO_DIGEST and _digest_of(path) == digest:
                found[3] = file.mtime_ns
        elif len(value) == _WITHOUT_DIGEST.size:  # an earlier version's
            found = list(_WITHOUT_DIGEST.unpack(value))
        else:  # a still earlier one's: the deadline alone, as text
            found = [float(value), 0.0, file.inode, file.mtime_ns, file.size_bytes]
    except (OSError, ValueError):
        return None
    expires, ttl, *written_for = found
    known = math.isfinite(expires) and math.isfinite(ttl)
    same = written_for == [file.inode, file.mtime_ns, file.size_bytes]
    return FileDeadline(expires, ttl) if known and same else None


def _digest_of(path: str) -> bytes:
    """Return the beginning of the digest of a file's content.

    Raises:
        OSError: It can't be read.
    """
    descriptor = os.open(path, _READ)
    try:
        return content_digest(descriptor, os.fstat(descriptor).st_size)[:8]
    finally:
        os.close(descriptor)


def read_beside(top: Folder) -> dict[tuple[int, int, int], FileDeadline]:
    """Return the deadlines in the hidden folder, by inode, time of change and size; the latest ones count."""
    found: dict[tuple[int, int, int], FileDeadline] = {}
    with suppress(OSError), open_owned(_BESIDE, _READ, top.descriptor) as beside:
        text = os.pread(beside.fileno(), 2 * _BESIDE_BYTES, 0)
        for line in text.splitlines():
            with suppress(ValueError):
                expires, ttl, inode, mtime_ns, size = line.split()
                found[int(inode), int(mtime_ns), int(size)] = FileDeadline(float(expires), float(ttl))
    return found


def _text(deadline: FileDeadline, file: FileState) -> bytes:
    return (
        f"{deadline.expires:.3f} {deadline.ttl:.3f} {file.inode} {file.mtime_ns} {file.size_bytes}".encode()
    )
