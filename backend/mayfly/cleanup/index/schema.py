"""The tables of the index, and how an index of an earlier version becomes one of this version.

An upgrade loses no row, and several versions of Mayfly may use one directory:

* A version is one ``Step`` from the version before it; an empty file is version 0. The steps that
  an index lacks run in one transaction, in turn with all other users of the index. A step that was
  released is never changed.
* Code that meets an index of a later version goes on with it if that version's step says so (tables
  and columns were only added, with defaults). Otherwise it leaves the index alone: what is in it is
  unknown here, not broken.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What makes an index of one version out of one of the version before.

    Attributes:
        statements: SQL statements with semicolons between them.
        usable_by: The earliest version whose code may go on using the index after this step.
    """

    statements: str
    usable_by: int


STEPS = (
    Step(
        """
CREATE TABLE models (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name BLOB NOT NULL UNIQUE,
  inode INTEGER NOT NULL,
  ctime_ns INTEGER NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL,
  tracked INTEGER NOT NULL,
  created REAL NOT NULL,
  ttl REAL NOT NULL,
  expires REAL NOT NULL,
  deadline REAL NOT NULL,
  clock_offset REAL NOT NULL,
  retry REAL NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  leased_until REAL NOT NULL DEFAULT 0,
  reason TEXT,
  report TEXT
);
CREATE INDEX models_by_deadline ON models (deadline);
CREATE INDEX models_pending ON models (id) WHERE state = 'pending';
CREATE TABLE doomed (id INTEGER PRIMARY KEY);
CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name BLOB NOT NULL,
  size INTEGER NOT NULL,
  removed_at REAL NOT NULL,
  expired_at REAL NOT NULL,
  cause TEXT NOT NULL
);
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID
""",
        usable_by=1,
    ),
    Step(
        """
ALTER TABLE models ADD COLUMN recipe TEXT;
CREATE INDEX models_by_recipe ON models (recipe) WHERE recipe IS NOT NULL
""",
        usable_by=1,
    ),
    Step(
        """
ALTER TABLE models ADD COLUMN mtime_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE models ADD COLUMN born_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE models ADD COLUMN content BLOB
""",
        usable_by=1,
    ),
)
"""The step at place N leads from version N to version N + 1."""

TABLES = ("models", "doomed", "history", "meta")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of an index; 0 if nothing is in it yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def bring_up_to_date(connection: sqlite3.Connection) -> int:
    """Run the steps that an index lacks, all or none; one of a later version is left as it is.

    Returns:
        The version that it was of.
    """
    if version_of(connection) >= len(STEPS):  # seen without the lock that a transaction takes
        return version_of(connection)
    with connection:  # takes all back, in C, whatever comes in between
        connection.execute("BEGIN IMMEDIATE")
        before = version_of(connection)
        for step in STEPS[before:]:
            for statement in step.statements.split(";"):
                connection.execute(statement)
        if before == 0:
            # Keys of an index that was lost must not come again: a sweep may still hold some.
            connection.execute("INSERT INTO sqlite_sequence VALUES ('models', ?)", (secrets.randbits(40),))
        if before < len(STEPS):
            earliest = max(step.usable_by for step in STEPS)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('usable_by', ?)", (earliest,))
            connection.execute(f"PRAGMA user_version={len(STEPS)}")
        connection.execute("COMMIT")
    return before


def is_usable(connection: sqlite3.Connection, version: int) -> bool:
    """Return whether this code may use an index of its own or of a later version."""
    if version == len(STEPS):
        return True
    try:
        found = connection.execute("SELECT value FROM meta WHERE key = 'usable_by'").fetchone()
    except sqlite3.OperationalError:  # that version has no such table, and says nothing about us
        return False
    return found is not None and isinstance(found[0], int) and found[0] <= len(STEPS)
