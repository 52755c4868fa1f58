"""What is certain in a request, even where it can't be built from its words: holes, box and number of solids.

A fact is certain where all close readings agree on it. A chat model's work is held against these, so a false
one would refuse a right model: what may be read in two ways is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from mayfly.contracts import HoleRequirement, Requirements
from mayfly.language.nodes import Label
from mayfly.language.units import LARGEST_MM, SMALLEST_MM
from mayfly.language.vocabulary import ROLE_OF, word_set
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING, State, Topic
from mayfly.language.weighing.values import Group, Head, Mark, Size, Stated
from mayfly.planning.readings.reader import MARGIN, weighed

#: Words that multiply what was said: how many holes there are in the end is open then.
_MULTIPLYING: Final = word_set(
    "repeat repeats repeated mirror mirrored copy copies pattern array each every per instances instance"
    " both union sets"
)
_DIAMETERS: Final = frozenset({"diameter", "in_diameter", "radius"})

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
    if not states:
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
    sizes = [one for topic in state.topics for one in topic.said if isinstance(one, Size)]
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
    """Return the holes on which all close readings agree; none where words may multiply or deny them."""
    said = {term.word for term in text.terms}
    if said & (_MULTIPLYING | TURNING):
        return ()
    inches = any(term.quantity is not None and term.quantity.unit in {"in", "ft"} for term in text.terms)
    counted = [_counted(state, inches=inches) for state in close]
    first = counted[0]
    agreed = {d: n for d, n in first.items() if all(other.get(d) == n for other in counted)}
    return tuple(HoleRequirement(diameter_mm=d, count=n) for d, n in sorted(agreed.items()))


def _counted(state: State, *, inches: bool) -> Holes:
    """Return the holes of a reading that have both a diameter and a count; of others nothing of that size."""
    found, open_ = Holes(), set[float]()
    known = {one.value.words for one in state.evidence if isinstance(one.value, Head) and one.value.definite}
    for topic in state.topics:
        if topic.kind not in {"hole", "bore"}:
            continue
        diameter = _diameter(topic, inches=inches)
        if diameter is None:
            continue
        count = topic.count or (None if topic.plural else 1)
        if count is None or Mark.EACH in topic.marks or topic.words in known:  # "the hole in my table"
            open_.add(diameter)
        else:
            found[diameter] += count
    for diameter in open_:
        del found[diameter]
    return found


def _diameter(topic: Topic, *, inches: bool) -> float | None:
    """Return the diameter of a hole where one is written out with a sign, a name or a unit."""
    found: set[float] = set()
    for one in topic.said:
        sizes = one.sizes if isinstance(one, Group) else (one,) if isinstance(one, Size) else ()
        for size in sizes:
            role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
            quantity = size.number
            if quantity.form in {"thread", "angle"} or quantity.doubt:
                return None
            marked = role in _DIAMETERS or quantity.form in {"diameter", "radius"}
            plain = role is None and quantity.unit is not None
            if not (marked or plain):
                continue
            if quantity.unit is None and inches:
                return None
            double = 2 if role == "radius" or quantity.form == "radius" else 1
            found.add(round(double * quantity.value, 6))
    value = found.pop() if len(found) == 1 else None
    return value if value is not None and SMALLEST_MM <= value <= LARGEST_MM else None
