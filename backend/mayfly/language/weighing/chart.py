"""Finds what the rows of the grammar mean in one text, each kind at each place once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.weighing.grammar import Found, Grammar, Row
from mayfly.language.weighing.index import ENDS, Candidate, Keys, Needs
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
        self.steps: Sequence[dict[Any, Sequence[Step]]] = [{} for _ in self.words]
        self.open = 0
        #: Rows that were tried.
        self.tried = 0
        starting = [grammar.index.starting(keys) for keys in _keys(text)]
        self._rows: list[Mapping[str, tuple[Candidate, ...]]] = [*(one.rows for one in starting), {}]
        #: The numbers of the sets of keys of which the text has one anywhere (`index.py`).
        self._has = frozenset().union(*[one.numbers for one in starting])
        self._lacks = [*_lacking(text.terms, [one.has for one in starting], grammar.index.needs), 0]
        self._found: list[dict[str, Sequence[Reading] | None]] = [{} for _ in self.words]

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
            rows = self.possible(kind, at)
            if not rows:
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

    def possible(self, kind: str, at: int) -> list[Row]:
        """Return the rows of a kind that can match from a term on, as far as single terms show that."""
        rows = self._rows[at].get(kind)
        if rows is None:
            return []
        has, lacks = self._has, self._lacks[at]
        return [row for rarest, needs, row in rows if rarest in has and not needs & lacks]

    def _find(self, rows: Sequence[Row], at: int) -> Sequence[Reading]:
        best: list[Reading] = []
        self.tried += len(rows)
        for row in rows:
            steps = row.match(self, at)
            if steps:
                for reading in self._read(row, at, steps):
                    _keep(best, reading)
        if len(best) > 1:
            best.sort(key=lambda one: one[2] - 0.01 * one[0])
            del best[MOST_READINGS:]
        return best

    def match_row(self, row: Row, at: int) -> Iterator[Reading]:
        """Yield what one row finds from a term on: end, value and cost."""
        return self._read(row, at, row.match(self, at))

    def _read(self, row: Row, at: int, steps: Sequence[Step]) -> Iterator[Reading]:
        """Yield what a row makes of the ways in which it matches."""
        for end, bound, cost in steps:
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


def _lacking(terms: Sequence[Term], has: Sequence[int], needs: Needs) -> list[int]:
    """Return for each term what the text lacks there of all that rows need.

    Args:
        terms: The terms of a text.
        has: The sets of keys of which each of them has one.
        needs: Where the bits stand of what rows need.
    """
    found: list[int] = []
    in_sentence, anywhere, second = -1, -1, -1
    for term, its in zip(reversed(terms), reversed(has), strict=True):
        if term.kind == "mark" and term.word in ENDS:
            in_sentence = -1
        here = in_sentence & ~its, anywhere & ~its
        # behind an article the term behind that one may be the second one of a pattern
        second = 0 if term.word in ARTICLES else second
        found.append(needs.lacking(here, (in_sentence, anywhere), second))
        in_sentence, anywhere = here
        second = ~its
    return found[::-1]
