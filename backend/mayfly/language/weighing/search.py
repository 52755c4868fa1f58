"""Covers a text with patterns at the least cost: a beam of readings goes through it from left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.weighing import patterns as _patterns  # noqa: F401 - fills the grammar
from mayfly.language.weighing.attach import Knowledge, attach
from mayfly.language.weighing.grammar import GRAMMAR, Chart
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import Evidence, State

#: Kinds of phrases that a text consists of.
TOP: Final = ("head", "dims", "sized", "mark", "place", "stated", "context")
#: Readings kept at each place.
WIDTH: Final = 8
_UNREAD_NUMBER: Final = 8.0
_UNREAD_SENSE: Final = 4.0
_UNREAD_WORD: Final = 3.0
_STEP: Final = 0.05
_ENDS: Final = frozenset({".", ";", "!", "?", "¶"})


def read(text: Text, knows: Knowledge, width: int = WIDTH) -> list[State]:
    """Return the readings of a text, the cheapest first.

    Args:
        text: The text.
        knows: What the catalogue says of parts.
        width: Readings kept at each place.
    """
    chart = Chart(text, GRAMMAR)
    terms = text.terms
    beams: list[dict[tuple[object, ...], State]] = [{} for _ in range(len(terms) + 1)]
    _keep(beams[0], State())
    for at, term in enumerate(terms):
        states = sorted(beams[at].values(), key=lambda state: state.cost)[:width]
        if not states:
            continue
        phrases = [(end, value, cost) for kind in TOP for end, value, cost in chart.find(kind, at)]
        for state in states:
            _keep(
                beams[at + 1],
                _stepped_over(
                    state, term, at, known=any(phrase.end == at + 1 for phrase in text.phrases[at])
                ),
            )
            for end, value, cost in phrases:
                for extended, extra in attach(state, value, knows):
                    paid = cost + extra + _STEP
                    evidence = (*extended.evidence, Evidence(at, end, value, paid))
                    _keep(beams[end], replace(extended, cost=extended.cost + paid, evidence=evidence))
    return sorted(beams[-1].values(), key=lambda state: state.cost)[:width]


def _keep(beam: dict[tuple[object, ...], State], state: State) -> None:
    """Keep the cheapest of the states that read everything alike."""
    key = (state.topics, state.focus, state.context, state.pending)
    held = beam.get(key)
    if held is None or held.cost > state.cost:
        beam[key] = state


def _stepped_over(state: State, term: Term, at: int, *, known: bool) -> State:
    """Return the reading without a term."""
    if term.kind == "mark":
        if term.word in _ENDS:
            return replace(state, fresh=True, context="")
        return state if term.word in {",", ":", "(", ")", "-", "&", "/", "=", "|"} else state.paying(0.5)
    if term.quantity is not None or term.kind in {"point", "fit"}:
        cost = _UNREAD_NUMBER
    elif known:
        cost = _UNREAD_SENSE
    elif term.word in HARMLESS | GLUE:
        return state.paying(0.02)
    else:
        cost = _UNREAD_WORD
    evidence = (*state.evidence, Evidence(at, at + 1, None, cost))
    return replace(state, cost=state.cost + cost, unread=(*state.unread, term.text), evidence=evidence)
