"""Notifications of the database to this process: a connection that listens, and a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psycopg

from mayfly.stores.database import Connection, Database

log = logging.getLogger("mayfly.workers")

_WAIT_SECONDS: Final = 1.0
_PAUSE_SECONDS: Final = 0.5


class Notices:
    """Listens on one channel from ``start`` to ``stop``; what comes while it reconnects is lost.

    Args:
        database: Where to listen.
        channel: A name of a-z, 0-9 and _.
        hand_on: Called with each notification's text, in the thread that listens; must not block.
    """

    def __init__(self, database: Database, channel: str, hand_on: Callable[[str], None]) -> None:
        """Keep the arguments; nothing is connected yet."""
        self.channel = channel
        self._database = database
        self._hand_on = hand_on
        self._stop = threading.Event()
        self._listening = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, wait_seconds: float = 5.0) -> None:
        """Start the thread, and return when it listens or after this many seconds."""
        self._thread = threading.Thread(target=self._run, name="mayfly-notices", daemon=True)
        self._thread.start()
        self._listening.wait(wait_seconds)

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * _WAIT_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._database.connection_of_its_own() as connection:
                    connection.execute(f'LISTEN "{self.channel}"'.encode())
                    self._listening.set()
                    self._hear(connection)
            except psycopg.Error as error:
                log.warning("Notifications can't be heard: %s", type(error).__name__)
                self._stop.wait(_PAUSE_SECONDS)

    def _hear(self, connection: Connection) -> None:
        while not self._stop.is_set():
            for notice in connection.notifies(timeout=_WAIT_SECONDS, stop_after=1):
                with suppress(Exception):  # the next notification must be heard, whatever becomes of this one
                    self._hand_on(notice.payload)
