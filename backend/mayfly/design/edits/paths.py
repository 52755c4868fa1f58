"""Finds what an edit is about: a path as errors write it, or the name of a body, a feature or a size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from mayfly.cad.parts import get_part
from mayfly.design.bases import CataloguePart
from mayfly.design.body import Body, Compilable
from mayfly.design.edits.catalogue_sizes import STANDARD
from mayfly.design.edits.fields import fields_of, spoken
from mayfly.design.errors import path_of
from mayfly.design.features import AnyFeature
from mayfly.design.features._base import Feature
from mayfly.design.values import Value
from mayfly.errors import InvalidDesign, UnknownPart
from mayfly.language.english import or_list, plural

Steps = tuple[int | str, ...]
"""The fields and numbers that lead to a value of a design, from the design on."""

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_MOST_SHOWN: Final = 12
#: Values that a step may leave out, as each feature and body has but one of them.
_LEFT_OUT: Final = ("base", "profile", "at")


def owners(design: Compilable) -> Iterator[tuple[Steps, Body | AnyFeature]]:
    """Yield the bodies of a design and all features, those within features too, each with its steps."""
    for index, body in enumerate(design.bodies):
        yield from _owners(body, ("bodies", index))


def _owners(owner: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    yield steps, owner
    for index, feature in enumerate(getattr(owner, "features", ())):
        yield from _owners(feature, (*steps, "features", index))


def value_at(design: Any, steps: Steps) -> Any:
    """Return the value that steps lead to; None where a size is left open."""
    value = design
    for step in steps:
        if isinstance(step, int):
            value = value[step]
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            value = getattr(value, step)
    return value


def find_owner(design: Compilable, target: str) -> Steps:
    """Return the steps to the body or feature that a target names.

    Raises:
        InvalidDesign: Nothing has that name, or several things do; the text lists what there is.
    """
    steps = _find(design, target)
    if not isinstance(value_at(design, steps), Body | Feature):
        raise InvalidDesign([(target, f"this is no body or feature; there are: {_there(design)}")])
    return steps


def find_body(design: Compilable, target: str) -> Steps:
    """Return the steps to a body; an empty target means the first one.

    Raises:
        InvalidDesign: There is no such body.
    """
    if not target:
        return ("bodies", 0)
    for index, body in enumerate(design.bodies):
        if target in {body.name, f"bodies[{index}]"}:
            return ("bodies", index)
    names = or_list([repr(body.name) for body in design.bodies][:_MOST_SHOWN])
    raise InvalidDesign([(target, f"there is no such body; there is {names}")])


def find_field(design: Compilable, target: str) -> Steps:
    """Return the steps to the field that a target names.

    Raises:
        InvalidDesign: Nothing has that name, or several things do; the text lists what there is.
    """
    steps = _find(design, target)
    value = value_at(design, steps)
    if isinstance(value, Body | Feature):
        raise InvalidDesign([(target, f"say which field of it: {', '.join(fields_of(value))}")])
    return steps


def _find(design: Compilable, target: str) -> Steps:
    """Return the steps to what a target names: a body, a feature, or something within one."""
    if re.match(r"(?:bodies\[|(?:expect|title)\b)", target):
        return _follow(design, (), _split(target), target)
    named = {steps: _keys(owner) for steps, owner in owners(design)}
    key = _longest_key(target, [key for keys in named.values() for key in keys])
    if key:
        found = [steps for steps in named if value_at(design, steps).name == key]  # a name before a kind
        found = found or [steps for steps, keys in named.items() if key in keys]
        if len(found) > 1:
            paths = or_list([path_of(steps) for steps in found][:_MOST_SHOWN])
            raise InvalidDesign([(target, f"{len(found)} are called {key!r}; write {paths}")])
        rest = target[len(key) :].lstrip(".")
        return _follow(design, found[0], _split(rest), target) if rest else found[0]
    if len(design.bodies) == 1:
        first, *rest_steps = _split(target)
        more = _next(design.bodies[0], first)
        if more is not None:
            return _follow(design, ("bodies", 0, *more), rest_steps, target)
    raise InvalidDesign([(target, f"the design has nothing of this name; it has {_there(design)}")])


def _split(path: str) -> list[int | str]:
    """Return the steps of a path as it is written.

    Raises:
        InvalidDesign: It is not written as a path.
    """
    steps: list[int | str] = []
    end = 0
    for found in _STEP.finditer(path):
        if path[end : found.start()] not in {"", "."}:
            break
        number, name = found.groups()
        steps.append(int(number) if number else name.strip())
        end = found.end()
    if end != len(path) or not steps:
        raise InvalidDesign([(path, "this is no path; write one like bodies[0].features[2].diameter")])
    return steps


def _follow(design: Any, start: Steps, written: Sequence[int | str], target: str) -> Steps:
    """Return the steps that written ones stand for, which may leave out what is clear.

    Raises:
        InvalidDesign: There is no such field; the text lists those there are.
    """
    steps = start
    for place, step in enumerate(written):
        value = value_at(design, steps)
        is_kind = step == getattr(value, "kind", None) and place + 1 < len(written)
        more = () if is_kind else _next(value, step)  # errors name the kind of a value on the way
        if more is None:
            raise InvalidDesign(
                [(target, f"{path_of(steps) or 'the design'} has no {step!r}; {_has(value)}")]
            )
        steps = (*steps, *more)
    return steps


def _next(value: Any, step: int | str) -> Steps | None:
    """Return the steps that one written step stands for; None where the value has nothing of that name."""
    if isinstance(step, int):
        return (step,) if isinstance(value, tuple) and step < len(value) else None
    if isinstance(value, Mapping):
        return (step,)
    if not isinstance(value, Value):
        return None
    if step in fields_of(value):
        return (step,)
    if isinstance(value, CataloguePart):
        return ("sizes", step) if step in _part_sizes(value) else None
    if step == getattr(value, "kind", None):
        return ()
    for name in _LEFT_OUT:
        more = _next(getattr(value, name, None), step) if name in fields_of(value) else None
        if more:
            return (name, *more)
    return None


def _part_sizes(base: CataloguePart) -> list[str]:
    """Return the names of all sizes that a part of the catalogue can be given by; none if it is unknown."""
    try:
        part = get_part(base.part)
    except UnknownPart:
        return []
    return [*part.parameters, *part.aliases, *([STANDARD] if part.standard else [])]


def _has(value: Any) -> str:
    """Return what a value has, for an error."""
    if isinstance(value, CataloguePart):
        return f"it has {', '.join(_part_sizes(value))}"
    if isinstance(value, Value):
        return f"it has {', '.join(fields_of(value))}"
    if isinstance(value, tuple):
        return f"it has {len(value)} items, counted from 0"
    return "nothing is there; set it as a whole" if value is None else "it is a single value"


def _keys(owner: Body | Feature) -> tuple[str, ...]:
    """Return what a body or feature may be called: its name, and the kind of a feature."""
    if isinstance(owner, Body):
        return (owner.name,)
    kind = str(getattr(owner, "kind", ""))
    return (owner.name or kind, kind, spoken(kind), plural(spoken(kind)))


def _longest_key(target: str, keys: Iterable[str]) -> str:
    """Return the longest name that a target is or begins with."""
    fit = [key for key in keys if target == key or target.startswith((f"{key}.", f"{key}["))]
    return max(fit, key=len, default="")


def _there(design: Compilable) -> str:
    """Return the names by which something of a design can be reached, for an error."""
    names = [
        repr(owner.name) if isinstance(owner, Body) or owner.name else f"{owner.kind} ({path_of(steps)})"
        for steps, owner in owners(design)
    ]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
