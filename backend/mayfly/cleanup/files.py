"""Single steps on single files below an open folder: open, recognise, move, mark.

Nothing here follows a link, and nothing waits: a FIFO named like a model is
opened without blocking and then refused.
"""

from __future__ import annotations

import errno
import fcntl
import functools
import io
import os
import select
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from mayfly.errors import StorageError

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
TICK_SECONDS = 0.05
"""File times move in steps of the kernel's timer, which are shorter than this."""
_PROBED_DESCRIPTORS = 512
NOT_A_FILE = {errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENODEV}


class Held(Protocol):
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


# Kept in an object of C: it takes over a descriptor of any kind without looking at it, and its blocks begin
# and end without a byte code between, so that an exception at any moment (a time limit, an interrupt) leaks
# nothing. Elsewhere a raw file, which does the same for regular files.
take_over: Callable[[int], Any] = (
    select.epoll.fromfd if hasattr(select, "epoll") else functools.partial(io.FileIO, mode="rb")
)


def disown(held: Held) -> None:
    """Never close this: its number was closed behind our back, and may be somebody else's."""
    _not_ours.append(held)


def open_held(path: str | bytes, flags: int, folder: Folder | None = None) -> Held:
    """Open a file (a new one with mode 0600) in one call of C, so that its number is never without an owner.

    Raises:
        OSError: It can't be opened.
    """
    opening = functools.partial(os.open, mode=0o600, dir_fd=None if folder is None else folder.descriptor)
    held: Held = next(map(take_over, map(opening, [path], [flags])))
    return held


@dataclass(frozen=True, slots=True)
class FileState:
    """What identifies a file and shows whether it was written since.

    Attributes:
        inode: Inode number.
        size_bytes: Size.
        mtime_ns: Last change of the content, as anybody may set it.
        ctime_ns: Last change of content or inode, which nobody can set.
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

    def __init__(self, opened: Held | int) -> None:
        """Take over what is open."""
        self._held = take_over(opened) if isinstance(opened, int) else opened
        self.descriptor = self._held.fileno()
        found = os.fstat(self.descriptor)
        self.identity = (found.st_dev, found.st_ino)

    def status(self) -> os.stat_result | None:
        """Return what the system knows of the folder; None if it was closed behind our back."""
        found = status_of(self.descriptor, self.identity)
        if found is None:
            _not_ours.append(self._held)  # the number is no longer ours to close
        return found


_not_ours: list[Held] = []


def status_of(descriptor: int, identity: tuple[int, int]) -> os.stat_result | None:
    """Return what is open under a number; None if that is not what has this device and inode."""
    try:
        found = os.fstat(descriptor)
    except OSError:
        return None
    return found if (found.st_dev, found.st_ino) == identity else None


def listed_descriptors() -> set[int]:
    """Return the numbers of open descriptors and of the list itself; the first ones where none are listed."""
    try:
        return {int(number) for number in os.listdir("/proc/self/fd")}  # noqa: PTH208 - numbers, not paths
    except OSError:
        return set(range(_PROBED_DESCRIPTORS))


def open_descriptors() -> set[int]:
    """Return the numbers of this process's open descriptors."""
    return set(filter(_is_open, listed_descriptors()))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


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
    return Folder(open_held(os.fspath(path), _FOLDER_FLAGS, parent))


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
        give_to_owner_of(parent, folder.descriptor)
        _close_to_others(folder)  # whatever the umask
        found = os.fstat(folder.descriptor)
    elif found.st_uid not in {os.geteuid(), above.st_uid}:
        raise PermissionError(errno.EPERM, f"{name} belongs to somebody else (user {found.st_uid})")
    elif _is_open_to_a_group(found, above):
        _close_to_others(folder)  # Kubernetes' fsGroup opens every folder of a volume to the group
        found = os.fstat(folder.descriptor)
    if found.st_mode & 0o022 and not _keeps_no_modes(folder):
        raise PermissionError(
            errno.EPERM, f"others may write to {name}; if that is not meant, chmod 700 {name} puts it right"
        )
    return folder


def _is_open_to_a_group(found: os.stat_result, above: os.stat_result) -> bool:
    """Return whether a folder is open to no more than the group that may write to the one above anyway."""
    return not found.st_mode & 0o002 and bool(found.st_mode & 0o020)


def _close_to_others(folder: Folder) -> None:
    """Take everybody else's rights to a folder; where we may not, its mode stays as it is."""
    with suppress(OSError):
        os.fchmod(folder.descriptor, 0o700)


def _keeps_no_modes(folder: Folder) -> bool:
    """Return whether the file system (exFAT, FAT) gives every folder one mode, whatever is asked of it."""
    mode = stat.S_IMODE(os.fstat(folder.descriptor).st_mode)
    try:
        os.fchmod(folder.descriptor, 0o700)
    except PermissionError:
        return mode & 0o777 == 0o777 and os.geteuid() == 0
    return stat.S_IMODE(os.fstat(folder.descriptor).st_mode) != 0o700


def give_to_owner_of(folder: Folder, file: int | str | os.PathLike[str]) -> None:
    """As root, give a new file to the owner of the folder that it is in.

    The root of a container without root's rights may not; then the file stays ours.
    """
    if os.geteuid() == 0:
        owner = os.fstat(folder.descriptor)
        if owner.st_uid != 0:
            with suppress(OSError):
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


def open_regular(name: str, folder: Folder) -> tuple[Held, FileState] | None:
    """Open a regular file for reading; None if there is none (a link, a FIFO, a socket, nothing).

    Raises:
        OSError: It is there, but can't be opened.
    """
    try:
        held = open_held(name, READ_FLAGS, folder)
    except OSError as error:
        if error.errno in NOT_A_FILE:
            return None
        raise
    found = regular(os.fstat(held.fileno()))
    if found is None:
        held.close()
        return None
    return held, found


def open_stream(name: str, folder: Folder) -> io.BufferedReader | None:
    """Open a regular file as a stream; None if there is none.

    Raises:
        OSError: It is there, but can't be opened.
    """
    if state_of(name, folder) is None:
        return None
    opening = functools.partial(os.open, dir_fd=folder.descriptor)
    try:
        return io.BufferedReader(next(map(io.FileIO, map(opening, [name], [READ_FLAGS]))))
    except OSError as error:
        if error.errno in NOT_A_FILE | {errno.EISDIR}:
            return None
        raise


def is_absent(path: Path) -> bool:
    """Tell whether there certainly is nothing at a path; False where it can't be told."""
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
