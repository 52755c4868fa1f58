"""One row of the index: a model, its deadline, and where it is in its life.

A row is ``pending`` (a file is about to get its name) or ``live``; a live one
that a sweep is about to remove is noted as doomed. Killed in between, the next
one who looks can tell from row and file together what is left to do.

Doomed rows are noted in a small table of their own: marking rows in place would
touch, and journal, as many pages of the index as there are rows.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from mayfly.cleanup.clock import Clock
from mayfly.cleanup.files import FileState

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
    " AND (content IS NULL OR :content IS NULL OR content = :content)"
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
    """Give the row of a ``SELECT`` of ``FIELDS``."""
    return Row(found[0], decoded(found[1]), found[2] & ALL_BITS, *found[3:])


def one_row(connection: sqlite3.Connection, condition: str, *values: Any) -> Row | None:
    """Give the row that meets a condition; None if there is none."""
    found = connection.execute(f"SELECT {FIELDS} FROM models WHERE {condition}", values).fetchone()  # noqa: S608
    return None if found is None else to_row(found)


def new_values(
    clock: Clock, name: str, file: FileState, *, state: State, ttl: float, age: float, tracked: bool
) -> dict[str, Any]:
    """Give the values of ``BEGIN_LIFE`` for a life begun ``age`` seconds ago that lasts ``ttl`` seconds."""
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


def refresh(connection: sqlite3.Connection, files: Iterable[tuple[int, FileState]]) -> None:
    """Note the times of files (by their rows' keys) whose content is the one that was registered."""
    connection.executemany(
        "UPDATE models SET ctime_ns = ?, mtime_ns = ? WHERE id = ?",
        [(file.ctime_ns, file.mtime_ns, key) for key, file in files],
    )


def decoded(name: bytes) -> str:
    """Give a stored name as text, whatever bytes it is made of (``os.fsdecode`` costs several times this)."""
    return name.decode("utf-8", "surrogateescape") if _IN_UTF_8 else os.fsdecode(name)


def all_decoded(names: Iterable[bytes]) -> list[str]:
    """Give many stored names as text."""
    return decoded(b"/".join(names)).split("/")  # no name holds a slash


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
