"""The seccomp filters of all machines: their numbers against the kernel's headers, each call interpreted."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly.cad.sandbox.jail import seccomp
from mayfly.cad.sandbox.jail.system_calls import ARM64, MACHINES, X86_64, Machine
from tests.cad.test_abuse import NUMBERS

HEADERS = Path("/usr/include")
I386, ARM32 = 0x40000003, 0x40000028
ALLOW, KILL, ASK, EPERM, EINVAL, ENOSYS = 0x7FFF0000, 0x80000000, 0x7FC00000, 0x50001, 0x50016, 0x50026
PID = 4711

JUDGED = {
    "open", "openat", "creat", "mkdir", "mkdirat", "umask", "fcntl", "ioctl", "tgkill", "prlimit64", "mmap",
}  # fmt: skip
ABSENT = {"io_uring_setup", "clone3", "close_range", "openat2"}
NEVER = {
    "socket", "connect", "clone", "fork", "vfork", "execve", "execveat", "kill", "tkill", "ptrace",
    "mount", "umount2", "chroot", "setuid", "setresuid", "capset", "seccomp", "prctl", "bpf",
    "io_uring_enter", "keyctl", "memfd_create", "perf_event_open", "userfaultfd",
    "process_vm_readv", "pidfd_open", "pidfd_getfd", "unshare", "setns", "linkat", "symlinkat",
    "mknodat", "fchmodat", "fchmod", "fchownat", "truncate", "fallocate", "sendfile", "splice",
    "copy_file_range", "landlock_create_ruleset", "sched_setaffinity", "flock", "shmget", "mq_open",
    "open_by_handle_at", "personality", "reboot", "init_module", "process_madvise", "msync",
}  # fmt: skip


def header_numbers(machine: Machine) -> dict[str, int]:
    """Read all calls of a machine from the kernel's headers."""
    if machine is X86_64:
        path = next(HEADERS.glob("x86_64-linux-gnu/asm/unistd_64.h"), HEADERS / "asm/unistd_64.h")
    else:
        path = HEADERS / "asm-generic/unistd.h"
    if not path.is_file():
        pytest.skip(f"{path} is not installed (Debian: apt-get install linux-libc-dev)")
    text = path.read_text()
    numbers = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+)\s+(\d+)\b", text)}
    # Calls that differ between 32 and 64 bits have a number first and their names at the end.
    both = {name: int(number) for name, number in re.findall(r"#define __NR3264_(\w+)\s+(\d+)\b", text)}
    wide = text[text.rindex("#if __BITS_PER_LONG == 64") :].partition("#else")[0] if both else ""
    named = re.findall(r"#define __NR_(\w+)\s+__NR3264_(\w+)", wide)
    return numbers | {name: both[original] for name, original in named if original in both}


def judge(program: bytes, audit: int, number: int, *arguments: int) -> int:
    """Interpret a filter as the kernel does, for one call; return what it answers."""
    given = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number, audit, 0, *given)
    instructions = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    at = accumulator = 0
    while True:
        code, yes, no, k = instructions[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, k)
        elif code == 0x54:
            accumulator &= k
        elif code in (0x15, 0x35, 0x45):
            met = {0x15: accumulator == k, 0x35: accumulator >= k, 0x45: bool(accumulator & k)}[code]
            at += yes if met else no
        else:
            assert code == 0x06
            return int(k)


def calls() -> Iterator[int]:
    yield from range(1200)


@pytest.fixture(params=MACHINES, ids=lambda machine: machine.name)
def machine(request: pytest.FixtureRequest) -> Machine:
    found: Machine = request.param
    return found


def test_every_number_is_the_kernels(machine: Machine) -> None:
    kernel = header_numbers(machine)
    assert dict(machine.numbers) == {name: kernel[name] for name in machine.numbers}


def test_the_abuse_suite_knows_the_kernels_numbers(machine: Machine) -> None:
    kernel, column = header_numbers(machine), MACHINES.index(machine)
    named = {name: numbers[column] for name, numbers in NUMBERS.items() if name != "unlisted"}
    assert named == {name: kernel.get(name) for name in named}


def test_a_call_that_a_machine_lacks_is_one_that_the_kernel_lacks_there(machine: Machine) -> None:
    everywhere = {name for each in MACHINES for name in each.numbers}
    kernel = header_numbers(machine)
    assert not {name for name in everywhere - machine.numbers.keys() if name in kernel}


