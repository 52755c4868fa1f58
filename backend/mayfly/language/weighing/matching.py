"""Turns a pattern's tree into a function: from a place in a text to the ways to go on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Text

#: Words that no pattern has to name.
ARTICLES: Final = word_set("a an the its their our my your this these those -")
#: Readings of one kind at one place that are kept.
MOST_READINGS: Final = 8
_MOST_REPEATS: Final = 12

Bindings = tuple[tuple[str, Any], ...]
#: One way to match from a place: where it ends, what it bound, what it costs.
Step = tuple[int, Bindings, float]


class Searched(Protocol):
    """A text that is searched, as patterns need it."""

    text: Text
    words: Sequence[str]
    length: int

    def find(self, kind: str, at: int) -> Sequence[tuple[int, Any, float]]:
        """Return the readings of a kind that begin at a term: end, value and cost."""


Matcher = Callable[[Searched, int], Sequence[Step]]
_NONE: Final[tuple[Step, ...]] = ()


def matcher(node: Any) -> Matcher:
    """Return the function that matches a pattern's tree."""
    kind = node[0]
    if kind == "words":
        return _past_articles(_words(node[1]))
    if kind == "sense":
        return _past_articles(_sense(node[1]))
    if kind == "rule":
        return _past_articles(_rule(node[1], node[2]))
    if kind == "alt":
        return _any_of([matcher(each) for each in node[1]])
    if kind == "opt":
        return _optional(matcher(node[1]))
    if kind == "star":
        return _repeated(matcher(node[1]))
    return _in_order([matcher(each) for each in node[1]])


def _past_articles(match: Matcher) -> Matcher:
    """Try an element where it stands, and behind each article there."""

    def past(chart: Searched, at: int) -> Sequence[Step]:
        words, length = chart.words, chart.length
        if at >= length:
            return _NONE
        found = match(chart, at)
        while words[at] in ARTICLES:
            at += 1
            if at >= length:
                break
            further = match(chart, at)
            if further:
                found = [*found, *further]
        return found

    return past


def _words(wanted: frozenset[str]) -> Matcher:
    def match(chart: Searched, at: int) -> Sequence[Step]:
        return ((at + 1, (), 0.0),) if chart.words[at] in wanted else _NONE

    return match


def _sense(wanted: str) -> Matcher:
    def match(chart: Searched, at: int) -> Sequence[Step]:
        phrases = chart.text.phrases[at]
        if not phrases:
            return _NONE
        return [(p.end, (), p.cost) for p in phrases if _has_sense(p.term, wanted)]

    return match


def _rule(kind: str, name: str) -> Matcher:
    def match(chart: Searched, at: int) -> Sequence[Step]:
        found = chart.find(kind, at)
        if not found:
            return _NONE
        if not name:
            return [(end, (), cost) for end, _, cost in found]
        return [(end, ((name, value),), cost) for end, value, cost in found]

    return match


def _any_of(matches: Sequence[Matcher]) -> Matcher:
    def match(chart: Searched, at: int) -> Sequence[Step]:
        found: list[Step] = []
        for each in matches:
            found.extend(each(chart, at))
        return found

    return match


def _optional(match: Matcher) -> Matcher:
    def optional(chart: Searched, at: int) -> Sequence[Step]:
        return [*match(chart, at), (at, (), 0.0)]

    return optional


def _repeated(match: Matcher) -> Matcher:
    def repeated(chart: Searched, at: int) -> Sequence[Step]:
        found: list[Step] = [(at, (), 0.0)]
        last = found
        for _ in range(_MOST_REPEATS):
            last = [
                (end, before + bound if bound else before, cost + extra)
                for start, before, cost in last
                for end, bound, extra in match(chart, start)
                if end > start
            ]
            if not last:
                break
            last = sorted(last, key=lambda step: step[2] - 0.01 * step[0])[:MOST_READINGS]
            found = [*last, *found]
        return found

    return repeated


def _in_order(matches: Sequence[Matcher]) -> Matcher:
    if not matches:  # an alternative that may be left out
        return lambda _, at: ((at, (), 0.0),)
    if len(matches) == 1:
        return matches[0]
    first, rest = matches[0], matches[1:]

    def in_order(chart: Searched, at: int) -> Sequence[Step]:
        steps = first(chart, at)
        for match in rest:
            if not steps:
                return _NONE
            steps = [
                (end, before + bound if bound else before, cost + extra)
                for start, before, cost in steps
                for end, bound, extra in match(chart, start)
            ]
        return steps

    return in_order


def joined(bound: Bindings) -> dict[str, Any]:
    """Return bindings by name; those whose name ends in "+" as one tuple."""
    joined: dict[str, Any] = {}
    for name, value in bound:
        if name.endswith("+"):
            joined[name[:-1]] = (*joined.get(name[:-1], ()), value)
        else:
            joined[name] = value
    return joined


def _has_sense(term: Term, wanted: str) -> bool:
    table, _, name = wanted.rpartition(".")
    if table:
        return term.senses.get(table) == name
    return wanted in term.senses.values()
