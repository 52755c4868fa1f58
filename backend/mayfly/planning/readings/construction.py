"""Models that are built up step by step: sketches drawn out and cut, bodies joined, features repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from mayfly.contracts import Note
from mayfly.design import Design
from mayfly.design.bases import Extrusion, Revolution
from mayfly.design.copies import Mirrored
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, AnyFeature, Boss, OnFace, Pocket
from mayfly.design.lofts import Loft, Section
from mayfly.design.places import Points
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.design.sweeps import Sweep
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.bodies import check_stands_alone, join, several
from mayfly.planning.readings.build import Built
from mayfly.planning.readings.contours import is_turned_by_pieces, turned
from mayfly.planning.readings.drawn import WORKED, long_enough, with_outlines_drawn
from mayfly.planning.readings.locations import plainly
from mayfly.planning.readings.loops import (
    between_points,
    outer_and_inner,
    scaled,
    sketch_middle,
    split,
    thick,
    with_height_last,
)
from mayfly.planning.readings.paths import path_of
from mayfly.planning.readings.places import Locator
from mayfly.planning.readings.repeats import mirrored_again, repeated
from mayfly.planning.readings.roles import Roles, role_of
from mayfly.planning.readings.sketches import profile_of
from mayfly.planning.readings.solids import cut_out, put_cuts
from mayfly.planning.readings.standing import centred_at
from mayfly.planning.readings.steps import check_step, in_working_order
from mayfly.planning.readings.wishes import Wishes
from mayfly.planning.readings.work import Work

#: Kinds of topics that only construction step by step has.
STEPS: Final = frozenset(
    {
        "sketch",
        "raised",
        "sunk",
        "extrude",
        "cut",
        "revolve",
        "loft",
        "sweep",
        "mirror",
        "repeat",
        "cut_block",
        "cut_body",
        "scale",
    }
)
#: What begins with a profile.
_DRAWN: Final = frozenset({"sketch", "raised"})
_AXES: Final = {"xy": "z", "xz": "y", "yz": "x"}
#: The face that a profile along each axis ends in.
_NORMAL: Final = {"z": "top", "y": "front", "x": "right"}


def is_construction(state: State, wishes: Wishes) -> bool:
    """Return whether a request builds something up, or asks for several bodies."""
    if (wishes.separate or (wishes.solids or 1) > 1) and any(t.kind == "boss" for t in state.topics):
        return True
    if is_turned_by_pieces(state) or any(t.kind == "part" and t.name == "body" for t in state.topics):
        return True
    if any(topic.kind in STEPS for topic in state.topics):
        return True
    if _bodies(state) > 1 or _is_raised(state):
        return True
    kinds = said.Span | said.Angles | said.Outline
    return any(
        isinstance(one, kinds) or (isinstance(one, said.OnCircle) and bool(one.angles))
        for topic in state.topics
        for one in topic.said
    )


def construct(state: State, wishes: Wishes) -> Built:
    """Return the design of a request that builds something up.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    if state.pending:
        raise unsupported("What does the place belong to?", about("place"))
    apart = _bodies(state) > 1 or wishes.separate
    if apart and not any(topic.kind in STEPS - {"cut_block"} for topic in state.topics):
        return several(state, wishes)
    if is_turned_by_pieces(state):
        work, topics = turned(state)
        for topic in topics:
            work.put(state, topic)
        return Built(Design(bodies=(work.body(),)), tuple(map(Note, work.notes)), work.cost)
    state = in_working_order(with_outlines_drawn(state))
    builder = _Builder(state)
    for topic in _in_order(state):
        builder.take(topic)
    work = builder.finished()
    level = [
        one.gap.value
        for topic in state.topics[: state.base + 1]
        for one in topic.said
        if isinstance(one, said.Relation) and one.kind == "level" and one.gap is not None
    ]
    if level:
        box = work.draft.extent()
        low = 0.0 if box is None else box[0][2]
        x, y, _ = work.offset
        work.offset = (x, y, level[0] - low)
    design = Design(bodies=(work.body(),))
    return Built(design, (*work.statements, *map(Note, work.notes)), work.cost)


