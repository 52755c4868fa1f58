"""Reads the diameter of a hole that is written out, or that a standard gives it, for what is certain."""

from __future__ import annotations

from typing import Final

from mayfly.cad import standards
from mayfly.errors import InvalidParameter
from mayfly.language.units import LARGEST_MM, SMALLEST_MM
from mayfly.language.vocabulary import ROLE_OF, word_set
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Head, Mark, Size

#: Marks of holes that a screw passes.
_FOR_SCREWS: Final = frozenset({Mark.CLEARANCE, Mark.COUNTERBORED, Mark.COUNTERSUNK})
#: Roles of a size that is a diameter, or half of one.
DIAMETERS: Final = frozenset({"diameter", "in_diameter", "radius"})


def is_threaded(topic: Topic) -> bool:
    """Return whether a hole has a thread for its size: "M6 holes"."""
    return any(size.number.form == "thread" for size in topic.sizes)


_OTHER_FORMS: Final = word_set("angle thread")


_ROUND_FORMS: Final = word_set("diameter radius")


def diameter_of(topic: Topic, state: State, *, inches: bool) -> float | None:
    """Return the diameter of a hole that is written out with a sign, a name or a unit, or by a standard."""
    if is_threaded(topic):
        return _of_standard(topic)
    found: set[float] = set()
    for one in topic.said:
        sizes = one.sizes if isinstance(one, Group) else (one,) if isinstance(one, Size) else ()
        for size in sizes:
            role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
            quantity = size.number
            if quantity.form in _OTHER_FORMS or quantity.doubt:
                return None
            marked = role in DIAMETERS or quantity.form in _ROUND_FORMS
            bare = quantity.unit is None and (inches or quantity.form != "plain")
            plain = role is None and not bare and _is_beside(size, topic, state)
            if not (marked or plain):
                continue
            if quantity.unit is None and inches:
                return None
            double = 2 if role == "radius" or quantity.form == "radius" else 1
            found.add(round(double * quantity.value, 6))
    value = found.pop() if len(found) == 1 else None
    return value if value is not None and SMALLEST_MM <= value <= LARGEST_MM else None


def _of_standard(topic: Topic) -> float | None:
    """Return the diameter that a standard gives a hole for a screw, where it is said what that is for."""
    threads = {size.number.text for size in topic.sizes if size.number.form == "thread"}
    # A tapped hole may be made with its drill's diameter or with the thread's.
    if (
        len(threads) != 1
        or len(topic.sizes) > 2
        or Mark.TAPPED in topic.marks
        or not topic.marks & _FOR_SCREWS
    ):
        return None
    thread = threads.pop()
    if not thread.upper().startswith("M"):
        return None  # of inch threads several fits and drills are usual
    try:
        return standards.clearance_hole(thread).diameter_mm
    except InvalidParameter:
        return None


def _is_beside(size: Size, topic: Topic, state: State) -> bool:
    """Return whether a number without a name stands in the noun of a hole, or right behind it."""
    before: object = None
    for one in state.evidence:
        if isinstance(one.value, Head) and one.value.words == topic.words and size in one.value.said:
            return True
        if one.value == size and isinstance(before, Head):
            return before.words == topic.words
        before = one.value
    return False
