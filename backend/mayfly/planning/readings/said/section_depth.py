"""The depth of a channel beside the size of its flanges: "100 deep x 50 flange" is 100 over the web."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Group, Said, Size
from mayfly.planning.parts.names import size_labels
from mayfly.planning.readings.said.roles import role_of

_WEB: Final = Label(("web",))
_FLANGE: Final = Label(("flange",))
_OVER_WEB: Final = frozenset({"depth", "height"})


def over_the_web(state: State) -> State:
    """Return a reading of a channel whose depth is that of its web, its flanges having their own size."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in catalogue() or size_labels(base.name).get(_WEB) != "width":
        return state
    sizes = [*base.sizes, *(size for group in base.groups for size in group.sizes)]
    deep = [size for size in sizes if not size.label.components and role_of(size) in _OVER_WEB]
    flanges = [size for size in sizes if _is_of_flange(size)]
    if len(deep) != 1 or len(flanges) != 1:
        return state
    said = tuple(_named(one) for one in base.said)
    topics = tuple(replace(base, said=said) if topic is base else topic for topic in state.topics)
    return state.but(topics=topics)


def _is_of_flange(size: Size) -> bool:
    return size.label.components == _FLANGE.components and role_of(size) != "thickness"


def _named(value: Said) -> Said:
    if isinstance(value, Group):
        return Group(tuple(_size(size) for size in value.sizes))
    return _size(value) if isinstance(value, Size) else value


def _size(size: Size) -> Size:
    if _is_of_flange(size):
        return replace(size, label=_FLANGE)
    deep = not size.label.components and role_of(size) in _OVER_WEB
    return replace(size, label=_WEB) if deep else size
