"""All readings of a request, each with its design or with what is open in it, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from mayfly.cad.parts import Part, catalogue
from mayfly.design import Body, CataloguePart
from mayfly.design.errors import DoesNotFit
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import MATE, Label, Measure
from mayfly.language.weighing.attach import Knowledge
from mayfly.language.weighing.search import WIDTH, read
from mayfly.language.weighing.text import Text, read_text
from mayfly.language.weighing.topics import BALL, ROUND_BAR, SUNK, State
from mayfly.planning.parts.names import by_table, find_size, plain, size_labels, words
from mayfly.planning.questions import asked
from mayfly.planning.readings.one_part.build import Built
from mayfly.planning.readings.one_part.end_flanges import BETWEEN, END_FLANGE, takes_end_flanges
from mayfly.planning.readings.one_part.headed import PIECES
from mayfly.planning.readings.one_part.tapered import ENDS, LOW_END, is_tapered_block, takes_two_ends
from mayfly.planning.readings.one_part.two_bores import BORES, is_bored_from_ends
from mayfly.planning.readings.onto import build_onto, spoken_of
from mayfly.planning.readings.passed_over import check_evidence
from mayfly.planning.readings.said.figures import in_figures
from mayfly.planning.readings.said.pronouns import resolved
from mayfly.planning.readings.said.quantities import (
    declared_unit,
    drawn_in_inches,
    fraction_of_an_inch,
    has_bare,
    in_unit,
    inches_fit,
    may_be_inches,
)
from mayfly.planning.readings.said.shared import shared
from mayfly.planning.readings.whole import build_whole

#: The most words, numbers and marks that are weighed; more are no description of one model.
MOST_TERMS: Final = 400
_ONE: Final = Quantity(1.0, "1")
#: Readings that are kept at each place of a text of so many terms, so that the time stays bounded.
_WIDTHS: Final = ((160, WIDTH), (240, WIDTH // 2), (MOST_TERMS, WIDTH // 4))
#: Sizes of parts that are thicknesses, whatever they are called.
_THIN: Final = frozenset({"floor", "wall", "lid", "base"})
#: What the hole of a part is called that a screw goes through.
_BORES: Final = frozenset({"bore", "inner_diameter"})
#: Sizes of a round bar that is a cone.
_OF_CONES: Final = frozenset(Label((end,), "diameter") for end in ("bottom", "top"))
#: What it costs that something is open: little where the words are clear and the sizes are not.
_OPEN: Final = {"missing": 1.5, "impossible": 1.0, "conflict": 1.5, "unsupported": 3.0}
#: What it costs that bare numbers beside inches are millimetres, or that inches make an unlikely part.
_OTHER_UNIT: Final = 2.0
#: Beside them and inches bare numbers may be either.
_METRIC: Final = frozenset({"mm", "cm", "m"})
#: Words by which a request says what its numbers are.
_UNIT_WORDS: Final = frozenset(
    {"mm", "millimetres", "millimeters", "millimetre", "inches", "inch", "metric", "imperial"}
)
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


@dataclass(frozen=True, slots=True)
class Written:
    """A request as it is written.

    Attributes:
        marks: How it writes each mark ("top face").
        text: Its terms.
    """

    marks: Mapping[str, str]
    text: Text


def readings(text: str, onto: Body | None = None) -> list[Reading]:
    """Return the readings of a request that can matter, the likeliest first: the best, and those close to it.

    Args:
        text: The request.
        onto: The body that it adds something to; None for a request by itself.
    """
    cut, states = weighed(text) if onto is None else _weighed(text, spoken_of(onto))
    found: list[Reading] = []
    said = {term.quantity.unit for term in cut.terms if term.quantity is not None and term.quantity.unit}
    named = any(term.word in _UNIT_WORDS for term in cut.terms)
    imperial = not named and (drawn_in_inches(cut.terms) or (not said and bool(fraction_of_an_inch(cut))))
    units = ("in", "mm") if said & {"in", "ft"} else ("in",) if imperial else ("mm",)
    limit = float("inf")
    written: dict[str, str] = {}
    for phrases in cut.phrases:
        for phrase in phrases:  # the longest first
            if "marker" in phrase.term.senses:
                written.setdefault(phrase.term.senses["marker"], phrase.term.text)
    seen: set[tuple[object, ...]] = set()
    for state in states:
        if state.cost > limit:
            break
        same = (_alike(state), state.unread, state.stated)
        if same in seen:
            continue
        seen.add(same)
        declared = declared_unit(state)
        for unit in (declared,) if declared else units:
            mixed = not declared and len(units) > 1 and has_bare(state)
            far = _unlikely_unit(state, unit) if mixed and not said & _METRIC else 0.0
            reading = _reading(state.paying(far), unit, Written(written, cut), mixed=mixed, onto=onto)
            found.append(reading)
            # what is dearer than something open can neither be built nor be what is asked about
            limit = min(limit, reading.cost + (MARGIN if reading.built is not None else 0.0))
            if len(units) > 1 and not has_bare(state):
                break
    if said & _METRIC and not any(one.built is not None and one.unit == "mm" for one in found):
        found = [_in_either_unit(one) for one in found]
    if not (said or named or imperial) and may_be_inches(cut.terms):
        found = [_in_no_unit(one) for one in found]
    return sorted(found, key=lambda one: one.cost)


def _unlikely_unit(state: State, unit: str) -> float:
    """Return what it costs that bare numbers beside inches are in a unit."""
    fit = inches_fit(state)
    if unit == "in":
        return 0.0 if fit else _OTHER_UNIT if fit is None else 2 * _OTHER_UNIT
    return 0.0 if fit is False else _OTHER_UNIT


def _in_no_unit(reading: Reading) -> Reading:
    """Return a reading that asks for the unit of numbers that look like inches."""
    if reading.built is None or declared_unit(reading.state):
        return reading
    question = NeedsClarification("Are the numbers inches or mm?", "conflict", options=("inches", "mm"))
    return replace(reading, built=None, open=question, cost=reading.cost + _OPEN["conflict"])


def _in_either_unit(reading: Reading) -> Reading:
    """Return a reading that asks for the unit, if bare numbers were taken as inches beside mm."""
    taken = reading.built is not None and reading.unit == "in" and has_bare(reading.state)
    if not taken or declared_unit(reading.state):
        return reading
    question = NeedsClarification("Are the numbers without a unit inches or mm?", "conflict")
    return replace(reading, built=None, open=question, cost=reading.cost + _OPEN["conflict"])


@lru_cache(maxsize=8)
def weighed(text: str) -> tuple[Text, tuple[State, ...]]:
    """Return a request in terms, and what may have been said of each topic, the likeliest first.

    Nothing is weighed in a text of more than `MOST_TERMS` terms.
    """
    return _weighed(text, None)


def likeliest(text: str) -> State:
    """Return what was most likely said in a request, whatever is open about it."""
    _, states = weighed(text)
    return states[0] if states else State()


def _weighed(text: str, begin: State | None) -> tuple[Text, tuple[State, ...]]:
    cut = read_text(text, words())
    width = next((width for most, width in _WIDTHS if len(cut.terms) <= most), 0)
    return cut, tuple(read(cut, knowledge(), width, begin=begin)) if width else ()


def _alike(state: State) -> tuple[object, ...]:
    """Return what is the same for readings from which the same is built."""
    topics = tuple(
        (one.kind, one.name, one.words, one.count, one.plural, one.said, one.owner) for one in state.topics
    )
    return topics, state.pending


def _reading(state: State, unit: str, written: Written, *, mixed: bool, onto: Body | None) -> Reading:
    """Return what a reading means in a unit; inches are unlikely where they make a flat part too thick."""
    cost = state.cost
    try:
        terms = written.text.terms
        said = in_unit(in_figures(resolved(shared(state, terms), terms)), unit)
        built = build_whole(said, written.marks) if onto is None else build_onto(said, onto)
        check_evidence(state, terms)
    except NeedsClarification as question:
        return Reading(state, unit, None, question, cost + _OPEN[question.reason])
    except DoesNotFit as error:
        return Reading(state, unit, None, asked(error), cost + _OPEN[error.reason])
    except ValidationError as error:
        return Reading(state, unit, None, NeedsClarification(str(error), "impossible"), cost + 3.0)
    unlikely = mixed and unit == "in" and _is_unlikely(built)
    return Reading(state, unit, built, None, cost + built.cost + (_OTHER_UNIT if unlikely else 0.0))


def _is_unlikely(built: Built) -> bool:
    """Return whether a flat part is thicker than it is wide: "disc 3 inch dia 10 thick" in inches."""
    for body in built.design.bodies:
        sizes = body.base.sizes if isinstance(body.base, CataloguePart) else {}
        flat = {"length", "width", "diameter", "outer_diameter", "side"} & sizes.keys()
        thick = sizes.get("thickness")
        if thick is not None and flat and any(float(thick) > float(sizes[name]) for name in flat):
            return True
    return False


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return what the catalogue says of its parts."""
    return Knowledge(
        takes=_takes,
        numbers=_numbers,
        steps=_steps,
        floored=_floored,
        threaded=_threaded,
        mated=_mated,
        becomes=_becomes,
        exact=_exact,
        shapes=_shapes,
        named=_named,
    )


