"""Steps with whole bodies: one that comes first, is joined, or is cut out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.attach.fitting import BORED
from mayfly.language.weighing.topics import ROUND_BAR, Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.bodies.joins import join
from mayfly.planning.readings.bodies.several import check_stands_alone
from mayfly.planning.readings.bodies.standing import centred_at
from mayfly.planning.readings.built_up.solids import cut_out, put_cuts
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.construction.building import Building
from mayfly.planning.readings.said.roles import role_of

#: What begins with a profile.
_DRAWN: Final = frozenset({"sketch", "raised"})


def put_part(building: Building, topic: Topic) -> None:
    """Take a part as the body, or join it to the body that is there.

    Raises:
        NeedsClarification: A size or its place is open.
    """
    if not topic.said and any(one.kind in _DRAWN for one in building.state.topics):
        _check_hollow(building, topic)
        return  # "a disc by extruding a circle": what comes out of the steps
    if building.work is None:
        check_stands_alone(topic)
        features = [t for t in building.state.topics if t.kind in BORED]
        building.work, rest = Work.of_part(topic, features)
        building.work.offset = centred_at(topic, building.work)
        gone = [t for t in features if t not in rest]
        building.sizes = tuple(gone)
        return
    if topic.said:
        join(building.work, _solid(topic))


#: Sizes that only what is bored has, and those of the bar that it is without its bore.
_BORED: Final = frozenset({"bore", "inner_diameter"})


def _solid(topic: Topic) -> Topic:
    """Return "a hub of 60 mm diameter" put on something as a round bar: its bore goes through both."""
    part = catalogue().get(topic.name)
    if part is None or not _BORED & part.parameters.keys() or "round_shape" not in part.traits.agrees:
        return topic
    roles = [role_of(size) for size in topic.sizes]
    if sorted(map(str, roles)) not in (["diameter", "height"], ["diameter", "length"]) or topic.groups:
        return topic
    if any(size.label.components for size in topic.sizes):
        return topic
    sizes = [
        replace(size, label=Label((), "height")) if role_of(size) == "length" else size
        for size in topic.sizes
    ]
    kept = tuple(one for one in topic.said if not isinstance(one, said.Size))
    return replace(topic, name=ROUND_BAR, said=(*sizes, *kept))


#: What makes something hollow of what is drawn.
_HOLLOWING: Final = frozenset(
    {"cut", "cut_body", "cut_block", "pocket", "hole", "bore", "sunk", "slot", "revolve"}
)


def _check_hollow(building: Building, topic: Topic) -> None:
    """Check that what comes out of the steps is hollow, where it is called a ring or a tube.

    Raises:
        NeedsClarification: Nothing that was said makes it hollow.
    """
    part = catalogue().get(topic.name)
    if part is None or not {"inner_diameter", "wall"} & part.parameters.keys():
        return
    topics = building.state.topics
    profiles = sum(one.count or 1 for one in topics if one.kind in _DRAWN)
    open_inside = any(one.name == "ring" or one.all(said.Outline) for one in topics if one.kind in _DRAWN)
    if profiles < 2 and not open_inside and not any(one.kind in _HOLLOWING for one in topics):
        raise missing(
            f"What makes the {topic.words} hollow: how wide is it inside?", about("size", topic.words)
        )


def cut_body(building: Building, topic: Topic) -> None:
    """Cut a body out of the one that takes shape.

    Raises:
        NeedsClarification: There is nothing to cut it out of, or a size is open.
    """
    work = building.body(topic)
    if any(isinstance(one, said.Span) for one in topic.said):
        work.put(building.state, replace(topic, kind="cut_block"))
        return
    put_cuts(work, cut_out(work, topic))


def cut_block(building: Building, topic: Topic) -> None:
    """Cut out what lies between coordinates.

    Raises:
        NeedsClarification: There is nothing to cut it out of.
    """
    building.body(topic).put(building.state, topic)
