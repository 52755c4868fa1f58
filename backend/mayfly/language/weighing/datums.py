"""Writes places as a sentence would: datum letters, ranges with dots, polar coordinates, x/y."""

from __future__ import annotations

import math
import re
from typing import Final

_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?"
#: "0..40": from 0 to 40.
_DOTS: Final = re.compile(rf"(?<![\w.])({_NUMBER})\s*(?:\.\.\.?|…)\s*({_NUMBER})")
#: "Datum B is the left edge", also further ones: ", datum C the front edge".
_DATUM: Final = re.compile(
    r"[\s,;]*\b(?:and\s+)?datum\s+([A-F])\s*(?:is|=|:|-|,|\()?\s*(?:the\s+)?"
    r"((?:[a-z]+\s+){0,3}?(?:edge|face|side|end|surface|corner))\)?",
    re.IGNORECASE,
)
_LETTER: Final = r"\b(from|to|off)\s+(?:datum\s+)?{}\b(?!\s*[:=])"
_ANGLE: Final = r"(?:°|\s*deg(?:rees)?\b)"
#: "55 / 30°": a radius and an angle.
_POLAR: Final = re.compile(rf"(?<![\w.])({_NUMBER})\s*(?:mm)?\s*[/∠]\s*({_NUMBER})\s*{_ANGLE}")
_POLAR_NAME: Final = re.compile(r"\bpolar\b", re.IGNORECASE)
_POLE: Final = re.compile(r"\b(?:at|in) the pole\b", re.IGNORECASE)
#: "angles 0, 72 and 144 deg": each of them is an angle.
_ANGLES: Final = re.compile(
    rf"\b(angles?(?:\s+of)?:?\s+)((?:{_NUMBER}\s*(?:,|and|/|&)\s*(?:and\s+)?)+{_NUMBER})\s*{_ANGLE}",
    re.IGNORECASE,
)
#: "10/140" where coordinates are spoken of.
_SLASHED: Final = re.compile(
    rf"\b(at|from|to|and|in|,)(\s+)({_NUMBER})\s*/\s*({_NUMBER})(?![\d/]|\s*(?:in\b|inch|\"|mm))"
)
_COORDINATES: Final = re.compile(r"\bcoordinates?\b|\b[xX]\s*/\s*[yY]\b")


def plainly_placed(text: str) -> str:
    """Return a text with its places written as a sentence would write them."""
    text = _DOTS.sub(r"\1 to \2", text)
    text = _ANGLES.sub(_each_an_angle, _with_datums(text))
    if _POLAR_NAME.search(text):
        text = _POLE.sub("at (0, 0)", _POLAR.sub(_point, text))
    elif _COORDINATES.search(text):
        text = _SLASHED.sub(r"\1\2(\3, \4)", text)
    return text


def _with_datums(text: str) -> str:
    """Write the name of each datum where its letter stands."""
    names = {match[1].upper(): match[2].lower() for match in _DATUM.finditer(text)}
    used = {letter for letter in names if re.search(_LETTER.format(letter), text)}
    if not used:
        return text
    text = _DATUM.sub("", text)
    for letter in used:
        text = re.sub(_LETTER.format(letter), rf"\1 the {names[letter]}", text)
    return re.sub(r"(?<=[.!])\s*\.", "", text)


def _point(match: re.Match[str]) -> str:
    """Write a radius and an angle as a point."""
    radius, angle = float(match[1]), math.radians(float(match[2]))
    return f"({radius * math.cos(angle):.6f}, {radius * math.sin(angle):.6f})"


def _each_an_angle(match: re.Match[str]) -> str:
    return match[1] + re.sub(rf"({_NUMBER})", r"\1°", match[2])
