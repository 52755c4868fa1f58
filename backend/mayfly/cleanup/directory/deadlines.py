"""Deadlines written onto the files themselves or, where that can't be, into a file of the hidden folder.

So a lost index changes no deadline, and neither does a step of the wall clock besides: the deadline by the
boot clock stands there, too. What is written names the content that it is for: a copy, or another file under
the same inode, does not inherit it.
"""

from __future__ import annotations

import errno
import math
import os
import stat
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from mayfly.cleanup.directory.files import FileState, content_digest
from mayfly.cleanup.directory.folders import Folder
from mayfly.safe_files import open_owned

_ATTRIBUTE = "user.mayfly.keep-until"
# Deadline and life; identity, time of change and digest of the content; deadline on the boot clock, and of
# which boot. More does not fit into an inode of ext4 (256 bytes), and a file whose attributes have a block of
# their own takes several times as long to remove.
_VALUE = struct.Struct("<ddIq8sdI")
_BY_SIZE = struct.Struct("<ddQqQ")  # an earlier version's: deadline and life; inode, time of change, size
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
        boot: Seconds of its deadline on the boot clock of the process that wrote it.
        boot_mark: Mark of the boot that this clock counts from; 0 where that is not known.
        content: Digest of the content that it is for; None where that was not noted.
    """

    expires: float
    ttl: float
    boot: float = 0.0
    boot_mark: int = 0
    content: bytes | None = None


class _Written(NamedTuple):
    """A deadline as it was read, and the file that it is for."""

    deadline: FileDeadline
    identity: int
    mtime_ns: int

    def is_for(self, file: FileState, digest: Callable[[], bytes]) -> bool:
        """Return whether it is for a file's content, whenever that was touched.

        Args:
            file: The file as it is now.
            digest: Reads the content; asked only where the time of change has moved.
        """
        if not (math.isfinite(self.deadline.expires) and math.isfinite(self.deadline.ttl)):
            return False
        if self.identity != _identity(file):
            return False
        return self.mtime_ns == file.mtime_ns or (
            self.deadline.content is not None and self.deadline.content == digest()
        )


def _identity(file: FileState) -> int:
    return zlib.crc32(b"%d %d" % (file.inode, file.size_bytes))


def write_onto(descriptor: int, deadline: FileDeadline, file: FileState) -> bool:
    """Write a deadline onto an open file; return whether the file system took it."""
    value = _VALUE.pack(
        deadline.expires,
        deadline.ttl,
        _identity(file),
        file.mtime_ns,
        file.content or _NO_DIGEST,
        deadline.boot,
        deadline.boot_mark,
    )
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
        os.write(beside.fileno(), _line(deadline, file))


def read_from(path: str, file: FileState) -> FileDeadline | None:
    """Return what was written onto a file, if it was for its content, whenever that was touched."""
    try:
        value = os.getxattr(path, _ATTRIBUTE, follow_symlinks=False)
        written = _unpacked(value, file)
        return written.deadline if written.is_for(file, lambda: digest_of(path)) else None
    except (OSError, ValueError):
        return None


def _unpacked(value: bytes, file: FileState) -> _Written:
    """Return the value of an attribute.

    Raises:
        ValueError: Mayfly did not write the value.
    """
    if len(value) == _VALUE.size:
        expires, ttl, identity, mtime_ns, digest, boot, boot_mark = _VALUE.unpack(value)
        content = None if digest == _NO_DIGEST else digest
        return _Written(FileDeadline(expires, ttl, boot, boot_mark, content), identity, mtime_ns)
    if len(value) == _BY_SIZE.size:
        expires, ttl, inode, mtime_ns, size = _BY_SIZE.unpack(value)
        identity = _identity(file) if (inode, size) == (file.inode, file.size_bytes) else -1
        return _Written(FileDeadline(expires, ttl), identity, mtime_ns)
    # A still earlier version's: the deadline alone, as text.
    return _Written(FileDeadline(float(value), 0.0), _identity(file), file.mtime_ns)


def digest_of(path: str) -> bytes:
    """Return the digest of a file's content.

    Raises:
        OSError: It can't be read.
    """
    descriptor = os.open(path, _READ)
    try:
        return content_digest(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


class DeadlinesBeside:
    """The deadlines that stand in the hidden folder, as they were when this was made."""

    def __init__(self, top: Folder) -> None:
        """Read them; the latest line of each file counts."""
        self._of: dict[int, _Written] = {}
        with suppress(OSError), open_owned(_BESIDE, _READ, top.descriptor) as beside:
            text = os.pread(beside.fileno(), 2 * _BESIDE_BYTES, 0)
            for line in text.splitlines():
                with suppress(ValueError):
                    written = _of_line(line)
                    self._of[written.identity] = written

    def of(self, path: str, file: FileState) -> FileDeadline | None:
        """Return the deadline of a file, if it was for its content, whenever that was touched."""
        if not self._of:
            return None
        written = self._of.get(_identity(file))
        with suppress(OSError):
            if written is not None and written.is_for(file, lambda: digest_of(path)):
                return written.deadline
        return None


def _of_line(line: bytes) -> _Written:
    """Return what a line of the hidden folder's file says.

    Raises:
        ValueError: It is no such line.
    """
    expires, ttl, inode, mtime_ns, size, *more = line.split()
    identity = zlib.crc32(b"%d %d" % (int(inode), int(size)))
    boot, boot_mark, content = 0.0, 0, None
    if more:  # an earlier version's lines end here
        boot, boot_mark = float(more[0]), int(more[1])
        content = bytes.fromhex(more[2].decode("ascii")) if more[2] != b"-" else None
    return _Written(
        FileDeadline(float(expires), float(ttl), boot, boot_mark, content), identity, int(mtime_ns)
    )


def _line(deadline: FileDeadline, file: FileState) -> bytes:
    content = file.content.hex() if file.content else "-"
    return (
        f"{deadline.expires:.6f} {deadline.ttl:.6f} {file.inode} {file.mtime_ns} {file.size_bytes}"
        f" {deadline.boot:.6f} {deadline.boot_mark} {content}\n"
    ).encode()
