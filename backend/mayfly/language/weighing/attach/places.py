"""Adds a place to the feature, the part or the body that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.attach.bodies import of_body
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Along,
    Coordinate,
    FirstAngle,
    Group,
    Head,
    Mark,
    Origin,
    Outline,
    Placing,
    Points,
    Relation,
    Size,
    StandsAt,
    Stated,
)

#: What parts call the distance of their ends.
_CENTRES: Final = tuple(
    Label((name,)) for name in ("centre distance", "between centres", "centre to centre", "leg centres")
)


#: What runs through points.
_WITH_OUTLINE: Final = frozenset({"sketch", "raised", "sunk", "sweep", "loft", "extrude", "revolve"})
#: Steps that have no place of their own: it is that of their profile, or of what comes next.
_WITHOUT_PLACE: Final = frozenset({"extrude", "cut", "revolve"})
_EDGES: Final = frozenset({"edge", "corner"})
#: What it costs that the axis behind a bare number says how the part lies.
_OF_THE_NUMBER: Final = 1.6
#: What it costs that the middle that was named behind a part is that of a feature named later.
_FOR_LATER: Final = 1.9
#: Features that an angle turns, where it places holes on a circle.
_TURNED: Final = frozenset({"slot", "pocket", "boss"})


_AXES: Final = frozenset("xyz")
#: What lies at the origin itself, and does not only count from it.
_LYING_THERE: Final = frozenset({"middle", "origin"})
_FACES: Final = frozenset({"face", "side_face", "top_face", "underside"})
_ENDS_OF_SIZES: Final = (["mm"], ["cm"], ["in"], ["inch"], ["inches"])
_PART_NOUNS: Final = frozenset({"part", "it", "everything"})


def attach_place(state: State, place: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a place given to a body, a feature or the part, or kept for later."""
    focus, base = state.focus, state.base
    if isinstance(place, Pose):
        yield from _pose(state, place)
        return
    if isinstance(place, StandsAt):
        yield from _standing_at(state, place, knows)
        return
    if _is_subject(place) and focus >= 0 and state.topics[focus].kind == "part":
        return  # "so that the centre of the sphere is …" says where that is
    ways = of_body(state, place)
    if ways is not None:
        yield from ways
        return
    if isinstance(place, Placing) and place.kind in {"open_at", "flag", "norm"}:
        if base >= 0:
            yield state.extended(base, place), 0.0
        return
    if isinstance(place, Placing) and place.kind == "count":
        apart = place.name == "ordered" and _is_of_the_whole(state)
        for numbered, cost in _number(state, int(place.numbers[0].value), place.text):
            yield numbered, cost + (_ORDERED if apart else 0.0)
        if place.name == "ordered":
            yield from _ordered(state, place.text, apart=apart)
        return
    if focus >= 0 and state.topics[focus].kind != "part":
        yield from _of_feature(state, place)
        return
    if focus >= 0 and isinstance(place, Origin) and place.at in _LYING_THERE:
        yield state.extended(focus, place), 0.0
        yield state.waiting(place), 0.4 if state.fresh or state.paused else _FOR_LATER
        return
    yield from _before_feature(state, place, knows)


def _is_first(place: Any) -> bool:
    """Return whether a place says where the first of several on a circle is."""
    named = isinstance(place, Placing) and place.kind == "start" and place.text.lower().startswith(_FIRST)
    return named or (isinstance(place, FirstAngle) and not place.between)


_FIRST: Final = ("first", "the first", "with the first", "with first", "1st")


def _circle_before(state: State) -> int:
    """Return the last feature on a circle, where the text has gone on to something else; -1 without one."""
    topic = state.topics[state.focus]
    if _may_go_round(topic) or _is_on_circle(topic):
        return -1
    return next((at for at in range(state.focus - 1, -1, -1) if _is_on_circle(state.topics[at])), -1)


def _may_go_round(topic: Topic) -> bool:
    """Return whether a feature is one of several, of which a circle may be said later."""
    return topic.kind not in {"fillet", "chamfer"} and (topic.plural or (topic.count or 1) > 1)


