"""Open folders, which are known by device and inode; folders that only we may write to; the hidden folder."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mayfly.errors import StorageError
from mayfly.safe_files import OwnedFd, open_owned, own_descriptor

HIDDEN = ".mayfly"
"""Name of the hidden folder beside the models, which is ours alone (mode 0700)."""
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_PROBED_DESCRIPTORS = 512


def directory_path(given: str | os.PathLike[str]) -> Path:
    """Return the absolute path of a directory of models, following no link.

    Raises:
        StorageError: It is empty, which would mean wherever the process happens
            to be, or no path at all.
    """
    text = os.fsdecode(given)
    if not text:
        raise StorageError("The directory of models has no name; write . for the current directory.")
    try:
        if b"\0" in os.fsencode(text):
            raise StorageError("The directory of models can't have a NUL character in its name.")
    except UnicodeEncodeError as error:
        raise StorageError("The directory's name can't be written in this system's encoding.") from error
    return Path(os.path.abspath(text))  # noqa: PTH100 - resolve() would follow links


def disown(held: OwnedFd) -> None:
    """Never close this: its number was closed behind our back, and may be another file's."""
    _not_ours.append(held)


class Folder:
    """An open folder; closed with the last reference to this object.

    So code that uses the descriptor keeps a reference meanwhile: another thread may
    replace the one that is stored.

    A library that makes a daemon of its process closes all descriptors, and their
    numbers are given to other files; so each use checks first that the number still
    stands for this folder.

    Attributes:
        descriptor: What it is open as.
        identity: Device and inode, which stay what they are while it is open.
    """

    def __init__(self, opened: OwnedFd | int) -> None:
        """Own what is open."""
        self._held = own_descriptor(opened) if isinstance(opened, int) else opened
        self.descriptor = self._held.fileno()
        found = os.fstat(self.descriptor)
        self.identity = (found.st_dev, found.st_ino)

    def status(self) -> os.stat_result | None:
        """Return what the system knows of the folder; None if it was closed behind our back."""
        found = status_of(self.descriptor, self.identity)
        if found is None:
            _not_ours.append(self._held)  # the number is no longer ours to close
        return found


_not_ours: list[OwnedFd] = []


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
        OSError: The system does not know.
    """
    if sys.platform == "darwin":
        return Path(os.fsdecode(fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0")))
    return Path(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115 (no link of the file system)


def is_folder(found: os.stat_result, folder: Folder) -> bool:
    """Return whether what was found at a path is this open folder."""
    return (found.st_dev, found.st_ino) == folder.identity


def open_folder(path: str | os.PathLike[str], parent: Folder | None = None) -> Folder:
    """Open a folder that is no link.

    Raises:
        OSError: Missing, a link, no folder, not ours to open.
    """
    return Folder(open_owned(os.fspath(path), _FOLDER_FLAGS, None if parent is None else parent.descriptor))


def own_folder(name: str, parent: Folder) -> Folder:
    """Open a folder that only its owner may write to, made with mode 0700 if it is missing.

    Made by root, it is given to its parent's owner, who could not use it otherwise.

    Raises:
        OSError: It can't be made or opened, or others own it or may write to it.
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
        raise PermissionError(errno.EPERM, f"{name} belongs to another user ({found.st_uid})")
    elif _is_open_to_a_group(found):
        _close_to_others(folder)  # Kubernetes' fsGroup opens every folder of a volume to the group
        found = os.fstat(folder.descriptor)
    if found.st_mode & 0o022 and not _keeps_no_modes(folder):
        raise PermissionError(
            errno.EPERM, f"others may write to {name}; if that is not meant, chmod 700 {name} puts it right"
        )
    return folder


def _is_open_to_a_group(found: os.stat_result) -> bool:
    """Return whether a folder may be written to by its group, and not by everybody."""
    return not found.st_mode & 0o002 and bool(found.st_mode & 0o020)


def _close_to_others(folder: Folder) -> None:
    """Remove all rights of others to a folder; where we may not, its mode stays as it is."""
    with suppress(OSError):
        os.fchmod(folder.descriptor, 0o700)


def _keeps_no_modes(folder: Folder) -> bool:
    """Return whether the file system (exFAT, FAT) has one mode for all folders, which can't be changed."""
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


@dataclass(frozen=True, slots=True)
class HiddenFolder:
    """The hidden folder and what is in it, for one root.

    Attributes:
        root: The directory of models.
        top: The hidden folder: the index and the locks.
        partials: Half-written files.
        trash: Files that are being removed.
    """

    root: Folder
    top: Folder
    partials: Folder
    trash: Folder

    @classmethod
    def in_root(cls, root: Folder) -> Self:
        """Return the hidden folder of a directory, made if it is missing.

        Raises:
            OSError: It can't be made or opened, or it is not a folder of our own.
        """
        top = own_folder(HIDDEN, root)
        return cls(root, top, own_folder("partials", top), own_folder("trash", top))

    def states(self) -> list[os.stat_result | None]:
        """Return the states of the hidden folder and of those in it; None for one closed behind our back."""
        return [folder.status() for folder in (self.top, self.partials, self.trash)]

    def is_linked(self) -> bool:
        """Return whether the folders are open and still in the tree (not removed under us)."""
        try:
            here = os.stat(HIDDEN, dir_fd=self.root.descriptor, follow_symlinks=False)
        except OSError:
            return False
        states = self.states()
        return is_folder(here, self.top) and all(state is not None and state.st_nlink > 0 for state in states)
