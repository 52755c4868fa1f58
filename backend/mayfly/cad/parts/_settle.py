"""From the sizes that were given to a value for every parameter, or to the reason why there is none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mayfly.cad import standards
from mayfly.cad.parts._header import Alias, Header
from mayfly.cad.parts._parameter import PartParameter, read_pairs
from mayfly.contracts import ParameterValue
from mayfly.errors import InvalidParameter

_AGREEMENT_MM = 1e-3


@dataclass(frozen=True, slots=True)
class Sizes:
    """All parameters of a part, settled.

    Attributes:
        values: A value for each parameter of the script, in the script's order.
        assumptions: One sentence for each value that nobody gave.
    """

    values: Mapping[str, ParameterValue]
    assumptions: tuple[str, ...] = ()


def settle(header: Header, given: Mapping[str, Any]) -> Sizes:
    """Turn what was given into a value for each parameter.

    Args:
        header: The part.
        given: Parameters, other sizes (``wall``), and ``size`` ("M10") where a standard gives the rest.

    Raises:
        InvalidParameter: A name is unknown, a value is out of range, sizes contradict each other, or
            a rule of the part is broken.
    """
    parameters = {parameter.name: parameter for parameter in header.parameters}
    _refuse_unknown(header, parameters, given)
    values = {name: parameters[name].accept(given[name]) for name in parameters if name in given}
    said: list[str] = []
    if "size" in given:
        _take_standard(header, parameters, str(given["size"]), values, said)
    for alias in header.aliases:
        if alias.name in given:
            _apply(header.title, parameters, alias, given[alias.name], values)
    _fill(parameters, values, said, everything_open=not given)
    if header.note:
        said.append(header.note)
    ordered = {name: values[name] for name in parameters}
    check_rules(header, known_values(header, ordered))
    return Sizes(ordered, tuple(said))


def known_values(header: Header, values: Mapping[str, ParameterValue]) -> dict[str, Any]:
    """Give settled values as formulas see them: pairs as numbers, and the intermediate results."""
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
    """Hold settled values against the part's rules.

    Raises:
        InvalidParameter: A rule is broken; the text says which, with the values.
    """
    for rule in header.rules:
        if not rule.condition(known):
            raise InvalidParameter(f"{header.title}: {rule.message(known)}.")


def _refuse_unknown(
    header: Header, parameters: Mapping[str, PartParameter], given: Mapping[str, Any]
) -> None:
    """Name what the part does not have, what it has, and what may have been meant."""
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
    said: list[str],
) -> None:
    """Look a size up in the part's standard and take what was not given otherwise."""
    table, columns = header.standard or ("", {})
    row = standards.look_up(table, size)
    taken = {
        name: parameters[name].accept(getattr(row, column))
        for name, column in columns.items()
        if name not in values
    }
    values.update(taken)
    listed = ", ".join(f"{parameters[name].label} {parameters[name].say(taken[name])}" for name in taken)
    said.append(f"{row.size} after {row.standard}: {listed}.")


def _apply(
    title: str,
    parameters: Mapping[str, PartParameter],
    alias: Alias,
    value: Any,
    values: dict[str, ParameterValue],
) -> None:
    """Work out the parameters that follow from another size, and check those that were given as well."""
    size = _alias_parameter(alias)
    known = _likely(parameters, values) | {alias.name: size.accept(value)}
    source = f"{size.label} {size.say(known[alias.name])}"
    open_ways = [way for way in alias.ways if any(name not in values for name, _ in way)]
    for way in open_ways[:1] or alias.ways:
        for name, formula in way:
            parameter, result = parameters[name], float(formula(known))
            if name not in values:
                try:
                    values[name] = parameter.accept(result)
                except InvalidParameter as error:
                    raise InvalidParameter(f"{title}: with {source}, {error}") from error
            elif abs(result - float(values[name])) > _AGREEMENT_MM:
                raise InvalidParameter(
                    f"{title}: {source} would make the {parameter.label} {parameter.say(result)},"
                    f" but {parameter.say(values[name])} was given as well."
                )


def _likely(
    parameters: Mapping[str, PartParameter], values: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """Give the values so far, and what the others will be if nothing more follows for them."""
    likely = {name: parameter.default for name, parameter in parameters.items()} | dict(values)
    for name, parameter in parameters.items():
        if name not in values and parameter.fallback:
            likely[name] = parameter.fallback(likely)
    return likely


def _alias_parameter(alias: Alias) -> PartParameter:
    """Treat another size like a length of any size."""
    return PartParameter(
        name=alias.name, default=1.0, kind="length", unit="mm", low=0.01, high=10000.0, description=""
    )


def _fill(
    parameters: Mapping[str, PartParameter],
    values: dict[str, ParameterValue],
    said: list[str],
    *,
    everything_open: bool,
) -> None:
    """Settle what is still open, and say so unless the value means that there is no such feature."""
    missing = [parameter for name, parameter in parameters.items() if name not in values]
    for parameter in sorted(missing, key=lambda parameter: not parameter.required):
        fallback = None if everything_open else parameter.fallback
        value = parameter.default if fallback is None else parameter.accept(fallback(values))
        values[parameter.name] = value
        if value != 0:
            reason = f" ({fallback.text.replace('_', ' ')})" if fallback and fallback.names else ""
            verb = "are" if parameter.kind in ("count", "number", "pairs") else "is"
            said.append(f"The {parameter.label} {verb} assumed to be {parameter.say(value)}{reason}.")
