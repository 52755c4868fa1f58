"""Finds what the rows of the grammar mean in one text, each kind at each place once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.weighing.grammar import Found, Grammar, Row
from mayfly.language.weighing.index import ENDS, Candidate, Keys
from mayfly.language.weighing.matching import ARTICLES, MOST_READINGS, joined
from mayfly.language.weighing.terminals import OF_PHRASES, TERMINALS
from mayfly.language.weighing.text import SPLIT, Text

#: A reading of a kind: behind its last term, its value and its cost.
Reading = tuple[int, Any, float]
_NONE: Final[tuple[Reading, ...]] = ()


class Chart:
    """One text, and all that has been found in it so far."""

    def __init__(self, text: Text, grammar: Grammar) -> None:
        """Begin with nothing found."""
        self.text = text
        self.terms = text.terms
        self.words: Sequence[str] = [term.word for term in text.terms]
        self.length = len(text.terms)
        keys = _keys(text)
        self._rows: list[Mapping[str, tuple[Candidate, ...]]] = [grammar.index.starting(its) for its in keys]
        self._found: list[dict[str, Sequence[Reading]]] = [{} for _ in text.terms]
        self._all_keys: Keys = frozenset().union(*keys)
        self._sentence_of, self._sentences = _sentences(text.terms, keys)
        self._possible: list[dict[int, bool]] = [{} for _ in self._sentences]

    def find(self, kind: str, at: int) -> Sequence[Reading]:
        """Return the readings of a kind that begin at a term: end, value and cost, the cheapest first."""
        here = self._found[at]
        found = here.get(kind)
        if found is None:
            here[kind] = _NONE  # a row that begins with its own kind finds nothing there
            found = here[kind] = self._terminal(kind, at) if kind in TERMINALS else self._find(kind, at)
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

    def _find(self, kind: str, at: int) -> Sequence[Reading]:
        best: list[Reading] = []
        for candidate in self._rows[at].get(kind, ()):
            if self._may_match(candidate, at):
                for reading in self.match_row(candidate.row, at):
                    _keep(best, reading)
        if len(best) > 1:
            best.sort(key=lambda one: one[2] - 0.01 * one[0])
            del best[MOST_READINGS:]
        return best

    def _may_match(self, candidate: Candidate, at: int) -> bool:
        """Return whether the sentence has all words that a row needs; the text, for one that goes beyond."""
        sentence = self._sentence_of[at]
        possible = self._possible[sentence]
        known = possible.get(candidate.order)
        if known is None:
            keys = self._all_keys if candidate.crosses else self._sentences[sentence]
            known = not any(keys.isdisjoint(need) for need in candidate.needs)
            possible[candidate.order] = known
        return known

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
        keys = _of_term(term).union(
            *(_of_senses(tuple(phrase.term.senses.items())) for phrase in text.phrases[at])
        )
        if term.word in ARTICLES:
            keys |= behind
        found.append(keys)
        behind = keys
    return found[::-1]


def _of_term(term: Term) -> Keys:
    quantity = term.quantity
    if quantity is None:
        return frozenset({term.word, f"#{term.kind}"})
    form = "#word number" if quantity.form == "word" else f"#{quantity.form}"
    count = {"#count"} if quantity.can_count else set()
    return frozenset({term.word, f"#{term.kind}", form, *count})


@lru_cache(maxsize=4096)
def _of_senses(senses: tuple[tuple[str, str], ...]) -> Keys:
    return frozenset(
        key for table, sense in senses for key in (f"@{sense}", f"@{table}.{sense}", f"<{table}")
    )


def _sentences(terms: Sequence[Term], keys: Sequence[Keys]) -> tuple[list[int], list[Keys]]:
    """Return the number of each term's sentence, and the keys of each sentence."""
    numbers: list[int] = []
    found: list[set[str]] = [set()]
    for term, its in zip(terms, keys, strict=True):
        numbers.append(len(found) - 1)
        found[-1] |= its
        if term.kind == "mark" and term.word in ENDS:
            found.append(set())
    return numbers, [frozenset(one) for one in found]
