"""The catalogue as a library for scripts: ``from mayfly.parts import spacer``.

Each part is a function of its sizes, with the names that ``mayfly parts`` lists. It returns a Workplane that
holds the part as it stands in the catalogue: on Z=0, centred in X and Y, lengths in millimetres::

    from mayfly.parts import spacer

    sleeve = spacer(outer_diameter=16, inner_diameter=8.4, length=22)
    result = sleeve.faces(">Z").edges().chamfer(0.5)

CadQuery is loaded when a part is made, and only then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import ParameterValue

_SHOW = "show_object"


def __getattr__(name: str) -> Callable[..., Any]:
    """Return the function that makes a part of the catalogue (PEP 562).

    Raises:
        AttributeError: There is no such part.
    """
    if name.startswith("_") or name not in catalogue():
        raise AttributeError(f"module {__name__!r} has no part {name!r}; `mayfly parts` lists them")
    return _maker(name)


def __dir__() -> list[str]:
    """List the parts."""
    return sorted(catalogue())


def make(name: str, **sizes: ParameterValue) -> Any:
    """Return a part of the catalogue as a Workplane.

    Args:
        name: The part ("spacer").
        **sizes: Its sizes; those that are left out follow from the others, or take their usual values.

    Raises:
        UnknownPart: There is no such part.
        InvalidParameter: A size is unknown or out of range, or sizes contradict each other.
    """
    plan = get_part(name).plan(**sizes)
    shown: list[Any] = []
    namespace: dict[str, Any] = {_SHOW: lambda model, *_, **__: shown.append(model), **plan.parameters}
    exec(compile(plan.script, f"<part {name}>", "exec", dont_inherit=True), namespace)  # noqa: S102 (our own)
    return shown[0]


@cache
def _maker(name: str) -> Callable[..., Any]:
    """Return the function of one part, described by what the catalogue says of it."""
    part = get_part(name)

    def made(**sizes: ParameterValue) -> Any:
        return make(name, **sizes)

    made.__name__ = made.__qualname__ = name
    made.__doc__ = f"{part.description}\n\nSizes: {', '.join(part.parameters)}."
    return made
