"""Says in full what a text says around: "the depth of the pocket is 4", "the first is 6 mm deep"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.lexicon import Lexicon
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import SINGLED_OUT

_OWNED: Final = frozenset({"the", "its", "this", "that", "these", "each", "every", "both", "all"})
_SAYING: Final = frozenset({"is", "are", "=", ":", "being", "equals", "measures"})
_MODAL: Final = frozenset({"should", "shall", "must", "will", "to"})
#: What says more about a size, and stands before it: "the outer diameter of the ring".
_FINER: Final = frozenset({"outer", "inner", "outside", "inside", "overall", "total", "internal", "external"})
_NAMING: Final = frozenset({"part", "feature"})
#: The name of an owner has at most so many words: "countersunk screw holes".
_MOST_WORDS: Final = 3

_BEHIND_MODAL: Final = frozenset({"be", "measure"})


def owners_first(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write each size behind its owner, where it is named before it and its number follows at once."""
    out = list(terms)
    at = 0
    while (at := at + 1) < len(out) - 4:
        if out[at].word != "of" or out[at + 1].word not in _OWNED or not _is_role(out[at - 1], lexicon):
            continue
        end = _end_of_owner(out, at + 2, lexicon)
        if end is None or not _says_number(out, end):
            continue
        first = at - 2 if at > 1 and out[at - 2].word in _FINER else at - 1
        begin = first - 1 if first and out[first - 1].word in _OWNED else first
        out[begin:end] = [*out[at + 1 : end], *out[first:at]]
    return out


#: What stands for a feature that was named: "the smaller one is 4 deep", "the former has a counterbore".
_STANDING_FOR: Final = {
    **{
        word: word
        for word in word_set("first second third fourth last smaller larger bigger other left right")
    },
    "former": "first",
    "latter": "last",
}
_VERBS: Final = frozenset(
    {"is", "has", "should", "shall", "will", "must", "goes", "lies", "sits", "measures"}
)


