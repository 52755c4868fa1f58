"""Slots, pockets and bosses: their outline, depth, face and place."""

from __future__ import annotations

from mayfly.design.builder import Draft
from mayfly.design.features import Boss, Pocket, Slot
from mayfly.design.geometry.faces import Face
from mayfly.design.profiles import Circle, Rectangle
from mayfly.design.values import Value
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, conflict, missing
from mayfly.planning.readings.built_up.faces import faces_for
from mayfly.planning.readings.built_up.places import Locator
from mayfly.planning.readings.said.roles import Roles, role_of


def slot(draft: Draft, topic: Topic) -> list[Value]:
    """Return the slots that a topic asks for.

    Raises:
        NeedsClarification: A size or place is open.
    """
    roles = Roles.of(topic)
    depth = _depth(topic, roles)
    length, width = _sides(topic, roles, ("length", "width"))
    roles.check_all_used()
    if width > length:
        length, width = width, length
    found: list[Value] = []
    for face in faces_for(draft, topic):
        located = Locator(topic, face, topic.count).locate()
        turn = _turn(topic, face.size[0] >= face.size[1])
        found.append(
            Slot(
                face=face.key or face.name,
                at=located.place,
                length=length,
                width=width,
                turn=turn,
                depth=depth,
            )
        )
    return found


def pocket(draft: Draft, topic: Topic) -> list[Value]:
    """Return the pockets that a topic asks for.

    Raises:
        NeedsClarification: A size or place is open.
    """
    roles = Roles.of(topic)
    depth = _depth(topic, roles)
    profile = _profile(topic, roles)
    roles.check_all_used()
    return [
        Pocket(
            face=face.key or face.name,
            at=Locator(topic, face, topic.count).locate().place,
            profile=_along(profile, topic, face),
            depth=depth,
        )
        for face in faces_for(draft, topic)
    ]


def boss(draft: Draft, topic: Topic) -> list[Value]:
    """Return the bosses that a topic asks for.

    Raises:
        NeedsClarification: A size or place is open.
    """
    roles = Roles.of(topic)
    height = roles.one("height", "thickness", "depth") or (
        roles.one("length") if len(roles.open) == 2 else None
    )
    if height is None and topic.groups and len(topic.groups[0].sizes) == 3:
        height = topic.groups[0].sizes[2].number.value
        roles.open = [size for size in roles.open if size is not topic.groups[0].sizes[2]]
    profile = _profile(topic, roles)
    if height is None:
        height = roles.second()
    if height is None:
        raise missing(f"How high is the {topic.name}?", about("size", topic.kind, "height"))
    roles.check_all_used()
    return [
        Boss(
            face=face.key or face.name,
            at=Locator(topic, face, topic.count).locate().place,
            profile=_along(profile, topic, face),
            height=height,
        )
        for face in faces_for(draft, topic)
    ]


def _profile(topic: Topic, roles: Roles) -> Circle | Rectangle:
    """Return the outline: a circle by a diameter, else a rectangle by two sides."""
    round_ones = [size for size in roles.open if role_of(size) in {"diameter", "radius"}]
    if round_ones and not topic.groups:
        diameter = roles.diameter()
        assert diameter is not None  # noqa: S101 - there is one
        return Circle(diameter=diameter)
    radius = roles.one("radius") if topic.groups else None
    if Mark.SQUARE in topic.marks and not topic.groups:
        side = roles.one("side", "length", "width") or roles.second()
        if side is None:
            raise missing(f"How wide is the {topic.name}?", about("size", topic.kind, "side"))
        return Rectangle(length=side, width=side)
    if Mark.ROUND in topic.marks and not topic.groups:
        diameter = roles.diameter()
        if diameter is None:
            raise missing(f"What is the diameter of the {topic.name}?", about("size", topic.kind, "diameter"))
        return Circle(diameter=diameter)
    length, width = _sides(topic, roles, ("length", "width"))
    return Rectangle(length=length, width=width, corner_radius=radius or 0.0)


def _along(profile: Circle | Rectangle, topic: Topic, face: Face) -> Circle | Rectangle:
    """Return an outline turned the way that the feature runs."""
    turn = _turn(topic, face.size[0] >= face.size[1])
    return profile if isinstance(profile, Circle) or not turn else profile.model_copy(update={"turn": turn})


def _sides(topic: Topic, roles: Roles, names: tuple[str, str]) -> tuple[float, float]:
    """Take the two sides of an outline, by name or in their order.

    Raises:
        NeedsClarification: One is open.
    """
    first = roles.one(names[0], "along_length")
    second = roles.one(names[1], "along_width")
    if first is None:
        first = roles.second()
    if second is None:
        second = roles.second()
    if first is None or second is None:
        open_ = names[0] if first is None else names[1]
        raise missing(f"What is the {open_} of the {topic.name}?", about("size", topic.kind, open_))
    return first, second


def _depth(topic: Topic, roles: Roles) -> float | None:
    """Take the depth; None is right through.

    Raises:
        NeedsClarification: It is said to be through and to have a depth.
    """
    depth = roles.one("depth", "height", "thickness")
    if depth is None and topic.groups and len(topic.groups[0].sizes) == 3:
        depth = topic.groups[0].sizes[2].number.value
        roles.open = [size for size in roles.open if size is not topic.groups[0].sizes[2]]
    if depth is not None and Mark.THROUGH in topic.marks:
        raise conflict(
            f"Does the {topic.name} go through, or {depth:g} mm deep?", about("size", topic.kind, "depth")
        )
    if (
        depth is None
        and topic.kind == "pocket"
        and Mark.THROUGH not in topic.marks
        and not _is_opening(topic)
    ):
        raise missing(f"How deep is the {topic.name}?", about("size", topic.kind, "depth"))
    return depth


def _is_opening(topic: Topic) -> bool:
    return bool({"cutout", "cut", "window", "opening", "hole"} & set(topic.name.replace("-", " ").split()))


def _turn(topic: Topic, along_first: bool) -> float:
    """Return the angle of a slot from the face's first coordinate."""
    for one in topic.said:
        if isinstance(one, said.Along) and one.direction:
            if one.direction in {"y", "width"}:
                return 90.0
            if one.direction == "short":
                return 90.0 if along_first else 0.0
            if one.direction == "long":
                return 0.0 if along_first else 90.0
    return 0.0
