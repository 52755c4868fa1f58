"""Removing and renaming files for a script, where the jail allows neither.

A script that could remove a file could keep it open and hide how much it writes. So in
a job's folder what is removed is emptied instead, what is renamed is copied, and all of
it goes with the folder. Outside of it everything is refused as before.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from functools import wraps
from typing import Any

_Path = str | bytes | os.PathLike[Any]


def install(home: str) -> None:
    """Replace the library's functions by substitutes; a second call changes nothing.

    Args:
        home: The job's folder.
    """
    library: Any = os
    if hasattr(os.remove, "__wrapped__"):
        return
    library.remove = library.unlink = _emptied(os.unlink)
    library.rmdir = _left(os.rmdir, os.path.realpath(home))
    library.rename, library.replace = _copied(os.rename), _copied(os.replace)


def _emptied(remove: Callable[..., None]) -> Callable[..., None]:
    """Wrap the removal of a file so that one that must stay is emptied."""

    @wraps(remove)
    def substitute(path: _Path, *, dir_fd: int | None = None) -> None:
        try:
            remove(path, dir_fd=dir_fd)
        except PermissionError:
            if not _is_writable(path, dir_fd, empty=True):
                raise

    return substitute


def _left(remove: Callable[..., None], home: str) -> Callable[..., None]:
    """Wrap the removal of a folder so that one within the job's stays without an error."""

    @wraps(remove)
    def substitute(path: _Path, *, dir_fd: int | None = None) -> None:
        try:
            remove(path, dir_fd=dir_fd)
        except PermissionError:
            place = os.fsdecode(os.path.realpath(path))
            if dir_fd is None and not place.startswith(home + os.sep):
                raise

    return substitute


def _copied(rename: Callable[..., None]) -> Callable[..., None]:
    """Wrap the renaming of a file so that one that must stay is copied and emptied."""

    @wraps(rename)
    def substitute(old: _Path, new: _Path, **descriptors: Any) -> None:
        try:
            rename(old, new, **descriptors)
        except PermissionError:
            if any(number is not None for number in descriptors.values()) or not _is_writable(old):
                raise
            shutil.copyfile(old, new)
            _is_writable(old, empty=True)

    return substitute


def _is_writable(path: _Path, dir_fd: int | None = None, *, empty: bool = False) -> bool:
    """Return whether this is a file that may be written to, and empty it if asked to."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=dir_fd)
    except OSError:
        return False
    try:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        if is_file and empty:
            os.ftruncate(descriptor, 0)
        return is_file
    finally:
        os.close(descriptor)
