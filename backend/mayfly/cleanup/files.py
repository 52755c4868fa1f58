"""Single steps on single files below an open folder: open, recognise, move, mark.

Nothing here follows a link, and nothing waits: a FIFO named like a model is
opened without blocking and then refused.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import stat
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mayfly.errors import StorageError

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
TICK_SECONDS = 0.05
"""File times move in steps of the kernel's timer, which are shorter than this."""
_RENAME_NOREPLACE = 1
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}
NOT_A_FILE = {errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENODEV}
_KEEP_MARK = "user.mayfly.keep-until"


@dataclass(frozen=True, slots=True)
class FileState:
    """What identifies a file and shows whether it was written since.

    Attributes:
        inode: Inode number.
        size_bytes: Size.
        mtime_ns: Last change of the content, as anybody may set it.
        ctime_ns: Last change of content or inode, which nobody can set.
    """

    inode: int
    size_bytes: int
    mtime_ns: int
    ctime_ns: int

    @property
    def changed_at(self) -> float:
        """Epoch seconds of the latest sign of life."""
        return max(self.mtime_ns, self.ctime_ns) / 1e9


class Folder:
    """An open folder; closed when the last user lets go of this object.

    So whoever uses the descriptor keeps the object meanwhile: another thread may
    replace the one that is stored.

    A library that makes a daemon of its process closes all descriptors, and their
    numbers are given to other files; so each use asks first whether the number still
    stands for this folder.

    Attributes:
        descriptor: What it is open as.
        identity: Device and inode, which stay what they are while it is open.
    """

    def __init__(self, descriptor: int) -> None:
        """Take over an open descriptor."""
        self.descriptor = descriptor
        found = os.fstat(descriptor)
        self.identity = (found.st_dev, found.st_ino)
        # Not at exit: the last sweep and the hand-over to a janitor come after weakref's own exit hook.
        self._closing = weakref.finalize(self, _close_folder, descriptor, self.identity)
        self._closing.atexit = False

    def status(self) -> os.stat_result | None:
        """Return what the system knows of the folder; None if it was closed behind our back."""
        found = status_of(self.descriptor, self.identity)
        if found is None:
            self._closing.detach()  # the number is no longer ours to close, nor if we are given it again
        return found


def status_of(descriptor: int, identity: tuple[int, int]) -> os.stat_result | None:
    """Return what is open under a number; None if that is not what has this device and inode."""
    try:
        found = os.fstat(descriptor)
    except OSError:
        return None
    return found if (found.st_dev, found.st_ino) == identity else None


def open_descriptors() -> set[int]:
    """Return the numbers of this process's open descriptors; none where the system does not list them."""
    try:
        return {int(number) for number in os.listdir("/proc/self/fd")}  # noqa: PTH208 - numbers, not paths
    except OSError:
        return set()


def _close_folder(descriptor: int, identity: tuple[int, int]) -> None:
    """Close a folder, unless its number stands for something else by now."""
    if status_of(descriptor, identity) is not None:
        os.close(descriptor)


def path_of(descriptor: int) -> Path:
    """Return where an open file or folder is now.

    Raises:
        OSError: The system can't tell.
    """
    if sys.platform == "darwin":
        return Path(os.fsdecode(fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0")))
    return Path(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115 (no link of the file system)


def is_folder(found: os.stat_result, folder: Folder) -> bool:
    """Tell whether what was found at a path is this open folder."""
    return (found.st_dev, found.st_ino) == folder.identity


def open_folder(path: str | os.PathLike[str], parent: Folder | None = None) -> Folder:
    """Open a folder that is no link.

    Raises:
        OSError: Missing, a link, no folder, not ours to open.
    """
    return Folder(os.open(path, _FOLDER_FLAGS, dir_fd=None if parent is None else parent.descriptor))


def own_folder(name: str, parent: Folder) -> Folder:
    """Open a folder that only its owner may write to, made with mode 0700 if it is missing.

    Made by root, it is given to its parent's owner, who could not use it otherwise.

    Raises:
        OSError: It can't be made or opened, or somebody else owns or may write it.
    """
    made = True
    try:
        os.mkdir(name, 0o700, dir_fd=parent.descriptor)
    except FileExistsError:
        made = False
    folder = open_folder(name, parent)
    above, found = os.fstat(parent.descriptor), os.fstat(folder.descriptor)
    if made:
        os.fchmod(folder.descriptor, 0o700)  # whatever the umask
        give_to_owner_of(parent, folder.descriptor)
    elif found.st_uid not in {os.geteuid(), above.st_uid} or found.st_mode & 0o022:
        raise PermissionError(errno.EPERM, f"{name} belongs to somebody else, or others may write to it")
    return folder


def give_to_owner_of(folder: Folder, file: int | str | os.PathLike[str]) -> None:
    """As root, give a new file to the owner of the folder that it is in."""
    if os.geteuid() == 0:
        owner = os.fstat(folder.descriptor)
        if owner.st_uid != 0:
            os.chown(file, owner.st_uid, owner.st_gid)


def regular(found: os.stat_result) -> FileState | None:
    """Give the state of a regular file; None for anything else."""
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def state_of(name: str, folder: Folder) -> FileState | None:
    """Give the state of a regular file; None for anything else and for nothing.

    Raises:
        OSError: The file system refused to tell.
    """
    try:
        return regular(os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False))
    except FileNotFoundError:
        return None


def open_regular(name: str, folder: Folder) -> tuple[int, FileState] | None:
    """Open a regular file for reading; None if there is none (a link, a FIFO, a socket, nothing).

    Raises:
        OSError: It is there, but can't be opened.
    """
    try:
        descriptor = os.open(name, READ_FLAGS, dir_fd=folder.descriptor)
    except OSError as error:
        if error.errno in NOT_A_FILE:
            return None
        raise
    found = regular(os.fstat(descriptor))
    if found is None:
        os.close(descriptor)
        return None
    return descriptor, found


def is_absent(path: Path) -> bool:
    """Tell whether there certainly is nothing at a path; False where it can't be told."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


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
        rename_without_replacing(name, folder, new_name, new_folder)
        return
    with suppress(FileNotFoundError):  # somebody who found both names has finished the move
        os.unlink(name, dir_fd=folder.descriptor)


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


def mark_kept(descriptor: int, expires_at: float) -> None:
    """Write a deadline onto the file itself, so that a lost index does not shorten a long life.

    Where the file system has no extended attributes, nothing is written.
    """
    with suppress(OSError):
        os.setxattr(descriptor, _KEEP_MARK, f"{expires_at:.3f}".encode())


def kept_until(path: str) -> float | None:
    """Give the deadline (epoch seconds) that was written onto a file, if there is one."""
    try:
        return float(os.getxattr(path, _KEEP_MARK, follow_symlinks=False))
    except (OSError, ValueError):
        return None


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
