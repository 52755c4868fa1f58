"""Boxes from corner to corner, and coordinates of the request in the body's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.design.bases import Extrusion
from mayfly.design.builder import Draft
from mayfly.design.features import Cut
from mayfly.design.geometry.faces import Vector
from mayfly.design.profiles import Rectangle
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import (
    Along,
    AtEndArcs,
    Coordinate,
    InCentre,
    Mark,
    OnFace,
    Points,
    Size,
    Span,
)
from mayfly.planning.questions import about, conflict, impossible, missing
from mayfly.planning.readings.said.roles import role_of

_ALONG: Final = {"x": "along_length", "y": "along_width", "z": "along_height"}
_AXES: Final = "xyz"


def spans_of(topic: Topic) -> dict[str, tuple[float | None, float]]:
    """Return where a topic begins and ends along each axis of which that was said, in mm.

    Raises:
        NeedsClarification: That was said twice for one axis, and differs.
    """
    found: dict[str, tuple[float | None, float]] = {}
    for one in topic.said:
        if isinstance(one, Span):
            for axis, low, high in one.axes:
                span = (None if low is None else low.value, high.value)
                if found.setdefault(axis, span) != span:
                    raise conflict(
                        f"Where the {topic.words} begins and ends along {axis} is given twice: to "
                        f"{found[axis][1]:g} and to {span[1]:g}. Which one is right?",
                        about("size", topic.words, values=[found[axis][1], span[1]]),
                    )
    return {
        axis: (low, high) if low is None or low <= high else (high, low)
        for axis, (low, high) in found.items()
    }


def without_spans(topic: Topic) -> tuple[Topic, Vector]:
    """Return a part with its spans as sizes, and where its middle and its lowest point lie then."""
    spans = spans_of(topic)
    if not spans:
        return topic, (0.0, 0.0, 0.0)
    offset = [0.0, 0.0, 0.0]
    sizes: list[Size] = []
    for axis, (low, high) in spans.items():
        start = 0.0 if low is None else low
        number = Quantity(high - start, f"{high - start:g}", unit="mm")
        sizes.append(Size(number, Label((), _ALONG[axis])))
        offset[_AXES.index(axis)] = start if axis == "z" else (start + high) / 2
    kept = tuple(one for one in topic.said if not isinstance(one, Span))
    return replace(topic, said=(*kept, *sizes)), (offset[0], offset[1], offset[2])


def shifted(topic: Topic, offset: Vector) -> Topic:
    """Return a topic whose coordinates count from a point of the model."""
    if not any(offset):
        return topic
    return replace(topic, said=tuple(_shifted(one, offset) for one in topic.said))


def _shifted(value: Any, offset: Vector) -> Any:
    if isinstance(value, Points):
        return replace(
            value, points=tuple(tuple(c - o for c, o in zip(p, offset, strict=False)) for p in value.points)
        )
    if isinstance(value, Coordinate):
        off = offset[_AXES.index(value.axis)]
        return replace(value, numbers=tuple(replace(n, value=n.value - off) for n in value.numbers))
    if isinstance(value, OnFace) and value.level is not None:
        axis, level = value.level
        return replace(value, level=(axis, level - offset[_AXES.index(axis)]))
    if isinstance(value, Span):
        return Span(
            tuple(
                (
                    axis,
                    None if low is None else replace(low, value=low.value - offset[_AXES.index(axis)]),
                    replace(high, value=high.value - offset[_AXES.index(axis)]),
                )
                for axis, low, high in value.axes
            )
        )
    return value


def with_slot_ends(topic: Topic) -> Topic:
    """Return a slot "from (-20,0) to (20,0)" with its length, its middle and its direction.

    Raises:
        NeedsClarification: It is open whether the points are its tips or the centres of its ends; or no
            width was said.
    """
    spans = spans_of(topic)
    if topic.kind != "slot" or not spans:
        return topic
    at_centres = any(
        isinstance(one, AtEndArcs) or (isinstance(one, Along) and one.direction == "centres")
        for one in topic.said
    )
    kept = tuple(one for one in topic.said if not isinstance(one, Span | Along | AtEndArcs))
    axes = [axis for axis in "xyz" if axis in spans]
    ends = [(0.0 if spans[axis][0] is None else spans[axis][0], spans[axis][1]) for axis in axes]
    moving = [i for i, (low, high) in enumerate(ends) if low != high]
    widths = [size.number.value for size in topic.sizes if role_of(size) == "width"]
    if len(moving) != 1 or len(widths) != 1:
        raise missing(
            "How long, how wide and in which direction is the slot?", about("size", "slot", "width")
        )
    if not at_centres:
        raise missing(
            "Are the two points of the slot its tips, or the centres of its round ends?",
            about("place", "slot"),
            ("the tips", "the centres of its round ends"),
        )
    low, high = ends[moving[0]]
    length = high - (low or 0.0) + widths[0]
    middle = tuple(((a or 0.0) + b) / 2 for a, b in ends)
    size = Size(Quantity(length, f"{length:g}", unit="mm"), Label((), "length"))
    points = Points((middle,)) if len(middle) > 1 else Points(((middle[0], 0.0),))
    return replace(topic, said=(*kept, size, points, Along(axes[moving[0]])))


def pocket_between(topic: Topic) -> Topic:
    """Return a pocket "from (-20,-10) to (20,10)" with its sides and its middle."""
    spans = spans_of(topic)
    axes = [axis for axis in _AXES if axis in spans]
    if len(axes) != 2:
        return topic
    ends = [(spans[axis][0] or 0.0, spans[axis][1]) for axis in axes]
    roles = ("along_length", "along_width")
    sizes = [
        Size(Quantity(high - low, f"{high - low:g}", unit="mm"), Label((), role))
        for (low, high), role in zip(ends, roles, strict=True)
    ]
    kept = tuple(one for one in topic.said if not isinstance(one, Span))
    middles = [
        Coordinate(axis, (replace(size.number, value=(low + high) / 2),))
        for axis, size, (low, high) in zip(axes, sizes, ends, strict=True)
    ]
    return replace(topic, said=(*kept, *sizes, *middles))


#: Coordinates beyond this are those of "everything above z = 30", and end where the part does.
_REACH: Final = 1e5
#: How far what is cut off reaches beyond the part, so that no sides only touch.
_MARGIN: Final = 1.0


def cut_between(draft: Draft, topic: Topic) -> list[Cut]:
    """Return the box that a topic cuts away; through where nothing was said of an axis.

    Raises:
        NeedsClarification: It has no two ends.
    """
    spans = spans_of(topic)
    box = draft.extent()
    if box is None or not spans:
        raise missing("From where to where is it cut?", about("place", "pocket"))
    low, high = list(box[0]), list(box[1])
    margin = 0.0
    for axis, (begin, end) in spans.items():
        at = _AXES.index(axis)
        least, most = low[at], high[at]
        whole = (begin is not None and begin < -_REACH) or end > _REACH
        low[at] = least if begin is None or begin < -_REACH else begin
        high[at] = most if end > _REACH else end
        if whole:
            margin = _MARGIN
        if whole and not least < (low[at] if end > _REACH else high[at]) < most:
            raise impossible(
                f"Nothing of the part lies there: it reaches from {axis} = {least:g} to {most:g}.",
                about("place", "cut", values=[end if begin is None or begin < -_REACH else begin]),
            )
    low = [at - margin * (at == end) for at, end in zip(low, box[0], strict=True)]
    high = [at + margin * (at == end) for at, end in zip(high, box[1], strict=True)]
    sides = [b - a for a, b in zip(low, high, strict=True)]
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    profile = Rectangle(length=sides[0], width=sides[1])
    return [Cut(base=Extrusion(profile=profile, height=sides[2]), at=(middle[0], middle[1], low[2]))]


def channel_of(draft: Draft, topic: Topic) -> Cut | None:
    """Return a channel over the whole top of a body, where that can only be meant; None for anything else."""
    box = draft.extent()
    if topic.kind != "groove" or box is None or topic.count not in {None, 1}:
        return None
    sizes = {role_of(size): size.number.value for size in topic.sizes}
    if sizes.keys() != {"width", "depth"} or topic.groups or len(topic.sizes) != len(sizes):
        return None
    others = [one for one in topic.said if not isinstance(one, Size | Along | InCentre | Mark)]
    if any(not isinstance(one, OnFace) or one.face != "top" for one in others):
        return None
    sides = [high - low for low, high in zip(box[0], box[1], strict=True)]
    longest = "x" if sides[0] >= sides[1] else "y"
    across = "y" if longest == "x" else "x"
    names = {"x": "x", "y": "y", "length": longest, "long": longest, "width": across, "short": across}
    ways = {names.get(one.direction, "") for one in topic.said if isinstance(one, Along)} - {""}
    if len(ways) != 1 or not ways <= {"x", "y"}:
        return None
    along = _AXES.index(ways.pop())
    size = [sides[0], sides[1]]
    size[along], size[1 - along] = sides[along] + 2.0, sizes["width"]
    middle = ((box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2)
    profile = Rectangle(length=size[0], width=size[1])
    high = box[1][2] - sizes["depth"]
    return Cut(base=Extrusion(profile=profile, height=sizes["depth"]), at=(middle[0], middle[1], high))
