"""Making forks cheap: the zygote's heap in huge pages, and a child's pages taken over ahead of time.

A fork copies an entry for each page of the heap, and the child's end takes each
down again; huge pages make five hundred entries one.

After a fork the child shares all pages with the zygote, and the first write to
each costs a fault and a copy; a small model pays for two or three thousand. So
the zygote learns once, from a rehearsal in a throw-away child, which pages a
job writes to, and each new child takes those over in a few milliseconds while
nobody waits for it. Running a small model in each child would do the same for
four times the processor time. Pages that are only read (code, constants) are looked
up ahead, too: that costs what it saves, but nobody waits for it.
"""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_HUGE_PAGE_BYTES = 2 * 1024 * 1024
_POPULATE_READ, _POPULATE_WRITE, _COLLAPSE = 22, 23, 25  # madvise, Linux 5.14, 5.14 and 6.1
_PRESENT, _EXCLUSIVE = 1 << 63, 1 << 56  # bits of /proc/self/pagemap
_NEIGHBOURS = 4  # pages between two ranges that are cheaper taken along than left out

Ranges = list[tuple[int, int, int]]  # start, length in bytes, kind of madvise


def gather() -> int:
    """Put this process's heap into huge pages; give how many, 0 where the kernel can't."""
    madvise = _madvise()
    found = 0
    for start, length, _ in _mappings(nameless=True):
        first = -(-start // _HUGE_PAGE_BYTES) * _HUGE_PAGE_BYTES
        for place in range(first, start + length - _HUGE_PAGE_BYTES + 1, _HUGE_PAGE_BYTES):
            found += madvise(place, _HUGE_PAGE_BYTES, _COLLAPSE) == 0
    return found


def learn(rehearsal: Callable[[], None]) -> Ranges:
    """Give the address ranges that a job touches, by rehearsing it in a child; empty if they can't be seen.

    Call it before any other child is forked: a page counts as written to when the
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
    return [(start, length, how) for start, length, how in json.loads(content)] if content else []


def _rehearse(rehearsal: Callable[[], None], mappings: Ranges, writing: int) -> NoReturn:
    try:
        rehearsal()
        with os.fdopen(writing, "wb") as answer:
            answer.write(json.dumps(_touched(mappings)).encode())
    finally:
        os._exit(0)


def take_over(ranges: Ranges) -> bool:
    """Map these ranges into this process, as its own where it will write; False where the kernel can't."""
    madvise = _madvise()
    done: int = sum(madvise(start, length, how) == 0 for start, length, how in ranges)
    return done > len(ranges) // 2


def _madvise() -> Any:
    """Give the system's madvise."""
    function = ctypes.CDLL(None, use_errno=True).madvise
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function


def _mappings(*, nameless: bool = False) -> Ranges:
    """Give this process's private mappings: those it may write to, and the code and constants of libraries.

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


def _touched(mappings: Ranges) -> Ranges:
    """Give the ranges of pages in the mappings that this process has written to or looked up."""
    found: Ranges = []
    with open("/proc/self/pagemap", "rb", buffering=0) as pagemap:  # noqa: PTH123
        for start, length, how in mappings:
            pagemap.seek(start // _PAGE_BYTES * 8)
            entries = np.frombuffer(pagemap.read(length // _PAGE_BYTES * 8), dtype=np.uint64)
            wanted = np.uint64(_PRESENT | _EXCLUSIVE if how == _POPULATE_WRITE else _PRESENT)
            pages = np.flatnonzero((entries & wanted) == wanted)
            if not len(pages):
                continue
            breaks = np.flatnonzero(np.diff(pages) > _NEIGHBOURS)
            firsts, lasts = pages[np.r_[0, breaks + 1]], pages[np.r_[breaks, len(pages) - 1]]
            found += [
                (start + int(first) * _PAGE_BYTES, int(last - first + 1) * _PAGE_BYTES, how)
                for first, last in zip(firsts, lasts, strict=True)
            ]
    return found
