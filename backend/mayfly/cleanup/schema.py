"""The tables of the index, and whether a file is one."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path

SCHEMA_VERSION = 1
_SCHEMA = """
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
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""


def make_schema(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process was first.

    Raises:
        sqlite3.DatabaseError: The file has tables of another version.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            # Keys of an index that was lost must not come again: a sweep may still hold some.
            connection.execute("INSERT INTO sqlite_sequence VALUES ('models', ?)", (secrets.randbits(40),))
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    if version not in {0, SCHEMA_VERSION}:
        raise broken_index(f"it is of version {version}, not {SCHEMA_VERSION}")


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds the file's structure sound."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def broken_index(why: str) -> sqlite3.DatabaseError:
    """Give the error that makes the index be set aside."""
    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error


def is_sound(path: Path, busy_seconds: float) -> bool:
    """Tell whether the file at a path is an index that can be used, or an emptied one."""
    try:
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
    except sqlite3.Error:
        return False
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:  # nothing but emptied: the tables are made when it is opened
            return path.stat().st_size == 0
        for table in ("models", "doomed", "history", "meta"):
            connection.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
        return version == SCHEMA_VERSION and is_whole(connection)
    except (sqlite3.Error, OSError):
        return False
    finally:
        connection.close()
