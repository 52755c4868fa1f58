"""The loops of a sketch: rectangles between two points, a sketch to scale, and which loop lies in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from mayfly.design.profiles import Profile
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.construction.sketches import profile_of
from mayfly.planning.readings.said.roles import role_of
from mayfly.planning.readings.said.spans import spans_of

_LENGTHS = frozenset({"plain", "diameter", "radius", "plusminus"})


#: Loops that one size describes.
_BY_ONE_SIZE = frozenset({"circle", "square", "hexagon", "octagon", "pentagon"})
#: Loops that two sizes describe.
_BY_TWO_SIZES = frozenset({"rectangle", "slot", "ellipse"})


def between_points(topic: Topic) -> Topic:
    """Return a rectangle "from (0,0) to (40,20)" with its sides and its middle.

    Raises:
        NeedsClarification: It is no rectangle, or does not lie in x and y.
    """
    spans = spans_of(topic)
    if not spans:
        return topic
    if topic.name not in {"rectangle", "square"}:
        raise missing(f"Through which points does the {topic.name} run?", about("place", topic.name))
    axes = [axis for axis in "xyz" if axis in spans]
    ends = [(0.0 if low is None else low, high) for low, high in (spans[axis] for axis in axes)]
    if len(axes) == 3 and ends[2][0] == ends[2][1] == 0:
        axes, ends = axes[:2], ends[:2]
    if len(axes) != 2:
        raise missing(f"From where to where is the {topic.words}?", about("place", topic.words))
    kept = tuple(one for one in topic.said if not isinstance(one, said.Span))
    sizes = [
        said.Size(Quantity(high - low, f"{high - low:g}", unit="mm"), Label((), role))
        for (low, high), role in zip(ends, ("along_length", "along_width"), strict=True)
    ]
    middle = ((ends[0][0] + ends[0][1]) / 2, (ends[1][0] + ends[1][1]) / 2)
    return replace(topic, name="rectangle", said=(*kept, *sizes, said.Points((middle,))))


def split(topic: Topic) -> list[Topic]:
    """Return "two circles of radius 20 and 10" as two loops with one size each."""
    sizes = [one for one in topic.said if isinstance(one, said.Size)]
    count = topic.count or 1
    if count > 1 and not sizes and len(topic.groups) == count:
        rest = tuple(one for one in topic.said if not isinstance(one, said.Group))
        return [replace(topic, count=None, plural=False, said=(*rest, group)) for group in topic.groups]
    if count < 2 or len(sizes) != count or len({role_of(size) for size in sizes}) != 1:
        return [topic]
    others = tuple(one for one in topic.said if not isinstance(one, said.Size))
    sizes = [replace(size, label=replace(size.label, components=())) for size in sizes]  # outer and inner
    return [replace(topic, count=None, plural=False, said=(*others, size)) for size in sizes]


def with_height_last(topic: Topic) -> Topic:
    """Return "a hexagon 30 across flats by 12" with its last number as its height."""
    if len(topic.groups) != 1 or topic.sizes or topic.name not in {*_BY_ONE_SIZE, *_BY_TWO_SIZES}:
        return topic
    *flat, last = topic.groups[0].sizes
    if (
        len(flat) != (1 if topic.name in _BY_ONE_SIZE else 2)
        or last.label.role is not None
        or last.label.components
    ):
        return topic
    kept = tuple(one for one in topic.said if one is not topic.groups[0])
    flat = [*flat] if len(flat) == 1 else [said.Group(tuple(flat))]  # type: ignore[list-item]
    return replace(topic, said=(*kept, *flat, replace(last, label=Label((), "height"))))


def thick(topic: Topic) -> bool:
    """Return whether a profile was said to have one thickness or height, which draws it out."""
    flat = {"rectangle", "square", "triangle"}
    roles = [role_of(size) for size in topic.sizes]
    names = {"thickness"} if topic.name in flat else {"thickness", "height"}
    return sum(role in names for role in roles) == 1


def sketch_middle(topic: Topic) -> tuple[float, float]:
    """Return the middle of a sketch on its plane; the origin where nothing was said of it."""
    for one in topic.said:
        if isinstance(one, said.Points) and len(one.points) == 1 and len(one.points[0]) >= 2:
            point = one.points[0]
            if len(point) == 2 or not point[2]:
                return point[0], point[1]
            raise unsupported(f"Where on its plane is the {topic.words}?", about("place", topic.words))
    at: dict[str, float] = {}
    for one in topic.said:
        if isinstance(one, said.Coordinate) and len(one.numbers) == 1:
            at[one.axis] = one.numbers[0].value
    return at.get("x", 0.0), at.get("y", 0.0)


def scaled(topic: Topic, factor: float) -> Topic:
    """Return a sketch with all its lengths and places multiplied by a factor."""
    return replace(topic, said=tuple(_scaled(one, factor) for one in topic.said))


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, Quantity):
        return replace(value, value=value.value * factor) if value.form in _LENGTHS else value
    if isinstance(value, said.Outline) and value.via:
        via = tuple(None if point is None else tuple(c * factor for c in point) for point in value.via)
        value = replace(value, via=via)
    if isinstance(value, said.Points | said.Outline):
        return replace(value, points=tuple(tuple(c * factor for c in point) for point in value.points))
    if isinstance(value, said.OnPlane):
        return value
    if isinstance(value, tuple):
        return tuple(_scaled(one, factor) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _scaled(getattr(value, f.name), factor) for f in fields(value)})
    return value


def outer_and_inner(sketches: Sequence[Topic]) -> tuple[Topic, list[Topic]]:
    """Return the loop of a sketch that holds all others, and these.

    Raises:
        NeedsClarification: No loop holds all others.
    """
    if len(sketches) == 1:
        return sketches[0], []
    boxes = [_box(one) for one in sketches]
    areas = [(box[1][0] - box[0][0]) * (box[1][1] - box[0][1]) for box in boxes]
    outer = areas.index(max(areas))
    inner = [i for i in range(len(sketches)) if i != outer]
    for i in inner:
        inside = all(
            boxes[outer][0][k] < boxes[i][0][k] and boxes[i][1][k] < boxes[outer][1][k] for k in (0, 1)
        )
        if not inside:
            raise unsupported(
                f"The {sketches[i].name} does not lie inside the {sketches[outer].name}. Which one is drawn"
                " out?",
                about("place", "profile"),
            )
    return sketches[outer], [sketches[i] for i in inner]


def _box(topic: Topic) -> tuple[tuple[float, float], tuple[float, float]]:
    profile: Profile = profile_of(topic, sketch_middle(topic) if topic.name != "polygon" else (0.0, 0.0))
    return profile.outline().box
