"""Finds what a request says of itself: how it is explained, step by step, and what follows from it.

"Sink a recess 4 mm deep, which leaves a rim 5 mm wide": the 5 mm follow from what was said before. Such a
clause is known by how it begins ("so the …", "which leaves …", "leaving …"), and by its numbers: each has to
come out of those before it, as a sum, a difference or a half. A number that does not is news, and is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.fitted import Aside
from mayfly.language.weighing.talk import tables_of
from mayfly.language.weighing.text import Text

#: Costs of passing over a clause, of each number in it, and of a sentence about the description itself.
_CLAUSE: Final = 0.5
_NUMBER: Final = 0.2
_RESULT: Final = -0.2
TELLING: Final = 0.2
_LONGEST: Final = 30
_SAME: Final = 1e-3
_MOST_VALUES: Final = 40

# --- what follows ---------------------------------------------------------------------------------------

_SO: Final = word_set("so i.e. ie that's thus hence therefore meaning")
_SUBJECTS: Final = word_set(
    "the it that there each both they this these its all every two three four one which then a an"
)
_RELATIVE: Final = word_set("which this that it")
_LEAVES: Final = word_set(
    "leaves leave makes make gives give puts put creates create results produces means brings"
)
_LEAVING: Final = word_set("leaving making giving putting")
_STOPS: Final = frozenset({",", ")", ":"})
#: What is said by its thickness, and leaves that behind: "hollow it out, which leaves 3 mm walls".
_WALLS: Final = word_set("wall walls sides")


def consequences(text: Text, start: int, end: int) -> Iterator[tuple[int, Aside]]:
    """Yield the clauses of a sentence that only say what follows from what was said before.

    Args:
        text: The text.
        start: First term of the sentence.
        end: Behind its last term.
    """
    terms = text.terms
    for at in range(start, end):
        if not _begins(terms, at, start, end):
            continue
        given = _values(terms[:at])
        last = min(end, at + _LONGEST)
        stops = [i for i in range(at + 2, last) if terms[i].word in _STOPS]
        stops = [] if _in_other_words(terms, at) else stops
        for stop in (*stops, *([last] if last == end else [])):
            numbers = _values(terms[at:stop])
            if not numbers and not _says_what_is_left(terms, at, stop):
                continue
            words = {term.word for term in terms[at:stop]}
            again = _in_other_words(terms, at)
            radial = bool(words & _MIDDLES)
            if all(_follows(number, given, again=again, radial=radial) for number in numbers):
                plain = terms[at].word in _RELATIVE and not _WALLS & {term.word for term in terms[at:stop]}
                yield at, Aside(stop, _RESULT if plain else _CLAUSE + _NUMBER * len(numbers))


def _begins(terms: Sequence[Term], at: int, start: int, end: int) -> bool:
    """Return whether a clause about a consequence begins at a term."""
    word = terms[at].word
    following = terms[at + 1].word if at + 1 < end else ""
    opens = at == start or terms[at - 1].kind == "mark" or terms[at - 1].word == "and"
    if _in_other_words(terms, at):
        return opens
    if word in _LEAVING:
        return opens or terms[at - 1].kind == "number"
    if word in _RELATIVE and following in _LEAVES:
        return opens
    if word not in _SO or not opens:
        return False
    behind = at + 2 if following == "that" else at + 1
    return behind < end and terms[behind].word in _SUBJECTS


def _in_other_words(terms: Sequence[Term], at: int) -> bool:
    """Return whether the same is said once more: up to the end of the sentence."""
    return [term.word for term in terms[at : at + 3]] == ["in", "other", "words"]


_LENGTHS: Final = frozenset({"plain", "diameter", "radius"})


def _values(terms: Sequence[Term]) -> list[float]:
    """Return the lengths among some terms; small numbers in words count something."""
    return [
        term.quantity.value for term in terms if term.quantity is not None and term.quantity.form in _LENGTHS
    ]


def _says_what_is_left(terms: Sequence[Term], at: int, stop: int) -> bool:
    """Return whether a clause without a number says what remains: "which leaves two ears"."""
    words = {term.word for term in terms[at:stop]}
    return _in_other_words(terms, at) or bool(words & (_LEFT | _LEAVING)) or terms[at].word in _RELATIVE


_LEFT: Final = word_set("remain remains leaves leave")


_MIDDLES: Final = word_set("center centre middle axis")


def _follows(number: float, given: Sequence[float], *, again: bool, radial: bool) -> bool:
    """Return whether a number comes out of others: as a sum, a difference, half or twice one of these.

    Args:
        number: The number.
        given: Those that were said before.
        again: It may also be one of them, said once more.
        radial: It is a distance from the middle, and may be that halfway between two diameters.
    """
    known = list(dict.fromkeys(given))[:_MOST_VALUES]
    pairs = [way for one, other in combinations(known, 2) for way in (one + other, abs(one - other))]
    halves = [part for way in (*known, *pairs) for part in (way / 2, 2 * way)]
    halves += [way / 4 for way in pairs] if radial else []
    return _is_among(number, (*pairs, *halves, *(known if again else ())))


def _is_among(number: float, ways: Collection[float]) -> bool:
    return any(abs(number - way) < _SAME for way in ways)


# --- how it is explained --------------------------------------------------------------------------------

_TELL: Final = word_set(
    "instruction instructions step steps operation operations explain tell guide walk describe sequentially "
    "following stages stage order one"
)
_EXPLAIN: Final = word_set("explain tell guide walk describe help give show build made created make create")
_NO_SHAPE: Final = word_set("part piece shape model body object thing component single specific item")
_PLACES: Final = frozenset({"point", "fit"})
_SHAPING: Final = frozenset({"part", "feature", "component", "marker", "role"})


def is_about_the_telling(text: Text, start: int, end: int) -> bool:
    """Return whether a sentence says how the part will be described: "I'll explain it step by step".

    Args:
        text: The text.
        start: First term of the sentence.
        end: Behind its last term.
    """
    words = [term.word for term in text.terms[start:end]]
    if not any(word in _TELL for word in words) or not any(word in _EXPLAIN for word in words):
        return False
    for at in range(start, end):
        term = text.terms[at]
        counted = term.quantity is not None and term.quantity.can_count
        if (term.quantity is not None and not counted) or term.kind in _PLACES:
            return False
        if term.word in _NO_SHAPE or term.word in _TELL or term.word in _EXPLAIN:
            continue
        if tables_of(text, at) & _SHAPING:
            return False
    return True


__all__ = ["consequences", "is_about_the_telling"]
