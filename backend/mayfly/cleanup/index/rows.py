"""One row of the index: a model, its deadline, and where it is in its life.

A row is ``pending`` (a file is about to get its name) or ``live``; a live one
that a sweep is about to remove is noted as doomed. If a process is killed in
between, the next scan or sweep sees from row and file together what is left to do.

Doomed rows are noted in a small table of their own: marking rows in place would
touch, and journal, as many pages of the index as there are rows.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.directory.files import FileState

_IN_UTF_8 = sys.getfilesystemencoding() == "utf-8"
State = Literal["pending", "live"]


class Row(NamedTuple):
    """One model in the index.

    Attributes:
        id: Key of this life; another life of the same name has another.
        name: The file's name.
        inode: The file's inode.
        ctime_ns: The file's ctime when the row was written; a later one was changed since.
        size: The file's size in bytes.
        state: Where in its life it is.
        tracked: It was registered, not found.
        created: Epoch seconds at which its life began.
        ttl: Length of its life in seconds.
        expires: Epoch seconds of the deadline, for showing.
        deadline: The same in seconds of the boot clock, for keeping.
        clock_offset: Wall clock minus boot clock when the row was written.
        retry: Boot time before which the thread does not try again.
        attempts: How often it could not be removed.
        leased_until: Boot time up to which somebody may be reading it.
        mtime_ns: The file's time of change when the row was written; 0 if an earlier version wrote it.
        born_ns: When the file was made; 0 where that is not kept.
        content: Digest of the file's content; None if it was found and not registered.
        doomed: A sweep has begun to remove it.
    """

    id: int
    name: str
    inode: int
    ctime_ns: int
    size: int
    state: State
    tracked: bool
    created: float
    ttl: float
    expires: float
    deadline: float
    clock_offset: float
    retry: float
    attempts: int
    leased_until: float
    mtime_ns: int
    born_ns: int
    content: bytes | None
    doomed: bool


FIELDS = ", ".join((*Row._fields[:-1], "id IN (SELECT id FROM doomed)"))
PRESENT = "models WHERE state != 'pending'"
LIVE = "state = 'live' AND id NOT IN (SELECT id FROM doomed)"
ALL_BITS = 2**64 - 1

_COLUMNS = (
    "name",
    "inode",
    "ctime_ns",
    "size",
    "state",
    "tracked",
    "created",
    "ttl",
    "expires",
    "deadline",
    "clock_offset",
    "mtime_ns",
    "born_ns",
    "content",
    "report",
    "recipe",
)
_KEPT = ("report", "recipe")
_NEW = ", ".join(f":{c}" for c in _COLUMNS if c not in _KEPT)
_SAME = (
    "name = :name AND inode = :inode AND (born_ns = :born_ns OR born_ns = 0 OR :born_ns = 0)"
    " AND (content IS NULL OR :content IS NULL OR substr(content, 1, length(:content)) = :content)"
)
_OLD = ", ".join(
    f"coalesce(:{c}, (SELECT {c} FROM models WHERE {_SAME}))"  # noqa: S608
    for c in _KEPT
)
BEGIN_LIFE = f"INSERT OR REPLACE INTO models ({', '.join(_COLUMNS)}) SELECT {_NEW}, {_OLD}"
"""Write a row; an earlier one of the name gives way, its report and recipe only if the file is another one.

Replaced and not updated, so that each life has a key of its own: a sweep that
comes back with the old key can't end the new life.
"""


def to_row(found: tuple[Any, ...]) -> Row:
    """Return the row of a ``SELECT`` of ``FIELDS``."""
    return Row(found[0], decoded(found[1]), found[2] & ALL_BITS, *found[3:])


def one_row(connection: sqlite3.Connection, condition: str, *values: Any) -> Row | None:
    """Return the row that meets a condition; None if no row does."""
    found = connection.execute(f"SELECT {FIELDS} FROM models WHERE {condition}", values).fetchone()  # noqa: S608
    return None if found is None else to_row(found)


def new_values(  # noqa: PLR0913 - one for each thing that is decided outside
    clock: Clock, name: str, file: FileState, *, state: State, ttl: float, age: float, tracked: bool
) -> dict[str, Any]:
    """Return the values of ``BEGIN_LIFE`` for a life begun ``age`` seconds ago that lasts ``ttl`` seconds."""
    wall, boot = clock.wall(), clock.boot()
    return {
        "name": os.fsencode(name),
        "inode": signed(file.inode),
        "ctime_ns": file.ctime_ns,
        "size": file.size_bytes,
        "state": state,
        "tracked": tracked,
        "created": wall - age,
        "ttl": ttl,
        "expires": wall - age + ttl,
        "deadline": boot - age + ttl,
        "clock_offset": wall - boot,
        "mtime_ns": file.mtime_ns,
        "born_ns": file.born_ns,
        "content": file.content,
        "report": None,
        "recipe": None,
    }


def new_row(key: int, values: Mapping[str, Any]) -> Row:
    """Return the row that ``BEGIN_LIFE`` wrote under a key."""
    known = {field: values[field] for field in Row._fields if field in values}
    known |= {"name": decoded(values["name"]), "inode": values["inode"] & ALL_BITS}
    return Row(id=key, **known, retry=0.0, attempts=0, leased_until=0.0, doomed=False)


def refresh(connection: sqlite3.Connection, files: Iterable[tuple[int, FileState]]) -> None:
    """Update times and sizes of files, by their rows' keys."""
    connection.executemany(
        "UPDATE models SET ctime_ns = ?, mtime_ns = ?, size = ? WHERE id = ?",
        [(file.ctime_ns, file.mtime_ns, file.size_bytes, key) for key, file in files],
    )


