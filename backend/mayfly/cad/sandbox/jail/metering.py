"""Counts what a child writes before it is written, so that no child ever exceeds its quota.

A watcher that looks now and then sees too late: a script fills gigabytes of memory in
a second. So the kernel asks the zygote before each call that can make a file or let
one grow (``SECCOMP_RET_USER_NOTIF``). Only numbers are used, and these the
kernel took out of registers: nothing that the script could change meanwhile. A child
that wants more than its quota is killed in that very call.

A call costs some 40 microseconds more. Bytes that leave by the child's connection
are not counted: its descriptor has a number that no file can have.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import select
import signal
import socket
import struct
from collections.abc import Callable

from mayfly.cad.job_folder import folder_size
from mayfly.cad.sandbox.jail import seccomp

CONNECTION_DESCRIPTOR = 63
"""Descriptor of a child's connection; one more than any other may have, by ``RLIMIT_NOFILE``."""

_NOTICE = struct.Struct("=QIIiIQ6Q")  # struct seccomp_notif
_ANSWER = struct.Struct("=QqiI")  # struct seccomp_notif_resp
_RECEIVE, _SEND, _SET_FLAGS = 0xC0502100, 0xC0182101, 0x40082104  # ioctl numbers of linux/seccomp.h
_WAKE_ON_THE_SAME_PROCESSOR = 1
_CONTINUE = 1  # let the kernel carry out the call as it stands
_MESSAGE_LIMIT_BYTES = 1024
_LEAST_BLOCK_BYTES = 4096


class Meter:
    """What one child has written, and the answers to what it wants to write.

    Args:
        notices: The descriptor by which the kernel asks.
        folder: The child's folder, opened.
        folder_bytes: What it may hold on the disk at any moment.
        files: How many files and folders it may hold.
        file_bytes: The largest single file, to which the kernel itself holds the child.
    """

    def __init__(self, notices: int, folder: int, *, folder_bytes: int, files: int, file_bytes: int) -> None:
        """Start with an empty folder."""
        self.notices = notices
        self._folder = folder
        self._limits = folder_bytes, files
        self._file_bytes = file_bytes
        # A write of one byte takes a block, one across a border two.
        self._blocks_bytes = 2 * max(_LEAST_BLOCK_BYTES, os.fstatvfs(folder).f_frsize)
        self._counted = 0, 0
        self._under_way: dict[int, tuple[int, int]] = {}
        with contextlib.suppress(OSError):  # since Linux 6.6; without it an answer takes half as long again
            fcntl.ioctl(notices, _SET_FLAGS, _WAKE_ON_THE_SAME_PROCESSOR)

    def answer(self) -> str:
        """Answer one question of the kernel.

        Returns:
            An empty text; or what the child wants too much of ("bytes", "files", "stream"), so
            that it must end. It gets no answer then.
        """
        notice = bytearray(_NOTICE.size)
        try:
            fcntl.ioctl(self.notices, _RECEIVE, notice)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):
                return ""  # the child was interrupted, or is dead
            raise
        identity, thread, _, call, _, _, *arguments = _NOTICE.unpack(notice)
        more_bytes, more_files, kind = self._wanted(call, arguments)
        if not self._grant(
            thread, more_bytes, more_files, look=seccomp.writes_bytes(call) and not arguments[2]
        ):
            return kind
        with contextlib.suppress(OSError):  # interrupted meanwhile
            fcntl.ioctl(self.notices, _SEND, _ANSWER.pack(identity, 0, 0, _CONTINUE))
        return ""

    def _wanted(self, call: int, arguments: list[int]) -> tuple[int, int, str]:
        """Return the most bytes and files that a call can add, and what it would be too much of."""
        if seccomp.makes_a_file(call):
            return self._blocks_bytes, 1, "files"
        if seccomp.writes_bytes(call):
            return min(arguments[2], self._file_bytes) + self._blocks_bytes, 0, "bytes"
        # A row of pieces, whose lengths lie in the child's memory, where they may change.
        return self._file_bytes + self._blocks_bytes, 0, "stream"

    def _grant(self, thread: int, more_bytes: int, more_files: int, *, look: bool) -> bool:
        """Return whether a thread may add so much; the folder is read if asked for, or if the count says no.

        The count only grows: what is overwritten or removed shows when the folder is
        read again. Calls that other threads were allowed to make may be under way then.
        """
        self._under_way.pop(thread, None)  # done, or it would not ask for another
        if look or not self._fits(more_bytes, more_files):
            try:
                used_bytes, entries = folder_size(self._folder, self._limits[1])
            except OSError:
                return False
            self._counted = (
                used_bytes + sum(size for size, _ in self._under_way.values()),
                entries + sum(number for _, number in self._under_way.values()),
            )
            if not self._fits(more_bytes, more_files):
                return False
        self._counted = self._counted[0] + more_bytes, self._counted[1] + more_files
        self._under_way[thread] = more_bytes, more_files
        return True

    def _fits(self, more_bytes: int, more_files: int) -> bool:
        """Return whether so much more is within the limits, by the count."""
        return (
            self._counted[0] + more_bytes <= self._limits[0]
            and self._counted[1] + more_files <= self._limits[1]
        )


