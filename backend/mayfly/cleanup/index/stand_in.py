"""An index in memory for as long as the disk has no room for one, so that what is due goes and makes room.

A lost index is rebuilt from the directory. On a full disk that fails, and the models that fill it would stay.
So the directory is compared with an index in memory meanwhile: deadlines are those written onto the files.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup.directory.folders import Folder
from mayfly.cleanup.directory.locks import NO_ROOM
from mayfly.cleanup.index import schema

_RETRY_SECONDS = 1.0
_PROBE = "room"
_LEAST_BYTES = 64 << 10
_AMPLE_BYTES = 512 << 10
"""So much room is there before the file is tried again: the rows have to fit as well."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class StandIn:
    """The index in memory.

    Attributes:
        connection: To be used as that of the file.
    """

    def __init__(self) -> None:
        """Make the tables."""
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        schema.bring_up_to_date(self.connection)
        self._tried_at = time.monotonic()

    def is_needed(self, top: Folder) -> bool:
        """Return whether the disk is still full, as far as was looked within the last second.

        Args:
            top: The hidden folder.
        """
        now = time.monotonic()
        if now - self._tried_at < _RETRY_SECONDS:
            return True
        self._tried_at = now
        return not _has_room(top, _AMPLE_BYTES)


def is_without_room(path: Path, top: Folder) -> bool:
    """Return whether there is no index and none can be made, because the disk is full.

    Args:
        path: Where it would be.
        top: The hidden folder.
    """
    with suppress(OSError):
        if path.stat().st_size:
            return False
    return not _has_room(top, _LEAST_BYTES)


def _has_room(top: Folder, size_bytes: int) -> bool:
    """Return whether so much can be written; what else is wrong is left to SQLite to say."""
    try:
        descriptor = os.open(_PROBE, _NEW, 0o600, dir_fd=top.descriptor)
        try:
            return os.write(descriptor, bytes(size_bytes)) == size_bytes
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno not in NO_ROOM
    finally:
        with suppress(OSError):
            os.unlink(_PROBE, dir_fd=top.descriptor)