def _is_on_circle(topic: Topic) -> bool:
    return any(isinstance(one, Placing) and one.kind == "circle" for one in topic.said)


def _standing_at(state: State, place: StandsAt, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Add where the middle of the body that is spoken of stands; of a feature it is like any other place."""
    if place.each:
        yield from _each_standing_at(state, replace(place, each=False))
        return
    if state.focus >= 0 and state.topics[state.focus].kind == "part":
        yield state.extended(state.focus, place), 0.0
        yield state.but(pending=(*state.pending, *_as_places(place))), _FOR_LATER
        return
    if state.focus < 0:
        yield state.but(pending=(*state.pending, place)), 0.5
        return
    for one in _as_places(place):
        found = min(attach_place(state, one, knows), key=lambda way: way[1], default=None)
        if found is None:
            return
        state = found[0]
    yield state, 0.0


def _each_standing_at(state: State, place: StandsAt) -> Iterator[tuple[State, float]]:
    """Add the middle of "both" to the last profiles or bodies of one kind that have none yet."""
    kind = state.topics[state.focus].kind if state.focus >= 0 else ""
    if kind not in {"sketch", "part"}:
        return
    index, given = state.focus, state
    while index >= 0 and state.topics[index].kind == kind and not _has_spot(state.topics[index]):
        for one in _as_places(place) if kind == "sketch" else [place]:
            given = given.extended(index, one)
        index -= 1
    if given is not state:
        yield given, 0.0


def _has_spot(topic: Topic) -> bool:
    """Return whether a point or a coordinate was said of a topic."""
    return any(isinstance(one, Points | Coordinate | StandsAt) for one in topic.said)


def _as_places(place: StandsAt) -> list[Any]:
    """Return the coordinates of a middle as the place of a feature."""
    axes = [axis for axis, _ in place.axes]
    if axes in (["x", "y"], ["x", "y", "z"]):
        return [Points((tuple(number.value for _, number in place.axes),))]
    return [Coordinate(axis, (number,)) for axis, number in place.axes]


#: Said of a feature, not of the part that has it: "a slot, running vertically".
_WAYS: Final = frozenset({"vertical", "vertically", "horizontal", "horizontally"})


def _pose(state: State, pose: Pose) -> Iterator[tuple[State, float]]:
    """Add how the part stands; behind a feature one word alone may speak of that."""
    if state.focus < 0:
        return
    if state.topics[state.focus].kind == "part":
        yield state.extended(state.focus, pose), 0.0
    elif state.base >= 0 and pose.text.lower() not in _WAYS:
        yield state.extended(state.base, pose), 0.4 if " " in pose.text else 1.5


def _of_feature(state: State, place: Any) -> Iterator[tuple[State, float]]:
    """Add a place to the feature that is spoken of, or keep it for the next one."""
    topic = state.topics[state.focus]
    circle = _circle_before(state) if _is_first(place) else -1
    if circle >= 0:
        yield state.extended(circle, place), 0.0
        return
    if isinstance(place, Outline) and (topic.kind not in _WITH_OUTLINE or topic.all(Outline)):
        return
    if isinstance(place, Placing) and place.name and topic.kind == "chamfer" and _sized_just_now(state):
        place = replace(place, measure=_measures(topic) - 1)
    turned = isinstance(place, Placing) and place.name == "angle" and place.kind != "step"
    if turned and topic.kind in _TURNED:
        yield state.extended(state.focus, Size(place.numbers[0])), 0.0
        return
    again = isinstance(place, Points) and any(isinstance(one, Points) for one in topic.said)
    last = state.evidence[-1].value if state.evidence else None
    sized = isinstance(last, Size) or (isinstance(last, Head) and last.words.split()[-1:] in _ENDS_OF_SIZES)
    of_edges = not sized and _is_face_of_edges(topic, place)
    cost = 1.0 if again or of_edges else _FRONTED if _is_fronted(state, place) else 0.0
    of_another = isinstance(place, Points) or (isinstance(place, Placing) and place.noun in _EDGES)
    if not (of_another and topic.kind in _WITHOUT_PLACE):
        yield state.extended(topic.owner if topic.owner >= 0 else state.focus, place), cost
    if isinstance(last, Points) and isinstance(place, Points) and not state.fresh:
        return  # a point behind points is one of them, not that of what comes next
    begun = state.pending and isinstance(place, Points)  # "the edge at (30,30) gets a fillet"
    later = 0.3 if state.fresh or begun else 1.2 if state.paused else 2.2
    yield state.waiting(place), later


#: What it costs that "In the lower left corner, there is …" speaks of the feature before.
_FRONTED: Final = 0.45
_LEADING: Final = frozenset({"in", "at", "near", "on", ""})


def _is_fronted(state: State, place: Any) -> bool:
    """Return whether a sentence begins with where something is."""
    return state.fresh and isinstance(place, Placing) and place.kind == "place" and place.name in _LEADING


def _is_face_of_edges(topic: Topic, place: Any) -> bool:
    """Return whether a face is named behind the edges of a fillet: they are rather those of the face."""
    if topic.kind not in {"fillet", "chamfer"} or not isinstance(place, Placing) or place.noun not in _FACES:
        return False
    return any(isinstance(one, Placing) and one.noun == "edge" for one in topic.said)


def _before_feature(state: State, place: Any, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Keep a place for the feature that follows, or add it to the part or to the feature before the part."""
    focus = state.focus
    axis = _axis_of(place)
    if axis and focus >= 0 and not state.fresh and state.topics[focus].count in {None, 1}:
        lying = state.extended(focus, Pose("along", (axis,), f"along {axis.upper()}"))
        yield lying, _OF_THE_NUMBER if _is_bare(state) else 0.0
        yield state.waiting(place), 0.4 if state.paused else _FOR_LATER
        return
    if focus >= 0 and isinstance(place, Placing) and place.kind == "spacing" and len(place.numbers) == 1:
        if any(_is_row(one) for one in state.topics[focus].said):
            yield state.extended(focus, place), 0.0
            return
        for label in _CENTRES:
            if knows.exact(state.topics[focus].name, label):
                yield state.extended(focus, Size(place.numbers[0], label)), 0.0
                return
    yield state.waiting(place), 0.3
    feature = len(state.topics) - 1
    while feature >= 0 and state.topics[feature].kind == "part":
        feature -= 1
    if feature >= 0:
        yield state.extended(feature, place), 0.35
    if focus >= 0 and isinstance(place, Placing):
        yield from _of_part(state, place)


def _is_bare(state: State) -> bool:
    """Return whether a number without a name was read just before: "80 along X" is one of its sides."""
    last = state.evidence[-1].value if state.evidence else None
    return isinstance(last, Size) and last.label.role is None and not last.label.components


def _is_subject(place: Any) -> bool:
    """Return whether the middle of a body is spoken of without a preposition, so that it is no place."""
    if not isinstance(place, Placing) or place.name or place.noun != "centre" or place.ref is None:
        return False
    return place.ref.of is not None and place.ref.of.noun == "part"


def _axis_of(place: Any) -> str:
    """Return the axis that "along the X axis" names; empty for another place."""
    if isinstance(place, Along):
        return place.direction if place.direction in {"x", "y"} and not place.in_middle else ""
    if not isinstance(place, Placing) or place.name not in {"along", "parallel"} or place.ref is None:
        return ""
    named = _AXES & {place.ref.noun, *place.ref.traits}
    return "".join(named) if place.ref.noun in {"axis", "direction", *_AXES} and len(named) == 1 else ""


def _is_row(value: Any) -> bool:
    """Return whether something says that bodies stand side by side."""
    return value is Mark.ROW or (isinstance(value, Relation) and value.kind == "beside")


def _sized_just_now(state: State) -> bool:
    """Return whether a single size was read just before."""
    return bool(state.evidence) and isinstance(state.evidence[-1].value, Size | Head)


def _of_part(state: State, place: Placing) -> Iterator[tuple[State, float]]:
    """Add a place to the part: it names the size before it, says how high a component is, or nothing new."""
    cost = 1.5
    measure = -1
    last = state.evidence[-1].value if state.evidence else None
    about: tuple[str, ...] = (state.context,) if state.context else ()
    if isinstance(last, Group) and not about:  # "hub Ø40 x 15 on one side"
        about = last.sizes[0].label.components[-1:]
    if (
        isinstance(last, Size)
        and place.kind == "place"
        and place.noun in {"top", "bottom", "base", "end", "side"}
    ):
        measure, cost = _measures(state.topics[state.focus]) - 1, 0.1
    elif place.kind == "offset" and place.name == "above":
        cost = 0.3
    elif place.noun in _PART_NOUNS:
        cost = 0.1 if place.name != "on" else 0.6  # "on it a cube" says where the cube stands
    elif about:
        cost = 0.1 if place.noun in {"end", "side"} else 0.5  # "a flange on one end"
    cost += _FRONTED if _is_fronted(state, place) else 0.0
    yield state.extended(state.focus, replace(place, about=about, measure=measure)), cost


def _measures(topic: Topic) -> int:
    """Return how many numbers were said of a topic."""
    return len(topic.sizes) + sum(len(group.sizes) for group in topic.groups)


#: What it costs that a number of pieces behind a hole counts parts: more than to ask where so many holes go.
_ORDERED: Final = 2.0


def _is_of_the_whole(state: State) -> bool:
    """Return whether "QTY 2" stands by itself, and the feature before it has its place: it counts parts."""
    return state.fresh and state.focus >= 0 and state.topics[state.focus].placed


def _ordered(state: State, text: str, *, apart: bool) -> Iterator[tuple[State, float]]:
    """Read "qty 4", "50 off" behind a feature: how many parts are ordered, which changes no shape."""
    if state.focus < 0 or state.topics[state.focus].kind == "part":
        return
    counted = apart or state.topics[state.focus].count is not None
    yield state.but(stated=(*state.stated, Stated(text)), fresh=False), 0.1 if counted else _ORDERED


def _number(state: State, count: int, text: str) -> Iterator[tuple[State, float]]:
    """Read "(4x)", "4 places": how many of what was spoken of just now."""
    if state.focus < 0:
        return
    index = state.topics[state.focus].owner if state.topics[state.focus].owner >= 0 else state.focus
    topic = state.topics[index]
    if topic.kind in _ROUNDS:
        yield from _number_edges(state, index, count)
        return
    if topic.count not in {None, count} or topic.kind not in {"hole", "slot", "part", "pocket", "boss"}:
        return
    if topic.kind == "part":  # how many are ordered changes no shape
        yield state.but(stated=(*state.stated, Stated(text)), fresh=False), 0.1
        return
    topics = list(state.topics)
    plural = topic.plural or (topic.kind != "part" and count > 1)
    topics[index] = replace(topic, count=count, plural=plural, key=hash((topic.key, count)))
    yield state.but(topics=tuple(topics), fresh=False), 0.0


#: What is counted by its edges.
_ROUNDS: Final = frozenset({"fillet", "chamfer"})


def _number_edges(state: State, index: int, count: int) -> Iterator[tuple[State, float]]:
    """Read "corner radii R6 4 plcs": how many edges or corners were meant."""
    topic = state.topics[index]
    places = [one for one in topic.said if isinstance(one, Placing)]
    if len(places) != 1 or places[0].ref is None or places[0].ref.count not in {None, count}:
        return
    if places[0].noun not in _EDGES:
        return
    counted = replace(places[0], ref=replace(places[0].ref, count=count, plural=count > 1))
    said = tuple(counted if one is places[0] else one for one in topic.said)
    topics = list(state.topics)
    topics[index] = replace(topic, said=said, key=hash((topic.key, count)))
    yield state.but(topics=tuple(topics), fresh=False), 0.0
