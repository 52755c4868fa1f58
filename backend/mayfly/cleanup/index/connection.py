"""The connection to the SQLite index: opened late, checked at each use, rebuilt when broken.

The index is a convenience; the directory is the truth. So a lost or broken
index is set aside and a new one begun, and the files are adopted into it. One
of an earlier version is brought up to date, one of a later version left alone.

Rules, each learned from a data base that somebody lost:

* The file is opened through SQLite only: closing any other descriptor of it
  would drop the locks of this process.
* A rollback journal, not WAL: a truncated ``-shm`` kills every process that has
  it mapped (SIGBUS). For the same reason no ``mmap``. The journal stays and is written over,
  since giving its blocks back and taking others costs a sixth of a registration; but what removes
  rows empties it, and zeroes their place in the index, so that nothing is left of what was said.
* Each transaction compares the inode at the path with the connection's own: an
  unlinked file must not go on collecting rows.
* A connection does not survive a fork, and no transaction is open during one.
* Processes take turns by a lock file of our own: waiting for it is finer than
  SQLite's, and the index can't be set aside while another process writes to it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from mayfly.cleanup import messages
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.folders import (
    HIDDEN,
    give_to_owner_of,
    listed_descriptors,
    open_descriptors,
    status_of,
)
from mayfly.cleanup.directory.locks import INDEX_LOCK, JANITOR_LOCK, NO_ROOM, file_lock, lock_file_holder
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index import schema
from mayfly.cleanup.index.forks import ready_for_forks
from mayfly.cleanup.index.repair import (
    INDEX_FILE,
    IndexUnavailable,
    check_version,
    is_broken,
    is_sound,
    set_aside,
    unavailable,
    was_moved,
)
from mayfly.cleanup.index.stand_in import StandIn, is_without_room
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.messages import DeferredLog
from mayfly.errors import StorageError

T = TypeVar("T")

_SIZES = ("page_size", "page_count", "freelist_count")
_ATTEMPTS = 4


class _Writing(NamedTuple):
    """What a writing transaction does beside its statements: see ``Index.write``."""

    durable: bool
    forgets: bool


class Index:
    """Transactions on the index of one directory; may be used by several threads.

    Attributes:
        generation: Grows each time the file behind the connection is another one,
            so that the owner knows to compare it with the directory again.
        lock: Held during each transaction.
    """

    def __init__(
        self,
        directory: ModelDirectory,
        timeline: Timeline,
        deferred_log: DeferredLog,
        waits: Waits | None = None,
    ) -> None:
        """Remember the place; nothing is opened yet.

        Args:
            directory: The directory of models.
            timeline: The directory's time.
            deferred_log: Takes the log lines.
            waits: How long to wait for others that use the index.
        """
        self.generation = 0
        self._waits = waits or Waits()
        self._directory = directory
        self._timeline = timeline
        self._deferred_log = deferred_log
        self.lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._stand_in: StandIn | None = None
        self._identity: tuple[int, int] | None = None
        self._writing: _Writing | None = None  # as the connection is set
        self._descriptors: frozenset[int] = frozenset()  # what the connection has opened the file as
        ready_for_forks(self)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._directory.path / HIDDEN / INDEX_FILE

    def close(self) -> None:
        """Close the connection; the next transaction opens it again."""
        with self.lock:
            connection, self._stand_in = self._connection, None
            if connection is None:
                return
            if not self._is_open():  # its descriptors are another file's by now, which closing would close
                _abandoned.append(connection)
                self._connection = None
                return
            self._connection = None
            connection.close()

    def after_fork(self) -> None:
        """Drop the parent's connection without closing it: closing would roll back and touch the file."""
        self.lock = threading.RLock()
        if self._connection is not None:
            _abandoned.append(self._connection)
            self._connection = None
        self._stand_in = None  # nothing but memory

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run reading statements on one consistent state.

        Raises:
            IndexUnavailable: Locked too long, unreadable, no space.
        """
        return self._run("BEGIN", work)

    def write(
        self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False, forgets: bool = False
    ) -> T:
        """Run statements in one transaction; run them again where the file turned out to be a lost one.

        Args:
            work: Gets the connection; must do nothing but statements, since it may run twice.
            durable: Wait until the disk has it.
            forgets: It removes rows, of which the journal must keep nothing.

        Raises:
            IndexUnavailable: Locked too long, not writable, no space.
        """
        return self._run("BEGIN IMMEDIATE", work, _Writing(durable, forgets))

    def shrink(self, free_bytes: int = 256 << 10) -> None:
        """Return room to the disk if more than this, and more than half of the file, is free.

        Where there is no room for the copy that this takes, it is left for later.
        """

        def work(connection: sqlite3.Connection) -> None:
            sizes = [connection.execute(f"PRAGMA {what}").fetchone()[0] for what in _SIZES]
            page_bytes, pages, free_pages = sizes
            if free_pages * page_bytes > free_bytes and free_pages * 2 > pages:
                connection.execute("VACUUM")

        with suppress(StorageError):
            self._run(None, work, _Writing(durable=False, forgets=True))

    def size_bytes(self) -> int:
        """Return what the index takes on the disk; 0 before it is made."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def version(self) -> tuple[int, int, int]:
        """Return a value that changes when any process has changed the index.

        Raises:
            IndexUnavailable: It can't be read.
        """
        return self._run(None, self.version_of)

    def version_of(self, connection: sqlite3.Connection) -> tuple[int, int, int]:
        """Return the same within a transaction."""
        foreign = connection.execute("PRAGMA data_version").fetchone()[0]
        return self.generation, int(foreign), connection.total_changes

    def _run(
        self,
        begin: str | None,
        work: Callable[[sqlite3.Connection], T],
        writing: _Writing | None = None,
    ) -> T:
        for attempt in range(_ATTEMPTS):
            top = self._directory.hidden().top
            try:
                with (
                    self._deferred_log.deferred(),
                    self.lock,
                    file_lock(top, INDEX_LOCK, seconds=self._waits.turn_seconds) as our_turn,
                ):
                    if not our_turn:
                        who = lock_file_holder(top, INDEX_LOCK)
                        raise IndexUnavailable(f"The index can't be used: {who} keeps it locked.")
                    result = self._transact(self._open(), begin, work, writing)
                    if self._stand_in is not None or self._is_at_path():
                        return result
            except StorageError:
                raise
            except sqlite3.DatabaseError as error:
                self._repair_or_raise(error, last=attempt == _ATTEMPTS - 1)
            except OSError as error:
                raise IndexUnavailable(
                    f"The index can't be used: {error}.", cant_write=error.errno in NO_ROOM
                ) from error
        raise IndexUnavailable("The index can't be used: its file is replaced again and again.")

    def _transact(
        self,
        connection: sqlite3.Connection,
        begin: str | None,
        work: Callable[[sqlite3.Connection], T],
        writing: _Writing | None,
    ) -> T:
        if connection.in_transaction:
            connection.rollback()  # of a call that an exception cut off
        if writing is not None and writing != self._writing:
            self._writing = None  # until the statements below have certainly come to their end
            connection.execute(f"PRAGMA synchronous={'FULL' if writing.durable else 'OFF'}")
            connection.execute(f"PRAGMA journal_mode={'TRUNCATE' if writing.forgets else 'PERSIST'}")
            self._writing = writing
        if begin is None:
            self._check_clocks(connection)
            return work(connection)
        with connection:  # ends the transaction in C, whatever comes in between
            connection.execute(begin)
            check_version(connection, self._directory.path)
            self._check_clocks(connection)
            result = work(connection)
            if begin != "BEGIN":
                self._timeline.note(connection)
        return result

    def _check_clocks(self, connection: sqlite3.Connection) -> None:
        """Find our place in time again, and check whether the index was replaced in its place."""
        if self._timeline.check(connection):
            self.generation += 1  # so that it is compared with the directory again

    def _open(self) -> sqlite3.Connection:
        """Return the connection; a new one if the file at the path is another one."""
        if self._connection is not None:
            if self._is_current():
                return self._connection
            self.close()
        top = self._directory.hidden().top
        if self._stand_in is not None and self._stand_in.is_needed(top):
            return self._stand_in.connection
        try:
            connection = self._open_file()
        except sqlite3.OperationalError:
            if not is_without_room(self.path, top):
                raise
            self._stand_in = self._stand_in or StandIn()
            connection = self._stand_in.connection
        else:
            self._stand_in = None
        self.generation += 1
        return connection

    def _open_file(self) -> sqlite3.Connection:
        before_us = open_descriptors()
        connection = sqlite3.connect(
            self.path, timeout=self._waits.busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA mmap_size=0")
            # Not synced: a power cut may cost rows, never files, and what it breaks is found
            # by the check at the next boot. Transactions whose loss would shorten a life are.
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA secure_delete=ON")  # not what every build of SQLite does unasked
            before = schema.bring_up_to_date(connection)
            if before < len(schema.STEPS):
                self._made(before)
            check_version(connection, self._directory.path)
            with suppress(sqlite3.OperationalError):  # a read-only file can be read all the same
                connection.execute("PRAGMA journal_mode=TRUNCATE")
            found = self.path.stat()
        except BaseException:
            connection.close()
            raise
        identity = (found.st_dev, found.st_ino)
        ours = {number for number in listed_descriptors() - before_us if status_of(number, identity)}
        self._writing = None
        self._connection, self._identity, self._descriptors = connection, identity, frozenset(ours)
        return connection

    def _made(self, before: int) -> None:
        """Do what goes with tables that were just made, or brought here from an earlier version."""
        top = self._directory.hidden().top
        if before == 0:
            give_to_owner_of(top, self.path)
            return
        self._deferred_log.info(messages.INDEX_UPGRADED, self.path, before, len(schema.STEPS))
        with suppress(FileNotFoundError):
            # A janitor of the earlier version goes when its lock is gone, and one of this version may start.
            os.unlink(JANITOR_LOCK, dir_fd=top.descriptor)

    def _is_current(self) -> bool:
        """Return whether the connection is to the file at the path, by descriptors that are still its own."""
        return self._is_at_path() and self._is_open()

    def _is_at_path(self) -> bool:
        """Return whether the file at the path is the one that was opened."""
        try:
            # Plain text, since this is asked twice in each transaction.
            found = os.stat(f"{self._directory.path}/{HIDDEN}/{INDEX_FILE}")  # noqa: PTH116
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def _is_open(self) -> bool:
        """Return whether the connection's descriptors still stand for its file."""
        identity = self._identity
        return identity is not None and all(status_of(number, identity) for number in self._descriptors)

    def _repair_or_raise(self, error: sqlite3.DatabaseError, *, last: bool) -> None:
        self.close()
        if not last and is_broken(error):
            try:
                self._set_aside()
            except OSError as problem:
                raise IndexUnavailable(
                    f"The index {self.path} is broken and can't be set aside: {problem.strerror}."
                ) from problem
        elif last or not was_moved(error):
            raise unavailable(self.path, error) from error

    def _set_aside(self) -> None:
        """Move a broken index away, under a lock that no transaction can hold meanwhile."""
        top = self._directory.hidden().top
        with (
            self._deferred_log.deferred(),
            self.lock,
            file_lock(top, INDEX_LOCK, seconds=self._waits.turn_seconds) as our_turn,
        ):
            if not our_turn or is_sound(self.path, self._waits.busy_seconds):
                return  # another process repairs it, or has
            set_aside(top)
            self._deferred_log.warning(messages.INDEX_SET_ASIDE, self.path)


_abandoned: list[sqlite3.Connection] = []  # not to be closed: their descriptors are not ours any more
