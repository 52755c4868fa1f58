"""Where a drawn profile or a pattern goes: the face, the direction and the place that were said of it."""

from __future__ import annotations

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.places import Place, as_value
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Placing
from mayfly.planning.placement.place import place
from mayfly.planning.readings.mentions import mention_of

_FACES = {name: name for name in ("top", "bottom", "front", "back", "left", "right")} | {
    "top_face": "top",
    "underside": "bottom",
}
_DIRECTIONS = word_set("x y z length width long_side short_side")


def face_of(topic: Topic) -> str:
    """Return the name of the face that a topic is said to be on; empty where none was."""
    for one in topic.said:
        if isinstance(one, Placing) and one.ref is not None:
            for ref in one.ref.chain():
                found = next((_FACES[word] for word in (ref.noun, *sorted(ref.traits)) if word in _FACES), "")
                if found and one.kind == "place":
                    return found
    return ""


def direction_of(topic: Topic) -> str:
    """Return the direction that a topic is said to run in: "x", "length"; empty where none was said."""
    return next((one.noun for one in topic.said if isinstance(one, Placing) and one.noun in _DIRECTIONS), "")


def place_on(draft: Draft, topic: Topic, face: Face) -> Place:
    """Return the place of a topic on a face.

    Raises:
        NeedsClarification: It is open.
    """
    return as_value(place(draft, mention_of(topic), face, (0.0, 0.0), topic.count))
