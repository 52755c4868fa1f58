"""One child's process as the server sees it: its line and folder, signals to it, its end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from pathlib import Path
from typing import Literal, get_args

from mayfly.cad import channel
from mayfly.cad.folder import folder_size, remove_folder
from mayfly.cad.workshop.room import Excess, Room

Role = Literal["build", "measure"]
"""What a child is made ready for; it can do both, but the pages for the other are not taken over ahead."""
ROLES: tuple[Role, ...] = get_args(Role)

_MUCH_BYTES, _MANY_ENTRIES = 4 * 1024 * 1024, 32


class ChildProcess:
    """One child process, as the server sees it.

    Attributes:
        identity: Number of the child, never used twice.
        role: What it is made ready for.
        line: Where jobs go and answers come from.
        folder: Its job folder.
        folder_descriptor: The same, opened.
        room: What it may have in there.
        ordered_at: When it was asked for, in monotonic seconds.
        lent: Somebody works with it, and will give it back.
        returned: It was given back to be ended.
        leaving: Its remains are being removed.
        orphaned: Its zygote was lost, which is no fault of what it did.
        overdrawn: It was ended because it wanted to write more of this than it may.
    """

    def __init__(
        self,
        identity: int,
        role: Role,
        line: channel.Line,
        folder: Path,
        folder_descriptor: int,
        room: Room | None = None,
    ) -> None:
        """Describe a child that is being forked."""
        self.identity = identity
        self.role = role
        self.line = line
        self.folder = folder
        self.folder_descriptor = folder_descriptor
        self.pidfd = -1
        self.pid = 0
        self.room = room or Room()
        self.ordered_at = time.monotonic()
        self.lent = False
        self.returned = False
        self.leaving = False
        self.orphaned = False
        self.overdrawn: Excess | None = None
        self.jobs = 0
        self.busy_seconds = 0.0
        self._over = threading.Event()
        self._end: tuple[int, int] | None = None

    @property
    def dead(self) -> bool:
        """Tell whether it is known to be dead."""
        return self._over.is_set()

    def note_end(self, end: tuple[int, int] | None) -> None:
        """Note how it ended; None where nobody can tell."""
        self._end = end
        self._over.set()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal; SIGKILL ends it without another instruction of its own."""
        if self.pidfd >= 0 and not self.dead:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self.pidfd, number)

    def kill(self) -> None:
        """End it; it will not carry out another instruction of its own."""
        self.signal(signal.SIGKILL)

    @property
    def lost(self) -> bool:
        """Tell whether it is dead and nobody can tell how it ended: its zygote is gone, or was ended."""
        return self.dead and self._end is None

    def wait_ended(self, seconds: float) -> tuple[int, int] | None:
        """Give exit code (negative for a signal) and peak memory in KiB of a child that is dying."""
        self._over.wait(seconds)
        return self._end

    def gone(self, seconds: float) -> bool:
        """Wait until its process has ended, of which the kernel itself tells; False if it has not by then."""
        if self.pidfd < 0:
            return self.dead
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def has_much(self) -> bool:
        """Tell whether removing its folder takes long enough for somebody to notice."""
        with contextlib.suppress(OSError):
            used_bytes, entries = folder_size(self.folder_descriptor, _MANY_ENTRIES)
            return used_bytes > _MUCH_BYTES or entries > _MANY_ENTRIES
        return False

    def dispose(self) -> None:
        """Free what the server holds of it, and remove its folder."""
        self.line.sock.close()
        os.close(self.folder_descriptor)
        if self.pidfd >= 0:
            os.close(self.pidfd)
        remove_folder(self.folder)
