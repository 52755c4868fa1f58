"""Round holes: through or blind, with a counterbore, a countersink or a drill's point, sized for a thread."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.cad import standards
from mayfly.design.builder import Draft, cone_volume
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import OnFace, check_room, face_of, support_under, through_all
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.occupied import Support
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places, layout_steps
from mayfly.design.values import Angle, Length, Value
from mayfly.errors import InvalidParameter
from mayfly.language.english import agree, one, singular, subject
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

_SAME_MM: Final = 1e-9
_NAMES: Final = {
    "corners": "corner_hole",
    "circle": "bolt_hole",
    "centre": "centre_hole",
    "grid": "hole",
    "points": "hole",
}


class Counterbore(Value):
    """A wider cylinder at the hole's mouth; without sizes, that for a cap screw of ISO 4762."""

    diameter: Length | None = None
    depth: Length | None = None


class Countersink(Value):
    """A cone at the hole's mouth; without a diameter, that for a countersunk screw of the hole's thread."""

    diameter: Length | None = None
    angle: Annotated[Angle, Field(ge=30, le=150)] = 90.0


class Hole(OnFace):
    """Round holes of one size: bores, screw holes, tapped holes (no thread is modelled)."""

    kind: Literal["hole"] = "hole"
    diameter: Length | None = None
    thread: Annotated[str | None, Field(max_length=20, description='screw it is for: "M6"')] = None
    fit: Annotated[
        Literal["clearance", "tapped"], Field(description="for the screw to pass, or to be tapped for it")
    ] = "clearance"
    depth: Annotated[
        Length | None, Field(description="to where it has its full diameter; none: through everything")
    ] = None
    counterbore: Counterbore | None = None
    countersink: Countersink | None = None
    point: Annotated[
        Angle | None, Field(ge=60, lt=180, description="angle of the drill's cone at the bottom; none: flat")
    ] = None
    walls: Annotated[
        Literal["", "one", "all"],
        Field(description="of a hollow body: through the near wall or all; none: all of a round one"),
    ] = ""

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if self.diameter is None and self.thread is None:
            raise ValueError('a hole needs a diameter, or the thread that it is for ("M6")')
        if self.thread is not None:
            self._check_standards(self.thread)
        if self.counterbore and self.countersink:
            raise ValueError("a hole has a counterbore or a countersink, not both")
        if self.point is not None and self.depth is None:
            raise ValueError("a drill's point needs a depth")
        if (
            self.counterbore
            and self.thread is None
            and None in {self.counterbore.diameter, self.counterbore.depth}
        ):
            raise ValueError("give the counterbore's diameter and depth, or the hole's thread")
        if self.countersink and self.thread is None and self.countersink.diameter is None:
            raise ValueError("give the countersink's diameter, or the hole's thread")
        return self

    def _check_standards(self, thread: str) -> None:
        """Check that the standards have what the hole needs for its thread.

        Raises:
            ValueError: There is no such thread, or no row for it.
        """
        try:
            if self.diameter is None:
                (standards.tap_drill if self.fit == "tapped" else standards.clearance_hole)(thread)
            if self.counterbore and None in {self.counterbore.diameter, self.counterbore.depth}:
                standards.counterbore(thread)
            if self.countersink and self.countersink.diameter is None:
                standards.countersink(thread)
        except InvalidParameter as error:
            raise ValueError(str(error)) from error

    def sizes(self) -> HoleSizes:
        """Return the sizes, with those that a standard gives.

        Raises:
            DoesNotFit: A counterbore or countersink is not wider than the hole.
        """
        diameter = self.diameter
        if diameter is None:
            assert self.thread is not None  # noqa: S101 - one of the two is given
            look_up = standards.tap_drill if self.fit == "tapped" else standards.clearance_hole
            diameter = look_up(self.thread).diameter_mm
        hole = HoleSizes(diameter, self.depth, point=self.point)
        if self.counterbore:
            wide, deep = self.counterbore.diameter, self.counterbore.depth
            if wide is None or deep is None:
                row = standards.counterbore(self.thread or "")
                wide, deep = wide or row.diameter_mm, deep or row.depth_mm
            hole.counterbore = (wide, deep)
        if self.countersink:
            wide = self.countersink.diameter or standards.countersink(self.thread or "").diameter_mm
            hole.countersink = (wide, self.countersink.angle)
        for what, head in (("counterbore", hole.counterbore), ("countersink", hole.countersink)):
            if head and head[0] <= diameter:
                raise DoesNotFit(
                    f"The {what} of {number(head[0])} mm is not wider than its hole of {number(diameter)}"
                    " mm.",
                    field=f"{what}.diameter",
                    subject=Subject(
                        kind="size",
                        feature=what,
                        name=what,
                        sizes=("diameter",),
                        values=lengths(head[0], diameter),
                        others=("hole",),
                    ),
                )
        return hole

    def apply(self, draft: Draft) -> None:
        """Drill the holes.

        Raises:
            DoesNotFit: There is no such face, or a hole does not fit there.
        """
        face = face_of(draft, self.face, self.label, one_wall=self.walls == "one")
        if self.walls == "all" and not face.curved:
            face = through_both(draft, face)
        hole = self.sizes()
        places = self.at.on(face)
        if face.settle:
            places.face = face.settle([v for _, v in places.points], hole.width / 2)
        check_room(places, (hole.width, hole.width), self.label)
        support = support_under(draft, places, hole.width / 2, self.label)
        put(draft, Drilling(self.label, "bore" if self.name == "bore" else "", hole, places, support))


