"""Makes text of others fit to be shown: of bounded length, without invisible characters.

A script's words reach people, terminals and chat models. Characters that are
invisible (zero-width ones, tag letters, variation selectors) or that turn the
direction of what follows would let them read something else than is shown.
Standard library only; both sides import it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

LIMIT = 20_000
"""Longest text in characters where no other limit is named."""

_REPLACEMENT = "\ufffd"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_INNER_QUOTES = str.maketrans("“”", '""')
# Category of Unicode to what takes its place: format characters (with the bidirectional ones and the tag
# letters) go, separators become blanks, what controls a terminal or can't be encoded is marked.
_BY_CATEGORY = {
    "Cf": "",
    "Zl": " ",
    "Zp": " ",
    "Cn": "",
    "Cc": _REPLACEMENT,
    "Cs": _REPLACEMENT,
    "Co": _REPLACEMENT,
}
# Invisible though their categories are those of letters, marks and symbols (Default_Ignorable_Code_Point,
# and the blank of Braille).
_BLANK = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)


def safe_text(value: Any, limit: int = LIMIT) -> str:
    """Return a text that is safe for a terminal, an encoder and a reader; an empty one for any other value.

    Args:
        value: Anything; only a text is used.
        limit: Longest result in characters.
    """
    if not isinstance(value, str):
        return ""
    text = value[:limit]
    return _CONTROL.sub(_REPLACEMENT, text) if text.isascii() else "".join(map(_seen, text))


def one_line(value: Any, limit: int) -> str:
    """Return a safe text with blanks for line breaks and tabs, cut with "…" where it is too long.

    Args:
        value: Anything; only a text is used.
        limit: Longest result in characters.
    """
    window = 2 * limit  # many invisible characters may stand before the visible ones
    text = " ".join(safe_text(value, window).split())
    whole = len(text) <= limit and len(value if isinstance(value, str) else "") <= window
    return text if whole else text[: limit - 1] + "…"


def quoted(value: Any, limit: int) -> str:
    """Return a text on one line between “ and ”, which it can't close itself; marks words of others.

    Args:
        value: Anything; only a text is used.
        limit: Longest text between the marks, in characters.
    """
    return "“" + one_line(value, limit).translate(_INNER_QUOTES) + "”"


def _seen(letter: str) -> str:
    """Return a character as it may be shown."""
    if " " <= letter <= "~" or letter in "\n\t":
        return letter
    if ord(letter) in _BLANK:
        return ""
    return _BY_CATEGORY.get(unicodedata.category(letter), letter)
