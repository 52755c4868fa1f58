"""Writes a side that is named by its axis as that side: "the -X face" is the left one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set

#: How the sign of an axis is written.
SIGNS: Final = {
    **dict.fromkeys(("+", ">", "positive", "plus"), "+"),
    **dict.fromkeys(("-", "−", "<", "negative", "minus"), "-"),
}
#: The side of a model that lies at each end of an axis.
SIDE_OF_AXIS: Final = {"+x": "right", "-x": "left", "+y": "back", "-y": "front", "+z": "top", "-z": "bottom"}
_NOUNS: Final = word_set("face faces surface wall edge edges end side")
#: Other words for a side, as they stand before what gives its axis in brackets.
_CALLED: Final = {
    "left": "left",
    "right": "right",
    "front": "front",
    "back": "back",
    "rear": "back",
    "top": "top",
    "upper": "top",
    "bottom": "bottom",
    "lower": "bottom",
    "underside": "bottom",
}
#: Terms between a side and its axis in brackets, at most: "the right - hand wall (+X)".
_NEAR: Final = 4


def axes_as_sides(terms: Sequence[Term]) -> list[Term]:
    """Write "the -X face" as "the left face", and leave out "(-Y)" behind "the front face".

    Args:
        terms: The request.
    """
    out: list[Term] = []
    at = 0
    while at < len(terms):
        end = _said_again(terms, at, out)
        if end is not None:
            at = end
            continue
        side = _signed_axis(terms, at)
        noun = terms[at + 2].word if at + 2 < len(terms) else ""
        if side and noun in _NOUNS and not _goes_on(out):
            text = "".join(term.text for term in terms[at : at + 2])
            out.append(replace(terms[at], kind="word", word=side, text=text, senses={}, quantity=None))
            at += 2
            continue
        out.append(terms[at])
        at += 1
    return out


def _signed_axis(terms: Sequence[Term], at: int) -> str:
    """Return the side that an axis and its sign name from a term on, "-X" or "X-"; "" where they are none."""
    if at + 1 >= len(terms) or terms[at].quantity is not None:
        return ""
    first, second = terms[at], terms[at + 1]
    sign = SIGNS.get(first.word)
    if sign and (first.kind == "word" or not second.spaced):
        return SIDE_OF_AXIS.get(f"{sign}{second.word}", "")
    behind = at + 2 < len(terms) and (terms[at + 2].spaced or terms[at + 2].text == ")")
    sign = SIGNS.get(second.word) if behind and not second.spaced else None
    return SIDE_OF_AXIS.get(f"{sign}{first.word}", "") if sign else ""


def _goes_on(before: Sequence[Term]) -> bool:
    """Return whether a sign counts with what stands before it: "10 - x", "x - y"."""
    return bool(before) and (before[-1].quantity is not None or before[-1].word in {"x", "y", "z", ")"})


def _said_again(terms: Sequence[Term], at: int, before: Sequence[Term]) -> int | None:
    """Return the end of brackets that name the axis of the side before them: "the front face (-Y)"."""
    if terms[at].text != "(":
        return None
    start = at + 1
    if start < len(terms) and terms[start].word == "the":
        start += 1
    side = _signed_axis(terms, start)
    end = start + 2
    if end < len(terms) and terms[end].word in _NOUNS | {"direction"}:
        end += 1
    if not side or end >= len(terms) or terms[end].text != ")":
        return None
    named = {_CALLED[term.word] for term in before[-_NEAR:] if term.word in _CALLED}
    return end + 1 if named == {side} else None


__all__ = ["SIDE_OF_AXIS", "axes_as_sides"]