@lru_cache(maxsize=4096)
def _takes(name: str, label: Label) -> bool:
    """Return whether a part has a size, or a part that it becomes by such words."""
    part = catalogue().get(name)
    if name == ROUND_BAR and label.components in PIECES:
        return True
    if label.components in ENDS:
        return takes_two_ends(name)
    if name == ROUND_BAR and label in _OF_CONES:
        return True
    if part is not None and label == MATE:
        return any(word.how == "fits" for one in part.header.becomes for word in one.words)
    if part is None:  # a body that is described step by step
        return not label.components or label == Label(("overall",), "height")
    return _has_size(part, label) or any(
        _has_size(catalogue()[one.part], label) for one in part.header.becomes if one.part in catalogue()
    )


def _has_size(part: Part, label: Label) -> bool:
    if label.components[:1] == (LOW_END,):
        return is_tapered_block(part.name)
    if label.components == (END_FLANGE,) or label == BETWEEN:
        return takes_end_flanges(part.name)
    if label == SUNK:
        return part.name == BALL
    if label.components[:1] in {(name,) for name in BORES}:
        return is_bored_from_ends(part.name)
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


@lru_cache(maxsize=256)
def _steps(name: str) -> bool:
    part = catalogue().get(name)
    parts = [part, *(catalogue().get(one.part) for one in part.header.becomes)] if part is not None else []
    return any(one is not None and bool(one.surfaces.steps) for one in parts)


