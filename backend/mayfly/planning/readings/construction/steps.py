"""Steps of construction in the order in which they are carried out, each with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.construction.sketches import profile_of
from mayfly.planning.readings.said.roles import role_of

#: Steps that make something of the profile before them, or behind them: "extrude a circle".
_MAKING: Final = frozenset({"extrude", "revolve"})
_WORKING: Final = _MAKING | {"cut"}
#: What is said of a profile where the step was named last: "revolve the profile about Z: (5,0), …".
_OF_PROFILES: Final = (said.Outline, said.FromEdges)
#: Profiles that have a height of their own.
_HIGH: Final = frozenset(
    {"triangle", "right_triangle", "trapezoid", "rectangle", "l_section", "t_section", "u_section"}
)

_LYING: Final = frozenset({"on", "in"})


def in_working_order(state: State) -> State:
    """Return a reading whose steps stand behind their profiles, with what was said of the other one."""
    topics = _with_outlines(_drawn_once(_on_their_faces(state.topics)))
    turned = any(topic.kind == "revolve" for topic in topics)
    topics = [_off_the_axis(_at_its_level(topic)) if turned else _at_its_level(topic) for topic in topics]
    return state.but(topics=tuple(_behind_profiles(topics)))


def _on_their_faces(topics: Sequence[Topic]) -> list[Topic]:
    """Move a face that was said behind a step to the profile that is drawn next.

    "Extrude it by 10. On the front face, sketch a circle": no step lies on a face.
    """
    found = list(topics)
    for index in range(len(found) - 1):
        step, behind = found[index], found[index + 1]
        faces = [one for one in step.said if _is_face(one)]
        if step.kind not in _WORKING or behind.kind != "sketch" or len(faces) != 1:
            continue
        if any(_is_face(one) for one in behind.said):
            continue
        found[index] = replace(step, said=tuple(one for one in step.said if one is not faces[0]))
        found[index + 1] = behind.preceded((faces[0],))
    return found


def _is_face(one: object) -> bool:
    """Return whether something says on which face a profile is drawn."""
    if isinstance(one, said.OnFace):
        return True
    if not isinstance(one, said.Placing) or one.kind != "place" or one.ref is None:
        return False
    return one.name in _LYING and bool({one.ref.noun, *one.ref.traits} & _FACES)


_FACES: Final = word_set("face top_face surface side underside")


#: Places that a step has not: its profile lies somewhere.
_OF_PLACES: Final = (
    said.Outline | said.Points | said.StandsAt | said.OnCircle | said.FirstAngle | said.Angles
    | said.Apart | said.Rows | said.Rectangle | said.FromEdges | said.AtCorners
)  # fmt: skip


def check_step(step: Topic) -> None:
    """Check that no corners and places were said of a step that would be passed over.

    Raises:
        NeedsClarification: Some were.
    """
    if any(isinstance(one, _OF_PLACES) for one in step.said):
        raise unsupported(
            f"A part of what is said of the {step.words} can't be read.", about("place", step.words)
        )


def _drawn_once(topics: Sequence[Topic]) -> list[Topic]:
    """Return topics with a profile that is named, and drawn line by line behind it, as one."""
    found: list[Topic] = []
    for topic in topics:
        before = found[-1] if found else None
        if (
            before is not None
            and before.kind == topic.kind == "sketch"
            and topic.name == "polygon"
            and topic.all(said.Outline)
            and before.name in _DRAWN_BY_LINES
            and not before.sizes
            and not before.groups
            and _is_open(before)
        ):
            found[-1] = replace(topic, said=(*before.said, *topic.said))
        else:
            found.append(topic)
    return found


#: Profiles that may be drawn line by line, by what they are called before.
_DRAWN_BY_LINES: Final = _HIGH | {"polygon"}
_OF_SEVERAL: Final = word_set("loft sweep")


def _with_outlines(topics: Sequence[Topic]) -> list[Topic]:
    """Move the corners that were said of a step to the profile before or behind it that lacks them."""
    found = list(topics)
    for index, topic in enumerate(found):
        if topic.kind not in _MAKING | _OF_SEVERAL:
            continue
        outlines = [one for one in topic.said if isinstance(one, _OF_PROFILES)]
        outlines = [one for one in outlines if not isinstance(one, said.FromEdges) or one.side == "axis"]
        near = next((i for i in (index - 1, index + 1) if 0 <= i < len(found) and _is_open(found[i])), -1)
        if len(outlines) == 1 and near >= 0:
            rest = tuple(one for one in topic.said if one is not outlines[0])
            found[index] = replace(topic, said=rest)
            found[near] = found[near].extended(outlines[0])
        angles = [size for size in found[near].sizes if size.number.form == "angle"] if near >= 0 else []
        if angles and topic.kind == "revolve" and not found[index].sizes and found[near].name != "sector":
            kept = tuple(one for one in found[near].said if one is not angles[0])
            found[near] = replace(found[near], said=kept)
            found[index] = found[index].extended(angles[0])
    return found


def _is_open(topic: Topic) -> bool:
    """Return whether a profile is named without a corner."""
    return topic.kind == "sketch" and not any(
        isinstance(one, said.Outline | said.Points) for one in topic.said
    )


def _at_its_level(topic: Topic) -> Topic:
    """Return a profile "at z = 30" as one on a plane at that height."""
    if topic.kind != "sketch" or topic.all(said.OnPlane) or any(map(_is_upright, topic.said)):
        return topic
    levels = [one for one in topic.said if isinstance(one, said.Coordinate) and one.axis == "z"]
    if len(levels) != 1 or len(levels[0].numbers) != 1:
        return topic
    plane = said.OnPlane("", levels[0].numbers[0])
    return replace(topic, said=tuple(plane if one is levels[0] else one for one in topic.said))


def _is_upright(place: object) -> bool:
    """Return whether a profile lies on an upright face, where z is one of its own two coordinates."""
    if not isinstance(place, said.OnFace):
        return False
    return place.level[0] != "z" if place.level is not None else place.face not in {"", "top", "bottom"}


def _off_the_axis(topic: Topic) -> Topic:
    """Return a profile "whose inner edge is 15 from the axis" with its middle; it stands on z = 0."""
    far = [one for one in topic.said if isinstance(one, said.FromEdges) and one.side == "axis"]
    if topic.kind != "sketch" or len(far) != 1 or _has_spot(topic):
        return topic
    plain = replace(topic, said=tuple(one for one in topic.said if one is not far[0]))
    (x, y), _ = profile_of(plain).outline().box
    return plain.extended(said.Points(((far[0].distance.value - x, 0.0 - y),)))


def _has_spot(topic: Topic) -> bool:
    return any(isinstance(one, said.Points | said.Coordinate | said.Outline) for one in topic.said)


def _behind_profiles(topics: Sequence[Topic]) -> list[Topic]:
    """Put "extrude" and "revolve" that come before their profile behind it."""
    found: list[Topic] = []
    waiting: list[Topic] = []
    drawn = 0
    for topic in topics:
        if topic.kind in _MAKING and not drawn:
            waiting.append(topic)
            continue
        if topic.kind == "sketch" and waiting:
            found += _with_its_size(topic, waiting.pop())
            continue
        found.append(topic)
        drawn = drawn + 1 if topic.kind == "sketch" else 0 if topic.kind in _WORKING else drawn
    parts = [topic for topic in found if topic.kind == "part" and (topic.sizes or topic.groups)]
    if parts and all(one.kind == "extrude" and not one.said for one in waiting):
        return found  # "extrude an ellipse": the part has its height
    return [*found, *waiting]


_AXES: Final = word_set("x y z")


def _with_its_size(sketch: Topic, step: Topic) -> list[Topic]:
    """Return a profile and the step that was named before it, which takes the size that is its own."""
    if step.kind == "revolve" or step.sizes:
        return [sketch, step]
    sizes = [size for size in sketch.sizes if _is_far(sketch, size)]
    ways = [one for one in sketch.said if isinstance(one, said.Along) and one.direction in _AXES]
    if len(sizes) != 1:
        return [sketch, step]
    kept = tuple(one for one in sketch.said if one is not sizes[0] and one not in ways)
    far = replace(sizes[0], label=Label((), "height"))
    return [replace(sketch, said=kept), replace(step, said=(*step.said, far, *ways))]


_HEIGHTS: Final = word_set("depth height thickness")


_DEPTHS: Final = word_set("depth thickness")


def _is_far(sketch: Topic, size: said.Size) -> bool:
    """Return whether a size of a profile says how far it is drawn out."""
    role = role_of(size)
    if role == "height" and size.label.components != ("overall",) and sketch.name in _HIGH:
        flat = [one for one in sketch.sizes if one is not size and role_of(one) not in _DEPTHS]
        return bool(sketch.groups) or len(flat) >= 2
    return role in _HEIGHTS
