"""A text as single words, numbers and marks, with the vocabulary's phrases that begin at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.language.chunks import Term, read_terms
from mayfly.language.lexicon import Lexicon
from mayfly.language.tokens import Designation, Find
from mayfly.language.weighing.axes_as_sides import axes_as_sides
from mayfly.language.weighing.called import called_by_name
from mayfly.language.weighing.layout import BREAK, lay_out
from mayfly.language.weighing.owners import one_by_one, owners_first, pointing_back, with_nouns
from mayfly.language.weighing.remarks import find_remarks

#: A phrase that is part of a longer one is less likely by this for each word that it lacks.
_SHORTER: Final = 0.3
#: What it costs that the name of a part is cut in two: "square bar" is not a bar that is square.
SPLIT: Final = 1.6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the vocabulary in a text.

    Attributes:
        term: Its words as one term, with their senses.
        end: Behind its last term in the text.
        cost: What it costs that a longer phrase begins there too.
    """

    term: Term
    end: int
    cost: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text, ready to be matched.

    Attributes:
        terms: Its words, numbers and marks one by one.
        phrases: For each term the phrases that begin with it, the longest first.
    """

    terms: Sequence[Term]
    phrases: Sequence[Sequence[Phrase]]


def read_text(text: str, lexicon: Lexicon) -> Text:
    """Cut a text into terms and find the vocabulary's phrases in it."""
    terms = [
        replace(term, kind="mark", word=BREAK) if term.text == BREAK else term
        for term in map(_crossed, read_terms(lay_out(text), lexicon.of_single_words(_with_remarks)))
    ]
    terms = axes_as_sides(_named_in_order(_with_signs(terms, lexicon), lexicon))
    terms = with_nouns(one_by_one(pointing_back(terms), lexicon), lexicon)
    terms = called_by_name(owners_first(terms, lexicon), lexicon)
    return Text(terms, [_phrases(terms, at, lexicon) for at in range(len(terms))])


_DIAMETERS: Final = frozenset({"dia", "diam"})
_NAMING: Final = frozenset({"feature", "component", "part"})
#: What a noun of a diameter may follow: "with a dia 80 hub".
_BEFORE_NOUNS: Final = frozenset({"a", "an", "the", "one", "with", "and", "plus", ",", "has"})


def _with_signs(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write "a dia 80 hub" with the sign, "a Ø80 hub"."""
    out = list(terms)
    for at in range(1, len(out) - 2):
        before, dia, number, noun = out[at - 1 : at + 3]
        if dia.word not in _DIAMETERS or number.kind != "number" or before.word not in _BEFORE_NOUNS:
            continue
        if any(_NAMING & senses.keys() for _, senses, _ in lexicon.phrases.get(noun.word, ())):
            out[at] = replace(dia, kind="mark", text="Ø", word="ø", senses={})
    return out


#: What stands before the name of an item, and behind its kind: "ITEM 3: KEY, PARALLEL, 14 x 9".
_BEFORE_ITEMS: Final = frozenset({BREAK, ".", ":", "-", "–", ";"})
_BEHIND_KINDS: Final = frozenset({BREAK, ",", ":", "(", ".", ";", "ø", "-", "–"})


def _named_in_order(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write the names of items as they are spoken: "KEY, PARALLEL" is a parallel key."""
    out = list(terms)
    for at in range(len(out) - 2):
        noun, comma, kind = out[at : at + 3]
        if comma.word != "," or noun.kind != "word" or kind.kind != "word":
            continue
        behind = out[at + 3] if at + 3 < len(out) else None
        alone = behind is None or behind.kind == "number" or behind.word in _BEHIND_KINDS
        if not alone or (at and out[at - 1].word not in _BEFORE_ITEMS):
            continue
        rows = lexicon.phrases.get(kind.word, ())
        if any(phrase == (kind.word, noun.word) and "part" in senses for phrase, senses, _ in rows):
            out[at : at + 3] = [replace(kind, spaced=noun.spaced), replace(noun, spaced=True), comma]
    return out


def _with_remarks(find: Find) -> Find:
    """Return what finds standard sizes, and remarks that change no shape besides."""

    def find_all(text: str) -> tuple[Designation, ...]:
        sizes = find(text)
        remarks = [
            one
            for one in find_remarks(text)
            if not any(one.start < other.end and other.start < one.end for other in sizes)
        ]
        return tuple(sorted((*sizes, *remarks)))

    return find_all


def _crossed(term: Term) -> Term:
    """Read "80*50*30" as "80 x 50 x 30"."""
    return replace(term, word="×") if term.kind != "number" and term.text == "*" else term


def _phrases(terms: Sequence[Term], at: int, lexicon: Lexicon) -> list[Phrase]:
    first = terms[at]
    if "part" in first.senses:  # a name that the request gives
        return [Phrase(first, at + 1, 0.0)]
    rows = lexicon.phrases.get(first.word, ()) if first.kind == "word" or first.word == "ø" else ()
    if not rows:
        return []
    words, ends = _run(terms, at, max(len(phrase) for phrase, _, _ in rows))
    found = [row for row in rows if tuple(words[: len(row[0])]) == row[0]]
    longest = max((len(phrase) for phrase, _, _ in found), default=0)
    named = max((len(phrase) for phrase, senses, _ in found if "part" in senses), default=0)
    return [
        Phrase(
            _joined(terms[at : ends[len(phrase) - 1]], phrase, senses, plural=plural),
            ends[len(phrase) - 1],
            SPLIT if len(phrase) < named else _SHORTER * (longest - len(phrase)),
        )
        for phrase, senses, plural in found
    ]


def _run(terms: Sequence[Term], at: int, most: int) -> tuple[list[str], list[int]]:
    """Collect words from a term on, hyphens inside them left out, and where each ends."""
    words: list[str] = []
    ends: list[int] = []
    while at < len(terms) and len(words) < most:
        term = terms[at]
        at += 1
        if term.kind == "word" or term.word == "ø":
            words.append(term.word)
            ends.append(at)
        elif not (term.word == "-" and not term.spaced):
            break
    return words, ends


def _joined(terms: Sequence[Term], phrase: Sequence[str], senses: dict[str, str], *, plural: bool) -> Term:
    text = " ".join(term.text for term in terms if term.text != "-")
    return Term("word", text, " ".join(phrase), senses, plural, terms[0].spaced, corrected=terms[0].corrected)
