"""Pins and rods that are known by their diameter alone: dowel pins, taper pins, threaded rods; millimetres.

Dowel pins ISO 2338 (fit m6 or h8) and ISO 8734 (hardened, formerly DIN 6325), taper pins ISO 2339 (1:50;
the nominal diameter is that of the small end), threaded rods by the nominal diameter of their thread (ISO
261, ASME B1.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mayfly.cad.standards.thread_sizes import PITCHES_MM, nominal_mm, read_thread
from mayfly.errors import InvalidParameter

PIN_DIAMETERS_MM: Final = (
    0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 50.0
)  # fmt: skip
#: "6m6", "Ø8 h8": the diameter with its fit.
WRITTEN_PIN: Final = re.compile(
    r"(?<![\d.,/x×Ø-])(?<!Ø\s)(?P<diameter>\d{1,2}(?:\.\d)?)\s?(?P<fit>m6|h8|h6)(?!\.\d|[^\Wx]|x[^\d\s])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A pin of a preferred diameter."""

    size: str
    diameter_mm: float
    standard: str = "ISO 2338"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadedRod:
    """A rod with a thread over its whole length: its nominal diameter, as threads are not modelled."""

    size: str
    diameter_mm: float
    standard: str = "ISO 261"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taper:
    """A taper: the diameter grows by 1 on this length (ISO 1119; 1:50 for pins, ISO 2339)."""

    size: str
    length: float


def taper(size: str) -> Taper:
    """Return a taper by its ratio ("1:50").

    Raises:
        InvalidParameter: Not a ratio of one to something.
    """
    found = re.fullmatch(r"1 ?: ?(\d{1,3})", size.strip())
    if found is None or int(found[1]) == 0:
        raise InvalidParameter(f"{size[:20]!r} is no taper; write it like 1:50.")
    return Taper(size=f"1:{int(found[1])}", length=float(found[1]))


def dowel_pin(size: str) -> Pin:
    """Return a dowel pin by its diameter with or without its fit ("6m6", "6").

    Raises:
        InvalidParameter: There is no such pin.
    """
    found = WRITTEN_PIN.fullmatch(size.strip())
    number = found["diameter"] if found else size.strip()
    try:
        diameter = float(number)
    except ValueError:
        diameter = 0.0
    if diameter not in PIN_DIAMETERS_MM:
        known = ", ".join(f"{each:g}" for each in PIN_DIAMETERS_MM)
        raise InvalidParameter(f"There is no dowel pin {size[:20]!r} in ISO 2338: {known}, like 6m6.")
    fit = found["fit"] if found else ""
    return Pin(size=f"{diameter:g}{fit}", diameter_mm=diameter)


def threaded_rod(size: str) -> ThreadedRod:
    """Return a threaded rod by its thread ("M8", "1/4-20").

    Raises:
        InvalidParameter: No thread that is known.
    """
    name = read_thread(size)
    if name.startswith("M") and name not in PITCHES_MM:
        raise InvalidParameter(f"There is no thread {name} in ISO 261 here: {', '.join(PITCHES_MM)}.")
    standard = "ISO 261" if name.startswith("M") else "ASME B1.1"
    return ThreadedRod(size=name, diameter_mm=nominal_mm(name), standard=standard)