def test_what_is_allowed_is_what_is_named_and_nothing_else(machine: Machine) -> None:
    """Without arguments that make a difference: every number there may be is allowed, absent or refused."""
    program = seccomp.program(PID, machine)
    numbers = machine.numbers
    always = {numbers[name] for name in seccomp._ALWAYS if name in numbers}
    judged = {numbers[name] for name in JUDGED if name in numbers}
    absent = {numbers[name] for name in ABSENT}
    linkless = {numbers[name] for name in ("readlink", "readlinkat") if name in numbers}
    for number in calls():
        found = judge(program, machine.audit, number)
        if number in judged:
            assert found in {ALLOW, EPERM}
        else:
            expected = (
                ALLOW
                if number in always
                else ENOSYS
                if number in absent
                else EINVAL
                if number in linkless
                else EPERM
            )
            assert found == expected, number


def test_no_call_that_reaches_others_is_allowed(machine: Machine) -> None:
    kernel = header_numbers(machine)
    program = seccomp.program(PID, machine)
    for name in NEVER & kernel.keys():
        assert judge(program, machine.audit, kernel[name]) == EPERM, name


def test_calls_of_another_table_end_the_process(machine: Machine) -> None:
    program = seccomp.program(PID, machine)
    others = {I386, ARM32, *(each.audit for each in MACHINES)} - {machine.audit}
    for audit in others:
        assert {judge(program, audit, number) for number in calls()} == {KILL}
    if machine.other_table_from is not None:
        numbers = (machine.other_table_from + number for number in (*calls(), 0x3FFFFFFF))
        assert {judge(program, machine.audit, number) for number in numbers} == {KILL}


def test_the_architectures_are_those_of_the_audit() -> None:
    path = HEADERS / "linux/audit.h"
    if not path.is_file():
        pytest.skip(f"{path} is not installed (Debian: apt-get install linux-libc-dev)")
    machines = dict(re.findall(r"#define (EM_\w+)\s+(\d+)", (HEADERS / "linux/elf-em.h").read_text()))
    little_64 = 0x80000000 | 0x40000000
    assert int(machines["EM_X86_64"]) | little_64 == X86_64.audit
    assert int(machines["EM_AARCH64"]) | little_64 == ARM64.audit


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("openat", (3, 0, 0o100), ALLOW),
        ("openat", (3, 0, 0o20200000), EPERM),
        ("open", (0, 0o20200000), EPERM),
        ("mkdirat", (3, 0, 0o700), ALLOW),
        ("mkdirat", (3, 0, 0o300), EPERM),
        ("mkdir", (0, 0o755), ALLOW),
        ("umask", (0o022,), ALLOW),
        ("umask", (0o400,), EPERM),
        ("fcntl", (3, 1030), ALLOW),
        ("fcntl", (3, 4), EPERM),  # F_SETFL
        ("fcntl", (3, 8), EPERM),  # F_SETOWN
        ("fcntl", (3, 6), EPERM),  # F_SETLK
        ("ioctl", (1, 0x5401), ALLOW),
        ("ioctl", (1, 0x5412), EPERM),  # TIOCSTI
        ("tgkill", (PID, PID, 6), ALLOW),
        ("tgkill", (PID + 1, PID + 1, 6), EPERM),
        ("prlimit64", (0, 7), ALLOW),
        ("prlimit64", (1, 7), EPERM),
        ("mmap", (0, 4096, 3, 0x22), ALLOW),
        ("mmap", (0, 4096, 3, 0x21), ALLOW),
        ("mmap", (0, 4096, 3, 0x02), ALLOW),
        ("mmap", (0, 4096, 3, 0x01), EPERM),
    ],
)
def test_arguments_decide_where_a_call_can_do_harm(
    machine: Machine, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    if name not in machine.numbers:
        pytest.skip(f"{machine.name} has no {name}")
    assert judge(seccomp.program(PID, machine), machine.audit, machine.numbers[name], *arguments) == answer


def test_the_meter_is_asked_about_all_that_writes_and_makes_files(machine: Machine) -> None:
    program, numbers = seccomp.metering_program(60, machine), machine.numbers
    asked = {
        number
        for number in calls()
        for arguments in ((3, 0, 0o100), (3, 0o100, 0))
        if judge(program, machine.audit, number, *arguments) == ASK
    }
    making = {"open", "openat", "creat", "mkdir", "mkdirat", "write", "pwrite64", "writev"}
    assert asked == {numbers[name] for name in making if name in numbers}
    assert judge(program, machine.audit, numbers["write"], 60) == ALLOW
    assert judge(program, machine.audit, numbers["openat"], 3, 0, 0) == ALLOW
