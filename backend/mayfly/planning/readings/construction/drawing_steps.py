"""Steps that draw a sketch out: extruded, raised on a body, cut into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.design.bases import Extrusion
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, Boss, Pocket
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Points
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.faces import face_at
from mayfly.planning.readings.built_up.places import Locator
from mayfly.planning.readings.built_up.solids import put_cuts
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.construction.building import AXES, NORMAL, Building
from mayfly.planning.readings.construction.drawn import WORKED, long_enough
from mayfly.planning.readings.construction.loops import (
    between_points,
    outer_and_inner,
    scaled,
    sketch_middle,
    split,
    thick,
    with_height_last,
)
from mayfly.planning.readings.construction.sketches import profile_of
from mayfly.planning.readings.construction.steps import check_step
from mayfly.planning.readings.said.roles import Roles, role_of
from mayfly.planning.readings.said.spans import shifted

_HEIGHTS: Final = frozenset({"height", "thickness"})


def take_sketch(building: Building, topic: Topic) -> None:
    """Keep a sketch until something is done with it; one with a thickness is drawn out at once.

    Raises:
        NeedsClarification: It is open which profile is meant.
    """
    before = building.sketches[-1] if building.sketches else None
    known = topic.definite or (before is not None and bool(before.all(said.Outline)))
    if before is not None and known and not topic.said and topic.name in {before.name, "polygon"}:
        return  # "the profile is extruded", "revolve this profile": the one that was just drawn
    if topic.name == "same":
        if before is None:
            raise missing("Which profile is meant?", about("place", "profile"))
        if before.count is not None and not before.sizes and not before.groups:
            building.sketches.pop()
        topic = replace(topic, name=before.name)
    drawn_later = any(one.kind in WORKED for one in building.state.topics)
    if not drawn_later and building.work is None and thick(topic):
        raise_sketch(building, topic)
        return
    building.sketches += split(between_points(topic))


def scale_sketches(building: Building, topic: Topic) -> None:
    """Scale the sketches that were drawn.

    Raises:
        NeedsClarification: It is open which, or by how much.
    """
    if not building.sketches or len(topic.sizes) != 1:
        raise missing("What is scaled, and by how much?", about("size", "scale"))
    factor = topic.sizes[0].number.value
    building.sketches = [scaled(one, factor) for one in building.sketches]


def raise_sketch(building: Building, topic: Topic) -> None:
    """Draw a profile out that has its height with it, as the first body or on the body.

    Raises:
        NeedsClarification: It is open how high.
    """
    topic = with_height_last(topic)
    heights = [size for size in topic.sizes if role_of(size) in _HEIGHTS]
    if topic.name.endswith("_section"):  # it has a height and a thickness of its own
        heights = [size for size in heights if role_of(size) == "height"][1:]
    if len(heights) != 1:
        raise missing(f"How high is the {topic.name}?", about("size", topic.name, "height"))
    rest = tuple(one for one in topic.said if one is not heights[0])
    height = heights[0].number.value
    topic = replace(topic, said=rest)
    if building.work is None:
        outer, inner = outer_and_inner(split(topic))
        _first(building, topic, outer, height, None)
        _open(building, inner)
    else:
        _raise_on_body(building, topic, height)


def sink_sketch(building: Building, topic: Topic) -> None:
    """Cut a profile into the body that has its depth with it.

    Raises:
        NeedsClarification: It is open how deep.
    """
    depths = [size for size in topic.sizes if role_of(size) == "depth"]
    building.sketches.append(replace(topic, said=tuple(one for one in topic.said if one not in depths)))
    through = (Mark.THROUGH,) if Mark.THROUGH in topic.marks else ()
    cut(building, replace(topic, name="cut", said=(*depths, *through)))


def _plane(topic: Topic) -> tuple[str, float]:
    """Return the plane of a sketch, and how far along its normal it lies."""
    for one in topic.said:
        if isinstance(one, said.OnPlane):
            return one.plane or "xy", one.offset.value if one.offset is not None else 0.0
    return "xy", 0.0


def extrude(building: Building, topic: Topic) -> None:
    """Draw the last sketch out, as the first body or on the body.

    Raises:
        NeedsClarification: It is open how far, or in which direction.
    """
    check_step(topic)
    described = any(isinstance(one, said.OnPlane) for one in topic.said) and not topic.sizes
    if described and building.work is not None and not building.sketches:
        return  # "a hexagonal prism, extruded along +Z": how the part came about
    sketch = building.taken()
    roles = Roles.of(topic)
    height = roles.one("height", "depth", "length", "thickness") or roles.second()
    low: float | None = None
    for one in topic.said:
        if isinstance(one, said.Span):
            begin, end = one.axes[0][1], one.axes[0][2]
            low = 0.0 if begin is None else begin.value
            if height is not None and abs(end.value - low - height) > 1e-6:
                raise unsupported(f"Is it {height:g} mm, or to {end.text}?", about("size", "extrusion"))
            height = end.value - low
    roles.check_all_used()
    if height is None:
        raise missing(f"How far is the {sketch.name} extruded?", about("size", "extrusion", "height"))
    if building.work is None:
        sketch, inner = outer_and_inner([*building.sketches, sketch])
        building.sketches = []
        _first(building, topic, sketch, height, low)
        _open(building, inner)
        return
    if building.sketches:
        _raise_between(building, [*building.sketches, sketch], height)
        building.sketches = []
        return
    _raise_on_body(building, sketch, height)


def _open(building: Building, inner: Sequence[Topic]) -> None:
    """Cut the loops inside the outline that was drawn out right through."""
    assert building.work is not None  # noqa: S101 - it was just made
    axis = getattr(building.work.base, "axis", "z")
    for one in inner:
        profile = profile_of(one)
        at = Points(points=(sketch_middle(one),), origin="model")
        building.work.add(Pocket(face=NORMAL[axis], at=at, profile=profile))


def _first(building: Building, topic: Topic, sketch: Topic, height: float, low: float | None) -> None:
    """Make the first body of a profile: drawn out along the axis that its plane or its direction gives.

    Raises:
        NeedsClarification: These contradict each other.
    """
    plane, level = _plane(sketch)
    axis = AXES[plane]
    sign = 0
    for one in topic.said:
        if isinstance(one, said.Along) and one.direction in set("xyz") and one.direction != axis:
            if any(isinstance(each, said.OnPlane) for each in sketch.said):
                raise unsupported(
                    f"A profile on the {plane.upper()} plane is extruded along {axis.upper()}, not"
                    f" {one.direction.upper()}. Which is right?",
                    about("place", "extrusion"),
                )
            axis = one.direction
        if isinstance(one, said.Along) and one.direction == axis:
            sign = one.sign or sign
    profile = profile_of(sketch, sketch_middle(sketch))
    base = Extrusion(profile=profile, height=height, axis=axis)  # type: ignore[arg-type]
    start = level if low is None else low
    number = "xyz".index(axis)
    offset = [0.0, 0.0, 0.0]
    offset[number] = start if axis == "z" else start + height / 2
    if axis == "y" and low is None and not level and not sign:
        offset[1] = 0.0
    if sign < 0:
        offset[number] -= height
    building.work = Work.on(base, sketch.name, (offset[0], offset[1], offset[2]))


def _raise_on_body(building: Building, sketch: Topic, height: float) -> None:
    """Draw a profile out of a face of the body, or join it where it stands over the face's edge."""
    work = building.body(sketch)
    sketch = shifted(sketch, work.offset)
    profile = profile_of(sketch)
    box = work.draft.extent()
    if work.raised is not None and box is not None:
        at = sketch_middle(sketch)
        work.add(Add(base=Extrusion(profile=profile, height=height), at=(at[0], at[1], box[1][2])))
        work.raised = box[1][2] + height
        return
    face, place = _face_and_place(building, sketch)
    try:
        work.add(Boss(face=face, at=place, profile=profile, height=height))  # type: ignore[arg-type]
    except DoesNotFit:
        if face != "top" or box is None:
            raise
        found = faces_of(work.draft)["top"]
        for u, v in place.on(found).points:  # type: ignore[attr-defined]
            work.add(Add(base=Extrusion(profile=profile, height=height), at=(u, v, box[1][2])))
        work.raised = box[1][2] + height


