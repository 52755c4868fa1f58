"""Covers a text with patterns at the least cost: a beam of readings goes through it from left to right."""

from __future__ import annotations

from bisect import insort
from math import inf
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import patterns as _patterns  # noqa: F401 - fills the grammar
from mayfly.language.weighing.asides import asides
from mayfly.language.weighing.attach import Knowledge, attach
from mayfly.language.weighing.attach.fitting import left_alone, torn_apart
from mayfly.language.weighing.chart import Chart
from mayfly.language.weighing.grammar import GRAMMAR, text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING, Evidence, State
from mayfly.language.weighing.unknown_words import passing_costs
from mayfly.language.weighing.values import Group, Size, Stated

#: Kinds of phrases that a text consists of.
TOP: Final = ("head", "dims", "sized", "mark", "place", "stated", "context")
#: Readings kept at each place.
WIDTH: Final = 8
_UNREAD_NUMBER: Final = 8.0
_UNREAD_SENSE: Final = 4.0
_UNREAD_WORD: Final = 3.0
#: Words behind which something new begins ("and"), or the same goes on ("with").
_JOINING: Final = frozenset({"and", "with"})
_UNREAD_ALL: Final = 1.6
_STEP: Final = 0.02
#: A reading that is dearer than one that has read more already by more than this is given up.
_BEHIND: Final = 3.0
#: A reading that is dearer than the cheapest up to the same place by more than this is given up.
FARTHEST: Final = 4.0
#: Rows tried and readings gone on from, together, for one text: twice as many as for the hardest request that
#: people have written. What is left then is not looked at, and asked about.
MOST_STEPS: Final = 12_000
#: Terms behind a place at which readings are looked for that are farther on.
_LONGEST_PHRASE: Final = 40
#: No phrase is cheaper than this where it is added to a reading.
CHEAPEST: Final = -0.4
#: Words that turn a part over.
_POSES: Final = frozenset({"down", "downward", "downwards", "upside", "sideways"})
#: Words that say how many of something: stepped over, something else is meant.
_ALL: Final = frozenset({"all", "each", "every", "both", "other", "per"})
#: Words that put a thing between two others; the patterns that know them read them.
_BETWEEN: Final = frozenset({"between"})
#: Words by which a size counts another one in.
_INCLUDING: Final = frozenset({"incl", "including", "includes", "include", "inclusive", "plus"})
#: Words that mean nothing of a shape.
_FREE: Final = HARMLESS | GLUE
#: Words behind "up" with which it says nothing of a pose.
_UP_TO: Final = frozenset({"to", "from", "by", "with", "and", "for", "my", "a", "the"})
#: Words that begin a clause, and what follows them where the clause goes on to describe the shape.
_RELATIVE: Final = frozenset({"which"})
_DESCRIBES: Final = word_set(
    "has have had is are was contains includes features carries gets measures runs goes stands lies sits "
    "should must shall will needs in on at i we itself also then"
)
#: Marks of a template that was not filled in, where no specification was read between them.
_TEMPLATE: Final = frozenset("{}")
#: Features that can have a hole of their own.
_RAISED: Final = frozenset({"boss", "raised"})
_ENDS: Final = frozenset({".", ";", "!", "?", "¶"})


def read(text: Text, knows: Knowledge, width: int = WIDTH, *, begin: State | None = None) -> list[State]:
    """Return the readings of a text, the cheapest first.

    Args:
        text: The text.
        knows: What the catalogue says of parts.
        width: Readings kept at each place.
        begin: What was spoken of before: the model at hand, which the text goes on about.
    """
    if not text.terms:
        return [begin or State()]
    chart = Chart(text, GRAMMAR)
    terms = text.terms
    beams = [_Beam(width) for _ in range(len(terms) + 1)]
    beams[0].keep(begin or State())
    passing = passing_costs(text)
    talk = asides(text)
    attached = 0
    for at, term in enumerate(terms):
        reached = beams[at + 1 : at + _LONGEST_PHRASE]
        ahead = min([beam.cheapest for beam in reached])
        states = [state for state in beams[at].best() if state.cost <= ahead + _BEHIND]
        if not states:
            continue
        if chart.tried + attached > MOST_STEPS:
            return [state.leaving("…", at, _UNREAD_NUMBER, len(terms)) for state in states]
        phrases = [
            (beams[end], end, value, cost + _STEP)
            for kind in TOP
            for end, value, cost in chart.find(kind, at) or ()
        ]
        for end, cost in talk.get(at, ()):
            phrases.append((beams[end], end, Stated(text_of(terms[at:end])), cost))
        known = any(phrase.end == at + 1 for phrase in text.phrases[at])
        following = terms[at + 1].word if at + 1 < len(terms) else ""
        for state in states:
            beams[at + 1].keep(
                state.passing(passing[at], term.text)
                if at in passing
                else _stepped_over(
                    state, term, at, known=known or _counts_in(text, at, state), following=following
                )
            )
            for beam, end, value, cost in phrases:
                if not beam.takes(state.cost + cost + CHEAPEST):
                    continue
                attached += 1
                apart = torn_apart(state, at, value, knows)
                cost_here = cost + left_alone(state, at, value)
                for extended, extra in attach(state, value, knows):
                    paid = cost_here + extra + (apart if apart and _leaves(state, extended) else 0.0)
                    if beam.takes(extended.cost + paid):
                        beam.add(extended, paid, Evidence(at, end, value, paid))
    return beams[-1].best()


