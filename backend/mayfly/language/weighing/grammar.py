"""Patterns as rows of data; ``chart.py`` finds them in a text.

A row names the kind of topic that it finds, the pattern, its cost and an example, and makes a value of what
it matched:

    @row("place", "<distance:length> from <side:edge>", example="10 mm from the left edge")
    def _(found): return FromEdge(found.distance, found.side)

A pattern is a sequence of elements, separated by spaces:

* ``word`` or ``one|other``: one of these words;
* ``@centre``: a word that has this sense in any table of the vocabulary; ``@role.width`` only in that table;
* ``<name:kind>``: anything that the rows of ``kind`` find, bound to ``name``; ``<:kind>`` binds nothing,
  and ``<name+:kind>*`` binds all that it finds, as a tuple.
  The kinds of a single term are in ``TERMINALS``;
* ``{`` and ``}`` are the brackets of the text; ``( … )`` groups, ``?`` behind an element makes it
  optional, ``*`` lets it come any number of times,
  ``/`` inside a group separates alternatives.

Articles and hyphens inside words are stepped over wherever a pattern does not name them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.cursor import place_word
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.matching import Matcher, matcher
from mayfly.language.weighing.text import Text

_ELEMENT: Final = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<or>/)|(?P<item><[^>]*>|[^\s()/<>?*]+)|(?P<mark>[?*]))"
)


class Found:
    """What a row matched: the values bound to its names, and the terms that it covers."""

    __slots__ = ("bound", "end", "phrases", "start", "terms")

    def __init__(self, bound: Mapping[str, Any], text: Text, start: int, end: int) -> None:
        """Keep what was bound."""
        self.bound, self.start, self.end = bound, start, end
        self.terms, self.phrases = text.terms, text.phrases

    def __getattr__(self, name: str) -> Any:
        """Return the value bound to a name, None where the pattern's optional part did not match."""
        return self.bound.get(name)

    @property
    def text(self) -> str:
        """The words that the row covers, as written."""
        return text_of(self.terms[self.start : self.end])

    def senses(self) -> Iterator[str]:
        """Yield the senses of all phrases that lie in what the row covers, and its plain words."""
        for at in range(self.start, self.end):
            yield self.terms[at].word
            for phrase in self.phrases[at]:
                if phrase.end <= self.end:
                    yield from phrase.term.senses.values()


def text_of(terms: Sequence[Term]) -> str:
    """Return terms as they were written."""
    return "".join(f"{' ' if term.spaced and i else ''}{term.text}" for i, term in enumerate(terms))


