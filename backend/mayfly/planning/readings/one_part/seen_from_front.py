"""Blocks described as one stands before them: "40 wide, 14 deep, 36 tall" is 40 along X and 14 along Y."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.topics import BLOCK, State, Topic
from mayfly.language.weighing.values import Along, Group, InCentre, Placing, Said, Size
from mayfly.planning.readings.said.roles import role_of

#: Names of the size from left to right, of that from front to back, and of that which stands upright.
_ACROSS: Final = frozenset({"wide", "width"})
_LONG: Final = frozenset({"long", "length"})
_BACKWARDS: Final = frozenset({"deep", "depth", "thick", "thk", "thickness"})
_DEEP: Final = frozenset({"deep", "depth"})
_UPRIGHT: Final = frozenset({"high", "height"})
_WHOLE: Final = frozenset({(), ("outer",), ("overall",), ("inner",)})
_NAMES_OF_SIZES: Final = frozenset({"designation", "thread"})
_SIDES: Final = ("length", "width", "height")


def seen_from_front(state: State) -> State:
    """Return a reading whose block has its width along X and its depth, or thickness, along Y.

    A block has no thickness of its own; one that is wide, deep and high is seen from its front. One that is
    long, wide and deep is seen from above, and its depth is its height.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or not _is_a_box(base):
        return state
    names = _names(base)
    if not names:
        return state
    return replace(state, topics=tuple(_renamed(topic, names) for topic in state.topics))


def _is_a_box(base: Topic) -> bool:
    """Return whether a part is given by its length, width and height."""
    part = catalogue().get(base.name)
    if part is None or part.conventions.slopes:
        return False  # the width of a wedge lies across its slope
    return bool(part.sizes) and part.sizes[0][:3] == _SIDES


def _names(base: Topic) -> dict[str, str]:
    """Return what the words for the sides mean, where three sides of a box were named; else nothing."""
    sizes = [*base.sizes, *(size for group in base.groups for size in group.sizes)]
    sizes = [size for size in sizes if size.number.form not in _NAMES_OF_SIZES]
    whole = [size for size in sizes if size.label.components in _WHOLE]
    roles = [role_of(size) or "" for size in whole]
    if len({size.label.components for size in whole}) != 1:
        return {}
    if _has_each(roles, (_ACROSS, _DEEP, _UPRIGHT)):
        return dict.fromkeys(_ACROSS, "length") | dict.fromkeys(_DEEP, "width")
    if base.name != BLOCK or len(sizes) != len(_SIDES):
        return {}
    if _has_each(roles, (_ACROSS, _BACKWARDS, _UPRIGHT)):
        return dict.fromkeys(_ACROSS, "length") | dict.fromkeys(_BACKWARDS, "width")
    if _has_each(roles, (_LONG, _BACKWARDS - _DEEP, _UPRIGHT)):
        return dict.fromkeys(_BACKWARDS - _DEEP, "width")
    if _has_each(roles, (_LONG, _ACROSS, _DEEP)):
        return dict.fromkeys(_DEEP, "height")
    return {}


def _has_each(roles: Sequence[str], sides: Sequence[frozenset[str]]) -> bool:
    """Return whether three sizes are one of each of some names."""
    return len(roles) == len(sides) and all(sum(role in names for role in roles) == 1 for names in sides)


def _renamed(topic: Topic, names: dict[str, str]) -> Topic:
    if topic.kind == "part":
        return replace(topic, said=tuple(_sized(one, names) for one in topic.said))
    return replace(topic, said=tuple(_placed(one, names) for one in topic.said))


def _sized(one: Said, names: dict[str, str]) -> Said:
    if isinstance(one, Group):
        return replace(one, sizes=tuple(_size(size, names) for size in one.sizes))
    return _size(one, names) if isinstance(one, Size) else one


def _size(size: Size, names: dict[str, str]) -> Size:
    role = names.get(role_of(size) or "")
    return replace(size, label=Label(size.label.components, role)) if role else size


def _placed(one: Said, names: dict[str, str]) -> Said:
    """Return a place in the width, or through the depth, of a block as it is made."""
    if isinstance(one, InCentre):
        return replace(one, axis=names.get(one.axis, one.axis))
    if isinstance(one, Along):
        return replace(one, direction=names.get(one.direction, one.direction))
    if not isinstance(one, Placing) or one.ref is None:
        return one
    return replace(one, ref=_side(one.ref, names))


def _side(ref: Reference, names: dict[str, str]) -> Reference:
    of = None if ref.of is None else _side(ref.of, names)
    traits = frozenset(names.get(trait, trait) for trait in ref.traits)
    if ref.noun == "halfway" and "thick" in ref.text.lower() and "thickness" in names:
        traits = frozenset({names["thickness"]})  # the vocabulary has one word for this and the height
    return Reference(names.get(ref.noun, ref.noun), traits, ref.count, ref.plural, of, ref.text)
