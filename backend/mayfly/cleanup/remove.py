"""Removing files: surely the one that was meant, whatever others rename; and what killed processes left."""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import secrets
import stat
from contextlib import suppress
from enum import Enum

from mayfly.cleanup import messages
from mayfly.cleanup.directory.files import FileState, move, state_of
from mayfly.cleanup.directory.folders import HiddenFolder
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.repair import BROKEN_INDEX
from mayfly.cleanup.index.rows import ALL_BITS, Stored
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.messages import DeferredLog, WarnOnce
from mayfly.safe_files import NOT_A_FILE, READ_FLAGS, opener

PARTIAL_GRACE_SECONDS = 600.0
"""A half-written file that is older has no living writer any more."""
_BROKEN_INDEX_SECONDS = 86_400.0
_TOKEN = secrets.token_hex(8)
_numbers = itertools.count()
_warned: set[str] = set()
_LOCK_NOW = fcntl.LOCK_EX | fcntl.LOCK_NB
_CAN_NOT_MOVE = {errno.EXDEV, errno.ENOSPC, errno.EDQUOT}


class Outcome(Enum):
    """The result of an attempt to remove a file."""

    REMOVED = "removed"
    GONE = "gone"  # nothing of this name is there
    CHANGED = "changed"  # something else is there, or the same file was written since
    LEASED = "leased"  # somebody reads it


_REMOVED = Outcome.REMOVED  # looked up once for thousands of files, since an enum is slow at that
NotRemoved = list[tuple[Stored, Outcome | OSError]]
"""Files that were not removed, and why."""


def remove_fast(rows: list[Stored], hidden: HiddenFolder, boot: float) -> NotRemoved:
    """Remove files by the fast path: check, then unlink; leased ones by the careful path.

    For directories that only our user can write to: no other user can put
    another file under the name between the two steps.

    Args:
        rows: The files that are meant, and the state that is meant; a later one was written since.
        hidden: The hidden folder of the files' directory.
        boot: The directory's time, by which leases end.
    """
    odd: NotRemoved = []
    root, look, unlink, is_regular = hidden.root.descriptor, os.stat, os.unlink, stat.S_ISREG
    for row in rows:
        _, name, inode, ctime_ns, leased_until = row
        if leased_until > boot:
            odd += remove_carefully([row], hidden, boot)
            continue
        try:
            found = look(name, dir_fd=root, follow_symlinks=False)
            if (
                found.st_ctime_ns == ctime_ns
                and found.st_ino == inode & ALL_BITS
                and is_regular(found.st_mode)
            ):
                unlink(name, dir_fd=root)
            else:
                odd.append((row, Outcome.CHANGED))
        except FileNotFoundError:
            odd.append((row, Outcome.GONE))
        except OSError as error:
            odd.append((row, error))
    return odd


def remove_carefully(rows: list[Stored], hidden: HiddenFolder, boot: float) -> NotRemoved:
    """Remove files by the careful path; arguments as of ``remove_fast``."""
    odd: NotRemoved = []
    remove = _CarefulPath(hidden).remove
    for row in rows:
        _, name, inode, ctime_ns, leased_until = row
        over = 0 < leased_until <= boot  # the reader keeps the open file, the name goes
        try:
            outcome = remove(name, inode & ALL_BITS, ctime_ns, respect_lease=not over)
            if outcome is not _REMOVED:
                odd.append((row, outcome))
        except OSError as error:
            odd.append((row, error))
    return odd


def remove_one(name: bytes, inode: int, ctime_ns: int, hidden: HiddenFolder) -> Outcome:
    """Remove one file by the careful path, unless somebody holds a lock on it.

    Args:
        name: Its name.
        inode: The inode that is meant.
        ctime_ns: The state that is meant; a later one was written since.
        hidden: The hidden folder of the file's directory.

    Raises:
        OSError: The file is there and could not be removed.
    """
    return _CarefulPath(hidden).remove(name, inode, ctime_ns, respect_lease=True)


