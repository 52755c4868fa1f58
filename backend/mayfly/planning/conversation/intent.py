"""What somebody wants: a model, the state of the storage, a sweep, a list, or help.

Weighed by the same patterns as everything that is said: phrases that want something else
(``language/weighing/patterns/around/wants``) against the readings of the message as a shape. "Sweep a
circle of 5 mm along the path" describes one, "sweep the old files" does not. In doubt it is "make": the
planner asks about what it does not understand, while a sweep or a list in place of a model would leave the
request unheard.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, cast

from mayfly.language.chunks import Term
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.weighing.chart import Chart
from mayfly.language.weighing.grammar import GRAMMAR
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import State
from mayfly.planning.readings.reader import weighed

Intent = Literal["make", "stats", "sweep", "list", "help"]

_LONGEST_CHARACTERS: Final = 1000
#: What it costs that a phrase that wants something leaves a term out.
_NUMBER: Final = 3.0
_LENGTH: Final = 6.0
_SHAPE_WORD: Final = 9.0
_WORD: Final = 0.8
#: What it costs to take a message for a shape of which it gives no size.
_NO_SIZE: Final = 8.0
_LENGTHS: Final = frozenset({"mm", "cm", "m", "in", "ft"})
_OF_SHAPES: Final = frozenset({"part", "feature", "component", "unsupported"})


def read_intent(text: str) -> Intent:
    """Return what a message asks for."""
    return _read(text[:_LONGEST_CHARACTERS])


@lru_cache(maxsize=64)
def _read(text: str) -> Intent:
    cut, states = weighed(text)
    if not any(term.kind == "word" for term in cut.terms):
        return "make"
    wanted, cost = _wanted(cut)
    return wanted if cost < _shape_cost(states) else "make"


def _shape_cost(states: Sequence[State]) -> float:
    """Return how far-fetched it is that a message describes a shape."""
    sized = [state.cost for state in states if any(topic.sizes or topic.groups for topic in state.topics)]
    return min([_NO_SIZE, *sized])


def _wanted(cut: Text) -> tuple[Intent, float]:
    """Return what phrases of a message want, and how much of it they leave out; "make" where none does."""
    chart = Chart(cut, GRAMMAR)
    best: dict[str, list[float]] = {}
    length = len(cut.terms)
    left_out = [_left_out(cut, at) for at in range(length)]
    for at in range(length):
        for end, intent, cost in chart.find("want", at) or ():
            best.setdefault(intent, []).append(cost + sum(left_out[:at]) + sum(left_out[end:]))
    if not best:
        return "make", _NO_SIZE
    intent = min(best, key=lambda one: min(best[one]))
    return cast("Intent", intent), min(best[intent])


def _left_out(cut: Text, at: int) -> float:
    """Return what it costs that a phrase leaves out a term."""
    term: Term = cut.terms[at]
    if term.quantity is not None:
        return _LENGTH if term.quantity.unit in _LENGTHS else _NUMBER
    if term.kind != "word" or term.word in GLUE | HARMLESS | ARTICLES:
        return 0.0
    senses = {table for phrase in cut.phrases[at] for table in phrase.term.senses}
    return _SHAPE_WORD if senses & _OF_SHAPES else _WORD


def help_text() -> str:
    """Return the help text: what can be made, with examples, the units, and how to ask for a hole."""
    from mayfly.cad.parts import catalogue

    titles = ", ".join(sorted(part.title for part in catalogue().values()))
    return (
        "I make one mechanical part for each request, as a STEP file that lives for 30 minutes.\n\n"
        f"Parts: {titles}.\n\n"
        "Features: through and blind holes (corner, bolt circle, grid, row, points), clearance"
        " and tapped M holes,"
        " counterbores, countersinks, slots, pockets, fillets and chamfers.\n\n"
        'Units: mm (the default), cm, m, inch (in, ") and foot (ft, \'); fractions such as 1 1/2" are fine,'
        " and each number keeps its own unit.\n\n"
        "Examples:\n"
        "- plate 100 x 60 x 8 mm with four M6 clearance holes in the corners, 10 mm inset\n"
        "- tube OD 40, ID 32, length 120\n"
        "- flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110\n"
        "- block 50 x 50 x 30 with a blind hole in the middle, 16 mm diameter and 18 mm deep\n"
        "- L-bracket, both legs 50, 30 wide, 4 mm thick\n"
        "- M10 washer\n\n"
        "A hole is asked for with its diameter and its place, for example: one 8 mm hole in the centre;"
        " six 9 mm holes on a 75 mm bolt circle; 4x Ø5.5 holes in the corners, 8 mm inset.\n\n"
        "You can also ask how many models are stored and when they expire, list them,"
        " or have the expired ones deleted."
    )
