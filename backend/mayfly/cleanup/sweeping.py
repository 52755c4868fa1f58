"""One sweep: what is past its deadline goes, each file exactly once, whoever else sweeps."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mayfly.cleanup import messages
from mayfly.cleanup.agenda import Agenda
from mayfly.cleanup.clock import MAX_LEASE_SECONDS
from mayfly.cleanup.directory import Hidden, ModelDirectory
from mayfly.cleanup.files import FileState
from mayfly.cleanup.identity import Change, next_life, what_changed
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.lines import Lines
from mayfly.cleanup.locks import SWEEP_LOCK, file_lock, lock_holder, signature
from mayfly.cleanup.names import all_shown, shown
from mayfly.cleanup.removal import Outcome, empty_trash, remove_at_once, remove_carefully, remove_one
from mayfly.cleanup.rows import Row
from mayfly.cleanup.tally import Batch, Due, Ended, NewLife, Stored, Tally, stored_now
from mayfly.cleanup.timeline import Timeline
from mayfly.contracts import SweepReport

BATCH_ROWS = 10_000
BEAT_ROWS = 500
"""After so many files somebody is told that the sweep is alive: a slow disk takes long for a batch."""
CAREFUL_ROWS = 64
"""Up to this many due files, each is removed the careful way even where the short one would do."""
LEASE_RETRY_SECONDS = 0.25
_LOCK_SECONDS = 5.0
_FIRST = (-math.inf, 0)


@dataclass(slots=True)
class _Result:
    """What a sweep has done so far."""

    lines: Lines
    removed: list[str] = field(default_factory=list)
    removed_bytes: int = 0
    leased: dict[str, None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, tally: Tally, ended: Ended) -> None:
        names = all_shown([row[1] for row in ended.rows])
        self.removed += names
        self.removed_bytes += ended.size_bytes
        self.leased |= {shown(row.name): None for row, _ in tally.leased}
        self.failed |= {shown(row.name): reason for row, reason in tally.failed}
        for name in names:
            self.lines.info(messages.CLEANED_UP, name)


class Sweeper:
    """Removes what is due in one directory."""

    def __init__(
        self,
        directory: ModelDirectory,
        agenda: Agenda,
        clock: Timeline,
        ttl: float,
        lines: Lines,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep where to sweep.

        Args:
            directory: The directory.
            agenda: The due rows.
            clock: The clocks.
            ttl: Life of a file that took another's name, in seconds.
            lines: Log lines.
            beat: Called every few hundred files, by whoever must show to be alive.
        """
        self._directory = directory
        self._agenda = agenda
        self._clock = clock
        self._ttl = ttl
        self._lines = lines
        self._beat = beat
        self._stuck = ""  # signature of a holder of the sweep's lock that does not come to an end
        self._complaints: dict[tuple[int, bytes, int], str] = {}  # by key, name and inode

    def sweep(self, *, now: float | None, everything: bool) -> SweepReport:
        """Remove what is due.

        Args:
            now: Epoch seconds instead of the clocks.
            everything: Also try again what failed or was leased a moment ago.

        Raises:
            StorageError: Directory or index can't be used.
        """
        started = self._clock.steady()
        result = _Result(self._lines)
        hidden = self._directory.hidden()
        # One at a time, so that a doomed row means that its sweep was killed. Whoever
        # waits too long for a stuck one goes on alone: each step is safe without the lock, too.
        with self._lines.after(), self._in_turn(hidden) as alone:
            if alone:
                empty_trash(hidden, self._lines)
            if self._pass(now, not everything, hidden, alone, result):
                # A file that was written since may be over under its new life as well.
                self._pass(now, True, hidden, alone, result)
        return SweepReport(
            removed=tuple(result.removed),
            removed_bytes=result.removed_bytes,
            leased=tuple(result.leased),
            failed=result.failed,
            duration_seconds=self._clock.steady() - started,
        )

    @contextmanager
    def _in_turn(self, hidden: Hidden) -> Iterator[bool]:
        """Hold the sweep's lock for a block; the value tells whether it was got.

        A holder that did not come to an end while we waited (a disk that hangs, a log that nobody reads)
        is not waited for a second time.
        """
        stuck = self._stuck and signature(hidden.top, SWEEP_LOCK) == self._stuck
        with file_lock(hidden.top, SWEEP_LOCK, seconds=0.0 if stuck else _LOCK_SECONDS, signed=True) as alone:
            self._stuck = "" if alone else signature(hidden.top, SWEEP_LOCK)
            yield alone

    @property
    def trouble(self) -> str:
        """Who keeps the sweep's lock and does not come to an end; empty if nobody does."""
        if not self._stuck:
            return ""
        pid = self._stuck.split()[0]
        return f"Process {pid} keeps the sweep's lock and is stuck; its turn is not waited for."

    def preview(self, now: float | None) -> SweepReport:
        """Say what a sweep would remove, by the same choice of rows, and touch nothing."""
        started = self._clock.steady()
        end = self._clock.wall() if now is None else now
        would: list[Stored] = []
        leased: list[str] = []
        failed: dict[str, str] = {}
        batch = self._agenda.peek(now, False, -1, _FIRST)
        for stored in batch.rows:
            row = Due(*stored)
            try:
                file = self._directory.identify(row.name)
                life = None if file is None else self._next_life(row, file)
                if file is None or (life is not None and self._clock.wall() - life.age + life.ttl > end):
                    continue
                if row.leased_until > batch.boot and self._directory.is_leased(row.name):
                    leased.append(shown(row.name))
                else:
                    would.append(stored)
            except OSError as error:
                failed[shown(row.name)] = error.strerror or str(error)
        return SweepReport(
            dry_run=True,
            removed=tuple(all_shown([row[1] for row in would])),
            removed_bytes=self._agenda.sizes(would),
            leased=tuple(leased),
            failed=failed,
            duration_seconds=self._clock.steady() - started,
        )

    def end_early(self, row: Row) -> Outcome:
        """Remove one model before its time.

        Raises:
            OSError: The file could not be removed.
            StorageError: Directory or index can't be used.
        """
        hidden = self._directory.hidden()
        with self._lines.after(), self._in_turn(hidden):
            if not self._agenda.condemn(row):
                return Outcome.GONE
            try:
                outcome = remove_one(os.fsencode(row.name), row.inode, row.ctime_ns, hidden)
            except OSError:
                self._agenda.spare(row)
                raise
            if outcome is Outcome.REMOVED:
                tally = Tally(removed=[stored_now(row)])
                ended = self._agenda.settle(tally, at=self._clock.wall(), cause="deleted")
                return Outcome.REMOVED if ended.rows else Outcome.GONE
            self._agenda.spare(row)
            return outcome

    def _pass(self, now: float | None, retry_due: bool, hidden: Hidden, alone: bool, result: _Result) -> bool:
        """Try each due row once; tell whether some file turned out to have begun a new life."""
        after: tuple[float, int] | None = _FIRST
        changed = short = False
        while after is not None:
            batch = self._claim(now, retry_due, after)
            after = batch.after
            if batch.rows:
                short = short or (alone and len(batch.rows) > CAREFUL_ROWS and self._directory.only_ours())
                tally = self._remove(batch, hidden, short=short)
                result.add(tally, self._settle(tally))
                changed = changed or bool(tally.changed or tally.same)
        return changed

    def _claim(self, now: float | None, retry_due: bool, after: tuple[float, int]) -> Batch:
        try:
            return self._agenda.claim(now, retry_due, BATCH_ROWS, after)
        except IndexUnavailable as error:
            if not error.cant_write:
                raise
            # Removing is what makes room: go on without noting.
            return self._agenda.peek(now, retry_due, BATCH_ROWS, after)

    def _settle(self, tally: Tally) -> Ended:
        try:
            return self._agenda.settle(tally, at=self._clock.wall())
        except IndexUnavailable as error:
            if not error.cant_write:
                raise
            # The next look drops the rows.
            return Ended(tally.removed, self._agenda.sizes(tally.removed))

    def _remove(self, batch: Batch, hidden: Hidden, *, short: bool) -> Tally:
        boot = batch.boot
        remove = remove_at_once if short else remove_carefully
        odd: list[tuple[Stored, Outcome | OSError]] = []
        for first in range(0, len(batch.rows), BEAT_ROWS):
            self._beat()
            odd += remove(batch.rows[first : first + BEAT_ROWS], hidden, boot)
        if not odd and not self._complaints:
            return Tally(removed=batch.rows, span=batch.span)
        kept = {row[0] for row, _ in odd}
        tally = Tally(removed=[row for row in batch.rows if row[0] not in kept])
        for stored in tally.removed:
            self._complaints.pop(stored[:3], None)
        for stored, why in odd:
            try:
                if isinstance(why, OSError):
                    raise why
                self._note(tally, stored, why, boot, unfinished=stored[0] in batch.unfinished)
            except OSError as error:
                self._note_failure(tally, Due(*stored), error)
        return tally

    def _note(self, tally: Tally, stored: Stored, outcome: Outcome, boot: float, *, unfinished: bool) -> None:
        row = Due(*stored)
        if outcome is Outcome.LEASED:
            again = boot + LEASE_RETRY_SECONDS
            if not row.leased_until:  # a lock that nobody asked us for: bounded like a lease
                tally.locked.append((row, boot + MAX_LEASE_SECONDS, f"locked by {lock_holder(row.inode)}"))
            tally.leased.append((row, min(again, row.leased_until) if row.leased_until > boot else again))
            return
        self._complaints.pop(stored[:3], None)
        if outcome is Outcome.GONE and unfinished:
            tally.removed.append(stored)  # unlinked by a sweep that was killed right then
            return
        file = self._directory.identify(row.name) if outcome is Outcome.CHANGED else None
        life = None if file is None else self._next_life(row, file)
        if file is None:
            tally.vanished.append(row)
        elif life is None:
            tally.same.append((row, file))
        else:
            tally.changed.append(life)

    def _next_life(self, row: Due, file: FileState) -> NewLife | None:
        """Give the life of a file that was written since its row; None if its content is the same."""
        if file.inode == row.inode and file.ctime_ns == row.ctime_ns:
            return None
        whole = self._agenda.row(row.id)
        if whole is None:
            return NewLife(row, file, self._ttl, 0.0, False)
        change = what_changed(whole, file)
        return None if change is Change.SAME else next_life(whole, file, change, self._clock, self._ttl)

    def _note_failure(self, tally: Tally, row: Due, error: OSError) -> None:
        reason = error.strerror or str(error)
        if self._complaints.get(row[:3]) != reason:
            self._complaints[row[:3]] = reason
            self._lines.warning(messages.CANT_REMOVE, shown(row.name), reason)
        tally.failed.append((row, reason))