def through_both(draft: Draft, face: Face) -> Face:
    """Return a wall's face with the opposite wall behind it."""
    whole, wall = draft.box["XYZ".index(face.axis)], face.depth
    return replace(
        face,
        depth=whole,
        depth_name="",
        name=f"{face.name} and the opposite one",
        key=face.key or face.name,
        walls="all",
        layers=lambda _u, _v: ((0.0, wall), (whole - wall, whole)),
    )


@dataclass(slots=True)
class HoleSizes:
    """Sizes of a hole, settled.

    Attributes:
        diameter: Of the drilled wall.
        depth: None for a through hole.
        counterbore: Diameter and depth of a counterbore.
        countersink: Diameter and angle (degrees) of a countersink.
        point: Angle (degrees) of the cone at the bottom; None for a flat bottom.
    """

    diameter: float
    depth: float | None = None
    counterbore: tuple[float, float] | None = None
    countersink: tuple[float, float] | None = None
    point: float | None = None

    @property
    def width(self) -> float:
        """The widest diameter."""
        return max(self.diameter, *(w[0] for w in (self.counterbore, self.countersink) if w), self.diameter)


@dataclass(frozen=True, slots=True)
class Drilling:
    """Holes that are ready to be drilled.

    Attributes:
        label: What to call them.
        prefix: Begins the names of their parameters; empty for the usual one of their pattern.
        hole: Their sizes.
        places: Where they go.
        support: The boss or pocket that they lie in.
    """

    label: str
    prefix: str
    hole: HoleSizes
    places: Places
    support: Support | None = None


