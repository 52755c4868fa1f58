"""Whether a model lies as its sides were said to: "length 200 (Y)" is no channel that lies along X."""

from __future__ import annotations

import re
from typing import Final

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.questions import about, conflict

_SAID: Final = re.compile(
    r"(?<![\w.,×*/])(?P<size>\d+(?:\.\d+)?)\s*(?:mm\s*)?(?:(?:long|wide|deep|high|tall|thick)\s*)?"
    r"(?:\(\s*(?:outer|outside|overall|total)?\s*,?\s*(?:along |in )?(?:the )?[+]?(?P<bracketed>[XYZ])"
    r"(?:[- ](?:axis|direction))?\s*\)"
    r"|(?:along|in) (?:the )?[+]?(?P<plain>[XYZ])(?:[- ](?:axis|direction))?(?![\w-]))"
)
_AXES: Final = "XYZ"
_SAME_MM: Final = 0.01


def lies_otherwise(text: str, plan: Plan) -> NeedsClarification | None:
    """Return the question that arises where a side of the model lies along another axis than was said.

    What is said of a feature is no side of the model, and differs from that by its size.
    """
    box = plan.requirements.bounding_box_mm
    if box is None:
        return None
    for match in _SAID.finditer(text):
        axis, size = match["bracketed"] or match["plain"], float(match["size"])
        along = [name for name, side in zip(_AXES, box, strict=True) if abs(side - size) <= _SAME_MM]
        if along and axis not in along:
            said = f"{match['size']} mm are said to lie along {axis}, but would lie along {along[0]}."
            return conflict(f"{said} How shall the part lie?", about("place", "part", words=[match[0]]))
    return None
