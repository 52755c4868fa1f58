"""One sweep: models past their deadlines are removed, each exactly once, also if several processes sweep."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from mayfly.cleanup import messages
from mayfly.cleanup.clock import MAX_LEASE_SECONDS, Waits
from mayfly.cleanup.directory.files import FileState, all_shown, shown
from mayfly.cleanup.directory.folders import HiddenFolder
from mayfly.cleanup.directory.locks import SWEEP_LOCK, file_lock, lock_holder, signature
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.due import FIRST, DueRows
from mayfly.cleanup.index.registry import FoundFile
from mayfly.cleanup.index.repair import noted_or
from mayfly.cleanup.index.rows import Batch, BatchResult, Due, Ended, NewLife, Row, Stored, signed, stored_row
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.lifetimes import Change, next_life, what_changed
from mayfly.cleanup.messages import DeferredLog
from mayfly.cleanup.remove import Outcome, empty_trash, remove_carefully, remove_fast, remove_one
from mayfly.contracts import SweepReport

BATCH_ROWS = 10_000
BEAT_ROWS = 500
"""After so many files the sweep shows that it is alive: a slow disk takes long for a batch."""
CAREFUL_ROWS = 64
"""Up to this many due files, each is removed by the careful path even where the fast one would do."""
LEASE_RETRY_SECONDS = 0.25
UNNOTED_SECONDS = 1.0
"""How long a removal that could not be noted waits for the next try; what is due meanwhile does not wait."""


@dataclass(slots=True)
class _Totals:
    """What a sweep has done so far."""

    deferred_log: DeferredLog
    removed: list[str] = field(default_factory=list)
    removed_bytes: int = 0
    leased: dict[str, None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, result: BatchResult, ended: Ended) -> None:
        self.add_removed(all_shown([row[1] for row in ended.rows]), ended.size_bytes)
        self.leased |= {shown(row.name): None for row, _ in result.leased}
        self.failed |= {shown(row.name): reason for row, reason in result.failed}

    def add_removed(self, names: list[str], size_bytes: int) -> None:
        self.removed += names
        self.removed_bytes += size_bytes
        self.deferred_log.info_of_each(messages.CLEANED_UP, names)


class _Unnoted:
    """What a full disk let nobody note: files that are gone or begin a new life, whose rows are still due."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: set[tuple[int, bytes, int, int]] = set()  # those that were removed and reported
        self._tried: list[int] = []
        self._tried_at = float("-inf")
        self._ends: dict[int, float] = {}  # of new lives, in steady time

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, result: BatchResult, at: float) -> list[Stored]:
        """Keep what became of a batch at this steady time; return what was removed and not kept before."""
        new = self.without(result.removed)
        self._rows |= {row[:4] for row in result.removed}
        self._tried = [row[0] for row in result.removed]
        self._tried += [row.id for row in result.vanished] + [row.id for row, _ in result.failed]
        self._tried_at = at
        self._ends = {key: end for key, end in self._ends.items() if end > at}
        self._ends |= {life.row.id: at + life.ttl - life.age for life in result.changed}
        return new

    def told(self, rows: list[Stored]) -> list[Stored]:
        """Return those of some rows that are kept: they were reported before."""
        return [row for row in rows if row[:4] in self._rows] if self._rows else []

    def without(self, rows: list[Stored]) -> list[Stored]:
        """Return the rows that are not kept."""
        return [row for row in rows if row[:4] not in self._rows]

    def forget(self, rows: list[Stored]) -> None:
        """Forget rows that are noted now."""
        self._rows -= {row[:4] for row in rows}

    def drop_ended(self, is_there: Callable[[int], bool]) -> None:
        """Forget rows that another process has dropped."""
        self._rows = {row for row in self._rows if is_there(row[0])}

    def waiting(self, now: float) -> list[int]:
        """Return the keys of rows that need not be tried again yet."""
        tried = self._tried if now - self._tried_at < UNNOTED_SECONDS else []
        return tried + [key for key, end in self._ends.items() if end > now]

    def next_end(self, now: float) -> float | None:
        """Return the seconds until the first of the new lives is over; None without any."""
        return min((end - now for end in self._ends.values() if end > now), default=None)


