"""A job's folder seen from outside: its size, and its removal, however deep a script made it.

Used by the server and by the zygote; standard library only. A script can make no
links, so that a path beneath its folder leads nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def folder_size(folder: int, most_entries: int) -> tuple[int, int]:
    """Return the size of an opened folder with those beneath it.

    Args:
        folder: Its descriptor.
        most_entries: Where to stop counting, so that looking takes a bounded time.

    Returns:
        Bytes, including those not yet on the disk; and the number of files and folders, more than
        ``most_entries`` where counting stopped, also because of too long a path.

    Raises:
        OSError: The folder can't be read.
    """
    used_bytes = entries = 0
    waiting = ["."]
    while waiting:
        path = waiting.pop()
        try:
            # Never ``folder`` itself: processes that share the descriptor share its position in the listing.
            descriptor = os.open(path, _OPEN_FOLDER, dir_fd=folder)
        except (FileNotFoundError, PermissionError):
            if path == ".":
                raise
            continue  # moved meanwhile; or made so that its maker can't enter it either
        except OSError:
            if path == ".":
                raise
            return used_bytes, most_entries + 1
        try:
            with os.scandir(descriptor) as listing:
                for entry in listing:
                    entries += 1
                    if entries > most_entries:
                        return used_bytes, entries
                    with contextlib.suppress(FileNotFoundError):
                        status = entry.stat(follow_symlinks=False)
                        # A file system that writes later counts the blocks later, too.
                        used_bytes += max(status.st_blocks * 512, status.st_size)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{path}/{entry.name}")
        finally:
            os.close(descriptor)
    return used_bytes, entries


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, without recursion and with two descriptors.

    A folder within it is first lifted to the top, so that depth costs nothing. What
    can't be removed stays, without an error.
    """
    with contextlib.suppress(OSError):
        top = os.open(folder, _OPEN_FOLDER)
        try:
            _empty(top)
        finally:
            os.close(top)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _empty(top: int) -> None:
    """Remove what is in a folder; folders one level deep are emptied by lifting theirs up."""
    waiting = _remove_files(top)
    while waiting:
        name = waiting.pop()
        with contextlib.suppress(OSError):
            inner = _open_inner(top, name)
            try:
                for deeper in _remove_files(inner):
                    os.chmod(deeper, stat.S_IRWXU, dir_fd=inner)  # what can't be written to can't be moved
                    lifted = f".lifted-{secrets.token_hex(8)}"  # a name that no script can have taken
                    os.rename(deeper, lifted, src_dir_fd=inner, dst_dir_fd=top)
                    waiting.append(lifted)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _open_inner(top: int, name: str) -> int:
    """Open a folder one level deep, also one that was made without rights."""
    try:
        return os.open(name, _OPEN_FOLDER, dir_fd=top)
    except PermissionError:
        os.chmod(name, stat.S_IRWXU, dir_fd=top)
        return os.open(name, _OPEN_FOLDER, dir_fd=top)


def _remove_files(folder: int) -> list[str]:
    """Remove everything but folders; return the folders' names."""
    folders = []
    # A descriptor of its own, for the reason above.
    descriptor = os.open(".", _OPEN_FOLDER, dir_fd=folder)
    try:
        with os.scandir(descriptor) as listing:
            found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing]
    finally:
        os.close(descriptor)
    for name, is_folder in found:
        if is_folder:
            folders.append(name)
        else:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder)
    return folders
