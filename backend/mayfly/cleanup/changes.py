"""What changed in a directory since its last scan: nothing, some names, or that is not known."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from mayfly.cleanup.directory.files import TICK_SECONDS
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.directory.watch import Watch
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.remove import PARTIAL_GRACE_SECONDS

_SCAN_SHARE = 20  # the thread spends at most a twentieth of its time on scans
_COARSE_TICK_SECONDS = 2.1  # on file systems that keep whole (or even) seconds


class Moment(NamedTuple):
    """What directory and index were like when a scan began.

    Attributes:
        boot: Seconds on the steady clock.
        generation: The index's generation.
        mtime_ns: The directory's own time of change.
    """

    boot: float
    generation: int
    mtime_ns: int

    @property
    def state(self) -> tuple[int, int]:
        """What is compared with a later moment."""
        return self.generation, self.mtime_ns


class Changes:
    """Remembers the last scans of one directory; not for several threads at once."""

    def __init__(self, directory: ModelDirectory, clock: Timeline) -> None:
        """Keep the directory and its time; nothing is known yet."""
        self._directory = directory
        self._clock = clock
        self._watch = Watch()
        self._changed: set[str] = set()  # names that came or went since the last complete scan
        self._whole: tuple[int, bool] | None = None  # generation of the last scan of all; was it thorough
        self._whole_at = float("-inf")
        self._compared_names_only = False  # by the last scan
        self._seen: tuple[int, int] | None = None  # state at the last thorough scan
        self._seen_roughly: tuple[int, int] | None = None  # the same, if known files were not checked
        self._complete_at: float | None = None  # boot time of the last scan that was complete
        self._complete_in = 0  # generation of the index at that scan
        self._scanned_at = float("-inf")
        self._scan_seconds = 0.0

    def close(self) -> None:
        """Stop watching the directory; the next scan reads all of it."""
        watch, self._watch, self._whole = self._watch, Watch(), None
        watch.forget()

    def after_fork(self) -> None:
        """Stop watching: the events are the parent's."""
        self._watch, self._whole = Watch(), None

    def forget(self) -> None:
        """Forget what the last scan saw, so that the next one compares all of it."""
        self._seen = self._seen_roughly = None

    def are_none(self, now: Moment, *, thorough: bool) -> bool:
        """Return whether directory and index are as the last scan (a thorough one) left them."""
        return self._seen == now.state or (not thorough and self._seen_roughly == now.state)

    def names(self, now: Moment, *, thorough: bool) -> frozenset[str] | None:
        """Return the names that changed since the whole directory was read; None if it has to be again."""
        changed = None
        with suppress(OSError):
            changed = self._watch.changes(self._directory.root())
        if changed is None:
            self._whole = None
            return None
        self._changed |= changed
        whole = self._whole
        if whole is None or whole[0] != now.generation or (thorough and not whole[1]):
            return None
        return frozenset(self._changed) if now.boot - self._whole_at < PARTIAL_GRACE_SECONDS else None

    def is_too_soon(self, now: Moment, at_most_every: float) -> bool:
        """Return whether a scan may wait, by the time since the last one and the time that it took."""
        pause = max(at_most_every, _SCAN_SHARE * self._scan_seconds) if at_most_every else 0.0
        return now.boot - self._scanned_at < pause

    def note_end(self, begun: Moment) -> None:
        """Note how long a scan took, however it ended."""
        self._scan_seconds = self._clock.steady() - begun.boot
        self._scanned_at = begun.boot

    def note_scan(
        self, begun: Moment, *, thorough: bool, whole: bool, names_only: bool, complete: bool, settled: bool
    ) -> None:
        """Note what a scan compared.

        Args:
            begun: When it began.
            thorough: It checked each known file.
            whole: It read the whole directory, with inodes.
            names_only: It compared the names alone.
            complete: No publication was under way.
            settled: One more change since it began would show in the directory's time of change.
        """
        if complete:
            self._changed.clear()
        if whole:
            self._whole = (begun.generation, thorough) if complete else None
            self._whole_at = begun.boot
        self._compared_names_only = names_only
        self.note_nothing_new(begun)
        self._seen_roughly = begun.state if settled and complete else None
        if thorough:
            self._seen = self._seen_roughly

    def note_nothing_new(self, now: Moment) -> None:
        """Note that all files of this moment are known, unless the last scan compared only names."""
        if not self._compared_names_only:
            self._complete_at, self._complete_in = now.boot, now.generation
            self._clock.unseen_step = 0.0

    def seconds_since_the_last_scan(self, now: Moment) -> float | None:
        """Return how long ago the last complete scan was; None if nobody knows which files it saw."""
        if self._complete_at is None or self._complete_in != now.generation:
            return None
        return now.boot - self._complete_at


def is_settled(mtime_ns: int, clock: Timeline) -> bool:
    """Return whether one more change would show in a directory's time of change, which moves in ticks."""
    tick = TICK_SECONDS if mtime_ns % 1_000_000_000 else _COARSE_TICK_SECONDS
    return clock.wall() - mtime_ns / 1e9 > tick
