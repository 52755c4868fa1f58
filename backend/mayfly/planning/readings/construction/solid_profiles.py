"""Profiles given a height besides their sides: "a rectangle 60 long, 40 wide and 10 high" is a block."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR, State, Topic
from mayfly.planning.readings.said.roles import role_of

_FLAT: Final = frozenset({"rectangle", "square"})
_HIGH: Final = frozenset({"height", "thickness"})
#: What else may be said of a profile that is a body by itself.
_ALLOWED: Final = said.Size | said.Mark | said.Stated

_BEGINNINGS: Final = frozenset({"sketch", "part", "extrude"})
_OTHER_STEPS: Final = frozenset({"sketch", "cut", "revolve", "loft", "sweep"})
_ROUND: Final = frozenset({"diameter", "radius"})
_SLANTED: Final = frozenset({"triangle", "trapezoid"})


def with_solid_profiles(state: State) -> State:
    """Return a reading in which the first profile that has a height of its own is the body that it makes.

    A step behind it that says no more than that it is drawn out is left out.
    """
    topics = list(state.topics)
    first = next((i for i, topic in enumerate(topics) if topic.kind in _BEGINNINGS), None)
    if first is None or topics[first].kind != "sketch" or any(t.kind == "part" and t.said for t in topics):
        return state
    if any(topic.kind in _OTHER_STEPS for topic in topics[first + 1 :]):
        return state
    body = _body(topics[first])
    if body is None:
        return state
    behind = topics[first + 1 :]
    made = [topic for topic in behind if topic.kind == "extrude"]
    if any(topic.said for topic in made) or len(made) > 1:
        return state
    rest = [topic for topic in behind if topic.kind != "extrude" and topic.kind != "part"]
    if any(topic.owner >= first for topic in rest):
        return state
    before = [topic for topic in topics[:first] if topic.kind != "part"]
    if before:
        return state
    return state.but(topics=(body, *rest), focus=0)


def _body(topic: Topic) -> Topic | None:
    """Return the block or round bar that a profile with a height is; None for any other."""
    listed = [size for group in topic.groups for size in group.sizes]
    if all(role_of(size) is not None for size in listed):  # "40 mm in length and width"
        topic = replace(
            topic, said=(*listed, *(one for one in topic.said if not isinstance(one, said.Group)))
        )
    if topic.groups or (topic.count or 1) > 1 or not all(isinstance(one, _ALLOWED) for one in topic.said):
        return None
    roles = [role_of(size) for size in topic.sizes]
    if topic.name in _FLAT and sorted(map(str, roles)) == ["height", "length", "width"]:
        return replace(topic, kind="part", name=BLOCK, words=topic.name, key=hash((topic.key, BLOCK)))
    if topic.name == "circle" and len(roles) == 2 and _HIGH & set(roles) and _ROUND & set(roles):
        sizes = tuple(
            replace(size, label=Label((), "height")) if role_of(size) in _HIGH else size
            for size in topic.sizes
        )
        marks = tuple(one for one in topic.said if not isinstance(one, said.Size))
        return replace(
            topic,
            kind="part",
            name=ROUND_BAR,
            words="cylinder",
            said=(*sizes, *marks),
            key=hash((topic.key, ROUND_BAR)),
        )
    return None


_AXES: Final = frozenset({"x", "y", "z"})
#: Flat shapes that are drawn, by the noun of a part of that section.
_DRAWN: Final = {
    "triangle": "triangle",
    "hexagon": "hexagon",
    "octagon": "octagon",
    "pentagon": "pentagon",
    "trapezoid": "trapezoid",
    "trapezium": "trapezoid",
    "ellipse": "ellipse",
    "ring": "ring",
    "annulus": "ring",
    "circle": "circle",
    "rectangle": "rectangle",
    "square": "square",
}
_THICK: Final = frozenset({"height", "thickness", "depth"})


def with_parts_drawn_out(state: State) -> State:
    """Return a reading in which a part that is drawn out afterwards is the profile of which it is made.

    "A regular octagon with sides of 12, then extrude it by 5": the part of the catalogue has a length of its
    own, which is not said. A step that says nothing of a part that is whole is left out.
    """
    topics = list(state.topics)
    for index in range(len(topics) - 1):
        part, step = topics[index], topics[index + 1]
        if part.kind != "part" or step.kind != "extrude":
            continue
        if not step.said:
            if part.sizes or part.groups:
                del topics[index + 1]
                return with_parts_drawn_out(state.but(topics=tuple(topics)))
            continue
        way = [one for one in step.said if isinstance(one, said.Along)]
        if len(way) == len(step.said) == 1 and (part.sizes or part.groups) and way[0].direction in _AXES:
            posed = part.extended(Pose("along", (way[0].direction,), f"along {way[0].direction.upper()}"))
            topics[index : index + 2] = [posed]
            return state.but(topics=tuple(topics))
        grown = _with_height(part, step)
        if grown is not None:
            topics[index : index + 2] = [grown]
            return with_parts_drawn_out(state.but(topics=tuple(topics)))
        name = _DRAWN.get(part.words.lower().split()[-1] if part.words else "")
        if name is None or part.count or any(topic.owner >= 0 for topic in topics):
            continue
        kept = tuple(one for one in part.said if not _names_base(one))
        if any(not isinstance(one, _ALLOWED) for one in kept) or _own_height(name, part):
            continue
        if name == "triangle" and said.Mark.RIGHT_ANGLE in part.marks:
            name = "right_triangle"
        topics[index] = replace(part, kind="sketch", name=name, said=kept, key=hash((part.key, name)))
        return state.but(topics=tuple(topics))
    return state


def _names_base(one: object) -> bool:
    return isinstance(one, said.Context) and one.component == "base" and one.number is None


def _own_height(name: str, part: Topic) -> bool:
    """Return whether a part has a height of its own besides what its section needs."""
    return name not in _SLANTED and any(role_of(size) in _THICK for size in part.sizes)


def _with_height(part: Topic, step: Topic) -> Topic | None:
    """Return a block or round bar that has no height yet with that to which it is drawn out."""
    wanted = {BLOCK: {"length", "width"}, ROUND_BAR: _ROUND - {"radius"}}.get(part.name)
    roles = {"diameter" if role_of(size) == "radius" else role_of(size) for size in part.sizes}
    if wanted is None or roles != wanted or part.groups or len(part.sizes) != len(wanted):
        return None
    if len(step.said) != 1 or not isinstance(step.said[0], said.Size):
        return None
    return part.extended(replace(step.said[0], label=Label((), "height")))
