"""Finds what the rows of the grammar mean in one text, each kind at each place once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.weighing.grammar import Found, Grammar, Row
from mayfly.language.weighing.index import ENDS, Candidate, Keys
from mayfly.language.weighing.matching import ARTICLES, MOST_READINGS, Step, joined
from mayfly.language.weighing.terminals import OF_PHRASES, TERMINALS
from mayfly.language.weighing.text import SPLIT, Phrase, Text

#: A reading of a kind: behind its last term, its value and its cost.
Reading = tuple[int, Any, float]
_NONE: Final[tuple[Reading, ...]] = ()


class Chart:
    """One text, and all that has been found in it so far."""

    def __init__(self, text: Text, grammar: Grammar) -> None:
        """Begin with nothing found."""
        self.text = text
        self.terms = text.terms
        self.words: Sequence[str] = [*(term.word for term in text.terms), ""]
        self.phrases: Sequence[Sequence[Phrase]] = [*text.phrases, ()]
        self.steps: Sequence[dict[str, Sequence[Step]]] = [{} for _ in self.words]
        keys = _keys(text)
        #: Keys of the term behind each; None where that is not the next one of a pattern, behind an article.
        self._next_keys: list[Keys | None] = [
            None if term.word in ARTICLES else behind
            for term, behind in zip(text.terms, [*keys[1:], frozenset()], strict=False)
        ]
        self._rows: list[Mapping[str, tuple[Candidate, ...]]] = [
            *(grammar.index.starting(its) for its in keys),
            {},
        ]
        self._found: list[dict[str, Sequence[Reading] | None]] = [{} for _ in self.words]
        self._needed = grammar.index.needed
        self._sentence_of, self._sentences = _sentences(text.terms, keys)
        #: The whole text, for rows that go beyond a sentence.
        self._whole = _Sentence.of(keys, 0)
        #: For each sentence the last term at which each row that was tried could begin.
        self._latest: list[dict[int, int]] = [{} for _ in self._sentences]

    def find(self, kind: str, at: int) -> Sequence[Reading] | None:
        """Return the readings of a kind that begin at a term: end, value and cost, the cheapest first.

        None while these are being looked for: a row that begins with its own kind finds nothing there.
        """
        here = self._found[at]
        if kind in here:
            return here[kind]
        if kind in TERMINALS:
            found = self._terminal(kind, at) if at < len(self.terms) else _NONE
        else:
            rows = self._rows[at].get(kind)
            if rows is None:
                here[kind] = _NONE
                return _NONE
            here[kind] = None
            found = self._find(rows, at)
        here[kind] = found
        return found

    def _terminal(self, kind: str, at: int) -> Sequence[Reading]:
        read = TERMINALS[kind][1]
        phrases = self.text.phrases[at]
        if kind in OF_PHRASES:
            found = [(phrase.end, read(phrase.term), phrase.cost) for phrase in phrases]
            found = [one for one in found if one[1] is not None]
            if kind != "placeword" or any(end == at + 1 for end, _, _ in found):
                return found
            value = read(self.terms[at])
            return found if value is None else [*found, (at + 1, value, 0.0)]
        if kind == "unknown" and any(p.end == at + 1 and p.term.senses.keys() - {"size"} for p in phrases):
            return _NONE
        value = read(self.terms[at])
        cost = SPLIT if kind == "unknown" and any(p.term.sense("part") for p in phrases) else 0.0
        return _NONE if value is None else ((at + 1, value, cost),)

    def _find(self, rows: Sequence[Candidate], at: int) -> Sequence[Reading]:
        best: list[Reading] = []
        latest = self._latest[self._sentence_of[at]]
        behind = self._next_keys[at]
        for candidate in rows:
            second = candidate.second
            if second is not None and behind is not None and second.isdisjoint(behind):
                continue
            last = latest.get(candidate.order)
            if last is None:
                last = latest[candidate.order] = self._last_begin(candidate, at)
            if at <= last:
                for reading in self.match_row(candidate.row, at):
                    _keep(best, reading)
        if len(best) > 1:
            best.sort(key=lambda one: one[2] - 0.01 * one[0])
            del best[MOST_READINGS:]
        return best

    def _last_begin(self, candidate: Candidate, at: int) -> int:
        """Return the last term of a sentence at which a row can begin, so that all that it needs follows.

        Of a row that goes beyond a sentence the last one of the text. Where the row can't begin at the term
        that is asked about, it is some term before that one.
        """
        sentence = self._whole if candidate.crosses else self._sentences[self._sentence_of[at]]
        last = len(self.terms)
        for before, number in enumerate(candidate.needs):
            place = sentence.last_with(number, self._needed) - before  # each part before takes a term
            if place < at:
                return place
            last = min(last, place)
        return last

    def match_row(self, row: Row, at: int) -> Iterator[Reading]:
        """Yield what one row finds from a term on: end, value and cost."""
        for end, bound, cost in row.match(self, at):
            if end > at:
                value = row.action(Found(joined(bound), self.text, at, end))
                if value is not None:
                    yield end, value, cost + row.cost


def _keep(best: list[Reading], reading: Reading) -> None:
    """Keep a reading, the cheapest of those that end at one place with one value."""
    end, value, cost = reading
    for index, held in enumerate(best):
        if held[0] == end and type(held[1]) is type(value) and held[1] == value:
            if held[2] > cost:
                best[index] = reading
            return
    best.append(reading)


def _keys(text: Text) -> list[Keys]:
    """Return for each term what a pattern that begins there may ask for (`index.py`)."""
    found: list[Keys] = []
    behind: Keys = frozenset()
    for at in range(len(text.terms) - 1, -1, -1):
        term = text.terms[at]
        phrases = text.phrases[at]
        keys = _of_term(term).union(*(_of_senses(tuple(one.term.senses.items())) for one in phrases))
        if term.kind == "word" and not term.senses and not any(one.end == at + 1 for one in phrases):
            keys |= {"#unknown"}
        if term.word in ARTICLES:
            keys |= behind
        found.append(keys)
        behind = keys
    return found[::-1]


def _of_term(term: Term) -> Keys:
    quantity = term.quantity
    if quantity is None:
        return frozenset({term.word, f"#{term.kind}", *(f"<{table}" for table in term.senses)})
    form = "#word number" if quantity.form == "word" else f"#{quantity.form}"
    count = {"#count"} if quantity.can_count else set()
    return frozenset({term.word, f"#{term.kind}", form, *count})


@lru_cache(maxsize=4096)
def _of_senses(senses: tuple[tuple[str, str], ...]) -> Keys:
    return frozenset(
        key for table, sense in senses for key in (f"@{sense}", f"@{table}.{sense}", f"<{table}")
    )


class _Sentence:
    """The keys of the terms of a sentence."""

    __slots__ = ("_found", "_keys", "_last")

    def __init__(self, last: dict[str, int]) -> None:
        """Keep for each key the last term that has it."""
        self._last = last
        self._keys = frozenset(last)
        self._found: dict[int, int] = {}

    @classmethod
    def of(cls, keys: Sequence[Keys], start: int) -> _Sentence:
        """Return the sentence of some terms, of which the first has this number."""
        last: dict[str, int] = {}
        for at, its in enumerate(keys, start):
            last.update(dict.fromkeys(its, at))
        return cls(last)

    def last_with(self, number: int, needed: Sequence[Keys]) -> int:
        """Return the last term that has one of a numbered set of keys; -1 where none has."""
        found = self._found.get(number)
        if found is None:
            common = needed[number] & self._keys
            found = self._found[number] = max(map(self._last.__getitem__, common), default=-1)
        return found


def _sentences(terms: Sequence[Term], keys: Sequence[Keys]) -> tuple[list[int], list[_Sentence]]:
    """Return the number of each term's sentence, and the sentences."""
    numbers: list[int] = []
    found: list[_Sentence] = []
    start = 0
    for at, term in enumerate(terms):
        numbers.append(len(found))
        if term.kind == "mark" and term.word in ENDS:
            found.append(_Sentence.of(keys[start : at + 1], start))
            start = at + 1
    return numbers, [*found, _Sentence.of(keys[start:], start)]
