"""Notes what became of a script's text: another font than named, no such font file, letters the font lacks.

CadQuery takes what the kernel finds, and the kernel always finds something; so a
text is engraved in another font, or as empty boxes, without any message.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import cadquery as cq
from cadquery import func
from cadquery.occ_impl import shapes
from OCP.Font import (
    Font_FA_Bold,
    Font_FA_Italic,
    Font_FA_Regular,
    Font_FontMgr,
    Font_FTFont,
    Font_FTFontParams,
    Font_UnicodeSubset,
)
from OCP.TCollection import TCollection_AsciiString

from mayfly.cad.messages.notes import note

_WORKPLANE: Any = cq.Workplane
_COMPOUND: Any = cq.Compound
_MODULES: tuple[Any, ...] = (func, shapes)
_ASPECTS = {"regular": Font_FA_Regular, "bold": Font_FA_Bold, "italic": Font_FA_Italic}
_LETTERS_SENT = 20
_TEXT_LIMIT = 2000
_DEFAULT_FONT = "Arial"

_found: list[dict[str, Any]] = []
_within = [False]


def watch() -> None:
    """Note from now on what becomes of each text that is made."""
    _found.clear()
    if getattr(_WORKPLANE.text, "__mayfly__", False):
        return
    _WORKPLANE.text = _noting(_WORKPLANE.text, font_at=6, path_at=7)
    _COMPOUND.makeText = classmethod(_noting(_COMPOUND.makeText.__func__, font_at=4, path_at=5))
    flat = _noting(func.text, font_at=2, path_at=3)
    for module in _MODULES:
        module.text = flat


def noted() -> list[dict[str, Any]]:
    """Return what was noted since the script began, as codes."""
    return [row for number, row in enumerate(_found) if row not in _found[:number]]


def _noting(original: Callable[..., Any], *, font_at: int, path_at: int) -> Callable[..., Any]:
    """Return a function that makes text and notes what became of it.

    Args:
        original: CadQuery's.
        font_at: Place of the font's name among its arguments.
        path_at: The same of the path of the font's file.
    """

    def text(*arguments: Any, **more: Any) -> Any:
        if not _within[0]:
            with contextlib.suppress(Exception):  # the arguments may be anything; the call itself will raise
                _note(arguments, more, font_at, path_at)
        _within[0], before = True, _within[0]
        try:
            return original(*arguments, **more)
        finally:
            _within[0] = before

    text.__mayfly__ = True  # type: ignore[attr-defined]
    return text


def _note(arguments: tuple[Any, ...], more: dict[str, Any], font_at: int, path_at: int) -> None:
    """Note what will become of a text."""
    words = [value for value in arguments if isinstance(value, str)]
    letters = more.get("txt", more.get("text", words[0] if words else ""))
    font = more.get("font", _at(arguments, font_at))
    path = more.get("fontPath", more.get("path", _at(arguments, path_at)))
    aspect = _ASPECTS.get(more.get("kind", "regular"), Font_FA_Regular)
    fonts = Font_FontMgr.GetInstance_s()
    glyphs = Font_FTFont()
    if path and fonts.CheckFont(str(path)):
        glyphs.Init(TCollection_AsciiString(str(path)), Font_FTFontParams())
        taken = str(path)
    else:
        found = fonts.FindFont(TCollection_AsciiString(str(font or _DEFAULT_FONT)), aspect)
        taken = found.FontName().ToCString()
        glyphs.FindAndInit(TCollection_AsciiString(taken), aspect, Font_FTFontParams())
        if path:
            _found.append(note("font_file_missing", path=str(path)[-80:], taken=taken))
        elif font and fonts.GetFont(TCollection_AsciiString(str(font))) is None:
            _found.append(note("font_missing", font=str(font)[:80], taken=taken))
    lacking = [
        letter for letter in dict.fromkeys(letters[:_TEXT_LIMIT]) if _is_lacking(fonts, glyphs, letter)
    ]
    if lacking and glyphs.IsValid():
        kept = "".join(lacking[:_LETTERS_SENT])
        _found.append(note("letters_missing", letters=kept, count=len(lacking), font=taken[-80:]))


def _is_lacking(fonts: Any, glyphs: Any, letter: str) -> bool:
    """Return whether a letter is missing both in the font and in the one that the kernel falls back to."""
    if letter.isspace() or not letter.isprintable() or glyphs.HasSymbol(letter):
        return False
    subset = Font_FTFont.CharSubset_s(letter)
    if subset == Font_UnicodeSubset.Font_UnicodeSubset_Western:
        return True
    other = fonts.FindFallbackFont(subset, Font_FA_Regular)
    if other is None:
        return True
    fallback = Font_FTFont()
    fallback.FindAndInit(other.FontName(), Font_FA_Regular, Font_FTFontParams())
    return not fallback.HasSymbol(letter)


def _at(arguments: tuple[Any, ...], place: int) -> str | None:
    """Return the text at a place among arguments; other overloads have other things there."""
    value = arguments[place] if len(arguments) > place else None
    return value if isinstance(value, str) else None
