"""A model as data: bodies with their features, and what the whole has to be.

``Design`` is what every door speaks: the reader writes it, a chat model fills it, a tool takes it, HTTP and
MCP carry it, and the compiler turns it into a script. It is frozen; JSON goes in and out without loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from mayfly.contracts import Change
from mayfly.design.body import Body
from mayfly.design.copies import placements_of
from mayfly.design.differences import diff
from mayfly.design.edits import Edit, apply
from mayfly.design.errors import from_validation
from mayfly.design.expectations import Expectations
from mayfly.design.features import Add, AnyFeature, Cut, Intersect, OnFace
from mayfly.design.html_form import design_html
from mayfly.design.values import Name, Value, plain_data
from mayfly.design.words import describe

#: Few numbers ask for many places and bodies, and each is compared with those beside it.
MOST_SOLIDS: Final = 300
MOST_PLACES_OF_ALL: Final = 20_000


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
        return {"version": self.version, **plain_data(self)}

    def edit(self, *edits: Edit | Mapping[str, Any]) -> Design:
        """Return a new design with edits, made one after the other; this one stays as it is.

        Args:
            *edits: Values of ``mayfly.design.edits``, or the same as plain data:
                ``design.edit({"kind": "set", "path": "thickness", "value": "10 mm"})``.

        Raises:
            InvalidDesign: An edit is about something that the design does not have, or something does not
                fit; each problem comes with its path and what would do.
        """
        return apply(self, edits)

    def diff(self, other: Design) -> tuple[Change, ...]:
        """Return what changed from this design to another one; ``str`` of a change is its sentence."""
        return diff(self, other)

    def describe(self) -> str:
        """Return the design in words: a line for each body and each of its features."""
        return describe(self)

    def _repr_html_(self) -> str:
        """Return the design as a table; only notebooks call it."""
        return design_html(self.to_dict())
