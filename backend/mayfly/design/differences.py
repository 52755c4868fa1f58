"""What changed from one design to another, as values: each difference with its path, before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Final

from mayfly.cad.parts import get_part
from mayfly.contracts import Change
from mayfly.design.bases import CataloguePart
from mayfly.design.body import Body, Compilable
from mayfly.design.compile import own_title
from mayfly.design.edits.fields import spoken, unit_of
from mayfly.design.errors import path_of
from mayfly.design.features import AnyFeature, OnFace
from mayfly.design.values import Value, plain_data
from mayfly.design.words import base_words, body_words, feature_words, own_size, pair_words, value_words
from mayfly.errors import InvalidParameter, UnknownPart
from mayfly.language.english import plural, singular

Steps = tuple[int | str, ...]
_PAIRS: Final = frozenset({"inset", "spacing"})
_CALLED: Final = {"at": "place", "count": "number", "color": "colour"}
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the new design something is, and what it belongs to.

    Attributes:
        steps: The steps that lead there.
        of: What it belongs to, in words.
    """

    steps: Steps
    of: str

    def at(self, *steps: int | str) -> _Place:
        return replace(self, steps=(*self.steps, *steps))


def diff(before: Compilable, after: Compilable) -> tuple[Change, ...]:
    """Return what changed from one design to another, in the order of the new one.

    Bodies are taken for the same by their name, features by what they are and where they stand in the order.
    A title that is made of the sizes is no change: it follows from them.
    """
    return tuple(_differences(before, after))


def _differences(before: Compilable, after: Compilable) -> Iterator[Change]:
    if after.title not in {before.title, None} and after.title != own_title(after):
        yield from _of_field(before.title, after.title, _Place(("title",), ""), "title", "")
    named = {body.name: index for index, body in enumerate(after.bodies)}
    pairs = {index: named[body.name] for index, body in enumerate(before.bodies) if body.name in named}
    left = [index for index in range(len(before.bodies)) if index not in pairs]
    new = [index for index in range(len(after.bodies)) if index not in pairs.values()]
    for old in list(left):  # a body that got another name
        same = next((i for i in new if after.bodies[i].base == before.bodies[old].base), None)
        if same is not None:
            pairs[old] = same
            left.remove(old)
            new.remove(same)
    for old, index in pairs.items():
        yield from _of_body(before.bodies[old], after.bodies[index], index, len(after.bodies) > 1)
    for old in left:
        yield _gone(before.bodies[old], path_of(("bodies", old)), _body_name(before.bodies[old]))
    for index in new:
        yield _new(after.bodies[index], path_of(("bodies", index)), _body_name(after.bodies[index]))
    for name in type(before.expect).model_fields:
        for change in _of_named(before.expect, after.expect, name, _Place(("expect",), "")):
            yield replace(change, name=f"expected {change.name}")


def _body_name(body: Body) -> str:
    return f"the body {body.name!r}, {body_words(body)}"


def _of_body(before: Body, after: Body, index: int, several: bool) -> Iterator[Change]:
    place = _Place(("bodies", index), before.name)
    yield from _of_base(before.base, after.base, place.at("base"))
    yield from _of_features(before.features, after.features, place.at("features"), several)
    for name in ("name", "color", "at", "turn", "copies"):
        yield from _of_named(before, after, name, place)


def _of_base(before: Any, after: Any, place: _Place) -> Iterator[Change]:
    """Yield what changed of a base: its sizes, or all of it where it is another kind."""
    if isinstance(before, CataloguePart) and isinstance(after, CataloguePart) and before.part == after.part:
        yield from _of_part(before, after, place.at("sizes"))
    elif type(before) is type(after):
        yield from _of_values(before, after, place)
    else:
        yield _changed(before, after, place, "shape", (base_words(before), base_words(after)))


def _of_part(before: CataloguePart, after: CataloguePart, place: _Place) -> Iterator[Change]:
    """Yield what changed of a catalogue part: of all its sizes, also of those that follow from others."""
    try:
        part = get_part(before.part)
        old, new = (part.settle(dict(base.sizes)).values for base in (before, after))
    except (UnknownPart, InvalidParameter):
        if before != after:
            words = value_words(before.sizes), value_words(after.sizes)
            yield _changed(before, after, place, "sizes", words)
        return
    for name, parameter in part.parameters.items():
        if old[name] != new[name]:
            words = parameter.say(old[name]), parameter.say(new[name])
            yield _changed(old[name], new[name], place.at(name), parameter.label, words)


def _of_features(
    before: Sequence[AnyFeature], after: Sequence[AnyFeature], place: _Place, several: bool
) -> Iterator[Change]:
    """Yield what changed of the features of a body: those added, removed, and the fields of the others."""
    pairs, gone, new = _aligned(before, after)
    where = f" of the {place.of}" if several else ""
    for old, index in pairs:
        of = f"{_name_among(before, old)}{where}"
        yield from _of_feature(before[old], after[index], replace(place.at(index), of=of))
    path = path_of(place.steps)
    for old in gone:
        yield _gone(before[old], f"{path}[{old}]", f"{feature_words(before[old])}{where}")
    for index in new:
        yield _new(after[index], f"{path}[{index}]", f"{feature_words(after[index])}{where}")