def with_nouns(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write the noun of the feature that "the first" or "the smaller one" stands for, before a verb."""
    out = list(terms)
    at = 0
    while (at := at + 1) < len(out) - 1:
        word = _STANDING_FOR.get(out[at].word)
        if word is None or out[at - 1].word != "the":
            continue
        end = at + 2 if out[at + 1].word == "one" else at + 1
        noun = _last_noun(out[: at - 1], lexicon)
        if noun is not None and end < len(out) and out[end].word in _VERBS:
            out[at:end] = [replace(out[at], word=word), replace(noun, spaced=True)]
    return out


_POINTED: Final = frozenset({"end", "edge", "side", "corner", "face", "surface"})
_BEFORE_THAT: Final = frozenset({"from", "at", "on", "in", "of", "to", "near", "into"})


def pointing_back(terms: list[Term]) -> list[Term]:
    """Write "8 mm from that end" as "from the end", and "on top of that is" as "on top of it is"."""
    out = list(terms)
    for at in range(1, len(out) - 1):
        before, term, behind = out[at - 1 : at + 2]
        if term.word != "that":
            continue
        if before.word in _BEFORE_THAT and behind.word in _POINTED:
            out[at] = replace(term, word="the", text="the", senses={})
        elif before.word in _AGAINST and (behind.kind == "mark" or behind.word in _BEHIND_IT):
            out[at] = replace(term, word="it", text="it", senses={})
    return out


_AGAINST: Final = frozenset({"of", "on", "onto", "above", "below", "under", "underneath", "beneath", "over"})
_BEHIND_IT: Final = word_set("is are sits stands comes goes lies there a an add put place we i one another")


#: What stands for each of several features in turn: "one is at the left, the other one has 8 mm".
_OTHERS: Final = frozenset({"another", "other"})
_RANKS: Final = ("first", "second", "third", "fourth")


def one_by_one(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write "two holes. One is …; the other is …" as what "the first hole" and "the second hole" are."""
    out = list(terms)
    at = 0
    while (at := at + 1) < len(out) - 2:
        if not _is_one(out, at):
            continue
        noun = _counted_noun(out[:at], lexicon)
        if noun is None:
            continue
        term, count = noun
        others = _others(out, at, count)
        if others is None:
            continue
        for rank, (begin, end) in reversed([*enumerate([(at, at + 1), *others])]):
            the = replace(out[begin], kind="word", word="the", text="the", senses={}, quantity=None)
            named = replace(the, word=_RANKS[rank], text=_RANKS[rank], spaced=True)
            out[begin:end] = [the, named, replace(term, spaced=True)]
    return out


def _is_one(terms: Sequence[Term], at: int) -> bool:
    """Return whether a clause about one of several begins at a term: "one is", "one has"."""
    one = terms[at].word == "one" or (terms[at].quantity is not None and terms[at].text.lower() == "one")
    before = terms[at - 1]
    begins = before.kind == "mark" or before.word == "and"
    return one and begins and (terms[at + 1].word in _VERBS or _is_sized(terms, at + 1))


def _is_sized(terms: Sequence[Term], at: int) -> bool:
    """Return whether a size follows: "one of 5 mm at the left"."""
    return terms[at].word == "of" and at + 1 < len(terms) and terms[at + 1].kind == "number"


def _others(terms: Sequence[Term], at: int, count: int) -> list[tuple[int, int]] | None:
    """Return where the others are spoken of behind "one is …"; None where not all of them are."""
    found: list[tuple[int, int]] = []
    for index in range(at + 2, len(terms) - 1):
        word = terms[index].word
        the = terms[index - 1].word == "the"
        rank = word in _RANKS and the and _RANKS.index(word) == len(found) + 1
        once_more = _is_one(terms, index) and _is_sized(terms, index + 1)
        if not (rank or once_more or (word in _OTHERS and (the or word == "another"))):
            continue
        end = index + 2 if terms[index + 1].word == "one" else index + 1
        if end < len(terms) and (terms[end].word in _VERBS or _is_sized(terms, end)):
            found.append((index - 1 if the else index, end))
    return found if len(found) == count - 1 else None


def _counted_noun(terms: Sequence[Term], lexicon: Lexicon) -> tuple[Term, int] | None:
    """Return the feature of which several were counted last, as one of them, and how many they are."""
    for at in range(len(terms) - 1, 0, -1):
        rows = lexicon.phrases.get(terms[at].word, ()) if terms[at].kind == "word" else ()
        named = [(senses, plural) for phrase, senses, plural in rows if len(phrase) == 1]
        if not any(_COUNTED & senses.keys() for senses, _ in named):
            continue
        counts = [
            term.quantity.value
            for term in terms[max(0, at - 3) : at]
            if term.quantity is not None and _is_count(term)
        ]
        several = any(plural and senses.get("feature") in SINGLED_OUT for senses, plural in named)
        if not several or not counts or not 2 <= counts[-1] <= len(_RANKS):
            return None
        noun = next(senses["feature"] for senses, plural in named if plural and "feature" in senses)
        return replace(terms[at], word=noun, text=noun), int(counts[-1])
    return None


def _is_count(term: Term) -> bool:
    return term.quantity is not None and term.quantity.can_count


def _last_noun(terms: Sequence[Term], lexicon: Lexicon) -> Term | None:
    """Return the last noun before, as one, where it is a feature that may be told apart; None otherwise."""
    for term in reversed(terms):
        if term.word.removesuffix("s") in _DRAWN:
            return None
        rows = [
            (senses, plural)
            for phrase, senses, plural in lexicon.phrases.get(term.word, ())
            if len(phrase) == 1
        ]
        named = next(((senses, plural) for senses, plural in rows if _NOUNS & senses.keys()), None)
        if named is None or term.kind != "word":
            continue
        senses, plural = named
        if senses.get("feature") not in SINGLED_OUT:
            return None
        return replace(term, word=senses["feature"], text=senses["feature"]) if plural else term
    return None


_NOUNS: Final = frozenset({"part", "feature", "shape"})
_COUNTED: Final = frozenset({"feature", "shape"})
#: Other nouns that "the first" may stand for.
_DRAWN: Final = word_set(
    "circle rectangle square triangle hexagon polygon arc line sketch profile shape step section segment row "
    "leg"
)


def _is_role(term: Term, lexicon: Lexicon) -> bool:
    return any(
        phrase == (term.word,) and "role" in senses
        for phrase, senses, _ in lexicon.phrases.get(term.word, ())
    )


def _end_of_owner(terms: Sequence[Term], at: int, lexicon: Lexicon) -> int | None:
    """Return where the name of an owner ends that begins at a term: at its verb."""
    for end in range(at + 1, min(at + _MOST_WORDS, len(terms) - 1) + 1):
        if terms[end - 1].kind != "word":
            return None
        rows = lexicon.phrases.get(terms[end - 1].word, ())
        named = any(
            phrase == (terms[end - 1].word,) and _NAMING & senses.keys() for phrase, senses, _ in rows
        )
        if named and (terms[end].word in _SAYING or terms[end].word in _MODAL):
            return end
    return None


def _says_number(terms: Sequence[Term], at: int) -> bool:
    """Return whether a number follows a verb: "is 4 mm", "should be 4 mm"."""
    if terms[at].word in _MODAL and at + 1 < len(terms) and terms[at + 1].word in _BEHIND_MODAL:
        at += 1
    return at + 1 < len(terms) and terms[at + 1].kind == "number"