def recount() -> None:
    """Make the zygote count this child's folder again: the server has put something there."""
    os.write(1, b"")


def hand_over(connection: socket.socket, identity: int) -> None:
    """Make the kernel ask before this process or its threads write, and send the zygote where it asks.

    Args:
        connection: A socket to the zygote, closed afterwards.
        identity: The child that is to be counted.

    Raises:
        OSError: The kernel refused, or another supervisor is there already.
    """
    with connection:
        notices = seccomp.install_metering(CONNECTION_DESCRIPTOR)
        try:
            socket.send_fds(connection, [json.dumps({"id": identity}).encode()], [notices])
        finally:
            os.close(notices)


def take_over(connection: socket.socket) -> tuple[int, int]:
    """Receive what a child handed over: its identity, and the descriptor, -1 if none came with it."""
    message, descriptors, _, _ = socket.recv_fds(connection, _MESSAGE_LIMIT_BYTES, 1)
    return int(json.loads(message)["id"]), descriptors[0] if descriptors else -1


def selftest(folder: int, enter: Callable[[Callable[[], None]], None]) -> str:
    """Test the metering: let a child write more than it may.

    Args:
        folder: An empty folder, opened.
        enter: Enters the jail, and calls its argument on the way.

    Returns:
        What does not work; an empty text where all works.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            os.close(reading)
            os.fchdir(folder)
            enter(lambda: hand_over(theirs, 1))
            wanted = os.open("within", os.O_WRONLY | os.O_CREAT, 0o600)
            os.write(wanted, bytes(16 * 1024))
            for number in range(8):
                os.open(f"beyond-{number}", os.O_WRONLY | os.O_CREAT, 0o600)
            os.write(writing, b"nothing ended it")
        except Exception as error:  # whatever it is: it does not work here
            os.write(writing, str(error).encode()[:200])
        finally:
            os._exit(0)
    theirs.close()
    os.close(writing)
    with ours:
        killed = _supervise(ours, pid, folder)
    with os.fdopen(reading, "rb") as stream:
        reason = stream.read().decode("utf-8", "replace")
    os.waitpid(pid, 0)
    return "" if killed else f"what a child writes can't be counted ({reason or 'unknown'})"


def _supervise(connection: socket.socket, pid: int, folder: int) -> bool:
    """Meter the child of the test; return whether it could write what it may, and was ended for more."""
    try:
        _, notices = take_over(connection)
    except (OSError, ValueError):
        return False
    if notices < 0:
        return False
    try:
        meter = Meter(notices, folder, folder_bytes=2**20, files=4, file_bytes=2**20)
        poll = select.poll()
        poll.register(notices, select.POLLIN)
        while any(event & select.POLLIN for _, event in poll.poll()):
            if meter.answer():
                os.kill(pid, signal.SIGKILL)
                used_bytes, entries = folder_size(folder, 10)
                return used_bytes >= 16 * 1024 and entries == 4
        return False
    finally:
        os.close(notices)
