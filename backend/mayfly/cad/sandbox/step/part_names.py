"""Names of parts, faces, layers and materials: cleaned, and replaced by tokens while a file is written.

Names are a script's words. In a file they are of bounded length and hold nothing
that can't be seen. While the kernel writes, a token stands for each of them, so
that no name can look like a part of the file to what puts the file in order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

LIMIT = 200
"""Longest name in characters."""

_MARK = b"="
_TOKEN = re.compile(rb"~([0-9a-f]{24})~")
_JOINER, _TEXT_STYLE, _PICTURE_STYLE = "\u200d", "\ufe0e", "\ufe0f"
_KEYCAPS = frozenset("0123456789#*")
_INVISIBLE = frozenset(
    map(
        chr,
        [
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *(*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)),
        ],
    )
)
"""Characters that are invisible though Unicode counts them as letters, marks or symbols."""


def clean(name: str) -> str:
    """Return a name cleaned for a file: one line, at most ``LIMIT`` characters, all of them visible.

    What joins pictures into one (👩‍🔧) stays between pictures; elsewhere such
    characters can hide words from a reader.
    """
    letters = name[: 4 * LIMIT]
    kept: list[str] = []
    for number, letter in enumerate(letters):
        if letter.isspace():
            kept.append(" ")
        elif letter in (_TEXT_STYLE, _PICTURE_STYLE):
            if kept and (_is_picture(kept[-1]) or kept[-1] in _KEYCAPS):
                kept.append(letter)
        elif letter == _JOINER:
            following = letters[number + 1 : number + 2]
            joins = kept and (_is_picture(kept[-1]) or kept[-1] == _PICTURE_STYLE)
            if joins and _is_picture(following):
                kept.append(letter)
        elif letter not in _INVISIBLE and unicodedata.category(letter)[0] != "C":
            kept.append(letter)
    return "".join(kept).strip()[:LIMIT].strip()


def _is_picture(letter: str) -> bool:
    return letter != "" and unicodedata.category(letter) in ("So", "Sk")


def step_text(name: str) -> bytes:
    """Return a name as it stands within quotes in a STEP file (ISO 10303-21).

    Other characters than ASCII are hexadecimal UTF-16, as the kernel and others read them.
    """
    plain = name.replace("\\", "\\\\").replace("'", "''")
    return re.sub(r"[^\x20-\x7e]+", _hexadecimal, plain).encode("ascii")


def _hexadecimal(match: re.Match[str]) -> str:
    return "\\X2\\" + match[0].encode("utf-16-be", "replace").hex().upper() + "\\X0\\"


def encoded_name(name: str) -> bytes:
    """Return a name as it for_measuring to the measuring child.

    In ASCII, because the kernel's reader loses some names that are not; and marked,
    because it gives numbers to parts that have none.
    """
    return _MARK + quote(name, safe=" ").encode("ascii")


def decoded_name(text: str) -> str:
    """Return a name that ``encoded_name`` wrote, cleaned; an empty one for any other text."""
    mark = _MARK.decode()
    return clean(unquote(text[1 : 12 * LIMIT], errors="replace")) if text.startswith(mark) else ""


class NameBook:
    """The names of one file, and the tokens that stand for them while the kernel writes it."""

    def __init__(self) -> None:
        """Start without names."""
        self._names: dict[bytes, str] = {}

    def token(self, name: str) -> str:
        """Return the token of a name; the same for the same name, in each process."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self._names[digest.encode("ascii")] = name
        return f"~{digest}~"

    def name(self, token: str) -> str:
        """Return the name that a token stands for; another text as it is."""
        return self._names.get(token.strip("~").encode("utf-8", "replace"), token)

    def spelled(self, content: bytes, *, for_measuring: bool) -> bytes:
        """Return a file with the names in place of their tokens.

        Args:
            content: What the kernel wrote.
            for_measuring: Write the names for the measuring child, not for publication.
        """
        spell = encoded_name if for_measuring else step_text
        texts = {digest: spell(name) for digest, name in self._names.items()}
        return _TOKEN.sub(lambda match: texts.get(match[1], match[0]), content)
