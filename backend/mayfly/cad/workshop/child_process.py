"""One child's process as the server sees it: its line and folder, signals to it, its end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from pathlib import Path
from typing import Literal, get_args

from mayfly.cad import channel

Role = Literal["build", "measure"]
"""What a child is made ready for; it can do both, but the pages for the other are not taken over ahead."""
ROLES: tuple[Role, ...] = get_args(Role)


class ChildProcess:
    """One child process, as the server sees it.

    Attributes:
        identity: Number of the child, never used twice.
        role: What it is made ready for.
        line: Where jobs go and answers come from.
        folder: Its job folder.
        folder_descriptor: The same, opened.
    """

    def __init__(
        self, identity: int, role: Role, line: channel.Line, folder: Path, folder_descriptor: int
    ) -> None:
        """Describe a child that is being forked."""
        self.identity = identity
        self.role = role
        self.line = line
        self.folder = folder
        self.folder_descriptor = folder_descriptor
        self.pidfd = -1
        self.pid = 0
        self.returned = False
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

    def wait_ended(self, seconds: float) -> tuple[int, int] | None:
        """Give exit code (negative for a signal) and peak memory in KiB of a child that is dying."""
        self._over.wait(seconds)
        return self._end

    def dispose(self) -> None:
        """Free what the server holds of it, and remove its folder."""
        self.line.sock.close()
        os.close(self.folder_descriptor)
        if self.pidfd >= 0:
            os.close(self.pidfd)
        shutil.rmtree(self.folder, ignore_errors=True)
