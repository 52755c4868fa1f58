"""Finds where something is wanted: "I need", "please make", "we'd like", "gimme", "could you draw"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set

_WHO: Final = word_set("i we he she they i'd we'd i'm we're i'll we'll he'd she'd they'd im id")
_HOW: Final = word_set(
    "would do just only really also now then therefore thus simply am are will have to still definitely"
    " urgently be 'd want need ought should was were"
)
_WANT: Final = word_set("need needs want wants like require requires looking after wanted needed")
_ASK: Final = word_set("please pls plz kindly now so then just")
_MAKE: Final = word_set("make model draw create design build print give get send produce generate cad sketch")
_WHAT: Final = word_set("me us a an the my our one this these some it")
_YOU: Final = word_set("can could would will")
_CALL: Final = word_set("gimme gimmie hence")
_LETS: Final = word_set("let's lets")


def is_wanted_at(terms: Sequence[Term], at: int) -> bool:
    """Return whether the words with which something is wanted begin at a term.

    Args:
        terms: The text.
        at: The term.
    """
    words = [term.word for term in terms[at : at + 6]]
    words += [""] * (6 - len(words))
    first = words[0]
    if first == "needs" or first in _CALL or (first in _LETS and words[1] in _MAKE):
        return True
    if first in _WHO:
        return _wants(words[1:])
    if first in {"and", "so", "but"} and words[1] in {"need", "needs", "want", "wants"}:
        return True
    if first in _YOU and words[1] in {"you", "u", "ya", "someone", "anyone", "we", "i"}:
        return any(word in _MAKE | {"do", "have"} for word in words[2:5])
    if first in _ASK:
        return words[1] in _MAKE and words[2] in _WHAT
    return first in _MAKE and words[1] in {"me", "us"}


def _wants(words: Sequence[str]) -> bool:
    if words[0] in {"could", "can"}:
        return words[1] in {"use", "do", "need"}
    for word in words:
        if word in _WANT:
            return True
        if word not in _HOW:
            return False
    return False
