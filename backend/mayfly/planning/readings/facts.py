"""What is certain in a request, even where it can't be built from its words: holes, box and number of solids.

A fact is certain where the likeliest reading has it and no close one contradicts it. A chat model's work is
held against these, so a false one would refuse a right model: what may be read in two ways is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import prod
from typing import Final

from pydantic import ValidationError

from mayfly.cad.parts import catalogue
from mayfly.contracts import HoleRequirement, Requirements
from mayfly.design import compile_design
from mayfly.errors import MayflyError
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import BLOCKS, Evidence, State, Topic
from mayfly.language.weighing.values import (
    AtCorners,
    Coordinate,
    Group,
    Head,
    Mark,
    Placing,
    Points,
    Size,
    Stated,
)
from mayfly.planning.readings.multiplied import disturbed_heads, pieces_of
from mayfly.planning.readings.reader import MARGIN, weighed
from mayfly.planning.readings.said.quantities import drawn_in_inches, named_inches
from mayfly.planning.readings.said_diameters import DIAMETERS, diameter_of, is_threaded
from mayfly.planning.readings.whole import build_whole

_INNER: Final = ("inner",)
#: More in a row of a grid may be a distance: "on an 80x40 grid".
_MOST_IN_A_ROW: Final = 12
#: Degrees of a whole turn.
_ROUND: Final = 360.0
#: Words by which only a piece of a part is meant.
_PIECE: Final = word_set(
    "half quarter semi sector segment lengthwise split portion section slice third halves"
)
_THE: Final = word_set("the these those this that")
_OF_RECESSES: Final = frozenset({"diameter", "in_diameter", "depth", "deep"})
_BORED: Final = frozenset({"hole", "bore"})
#: What has an inner diameter of its own: "o-ring groove, ID 40".
_RECESSED: Final = frozenset({"groove", "pocket", "counterbore", "sunk", "recess"})

Holes = Counter[float]


def facts(request: str) -> Requirements:
    """Return what a request states beyond doubt.

    Args:
        request: What is asked for, in words.

    Returns:
        Holes with their diameters in mm and how many there are of each, the box in mm and the number of
        solids; empty where nothing is certain.
    """
    text, states = weighed(request)
    if not states or states[0].broken_off >= 0:
        return Requirements()
    close = [state for state in states if state.cost - states[0].cost < MARGIN and _counts_in_words(state)]
    if not close:
        return Requirements()
    return Requirements(
        solids=_agreed(_expected(state, "solids") for state in close),
        bounding_box_mm=_box(close),
        holes=_holes(text, close),
    )


def _counts_in_words(state: State) -> bool:
    """Return whether numbers written as words count things: "four" is no size."""
    sizes = [
        one
        for topic in state.topics
        for one in topic.said
        if isinstance(one, Size) and (topic.kind in _BORED or topic.plural)
    ]
    return not any(size.number.form == "word" and size.label == Label() for size in sizes)


def _agreed(values: Iterable[float | None]) -> int | None:
    found = set(values)
    value = found.pop() if len(found) == 1 else None
    return None if value is None else int(value)


def _expected(state: State, name: str) -> float | None:
    """Return what a reading expects of the whole model; None where it says nothing, or two things."""
    found = {
        value
        for one in state.stated
        if isinstance(one, Stated)
        for expected, value in one.expect
        if expected == name
    }
    return found.pop() if len(found) == 1 else None


def _box(close: Sequence[State]) -> tuple[float, float, float] | None:
    boxes = {tuple(_expected(state, axis) for axis in ("x", "y", "z")) for state in close}
    if len(boxes) != 1:
        return None
    x, y, z = boxes.pop()
    return None if x is None or y is None or z is None else (x, y, z)


def _holes(text: Text, close: Sequence[State]) -> tuple[HoleRequirement, ...]:
    """Return the holes of the likeliest reading that no close one contradicts.

    A reading that only leaves one open (its place may be several) contradicts nothing; one that counts others
    of that diameter does. None where words may multiply or deny them.
    """
    inches = named_inches(text.terms) or drawn_in_inches(text.terms)
    counted = [_counted(text, state, inches=inches) for state in close]
    first = counted[0]
    listed = _listed_diameters(close[0], inches=inches)  # another reading may give a point to the part
    agreed = {d: n for d, n in first.items() if d in listed or all(other.get(d, n) == n for other in counted)}
    return tuple(HoleRequirement(diameter_mm=d, count=n) for d, n in sorted(agreed.items()))


def _listed_diameters(state: State, *, inches: bool) -> set[float]:
    """Return the diameters of holes whose points were listed, in one topic alone."""
    found = [
        diameter_of(topic, state, inches=inches)
        for topic in state.topics
        if topic.kind in _BORED and topic.plural and (_listed(topic) or 0) > 1
    ]
    return {one for one in found if one is not None and found.count(one) == 1}


def _counted(text: Text, state: State, *, inches: bool) -> Holes:
    """Return the holes of a reading that have both a diameter and a count; of others nothing of that size."""
    found, open_ = Holes(), set[float]()
    known = _spoken_of_before(text, state)
    disturbed = disturbed_heads(text, state)
    if disturbed is None:
        return Holes()
    twice = _said_once(state)
    for topic in state.topics:
        if topic.kind not in _BORED and not _is_round_recess(topic):
            continue
        diameter = diameter_of(topic, state, inches=inches)
        if diameter is None:  # one that is not understood may be one more of a size
            open_ |= _any_diameter(topic)
            continue
        count = _count(topic, state)
        is_open = count is None or Mark.EACH in topic.marks or topic.words in known  # "the hole in my table"
        is_open = is_open or topic.words in twice or _may_be_of_mouth(topic, state)
        is_open = is_open or topic.lead.startswith("each")
        if is_open or topic.words in disturbed:
            open_.add(diameter)
        else:
            found[diameter] += count or 0
    for diameter in open_:
        del found[diameter]
    found.update(_inner_diameters(text, state, inches=inches) - found)
    if not found and not open_ and not inches:
        found.update(_of_part(text, state))
    return found


def _of_part(text: Text, state: State) -> Holes:
    """Return the holes that the part has itself, built without what else is said of it: an M12 nut."""
    if state.base < 0 or len(state.topics) > 1 or any(term.word in _PIECE for term in text.terms):
        return Holes()
    base = state.topics[state.base]
    if base.plural or base.count not in {None, 1} or any(size.number.table for size in base.sizes):
        return Holes()  # "NEMA 17", "NPS 2": makers differ
    try:
        design = build_whole(state.but(pending=())).design
        holes = compile_design(design).requirements.holes
    except (MayflyError, ValidationError):
        return Holes()
    found = Holes()
    for hole in holes:
        if hole.diameter_mm is not None and hole.count is not None:
            found[hole.diameter_mm] += hole.count
    return found


def _any_diameter(topic: Topic) -> set[float]:
    """Return all that the diameter of a hole may be that is not understood."""
    sizes = [*topic.sizes, *(one for group in topic.groups for one in group.sizes)]
    return {round(times * size.number.value, 6) for size in sizes for times in (1, 2, 25.4)}


def _count(topic: Topic, state: State) -> int | None:
    """Return how many holes were said, in all pieces of the part; None where that is open."""
    if any(isinstance(one, Placing) and one.kind == "count" for one in topic.said) or _is_ordered(
        topic, state
    ):
        return None
    listed = _listed(topic)
    if topic.count is None and (patterned := _patterned(topic)) is not None:
        return patterned
    if any(isinstance(one, AtCorners) and one.count == 4 for one in topic.said):
        return 4 if topic.count in {None, 1, 4} else None
    if topic.count is not None:
        times = _times(topic, state)
        cornered = any(
            isinstance(one, Placing) and one.kind == "place" and one.noun == "corner" for one in topic.said
        )
        if cornered and times > 1:  # "4 holes, one in each corner"
            return 4 if topic.count in {1, 4} else None
        return topic.count * times
    if listed is not None:
        return listed
    if any(isinstance(one, Placing) and one.noun == "corner" for one in topic.said):
        times = _times(topic, state)
        return 4 if times == 4 or (topic.plural and _has_corners(state)) else None
    alone = not (topic.plural or _is_at_several(topic) or (is_threaded(topic) and not topic.marks))
    return _times(topic, state) if alone else None


def _patterned(topic: Topic) -> int | None:
    """Return how many holes a pattern has: "a 3 by 2 grid, 20 mm apart", "every 30 degrees on PCD 80"."""
    placed = [one for one in topic.said if isinstance(one, Placing)]
    kinds = sorted(one.kind for one in placed)
    grids = [one for one in placed if one.kind == "grid"]
    if not topic.plural or any(isinstance(one, Points | Coordinate) for one in topic.said):
        return None
    if len(grids) == 1 and "spacing" in kinds:  # without one, the numbers may be distances
        numbers = grids[0].numbers
        counts = len(numbers) == 2 and all(one.can_count and one.value <= _MOST_IN_A_ROW for one in numbers)
        return int(prod(one.value for one in numbers)) if counts else None
    steps = [one for one in placed if one.kind == "step" and one.text.startswith("every")]
    if len(steps) != 1 or kinds != ["circle", "step"] or len(steps[0].numbers) != 1:
        return None
    angle = steps[0].numbers[0]
    turns = _ROUND / angle.value if angle.form == "angle" and angle.value > 0 else 0.0
    return int(turns) if turns == int(turns) and turns > 1 else None


def _is_ordered(topic: Topic, state: State) -> bool:
    """Return whether a hole got its number from "qty 2", which counts parts."""
    ordered = any(
        isinstance(one.value, Placing) and one.value.kind == "count" and one.value.name == "ordered"
        for one in state.evidence
    )
    counted = any(isinstance(one.value, Head) and one.value.count == topic.count for one in state.evidence)
    return ordered and topic.count is not None and not counted


def _has_corners(state: State) -> bool:
    return state.base >= 0 and state.topics[state.base].name in BLOCKS


def _listed(topic: Topic) -> int | None:
    """Return how many points were listed for a hole; None where none were, or in two ways."""
    points: list[Points] = [one for one in topic.said if isinstance(one, Points)]
    rows = [one for one in topic.said if isinstance(one, Coordinate)]
    if points and not rows:
        return sum(len(one.points) << len(one.mirrored) for one in points)
    if rows and not points and len({row.axis for row in rows}) == len(rows):
        return prod(sum(2 if each.form == "plusminus" else 1 for each in row.numbers) for row in rows)
    return None


def _spoken_of_before(text: Text, state: State) -> set[str]:
    """Return the words of heads that are spoken of as known where they first come: "the hole in my table"."""
    first: dict[str, bool] = {}
    for one in state.evidence:
        if isinstance(one.value, Head):
            first.setdefault(one.value.kind, _has_article(text, one))
    return {
        one.value.words
        for one in state.evidence
        if isinstance(one.value, Head)
        and _has_article(text, one)
        and (first[one.value.kind] or bool(one.value.said))
    }


def _has_article(text: Text, one: Evidence) -> bool:
    """Return whether a head is named as known: "the hole"."""
    head = one.value
    if not isinstance(head, Head) or not head.definite:
        return False
    return bool({term.word for term in text.terms[max(0, one.start - 1) : one.end]} & _THE)


def _is_round_recess(topic: Topic) -> bool:
    """Return whether a pocket is round: its diameter was said, and no side of it."""
    roles = {size.label.role for size in topic.sizes}
    return topic.kind == "pocket" and bool(roles & DIAMETERS) and not topic.groups and roles <= _OF_RECESSES


def _said_once(state: State) -> set[str]:
    """Return the words of holes that are several topics in a reading, but were named only once."""
    words = [topic.words for topic in state.topics if topic.kind in _BORED]
    named = [one.value.words for one in state.evidence if isinstance(one.value, Head)]
    return {one for one in words if words.count(one) > max(1, named.count(one))}


def _may_be_of_mouth(topic: Topic, state: State) -> bool:
    """Return whether the diameter of a countersunk or counterbored hole may be that of its mouth."""
    if not topic.marks & {Mark.COUNTERBORED, Mark.COUNTERSUNK} or is_threaded(topic):
        return False
    own = [
        one.value.said
        for one in state.evidence
        if isinstance(one.value, Head) and one.value.words == topic.words
    ]
    return not any(isinstance(each, Size | Group) for said in own for each in said)


def _times(topic: Topic, state: State) -> int:
    """Return in how many pieces of the part a hole is said to be: two legs, for "in each leg"."""
    return max((pieces_of(one, state) for one in topic.said if isinstance(one, Placing)), default=1)


def _inner_diameters(text: Text, state: State, *, inches: bool) -> Holes:
    """Return the hole along the axis of a part of which an inner diameter was said: "ring 40 OD, 30 ID"."""
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    if base is None or part is None or part.base != "round" or base.plural or base.count not in {None, 1}:
        return Holes()
    if any(term.word in _PIECE for term in text.terms) or any(t.kind in _RECESSED for t in state.topics):
        return Holes()
    inner = {
        round(size.number.value * (2 if size.label.role == "radius" else 1), 6)
        for size in (*base.sizes, *(size for group in base.groups for size in group.sizes))
        if size.label.components == _INNER
        and size.label.role in {"diameter", "radius", None}
        and not size.number.doubt
        and not (inches and size.number.unit is None)
    }
    others = [topic for topic in state.topics if topic.kind in _BORED]
    apart = all(_is_another(topic, inner, state, inches=inches) for topic in others)
    return Holes(inner) if len(inner) == 1 and apart else Holes()


def _is_another(topic: Topic, inner: set[float], state: State, *, inches: bool) -> bool:
    """Return whether holes are surely not the one along the axis: several, of a thread or of another size."""
    if is_threaded(topic):
        return topic.plural
    diameter = diameter_of(topic, state, inches=inches)
    return diameter is not None and diameter not in inner and topic.plural


def _is_at_several(topic: Topic) -> bool:
    """Return whether a place that was said of a hole is several: "in the corners"."""
    return any(
        (isinstance(one, Placing) and one.ref is not None and any(ref.plural for ref in one.ref.chain()))
        or (isinstance(one, Points) and len(one.points) > 1)
        for one in topic.said
        if not (isinstance(one, Placing) and one.kind == "offset")
    )
