"""Finds the sizes of a design that stand behind the parameters of its script, and sets them.

A form or a slider changes a parameter by its name in the script. Which size of the design that is, is found
by trying: the size has the parameter's value now, and with another value of it that parameter changes alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mayfly.cad.script_header import header_of
from mayfly.contracts import ScriptValue
from mayfly.design.body import Compilable
from mayfly.design.compile import compile_design
from mayfly.design.edits.apply import apply
from mayfly.design.edits.settling import D
from mayfly.design.edits.sizes import Size, sizes
from mayfly.design.edits.values import SetValue
from mayfly.errors import InvalidDesign


def with_parameters(design: D, values: Mapping[str, ScriptValue]) -> D | None:
    """Return the design whose script has other values of some parameters.

    Args:
        design: A design that fits.
        values: New values by the names of the script's parameters.

    Returns:
        The edited design; None where a parameter stands for no single size of it.

    Raises:
        InvalidDesign: It does not fit with the new values.
    """
    edits = []
    for name, value in values.items():
        path = _path_of(design, name, value)
        if path is None:
            return None
        edits.append(SetValue(path=path, value=value))
    return apply(design, edits)


def _path_of(design: D, name: str, value: ScriptValue) -> str | None:
    """Return the path of the size that a parameter of the script has its value from."""
    now = _parameters(design)
    if name not in now:
        return None
    alike = [size for size in sizes(design) if not size.derived and size.value == now[name]]
    found = [size.path for size in alike if _changes_alone(design, size, name, now, value)]
    return found[0] if len(found) == 1 else None


def _changes_alone(design: D, size: Size, name: str, now: Mapping[str, Any], wanted: ScriptValue) -> bool:
    """Return whether a parameter, and no other one, changes with a size."""
    for value in (wanted, *_near(size)):
        try:
            then = _parameters(apply(design, [SetValue(path=size.path, value=value)]))
        except InvalidDesign:
            continue  # it may fit together with the other new values
        changed = {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)}
        return changed == {name}
    return False


def _near(size: Size) -> tuple[float, ...]:
    """Return values close to that of a size, of which one mostly fits."""
    if isinstance(size.value, str | bool):
        return ()
    return (
        (size.value + 1, size.value - 1) if size.unit == "count" else (size.value * 0.99, size.value * 1.01)
    )


def _parameters(design: Compilable) -> dict[str, Any]:
    return {line.name: line.value for line in header_of(compile_design(design).script)}
