"""The directory of models: safe file operations below open folder descriptors.

Every operation names one component relative to an open folder, follows no
link, and checks what it found before it acts. ``.mayfly`` beside the models is
ours alone (mode 0700): index, locks, half-written files, files on their way out.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mayfly.cleanup.names import is_model_name, shown
from mayfly.errors import ModelExists, StorageError

HIDDEN = ".mayfly"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO would hang without O_NONBLOCK


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


class Outcome(Enum):
    """What became of an attempt to remove a file."""

    REMOVED = "removed"
    GONE = "gone"
    CHANGED = "changed"
    LEASED = "leased"


class Folder:
    """An open folder; closed when the last user lets go of this object."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open descriptor."""
        self.descriptor = descriptor
        weakref.finalize(self, os.close, descriptor)


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden folder and what is in it, for one root."""

    root: Folder
    top: Folder
    partials: Folder
    trash: Folder


class ModelDirectory:
    """One directory of models; may be used by several threads.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        """Remember the place; nothing is opened yet."""
        self.path = path
        self._root: Folder | None = None
        self._hidden: Hidden | None = None

    def close(self) -> None:
        """Let go of the descriptors; the next operation opens them again."""
        self._root = self._hidden = None

    def make(self) -> None:
        """Make the directory if it is missing, and its parents.

        Raises:
            StorageError: It can't be made, or something else has its place.
        """
        if not self.path.is_symlink():
            try:
                self.path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(f"The directory {self.path} can't be made: {error.strerror}.") from error
        self.root()

    def root(self) -> Folder:
        """Give the open directory, opened anew if another one took its place.

        Raises:
            StorageError: It is missing, a link, no directory, or can't be opened.
        """
        folder = self._root
        try:
            here = self.path.lstat()
            if folder is not None and os.path.samestat(os.fstat(folder.descriptor), here):
                return folder
            if stat.S_ISLNK(here.st_mode):
                raise StorageError(f"{self.path} is a link; give the directory itself.")
            folder = Folder(os.open(self.path, _FOLDER))
        except OSError as error:
            raise StorageError(f"The directory {self.path} can't be used: {error.strerror}.") from error
        self._hidden = None
        self._root = folder
        return folder

    def hidden(self) -> Hidden:
        """Give the hidden folder, made if it is missing.

        Raises:
            StorageError: It can't be made, or it is not a folder of our own.
        """
        root = self.root()
        known = self._hidden
        if known is not None and known.root is root and _still_linked(known):
            return known
        try:
            top = _own_folder(HIDDEN, root)
            known = Hidden(root, top, _own_folder("partials", top), _own_folder("trash", top))
        except OSError as error:
            raise StorageError(
                f"The hidden folder {self.path / HIDDEN} can't be used: {error.strerror}."
            ) from error
        self._hidden = known
        return known

    # -- looking ---------------------------------------------------------------------------

    def mtime_ns(self) -> int:
        """Give the directory's own time of change (entries made, renamed, removed)."""
        return os.fstat(self.root().descriptor).st_mtime_ns

    def scan(self) -> dict[str, int]:
        """Give inode by name for every regular ``.step`` file directly in the directory."""
        with os.scandir(self.root().descriptor) as entries:
            return {
                entry.name: entry.inode()
                for entry in entries
                if is_model_name(entry.name) and entry.is_file(follow_symlinks=False)
            }

    def state(self, name: str) -> FileState | None:
        """Give a model file's state; None if there is no regular file of this name."""
        try:
            return _regular(os.stat(name, dir_fd=self.root().descriptor, follow_symlinks=False))
        except FileNotFoundError:
            return None

    def only_ours(self) -> bool:
        """Tell whether nobody but our user (and root) can write to the directory."""
        found = os.fstat(self.root().descriptor)
        return found.st_uid == os.geteuid() and not found.st_mode & 0o022

    def open_file(self, name: str) -> tuple[int, FileState] | None:
        """Open a model for reading; None if there is no regular file of this name.

        Raises:
            OSError: It is there, but can't be opened.
        """
        return _open_regular(name, self.root())

    def is_leased(self, name: str) -> bool:
        """Tell whether somebody holds a lock on a model (by trying to lock it for a moment)."""
        opened = _open_regular(name, self.root())
        if opened is None:
            return False
        descriptor, _ = opened
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    # -- publishing ------------------------------------------------------------------------

    def partial_path(self, name: str) -> Path:
        """Give the path at which a half-written file of this name belongs."""
        self.hidden()
        return self.path / HIDDEN / "partials" / name

    def seal_partial(self, name: str) -> FileState:
        """Bring a finished partial to the disk and give its state.

        Raises:
            StorageError: It is missing, not a regular file, or has other links.
        """
        opened = _open_regular(name, self.hidden().partials)
        if opened is None:
            raise StorageError("Nothing was written to the partial file, so nothing can be published.")
        descriptor, found = opened
        try:
            if os.fstat(descriptor).st_nlink != 1:
                raise StorageError("The partial file has other links, so it is not published.")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return found

    def publish(self, partial: str, name: str) -> None:
        """Give a partial its final name, in one step that replaces nothing.

        Raises:
            ModelExists: The name is taken.
            OSError: The file system refused.
        """
        hidden = self.hidden()
        try:
            _move(partial, hidden.partials, name, hidden.root)
        except FileExistsError as error:
            raise ModelExists(f"There is a file {shown(name)} already.") from error

    def discard_partial(self, name: str) -> None:
        """Remove a partial if it is still there."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.hidden().partials.descriptor)

    def partials(self) -> list[tuple[str, float]]:
        """Give name and time of the last change (epoch seconds) of all half-written files."""
        found = []
        with os.scandir(self.hidden().partials.descriptor) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    state = entry.stat(follow_symlinks=False)
                    found.append((entry.name, max(state.st_mtime, state.st_ctime)))
        return found

    # -- removing --------------------------------------------------------------------------

    def remove(self, name: str, inode: int, ctime_ns: int) -> Outcome:
        """Remove a file the short way: check, then unlink.

        For directories that only our user can write to: nobody is there to put
        another file under the name between the two steps.

        Raises:
            OSError: The file is there and could not be removed.
        """
        root = self.root()
        try:
            found = _regular(os.stat(name, dir_fd=root.descriptor, follow_symlinks=False))
            if found is None or found.inode != inode or found.ctime_ns != ctime_ns:
                return Outcome.CHANGED
            os.unlink(name, dir_fd=root.descriptor)
        except FileNotFoundError:
            return Outcome.GONE
        return Outcome.REMOVED

    def remove_carefully(self, name: str, inode: int, ctime_ns: int, *, heed_lease: bool = True) -> Outcome:
        """Remove a file whatever others do to its name meanwhile.

        Lock it (nobody may be reading it), move it out of everybody's reach
        under a name that nobody knows, look again whether it is the one that
        was meant, and only then unlink it; or put it back.

        Args:
            name: Its name.
            inode: The inode that is meant.
            ctime_ns: The state that is meant; a later one was written since.
            heed_lease: Leave it alone while somebody holds a lock on it.

        Raises:
            OSError: The file is there and could not be removed.
        """
        hidden = self.hidden()
        try:
            opened = _open_regular(name, hidden.root)
        except PermissionError:
            # Unreadable even to its owner; nobody can be reading it under a lock.
            found = self.state(name)
            if found is None or found.inode != inode or found.ctime_ns != ctime_ns:
                return Outcome.CHANGED
            return self._remove_aside(hidden, name, found)
        if opened is None:
            return Outcome.CHANGED if self._exists(name) else Outcome.GONE
        descriptor, found = opened
        try:
            if found.inode != inode or found.ctime_ns != ctime_ns:
                return Outcome.CHANGED
            if heed_lease:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return Outcome.LEASED
            return self._remove_aside(hidden, name, found)
        finally:
            os.close(descriptor)

    def _remove_aside(self, hidden: Hidden, name: str, meant: FileState) -> Outcome:
        aside = f"{meant.inode}-{secrets.token_hex(8)}"
        trash = hidden.trash.descriptor
        try:
            # A plain rename: nobody else writes here, and the new name is ours alone.
            os.rename(name, aside, src_dir_fd=hidden.root.descriptor, dst_dir_fd=trash)
        except FileNotFoundError:
            return Outcome.GONE
        moved = os.stat(aside, dir_fd=trash, follow_symlinks=False)
        # The rename itself may have changed ctime, so the content's own marks are compared.
        same = (moved.st_ino, moved.st_size, moved.st_mtime_ns) == (
            meant.inode,
            meant.size_bytes,
            meant.mtime_ns,
        )
        if same:
            os.unlink(aside, dir_fd=trash)
            return Outcome.REMOVED
        try:
            _move(aside, hidden.trash, name, hidden.root)
        except FileExistsError:
            # Somebody wrote the name again, replacing what we hold.
            os.unlink(aside, dir_fd=trash)
        return Outcome.CHANGED

    def empty_trash(self) -> None:
        """Finish what a killed sweep left in the hidden folder.

        A file that is the one that was meant goes; one that was swapped in
        between the check and the move comes back under a name of its own, since
        only the killed process knew its name.
        """
        hidden = self.hidden()
        trash = hidden.trash.descriptor
        for aside in os.listdir(trash):  # noqa: PTH208 - below a descriptor
            with suppress(FileNotFoundError):
                found = os.stat(aside, dir_fd=trash, follow_symlinks=False)
                if aside.startswith(f"{found.st_ino}-"):
                    os.unlink(aside, dir_fd=trash)
                else:
                    _move(aside, hidden.trash, f"recovered-{secrets.token_hex(4)}.step", hidden.root)

    def _exists(self, name: str) -> bool:
        try:
            os.stat(name, dir_fd=self.root().descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True


@contextmanager
def named_errors(doing: str) -> Iterator[None]:
    """Turn an OSError of the block into a StorageError that says what was tried.

    Raises:
        StorageError: The block failed.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(f"{doing} failed: {error.strerror or error}.") from error


