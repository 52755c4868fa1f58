"""Which rows of the grammar can begin at a term, and which words a text needs for one to match at all.

A term has keys: its word ("hole"), its kind ("#number"), the senses of the phrases that begin with it
("@edge", "@marker.edge") and their tables ("<part"). A row is looked for only where a term has one of the
keys that it can begin with, and only in a sentence that has a key of each of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mayfly.language.weighing.rows import Row
from mayfly.language.weighing.terminals import OF_PHRASES, TERMINALS

#: Marks that end a sentence or a line; a row that names none of them lies in one sentence.
ENDS: Final = frozenset({".", ";", "!", "?", "¶"})
#: Sets of keys for which the rows are kept.
_KEPT: Final = 4096

Keys = frozenset[str]


class Candidate(NamedTuple):
    """A row that can begin at a term.

    Attributes:
        order: Its number among all rows, by which they are tried.
        row: The row.
        needs: For each part of its pattern that can't be left out, in their order, the number of the keys of
            which the text needs one (`RowIndex.needed`).
        second: Where its first part is one term: the keys of which the next term has to have one; else None.
        crosses: It can go beyond the end of a sentence.
    """

    order: int
    row: Row
    needs: tuple[int, ...]
    second: Keys | None
    crosses: bool


class RowIndex:
    """The rows of a grammar by the keys of the terms that they can begin with."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Index the rows of each kind."""
        self._rows = rows
        self._first_of: dict[str, Keys | None] = {kind: frozenset() for kind in rows}
        self._settle_firsts()
        self._crossing = self._kinds_that_cross()
        self._by_key: dict[str, list[Candidate]] = {}
        self._anywhere: list[Candidate] = []
        self._kept: dict[Keys, dict[str, tuple[Candidate, ...]]] = {}
        #: Sets of keys of which rows need one, each once, and their numbers.
        self.needed: list[Keys] = []
        self._numbers: dict[Keys, int] = {}
        for order, row in enumerate(row for its in rows.values() for row in its):
            self._add(order, row)

    def starting(self, keys: Keys) -> Mapping[str, tuple[Candidate, ...]]:
        """Return the rows that can begin with a term of some keys, by the kind that they find."""
        found = self._kept.get(keys)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[keys] = self._collected(keys)
        return found

    def _collected(self, keys: Keys) -> dict[str, tuple[Candidate, ...]]:
        by_order = {one.order: one for one in self._anywhere}
        for key in keys:
            by_order.update((one.order, one) for one in self._by_key.get(key, ()))
        found: dict[str, list[Candidate]] = {}
        for order in sorted(by_order):
            found.setdefault(by_order[order].row.kind, []).append(by_order[order])
        return {kind: tuple(its) for kind, its in found.items()}

    def _add(self, order: int, row: Row) -> None:
        needs = tuple(map(self._number, self._needed(row.node)))
        candidate = Candidate(order, row, needs, self._second(row.node), self._crosses(row.node))
        first = self._first(row.node)
        if first is None:
            self._anywhere.append(candidate)
        else:
            for key in first:
                self._by_key.setdefault(key, []).append(candidate)

    def _number(self, keys: Keys) -> int:
        """Return the number of a set of keys."""
        number = self._numbers.setdefault(keys, len(self.needed))
        if number == len(self.needed):
            self.needed.append(keys)
        return number

    def _settle_firsts(self) -> None:
        """Work out with which keys each kind can begin, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for kind, rows in self._rows.items():
                first = _united(self._first(row.node) for row in rows)
                if first != self._first_of[kind]:
                    self._first_of[kind], changed = first, True

    def _first(self, node: Any) -> Keys | None:
        """Return the keys of the terms that a pattern can begin with; None where it can be any."""
        kind = node[0]
        if kind == "words":
            return frozenset(node[1])
        if kind == "sense":
            return frozenset({f"@{node[1]}"})
        if kind == "rule":
            if node[1] in TERMINALS:
                keys = TERMINALS[node[1]][0]
                return None if keys is None else frozenset(keys)
            return self._first_of.get(node[1], frozenset())
        if kind == "alt":
            return _united(self._first(each) for each in node[1])
        if kind in {"opt", "star"}:
            return self._first(node[1])
        return _united(self._first(each) for each in _leading(node[1]))

    def _second(self, node: Any) -> Keys | None:
        """Return the keys of the terms that can stand behind the first; None where these can be any."""
        nodes = node[1] if node[0] == "seq" else [node]
        while nodes and nodes[0][0] == "seq":
            nodes = [*nodes[0][1], *nodes[1:]]
        if not nodes or not _is_single(nodes[0]) or all(map(can_be_empty, nodes[1:])):
            return None
        return _united(self._first(each) for each in _leading(nodes[1:]))

    def _needed(self, node: Any) -> Iterator[Keys]:
        if node[0] == "seq":
            for each in node[1]:
                yield from self._needed(each)
        elif not can_be_empty(node):
            first = self._first(node)
            if first:
                yield first

    def _kinds_that_cross(self) -> frozenset[str]:
        """Return the kinds of which a row names a mark that ends a sentence, itself or by another kind."""
        crossing: set[str] = set()
        while True:
            self._crossing = frozenset(crossing)
            found = {
                kind for kind, rows in self._rows.items() if any(self._crosses(row.node) for row in rows)
            }
            if found == crossing:
                return self._crossing
            crossing = found

    def _crosses(self, node: Any) -> bool:
        if node[0] == "words":
            return not ENDS.isdisjoint(node[1])
        if node[0] == "sense":
            return False
        if node[0] == "rule":
            return node[1] in self._crossing
        return any(self._crosses(each) for each in ([node[1]] if node[0] in {"opt", "star"} else node[1]))


def _is_single(node: Any) -> bool:
    """Return whether a part of a pattern is always one term."""
    return node[0] == "words" or (node[0] == "rule" and node[1] in TERMINALS and node[1] not in OF_PHRASES)


def can_be_empty(node: Any) -> bool:
    """Return whether a pattern's tree can match nothing at all."""
    if node[0] in {"opt", "star"}:
        return True
    if node[0] in {"seq", "alt"}:
        return (all if node[0] == "seq" else any)(can_be_empty(each) for each in node[1])
    return False


def _leading(nodes: Sequence[Any]) -> Iterator[Any]:
    """Yield the elements of a sequence with which it can begin."""
    for each in nodes:
        yield each
        if not can_be_empty(each):
            return


def _united(firsts: Iterable[Keys | None]) -> Keys | None:
    """Return the keys of all, None where one can be any."""
    found: set[str] = set()
    for first in firsts:
        if first is None:
            return None
        found |= first
    return frozenset(found)
