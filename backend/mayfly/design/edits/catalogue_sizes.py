"""The sizes of a catalogue part as an edit sees them: what each is now, and how a new one is set.

A part can be given by more sizes than it has parameters (the wall of a tube), and by the size of a standard
(M10). A new size takes the place of those that it contradicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from mayfly.cad.parts import Part, get_part
from mayfly.contracts import ParameterValue
from mayfly.design.bases import CataloguePart
from mayfly.errors import ContradictorySizes, InvalidParameter

_SAME: Final = 1e-6
STANDARD: Final = "size"
"""The name by which a part takes the size of its standard."""


@dataclass(frozen=True, slots=True)
class PartSize:
    """One size of a catalogue part.

    Attributes:
        name: Name of the parameter or of the other size.
        value: What it is now.
        unit: "mm", "°", "count" for a number of things, or empty for a choice.
        words: What people call it.
        low: Least value; None where it has no lower bound.
        high: Greatest value.
        derived: It is no parameter, and follows from some ("wall").
    """

    name: str
    value: ParameterValue
    unit: str
    words: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    derived: bool = False


def sizes_of_part(base: CataloguePart) -> Iterator[PartSize]:
    """Yield all sizes of a part of the catalogue: its parameters, and the others that can be worked out.

    Raises:
        UnknownPart: There is no such part.
        InvalidParameter: Its sizes do not fit together.
    """
    part = get_part(base.part)
    values = part.settle(dict(base.sizes)).values
    for parameter in part.parameters.values():
        unit = {"length": "mm", "pairs": "mm", "angle": "°", "choice": ""}.get(parameter.kind, "count")
        yield PartSize(
            parameter.name, values[parameter.name], unit, parameter.words, parameter.low, parameter.high
        )
    known = part.known(values)
    for alias in part.aliases.values():
        value = base.sizes.get(alias.name)
        value = _worked_out(part, alias.name, known) if value is None else value
        if value is not None:
            yield PartSize(alias.name, value, "mm", alias.words, derived=True)


def _worked_out(part: Part, name: str, known: Mapping[str, Any]) -> float | None:
    """Return an other size from the parameters, where one follows from it in a straight line."""
    for way in part.aliases[name].ways:
        for parameter, formula in way:
            if name not in formula.names or not isinstance(known.get(parameter), int | float):
                continue
            try:
                at_1, at_2 = (float(formula({**known, name: value})) for value in (1.0, 2.0))
                slope = at_2 - at_1
                value = round(1.0 + (float(known[parameter]) - at_1) / slope, 6)
                if abs(float(formula({**known, name: value})) - float(known[parameter])) < _SAME:
                    return value
            except (ArithmeticError, KeyError, ValueError, TypeError):
                continue
    return None


def with_size(base: CataloguePart, name: str, value: Any) -> dict[str, ParameterValue]:
    """Return the sizes of a part with a new one among them, without those that it contradicts.

    A part at its own sizes keeps them: with one size given, the others would follow from it.

    Args:
        base: The part as it is.
        name: A parameter, another size, or ``size`` of a standard.
        value: The new value; None leaves the size open, so that it follows from the others.

    Raises:
        UnknownPart: There is no such part.
        ContradictorySizes: It contradicts the other sizes, whichever is left out.
    """
    part = get_part(base.part)
    given = dict(base.sizes or part.settle({}).values)
    if value is None:
        return {key: kept for key, kept in given.items() if key != name}
    is_whole = part.parameters.keys() <= given.keys()
    problem: ContradictorySizes | None = None
    for without in _rivals(part, name):
        sizes = {**{key: kept for key, kept in given.items() if key not in without}, name: value}
        try:
            settled = part.settle(sizes).values
        except ContradictorySizes as error:
            problem = problem or error
        except InvalidParameter:
            return sizes  # the next size may make it fit; what does not is refused in the end
        else:
            return dict(settled) if is_whole else sizes
    raise problem or AssertionError


def _rivals(part: Part, name: str) -> Iterator[Set[str]]:
    """Yield the sizes that may have to go for a new one, the likeliest first."""
    others = part.aliases.keys() - {name}
    if name == STANDARD and part.header.standard:
        yield set(part.header.standard[1]) | others
    if name not in part.aliases:
        yield set()
        yield others
        return
    for way in part.aliases[name].ways:
        yield {parameter for parameter, _ in way} | others
