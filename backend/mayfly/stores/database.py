"""Connections to PostgreSQL: a few that are used again, a transaction for each statement, bounded waits.

Every statement that changes something may be repeated: where the answer was lost, nobody knows whether it was
carried out. What a statement does the second time is described where it is written (``registry``).
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from mayfly.errors import StorageError
from mayfly.extras import install_advice

try:
    import psycopg
    from psycopg.rows import TupleRow
except ImportError as _error:  # the extra is not installed
    raise StorageError(f"A store in PostgreSQL needs psycopg: {install_advice('scale')}") from _error

T = TypeVar("T")
Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]
Connection = psycopg.Connection[TupleRow]

MOST_IDLE: Final = 8
"""Connections that are kept open while nobody uses them."""
CONNECT_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 10
PATIENCE_SECONDS: Final = 6.0
"""How long a statement is tried again while the server can't be reached."""
_PAUSE_SECONDS: Final = 0.1
_LOST = (psycopg.OperationalError, psycopg.InterfaceError)

SESSION: Final = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": "5s",
    # A process that is stopped in the middle of a sweep must not keep its rows from the others.
    "idle_in_transaction_session_timeout": f"{STATEMENT_SECONDS}s",
    "client_connection_check_interval": "2s",
    "timezone": "UTC",
}
_KEEPALIVES: Final = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}


class Database:
    """One schema of one database; may be used by several threads, and by children after a fork.

    Attributes:
        trouble: Why the server could not be used at the last attempt; empty if it could.
    """

    def __init__(
        self, url: str, schema: str = "mayfly", *, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Remember where it is; nothing is connected yet.

        Args:
            url: ``postgresql://user:password@host:port/database``.
            schema: The schema of all tables; made by ``schema.prepare``.
            patience_seconds: How long to try again while the server can't be reached.

        Raises:
            StorageError: The address is not that of a PostgreSQL server.
        """
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            raise StorageError("The address of the store is not of the form postgresql://…") from None
        self.schema = schema
        self.trouble = ""
        self._url = url
        self._patience_seconds = patience_seconds
        self._idle: list[Connection] = []
        self._lock = threading.Lock()
        _all.add(self)

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """Carry out one statement, as one transaction, and return its rows.

        It is repeated while the server can't be reached, so it has to be one that may be.

        Raises:
            psycopg.errors.IntegrityError: A rule of the schema forbids it.
            StorageError: The server can't be reached, or refused it.
        """
        return self.repeated(lambda connection: _fetched(connection, statement, values))

    def repeated(self, work: Callable[[Connection], T], patience_seconds: float | None = None) -> T:
        """Do something on a connection, again and again while the server can't be reached.

        Args:
            work: Does it; what it changes may be changed twice.
            patience_seconds: How long to try again; the database's own patience if not given.

        Raises:
            psycopg.errors.IntegrityError: A rule of the schema forbids it.
            StorageError: The server could not be reached in time, or refused it.
        """
        patience = self._patience_seconds if patience_seconds is None else patience_seconds
        give_up = time.monotonic() + patience
        while True:
            try:
                with self._connection() as connection:
                    result = work(connection)
                self.trouble = ""
                return result
            except psycopg.errors.IntegrityError:
                raise
            except _LOST as error:
                self.trouble = _brief(error)
                if time.monotonic() > give_up:
                    raise StorageError(f"The store's database can't be used: {self.trouble}.") from error
                time.sleep(_PAUSE_SECONDS)
            except psycopg.Error as error:
                self.trouble = _brief(error)
                raise StorageError(f"The store's database refused: {self.trouble}.") from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Return a connection in a transaction that is committed at the end of the block; never repeated.

        Raises:
            StorageError: The server can't be reached, or refused something; nothing was changed.
        """
        try:
            with self._connection() as connection, connection.transaction():
                yield connection
            self.trouble = ""
        except psycopg.Error as error:
            self.trouble = _brief(error)
            raise StorageError(f"The store's database can't be used: {self.trouble}.") from error

    @contextmanager
    def connection_of_its_own(self) -> Iterator[Connection]:
        """Return a connection that nobody else uses, for a block: to listen on.

        Raises:
            psycopg.Error: The server can't be reached.
        """
        with self._connect() as connection:
            yield connection

    def connection_values(self) -> tuple[str, dict[str, Any]]:
        """Return the address and the keywords of a connection, for a client that opens its own."""
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
        return (
            self._url,
            {
                # A pooler between us and the server may give each statement another one.
                "prepare_threshold": None,
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "mayfly",
                "options": f"{options} -c search_path={self.schema}",
                **_KEEPALIVES,
            },
        )

    def close(self) -> None:
        """Close all connections that nobody uses; the next statement opens one again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def __del__(self) -> None:
        """Close."""
        with suppress(Exception):
            self.close()

    def after_fork(self) -> None:
        """Forget, in a child, the connections of the parent, without a word to the server."""
        self._lock = threading.Lock()
        self._idle = []

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Return a connection for a block; one that failed is closed, the others are kept."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        keep = False
        try:
            yield connection
            keep = True
        except (psycopg.errors.IntegrityError, StorageError):
            keep = True
            raise
        finally:
            idle = psycopg.pq.TransactionStatus.IDLE
            if not keep or connection.closed or connection.info.transaction_status != idle:
                connection.close()
            else:
                with self._lock:
                    if len(self._idle) < MOST_IDLE:
                        self._idle.append(connection)
                        connection = None
                if connection is not None:
                    connection.close()

    def _connect(self) -> Connection:
        url, values = self.connection_values()
        connection: Connection = psycopg.connect(url, autocommit=True, **values)
        return connection


def _fetched(connection: Connection, statement: str, values: Values) -> list[Row]:
    cursor = connection.execute(statement, values)
    return cursor.fetchall() if cursor.description is not None else []


def _brief(error: Exception) -> str:
    """Return the first line of an error, which names no password."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


_all: weakref.WeakSet[Database] = weakref.WeakSet()
_abandoned: list[Connection] = []
"""Connections of the parent, which are never used here; kept so that nothing closes them."""


def _after_fork_in_child() -> None:
    for database in list(_all):
        _abandoned.extend(database._idle)
        for connection in database._idle:
            with suppress(Exception):
                _point_nowhere(connection.fileno())
        database.after_fork()


def _point_nowhere(descriptor: int) -> None:
    """Point a parent's socket to nowhere: closing the connection would end the parent's session."""
    nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    os.dup2(nowhere, descriptor, inheritable=False)
    os.close(nowhere)


os.register_at_fork(after_in_child=_after_fork_in_child)
