"""Puts the values of named parameters where their names are used: "hole_d = 9 … of diameter hole_d"."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"[A-Za-z]\w*"
_DEFINED: Final = re.compile(
    rf"(?<![\w.])(?P<name>{_NAME})\s*(?:=|:=|:(?=\s*\d))\s*(?P<value>[-+]?(?:\d+[\s-]+)?\d*\.?\d+(?:/\d+)?\s*(?:mm|cm|in\b|inch|deg|°|\")?)"
    r"(?![\w.]|\s*[x×])"
)
#: What the last word of a name stands for: "hole_d", "flange_t".
_ENDINGS: Final = {
    "d": "diameter", "dia": "diameter", "diam": "diameter", "r": "radius", "rad": "radius", "h": "height",
    "t": "thickness", "thk": "thickness", "l": "length", "len": "length", "w": "width", "n": "count",
}  # fmt: skip


def with_values(text: str) -> str:
    """Return a text with each use of a named parameter replaced by its value.

    The definition of one that is used further on is left out; the names of others are written as words.
    """
    values: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        name = match["name"]
        if "_" in name or (name[:1].islower() and not name.islower()):
            values.setdefault(name, match["value"].strip())
    for name, value in values.items():
        uses = list(re.finditer(rf"(?<![\w.]){re.escape(name)}(?![\w.])(?!\s*(?:=|:))", text))
        if not uses:
            continue
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])(?!\s*(?:=|:))", value, text)
        text = re.sub(rf"(?<![\w.]){re.escape(name)}\s*(?:=|:=|:)\s*{re.escape(value)}\s*[,;]?", "", text)
    text = re.sub(r"(?<![\w.])[a-z]+(?:[A-Z][a-z]+)+(?=\s*[:=])", lambda match: _parted(match[0]), text)
    return re.sub(r"(?<![\w./-])[A-Za-z]+(?:_[A-Za-z0-9]+)+(?!\.\w)", lambda match: _spoken(match[0]), text)


def _parted(name: str) -> str:
    """Write "outerDiameter" as "outer_diameter"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _spoken(name: str) -> str:
    """Write a name as words: "lower_tier", "bore_d", "D_outer"."""
    words = name.split("_")
    if len(words) > 1 and words[-1].lower() == "mm":
        words = words[:-1]
    first, last = words[0].lower(), words[-1].lower()
    if first in {"n", "num", "no", "nr"} and len(words) > 1:
        return f"number of {' '.join(words[1:])}"
    if last in _ENDINGS:
        words[-1] = _ENDINGS[last]
    elif first in _ENDINGS and len(words) > 1:
        words = [*words[1:], _ENDINGS[first]]
    return " ".join(words)
