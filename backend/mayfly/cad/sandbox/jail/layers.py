"""The jail around a child that runs a script: identity, no_new_privs, Landlock, limits, seccomp.

Each layer is entered in turn and never left. Which layers hold on this machine
is tested at the zygote's start by trying to break them (``selftest``); a kernel's
version proves nothing.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mayfly.cad.sandbox.jail import procfs, seccomp
from mayfly.cad.sandbox.jail.metering import CONNECTION_DESCRIPTOR
from mayfly.cad.sandbox.jail.system_calls import known_machine

LAYERS = ("identity", "no_new_privs", "landlock", "limits", "seccomp")

_PR_SET_DUMPABLE = 4
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS = 1, 24, 28, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_SECUREBITS_LOCKED = 0x2F  # no root privileges by id, none kept, all of it locked
_SYS_CREATE_RULESET, _SYS_ADD_RULE, _SYS_RESTRICT_SELF = 444, 445, 446  # the same on all machines
_CAPABILITY_VERSION_3 = 0x20080522

# linux/landlock.h
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_MAKE_DIR, _MAKE_REG, _TRUNCATE = 1 << 7, 1 << 8, 1 << 14
_FIRST_RIGHTS = (1 << 13) - 1
_RIGHTS_SINCE = {2: 1 << 13, 3: _TRUNCATE, 5: 1 << 15}
_FOLDER_RIGHTS = _WRITE_FILE | _READ_FILE | _READ_DIR | _MAKE_DIR | _MAKE_REG | _TRUNCATE


class JailError(Exception):
    """A layer could not be entered; the child must not run a foreign script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What one child may do.

    Attributes:
        folder: Descriptor of the only folder it may write to.
        readable: Paths it may read, beneath them too.
        uid: User and group id of its own; None keeps the id and drops all capabilities.
        memory_bytes: Address space it may add to what it has now.
        cpu_seconds: Processor time after which the kernel ends it.
        file_bytes: Largest file it may write.
        layers: Names of the layers to enter.
    """

    folder: int
    readable: Sequence[str]
    uid: int | None
    memory_bytes: int
    cpu_seconds: int
    file_bytes: int
    layers: frozenset[str] = frozenset(LAYERS)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise JailError(f"{what}: {os.strerror(number)}")
    return result


def enter(
    policy: Policy,
    start_threads: Callable[[], None] | None = None,
    hand_over: Callable[[], None] | None = None,
) -> None:
    """Enter the jail; the order matters, because each step takes away what an earlier one needs.

    Args:
        policy: What will be allowed.
        start_threads: Called when no file can be reached any more and threads can still be
            started; all layers hold for those that it starts.
        hand_over: Called when no new privileges can be had; the process is metered from then on.

    Raises:
        JailError: A layer that was asked for could not be entered.
    """
    try:
        if "identity" in policy.layers:
            _take_identity(policy.uid, policy.folder)
        # An id change clears the parent-death signal, so it is set after it.
        _check(_libc().prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0), "parent-death signal")
        if "no_new_privs" in policy.layers:
            _check(_libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        if "limits" in policy.layers:
            _set_limits(policy)
        if hand_over is not None:
            hand_over()
        _check(_libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")  # a crash leaves no core dump
        if "landlock" in policy.layers:
            _enter_landlock(policy.folder, policy.readable)
        if start_threads is not None:
            start_threads()
        if "limits" in policy.layers and policy.uid is not None:
            _limit(resource.RLIMIT_NPROC, 1, 1)
        if "seccomp" in policy.layers:
            if not seccomp.supported():
                raise JailError("seccomp: no table for this machine")
            seccomp.install()
    except OSError as error:
        raise JailError(str(error)) from error


def _take_identity(uid: int | None, folder: int) -> None:
    """Take a user id of its own if root, and drop every capability for good in any case."""
    libc = _libc()
    if os.geteuid() == 0 and uid is not None:
        os.fchown(folder, uid, uid)
        os.setgroups([])
    for capability in range(64):  # refused to an ordinary user, unless in a namespace of its own
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if os.geteuid() == 0:
        libc.prctl(_PR_SET_SECUREBITS, _SECUREBITS_LOCKED, 0, 0, 0)
        if uid is not None:
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(struct.pack("=6I", 0, 0, 0, 0, 0, 0))
    _check(libc.syscall(known_machine().numbers["capset"], header, nothing), "capabilities")


def landlock_abi() -> int:
    """Return the version of Landlock that this kernel offers, 0 without Landlock."""
    version: int = _libc().syscall(_SYS_CREATE_RULESET, None, 0, 1)
    return max(version, 0)


def _enter_landlock(folder: int, readable: Sequence[str]) -> None:
    """Allow writing in the folder, reading beneath ``readable``, and nothing else of the file system."""
    abi = landlock_abi()
    if abi < 1:
        raise JailError("landlock: not offered by this kernel")
    rights = _FIRST_RIGHTS
    for since, right in _RIGHTS_SINCE.items():
        rights |= right if abi >= since else 0
    network = 0b11 if abi >= 4 else 0
    scoped = 0b11 if abi >= 6 else 0
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    attribute = ctypes.create_string_buffer(struct.pack("=QQQ", rights, network, scoped)[:size], size)
    libc = _libc()
    ruleset = _check(libc.syscall(_SYS_CREATE_RULESET, attribute, size, 0), "landlock")
    try:
        _allow(ruleset, folder, _FOLDER_RIGHTS & rights)
        for path in readable:
            try:
                descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue  # what is not there needs no permission
            try:
                kind = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE | _WRITE_FILE
                _allow(ruleset, descriptor, kind & rights)
            finally:
                os.close(descriptor)
        _check(libc.syscall(_SYS_RESTRICT_SELF, ruleset, 0), "landlock")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, descriptor: int, rights: int) -> None:
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
    _check(_libc().syscall(_SYS_ADD_RULE, ruleset, 1, rule, 0), "landlock rule")


def _set_limits(policy: Policy) -> None:
    """Limit memory, processor time, files and descriptors."""
    pages = int(procfs.read("statm").split()[0])
    address_space = pages * resource.getpagesize() + policy.memory_bytes
    limits = {
        resource.RLIMIT_AS: (address_space, address_space),
        resource.RLIMIT_CPU: (policy.cpu_seconds, policy.cpu_seconds + 1),
        resource.RLIMIT_FSIZE: (policy.file_bytes, policy.file_bytes),
        resource.RLIMIT_NOFILE: (CONNECTION_DESCRIPTOR, CONNECTION_DESCRIPTOR),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
    }
    for kind, (soft, hard) in limits.items():
        _limit(kind, soft, hard)


def _limit(kind: int, soft: int, hard: int) -> None:
    """Lower a limit; a lower one stays."""
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))
