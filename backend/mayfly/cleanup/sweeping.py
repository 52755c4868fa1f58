"""One sweep: what is past its deadline goes, each file exactly once, whoever else sweeps."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.directory import FileState, ModelDirectory, Outcome
from mayfly.cleanup.index import IndexUnavailable
from mayfly.cleanup.ledger import Ledger, Row
from mayfly.cleanup.locks import file_lock
from mayfly.cleanup.names import shown
from mayfly.contracts import SweepReport

log = logging.getLogger("mayfly.cleanup")

BATCH_ROWS = 1000
FEW_FILES = 256
LEASE_RETRY_SECONDS = 0.25
RETRY_SECONDS = 1.0
MAX_RETRY_SECONDS = 300.0
_LOCK_SECONDS = 5.0


@dataclass(slots=True)
class _Tally:
    """What happened to one batch."""

    removed: list[Row] = field(default_factory=list)
    vanished: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, FileState, float, float, bool]] = field(default_factory=list)
    leased: list[tuple[Row, float]] = field(default_factory=list)
    failed: list[tuple[Row, float]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


class Sweeper:
    """Removes what is due in one directory."""

    def __init__(self, directory: ModelDirectory, ledger: Ledger, clock: Clock, ttl: float) -> None:
        """Keep where to sweep; ``ttl`` is the life of a file that took another's name, in seconds."""
        self._directory = directory
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl
        self._complained: dict[tuple[str, int], str] = {}

    def sweep(
        self,
        *,
        now: float | None,
        everything: bool,
        beat: Callable[[], None] = lambda: None,
    ) -> SweepReport:
        """Remove what is due.

        Args:
            now: Epoch seconds instead of the clocks.
            everything: Also try again what failed or was leased a moment ago.
            beat: Called between batches by whoever must show to be alive.

        Raises:
            StorageError: Directory or index can't be used.
        """
        names: list[str] = []
        leased: dict[str, None] = {}
        failed: dict[str, str] = {}
        size = 0
        started = self._clock.boot()
        hidden = self._directory.hidden()
        with file_lock(hidden.top.descriptor, "sweep.lock", exclusive=True, seconds=_LOCK_SECONDS) as alone:
            if alone:
                self._directory.empty_trash()
            for attempt in range(2):  # a file that changed hands may be due under its new life as well
                after, again = 0, False
                while True:
                    rows = self._claim(now, everything and attempt == 0, after)
                    if not rows:
                        break
                    after = rows[-1].id
                    tally = self._remove(
                        rows, short=alone and len(rows) > FEW_FILES and self._directory.only_ours()
                    )
                    ended = self._settle(tally)
                    again = again or bool(tally.changed)
                    names += [shown(row.name) for row in ended]
                    size += sum(row.size for row in ended)
                    leased |= {shown(row.name): None for row, _ in tally.leased}
                    failed |= tally.reasons
                    beat()
                if not again:
                    break
        return SweepReport(
            removed=tuple(names),
            removed_bytes=size,
            leased=tuple(leased),
            failed=failed,
            duration_seconds=self._clock.boot() - started,
        )

    def preview(self, now: float | None) -> SweepReport:
        """Say what a sweep would remove, by the same choice of rows, and touch nothing."""
        started = self._clock.boot()
        column, cutoff = self._cutoff(now)
        rows = self._ledger.due(cutoff, column, float("inf"), -1, 0)
        would: list[Row] = []
        leased: list[str] = []
        for row in rows:
            state = self._directory.state(row.name)
            if state is None:
                continue
            life = self._next_life(row, state)
            if life is not None and self._clock.wall() - life[1] + life[0] > (
                self._clock.wall() if now is None else now
            ):
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

    def end_one(self, row: Row) -> tuple[Outcome, bool]:
        """Remove one model before its time; the flag tells whether it was we who ended it.

        Raises:
            OSError: The file could not be removed.
        """
        hidden = self._directory.hidden()
        with file_lock(hidden.top.descriptor, "sweep.lock", exclusive=True, seconds=_LOCK_SECONDS):
            outcome = self._directory.remove_carefully(row.name, row.inode, row.ctime_ns)
        if outcome is Outcome.REMOVED:
            return outcome, bool(self._ledger.settle(removed=[row], at=self._clock.wall()))
        return outcome, False

    def _cutoff(self, now: float | None) -> tuple[Literal["deadline", "expires"], float]:
        return ("deadline", self._clock.boot()) if now is None else ("expires", now)

    def _claim(self, now: float | None, everything: bool, after: int) -> list[Row]:
        column, cutoff = self._cutoff(now)
        retry = float("inf") if everything else self._clock.boot()
        try:
            return self._ledger.claim(cutoff, column, retry, BATCH_ROWS, after)
        except IndexUnavailable as error:
            if not error.disk_full:
                raise
            # Removing is what makes room: go on without marking the rows.
            return self._ledger.due(cutoff, column, retry, BATCH_ROWS, after)

    def _settle(self, tally: _Tally) -> list[Row]:
        try:
            ended = self._ledger.settle(
                removed=tally.removed,
                vanished=tally.vanished,
                changed=tally.changed,
                leased=tally.leased,
                failed=tally.failed,
                at=self._clock.wall(),
            )
        except IndexUnavailable as error:
            if not error.disk_full:
                raise
            ended = tally.removed  # the next look drops their rows
        for row in ended:
            log.info("🗑️ Cleaned up old file: %s", shown(row.name))
        return ended

    def _remove(self, rows: list[Row], *, short: bool) -> _Tally:
        tally = _Tally()
        boot = self._clock.boot()
        for row in rows:
            try:
                if short and row.leased_until <= boot:
                    outcome = self._directory.remove(row.name, row.inode, row.ctime_ns)
                else:
                    overdue = 0 < row.leased_until <= boot
                    outcome = self._directory.remove_carefully(
                        row.name, row.inode, row.ctime_ns, heed_lease=not overdue
                    )
                self._note(tally, row, outcome, boot)
            except OSError as error:
                self._note_failure(tally, row, error, boot)
        return tally

    def _note(self, tally: _Tally, row: Row, outcome: Outcome, boot: float) -> None:
        if outcome is Outcome.REMOVED or (outcome is Outcome.GONE and row.state == "deleting"):
            tally.removed.append(row)
            self._complained.pop((row.name, row.inode), None)
        elif outcome is Outcome.GONE:
            tally.vanished.append(row)
        elif outcome is Outcome.LEASED:
            until = boot + LEASE_RETRY_SECONDS
            tally.leased.append((row, min(until, row.leased_until) if row.leased_until > boot else until))
        else:
            state = self._directory.state(row.name)
            life = None if state is None else self._next_life(row, state)
            if state is None or life is None:
                tally.vanished.append(row)
            else:
                tally.changed.append((row, state, *life))

    def _next_life(self, row: Row, file: FileState) -> tuple[float, float, bool] | None:
        """Give life and age (seconds) and tracking of a file written since its row; None if it was not."""
        same_file = file.inode == row.inode
        if same_file and file.ctime_ns == row.ctime_ns:
            return None
        wall = self._clock.wall()
        step = max(0.0, wall - self._clock.boot() - row.clock_offset)
        age = max(0.0, wall - file.changed_at - (step if step > 1.0 else 0.0))
        return (row.ttl if same_file else self._ttl), age, same_file and row.tracked

    def _note_failure(self, tally: _Tally, row: Row, error: OSError, boot: float) -> None:
        reason = error.strerror or str(error)
        if self._complained.get((row.name, row.inode)) != reason:
            self._complained[row.name, row.inode] = reason
            log.warning("Can't remove %s: %s. It is tried again.", shown(row.name), reason)
        pause = min(
            RETRY_SECONDS * 2**row.attempts if row.attempts < 20 else MAX_RETRY_SECONDS, MAX_RETRY_SECONDS
        )
        tally.failed.append((row, boot + pause))
        tally.reasons[shown(row.name)] = reason
