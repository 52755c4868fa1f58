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


_BEFORE_WANTS: Final = word_set("and but so &")


_WANTING: Final = word_set("need needs want wants")


_WHO_WANTS: Final = word_set("anyone i someone u we ya you")


_FOR_WHOM: Final = word_set("me us")


_AUXILIARIES: Final = word_set("do have")


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
    if first in _BEFORE_WANTS and words[1] in _WANTING:
        return True
    if first in _YOU and words[1] in _WHO_WANTS:
        return any(word in _MAKE | _AUXILIARIES for word in words[2:5])
    if first in _ASK:
        return words[1] in _MAKE and words[2] in _WHAT
    return first in _MAKE and words[1] in _FOR_WHOM


_ABLE: Final = word_set("can could")


_WANTED_TO: Final = word_set("do need use")


def _wants(words: Sequence[str]) -> bool:
    if words[0] in _ABLE:
        return words[1] in _WANTED_TO
    for word in words:
        if word in _WANT:
            return True
        if word not in _HOW:
            return False
    return False
