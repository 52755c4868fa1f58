"""A model as data: bodies with their features, and what the whole has to be.

``Design`` is what every door speaks: the reader writes it, a chat model fills it, a tool takes it, HTTP and
MCP carry it, and the compiler turns it into a script. It is frozen; JSON goes in and out without loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from mayfly.design.bases import Base
from mayfly.design.copies import Copies, placements_of
from mayfly.design.errors import from_validation
from mayfly.design.expectations import Expectations as Expectations
from mayfly.design.features import Add, AnyFeature, Cut, Intersect, OnFace
from mayfly.design.html_form import design_html
from mayfly.design.values import Angle, Name, Point3, Value

VERSION = 1
#: Few numbers ask for many places and bodies, and each is compared with those beside it.
MOST_SOLIDS: Final = 300
MOST_PLACES_OF_ALL: Final = 20_000


class Body(Value):
    """One solid of a model.

    Attributes:
        name: What to call it; unique in its design.
        color: A CSS colour name or ``#rrggbb``; None for the viewer's own.
        base: What it begins as.
        features: What is done to it, in order.
        at: Where its origin goes.
        turn: Angles by which it is turned about X, Y and Z, in this order, before it is moved.
        copies: More of the same, each a body of its own: "post 2", "post 3".
    """

    name: Name = "body"
    color: Annotated[str | None, Field(pattern=r"^(#[0-9a-fA-F]{6}|[a-zA-Z]{3,30})$")] = None
    base: Base
    features: Annotated[tuple[AnyFeature, ...], Field(max_length=500)] = ()
    at: Annotated[Point3, Field(description="where its origin goes")] = (0.0, 0.0, 0.0)
    turn: Annotated[
        tuple[Angle, Angle, Angle], Field(description="turned about X, Y and Z, before it is moved")
    ] = (0.0, 0.0, 0.0)
    copies: Annotated[
        Copies | None, Field(description="more of the same, in a row, around an axis, or mirrored")
    ] = None

    @property
    def names(self) -> list[str]:
        """What it and its copies are called."""
        more = range(2, len(placements_of(self.copies)) + 1)
        return [self.name, *(f"{self.name} {number}" for number in more)]


def _places(features: Sequence[AnyFeature]) -> int:
    """Return how many places all features have, each one as often as the body that it is on is repeated."""
    total = 0
    for feature in features:
        if isinstance(feature, Add | Cut | Intersect):
            copies = None if isinstance(feature, Intersect) else feature.copies
            total += len(placements_of(copies)) * (1 + _places(feature.features))
        else:
            total += feature.at.copies if isinstance(feature, OnFace) else 1
    return total


class Design(Value):
    """A model: its bodies, and what the whole has to be.

    Attributes:
        version: Of the feature language.
        title: A few words that name the thing; made from the first body if it is left out.
        bodies: What it consists of.
        expect: What else is measured on the finished model.
    """

    version: Literal[1] = 1
    title: Annotated[Name | None, Field(description="a few words that name the thing")] = None
    bodies: Annotated[tuple[Body, ...], Field(min_length=1, max_length=100)]
    expect: Expectations = Expectations()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        times = Counter(name for body in self.bodies for name in body.names)
        twice = sorted(name for name, count in times.items() if count > 1)
        if twice:
            raise ValueError(f"two bodies are called {twice[0]!r}; each needs a name of its own")
        return self

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        solids = sum(len(body.names) for body in self.bodies)
        if solids > MOST_SOLIDS:
            raise ValueError(f"{solids:,} bodies, copies included; at most {MOST_SOLIDS} are built")
        places = sum(len(body.names) * _places(body.features) for body in self.bodies)
        if places > MOST_PLACES_OF_ALL:
            raise ValueError(
                f"{places:,} features, copies included; at most {MOST_PLACES_OF_ALL:,} are built"
            )
        return self

    @classmethod
    def read(cls, data: Any) -> Design:
        """Read a design from plain data, or from JSON text.

        Raises:
            InvalidDesign: Something is not written as it has to be; each problem is told with its path.
        """
        try:
            if isinstance(data, str | bytes):
                return cls.model_validate_json(data)
            return cls.model_validate(data)
        except ValidationError as error:
            raise from_validation(error) from error

    def to_dict(self) -> dict[str, Any]:
        """Return the design as plain data, without what is left at its default."""
        data: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return {"version": self.version, **_with_kinds(self, data)}

    def _repr_html_(self) -> str:
        """Return the design as a table; only notebooks call it."""
        return design_html(self.to_dict())


def _with_kinds(value: Any, data: Any) -> Any:
    """Put back each ``kind``, which tells what a value is, though it is at its default."""
    if isinstance(value, Value):
        kinds = {"kind": value.kind} if hasattr(value, "kind") else {}
        return {**kinds, **{key: _with_kinds(getattr(value, key), item) for key, item in data.items()}}
    if isinstance(value, tuple) and isinstance(data, list):
        return [_with_kinds(one, item) for one, item in zip(value, data, strict=True)]
    return data
