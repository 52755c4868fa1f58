"""All readings of a request, each with its design or with what is open in it, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from mayfly.cad.parts import Part, catalogue
from mayfly.design.bases import CataloguePart
from mayfly.design.errors import DoesNotFit
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Measure
from mayfly.language.weighing.attach import Knowledge
from mayfly.language.weighing.search import read
from mayfly.language.weighing.text import read_text
from mayfly.language.weighing.topics import State
from mayfly.planning.parts.names import find_size, plain, size_labels, words
from mayfly.planning.questions import asked
from mayfly.planning.readings.build import Built
from mayfly.planning.readings.quantities import has_bare, in_unit
from mayfly.planning.readings.whole import build_whole

_ONE: Final = Quantity(1.0, "1")
#: Sizes of parts that are thicknesses, whatever they are called.
_THIN: Final = frozenset({"floor", "wall", "lid", "base"})
#: What a reading costs in which something is open. One that contradicts itself may well be what was said, and
#: is asked about before a far-fetched one is built.
_OPEN: Final = {"conflict": 1.0, "impossible": 1.0, "missing": 2.0}
_NOT_KNOWN: Final = 3.0
#: A plate that is thicker than it is wide, a wall that is wider than its tube.
_UNLIKELY: Final = 1.0
_THIN: Final = ("thickness", "wall")
_WIDE: Final = ("length", "width", "diameter", "outer_diameter", "height")
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
            reading = _reading(state, unit, bare=len(units) > 1 and unit == "mm" and has_bare(state))
            found.append(reading)
            if reading.built is not None:
                limit = min(limit, reading.cost + MARGIN)
            if not has_bare(state):
                break
    return sorted(found, key=lambda one: one.cost)


def _reading(state: State, unit: str, *, bare: bool) -> Reading:
    cost = state.cost + (1.5 if bare else 0.0)
    try:
        built = build_whole(in_unit(state, unit))
    except NeedsClarification as question:
        return _open(state, unit, question, cost)
    except DoesNotFit as error:
        return _open(state, unit, asked(error), cost)
    except ValidationError as error:
        return _open(state, unit, NeedsClarification(str(error), "impossible"), cost)
    return Reading(state, unit, built, None, cost + built.cost + _unlikely(built))


def _open(state: State, unit: str, question: NeedsClarification, cost: float) -> Reading:
    return Reading(state, unit, None, question, cost + _OPEN.get(question.reason, _NOT_KNOWN))


def _unlikely(built: Built) -> float:
    """Return what the proportions of a part cost."""
    for body in built.design.bodies:
        sizes = body.base.sizes if isinstance(body.base, CataloguePart) else {}
        wide = [float(sizes[name]) for name in _WIDE if isinstance(sizes.get(name), int | float)]
        thin = [float(sizes[name]) for name in _THIN if isinstance(sizes.get(name), int | float)]
        if wide and thin and max(thin) > min(wide):
            return _UNLIKELY
    return 0.0


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return what the catalogue says of its parts."""
    return Knowledge(takes=_takes, numbers=_numbers, steps=_steps, threaded=_threaded, exact=_exact)


@lru_cache(maxsize=4096)
def _takes(name: str, label: Label) -> bool:
    """Return whether a part has a size, or a part that it becomes by such words."""
    part = catalogue().get(name)
    if part is None:  # a body that is described step by step
        return not label.components or label == Label(("overall",), "height")
    return _has_size(part, label) or any(
        _has_size(catalogue()[one.part], label) for one in part.header.becomes if one.part in catalogue()
    )


def _has_size(part: Part, label: Label) -> bool:
    if label.role in {"side", "sides"} and {"length", "width"} & part.parameters.keys():
        return True
    if label.components[:1] == ("inner",) and label.role == "radius" and "corner_radius" in part.parameters:
        return True
    if part.conventions.hollow and label.components == ("wall",):
        return True
    return find_size(part, Measure(_ONE, label)) is not None


@lru_cache(maxsize=256)
def _numbers(name: str) -> frozenset[int]:
    if name not in catalogue():
        return frozenset({2, 3})
    return frozenset(len(order) for order in catalogue()[name].sizes)


def _steps(name: str) -> bool:
    part = catalogue().get(name)
    parts = [part, *(catalogue().get(one.part) for one in part.header.becomes)] if part is not None else []
    return any(one is not None and bool(one.surfaces.steps) for one in parts)


def _threaded(name: str) -> bool:
    return name in catalogue() and bool(catalogue()[name].conventions.thread)


@lru_cache(maxsize=4096)
def _exact(name: str, label: Label) -> bool:
    """Return whether a part has a size of just this name; a floor is its own thickness."""
    if name not in catalogue():
        return False
    labels = size_labels(name)
    bare = labels.get(Label(label.components)) if label.role == "thickness" else None
    return plain(label) in labels or (bare is not None and ("thickness" in bare or bare in _THIN))
