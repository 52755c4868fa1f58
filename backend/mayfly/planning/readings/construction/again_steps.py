"""Steps that repeat or mirror what was made last."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from mayfly.design.copies import Mirrored
from mayfly.design.features import Add, AnyFeature, OnFace
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.repeats import mirrored_again, repeated
from mayfly.planning.readings.construction.building import AXES, Building

_LEAST_MM: Final = 1e-6


def _both_halves(sketch: Topic, plane: str) -> Topic:
    """Return an outline of which one half was drawn, up to the line at which it is mirrored.

    Raises:
        NeedsClarification: It is no outline of straight lines, or does not lie along that line.
    """
    drawn = [one for one in sketch.said if isinstance(one, said.Outline)]
    on = next((one.plane for one in sketch.said if isinstance(one, said.OnPlane)), "") or "xy"
    across = AXES[plane]
    if len(drawn) != 1 or drawn[0].via or across not in on:
        raise unsupported("What is mirrored?", about("place", "mirror"))
    index = on.index(across)
    points = [point for point in drawn[0].points if len(point) == len(on)]
    if points and points[0] == points[-1]:
        points.pop()
    turned = _from_the_line(points, index)
    if turned is None or len(points) != len(drawn[0].points):
        raise unsupported(
            f"The outline has no side on the line that it is mirrored at ({across.upper()} = 0).",
            about("place", "mirror"),
        )
    images = [tuple(-c if i == index else c for i, c in enumerate(point)) for point in turned[1:-1]]
    whole = said.Outline(tuple(_without_straight([*turned, *reversed(images)])))
    return replace(sketch, said=tuple(whole if one is drawn[0] else one for one in sketch.said))


def _from_the_line(points: list[tuple[float, ...]], index: int) -> list[tuple[float, ...]] | None:
    """Return the corners from one end of the side on a line around to its other end; None without one."""
    on_line = [abs(point[index]) <= _LEAST_MM for point in points]
    sides = {point[index] > 0 for point, on in zip(points, on_line, strict=True) if not on}
    ends = [i for i in range(len(points)) if on_line[i] and on_line[i - 1]]
    if len(ends) != 1 or sum(on_line) != 2 or len(sides) != 1:
        return None
    return [*points[ends[0] :], *points[: ends[0]]]


def _without_straight(points: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Return the corners of an outline without those at which it goes straight on."""
    kept: list[tuple[float, ...]] = []
    for i, (x, y) in enumerate(points):
        (a, b), (c, d) = points[i - 1][:2], points[(i + 1) % len(points)][:2]
        if abs((x - a) * (d - y) - (y - b) * (c - x)) > _LEAST_MM:
            kept.append((x, y))
    return kept


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
    plane = next((one.plane for one in topic.said if isinstance(one, said.OnPlane)), "")
    if plane not in AXES:
        raise missing("At which plane is it mirrored?", about("place", "mirror"))
    if building.work is None and building.sketches:
        building.sketches[-1] = _both_halves(building.sketches[-1], plane)
        return
    work = building.body(topic)
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
