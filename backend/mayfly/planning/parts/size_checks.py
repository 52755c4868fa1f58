"""The sizes of a part that were said, whether they agree, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mayfly.cad import standards
from mayfly.cad.parts import Part, PartParameter
from mayfly.contracts import Note, ParameterValue, Statement
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import ContradictorySizes, InvalidParameter, Reason
from mayfly.language.english import agree, and_list
from mayfly.language.nodes import Label, Measure
from mayfly.language.units import number
from mayfly.planning.questions import about, ask, conflict, given_twice, length_of, missing, size_values
from mayfly.subject import Value


@dataclass(slots=True)
class Sizing:
    """The sizes said so far, and who said them.

    Attributes:
        part: The part.
        given: Parameter, other size, or "size" to value.
        said: The same names to the words of the request, for questions.
        notes: Sentences for the answer.
        checks: Sizes said a second time through a component: name, value, words.
    """

    part: Part
    given: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    checks: list[tuple[str, float, str]] = field(default_factory=list)

    def put(self, name: str, value: float | str, text: str) -> None:
        """Keep a size.

        Raises:
            NeedsClarification: It was said before, with another value.
        """
        held = self.given.get(name)
        if held is not None and name in self.said and abs_difference(held, value) > SAME_MM:
            values = [*size_values(self.part, name, held), *size_values(self.part, name, value)]
            raise given_twice(self.part, name.replace("_", " "), values, (self.said[name], text))
        self.given[name] = value
        self.said[name] = text


def abs_difference(one: Any, other: Any) -> float:
    """Return the difference of two numbers; of anything else 0 when equal, 1 when not."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other)
    return 0.0 if one == other else 1.0


def value_of(part: Part, name: str, measure: Measure) -> float:
    """Return a measure's value as one of a part's sizes: a count, an angle, or a length in mm."""
    parameter = part.parameters.get(name)
    if parameter is not None and parameter.kind in {"count", "angle", "number"}:
        return measure.quantity.value
    if (
        parameter is not None
        and parameter.kind == "length"
        and measure.quantity.value == 0
        and parameter.low == 0
    ):
        return 0.0
    return length_of(
        measure.quantity, str(measure.label) if measure.label != Label() else name.replace("_", " "), part
    )


def determined(sizing: Sizing) -> set[str]:
    """Return the parameters that are given or follow from what is given."""
    known = set(sizing.given)
    for alias in sizing.part.aliases.values():
        if alias.name in sizing.given:
            way = next((w for w in alias.ways if any(name not in known for name, _ in w)), ())
            known |= {name for name, _ in way}
    if "size" in sizing.given and sizing.part.header.standard:
        known |= _given_by_standard(*sizing.part.header.standard, str(sizing.given["size"]))
    return known


def _given_by_standard(table: str, columns: Mapping[str, str], size: str) -> set[str]:
    """Return the parameters that a standard size gives; a pipe without a schedule has no wall."""
    try:
        row = standards.look_up(table, size)
    except InvalidParameter:
        return set(columns)
    return {name for name, column in columns.items() if getattr(row, column) is not None}


def ask_for_missing(sizing: Sizing) -> None:
    """Ask for the sizes that are neither given nor follow.

    Raises:
        NeedsClarification: Some are open, though others were given.
    """
    part = sizing.part
    if not sizing.said:
        return
    known = determined(sizing)
    absent = [p.name for p in part.parameters.values() if p.required and p.name not in known]
    if absent:
        names = listed(part, absent)
        raise missing(
            f"What {agree(names, 'is', 'are') if len(absent) == 1 else 'are'} the {names} of the"
            f" {part.label}? Given: {said_sizes(sizing)}.",
            about("size", part, *absent, values=said_values(sizing)),
        )


def said_sizes(sizing: Sizing) -> str:
    """List the sizes said, for questions."""
    return ", ".join(f"{name.replace('_', ' ')} {text}" for name, text in sizing.said.items())


def said_values(sizing: Sizing) -> list[Value]:
    """Return the values of the sizes said."""
    return [value for name in sizing.said for value in size_values(sizing.part, name, sizing.given[name])]


def listed(part: Part, names: Sequence[str]) -> str:
    """List parameters by their names: "length, width and thickness"."""
    return and_list([_in_words(part.parameters[name]) for name in names])


def its_sizes(part: Part) -> str:
    """Return the sizes that a part is given by: "its length, width and thickness"."""
    return f"its {and_list([_in_words(parameter) for parameter in part.parameters.values()])}"


def _in_words(parameter: PartParameter) -> str:
    """Return what to call a size in a sentence: "number of teeth", "wall thickness"."""
    if parameter.kind == "count":
        return f"number of {parameter.label}"
    return {"wall": "wall thickness", "floor": "floor thickness"}.get(
        parameter.label, parameter.label.replace("across flats", "width across flats")
    )


def settle(sizing: Sizing) -> tuple[dict[str, ParameterValue], tuple[Statement, ...]]:
    """Settle all parameters; what the part refuses becomes a question.

    Raises:
        NeedsClarification: A rule of the part is broken, or sizes contradict each other.
    """
    try:
        sizes = sizing.part.settle(sizing.given)
    except InvalidParameter as error:
        question = f"{str(error).rstrip('.')}. Which values are right? (Read: {said_sizes(sizing)}.)"
        reason: Reason = "conflict" if isinstance(error, ContradictorySizes) else "impossible"
        absorbs = sizing.part.header.absorbs.items()
        others = [kind for kind, ways in absorbs if any(way.names & sizing.said.keys() for way in ways)]
        subject = about("size", sizing.part, *sizing.said, values=said_values(sizing), others=others)
        raise ask(reason, question, subject) from error
    for name, value, text in sizing.checks:
        if abs_difference(sizes.values[name], value) > SAME_MM:
            held = sizing.said.get(name, str(sizes.values[name]))
            raise conflict(
                f"The {name} is {held}, but {text} says {number(value)} mm. Which is right?",
                about(
                    "size",
                    sizing.part,
                    name,
                    values=[*size_values(sizing.part, name, sizes.values[name]), value],
                ),
            )
    return dict(sizes.values), (*map(Note, sizing.notes), *sizes.assumptions)


def in_mm(value: float) -> str:
    """Return a length in mm as a question has it."""
    return f"{number(value)} mm"


def described_sizes(sizing: Sizing, values: dict[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Return the sizes by which a design describes a part: a tube that was given by its wall keeps that.

    A follow-up then changes what was said and nothing else: a tube of 40 x 4 that gets a diameter of 50 still
    has walls of 4 mm.

    Args:
        sizing: What was said.
        values: All parameters, settled.
    """
    sizes = dict(values)
    for name, alias in sizing.part.aliases.items():
        if name not in sizing.given:
            continue
        follows = next((way for way in alias.ways if all(each not in sizing.given for each, _ in way)), ())
        sizes = {key: value for key, value in sizes.items() if key not in {each for each, _ in follows}}
        sizes |= {name: sizing.given[name]} if follows else {}
    try:
        same = sizing.part.settle(sizes).values
    except InvalidParameter:
        return dict(values)
    alike = all(abs_difference(same[name], value) < SAME_MM for name, value in values.items())
    return sizes if alike else dict(values)
