"""Inch threads: unified screw threads (ASME B1.1) and pipe threads (ISO 228-1), with the drills for both.

Clearance holes ASME B18.2.8; tap drills as charts for UNC and UNF list them (about 75 % of thread), by
the drills of ASME B94.11M. Tap drills of pipe threads: 0.1 to 0.7 mm above the minor diameter of ISO
228-1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.cad.standards.drills import MM_IN_AN_INCH, drill
from mayfly.errors import InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class UnifiedSize:
    """A nominal size of the unified threads.

    Attributes:
        nominal_mm: Outer diameter of the thread.
        clearance: Drills for the close, the normal and the loose fit (ASME B18.2.8).
        tap: Threads in an inch to the tap drill: first UNC, then UNF.
    """

    nominal_mm: float
    clearance: tuple[str, str, str]
    tap: Mapping[int, str]


def _size(inches: float, clearance: str, tap: Mapping[int, str]) -> UnifiedSize:
    close, normal, loose = clearance.split(", ")
    return UnifiedSize(nominal_mm=round(inches * MM_IN_AN_INCH, 4), clearance=(close, normal, loose), tap=tap)


UNIFIED: Final[Mapping[str, UnifiedSize]] = {
    "#0": _size(0.060, "#51, #48, 3/32", {80: "3/64"}),
    "#1": _size(0.073, "#46, #43, #37", {64: "#53", 72: "#53"}),
    "#2": _size(0.086, "3/32, #38, #32", {56: "#50", 64: "#50"}),
    "#3": _size(0.099, "#36, #32, #30", {48: "#47", 56: "#45"}),
    "#4": _size(0.112, "#31, #30, #27", {40: "#43", 48: "#42"}),
    "#5": _size(0.125, "9/64, 5/32, 11/64", {40: "#38", 44: "#37"}),
    "#6": _size(0.138, "#23, #18, #13", {32: "#36", 40: "#33"}),
    "#8": _size(0.164, "#15, #9, #3", {32: "#29", 36: "#29"}),
    "#10": _size(0.190, "#5, #2, B", {24: "#25", 32: "#21"}),
    "1/4": _size(0.250, "17/64, 9/32, 19/64", {20: "#7", 28: "#3"}),
    "5/16": _size(0.3125, "21/64, 11/32, 23/64", {18: "F", 24: "I"}),
    "3/8": _size(0.375, "25/64, 13/32, 27/64", {16: "5/16", 24: "Q"}),
    "7/16": _size(0.4375, "29/64, 15/32, 31/64", {14: "U", 20: "25/64"}),
    "1/2": _size(0.500, "17/32, 9/16, 39/64", {13: "27/64", 20: "29/64"}),
    "5/8": _size(0.625, "21/32, 11/16, 47/64", {11: "17/32", 18: "37/64"}),
    "3/4": _size(0.750, "25/32, 13/16, 29/32", {10: "21/32", 16: "11/16"}),
    "7/8": _size(0.875, "29/32, 15/16, 1 1/32", {9: "49/64", 14: "13/16"}),
    "1": _size(1.000, "1 1/32, 1 3/32, 1 5/32", {8: "7/8", 12: "59/64"}),
}
#: Pipe thread: outer diameter, minor diameter (both ISO 228-1), tap drill.
PIPE_THREADS: Final[Mapping[str, tuple[float, float, float]]] = {
    "G1/16": (7.723, 6.561, 6.8),
    "G1/8": (9.728, 8.566, 8.8),
    "G1/4": (13.157, 11.445, 11.8),
    "G3/8": (16.662, 14.950, 15.25),
    "G1/2": (20.955, 18.631, 19.0),
    "G5/8": (22.911, 20.587, 21.0),
    "G3/4": (26.441, 24.117, 24.5),
    "G7/8": (30.201, 27.877, 28.25),
    "G1": (33.249, 30.291, 30.75),
    "G1 1/4": (41.910, 38.952, 39.5),
    "G1 1/2": (47.803, 44.845, 45.5),
    "G2": (59.614, 56.656, 57.0),
}
_NOMINAL: Final = r"""(?P<nominal>\#\d{1,2}|no\.?\s?\d{1,2}|\d{1,2}/\d{1,2}|1|10|12|[0-8])"""
_UNIFIED: Final = re.compile(
    rf"""{_NOMINAL}\s?(?:"|''|in(?:ch)?\b)?(?:\s?-\s?(?P<threads>\d{{1,2}}))?"""
    r"\s?(?P<series>UNC|UNF|UN)?(?:-?[123][AB])?",
    re.IGNORECASE,
)
_PIPE: Final = re.compile(
    r"(?:G\s?(?P<g>\d(?:[ -]\d/\d)?|\d/\d{1,2})"
    r"""|(?P<b>\d(?:[ -]\d/\d)?|\d/\d{1,2})\s?(?:"|''|in(?:ch)?\b)?\s?-?\s?BSPP?)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InchThread:
    """An inch thread as the tables name it.

    Attributes:
        name: "1/4-20", "#10-32"; "1/4" where no number of threads was said; "G1/2".
        nominal: Row of its table: "1/4", "G1/2".
        threads: In an inch; 0 where it was not said, and of pipe threads.
        nominal_mm: Outer diameter.
    """

    name: str
    nominal: str
    threads: int
    nominal_mm: float

    @property
    def is_pipe(self) -> bool:
        """Return whether it is a pipe thread."""
        return self.nominal.startswith("G")


def inch_thread(text: str) -> InchThread | None:
    """Read an inch thread: "1/4-20 UNC", "#10-32", "1/4 in", "G1/2", "1/2 BSP"; None for anything else."""
    pipe = _PIPE.fullmatch(text.strip())
    if pipe:
        name = "G" + (pipe["g"] or pipe["b"]).replace("-", " ")
        return (
            InchThread(name=name, nominal=name, threads=0, nominal_mm=PIPE_THREADS[name][0])
            if name in PIPE_THREADS
            else None
        )
    found = _UNIFIED.fullmatch(text.strip())
    if found is None or text.strip().isdigit():
        return None
    nominal = re.sub(r"^no\.?\s?", "#", found["nominal"], flags=re.IGNORECASE)
    if nominal not in UNIFIED and f"#{nominal}" in UNIFIED:
        nominal = f"#{nominal}"
    row = UNIFIED.get(nominal)
    if row is None:
        return None
    threads = int(found["threads"] or 0)
    if not threads and found["series"]:
        threads = list(row.tap)[min(len(row.tap) - 1, int(found["series"].upper() == "UNF"))]
    if threads and threads not in row.tap:
        return None
    name = f"{nominal}-{threads}" if threads else nominal
    return InchThread(name=name, nominal=nominal, threads=threads, nominal_mm=row.nominal_mm)


def unified_clearance_mm(thread: InchThread, fit: int) -> float:
    """Return the clearance hole of a unified thread (ASME B18.2.8): fit 0 close, 1 normal, 2 loose.

    Raises:
        InvalidParameter: A pipe thread, through which nothing passes.
    """
    if thread.is_pipe:
        raise InvalidParameter(f"{thread.name} is a pipe thread; there is a tap drill for it, no clearance.")
    return drill(UNIFIED[thread.nominal].clearance[fit]).diameter_mm


def inch_tap_drill(thread: InchThread) -> tuple[float, str]:
    """Return the tap drill of an inch thread in mm, and its source.

    Raises:
        InvalidParameter: The number of threads was not said.
    """
    if thread.is_pipe:
        return PIPE_THREADS[thread.nominal][2], "for ISO 228-1"
    taps = UNIFIED[thread.nominal].tap
    if not thread.threads:
        known = " or ".join(f"{thread.nominal}-{threads}" for threads in taps)
        raise InvalidParameter(f"How many threads has {thread.name} in an inch: {known}?")
    name = taps[thread.threads]
    series = "UNC" if thread.threads == next(iter(taps)) and thread.nominal != "#0" else "UNF"
    return drill(name).diameter_mm, f"{name} drill for ASME B1.1 {series}"
