"""Making forks cheap: the zygote's heap in huge pages, and a child's pages taken over ahead of time.

A fork copies an entry for each page of the heap, and the child's end takes each
down again; huge pages make five hundred entries one.

After a fork the child shares all pages with the zygote, and the first write to
each costs a fault and a copy; a small model pays for two or three thousand. So
the zygote learns once, from a rehearsal in a throw-away child, which pages a
kind of job writes to, and each new child for such jobs takes those over in a few
milliseconds while nobody waits for it. Running a small model in each child would
do the same for four times the processor time. Pages that are only read (code,
constants) are left alone: to look them up ahead costs five to ten times what a
job saves by it, and a busy server has no idle processor to do it with.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_HUGE_PAGE_BYTES = 2 * 1024 * 1024
_POPULATE_WRITE, _COLLAPSE = 23, 25  # madvise, Linux 5.14 and 6.1
_PRESENT, _EXCLUSIVE = 1 << 63, 1 << 56  # bits of /proc/self/pagemap
_PIECE_BYTES = 64 * 1024
_SYS_PROCESS_MADVISE = 440  # the same on all machines
_MOST_RANGES = 1024  # of one call

Ranges = list[tuple[int, int]]  # start, length in bytes


class _Range(ctypes.Structure):
    """``struct iovec``."""

    _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))


class Plan:
    """The pages that a kind of job writes to, put as the kernel wants them, so that a child has little to do.

    Attributes:
        ranges: Where they are.
    """

    def __init__(self, ranges: Ranges) -> None:
        """Put the ranges into as few calls as there can be."""
        self.ranges = ranges
        self._calls: list[ctypes.Array[_Range]] = []
        for first in range(0, len(ranges), _MOST_RANGES):
            part = [_Range(*each) for each in ranges[first : first + _MOST_RANGES]]
            self._calls.append((_Range * len(part))(*part))

    def take_over(self) -> bool:
        """Make the pages this process's own; False where the kernel can't.

        In a few calls where a process may do all of this to itself (Linux 6.13), else in one for each range.
        """
        libc = ctypes.CDLL(None, use_errno=True)
        itself = os.pidfd_open(os.getpid())
        try:
            done = sum(
                libc.syscall(
                    _SYS_PROCESS_MADVISE, itself, rows, ctypes.c_size_t(len(rows)), _POPULATE_WRITE, 0
                )
                for rows in self._calls
            )
        finally:
            os.close(itself)
        if self.ranges and done == sum(length for _, length in self.ranges):
            return True
        madvise = _madvise()
        singly: int = sum(madvise(*each, _POPULATE_WRITE) == 0 for each in self.ranges)
        return singly > len(self.ranges) // 2


def gather() -> int:
    """Put this process's heap into huge pages; give how many, 0 where the kernel can't."""
    madvise = _madvise()
    found = 0
    for start, length in _mappings(nameless=True):
        first = -(-start // _HUGE_PAGE_BYTES) * _HUGE_PAGE_BYTES
        for place in range(first, start + length - _HUGE_PAGE_BYTES + 1, _HUGE_PAGE_BYTES):
            found += madvise(place, _HUGE_PAGE_BYTES, _COLLAPSE) == 0
    return found


def learn(rehearsal: Callable[[], object]) -> Plan:
    """Find which pages a job writes to, by rehearsing it in a child; none if they can't be seen.

    Call it while no other child is alive: a page counts as written to when the
    rehearsing child is the only one to map it.
    """
    mappings = _mappings()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _rehearse(rehearsal, mappings, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        content = answer.read()
    os.waitpid(pid, 0)
    return Plan(_written(mappings, content))


def _rehearse(rehearsal: Callable[[], object], mappings: Ranges, writing: int) -> NoReturn:
    """Rehearse, and hand over what the kernel says of each page as it is: to read it would touch more."""
    try:
        rehearsal()
        pagemap = os.open("/proc/self/pagemap", os.O_RDONLY)
        for start, length in mappings:
            place, end = start // _PAGE_BYTES * 8, (start + length) // _PAGE_BYTES * 8
            while place < end:
                piece = os.pread(pagemap, min(_PIECE_BYTES, end - place), place)
                place += len(piece)
                while piece:
                    piece = piece[os.write(writing, piece) :]
    finally:
        os._exit(0)


def _madvise() -> Any:
    """Give the system's madvise."""
    function = ctypes.CDLL(None, use_errno=True).madvise
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function


def _mappings(*, nameless: bool = False) -> Ranges:
    """Give the private mappings that this process may write to; only those without a file if ``nameless``."""
    found: Ranges = []
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:  # noqa: PTH123
        for row in maps:
            place, rights, _, _, _, *names = row.split(maxsplit=5)
            name = names[0].rstrip() if names else ""
            if rights[:2] + rights[3] != "rwp" or (nameless and name not in ("", "[heap]")):
                continue
            start, end = (int(number, 16) for number in place.split("-"))
            found.append((start, end - start))
    return found


def _written(mappings: Ranges, pagemap: bytes) -> Ranges:
    """Give the ranges of pages in the mappings that a process has written to.

    Args:
        mappings: What to look at.
        pagemap: Eight bytes for each page of them; less if the kernel did not tell.
    """
    found: Ranges = []
    if len(pagemap) != sum(length for _, length in mappings) // _PAGE_BYTES * 8:
        return found
    entries = np.frombuffer(pagemap, dtype=np.uint64)
    wanted = np.uint64(_PRESENT | _EXCLUSIVE)
    for start, length in mappings:
        here, entries = np.split(entries, [length // _PAGE_BYTES])
        pages = np.flatnonzero((here & wanted) == wanted)
        if not len(pages):
            continue
        breaks = np.flatnonzero(np.diff(pages) > 1)
        firsts, lasts = pages[np.r_[0, breaks + 1]], pages[np.r_[breaks, len(pages) - 1]]
        found += [
            (start + int(first) * _PAGE_BYTES, int(last - first + 1) * _PAGE_BYTES)
            for first, last in zip(firsts, lasts, strict=True)
        ]
    return found
