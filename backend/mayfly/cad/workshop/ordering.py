"""Ordering one child of the zygote: its folder, its line, and what it may have."""

from __future__ import annotations

import contextlib
import json
import os
import socket

from mayfly.cad import channel
from mayfly.cad.folder import remove_folder
from mayfly.cad.workshop.child_process import ChildProcess, Role
from mayfly.cad.workshop.room import fair_room
from mayfly.cad.workshop.zygote_process import ZygoteProcess


def order_child(
    zygote: ZygoteProcess, identity: int, role: Role, *, quiet: bool, shares: int
) -> ChildProcess:
    """Ask for a child; it says itself when it is ready.

    Args:
        zygote: Who forks it.
        identity: Its number.
        role: What it should be made ready for.
        quiet: Nobody is held up if it is made ready in full.
        shares: How many children may write at the same time.

    Raises:
        OSError: There is no room for its folder, there are too many descriptors, or the
            zygote is gone; nothing is left then.
    """
    folder = zygote.root / f"job-{identity}"
    with contextlib.ExitStack() as undo:
        room = fair_room(zygote.root, shares)
        folder.mkdir(mode=0o700)
        undo.callback(remove_folder, folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        undo.callback(os.close, descriptor)
        ours, theirs = socket.socketpair()
        undo.callback(ours.close)
        limits = {"folder_bytes": room.folder_bytes, "files": room.files, "file_bytes": room.file_bytes}
        message = json.dumps({"id": identity, "role": role, "quiet": quiet, **limits}).encode()
        with theirs:
            socket.send_fds(zygote.control, [message], [theirs.fileno()])
        undo.pop_all()
    return ChildProcess(identity, role, channel.Line(ours), folder, descriptor, room)
