"""The look at the directory: what came, what went, what changed hands.

A look costs what the directory holds, so it is taken only when the directory's
time of change says that something happened, and by the thread at most once a
second. Nothing is ever removed by a look; it only brings the index in line.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from mayfly.cleanup.clock import MAX_LIFETIME_MINUTES, Clock
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import TICK_SECONDS, FileState
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.ledger import Found, Ledger
from mayfly.cleanup.rows import State

log = logging.getLogger("mayfly.cleanup")

PARTIAL_GRACE_SECONDS = 600.0
BROKEN_INDEX_SECONDS = 86_400.0
_CHUNK_ROWS = 5000
_COARSE_TICK_SECONDS = 2.1  # on file systems that keep whole (or even) seconds
_SCAN_SHARE = 20  # the thread spends at most a twentieth of its time on looking


class Survey:
    """Keeps the index in line with one directory."""

    def __init__(
        self,
        directory: ModelDirectory,
        ledger: Ledger,
        clock: Clock,
        ttl: float,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep what is compared.

        Args:
            directory: The directory.
            ledger: The rows.
            clock: The clocks.
            ttl: Life of adopted files in seconds.
            beat: Called between the chunks of a long look, by whoever must show to be alive.
        """
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl
        self._beat = beat
        self._lock = threading.Lock()
        self._blocked_by = ""  # why the last look could not note what it found
        self._seen: tuple[int, int] | None = None  # generation of the index, mtime of the directory
        self._looked_at: float | None = None  # boot time of the last look that was complete
        self._looked_in = 0  # generation of the index at that look
        self._scanned_at = float("-inf")
        self._scan_seconds = 0.0

    def after_fork(self) -> None:
        """Begin with a lock that no thread of the parent holds."""
        self._lock = threading.Lock()

    def look(self, *, at_most_every: float = 0.0) -> None:
        """Compare directory and index if the directory has changed since the last time.

        A full disk is no error: the rows stay as they are, and what they know can be
        removed, which makes room.

        Args:
            at_most_every: Leave it for later if the last comparison is more recent (seconds).

        Raises:
            StorageError: Directory or index can't be used.
        """
        with self._lock:
            try:
                self._look(at_most_every)
            except IndexUnavailable as error:
                if not error.disk_full:
                    raise
                if self._blocked_by != str(error):
                    log.warning("What is new is not noted, what is known goes in its time: %s", error)
                self._seen, self._blocked_by = None, str(error)

    def _look(self, at_most_every: float) -> None:
        self._ledger.index.version()  # opens the index, so that its generation is known
        self._ledger.sync_clocks()
        boot, mtime = self._clock.boot(), self._directory.mtime_ns()
        seen = (self._ledger.index.generation, mtime)
        if self._seen == seen:
            self._note_look(boot)
            return
        pause = max(at_most_every, _SCAN_SHARE * self._scan_seconds) if at_most_every else 0.0
        if boot - self._scanned_at < pause:
            return
        try:
            under_way = self._compare(boot)
        finally:
            self._scan_seconds = self._clock.boot() - boot
            self._scanned_at = boot
        self._note_look(boot)
        # A change within the same tick of the clock would not show in the time of change.
        tick = TICK_SECONDS if mtime % 1_000_000_000 else _COARSE_TICK_SECONDS
        settled = self._clock.wall() - self._scan_seconds - mtime / 1e9 > tick
        self._seen = seen if settled and not under_way else None

    def _note_look(self, boot: float) -> None:
        """Note that the directory was looked at as a whole."""
        self._looked_at, self._looked_in = boot, self._ledger.index.generation
        self._ledger.unseen_step, self._blocked_by = 0.0, ""

    def _compare(self, boot: float) -> bool:
        """Compare; tell whether a publication is under way, so that another look is needed."""
        rows = self._ledger.names()  # before the files: a row is written after its file was made
        files = self._directory.scan()
        adopt: list[Found] = []
        finish: list[tuple[str, FileState]] = []
        for name, inode in files.items():
            known = rows.get(name)
            if known is not None and known[0] == inode and known[1] != "pending":
                continue
            file = self._directory.state(name)
            if file is None:
                continue
            if known is not None and known[0] == file.inode:
                finish.append((name, self._without_twin(name, file)))
            else:
                adopt.append(self._found(name, file, boot))
            if len(adopt) >= _CHUNK_ROWS:
                self._ledger.reconcile(adopt)
                adopt.clear()
                self._beat()
        forget, under_way = self._missing(rows, files, boot)
        if adopt or finish or forget:
            self._ledger.reconcile(adopt, finish, forget)
        return under_way

    def _missing(
        self, rows: dict[str, tuple[int, State]], files: dict[str, int], boot: float
    ) -> tuple[list[tuple[str, int, State]], bool]:
        """Give the rows whose file is gone, and whether some file is yet to come."""
        forget: list[tuple[str, int, State]] = []
        under_way = False
        for name, (inode, status) in rows.items():
            if name in files or self._directory.state(name) is not None:
                continue
            if status == "live":
                forget.append((name, inode, status))
            elif status == "pending":
                row = self._ledger.get(name)
                if row is not None and boot - (row.deadline - row.ttl) > PARTIAL_GRACE_SECONDS:
                    forget.append((name, inode, status))  # its publisher is dead
                else:
                    under_way = True
        return forget, under_way

    def _found(self, name: str, file: FileState, boot: float) -> Found:
        """Say how old a file is that nobody registered, and how long it lives.

        The age is what is certain, never more: not more than since the last look,
        which did not see the file, and without a step of the clock in between. Of an
        index that is lost nobody can say which files the last look saw; then every
        step counts that we know of.
        """
        wall = self._clock.wall()
        age = wall - file.changed_at - self._ledger.unseen_step
        if self._looked_at is not None and self._looked_in == self._ledger.index.generation:
            age = min(age, boot - self._looked_at)
        else:
            age = min(age, wall - file.changed_at - self._ledger.step_ahead()) - TICK_SECONDS
        age = max(0.0, age)
        ttl, kept = self._ttl, self._directory.kept_until(name)
        if kept is not None:  # it was registered for longer, in an index that is lost
            ttl = max(ttl, min(kept - wall + age, MAX_LIFETIME_MINUTES * 60))
        return Found(name, file, age, ttl)

    def _without_twin(self, name: str, file: FileState) -> FileState:
        """Remove the half-written name of a file that has its final one; give the state afterwards."""
        for partial, found in self._directory.partials():
            if found.inode == file.inode:
                self._directory.discard_partial(partial)
                return self._directory.state(name) or file
        return file

    def clear_leftovers(self, now: float | None = None) -> None:
        """Remove half-written files whose writer must be dead, and a broken index of long ago.

        Args:
            now: Epoch seconds instead of both clocks.

        Raises:
            StorageError: The hidden folder can't be used.
            OSError: A file can't be removed.
        """
        wall = self._clock.wall() if now is None else now
        boot_name, boot = partial_prefix(self._clock).partition("-")[0], self._clock.boot()
        for name, file in self._directory.partials():
            made_in, _, rest = name.partition("-")
            age = wall - file.changed_at
            if now is None and made_in == boot_name:
                with suppress(ValueError):
                    age = boot - float(rest.partition("-")[0])  # no step of the wall clock moves this
            if age > PARTIAL_GRACE_SECONDS:
                self._directory.discard_partial(name)
        self._directory.clear_broken_index(wall - BROKEN_INDEX_SECONDS)


def partial_prefix(clock: Clock) -> str:
    """Give the beginning of a partial's name: the boot and the boot time at which it was begun."""
    return f"{clock.boot_id().replace('-', '')[:8]}-{clock.boot():.0f}"
