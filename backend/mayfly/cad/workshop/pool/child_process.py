"""One child's process as the server sees it: ordered, its connection and folder, signals to it, its end."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Literal, get_args

from mayfly.cad import channel
from mayfly.cad.job_folder import folder_size, remove_folder
from mayfly.cad.workshop.disk_quota import DiskQuota, Excess, fair_quota
from mayfly.cad.workshop.pool.zygote_process import ZygoteProcess

Role = Literal["build", "measure"]
"""What a child is made ready for; it can do both, but the pages for the other are not taken over ahead."""
ROLES: tuple[Role, ...] = get_args(Role)

_MUCH_BYTES, _MANY_ENTRIES = 4 * 1024 * 1024, 32


class ChildProcess:
    """One child process, as the server sees it.

    Attributes:
        identity: Number of the child, never used twice.
        role: What it is made ready for.
        connection: Where jobs go and answers come from.
        folder: Its job folder.
        folder_descriptor: The same, opened.
        quota: What it may have in there.
        ordered_at: When it was asked for, in monotonic seconds.
        lent: A build uses it, and will give it back.
        returned: It was given back to be ended.
        being_removed: Its remains are being removed.
        orphaned: Its zygote was lost, which is not the fault of what it did.
        exceeded: What it wanted to write more of than it may, and was ended for.
    """

    def __init__(
        self,
        identity: int,
        role: Role,
        *,
        connection: channel.Connection,
        folder: Path,
        folder_descriptor: int,
        quota: DiskQuota | None = None,
    ) -> None:
        """Describe a child that is being forked."""
        self.identity = identity
        self.role = role
        self.connection = connection
        self.folder = folder
        self.folder_descriptor = folder_descriptor
        self.pidfd = -1
        self.pid = 0
        self.quota = quota or DiskQuota()
        self.ordered_at = time.monotonic()
        self.lent = False
        self.returned = False
        self.being_removed = False
        self.orphaned = False
        self.exceeded: Excess | None = None
        self.jobs = 0
        self.busy_seconds = 0.0
        self._over = threading.Event()
        self._end: tuple[int, int] | None = None

    @property
    def dead(self) -> bool:
        """Whether it is known to be dead."""
        return self._over.is_set()

    def note_end(self, end: tuple[int, int] | None) -> None:
        """Note how it ended; None where that is not known."""
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
        """Whether it is dead and not known how it ended: its zygote is gone, or was ended."""
        return self.dead and self._end is None

    def wait_ended(self, seconds: float) -> tuple[int, int] | None:
        """Return exit code (negative for a signal) and peak memory in KiB of a child that is dying."""
        self._over.wait(seconds)
        return self._end

    def gone(self, seconds: float) -> bool:
        """Wait until its process has ended, as the kernel itself reports; False if it has not by then."""
        if self.pidfd < 0:
            return self.dead
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def has_much(self) -> bool:
        """Return whether removing its folder takes noticeably long."""
        with contextlib.suppress(OSError):
            used_bytes, entries = folder_size(self.folder_descriptor, _MANY_ENTRIES)
            return used_bytes > _MUCH_BYTES or entries > _MANY_ENTRIES
        return False

    def is_short_of_room(self, shares: int) -> bool:
        """Return whether it may write far less than a child that starts now: the disk was full at its start.

        Args:
            shares: How many children may write at the same time.
        """
        if self.quota == DiskQuota():
            return False
        with contextlib.suppress(OSError):
            return self.quota.is_outgrown(fair_quota(self.folder.parent, shares))
        return False

    def dispose(self) -> None:
        """Free what the server holds of it, and remove its folder."""
        self.connection.sock.close()
        os.close(self.folder_descriptor)
        if self.pidfd >= 0:
            os.close(self.pidfd)
        remove_folder(self.folder)


def order_child(
    zygote: ZygoteProcess, identity: int, role: Role, *, quiet: bool, shares: int
) -> ChildProcess:
    """Order a child of the zygote; it reports itself when it is ready.

    Args:
        zygote: The zygote that forks it.
        identity: Its number.
        role: What it should be made ready for.
        quiet: No build is delayed if it is made ready in full.
        shares: How many children may write at the same time.

    Raises:
        OSError: There is no room for its folder, there are too many descriptors, or the
            zygote is gone; nothing is left then.
    """
    folder = zygote.root / f"job-{identity}"
    with contextlib.ExitStack() as undo:
        quota = fair_quota(zygote.root, shares)
        folder.mkdir(mode=0o700)
        undo.callback(remove_folder, folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        undo.callback(os.close, descriptor)
        ours, theirs = socket.socketpair()
        undo.callback(ours.close)
        limits = {"folder_bytes": quota.folder_bytes, "files": quota.files, "file_bytes": quota.file_bytes}
        message = json.dumps({"id": identity, "role": role, "quiet": quiet, **limits}).encode()
        with theirs:
            socket.send_fds(zygote.control, [message], [theirs.fileno()])
        undo.pop_all()
    return ChildProcess(
        identity,
        role,
        connection=channel.Connection(ours),
        folder=folder,
        folder_descriptor=descriptor,
        quota=quota,
    )
