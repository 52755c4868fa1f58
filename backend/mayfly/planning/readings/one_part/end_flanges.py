"""Round bars and sleeves with a flange at each end, as shafts with three steps: spools, rollers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Context, Group, Said, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, conflict, impossible, missing
from mayfly.planning.readings.one_part.own_bores import (
    has_own_bore,
    is_through_bore,
    sizes_as_bore,
    through_bore,
)
from mayfly.planning.readings.one_part.turning import with_steps
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import role_of

#: What the patterns call the flanges at both ends.
END_FLANGE: Final = "end rim"
#: How long the piece between them is said to be.
BETWEEN: Final = Label(("between",), "length")
_LENGTHS: Final = frozenset({"length", "height"})
_OF_THE_WHOLE: Final = frozenset({"overall", "end"})
_WIDE: Final = ("outer_diameter", "diameter")
_LONG: Final = ("length", "height")
_BORES: Final = ("bore", "inner_diameter")


def takes_end_flanges(name: str) -> bool:
    """Return whether a part can have a flange at each end: a round bar, or a sleeve."""
    part = catalogue().get(name)
    return name == ROUND_BAR or (part is not None and {"round_shape", "open_ended"} <= part.traits.agrees)


def with_end_flanges(state: State) -> State:
    """Return a reading in which what has a flange at each end is a shaft with three steps.

    Raises:
        NeedsClarification: A size is open, or the lengths contradict each other.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    flange = (
        {size.label.role: size for size in base.sizes if size.label.components == (END_FLANGE,)}
        if base
        else {}
    )
    if base is None or not flange or not takes_end_flanges(base.name):
        return state
    wide, thick = flange["diameter"].number.value, flange["thickness"].number.value
    state, base = _with_length_between(state, base, flange["thickness"].number.value)
    own = [one for one in base.said if isinstance(one, Size | Group) and one not in flange.values()]
    spoken = [b for a, b in pairwise(base.said) if isinstance(a, Context) and a.component == "overall"]
    whole = [one for one in own if isinstance(one, Size) and (_is_whole(one) or one in spoken)]
    rest = [one for one in own if one not in whole]
    between = _between(rest, whole, thick, base)
    said = rest if _has_length(rest) else [*rest, Size(between, Label((), "length"))]
    bored = filter(is_through_bore, state.topics) if has_own_bore(base.name) else ()
    bores = [one for topic in bored for one in sizes_as_bore(topic)]
    values, _ = settle(size_part(mention_of(replace(base, said=(*said, *bores))), {}))
    across = next((float(values[name]) for name in _WIDE if name in values), 0.0)
    bore = next((float(values[name]) for name in _BORES if name in values), 0.0)
    if wide <= across + SAME_MM:
        raise impossible(
            f"The flanges are {wide:g} mm wide, no wider than the {base.words} between them.",
            about("size", base.words, "diameter", values=[wide, across]),
        )
    kept: list[Said] = [
        one for one in base.said if not isinstance(one, Size | Group) and not _is_overall(one)
    ]
    state = with_steps(state, base, kept, [(wide, thick), (across, between.value), (wide, thick)])
    return state if not bore or bores else state.but(topics=(*state.topics, through_bore(bore)))


def _with_length_between(state: State, base: Topic, thick: float) -> tuple[State, Topic]:
    """Return a reading in which the length between the flanges is that of the whole, without them."""
    between = [size for size in base.sizes if size.label == BETWEEN]
    if len(between) != 1:
        return state, base
    own = between[0].number.value
    whole = any(_is_overall(one) or (isinstance(one, Size) and _is_whole(one)) for one in base.said)
    sizes: tuple[Size, ...] = (Size(_mm(own), Label((), "length")),)
    if not whole:
        sizes += (Size(_mm(own + 2 * thick), Label(("overall",), "length")),)
    said = tuple(each for one in base.said for each in (sizes if one is between[0] else (one,)))
    changed = replace(base, said=said)
    return state.but(topics=tuple(changed if one is base else one for one in state.topics)), changed


def _between(rest: list[Size | Group], whole: list[Size], thick: float, base: Topic) -> Quantity:
    """Return how long the piece between the flanges is.

    Raises:
        NeedsClarification: It is open, or contradicts the length of the whole.
    """
    sizes = [size for one in rest for size in (one.sizes if isinstance(one, Group) else (one,))]
    own = next((size.number for size in sizes if role_of(size) in _LENGTHS), None)
    total = whole[0].number if whole else None
    if total is None:
        text = f"{own.text} " if own is not None else ""
        raise missing(
            f"Is the length {text}that of the whole, or between the flanges?",
            about("size", base.words, "length", values=[own] if own is not None else []),
            ("of the whole", "between the flanges"),
        )
    counted_in = own is None or abs(own.value - total.value) <= SAME_MM
    left = total.value - 2 * thick if own is None or counted_in else own.value
    if left <= SAME_MM or abs(left + 2 * thick - total.value) > SAME_MM:
        raise conflict(
            f"The whole is {total.text} long, the flanges {thick:g} each: what is between does not fit.",
            about("size", base.words, "length", values=[total]),
        )
    return _mm(left)


def _has_length(rest: list[Size | Group]) -> bool:
    sizes = [size for one in rest for size in (one.sizes if isinstance(one, Group) else (one,))]
    return any(role_of(size) in _LENGTHS for size in sizes)


def _is_whole(size: Size) -> bool:
    return size.label.components == ("overall",) and role_of(size) in _LENGTHS


def _is_overall(one: object) -> bool:
    return isinstance(one, Context) and one.component in _OF_THE_WHOLE


def _mm(value: float) -> Quantity:
    return Quantity(value, f"{value:g}", unit="mm")
