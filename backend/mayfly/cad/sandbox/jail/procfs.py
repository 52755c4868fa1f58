"""The zygote's own view of /proc, kept open for new children while its path is hidden (``namespaces``)."""

from __future__ import annotations

import os
from pathlib import Path

PATH = "/proc"
_descriptor = -1


def keep_open() -> None:
    """Open /proc, so that it can be used after its path has been covered.

    Raises:
        OSError: It is not there.
    """
    global _descriptor
    _descriptor = os.open(PATH, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


def descriptor() -> int:
    """Return the descriptor that is kept open, -1 without one."""
    return _descriptor


def leave() -> None:
    """Close what was kept open; a script must not inherit it."""
    global _descriptor
    if _descriptor >= 0:
        os.close(_descriptor)
        _descriptor = -1


def read(name: str) -> str:
    """Return the content of a small file of this process, such as "statm".

    Raises:
        OSError: It can't be read.
    """
    with os.fdopen(_open(name, os.O_RDONLY), encoding="ascii") as stream:
        return stream.read()


def write(name: str, text: str) -> None:
    """Write to a file of this process, such as "oom_score_adj".

    Raises:
        OSError: It can't be written.
    """
    target = _open(name, os.O_WRONLY)
    try:
        os.write(target, text.encode("ascii"))
    finally:
        os.close(target)


def descriptors() -> list[int]:
    """Return the numbers of this process's descriptors; the one that lists them is among them, closed again.

    Raises:
        OSError: There is no /proc.
    """
    listing = _open("fd", os.O_RDONLY | os.O_DIRECTORY)
    try:
        return [int(name) for name in os.listdir(listing)]  # noqa: PTH208 (a path library takes no descriptor)
    finally:
        os.close(listing)


def threads() -> int:
    """Return how many threads this process has.

    Raises:
        OSError: There is no /proc.
    """
    place = os.stat("self/task", dir_fd=_descriptor) if _descriptor >= 0 else Path(PATH, "self/task").stat()
    return place.st_nlink - 2


def _open(name: str, flags: int) -> int:
    if _descriptor >= 0:
        return os.open(f"self/{name}", flags | os.O_CLOEXEC, dir_fd=_descriptor)
    return os.open(f"{PATH}/self/{name}", flags | os.O_CLOEXEC)
