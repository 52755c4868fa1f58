"""The look at the directory: what came, what went, what changed hands; and the counts.

A look costs what the directory holds, so it is taken only when the directory's
time of change says that something happened, and by the thread at most once a
second.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.directory import FileState, ModelDirectory
from mayfly.cleanup.ledger import Ledger, State

log = logging.getLogger("mayfly.cleanup")

PARTIAL_GRACE_SECONDS = 600.0
_FINE_TICK_SECONDS = 0.05  # file times move in steps of the kernel's timer
_COARSE_TICK_SECONDS = 2.1  # on file systems that keep whole (or even) seconds


class Survey:
    """Keeps the index in line with one directory."""

    def __init__(self, directory: ModelDirectory, ledger: Ledger, clock: Clock, ttl: float) -> None:
        """Keep what is compared; ``ttl`` is the life of adopted files in seconds."""
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None  # generation of the index, mtime of the directory
        self._looked_at: float | None = None  # boot time of the last look that was complete
        self._counts: tuple[tuple[int, int], tuple[int, int, int]] | None = None
        self.scanned_at = float("-inf")
        self.scan_seconds = 0.0

    def after_fork(self) -> None:
        """Begin with a lock that no thread of the parent holds."""
        self._lock = threading.Lock()

    def look(self, *, at_most_every: float = 0.0) -> None:
        """Compare directory and index if the directory has changed since the last time.

        Args:
            at_most_every: Leave it for later if the last comparison is more recent (seconds).

        Raises:
            StorageError: Directory or index can't be used.
        """
        with self._lock:
            step = self._ledger.sync_clocks()
            boot, mtime = self._clock.boot(), self._directory.mtime_ns()
            self._ledger.index.version()  # opens the index, so that its generation is known
            seen = (self._ledger.index.generation, mtime)
            if self._seen == seen:
                self._looked_at = boot
                return
            if boot - self.scanned_at < max(at_most_every, 20 * self.scan_seconds if at_most_every else 0):
                return
            pending = self._compare(boot, step)
            self.scan_seconds = self._clock.boot() - boot
            self.scanned_at = self._looked_at = boot
            # A change within the same tick of the clock would not show in the time of change.
            tick = _FINE_TICK_SECONDS if mtime % 1_000_000_000 else _COARSE_TICK_SECONDS
            settled = self._clock.wall() - self.scan_seconds - mtime / 1e9 > tick
            self._seen = seen if settled and not pending else None

    def _compare(self, boot: float, step: float) -> bool:
        """Compare; tell whether a publication is under way, so that another look is needed."""
        rows = self._ledger.names()  # before the files: a row is written after its file was made
        files = self._directory.scan()
        adopt: list[tuple[str, FileState, float]] = []
        finish: list[tuple[str, FileState]] = []
        for name, inode in files.items():
            known = rows.get(name)
            if known is not None and known[0] == inode and known[1] != "pending":
                continue
            state = self._directory.state(name)
            if state is None:
                continue
            if known is not None and known[0] == state.inode:
                finish.append((name, state))
            else:
                adopt.append((name, state, self.age(state, boot, step)))
        forget: list[tuple[str, int, State]] = []
        pending = False
        for name, (inode, status) in rows.items():
            if name in files or self._directory.state(name) is not None:
                continue
            if status == "pending":
                pending = True
            elif status == "live":
                forget.append((name, inode, status))
        if adopt or finish or forget:
            self._ledger.reconcile(adopt, finish, forget, self._ttl)
        return pending

    def age(self, file: FileState, boot: float, step: float = 0.0) -> float:
        """Give the age of a file that nobody registered, in seconds, at most what is certain.

        Args:
            file: Its state.
            boot: Boot time now.
            step: A forward step of the wall clock that the file's times may not know of.
        """
        age = self._clock.wall() - file.changed_at - step
        if self._looked_at is not None:
            age = min(age, boot - self._looked_at)  # it was not there at the last look
        return max(0.0, age)

    def counts(self) -> tuple[int, int, int]:
        """Give the numbers of models, of registered ones among them, and their bytes."""
        version = self._ledger.index.version()
        if self._counts is None or self._counts[0] != version:
            self._counts = (version, self._ledger.counts())
        return self._counts[1]

    def stale(self) -> None:
        """Say that our own process changed the index, which its version does not show."""
        self._counts = None

    def clear_partials(self, now: float | None) -> int:
        """Remove half-written files whose writer must be dead; give their number.

        Args:
            now: Epoch seconds instead of both clocks.
        """
        removed = 0
        boot_id, boot = self._clock.boot_id()[:8], self._clock.boot()
        for name, changed_at in self._directory.partials():
            made_in, _, rest = name.partition("-")
            age = (self._clock.wall() if now is None else now) - changed_at
            if now is None and made_in == boot_id:
                with suppress(ValueError):
                    age = boot - float(rest.partition("-")[0])  # no step of the wall clock moves this one
            if age > PARTIAL_GRACE_SECONDS:
                self._directory.discard_partial(name)
                removed += 1
        return removed
