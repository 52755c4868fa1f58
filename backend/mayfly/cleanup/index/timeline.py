"""The time of one directory: the axis on which its deadlines lie, and where this process stands on it.

The axis is the boot clock of the process that began the index. A process with the same boot clock is on it
without a conversion, so no step of the wall clock moves anything. One with another boot clock (after a
restart of the machine; in a virtual machine, a container or on a host that shares the directory) finds its
place by the wall clock, once, and counts on by its own boot clock.
"""

from __future__ import annotations

import math
import secrets
import sqlite3
import zlib
from collections.abc import Mapping
from typing import Any

from mayfly.cleanup.clock import MAX_LEASE_SECONDS, MAX_LIFETIME_MINUTES, Clock
from mayfly.cleanup.directory.deadlines import FileDeadline
from mayfly.cleanup.index.repair import broken_index, is_whole

STEP_SECONDS = 1.0
"""A smaller move of the wall clock against the boot clock is a time server's gentle correction."""
_BEHIND_SECONDS = 2.0
_SHARED_SECONDS = 86_400.0
_KEYS = ("boot_id", "offset", "axis", "seen", "written", "shared_until")
_QUERY = f"SELECT key, value FROM meta WHERE key IN ({', '.join(repr(key) for key in _KEYS)})"  # noqa: S608
_NOTE = (
    "UPDATE meta SET value = CASE key WHEN 'written' THEN value + 1 ELSE max(value, ?) END"
    " WHERE key IN ('written', 'seen')"
)
SHARED = (
    "Processes with different boot clocks share the directory (a virtual machine, a container with a time of "
    "its own): between them deadlines are compared by the wall clock."
)
UNSURE = (
    "The clocks do not agree with what was noted in the directory, and it is not known whether the wall "
    "clock was stepped or the boot clock is another one: models go rather later than earlier."
)


