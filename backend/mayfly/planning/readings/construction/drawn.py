"""Outlines that are parts of their own, and profiles that reach as far as the body that they are cut from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.said.roles import role_of

#: What makes a body of a profile.
WORKED: Final = frozenset({"extrude", "revolve", "loft", "sweep", "cut"})
#: Sizes of a part that say how far its outline is drawn out.
_THICKNESSES: Final = frozenset({"thickness", "height", "depth"})


def with_outlines_drawn(state: State) -> State:
    """Return "a plate through (0,0), …, 8 thick" as an outline that is drawn out."""
    parts = [topic for topic in state.topics if topic.kind == "part"]
    drawn = [topic for topic in state.topics if topic.all(said.Outline)]
    if len(parts) != 1 or len(drawn) != 1 or any(topic.kind in WORKED for topic in state.topics):
        return state
    part, sketch = parts[0], drawn[0]
    if len(part.sizes) != 1 or part.groups or role_of(part.sizes[0]) not in _THICKNESSES:
        return state
    if sketch is not part and (sketch.kind != "sketch" or sketch.sizes or sketch.groups):
        return state
    size = replace(part.sizes[0], label=Label((), "height"))
    described = [one for one in part.said if isinstance(one, said.Along)]
    outline = [one for one in sketch.said if not isinstance(one, said.Size) and one not in described]
    if any(not isinstance(one, said.Outline | said.OnPlane | Mark | said.Along) for one in outline):
        return state
    topics: list[Topic] = []
    for topic in state.topics:
        if topic is sketch:
            kept = tuple(one for one in outline if not isinstance(one, Mark))
            topics.append(Topic("sketch", "polygon", "outline", said=kept))
            topics.append(Topic("extrude", "extrusion", "extrusion", said=(size, *described)))
        elif topic is not part and (topic.kind != "sketch" or topic.said):
            topics.append(topic)  # "the outline of a plate: (0,0), …" is that of the plate
    return state.but(topics=tuple(topics))


def long_enough(sketch: Topic, work: Work) -> Topic:
    """Return a rectangle that is to reach past the body with the length that does.

    Raises:
        NeedsClarification: It is open along which side it runs.
    """
    box = work.draft.extent()
    if Mark.EVERYTHING not in sketch.marks or sketch.name != "rectangle" or box is None:
        return sketch
    roles = [role_of(size) for size in sketch.sizes]
    ways = {one.direction for one in sketch.said if isinstance(one, said.Along)}
    if len(roles) != 1 or (not ways & {"x", "y"} and work.draft.form.kind != "round"):
        raise missing(f"In which direction does the {sketch.name} run?", about("place", sketch.name))
    axis = 1 if "y" in ways else 0
    far = box[1][axis] - box[0][axis] + 2.0
    names = ("along_length", "along_width") if axis == 0 else ("along_width", "along_length")
    sizes = [
        said.Size(Quantity(far, f"{far:g}", unit="mm"), Label((), names[0])),
        replace(sketch.sizes[0], label=Label((), names[1])),
    ]
    kept = [
        one
        for one in sketch.said
        if not isinstance(one, said.Size | said.Along) and one is not Mark.EVERYTHING
    ]
    return replace(sketch, said=(*kept, *sizes))
