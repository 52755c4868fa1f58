"""Overall sizes of a part with something on top: "total thickness 20 including a raised face 2 high"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import NeedsClarification
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Size
from mayfly.planning.parts.names import plain, size_labels
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, conflict
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import Roles, role_of

_UPRIGHT: Final = frozenset({"thickness", "height", "length"})
_THICK: Final = ("thickness", "height")
_OVERALL: Final = ("overall",)


def without_raised(state: State) -> State:
    """Return a reading in which the overall height is shared between the part and the one boss on it.

    Raises:
        NeedsClarification: One of them is higher than the whole.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    bosses = [topic for topic in state.topics if topic.kind == "boss"]
    if base is None or base.name not in catalogue() or len(bosses) != 1:
        return state
    boss = bosses[0]
    of_boss = [size for size in boss.sizes if size.label.components == _OVERALL]
    of_part = [size for size in base.sizes if _is_total(size, base)]
    if len(of_boss) == 1 and role_of(of_boss[0]) in _UPRIGHT:
        below = _thickness(base)
        return _with(state, boss, _less(boss, of_boss[0], below, "height")) if below else state
    above = _height(boss)
    if len(of_part) != 1 or above is None:
        return state
    return _with(state, base, _less(base, of_part[0], above, of_part[0].label.role))


def _less(topic: Topic, total: Size, other: float, role: str | None) -> Topic:
    """Return a topic with its own height: what the other one leaves of the whole."""
    rest = total.number.value - other
    if rest <= SAME_MM:
        raise conflict(
            f"The whole is {total.number.text} high, and {other:g} mm of it are something else's. Which is"
            " right?",
            about("size", topic.kind, "height", values=[total.number, other]),
        )
    own = replace(total, number=replace(total.number, value=rest), label=Label((), role))
    return replace(topic, said=tuple(own if one is total else one for one in topic.said))


def _with(state: State, old: Topic, new: Topic) -> State:
    return state.but(topics=tuple(new if topic is old else topic for topic in state.topics))


def _is_total(size: Size, base: Topic) -> bool:
    """Return whether a size is that of the whole, and the part has no such size of its own."""
    if size.label.components != _OVERALL or role_of(size) not in _THICK:
        return False
    return size_labels(base.name).get(plain(size.label)) not in catalogue()[base.name].aliases


def _thickness(base: Topic) -> float | None:
    """Return how thick a part is; None where that is open."""
    sizes = tuple(one for one in base.said if isinstance(one, Size | Group))
    try:
        values, _ = settle(size_part(mention_of(replace(base, said=sizes)), {}))
    except NeedsClarification:
        return None
    return next((float(values[name]) for name in _THICK if name in values), None)


def _height(topic: Topic) -> float | None:
    """Return how high a boss is; None where that is open."""
    roles = Roles.of(topic)
    try:
        height = roles.one(*_THICK)
        if height is None and topic.groups:
            roles.diameter()
            height = roles.second()
    except NeedsClarification:
        return None
    return height
