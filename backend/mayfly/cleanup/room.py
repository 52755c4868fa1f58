"""How much room the models may take: a limit that somebody set, and a last reserve of the disk."""

from __future__ import annotations

import os
from collections.abc import Callable

from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.directory import ModelDirectory
from mayfly.errors import InvalidLifetime, StorageFull

_RESERVE_BYTES = 8 << 20
_RESERVE_SHARE = 100
"""The last hundredth of a disk, 8 MiB at most, stays free: the index and others need some."""


class Room:
    """Decides whether there is room for one more model; expired ones go first, a living one never."""

    def __init__(
        self,
        directory: ModelDirectory,
        chronicle: Chronicle,
        make_room: Callable[[], object],
        *,
        limit_mb: float | None,
    ) -> None:
        """Keep whom to ask.

        Args:
            directory: The models' directory.
            chronicle: Knows the size of all models.
            make_room: Removes what has expired, oldest first.
            limit_mb: Size that all models together may have, in MiB; None for no limit.

        Raises:
            InvalidLifetime: The limit makes no sense.
        """
        if limit_mb is not None and not limit_mb > 0:
            raise InvalidLifetime(f"The limit of storage must be above 0 MiB, not {limit_mb}.")
        self.limit_bytes = None if limit_mb is None else int(limit_mb * (1 << 20))
        self._directory = directory
        self._chronicle = chronicle
        self._make_room = make_room

    def check(self, size_bytes: int = 0) -> None:
        """See that a model of this size still fits; 0 for one that has yet to be written.

        Raises:
            StorageFull: It does not, even without what has expired.
        """
        if self._what_is_full(size_bytes):
            self._make_room()
            if trouble := self._what_is_full(size_bytes):
                raise StorageFull(trouble)

    def _what_is_full(self, size_bytes: int) -> str:
        if self.limit_bytes is not None:
            taken = self._chronicle.size_bytes()
            if taken + max(size_bytes, 1) > self.limit_bytes:
                return (
                    f"There is no room for another model: the models take {taken / (1 << 20):.1f} of"
                    f" {self.limit_bytes / (1 << 20):g} MiB. Delete some, or wait until they expire."
                )
        disk = os.statvfs(self._directory.root().descriptor)
        free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
        # The file itself is on the disk already when its size is known.
        if total and free < min(_RESERVE_BYTES, total // _RESERVE_SHARE):
            return "There is no room for another model: the disk is full but for its last reserve."
        return ""
