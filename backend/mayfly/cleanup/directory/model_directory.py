"""The directory of models, and what may be done with its files: list, read, publish.

``.mayfly`` beside the models is ours alone (mode 0700): the index, the locks,
half-written files, and files that are being removed.
"""

from __future__ import annotations

import fcntl
import io
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup.directory.deadlines import (
    DeadlinesBeside,
    FileDeadline,
    read_from,
    write_beside,
    write_onto,
)
from mayfly.cleanup.directory.files import (
    SUFFIX,
    FileState,
    identified,
    move,
    open_regular,
    shown,
    state_again,
    state_of,
)
from mayfly.cleanup.directory.folders import (
    HIDDEN,
    Folder,
    HiddenFolder,
    is_folder,
    open_folder,
    path_of,
)
from mayfly.cleanup.directory.locks import make_lock_files
from mayfly.errors import ModelExists, StorageError
from mayfly.safe_files import OwnedFd, open_stream


class ModelDirectory:
    """One directory of models; may be used by several threads.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path, *, held: Folder | None = None) -> None:
        """Remember the place; nothing is opened yet.

        Args:
            path: Where the directory is.
            held: The open directory, which is meant wherever its path leads later on.
        """
        self.path = path
        self._held = held
        self._root: Folder | None = None
        self._hidden: HiddenFolder | None = None
        self._with_case: Folder | None = None  # the directory, if names are known to have a case there

    def close(self) -> None:
        """Close the folders; the next operation opens them again."""
        if self._root is not None:
            self._root.status()  # which notes numbers that are no longer ours to close
        if self._hidden is not None:
            self._hidden.states()
        self._root = self._hidden = self._with_case = None

    def __del__(self) -> None:
        """Close."""
        with suppress(Exception):
            self.close()

    def make(self) -> None:
        """Make the directory if it is missing, and its parents.

        Raises:
            StorageError: It can't be made, or something else has its place.
        """
        try:
            if self._held is None and not self.path.is_symlink():
                self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The directory {self.path} can't be made: {error.strerror}.") from error
        self.root()

    def root(self) -> Folder:
        """Return the open directory; opened again if another one took its place.

        Raises:
            StorageError: It is missing, a link, no directory, or can't be opened.
        """
        if self._held is not None:
            return self._found_again(self._held)
        folder = self._root
        try:
            here = os.lstat(self.path)
            # Checked before another one is opened, which may get the number of one that was closed.
            known = folder is not None and folder.status() is not None
            if folder is not None and known and is_folder(here, folder):
                return folder
            if stat.S_ISLNK(here.st_mode):
                raise StorageError(f"{self.path} is a link; name the directory to which it leads.")
            if self._hidden is not None:
                self._hidden.states()
            folder = open_folder(self.path)
        except OSError as error:
            raise StorageError(f"The directory {self.path} can't be used: {error.strerror}.") from error
        self._root = folder
        return folder

    def _found_again(self, held: Folder) -> Folder:
        """Return the held directory, its path brought up to date if it was renamed or a link was switched.

        Raises:
            StorageError: It was removed, or it is not known where it is.
        """
        try:
            status = held.status()
            if status is None or status.st_nlink == 0:
                raise StorageError(
                    f"The directory {self.path} was removed, or a library closed its descriptor."
                )
            if not _leads_to(self.path, held):
                self.path = path_of(held.descriptor)
        except OSError as error:
            raise StorageError(f"The directory {self.path} can't be found: {error.strerror}.") from error
        return held

    def is_gone(self) -> bool:
        """Return whether the directory does not exist any more."""
        if self._held is not None:
            status = self._held.status()
            return status is None or status.st_nlink == 0
        return not self.path.is_dir()

    def hidden(self) -> HiddenFolder:
        """Return the hidden folder, made if it is missing.

        Raises:
            StorageError: It can't be made, or it is not a folder of our own.
        """
        root = self.root()
        known = self._hidden
        if known is not None and known.root is root and known.is_linked():
            return known
        try:
            known = HiddenFolder.in_root(root)
            make_lock_files(known.top)
        except OSError as error:
            raise StorageError(
                f"The hidden folder {self.path / HIDDEN} can't be used: {error.strerror}."
            ) from error
        self._hidden = known
        return known

    # -- looking ---------------------------------------------------------------------------

    def mtime_ns(self) -> int:
        """Return the directory's own time of change (entries made, renamed, removed)."""
        folder = self.root()
        return os.fstat(folder.descriptor).st_mtime_ns

    def list_inodes(self) -> dict[str, int]:
        """Return inode by name for every regular ``.step`` file directly in the directory."""
        folder = self.root()
        with os.scandir(folder.descriptor) as entries:
            found = {
                entry.name: entry.inode()
                for entry in entries
                if entry.name.endswith(SUFFIX) and entry.is_file(follow_symlinks=False)
            }
        found.pop(SUFFIX, None)
        return found

    def list_names(self) -> set[str]:
        """Return the names of models, and of whatever else is named like one."""
        root = self.root()  # held, since its descriptor is closed with the last that holds it
        with os.scandir(root.descriptor) as entries:
            found = {entry.name for entry in entries if entry.name.endswith(SUFFIX)}
        found.discard(SUFFIX)
        return found

    def state(self, name: str, root: Folder | None = None) -> FileState | None:
        """Return a model file's state; None if there is no regular file of this name.

        Args:
            name: The file's name.
            root: The directory, where a caller with many names has just had it checked.
        """
        return state_of(name, root or self.root())

    def true_name(self, name: str) -> str:
        """Return the name under which the directory lists a file, where names have no case (exFAT).

        Raises:
            OSError: The file system refused.
        """
        if self._with_case is not None and self._with_case is self._root:
            return name  # which it has as long as it is the same directory
        root = self.hidden().root
        try:
            os.stat(HIDDEN.upper(), dir_fd=root.descriptor, follow_symlinks=False)
        except FileNotFoundError:
            self._with_case = root
            return name
        if HIDDEN.upper() in os.listdir(root.descriptor):  # noqa: PTH208 - below a descriptor
            return name  # one of its own: names have a case here
        file, listed = self.state(name), self.list_inodes()
        if file is None or name in listed:
            return name
        # Some drivers have another inode for each spelling of a file's name.
        same = [other for other, inode in listed.items() if inode == file.inode]
        return (same or [other for other in listed if other.casefold() == name.casefold()] or [name])[0]

    def only_ours(self) -> bool:
        """Return whether only our user (and root) can write to the directory."""
        folder = self.root()
        found = os.fstat(folder.descriptor)
        return found.st_uid == os.geteuid() and not found.st_mode & 0o022  # an ACL shows in these bits too

    def open_file(self, name: str, root: Folder | None = None) -> tuple[OwnedFd, FileState] | None:
        """Open a model for reading; None if there is no regular file of this name.

        Args:
            name: The file's name.
            root: The directory, where a caller has just had it checked.

        Raises:
            OSError: It is there, but can't be opened.
        """
        return open_regular(name, root or self.root())

    def open_stream(self, name: str) -> io.BufferedReader | None:
        """Open a model as a stream; None if there is no regular file of this name.

        Raises:
            OSError: It is there, but can't be opened.
        """
        folder = self.root()
        return open_stream(name, folder.descriptor)

    def is_leased(self, name: str) -> bool:
        """Return whether a process holds a lock on a model (by trying to lock it for a moment)."""
        opened = self.open_file(name)
        if opened is None:
            return False
        with opened[0] as held:
            try:
                fcntl.flock(held.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            fcntl.flock(held.fileno(), fcntl.LOCK_UN)
        return False

    def identify(
        self,
        name: str,
        deadline: FileDeadline | None = None,
        *,
        with_content: bool = True,
        root: Folder | None = None,
    ) -> FileState | None:
        """Return a model's state with its birth and content; None if there is no regular file of this name.

        Args:
            name: The model's name.
            deadline: To be written onto the file, or into the hidden folder.
            with_content: Read it as well.
            root: The directory, where a caller has just had it checked.

        Raises:
            OSError: The file system refused.
        """
        try:
            opened = self.open_file(name, root)
        except PermissionError:  # not ours to read
            found = self.state(name, root)
            if deadline is not None and found is not None:
                write_beside(self.hidden().top, deadline, found)
            return found
        if opened is None:
            return None
        with opened[0] as held:
            return self._identified(held, deadline, with_content=with_content)

    def _identified(
        self, held: OwnedFd, deadline: FileDeadline | None, *, with_content: bool = True
    ) -> FileState:
        """Return an open file's state, after its deadline was written onto it; its content is read once."""
        found = identified(held, with_content=with_content)
        if deadline is None:
            return found
        self._write_deadline(held, deadline, found)
        return state_again(held, found)

    def _write_deadline(self, held: OwnedFd, deadline: FileDeadline, file: FileState) -> None:
        if not write_onto(held.fileno(), deadline, file):
            write_beside(self.hidden().top, deadline, file)

    def deadlines_beside(self) -> DeadlinesBeside:
        """Return the deadlines that could not be written onto their files."""
        return DeadlinesBeside(self.hidden().top)

    def written_deadline(
        self, name: str, file: FileState, beside: Callable[[], DeadlinesBeside]
    ) -> FileDeadline | None:
        """Return the deadline that was written onto a file or beside it, if it was for its content."""
        path = f"{self.path}/{name}"  # plain text: asked for each of 100,000 files
        return read_from(path, file) or beside().of(path, file)

    # -- publishing ------------------------------------------------------------------------

    def partial_path(self, name: str) -> Path:
        """Return the path of a half-written file of this name.

        Raises:
            StorageError: Nothing can be written there.
        """
        self.hidden()
        folder = self.path / HIDDEN / "partials"
        if not os.access(folder, os.W_OK):
            raise StorageError(f"The directory {self.path} can't be written to.")
        return folder / name

    def seal_partial(
        self, name: str, deadline_now: Callable[[], FileDeadline]
    ) -> tuple[FileState, FileDeadline]:
        """Sync a finished partial file to the disk; return its state and the deadline that it was given.

        Args:
            name: The partial's name.
            deadline_now: Returns its deadline as of now, to be written onto the file itself. Asked once the
                file is synced: a slow disk is no part of its life. The file gets its name after that, so a
                file that has its name after a power cut has its deadline as well.

        Raises:
            StorageError: It is missing, not a regular file, or has other links.
            OSError: The disk failed.
        """
        opened = open_regular(name, self.hidden().partials)
        if opened is None:
            raise StorageError("Nothing was written to the partial file, so nothing can be published.")
        with opened[0] as held:
            if os.fstat(held.fileno()).st_nlink != 1:
                raise StorageError("The partial file has other links, so it is not published.")
            file = identified(held)
            os.fsync(held.fileno())
            deadline = deadline_now()
            self._write_deadline(held, deadline, file)
            return state_again(held, file), deadline

    def publish(self, partial: str, name: str) -> None:
        """Move a partial file to its final name, in a step that replaces nothing.

        Raises:
            ModelExists: The name is taken.
            OSError: The file system refused.
        """
        hidden = self.hidden()
        try:
            move(partial, hidden.partials, name, hidden.root)
        except FileExistsError as error:
            raise ModelExists(f"There is a file {shown(name)} already.") from error

    def discard_partial(self, name: str) -> None:
        """Remove a partial if it is still there."""
        folder = self.hidden().partials
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder.descriptor)


def _leads_to(path: Path, folder: Folder) -> bool:
    try:
        return is_folder(os.lstat(path), folder)
    except OSError:
        return False
