"""Flat parts whose sides are given by axes: "80 along X, 50 along Z, 6 thick" stands in the XZ plane."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import Size
from mayfly.planning.readings.said.roles import role_of

#: Sides along two axes: the plane that a flat part lies in, and what the sides are of the part as it is made.
_PLANES: Final = {
    frozenset({"along_length", "along_height"}): ("xz", {"along_length": "length", "along_height": "width"}),
    frozenset({"along_width", "along_height"}): ("yz", {"along_width": "length", "along_height": "width"}),
}


def by_axes(state: State) -> State:
    """Return a reading whose flat part lies in the plane of the two axes along which its sides were given."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in BLOCKS or base.groups:
        return state
    roles = [role_of(size) or "" for size in base.sizes]
    along = frozenset(role for role in roles if role.startswith("along_"))
    if along not in _PLANES or len(roles) != 3 or not {"thickness", "thk"} & set(roles):
        return state
    plane, names = _PLANES[along]
    said = [_named(one, names) if isinstance(one, Size) else one for one in base.said]
    said = [one for one in said if not (isinstance(one, Pose) and one.kind in {"standing", "plane"})]
    turned = replace(base, said=(*said, Pose("plane", (plane,), f"in the {plane.upper()} plane")))
    return _with(state, turned)


def _named(size: Size, names: dict[str, str]) -> Size:
    role = names.get(size.label.role or "")
    return replace(size, label=Label((), role)) if role else size


def _with(state: State, base: Topic) -> State:
    topics = list(state.topics)
    topics[state.base] = base
    return state.but(topics=tuple(topics))
