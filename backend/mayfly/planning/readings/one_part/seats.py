"""Bearings and motors that a part is for, where the holes for them are described: they add nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import InvalidParameter
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import MATE
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Placing, Size, Stated

_ROUND: Final = frozenset({"hole", "bore", "pocket"})
_WIDTHS: Final = frozenset({"plain", "diameter"})
_PATTERNS: Final = frozenset({"spacing", "grid"})
_BEARING: Final = "bearing"
_MOTOR: Final = "motor face"
#: How far the spacing of holes may be from that of the motor's face.
_SPACING_MM: Final = 0.2
_SCREWS: Final = 4


def without_seated(state: State) -> State:
    """Return a reading without the name of the bearing or motor for which a part has holes of its own.

    A block "for 608" with a hole of 22 mm has the seat of that bearing; a plate for a motor whose pilot and
    four screws are described needs no table. What does not match stays, and is asked about.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None:
        return state
    others = [topic for topic in state.topics if topic.kind in _ROUND]
    seated = [one for one in base.sizes if _is_described(one, base, others)]
    if not seated:
        return state
    rest = replace(base, said=tuple(one for one in base.said if one not in seated))
    topics = tuple(rest if topic is base else topic for topic in state.topics)
    names = tuple(Stated(f"for {one.number.text}") for one in seated)
    return state.but(topics=topics, stated=(*state.stated, *names))


def _is_described(size: Size, base: Topic, others: Sequence[Topic]) -> bool:
    part = catalogue().get(base.name)
    if (size.label.components and size.label != MATE) or size.label.role is not None or part is None:
        return False
    if size.number.table == _MOTOR:
        return _has_face(size.number, others)
    row = _bearing(size.number)
    if row is None or part.standard == _BEARING:
        return False
    wide = {row.outer_diameter_mm, row.bore_mm}
    return any(abs(number - one) < SAME_MM for topic in others for number in _numbers(topic) for one in wide)


def _bearing(number: Quantity) -> standards.Bearing | None:
    """Return the bearing that a number names, with the word or without it: "608"."""
    plain = number.form == "plain" and number.unit is None and number.text.isdigit()
    if number.table != _BEARING and not plain:
        return None
    try:
        return standards.bearing(number.text)
    except (InvalidParameter, KeyError):
        return None


def _has_face(number: Quantity, others: Sequence[Topic]) -> bool:
    """Return whether the pilot and the four screws of a motor are described."""
    try:
        face = standards.motor_face(number.text)
    except (InvalidParameter, KeyError):
        return False
    spaced = any(
        topic.count == _SCREWS
        and any(abs(one - face.hole_spacing_mm) < _SPACING_MM for one in _spacings(topic))
        for topic in others
    )
    pilot = any(
        topic.count in {None, 1} and any(number >= face.pilot_diameter_mm for number in _numbers(topic))
        for topic in others
    )
    return spaced and pilot


def _numbers(topic: Topic) -> Iterator[float]:
    return (one.number.value for one in topic.sizes if one.number.form in _WIDTHS)


def _spacings(topic: Topic) -> Iterator[float]:
    return (
        number.value
        for one in topic.said
        if isinstance(one, Placing) and one.kind in _PATTERNS
        for number in one.numbers
    )
