"""Finds the numbers of a request that occur neither in a model's design or script nor in its measures.

A number that was left out is a slip that no requirement may see. It is no proof either: a radius may be half
of a width. So each one is named to the chat model once, and a number that stays is named in the answer.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from mayfly.cad import standards
from mayfly.contracts import Plan, Requirements
from mayfly.design.values import read_length
from mayfly.errors import InvalidParameter
from mayfly.language.chunks import Term, read_terms
from mayfly.planning.parts.names import words
from mayfly.planning.readings.said.quantities import drawn_in_inches, named_inches

_INCH_MM: Final = 25.4
_RELATIVE: Final = 2e-4
_ABSOLUTE: Final = 2e-3
_USUAL_ANGLES: Final = frozenset({45.0, 90.0, 180.0, 360.0})
_MOST_PLACES: Final = 40
_MOST_COUNTED: Final = 12
_LONGEST: Final = 12_000
_BEFORE_NAMES: Final = re.compile(
    r"\b(?:din|iso|en|asme|ansi|jis|ra|rz|ral|hrc|qty|quantity|nema|schedule|sch|sdr|dn|pn|grade|aisi|sae|astm"
    r"|no|nr|step|segment|part|item|fig|rev|task|on|minutes?|v)\W*$",
    re.IGNORECASE,
)
"""What stands before a number that is no size: a standard, a surface, a hardness, a material, a piece."""
_BEHIND_NAMES: Final = re.compile(
    r"\s*(?:-[a-z]\d|off\b|pcs\b|pieces\b|hrc\b|%|times\b|minutes?\b|°?\s?c\b|d\b|k?g\b|mo\d|cr|:)",
    re.IGNORECASE,
)
_STEEL: Final = re.compile(r"[01]\.\d{4}")
_TOLERANCE: Final = re.compile(r"(?:±|\(\s*[+-]|\+/-|/)\s*$")
"""Numbers of steels (1.4301), and the sign before a tolerance."""
_OF_A_SHAPE: Final = re.compile(
    r"(?:\s+[\w-]+){0,4}\s+(?:edges|corners|sides|walls|faces|ends|rims|directions|legs|feet)\b"
)
"""What is counted of a shape and needs no number in its model: "the four vertical edges"."""
_LIST_MARK: Final = re.compile(r"(?:^|\n)\s*$")


@dataclass(frozen=True, slots=True)
class Said:
    """A number of a request.

    Attributes:
        text: As it is written.
        values: What may stand for it, in mm, degrees or pieces.
        counts: It may well be a number of things, so its half and its double do not stand for it.
    """

    text: str
    values: tuple[float, ...]
    counts: bool = False


def said_numbers(request: str) -> tuple[Said, ...]:
    """Return the numbers of a request that a model of it has to have, each once."""
    text = request[:_LONGEST]
    terms = read_terms(text, words())
    inches = named_inches(terms) or drawn_in_inches(terms)
    found: dict[str, Said] = {}
    at = 0
    for term in terms:
        start = text.find(term.text, at)
        if start < 0:
            start = at
        at = start + len(term.text) if text.startswith(term.text, start) else at
        if term.kind == "fit" or _is_a_name(text[:start], text[start + len(term.text) :], term):
            continue
        for said in _said(term, inches=inches):
            found.setdefault(said.text, said)
    return tuple(found.values())


def _is_a_name(before: str, behind: str, term: Term) -> bool:
    """Return whether a number belongs to a name, a list or a quantity: it is no size of the part."""
    if term.points or (term.quantity is not None and term.quantity.unit is not None):
        return False
    if re.search(r"[A-Za-z0-9]-?$", before[-2:]) and term.quantity and term.quantity.form == "plain":
        return bool(re.search(r"[A-Za-z]\d*-?$", before[-6:])) and not re.search(r"[xX×*]$", before)
    if _BEFORE_NAMES.search(before[-20:]) or _BEHIND_NAMES.match(behind[:12]):
        return True
    if term.text.isalpha() and _OF_A_SHAPE.match(behind[:60].lower()):
        return True
    if _STEEL.fullmatch(term.text) or _TOLERANCE.search(before[-4:]):
        return True
    return bool(_LIST_MARK.search(before[-12:]) and re.match(r"[.)]\s", behind))


def _said(term: Term, *, inches: bool) -> Iterator[Said]:
    """Return the numbers of a term, with what may stand for each."""
    if term.points:
        for value in term.points:
            if abs(value) > _ABSOLUTE:
                yield Said(f"{value:g}", (abs(value),))
        return
    quantity = term.quantity
    if quantity is None or quantity.form == "designation" or quantity.doubt or not quantity.value:
        return
    value = abs(quantity.value)
    if quantity.pair:  # a point's two coordinates, or a number with a decimal comma
        yield from (Said(f"{abs(each):g}", (abs(each), value)) for each in quantity.pair if each)
        return
    if quantity.unit is not None and not any(letter.isdigit() for letter in term.text):
        return  # "two feet" of a profile
    if quantity.form == "thread":
        yield Said(quantity.text, _of_thread(quantity.text, value))
    elif quantity.form == "angle":
        if value not in _USUAL_ANGLES:
            yield Said(quantity.text, (value, 180 - value, value / 2, math.tan(math.radians(value / 2))))
    elif value > 1 or quantity.unit is not None or not float(value).is_integer():
        also = (value * _INCH_MM,) if inches and quantity.unit is None else ()
        yield Said(term.text, (value, *also), counts=quantity.can_count and value <= _MOST_COUNTED)


def _of_thread(text: str, nominal: float) -> tuple[float, ...]:
    """Return the diameters that a hole or a screw of a thread may have."""
    found = [nominal]
    fits: tuple[standards.Fit, ...] = ("fine", "medium", "coarse")
    for fit in fits:
        with suppress(InvalidParameter):
            found.append(standards.clearance_hole(text, fit).diameter_mm)
    with suppress(InvalidParameter):
        found.append(standards.tap_drill(text).diameter_mm)
    return tuple(found)


def missing_numbers(said: Iterable[Said], found: Iterable[float], names: str = "") -> tuple[str, ...]:
    """Return the numbers that are found nowhere, as the request writes them.

    Args:
        said: From ``said_numbers``.
        found: The numbers among which they may be.
        names: A text in which a standard size may stand by its name ("M6").
    """
    own = set(found)
    numbers = tuple(said)
    return tuple(
        one.text
        for one in numbers
        if not (one.text.lower() in names.lower() and not one.text.isdecimal())
        and not any(_among(each, own) for each in _stand_ins(one, numbers))
    )


def _stand_ins(one: Said, numbers: Iterable[Said]) -> Iterator[float]:
    """Yield what may stand for a number: itself; of a length its half, its double and the same in inches.

    A half or a double that the request says of something else stands for that.
    """
    others = {value for other in numbers if other is not one for value in other.values}
    for value in one.values:
        yield value
        if not one.counts:
            yield from (each for each in (value / 2, value * 2, value / _INCH_MM) if not _among(each, others))


def audited(said: Iterable[Said], plan: Plan, report: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return the numbers that occur neither in a plan nor in the measures of its model.

    Args:
        said: From ``said_numbers``.
        plan: The plan: its design or its script, and its parameters.
        report: What was measured on the model, where it was built.
    """
    names = " ".join(re.findall(r"""["'][^"'\n]{1,40}["']""", plan.script + repr(plan.design)))
    return missing_numbers(said, [*of_plan(plan), *(measured(report) if report else ())], names)


