"""The seccomp filter of a jailed child: an allow-list of system calls, assembled for x86-64.

Other machines have no table yet, and a guessed table protects nothing: there
``supported()`` is False and the workshop refuses foreign scripts.

Numbers are those of ``asm/unistd_64.h``; the instructions those of
``linux/filter.h`` (classic BPF), as ``seccomp(2)`` describes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

_AUDIT_ARCH_X86_64 = 0xC000003E
_X32_BIT = 0x40000000
_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_USER_NOTIFICATION = 0x7FC00000
_ERRNO = 0x00050000
_EPERM, _EINVAL, _ENOSYS = 1, 22, 38

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AND = 0x54
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGUMENTS = 0, 4, 16

_SYS_SECCOMP, _SET_MODE_FILTER, _ALL_THREADS, _NEW_LISTENER = 317, 1, 1, 8

# Calls that a CAD computation needs and that reach nothing but its own memory, its open
# descriptors, the clock, or files (which Landlock governs).
_ALWAYS = {
    "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21,
    "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35,
    "getpid": 39, "exit": 60, "uname": 63, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "getdents": 78,
    "getcwd": 79, "chdir": 80, "rename": 82, "unlink": 87,
    "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102,
    "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131, "setrlimit": 160,
    "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204, "getdents64": 217,
    "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "faccessat": 269,
    "pselect6": 270, "ppoll": 271, "dup3": 292, "getcpu": 309, "renameat2": 316,
    "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip

# ENOSYS makes the C library fall back to an older call that the filter can judge.
_ABSENT = {"io_uring_setup": 425, "clone3": 435, "close_range": 436, "openat2": 437}

# EINVAL, "this is no link": a script need not know where links lead, and Landlock does not govern it.
_LINKLESS = {"readlink": 89, "readlinkat": 267}

_O_TMPFILE = 0o20000000  # a file without a name: disk space that a check of the folder could not see
_OPEN, _OPENAT, _CREAT = 2, 257, 85
# Duplicate, and ask for flags; no locks and no change of a file's status, which others can see; no F_SETOWN.
_FCNTL, _FCNTL_COMMANDS = 72, (0, 1, 2, 3, 1030)
_IOCTL, _IOCTL_REQUESTS = (
    16,
    (0x5401, 0x5450, 0x5451, 0x5413, 0x541B),
)  # TCGETS, FIO(N)CLEX, winsize, FIONREAD
_TGKILL, _PRLIMIT64 = 234, 302
_MMAP, _MAP_SHARED, _MAP_ANONYMOUS = 9, 0x01, 0x20
_MKDIR, _MKDIRAT, _UMASK = 83, 258, 95
_OWNERS_RIGHTS = 0o700

_O_CREAT = 0o100
MAKING = frozenset({_OPEN, _OPENAT, _CREAT, _MKDIR, _MKDIRAT})
"""Calls that can make a file or a folder, as the meter is asked about them."""
WRITING = frozenset({1, 18})
"""write, pwrite64: calls with the number of bytes as their third argument."""
_WRITING_PIECES = frozenset({20})  # writev


def supported() -> bool:
    """Return whether there is a table of calls for this machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64" and sys.maxsize > 2**32


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


def program(pid: int) -> bytes:
    """Assemble the filter for the process ``pid`` (it may signal only itself, as ``abort`` does).

    A call of another architecture (i386, x32) kills the process; a call that is
    not listed fails with EPERM, so that Python raises ``PermissionError``.
    """
    code = [
        _statement(_LOAD, _OFFSET_ARCH),
        _statement(_JUMP_EQUAL, _AUDIT_ARCH_X86_64, 1, 0),
        _answer(_KILL_PROCESS),
        _statement(_LOAD, _OFFSET_NUMBER),
        _statement(_JUMP_GREATER_EQUAL, _X32_BIT, 0, 1),
        _answer(_KILL_PROCESS),
    ]
    for number in _ALWAYS.values():
        code += _number_is(number, [_answer(_ALLOW)])
    for number in _ABSENT.values():
        code += _number_is(number, [_answer(_ERRNO | _ENOSYS)])
    for number in _LINKLESS.values():
        code += _number_is(number, [_answer(_ERRNO | _EINVAL)])
    code += _number_is(_MMAP, _NOT_OF_A_SHARED_FILE)
    code += _number_is(_OPENAT, _without_flag(2, _O_TMPFILE))
    code += _number_is(_OPEN, _without_flag(1, _O_TMPFILE))
    code += _number_is(_CREAT, [_answer(_ALLOW)])
    # No folder that the server, which may have the same user id, could not read.
    code += _number_is(_MKDIR, _has_bits(1, _OWNERS_RIGHTS, _OWNERS_RIGHTS))
    code += _number_is(_MKDIRAT, _has_bits(2, _OWNERS_RIGHTS, _OWNERS_RIGHTS))
    code += _number_is(_UMASK, _has_bits(0, _OWNERS_RIGHTS, 0))
    code += _number_is(_FCNTL, _argument_in(1, _FCNTL_COMMANDS))
    code += _number_is(_IOCTL, _argument_in(1, _IOCTL_REQUESTS))
    code += _number_is(_TGKILL, _argument_in(0, (pid,)))
    code += _number_is(_PRLIMIT64, _argument_in(0, (0,)))
    code.append(_answer(_ERRNO | _EPERM))
    return b"".join(code)


def metering_program(first_free: int) -> bytes:
    """Assemble a filter that has a supervisor asked before a file is made or grows; it refuses nothing.

    Args:
        first_free: Descriptors from this number on are no files; writing to them is not asked about.
    """
    code = [
        _statement(_LOAD, _OFFSET_ARCH),
        _statement(_JUMP_EQUAL, _AUDIT_ARCH_X86_64, 1, 0),
        _answer(_ALLOW),  # the other filter ends a process that makes such a call
        _statement(_LOAD, _OFFSET_NUMBER),
    ]
    for number in sorted(WRITING | _WRITING_PIECES):
        code += _number_is(
            number,
            [
                _statement(_LOAD, _OFFSET_ARGUMENTS),
                _statement(_JUMP_GREATER_EQUAL, first_free, 0, 1),
                _answer(_ALLOW),
                _answer(_USER_NOTIFICATION),
            ],
        )
    for number, index in ((_OPENAT, 2), (_OPEN, 1)):
        code += _number_is(
            number,
            [
                _statement(_LOAD, _OFFSET_ARGUMENTS + 8 * index),
                _statement(_JUMP_ANY_BIT, _O_CREAT, 1, 0),
                _answer(_ALLOW),
                _answer(_USER_NOTIFICATION),
            ],
        )
    for number in (_CREAT, _MKDIR, _MKDIRAT):
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
    result: int = libc.syscall(_SYS_SECCOMP, _SET_MODE_FILTER, flags, ctypes.byref(argument))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "seccomp: " + os.strerror(number))
    return result


def size() -> int:
    """Return the number of system calls that are allowed, some of them with conditions."""
    return len(_ALWAYS) + 11
