"""The clocks that deadlines are kept by, and the lengths of time that are allowed.

Within one boot of the machine a deadline is kept by the boot clock, which no
administrator, time server or daylight rule moves and which goes on through a
suspend. The wall clock is only for showing, and for what a boot clock cannot
know: the age of a file that was never registered, and the time the machine was
off.
"""

from __future__ import annotations

import math
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from mayfly.errors import InvalidLifetime

MAX_LIFETIME_MINUTES = 24 * 60.0
"""A mayfly lives for a day at most; so do its models, extensions included."""


class Clock(Protocol):
    """Both clocks and the boot that the second one counts from."""

    def wall(self) -> float:
        """Give epoch seconds."""
        ...

    def boot(self) -> float:
        """Give seconds since this boot, suspend included."""
        ...

    def boot_id(self) -> str:
        """Name this boot; boot times of different boots can't be compared."""
        ...


class SystemClock:
    """The machine's clocks."""

    def wall(self) -> float:
        """Give epoch seconds."""
        return time.time()

    def boot(self) -> float:
        """Give seconds since this boot, suspend included where the system can tell."""
        return time.clock_gettime(_BOOT_CLOCK)

    def boot_id(self) -> str:
        """Name this boot."""
        return _boot_id()


_BOOT_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@lru_cache(maxsize=1)
def _boot_id() -> str:
    """Read the kernel's name for this boot; elsewhere take the moment the boot clock began."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return f"boot-{round(time.time() - time.clock_gettime(_BOOT_CLOCK)):d}"


def is_finite_number(value: Any) -> TypeGuard[int | float]:
    """Tell whether a value is a number that fits into a float; truth values are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond the floats
        return False


def told(value: Any) -> str:
    """Give a value for a message: short, and without fail."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of that size"  # its digits would fill pages, or be refused by Python
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def epoch_seconds(moment: float) -> float:
    """Check a moment that somebody gave, and give it as a float.

    SQLite sorts any text behind all numbers and refuses long whole numbers, so
    nothing but a float may get as far as a query.

    Raises:
        InvalidLifetime: Not a number, or not finite.
    """
    if not is_finite_number(moment):
        raise InvalidLifetime(f"The moment must be finite epoch seconds, not {told(moment)}.")
    return float(moment)


def lifetime_seconds(minutes: float, what: str = "The lifetime") -> float:
    """Check a length of life and give it in seconds.

    Args:
        minutes: The length, fractions allowed.
        what: How the error names it ("The interval").

    Raises:
        InvalidLifetime: Not a number, not finite, not above zero, or more than a day.
    """
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise InvalidLifetime(f"{what} must be a number of minutes, not {told(minutes)}.")
    if not is_finite_number(minutes) or minutes <= 0:
        raise InvalidLifetime(f"{what} must be a finite number of minutes above 0, not {told(minutes)}.")
    if minutes > MAX_LIFETIME_MINUTES:
        raise InvalidLifetime(
            f"{what} may be {MAX_LIFETIME_MINUTES:g} minutes (a day) at most, not {minutes:g}."
        )
    return minutes * 60.0


def plain_minutes(minutes: float) -> int | float:
    """Give a whole number as an int, so that 30 prints as "30" and not "30.0"."""
    return int(minutes) if float(minutes).is_integer() else float(minutes)
