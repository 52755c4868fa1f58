"""``sizes``: every size of a design that an edit can change, with its path and the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mayfly.contracts import ParameterValue
from mayfly.design.bases import CataloguePart
from mayfly.design.body import Body, Compilable
from mayfly.design.edits.catalogue_sizes import sizes_of_part
from mayfly.design.edits.fields import Unit, is_one_number, spoken, unit_of, values_in, words_for
from mayfly.design.edits.paths import Steps, owners
from mayfly.design.errors import DoesNotFit, path_of
from mayfly.design.features._base import Feature
from mayfly.design.features.hole import Hole
from mayfly.design.values import Value
from mayfly.errors import InvalidParameter, UnknownPart

_SHOWN: Final = ("path", "owner", "of", "kind", "name", "value", "unit", "low", "high", "derived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size of a design that an edit can change.

    Attributes:
        path: Where it is; ``SetValue`` and ``ChangeBy`` take it.
        owner: Path of the body or feature that it belongs to.
        of: What that is called: a body's name, a feature's name or kind.
        kind: "part" or the kind of the base, the kind of the feature, or the kind of its place.
        name: What the size is called: "thickness", "diameter", "count".
        words: What people also call it.
        value: What it is now, in its unit; a choice is text.
        unit: "mm", "°", "count" for a number of things, or empty for a choice.
        low: Least value; None where there is no limit of its own.
        high: Greatest value.
        derived: It follows from others of the part, which give way when it is set ("wall").
    """

    path: str
    owner: str
    of: str
    kind: str
    name: str
    words: tuple[str, ...]
    value: ParameterValue
    unit: Unit
    low: float | None = None
    high: float | None = None
    derived: bool = False

    def to_dict(self) -> dict[str, ParameterValue | None]:
        """Return it as JSON, without the words that people also use."""
        return {name: getattr(self, name) for name in _SHOWN}


def sizes(design: Compilable) -> tuple[Size, ...]:
    """Return every size of a design that an edit can change, body by body, base before features.

    Listed are single numbers: sizes, distances, angles and counts, also those that a part of the catalogue
    or a standard fills in (the diameter of a hole for M6). Coordinates of listed points are not among them.
    """
    return tuple(size for steps, owner in owners(design) for size in sizes_of(steps, owner))


def sizes_of(steps: Steps, owner: Body | Feature) -> Iterator[Size]:
    """Yield the sizes of a body or a feature, without those of the features within it."""
    yield from _numbers(owner, steps, steps, owner)
    for name in type(owner).model_fields:
        if name == "features":
            continue
        for more, value in values_in(getattr(owner, name), (name,)):
            yield from _of_value((*steps, *more), value, steps, owner)


def _of_value(at: Steps, value: Value, steps: Steps, owner: Body | Feature) -> Iterator[Size]:
    if isinstance(value, CataloguePart):
        yield from _of_part(at, value, steps, owner)
    else:
        yield from _numbers(value, at, steps, owner)


def _of_part(at: Steps, base: CataloguePart, steps: Steps, owner: Body | Feature) -> Iterator[Size]:
    try:
        found = list(sizes_of_part(base))
    except (UnknownPart, InvalidParameter):  # what does not fit is refused where it is compiled
        return
    for one in found:
        unit: Unit = "mm" if one.unit == "mm" else "°" if one.unit == "°" else "count" if one.unit else ""
        yield Size(
            path=path_of((*at, "sizes", one.name)),
            owner=path_of(steps),
            of=label_of(owner),
            kind="part",
            name=spoken(one.name),
            words=one.words,
            value=one.value,
            unit=unit,
            low=one.low,
            high=one.high,
            derived=one.derived,
        )


def _numbers(value: Value, at: Steps, steps: Steps, owner: Body | Feature) -> Iterator[Size]:
    """Yield the single numbers of one value."""
    standing = _of_standard(value)
    for name in type(value).model_fields:
        unit, number = unit_of(type(value), name), getattr(value, name)
        number = standing.get(name) if number is None else number
        for index, one in _each(number, name):
            path = (*at, name) if index is None else (*at, name, index)
            yield Size(
                path=path_of(path),
                owner=path_of(steps),
                of=label_of(owner),
                kind=str(getattr(value, "kind", name)),
                name=spoken(name) if index is None else f"{spoken(name)} {'xy'[index]}",
                words=words_for(str(getattr(value, "kind", "")), name),
                value=one,
                unit=unit,
            )


def _each(number: object, name: str) -> Iterator[tuple[int | None, float]]:
    """Yield a number, or the two of a pair of distances, with their places in it; one if they are equal."""
    if isinstance(number, int | float) and is_one_number(number):
        yield None, number
    elif name in {"inset", "spacing"} and isinstance(number, tuple):
        if len(set(number)) == 1:
            yield None, number[0]
        else:
            yield from enumerate(number)


def _of_standard(value: Value) -> dict[str, float]:
    """Return the sizes that a standard fills in where they are left open."""
    try:
        return {"diameter": value.sizes().diameter} if isinstance(value, Hole) else {}
    except DoesNotFit:
        return {}


def label_of(owner: Body | Feature) -> str:
    """Return what to call a body or a feature in a sentence."""
    return owner.name if isinstance(owner, Body) else owner.label
