"""The fields of the models of the feature language, by what they hold: for its flat and its short form."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from mayfly.design.values import Value

Shape = Literal["text", "words", "size", "numbers", "series", "points", "inner", "one", "many", "mapping"]

_SKIPPED: Final = frozenset({"kind", "version"})


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model, as the flat form has it.

    Attributes:
        name: Its name.
        shape: A text, a list of words, a size, coordinates, a series of lengths, points, an inner value of
            sizes ("counterbore"), one value of a family, many of them, or free sizes.
        family: The models that it may hold.
        required: It has no default.
    """

    name: str
    shape: Shape
    family: tuple[type[Value], ...]
    required: bool


@cache
def fields_of(model: type[Value]) -> tuple[ModelField, ...]:
    """Return the fields of a model, without those that tell what it is."""
    found = (_field(name, info) for name, info in model.model_fields.items() if name not in _SKIPPED)
    return tuple(found)


def _field(name: str, info: FieldInfo) -> ModelField:
    shape, family = _shape(info.annotation)
    return ModelField(name, shape, family, info.is_required())


def _shape(annotation: Any) -> tuple[Shape, tuple[type[Value], ...]]:
    """Return how a type is written in the flat form, and the models that it may hold."""
    found = tuple(options(annotation))
    models = tuple(o for o in found if isinstance(o, type) and issubclass(o, Value))
    if models:
        plain = len(models) == 1 and all(f.shape in {"size", "text"} for f in fields_of(models[0]))
        return ("inner" if plain else "one"), models
    if any(get_origin(o) is tuple for o in found):
        items = next(get_args(o) for o in found if get_origin(o) is tuple)
        inner = tuple(options(items[0]))
        models = tuple(o for o in inner if isinstance(o, type) and issubclass(o, Value))
        if models:
            return "many", models
        if any(get_origin(o) is tuple for o in inner):
            return "points", ()
        if float not in inner:
            return "words", ()
        return ("series" if items[-1] is Ellipsis else "numbers"), ()
    if any(get_origin(o) in {dict, Mapping, typing.get_origin(Mapping[str, Any])} for o in found):
        return "mapping", ()
    return ("text" if found == (str,) else "size"), ()


def options(annotation: Any) -> Iterator[Any]:
    """Yield the types of a union, without None and what annotates them."""
    if isinstance(annotation, TypeAliasType) or hasattr(annotation, "__value__"):
        yield from options(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        yield from options(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, types.UnionType}:
        for option in get_args(annotation):
            yield from options(option)
    elif annotation is not type(None):
        yield annotation


def choices(model: type[Value], name: str) -> str:
    """Return the words that a field may have: " (u|v|both)"."""
    words = [
        word for option in options(model.model_fields[name].annotation) for word in literals(option) if word
    ]
    return f"({'|'.join(words)})" if words else ""


def literals(option: Any) -> list[str]:
    """Return the words that a type may be, where it is a choice of words."""
    return [str(word) for word in get_args(option)] if get_origin(option) is Literal else []


def kind_of(model: type[Value]) -> str:
    """Return the word that tells a model from others of its family; empty where it stands alone."""
    info = model.model_fields.get("kind")
    return str(get_args(info.annotation)[0]) if info else ""
