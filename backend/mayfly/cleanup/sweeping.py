"""One sweep: what is past its deadline goes, each file exactly once, whoever else sweeps."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from mayfly.cleanup.agenda import Agenda, Due, NewLife, Tally, due_now
from mayfly.cleanup.clock import Clock
from mayfly.cleanup.directory import Hidden, ModelDirectory
from mayfly.cleanup.files import FileState
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.ledger import STEP_SECONDS
from mayfly.cleanup.locks import file_lock
from mayfly.cleanup.names import all_shown, shown
from mayfly.cleanup.removal import Outcome, empty_trash, remove_at_once, remove_carefully
from mayfly.cleanup.rows import Row
from mayfly.contracts import SweepReport

log = logging.getLogger("mayfly.cleanup")

BATCH_ROWS = 10_000
BEAT_ROWS = 500
"""After so many files somebody is told that the sweep is alive: a slow disk takes long for a batch."""
CAREFUL_ROWS = 64
"""Up to this many due files, each is removed the careful way even where the short one would do."""
LEASE_RETRY_SECONDS = 0.25
RETRY_SECONDS = 1.0
MAX_RETRY_SECONDS = 300.0
_LOCK_SECONDS = 5.0
_FIRST = (-math.inf, 0)


@dataclass(slots=True)
class _Result:
    """What a sweep has done so far."""

    removed: list[str] = field(default_factory=list)
    removed_bytes: int = 0
    leased: dict[str, None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, tally: Tally, ended: list[Due]) -> None:
        self.removed += all_shown([row.stored_name for row in ended])
        self.removed_bytes += sum(row.size for row in ended)
        self.leased |= {shown(row.name): None for row, _ in tally.leased}
        self.failed |= {shown(row.name): reason for row, _, reason in tally.failed}


class Sweeper:
    """Removes what is due in one directory."""

    def __init__(
        self,
        directory: ModelDirectory,
        agenda: Agenda,
        clock: Clock,
        ttl: float,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep where to sweep.

        Args:
            directory: The directory.
            agenda: The due rows.
            clock: The clocks.
            ttl: Life of a file that took another's name, in seconds.
            beat: Called every few hundred files, by whoever must show to be alive.
        """
        self._directory = directory
        self._agenda = agenda
        self._clock = clock
        self._ttl = ttl
        self._beat = beat
        self._complaints: dict[tuple[str, int], str] = {}

    def sweep(self, *, now: float | None, everything: bool) -> SweepReport:
        """Remove what is due.

        Args:
            now: Epoch seconds instead of the clocks.
            everything: Also try again what failed or was leased a moment ago.

        Raises:
            StorageError: Directory or index can't be used.
        """
        started = self._clock.boot()
        result = _Result()
        hidden = self._directory.hidden()
        # One at a time, so that a doomed row means that its sweep was killed. Whoever
        # waits too long for a stuck one goes on alone: each step is safe without the lock, too.
        with file_lock(hidden.top, "sweep.lock", seconds=_LOCK_SECONDS) as alone:
            if alone:
                empty_trash(hidden)
            retry_before = math.inf if everything else started
            if self._pass(now, retry_before, hidden, alone, result):
                # A file that was written since may be over under its new life as well.
                self._pass(now, started, hidden, alone, result)
        return SweepReport(
            removed=tuple(result.removed),
            removed_bytes=result.removed_bytes,
            leased=tuple(result.leased),
            failed=result.failed,
            duration_seconds=self._clock.boot() - started,
        )

    def preview(self, now: float | None) -> SweepReport:
        """Say what a sweep would remove, by the same choice of rows, and touch nothing."""
        started = self._clock.boot()
        end = self._clock.wall() if now is None else now
        would: list[Due] = []
        leased: list[str] = []
        for row in self._agenda.peek(now, math.inf, -1, _FIRST):
            file = self._directory.state(row.name)
            life = None if file is None else self._next_life(row, file)
            if file is None or (life is not None and self._clock.wall() - life.age + life.ttl > end):
                continue
            if row.leased_until > started and self._directory.is_leased(row.name):
                leased.append(shown(row.name))
            else:
                would.append(row)
        return SweepReport(
            dry_run=True,
            removed=tuple(shown(row.name) for row in would),
            removed_bytes=sum(row.size for row in would),
            leased=tuple(leased),
            duration_seconds=self._clock.boot() - started,
        )

    def end_early(self, row: Row) -> Outcome:
        """Remove one model before its time.

        Raises:
            OSError: The file could not be removed.
            StorageError: Directory or index can't be used.
        """
        hidden = self._directory.hidden()
        with file_lock(hidden.top, "sweep.lock", seconds=_LOCK_SECONDS):
            if not self._agenda.condemn(row):
                return Outcome.GONE
            try:
                outcome = remove_carefully(row.name, row.inode, row.ctime_ns, hidden)
            except OSError:
                self._agenda.spare(row)
                raise
            if outcome is Outcome.REMOVED:
                ended = self._agenda.settle(
                    Tally(removed=[due_now(row)]), at=self._clock.wall(), cause="deleted"
                )
                return Outcome.REMOVED if ended else Outcome.GONE
            self._agenda.spare(row)
            return outcome

    def _pass(
        self, now: float | None, retry_before: float, hidden: Hidden, alone: bool, result: _Result
    ) -> bool:
        """Try each due row once; tell whether some file turned out to have begun a new life."""
        after, changed, short = _FIRST, False, False
        while rows := self._claim(now, retry_before, after):
            after = (rows[-1].deadline if now is None else rows[-1].expires, rows[-1].id)
            short = short or (alone and len(rows) > CAREFUL_ROWS and self._directory.only_ours())
            tally = self._remove(rows, hidden, short=short)
            result.add(tally, self._settle(tally))
            changed = changed or bool(tally.changed)
        return changed

    def _claim(self, now: float | None, retry_before: float, after: tuple[float, int]) -> list[Due]:
        try:
            return self._agenda.claim(now, retry_before, BATCH_ROWS, after)
        except IndexUnavailable as error:
            if not error.disk_full:
                raise
            # Removing is what makes room: go on without noting.
            return self._agenda.peek(now, retry_before, BATCH_ROWS, after)

    def _settle(self, tally: Tally) -> list[Due]:
        at = self._clock.wall()
        try:
            ended = self._agenda.settle(tally, at=at)
        except IndexUnavailable as error:
            if not error.disk_full:
                raise
            ended = tally.removed  # the next look drops their rows
        if log.isEnabledFor(logging.INFO):
            for row in ended:
                log.info("🗑️ Cleaned up old file: %s", shown(row.name))
        return ended

    def _remove(self, rows: list[Due], hidden: Hidden, *, short: bool) -> Tally:
        tally = Tally()
        boot = self._clock.boot()
        root, removed, complaints = hidden.root.descriptor, Outcome.REMOVED, self._complaints
        for number, row in enumerate(rows):
            if number % BEAT_ROWS == 0:
                self._beat()
            try:
                if short and row.leased_until <= boot:
                    outcome = remove_at_once(row.stored_name, row.inode, row.ctime_ns, root)
                else:
                    over = 0 < row.leased_until <= boot  # the reader keeps the open file, the name goes
                    outcome = remove_carefully(row.name, row.inode, row.ctime_ns, hidden, heed_lease=not over)
                if outcome is removed and not complaints:
                    tally.removed.append(row)
                else:
                    self._note(tally, row, outcome, boot)
            except OSError as error:
                self._note_failure(tally, row, error, boot)
        return tally

    def _note(self, tally: Tally, row: Due, outcome: Outcome, boot: float) -> None:
        if outcome is Outcome.LEASED:
            again = boot + LEASE_RETRY_SECONDS
            tally.leased.append((row, min(again, row.leased_until) if row.leased_until > boot else again))
            return
        self._complaints.pop((row.name, row.inode), None)
        if outcome is Outcome.REMOVED or (outcome is Outcome.GONE and row.doomed):
            tally.removed.append(row)  # the second: unlinked by a sweep that was killed right then
            return
        file = self._directory.state(row.name) if outcome is Outcome.CHANGED else None
        life = None if file is None else self._next_life(row, file)
        if file is None:
            tally.vanished.append(row)
        else:
            tally.changed.append(life or NewLife(row, file, self._ttl, 0.0, False))

    def _next_life(self, row: Due, file: FileState) -> NewLife | None:
        """Give the life of a file that was written since its row; None if it was not."""
        same = file.inode == row.inode
        if same and file.ctime_ns == row.ctime_ns:
            return None
        whole = self._agenda.row(row.id)
        if whole is None:
            return NewLife(row, file, self._ttl, 0.0, False)
        wall = self._clock.wall()
        step = wall - self._clock.boot() - whole.clock_offset
        age = wall - file.changed_at - (step if step > STEP_SECONDS else 0.0)
        ttl = whole.ttl if same else self._ttl
        return NewLife(row, file, ttl, max(0.0, age), same and bool(whole.tracked))

    def _note_failure(self, tally: Tally, row: Due, error: OSError, boot: float) -> None:
        reason = error.strerror or str(error)
        if self._complaints.get((row.name, row.inode)) != reason:
            self._complaints[row.name, row.inode] = reason
            log.warning("Can't remove %s: %s. It is tried again.", shown(row.name), reason)
        pause = min(RETRY_SECONDS * 2 ** min(row.attempts, 20), MAX_RETRY_SECONDS)
        tally.failed.append((row, boot + pause, reason))
