"""Bodies that lie along X or Y where others are joined to them: drawn out along that axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from mayfly.design.bases import CataloguePart, Extrusion
from mayfly.design.geometry.faces import Vector
from mayfly.design.profiles import Circle
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCKS, ROUND_BAR, Topic
from mayfly.language.weighing.values import Along, Apart, Coordinate, Mark, Relation, Size, Span
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.said.roles import role_of
from mayfly.planning.readings.said.spans import spans_of

_AXES: Final = "xyz"
_SIDES: Final = ("length", "width", "height")


_UPRIGHT: Final = word_set("z")


def way_of(topic: Topic) -> str:
    """Return the axis along which one body lies; empty where nothing was said of it, or it stands along Z.

    Raises:
        NeedsClarification: Two axes were named.
    """
    if (topic.count or 1) > 1 or _is_row(topic):
        return ""
    ways = {one.direction for one in topic.said if isinstance(one, Along)} & set(_AXES)
    ways |= {
        name for one in topic.said if isinstance(one, Pose) and one.kind == "along" for name in one.names
    }
    if len(ways) > 1:
        raise missing(f"Along which axis does the {topic.words} lie?", about("place", topic.words))
    spans = spans_of(topic)
    if not ways and topic.name == ROUND_BAR and len(spans) == 1 and not _is_long(topic):
        ways = set(spans)
    return ways.pop() if ways and ways != _UPRIGHT else ""


def without_way(topic: Topic) -> Topic:
    """Return a topic without the words that say how it lies."""
    kept = tuple(
        one
        for one in topic.said
        if not (isinstance(one, Along) and one.direction in _AXES)
        and not (isinstance(one, Pose) and one.kind == "along")
    )
    return replace(topic, said=kept)


def with_length(topic: Topic, way: str) -> tuple[Topic, Vector | None]:
    """Return a round bar "from x = 0 to x = 80" with that as its length, and where its middle lies.

    Coordinates across the bar place its axis; without them it is the axis of the model. None where the bar
    has no span along its axis.
    """
    spans = spans_of(topic)
    if topic.name != ROUND_BAR or set(spans) != {way}:
        return topic, None
    low, high = spans[way]
    begin = low or 0.0
    offset = [0.0, 0.0, 0.0]
    for one in topic.said:
        if isinstance(one, Coordinate) and len(one.numbers) == 1:
            offset[_AXES.index(one.axis)] = one.numbers[0].value
    offset[_AXES.index(way)] = (begin + high) / 2
    kept = tuple(one for one in topic.said if not isinstance(one, Span))
    size = Size(Quantity(high - begin, f"{high - begin:g}", unit="mm"), Label((), "height"))
    return replace(topic, said=(*kept, size)), (offset[0], offset[1], offset[2])


_SIZES_OF_BARS: Final = word_set("diameter height")


def lying(base: CataloguePart, way: str, words: str) -> CataloguePart | Extrusion:
    """Return a base that lies along an axis: a round bar drawn out there, a block with its sides turned.

    Args:
        base: As it stands.
        way: "x" or "y".
        words: What it is called.

    Raises:
        NeedsClarification: It is neither of these, or no side of the block is the longest.
    """
    sizes: Mapping[str, Any] = base.sizes
    if base.part == ROUND_BAR and sizes.keys() >= _SIZES_OF_BARS:
        profile = Circle(diameter=float(sizes["diameter"]))
        return Extrusion(profile=profile, height=float(sizes["height"]), axis=way)  # type: ignore[arg-type]
    names = [name for name in (*_SIDES, "thickness") if name in sizes]
    if base.part in BLOCKS and len(names) == 3:
        values = [float(sizes[name]) for name in names]
        longest, index = max(values), _AXES.index(way)
        if values.count(longest) == 1 or values[index] == longest:
            other = values.index(longest)
            if values[index] != longest:
                values[index], values[other] = values[other], values[index]
            return base.model_copy(update={"sizes": dict(zip(names, values, strict=True))})
    raise unsupported(f"How does the {words} lie?", about("place", words))


def at_height(topic: Topic) -> float | None:
    """Return the height that a coordinate gives a body; None where none does."""
    heights = {
        number.value
        for one in topic.said
        if isinstance(one, Coordinate) and one.axis == "z"
        for number in one.numbers
    }
    return heights.pop() if len(heights) == 1 else None


def _is_row(topic: Topic) -> bool:
    """Return whether several bodies stand side by side: the axis is that of their row."""
    return Mark.ROW in topic.said or any(
        isinstance(one, Apart) or (isinstance(one, Relation) and one.kind == "beside") for one in topic.said
    )


_LENGTHS: Final = word_set("height length")


def _is_long(topic: Topic) -> bool:
    """Return whether a round bar has its length besides, so that a span says where it stands."""
    return bool(topic.groups) or any(role_of(size) in _LENGTHS for size in topic.sizes)
