"""Self-test of the jail: a throw-away process enters each layer, and then tries to break it.

Runs in the zygote before CadQuery is loaded, so that it takes milliseconds. A
layer that can't be entered, or that does not stop what it should stop, does
not hold, and then foreign scripts are refused.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mayfly.cad.sandbox.jail import layers, seccomp
from mayfly.cad.sandbox.jail.system_calls import known_machine

_PR_GET_NO_NEW_PRIVS = 39
_SECRET = "secret"  # noqa: S105 (the name of a file)


class _Broken(Exception):
    """The layer let something through."""


def prove(policy: layers.Policy, root: Path) -> list[dict[str, Any]]:
    """Test each layer of the jail.

    Args:
        policy: What children may do; its folder is replaced by one for the test.
        root: A directory of our own for the test.

    Returns:
        A row for each layer: ``name``, ``works``, ``detail``.
    """
    outside = Path(tempfile.mkdtemp(prefix="proof-", dir=root))
    (outside / _SECRET).write_text("not for children", encoding="ascii")
    inside = outside / "folder"
    inside.mkdir()
    folder = os.open(inside, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    rows = []
    try:
        for name, attempt in _ATTEMPTS.items():
            entered = frozenset({"no_new_privs", name})
            works, detail = _trial(replace(policy, folder=folder, layers=entered), outside, attempt)
            rows.append({"name": name, "works": works, "detail": detail})
    finally:
        os.close(folder)
        shutil.rmtree(outside, ignore_errors=True)
    return rows


def _trial(
    policy: layers.Policy, outside: Path, attempt: Callable[[layers.Policy, Path], str]
) -> tuple[bool, str]:
    """Enter the jail in a process of its own, and run the attempt there."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            os.fchdir(policy.folder)
            answer = _inside(policy, outside, attempt)
            os.write(writing, json.dumps(answer).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        content = stream.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not content:
        return False, f"the trial ended with {code}"
    works, detail = json.loads(content)
    return bool(works), str(detail)


def _inside(
    policy: layers.Policy, outside: Path, attempt: Callable[[layers.Policy, Path], str]
) -> tuple[bool, str]:
    try:
        layers.enter(policy)
        return True, attempt(policy, outside)
    except (layers.JailError, _Broken) as error:
        return False, str(error)
    except Exception as error:  # an attempt that goes wrong in an unforeseen way proves nothing
        return False, f"{type(error).__name__}: {error}"


def _must_fail(what: str, act: Callable[[], Any]) -> None:
    """Run something forbidden.

    Raises:
        _Broken: It worked.
    """
    try:
        act()
    except (OSError, MemoryError):
        return
    raise _Broken(f"{what} was possible")


def _try_identity(policy: layers.Policy, _: Path) -> str:
    status = dict(
        row.split(":", 1)
        for row in Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        if ":" in row
    )
    for name in ("CapPrm", "CapEff", "CapInh", "CapAmb"):
        if int(status.get(name, "0"), 16):
            raise _Broken(f"capabilities are left ({name})")
    if policy.uid is not None and (os.getresuid() != (policy.uid,) * 3 or os.getgroups()):
        raise _Broken("the user id was not given up")
    _must_fail("changing the root directory", lambda: os.chroot("."))
    if policy.uid is not None:
        _must_fail("becoming root again", lambda: os.setresuid(0, 0, 0))
        return "a user id of its own for each child, no capabilities"
    if os.geteuid() == 0:
        return "no capabilities; keeps user id 0, because no other id can read this interpreter"
    return f"no capabilities; keeps the user id {os.geteuid()}, because only root can give another"


def _try_no_new_privs(_: layers.Policy, __: Path) -> str:
    if ctypes.CDLL(None).prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1:
        raise _Broken("the flag is not set")
    return "set-user-id programs give nothing"


def _try_landlock(_: layers.Policy, outside: Path) -> str:
    Path("mine").write_text("x", encoding="ascii")
    Path("folder").mkdir()
    Path("folder/mine").write_text("x", encoding="ascii")
    if Path("mine").read_text(encoding="ascii") != Path("folder/mine").read_text(encoding="ascii"):
        raise _Broken("the folder can't be used")
    _must_fail("reading another file", lambda: (outside / _SECRET).read_bytes())
    _must_fail("reading /etc/passwd", lambda: Path("/etc/passwd").read_bytes())
    _must_fail("writing beside the folder", lambda: (outside / "new").write_bytes(b"x"))
    _must_fail("listing another folder", lambda: os.listdir(outside))  # noqa: PTH208
    _must_fail("making a link", lambda: Path("link").symlink_to("/etc/passwd"))
    _must_fail("making a hard link", lambda: Path("hard").hardlink_to(outside / _SECRET))
    _must_fail("making a FIFO", lambda: os.mkfifo("fifo"))
    _must_fail("making a folder beside it", lambda: (outside / "new").mkdir())
    _must_fail("removing a file", lambda: Path("mine").unlink())
    _must_fail("removing a folder", lambda: Path("folder").rmdir())
    abi = layers.landlock_abi()
    if abi >= 4:
        with socket.socket() as sock:
            _must_fail("a TCP connection", lambda: _connect(sock))
    if abi >= 6:
        _must_fail("a signal to the zygote", lambda: os.kill(os.getppid(), 0))
    covered = [
        "files",
        *(["TCP"] if abi >= 4 else []),
        *(["signals", "abstract sockets"] if abi >= 6 else []),
    ]
    return f"ABI {abi}: {', '.join(covered)}"


def _connect(sock: socket.socket) -> None:
    """Connect to a closed local port; a refusal by the other side means that the jail let it through."""
    sock.settimeout(1)
    with contextlib.suppress(ConnectionRefusedError):
        sock.connect(("127.0.0.1", 9))


def _try_limits(policy: layers.Policy, _: Path) -> str:
    _must_fail("using more memory", lambda: bytearray(policy.memory_bytes + 2**26))
    _must_fail("a file that is too large", lambda: os.truncate(_made("large"), policy.file_bytes + 1))
    _must_fail("raising a limit", lambda: _raise_limit(resource.RLIMIT_AS))
    if resource.getrlimit(resource.RLIMIT_CPU)[1] == resource.RLIM_INFINITY:
        raise _Broken("processor time is not limited")
    return f"{policy.memory_bytes // 2**20} MiB more memory, files up to {policy.file_bytes // 2**20} MiB"


def _made(name: str) -> str:
    Path(name).touch()
    return name


def _raise_limit(kind: int) -> None:
    _, hard = resource.getrlimit(kind)
    if os.geteuid() == 0:
        raise PermissionError  # root may; without capabilities, which another layer proves, it may not
    try:
        resource.setrlimit(kind, (hard, hard + 2**30))
    except ValueError as error:
        raise PermissionError from error


def _try_seccomp(_: layers.Policy, __: Path) -> str:
    _must_fail("a socket", lambda: socket.socket().close())
    _must_fail("a new process", _fork)
    _must_fail("another program", lambda: os.execv("/bin/true", ["true"]))  # noqa: S606
    _must_fail("a signal to the zygote", lambda: os.kill(os.getppid(), 0))
    _must_fail("a nameless file", lambda: os.close(os.open(".", os.O_TMPFILE | os.O_RDWR)))
    _must_fail("anonymous memory files", lambda: os.close(os.memfd_create("x")))
    _must_fail("changing a file's rights", lambda: Path("mine").chmod(0o777))
    _must_fail("limits of another process", lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE))
    _must_fail("a folder that nobody can look into", lambda: Path("shut").mkdir(0o300))
    _must_fail("making folders so by default", lambda: os.umask(0o400))
    os.write(os.open("mine", os.O_WRONLY | os.O_CREAT), b"x")
    return f"{seccomp.size()} system calls allowed, all others refused"


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


_ATTEMPTS: dict[str, Callable[[layers.Policy, Path], str]] = {
    "identity": _try_identity,
    "no_new_privs": _try_no_new_privs,
    "landlock": _try_landlock,
    "limits": _try_limits,
    "seccomp": _try_seccomp,
}


def foreign_calls_kill(policy: layers.Policy) -> bool:
    """Return whether a call of another table (x32) ends the process; True on a machine that has only one."""
    machine = known_machine()
    if machine.other_table_from is None:
        return True
    call = machine.other_table_from | machine.numbers["getpid"]
    pid = os.fork()
    if pid == 0:
        try:
            layers.enter(replace(policy, layers=frozenset({"no_new_privs", "seccomp"})))
            ctypes.CDLL(None).syscall(call)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGSYS
