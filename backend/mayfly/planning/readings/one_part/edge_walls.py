"""Walls that stand along an edge of a plate: "an upright wall 4 thick and 30 high along one long edge"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Reference
from mayfly.language.weighing.topics import BLOCK, BLOCKS, State, Topic
from mayfly.language.weighing.values import Group, Mark, Placing, Size, Span
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.one_part.corner_notches import LONG, SHORT, SIDES, plate_sides
from mayfly.planning.readings.said.roles import Roles

WALL: Final = "edge_wall"
#: The sides of a plate at which walls stand.
_AROUND: Final = ("front", "back", "left", "right")
#: Length, width and height of a plate.
Sides = tuple[float, float, float]
_EACH: Final = frozenset({"each", "every", "all", "both"})
_PAIR: Final = 2


def with_edge_walls(state: State) -> State:
    """Return a reading in which walls along edges of a plate are blocks as long as these.

    Raises:
        NeedsClarification: A size is open, or along which edge it runs.
    """
    walls = [topic for topic in state.topics if topic.kind == WALL]
    if not walls:
        return state
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in BLOCKS:
        raise unsupported("On which plate does the wall stand?", about("feature", "wall"))
    sides = plate_sides(base)
    topics: list[Topic] = []
    for topic in state.topics:
        topics += _blocks(topic, sides) if topic.kind == WALL else [topic]
    return state.but(topics=tuple(topics))


def _blocks(topic: Topic, sides: Sides) -> list[Topic]:
    """Return the blocks that a wall is made of, one for each edge that it runs along."""
    roles = Roles.of(topic)
    thick = roles.one("thickness", "width") or roles.second()
    high = roles.one("height", "depth") or roles.second()
    length = roles.one("length")
    if thick is None or high is None:
        raise missing(
            f"How thick and how high is the {topic.words}?", about("size", topic.words, "thickness", "height")
        )
    roles.check_all_used()
    found = _edges(topic, sides)
    if length is not None and any(length != _reach(side, sides) for side in found):
        raise unsupported(f"Where along the edge is the {topic.words}?", about("place", topic.words))
    return [_block(topic, side, (thick, high), sides) for side in found]


def _edges(topic: Topic, sides: Sides) -> list[str]:
    """Return the sides of the plate at which a wall stands; of two alike the one at the back or on the left.

    Raises:
        NeedsClarification: It is open which they are.
    """
    places = [one for one in topic.said if isinstance(one, Placing)]
    others = [one for one in topic.said if not isinstance(one, Placing | Size | Group | Mark)]
    ref = places[0].ref if len(places) == 1 else None
    if ref is None or others or topic.count not in {None, 1, _PAIR}:
        raise unsupported(f"Along which edge does the {topic.words} run?", about("place", topic.words))
    named: list[str] = [side for side in _AROUND if side in ref.traits]
    several = ref.plural or bool(ref.traits & _EACH) or ref.count == _PAIR
    if len(named) == 1 and not several:
        return named
    pair = _pair(ref, sides)
    if pair and not named:
        return list(pair) if several else [pair[0]]
    raise unsupported(f"Along which edge does the {topic.words} run?", about("place", topic.words))


def _pair(ref: Reference, sides: Sides) -> tuple[str, ...]:
    """Return the two sides that are the long or the short ones; of a square plate any."""
    words = {ref.noun, *ref.traits}
    square = sides[0] == sides[1]
    if not square and not words & (LONG | SHORT):
        return ()
    along_x = square or (sides[0] > sides[1]) is bool(words & LONG)
    return ("back", "front") if along_x else ("left", "right")


def _reach(side: str, sides: Sides) -> float:
    """Return how long the edge at a side is."""
    return sides[1 - SIDES[side][0]]


def _block(topic: Topic, side: str, sizes: tuple[float, float], sides: Sides) -> Topic:
    """Return a wall at one side as a block on the plate."""
    thick, high = sizes
    reach = [(-half, half) for half in (sides[0] / 2, sides[1] / 2)]
    axis, sign = SIDES[side]
    outer = sign * sides[axis] / 2
    reach[axis] = (min(outer, outer - sign * thick), max(outer, outer - sign * thick))
    ends = (*reach, (sides[2], sides[2] + high))
    span = Span(tuple((name, _at(low), _at(top)) for name, (low, top) in zip("xyz", ends, strict=True)))
    return replace(topic, kind="part", name=BLOCK, count=None, plural=False, said=(span,))


def _at(value: float) -> Quantity:
    return Quantity(value, f"{value:g}", unit="mm")
