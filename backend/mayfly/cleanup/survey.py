"""The look at the directory: what came, what went, what changed hands.

A look costs what the directory holds, so it is taken only when the directory's
time of change says that something happened, and by the thread at most once a
second. Nothing is ever removed by a look; it only brings the index in line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Literal

from mayfly.cleanup import messages
from mayfly.cleanup.census import Census, is_settled
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import FileState, named_errors
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.ledger import Found, Ledger
from mayfly.cleanup.leftovers import PARTIAL_GRACE_SECONDS, Leftovers
from mayfly.cleanup.lines import Complaints, Lines
from mayfly.cleanup.locks import is_free_within
from mayfly.cleanup.names import is_model_name, shown
from mayfly.cleanup.roll import Entry, Roll
from mayfly.cleanup.rows import Row, State
from mayfly.cleanup.second_look import SecondLook
from mayfly.cleanup.strangers import Strangers
from mayfly.cleanup.timeline import Timeline
from mayfly.cleanup.watch import Watch
from mayfly.errors import StorageError

_CHUNK_ROWS = 5000
_PATIENCE_SECONDS = 15.0
_UNKNOWN: Literal["unknown"] = "unknown"
_NO_INODE = -1
_GLANCE_NAMES = 1000
"""So many names may differ where a service that has not looked yet compares names alone."""
_SCAN_SHARE = 20  # the thread spends at most a twentieth of its time on looking


class Survey:
    """Keeps the index in line with one directory."""

    def __init__(
        self,
        directory: ModelDirectory,
        ledger: Ledger,
        clock: Timeline,
        ttl: float,
        lines: Lines,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep what is compared.

        Args:
            directory: The directory.
            ledger: The rows.
            clock: The clocks.
            ttl: Life of adopted files in seconds.
            lines: Log lines.
            beat: Called between the chunks of a long look, by whoever must show to be alive.
        """
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl
        self._lines = lines
        self._beat = beat
        self._lock = threading.Lock()
        self._complaints = Complaints(lines)
        self._leftovers = Leftovers(directory, clock, self._complaints)
        self._strangers = Strangers(directory, clock, ttl)
        self._second_look = SecondLook(directory, ledger, clock, ttl)
        self._roll = Roll(ledger.index)
        self._census = Census(directory, self._roll, ledger.index, clock)
        self._blocked_by = ""  # why the last look could not note what it found
        self._watch = Watch()
        self._changed: set[str] = set()  # names that came or went since the last complete look
        self._known: tuple[int, bool] | None = None  # generation of the last whole look; was it thorough
        self._known_at = float("-inf")
        self._only_glanced = False  # the last look compared names alone
        self._seen: tuple[int, int] | None = None  # generation of the index, mtime of the directory
        self._seen_roughly: tuple[int, int] | None = None  # the same, if known files were not looked at
        self._looked_at: float | None = None  # boot time of the last look that was complete
        self._looked_in = 0  # generation of the index at that look
        self._scanned_at = float("-inf")
        self._scan_seconds = 0.0

    def close(self) -> None:
        """Let go of what the kernel tells; the next look reads the whole directory."""
        watch, self._watch, self._known = self._watch, Watch(), None
        watch.forget()

    def after_fork(self) -> None:
        """Begin with a lock that no thread of the parent holds."""
        self._lock = threading.Lock()
        self._watch, self._known = Watch(), None  # the parent reads what the kernel says of its own

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Look at the directory while no other thread of this service does.

        Raises:
            StorageError: Another one does not come to an end (a disk that hangs), or the block failed.
        """
        if not is_free_within(self._lock, _PATIENCE_SECONDS):
            raise StorageError("Another thread is looking at the directory and does not come to an end.")
        with self._lines.after(), self._lock, named_errors("Looking at the directory"):
            yield

    def look(self, *, at_most_every: float = 0.0, thorough: bool = True) -> None:
        """Compare directory and index if the directory has changed since the last time.

        A full disk is no error: the rows stay as they are, and what they know can be
        removed, which makes room.

        Args:
            at_most_every: Leave it for later if the last comparison is more recent (seconds).
            thorough: Also look at each known file: it may be another one under the same inode.

        Raises:
            StorageError: Directory or index can't be used.
        """
        with self._alone():
            try:
                self._look(at_most_every, thorough)
            except IndexUnavailable as error:
                if not error.cant_write:
                    raise
                if self._blocked_by != str(error):
                    self._lines.warning(messages.CANT_NOTE, error)
                self._seen = self._seen_roughly = None
                self._blocked_by = str(error)

    def _look(self, at_most_every: float, thorough: bool) -> None:
        self._ledger.index.version()  # opens the index, so that its generation is known
        self._ledger.sync_clocks()
        boot, mtime = self._clock.steady(), self._directory.mtime_ns()
        seen = (self._ledger.index.generation, mtime)
        if self._seen == seen or (not thorough and self._seen_roughly == seen):
            self._note_look(boot)
            return
        names = self._names_to_look_at(boot, seen[0], thorough)
        pause = max(at_most_every, _SCAN_SHARE * self._scan_seconds) if at_most_every else 0.0
        if boot - self._scanned_at < pause:
            return
        settled = is_settled(mtime, self._clock)
        glance = None
        if names is None and not thorough and not self._roll.was_read:
            glance = self._roll.differences(self._directory.listed(), _GLANCE_NAMES)
        try:
            under_way = self._compare(boot, thorough, names, glance)
        finally:
            self._scan_seconds = self._clock.steady() - boot
            self._scanned_at = boot
        if not under_way:
            self._changed.clear()
        if names is None and glance is None:
            self._known = None if under_way else (seen[0], thorough)
            self._known_at = boot
        self._only_glanced = glance is not None
        self._note_look(boot)
        self._seen_roughly = seen if settled and not under_way else None
        if thorough:
            self._seen = self._seen_roughly

    def _names_to_look_at(self, boot: float, generation: int, thorough: bool) -> frozenset[str] | None:
        """Return the names that changed since the whole directory was read; None if it has to be again."""
        changed = None
        with suppress(OSError):
            changed = self._watch.changes(self._directory.root())
        if changed is None:
            self._known = None
            return None
        self._changed |= changed
        known = self._known
        if known is None or known[0] != generation or (thorough and not known[1]):
            return None
        return frozenset(self._changed) if boot - self._known_at < PARTIAL_GRACE_SECONDS else None

    def _note_look(self, boot: float) -> None:
        """Note that the directory was looked at, as a whole unless only names were compared."""
        self._blocked_by = ""
        if not self._only_glanced:
            self._looked_at, self._looked_in = boot, self._ledger.index.generation
            self._clock.unseen_step = 0.0

    def count(self) -> tuple[int, int]:
        """Count the files that are there now, and the registered ones among them; change nothing.

        Raises:
            StorageError: Directory or index can't be used.
        """
        asked_at = self._census.number
        with self._alone():
            return self._census.take(asked_at)

    def _compare(
        self,
        boot: float,
        thorough: bool,
        names: frozenset[str] | None,
        glance: Mapping[str, Entry | None] | None,
    ) -> bool:
        """Compare; tell whether a publication is under way, so that another look is needed.

        Args:
            boot: When the look began, on the steady clock.
            thorough: Also look at each known file.
            names: What to compare; None for all.
            glance: The names that differ, with their rows, where names alone were compared.
        """
        rows: Mapping[str, Entry]
        if glance is not None:
            files = dict(self._inodes_of(glance))
            rows = {name: entry for name, entry in glance.items() if entry is not None}
            thorough = True
        elif names is not None and self._roll.read_new(names):
            files = dict(self._inodes_of(names))
            rows = {name: self._roll.rows[name] for name in names if name in self._roll.rows}
            thorough = True
        else:
            files = self._directory.scan()
            self._roll.read(files)
            rows = self._roll.rows
        unsure = False
        adopt: list[Found] = []
        finish: list[tuple[str, FileState]] = []
        suspects: list[str] = []
        self._strangers.begin()
        unseen = self._seconds_since_the_last_look(boot)
        for name, inode in list(files.items()) if thorough else _unlike_their_rows(files, rows):
            known = rows.get(name)
            if known is not None and known.inode == inode and known.state != "pending":
                with suppress(OSError):  # its sweep tells what is wrong with it
                    found = self._directory.state(name)
                    if found is not None and found.ctime_ns != known.ctime_ns:
                        suspects.append(name)
                continue
            file = self._state(name)
            if file is _UNKNOWN:
                unsure = True
            if not isinstance(file, FileState):
                continue
            if known is not None and known.inode == file.inode and known.state != "pending":
                files[name] = file.inode  # layered file systems list another number than they tell
                if file.ctime_ns != known.ctime_ns:
                    suspects.append(name)
            elif known is not None and known.inode == file.inode:
                finish.append((name, self._without_twin(name, file)))  # or already live, and left as it is
            else:
                adopt.append(self._strangers.found(name, file, unseen))
            if len(adopt) >= _CHUNK_ROWS:
                self._ledger.reconcile(adopt)
                adopt.clear()
                self._beat()
        forget, under_way = self._missing(rows, files)
        if adopt or finish or forget:
            self._ledger.reconcile(adopt, finish, forget)
        for name, _ in finish:
            self._roll.finished(name)
        for name in suspects:
            self._suspect(name)
        return under_way or unsure

    def _seconds_since_the_last_look(self, boot: float) -> float | None:
        """Return how long ago the last complete look was; None if nobody can say which files it saw."""
        if self._looked_at is None or self._looked_in != self._ledger.index.generation:
            return None
        return boot - self._looked_at

    def _inodes_of(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Give the inodes of the models among some names; none of its own for one that can't be looked at."""
        for name in filter(is_model_name, names):
            try:
                file = self._directory.state(name)
            except OSError:
                yield name, _NO_INODE
            else:
                if file is not None:
                    yield name, file.inode

    def _suspect(self, name: str) -> None:
        """Look closer at a file whose ctime is not the one of its row."""
        row = self._ledger.get(name)
        with suppress(OSError):
            if row is not None:
                self._second_look.at(row)
        file = self._state(name)
        if isinstance(file, FileState):
            self._roll.checked(name, file.ctime_ns)  # a new life has a new key, and is read as a new row

    def reconsider(self, row: Row) -> bool:
        """See whether a model's file is still the one of its row; return whether it was given another life.

        Raises:
            StorageError: Directory or index can't be used.
        """
        with named_errors(f"Looking at {shown(row.name)}"):
            try:
                return self._second_look.at(row)
            except IndexUnavailable as error:
                if not error.cant_write:
                    raise
                return False

    def _state(self, name: str) -> FileState | Literal["unknown"] | None:
        """Give a file's state; one that can't be looked at is told once, and looked at again next time."""
        try:
            file = self._directory.state(name)
        except OSError as error:
            self._complaints.add(name, error)
            return _UNKNOWN
        self._complaints.over(name)
        return file

    def _missing(
        self, rows: Mapping[str, Entry], files: dict[str, int]
    ) -> tuple[list[tuple[int, State]], bool]:
        """Give the rows whose file is gone, and whether some file is yet to come."""
        forget: list[tuple[int, State]] = []
        under_way = False
        for name in rows.keys() - files.keys():
            if self._state(name) is not None:
                continue
            entry = rows[name]
            if entry.state == "live":
                forget.append((entry.key, entry.state))
                continue
            row = self._ledger.get(name)  # as it is now: somebody else may have finished it
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
        """Remove the half-written name of a file that has its final one; give the state afterwards."""
        now = self._state(name) if self._leftovers.discard_twin(file) else file
        return now if isinstance(now, FileState) else file

    def clear_leftovers(self, now: float | None = None) -> None:
        """Remove half-written files whose writer must be dead, and a broken index of long ago.

        Args:
            now: Epoch seconds instead of both clocks.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        self._leftovers.clear(now)


def _unlike_their_rows(files: dict[str, int], rows: Mapping[str, Entry]) -> list[tuple[str, int]]:
    """Return the files (name, inode) that are not known under their inode, or not finished."""
    find = rows.get
    return [
        (name, inode)
        for name, inode in files.items()
        if (known := find(name)) is None or known[1] != inode or known[2] == "pending"
    ]
