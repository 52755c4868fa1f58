"""Reading a model while its deadline may come: the open file is safe, the name stays for a while."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from mayfly.cleanup.clock import MAX_LEASE_SECONDS, is_finite_number, told
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import named_errors
from mayfly.cleanup.ledger import Ledger
from mayfly.cleanup.locks import lock_within
from mayfly.cleanup.names import shown
from mayfly.cleanup.rows import Row
from mayfly.cleanup.timeline import Timeline
from mayfly.errors import InvalidLifetime, ModelExpired, ModelInUse, StorageError

_LOCK_SECONDS = 1.0


def check_lease_seconds(seconds: float) -> float:
    """Give the length of a lease back if it makes sense.

    Raises:
        InvalidLifetime: It is not above zero, or more than an hour.
    """
    if not is_finite_number(seconds) or not 0 < seconds <= MAX_LEASE_SECONDS:
        raise InvalidLifetime(f"A lease lasts from 0 to {MAX_LEASE_SECONDS:g} seconds, not {told(seconds)}.")
    return seconds


@contextmanager
def leased(
    directory: ModelDirectory, ledger: Ledger, clock: Timeline, row: Row, max_seconds: float
) -> Iterator[BinaryIO]:
    """Open a model under a shared lock, which every sweep heeds until the lease's time is over.

    The row is marked first: from then on a sweep asks for the lock. A sweep
    that was first has marked the row before us, or holds the lock, or has
    taken the name away; each of these is found below.

    Raises:
        ModelExpired: Its time is over.
        ModelInUse: Somebody keeps it locked.
        StorageError: Directory or index can't be used.
    """
    over = ModelExpired(f"The time of {shown(row.name)} is over.", row.expires)
    if not ledger.lease(row, max_seconds):
        raise over
    with named_errors(f"Opening {shown(row.name)}"):
        opened = directory.open_stream(row.name)
    if opened is None:
        raise over
    with opened as stream:
        if not lock_within(stream.fileno(), fcntl.LOCK_SH, _LOCK_SECONDS):
            raise ModelInUse(f"{shown(row.name)} is locked by somebody else.")
        now = directory.state(row.name)
        if now is None or now.inode != os.fstat(stream.fileno()).st_ino:
            raise over
        try:
            yield stream
        finally:
            if not stream.closed:
                # Said aloud: a child forked meanwhile may hold a copy of the descriptor.
                fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
            if clock.boot() >= row.deadline:
                with suppress(StorageError):
                    ledger.retry_now(row.name)
