"""From one reading of a request to a design: the part's sizes, then each feature in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from mayfly.cad.parts import Part, catalogue
from mayfly.contracts import Note, Statement
from mayfly.design import Body, CataloguePart, Design
from mayfly.design.builder import Draft
from mayfly.design.features import AnyFeature
from mayfly.language.cursor import role_of
from mayfly.language.nodes import Label, Mention, Reference
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Mark, Placing, Said, Size
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.features.hollows import take_hollow
from mayfly.planning.parts.feature_to_size import absorb
from mayfly.planning.parts.modifiers import use_modifiers
from mayfly.planning.parts.names import choose_part, settle_norm
from mayfly.planning.parts.resolve import check_inner_radius, check_sides, settle_shape, take_checks
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.placement.sides import name_mid_sides
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.ends import with_sides
from mayfly.planning.readings.mentions import mention_of
from mayfly.planning.readings.poses import stance_of, without_pose
from mayfly.planning.readings.roles import Roles
from mayfly.planning.readings.roles import role_of as role_of_size
from mayfly.planning.readings.safety import (
    check_absent,
    check_places,
    check_sized,
    check_whole,
    open_without_lid,
)
from mayfly.planning.readings.several_sizes import with_single_holes

#: Features that make a cap hollow.
_RECESSES: Final = frozenset({"pocket", "hole", "bore"})


@dataclass(slots=True)
class Built:
    """A design that a reading means.

    Attributes:
        design: The design.
        notes: What the answer says of it.
        cost: Of what had to be assumed.
    """

    design: Design
    notes: tuple[Statement, ...] = ()
    cost: float = 0.0


def build(state: State) -> Built:
    """Return the design of a reading.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    _ask_about_the_whole(state)
    posed = without_pose(_continued(with_single_holes(_with_open_slots(state))))
    state = posed.state
    base = mention_of(state.topics[state.base])
    topics = [topic for i, topic in enumerate(state.topics) if i != state.base]
    features = [mention_of(topic, order) for order, topic in enumerate(topics)]
    check_places(topics)
    state = open_without_lid(state, base)
    settle_norm(base)
    if base.name not in catalogue():
        raise missing("Which part shall be made?", about("part"))
    _lay_flat(base, features)
    hollow = take_hollow(base)
    if hollow is None:
        settle_shape(base, _shaping(features))
    part = choose_part(base)
    check_whole(state, state.topics[state.base], part)
    check_sized(state.topics[state.base], state)
    notes: list[str] = []
    taken = absorb(part, features, notes)
    _take_norms(base, part)
    use_modifiers(base, part)
    inner = take_checks(base, part)
    sizing = size_part(base, {name: (size.value, size.text) for name, size in taken.items()})
    values, assumptions = settle(sizing)
    check_sides(base, part, values)
    check_inner_radius(inner, values)
    draft = Draft.of(sizing.part, values, (*map(Note, notes), *assumptions))
    check_absent(state, draft)
    ask_about_leftovers([base])
    stance = stance_of(draft, posed)
    topics = with_sides([stance.topic(topic) for topic in topics], draft)
    features = [
        mention if mention.kind == "used" else mention_of(topic, order)
        for order, (mention, topic) in enumerate(zip(features, topics, strict=True))
    ]
    if hollow is not None:
        hollow.apply(draft)
        draft.features.append(hollow)
    for mention in features:
        _take_adjectives(mention)
        name_mid_sides(mention)
    add_features(draft, [mention for mention in features if mention.kind != "used"])
    ask_about_leftovers([mention for mention in features if mention.kind != "used"])
    body = Body(
        name=sizing.part.label,
        base=CataloguePart(part=sizing.part.name, sizes=values),
        features=cast("tuple[AnyFeature, ...]", tuple(draft.features)),
    )
    said = (*draft.plan().assumptions, *map(Note, stance.notes))
    return Built(Design(bodies=(stance.place(body, draft),)), said)


def _ask_about_the_whole(state: State) -> None:
    """Ask where no part was named, several were, or a place belongs to nothing."""
    if state.base < 0 or state.topics[state.base].name not in {"", *catalogue()}:
        raise missing("Which part shall be made?", about("part"))
    if state.pending:
        raise unsupported("What does the place belong to?", about("place"))
    if state.topics[state.base].implied and len(state.topics) == 1:
        raise missing("Which part shall be made?", about("part"))
    parts = [topic for topic in state.topics if topic.kind == "part"]
    if len(parts) > 1:
        raise unsupported("Several parts can't be read yet.", about("part"))


