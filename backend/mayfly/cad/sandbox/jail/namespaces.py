"""Hides what even a jailed process could ask about: other processes, other folders, the host's name.

Landlock governs what is opened, not what is asked for by ``stat``: without this a
script could list the machine's processes with their users, and see what lies in
people's folders. The zygote goes into a mount namespace of its own, in which an empty
folder without any rights is mounted over /proc and over each top-level folder that
children don't need. That takes root, or a user namespace; without either, scripts run
all the same, and ``mayfly doctor`` reports what is not hidden.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import stat
from collections.abc import Iterable
from pathlib import Path

from mayfly.cad.sandbox.jail import procfs

HOST_NAME = "mayfly"
_CLONE_NEWNS, _CLONE_NEWUTS, _CLONE_NEWUSER = 0x00020000, 0x04000000, 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_SLAVE = 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 19
_EMPTY_AND_CLOSED = b"mode=000,size=4k,nr_inodes=2"


def hide_host(needed: Iterable[str]) -> str:
    """Hide what children don't need; ``procfs`` is kept open.

    It is tried in a process of its own first, because half of it can't be undone.

    Args:
        needed: Paths that children, or the zygote for them, still use.

    Returns:
        What was done, or what is not hidden and why, for people to read.
    """
    procfs.keep_open()
    places = _places(needed)
    trouble = _tried(places)
    if trouble:
        procfs.leave()
        return f"not hidden: which processes run, which folders there are ({trouble})"
    _cover(places)
    return "other processes, foreign folders and the host's name hidden"


def _places(needed: Iterable[str]) -> list[str]:
    """Return /proc and the folders at the top that no needed path leads through."""
    kept = {Path(form).parts[1] for path in needed for form in (path, os.path.realpath(path)) if form != "/"}
    with os.scandir("/") as listing:
        found = [entry.path for entry in listing if entry.is_dir(follow_symlinks=False)]
    return [path for path in sorted(found) if path == procfs.PATH or Path(path).name not in kept]


def _tried(places: list[str]) -> str:
    """Try it in a process that ends afterwards, check that it holds, and return what went wrong."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            _cover(places)
            for path in (*places, f"{procfs.PATH}/1"):
                _must_be_closed(path)
            procfs.read("statm")
        except Exception as error:  # for whatever reason, it does not work here
            os.write(writing, str(error).encode()[:200] or b"unknown")
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        trouble = stream.read().decode("utf-8", "replace")
    os.waitpid(pid, 0)
    return trouble


def _must_be_closed(path: str) -> None:
    """Raise if a covered place shows anything; root may enter it, but there is nothing in it."""
    with contextlib.suppress(PermissionError, FileNotFoundError):
        if stat.S_IMODE(Path(path).stat().st_mode) or any(Path(path).iterdir()):
            raise RuntimeError(f"{path} could not be covered")


def _cover(places: list[str]) -> None:
    """Enter the namespaces and cover the places.

    Raises:
        OSError: The system does not allow it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWNS | _CLONE_NEWUTS):
        _check(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWUTS), "namespaces")
        procfs.write("setgroups", "deny")
        procfs.write("uid_map", f"{user} {user} 1")
        procfs.write("gid_map", f"{group} {group} 1")
    # Mounts that the system makes or ends later do so here, too; ours stay here.
    _check(libc.mount(None, b"/", None, _MS_REC | _MS_SLAVE, None), "mounts of its own")
    for place in places:
        flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
        _check(libc.mount(b"mayfly", os.fsencode(place), b"tmpfs", flags, _EMPTY_AND_CLOSED), place)
    name = HOST_NAME.encode()
    _check(libc.sethostname(name, len(name)), "host name")
    vars(platform)["_uname_cache"] = None  # an earlier caller has left the true name there


def _check(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
