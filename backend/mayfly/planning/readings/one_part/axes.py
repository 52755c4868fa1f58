"""Parts that lie as their sizes say: "80 along X, 50 along Z, 6 thick", a rod "80 long along X"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCKS, ROUND_BAR, State, Topic
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


#: Round parts whose length runs along their axis, and which axis of the model that is, by how it is said.
_BARS: Final = frozenset({ROUND_BAR, "tube"})
_AXES: Final = {"along_length": "x", "along_width": "y"}
_ACROSS: Final = frozenset({"diameter", "in_diameter", "radius", "outer_diameter"})


def lying_bars(state: State) -> State:
    """Return a reading in which a round bar "80 long along X" lies along X."""
    base = state.topics[state.base] if state.base >= 0 else None
    if (
        base is None
        or base.name not in _BARS
        or base.groups
        or any(isinstance(one, Pose) for one in base.said)
    ):
        return state
    roles = [role_of(size) or "" for size in base.sizes]
    long = [role for role in roles if role in _AXES]
    if len(long) != 1 or not _ACROSS & set(roles):
        return state
    axis = _AXES[long[0]]
    said = [_named(one, {long[0]: "long"}) if isinstance(one, Size) else one for one in base.said]
    return _with(state, replace(base, said=(*said, Pose("along", (axis,), f"along {axis.upper()}"))))


def _with(state: State, base: Topic) -> State:
    topics = list(state.topics)
    topics[state.base] = base
    return state.but(topics=tuple(topics))
