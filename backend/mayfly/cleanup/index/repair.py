"""What can be wrong with the index's file: unusable now, broken, of another version; and setting it aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from mayfly.cleanup.directory.folders import HIDDEN, Folder
from mayfly.cleanup.index import schema
from mayfly.errors import StorageError

T = TypeVar("T")

INDEX_FILE = "index.sqlite3"
BROKEN_INDEX = "index.broken"
"""What a broken index is called for a day, for those who want to know what happened."""

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_MOVED = {sqlite3.SQLITE_READONLY_DBMOVED}
_WHY = {
    sqlite3.SQLITE_BUSY: "another process keeps it locked",
    sqlite3.SQLITE_LOCKED: "another process keeps it locked",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it can't be written to",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened",
    sqlite3.SQLITE_PERM: "permission is denied",
    sqlite3.SQLITE_IOERR: "the disk gave an error",
}
# A quota that is used up shows as a failed write, a journal that can't be made as a failed opening.
_CAN_NOT_WRITE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
}


class IndexUnavailable(StorageError):
    """The index can't be used now; the models are untouched."""

    def __init__(self, message: str, *, cant_write: bool = False) -> None:
        """Keep whether it may still be read, so that making room would help."""
        super().__init__(message)
        self.cant_write = cant_write


class IndexTooNew(IndexUnavailable):
    """A later version of Mayfly has changed the index so that this one can't read it."""


def noted_or(note: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Return what noting something in the index gives, or something else where nothing can be written.

    Raises:
        IndexUnavailable: The index can't be used at all.
    """
    try:
        return note()
    except IndexUnavailable as error:
        if not error.cant_write:
            raise
    return otherwise()


def is_broken(error: sqlite3.DatabaseError) -> bool:
    """Return whether an error means that the file has to be set aside."""
    code = _code(error)
    lost_tables = code & 0xFF == sqlite3.SQLITE_ERROR and "no such" in str(error)
    return lost_tables or code & 0xFF in _BROKEN or code == sqlite3.SQLITE_IOERR_SHORT_READ


def was_moved(error: sqlite3.DatabaseError) -> bool:
    """Return whether an error means that another file is at the path by now."""
    return _code(error) in _MOVED


def unavailable(path: Path, error: sqlite3.DatabaseError) -> IndexUnavailable:
    """Return the error for the caller of the index."""
    primary = _code(error) & 0xFF
    why = _WHY.get(primary, str(error))
    return IndexUnavailable(f"The index {path} can't be used: {why}.", cant_write=primary in _CAN_NOT_WRITE)


def _code(error: sqlite3.DatabaseError) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR))


def check_version(connection: sqlite3.Connection, directory: Path) -> None:
    """Check that the tables are those that the statements are for: they may change while we run.

    Args:
        connection: The index.
        directory: The directory of models, for the error.

    Raises:
        IndexTooNew: Only a later version of Mayfly can use them.
        sqlite3.DatabaseError: They are of an earlier version, or not there; to be opened again.
    """
    version = schema.version_of(connection)
    if version < len(schema.STEPS):
        raise broken_index(f"it is of version {version}")
    if not schema.is_usable(connection, version):
        path = directory / HIDDEN / INDEX_FILE
        raise IndexTooNew(
            f"The index {path} is of version {version}, and this Mayfly knows version "
            f"{len(schema.STEPS)}: a later one uses the directory. Upgrade this one, or restart it."
        )


def is_sound(path: Path, busy_seconds: float) -> bool:
    """Return whether the file at a path is an index that can be used, or an empty one."""
    try:
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
    except sqlite3.Error:
        return False
    try:
        if schema.version_of(connection) == 0:
            return path.stat().st_size == 0  # nothing but emptied: the tables are made when it is opened
        if schema.bring_up_to_date(connection) <= len(schema.STEPS):
            for table in schema.TABLES:
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
        return is_whole(connection)
    except (sqlite3.Error, OSError):
        return False
    finally:
        connection.close()


def is_whole(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite finds the file's structure sound."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def broken_index(why: str) -> sqlite3.DatabaseError:
    """Return the error after which the index is set aside."""
    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error


def set_aside(top: Folder) -> None:
    """Move the index's file away; to be called under the index's lock.

    Args:
        top: The hidden folder.

    Raises:
        OSError: It can't be moved.
    """
    with suppress(FileNotFoundError):
        os.replace(INDEX_FILE, BROKEN_INDEX, src_dir_fd=top.descriptor, dst_dir_fd=top.descriptor)
    with suppress(FileNotFoundError):
        os.unlink(f"{INDEX_FILE}-journal", dir_fd=top.descriptor)