class Sweeper:
    """Removes what is due in one directory."""

    def __init__(  # noqa: PLR0913 - the parts of one service
        self,
        directory: ModelDirectory,
        due_rows: DueRows,
        clock: Timeline,
        ttl: float,
        deferred_log: DeferredLog,
        beat: Callable[[], None] = lambda: None,
        waits: Waits | None = None,
    ) -> None:
        """Keep where to sweep.

        Args:
            directory: The directory.
            due_rows: The due rows.
            clock: The directory's time.
            ttl: Life of a file that took another's name, in seconds.
            deferred_log: Takes the log lines.
            beat: Called every few hundred files, to show that the sweep is alive.
            waits: How long to wait for another process's sweep.
        """
        self._directory = directory
        self._due_rows = due_rows
        self._clock = clock
        self._ttl = ttl
        self._deferred_log = deferred_log
        self._beat = beat
        self._lock_seconds = (waits or Waits()).sweep_seconds
        self._stuck = ""  # signature of a holder of the sweep's lock that does not end
        self._failures_logged: dict[tuple[int, bytes, int], str] = {}  # by key, name and inode
        self._unnoted = _Unnoted()

    def sweep(self, *, now: float | None, everything: bool, unknown: Sequence[FoundFile] = ()) -> SweepReport:
        """Remove what is due.

        Args:
            now: Epoch seconds instead of the clocks.
            everything: Also try again what failed or was leased a moment ago.
            unknown: Files that a full disk lets nobody note in the index.

        Raises:
            StorageError: Directory or index can't be used.
        """
        started = self._clock.steady()
        totals = _Totals(self._deferred_log)
        hidden = self._directory.hidden()
        # One at a time, so that a doomed row means that its sweep was killed. A sweep that
        # waits too long for a stuck one goes on: each step is safe without the lock, too.
        with self._deferred_log.deferred(), self._in_turn(hidden) as alone:
            if alone:
                empty_trash(hidden, self._deferred_log)
            self._remove_due(now, not everything, hidden, alone, totals)
            self._remove_unknown(unknown, now, hidden, totals)
        return SweepReport(
            removed=tuple(totals.removed),
            removed_bytes=totals.removed_bytes,
            leased=tuple(totals.leased),
            failed=totals.failed,
            duration_seconds=self._clock.steady() - started,
        )

    def make_room(self) -> None:
        """Remove all that is due, as far as that can be.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self.sweep(now=None, everything=True)

    @contextmanager
    def _in_turn(self, hidden: HiddenFolder) -> Iterator[bool]:
        """Hold the sweep's lock for a block; the value is whether it was taken.

        A holder that did not end while we waited (a disk that hangs, a full pipe behind its log)
        is not waited for a second time.
        """
        stuck = self._stuck and signature(hidden.top, SWEEP_LOCK) == self._stuck
        seconds = 0.0 if stuck else self._lock_seconds
        with file_lock(hidden.top, SWEEP_LOCK, seconds=seconds, signed=True) as alone:
            self._stuck = "" if alone else signature(hidden.top, SWEEP_LOCK)
            yield alone

    @property
    def trouble(self) -> str:
        """Which process keeps the sweep's lock and does not end; empty if none does."""
        if not self._stuck:
            return ""
        pid = self._stuck.split()[0]
        return f"Process {pid} keeps the sweep's lock and is stuck; sweeps do not wait for it."

    def next_due(self) -> float | None:
        """Return the seconds until there is something to remove, below zero if overdue; None if never.

        Raises:
            IndexUnavailable: The index can't be used.
        """
        now = self._clock.steady()
        times = (self._due_rows.next_due(self._unnoted.waiting(now)), self._unnoted.next_end(now))
        return min((time for time in times if time is not None), default=None)

    def preview(self, now: float | None) -> SweepReport:
        """Return what a sweep would remove, by the same choice of rows; nothing is changed."""
        started = self._clock.steady()
        end = self._clock.wall() if now is None else now
        would: list[bytes] = []
        size_bytes = 0
        leased: list[str] = []
        failed: dict[str, str] = {}
        batch = self._due_rows.peek(now, False, -1, FIRST)
        for stored in batch.rows:
            row = Due(*stored)
            try:
                file = self._directory.identify(row.name)
                if file is None or self._life_that_goes_on(row, file, end) is not None:
                    continue
                if row.leased_until > batch.boot and self._directory.is_leased(row.name):
                    leased.append(shown(row.name))
                else:
                    would.append(stored[1])
                    size_bytes += file.size_bytes
            except OSError as error:
                failed[shown(row.name)] = error.strerror or str(error)
        return SweepReport(
            dry_run=True,
            removed=tuple(all_shown(would)),
            removed_bytes=size_bytes,
            leased=tuple(leased),
            failed=failed,
            duration_seconds=self._clock.steady() - started,
        )

    def delete(self, row: Row) -> Outcome:
        """Remove one model before its time.

        Raises:
            OSError: The file could not be removed.
            StorageError: Directory or index can't be used.
        """
        hidden = self._directory.hidden()
        with self._deferred_log.deferred(), self._in_turn(hidden):
            if not noted_or(lambda: self._due_rows.mark_deleting(row), lambda: not row.doomed):
                return Outcome.GONE
            try:
                outcome = remove_one(os.fsencode(row.name), row.inode, row.ctime_ns, hidden)
            except OSError:
                self._unmark_deleting(row)
                raise
            if outcome is Outcome.REMOVED:
                result = BatchResult(removed=[stored_row(row)])
                ours = noted_or(
                    lambda: self._due_rows.finish(result, at=self._clock.wall(), cause="deleted").rows,
                    lambda: result.removed,
                )
                return Outcome.REMOVED if ours else Outcome.GONE
            self._unmark_deleting(row)
            return outcome

    def _unmark_deleting(self, row: Row) -> None:
        noted_or(lambda: self._due_rows.unmark_deleting(row), lambda: None)

    def _remove_due(
        self, now: float | None, retry_due: bool, hidden: HiddenFolder, alone: bool, totals: _Totals
    ) -> None:
        """Try each due row once."""
        after: tuple[float, int] | None = FIRST
        fast = False
        while after is not None:
            batch = self._claim(now, retry_due, after)
            after = batch.after
            if batch.rows:
                fast = fast or (alone and len(batch.rows) > CAREFUL_ROWS and self._directory.only_ours())
                result = self._remove(batch, hidden, now, fast=fast)
                totals.add(result, self._finish(result))

    def _remove_unknown(
        self, files: Sequence[FoundFile], now: float | None, hidden: HiddenFolder, totals: _Totals
    ) -> None:
        """Remove files without a row whose life is over; without them there may be room for rows."""
        end = self._clock.wall() if now is None else now
        for found in files:
            if self._clock.wall() + found.seconds_left(self._clock.steady()) > end:
                continue
            name, file = os.fsencode(found.name), found.file
            stored = (0, name, signed(file.inode), file.ctime_ns, 0.0)
            odd = remove_carefully([stored], hidden, self._clock.boot())
            if not odd:
                totals.add_removed([shown(found.name)], file.size_bytes)
            elif isinstance(why := odd[0][1], OSError):
                self._note_failure(BatchResult(), Due(*stored), why)

    def _claim(self, now: float | None, retry_due: bool, after: tuple[float, int]) -> Batch:
        # Removing is what makes room: on a full disk it goes on without noting.
        return noted_or(
            lambda: self._due_rows.claim(now, retry_due, BATCH_ROWS, after),
            lambda: self._due_rows.peek(now, retry_due, BATCH_ROWS, after),
        )

    def _finish(self, result: BatchResult) -> Ended:
        """Note what was done; return what was not reported before."""
        told = self._unnoted.told(result.removed)
        told_bytes = self._due_rows.sizes(told) if told else 0
        ended = noted_or(lambda: self._due_rows.finish(result, at=self._clock.wall()), lambda: None)
        if ended is None:  # the next scan drops the rows, or the next sweep that can
            new = self._unnoted.add(result, self._clock.steady())
            return Ended(new, self._due_rows.sizes(new))
        if not self._unnoted:
            return ended
        ended = Ended(self._unnoted.without(ended.rows), max(0, ended.size_bytes - told_bytes))
        self._unnoted.forget(result.removed)
        self._unnoted.drop_ended(lambda key: self._due_rows.row(key) is not None)
        return ended

    def _remove(self, batch: Batch, hidden: HiddenFolder, now: float | None, *, fast: bool) -> BatchResult:
        boot = batch.boot
        end = self._clock.wall() if now is None else now
        remove = remove_fast if fast else remove_carefully
        odd: list[tuple[Stored, Outcome | OSError]] = []
        for first in range(0, len(batch.rows), BEAT_ROWS):
            self._beat()
            odd += remove(batch.rows[first : first + BEAT_ROWS], hidden, boot)
        if not odd and not self._failures_logged:
            return BatchResult(removed=batch.rows, span=batch.span)
        kept = {row[0] for row, _ in odd}
        result = BatchResult(removed=[row for row in batch.rows if row[0] not in kept])
        for stored in result.removed:
            self._failures_logged.pop(stored[:3], None)
        for stored, why in odd:
            try:
                outcome = _raised(why)
                if outcome is Outcome.CHANGED:
                    outcome = self._retry_changed(result, stored, hidden, boot, end)
                self._note(result, stored, outcome, boot, unfinished=stored[0] in batch.unfinished)
            except OSError as error:
                self._note_failure(result, Due(*stored), error)
        return result

    def _retry_changed(
        self, result: BatchResult, stored: Stored, hidden: HiddenFolder, boot: float, end: float
    ) -> Outcome:
        """Remove a file that is not as its row says, if its time is over all the same.

        At once, and not after its row was brought in line: a full disk lets nobody do that.

        Raises:
            OSError: It could not be looked at, or not removed.
        """
        row = Due(*stored)
        file = self._directory.identify(row.name)
        if file is None:  # something else has its name
            result.vanished.append(row)
            return Outcome.CHANGED
        life = self._life_that_goes_on(row, file, end)
        if life is not None:
            result.changed.append(life)
            return Outcome.CHANGED
        result.over.append((row, file))
        as_it_is = (row.id, row.stored_name, signed(file.inode), file.ctime_ns, row.leased_until)
        odd = remove_carefully([as_it_is], hidden, boot)
        return _raised(odd[0][1]) if odd else Outcome.REMOVED

    def _note(
        self, result: BatchResult, stored: Stored, outcome: Outcome, boot: float, *, unfinished: bool
    ) -> None:
        row = Due(*stored)
        if outcome is Outcome.LEASED:
            again = boot + LEASE_RETRY_SECONDS
            if not row.leased_until:  # a lock without a lease: respected as long as the longest lease
                result.locked.append((row, boot + MAX_LEASE_SECONDS, f"locked by {lock_holder(row.inode)}"))
            result.leased.append((row, min(again, row.leased_until) if row.leased_until > boot else again))
            return
        self._failures_logged.pop(stored[:3], None)
        # One that is gone and was doomed before was unlinked by a sweep that was killed right then.
        if outcome is Outcome.REMOVED or (outcome is Outcome.GONE and unfinished):
            result.removed.append(stored)
        elif outcome is Outcome.GONE:
            result.vanished.append(row)

    def _life_that_goes_on(self, row: Due, file: FileState, end: float) -> NewLife | None:
        """Return the new life of a file that was written since its row; None if that is over as well."""
        life = self._next_life(row, file)
        return None if life is None or self._clock.wall() - life.age + life.ttl <= end else life

    def _next_life(self, row: Due, file: FileState) -> NewLife | None:
        """Return the life of a file that was written since its row; None if its content is the same."""
        if file.inode == row.inode and file.ctime_ns == row.ctime_ns:
            return None
        whole = self._due_rows.row(row.id)
        if whole is None:
            return NewLife(row, file, self._ttl, 0.0, False)
        change = what_changed(whole, file)
        return None if change is Change.SAME else next_life(whole, file, change, self._clock, self._ttl)

    def _note_failure(self, result: BatchResult, row: Due, error: OSError) -> None:
        reason = error.strerror or str(error)
        if self._failures_logged.get(row[:3]) != reason:
            self._failures_logged[row[:3]] = reason
            self._deferred_log.warning(messages.CANT_REMOVE, shown(row.name), reason)
        result.failed.append((row, reason))


def _raised(why: Outcome | OSError) -> Outcome:
    """Return an outcome; raise it if it is an error."""
    if isinstance(why, OSError):
        raise why
    return why
