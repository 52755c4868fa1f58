"""Rings, spacers and bushings with a recess around their bore, as round bars with that bore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import DISC, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Group, InCentre, Mark, OnFace, Placing, Said, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import Roles

_OUTER: Final = "outer_diameter"
_BORES: Final = ("bore", "inner_diameter")
_LONG: Final = ("length", "thickness")
_DRILLED: Final = frozenset({"hole", "bore"})
_SUNK: Final = _DRILLED | {"pocket", "counterbore"}
#: Marks that a recess around a bore may have.
_USUAL: Final = frozenset({Mark.ROUND, Mark.CENTRED, Mark.BLIND, Mark.FLAT_BOTTOM})
_RECESS: Final = "recess"


def with_own_bore(state: State) -> State:
    """Return a reading in which a ring with a recess around its bore is a round bar that is bored through.

    The recess then lies on a whole face. Nothing changes where none is wider than the bore.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or not has_own_bore(base.name):
        return state
    bored = [topic for topic in state.topics if topic.kind in _DRILLED and is_through_bore(topic)]
    values = bored_sizes(base, bored)
    if values is None:
        return state
    wide, bore, long = values
    sunk = {at: _recess(state, topic) for at, topic in enumerate(state.topics) if topic not in bored}
    recesses = {at: one for at, one in sunk.items() if one is not None and bore < one[0] < wide}
    if not recesses:
        return state
    bar = replace(
        base,
        name=ROUND_BAR if long > bore else DISC,
        said=(*_besides(base), _size(wide, "diameter"), _size(long, "height")),
    )
    through = through_bore(bore)
    owners = {state.topics[at].owner for at in recesses}
    topics = [
        bar
        if topic is base
        else _sunk(state, topic, recesses[at])
        if at in recesses
        else through
        if topic in bored or (at in owners and _is_empty(topic))
        else topic
        for at, topic in enumerate(state.topics)
    ]
    if through not in topics:
        topics = _with_bore(topics, through, state.base + 1)
    return state.but(topics=tuple(topics))


def _with_bore(topics: Sequence[Topic], bore: Topic, at: int) -> list[Topic]:
    """Return topics with a bore among them, before what is sunk around it."""
    moved = [replace(one, owner=one.owner + 1) if one.owner >= at else one for one in topics]
    return [*moved[:at], bore, *moved[at:]]


def has_own_bore(name: str) -> bool:
    """Return whether a part is round, has a bore by its own sizes, and needs no other ones."""
    part = catalogue().get(name)
    if part is None or _OUTER not in part.parameters or not any(one in part.parameters for one in _BORES):
        return False
    known = {_OUTER, *_BORES, *_LONG}
    return all(one in known or not part.parameters[one].required for one in part.parameters)


def is_through_bore(topic: Topic) -> bool:
    """Return whether a hole is the bore of the part: one in its middle that is given no depth."""
    roles = Roles.of(topic)
    try:
        depth, wide = roles.one("depth", "length", "height"), roles.diameter()
    except NeedsClarification:
        return False
    alone = topic.count in {None, 1} and all(map(_is_plain, topic.said))
    return alone and depth is None and wide is not None and not roles.open


def through_bore(wide: float) -> Topic:
    """Return a bore through the middle of a part."""
    return Topic("bore", "bore", "bore", said=(_size(wide, "diameter"), Mark.THROUGH))


def sizes_as_bore(topic: Topic) -> tuple[Size, ...]:
    """Return the diameter of the bore of a part as a size of that part."""
    wide = Roles.of(topic).diameter()
    return () if wide is None else (Size(_mm(wide), Label(("bore",))),)


def _is_empty(topic: Topic) -> bool:
    """Return whether nothing is said of the size of a hole: it only stands for that of a counterbore."""
    return topic.kind in _DRILLED and not topic.sizes and not topic.groups


def bored_sizes(base: Topic, bored: Sequence[Topic]) -> tuple[float, float, float] | None:
    """Return the outer diameter, the bore and the length of a part; None where one is open."""
    own: list[Said] = [one for one in base.said if isinstance(one, Size | Group)]
    wide = {Roles.of(topic).diameter() for topic in bored}
    if len(wide) > 1:
        return None
    own += [Size(_mm(one), Label(("bore",))) for one in wide if one is not None]
    try:
        values, _ = settle(size_part(mention_of(replace(base, said=tuple(own))), {}))
    except NeedsClarification:
        return None
    found = [next((values[name] for name in names if name in values), None) for names in (_BORES, _LONG)]
    if _OUTER not in values or None in found:
        return None
    bore, long = (float(one or 0.0) for one in found)
    return (float(values[_OUTER]), bore, long) if bore else None


def _recess(state: State, topic: Topic) -> tuple[float, float] | None:
    """Return the diameter and the depth of a recess in the middle of a face; None for anything else."""
    marks = topic.marks - _USUAL
    if topic.kind not in _SUNK or topic.count not in {None, 1, 2} or marks or not _is_central(state, topic):
        return None
    roles = Roles.of(topic)
    try:
        deep = roles.one("depth", "length", "height")
        wide = roles.diameter()
        deep = roles.second() if deep is None else deep
    except NeedsClarification:
        return None
    return None if wide is None or deep is None or roles.open else (wide, deep)


def _is_central(state: State, topic: Topic) -> bool:
    return all(map(_is_plain, (*topic.said, *_said_of_owner(state, topic))))


def _said_of_owner(state: State, topic: Topic) -> tuple[Said, ...]:
    """Return what is said of the place of the hole that a counterbore belongs to."""
    owner = state.topics[topic.owner] if topic.owner >= 0 else None
    return (
        () if owner is None else tuple(one for one in owner.said if not isinstance(one, Size | Group | Mark))
    )


def _is_plain(one: Said) -> bool:
    """Return whether what is said of a recess is a size, or on which face it lies."""
    if isinstance(one, Placing):
        return one.kind == "place" and not one.numbers
    return isinstance(one, Size | Group | Mark | OnFace | InCentre)


def _sunk(state: State, topic: Topic, sizes: tuple[float, float]) -> Topic:
    """Return a recess as a round pocket, at the place that was said of it."""
    wide, deep = sizes
    kept = [one for one in topic.said if not isinstance(one, Size | Group | Mark)]
    said = (_size(wide, "diameter"), _size(deep, "depth"), Mark.ROUND, *kept, *_said_of_owner(state, topic))
    return replace(topic, kind="pocket", name=_RECESS, words=topic.words, count=None, said=said, owner=-1)


def _besides(base: Topic) -> tuple[Said, ...]:
    """Return what is said of a part besides its sizes."""
    return tuple(one for one in base.said if not isinstance(one, Size | Group))


def _size(value: float, role: str) -> Size:
    return Size(_mm(value), Label((), role))


def _mm(value: float) -> Quantity:
    return Quantity(value, f"{value:g}", unit="mm")
