"""A body that takes shape, topic by topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from mayfly.cad.parts import catalogue
from mayfly.contracts import Statement
from mayfly.design import Body, CataloguePart
from mayfly.design.bases import Base, Extrusion
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Add, AnyFeature, Boss, Counterbore, Cut, Hole, OnFace, Pocket
from mayfly.design.features import Slot as SlotFeature
from mayfly.design.geometry.faces import Vector
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.profiles import Circle, Profile
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.design.values import Value
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import BLOCK, BLOCKS, CUBE, ROUND_BAR, State, Topic
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.parts.feature_to_size import absorb
from mayfly.planning.parts.modifiers import has_component, use_modifiers
from mayfly.planning.parts.names import choose_part
from mayfly.planning.parts.resolve import check_sides, settle_shape
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.cuts import boss, pocket, slot
from mayfly.planning.readings.built_up.edges import edge_cut
from mayfly.planning.readings.built_up.holes import holes
from mayfly.planning.readings.built_up.lying import lying, way_of, with_length, without_way
from mayfly.planning.readings.said.mentions import mention_of, take_adjectives
from mayfly.planning.readings.said.roles import Roles, role_of
from mayfly.planning.readings.said.spans import (
    channel_of,
    cut_between,
    pocket_between,
    shifted,
    spans_of,
    with_slot_ends,
    without_spans,
)

_CUTS: Final[dict[str, Callable[[Draft, Topic], Sequence[Value]]]] = {
    "slot": slot,
    "pocket": pocket,
    "boss": boss,
    "fillet": edge_cut,
    "chamfer": edge_cut,
    "cut_block": cut_between,
}
#: What is done to edges, which are found as those of a part are.
_EDGE_CUTS: Final = frozenset({"fillet", "chamfer"})
#: What says itself which edges they are.
_OWN_EDGES: Final = (said.EdgesOf, said.Points)
#: What may be said of a part, and of a feature: anything else would be passed over.
_OF_PARTS = (
    said.Size,
    said.Group,
    said.Mark,
    said.Span,
    said.InCentre,
    said.Relation,
    said.OnFace,
    said.Points,
    said.StandsAt,
    said.Coordinate,
    said.Origin,
    said.AtCorners,
    said.FromEdges,
    said.Rectangle,
    said.AtSide,
    said.Apart,
    said.Placing,
)
_OF_FEATURES = (
    said.Size,
    said.Group,
    said.Mark,
    said.OnFace,
    said.InCentre,
    said.AtCorners,
    said.AtEndArcs,
    said.FromEdges,
    said.Coordinate,
    said.Points,
    said.Origin,
    said.OnCircle,
    said.Angles,
    said.FirstAngle,
    said.Apart,
    said.Along,
    said.Rows,
    said.Rectangle,
    said.EdgesOf,
    said.Relation,
    said.SharedOut,
)


#: What may be said of a region that is cut away.
_OF_CUT_BLOCKS = (said.Span, said.Mark, said.Along, said.OnFace, said.InCentre, said.AtCorners, said.Relation)


def _check_said(topic: Topic, kinds: tuple[type, ...]) -> None:
    """Check that nothing was said of a topic that would be passed over.

    Raises:
        NeedsClarification: Something was.
    """
    for one in topic.said:
        in_middle = isinstance(one, said.Along) and (
            one.in_middle or (topic.kind == "part" and one.direction == "z")
        )
        if not isinstance(one, kinds) and not in_middle:
            raise unsupported(
                f"A part of what is said of the {topic.words} can't be read.", about("place", topic.words)
            )


def _check_relations(topic: Topic, base: Base) -> None:
    """Check that a feature was only said to be where another one is, in a body, or on it.

    Raises:
        NeedsClarification: It was said to be some way above or beside something, or in a piece of the body.
    """
    part = catalogue()[base.part] if isinstance(base, CataloguePart) else None
    for one in topic.said:
        if not isinstance(one, said.Relation):
            continue
        in_piece = part is not None and has_component(part, one.of.removeprefix("the "))
        if one.kind not in {"same", "in", "on"} or one.gap is not None or in_piece:
            raise unsupported(f"Where is the {topic.name}?", about("place", topic.kind))


@dataclass(slots=True)
class Work:
    """A body with its features so far.

    Attributes:
        base: What it begins as.
        name: What it is called.
        draft: It, with its features.
        offset: Where its origin stands in the model.
        notes: What the answer says of it.
        statements: Sizes that were assumed.
        cost: Of what had to be assumed.
        raised: Height up to which something was joined on top that its faces do not know.
        turn: Angles by which it is turned about X, Y and Z in the end.
    """

    base: Base
    name: str
    draft: Draft
    offset: Vector = (0.0, 0.0, 0.0)
    notes: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    cost: float = 0.0
    raised: float | None = None
    turn: Vector = (0.0, 0.0, 0.0)

    @classmethod
    def on(cls, base: Base, name: str, offset: Vector = (0.0, 0.0, 0.0)) -> Work:
        """Begin with a base."""
        return cls(base, name, Draft.start(base.form()), offset)

    @classmethod
    def of_part(cls, topic: Topic, features: Sequence[Topic] = ()) -> tuple[Work, list[Topic]]:
        """Begin with a part of the catalogue, sized as it was said.

        Returns:
            The work, and the features that turned out to be no sizes of the part.

        Raises:
            NeedsClarification: A size is open or contradictory.
        """
        way = way_of(shaped(topic))
        topic = without_way(topic) if way else topic
        _check_said(topic, _OF_PARTS)
        topic, middle = with_length(shaped(topic), way)
        topic, offset = without_spans(topic)
        offset = middle or offset
        if not topic.sizes and not topic.groups:
            raise missing(f"Which sizes has the {topic.words}?", about("size", topic.words))
        mention = mention_of(topic)
        mentions = [mention_of(one) for one in features]
        if mention.name not in catalogue():
            raise missing("Which part shall be made?", about("part"))
        settle_shape(mention)
        part = choose_part(mention)
        notes: list[str] = []
        taken = absorb(part, mentions, notes)
        use_modifiers(mention, part)
        sizing = size_part(mention, {name: (size.value, size.text) for name, size in taken.items()})
        ask_about_leftovers([mention])
        values, assumptions = settle(sizing)
        check_sides(mention, part, values)
        base = CataloguePart(part=sizing.part.name, sizes=values)
        work = cls(
            base, sizing.part.label, Draft.of(sizing.part, values, ()), offset, notes, list(assumptions)
        )
        if way:
            work.base = lying(base, way, topic.words)
            work.draft = Draft.start(work.base.form())
        rest = [one for one, mention in zip(features, mentions, strict=True) if mention.kind != "used"]
        return work, rest

    def add(self, feature: Value) -> None:
        """Put a feature on, so that those after it see what it left."""
        feature.apply(self.draft)  # type: ignore[attr-defined]
        self.draft.features.append(feature)

    def again(self, features: Sequence[Value]) -> None:
        """Begin once more with other features."""
        self.draft = Draft.start(self.base.form())
        for feature in features:
            self.add(feature)

    def put(self, state: State, topic: Topic) -> None:
        """Put on what a topic of a feature asks for.

        Raises:
            NeedsClarification: Something of it is open.
            DoesNotFit: It does not fit.
        """
        before = list(self.draft.features)
        if topic.kind in _EDGE_CUTS and not any(isinstance(one, _OWN_EDGES) for one in topic.said):
            self._add_as_on_a_part(state, topic)
            return
        try:
            self._put(state, topic)
        except NeedsClarification:
            self.again(before)
            if self.raised is not None or not self._put_as_on_a_part(state, topic):
                channel = channel_of(self.draft, shifted(topic, self.offset))
                if channel is None:
                    raise
                self.add(channel)

    def _put_as_on_a_part(self, state: State, topic: Topic) -> bool:
        """Put on a feature the way it is put on a part of the catalogue; return whether that worked.

        Grooves, keyways, ribs and steps are read there alone, and more places than here.
        """
        before = list(self.draft.features)
        try:
            self._add_as_on_a_part(state, topic)
        except (NeedsClarification, DoesNotFit):
            self.again(before)
            return False
        return True

    def _add_as_on_a_part(self, state: State, topic: Topic) -> None:
        """Put on a feature the way it is put on a part of the catalogue.

        Raises:
            NeedsClarification: Something of it is open.
            DoesNotFit: It does not fit.
        """
        index = state.topics.index(topic) if topic in state.topics else -1
        spoken = [topic, *(one for one in state.topics if index >= 0 and one.owner == index)]
        local = [shifted(one, self.offset) for one in spoken]
        mentions = [mention_of(one, order) for order, one in enumerate(local)]
        for mention in mentions:
            take_adjectives(mention)
        add_features(self.draft, mentions)
        ask_about_leftovers(mentions)

    def _put(self, state: State, topic: Topic) -> None:
        index = state.topics.index(topic) if topic in state.topics else -1
        topic = self._up_to(topic)
        topic = with_slot_ends(topic)
        topic = pocket_between(topic) if topic.kind == "pocket" else topic
        if topic.kind == "cut_block":
            _check_said(topic, _OF_CUT_BLOCKS)
        else:
            _check_said(topic, (*_OF_FEATURES, said.Placing) if topic.kind in _EDGE_CUTS else _OF_FEATURES)
            _check_relations(topic, self.base)
        local = shifted(self._at_the_last(topic), self.offset)
        if topic.kind in {"hole", "bore"}:
            heads = [one for one in state.topics if one.owner == index]
            across = self._across(local)
            if across is not None:
                self.add(across)
                return
            found, notes, cost = holes(self.draft, local, heads)
            self.notes += notes
            self.cost += cost
            for one in found:
                self._drill(one)
        elif topic.kind in _CUTS:
            for each in _CUTS[topic.kind](self.draft, local):
                self.add(self.through_all(each))
        else:
            raise unsupported(f"A {topic.name} can't be read yet.", about("feature", topic.kind))

    def _up_to(self, topic: Topic) -> Topic:
        """Return a boss that "ends at z = 25" with its height."""
        ends = [one for one in topic.said if isinstance(one, said.Relation) and one.kind == "until"]
        box = self.draft.extent()
        if topic.kind != "boss" or len(ends) != 1 or ends[0].gap is None or box is None:
            return topic
        height = ends[0].gap.value - box[1][2] - self.offset[2]
        size = said.Size(Quantity(height, f"{height:g}", unit="mm"), Label((), "height"))
        kept = tuple(one for one in topic.said if one is not ends[0])
        return replace(topic, said=(*kept, size))

    def _drill(self, hole: Hole) -> None:
        """Put a hole on; one through the bottom of a round pocket makes a counterbored hole of the two."""
        last = self.draft.features[-1] if self.draft.features else None
        faces = faces_of(self.draft)
        face = faces.get(hole.face or "top")
        if (
            isinstance(last, Pocket)
            and isinstance(last.profile, Circle)
            and last.depth is not None
            and hole.depth is None
            and hole.counterbore is None
            and face is not None
            and (last.face or "top") == (hole.face or "top")
            and hole.diameter is not None
            and last.profile.diameter > hole.diameter
            and _same_points(last.at.on(face).points, hole.at.on(face).points)
        ):
            mouth = Counterbore(diameter=last.profile.diameter, depth=last.depth)
            self.again([*self.draft.features[:-1], hole.model_copy(update={"counterbore": mouth})])
            return
        self.add(self.through_all(hole))

    def _across(self, topic: Topic) -> Cut | None:
        """Return a hole along X or Y through a body that others were joined to; None for any other hole."""
        ways = [one.direction for one in topic.said if isinstance(one, said.Along)]
        joined = any(isinstance(one, Boss | Add) for one in self.draft.features)
        box = self.draft.extent()
        if not joined or ways not in (["x"], ["y"]) or box is None:
            return None
        roles = Roles.of(topic)
        diameter = roles.diameter()
        at: dict[str, list[float]] = {}
        for one in topic.said:
            if isinstance(one, said.Coordinate):
                at.setdefault(one.axis, []).extend(number.value for number in one.numbers)
        axes = "yz" if ways == ["x"] else "xz"
        if diameter is None or roles.open or "z" not in at or any(len(at.get(a, [0.0])) != 1 for a in axes):
            raise missing(f"Where does the {topic.name} go?", about("place", topic.kind))
        index = "xyz".index(ways[0])
        centre = (at.get(axes[0], [0.0])[0], at["z"][0])
        length = box[1][index] - box[0][index]
        offset = [0.0, 0.0, 0.0]
        offset[index] = (box[0][index] + box[1][index]) / 2
        profile = Circle(diameter=diameter, at=centre)
        base = Extrusion(profile=profile, height=length, axis=ways[0])  # type: ignore[arg-type]
        return Cut(base=base, at=(offset[0], offset[1], offset[2]), name=topic.name)

    def _at_the_last(self, topic: Topic) -> Topic:
        """Return a topic with "on the same centre" written as the place of the feature before it."""
        if not any(isinstance(one, said.Relation) and one.kind == "same" for one in topic.said):
            return topic
        last = self.draft.features[-1] if self.draft.features else None
        face = faces_of(self.draft).get(last.face or "top") if isinstance(last, OnFace) else None
        if face is None or not isinstance(last, OnFace):
            raise missing(f"Where does the {topic.name} go?", about("place", topic.kind))
        points = tuple((u, v) for u, v in last.at.on(face).points)
        kept = tuple(one for one in topic.said if not isinstance(one, said.Relation | said.InCentre))
        return replace(topic, said=(*kept, said.Points(points)))

    def through_all(self, feature: Value) -> Value:
        """Return a cut that also goes through what was joined on top, and what was joined below."""
        box = self.draft.extent()
        if box is None or not isinstance(feature, OnFace) or feature.face not in {"", "top"}:
            return feature
        depth = getattr(feature, "depth", None)
        below = depth is None and box[0][2] < self.draft.corner[2] - SAME_MM
        profile = _profile_of(feature) if self.raised is not None or below else None
        if profile is None:
            return feature
        points = feature.at.on(faces_of(self.draft)["top"]).points
        if len(points) != 1:
            return feature
        moved = profile.model_copy(update={"at": points[0]})
        top = box[1][2] if self.raised is None else self.raised
        bottom = min(self.draft.corner[2], box[0][2]) if depth is None else top - depth
        return Cut(base=Extrusion(profile=moved, height=top - bottom), at=(0.0, 0.0, bottom))

    def body(self) -> Body:
        """Return it as a body of a design."""
        return Body(
            name=self.name,
            base=self.base,
            features=cast("tuple[AnyFeature, ...]", tuple(self.draft.features)),
            at=self.offset,
            turn=self.turn,
        )


def shaped(topic: Topic) -> Topic:
    """Return a body that is named by its role as a block or a cylinder, by the sizes that it has."""
    if topic.name in BLOCKS - {BLOCK} and spans_of(topic).keys() == {"x", "y", "z"}:
        sides = {round(high - (low or 0.0), 6) for low, high in spans_of(topic).values()}
        return topic if topic.name == CUBE and len(sides) > 1 else replace(topic, name=BLOCK)
    if topic.name not in {"body", ROUND_BAR}:
        return topic
    flat = all(len(group.sizes) < 3 for group in topic.groups)
    if topic.name == ROUND_BAR and flat:
        return topic
    first = topic.groups[0].sizes[0] if topic.groups else None
    is_round = any(role_of(size) in {"diameter", "radius"} for size in topic.sizes) and first is None
    is_round = is_round or (first is not None and role_of(first) == "diameter")
    return replace(topic, name=ROUND_BAR if is_round else BLOCK)


def _same_points(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    def rounded(points: Sequence[tuple[float, float]]) -> set[tuple[float, float]]:
        return {(round(u, 6), round(v, 6)) for u, v in points}

    return rounded(one) == rounded(other)


def _profile_of(feature: OnFace) -> Profile | None:
    """Return the profile of a cut whose walls are straight."""
    if isinstance(feature, Hole) and feature.counterbore is None and feature.countersink is None:
        return Circle(diameter=feature.diameter) if feature.diameter is not None else None
    if isinstance(feature, Pocket):
        return feature.profile
    if isinstance(feature, SlotFeature):
        return feature.profile()
    return None
