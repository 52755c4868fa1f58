"""Adds a word that says something of a topic by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mayfly.language.nodes import UNNAMED
from mayfly.language.weighing.attach.fitting import MARKS_OF_HOLES, last_of
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import (
    Mark,
    Placing,
    Size,
)

#: What "open at the end" and "open on the side" leave open: which of several.
OPENED: Final = frozenset({"end", "side", "face"})
#: What it costs that the part itself, which has no thread, is called through, blind or tapped.
_NO_HOLE_YET: Final = 2.0
#: Features of which "through" and "full length" can be said.
_TAKING_MARKS: Final = frozenset(
    {
        "hole",
        "bore",
        "slot",
        "pocket",
        "groove",
        "keyway",
        "sunk",
        "cut",
        "cut_block",
        "cut_body",
        "sketch",
        "rib",
        "step",
        "flat",
    }
)
_SCREWS: Final = frozenset({Mark.SCREW, Mark.CAP_SCREW, Mark.FLAT_HEAD})
#: Steps of construction, which have no shape of their own, and what it costs to give them one.
_STEPS: Final = frozenset({"loft", "extrude", "revolve", "sweep", "cut", "scale", "repeat", "mirror"})
_NO_SHAPE: Final = 1.5
#: What is done to edges: "circular" behind it says which, and what it costs that the part is called so.
_EDGE_CUTS: Final = frozenset({"fillet", "chamfer"})
_OF_EDGES: Final = 2.0
#: Said of what comes next where they stand behind the part's sizes: "a plate 60 x 40 x 5, a vertical row".
_BEFORE_THE_NOUN: Final = frozenset({Mark.VERTICAL, Mark.HORIZONTAL})
#: Marks that say how features lie, which is said of a hole also behind its counterbore.
_OF_PATTERNS: Final = frozenset(
    {Mark.EQUALLY, Mark.ROW, Mark.SQUARE_PATTERN, Mark.RADIAL, Mark.CENTRED, Mark.CROSS}
)
#: Marks that say something of the part itself.
_MARKS_OF_PARTS: Final = frozenset(
    {
        Mark.OPEN_TOP,
        Mark.OPEN_ENDED,
        Mark.CLOSED,
        Mark.CLOSED_BOTTOM,
        Mark.HOLLOW,
        Mark.POINTED,
        Mark.SQUARE,
        Mark.ROUND,
        Mark.TRIANGULAR,
        Mark.BENT,
        Mark.RIGHT_ANGLE,
        Mark.LENGTHS_EQUAL,
        Mark.LYING,
        Mark.STANDING,
    }
)


def _is_of_its_screw(state: State, mark: Mark, knows: Knowledge) -> bool:
    """Return whether "bolt" behind "washer for an M10" says only what goes through the part."""
    base = state.topics[state.base]
    last = base.said[-1] if base.said else None
    threaded = isinstance(last, Size) and last.label == UNNAMED and last.number.form == "thread"
    return threaded and mark in _SCREWS and knows.mated(base.name)


def attach_mark(state: State, mark: Mark, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a mark given to a feature, to the part, or kept for the next feature."""
    base = state.base
    focus = state.topics[state.focus].kind if state.focus >= 0 else ""
    if mark in {Mark.LYING, Mark.STANDING} and state.context:
        said = Placing("flag", mark.value, text=mark.value, about=(state.context,))
        yield state.extended(base, said), 0.0
        return
    if mark in _MARKS_OF_PARTS and base >= 0:
        own = (
            {"pocket", "boss", "slot", "hole"}
            if mark in {Mark.SQUARE, Mark.ROUND}
            else {"slot", "pocket", "boss"}
        )
        if focus in own:
            yield state.extended(state.focus, mark), 0.0
        else:
            yield state.extended(base, mark), _OF_EDGES if mark is Mark.ROUND and focus in _EDGE_CUTS else 0.0
        return
    if mark in MARKS_OF_HOLES:
        owner = state.topics[state.focus].owner if state.focus >= 0 else -1
        index = (
            state.focus
            if focus in _TAKING_MARKS
            else owner
            if owner >= 0
            else last_of(state, {"hole", "bore"})
        )
        if index >= 0:
            yield state.extended(index, mark), 0.0 if index == state.focus else 0.5
        threaded = base >= 0 and (
            knows.threaded(state.topics[base].name) or _is_of_its_screw(state, mark, knows)
        )
        if base >= 0 and (index < 0 or threaded):
            yield state.extended(base, mark), 0.1 if threaded else _NO_HOLE_YET
        if index < 0 and not threaded:
            yield state.waiting(mark), 0.5
        return
    if focus in {"counterbore", "countersink"} and mark in _OF_PATTERNS:
        yield state.extended(state.topics[state.focus].owner, mark), 0.0
        return
    if state.focus >= 0:
        shape = mark in _MARKS_OF_PARTS and focus in _STEPS  # "a 20 mm square" is a profile
        behind = mark in _BEFORE_THE_NOUN and focus == "part" and bool(state.topics[state.focus].groups)
        if not behind:
            yield state.extended(state.focus, mark), _NO_SHAPE if shape else 0.0
    if state.focus < 0 or focus == "part":
        yield state.waiting(mark), 0.2
