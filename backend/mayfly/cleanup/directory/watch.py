"""Which names in the directory changed since they were asked for last (inotify).

So a scan costs what has changed. Where the kernel can't know everything (network file systems, shares of
virtual machines) or lost some events, the answer is that it is not known, and the whole directory is read.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from mayfly.cleanup.directory.folders import Folder, disown
from mayfly.safe_files import OwnedFd, own_descriptor

_LOCAL = {"ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "ramfs", "f2fs", "zfs", "bcachefs"}
_MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x40, 0x80, 0x100, 0x200
_OVERFLOW, _IGNORED = 0x4000, 0x8000
_ONLY_FOLDERS = 0x01000000
_EVENT = struct.Struct("iIII")
_BUFFER_BYTES = 1 << 16
_MOST_NAMES = 5000
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC


class Watch:
    """Watches one open directory; not for several threads at once."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._folder: Folder | None = None
        self._held: OwnedFd | None = None

    def changes(self, folder: Folder) -> set[str] | None:
        """Return the names that came or went since the last call; None if that is not known.

        Raises:
            OSError: The kernel's answer can't be read.
        """
        if folder is not self._folder:
            self._begin(folder)
            return None
        if self._held is None:
            return None
        names: set[str] = set()
        while True:
            try:
                answer = os.read(self._held.fileno(), _BUFFER_BYTES)
            except BlockingIOError:
                return names
            if not self._read(answer, names) or len(names) > _MOST_NAMES:
                self.forget()  # and begin again
                return None

    def _read(self, answer: bytes, names: set[str]) -> bool:
        """Add the names of some events; return whether nothing was lost."""
        place = 0
        while place < len(answer):
            _, mask, _, length = _EVENT.unpack_from(answer, place)
            place += _EVENT.size
            if mask & (_OVERFLOW | _IGNORED):
                return False
            names.add(os.fsdecode(answer[place : place + length].rstrip(b"\0")))
            place += length
        return True

    def _begin(self, folder: Folder) -> None:
        """Watch a directory from now on, if the kernel knows all that happens there."""
        self.forget()
        functions = _functions()
        if functions is not None and _is_local(folder):
            init, add = functions
            held = next(map(own_descriptor, filter((-1).__ne__, map(init, [_FLAGS]))), None)
            mask = _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE | _ONLY_FOLDERS
            path = f"/proc/self/fd/{folder.descriptor}".encode()
            if held is not None and add(held.fileno(), path, mask) >= 0:
                self._held = held
        self._folder = folder

    def forget(self) -> None:
        """Watch nothing any more."""
        if self._held is not None and (self._folder is None or self._folder.status() is None):
            disown(self._held)  # closed behind our back, with the directory
        self._folder = self._held = None


def _is_local(folder: Folder) -> bool:
    """Return whether a directory is on a file system that only this machine can change."""
    with suppress(OSError, ValueError):
        device = os.fstat(folder.descriptor).st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            if words[2] == number:
                return words[words.index("-") + 1] in _LOCAL
    return False


@lru_cache(maxsize=1)
def _functions() -> tuple[ctypes._NamedFuncPointer, ctypes._NamedFuncPointer] | None:
    library = ctypes.CDLL(None, use_errno=True)
    init, add = getattr(library, "inotify_init1", None), getattr(library, "inotify_add_watch", None)
    if sys.platform != "linux" or init is None or add is None:
        return None
    init.argtypes, add.argtypes = (ctypes.c_int,), (ctypes.c_int, ctypes.c_char_p, ctypes.c_uint32)
    return init, add
