"""What killed processes leave in the hidden folder: half-written files, and a broken index of long ago."""

from __future__ import annotations

from contextlib import suppress

from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.files import FileState
from mayfly.cleanup.lines import Complaints
from mayfly.cleanup.timeline import Timeline

PARTIAL_GRACE_SECONDS = 600.0
BROKEN_INDEX_SECONDS = 86_400.0


class Leftovers:
    """Clears one hidden folder."""

    def __init__(self, directory: ModelDirectory, clock: Timeline, complaints: Complaints) -> None:
        """Keep where to look, and where to say what can't be removed."""
        self._directory = directory
        self._clock = clock
        self._complaints = complaints

    def discard_twin(self, file: FileState) -> bool:
        """Remove the half-written name of a file that has its final one; return whether there was one."""
        for partial, found in self._directory.partials():
            if found.inode == file.inode:
                self._discard(partial)
                return True
        return False

    def _discard(self, name: str) -> None:
        try:
            self._directory.discard_partial(name)
        except OSError as error:
            self._complaints.add(name, error)

    def clear(self, now: float | None = None) -> None:
        """Remove half-written files whose writer must be dead, and a broken index of long ago.

        Args:
            now: Epoch seconds instead of both clocks.

        Raises:
            StorageError: The hidden folder can't be used.
        """
        wall = self._clock.wall() if now is None else now
        boot_name, boot = partial_prefix(self._clock).partition("-")[0], self._clock.steady()
        for name, file in self._directory.partials():
            made_in, _, rest = name.partition("-")
            age = wall - file.changed_at
            if now is None and made_in == boot_name:
                with suppress(ValueError):
                    age = boot - float(rest.partition("-")[0])  # no step of the wall clock moves this
            if age > PARTIAL_GRACE_SECONDS:
                self._discard(name)
        try:
            self._directory.clear_broken_index(wall - BROKEN_INDEX_SECONDS)
        except OSError as error:
            self._complaints.add("the broken index", error)


def partial_prefix(clock: Timeline) -> str:
    """Give the beginning of a partial's name: the boot and the boot time at which it was begun."""
    return f"{clock.boot_id().replace('-', '')[:8]}-{clock.steady():.0f}"