Action = Callable[[Found], Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One pattern.

    Attributes:
        kind: What it finds.
        pattern: As written.
        action: Makes the value; None from it means that it does not fit after all.
        cost: What the reading costs beyond its parts.
        example: A phrase that it matches from end to end.
        node: The pattern, compiled.
        node: The pattern as a tree.
        match: The function that matches it.
    """

    kind: str
    pattern: str
    action: Action
    cost: float
    example: str
    node: Any = field(repr=False, compare=False)
    match: Matcher = field(repr=False, compare=False)


@dataclass(slots=True)
class Grammar:
    """All rows, by the kind that they find."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    _starts: dict[str, tuple[dict[str, list[Row]], list[Row]]] = field(default_factory=dict)
    _needs: dict[int, list[set[str]]] = field(default_factory=dict)

    def row(
        self, kind: str, pattern: str, *, example: str = "", cost: float = 0.0
    ) -> Callable[[Action], Action]:
        """Add a row; its action is the function that this decorates."""

        def add(action: Action) -> Action:
            node = _compile(pattern)
            self.rows.setdefault(kind, []).append(
                Row(kind, pattern, action, cost, example, node, matcher(node))
            )
            self._starts.clear()
            self._needs.clear()
            return action

        return add

    def starting(self, kind: str, keys: Iterable[str]) -> list[Row]:
        """Return the rows of a kind that can begin with a term of some keys."""
        if kind not in self._starts:
            by_word: dict[str, list[Row]] = {}
            anywhere: list[Row] = []
            for row in self.rows.get(kind, ()):
                first = self._first(row.node, {kind})
                if first is None:
                    anywhere.append(row)
                else:
                    for key in first:
                        by_word.setdefault(key, []).append(row)
            self._starts[kind] = (by_word, anywhere)
        by_word, anywhere = self._starts[kind]
        found: dict[int, Row] = {id(row): row for row in anywhere}
        for key in keys:
            for row in by_word.get(key, ()):
                found[id(row)] = row
        return list(found.values())

    def needs(self, row: Row) -> list[set[str]]:
        """Return for each part of a pattern that can't be left out the keys of which the text needs one."""
        if id(row) not in self._needs:
            self._needs[id(row)] = list(self._needed(row.node, row.kind))
        return self._needs[id(row)]

    def _needed(self, node: Any, kind: str) -> Iterator[set[str]]:
        if node[0] == "seq":
            for each in node[1]:
                yield from self._needed(each, kind)
        elif not _can_be_empty(node):
            first = self._first(node, {kind})
            if first:
                yield first

    def _first(self, node: Any, seen: set[str]) -> set[str] | None:
        """Return the keys of the terms that a pattern can begin with; None where it can be any."""
        kind = node[0]
        if kind == "words":
            return set(node[1])
        if kind == "sense":
            return {f"@{node[1]}"}
        if kind == "rule":
            return self._first_of_rule(node[1], seen)
        if kind == "alt":
            parts = [self._first(each, seen) for each in node[1]]
            return None if None in parts else set().union(*(part for part in parts if part is not None))
        if kind in {"opt", "star"}:
            return self._first(node[1], seen)
        found: set[str] = set()
        for each in node[1]:
            first = self._first(each, seen)
            if first is None:
                return None
            found |= first
            if each[0] not in {"opt", "star"}:
                break
        return found

    def _first_of_rule(self, name: str, seen: set[str]) -> set[str] | None:
        if name in TERMINALS:
            return TERMINALS[name][0]
        if name in seen:
            return set()
        found: set[str] = set()
        for row in self.rows.get(name, ()):
            first = self._first(row.node, seen | {name})
            if first is None:
                return None
            found |= first
        return found


def _can_be_empty(node: Any) -> bool:
    """Return whether a pattern's tree can match nothing at all."""
    if node[0] in {"opt", "star"}:
        return True
    if node[0] in {"seq", "alt"}:
        return (all if node[0] == "seq" else any)(_can_be_empty(each) for each in node[1])
    return False


def _quantity(*forms: str) -> Callable[[Term], Any]:
    def read(term: Term) -> Any:
        quantity = term.quantity
        return quantity if quantity is not None and quantity.form in forms else None

    return read


def _count(term: Term) -> Any:
    return int(term.quantity.value) if term.quantity is not None and term.quantity.can_count else None


#: What a word of a place can begin with.
_PLACE_KEYS: Final[set[str]] = {"<marker", "<component", "<role", "<feature", "<part"} | word_set(
    "x y z flat side sides end ends lower upper face faces surface part piece component body object it them "
    "itself plane direction edge corner wall floor base lid top bottom left right front back"
)

#: Kinds of a single term: the keys that it can begin with, and what it is read as (None: it is not one).
TERMINALS: Final[dict[str, tuple[set[str] | None, Callable[[Term], Any]]]] = {
    "number": ({"#number"}, lambda term: term.quantity),
    "plain": ({"#number"}, _quantity("plain", "diameter", "radius", "word")),
    "bare": ({"#number"}, _quantity("plain", "word")),
    "thread": ({"#number"}, _quantity("thread")),
    "designated": ({"#number"}, _quantity("designation")),
    "diametral": ({"#number"}, _quantity("diameter")),
    "radial": ({"#number"}, _quantity("radius")),
    "angle": ({"#number"}, _quantity("angle")),
    "both": ({"#number"}, _quantity("plusminus")),
    "count": ({"#number"}, _count),
    "point": ({"#point"}, lambda term: term if term.kind == "point" else None),
    "role": ({"<role"}, lambda term: term.sense("role")),
    "component": ({"<component"}, lambda term: term.sense("component")),
    "feature": ({"<feature"}, lambda term: term if term.sense("feature") else None),
    "part": ({"<part"}, lambda term: term if term.sense("part") else None),
    "marker": ({"<marker"}, lambda term: term.sense("marker")),
    "size": ({"<size"}, lambda term: term.sense("size")),
    "placeword": (_PLACE_KEYS, lambda term: place_word(term)),
    "normed": ({"#word"}, lambda term: term.senses.get("norm")),
    "word": ({"#word"}, lambda term: term if term.kind == "word" else None),
    "unknown": ({"#word"}, lambda term: term if term.kind == "word" and not term.senses else None),
}

#: Those of them that a phrase of several words can be.
OF_PHRASES: Final = frozenset({"role", "component", "feature", "part", "marker", "size", "placeword"})


def _compile(pattern: str) -> Any:
    """Turn a pattern into a tree.

    Raises:
        ValueError: It is not written as a pattern has to be.
    """
    stack: list[list[list[Any]]] = [[[]]]
    at = 0
    text = pattern.strip()
    while at < len(text):
        match = _ELEMENT.match(text, at)
        if match is None:
            raise ValueError(f"pattern {pattern!r}: can't read {text[at:]!r}")
        at = match.end()
        if match["open"]:
            stack.append([[]])
        elif match["close"]:
            branches = stack.pop()
            group = (
                ("alt", [("seq", branch) for branch in branches])
                if len(branches) > 1
                else ("seq", branches[0])
            )
            stack[-1][-1].append(group)
        elif match["or"]:
            stack[-1].append([])
        elif match["mark"]:
            last = stack[-1][-1].pop()
            stack[-1][-1].append(("opt" if match["mark"] == "?" else "star", last))
        else:
            stack[-1][-1].append(_item(match["item"]))
    if len(stack) != 1:
        raise ValueError(f"pattern {pattern!r}: a bracket is open")
    branches = stack[0]
    return ("alt", [("seq", branch) for branch in branches]) if len(branches) > 1 else ("seq", branches[0])


def _item(item: str) -> Any:
    if item.startswith("<"):
        name, _, kind = item[1:-1].rpartition(":")
        return ("rule", kind, name)
    words = [word for word in item.split("|") if word]
    senses = [word[1:] for word in words if word.startswith("@")]
    plain = frozenset(word for word in words if not word.startswith("@"))
    if not words:
        return ("words", frozenset("|"))
    plain = frozenset({"{": "(", "}": ")"}.get(word, word) for word in plain)
    nodes: list[Any] = [("sense", sense) for sense in senses]
    if plain:
        nodes.append(("words", plain))
    return nodes[0] if len(nodes) == 1 else ("alt", nodes)


#: The rows of all patterns; the modules of ``patterns/`` add theirs when they are imported.
GRAMMAR: Final = Grammar()
row: Final = GRAMMAR.row