class _CarefulPath:
    """Removes files of one directory, whatever others do to their names meanwhile.

    Lock it (it must not be leased), move it to the hidden folder under a random
    name, check again that it is the one that was meant, and only then unlink it;
    or put it back.
    """

    def __init__(self, hidden: HiddenFolder) -> None:
        self._hidden = hidden
        self._root = hidden.root.descriptor
        self._trash = hidden.trash.descriptor
        self._open = opener(READ_FLAGS, self._root)
        self._ours = f"{os.getpid()}-{_TOKEN}"

    def remove(self, name: bytes, inode: int, ctime_ns: int, *, respect_lease: bool) -> Outcome:
        """Remove one file, if it is the one that is meant; ``respect_lease``: and if none holds a lock on it.

        Raises:
            OSError: The file is there and could not be removed.
        """
        try:
            # Looked at before it is opened: opening a device or a FIFO may already do something.
            found = os.stat(name, dir_fd=self._root, follow_symlinks=False)
        except FileNotFoundError:
            return Outcome.GONE
        if not _is_meant(found, inode, ctime_ns):
            return Outcome.CHANGED
        try:
            held = self._open(name)
        except FileNotFoundError:
            return Outcome.GONE
        except PermissionError:
            # No process of our user can be reading it under a lock, if we can't.
            return self._remove_aside(name, found)
        except OSError as error:
            if error.errno in NOT_A_FILE:
                return Outcome.CHANGED
            raise
        with held:
            descriptor = held.fileno()
            found = os.fstat(descriptor)
            if not _is_meant(found, inode, ctime_ns):
                return Outcome.CHANGED
            if not respect_lease:
                return self._remove_aside(name, found)
            outcome = None
            try:
                fcntl.flock(descriptor, _LOCK_NOW)
                outcome = self._remove_aside(name, found)
                return outcome
            except BlockingIOError:
                return Outcome.LEASED
            finally:
                if outcome is not _REMOVED:  # else no process can open it any more
                    # Explicitly: a child forked meanwhile may hold a copy of the descriptor.
                    fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _remove_aside(self, name: bytes, meant: os.stat_result) -> Outcome:
        """Move a file aside, check it again, and unlink it or put it back."""
        aside = f"{_content_mark(meant)}-{next(_numbers)}-{self._ours}"
        trash = self._trash
        try:
            # A plain rename: only we write there, and the new name is ours alone.
            os.rename(name, aside, src_dir_fd=self._root, dst_dir_fd=trash)
        except FileNotFoundError:
            return Outcome.GONE
        except OSError as error:
            if error.errno not in _CAN_NOT_MOVE:
                raise
            return self._remove_in_place(name, meant)
        moved = os.stat(aside, dir_fd=trash, follow_symlinks=False)
        if _has_content_of(moved, meant):
            os.unlink(aside, dir_fd=trash)
            return _REMOVED
        try:
            move(aside, self._hidden.trash, name, self._hidden.root)
        except FileExistsError:
            _recover(aside, self._hidden)  # the name was given to yet another file meanwhile
        return Outcome.CHANGED

    def _remove_in_place(self, name: bytes, meant: os.stat_result) -> Outcome:
        """Check again, and unlink a file where it is: a move needs room, or is refused between two mounts."""
        try:
            found = os.stat(name, dir_fd=self._root, follow_symlinks=False)
            if not _has_content_of(found, meant):
                return Outcome.CHANGED
            os.unlink(name, dir_fd=self._root)
        except FileNotFoundError:
            return Outcome.GONE
        return _REMOVED


def _has_content_of(found: os.stat_result, meant: os.stat_result) -> bool:
    """Return whether two states are of the same content; not by ctime, which a rename may change."""
    return (
        found.st_ino == meant.st_ino
        and found.st_mtime_ns == meant.st_mtime_ns
        and found.st_size == meant.st_size
    )


def _recover(aside: str, hidden: HiddenFolder) -> None:
    """Move a file that should not have been moved aside back among the models, under a new name."""
    move(aside, hidden.trash, f"recovered-{secrets.token_hex(4)}.step", hidden.root)


