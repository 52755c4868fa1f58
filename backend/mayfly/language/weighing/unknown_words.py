"""Weighs the words that nobody knows: names, gadgets, small talk may be passed over, shape may not.

A request is full of words that no CAD program knows: "for my telescope", "thx Dave", "so the kids can't reach
it". They bear no shape, and each language has more of them than a list can hold. So what is listed is the
opposite: the words that do bear shape (the vocabulary, the words of the patterns, `shape_words.py`), and what
looks like one of them. Any other word may be passed over, at a cost that depends on where it stands:

* in a clause without a number it costs next to nothing, and somewhat more where nothing else stands there;
* in a clause with a number it is doubtful, and two are too many;
* right beside a number, or where a noun of the request is expected, it is unread: it could be what the number
  measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.shape_words import SHAPE_WORDS
from mayfly.language.stopwords import GLUE, HARMLESS, STEERING
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import GRAMMAR, words_of
from mayfly.language.weighing.terminals import is_beside
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING

#: Costs of passing over a word nobody knows.
_IN_TALK: Final = 0.06
_BESIDE_NUMBERS: Final = 0.9
_ALONE: Final = 0.6
#: Rows of these kinds name words that bear no shape.
_SHAPELESS_ROWS: Final = frozenset({"stated", "purposeword", "harmless", "room", "use"})
#: Marks and words that begin another clause.
_MARKS: Final = frozenset({",", ".", ";", ":", "!", "?", "¶", "(", ")"})
_OPENERS: Final = word_set("that which who whose because since so while when i we you it's")
#: Words before a thing that is wanted.
_WANTING: Final = word_set("make create design model draw generate need want build like add with and plus")
_NOUN_MARKERS: Final = word_set("a an the its their each every this these those with of no")
_LINKS: Final = frozenset({":", "=", "of", "is", "are", "at"})
_SHAPE_SUFFIXES: Final = (
    "shaped",
    "sided",
    "like",
    "wise",
    "fold",
    "gon",
    "gonal",
    "hedron",
    "hedral",
    "oid",
)
_ADJECTIVES: Final = ("ed", "al", "ic", "ar", "ous", "less")


def passing_costs(text: Text) -> dict[int, float]:
    """Return what it costs to pass over each unknown word of a text; those that can't be are left out.

    Args:
        text: The text.
    """
    terms = text.terms
    costs: dict[int, float] = {}
    for clause in _clauses(terms):
        numbered = any(_is_number(terms[at]) for at in clause)
        alone = clause.start > 0 and all(_is_unknown(text, at) for at in clause)
        for at in clause:
            if not _is_unknown(text, at) or _bears_shape(text, at):
                continue
            if not numbered:
                costs[at] = _ALONE if alone else _IN_TALK
            elif not _may_be_measured(terms, at):
                costs[at] = _BESIDE_NUMBERS
    return costs


def _clauses(terms: Sequence[Term]) -> Iterator[range]:
    """Yield the stretches between marks and words that begin a clause."""
    start = 0
    for at, term in enumerate(terms):
        if (term.kind == "mark" and term.word in _MARKS) or term.word in _OPENERS:
            yield range(start, at)
            start = at + 1
    yield range(start, len(terms))


def _is_number(term: Term) -> bool:
    return term.quantity is not None or term.kind == "point"


def _is_unknown(text: Text, at: int) -> bool:
    """Return whether a term is a plain word of which nothing is known, not even that a typo made it."""
    term = text.terms[at]
    if term.kind != "word" or term.senses or term.corrected:
        return False
    if text.phrases[at]:
        return _is_spoken_of(text, at)
    return term.word not in HARMLESS and term.word not in GLUE


def _is_spoken_of(text: Text, at: int) -> bool:
    """Return whether a thing that is not made is spoken of by the way: by somebody, and not as wanted."""
    phrases = text.phrases[at]
    if any(list(phrase.term.senses) != ["unsupported"] or phrase.end > at + 1 for phrase in phrases):
        return False
    if not all(is_beside(phrase.term) for phrase in phrases):
        return False
    before = [term.word for term in text.terms[max(0, at - 4) : at]]
    wanted = any(word in _WANTING for word in before)
    return not wanted and (not before or before[-1] not in _NOUN_MARKERS)


def _bears_shape(text: Text, at: int) -> bool:
    """Return whether an unknown word bears shape, or looks as if it did."""
    word = text.terms[at].word.lower()
    if word in _shape_words() or any(letter.isdigit() for letter in word) or len(word) < 2:
        return True
    if word.endswith(_SHAPE_SUFFIXES):
        return True
    if _names_a_line(text, at + 1):
        return True  # which of the centre lines
    return word.endswith(_ADJECTIVES) and _names_something(text, at + 1)


def _names_a_line(text: Text, at: int) -> bool:
    """Return whether a centre line is named at a term: the word before says which one."""
    if at >= len(text.terms):
        return False
    return any(phrase.term.sense("marker") == "centre_line" for phrase in text.phrases[at])


def _names_something(text: Text, at: int) -> bool:
    """Return whether a part or a feature is named at a term."""
    if at >= len(text.terms):
        return False
    return any({"part", "feature", "component"} & phrase.term.senses.keys() for phrase in text.phrases[at])


def _may_be_measured(terms: Sequence[Term], at: int) -> bool:
    """Return whether an unknown word stands where the name of a size or of a thing is expected."""
    before = terms[at - 1] if at else None
    after = terms[at + 1] if at + 1 < len(terms) else None
    if before is not None and (_is_number(before) or before.word in _NOUN_MARKERS):
        return True
    if after is None:
        return False
    if after.word in _LINKS and at + 2 < len(terms):
        after = terms[at + 2]
    return _is_number(after)


@lru_cache(maxsize=1)
def _shape_words() -> frozenset[str]:
    """Return all words that bear shape: those listed, those of the patterns, and those that steer."""
    named = {
        word
        for kind, rows in GRAMMAR.rows.items()
        if kind not in _SHAPELESS_ROWS
        for row in rows
        for word in words_of(row.node)
    }
    return frozenset(SHAPE_WORDS | STEERING | TURNING | (named - HARMLESS - GLUE))