def _leaves(state: State, extended: State) -> bool:
    """Return whether what was said now is not said of the topic that was spoken of."""
    return state.focus < 0 or extended.topics[state.focus] == state.topics[state.focus]


class _Beam:
    """The cheapest readings up to one place."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.states: dict[tuple[object, ...], State] = {}
        self._costs: list[float] = []
        #: The cost of the cheapest reading.
        self.cheapest = inf
        #: A reading has to be cheaper than this where as many as are kept are known.
        self._dearest = inf
        #: A reading must not be dearer than this.
        self._farthest = inf

    def takes(self, cost: float) -> bool:
        """Return whether a reading of a cost could be among the cheapest."""
        return cost <= self._farthest and cost < self._dearest

    def keep(self, state: State) -> None:
        """Keep a reading, the cheapest of those that read everything alike."""
        if self.takes(state.cost):
            key = (state.topics, state.focus, state.context, state.pending)
            if self._is_cheapest(key, state.cost):
                self.states[key] = state

    def add(self, state: State, cost: float, evidence: Evidence) -> None:
        """Keep a reading at what a phrase costs besides, with what that was read as."""
        key = (state.topics, state.focus, state.context, state.pending)
        if self._is_cheapest(key, state.cost + cost):
            self.states[key] = state.having(cost, evidence)

    def _is_cheapest(self, key: tuple[object, ...], cost: float) -> bool:
        """Return whether there is no cheaper reading that reads everything alike; note its cost then."""
        held = self.states.get(key)
        if held is not None:
            if held.cost <= cost:
                return False
            if held.cost <= self._costs[-1]:
                self._costs.remove(held.cost)
        costs = self._costs
        insort(costs, cost)
        del costs[self.width :]
        self._dearest = costs[-1] if len(costs) == self.width else inf
        self.cheapest = costs[0]
        self._farthest = self.cheapest + FARTHEST
        return True

    def best(self) -> list[State]:
        """Return the cheapest readings, the cheapest first."""
        found = sorted(self.states.values(), key=lambda state: state.cost)[: self.width]
        return [state for state in found if state.cost <= found[0].cost + FARTHEST]


def _counts_in(text: Text, at: int, state: State) -> bool:
    """Return whether a size counts a piece of the part in: "40 high including the flange"."""
    if text.terms[at].word not in _INCLUDING or not state.evidence:
        return False
    behind = at + 1
    while behind < len(text.terms) and text.terms[behind].word in ARTICLES | {".", "of"}:
        behind += 1
    ends = (
        [phrase.end for phrase in text.phrases[behind] if phrase.term.sense("component")]
        if (behind < len(text.terms))
        else []
    )
    sized = any(end < len(text.terms) and text.terms[end].quantity is not None for end in ends)
    named = bool(ends) and not sized  # "including a flange 34 x 4" describes it
    return named and isinstance(state.evidence[-1].value, Size | Group)


def _stepped_over(state: State, term: Term, at: int, *, known: bool, following: str) -> State:
    """Return the reading without a term."""
    if term.word in {"×", "x"}:
        return state.paying(2.0)
    if term.text in _TEMPLATE or term.word in _BETWEEN or (term.word == "it" and _is_either(state)):
        return state.leaving(term.text, at, _UNREAD_WORD)
    if term.kind == "mark":
        return _over_mark(state, term.word)
    if term.quantity is not None or term.kind in {"point", "fit"}:
        cost = _UNREAD_NUMBER
    elif known:
        cost = _UNREAD_SENSE
    elif _turns(term.word, following):
        cost = _UNREAD_WORD
    elif term.word in _ALL:
        return state.paying(_UNREAD_ALL)
    elif term.word in _JOINING:
        return state.pausing(0.03, paused=term.word == "and")
    elif term.word in _FREE:
        return state.paying(0.03)
    else:
        cost = _UNREAD_WORD
    return state.leaving(term.text, at, cost)


def _turns(word: str, following: str) -> bool:
    """Return whether a word turns what is said around, or a part over."""
    if word in _RELATIVE and following in _DESCRIBES:
        return False  # "which has a hole", "whose axis is"
    return word in TURNING or word in _POSES or (word == "up" and following not in _UP_TO)


def _over_mark(state: State, mark: str) -> State:
    """Return the reading behind a mark."""
    if mark in _ENDS:
        return state if state.fresh and not state.context else state.beginning()
    if mark == ",":
        return state.pausing()
    return state if mark in {":", "(", ")", "-", "&", "/", "=", "|"} else state.paying(0.5)


def _is_either(state: State) -> bool:
    """Return whether "it" behind a feature is a boss or the part: "a plate with a boss and a hole in it"."""
    before = state.topics[: max(state.focus, 0)]
    return any(topic.kind in _RAISED for topic in before) and state.topics[state.focus].kind != "part"