def empty_trash(hidden: HiddenFolder, deferred_log: DeferredLog) -> None:
    """Finish what a killed sweep left behind; to be called by one process at a time.

    What is still the file that was meant is removed; what was swapped in between
    check and move is put back, under a new name, since only the killed process knew
    the old one.
    """
    for aside in os.listdir(hidden.trash.descriptor):  # noqa: PTH208 - below a descriptor
        try:
            found = os.stat(aside, dir_fd=hidden.trash.descriptor, follow_symlinks=False)
            if aside.startswith(f"{_content_mark(found)}-"):
                os.unlink(aside, dir_fd=hidden.trash.descriptor)
            else:
                _recover(aside, hidden)
        except OSError as error:
            if aside not in _warned:
                _warned.add(aside)
                what = f"what an ended sweep left behind ({aside})"
                deferred_log.warning(messages.CANT_REMOVE, what, error.strerror)


def _is_meant(found: os.stat_result, inode: int, ctime_ns: int) -> bool:
    return found.st_ino == inode and found.st_ctime_ns == ctime_ns and stat.S_ISREG(found.st_mode)


def _content_mark(file: os.stat_result) -> str:
    """Return a mark of a file's content; without ctime, which a rename may change."""
    return f"{file.st_ino}-{file.st_mtime_ns}-{file.st_size}"


class Leftovers:
    """Removes what killed processes left in the hidden folder: half-written files, a broken index."""

    def __init__(self, directory: ModelDirectory, clock: Timeline, warn_once: WarnOnce) -> None:
        """Keep where to look, and where to log what can't be removed."""
        self._directory = directory
        self._clock = clock
        self._warn_once = warn_once

    def has_partials(self) -> bool:
        """Return whether any half-written file is there.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        return bool(self._partials())

    def _partials(self) -> list[tuple[str, FileState]]:
        """Return name and state of all half-written files that can be read."""
        folder = self._directory.hidden().partials
        found: list[tuple[str, FileState]] = []
        for name in os.listdir(folder.descriptor):  # noqa: PTH208 - below a descriptor
            with suppress(OSError):
                state = state_of(name, folder)
                if state is not None:
                    found.append((name, state))
        return found

    def discard_twin(self, file: FileState) -> bool:
        """Remove the half-written name of a file that has its final one; return whether it had one."""
        for partial, found in self._partials():
            if found.inode == file.inode:
                self._discard(partial)
                return True
        return False

    def _discard(self, name: str) -> None:
        try:
            self._directory.discard_partial(name)
        except OSError as error:
            self._warn_once.warn(name, error)

    def clear(self, now: float | None = None) -> None:
        """Remove half-written files whose writer must be dead, and a broken index of long ago.

        Args:
            now: Epoch seconds instead of both clocks.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        wall = self._clock.wall() if now is None else now
        boot_name, boot = partial_prefix(self._clock).partition("-")[0], self._clock.steady()
        for name, file in self._partials():
            made_in, _, rest = name.partition("-")
            age = wall - file.changed_at
            if now is None and made_in == boot_name:
                with suppress(ValueError):
                    age = boot - float(rest.partition("-")[0])  # no step of the wall clock moves this
            if age > PARTIAL_GRACE_SECONDS:
                self._discard(name)
        try:
            self._clear_broken_index(wall - _BROKEN_INDEX_SECONDS)
        except OSError as error:
            self._warn_once.warn("the broken index", error)

    def _clear_broken_index(self, older_than: float) -> None:
        """Remove a broken index that was set aside before this time (epoch seconds)."""
        top = self._directory.hidden().top
        found = state_of(BROKEN_INDEX, top)
        if found is not None and found.changed_at < older_than:
            os.unlink(BROKEN_INDEX, dir_fd=top.descriptor)


def partial_prefix(clock: Timeline) -> str:
    """Return the beginning of a partial's name: the boot and the boot time at which it was begun."""
    return f"{clock.boot_id().replace('-', '')[:8]}-{clock.steady():.0f}"