def _with_open_slots(state: State) -> State:
    """Return "slot 20 wide, 10 deep along the top" as the groove that it is: it runs out at both ends."""
    return replace(state, topics=tuple(_open_slot(topic) for topic in state.topics))


def _open_slot(topic: Topic) -> Topic:
    sizes = Roles.of(topic).open
    roles = {role_of_size(size) for size in sizes}
    runs = Mark.EVERYTHING in topic.marks or any(
        isinstance(one, Placing) and one.kind == "place" and one.name in {"along", "across"}
        for one in topic.said
    )
    if topic.kind != "slot" or not runs or topic.groups or roles != {"width", "depth"}:
        return topic
    said = tuple(_along_it(one) for one in topic.said if one is not Mark.EVERYTHING)
    return replace(topic, kind="groove", said=said)


def _along_it(value: Said) -> Said:
    """Return "along the full length of the top face" as a direction."""
    if not isinstance(value, Placing) or value.ref is None or value.ref.noun != "everything":
        return value
    return replace(value, ref=Reference("length", of=value.ref.of, text=value.ref.text))


def _continued(state: State) -> State:
    """Return "then 40 dia right through" at the place of the bore before it, which is its counterbore."""
    topics = list(state.topics)
    for index, topic in enumerate(topics):
        before = topics[index - 1] if index else None
        if topic.lead != "then" or before is None or before.kind not in {"hole", "bore"}:
            continue
        places = tuple(one for one in before.said if isinstance(one, Placing))
        if topic.all(Placing):
            continue
        if any(role_of(size.label) == "depth" for size in Roles.of(before).open):
            sizes = tuple(one for one in before.said if isinstance(one, Size | Group))
            topics[index - 1] = replace(before, said=(*places, *topic.said))
            topics[index] = replace(
                topic, kind="counterbore", name="counterbore", said=sizes, owner=index - 1
            )
        else:
            topics[index] = topic.extended(*places)
    return replace(state, topics=tuple(topics))


def _lay_flat(base: Mention, features: Sequence[Mention]) -> None:
    """Order "bar 20 x 5 x 300 with two holes" as it lies: holes go through its thin side, not along it."""
    part = choose_part(base)
    rows = [measure for measure in base.measures if measure.group]
    bare = all(m.label == Label() and m.quantity.form == "plain" for m in rows)
    if len(rows) != 3 or len(base.measures) != 3 or not bare or part.base != "prismatic":
        return
    first, second, third = (measure.quantity.value for measure in rows)
    drilled = [f for f in features if f.kind in {"hole", "slot", "pocket"}]
    ends = {"top", "bottom", "front", "back", "left", "right", "in", "z"}
    said = {word for f in drilled for a in f.attributes if a.kind == "place" for word in a.words | {a.name}}
    if not drilled or third <= 3 * max(first, second) or min(first, second) > third / 10 or said & ends:
        return
    numbers = [rows[2].quantity, *sorted((m.quantity for m in rows[:2]), key=lambda q: -q.value)]
    for measure, quantity in zip(rows, numbers, strict=True):
        measure.quantity = quantity


def _shaping(features: Sequence[Mention]) -> frozenset[str]:
    """Return the words for features that make another part of the one that was named."""
    found = set()
    if len(features) == 1 and features[0].kind == "flat" and _is_one_at_the_top(features[0]):
        found.add("flat_alone")
    deep = any(role_of(m.label) == "depth" for f in features for m in f.measures if f.kind in _RECESSES)
    bored = any(feature.kind in {"hole", "bore"} for feature in features)
    return frozenset(found | ({"recessed"} if deep else set()) | ({"bored"} if bored else set()))


def _is_one_at_the_top(flat: Mention) -> bool:
    at_bottom = any(attribute.words & {"bottom", "other"} for attribute in flat.attributes)
    return flat.count in {None, 1} and not flat.plural and not at_bottom


def _take_norms(base: Mention, part: Part) -> None:
    """Consume the standards that a part follows anyway: "washer M8 DIN 125"."""
    for attribute in base.take("norm"):
        attribute.used = attribute.name in part.conventions.norms


def _take_adjectives(mention: Mention) -> None:
    """Consume "large" where a size says how large; "small M6 hole" may mean another standard."""
    if not any(m.quantity.form == "thread" for m in mention.measures):
        mention.take_flag("vague")
    if mention.kind == "boss":
        mention.take_flag("standing")