def _raise_between(building: Building, sketches: Sequence[Topic], height: float) -> None:
    """Draw what lies between an outline and those inside it out of the top of the body."""
    outer, inner = outer_and_inner(sketches)
    work = building.body(outer)
    box = work.draft.extent()
    if box is None or any(one.face != "top" for one in outer.said if isinstance(one, said.OnFace)):
        raise unsupported(f"Where is the {outer.name} drawn out?", about("place", outer.name))
    openings = tuple(
        Pocket(face="top", at=Points(points=(sketch_middle(one),), origin="model"), profile=profile_of(one))
        for one in inner
    )
    base = Extrusion(profile=profile_of(outer, sketch_middle(outer)), height=height)
    low = box[1][2] if work.raised is None else work.raised
    work.add(Add(base=base, features=openings, at=(0.0, 0.0, low), name=outer.name))
    work.raised = low + height


def cut(building: Building, topic: Topic) -> None:
    """Cut the last sketch into the body.

    Raises:
        NeedsClarification: It is open how deep, or where.
    """
    check_step(topic)
    sketch = building.taken()
    work = building.body(sketch)
    sketch = shifted(long_enough(sketch, work), work.offset)
    roles = Roles.of(topic)
    depth = roles.one("depth", "length", "height") or roles.second()
    roles.check_all_used()
    if depth is None and Mark.THROUGH not in topic.marks | sketch.marks:
        raise missing(f"How deep is the {sketch.name} cut?", about("size", "pocket", "depth"))
    face, place = _face_and_place(building, sketch)
    ways = {one.direction for one in topic.said if isinstance(one, said.Along)} & set("xyz")
    if ways - {faces_of(work.draft)[face].axis.lower()}:
        raise unsupported(
            f"The {sketch.name} lies on the {face}; in which direction is it cut?",
            about("place", "cut"),
        )
    if depth is not None and depth >= _thickness(work, faces_of(work.draft)[face].axis) - SAME_MM:
        depth = None  # as deep as the body is thick, or deeper: right through
    pocket = Pocket(face=face, at=place, profile=profile_of(sketch), depth=depth)  # type: ignore[arg-type]
    put_cuts(work, [pocket])


def _thickness(work: Work, axis: str) -> float:
    """Return how thick a body is along an axis; endless where that is not known."""
    box = work.draft.extent()
    index = "XYZ".index(axis)
    return float("inf") if box is None else box[1][index] - box[0][index]


def _face_and_place(building: Building, sketch: Topic) -> tuple[str, object]:
    """Return the face that a sketch lies on, and where.

    Raises:
        NeedsClarification: The body has no such face.
    """
    work = building.body(sketch)
    faces = faces_of(work.draft)
    named = [
        face_at(work.draft, *one.level) if one.level is not None else one.face
        for one in sketch.said
        if isinstance(one, said.OnFace)
    ]
    key = named[0] if named else NORMAL[getattr(work.base, "axis", "z")]
    if key not in faces:
        raise unsupported(
            f"The {work.name} has no {key} for the {sketch.name}.",
            about("face", sketch.name, words=[key]),
        )
    return key, Locator(sketch, faces[key], sketch.count).locate().place
