"""How long a bracket is whose legs are said first: "L-bracket 60 x 40 x 5, 50 long" is 50 along its bend."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Group, Size
from mayfly.planning.readings.said.roles import role_of

_LEGS: Final = ("horizontal_leg", "vertical_leg", "width")
_WIDTH: Final = Label((), "width")
#: Numbers in a row that may be two legs, or two legs and a thickness.
_FEWEST: Final = 2


def along_the_bend(state: State) -> State:
    """Return a reading in which a bracket is long along its bend, where a row begins with both legs.

    Without such a row the length is that of the flat leg: "60 long, 40 high, 50 wide".
    """
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    if base is None or part is None or not any(row[: len(_LEGS)] == _LEGS for row in part.sizes):
        return state
    rows = [group for group in base.groups if len(group.sizes) >= _FEWEST]
    sizes = [*base.sizes, *(size for group in base.groups for size in group.sizes)]
    long = [size for size in sizes if role_of(size) == "length" and not size.label.components]
    named = any(role_of(size) in {"width", "depth", "height"} for size in sizes)
    if len(rows) != 1 or len(long) != 1 or named or any(one.label != Label() for one in rows[0].sizes[:2]):
        return state
    wide = replace(long[0], label=_WIDTH)

    def relabelled(size: Size) -> Size:
        return wide if size is long[0] else size

    said = tuple(
        relabelled(one)
        if isinstance(one, Size)
        else Group(tuple(map(relabelled, one.sizes)))
        if isinstance(one, Group)
        else one
        for one in base.said
    )
    topics = tuple(replace(base, said=said) if topic is base else topic for topic in state.topics)
    return state.but(topics=topics)
