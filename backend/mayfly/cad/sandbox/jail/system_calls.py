"""Numbers of system calls by name, for each machine whose jail is known: x86-64 and arm64.

Those of x86-64 are from ``asm/unistd_64.h``; those of arm64 are the generic ones of
``asm-generic/unistd.h``, where calls that newer ones replace (open, stat, unlink) don't exist.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Machine:
    """A kind of processor, as the kernel's audit names it, and its calls.

    Attributes:
        name: As ``platform.machine`` names it.
        audit: ``AUDIT_ARCH_…`` of ``linux/audit.h``.
        numbers: Name of each call to its number.
        other_table_from: Numbers from this one on are calls of another table (x32); None without one.
    """

    name: str
    audit: int
    numbers: Mapping[str, int]
    other_table_from: int | None = None


X86_64: Final = Machine(
    name="x86_64",
    audit=0xC000003E,
    other_table_from=0x40000000,
    numbers={
        "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
        "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
        "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "pwrite64": 18,
        "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25,
        "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35, "getpid": 39, "exit": 60,
        "uname": 63, "fcntl": 72, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "getdents": 78,
        "getcwd": 79, "chdir": 80, "rename": 82, "mkdir": 83, "creat": 85, "unlink": 87,
        "readlink": 89, "umask": 95, "gettimeofday": 96, "getrlimit": 97, "getrusage": 98,
        "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
        "getppid": 110, "capset": 126, "sigaltstack": 131, "setrlimit": 160, "gettid": 186,
        "time": 201, "futex": 202, "sched_getaffinity": 204, "getdents64": 217,
        "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
        "exit_group": 231, "tgkill": 234, "openat": 257, "mkdirat": 258, "newfstatat": 262,
        "unlinkat": 263, "renameat": 264, "readlinkat": 267, "faccessat": 269, "pselect6": 270,
        "ppoll": 271, "dup3": 292, "prlimit64": 302, "getcpu": 309, "renameat2": 316,
        "seccomp": 317, "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334,
        "io_uring_setup": 425, "clone3": 435, "close_range": 436, "openat2": 437, "faccessat2": 439,
    },
)  # fmt: skip

ARM64: Final = Machine(
    name="aarch64",
    audit=0xC00000B7,
    numbers={
        "getcwd": 17, "dup": 23, "dup3": 24, "fcntl": 25, "ioctl": 29, "mkdirat": 34,
        "unlinkat": 35, "renameat": 38, "ftruncate": 46, "faccessat": 48, "chdir": 49, "openat": 56,
        "close": 57, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65,
        "writev": 66, "pread64": 67, "pwrite64": 68, "pselect6": 72, "ppoll": 73, "readlinkat": 78,
        "newfstatat": 79, "fstat": 80, "fsync": 82, "fdatasync": 83, "capset": 91, "exit": 93,
        "exit_group": 94, "futex": 98, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
        "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
        "restart_syscall": 128, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134,
        "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153, "uname": 160, "getrlimit": 163,
        "setrlimit": 164, "getrusage": 165, "umask": 166, "getcpu": 168, "gettimeofday": 169,
        "getpid": 172, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177,
        "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
        "mprotect": 226, "madvise": 233, "prlimit64": 261, "renameat2": 276, "seccomp": 277,
        "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293, "io_uring_setup": 425,
        "clone3": 435, "close_range": 436, "openat2": 437, "faccessat2": 439,
    },
)  # fmt: skip

MACHINES: Final = (X86_64, ARM64)


@cache
def this_machine() -> Machine | None:
    """Return the machine that this process runs on; None if its calls are not known."""
    if sys.platform != "linux" or sys.maxsize <= 2**32:
        return None
    return next((machine for machine in MACHINES if machine.name == platform.machine()), None)


def known_machine() -> Machine:
    """Return the machine that this process runs on.

    Raises:
        OSError: Its calls are not known.
    """
    machine = this_machine()
    if machine is None:
        raise OSError(f"the system calls of {platform.machine()} are not known")
    return machine
