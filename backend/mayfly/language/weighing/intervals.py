"""Writes intervals and named points as they are said: "0 <= x <= 60" as "x from 0 to 60"."""

from __future__ import annotations

import re
from typing import Final

#: Digits are bounded, and none stands before it: a text of thousands of digits costs no more than its length.
_NUMBER: Final = r"(?<![\d.])[-+]?(?:\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})"
_BELOW: Final = r"(?:<=|=<|≤|<|⩽)"
_BETWEEN: Final = re.compile(
    rf"({_NUMBER})\s*(?:mm\s*)?{_BELOW}\s*([xyz])\s*{_BELOW}\s*({_NUMBER})(?!\.?\d)", re.IGNORECASE
)
_WITHIN: Final = re.compile(
    rf"\b([xyz])\s*(?:in|∈|=|:|ranges? (?:over|in))\s*"
    rf"[\[(]\s*({_NUMBER})\s*(?:,|;|\.\.+|to)\s*({_NUMBER})\s*[\])]",
    re.IGNORECASE,
)
_NAMED_POINT: Final = re.compile(r"(?<![\w.])[A-Z]\d?\s*[=:]?\s*(?=\(\s*[-+]?[\d.]+\s*[,;])")
#: So many named points in a row are the corners of an outline.
_FEWEST: Final = 3


def intervals_in_words(text: str) -> str:
    """Return a text with intervals of coordinates in words, without the names of three or more points."""
    text = _BETWEEN.sub(r"\2 from \1 to \3", text)
    text = _WITHIN.sub(r"\1 from \2 to \3", text)
    return _NAMED_POINT.sub("", text) if len(_NAMED_POINT.findall(text)) >= _FEWEST else text
