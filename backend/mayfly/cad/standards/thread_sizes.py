"""Metric thread sizes: how a request spells them, their pitches, and a row of a table by its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from mayfly.cad.standards.inch_threads import inch_thread
from mayfly.errors import InvalidParameter

#: Pitches of the metric threads (ISO 261): first the coarse one, then those of the fine threads.
PITCHES_MM: Final[Mapping[str, tuple[float, ...]]] = {
    "M1.6": (0.35,), "M2": (0.4, 0.25), "M2.5": (0.45, 0.35), "M3": (0.5, 0.35), "M4": (0.7, 0.5),
    "M5": (0.8, 0.5), "M6": (1.0, 0.75), "M8": (1.25, 1.0, 0.75), "M10": (1.5, 1.25, 1.0, 0.75),
    "M12": (1.75, 1.5, 1.25, 1.0), "M14": (2.0, 1.5, 1.25, 1.0), "M16": (2.0, 1.5, 1.0),
    "M18": (2.5, 2.0, 1.5, 1.0), "M20": (2.5, 2.0, 1.5, 1.0), "M22": (2.5, 2.0, 1.5, 1.0),
    "M24": (3.0, 2.0, 1.5, 1.0), "M27": (3.0, 2.0, 1.5), "M30": (3.5, 3.0, 2.0, 1.5),
    "M33": (3.5, 3.0, 2.0, 1.5), "M36": (4.0, 3.0, 2.0, 1.5),
}  # fmt: skip


def read_size(text: str) -> str:
    """Read a metric size as the tables write it: "m6", "M 6", "6" and "M6.0" are "M6".

    Raises:
        InvalidParameter: Not a metric size.
    """
    found = re.fullmatch(r"\s*[mM]?\s*(\d{1,3})(?:[.,](\d))?\s*", text)
    if not found:
        raise InvalidParameter(f"{text[:40]!r} is not a metric size; write it like M6.")
    decimal = found[2] if found[2] and found[2] != "0" else ""
    return f"M{int(found[1])}" + (f".{decimal}" if decimal else "")


def find_row(table: Mapping[str, Any], size: str, what: str) -> tuple[str, Any]:
    """Return the size as the tables write it, and its row.

    Args:
        table: Rows by size.
        size: A metric size in any spelling.
        what: The standard and what it describes, for the error.

    Raises:
        InvalidParameter: The table has no such size; the text lists those that it has.
    """
    name = read_size(size)
    if name not in table:
        raise InvalidParameter(f"There is no {what} for {name} here; there is one for {', '.join(table)}.")
    return name, table[name]


def read_thread(text: str) -> str:
    """Read a thread as the tables write it: "M6", "1/4-20", "#10-32", "G1/2".

    Raises:
        InvalidParameter: No thread that is known.
    """
    inch = inch_thread(text)
    return inch.name if inch else read_size(text)


def nominal_mm(text: str) -> float:
    """Return the outer diameter of a thread: 6 for "M6", 6.35 for "1/4-20".

    Raises:
        InvalidParameter: No thread that is known.
    """
    inch = inch_thread(text)
    return inch.nominal_mm if inch else float(read_size(text).removeprefix("M"))


def pitches_mm(size: str) -> tuple[float, ...]:
    """Return the pitches of a metric thread (ISO 261), the coarse one first; none of a size without a row."""
    return PITCHES_MM.get(read_size(size), ())


def is_pipe_thread(text: str) -> bool:
    """Return whether a thread is a pipe thread ("G1/2"), which nothing passes through."""
    inch = inch_thread(text)
    return inch is not None and inch.is_pipe
