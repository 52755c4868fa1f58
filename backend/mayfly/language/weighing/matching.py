"""Turns a pattern's tree into a function: from a place in a text to the ways to go on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Phrase

#: Words that no pattern has to name.
ARTICLES: Final = word_set("a an the its their our my your this these those -")
#: Readings of one kind at one place that are kept.
MOST_READINGS: Final = 8
_MOST_REPEATS: Final = 12

Bindings = tuple[tuple[str, Any], ...]
#: One way to match from a place: where it ends, what it bound, what it costs.
Step = tuple[int, Bindings, float]


class Searched(Protocol):
    """A text that is searched, as patterns need it.

    Attributes:
        words: Its words, and an empty one behind the last.
        phrases: For each term the phrases that begin with it, and none behind the last.
        steps: For each term what the elements that were tried there matched, and behind the last.
        open: How often a kind was asked for while it is being looked for.
    """

    words: Sequence[str]
    phrases: Sequence[Sequence[Phrase]]
    steps: Sequence[dict[Any, Sequence[Step]]]
    open: int

    def find(self, kind: str, at: int) -> Sequence[tuple[int, Any, float]] | None:
        """Return the readings of a kind that begin at a term: end, value and cost.

        None while these are being looked for: a row that begins with its own kind finds nothing there.
        """


Matcher = Callable[[Searched, int], Sequence[Step]]
_NONE: Final[tuple[Step, ...]] = ()


def matcher(node: Any) -> Matcher:
    """Return the function that matches a pattern's tree; trees that are equal have one in common."""
    key = _frozen(node)
    found = _MATCHERS.get(key)
    if found is None:
        found = _MATCHERS[key] = _matcher(node)
    return found


_MATCHERS: Final[dict[Any, Matcher]] = {}


def _frozen(node: Any) -> Any:
    """Return a pattern's tree as a value that can be looked up."""
    return tuple(map(_frozen, node)) if isinstance(node, tuple | list) else node


def _matcher(node: Any) -> Matcher:
    kind = node[0]
    if kind == "words":
        return _words(node[1])
    if kind == "sense":
        return _sense(node[1])
    if kind == "rule":
        return _rule(node[1], node[2])
    if kind == "alt":
        return _any_of([matcher(each) for each in node[1]])
    if kind == "opt":
        return _optional(matcher(node[1]))
    if kind == "star":
        return _repeated(matcher(node[1]), node[1][1] if node[1][0] == "words" else None)
    return _in_order([matcher(each) for each in node[1]])


def _words(wanted: frozenset[str]) -> Matcher:
    """Match one of some words, where it stands or behind articles."""

    def match(chart: Searched, at: int) -> Sequence[Step]:
        word = chart.words[at]
        if word in ARTICLES:
            behind = match(chart, at + 1)
            return [(at + 1, (), 0.0), *behind] if word in wanted else behind
        return ((at + 1, (), 0.0),) if word in wanted else _NONE

    return match


def _sense(wanted: str) -> Matcher:
    """Match a phrase that has a sense, where it stands or behind articles."""
    key = f"@{wanted}"

    def match(chart: Searched, at: int) -> Sequence[Step]:
        found = chart.steps[at].get(key)
        if found is None:
            found = [(p.end, (), p.cost) for p in chart.phrases[at] if _has_sense(p.term, wanted)]
            if chart.words[at] in ARTICLES:
                found += match(chart, at + 1)
            chart.steps[at][key] = found
        return found

    return match


def _rule(kind: str, name: str) -> Matcher:
    """Match what the rows of a kind find, where it stands or behind articles."""
    key = f"{name}:{kind}"

    def match(chart: Searched, at: int) -> Sequence[Step]:
        steps = chart.steps[at].get(key)
        if steps is not None:
            return steps
        found = chart.find(kind, at)
        behind = match(chart, at + 1) if chart.words[at] in ARTICLES else _NONE
        if found is None:
            chart.open += 1
            return behind
        own = [(end, ((name, value),) if name else (), cost) for end, value, cost in found]
        steps = chart.steps[at][key] = [*own, *behind] if behind else own
        return steps

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


def _repeated(match: Matcher, wanted: frozenset[str] | None) -> Matcher:
    """Match an element any number of times; of one that is only words, see at once that it is missing."""

    def repeated(chart: Searched, at: int) -> Sequence[Step]:
        if wanted is not None and (word := chart.words[at]) not in wanted and word not in ARTICLES:
            return ((at, (), 0.0),)
        known = chart.steps[at].get(match)
        if known is not None:
            return known
        open_ = chart.open
        found: list[Step] = [(at, (), 0.0)]
        last = found
        for _ in range(_MOST_REPEATS):
            following: list[Step] = []
            for start, before, cost in last:
                for end, bound, extra in match(chart, start):
                    if end > start:
                        following.append((end, before + bound if bound else before, cost + extra))
            if not following:
                break
            if len(following) > 1:
                following.sort(key=_rank)
                del following[MOST_READINGS:]
            last = following
            found = [*last, *found]
        if chart.open == open_:  # nothing of it is still being looked for
            chart.steps[at][match] = found
        return found

    return repeated


def _rank(step: Step) -> float:
    """Return the cost of a step, a little less for one that reads more."""
    return step[2] - 0.01 * step[0]


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
            further: list[Step] = []
            for start, before, cost in steps:
                for end, bound, extra in match(chart, start):
                    further.append((end, before + bound if bound else before, cost + extra))
            steps = further
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
