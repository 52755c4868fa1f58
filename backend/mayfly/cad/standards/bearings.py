"""Boundary dimensions of deep groove ball bearings by number (ISO 15): bore, outside, width; millimetres.

Second sources: SKF's catalogue as in cq_warehouse, and the open library BOLTS. The bore of every number
with a code of two digits follows from the code: 00 is 10, 01 is 12, 02 is 15, 03 is 17, from 04 on five
times it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.errors import InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """The boundary dimensions of a rolling bearing."""

    size: str
    bore_mm: float
    outer_diameter_mm: float
    width_mm: float
    standard: str = "ISO 15"


# series: outside and width for the bore codes 00, 01, 02, ...
_SERIES: Final = {
    "618": "19x5 21x5 24x5 26x5 32x7 37x7 42x7 47x7 52x7 58x7 65x7",
    "619": "22x6 24x6 28x7 30x7 37x9 42x9 47x9 55x10 62x12 68x12 72x12",
    "60": "26x8 28x8 32x9 35x10 42x12 47x12 55x13 62x14 68x15 75x16 80x16 90x18 95x18 100x18 110x20 115x20"
    " 125x22 130x22 140x24 145x24 150x24",
    "62": "30x9 32x10 35x11 40x12 47x14 52x15 62x16 72x17 80x18 85x19 90x20 100x21 110x22 120x23 125x24"
    " 130x25 140x26 150x28 160x30 170x32 180x34",
    "63": "35x11 37x12 42x13 47x14 52x15 62x17 72x19 80x21 90x23 100x25 110x27 120x29 130x31 140x33 150x35"
    " 160x37 170x39 180x41 190x43 200x45 215x47",
}
_BORES: Final = (10, 12, 15, 17, *range(20, 101, 5))
#: Numbers whose last digit is the bore.
_SMALL: Final = {
    "604": (4, 12, 4), "605": (5, 14, 5), "606": (6, 17, 6), "607": (7, 19, 6), "608": (8, 22, 7),
    "609": (9, 24, 7), "623": (3, 10, 4), "624": (4, 13, 5), "625": (5, 16, 5), "626": (6, 19, 6),
    "627": (7, 22, 7), "628": (8, 24, 8), "629": (9, 26, 8), "634": (4, 16, 5), "635": (5, 19, 6),
}  # fmt: skip
#: Number: bore, outside, width.
BEARINGS: Final[Mapping[str, tuple[float, float, float]]] = {
    **_SMALL,
    **{
        f"{series}{code:02}": (bore, *(float(number) for number in pair.split("x")))
        for series, pairs in _SERIES.items()
        for code, (bore, pair) in enumerate(zip(_BORES, pairs.split(), strict=False))
    },
}
#: "6205", "6205-2RS", "608 ZZ": the letters say how it is sealed, and change no boundary.
WRITTEN: Final = re.compile(
    r"(?<![\d.,/x×-])(?P<number>6[0238]\d{1,2}|61[89]\d{2}|6[89]\d{2})"
    r"(?:[ -]?(?:2RSH?1?|2RSR|2RZ|RS1?|ZZ|2Z|Z|LLU|LLB|DDU|VV|C3|C4|N|NR)\b)*(?![\d.,/]\d|\d)",
    re.IGNORECASE,
)


def bearing(size: str) -> Bearing:
    """Return the boundary dimensions of a deep groove ball bearing by its number ("6205", "608-2RS").

    Raises:
        InvalidParameter: There is no such bearing.
    """
    found = WRITTEN.fullmatch(size.strip())
    number = found["number"] if found else ""
    if number[:2] in {"68", "69"}:
        number = f"61{number[1:]}"  # 6805 is another name of 61805
    if number not in BEARINGS:
        raise InvalidParameter(
            f"There is no bearing {size[:20]!r} here: deep groove ball bearings of the series 60, 62, 63, 618"
            " and 619, like 6205."
        )
    bore, outer, width = BEARINGS[number]
    return Bearing(size=number, bore_mm=bore, outer_diameter_mm=outer, width_mm=width)
