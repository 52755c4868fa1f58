"""Blocks whose height changes along their length: "wedge 100 x 40, 5 to 30 high"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.contracts import Note
from mayfly.design import Body, Design
from mayfly.design.bases import Extrusion
from mayfly.design.profiles import Polygon
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCKS, CONE, ROUND_BAR, State
from mayfly.language.weighing.values import Group, Mark, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, impossible, missing, unsupported
from mayfly.planning.readings.said.mentions import mention_of

#: What the height of the thin end is called; the side that it is on may stand behind it.
LOW_END: Final = "low end"


def is_tapered_block(name: str) -> bool:
    """Return whether a part is a block that rises along its length from nothing."""
    part = catalogue().get(name)
    return part is not None and bool(part.conventions.slopes)


#: What the sides of a block are called that differ at its two ends.
ENDS: Final = frozenset({("lower end",), ("upper end",)})


def takes_two_ends(name: str) -> bool:
    """Return whether something may have other sides at its upper end than at its lower one."""
    return name in BLOCKS | {"body", _pyramid()}


def with_two_ends(state: State) -> State:
    """Return a reading in which a block whose ends have other sides is a pyramid without its tip.

    Raises:
        NeedsClarification: The sides do not fit to each other, or its height is open.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    ends = [size for size in base.sizes if size.label.components in ENDS] if base is not None else []
    if base is None or not ends:
        return state
    sides = {(size.label.components[0], size.label.role): size.number for size in ends}
    rest = [one for one in base.said if isinstance(one, Size | Group) and one not in ends]
    heights = [one for one in rest if isinstance(one, Size) and one.label in _HEIGHTS]
    if len(sides) != len(_SIDES) or len(ends) != len(sides) or len(heights) != 1 or len(rest) != 1:
        raise missing(
            "How high is it, and which sides has it at each end?", about("size", base.words, "height")
        )
    lower, upper = [sides[side] for side in _SIDES[:2]], [sides[side] for side in _SIDES[2:]]
    turned = upper[0].value > lower[0].value
    foot, tip = (upper, lower) if turned else (lower, upper)
    if any(small.value > wide.value for small, wide in zip(tip, foot, strict=True)):
        raise unsupported(f"Which end of the {base.words} is the wide one?", about("size", base.words))
    named = zip(("length", "width", "top length", "top width"), (*foot, *tip), strict=True)
    sized = [_named(number, name) for name, number in named]
    kept = [one for one in base.said if not isinstance(one, Size | Group)]
    pose = [Pose("over", (), "the wide end is on top")] if turned else []
    height = replace(heights[0], label=Label((), "height"))
    pyramid = replace(base, name=_pyramid(), said=(*kept, *sized, height, *pose))
    return state.but(topics=tuple(pyramid if topic is base else topic for topic in state.topics))


#: The sides of both ends, by their end and their role.
_SIDES: Final = tuple((end, role) for end in ("lower end", "upper end") for role in ("length", "width"))
_HEIGHTS: Final = frozenset(
    Label(components, role)
    for components in ((), ("overall",))
    for role in ("length", "height", "long", "high", "tall")
)


_TOP_SIDES: Final = frozenset({"top_length", "top_width"})


def _pyramid() -> str:
    """Return the name of the part that is a block with other sides at its top."""
    return next(name for name, part in catalogue().items() if part.parameters.keys() >= _TOP_SIDES)


def _named(number: Quantity, name: str) -> Size:
    end, _, role = name.rpartition(" ")
    return Size(number, Label((end,) if end else (), role))


def tapered(state: State) -> tuple[Design, tuple[Note, ...]] | None:
    """Return a wedge that does not end in an edge, and notes on it; None where that was not asked for.

    Raises:
        NeedsClarification: Something else is said of it, or its low end is not lower.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    sizes = base.sizes if base is not None else []
    low = [size for size in sizes if size.label.components[:1] == (LOW_END,)]
    if base is None or not low or not is_tapered_block(base.name):
        return None
    if len(state.topics) > 1 or len(low) > 1 or state.pending:
        raise unsupported("What else is said of the wedge can't be made yet.", about("feature", base.words))
    rest = replace(base, said=tuple(one for one in base.said if one not in {low[0], Mark.VAGUE}))
    if any(not isinstance(one, Size) and one not in rest.groups for one in rest.said):
        raise unsupported("What else is said of the wedge can't be made yet.", about("feature", base.words))
    values, _ = settle(size_part(mention_of(rest), {}))
    length, width, height = (float(values[name]) for name in ("length", "width", "height"))
    thin = low[0].number.value
    if not 0 < thin < height:
        raise impossible(
            f"The low end is {thin:g} mm, the high one {height:g} mm. Which heights are right?",
            about("size", base.words, "height", values=[thin, height]),
        )
    side = "".join(low[0].label.components[1:])
    half = -length / 2 if side in _NEGATIVE else length / 2
    profile = Polygon(points=((-half, 0.0), (half, 0.0), (half, thin), (-half, height)))
    lengthwise = side in _LENGTHWISE
    solid = Extrusion(profile=profile, height=width, axis="x" if lengthwise else "y")
    design = Design(bodies=(Body(name=f"{base.words} with a blunt end", base=solid),))
    return design, (Note("Its length runs from front to back."),) if lengthwise else ()


def with_two_diameters(state: State) -> State:
    """Return a reading in which a round bar that has other diameters at its two ends is a cone."""
    base = state.topics[state.base] if state.base >= 0 else None
    ends = {size.label.components for size in base.sizes} if base is not None else set()
    if base is None or base.name != ROUND_BAR or not ends >= {("bottom",), ("top",)}:
        return state
    sizes = {size.label.components: size for size in base.sizes}
    low, high = sizes[("bottom",)], sizes[("top",)]
    if low.number.value <= high.number.value:  # "big dia 40, small dia 45": they may be the wrong way round
        return state
    return state.but(topics=tuple(replace(one, name=CONE) if one is base else one for one in state.topics))


_LENGTHWISE: Final = frozenset({"front", "back", "rear"})
_NEGATIVE: Final = frozenset({"front", "left"})