def continue_with(work: Work, state: State) -> None:
    """Put on a body what a reading says beyond it, whose first topic is the body itself.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    state = plainly(state)
    builder = _Builder(state, work)
    for topic in _in_order(state):
        if topic is not state.topics[state.base]:
            builder.take(topic)
    builder.finished()


def _is_raised(state: State) -> bool:
    """Return whether something is said of where the part stands."""
    return any(isinstance(one, said.Relation) for topic in state.topics for one in topic.said)


def _bodies(state: State) -> int:
    """Return how many bodies are spoken of."""
    return sum(topic.count or 1 for topic in state.topics if topic.kind == "part" and topic.said)


def _in_order(state: State) -> list[Topic]:
    """Return the topics in the order of speech; what is done to edges comes last, mouths with their holes."""
    topics = [topic for topic in state.topics if topic.kind not in {"counterbore", "countersink"}]
    if state.base >= 0 and not any(topic.kind in {"extrude", "revolve"} for topic in topics[: state.base]):
        base = state.topics[state.base]
        if not any(topic.kind == "sketch" for topic in state.topics[: state.base]):
            topics.remove(base)
            topics.insert(0, base)
    last = {"fillet", "chamfer"}
    return [t for t in topics if t.kind not in last] + [t for t in topics if t.kind in last]


@dataclass(slots=True)
class _Builder:
    """Takes topics one by one.

    Attributes:
        state: The reading.
        work: The body so far.
        sketches: Profiles that nothing was done with yet.
        loft: The loft that was announced, or the sweep.
        last: How many features there were before the last step.
    """

    state: State
    work: Work | None = None
    sketches: list[Topic] = field(default_factory=list)
    waiting: list[Topic] = field(default_factory=list)
    last: int = 0

    def take(self, topic: Topic) -> None:
        """Do what one topic asks for."""
        step = getattr(self, f"_{topic.kind}", None)
        if self.work is not None and topic.kind not in {"repeat", "mirror", "sketch"}:
            self.last = len(self.work.draft.features)
        if step is not None and topic.kind in STEPS | {"part"}:
            step(topic)
        else:
            self._body(topic).put(self.state, topic)

    def finished(self) -> Work:
        """Return the body when all topics were taken.

        Raises:
            NeedsClarification: Nothing was done with a sketch, or there is no body.
        """
        for kind in [topic.kind for topic in self.waiting]:
            self._waited(kind)
        if self.sketches and self.work is not None:
            raise missing(
                f"What is done with the {self.sketches[-1].name}: extruded or cut, and how far?",
                about("size", "extrusion", "height"),
            )
        if self.work is None:
            if self.sketches:
                raise missing(
                    f"How far is the {self.sketches[-1].name} extruded?",
                    about("size", "extrusion", "height"),
                )
            raise missing("Which part shall be made?", about("part"))
        return self.work

    def _body(self, topic: Topic) -> Work:
        if self.work is None:
            raise missing(f"What does the {topic.name} belong to?", about("part"))
        return self.work

    # --- bodies -----------------------------------------------------------------------------------------

    def _part(self, topic: Topic) -> None:
        if not topic.said and any(one.kind in _DRAWN for one in self.state.topics):
            return  # "a disc by extruding a circle": what comes out of the steps
        if self.work is None:
            check_stands_alone(topic)
            features = [t for t in self.state.topics if t.kind in {"hole", "bore"}]
            self.work, rest = Work.of_part(topic, features)
            self.work.offset = centred_at(topic, self.work)
            gone = [t for t in features if t not in rest]
            self.state = replace(
                self.state,
                topics=tuple(replace(t, kind="used") if t in gone else t for t in self.state.topics),
            )
            return
        if topic.said:
            join(self.work, topic)

    def _cut_body(self, topic: Topic) -> None:
        work = self._body(topic)
        if any(isinstance(one, said.Span) for one in topic.said):
            work.put(self.state, replace(topic, kind="cut_block"))
            return
        put_cuts(work, cut_out(work, topic))

    # --- sketches ------------------------------------------------------------------------------------------

    def _sketch(self, topic: Topic) -> None:
        before = self.sketches[-1] if self.sketches else None
        if topic.name == "same":
            if before is None:
                raise missing("Which profile is meant?", about("place", "profile"))
            if before.count is not None and not before.sizes and not before.groups:
                self.sketches.pop()
            topic = replace(topic, name=before.name)
        drawn_later = any(one.kind in WORKED for one in self.state.topics)
        if not drawn_later and self.work is None and thick(topic):
            self._raised(topic)
            return
        self.sketches += split(between_points(topic))

    def _scale(self, topic: Topic) -> None:
        if not self.sketches or len(topic.sizes) != 1:
            raise missing("What is scaled, and by how much?", about("size", "scale"))
        factor = topic.sizes[0].number.value
        self.sketches = [scaled(one, factor) for one in self.sketches]

    def _raised(self, topic: Topic) -> None:
        topic = with_height_last(topic)
        heights = [size for size in topic.sizes if role_of(size) in {"height", "thickness"}]
        if topic.name.endswith("_section"):  # it has a height and a thickness of its own
            heights = [size for size in heights if role_of(size) == "height"][1:]
        if len(heights) != 1:
            raise missing(f"How high is the {topic.name}?", about("size", topic.name, "height"))
        rest = tuple(one for one in topic.said if one is not heights[0])
        height = heights[0].number.value
        topic = replace(topic, said=rest)
        if self.work is None:
            outer, inner = outer_and_inner(split(topic))
            self._first(topic, outer, height, None)
            self._open(inner)
        else:
            self._raise(topic, height)

    def _sunk(self, topic: Topic) -> None:
        depths = [size for size in topic.sizes if role_of(size) == "depth"]
        self.sketches.append(replace(topic, said=tuple(one for one in topic.said if one not in depths)))
        through = (Mark.THROUGH,) if Mark.THROUGH in topic.marks else ()
        self._cut(replace(topic, name="cut", said=(*depths, *through)))

    def _taken(self) -> Topic:
        if not self.sketches:
            raise missing("Which profile is meant?", about("place", "profile"))
        return self.sketches.pop()

    def _plane(self, topic: Topic) -> tuple[str, float]:
        for one in topic.said:
            if isinstance(one, said.OnPlane):
                return one.plane or "xy", one.offset.value if one.offset is not None else 0.0
        return "xy", 0.0

    def _at(self, topic: Topic) -> tuple[float, float]:
        """Return the middle of a sketch on its plane."""
        return sketch_middle(topic)

    def _extrude(self, topic: Topic) -> None:
        check_step(topic)
        sketch = self._taken()
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
        if self.work is None:
            sketch, inner = outer_and_inner([*self.sketches, sketch])
            self.sketches = []
            self._first(topic, sketch, height, low)
            self._open(inner)
            return
        if self.sketches:
            self._raise_between([*self.sketches, sketch], height)
            self.sketches = []
            return
        self._raise(sketch, height)

    def _open(self, inner: Sequence[Topic]) -> None:
        """Cut the loops inside the outline that was drawn out right through."""
        assert self.work is not None  # noqa: S101 - it was just made
        axis = getattr(self.work.base, "axis", "z")
        for one in inner:
            profile = profile_of(one)
            at = Points(points=(sketch_middle(one),), origin="model")
            self.work.add(Pocket(face=_NORMAL[axis], at=at, profile=profile))

    def _first(self, topic: Topic, sketch: Topic, height: float, low: float | None) -> None:
        plane, level = self._plane(sketch)
        axis = _AXES[plane]
        sign = 0
        for one in topic.said:
            if isinstance(one, said.Along) and one.direction in {"x", "y", "z"} and one.direction != axis:
                if any(isinstance(each, said.OnPlane) for each in sketch.said):
                    raise unsupported(
                        f"A profile on the {plane.upper()} plane is extruded along {axis.upper()}, not"
                        f" {one.direction.upper()}. Which is right?",
                        about("place", "extrusion"),
                    )
                axis = one.direction
            if isinstance(one, said.Along) and one.direction == axis:
                sign = one.sign or sign
        profile = profile_of(sketch, self._at(sketch))
        base = Extrusion(profile=profile, height=height, axis=axis)  # type: ignore[arg-type]
        start = level if low is None else low
        number = "xyz".index(axis)
        offset = [0.0, 0.0, 0.0]
        offset[number] = start if axis == "z" else start + height / 2
        if axis == "y" and low is None and not level and not sign:
            offset[1] = 0.0
        if sign < 0:
            offset[number] -= height
        self.work = Work.on(base, sketch.name, (offset[0], offset[1], offset[2]))

    def _face_and_place(self, sketch: Topic) -> tuple[str, object]:
        work = self._body(sketch)
        faces = faces_of(work.draft)
        named = [one.face for one in sketch.said if isinstance(one, said.OnFace)]
        key = named[0] if named else "top"
        if key not in faces:
            raise unsupported(
                f"The {work.name} has no {key} for the {sketch.name}.",
                about("face", sketch.name, words=[key]),
            )
        return key, Locator(sketch, faces[key], sketch.count).locate().place

    def _raise(self, sketch: Topic, height: float) -> None:
        """Draw a profile out of a face of the body, or join it where it stands over the face's edge."""
        work = self._body(sketch)
        profile = profile_of(sketch)
        box = work.draft.extent()
        if work.raised is not None and box is not None:
            at = self._at(sketch)
            work.add(Add(base=Extrusion(profile=profile, height=height), at=(at[0], at[1], box[1][2])))
            work.raised = box[1][2] + height
            return
        face, place = self._face_and_place(sketch)
        try:
            work.add(Boss(face=face, at=place, profile=profile, height=height))  # type: ignore[arg-type]
        except DoesNotFit:
            if face != "top" or box is None:
                raise
            found = faces_of(work.draft)["top"]
            for u, v in place.on(found).points:  # type: ignore[attr-defined]
                work.add(Add(base=Extrusion(profile=profile, height=height), at=(u, v, box[1][2])))
            work.raised = box[1][2] + height

    def _raise_between(self, sketches: Sequence[Topic], height: float) -> None:
        """Draw what lies between an outline and those inside it out of the top of the body."""
        outer, inner = outer_and_inner(sketches)
        work = self._body(outer)
        box = work.draft.extent()
        if box is None or any(one.face != "top" for one in outer.said if isinstance(one, said.OnFace)):
            raise unsupported(f"Where is the {outer.name} drawn out?", about("place", outer.name))
        openings = tuple(
            Pocket(
                face="top", at=Points(points=(sketch_middle(one),), origin="model"), profile=profile_of(one)
            )
            for one in inner
        )
        base = Extrusion(profile=profile_of(outer, self._at(outer)), height=height)
        low = box[1][2] if work.raised is None else work.raised
        work.add(Add(base=base, features=openings, at=(0.0, 0.0, low), name=outer.name))
        work.raised = low + height

    def _cut(self, topic: Topic) -> None:
        check_step(topic)
        sketch = self._taken()
        work = self._body(sketch)
        sketch = long_enough(sketch, work)
        roles = Roles.of(topic)
        depth = roles.one("depth", "length", "height") or roles.second()
        roles.check_all_used()
        if depth is None and Mark.THROUGH not in topic.marks | sketch.marks:
            raise missing(f"How deep is the {sketch.name} cut?", about("size", "pocket", "depth"))
        face, place = self._face_and_place(sketch)
        pocket = Pocket(face=face, at=place, profile=profile_of(sketch), depth=depth)  # type: ignore[arg-type]
        put_cuts(work, [pocket])

    # --- other ways to make a body of a sketch --------------------------------------------------------------

    def _revolve(self, topic: Topic) -> None:
        check_step(topic)
        sketch = self._taken()
        profile = profile_of(sketch, self._at(sketch))
        angles = [size.number.value for size in topic.sizes if size.number.form == "angle"]
        base = Revolution(profile=profile, angle=angles[0] if angles else 360.0)
        if self.work is None:
            self.work = Work.on(base, "turned part")
            return
        x, y, z = (0.0 - c for c in self.work.offset)
        self.work.add(Add(base=base, at=(x + 0.0, y + 0.0, z + 0.0), name="turned part"))

    def _loft(self, topic: Topic) -> None:
        self.waiting.append(topic)

    def _sweep(self, topic: Topic) -> None:
        self.waiting.append(topic)

    def _waited(self, kind: str) -> None:
        topic = next(one for one in self.waiting if one.kind == kind)
        self.waiting.remove(topic)
        if self.work is not None:
            raise unsupported(f"A {kind} on a body can't be read yet.", about("feature", kind))
        if kind == "sweep":
            self._swept(topic)
        else:
            self._lofted(topic)

    def _swept(self, topic: Topic) -> None:
        sketch = self._taken()
        path = replace(topic, said=(*topic.said, *(one for one in sketch.said if _is_path(one))))
        sketch = replace(sketch, said=tuple(one for one in sketch.said if not _is_path(one)))
        points, radius = path_of(path)
        self.work = Work.on(Sweep(profile=profile_of(sketch), path=points, bend_radius=radius), "sweep")

    def _lofted(self, topic: Topic) -> None:
        sketches, self.sketches = self.sketches, []
        sections: list[Section] = []
        level = 0.0
        roles = Roles.of(topic)
        high = roles.one("height", "length") or roles.second()
        roles.check_all_used()
        for index, sketch in enumerate(sketches):
            offsets = [
                one.offset.value for one in sketch.said if isinstance(one, said.OnPlane) and one.offset
            ]
            if index and not offsets and high is not None and index == len(sketches) - 1:
                offsets = [high]
            if index and not offsets:
                raise missing(f"At which height is the {sketch.name}?", about("size", "loft", "height"))
            level = offsets[0] if offsets else level
            sections.append(Section(z=level, profile=profile_of(sketch, self._at(sketch))))
        if len(sections) < 2:
            raise missing("Between which two profiles is the loft?", about("place", "loft"))
        first = sections[0].z
        sections = [Section(z=one.z - first, profile=one.profile) for one in sections]
        self.work = Work.on(Loft(sections=tuple(sections)), "loft", (0.0, 0.0, first))

    # --- again ----------------------------------------------------------------------------------------

    def _cut_block(self, topic: Topic) -> None:
        self._body(topic).put(self.state, topic)

    def _repeat(self, topic: Topic) -> None:
        work = self._body(topic)
        before, again = work.draft.features[: self.last], work.draft.features[self.last :]
        if not again:
            raise missing("What is repeated?", about("feature", "pattern"))
        faces = faces_of(work.draft)
        work.again([*before, *(repeated(one, topic, faces) for one in again)])

    def _mirror(self, topic: Topic) -> None:
        work = self._body(topic)
        plane = next((one.plane for one in topic.said if isinstance(one, said.OnPlane)), "")
        if plane not in _AXES:
            raise missing("At which plane is it mirrored?", about("place", "mirror"))
        features = list(work.draft.features)
        again = features[self.last :]
        centred = not any(work.offset[:2])
        if again and centred and all(isinstance(one, OnFace) for one in again):
            faces = faces_of(work.draft)
            work.again([*features[: self.last], *(mirrored_again(one, plane, faces) for one in again)])
            return
        number = "xyz".index(_AXES[plane])
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


def _is_path(one: object) -> bool:
    return isinstance(one, said.Leg | said.Bend)
