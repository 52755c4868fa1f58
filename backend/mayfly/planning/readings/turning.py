"""Round bars with ends that are turned down: the steps of a shaft."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.units import number
from mayfly.language.weighing.topics import REDUCED, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Context, Group, Size
from mayfly.planning.questions import about, impossible, missing
from mayfly.planning.readings.roles import role_of

_LENGTHS: Final = frozenset({"length", "height", "along_length", "along_height"})


def with_steps(state: State) -> State:
    """Return a reading in which a bar with ends that are turned down has the steps that this leaves.

    Raises:
        NeedsClarification: The bar's own diameter or length is open, or nothing is left between the ends.
    """
    ends = [topic for topic in state.topics if topic.kind == REDUCED]
    if not ends:
        return state
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name != ROUND_BAR:
        raise missing("Which round bar is turned down, and how long is it?", about("part"))
    bar, kept = _bar(base)
    steps = _steps(bar, ends)
    stepped = replace(base, said=(Context("step"), *steps, *kept))
    topics = tuple(stepped if one is base else one for one in state.topics if one.kind != REDUCED)
    return replace(state, topics=topics, focus=min(state.focus, len(topics) - 1))


def _bar(base: Topic) -> tuple[tuple[Quantity, Quantity], tuple[object, ...]]:
    """Return the diameter and length of the bar, and what else was said of it."""
    diameter: Quantity | None = None
    length: Quantity | None = None
    kept: list[object] = []
    for one in base.said:
        if isinstance(one, Context) and one.component == "overall":
            continue
        sizes = one.sizes if isinstance(one, Group) else (one,) if isinstance(one, Size) else ()
        for index, size in enumerate(sizes):
            role = role_of(size)
            if role in _LENGTHS or (role is None and index == 1):
                length = size.number
            elif diameter is None and role in {"diameter", None}:
                diameter = size.number
            else:
                kept.append(size)
        if not sizes:
            kept.append(one)
    if diameter is None or length is None:
        raise missing(
            "What are the diameter and the length of the bar whose ends are turned down?",
            about("size", "part", "diameter", "length"),
        )
    return (diameter, length), tuple(kept)


def _steps(bar: tuple[Quantity, Quantity], ends: list[Topic]) -> tuple[Group, ...]:
    """Return the steps upwards; one end alone is the upper one, the other one the lower."""
    diameter, length = bar
    both = next((topic.groups[0] for topic in ends if topic.name == "both"), None)
    upper = next((topic.groups[0] for topic in ends if topic.name == "one"), both)
    lower = next((topic.groups[0] for topic in ends if topic.name == "other"), both)
    if len(ends) > (1 if both is not None else 2) or (upper is None and lower is None):
        raise missing("Which ends are turned down, and to which sizes?", about("size", "part", "steps"))
    outer = [end for end in (lower, upper) if end is not None]
    rest = length.value - sum(end.sizes[1].number.value for end in outer)
    if rest <= 0:
        raise impossible(
            f"The ends that are turned down take all of the {length.text} of the bar.",
            about("size", "part", "length", values=[length]),
        )
    if any(end.sizes[0].number.value >= diameter.value for end in outer):
        raise impossible(
            f"An end can't be turned down from {diameter.text} to {outer[0].sizes[0].number.text}.",
            about("size", "part", "diameter", values=[diameter]),
        )
    middle = Group((Size(diameter, Label((), "diameter")), Size(replace(length, value=rest, text=number(rest)))))
    return tuple(one for one in (lower, middle, upper) if one is not None)
