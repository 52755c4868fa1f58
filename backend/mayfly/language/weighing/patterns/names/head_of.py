"""The name of a topic, of the noun and of what stands before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.called import NAME
from mayfly.language.weighing.grammar import Found, text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.values import Head, Size, Stated

_INDEFINITE = word_set("a an another")
_DEFINITE = word_set("the these those all both each its their")
_HAVE_MIDDLES = word_set("slot groove keyway rib boss pocket step")
_MIDDLES = word_set("centre center middle centres centers midpoint")
_THROUGH = word_set("thru through")


def said_of(said: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what was said of a topic, one by one, without what changes no shape."""
    flat: list[Any] = []
    for one in said:
        flat += one if isinstance(one, tuple) else [one]
    return tuple(one for one in flat if type(one) is not str and not isinstance(one, Stated))


def _keyway_width(value: Any) -> Any:
    """Read "a 5 mm keyway": keyways are called by their width."""
    bare = isinstance(value, Size) and value.label == Label() and value.number.form == "plain"
    return replace(value, label=Label((), "width")) if bare else value


def _without_articles(found: Found) -> tuple[int, int]:
    """Return where a head begins behind its articles, and where these begin: it is the same with and without."""
    start = articles = found.start
    while start < found.end - 1 and found.terms[start].word in ARTICLES:
        start += 1
    while articles and found.terms[articles - 1].word in ARTICLES:
        articles -= 1
    return start, articles


def head_of(found: Found, kind: str) -> Head | None:
    """Return the name of a topic of a kind; None where too many purposes stand before it."""
    noun = found.noun
    said = found.said or ()
    purposes = tuple(one for one in said if type(one) is str)
    if len(purposes) > 4:
        return None
    start, articles = _without_articles(found)
    before = [term.word for term in found.terms[max(0, articles - 2) : articles]] or [""]
    words = [term.word for term in found.terms[max(0, articles - 1) : found.end - 1]]
    if kind in _HAVE_MIDDLES and before[-1] == "of" and set(before[:-1]) & _MIDDLES and not said:
        return None  # "in the centre of the slot" says where, and names no slot
    if words[:1] == ["all"] and before[-2:-1] and before[-2] in _THROUGH:
        words = words[1:]  # "thru all, counterbore": not all counterbores
    if kind == "keyway":
        said = tuple(_keyway_width(one) for one in said)
    name = noun.word if kind != "part" else noun.sense("part")
    return Head(
        kind=kind,
        name=name or "",
        words=noun.word.removeprefix(NAME) if kind == "part" else text_of(found.terms[start : found.end]),
        count=found.n,
        plural=noun.plural,
        definite=bool(_DEFINITE & set(words)) or (kind != "part" and "this" in words),
        indefinite=bool(_INDEFINITE & set(words)),
        said=said_of(said),
        purpose=purposes,
        lead=" ".join(before) if before[0] == "each" else before[-1],
    )
