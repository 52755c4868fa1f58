"""Finds what the rows of the grammar mean in one text, each kind at each place once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mayfly.language.weighing.grammar import OF_PHRASES, TERMINALS, Found, Grammar, Row
from mayfly.language.weighing.matching import ARTICLES, MOST_READINGS, joined
from mayfly.language.weighing.text import SPLIT, Text


class Chart:
    """One text, and all that has been found in it so far."""

    def __init__(self, text: Text, grammar: Grammar) -> None:
        """Begin with nothing found."""
        self.text = text
        self.terms = text.terms
        self.words: Sequence[str] = [term.word for term in text.terms]
        self.length = len(text.terms)
        self.grammar = grammar
        self._found: dict[tuple[str, int], list[tuple[int, Any, float]]] = {}
        self._keys: list[set[str]] = [set() for _ in text.terms]
        for at in range(len(text.terms) - 1, -1, -1):
            self._keys[at] = self._keys_at(at)
        self._all_keys: set[str] = set().union(*self._keys)
        self._possible: dict[int, bool] = {}

    def _keys_at(self, at: int) -> set[str]:
        """Return what a pattern that begins here may ask for: the word, its kind, the senses of phrases."""
        term = self.terms[at]
        keys = {term.word, f"#{term.kind}"}
        for phrase in self.text.phrases[at]:
            for table, sense in phrase.term.senses.items():
                keys |= {f"@{sense}", f"@{table}.{sense}", f"<{table}"}
        if term.word in ARTICLES and at + 1 < len(self.terms):
            keys |= self._keys[at + 1]
        return keys

    def find(self, kind: str, at: int) -> list[tuple[int, Any, float]]:
        """Return the readings of a kind that begin at a term: end, value and cost, the cheapest first."""
        key = (kind, at)
        if key in self._found:
            return self._found[key]
        self._found[key] = []  # a row that begins with its own kind finds nothing there
        if at >= len(self.terms):
            return []
        found = self._terminal(kind, at) if kind in TERMINALS else self._find(kind, at)
        self._found[key] = found
        return found

    def _terminal(self, kind: str, at: int) -> list[tuple[int, Any, float]]:
        of_phrase = kind in OF_PHRASES
        if of_phrase:
            found = [
                (phrase.end, TERMINALS[kind][1](phrase.term), phrase.cost) for phrase in self.text.phrases[at]
            ]
            found = [one for one in found if one[1] is not None]
            if kind != "placeword" or any(end == at + 1 for end, _, _ in found):
                return found
            value = TERMINALS[kind][1](self.terms[at])
            return found if value is None else [*found, (at + 1, value, 0.0)]
        if kind == "unknown" and any(
            phrase.end == at + 1 and phrase.term.senses.keys() - {"size"} for phrase in self.text.phrases[at]
        ):
            return []
        value = TERMINALS[kind][1](self.terms[at])
        cost = (
            SPLIT if kind == "unknown" and any(p.term.sense("part") for p in self.text.phrases[at]) else 0.0
        )
        return [] if value is None else [(at + 1, value, cost)]

    def _find(self, kind: str, at: int) -> list[tuple[int, Any, float]]:
        best: dict[tuple[int, str], tuple[int, Any, float]] = {}
        for row in self.grammar.starting(kind, self._keys[at]):
            if not self._may_match(row):
                continue
            for end, value, cost in self.match_row(row, at):
                same = (end, repr(value))
                if same not in best or best[same][2] > cost:
                    best[same] = (end, value, cost)
        return sorted(best.values(), key=lambda one: one[2] - 0.01 * one[0])[:MOST_READINGS]

    def _may_match(self, row: Row) -> bool:
        """Return whether the text has all words that a row needs."""
        if id(row) not in self._possible:
            needs = self.grammar.needs(row)
            self._possible[id(row)] = all(not self._all_keys.isdisjoint(keys) for keys in needs)
        return self._possible[id(row)]

    def match_row(self, row: Row, at: int) -> Iterator[tuple[int, Any, float]]:
        """Yield what one row finds from a term on: end, value and cost."""
        for end, bound, cost in row.match(self, at):
            if end > at:
                value = row.action(Found(joined(bound), self.text, at, end))
                if value is not None:
                    yield end, value, cost + row.cost
