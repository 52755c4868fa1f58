"""Sheet metal by gauge: "16 gauge", "20 ga", "18 SWG"; thickness in millimetres.

The number says nothing without the metal. Steel: Manufacturers' Standard Gage, the weights of the United
States standard gauge (pounds a square foot) at 41.82 pounds a square foot and inch. Stainless steel: the same
weights at 40 pounds. Galvanised steel: the usual table, 0.0037 inch more than steel. Aluminium, brass and
copper: Brown and Sharpe's (ASTM B258), 0.005 inch times 92^((36 - n) / 39). SWG: the British standard wire
gauge of 1883.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.cad.standards.drills import MM_IN_AN_INCH

#: Pounds a square foot of the gauges 3 to 30.
_POUNDS: Final = (
    10, 9.375, 8.75, 8.125, 7.5, 6.875, 6.25, 5.625, 5, 4.375, 3.75, 3.125, 2.8125, 2.5, 2.25, 2, 1.75, 1.5,
    1.375, 1.25, 1.125, 1, 0.875, 0.75, 0.6875, 0.625, 0.5625, 0.5,
)  # fmt: skip
#: Galvanised sheet, 8 to 30, in ten-thousandths of an inch.
_GALVANISED: Final = (
    1681, 1532, 1382, 1233, 1084, 934, 785, 710, 635, 575, 516, 456, 396, 366, 336, 306, 276, 247, 217, 202,
    187, 172, 157,
)  # fmt: skip
#: SWG 3 to 30, in ten-thousandths of an inch.
_SWG: Final = (
    2520, 2320, 2120, 1920, 1760, 1600, 1440, 1280, 1160, 1040, 920, 800, 720, 640, 560, 480, 400, 360, 320,
    280, 240, 220, 200, 180, 164, 148, 136, 124,
)  # fmt: skip
_GAUGES: Final = range(3, 31)
#: Metal to the thickness of its gauges in inches.
TABLES: Final[Mapping[str, Mapping[int, float]]] = {
    "sheet steel": {n: round(p / 41.82, 4) for n, p in zip(_GAUGES, _POUNDS, strict=True)},
    "stainless steel": {n: round(p / 40, 4) for n, p in zip(_GAUGES, _POUNDS, strict=True)},
    "galvanised steel": {n: t / 10_000 for n, t in zip(range(8, 31), _GALVANISED, strict=True)},
    "aluminium": {n: round(0.005 * 92 ** ((36 - n) / 39), 4) for n in _GAUGES},
    "SWG": {n: t / 10_000 for n, t in zip(_GAUGES, _SWG, strict=True)},
}
#: The metals to choose from where none is named.
ASKED: Final = ("sheet steel", "stainless steel", "aluminium")
#: How the metals are called, the more exact ones first.
_METALS: Final = (
    ("SWG", re.compile(r"swg\b|s\.w\.g\.|imperial standard", re.IGNORECASE)),
    (
        "stainless steel",
        re.compile(r"\bstainless|\binox\b|\b1\.4\d{3}\b|\baisi|\bss ?3\d\d\b", re.IGNORECASE),
    ),
    ("galvanised steel", re.compile(r"\bgalv", re.IGNORECASE)),
    (
        "aluminium",
        re.compile(r"\balu(?:m|mini?um)?\b|\bbrass\b|\bcopper\b|\bawg\b|\b[56]0\d\d\b", re.IGNORECASE),
    ),
    ("sheet steel", re.compile(r"\bsteel|\bm\.?s\.?\b|\b[ch]rs\b|\bcrca\b", re.IGNORECASE)),
)
#: How a gauge is written; a unit or a fraction behind the number makes it a length.
WRITTEN: Final = re.compile(
    r"(?<![\d.,/#-])(?P<gauge_before>\d{1,2})(?:\s|-)?(?:gauge|gage|ga|swg)\b(?!\s?blocks?|\s?\d)"
    r"|\b(?:gauge|gage|swg)(?: no\.?| number)? (?P<gauge_behind>\d{1,2})(?![\d./]|\s?(?:mm|cm|in|x|×|by|\"))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGauge:
    """A gauge of sheet metal.

    Attributes:
        size: The number of the gauge, and the metal where it is known.
        metal: The table that it was looked up in; empty where the metal is not known.
        thickness_mm: Thickness of the sheet; 0 where the metal is not known.
    """

    size: str
    metal: str
    thickness_mm: float


def sheet_gauge(number: str, text: str) -> SheetGauge:
    """Return a gauge ("16") of the metal that a text names."""
    metal = next((name for name, called in _METALS if called.search(text)), "")
    known = bool(metal) and int(number) in TABLES[metal]
    size = f"{number} gauge {metal}".removesuffix(" SWG") if known else number
    return SheetGauge(size=size, metal=metal, thickness_mm=thickness(int(number), metal) if known else 0.0)


def thickness(gauge: int, metal: str) -> float:
    """Return the thickness of a gauge in millimetres, to a thousandth."""
    return round(TABLES[metal][gauge] * MM_IN_AN_INCH, 3)
