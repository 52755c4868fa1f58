"""Puts what somebody corrects while writing in the place of what was said: "8 mm from the top... make that 15 mm".

A correction speaks of the last number. Where the clause before it has more than one that it could mean, nothing
is changed, and what it says is asked about.
"""

from __future__ import annotations

import re
from typing import Final

_UNIT: Final = r"(?:\s?(?:mm|cm|in\b|inch(?:es)?|\"))?"
_NUMBER: Final = rf"(?<![\w.,/×*])\d+(?:\.\d+)?(?!\d|[./]\d|\w*\s?[x×*/]\s?\d){_UNIT}(?![\w])"
_MINDED: Final = (
    r"(?:(?:hm+|uh|oh|no|wait|sorry|actually|hang on|correction|on second thought|better|rather|ah|well|or)"
    r"\b[\s,.:;…-]*)"
)
_ROLE: Final = r"\s+(?:wide|long|high|tall|deep|thick|dia|diameter)\b"
#: What opens a correction: "... hmm no, make that 15 mm", ", sorry, make it 15".
_CORRECTION: Final = re.compile(
    rf"[\s,;:.…(-]*(?:(?:\.{{2,}}|…|--|[,;.(-])\s*{_MINDED}*|\s{_MINDED}+)make (?:that|it)(?: rather)?\s+"
    rf"(?P<new>{_NUMBER})(?P<role>{_ROLE})?\)?(?=\s*(?:[.,;:)!…]|$|so\b|to\b|then\b|instead\b))"
    r"(?:\s+instead)?",
    re.IGNORECASE,
)
#: A distance from a side that is taken back, and where the thing lies instead.
_PLACE: Final = re.compile(
    rf"{_NUMBER}\s+(?:below|above|from|off|under)\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}(?:face|edge|bottom|top|end|surface|rim)"
    rf"[\s,;:.…-]*(?:\.{{2,}}|…|--|[,;.])\s*{_MINDED}*make (?:that|it|the)\s+(?:(?:the )?(?:centre|center)\s+)?"
    r"(?P<new>(?:exactly |right |just )?(?:at|on|in) the (?:[a-z]+ ){0,2}(?:face|edge|bottom|top|end|surface|rim|middle))\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,;:\n]|\.(?=\s)|\band\b|\bwith\b")
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
        old = numbers[0]
        unit = "" if _VALUE.fullmatch(found["new"]) is None else old[0][_VALUE.match(old[0]).end() :]  # type: ignore[union-attr]
        role = (found["role"] or "").strip()
        behind = before[begin + old.end() :]
        if role and not re.match(rf"\s*{role}\b", behind, re.IGNORECASE):
            return text  # "a hole of 6 mm, make it 12 deep" says another size
        text = f"{before[: begin + old.start()]}{found['new']}{unit}{behind}{text[found.end() :]}"
    return text
