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
  The kinds of a single term are in ``terminals.py``;
* ``{`` and ``}`` are the brackets of the text, ``÷`` its slash, ``»`` its ">", ``¿`` its "?";
  ``( … )`` groups, ``?`` behind an element makes it optional, ``*`` lets it come any number of times,
  ``/`` inside a group separates alternatives.

Articles and hyphens inside words are stepped over wherever a pattern does not name them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from mayfly.language.weighing.index import RowIndex
from mayfly.language.weighing.rows import Action, Found, Row, text_of

__all__ = ["GRAMMAR", "Found", "Grammar", "Row", "pattern_words", "row", "text_of", "words_of"]

_ELEMENT: Final = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<or>/)|(?P<item><[^>]*>|[^\s()/<>?*]+)|(?P<mark>[?*]))"
)


#: Marks of the text that mean something else in a pattern, as patterns write them.
_MARKS_OF_TEXT: Final = {"{": "(", "}": ")", "÷": "/", "»": ">", "¿": "?"}


class Grammar:
    """All rows, by the kind that they find."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.rows: dict[str, list[Row]] = {}
        self._index: RowIndex | None = None

    def row(
        self, kind: str, pattern: str, *, example: str = "", cost: float = 0.0
    ) -> Callable[[Action], Action]:
        """Add a row; its action is the function that this decorates."""

        def add(action: Action) -> Action:
            row = Row(kind, pattern, action, cost, example, _compile(pattern))
            Found.may_have(_names_of(row.node))
            self.rows.setdefault(kind, []).append(row)
            self._index = None
            return action

        return add

    @property
    def index(self) -> RowIndex:
        """Return which rows can begin at a term; made when the first text is read."""
        if self._index is None:
            self._index = RowIndex(self.rows)
        return self._index


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
    plain = frozenset(_MARKS_OF_TEXT.get(word, word) for word in plain)
    nodes: list[Any] = [("sense", sense) for sense in senses]
    if plain:
        nodes.append(("words", plain))
    return nodes[0] if len(nodes) == 1 else ("alt", nodes)


def words_of(node: Any) -> Iterator[str]:
    """Yield the words that a pattern's tree names."""
    if node[0] == "words":
        yield from node[1]
    elif node[0] in {"opt", "star"}:
        yield from words_of(node[1])
    elif node[0] in {"seq", "alt"}:
        for each in node[1]:
            yield from words_of(each)


def _names_of(node: Any) -> Iterator[str]:
    """Yield the names that a pattern's tree binds."""
    if node[0] == "rule":
        if node[2]:
            yield node[2].removesuffix("+")
    elif node[0] in {"opt", "star"}:
        yield from _names_of(node[1])
    elif node[0] in {"seq", "alt"}:
        for each in node[1]:
            yield from _names_of(each)


#: The rows of all patterns; the modules of ``patterns/`` add theirs when they are imported.
GRAMMAR: Final = Grammar()
row: Final = GRAMMAR.row


def pattern_words() -> frozenset[str]:
    """Return all words that the patterns name: none of them is a slip of the finger for another one."""
    return frozenset(word for rows in GRAMMAR.rows.values() for one in rows for word in words_of(one.node))
