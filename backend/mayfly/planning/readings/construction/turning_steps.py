"""Steps that turn, sweep or loft sketches to a body."""

from __future__ import annotations

from dataclasses import replace

from mayfly.design.bases import CataloguePart, Revolution
from mayfly.design.features import Add
from mayfly.design.lofts import Loft, Section
from mayfly.design.profiles import Circle
from mayfly.design.sweeps import Sweep
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import CONE, Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.construction.building import Building
from mayfly.planning.readings.construction.loops import (
    sketch_middle,
)
from mayfly.planning.readings.construction.paths import path_of
from mayfly.planning.readings.construction.sketches import profile_of
from mayfly.planning.readings.construction.steps import check_step
from mayfly.planning.readings.said.roles import Roles


def revolve(building: Building, topic: Topic) -> None:
    """Turn the last sketch about the Z axis.

    Raises:
        NeedsClarification: Nothing was drawn.
    """
    check_step(topic)
    sketch = building.taken()
    profile = profile_of(sketch, sketch_middle(sketch))
    angles = [size.number.value for size in topic.sizes if size.number.form == "angle"]
    base = Revolution(profile=profile, angle=angles[0] if angles else 360.0)
    if building.work is None:
        building.work = Work.on(base, "turned part")
        return
    x, y, z = (0.0 - c for c in building.work.offset)
    building.work.add(Add(base=base, at=(x + 0.0, y + 0.0, z + 0.0), name="turned part"))


def announce(building: Building, topic: Topic) -> None:
    """Keep a loft or a sweep until all of its sketches are drawn."""
    building.waiting.append(topic)


def carry_out_waiting(building: Building) -> None:
    """Carry out the lofts and sweeps that were announced.

    Raises:
        NeedsClarification: A profile, a height or the path is open.
    """
    for topic in list(building.waiting):
        building.waiting.remove(topic)
        if building.work is not None:
            raise unsupported(f"A {topic.kind} on a body can't be read yet.", about("feature", topic.kind))
        if topic.kind == "sweep":
            _swept(building, topic)
        else:
            _lofted(building, topic)


def _swept(building: Building, topic: Topic) -> None:
    sketch = building.taken()
    path = replace(topic, said=(*topic.said, *(one for one in sketch.said if _is_path(one))))
    sketch = replace(sketch, said=tuple(one for one in sketch.said if not _is_path(one)))
    points, radius = path_of(path)
    building.work = Work.on(Sweep(profile=profile_of(sketch), path=points, bend_radius=radius), "sweep")


def _lofted(building: Building, topic: Topic) -> None:
    sketches, building.sketches = building.sketches, []
    sections: list[Section] = []
    level = 0.0
    roles = Roles.of(topic)
    high = roles.one("height", "length") or roles.second()
    roles.check_all_used()
    for index, sketch in enumerate(sketches):
        offsets = [one.offset.value for one in sketch.said if isinstance(one, said.OnPlane) and one.offset]
        if index and not offsets and high is not None and index == len(sketches) - 1:
            offsets = [high]
        if index and not offsets:
            raise missing(f"At which height is the {sketch.name}?", about("size", "loft", "height"))
        level = offsets[0] if offsets else level
        sections.append(Section(z=level, profile=profile_of(sketch, sketch_middle(sketch))))
    if len(sections) < 2:
        raise missing("Between which two profiles is the loft?", about("place", "loft"))
    first = sections[0].z
    sections = [Section(z=one.z - first, profile=one.profile) for one in sections]
    tapered = _as_cone(sections)
    if tapered is not None:
        building.work = Work.on(tapered, "loft", (0.0, 0.0, first))
        return
    building.work = Work.on(Loft(sections=tuple(sections)), "loft", (0.0, 0.0, first))


def _as_cone(sections: list[Section]) -> CataloguePart | None:
    """Return a loft between two circles on one axis as the cone that it is; None for any other one."""
    circles = [one.profile for one in sections if isinstance(one.profile, Circle)]
    if len(sections) != 2 or len(circles) != 2 or any(circle.at != (0.0, 0.0) for circle in circles):
        return None
    bottom, top = (circle.diameter for circle in circles)
    if bottom == top:
        return None
    sizes = {"bottom_diameter": bottom, "top_diameter": top, "height": sections[1].z - sections[0].z}
    return CataloguePart(part=CONE, sizes=sizes)


def _is_path(one: object) -> bool:
    return isinstance(one, said.Leg | said.Bend)
