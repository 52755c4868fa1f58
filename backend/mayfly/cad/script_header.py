"""Reads the parameters at the top of a script from its lines, without parsing or running it.

Good enough to draw a form from. What a script's parameters really are is read by a child of the workshop.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any, Final

from mayfly.contracts import ScriptValue

_MOST_LINES: Final = 5000
_MOST_PARAMETERS: Final = 100
_NUMBER: Final = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?"
_PLAIN: Final = rf"{_NUMBER}|True|False|\"[^\"\\\n]{{0,200}}\"|'[^'\\\n]{{0,200}}'"
_LINE: Final = re.compile(
    rf"(?P<name>[A-Za-z_]\w{{0,79}})\s*(?::\s*\w+\s*)?=\s*"
    rf"(?P<value>{_PLAIN}|[(\[][-+.,\w \"']{{1,300}}[)\]])\s*(?:\#\s*(?P<comment>.*))?$"
)
_COMMENT: Final = re.compile(
    r"(?P<unit>mm x mm|mm|degrees?|deg|°|count|number|choice)\b"
    r"(?:, (?P<low>-?[\d.]+) to (?P<high>-?[\d.]+))?[^:]*(?:: ?(?P<description>.*))?$"
)
_UNITS: Final = {"mm": "mm", "mm x mm": "mm", "degree": "°", "degrees": "°", "deg": "°", "°": "°"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """A parameter as its line in the script has it.

    Attributes:
        name: Name of the variable.
        value: Its value.
        unit: "mm", "°" or an empty string, from the comment.
        minimum: Least value, from the comment.
        maximum: Greatest value, from the comment.
        description: The rest of the comment.
    """

    name: str
    value: ScriptValue
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    description: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the parameter as plain data; its limits are ``low`` and ``high``, as in the catalogue."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {
            "name": self.name,
            "value": value,
            "unit": self.unit,
            "low": self.minimum,
            "high": self.maximum,
            "description": self.description,
        }


def header_of(script: str) -> list[HeaderLine]:
    """Return the parameters that a script assigns plain values to at its left edge, the first 100.

    Args:
        script: The script's text. A name that is assigned twice counts with its first value.
    """
    found: dict[str, HeaderLine] = {}
    for line in script.splitlines()[:_MOST_LINES]:
        match = _LINE.match(line.rstrip()) if len(line) <= 500 else None
        if match is None or match["name"] in found or len(found) >= _MOST_PARAMETERS:
            continue
        try:
            value = ast.literal_eval(match["value"])
        except (ValueError, SyntaxError):
            continue
        if isinstance(value, bool | int | float | str | tuple | list):
            found[match["name"]] = _described(match["name"], value, match["comment"] or "")
    return list(found.values())


def _described(name: str, value: ScriptValue, comment: str) -> HeaderLine:
    found = _COMMENT.match(comment.strip())
    if found is None:
        return HeaderLine(name=name, value=value, description=comment.strip()[:200])
    return HeaderLine(
        name=name,
        value=value,
        unit=_UNITS.get(found["unit"], ""),
        minimum=_limit(found["low"]),
        maximum=_limit(found["high"]),
        description=(found["description"] or "").strip()[:200],
    )


def _limit(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