def put(draft: Draft, drilling: Drilling) -> None:
    """HoleSizes holes: check that they fit, write the step, work out what must be measured.

    Raises:
        DoesNotFit: They go through where they should not, or meet other holes.
    """
    label, hole, places, support = drilling.label, drilling.hole, drilling.places, drilling.support
    face = places.face
    rise = support.rise if support else 0.0
    depth = _checked_depth(label, hole, places, rise)
    _check_curve(label, hole, places)
    _check_others(draft, label, hole, places)
    prefix = drilling.prefix or _NAMES[places.pattern]
    many = len(places.points) > 1
    what = drilling.prefix or ("holes" if many else "hole")
    top = _raised(face, support) if support else face
    size = draft.parameter(f"{prefix}_diameter", hole.diameter, f"diameter of the {what}")
    arguments = [size]
    call, head = "hole", list[str]()
    if hole.counterbore:
        wide = draft.parameter(
            f"{prefix}_counterbore_diameter", hole.counterbore[0], "diameter of the counterbore"
        )
        deep = draft.parameter(f"{prefix}_counterbore_depth", hole.counterbore[1], "depth of the counterbore")
        arguments += [wide, deep]
        call = "cboreHole"
    elif hole.countersink:
        wide = draft.parameter(
            f"{prefix}_countersink_diameter", hole.countersink[0], "diameter of the countersink"
        )
        angle = draft.parameter(
            f"{prefix}_countersink_angle", hole.countersink[1], "angle of the countersink", "degrees"
        )
        if _is_deeper_than_hole(hole):
            head = [
                f"sink = ({wide} - {size}) / 2 / math.tan(math.radians({angle} / 2))",
                f"head = cq.Solid.makeCone({wide} / 2, {size} / 2, sink, cq.Vector(), cq.Vector(0, 0, -1))",
            ]
        else:
            arguments += [wide, angle]
            call = "cskHole"
    deep_name = ""
    if hole.depth is not None:
        deep_name = draft.parameter(f"{prefix}_depth", hole.depth, f"depth of the {what}")
        arguments.append(deep_name)
    elif not _is_whole_depth(draft, face):
        arguments.append(through_all(draft, top, depth + rise))
    layout = layout_steps(draft.parameter, places, prefix)
    comment = f"# {len(places.points)} holes" if many else "# hole"
    lines = [
        f"{comment} of {number(hole.diameter)} mm, {face.name}",
        "result = (",
        f"    result.copyWorkplane({top.workplane()})",
        *(f"    {step}" for step in layout),
        f"    .{call}({', '.join(arguments)})",
        ")",
    ]
    if head:
        lines += [*head, *_cut_at_each("head", top, layout)]
    if hole.point:
        lines += _point_step(draft, prefix, hole, (size, deep_name))
        lines += _cut_at_each("point", top, layout)
    draft.steps.append("\n".join(lines))
    _require(draft, hole, places, depth, support)


def _is_deeper_than_hole(hole: HoleSizes) -> bool:
    """Whether CadQuery's own countersink, a whole cone, would come out below a blind hole."""
    if hole.countersink is None or hole.depth is None:
        return False
    wide, angle = hole.countersink
    return wide / 2 / math.tan(math.radians(angle / 2)) > hole.depth


def _point_step(draft: Draft, prefix: str, hole: HoleSizes, names: tuple[str, str]) -> list[str]:
    """Return the lines that make the cone of a drill's point."""
    assert hole.point is not None  # noqa: S101 - asked for
    angle = draft.parameter(f"{prefix}_point_angle", hole.point, "angle of the drill's point", "degrees")
    size, depth = names
    return [
        f"tip = {size} / 2 / math.tan(math.radians({angle} / 2))",
        f"point = cq.Solid.makeCone({size} / 2, 0, tip, cq.Vector(0, 0, -{depth}), cq.Vector(0, 0, -1))",
    ]


def _cut_at_each(solid: str, face: Face, layout: list[str]) -> list[str]:
    """Return the lines that cut a solid away at each place of a pattern."""
    return [
        "result = result.cut(",
        f"    {face.workplane()}",
        *(f"    {step}" for step in layout),
        f"    .eachpoint({solid}, useLocalCoordinates=True)",
        ")",
    ]


def _raised(face: Face, support: Support) -> Face:
    """Return a face at the height of the boss or pocket that stands on it."""
    sign = "+" if (support.rise > 0) == (face.sign > 0) else "-"
    level = f"{face.level_name} {sign} {support.rise_name}"
    if face.level_name == "0":
        level = support.rise_name if sign == "+" else f"-{support.rise_name}"
    more = "+" if support.rise > 0 else "-"
    return replace(
        face,
        level=face.level + face.sign * support.rise,
        level_name=level,
        depth=face.depth + support.rise,
        depth_name=f"{face.depth_name} {more} {support.rise_name}" if face.depth_name else "",
    )


