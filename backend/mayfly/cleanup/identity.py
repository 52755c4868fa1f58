"""Whether a file is the one that was registered: by inode and birth, and by its content where times moved.

Ownership, permission bits, links, backups and restored access times move a file's ctime and leave its content
as it is; an exporter that unlinks and writes again may get the same inode. Neither can be told by a number
alone.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from enum import Enum
from functools import lru_cache

from mayfly.cleanup.files import FileState
from mayfly.cleanup.rows import Row, signed
from mayfly.cleanup.tally import Due, NewLife
from mayfly.cleanup.timeline import STEP_SECONDS, Timeline

_BLOCK_BYTES = 1 << 16
_WHOLE_BYTES = 16 << 20
_SAMPLES = 64
_AT_EMPTY_PATH = 0x1000
_STATX_BTIME = 0x800
_BTIME_AT = 80  # in struct statx, linux/stat.h


class Change(Enum):
    """What became of a registered file whose ctime moved."""

    SAME = "same"  # the content is the one that was registered
    REWRITTEN = "rewritten"  # the same file has another content
    ANOTHER = "another"  # another file, which may have been given the same inode
    UNKNOWN = "unknown"  # times moved, and the content was never noted


def birth_ns(descriptor: int) -> int:
    """Return when an open file was made, in nanoseconds; 0 where the file system does not keep it."""
    statx = _statx()
    if statx is None:
        return 0
    buffer = ctypes.create_string_buffer(256)
    if statx(descriptor, b"", _AT_EMPTY_PATH, _STATX_BTIME, buffer) != 0:
        return 0
    if not int.from_bytes(buffer.raw[:4], "little" if _LITTLE else "big") & _STATX_BTIME:
        return 0
    seconds = ctypes.c_int64.from_buffer(buffer, _BTIME_AT).value
    return seconds * 1_000_000_000 + ctypes.c_uint32.from_buffer(buffer, _BTIME_AT + 8).value


_LITTLE = sys.byteorder == "little"


@lru_cache(maxsize=1)
def _statx() -> ctypes._NamedFuncPointer | None:
    function = getattr(ctypes.CDLL(None, use_errno=True), "statx", None)
    if function is not None:
        function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_char_p)
    return function


def content_digest(descriptor: int, size_bytes: int) -> bytes:
    """Return a digest of an open file's content; of a very large one, of its ends and samples in between.

    Raises:
        OSError: It can't be read.
    """
    digest = hashlib.blake2b(digest_size=16)
    if size_bytes <= _WHOLE_BYTES:
        place = 0
        while block := os.pread(descriptor, 1 << 20, place):
            digest.update(block)
            place += len(block)
        return digest.digest()
    for number in range(_SAMPLES + 1):
        place = (size_bytes - _BLOCK_BYTES) * number // _SAMPLES
        digest.update(os.pread(descriptor, _BLOCK_BYTES, place))
    digest.update(str(size_bytes).encode())
    return digest.digest()


def what_changed(row: Row, file: FileState) -> Change:
    """Compare a row with its file as it is now, birth and content included."""
    if file.inode != row.inode or (row.born_ns and file.born_ns and row.born_ns != file.born_ns):
        return Change.ANOTHER
    if file.ctime_ns == row.ctime_ns:
        return Change.SAME
    if file.size_bytes != row.size:
        return Change.REWRITTEN
    if row.content is None or file.content is None:
        return Change.UNKNOWN
    return Change.SAME if file.content == row.content else Change.REWRITTEN


def next_life(row: Row, file: FileState, change: Change, clock: Timeline, rule_seconds: float) -> NewLife:
    """Return the life of a file that is not the one of its row any more, begun when it was changed last.

    Args:
        row: The row.
        file: The file as it is now.
        change: What became of it.
        clock: The directory's time.
        rule_seconds: Life of files that nobody registered.
    """
    wall = clock.wall()
    step = wall - clock.boot() - row.clock_offset
    age = max(0.0, wall - file.changed_at - (step if step > STEP_SECONDS else 0.0))
    due = Due(row.id, os.fsencode(row.name), signed(row.inode), row.ctime_ns, row.leased_until)
    if change is Change.ANOTHER:
        return NewLife(due, file, rule_seconds, age, False)
    # Where births are not kept it may be another file all the same, which has the directory's rule.
    ttl = row.ttl if row.born_ns else max(row.ttl, rule_seconds)
    return NewLife(due, file, ttl, age, row.tracked)
