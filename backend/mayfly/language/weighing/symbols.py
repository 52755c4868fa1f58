"""Writes symbols of drawings as words: "⌴ Ø15 ↧ 5" as "counterbore Ø15 x 5 deep" (ASME Y14.5)."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?:[Øø⌀∅]\s?)?\d*[.,]?\d+(?:\s?(?:mm|in|\"))?(?:\s?[±+]\s?[\d.]+(?:\s?/\s?-?[\d.]+)?)?"
#: A depth behind a diameter or a thread, and one by itself.
_DEEP_BEHIND: Final = re.compile(rf"(?<=[\w\"])\s*↧\s*({_NUMBER})")
_DEEP: Final = re.compile(rf"↧\s*({_NUMBER})")
_WORDS: Final = (
    (re.compile(r"\s*⌴\s*"), " counterbore "),
    (re.compile(r"\s*⌵\s*"), " countersink "),
    (re.compile(r"[⌀∅]\s?(?=[\d.])"), "Ø"),
)


#: A diameter as it is written east of Vienna: "fi 140".
_FI: Final = re.compile(r"\bfi\.?\s?(?=\d)", re.IGNORECASE)


def symbols_in_words(text: str) -> str:
    """Return a text with the symbols for a counterbore, a countersink, a depth and a diameter as words."""
    text = _FI.sub("Ø", text)
    if not any(symbol in text for symbol in "⌴⌵↧⌀∅"):
        return text
    text = _DEEP.sub(r" \1 deep", _DEEP_BEHIND.sub(r" x \1 deep", text))
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    return text
