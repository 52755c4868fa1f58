"""Overall sizes of a part with something on top: "total thickness 20 including a raised face 2 high"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeGuard

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import NeedsClarification
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Placing, Said, Size
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
    state, boss, base = _without_sum(state, boss, base)
    of_boss = [size for size in boss.sizes if size.label.components == _OVERALL]
    of_part = [size for size in base.sizes if _is_total(size, base)]
    if len(of_boss) == 1 and role_of(of_boss[0]) in _UPRIGHT:
        below = _thickness(base)
        return _with(state, boss, _less(boss, of_boss[0], below, "height")) if below else state
    above = _height(boss)
    if len(of_part) != 1 or above is None:
        return state
    return _with(state, base, _less(base, of_part[0], above, of_part[0].label.role))


def _without_sum(state: State, boss: Topic, base: Topic) -> tuple[State, Topic, Topic]:
    """Return a reading without an overall height that adds up the part and its boss: "37 overall" of 12 + 25.

    One that does not is left, and asked about.
    """
    for topic in (boss, base):
        totals = [
            size
            for size in topic.sizes
            if size.label.components == _OVERALL and role_of(size) in {None, *_UPRIGHT}
        ]
        if len(totals) != 1:
            continue
        kept = replace(topic, said=tuple(one for one in topic.said if one is not totals[0]))
        below = _thickness(kept if topic is base else base)
        above = _height(kept if topic is boss else boss)
        if below and above and abs(below + above - totals[0].number.value) < SAME_MM:
            return _with(state, topic, kept), kept if topic is boss else boss, kept if topic is base else base
    return state, boss, base


def with_piece_counted_in(state: State) -> State:
    """Return a reading in which the length or thickness that a piece was said to be "included in" is overall.

    Raises:
        NeedsClarification: No such size was said, or not of that number.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    flags = [one for one in base.said if _counts_in(one)] if base is not None else []
    if base is None or not flags:
        return state
    said = tuple(each for one in base.said if one not in flags for each in _single(one))
    own = [one for one in said if isinstance(one, Size) and role_of(one) in _UPRIGHT]
    whole = [size for size in own if size.label.components in {(), _OVERALL}]
    numbers = {number.value for flag in flags for number in flag.numbers}
    if len(whole) != 1 or not numbers <= {whole[0].number.value}:
        raise conflict(
            f"Of which size is {flags[0].text!r} said? Please give the overall one.",
            about("size", "part", "length", "thickness", values=[size.number for size in whole]),
        )
    overall = replace(whole[0], label=Label(_OVERALL, whole[0].label.role))
    return _with(state, base, replace(base, said=tuple(overall if one is whole[0] else one for one in said)))


def without_sum_of_flange(state: State) -> State:
    """Return a reading without the length of a tube that its flange and the whole leave: 20 of 23 with 3.

    One that does not add up is left, and asked about.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None:
        return state
    sizes = [one for one in base.said if isinstance(one, Size)]
    own = [one for one in sizes if role_of(one) in {"length", "height"} and one.label.components == ()]
    total = [one for one in sizes if one.label.components == _OVERALL and role_of(one) in {None, *_UPRIGHT}]
    wide = {one.label.components for one in sizes if role_of(one) == "diameter"} - {(), _OVERALL}
    thick = [one for one in sizes if one.label.components in wide and role_of(one) == "thickness"]
    if not len(own) == len(total) == len(thick) == 1:
        return state
    if abs(own[0].number.value + thick[0].number.value - total[0].number.value) > SAME_MM:
        return state
    kept = replace(total[0], label=Label(_OVERALL, own[0].label.role))
    said = tuple(kept if one is total[0] else one for one in base.said if one is not own[0])
    return _with(state, base, replace(base, said=said))


def _single(value: Said) -> tuple[Said, ...]:
    """Return the sizes of a row one by one, where each has its name: "OD 200 x 22 thk"."""
    named = isinstance(value, Group) and all(size.label.role is not None for size in value.sizes)
    return value.sizes if isinstance(value, Group) and named else (value,)


def _counts_in(value: object) -> TypeGuard[Placing]:
    return isinstance(value, Placing) and (value.kind, value.name) == ("flag", "counted_in")


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
