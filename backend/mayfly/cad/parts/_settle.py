"""Settles the sizes of a part: from what was given to a value for every parameter, or to an error."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Literal

from mayfly.cad import standards
from mayfly.cad.parts._header import Alias, Header, Way
from mayfly.cad.parts._parameter import PartParameter, read_pairs
from mayfly.contracts import Assumption, Note, ParameterValue, Statement
from mayfly.errors import ContradictorySizes, InvalidParameter

_AGREEMENT_MM = 1e-3
_OTHER_SIZE = PartParameter(
    name="other size", default=1.0, kind="length", unit="mm", low=0.01, high=10000.0, description=""
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """All parameters of a part, settled.

    Attributes:
        values: A value for each parameter of the script, in the script's order.
        assumptions: The values that were not given, and notes about the part.
    """

    values: Mapping[str, ParameterValue]
    assumptions: tuple[Statement, ...] = ()


def settle(header: Header, given: Mapping[str, Any]) -> Sizes:
    """Turn what was given into a value for each parameter.

    Args:
        header: The part.
        given: Parameters, other sizes (``wall``), and ``size`` ("M10") where a standard gives the rest.

    Raises:
        InvalidParameter: A name is unknown, a value is out of range, or a rule of the part is broken.
        ContradictorySizes: Sizes contradict each other.
    """
    parameters = {parameter.name: parameter for parameter in header.parameters}
    _refuse_unknown(header, parameters, given)
    values = {name: parameters[name].accept(given[name]) for name in parameters if name in given}
    said: list[Statement] = []
    if "size" in given:
        _take_standard(header, parameters, str(given["size"]), values, said)
    others = {
        alias.name: float(replace(_OTHER_SIZE, name=alias.name).accept(given[alias.name]))
        for alias in header.aliases
        if alias.name in given
    }
    aliases = [alias for alias in header.aliases if alias.name in others]
    _derive(header.title, parameters, aliases, others, values)
    _fill(parameters, values, said, everything_open=not given)
    _check_agreement(header.title, parameters, aliases, {**values, **others})
    if header.note:
        said.append(Note(header.note))
    ordered = {name: values[name] for name in parameters}
    check_rules(header, known_values(header, ordered))
    return Sizes(ordered, tuple(said))


def known_values(header: Header, values: Mapping[str, ParameterValue]) -> dict[str, Any]:
    """Return settled values as formulas see them: pairs as numbers, and the intermediate results."""
    known: dict[str, Any] = dict(values)
    for parameter in header.parameters:
        if parameter.kind == "pairs":
            known[parameter.name] = read_pairs(str(values[parameter.name]))
    for name, formula in header.where:
        try:
            known[name] = formula(known)
        except (ArithmeticError, ValueError):  # a rule, checked before any other formula, says why
            known[name] = float("nan")
    return known


def check_rules(header: Header, known: Mapping[str, Any]) -> None:
    """Check settled values against the part's rules.

    Raises:
        InvalidParameter: A rule is broken; the text says which, with the values.
    """
    for rule in header.rules:
        if not rule.condition(known):
            raise InvalidParameter(f"{header.title}: {rule.message(known)}.")


def _refuse_unknown(
    header: Header, parameters: Mapping[str, PartParameter], given: Mapping[str, Any]
) -> None:
    """Raise for a name that the part does not have, with its names and the closest one."""
    names = [*parameters, *(alias.name for alias in header.aliases), *(["size"] if header.standard else [])]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise InvalidParameter(f"{header.title} has no {name!r}; it has {', '.join(names)}.{meant}")


def _take_standard(
    header: Header,
    parameters: Mapping[str, PartParameter],
    size: str,
    values: dict[str, ParameterValue],
    said: list[Statement],
) -> None:
    """Look a size up in the part's standard and take what was not given otherwise."""
    table, columns = header.standard or ("", {})
    row = standards.look_up(table, size)
    taken = {
        name: parameters[name].accept(getattr(row, column))
        for name, column in columns.items()
        if name not in values and getattr(row, column) is not None
    }
    values.update(taken)
    listed = ", ".join(f"{parameters[name].label} {parameters[name].say(taken[name])}" for name in taken)
    said.append(Note(f"{row.size} to {row.standard}: {listed}."))