@lru_cache(maxsize=256)
def _floored(name: str) -> bool:
    part = catalogue().get(name)
    return part is not None and _has_size(part, Label(("floor",)))


@lru_cache(maxsize=256)
def _shapes(name: str) -> bool:
    return name in catalogue() and catalogue()[name].conventions.shapes


def _named(table: str) -> str:
    return by_table().get(table, "")


@lru_cache(maxsize=256)
def _threaded(name: str) -> bool:
    return name in catalogue() and bool(catalogue()[name].conventions.thread)


@lru_cache(maxsize=256)
def _mated(name: str) -> bool:
    """Return whether a screw names the sizes of a part, as it goes through its hole."""
    standard = catalogue()[name].header.standard if name in catalogue() else None
    return standard is not None and not _BORES.isdisjoint(standard[1])


@lru_cache(maxsize=1024)
def _becomes(name: str, words: str, other: str) -> bool:
    """Return whether a part is another one by what it is called: a hinge leaf without knuckles is a plate."""
    part = catalogue().get(name)
    called = set(words.lower().split())
    return part is not None and any(
        way.part == other and any(said.how == "called" and said.word in called for said in way.words)
        for way in part.header.becomes
    )


@lru_cache(maxsize=4096)
def _exact(name: str, label: Label) -> bool:
    """Return whether a part has a size of just this name; a floor is its own thickness."""
    if name not in catalogue():
        return False
    if name == ROUND_BAR and label.components in PIECES:
        return True
    becomes = (one.part for one in catalogue()[name].header.becomes if one.part in catalogue())
    if label.components and any(plain(label) in size_labels(part) for part in becomes):
        return True
    labels = size_labels(name)
    bare = labels.get(Label(label.components)) if label.role == "thickness" else None
    return plain(label) in labels or (bare is not None and ("thickness" in bare or bare in _THIN))
