"""The feature language in some thirty lines for a prompt, and each of its values in full on demand.

Both are made from the models themselves, so a new feature is in them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from mayfly.design.bases import CataloguePart
from mayfly.design.body import Body
from mayfly.design.features.combine import Nested
from mayfly.design.field_shapes import ModelField, choices, fields_of, kind_of
from mayfly.design.model import Design
from mayfly.design.step_base import StepFile
from mayfly.design.values import Value

Family = tuple[type[Value], ...]

_HEAD: Final = """\
JSON. * is needed, | a choice, a name before ":" the "kind". Lengths are mm, or "1/2 in". A feature goes on
a face, at a place counted from its middle: x, y on top; x, z on front; y, z on left."""
_NAMES: Final = {"at": "place", "has": "has", "faces": "picked face", "copies": "copies"}
_SELDOM: Final = frozenset({
    "name", "title", "color", "orientation", "called", "near", "centre", "first_angle", "inner", "bend",
    "walls", "point", "level", "through", "ruled", "turn", "fit", "countersink_angle", "second", "centre_x",
    "centre_y", "centre_z", "no_overlap", "manifold", "lowest_x", "lowest_y",
})  # fmt: skip
"""Fields that few designs need: the short form leaves them to ``explained``."""
_LISTED: Final = frozenset({"numbers", "series", "points", "words", "many"})


@cache
def short_form() -> str:
    """Return the usual fields of every value of a design, a line for each family of values."""
    shown = {name: family for name, family in families().items() if name != _NAMES["faces"]}
    return "\n".join([_HEAD, *(f"{name} = {_written(family)}" for name, family in shown.items())])


@cache
def families() -> dict[str, Family]:
    """Return the families of values that a design is made of, by their names in the short form."""
    found: dict[str, Family] = {"design": (Design,), "body": (Body,)}
    waiting: list[type[Value]] = [Design, Body]
    while waiting:
        for field in fields_of(waiting.pop(0)):
            if field.shape in {"one", "many"} and field.family not in found.values():
                found[_name(field, found)] = field.family
                waiting += field.family
    return found


def explained(word: str) -> str | None:
    """Return a kind of base, feature, place or profile with what each of its fields means.

    Args:
        word: The kind ("ring_groove"), or a family ("body").

    Returns:
        A line for the value and one for each field; None where there is no such kind.
    """
    asked = word.strip().lower().replace(" ", "_").replace("-", "_")
    lines = [
        line
        for name, family in families().items()
        for model in family
        if asked in {kind_of(model), name}
        for line in _lines(model, name)
    ]
    return "\n".join(lines) or None


def _name(field: ModelField, found: dict[str, Family]) -> str:
    """Return what a family is called: the field that holds it first, in the singular."""
    name = _NAMES.get(field.name) or field.name.removesuffix("s")
    return name if name not in found else f"{name} of {kind_of(field.family[0])}"


def _written(family: Family) -> str:
    """Return the kinds of a family with their fields; those that all have stand first."""
    shown = tuple(model for model in family if not issubclass(model, Nested | StepFile)) or family
    rows = {
        model: [_field(model, field) for field in fields_of(model) if field.name not in _SELDOM]
        for model in shown
    }
    nested = [kind_of(model) for model in family if issubclass(model, Nested)]
    if len(shown) == 1:
        return " ".join(rows[shown[0]])
    shared = [each for each in rows[shown[0]] if all(each in row for row in rows.values())]
    most = _shared_by_most(list(rows.values()), shared)
    text = [f"all: {' '.join(shared)}"] if shared else []
    text += [f"(f): {' '.join(most)}"] if most else []
    for model, row in rows.items():
        own = [each for each in row if each not in shared]
        marked = bool(most) and all(each in own for each in most)
        own = [each for each in own if not (marked and each in most)]
        text.append(f"{kind_of(model)}{'(f)' if marked else ''}{': ' if own else ''}{' '.join(own)}")
    text += [f"{'|'.join(nested)}: a body's fields"] if nested else []
    return "; ".join(text)


def _shared_by_most(rows: Sequence[list[str]], shared: list[str]) -> list[str]:
    """Return fields that four kinds or more have together, so that they are written once."""
    counted = [each for row in rows for each in row if each not in shared]
    often = [each for each in dict.fromkeys(counted) if counted.count(each) >= 4]
    return often if len(often) > 1 else []


def _field(model: type[Value], field: ModelField) -> str:
    """Return a field as the short form has it: "height*", "axis(x|y|z)", "counterbore{diameter depth}"."""
    star = "*" if field.required else ""
    if field.shape == "inner":
        (inner,) = field.family
        return f"{field.name}{star}{{{' '.join(_field(inner, each) for each in fields_of(inner))}}}"
    if field.shape == "mapping":
        return f"{field.name}{{}}{star}"
    listed = "[]" if field.shape in _LISTED else ""
    return f"{field.name}{listed}{star}{choices(model, field.name)}"


def _lines(model: type[Value], family: str) -> list[str]:
    """Return a value with its fields, each with what its model says of it."""
    kind = kind_of(model)
    said = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    lines = [f"{family} {kind}: {said}" if kind else f"{family}: {said}"]
    for field in fields_of(model):
        meant = model.model_fields[field.name].description or _documented(model, field.name)
        inner = f" of kind {'|'.join(kind_of(one) for one in field.family)}" if len(field.family) > 1 else ""
        lines.append(f"- {_field(model, field)}{inner}" + (f": {meant}" if meant else ""))
    return lines


def _documented(model: Any, name: str) -> str:
    """Return what a model's docstring says of a field; empty where it says nothing."""
    head = f"{name}:"
    for line in (model.__doc__ or "").splitlines():
        if line.strip().startswith(head):
            return line.strip().removeprefix(head).strip().rstrip(".")
    return ""


def part_bases(design: Design) -> tuple[CataloguePart, ...]:
    """Return the parts of the catalogue that a design's bodies begin as, those within bodies too."""
    found: list[CataloguePart] = []
    waiting: list[Any] = list(design.bodies)
    while waiting:
        body = waiting.pop(0)
        if isinstance(body.base, CataloguePart):
            found.append(body.base)
        waiting += [feature for feature in body.features if isinstance(feature, Nested)]
    return tuple(found)