def _derive(
    title: str,
    parameters: Mapping[str, PartParameter],
    aliases: Sequence[Alias],
    others: Mapping[str, float],
    values: dict[str, ParameterValue],
) -> None:
    """Calculate the parameters that follow from other sizes; first those that need given sizes only."""
    pending = list(aliases)
    while pending:
        alias, way = _next_way(
            pending, others.keys() | values.keys(), others.keys() | parameters.keys(), values
        )
        pending.remove(alias)
        known = {**_likely(parameters, values), **others}
        for name, formula in way:
            if name not in values:
                try:
                    values[name] = parameters[name].accept(formula(known))
                except (InvalidParameter, ArithmeticError) as error:
                    size = f"{alias.label} {_OTHER_SIZE.say(others[alias.name])}"
                    raise InvalidParameter(f"{title}: with {size}, {error}") from error


def _next_way(
    pending: Sequence[Alias], given: Set[str], usable: Set[str], values: Mapping[str, ParameterValue]
) -> tuple[Alias, Way]:
    """Choose what is calculated next: from given sizes if possible, else with likely values of others."""
    for inputs in (given, usable):
        for alias in pending:
            for way in alias.ways:
                is_open = any(name not in values for name, _ in way)
                if is_open and all(formula.names <= inputs for _, formula in way):
                    return alias, way
    return pending[0], ()


def _check_agreement(
    title: str,
    parameters: Mapping[str, PartParameter],
    aliases: Sequence[Alias],
    known: Mapping[str, ParameterValue],
) -> None:
    """Check the other sizes that were given against the settled parameters.

    Raises:
        ContradictorySizes: Sizes contradict each other.
    """
    for alias in aliases:
        for name, formula in (pair for way in alias.ways for pair in way):
            if formula.names <= known.keys() and abs(formula(known) - float(known[name])) > _AGREEMENT_MM:
                parameter, result = parameters[name], formula(known)
                raise ContradictorySizes(
                    f"{title}: {alias.label} {_OTHER_SIZE.say(known[alias.name])} would make the"
                    f" {parameter.label} {parameter.say(result)}, but it is {parameter.say(known[name])}."
                )


def _likely(
    parameters: Mapping[str, PartParameter], values: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """Return the values so far, and what the others will be if nothing else determines them."""
    likely = {name: parameter.default for name, parameter in parameters.items()} | dict(values)
    for name, parameter in parameters.items():
        if name not in values and parameter.fallback:
            likely[name] = parameter.fallback(likely)
    return likely


def _fill(
    parameters: Mapping[str, PartParameter],
    values: dict[str, ParameterValue],
    said: list[Statement],
    *,
    everything_open: bool,
) -> None:
    """Set what is still open, and note each assumption unless its value means that the feature is absent."""
    missing = [parameter for name, parameter in parameters.items() if name not in values]
    for parameter in sorted(missing, key=lambda parameter: not parameter.required):
        fallback = None if everything_open else parameter.fallback
        value = parameter.default if fallback is None else parameter.accept(fallback(values))
        values[parameter.name] = value
        if value != 0:
            reason = fallback.text.replace("_", " ") if fallback and fallback.names else ""
            said.append(assumption_of(parameter, value, reason))


def assumption_of(parameter: PartParameter, value: ParameterValue, reason: str = "") -> Assumption:
    """Return the statement that a parameter was taken to have a value, as nobody gave it."""
    counted = parameter.kind in ("count", "number")
    kind: Literal["size", "count", "pairs"] = "count" if counted else "size"
    return Assumption(
        parameter=parameter.name,
        label=parameter.label,
        value=parameter.say(value),
        reason=reason,
        kind="pairs" if parameter.kind == "pairs" else kind,
    )
