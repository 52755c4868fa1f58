"""How a part stands, from what was said of it: by which quarter turns, and where its features lie then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any, Final

from mayfly.cad.parts import catalogue
from mayfly.design import Body
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.placement import Placement, placed
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.language.english import subject
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Relation
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.one_part.tapered import is_tapered_block
from mayfly.planning.readings.said.turned_words import said_of_body

_NONE: Final = Placement()
_AXES: Final = "xyz"
_UP: Final[Vector] = (0.0, 0.0, 1.0)
#: A quarter turn that brings one axis onto another.
_ONTO: Final[dict[tuple[str, str], Vector]] = {
    ("z", "x"): (0.0, 90.0, 0.0),
    ("z", "y"): (-90.0, 0.0, 0.0),
    ("x", "y"): (0.0, 0.0, 90.0),
    ("x", "z"): (0.0, -90.0, 0.0),
    ("y", "x"): (0.0, 0.0, -90.0),
    ("y", "z"): (90.0, 0.0, 0.0),
}
_OVER: Final[Vector] = (180.0, 0.0, 0.0)
#: What stands in the way of each side, counted in quarter turns about Z from the right.
_AROUND: Final = {"right": 0, "back": 1, "left": 2, "front": 3}
_FACING: Final = {("X", 1): "right", ("Y", 1): "back", ("X", -1): "left", ("Y", -1): "front"}
_MARKS: Final = {
    Mark.LYING: Pose("lying", (), "lying"),
    Mark.STANDING: Pose("standing", (), "standing"),
    Mark.HORIZONTAL: Pose("lying", (), "horizontal"),
    Mark.VERTICAL: Pose("standing", (), "vertical"),
}

#: Marks that speak of a part only before its noun.
_BEFORE_THE_NOUN: Final = frozenset({Mark.HORIZONTAL, Mark.VERTICAL})


@dataclass(frozen=True, slots=True)
class Posed:
    """A reading without what was said of the part's pose, and that.

    Attributes:
        state: The reading.
        poses: How the part stands.
        level: Height of its lowest point, in mm; None where nothing was said.
    """

    state: State
    poses: tuple[Pose, ...] = ()
    level: float | None = None


def without_pose(state: State) -> Posed:
    """Return a reading of one part, with what was said of its pose taken out."""
    parts = [topic for topic in state.topics if topic.kind == "part"]
    if len(parts) != 1 or parts[0].name not in catalogue():
        return Posed(state)
    base = parts[0]
    poses = tuple(pose for one in base.said if (pose := _pose_of(one)) is not None)
    first = next((i for i, one in enumerate(base.said) if not isinstance(one, Mark)), len(base.said))
    if any(one in _BEFORE_THE_NOUN for one in base.said[first:]):
        return Posed(state)  # "a plate 120 x 80 x 10 and a vertical post"
    if not poses:
        return Posed(state)
    levels = [one.gap.value for one in base.said if isinstance(one, Relation) and _is_level(one) and one.gap]
    kept = tuple(one for one in base.said if _pose_of(one) is None and not _is_level(one))
    topics = tuple(replace(topic, said=kept) if topic is base else topic for topic in state.topics)
    return Posed(state.but(topics=topics), poses, levels[0] if levels else None)


def _pose_of(value: Any) -> Pose | None:
    """Return a pose that was said; None for anything else."""
    if isinstance(value, Mark):
        return _MARKS.get(value)
    return value if isinstance(value, Pose) else None


def _is_level(value: Any) -> bool:
    return isinstance(value, Relation) and value.kind == "level"


@dataclass(frozen=True, slots=True)
class Stance:
    """How a part is turned.

    Attributes:
        turn: Angles about X, Y and Z, in degrees.
        level: Height of its lowest point, in mm.
        is_round: Its sides are one curved face.
        notes: What the answer says of it.
    """

    turn: Vector = (0.0, 0.0, 0.0)
    level: float = 0.0
    is_round: bool = False
    notes: tuple[str, ...] = ()

    @property
    def placement(self) -> Placement:
        """Return the turn as a placement."""
        return placed((0.0, 0.0, 0.0), self.turn)

    def topic(self, topic: Topic) -> Topic:
        """Return what was said of a feature, its sides as those of the part before it was turned.

        Raises:
            NeedsClarification: It is open on which side something lies then.
        """
        if not any(self.turn):
            return topic
        return said_of_body(topic, self.placement, is_round=self.is_round)

    def place(self, body: Body, draft: Draft) -> Body:
        """Return a body turned, its middle on the Z axis and its lowest point at its level."""
        if not any(self.turn) and not self.level:
            return body
        own = Draft.start(body.base.form())
        middle = self.placement.box(_box(own))
        low = self.placement.box(_box(draft))[0][2]
        at = (-(middle[0][0] + middle[1][0]) / 2, -(middle[0][1] + middle[1][1]) / 2, self.level - low)
        x, y, z = (round(c, 9) + 0.0 for c in at)
        return body.model_copy(update={"turn": self.turn, "at": (x, y, z)})


def _box(draft: Draft) -> Box3:
    found = draft.extent()
    if found is not None:
        return found
    x, y, z = (a + b for a, b in zip(draft.corner, draft.box, strict=True))
    return draft.corner, (x, y, z)


def stance_of(draft: Draft, posed: Posed) -> Stance:
    """Return how a part is turned.

    Args:
        draft: The part in its usual pose.
        posed: What was said.

    Raises:
        NeedsClarification: It can't stand so, or it is open which of its ends or sides is meant.
    """
    turned, notes = _NONE, []
    said = tuple({(pose.kind, pose.names): pose for pose in posed.poses}.values())
    if any(pose.kind == "along" for pose in said):  # says which way it lies or stands
        said = tuple(pose for pose in said if pose.names or pose.kind not in {"lying", "standing"})
    order = {"over": 0, "up": 0, "down": 0, "standing": 1, "lying": 1, "plane": 1, "at": 2, "along": 3}
    for pose in sorted(said, key=lambda one: 4 if _is_end(one) else order[one.kind]):
        turns, note = _turns(draft, pose, turned)
        for turn in turns:
            turned = turned.then(placed((0.0, 0.0, 0.0), turn))
        notes += note
    is_round = side_of(draft, one_wall=False) is not None
    return Stance(_angles(turned), posed.level or 0.0, is_round, tuple(notes))


@lru_cache(maxsize=1)
def _quarters() -> tuple[tuple[Vector, Placement], ...]:
    angles = (0.0, 90.0, -90.0, 180.0)
    turns = sorted(product(angles, repeat=3), key=lambda one: sum(angle != 0 for angle in one))
    return tuple(((x, y, z), placed((0.0, 0.0, 0.0), (x, y, z))) for x, y, z in turns)


def _angles(placement: Placement) -> Vector:
    """Return the angles about X, Y and Z of quarter turns one after the other."""
    return next(turn for turn, other in _quarters() if _alike(other, placement))


def _alike(one: Placement, other: Placement) -> bool:
    pairs = zip(one.rows, other.rows, strict=True)
    return all(abs(a - b) < 1e-9 for rows in pairs for a, b in zip(*rows, strict=True))


def _turns(draft: Draft, pose: Pose, turned: Placement) -> tuple[Sequence[Vector], list[str]]:
    """Return the turns that bring a part into a pose, from how it is turned so far, and notes."""
    traits = draft.part.traits
    match pose.kind:
        case "along":
            return _onto(_way(turned, _main_axis(draft)), pose.names[0]), []
        case "lying":
            if "lying" in traits.pose and "standing" not in traits.pose:
                return [], []
            if _is_long(draft) and _way(turned, _main_axis(draft)) == "z":
                return _onto("z", "x"), []
            if "standing" in traits.pose and "lying" not in traits.pose:
                raise _asked(draft, pose)  # it is made standing, and it is open on which side it would lie
            return [], []
        case "standing":
            return _stood(draft, pose)
        case "plane":
            return _in_plane(draft, pose), []
        case "over":
            return [_OVER], []
        case "at":
            return (_end_at(draft, pose, turned) if _is_end(pose) else _at(draft, pose)), []
    up = _points_up(draft, pose.names)
    if up is None:
        raise _asked(draft, pose)
    return ([] if up == (pose.kind == "up") else [_OVER]), []


def _in_plane(draft: Draft, pose: Pose) -> Sequence[Vector]:
    """Return the turns that bring a flat part into a plane: its length along the first axis of that."""
    if "lying" not in draft.part.traits.pose:
        raise _asked(draft, pose)
    turns: dict[str, list[Vector]] = {
        "xy": [], "xz": [_ONTO["y", "z"]], "yz": [_ONTO["x", "y"], _ONTO["x", "z"]],
    }  # fmt: skip
    return turns[pose.names[0]]


def _asked(draft: Draft, pose: Pose) -> Exception:
    return unsupported(
        f"{subject(draft.part_label, 'is')} made in its usual pose; {pose.text!r} would be another one."
        " Is the usual pose right?",
        about("direction", draft.part_label, words=[pose.text]),
    )


def _onto(axis: str, target: str) -> list[Vector]:
    return [] if axis == target else [_ONTO[axis, target]]


def _way(turned: Placement, axis: str) -> str:
    """Return along which axis of the model an axis of the part runs."""
    found = turned.axis(_AXES.index(axis))
    return _AXES[found if found is not None else 0]


def _main_axis(draft: Draft) -> str:
    """Return the axis along which a part is long: that of a round one, else of its length."""
    if _is_round(draft):
        return "z"
    return next((_AXES[i] for i, side in enumerate(_sides(draft)) if side == "length"), "z")


def _is_long(draft: Draft) -> bool:
    """Return whether a part has an axis along which it lies: a round part, or one that has a length."""
    return _is_round(draft) or "length" in _sides(draft)


def _is_round(draft: Draft) -> bool:
    return "round_shape" in draft.part.traits.agrees or draft.form.kind == "round"


def _sides(draft: Draft) -> list[str]:
    return [side.strip() for side in draft.part.header.box.text.split(",")]


def _stood(draft: Draft, pose: Pose) -> tuple[Sequence[Vector], list[str]]:
    """Return the turns that stand a part up."""
    where = pose.names[0] if pose.names else ""
    main, traits = _main_axis(draft), draft.part.traits
    if "standing" in traits.pose and where in {"", "end"}:
        return [], []
    if main == "z":
        if "lying" not in traits.pose or where not in {"", "rim", "edge"}:
            raise _asked(draft, pose)
        return _onto("z", "x"), []
    if draft.form.kind == "profile" and where in {"", "end"}:
        return _onto("x", "z"), []
    x, y, z = draft.box
    if not draft.is_box or (z > min(x, y) and where == "edge"):
        raise _asked(draft, pose)
    if z > min(x, y) and not where:
        return [], []  # a block stands as it is made
    long = "x" if x >= y else "y"
    if where in {"short", "end"}:
        return _onto(long, "z"), []
    notes = [] if where == "long" else ["It stands on its long edge."]
    return _onto("y" if long == "x" else "x", "z"), notes


def _is_end(pose: Pose) -> bool:
    """Return whether the thick or the thin end of a part is said to be at one side."""
    return pose.kind == "at" and pose.names[0] in {"thick", "thin", "pointed"}


def _end_at(draft: Draft, pose: Pose, turned: Placement) -> Sequence[Vector]:
    """Return the turns that bring the thick or the thin end of a part to a side."""
    name, side = pose.names
    thicker = _first_is_thicker(draft.values)
    if is_tapered_block(draft.part.name):
        thick: Vector = (-1.0, 0.0, 0.0)
    elif thicker is not None and "round_shape" in draft.part.traits.agrees:
        thick = (0.0, 0.0, -1.0 if thicker else 1.0)
    else:
        raise _asked(draft, pose)
    end = turned.way(thick if name == "thick" else tuple(-c for c in thick))  # type: ignore[arg-type]
    turns: list[Vector] = []
    if abs(end[2]) > 0.5:
        turns.append(_ONTO["z", "x"])
        end = placed((0.0, 0.0, 0.0), turns[0]).way(end)
    index = 0 if abs(end[0]) > 0.5 else 1
    now = _FACING.get(("XY"[index], 1 if end[index] > 0 else -1))
    if now is None or side not in _AROUND:
        raise _asked(draft, pose)
    angle = {0: 0.0, 1: 90.0, 2: 180.0, 3: -90.0}[(_AROUND[side] - _AROUND[now]) % 4]
    return [*turns, (0.0, 0.0, angle)] if angle else turns


def _at(draft: Draft, pose: Pose) -> Sequence[Vector]:
    """Return the quarter turns about Z that bring a component to a side."""
    name, side = pose.names
    faces = faces_of(draft)
    face = faces.get({"leg": "vertical_leg"}.get(name, name))
    now = _FACING.get((face.axis, face.sign)) if face is not None else None
    if now is None or side not in _AROUND:
        raise _asked(draft, pose)
    quarters = (_AROUND[side] - _AROUND[now]) % 4
    angle = {0: 0.0, 1: 90.0, 2: 180.0, 3: -90.0}[quarters]
    return [(0.0, 0.0, angle)] if angle else []


def _points_up(draft: Draft, names: Sequence[str]) -> bool | None:
    """Return whether what has some names is at the top of a part as it is made; None where that is open."""
    traits, values = draft.part.traits, draft.values
    for name in names:
        places = traits.components[name].places if name in traits.components else None
        ends = (places or frozenset()) & {"top", "bottom"}
        if len(ends) == 1:
            return "top" in ends
    words = set(names)
    if words & {"flange", "leg"} and draft.form.kind == "profile" and "open_top" in traits.agrees:
        return True
    if "open" in words and "open_top" in traits.agrees:
        return True
    if "closed" in words and "closed_bottom" in traits.agrees:
        return False
    if "pointed" in words and "pointed" in traits.agrees:
        return _first_is_thicker(values)
    if words & {"thin", "thick"}:
        thicker = _first_is_thicker(values)
        return None if thicker is None else thicker == ("thin" in words)
    if words & {"flat", "round", "dome"} and draft.form.conventions.flat_face:
        return (draft.form.conventions.flat_face == "top") == ("flat" in words)
    if words & {"vertical_leg"} and "vertical_leg" in faces_of(draft):
        return True
    return None


def _first_is_thicker(values: Any) -> bool | None:
    """Return whether a part is thicker at the bottom than at the top; None where that is open."""
    if isinstance(values.get("steps"), str):
        steps = [float(step.split("x")[0]) for step in values["steps"].split(",")]
        return None if steps[0] == steps[-1] else steps[0] > steps[-1]
    for low, high in (
        ("bottom_diameter", "top_diameter"),
        ("bottom_length", "top_length"),
        ("length", "top_length"),
    ):
        if low in values and high in values and float(values[low]) != float(values[high]):
            return float(values[low]) > float(values[high])
    return None
