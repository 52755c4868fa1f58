"""Writes the noun where "one" stands for it: "an 8 mm hole … and a 5 mm one", "another one of 5 mm"."""

from __future__ import annotations

import re
from typing import Final

_NOUNS: Final = re.compile(
    r"\b(holes?|bores?|slots?|pockets?|recess(?:es)?|grooves?|boss(?:es)?|circles?|ribs?|keyways?)\b",
    re.IGNORECASE,
)
_SIZE: Final = (
    r"(?:Ø\s?)?\d[\d./]*(?:\s?(?:mm|cm|in|inch|\"))?"
    r"(?:\s(?:mm|deep|wide|long|dia|diameter|blind|through|tapped))*"
    r"|M\d+(?:\s(?:tapped|clearance|threaded))?"
)
#: "a 5 mm one", "two 5 mm ones", "another one of 5 mm", "a smaller one, 4 mm".
_ONE: Final = re.compile(
    rf"(?P<before>\b(?:an?|another|the other|one|two|three|four)\s+(?:{_SIZE})\s+)(?P<one>ones?)\b"
    rf"|(?P<more>\b(?:another|a second|a third|a smaller|a larger|a bigger|a similar)\s+)(?:one)"
    rf"(?=\s*,?\s*(?:of|with|that|which|measuring|at)?\s*(?:a\s+)?(?:radius|diameter|dia|depth|Ø|M\d|R?\d))",
    re.IGNORECASE,
)
#: What says that one more thing is meant, and not how large it is.
_SAME: Final = re.compile(r"\b(?:smaller|larger|bigger|similar)\b", re.IGNORECASE)


def with_nouns(text: str) -> str:
    """Return a text in which "one" is written out as the feature that was named before it."""

    def written(match: re.Match[str]) -> str:
        nouns = _NOUNS.findall(text[: match.start()])
        if not nouns:
            return match[0]
        noun = nouns[-1].lower()
        single = noun if noun.endswith("ss") else re.sub(r"(?<=ss)es$|(?<!s)s$", "", noun)
        if match["more"]:
            return _SAME.sub("", match["more"]).replace("  ", " ") + single
        several = f"{single}es" if single.endswith("ss") else f"{single}s"
        return match["before"] + (several if match["one"].lower() == "ones" else single)

    return _ONE.sub(written, text)
