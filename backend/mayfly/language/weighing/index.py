"""Which rows of the grammar can begin at a term, and which words a text needs for one to match at all.

A term has keys: its word ("hole"), its kind ("#number"), the senses of the phrases that begin with it
("@edge", "@marker.edge") and their tables ("<part"). A row is looked for only where a term has one of the
keys that it can begin with, and only if for each thing that it can't do without the rest of the sentence has
one of the keys of that. What a row needs are sets of keys, each with a number of its own, so that what it
needs and what a text has are bits of two integers. These have thousands of bits, so the rarest of the sets is
looked up first, among those of which the text has a key anywhere: most rows that can't match cost no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.rows import Row
from mayfly.language.weighing.terminals import OF_PHRASES, TERMINALS

#: Marks that end a sentence or a line; a row that names none of them lies in one sentence.
ENDS: Final = frozenset({".", ";", "!", "?", "¶"})
#: Sets of keys for which the rows are kept.
_KEPT: Final = 4096
#: Rounds in which is worked out what kinds need that consist of others; each adds one level.
_ROUNDS: Final = 3
#: Words and marks that most texts have, and how common keys of classes of terms are, against a rare word.
_COMMON_WORDS: Final = frozenset(",.:;-=()¶×x") | word_set(
    "a an the of and with on at in to from by is are for"
)
_COMMON: Final = {"#": 1.0, "<": 0.4, "@": 0.05}

Keys = frozenset[str]


#: The number of the rarest set of keys that a row needs, all that it needs as bits (`Needs`), and the row.
Candidate = tuple[int, int, Row]
#: The number of a set of which every text has a key, for a row that needs none.
_ANY: Final = -1


@dataclass(frozen=True, slots=True)
class Needs:
    """Where the bits stand in one number that say what a row needs, or what a text lacks at some term.

    Attributes:
        width: How many sets of keys are numbered.
    """

    width: int

    def packed(self, first: int, later: int, second: int, *, crosses: bool) -> int:
        """Return what a row needs.

        Args:
            first: The numbers, as bits, of the sets of keys that it needs from its first term on.
            later: Those that it needs behind that term.
            second: Where its first part is one term: the number of the keys of which the next term has to
                have one; else 0.
            crosses: It can go beyond the end of a sentence.
        """
        inside = 0 if crosses else first | later << 2 * self.width
        beyond = first << 3 * self.width | later << 4 * self.width if crosses else 0
        return inside | second << self.width | beyond

    def lacking(self, here: tuple[int, int], behind: tuple[int, int], second: int) -> int:
        """Return what a text lacks at a term.

        Args:
            here: What the rest of the sentence lacks from the term on, and what the rest of the text lacks.
            behind: The same from the next term on.
            second: What the next term lacks.
        """
        parts = (here[0], second, behind[0], here[1], behind[1])
        every = (1 << self.width) - 1
        packed = 0
        for place, lacks in enumerate(parts):
            packed |= (lacks & every) << place * self.width
        return packed


class Starting(NamedTuple):
    """What begins at a term.

    Attributes:
        rows: The rows that can begin there, by the kind that they find.
        has: The numbers, as bits, of the sets of keys of which the term has one.
        numbers: The same numbers, one by one.
    """

    rows: Mapping[str, tuple[Candidate, ...]]
    has: int
    numbers: frozenset[int]


class RowIndex:
    """The rows of a grammar by the keys of the terms that they can begin with."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Index the rows of each kind."""
        self._rows = rows
        self._first_of: dict[str, Keys | None] = {kind: frozenset() for kind in rows}
        self._settle_firsts()
        self._crossing = self._kinds_that_cross()
        self._need_of: dict[str, Keys | None] = {}
        for _ in range(_ROUNDS):
            self._need_of = {kind: self._rarest_of_all(its) for kind, its in rows.items()}
        self._by_key: dict[str, list[int]] = {}
        self._anywhere: list[int] = []
        self._kept: dict[Keys, Starting] = {}
        #: Sets of keys of which rows need one, each once, and their numbers as bits.
        self._bits: dict[Keys, int] = {}
        every = [row for its in rows.values() for row in its]
        needs = [self._needs(order, row) for order, row in enumerate(every)]
        #: Where the bits stand of what rows need.
        self.needs: Final = Needs(len(self._bits))
        rarity = [_commonness(keys) for keys in self._bits]
        self._candidates = [
            (
                min(_numbers(first | later | second), key=rarity.__getitem__, default=_ANY),
                self.needs.packed(first, later, second, crosses=self._crosses(row.node)),
                row,
            )
            for (first, later, second), row in zip(needs, every, strict=True)
        ]
        #: For each key the sets that it is in.
        self._bits_of_key: dict[str, int] = {}
        for keys, bit in self._bits.items():
            for key in keys:
                self._bits_of_key[key] = self._bits_of_key.get(key, 0) | bit
        self._known = frozenset(self._by_key.keys() | self._bits_of_key.keys())

    def starting(self, keys: Keys) -> Starting:
        """Return what can begin with a term of some keys."""
        keys = keys & self._known
        found = self._kept.get(keys)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            has = self._having(keys)
            numbers = frozenset((*_numbers(has), _ANY))
            found = self._kept[keys] = Starting(self._collected(keys), has, numbers)
        return found

    def _having(self, keys: Keys) -> int:
        bits = 0
        for key in keys:
            bits |= self._bits_of_key.get(key, 0)
        return bits

    def _collected(self, keys: Keys) -> dict[str, tuple[Candidate, ...]]:
        orders = set(self._anywhere).union(*(self._by_key.get(key, ()) for key in keys))
        found: dict[str, list[Candidate]] = {}
        for order in sorted(orders):
            candidate = self._candidates[order]
            found.setdefault(candidate[2].kind, []).append(candidate)
        return {kind: tuple(its) for kind, its in found.items()}

    def _needs(self, order: int, row: Row) -> tuple[int, int, int]:
        """Note with which keys a row can begin; return what it needs, first, later and second."""
        for key in self._first(row.node) or ():
            self._by_key.setdefault(key, []).append(order)
        if self._first(row.node) is None:
            self._anywhere.append(order)
        mandatory = [each for each in _parts(row.node) if not can_be_empty(each)]
        first = self._bits_of(keys for each in mandatory[:1] for keys in self._needed(each))
        later = self._bits_of(keys for each in mandatory[1:] for keys in self._needed(each))
        second = self._second(row.node)
        return first, later, 0 if second is None else self._bits_of([second])

    def _bits_of(self, needed: Iterable[Keys]) -> int:
        """Return the numbers of sets of keys, as bits."""
        bits = 0
        for keys in needed:
            bits |= self._bits.setdefault(keys, 1 << len(self._bits))
        return bits

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
        nodes = _parts(node)
        if not nodes or not _is_single(nodes[0]) or all(map(can_be_empty, nodes[1:])):
            return None
        return _united(self._first(each) for each in _leading(nodes[1:]))

    def _needed(self, node: Any) -> Iterator[Keys]:
        """Yield sets of keys of each of which a text needs one, so that a pattern can match in it."""
        if node[0] == "seq":
            for each in node[1]:
                yield from self._needed(each)
        elif not can_be_empty(node):
            first = self._first(node)
            if first:
                yield first
            rarest = (
                self._need_of.get(node[1])
                if node[0] == "rule"
                else _united(map(self._rarest, node[1]))
                if node[0] == "alt"
                else None
            )
            if rarest is not None and rarest != first:
                yield rarest

    def _rarest(self, node: Any) -> Keys | None:
        """Return the set of keys that a pattern needs and the fewest texts have; None without one."""
        return min(self._needed(node), key=_commonness, default=None)

    def _rarest_of_all(self, rows: Sequence[Row]) -> Keys | None:
        """Return a set of keys of which each row of a kind needs one; None without one."""
        return _united(self._rarest(row.node) for row in rows)

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


def _parts(node: Any) -> Sequence[Any]:
    """Return the parts of a pattern in their order; of one that is no sequence itself."""
    nodes = node[1] if node[0] == "seq" else [node]
    while nodes and nodes[0][0] == "seq":
        nodes = [*nodes[0][1], *nodes[1:]]
    return nodes


def _numbers(bits: int) -> list[int]:
    """Return the numbers that are noted as bits."""
    return [number for number, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"]


def _commonness(keys: Keys) -> float:
    """Return how likely it is that a text has one of some keys, against others."""
    return sum(1.0 if key in _COMMON_WORDS else _COMMON.get(key[0], 0.01) for key in keys)


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
