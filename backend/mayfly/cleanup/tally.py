"""What a sweep works on and what becomes of it: due rows, and their fates.

Ten thousand models may be due at once, so rows travel as the plain tuples that
SQLite gives.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import NamedTuple

from mayfly.cleanup.files import FileState
from mayfly.cleanup.rows import ALL_BITS, Row, decoded, signed

Stored = tuple[int, bytes, int, int, float]
"""A due row as it is stored: key, name, inode (signed), ctime in ns, boot time to which it is leased."""


class Due(NamedTuple):
    """The same for those few that need a second look."""

    id: int
    stored_name: bytes
    stored_inode: int
    ctime_ns: int
    leased_until: float

    @property
    def name(self) -> str:
        """The file's name."""
        return decoded(self.stored_name)

    @property
    def inode(self) -> int:
        """The file's inode."""
        return self.stored_inode & ALL_BITS


@dataclass(frozen=True, slots=True)
class Batch:
    """Due rows, longest overdue first.

    Attributes:
        rows: The rows.
        boot: The directory's time at which they were due.
        after: Time and key of the last one, where the next batch begins; None if there is none.
        span: First and last key, if no other row has a key in between. Keys are never
            used again, so this stays true.
        unfinished: Keys of those that were doomed before: a sweep was killed over them.
    """

    rows: list[Stored]
    boot: float
    after: tuple[float, int] | None = None
    span: tuple[int, int] | None = None
    unfinished: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NewLife:
    """A row whose file is another one, or was written since: what it is given now, in seconds."""

    row: Due
    file: FileState
    ttl: float
    age: float
    tracked: bool


@dataclass(slots=True)
class Tally:
    """What happened to some rows in a sweep.

    Attributes:
        removed: Their file is gone because of a sweep.
        span: First and last key of ``removed``, if no other row has a key in between.
        vanished: Somebody else removed the file.
        changed: The file was written since.
        same: Its ctime moved and its content did not; with its state now.
        leased: Somebody reads it; with the boot time of the next try.
        locked: Somebody holds a lock without a lease; with the time up to which it counts, and who.
        failed: It could not be removed; with the reason.
    """

    removed: list[Stored] = field(default_factory=list)
    span: tuple[int, int] | None = None
    vanished: list[Due] = field(default_factory=list)
    changed: list[NewLife] = field(default_factory=list)
    same: list[tuple[Due, FileState]] = field(default_factory=list)
    leased: list[tuple[Due, float]] = field(default_factory=list)
    locked: list[tuple[Due, float, str]] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)

    def others(self) -> list[int]:
        """Give the keys of all rows but the removed ones."""
        rows = [*self.vanished, *(life.row for life in self.changed), *(row for row, _ in self.same)]
        rows += [row for row, _ in self.leased] + [row for row, _ in self.failed]
        return [row.id for row in rows]


@dataclass(frozen=True, slots=True)
class Ended:
    """The rows that a sweep, and nobody else, ended, and their files' size together."""

    rows: list[Stored]
    size_bytes: int


def stored_now(row: Row) -> Stored:
    """Give a row as a sweep sees it."""
    return row.id, os.fsencode(row.name), signed(row.inode), row.ctime_ns, row.leased_until