def decoded(name: bytes) -> str:
    """Return a stored name as text, whatever its bytes are (``os.fsdecode`` costs several times this)."""
    return name.decode("utf-8", "surrogateescape") if _IN_UTF_8 else os.fsdecode(name)


def all_decoded(names: Iterable[bytes]) -> list[str]:
    """Return many stored names as text."""
    return decoded(b"/".join(names)).split("/")  # no name holds a slash


def next_expiry(connection: sqlite3.Connection) -> float | None:
    """Return epoch seconds of the next deadline; None if there is no model."""
    return _first(connection, f"SELECT expires FROM {PRESENT} ORDER BY deadline LIMIT 1")  # noqa: S608


def last_deadline(connection: sqlite3.Connection) -> float | None:
    """Return the last deadline on the directory's time axis; None if there is no model."""
    return _first(connection, f"SELECT deadline FROM {PRESENT} ORDER BY deadline DESC LIMIT 1")  # noqa: S608


def _first(connection: sqlite3.Connection, query: str) -> float | None:
    found = connection.execute(query).fetchone()
    return None if found is None else float(found[0])


def signed(inode: int) -> int:
    """Fit an unsigned 64-bit inode number into SQLite's signed integers."""
    return inode - 2**64 if inode >= 2**63 else inode


def count(connection: sqlite3.Connection, key: str, amount: int) -> None:
    """Add to a total that survives restarts."""
    if amount:
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
            (key, amount),
        )


Stored = tuple[int, bytes, int, int, float]
"""A due row as it is stored: key, name, inode (signed), ctime in ns, boot time to which it is leased."""


class Due(NamedTuple):
    """The same for those few that are checked more closely."""

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
        after: Time and key of the last one, after which the next batch begins; None after the last batch.
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
    """A row whose file is another one, or was written since: its new life and its age, in seconds."""

    row: Due
    file: FileState
    ttl: float
    age: float
    tracked: bool


@dataclass(slots=True)
class BatchResult:
    """What became of a batch of due rows in a sweep.

    Attributes:
        removed: Their file is gone because of a sweep.
        span: First and last key of ``removed``, if no other row has a key in between.
        vanished: Somebody else removed the file.
        changed: The file was written since.
        over: Its ctime moved, and its time is over all the same; with its state now.
        leased: Somebody reads it; with the boot time of the next try.
        locked: Somebody holds a lock without a lease; with the time up to which it is respected, and who.
        failed: It could not be removed; with the reason.
    """

    removed: list[Stored] = field(default_factory=list)
    span: tuple[int, int] | None = None
    vanished: list[Due] = field(default_factory=list)
    changed: list[NewLife] = field(default_factory=list)
    over: list[tuple[Due, FileState]] = field(default_factory=list)
    leased: list[tuple[Due, float]] = field(default_factory=list)
    locked: list[tuple[Due, float, str]] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)

    def others(self) -> list[int]:
        """Return the keys of all rows but the removed ones."""
        rows = [*self.vanished, *(life.row for life in self.changed), *(row for row, _ in self.over)]
        rows += [row for row, _ in self.leased] + [row for row, _ in self.failed]
        return [row.id for row in rows]


@dataclass(frozen=True, slots=True)
class Ended:
    """The rows that this sweep, and no other one, ended, and their files' size together."""

    rows: list[Stored]
    size_bytes: int


def stored_row(row: Row) -> Stored:
    """Return a row as a sweep reads it."""
    return row.id, os.fsencode(row.name), signed(row.inode), row.ctime_ns, row.leased_until