def _of_feature(before: AnyFeature, after: AnyFeature, place: _Place) -> Iterator[Change]:
    for name in type(before).model_fields:
        if name == "features":
            inner = place.at("features")
            yield from _of_features(getattr(before, name), getattr(after, name), inner, several=True)
        elif name == "base":
            yield from _of_base(getattr(before, name), getattr(after, name), place.at("base"))
        else:
            yield from _of_named(before, after, name, place)


def _of_values(before: Value, after: Value, place: _Place) -> Iterator[Change]:
    """Yield what changed between two values of one kind, field by field."""
    for name in type(before).model_fields:
        yield from _of_named(before, after, name, place)


def _of_named(before: Value, after: Value, name: str, place: _Place) -> Iterator[Change]:
    """Yield what changed of one field; within a value that is of one kind before and after, of its fields."""
    old, new = getattr(before, name), getattr(after, name)
    if isinstance(old, Value) and isinstance(new, Value) and type(old) is type(new):
        yield from _of_values(old, new, place.at(name))
    elif _are_alike(old, new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            of = f"{_ordinal(index, singular(spoken(name)))} of the {place.of}"
            yield from _of_values(one, other, replace(place.at(name, index), of=of))
    else:
        yield from _of_field(old, new, place.at(name), name, unit_of(type(before), name))


def _are_alike(old: Any, new: Any) -> bool:
    """Return whether both are rows of as many values, each of the same kind before and after."""
    rows = isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new)
    return rows and all(isinstance(a, Value) and type(a) is type(b) for a, b in zip(old, new, strict=True))


def _of_field(old: Any, new: Any, place: _Place, name: str, unit: str) -> Iterator[Change]:
    if old == new:
        return
    label = _CALLED.get(name) or spoken(name)
    if label == "diameter" and place.steps[-2:-1] == ("at",):
        label = "circle's diameter"  # that of the holes on it is another one
    both = name in _PAIRS and isinstance(old, tuple) and isinstance(new, tuple)
    words = (pair_words(old), pair_words(new)) if both else (value_words(old, unit), value_words(new, unit))
    yield _changed(old, new, place, label, words)


def _aligned(
    before: Sequence[AnyFeature], after: Sequence[AnyFeature]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return which features are the same, changed or not, and which are gone and new, by their numbers."""
    old_keys, new_keys = ([_key(one) for one in each] for each in (before, after))
    pairs: list[tuple[int, int]] = []
    gone: list[int] = []
    new: list[int] = []
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for _, low, high, first, last in matcher.get_opcodes():
        if old_keys[low:high] == new_keys[first:last]:
            pairs += zip(range(low, high), range(first, last), strict=True)
            continue
        left = list(range(low, high))
        for index in range(first, last):
            alike = max(left, key=lambda old: _likeness(before[old], after[index]), default=None)
            if alike is None or not _likeness(before[alike], after[index]):
                new.append(index)
                continue
            pairs.append((alike, index))
            left.remove(alike)
        gone += left
    return pairs, gone, new


def _key(feature: AnyFeature) -> str:
    return json.dumps(feature.model_dump(mode="json"), sort_keys=True)


def _likeness(one: AnyFeature, other: AnyFeature) -> int:
    """Return how much two features are alike: 0 for two kinds, else the number of fields that are equal."""
    if type(one) is not type(other):
        return 0
    same: int = sum(getattr(one, name) == getattr(other, name) for name in type(one).model_fields)
    by_name = bool(one.name) and one.name == other.name
    return same + len(type(one).model_fields) * by_name


def _name_among(features: Sequence[AnyFeature], index: int) -> str:
    """Return what to call a feature: "holes"; where there are several, "holes of 6 mm" or "second hole"."""
    feature = features[index]
    alike = [i for i, other in enumerate(features) if other.label == feature.label]
    label = feature.label
    if isinstance(feature, OnFace) and feature.at.copies > 1:
        label = plural(label)
    if len(alike) == 1:
        return label
    sizes = [own_size(features[i]) for i in alike]
    order = alike.index(index)
    if sizes[order] and sizes.count(sizes[order]) == 1:
        return f"{label}{sizes[order]}"
    return _ordinal(order, label)


def _ordinal(index: int, noun: str) -> str:
    return f"{_ORDINALS[index]} {noun}" if index < len(_ORDINALS) else f"{noun} {index + 1}"


def _changed(old: Any, new: Any, place: _Place, name: str, words: tuple[str, str]) -> Change:
    return Change(
        path=path_of(place.steps),
        before=_plain(old),
        after=_plain(new),
        of=place.of,
        name=name,
        was=words[0],
        now=words[1],
    )


def _gone(value: Value, path: str, of: str) -> Change:
    return Change(kind="removed", path=path, before=_plain(value), of=of)


def _new(value: Value, path: str, of: str) -> Change:
    return Change(kind="added", path=path, after=_plain(value), of=of)


def _plain(value: Any) -> Any:
    """Return a value as plain data; what is left at its default is left out."""
    if isinstance(value, Value):
        return plain_data(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value
