"""Which faces a feature goes on, from what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, room
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.design.surfaces.part_faces_turned import WAYS
from mayfly.errors import NeedsClarification
from mayfly.language.english import and_list
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.places import Locator

_LEGS: Final = ("horizontal_leg", "vertical_leg")
#: The directions from which the curved side of a round part is looked at.
_ALONG: Final = {"x": ("right", "left"), "y": ("front", "back"), "z": ("top", "bottom")}


def faces_for(draft: Draft, topic: Topic) -> list[Face]:
    """Return the faces that a feature goes on; several for "in each leg".

    Raises:
        NeedsClarification: There is no such face, or it is open which is meant.
    """
    faces = faces_of(draft)
    named = [one for one in topic.said if isinstance(one, said.OnFace)]
    found: list[Face] = []
    for one in named:
        named_by = face_at(draft, *one.level) if one.level is not None else one.face
        keys = _LEGS if one.face == "leg" else (named_by,)
        for key in keys:
            if key not in faces and key in WAYS:
                side = side_of(draft, one_wall=True, seen=key)
                if side is not None:
                    found.append(side)
                    continue
            if key not in faces:
                raise unsupported(
                    f"The {draft.part_label} has no {key.replace('_', ' ')} for the {topic.name}.",
                    about("face", topic.kind, words=[key]),
                )
            found.append(faces[key])
    if found:
        return list({id(face): face for face in found}.values())
    across = _across(draft, topic)
    if across is not None:
        return [_where_it_lies(faces, across, topic)]
    first = draft.form.conventions.first_face or "top"
    if first in faces:
        return [_where_it_lies(faces, faces[first], topic)]
    names = list(dict.fromkeys(face.name for face in faces.values()))
    if len(names) == 1:
        return [next(iter(faces.values()))]
    end = next((faces[name] for name in ("right", "front") if name in faces), None)
    middle = topic.kind == "bore" or Mark.CENTRED in topic.marks or bool(topic.all(said.InCentre))
    if len(names) == 2 and end is not None and middle:
        return [end]  # a bar that lies: along its axis
    raise missing(
        f"Which face do the {topic.name} go on? There are {and_list(names)}."
        if names
        else f"The {draft.part_label} takes no {topic.name}.",
        about("face", topic.kind, words=names),
    )


def face_at(draft: Draft, axis: str, level: float) -> str:
    """Return what the face is called that looks along an axis and lies at a coordinate; empty without one."""
    found = [
        key
        for key, face in faces_of(draft).items()
        if face.axis == axis.upper() and abs(face.level - level) <= SAME_MM
    ]
    return found[0] if found else ""


def _where_it_lies(faces: Mapping[str, Face], face: Face, topic: Topic) -> Face:
    """Return the face of several that look the same way on which the coordinates of a feature lie."""
    if not any(isinstance(one, said.Points | said.Coordinate) for one in topic.said):
        return face
    ways = [one for one in faces.values() if one.axis == face.axis and one.sign == face.sign]
    ways += [one for one in faces.values() if one.axis == face.axis and one.sign != face.sign]
    for one in [face, *ways]:
        try:
            points = Locator(topic, one, topic.count).locate().place.on(one).points
        except NeedsClarification:
            return face
        if all(room(one, u, v, (0.0, 0.0)) > 0 for u, v in points):
            return one
    return face


def _across(draft: Draft, topic: Topic) -> Face | None:
    """Return the side of a round part for "radial" and "cross"; the face for a hole along an axis."""
    marks = topic.marks
    if topic.kind in {"hole", "bore"} and marks & {Mark.RADIAL, Mark.CROSS, Mark.HORIZONTAL}:
        side = side_of(draft, one_wall=Mark.RADIAL in marks)
        if side is not None:
            return side
        raise missing(f"Through which face do the {topic.name} go?", about("face", topic.kind))
    for one in topic.said:
        if topic.all(said.OnCircle):
            break  # "30 from the centre along X" says where it is, not which way it runs
        if isinstance(one, said.Along) and one.direction in _ALONG and topic.kind in {"hole", "bore"}:
            faces = faces_of(draft)
            flat = next((faces[name] for name in _ALONG[one.direction] if name in faces), None)
            found = flat or side_of(draft, one_wall=False, seen="front" if one.direction == "y" else "right")
            if found is None:
                raise missing(f"Through which face do the {topic.name} go?", about("face", topic.kind))
            return found
    return None