def _still_linked(hidden: Hidden) -> bool:
    """Tell whether the hidden folders are still in the tree (not removed under us)."""
    try:
        here = os.stat(HIDDEN, dir_fd=hidden.root.descriptor, follow_symlinks=False)
    except OSError:
        return False
    return (
        os.path.samestat(here, os.fstat(hidden.top.descriptor))
        and os.fstat(hidden.partials.descriptor).st_nlink > 0
        and os.fstat(hidden.trash.descriptor).st_nlink > 0
    )


def _own_folder(name: str, parent: Folder) -> Folder:
    """Open a folder of ours, made with mode 0700 if missing; as root it gets its parent's owner."""
    try:
        os.mkdir(name, 0o700, dir_fd=parent.descriptor)
        made = True
    except FileExistsError:
        made = False
    folder = Folder(os.open(name, _FOLDER, dir_fd=parent.descriptor))
    above, found = os.fstat(parent.descriptor), os.fstat(folder.descriptor)
    if made and os.geteuid() == 0 and above.st_uid != 0:
        os.fchown(folder.descriptor, above.st_uid, above.st_gid)
    elif found.st_uid not in {os.geteuid(), above.st_uid} or found.st_mode & 0o022:
        raise PermissionError(errno.EPERM, f"{name} belongs to or can be written by somebody else")
    return folder


def _regular(found: os.stat_result) -> FileState | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _open_regular(name: str, folder: Folder) -> tuple[int, FileState] | None:
    """Open a regular file for reading; None if there is none (a link, a FIFO, a socket, nothing)."""
    try:
        descriptor = os.open(name, _FILE, dir_fd=folder.descriptor)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENODEV}:
            return None
        raise
    found = _regular(os.fstat(descriptor))
    if found is None:
        os.close(descriptor)
        return None
    return descriptor, found


def _move(name: str, folder: Folder, new_name: str, new_folder: Folder) -> None:
    """Move a file, replacing nothing: ``os.rename`` would clobber.

    Raises:
        FileExistsError: The new name is taken.
    """
    os.link(
        name, new_name, src_dir_fd=folder.descriptor, dst_dir_fd=new_folder.descriptor, follow_symlinks=False
    )
    os.unlink(name, dir_fd=folder.descriptor)
