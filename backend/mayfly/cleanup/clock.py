"""The clocks by which deadlines are measured, the lengths of time that are allowed, and how long to wait.

Within one boot of the machine a deadline is measured by the boot clock, which no
administrator, time server or daylight rule moves and which goes on through a
suspend. The wall clock is only for showing, and for what a boot clock cannot
know: the age of a file that was never registered, the time the machine was
off, and how another boot clock compares (``timeline.py``).
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from mayfly.errors import InvalidLifetime

MAX_LIFETIME_MINUTES = 24 * 60.0
"""A mayfly lives for a day at most; so do its models, extensions included."""
MAX_LEASE_SECONDS = 3600.0
"""The longest time for which reading a model, or any other lock on it, keeps its name in place."""
JANITOR_START_SECONDS = 3.0
"""How long a janitor may take until it holds its lock, before another one is tried.

A janitor stays at least as long once it holds its lock. So the process that started it need not check
for it in that time: it is either still about to look, or there to look again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long a cleanup service waits for what.

    Attributes:
        poll_seconds: Longest pause of its thread between two rounds.
        stuck_seconds: A thread that has shown no sign of life for so long does not count as running.
        scan_seconds: For another thread's scan of the directory.
        sweep_seconds: For another process's sweep.
        turn_seconds: For our turn at the index.
        busy_seconds: For a program that locks the index without taking turns.
        janitor_check_seconds: Between two looks whether there is a janitor.
        janitor_start_seconds: How long a janitor may take until it holds its lock, before another one is
            tried.
    """

    poll_seconds: float = 0.5
    stuck_seconds: float = 15.0
    scan_seconds: float = 15.0
    sweep_seconds: float = 5.0
    turn_seconds: float = 5.0
    busy_seconds: float = 2.0
    janitor_check_seconds: float = 5.0
    janitor_start_seconds: float = JANITOR_START_SECONDS


class Clock(Protocol):
    """Both clocks and the boot that the second one counts from."""

    def wall(self) -> float:
        """Return epoch seconds."""
        ...

    def boot(self) -> float:
        """Return seconds since this boot, suspend included."""
        ...

    def boot_id(self) -> str:
        """Return the name of this boot; boot times of different boots can't be compared."""
        ...


class SystemClock:
    """The machine's clocks."""

    def wall(self) -> float:
        """Return epoch seconds."""
        return time.time()

    def boot(self) -> float:
        """Return seconds since this boot, suspend included where the system counts it.

        In a time namespace, which moves the boot clock, the machine's own.
        """
        return time.clock_gettime(_BOOT_CLOCK) - (_namespace_shift() or 0.0)

    def boot_id(self) -> str:
        """Return the name of this boot; the same one for all boots where the system has none."""
        return _boot_id() or _NAMELESS

    @property
    def certain(self) -> bool:
        """Whether the same name of the boot means the same boot clock."""
        return bool(_boot_id()) and _namespace_shift() is not None


_BOOT_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_NAMELESS = "boot-without-a-name"


@lru_cache(maxsize=1)
def _boot_id() -> str:
    """Return the kernel's name for this boot; empty where there is no ``/proc``."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _namespace_shift() -> float | None:
    """Return how far this process's time namespace moves the boot clock, in seconds; None if unknown."""
    try:
        space = os.readlink("/proc/self/ns/time")  # noqa: PTH115 (no link of the file system)
    except FileNotFoundError:  # a kernel without time namespaces, or no /proc
        return 0.0 if Path("/proc/self/ns").is_dir() else None
    except OSError:
        return None
    try:
        if os.readlink("/proc/self/ns/time_for_children") != space:  # noqa: PTH115
            return None  # the offsets listed are those of children
        for line in Path("/proc/self/timens_offsets").read_text(encoding="utf-8").splitlines():
            name, seconds, nanoseconds = line.split()
            if name in {"boottime", "7"}:
                return int(seconds) + int(nanoseconds) / 1e9
    except (OSError, ValueError):
        pass
    return None


def _forget_in_child() -> None:
    """Forget the shift in a forked child, which may be in another time namespace."""
    _namespace_shift.cache_clear()


os.register_at_fork(after_in_child=_forget_in_child)


def is_finite_number(value: Any) -> TypeGuard[int | float]:
    """Return whether a value is a number that fits into a float; truth values are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond the floats
        return False


def brief(value: Any) -> str:
    """Return a value as text for a message: short, and whatever it is."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of that size"  # its digits would fill pages, or be refused by Python
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def epoch_seconds(moment: float) -> float:
    """Check a moment that a caller gave, and return it as a float.

    SQLite sorts any text behind all numbers and refuses long whole numbers, so
    nothing but a float may get as far as a query.

    Raises:
        InvalidLifetime: Not a number, or not finite.
    """
    if not is_finite_number(moment):
        raise InvalidLifetime(f"The moment must be finite epoch seconds, not {brief(moment)}.")
    return float(moment)


def lifetime_seconds(minutes: float, what: str = "The lifetime") -> float:
    """Check a length of life and return it in seconds.

    Args:
        minutes: The length, fractions allowed.
        what: How the error names it ("The interval").

    Raises:
        InvalidLifetime: Not a number, not finite, not above zero, or more than a day.
    """
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise InvalidLifetime(f"{what} must be a number of minutes, not {brief(minutes)}.")
    if not is_finite_number(minutes) or minutes <= 0:
        raise InvalidLifetime(f"{what} must be a finite number of minutes above 0, not {brief(minutes)}.")
    if minutes > MAX_LIFETIME_MINUTES:
        raise InvalidLifetime(
            f"{what} may be {MAX_LIFETIME_MINUTES:g} minutes (a day) at most, not {minutes:g}."
        )
    return minutes * 60.0


def plain_minutes(minutes: float) -> int | float:
    """Return a whole number as an int, so that 30 prints as "30" and not "30.0"."""
    return int(minutes) if float(minutes).is_integer() else float(minutes)