class Timeline:
    """A clock (``wall``, ``boot``, ``boot_id``) whose boot time is the directory's.

    Attributes:
        trouble: What can't be known about the clocks; empty if all is known.
        unseen_step: Seconds that the wall clock jumped ahead since the last complete scan of the
            directory; file times may not know of it.
    """

    def __init__(self, clock: Clock) -> None:
        """Keep the machine's clocks."""
        self.trouble = ""
        self.unseen_step = 0.0
        self._clock = clock
        self._shift = 0.0  # from our boot clock to the axis
        self._native = True  # our boot clock is the axis
        self._mark: tuple[Any, Any] | None = None  # axis and boot that we found our place on
        self._lives_in = ""  # the boot of which we are
        self._offset: float | None = None  # wall clock from axis, as noted in the index
        self._own_offset: float | None = None  # of our wall clock from our boot clock, as seen last
        self._written = -1
        self._witness = False  # we were on another axis and live on: this is no restart of the machine
        self._stale = True
        self._synced: tuple[int, float] | None = None
        self._offsets: list[list[float]] = []  # of the wall clock from our boot clock: until when, how much

    def wall(self) -> float:
        """Return epoch seconds."""
        return self._clock.wall()

    def boot(self) -> float:
        """Return the directory's time in seconds, to be compared with deadlines."""
        return self._clock.boot() + self._shift

    def steady(self) -> float:
        """Return seconds of our own boot clock, for durations: it never jumps."""
        return self._clock.boot()

    def boot_id(self) -> str:
        """Return the name of this boot."""
        return self._clock.boot_id()

    # -- deadlines that are written onto files ---------------------------------------------------

    def deadline_in(self, seconds: float, ttl: float) -> FileDeadline:
        """Return what is to be written onto a file: its life of ``ttl`` seconds ends in ``seconds``."""
        return FileDeadline(self.wall() + seconds, ttl, self.steady() + seconds, self._boot_mark())

    def seconds_until(self, deadline: FileDeadline) -> float | None:
        """Return the seconds until a deadline by the boot clock; None if it was written by another one's."""
        mark = self._boot_mark()
        return deadline.boot - self.steady() if mark and mark == deadline.boot_mark else None

    def _boot_mark(self) -> int:
        """Return a mark of our boot clock; 0 where the name of the boot does not tell it from others."""
        certain = getattr(self._clock, "certain", False)
        return zlib.crc32(self._clock.boot_id().encode()) if certain else 0

    # -- in each transaction -----------------------------------------------------------------

    def check(self, connection: sqlite3.Connection) -> bool:
        """Find our place again if the axis was moved; to be called first in each transaction.

        Returns:
            Whether the index may lack rows that were there: it is an earlier state of itself, since a backup
            was copied over it, or another process made a new one in the same file.
        """
        found = dict(connection.execute(_QUERY).fetchall())
        mark, written = (found.get("axis"), found.get("boot_id")), found.get("written", -1)
        known = self._mark
        lost = known is not None and (mark[0] != known[0] or (mark == known and written < self._written))
        offset = found.get("offset")
        if mark != self._mark:
            self._find_place(found, mark)
        elif offset != self._offset and offset is not None:
            self._follow(offset)
        self._offset, self._written = offset, written
        self._own_offset = self._clock.wall() - self._clock.boot()
        return lost

    def note(self, connection: sqlite3.Connection) -> None:
        """Note that something was written, and when; to be called last in each writing transaction."""
        connection.execute(_NOTE, (self.boot() if self._native else -math.inf,))
        self._written += 1

    def _find_place(self, found: Mapping[str, Any], mark: tuple[Any, Any]) -> None:
        """Decide where on the axis of the index we are."""
        before, self._mark, self._stale = self._mark, mark, True
        lived_on, self._lives_in = self._lives_in == self._clock.boot_id(), self._clock.boot_id()
        boot = self._clock.boot()
        if found.get("boot_id") is None or self._is_ours(found, boot):
            self._shift, self._native = 0.0, True
            return
        # Never before what another process has seen: a wall clock without a battery may be years behind.
        place = max(self._clock.wall() - found["offset"], found.get("seen", -math.inf))
        self._shift, self._native = place - boot, False
        if before is not None and before[1] is not None and lived_on:
            self._witness = True

    def _is_ours(self, found: Mapping[str, Any], boot: float) -> bool:
        """Return whether the axis of the index is our boot clock.

        The same name of the boot is not enough: some kernels use it again at each boot, some systems
        have none, and a time namespace moves the clock and keeps the name.
        """
        if found["boot_id"] != self._clock.boot_id():
            return False
        seen = found.get("seen", -math.inf)
        if boot < seen - _BEHIND_SECONDS:
            return False
        by_wall = self._clock.wall() - found["offset"]
        step = by_wall - boot
        if abs(step) <= STEP_SECONDS or getattr(self._clock, "certain", False) or seen == -math.inf:
            return True
        # Either the wall clock was stepped, or this is another boot clock. Less time has passed since by
        # one of the two, and by that one nothing goes early.
        self.trouble = UNSURE
        return bool(step > 0 or by_wall < seen)

    def _follow(self, offset: float) -> None:
        """Note that a process moved the wall clock's place on the axis."""
        wall, boot = self._clock.wall(), self._clock.boot()
        away = wall - boot - self._shift - offset
        if abs(away) <= STEP_SECONDS or (self._native and getattr(self._clock, "certain", False)):
            return  # we see the same, or we know better and move it back
        if self._own_offset is not None and abs(wall - boot - self._own_offset) > STEP_SECONDS:
            return  # our own wall clock was stepped as well
        # Our clocks went on evenly, so it is another wall clock or boot clock that was moved.
        self._native, self._stale, self._witness = False, True, True
        self._shift = min(self._shift, wall - offset - boot)  # rather late than early
        self.trouble = SHARED

    # -- writing down where we are -----------------------------------------------------------

    def is_synced(self, generation: int) -> bool:
        """Return whether index and clocks agree, as far as we know."""
        if self._stale or self._synced is None or self._synced[0] != generation:
            return False
        return abs(self._clock.wall() - self.boot() - self._synced[1]) <= STEP_SECONDS

    def sync(self, connection: sqlite3.Connection) -> float:
        """Bring the rows in line with the clocks; return the step of the wall clock that this showed.

        After a restart of the machine the deadlines are counted on the new boot clock; after a step of the
        wall clock the times shown move with it.
        """
        found = dict(connection.execute(_QUERY).fetchall())
        wall, boot = self._clock.wall(), self._clock.boot()
        if found.get("boot_id") is None:
            self._begin_axis(connection, wall - boot)
            return 0.0
        if not self._native:
            if self._witness or found.get("shared_until", -math.inf) > wall:
                self._stay_a_guest(connection, wall)
                return self._moved(connection, found["offset"], wall - self.boot())
            self._take_over(connection, found["offset"], wall, boot)
            return 0.0
        if "axis" not in found:  # of a version that did not write it
            self._put(connection, axis=secrets.token_hex(8), seen=boot, written=0)
            self._mark = None
        return self._moved(connection, found["offset"], wall - boot)

    def _moved(self, connection: sqlite3.Connection, noted: float, offset: float) -> float:
        """Move the times shown with the wall clock."""
        step = offset - noted
        if abs(step) <= STEP_SECONDS:
            return 0.0
        connection.execute(
            "UPDATE models SET expires = expires + :step, created = created + :step", {"step": step}
        )
        self._put(connection, offset=offset)
        self._offset = offset
        return step

    def _begin_axis(self, connection: sqlite3.Connection, offset: float) -> None:
        """Make our boot clock the axis."""
        self._shift, self._native, self._offset = 0.0, True, offset
        self._mark = (secrets.token_hex(8), self._clock.boot_id())
        self._put(
            connection,
            boot_id=self._mark[1],
            offset=offset,
            axis=self._mark[0],
            seen=self._clock.boot(),
            written=max(self._written, 0),
        )

    def _take_over(self, connection: sqlite3.Connection, noted: float, wall: float, boot: float) -> None:
        """Count on our boot clock from now on: the one that the axis was has gone with its boot."""
        # Rows are written without waiting for the disk: a power cut shows here.
        if not is_whole(connection):
            raise broken_index("not whole after a restart of the machine")
        # The machine was off for as long as the wall clock says; but a wall clock that is behind (no
        # battery) must not make a file live longer than it was given at first.
        connection.execute(
            "UPDATE models SET deadline = :boot + max(0, min(expires - :then - :noted, ttl)),"
            " clock_offset = :offset, retry = 0,"
            " leased_until = CASE WHEN leased_until > :then"
            " THEN :boot + min(leased_until - :then, :lease) ELSE min(leased_until, 1e-9) END",
            {
                "boot": boot,
                "then": self.boot(),
                "noted": noted,
                "offset": wall - boot,
                "lease": MAX_LEASE_SECONDS,
            },
        )
        connection.execute("UPDATE models SET expires = deadline + ?", (wall - boot,))
        self._begin_axis(connection, wall - boot)

    def _stay_a_guest(self, connection: sqlite3.Connection, wall: float) -> None:
        """Leave the axis to others; no row may lie further ahead than it could."""
        self.trouble = SHARED
        now = self.boot()
        connection.execute(
            "UPDATE models SET deadline = :now + ttl, expires = :now + ttl + :offset"
            " WHERE deadline > :now + ttl + :slack",
            {"now": now, "offset": wall - now, "slack": STEP_SECONDS},
        )
        connection.execute(
            "UPDATE models SET leased_until = :most WHERE leased_until > :most + :slack",
            {"most": now + MAX_LEASE_SECONDS, "slack": STEP_SECONDS},
        )
        if self._witness:
            self._put(connection, shared_until=wall + _SHARED_SECONDS)

    @staticmethod
    def _put(connection: sqlite3.Connection, **values: Any) -> None:
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    def synced(self, generation: int, step: float) -> None:
        """Note that the index agrees with the clocks; ``step`` is what ``sync`` returned."""
        offset, own = self._clock.wall() - self.boot(), self._clock.wall() - self._clock.boot()
        if self._synced is None:
            self._note_offset(own - step)  # later on our own record is complete
        elif self._synced[0] == generation:
            step = max(step, offset - self._synced[1])
        self.unseen_step += max(0.0, step)
        self._synced, self._stale = (generation, offset), False
        self._note_offset(own)

    # -- the wall clock's past ---------------------------------------------------------------

    def _note_offset(self, offset: float) -> None:
        """Remember where the wall clock stood, for as long as a model may live."""
        boot = self._clock.boot()
        self._offsets = [row for row in self._offsets if row[0] > boot - MAX_LIFETIME_MINUTES * 60]
        if self._offsets:
            self._offsets[-1][0] = boot
        self._offsets.append([math.inf, offset])

    def lowest_offset(self) -> float:
        """Return the least that the wall clock was ahead of the boot clock in the last day, in seconds."""
        return min((offset for _, offset in self._offsets), default=math.inf)
