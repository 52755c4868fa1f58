"""Makes forks cheap: the zygote's heap in huge pages, and a child's pages populated ahead of time.

A fork copies an entry for each page of the heap, and the child's end takes each
down again; huge pages make five hundred entries one.

After a fork the child shares all pages with the zygote, and the first write to
each costs a fault and a copy; a small model pays for two or three thousand. So
the zygote learns once, from a rehearsal in a throw-away child, which pages a
kind of job writes to, and each new child for such jobs populates those in a few
milliseconds before it is needed. Running a small model in each child would
do the same for four times the processor time. Pages that are only read (code,
constants) can be looked up ahead, too: that costs two to five times what it saves,
but not while a single build runs.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_HUGE_PAGE_BYTES = 2 * 1024 * 1024
_POPULATE_READ, _POPULATE_WRITE, _COLLAPSE = 22, 23, 25  # madvise, Linux 5.14, 5.14 and 6.1
_PRESENT, _EXCLUSIVE = 1 << 63, 1 << 56  # bits of /proc/self/pagemap
_NEIGHBOURS = {_POPULATE_READ: 3, _POPULATE_WRITE: 0}
"""Pages between two ranges that are taken along: to look one up costs less than another range."""
_PIECE_BYTES = 64 * 1024
_SYS_PROCESS_MADVISE = 440  # the same on all machines
_MOST_RANGES = 1024  # of one call

Ranges = list[tuple[int, int, int]]  # start, length in bytes, kind of madvise


class _Range(ctypes.Structure):
    """``struct iovec``."""

    _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))


class Plan:
    """The pages that a kind of job touches, prepared as arguments of system calls.

    Attributes:
        ranges: What is mapped, and how.
    """

    def __init__(self, ranges: Ranges) -> None:
        """Put the ranges into as few calls as possible."""
        self.ranges = ranges
        self._calls: list[tuple[int, ctypes.Array[_Range]]] = []
        for how in (_POPULATE_WRITE, _POPULATE_READ):
            rows = [_Range(start, length) for start, length, kind in ranges if kind == how]
            for first in range(0, len(rows), _MOST_RANGES):
                part = rows[first : first + _MOST_RANGES]
                self._calls.append((how, (_Range * len(part))(*part)))

    def populate(self, *, looked_up: bool = True) -> bool:
        """Map the ranges into this process, as its own where it will write; False where the kernel can't.

        In a few calls where a process may do all of this to itself (Linux 6.13), else in one for each range.

        Args:
            looked_up: Include those that are only read.
        """
        ranges = [each for each in self.ranges if looked_up or each[2] == _POPULATE_WRITE]
        libc = ctypes.CDLL(None, use_errno=True)
        itself = os.pidfd_open(os.getpid())
        try:
            done = sum(
                libc.syscall(_SYS_PROCESS_MADVISE, itself, rows, ctypes.c_size_t(len(rows)), how, 0)
                for how, rows in self._calls
                if looked_up or how == _POPULATE_WRITE
            )
        finally:
            os.close(itself)
        if ranges and done == sum(length for _, length, _ in ranges):
            return True
        madvise = _madvise()
        singly: int = sum(madvise(*each) == 0 for each in ranges)
        return singly > len(ranges) // 2


def use_huge_pages() -> int:
    """Move this process's heap into huge pages; return how many, 0 where the kernel can't."""
    madvise = _madvise()
    found = 0
    for start, length, _ in _mappings(nameless=True):
        first = -(-start // _HUGE_PAGE_BYTES) * _HUGE_PAGE_BYTES
        for place in range(first, start + length - _HUGE_PAGE_BYTES + 1, _HUGE_PAGE_BYTES):
            found += madvise(place, _HUGE_PAGE_BYTES, _COLLAPSE) == 0
    return found


def learn(rehearsal: Callable[[], object]) -> Plan:
    """Find which pages a job touches, by rehearsing it in a child; none if the kernel does not report them.

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
    return Plan(_touched(mappings, content))


def _rehearse(rehearsal: Callable[[], object], mappings: Ranges, writing: int) -> NoReturn:
    """Rehearse, and send the kernel's record of each page unread: to read it would touch more pages."""
    try:
        rehearsal()
        pagemap = os.open("/proc/self/pagemap", os.O_RDONLY)
        for start, length, _ in mappings:
            place, end = start // _PAGE_BYTES * 8, (start + length) // _PAGE_BYTES * 8
            while place < end:
                piece = os.pread(pagemap, min(_PIECE_BYTES, end - place), place)
                place += len(piece)
                while piece:
                    piece = piece[os.write(writing, piece) :]
    finally:
        os._exit(0)


def _madvise() -> Any:
    """Return the system's madvise."""
    function = ctypes.CDLL(None, use_errno=True).madvise
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function


def _mappings(*, nameless: bool = False) -> Ranges:
    """Return this process's private mappings: those it may write to, and the code and constants of libraries.

    A fork copies the page table of the first and leaves the second to be looked up again.

    Args:
        nameless: Only those to write to that no file is behind.
    """
    found: Ranges = []
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:  # noqa: PTH123
        for row in maps:
            place, rights, _, _, _, *names = row.split(maxsplit=5)
            name = names[0].rstrip() if names else ""
            if rights[3] != "p" or rights[0] != "r" or name in ("[vvar]", "[vdso]", "[vsyscall]"):
                continue
            if nameless and (rights[1] != "w" or name not in ("", "[heap]")):
                continue
            start, end = (int(number, 16) for number in place.split("-"))
            found.append((start, end - start, _POPULATE_WRITE if rights[1] == "w" else _POPULATE_READ))
    return found


def _touched(mappings: Ranges, pagemap: bytes) -> Ranges:
    """Return the ranges of pages in the mappings that a process has written to or looked up.

    Args:
        mappings: What to look at.
        pagemap: Eight bytes for each page of them; less if the kernel did not report them.
    """
    found: Ranges = []
    if len(pagemap) != sum(length for _, length, _ in mappings) // _PAGE_BYTES * 8:
        return found
    entries = np.frombuffer(pagemap, dtype=np.uint64)
    for start, length, how in mappings:
        here, entries = np.split(entries, [length // _PAGE_BYTES])
        wanted = np.uint64(_PRESENT | _EXCLUSIVE if how == _POPULATE_WRITE else _PRESENT)
        pages = np.flatnonzero((here & wanted) == wanted)
        if not len(pages):
            continue
        breaks = np.flatnonzero(np.diff(pages) > _NEIGHBOURS[how] + 1)
        firsts, lasts = pages[np.r_[0, breaks + 1]], pages[np.r_[breaks, len(pages) - 1]]
        found += [
            (start + int(first) * _PAGE_BYTES, int(last - first + 1) * _PAGE_BYTES, how)
            for first, last in zip(firsts, lasts, strict=True)
        ]
    return found