def _check_others(draft: Draft, label: str, hole: HoleSizes, places: Places) -> None:
    """Refuse holes of one direction that cut into each other: they are no round holes any more."""
    if places.face.normal is not None:
        return
    radius = hole.diameter / 2
    if hole.countersink and places.face.curved:
        raise DoesNotFit(
            f"A countersink on the curved {places.face.name} can't be made.",
            "Does a counterbore do?",
            fix="A counterbore can be made there.",
            reason="unsupported",
            field="countersink",
            subject=Subject(kind="feature", feature="hole", name=label, others=("countersink",)),
        )
    for support in draft.supports:
        over = any(support.meets(u, v, radius) for u, v in places.points)
        behind = support.face.axis == places.face.axis and support.face.name != places.face.name
        if support.kind == "boss" and over and behind and hole.depth is None:
            raise DoesNotFit(
                f"{subject(label, 'comes')} out under the boss on the {support.face.name}.",
                "Shall it go in from there?",
                fix=f"Let it begin on the {support.face.name}.",
                reason="unsupported",
                field="face",
                subject=Subject(kind="face", feature="hole", name=label, others=("boss",)),
            )
    for other in (*draft.requirements.holes, *draft.holes):
        if other.axis != places.face.axis:
            continue
        reach = other.diameter_mm / 2
        for u, v in places.points:
            for x, y in other.at or ():
                apart = math.hypot(u - x, v - y)
                through = other.kind == "through"
                within = apart <= abs(radius - reach) - _SAME_MM
                swallowed = hole.depth is not None and apart + radius <= reach + _SAME_MM
                if through and ((hole.depth is None and within) or swallowed):
                    raise DoesNotFit(
                        f"The holes of {number(hole.diameter)} mm and {number(other.diameter_mm)} mm lie"
                        " within each other.",
                        "Which one is right, or is one counterbored hole meant?",
                        fix="Make it one hole with a counterbore.",
                        reason="conflict",
                        field="at",
                        subject=Subject(
                            kind="feature",
                            feature="hole",
                            name=label,
                            values=lengths(hole.diameter, other.diameter_mm),
                            others=("counterbore",),
                        ),
                    )
                if other.kind == "blind" and hole.depth is None and apart + radius <= reach - _SAME_MM:
                    raise DoesNotFit(
                        f"The hole of {number(hole.diameter)} mm goes through the bottom of the blind one of"
                        f" {number(other.diameter_mm)} mm.",
                        "Is one counterbored hole meant?",
                        fix="Make it one hole with a counterbore.",
                        reason="conflict",
                        field="at",
                        subject=Subject(
                            kind="feature",
                            feature="hole",
                            name=label,
                            values=lengths(hole.diameter, other.diameter_mm),
                            others=("counterbore",),
                            words=("blind",),
                        ),
                    )
                if abs(radius - reach) + _SAME_MM < math.hypot(u - x, v - y) < radius + reach - _SAME_MM:
                    place_text = f"({number(round(u, 3))}, {number(round(v, 3))})"
                    raise DoesNotFit(
                        f"The {label} of {number(hole.diameter)} mm at {place_text}"
                        f" {agree(label, 'cuts', 'cut')} into the hole of {number(other.diameter_mm)} mm.",
                        "Which size or place is right?",
                        fix=f"Their centres must be more than {number(round(radius + reach, 3))} mm apart.",
                        field="at",
                        subject=Subject(
                            kind="place",
                            feature="hole",
                            name=label,
                            sizes=("diameter",),
                            values=lengths(hole.diameter, other.diameter_mm, round(u, 3), round(v, 3)),
                        ),
                    )


