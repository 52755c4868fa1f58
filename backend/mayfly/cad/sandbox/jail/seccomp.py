"""The seccomp filter of a jailed child: an allow-list of system calls, assembled for x86-64 or arm64.

Other machines have no table, and a guessed table protects nothing: there
``supported()`` is False and the workshop refuses foreign scripts.

Calls are named here; their numbers are in ``system_calls``. The instructions are those of
``linux/filter.h`` (classic BPF), as ``seccomp(2)`` describes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache

from mayfly.cad.sandbox.jail.system_calls import Machine, known_machine, this_machine

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_USER_NOTIFICATION = 0x7FC00000
_ERRNO = 0x00050000
_EPERM, _EINVAL, _ENOSYS = 1, 22, 38

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AND = 0x54
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGUMENTS = 0, 4, 16

_SET_MODE_FILTER, _ALL_THREADS, _NEW_LISTENER = 1, 1, 8

# Calls that a CAD computation needs and that reach nothing but its own memory, its open
# descriptors, the clock, or files (which Landlock governs).
_ALWAYS = (
    "read", "write", "close", "stat", "fstat", "lstat", "poll", "lseek", "mprotect", "munmap",
    "brk", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "pread64", "pwrite64", "readv",
    "writev", "access", "select", "sched_yield", "mremap", "madvise", "dup", "dup2", "nanosleep",
    "getpid", "exit", "uname", "fsync", "fdatasync", "ftruncate", "getdents", "getcwd", "chdir",
    "rename", "unlink", "gettimeofday", "getrlimit", "getrusage", "sysinfo", "times", "getuid",
    "getgid", "geteuid", "getegid", "getppid", "sigaltstack", "setrlimit", "gettid", "time",
    "futex", "sched_getaffinity", "getdents64", "restart_syscall", "clock_gettime", "clock_getres",
    "clock_nanosleep", "exit_group", "newfstatat", "unlinkat", "renameat", "faccessat", "pselect6",
    "ppoll", "dup3", "getcpu", "renameat2", "getrandom", "membarrier", "statx", "rseq",
    "faccessat2",
)  # fmt: skip

# ENOSYS makes the C library fall back to an older call that the filter can judge.
_ABSENT = ("io_uring_setup", "clone3", "close_range", "openat2")

# EINVAL, "this is no link": a script need not know where links lead, and Landlock does not govern it.
_LINKLESS = ("readlink", "readlinkat")

_O_TMPFILE = 0o20000000  # a file without a name: disk space that a check of the folder could not see
# Duplicate, and ask for flags; no locks and no change of a file's status, which others can see; no F_SETOWN.
_FCNTL_COMMANDS = (0, 1, 2, 3, 1030)
_IOCTL_REQUESTS = (0x5401, 0x5450, 0x5451, 0x5413, 0x541B)  # TCGETS, FIO(N)CLEX, winsize, FIONREAD
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20
_OWNERS_RIGHTS = 0o700

_O_CREAT = 0o100
_MAKING = ("open", "openat", "creat", "mkdir", "mkdirat")
_WRITING = ("write", "pwrite64")
_WRITING_PIECES = ("writev",)


def supported() -> bool:
    """Return whether there is a table of calls for this machine."""
    return this_machine() is not None


def makes_a_file(call: int) -> bool:
    """Return whether a call of this number can make a file or a folder, as the meter is asked about it."""
    return call in _numbers(known_machine(), _MAKING)


def writes_bytes(call: int) -> bool:
    """Return whether a call of this number has the number of bytes as its third argument."""
    return call in _numbers(known_machine(), _WRITING)


@cache
def _numbers(machine: Machine, names: tuple[str, ...]) -> frozenset[int]:
    """Return the numbers of those calls that a machine has."""
    return frozenset(machine.numbers[name] for name in names if name in machine.numbers)


def _statement(code: int, k: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, k & 0xFFFFFFFF)


def _answer(action: int) -> bytes:
    return _statement(_RETURN, action)


def _number_is(number: int, body: list[bytes]) -> list[bytes]:
    """Run ``body``, which must end in an answer, if the call has this number."""
    return [_statement(_JUMP_EQUAL, number, 0, len(body)), *body]


def _argument_in(index: int, values: tuple[int, ...]) -> list[bytes]:
    """Allow the call if the low half of an argument is one of ``values``, else refuse it."""
    program = [_statement(_LOAD, _OFFSET_ARGUMENTS + 8 * index)]
    for value in values:
        program += [_statement(_JUMP_EQUAL, value, 0, 1), _answer(_ALLOW)]
    return [*program, _answer(_ERRNO | _EPERM)]


def _without_flag(index: int, flag: int) -> list[bytes]:
    """Allow the call if an argument does not have ``flag``."""
    return [
        _statement(_LOAD, _OFFSET_ARGUMENTS + 8 * index),
        _statement(_JUMP_ANY_BIT, flag, 1, 0),
        _answer(_ALLOW),
        _answer(_ERRNO | _EPERM),
    ]


def _has_bits(index: int, mask: int, bits: int) -> list[bytes]:
    """Allow the call if, of the bits of ``mask``, an argument has exactly ``bits``."""
    return [
        _statement(_LOAD, _OFFSET_ARGUMENTS + 8 * index),
        _statement(_AND, mask),
        _statement(_JUMP_EQUAL, bits, 0, 1),
        _answer(_ALLOW),
        _answer(_ERRNO | _EPERM),
    ]


# A file that is mapped for sharing grows without a call that could be counted.
_NOT_OF_A_SHARED_FILE = [
    _statement(_LOAD, _OFFSET_ARGUMENTS + 8 * 3),
    _statement(_JUMP_ANY_BIT, _MAP_SHARED, 0, 1),
    _statement(_JUMP_ANY_BIT, _MAP_ANONYMOUS, 0, 1),
    _answer(_ALLOW),
    _answer(_ERRNO | _EPERM),
]


def _judged(pid: int) -> dict[str, list[bytes]]:
    """Return, by name, what is asked about the calls that are allowed with conditions."""
    return {
        "mmap": _NOT_OF_A_SHARED_FILE,
        "openat": _without_flag(2, _O_TMPFILE),
        "open": _without_flag(1, _O_TMPFILE),
        "creat": [_answer(_ALLOW)],
        # No folder that the server, which may have the same user id, could not read.
        "mkdir": _has_bits(1, _OWNERS_RIGHTS, _OWNERS_RIGHTS),
        "mkdirat": _has_bits(2, _OWNERS_RIGHTS, _OWNERS_RIGHTS),
        "umask": _has_bits(0, _OWNERS_RIGHTS, 0),
        "fcntl": _argument_in(1, _FCNTL_COMMANDS),
        "ioctl": _argument_in(1, _IOCTL_REQUESTS),
        "tgkill": _argument_in(0, (pid,)),
        "prlimit64": _argument_in(0, (0,)),
    }


def program(pid: int, machine: Machine | None = None) -> bytes:
    """Assemble the filter for the process ``pid`` (it may signal only itself, as ``abort`` does).

    A call of another architecture (i386, x32, 32-bit ARM) kills the process; a call that is
    not listed fails with EPERM, so that Python raises ``PermissionError``.

    Args:
        pid: The process.
        machine: Whose calls are judged; this machine if not given.

    Raises:
        OSError: The calls of this machine are not known.
    """
    machine = machine or known_machine()
    code = [
        _statement(_LOAD, _OFFSET_ARCH),
        _statement(_JUMP_EQUAL, machine.audit, 1, 0),
        _answer(_KILL_PROCESS),
        _statement(_LOAD, _OFFSET_NUMBER),
    ]
    if machine.other_table_from is not None:
        code += [
            _statement(_JUMP_GREATER_EQUAL, machine.other_table_from, 0, 1),
            _answer(_KILL_PROCESS),
        ]
    for names, action in ((_ALWAYS, _ALLOW), (_ABSENT, _ERRNO | _ENOSYS), (_LINKLESS, _ERRNO | _EINVAL)):
        for name in names:
            if name in machine.numbers:
                code += _number_is(machine.numbers[name], [_answer(action)])
    for name, body in _judged(pid).items():
        if name in machine.numbers:
            code += _number_is(machine.numbers[name], body)
    code.append(_answer(_ERRNO | _EPERM))
    return b"".join(code)


def metering_program(first_free: int, machine: Machine | None = None) -> bytes:
    """Assemble a filter that has a supervisor asked before a file is made or grows; it refuses nothing.

    Args:
        first_free: Descriptors from this number on are no files; writing to them is not asked about.
        machine: Whose calls are judged; this machine if not given.

    Raises:
        OSError: The calls of this machine are not known.
    """
    machine = machine or known_machine()
    code = [
        _statement(_LOAD, _OFFSET_ARCH),
        _statement(_JUMP_EQUAL, machine.audit, 1, 0),
        _answer(_ALLOW),  # the other filter ends a process that makes such a call
        _statement(_LOAD, _OFFSET_NUMBER),
    ]
    for number in sorted(_numbers(machine, _WRITING + _WRITING_PIECES)):
        code += _number_is(
            number,
            [
                _statement(_LOAD, _OFFSET_ARGUMENTS),
                _statement(_JUMP_GREATER_EQUAL, first_free, 0, 1),
                _answer(_ALLOW),
                _answer(_USER_NOTIFICATION),
            ],
        )
    for name, index in (("openat", 2), ("open", 1)):
        if name not in machine.numbers:
            continue
        code += _number_is(
            machine.numbers[name],
            [
                _statement(_LOAD, _OFFSET_ARGUMENTS + 8 * index),
                _statement(_JUMP_ANY_BIT, _O_CREAT, 1, 0),
                _answer(_ALLOW),
                _answer(_USER_NOTIFICATION),
            ],
        )
    for number in sorted(_numbers(machine, ("creat", "mkdir", "mkdirat"))):
        code += _number_is(number, [_answer(_USER_NOTIFICATION)])
    code.append(_answer(_ALLOW))
    return b"".join(code)


class _Program(ctypes.Structure):
    """``struct sock_fprog`` of ``linux/filter.h``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> None:
    """Put the filter on this process and all its threads; it holds until the process ends.

    Needs ``no_new_privs``.

    Raises:
        OSError: The kernel refused it.
    """
    if _install(
        program(os.getpid()), _ALL_THREADS
    ):  # a positive number is a thread that the filter was not put on
        raise OSError(errno.EBUSY, "seccomp: " + os.strerror(errno.EBUSY))


def install_metering(first_free: int) -> int:
    """Put ``metering_program`` on this process, which has one thread, and return where the kernel asks.

    Raises:
        OSError: The kernel refused it, as it does where another supervisor is there already.
    """
    return _install(metering_program(first_free), _NEW_LISTENER)


def _install(code: bytes, flags: int) -> int:
    """Hand a filter to the kernel, and return what it answers.

    Raises:
        OSError: It refused.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    argument = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(
        known_machine().numbers["seccomp"], _SET_MODE_FILTER, flags, ctypes.byref(argument)
    )
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "seccomp: " + os.strerror(number))
    return result


def size() -> int:
    """Return the number of system calls that are allowed here, some of them with conditions."""
    return len(_numbers(known_machine(), (*_ALWAYS, *_judged(0))))
