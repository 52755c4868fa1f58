"""All readings of a request, each with its design or with what is open in it, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from mayfly.cad.parts import catalogue
from mayfly.design.errors import DoesNotFit
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Measure
from mayfly.language.weighing.attach import Knowledge
from mayfly.language.weighing.search import read
from mayfly.language.weighing.text import read_text
from mayfly.language.weighing.topics import State
from mayfly.planning.parts.names import find_size, words
from mayfly.planning.questions import asked
from mayfly.planning.readings.build import Built
from mayfly.planning.readings.quantities import has_bare, in_unit
from mayfly.planning.readings.whole import build_whole

_ONE: Final = Quantity(1.0, "1")
_OPEN: Final = 4.0
#: How much cheaper a reading has to be than any other one with another geometry.
MARGIN: Final = 1.5


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a request.

    Attributes:
        state: What was said of each topic.
        unit: The unit of its bare numbers.
        built: The design that it means; None where something is open.
        open: What has to be asked then.
        cost: How far-fetched it is.
    """

    state: State
    unit: str
    built: Built | None
    open: MayflyError | None
    cost: float


def readings(text: str) -> list[Reading]:
    """Return the readings of a request, the likeliest first."""
    cut = read_text(text, words())
    found: list[Reading] = []
    inches = {term.quantity.unit for term in cut.terms if term.quantity is not None and term.quantity.unit}
    units = ("in", "mm") if inches & {"in", "ft"} else ("mm",)
    limit = float("inf")
    for state in read(cut, knowledge()):
        if state.cost > limit:
            break
        for unit in units:
            reading = _reading(state, unit)
            found.append(reading)
            if reading.built is not None:
                limit = min(limit, reading.cost + MARGIN)
            if not has_bare(state):
                break
    return sorted(found, key=lambda one: one.cost)


def _reading(state: State, unit: str) -> Reading:
    cost = state.cost + (1.5 if unit == "mm" and has_bare(state) else 0.0)
    try:
        built = build_whole(in_unit(state, unit))
    except NeedsClarification as question:
        return Reading(state, unit, None, question, cost + _OPEN)
    except DoesNotFit as error:
        return Reading(state, unit, None, asked(error), cost + _OPEN)
    except ValidationError as error:
        return Reading(state, unit, None, NeedsClarification(str(error), "impossible"), cost + _OPEN)
    return Reading(state, unit, built, None, cost + built.cost)


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return what the catalogue says of its parts."""
    return Knowledge(_takes, _numbers)


@lru_cache(maxsize=4096)
def _takes(name: str, label: Label) -> bool:
    if name not in catalogue():
        return not label.components or label == Label(("overall",), "height")
    return find_size(catalogue()[name], Measure(_ONE, label)) is not None


@lru_cache(maxsize=256)
def _numbers(name: str) -> frozenset[int]:
    if name not in catalogue():
        return frozenset({2, 3})
    return frozenset(len(order) for order in catalogue()[name].sizes)
