"""Puts the values of named parameters where their names are used: "hole_d = 9 … of diameter hole_d"."""

from __future__ import annotations

import re
from typing import Final

from mayfly.language.weighing.parameter_blocks import together

_NAME: Final = r"[A-Za-z]\w*"
_DEFINED: Final = re.compile(
    rf"(?<![\w.])(?P<name>{_NAME})\s*(?:=|:=|:(?=\s*\d))\s*(?P<value>[-+]?(?:\d+[\s-]+)?\d*\.?\d+(?:/\d+)?\s*(?:mm|cm|in\b|inch|deg|°|\")?)"
    r"(?!\w|\.\d|\s*[x×])"
)
#: What is no parameter: "x = 40" is a place.
_COORDINATES: Final = frozenset("xyz")
#: What the last word of a name stands for: "hole_d", "flange_t".
_ENDINGS: Final = {
    "d": "diameter", "dia": "diameter", "diam": "diameter", "r": "radius", "rad": "radius", "h": "height",
    "t": "thickness", "thk": "thickness", "l": "length", "len": "length", "w": "width", "n": "count",
}  # fmt: skip


def with_values(text: str) -> str:
    """Return a text with each use of a named parameter replaced by its value.

    The definition of one that is used further on is left out; the names of others are written as words.
    """
    text = together(text)
    values: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        name = match["name"]
        if "_" in name or (name[:1].islower() and not name.islower()):
            values.setdefault(name, match["value"].strip())
    used = [name for name in values if re.search(_use_of(name), text)]
    text = _worked_out(text, values | _letters(text))
    for name in used:
        value = values[name]
        text = re.sub(_use_of(name), value, text)
        text = re.sub(rf"(?<![\w.]){re.escape(name)}\s*(?:=|:=|:)\s*{re.escape(value)}\s*[,;]?", "", text)
    text = re.sub(r"(?<![\w.])[a-z]+(?:[A-Z][a-z]+)+(?=\s*[:=])", lambda match: _parted(match[0]), text)
    return re.sub(r"(?<![\w./-])[A-Za-z]+(?:_[A-Za-z0-9]+)+(?!\.\w)", lambda match: _spoken(match[0]), text)


def _use_of(name: str) -> str:
    """Return a pattern of a parameter where it is used, not defined."""
    return rf"(?<![\w.]){re.escape(name)}(?!\w|\.\w)(?!\s*(?:=|:))"


def _letters(text: str) -> dict[str, str]:
    """Return the values of parameters that are called by one word or letter: "width = 40", "t = 6"."""
    found = {match["name"]: match["value"].strip() for match in _DEFINED.finditer(text)}
    return {name: found[name] for name in found if "_" not in name and name.lower() not in _COORDINATES}


def _worked_out(text: str, values: dict[str, str]) -> str:
    """Write what is computed of named parameters as its value: "-width/2 to +width/2" as "-20 to 20".

    One letter or word counts as the name of a parameter only there, and where a coordinate ends in it.
    """
    if not values:
        return text
    name = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    term = rf"(?:(?:{name})(?!\w)|\d+(?:\.\d+)?)"
    sum_ = re.compile(
        rf"(?<![\w.)])(?P<sign>[-+−±]?)(?P<open>\()?(?P<first>{term})"
        rf"(?P<rest>(?:\s*[-+*/]\s*{term}){{1,4}})(?P<close>\))?(?P<part>\s*/\s*2)?(?!\w|\.\d|\s*=)"
    )

    def value_of(match: re.Match[str]) -> str:
        words = re.findall(term, match["first"] + match["rest"])
        if not any(word in values for word in words) or bool(match["open"]) != bool(match["close"]):
            return match[0]
        if re.search(r"[a-z]-[a-z]", match[0], re.I) and "_" not in match[0]:
            return match[0]  # a word with a hyphen
        numbers = [_number_of(values.get(word, word)) for word in words]
        signs = re.findall(r"\s*([-+*/])\s*(?=(?:" + term + r"))", match["rest"])
        if any(number is None for number in numbers) or len(signs) != len(words) - 1:
            return match[0]
        result = _computed([number for number in numbers if number is not None], signs)
        if result is None:
            return match[0]
        if match["part"]:
            if not match["open"]:
                return match[0]
            result /= 2
        sign = match["sign"].replace("−", "-")
        if sign == "±":
            return f"±{result:g}"
        result = -result if sign == "-" else result
        return f"{result:g}"

    text = sum_.sub(value_of, text)
    single = re.compile(
        rf"(?P<before>[xyz]\s*=\s*|\d\s+(?:to|\.\.\.?)\s+)(?P<sign>[-+−]?)(?P<name>{name})(?!\w|\s*=)"
    )
    wide = re.compile(rf"(?P<before>\b(?:is|are|be) )(?P<name>{name})(?= (?:thick|wide|high|long|tall)\b)")
    text = wide.sub(lambda match: f"{match['before']}{values[match['name']]}", text)
    return single.sub(
        lambda match: f"{match['before']}{match['sign'].replace('−', '-')}{values[match['name']]}", text
    )


def _number_of(value: str) -> float | None:
    """Return a plain number, with or without "mm"; None for any other value."""
    match = re.fullmatch(r"(-?\d*\.?\d+)\s*(?:mm)?", value.strip())
    return float(match[1]) if match else None


def _computed(numbers: list[float], signs: list[str]) -> float | None:
    """Return the value of a sum of products."""
    sums, last = 0.0, numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "*":
            last *= number
        elif sign == "/":
            if not number:
                return None
            last /= number
        else:
            sums, last = sums + last, number if sign == "+" else -number
    return sums + last


def _parted(name: str) -> str:
    """Write "outerDiameter" as "outer_diameter"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _spoken(name: str) -> str:
    """Write a name as words: "lower_tier", "bore_d", "D_outer"."""
    words = name.split("_")
    if len(words) > 1 and words[-1].lower() in {"mm", "deg"}:
        words = words[:-1]
    first, last = words[0].lower(), words[-1].lower()
    if first in {"n", "num", "no", "nr"} and len(words) > 1:
        return f"number of {' '.join(words[1:])}"
    if last in _ENDINGS:
        words[-1] = _ENDINGS[last]
    elif first in _ENDINGS and len(words) > 1:
        words = [*words[1:], _ENDINGS[first]]
    return " ".join(words)
