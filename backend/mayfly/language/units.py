"""Units of length and angle, and the range of sizes that make sense.

Everything inside Mayfly is in millimetres and degrees; a unit lives only here
and in the lexer.
"""

from __future__ import annotations

from typing import Final

from mayfly.number_text import decimal_text

#: Millimetres in one unit. The inch is 25.4 mm exactly (international agreement of 1959).
MILLIMETRES: Final = {
    "um": 0.001,
    "thou": 0.0254,
    "mm": 1.0,
    "cm": 10.0,
    "dm": 100.0,
    "in": 25.4,
    "ft": 304.8,
    "yd": 914.4,
    "m": 1000.0,
    "km": 1_000_000.0,
}

#: How each unit is written. The single letter "m" counts only right behind a number.
SPELLINGS: Final = {
    spelling: unit
    for unit, spellings in {
        "um": "um µm μm micron microns micrometre micrometres micrometer micrometers",
        "thou": "thou mil mils",
        "mm": "mm mms millimetre millimetres millimeter millimeters milimeter milimeters milli millis",
        "cm": "cm cms centimetre centimetres centimeter centimeters",
        "dm": "dm decimetre decimetres decimeter decimeters",
        "in": 'in inch inches " ins',
        "ft": "ft foot feet '",
        "yd": "yd yard yards",
        "m": "m metre metres meter meters",
        "km": "km kilometre kilometres kilometer kilometers",
        "deg": "deg degs degree degrees °",
    }.items()
    for spelling in spellings.split()
}

SMALLEST_MM: Final = 0.01
LARGEST_MM: Final = 10_000.0


def to_mm(value: float, unit: str | None) -> float:
    """Convert to millimetres, free of the dust that 0.1 x 25.4 leaves behind."""
    return round(value * MILLIMETRES[unit or "mm"], 9)


def number(value: float) -> str:
    """Write a number as a drawing does: 8, 12.5, 0.125."""
    return decimal_text(value)
