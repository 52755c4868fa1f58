"""Keys and values of a specification in one form: small letters, millimetres, numbers without their units."""

from __future__ import annotations

import re
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.spec_phrases import spoken

Sheet = dict[str, Any]
"""What a mapping of a specification says, by its plain keys."""

_OTHER_UNITS: Final = word_set("cm m in inch inches ft")
_UNIT_WORDS: Final = word_set("mm deg degrees")
_NUMBER: Final = re.compile(r"(?:ø\s*)?([-+]?\d*\.?\d+)\s*(?:mm|deg|degrees|°)?")
_SPELLINGS: Final = {
    "center": "centre", "centers": "centres", "centered": "centred", "dia": "diameter", "diam": "diameter",
    "d": "diameter", "ø": "diameter", "od": "outer diameter", "id": "inner diameter", "rad": "radius",
    "thk": "thickness", "h": "height", "pts": "points", "pos": "position", "qty": "count",
    "colour": "color", "dims": "dimensions",
    "fillets": "fillet", "cbore": "counterbore", "csk": "countersink",
}  # fmt: skip
_OUTLINE_LETTERS: Final = {"l": "length", "w": "width", "t": "thickness", "r": "radius"}


class NotUnderstood(Exception):
    """A key or a value of a specification that the strict reading does not know."""


def plain(value: Any) -> Any:
    """Return a value of a specification in one form.

    Raises:
        NotUnderstood: It has another unit than millimetres, or says a key twice.
    """
    if isinstance(value, dict):
        found: Sheet = {}
        for raw, inner in value.items():
            key = _key(str(raw))
            if key in found:
                raise NotUnderstood(key)
            found[key] = plain(inner)
        return found
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip().lower().replace("_", " ")
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return float(number[1])
    if re.search(r"\d\s*(?:cm|in|inch|inches|\"|')(?!\w)", text):
        raise NotUnderstood(text)
    return text.replace("centered", "centred").replace("center", "centre").replace("-", " ")


def _key(raw: str) -> str:
    words = re.sub(r"[()\[\]/.-]+", " ", spoken(raw)).split()
    if words and words[-1] in _OTHER_UNITS and len(words) > 1:
        raise NotUnderstood(raw)
    if len(words) > 1 and words[-1] in _UNIT_WORDS:
        words = words[:-1]
    words = [_SPELLINGS.get(word, word) for word in words]
    if len(words) == 1:
        words = [_OUTLINE_LETTERS.get(words[0], words[0])]
    return " ".join(words)


def numbers(value: Any, *counts: int) -> tuple[float, ...]:
    """Return a list of numbers that has one of some lengths.

    Raises:
        NotUnderstood: The value does not say one.
    """
    if isinstance(value, dict) and set(value) <= {*"xyz"}:
        value = [value[axis] for axis in "xyz" if axis in value]
    if not isinstance(value, list) or len(value) not in counts:
        raise NotUnderstood(str(value))
    return tuple(number(one) for one in value)


def number(value: Any) -> float:
    """Return a number.

    Raises:
        NotUnderstood: The value does not say one.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotUnderstood(str(value))
    return float(value)


def points(value: Any) -> list[tuple[float, float]]:
    """Return points of a plane: one or several.

    Raises:
        NotUnderstood: They are none.
    """
    if isinstance(value, dict) or (
        isinstance(value, list) and value and not isinstance(value[0], list | dict)
    ):
        value = [value]
    if not isinstance(value, list) or not value:
        raise NotUnderstood(str(value))
    found = [numbers(one, 2) for one in value]
    return [(x, y) for x, y in found]


def taken(sheet: Sheet, *names: str) -> Any:
    """Take what a sheet says by one of some keys out of it; None where it has none of them.

    Raises:
        NotUnderstood: It says it by two of them.
    """
    found = [name for name in names if name in sheet]
    if len(found) > 1:
        raise NotUnderstood(found[1])
    return sheet.pop(found[0]) if found else None


def size(sheet: Sheet, *names: str) -> float | None:
    """Take a number out of a sheet; None where it is not said.

    Raises:
        NotUnderstood: It is no number, or is said twice.
    """
    value = taken(sheet, *names)
    return None if value is None else number(value)


def diameter(sheet: Sheet, *kinds: str) -> float | None:
    """Take a diameter out of a sheet, which may be said as a radius.

    Args:
        sheet: The sheet.
        kinds: What it may be called besides "diameter": "outer", "bore"; "" for the plain word.

    Raises:
        NotUnderstood: It is said twice.
    """
    wide = size(sheet, *(f"{kind} diameter".strip() for kind in kinds))
    half = size(sheet, *(f"{kind} radius".strip() for kind in kinds))
    if wide is not None and half is not None:
        raise NotUnderstood("radius")
    return 2 * half if half is not None else wide


def nothing_left(sheet: Sheet) -> None:
    """Check that all of a sheet was read; "chamfer: none" says nothing.

    Raises:
        NotUnderstood: Something was not.
    """
    left = [key for key, value in sheet.items() if value not in (None, False, "none", [], {})]
    if left:
        raise NotUnderstood(left[0])
