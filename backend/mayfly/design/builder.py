"""The model as it takes shape on paper: parameters, steps of the script, and what must come out.

Everything that adds a feature writes here; nothing here knows words. The
script that comes out is the part's own with the feature's parameters at the
top and its steps in front of ``show_object``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mayfly.cad.parts import Part
from mayfly.contracts import (
    HoleKind,
    HoleRequirement,
    Note,
    ParameterValue,
    Plan,
    Requirements,
    Statement,
)
from mayfly.design.draft_holes import DraftHoles, HoleShape, merged
from mayfly.design.forms import Form, form_of_part
from mayfly.design.geometry.faces import Box3, Face, Point, Range, Vector
from mayfly.design.geometry.occupied import (
    ANYWHERE,
    Joined,
    OccupiedVolume,
    Shell,
    Support,
    holes_left,
)
from mayfly.design.geometry.tolerance import SAME_MM, SAME_SHARE
from mayfly.design.scripts import inserted, range_text
from mayfly.design.values import Value
from mayfly.language.english import capital
from mayfly.language.units import number

ParameterUnit = Literal["mm", "degrees", "count"]
"""The unit of a parameter that a feature adds to the script."""

#: Decimals of a parameter: those that arithmetic with floats leaves behind are no size.
_DIGITS: Final = 12


@dataclass(slots=True)
class Draft:
    """A part with the features put on it so far.

    Attributes:
        form: The body before any feature.
        values: Its parameters, settled.
        requirements: What the bare part must measure; box and volume are updated by features.
        assumptions: What the answer will say about what was left open.
        parameters: Lines for the top of the script, in order.
        edge_steps: Steps that treat the part's own edges; they come before any cut.
        shell_steps: The step that makes it hollow; it comes behind the edges and before any cut.
        steps: All other steps, in order.
        holes: Round holes that the features make.
        volume_mm3: Volume so far, None once no formula is honest.
        moment_taken: What features took off the body's volume times its centre, in mm⁴; None likewise.
        box_mm: Sides of the bare part's box.
        grown: Boxes of what stands out of it.
        trimmed: Number of an axis and a sign to what a hole took off the box there: the crest of a ball.
        shell: How the part is hollow, if it is.
        supports: Bosses and pockets that later features may be put on.
        treated: Middles of the edges that were rounded or chamfered.
        corner_cuts: Corner of the profile that is drawn out to how it was cut, and by how much.
        end_cuts: What was cut along its ends, in mm.
        box_cuts: What was cut at the edges of a block: kind, size, and whether the edges run along Z.
        sloped: What rounding or chamfering the edges of a face takes up: its words, its size, and where.
        crest_taken: A hole took the crest of a ball: the kernel gives the box of what is left only roughly.
        names: Names that the script uses.
        occupied: Where material went or came.
        joined: Bodies that were joined to it or cut out of it.
        limits: The box of what an intersection left of it.
        box_known: Nothing was cut off that may have been all that reached to a side of its box.
        title: A few words.
        features: The features put on it, as values of the feature language.
    """

    form: Form
    values: dict[str, ParameterValue]
    requirements: Requirements
    assumptions: list[Statement]
    title: str
    parameters: list[str] = field(default_factory=list)
    edge_steps: list[str] = field(default_factory=list)
    shell_steps: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    holes: DraftHoles = field(default_factory=DraftHoles)
    volume_mm3: float | None = None
    moment_taken: Vector | None = (0.0, 0.0, 0.0)
    box_mm: tuple[float, float, float] | None = None
    grown: list[Box3] = field(default_factory=list)
    trimmed: dict[tuple[int, int], float] = field(default_factory=dict)
    exact_holes: bool = True
    shell: Shell | None = None
    supports: list[Support] = field(default_factory=list)
    treated: set[Vector] = field(default_factory=set)
    corner_cuts: dict[Point, tuple[str, float]] = field(default_factory=dict)
    end_cuts: list[float] = field(default_factory=list)
    box_cuts: list[tuple[str, float, bool]] = field(default_factory=list)
    sloped: list[tuple[str, float, OccupiedVolume]] = field(default_factory=list)
    crest_taken: bool = False
    names: set[str] = field(default_factory=set)
    occupied: list[OccupiedVolume] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    limits: Box3 | None = None
    box_known: bool = True
    features: list[Value] = field(default_factory=list)

    @classmethod
    def start(cls, form: Form) -> Draft:
        """Start with the bare body."""
        return cls(
            form,
            dict(form.values),
            form.requirements,
            list(form.assumptions),
            form.title,
            volume_mm3=form.requirements.volume_mm3,
            box_mm=form.requirements.bounding_box_mm,
            exact_holes=form.requirements.exact_holes,
            names=set(form.names),
            occupied=list(form.material.others) if form.material else [],
        )

    @classmethod
    def of(cls, part: Part, values: dict[str, ParameterValue], assumptions: Sequence[Statement]) -> Draft:
        """Start with a bare part of the catalogue."""
        return cls.start(form_of_part(part, values, assumptions))

    @property
    def part(self) -> Part:
        """The catalogue's part; only where the body is one."""
        assert self.form.part is not None  # noqa: S101 - asked by those who began with a part
        return self.form.part

    @property
    def part_label(self) -> str:
        """What to call the body in a sentence."""
        return self.form.label

    @property
    def box(self) -> tuple[float, float, float]:
        """Sides of the bare part's box."""
        assert self.box_mm is not None  # noqa: S101 - every part of the catalogue states its box
        return self.box_mm

    @property
    def corner(self) -> Vector:
        """The corner of least coordinates of the bare body's box."""
        if self.form.corner is not None:
            return self.form.corner
        x, y, _ = self.box
        return -x / 2, -y / 2, 0.0

    @property
    def is_box(self) -> bool:
        """Return whether the bare part fills its box: a plate, a block, a square bar."""
        x, y, z = self.box
        volume = self.requirements.volume_mm3
        return (
            self.form.kind == "prismatic"
            and volume is not None
            and abs(volume / (x * y * z) - 1) < SAME_SHARE
        )

    def size(self, name: str) -> float:
        """Return a size of the part, 0 where it has none of that name."""
        return float(self.values.get(name, 0.0))

    def note(self, sentence: str) -> None:
        """Mention something in the answer, in one sentence."""
        self.assumptions.append(Note(capital(sentence)))

    def side_names(self) -> tuple[str, str, str]:
        """Return the script's names for the sides of the part's box."""
        x, y, z = self.box
        return (
            self.name_for(x, "length", "side", "width", "across_flats"),
            self.name_for(y, "width", "side", "depth", "length"),
            self.name_for(z, "thickness", "height", "side", "length"),
        )

    def parameter(self, name: str, value: float, what: str, unit: ParameterUnit = "mm") -> str:
        """Add a parameter to the top of the script; gives the name that it got."""
        unique = self.variable(name)
        literal = str(int(value)) if unit == "count" else repr(round(float(value), _DIGITS))
        self.parameters.append(f"{unique} = {literal}  # {unit}, {range_text(unit, value)}: {what}")
        return unique

    def variable(self, name: str) -> str:
        """Return a name of the script that nothing has yet."""
        unique, index = name, 2
        while unique in self.names:
            unique, index = f"{name}_{index}", index + 1
        self.names.add(unique)
        return unique

    def name_for(self, value: float, *among: str) -> str:
        """Return the parameter that holds a size, or the size itself as a literal."""
        for name in among:
            held = self.values.get(name)
            if isinstance(held, int | float) and abs(held - value) < SAME_MM:
                return name
        return number(value)

    def take_volume(self, volume_mm3: float | None, moment_mm4: Vector | None = None) -> None:
        """Remove a volume from the requirement, or give the requirement up.

        Args:
            volume_mm3: The volume; None where it is not known.
            moment_mm4: The volume times its centre; None where that is not known.
        """
        if self.volume_mm3 is not None:
            self.volume_mm3 = None if volume_mm3 is None else self.volume_mm3 - volume_mm3
        if self.moment_taken is not None and volume_mm3 is not None and moment_mm4 is not None:
            x, y, z = (a + b for a, b in zip(self.moment_taken, moment_mm4, strict=True))
            self.moment_taken = (x, y, z)
        else:
            self.moment_taken = None

    def claim(
        self,
        face: Face,
        points: Sequence[Point],
        extent: Point,
        below: Range,
        within: Support | None = None,
    ) -> bool:
        """Note where material went or came; False if that may overlap with what went before.

        Args:
            face: The face that the feature is on.
            points: Where it is.
            extent: Its sides along the face; equal ones are taken as a circle.
            below: From which depth to which it reaches below the face.
            within: The boss or pocket that it lies wholly in, which it may meet.
        """
        return self.occupy(
            self.occupied_below(face, points, extent, below), within.occupied if within else ()
        )

    def occupied_below(
        self, face: Face, points: Sequence[Point], extent: Point, below: Range
    ) -> tuple[OccupiedVolume, ...]:
        """Return the boxes around the pieces of a feature below a face."""
        new: list[OccupiedVolume] = []
        for u, v in points:
            sides = [(at - side / 2, at + side / 2) for at, side in zip((u, v), extent, strict=True)]
            low, high = face.block(sides[0], sides[1], below)
            round_one = extent[0] == extent[1] and face.normal is None
            new.append(OccupiedVolume(low, high, face.axis if round_one else "", (u, v), extent[0] / 2))
        return tuple(new)

    def occupy(self, new: Sequence[OccupiedVolume], besides: Sequence[OccupiedVolume] = ()) -> bool:
        """Note where material went or came; False if that may overlap with what went before."""
        free = not self.may_meet(new, besides)
        self.holes.meet(new)
        self.occupied += new
        return free

    def may_meet(self, new: Sequence[OccupiedVolume], besides: Sequence[OccupiedVolume] = ()) -> bool:
        """Return whether something may overlap with what went before."""
        # sorted along X, so that each is compared only with those beside it: there may be thousands
        known = sorted(self.occupied, key=lambda volume: volume.low[0])
        lows = [volume.low[0] for volume in known]
        widest = max((volume.high[0] - volume.low[0] for volume in known), default=0.0)
        return any(
            one.meets(other) and other not in besides
            for one in new
            for other in known[bisect_left(lows, one.low[0] - widest) : bisect_right(lows, one.high[0])]
        )

    def grow(self, low: Vector, high: Vector) -> None:
        """Let the finished model's box reach around something that stands out of the part."""
        self.grown.append((low, high))

    def trim(self, face: Face, *, by: float, other_side: bool) -> None:
        """Let the finished model's box end lower where a hole takes the crest of a round surface."""
        axis = "XYZ".index(face.axis)
        for sign in (face.sign, -face.sign)[: 2 if other_side else 1]:
            self.trimmed[axis, sign] = max(by, self.trimmed.get((axis, sign), 0.0))

    @property
    def claimed(self) -> list[OccupiedVolume]:
        """Where features took material or brought some, without the faces that a file brought along."""
        return self.occupied[len(self.form.material.others) if self.form.material else 0 :]

    def is_empty(self, room: Sequence[OccupiedVolume]) -> bool:
        """Return whether the bare body certainly has no material there, if it was measured and not made."""
        material = self.form.material
        return material is None or all(material.misses(one.box) for one in room)

    @property
    def base_box(self) -> Box3 | None:
        """The box of the bare body where it stands; None where that is not known."""
        if self.box_mm is None:
            return None
        x, y, z = self.corner
        return self.corner, (x + self.box_mm[0], y + self.box_mm[1], z + self.box_mm[2])

    def extent(self) -> Box3 | None:
        """Return the box of the model so far where it stands; None where that is not known."""
        base = self.limits or self.base_box
        if self.crest_taken or not self.box_known or base is None:
            return None
        material = self.form.material
        if material is not None and not material.keeps_ends([one.box for one in self.claimed]):
            return None
        off = self.trimmed
        low = [base[0][i] + off.get((i, -1), 0.0) for i in range(3)]
        high = [base[1][i] - off.get((i, 1), 0.0) for i in range(3)]
        lows = [tuple(low), *(low for low, _ in self.grown)]
        highs = [tuple(high), *(high for _, high in self.grown)]
        least = [min(corner[i] for corner in lows) for i in range(3)]
        most = [max(corner[i] for corner in highs) for i in range(3)]
        return (least[0], least[1], least[2]), (most[0], most[1], most[2])

    def _whole_box(self) -> Vector | None:
        found = self.extent()
        if found is None or not (self.grown or self.trimmed or self.limits):
            return None if found is None else self.box_mm
        x, y, z = (high - low for low, high in zip(*found, strict=True))
        return x, y, z

    def require_holes(
        self,
        diameter: float,
        face: Face,
        kind: HoleKind | Literal["open"],
        at: Sequence[Point],
        shape: HoleShape | None = None,
    ) -> None:
        """Ask for round holes in the finished model; those of an oblique face have no axis of the model.

        Args:
            diameter: Of the wall, in mm.
            face: The face that they are in.
            kind: What the wall is; "open" where that depends on what it meets.
            at: Their places on the face.
            shape: How deep they are, and their mouths; None where that depends on what they meet. It is
                asked for as long as no later feature comes near them.
        """
        self.holes.require(diameter, face, kind, at, shape)

    def _holes_left(self) -> tuple[tuple[HoleRequirement, ...], bool]:
        """Return the holes that nothing joined or cut out touches, and whether those are all."""
        if self.joined or self.limits:
            self.holes.forget_shapes()
        found, whole = self._found_holes_left()
        own = (*found, *self.holes.merged())
        if not self.joined:
            return own, whole
        base = self.base_box or ANYWHERE
        kept, complete = holes_left(own, self.extent() or ANYWHERE, [one.box for one in self.joined])
        for one in self.joined:
            others = [taken.box for taken in self.occupied if taken is not one.occupied]
            more, all_of_it = holes_left(one.holes, one.box, [base, *others])
            kept, complete = kept + more, complete and all_of_it
        return tuple(merged(kept)), complete and whole

    def _found_holes_left(self) -> tuple[tuple[HoleRequirement, ...], bool]:
        """Return the bare body's holes; of one that was measured, those that no feature comes near."""
        holes = self.requirements.holes
        if self.form.material is None or not self.claimed:
            return holes, True
        return holes_left(holes, self.base_box or ANYWHERE, [one.box for one in self.claimed])

    def measured(self) -> Requirements:
        """Return what must be measured on the model so far."""
        holes, complete = self._holes_left()
        extent = self.extent()
        if self._may_have_merged():
            return replace(self.requirements, solids=None, volume_mm3=None, bounding_box_mm=self._whole_box())
        off_centre = (
            self.form.kind == "none" and self.form.part is not None
        )  # an elbow's inlet is on the axis
        return replace(
            self.requirements,
            lowest_mm=None if extent is None or off_centre else extent[0],
            bounding_box_mm=self._whole_box(),
            volume_mm3=self.volume_mm3,
            holes=holes,
            exact_holes=self.exact_holes and complete,
        )

    def _may_have_merged(self) -> bool:
        """Return whether solids of a file may have become one: the kernel joins all those that it meets."""
        material = self.form.material
        if material is None or self.requirements.solids == 1 or not self.steps:
            return False
        return material.crowded or bool(self.grown) or bool(self.joined)

    def plan(self) -> Plan:
        """Finish: the script, and what must be measured."""
        return Plan(
            script=inserted(
                self.form.script,
                self.parameters,
                [*self.edge_steps, *self.shell_steps, *self.steps],
            ),
            requirements=self.measured(),
            title=self.title,
            assumptions=tuple(dict.fromkeys(self.assumptions)),
            part=self.form.part.name if self.form.part else None,
            trusted=True,
        )
