"""Single files below an open folder: their names, their states, opening and moving them.

Nothing here follows a link, and nothing waits: a FIFO named like a model is
opened without blocking and then refused.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from mayfly import safe_files
from mayfly.cleanup.directory.folders import Folder
from mayfly.errors import InvalidModelName, StorageError
from mayfly.safe_files import OwnedFd, open_owned

SUFFIX = ".step"
MAX_NAME_BYTES = 255


def is_model_name(name: str) -> bool:
    """Return whether a directory entry of this name is a model, by its name alone."""
    return name.endswith(SUFFIX) and len(name) > len(SUFFIX)


def check_name(name: str) -> str:
    """Return the name if it is one plain ``.step`` component, which a caller may ask for.

    ``dir_fd`` does not confine a path: ``../x`` and ``/x`` leave the directory.
    So nothing but one printable component passes here.

    Raises:
        InvalidModelName: It is anything else.
    """
    if not isinstance(name, str):
        raise InvalidModelName(f"A model's name is text, not {type(name).__name__}.")
    if "/" in name or "\\" in name or "\0" in name:
        raise InvalidModelName(f"{shown(name)!r} is not one plain file name.")
    if not is_model_name(name):
        raise InvalidModelName(f"{shown(name)!r} does not end with {SUFFIX}.")
    if not name.isprintable():  # control characters, line breaks, surrogates of undecodable bytes
        raise InvalidModelName(f"{shown(name)!r} has characters that can't be shown.")
    if len(name.encode("utf-8")) > MAX_NAME_BYTES:
        raise InvalidModelName(f"A model's name may have {MAX_NAME_BYTES} bytes at most.")
    return name


def shown(name: str) -> str:
    """Return a name in a form that is safe in a log line and in JSON, whatever its bytes are."""
    if name.isprintable():  # bytes that are no text come as surrogates, which are not printable
        return name
    readable = os.fsencode(name).decode("utf-8", "backslashreplace") if "\0" not in name else repr(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in readable)


def all_shown(stored: list[bytes]) -> list[str]:
    """Return many names, as the index stores them, in the form of ``shown``."""
    text = b"/".join(stored).decode("utf-8", "surrogateescape")  # no name holds a slash
    names = text.split("/") if stored else []
    return names if text.isprintable() else [shown(name) for name in names]


TICK_SECONDS = 0.05
"""File times move in steps of the kernel's timer, which are shorter than this."""
DIGEST_BYTES = 8
"""Length of the digest of a file's content."""


class FileState(NamedTuple):
    """What identifies a file and shows whether it was written since; there may be 100,000 at once.

    Attributes:
        inode: Inode number.
        size_bytes: Size.
        mtime_ns: Last change of the content, which can be set at will.
        ctime_ns: Last change of content or inode, which can't be set.
        born_ns: When it was made; 0 if that was not asked for or is not kept.
        content: Digest of its content; None if that was not asked for or can't be read.
    """

    inode: int
    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    born_ns: int = 0
    content: bytes | None = None

    @property
    def changed_at(self) -> float:
        """Epoch seconds of the latest change."""
        return max(self.mtime_ns, self.ctime_ns) / 1e9


def state_of(name: str, folder: Folder) -> FileState | None:
    """Return the state of a regular file; None for anything else and for nothing.

    Raises:
        OSError: The file system refused.
    """
    try:
        found = os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return _state(found) if stat.S_ISREG(found.st_mode) else None


def _state(found: os.stat_result, born_ns: int = 0, content: bytes | None = None) -> FileState:
    return FileState(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, born_ns, content)


def open_regular(name: str, folder: Folder) -> tuple[OwnedFd, FileState] | None:
    """Open a regular file for reading; None for anything else (a link, a FIFO, a socket) and for nothing.

    Raises:
        OSError: It is there, but can't be opened.
    """
    opened = safe_files.open_regular(name, folder.descriptor)
    return None if opened is None else (opened[0], _state(opened[1]))