def _is_whole_depth(draft: Draft, face: Face) -> bool:
    """Whether a drill that never stops meets nothing else behind the face."""
    if face.layers is not None:
        return not face.depth_name
    return abs(face.depth - draft.box["XYZ".index(face.axis)]) < 1e-6 and draft.form.kind in {
        "prismatic",
        "round",
    }


def _checked_depth(label: str, hole: HoleSizes, places: Places, rise: float) -> float:
    """Return the depth of the wall below the face's level; of a through hole, to where it comes out."""
    face, foot = places.face, Footprint.round(hole.diameter)
    thinnest = min(foot.thinnest(face, point) for point in places.points)
    tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2)) if hole.point else 0.0
    if hole.depth is not None and hole.depth + tip >= thinnest + rise - 1e-6:
        with_tip = f" (with the drill's point {number(round(hole.depth + tip, 3))} mm)" if tip else ""
        raise DoesNotFit(
            f"A blind {singular(label)} {number(hole.depth)} mm deep{with_tip} goes through the"
            f" {number(round(thinnest + rise, 3))} mm of material.",
            "Which depth, or is it a through hole?",
            fix=f"Less than {number(round(thinnest + rise - tip, 3))} mm does, or no depth at all: through.",
            field="depth",
            subject=Subject(
                kind="size",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(hole.depth, round(thinnest + rise, 3)),
            ),
        )
    if hole.depth is None and face.even and foot.thickness_varies(face, places.points):
        raise DoesNotFit(
            f"{one(label)} of {number(hole.diameter)} mm through the {face.name} runs into what stands"
            f" behind it: there is more than {number(face.depth)} mm of material.",
            "Which place, or how deep?",
            fix="Give a depth, or another place.",
            field="at",
            subject=Subject(
                kind="place",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(hole.diameter, face.depth),
            ),
        )
    depth = hole.depth if hole.depth is not None else foot.reach(face, places.points) + rise
    head = hole.counterbore[1] if hole.counterbore else 0.0
    if hole.countersink:
        head = (hole.countersink[0] - hole.diameter) / 2 / math.tan(math.radians(hole.countersink[1] / 2))
    room = depth if hole.depth is not None else thinnest + rise
    if head >= room - 1e-6:
        what = "counterbore" if hole.counterbore else "countersink"
        raise DoesNotFit(
            f"{subject(what, 'is')} {number(round(head, 3))} mm deep, but there are only"
            f" {number(round(room, 3))} mm of material.",
            field=what,
            subject=Subject(
                kind="size",
                feature="hole",
                name=label,
                sizes=("depth",),
                values=lengths(round(head, 3), round(room, 3)),
                others=(what,),
            ),
        )
    return depth - rise


def _check_curve(label: str, hole: HoleSizes, places: Places) -> None:
    """Check that what ends below a curved face has a wall all around.

    Raises:
        DoesNotFit: It ends higher than the lowest point of its rim.
    """
    face = places.face
    ends = [("depth", "", hole.diameter, hole.depth)]
    if hole.counterbore:
        ends.append(("counterbore.depth", "counterbore of the ", *hole.counterbore))
    for field, what, wide, deep in ends:
        if deep is None or not face.curved:
            continue
        turns = [2 * math.pi * k / 24 for k in range(24)]
        rim = [
            face.behind(u + wide / 2 * math.cos(t), v + wide / 2 * math.sin(t))
            for u, v in places.points
            for t in turns
        ]
        low = round(max(layers[0][0] for layers in rim if layers), 3)
        if deep <= low + SAME_MM:
            raise DoesNotFit(
                f"The {what}{singular(label)} is {number(deep)} mm deep, but the curved {face.name} falls"
                f" away by {number(low)} mm within its {number(wide)} mm.",
                "Which depth?",
                fix=f"More than {number(low)} mm does.",
                field=field,
                subject=Subject(
                    kind="size", feature="hole", name=label, sizes=("depth",), values=lengths(deep, low, wide)
                ),
            )


