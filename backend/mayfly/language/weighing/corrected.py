"""Puts a correction in the place of what it corrects: "8 mm from the top... make that 15 mm".

A correction speaks of the last number. Where the clause before it has more than one that it could mean,
nothing is changed, and what it says is asked about.
"""

from __future__ import annotations

import re
from typing import Final

_UNIT: Final = r"(?:\s?(?:mm|cm|in\b|inch(?:es)?|\"))?"
_NUMBER: Final = rf"(?<![\w.,/×*])\d+(?:\.\d+)?(?!\d|[./]\d|\w*\s?[x×*/]\s?\d){_UNIT}(?![\w])"
_MINDED: Final = (
    r"(?:(?:hm+|uh|oh|no|wait|sorry|actually|hang on|correction|on second thought|better|rather|ah|well|or)"
    r"\b[\s,.:;…-]{0,8})"
)
_ROLE: Final = r"\s+(?:wide|long|high|tall|deep|thick|dia|diameter)\b"
#: What opens a correction: "... hmm no, make that 15 mm", ", sorry, make it 15".
_CORRECTION: Final = re.compile(
    rf"[\s,;:.…(-]{{0,8}}(?:(?:\.{{2,6}}|…|--|[,;.(-])\s{{0,4}}{_MINDED}{{0,6}}|\s{_MINDED}{{1,6}})"
    rf"make (?:that|it)(?: rather)?\s+(?P<new>{_NUMBER})(?P<role>{_ROLE})?\)?"
    r"(?=\s*(?:[.,;:)!…]|$|so\b|to\b|then\b|instead\b))(?:\s+instead)?",
    re.IGNORECASE,
)
_SIDES: Final = r"(?:face|edge|bottom|top|end|surface|rim)"
#: A distance from a side that is taken back, and where the thing lies instead.
_PLACE: Final = re.compile(
    rf"{_NUMBER}\s+(?:below|above|from|off|under)\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}{_SIDES}"
    rf"[\s,;:.…-]{{0,8}}(?:\.{{2,6}}|…|--|[,;.])\s{{0,4}}{_MINDED}{{0,6}}make (?:that|it|the)\s+"
    r"(?:(?:the )?(?:centre|center)\s+)?"
    rf"(?P<new>(?:exactly |right |just )?(?:at|on|in) the (?:[a-z]+ ){{0,2}}{_SIDES})\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,;:\n]|\.(?=\s)|\band\b|\bwith\b")
_COUNTED: Final = re.compile(
    r"\b(?:two|three|four|five|six|eight|ten|twelve)\b|\b(?:holes|slots|bosses)\b", re.IGNORECASE
)
_VALUE: Final = re.compile(r"\d+(?:\.\d+)?")


def corrected(text: str) -> str:
    """Return a text in which the last number before a correction is the one that the correction names."""
    text = _PLACE.sub(lambda match: match["new"], text)
    while (found := _CORRECTION.search(text)) is not None:
        before = text[: found.start()]
        begin = max((one.end() for one in _CLAUSE.finditer(before)), default=0)
        numbers = list(re.finditer(_NUMBER, before[begin:], re.IGNORECASE))
        if len(numbers) != 1 or len(_VALUE.findall(before[begin:])) != 1:
            return text
        if _COUNTED.search(before[begin:]) and _VALUE.fullmatch(found["new"]):
            return text  # "two holes of 6 mm, make that 3": of which?
        old = numbers[0]
        unit = "" if _VALUE.fullmatch(found["new"]) is None else old[0][_VALUE.match(old[0]).end() :]  # type: ignore[union-attr]
        role = (found["role"] or "").strip()
        behind = before[begin + old.end() :]
        if role and not re.match(rf"\s*{role}\b", behind, re.IGNORECASE):
            return text  # "a hole of 6 mm, make it 12 deep" says another size
        text = f"{before[: begin + old.start()]}{found['new']}{unit}{behind}{text[found.end() :]}"
    return text