def is_absent(path: Path) -> bool:
    """Return whether there certainly is nothing at a path; False where that is not known."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def named_errors(doing: str) -> Iterator[None]:
    """Turn an OSError of the block into a StorageError that says what was tried.

    Raises:
        StorageError: The block failed.
    """
    try:
        yield
    except StorageError:
        raise  # ModelExists is an OSError as well, and says enough
    except OSError as error:
        raise StorageError(f"{doing} failed: {error.strerror or error}.") from error


_BLOCK_BYTES = 1 << 16
_READ_BYTES = 1 << 20
_WHOLE_BYTES = 16 << 20
_SAMPLES = 64
_AT_EMPTY_PATH = 0x1000
_STATX_BTIME = 0x800
_MASK_AND_BIRTH = struct.Struct("=I76xqI")  # of struct statx, linux/stat.h


def birth_ns(descriptor: int) -> int:
    """Return when an open file was made, in nanoseconds; 0 where the file system does not keep it."""
    statx = _statx()
    if statx is None:
        return 0
    buffer = ctypes.create_string_buffer(256)
    if statx(descriptor, b"", _AT_EMPTY_PATH, _STATX_BTIME, buffer) != 0:
        return 0
    given, seconds, nanoseconds = _MASK_AND_BIRTH.unpack_from(buffer)
    return seconds * 1_000_000_000 + nanoseconds if given & _STATX_BTIME else 0


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
    digest = hashlib.blake2b(digest_size=16)  # of which the beginning is enough, and fits onto the file
    if size_bytes <= _WHOLE_BYTES:
        place, length = 0, min(size_bytes + 1, _READ_BYTES)  # a short block is the last one
        while block := os.pread(descriptor, length, place):
            digest.update(block)
            place += len(block)
            if len(block) < length:
                break
        return digest.digest()[:DIGEST_BYTES]
    for number in range(_SAMPLES + 1):
        place = (size_bytes - _BLOCK_BYTES) * number // _SAMPLES
        digest.update(os.pread(descriptor, _BLOCK_BYTES, place))
    digest.update(str(size_bytes).encode())
    return digest.digest()[:DIGEST_BYTES]


def identified(held: OwnedFd, *, with_content: bool = True) -> FileState:
    """Return an open regular file's state with its birth and the digest of its content."""
    found = os.fstat(held.fileno())
    try:
        content = content_digest(held.fileno(), found.st_size) if with_content else None
    except OSError:
        content = None
    return _state(found, birth_ns(held.fileno()), content)


def state_again(held: OwnedFd, before: FileState) -> FileState:
    """Return the state of an open file that was identified before: birth and content are not read again."""
    return _state(os.fstat(held.fileno()), before.born_ns, before.content)


_RENAME_NOREPLACE = 1
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}
_NO_SUCH_RENAME = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}


def move(name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder) -> None:
    """Move a file, replacing nothing (``os.rename`` would clobber).

    A link under the new name, then the old name goes; where the file system or
    the file's owner does not allow links, ``renameat2(RENAME_NOREPLACE)``.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused.
    """
    try:
        os.link(
            name,
            new_name,
            src_dir_fd=folder.descriptor,
            dst_dir_fd=new_folder.descriptor,
            follow_symlinks=False,
        )
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        try:
            rename_without_replacing(name, folder, new_name, new_folder)
        except OSError as problem:
            if problem.errno not in _NO_SUCH_RENAME:
                raise
            _rename_over_placeholder(name, folder, new_name, new_folder)
        return
    with suppress(FileNotFoundError):  # a scan that found both names has finished the move
        os.unlink(name, dir_fd=folder.descriptor)


def _rename_over_placeholder(
    name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder
) -> None:
    """Move a file where there are neither links nor such a rename: take the name with an empty file first.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused.
    """
    open_owned(
        new_name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, new_folder.descriptor
    ).close()
    try:
        os.rename(name, new_name, src_dir_fd=folder.descriptor, dst_dir_fd=new_folder.descriptor)
    except OSError:
        with suppress(OSError):
            os.unlink(new_name, dir_fd=new_folder.descriptor)
        raise


def rename_without_replacing(
    name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder
) -> None:
    """Rename in one step of the kernel, replacing nothing.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused or does not know how.
    """
    renameat2 = _renameat2()
    if renameat2 is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    old, new = os.fsencode(name), os.fsencode(new_name)
    if renameat2(folder.descriptor, old, new_folder.descriptor, new, _RENAME_NOREPLACE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), new_name)


@lru_cache(maxsize=1)
def _renameat2() -> ctypes._NamedFuncPointer | None:
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is not None:
        function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return function
