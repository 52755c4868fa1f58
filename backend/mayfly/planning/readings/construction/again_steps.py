"""Steps that repeat or mirror what was made last."""

from __future__ import annotations

from typing import cast

from mayfly.design.copies import Mirrored
from mayfly.design.features import Add, AnyFeature, OnFace
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.built_up.repeats import mirrored_again, repeated
from mayfly.planning.readings.construction.building import AXES, Building


def repeat(building: Building, topic: Topic) -> None:
    """Repeat the features that the last step made.

    Raises:
        NeedsClarification: There are none, or it is open where they go.
    """
    work = building.body(topic)
    before, again = work.draft.features[: building.last], work.draft.features[building.last :]
    if not again:
        raise missing("What is repeated?", about("feature", "pattern"))
    faces = faces_of(work.draft)
    work.again([*before, *(repeated(one, topic, faces) for one in again)])


def mirror(building: Building, topic: Topic) -> None:
    """Mirror the features that the last step made, or the whole body.

    Raises:
        NeedsClarification: It is open at which plane.
    """
    work = building.body(topic)
    plane = next((one.plane for one in topic.said if isinstance(one, said.OnPlane)), "")
    if plane not in AXES:
        raise missing("At which plane is it mirrored?", about("place", "mirror"))
    features = list(work.draft.features)
    again = features[building.last :]
    centred = not any(work.offset[:2])
    if again and centred and all(isinstance(one, OnFace) for one in again):
        faces = faces_of(work.draft)
        work.again([*features[: building.last], *(mirrored_again(one, plane, faces) for one in again)])
        return
    number = "xyz".index(AXES[plane])
    level = -work.offset[number]
    copies = Mirrored(plane=plane, level=level)  # type: ignore[arg-type]
    work.add(
        Add(
            base=work.base,
            features=cast("tuple[AnyFeature, ...]", tuple(features)),
            copies=copies,
            name="mirrored half",
        )
    )