def _require(draft: Draft, hole: HoleSizes, places: Places, depth: float, support: Support | None) -> None:
    """Ask for the holes and for the volume that they leave.

    Args:
        draft: The model so far.
        hole: The sizes of the hole.
        places: Where it is.
        depth: How far the wall reaches below the face itself.
        support: The boss or pocket that it lies in.
    """
    face = places.face
    rise = support.rise if support else 0.0
    blind = hole.depth is not None
    far = depth if blind else math.inf
    volumes = [_removed(face, hole, point, far, rise) for point in places.points]
    if face.crest:
        _take_crest(draft, hole, places, blind=blind)
    removed = None if None in volumes else sum(v for v in volumes if v is not None)
    free = draft.claim(face, places.points, (hole.width, hole.width), (-rise, depth), support)
    # a drill's point, or another cut that the hole runs into, makes its end an open one
    kind = "through" if not blind else "open" if hole.point or not free else "blind"
    draft.require_holes(hole.diameter, face, kind, places.points)
    if hole.counterbore:
        draft.require_holes(hole.counterbore[0], face, "through", places.points)
    known = free and (face.outline != "free" or face.curved)
    draft.take_volume(removed if known else None)


def _take_crest(draft: Draft, hole: HoleSizes, places: Places, *, blind: bool) -> None:
    """Note where a hole takes the crest of a round surface, or the point of a cone.

    Raises:
        NeedsClarification: It takes it by half, or with a countersink.
    """
    face = places.face
    for u, v in places.points:
        off = math.hypot(u - face.centre[0], v - face.centre[1])
        left = hole.width / 2 - off
        if left <= 0:
            continue
        if off > _SAME_MM:
            raise DoesNotFit(
                "A hole off the middle that takes the highest point away can't be made.",
                "Where else?",
                fix="Put it in the middle, or further away from it.",
                reason="unsupported",
                field="at",
                subject=Subject(kind="place", feature="hole", name="hole"),
            )
        if face.curved or face.round_above:
            draft.crest_taken = draft.crest_taken or face.curved or not blind
        elif not blind:
            width, height = face.size
            turns = (0.0, math.pi / 2, math.atan2(height, width))
            ends = [face.behind(left * math.cos(t), left * math.sin(t))[0][1] for t in turns]
            draft.trim(replace(face, sign=-face.sign), by=face.depth - max(ends), other_side=False)


def _removed(
    face: Face, hole: HoleSizes, point: tuple[float, float], depth: float, rise: float
) -> float | None:
    """Return the volume that one hole takes from the part, with the boss or pocket that it lies in."""
    foot = Footprint.round(hole.diameter)
    wall = _cut(foot, face, point, depth, rise)
    if wall is None:
        return None
    if hole.counterbore:
        wide, deep = Footprint.round(hole.counterbore[0]), hole.counterbore[1] - rise
        outer, inner = _cut(wide, face, point, deep, rise), _cut(foot, face, point, deep, rise)
        if outer is None or inner is None:
            return None
        wall += outer - inner
    if hole.countersink:
        if face.curved or (face.layers is not None and rise > 0):
            return None
        wide_mm, angle = hole.countersink
        deep = (wide_mm - hole.diameter) / 2 / math.tan(math.radians(angle / 2))
        wall += cone_volume(wide_mm, hole.diameter, deep) - foot.area * deep
    if hole.point:
        tip = hole.diameter / 2 / math.tan(math.radians(hole.point / 2))
        wall += foot.area * tip / 3
    return wall


def _cut(foot: Footprint, face: Face, point: tuple[float, float], depth: float, rise: float) -> float | None:
    """Return what a cut takes, which begins on a boss or on the floor of a pocket."""
    if depth <= 0:  # it ends within the boss
        return foot.area * (depth + rise)
    taken = foot.taken(face, point, depth)
    if taken is None or rise == 0:
        return taken
    if rise > 0:
        return taken + foot.area * rise
    before = foot.taken(face, point, -rise)
    return None if before is None else taken - before