def _among(value: float, others: Iterable[float]) -> bool:
    """Return whether a number is among others, but for rounding."""
    return any(abs(value - one) <= _ABSOLUTE + _RELATIVE * abs(value) for one in others)


def of_plan(plan: Plan) -> Iterator[float]:
    """Yield the numbers of a plan: of its design with what follows from it, or of its script."""
    yield from leaves(plan.parameters)
    if plan.design is not None:
        yield from leaves(plan.design)
        yield from _of_requirements(plan.requirements)
    if plan.design is None or plan.part is not None:
        yield from _of_script(plan.script)


def _of_script(source: str) -> Iterator[float]:
    """Yield the numbers that stand in a script, and how many members its lists have."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield abs(float(node.value))
        elif isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield float(len(node.elts))


def leaves(data: Any) -> Iterator[float]:
    """Yield the numbers in plain data, texts with a unit among them, and how many members its lists have."""
    if isinstance(data, bool) or data is None:
        return
    if isinstance(data, int | float):
        yield abs(float(data))
    elif isinstance(data, str):
        try:
            value = read_length(data)
        except ValueError:
            yield from (float(each) for each in re.findall(r"\d+(?:\.\d+)?", data))
            return
        yield abs(float(value))
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from leaves(value)
    elif isinstance(data, list | tuple):
        yield float(len(data))
        for value in data:
            yield from leaves(value)


def _of_requirements(requirements: Requirements) -> Iterator[float]:
    """Yield what a design must measure: its box, and its holes with their counts and places."""
    yield from leaves(list(requirements.bounding_box_mm or ()))
    holes = [
        {
            "diameter_mm": hole.diameter_mm,
            "count": hole.count,
            "at": hole.at,
            "depth_mm": hole.depth_mm,
            "counterbores_mm": [hole.counterbore_mm] if hole.counterbore_mm else [],
        }
        for hole in requirements.holes
    ]
    yield from _of_holes(holes)


def measured(report: Mapping[str, Any]) -> Iterator[float]:
    """Yield the numbers of a build report: sides, levels, holes, what lies between them and to the edges."""
    sides = [float(side) for side in report.get("bounding_box_mm", ())]
    low = [float(level) for level in report.get("lowest_mm", ())]
    high = [a + side for a, side in zip(low, sides, strict=False)]
    yield from (abs(value) for value in (*sides, *low, *high))
    yield float(report.get("solids", 1))
    holes = report.get("holes", ())
    yield from _of_holes(holes)
    for hole in holes:
        axes = [index for index, name in enumerate("XYZ") if name != hole.get("axis")]
        for place in list(hole.get("at") or ())[:_MOST_PLACES]:
            for index, coordinate in zip(axes, place, strict=False):
                if len(low) == 3:
                    yield abs(coordinate - low[index])
                    yield abs(high[index] - coordinate)


def _of_holes(holes: Iterable[Mapping[str, Any]]) -> Iterator[float]:
    """Yield the sizes, counts and distances of holes."""
    total = 0
    for hole in holes:
        total += int(hole.get("count", 1))
        places = [tuple(place) for place in hole.get("at") or ()][:_MOST_PLACES]
        for name in ("diameter_mm", "count", "depth_mm", "length_mm"):
            yield from leaves(hole.get(name))
        yield from leaves([list(pair) for pair in hole.get("counterbores_mm") or ()])
        yield from leaves([list(pair) for pair in hole.get("countersinks") or ()])
        for one in places:
            yield math.hypot(*one)
            yield from (abs(value) for value in one)
        for one, other in combinations(places, 2):
            yield math.dist(one, other)
            yield from (abs(a - b) for a, b in zip(one, other, strict=False))
    yield float(total)
