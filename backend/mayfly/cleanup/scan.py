"""The scan that compares directory and index: which files came, went, or are other files than their rows'.

A scan costs what the directory holds, so there is one only when the directory's
time of change shows that something happened, and by the thread at most once a
second. A scan never removes a file; it only brings the index in line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from mayfly.cleanup import messages
from mayfly.cleanup.changes import Changes, Moment, is_settled
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.files import FileState, is_model_name, named_errors, shown
from mayfly.cleanup.directory.folders import Folder
from mayfly.cleanup.directory.locks import is_free_within
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.registry import FoundFile, Registry
from mayfly.cleanup.index.repair import IndexUnavailable, noted_or
from mayfly.cleanup.index.row_cache import Entry, RowCache
from mayfly.cleanup.index.rows import Row, State
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.lifetimes import Lifetimes
from mayfly.cleanup.messages import DeferredLog, WarnOnce
from mayfly.cleanup.remove import PARTIAL_GRACE_SECONDS, Leftovers
from mayfly.errors import StorageError

T = TypeVar("T")

_CHUNK_ROWS = 5000
_NAMES_A_CHECK = 256  # looked at between two checks that the directory is still the same
_UNKNOWN: Literal["unknown"] = "unknown"
_NO_INODE = -1
_ATTEMPTS = 3
MAX_NAME_DIFFERENCES = 1000
"""So many names may differ where a service that has not scanned yet compares names alone."""


@dataclass(slots=True)
class _Findings:
    """What a comparison found, to be noted in the index.

    Attributes:
        unseen_seconds: Time since the last complete scan; None if nobody knows which files it saw.
        adopt: Files without a row of their inode.
        finish: Files whose row is still pending.
        suspects: Files whose ctime is not the one of their row.
        unsure: Whether some file could not be read.
        root: The directory, checked a moment ago.
    """

    unseen_seconds: float | None
    adopt: list[FoundFile] = field(default_factory=list)
    finish: list[tuple[str, FileState]] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)
    unsure: bool = False
    root: Folder | None = None


class Scanner:
    """Keeps the index in line with one directory.

    Attributes:
        row_cache: The rows that scans compare with; to be used within ``alone``.
        leftovers: Removes what killed processes left.
        unknown: Files that the last scan found and could not note, since the disk is full.
    """

    def __init__(  # noqa: PLR0913 - the parts of one service
        self,
        directory: ModelDirectory,
        registry: Registry,
        clock: Timeline,
        ttl: float,
        deferred_log: DeferredLog,
        beat: Callable[[], None] = lambda: None,
        waits: Waits | None = None,
    ) -> None:
        """Keep what is compared.

        Args:
            directory: The directory.
            registry: The rows.
            clock: The directory's time.
            ttl: Life of adopted files in seconds.
            deferred_log: Takes the log lines.
            beat: Called between the chunks of a long scan, to show that it is alive.
            waits: How long to wait for another thread's scan.
        """
        self._directory = directory
        self._registry = registry
        self._clock = clock
        self._deferred_log = deferred_log
        self._beat = beat
        self._lock = threading.Lock()
        self._warn_once = WarnOnce(deferred_log)
        self.leftovers = Leftovers(directory, clock, self._warn_once)
        self._lifetimes = Lifetimes(directory, registry, clock, ttl)
        self.row_cache = RowCache(registry.index)
        self.unknown: list[FoundFile] = []
        self._blocked_by = ""  # why the last scan could not note what it found
        self._changes = Changes(directory, clock)
        self._patience_seconds = (waits or Waits()).scan_seconds

    def close(self) -> None:
        """Stop watching the directory; the next scan reads all of it."""
        self._changes.close()

    def after_fork(self) -> None:
        """Make a new lock, which no thread of the parent holds, and stop watching."""
        self._lock = threading.Lock()
        self._changes.after_fork()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of this service's scans for a block.

        Raises:
            StorageError: Another scan does not end (a disk that hangs), or the block failed.
        """
        if not is_free_within(self._lock, self._patience_seconds):
            raise StorageError(
                "Another thread is scanning the directory and does not end; the disk may hang."
            )
        with self._deferred_log.deferred(), self._lock, named_errors("Looking at the directory"):
            yield

    def scan(self, *, at_most_every: float = 0.0, thorough: bool = True) -> None:
        """Compare directory and index if the directory has changed since the last time.

        A full disk is no error: the rows stay as they are, and their files can be
        removed, which makes room.

        Args:
            at_most_every: Leave it for later if the last comparison is more recent (seconds).
            thorough: Also check each known file: it may be another one under the same inode.

        Raises:
            StorageError: Directory or index can't be used.
        """
        with self.alone():
            try:
                self._scan(at_most_every, thorough)
            except IndexUnavailable as error:
                if not error.cant_write:
                    raise
                if self._blocked_by != str(error):
                    self._deferred_log.warning(messages.CANT_NOTE, error)
                self._changes.forget()
                self._blocked_by = str(error)

    def compared(self, read: Callable[[], T]) -> T:
        """Scan, and return what is read from the index then; again if that was replaced in between.

        Raises:
            StorageError: Directory or index can't be used.
        """
        for _ in range(_ATTEMPTS):
            self.scan()
            generation = self._registry.index.generation
            found = read()
            if self._registry.index.generation == generation:
                break
        return found

    def _scan(self, at_most_every: float, thorough: bool) -> None:
        index, changes = self._registry.index, self._changes
        index.version()  # opens the index, so that its generation is known
        self._registry.sync_clocks()
        boot = self._clock.steady()
        now = Moment(boot, index.generation, self._directory.mtime_ns())
        if changes.are_none(now, thorough=thorough):
            self._blocked_by, self.unknown = "", []
            changes.note_nothing_new(now)
            return
        names = changes.names(now, thorough=thorough)
        if changes.is_too_soon(now, at_most_every):
            return
        settled = is_settled(now.mtime_ns, self._clock)
        differing = None
        if names is None and not thorough and not self.row_cache.was_read:
            differing = self.row_cache.differences(self._directory.list_names(), MAX_NAME_DIFFERENCES)
        findings = _Findings(changes.seconds_since_the_last_scan(now))
        try:
            under_way = self._compare(findings, thorough, names, differing)
        except IndexUnavailable as error:
            if error.cant_write:
                self.unknown = [*findings.adopt, *self._published(findings)]
            raise
        finally:
            changes.note_end(now)
        self._blocked_by, self.unknown = "", []
        changes.note_scan(
            now,
            thorough=thorough,
            whole=names is None and differing is None,
            names_only=differing is not None,
            complete=not under_way,
            settled=settled,
        )

    def _published(self, findings: _Findings) -> Iterator[FoundFile]:
        """Yield the files whose publisher was killed before their rows were finished, as found files."""
        for name, file in findings.finish:
            yield self._lifetimes.of_found_file(name, file, findings.unseen_seconds)

    def _compare(
        self,
        findings: _Findings,
        thorough: bool,
        names: frozenset[str] | None,
        differing: Mapping[str, Entry | None] | None,
    ) -> bool:
        """Compare files and rows; return whether a publication is under way, so that another scan is needed.

        Args:
            findings: Gets what was found.
            thorough: Also check each known file.
            names: What to compare; None for all.
            differing: The names that differ, with their rows, where names alone were compared.
        """
        rows: Mapping[str, Entry]
        if differing is not None:
            files = dict(self._inodes_of(differing))
            rows = {name: entry for name, entry in differing.items() if entry is not None}
            thorough = True
        elif names is not None and self.row_cache.read_new(names):
            files = dict(self._inodes_of(names))
            rows = {name: self.row_cache.rows[name] for name in names if name in self.row_cache.rows}
            thorough = True
        else:
            files = self._directory.list_inodes()
            self.row_cache.read(files)
            rows = self.row_cache.rows
        self._lifetimes.begin_scan()
        names_to_compare = files if thorough else _unlike_their_rows(files, rows)
        for place, name in enumerate(sorted(names_to_compare)):  # SQLite adds names in order faster
            if place % _NAMES_A_CHECK == 0:
                findings.root = self._directory.root()
            self._compare_file(name, files, rows.get(name), findings)
            if len(findings.adopt) >= _CHUNK_ROWS:
                self._registry.reconcile(findings.adopt)
                findings.adopt.clear()
                self._beat()
        forget, under_way = self._missing(rows, files)
        if findings.adopt or findings.finish or forget:
            self._registry.reconcile(findings.adopt, findings.finish, forget)
        for name, _ in findings.finish:
            self.row_cache.finished(name)
        for name in findings.suspects:
            self._recheck_found(name)
        return under_way or findings.unsure

    def _compare_file(
        self, name: str, files: dict[str, int], known: Entry | None, findings: _Findings
    ) -> None:
        """Compare one file with its row.

        Args:
            name: The file's name.
            files: Inode by name; corrected where the file system lists another one.
            known: The row; None for a file without a row.
            findings: Gets what was found.
        """
        if known is not None and known.inode == files[name] and known.state != "pending":
            with suppress(OSError):  # its sweep reports what is wrong with it
                found = self._directory.state(name, findings.root)
                if found is not None and found.ctime_ns != known.ctime_ns:
                    findings.suspects.append(name)
            return
        file = self._state(name, findings.root)
        if file is _UNKNOWN:
            findings.unsure = True
        if not isinstance(file, FileState):
            return
        if known is None or known.inode != file.inode:
            findings.adopt.append(self._lifetimes.of_found_file(name, file, findings.unseen_seconds))
        elif known.state == "pending":  # or live by now, and then left as it is
            findings.finish.append((name, self._without_twin(name, file)))
        else:
            files[name] = file.inode  # layered file systems list another number than a file's own
            if file.ctime_ns != known.ctime_ns:
                findings.suspects.append(name)

    def _inodes_of(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Yield name and inode of the models among some names; an impossible inode where it can't be read."""
        for name in filter(is_model_name, names):
            try:
                file = self._directory.state(name)
            except OSError:
                yield name, _NO_INODE
            else:
                if file is not None:
                    yield name, file.inode

    def _recheck_found(self, name: str) -> None:
        """Check more closely a file whose ctime is not the one of its row."""
        row = self._registry.get(name)
        with suppress(OSError):
            if row is not None:
                self._lifetimes.recheck(row)
        file = self._state(name)
        if isinstance(file, FileState):
            self.row_cache.checked(name, file.ctime_ns)  # a new life has a new key, and is read as a new row

    def has_file(self, row: Row) -> bool:
        """Return whether a row's file is there, as far as the last scan could not note that it is not.

        Raises:
            StorageError: The directory can't be used.
        """
        if not self._blocked_by:
            return True
        with named_errors(f"Looking at {shown(row.name)}"):
            return self._directory.state(row.name) is not None

    def recheck(self, row: Row) -> bool:
        """Check whether a model's file is still the one of its row; return whether it was given a new life.

        Raises:
            StorageError: Directory or index can't be used.
        """
        with named_errors(f"Looking at {shown(row.name)}"):
            return noted_or(lambda: self._lifetimes.recheck(row), lambda: False)

    def _state(self, name: str, root: Folder | None = None) -> FileState | Literal["unknown"] | None:
        """Return a file's state; one that can't be read is logged once, and tried again next time."""
        try:
            file = self._directory.state(name, root)
        except OSError as error:
            self._warn_once.warn(name, error)
            return _UNKNOWN
        self._warn_once.forget(name)
        return file

    def _missing(
        self, rows: Mapping[str, Entry], files: dict[str, int]
    ) -> tuple[list[tuple[int, State]], bool]:
        """Return the rows whose file is gone, and whether some file is yet to come."""
        forget: list[tuple[int, State]] = []
        under_way = False
        for name in rows.keys() - files.keys():
            if self._state(name) is not None:
                continue
            entry = rows[name]
            if entry.state == "live":
                forget.append((entry.key, entry.state))
                continue
            row = self._registry.get(name)  # as it is now: somebody else may have finished it
            if row is None:
                under_way = True
            elif row.state == "live":
                if self._state(name) is None:  # asked again: it may be there since
                    forget.append((row.id, row.state))
            elif self._clock.boot() - (row.deadline - row.ttl) > PARTIAL_GRACE_SECONDS:
                forget.append((row.id, row.state))  # its publisher is dead
            else:
                under_way = True
        return forget, under_way

    def _without_twin(self, name: str, file: FileState) -> FileState:
        """Remove the half-written name of a file that has its final one; return the state afterwards."""
        now = self._state(name) if self.leftovers.discard_twin(file) else file
        return now if isinstance(now, FileState) else file


def _unlike_their_rows(files: dict[str, int], rows: Mapping[str, Entry]) -> list[str]:
    """Return the files that are not known under their inode, or not finished."""
    find = rows.get
    return [
        name
        for name, inode in files.items()
        if (known := find(name)) is None or known[1] != inode or known[2] == "pending"
    ]
