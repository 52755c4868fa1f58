"""From one reading of a request to a design: the part's sizes, then each feature in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from mayfly.cad.parts import Part, catalogue
from mayfly.contracts import Note, Statement
from mayfly.design import Body, CataloguePart, Design
from mayfly.design.builder import Draft
from mayfly.design.features import AnyFeature, Shell
from mayfly.language.chunks import Quantity
from mayfly.language.english import inverted
from mayfly.language.nodes import Label, Measure, Mention
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing, Relation
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.features.hollows import take_hollow
from mayfly.planning.parts.feature_to_size import absorb
from mayfly.planning.parts.modifiers import use_modifiers
from mayfly.planning.parts.names import choose_part, settle_norm
from mayfly.planning.parts.resolve import check_inner_radius, check_sides, settle_shape, take_checks
from mayfly.planning.parts.size_checks import described_sizes, settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.placement.sides import name_mid_sides
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.one_part.ends import with_sides
from mayfly.planning.readings.one_part.named_edges import with_named_edges
from mayfly.planning.readings.one_part.poses import stance_of, without_pose
from mayfly.planning.readings.one_part.safety import (
    check_absent,
    check_said,
    check_sized,
    check_whole,
    open_without_lid,
    without_the_usual,
)
from mayfly.planning.readings.one_part.several_sizes import with_single_holes
from mayfly.planning.readings.one_part.shaping import continued, shaping_words
from mayfly.planning.readings.passed_over import check_heights, check_none_there
from mayfly.planning.readings.said.mentions import mention_of, take_adjectives


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


def build(state: State, written: Mapping[str, str] | None = None) -> Built:
    """Return the design of a reading.

    Args:
        state: The reading.
        written: How the request writes its marks, for questions.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    state = _with_part(state)
    _ask_about_the_whole(state)
    check_said(state)
    posed = without_pose(continued(with_single_holes(state)))
    state = posed.state
    base = mention_of(without_the_usual(state.topics[state.base]), written=written)
    topics = [topic for i, topic in enumerate(state.topics) if i != state.base]
    features = [mention_of(topic, order, written) for order, topic in enumerate(topics)]
    state = open_without_lid(state, base)
    settle_norm(base)
    hollow = take_hollow(base)
    if hollow is None:
        settle_shape(base, shaping_words(features))
    part = choose_part(base)
    _ask_about_pending(state, base)
    _ask_where_it_stands(state.topics[state.base])
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
    for mention in features:
        _take_half(mention, draft)
    ask_about_leftovers([base])
    stance = stance_of(draft, posed)
    topics = [with_named_edges(stance.topic(topic), draft) for topic in topics]
    topics = with_sides(topics, draft)
    features = [
        mention if mention.kind == "used" else mention_of(topic, order, written)
        for order, (mention, topic) in enumerate(zip(features, topics, strict=True))
    ]
    _add(draft, features, hollow)
    check_heights(topics, draft)
    check_none_there(state, draft)
    body = Body(
        name=sizing.part.label,
        base=CataloguePart(part=sizing.part.name, sizes=described_sizes(sizing, values)),
        features=cast("tuple[AnyFeature, ...]", tuple(draft.features)),
    )
    said = (*dict.fromkeys(draft.assumptions), *map(Note, stance.notes))
    return Built(Design(bodies=(stance.place(body, draft),)), said)


def _add(draft: Draft, features: Sequence[Mention], hollow: Shell | None) -> None:
    """Put the features onto a part.

    Args:
        draft: The part; it gets them.
        features: As they were said; those marked as used are left out.
        hollow: What hollows it out before; None where nothing does.

    Raises:
        NeedsClarification: Something is said of one that it does not have.
        DoesNotFit: One does not fit.
    """
    for mention in features:
        if mention.take_flag(Mark.NEAR_POCKET) and not _is_of_pocket(mention, features):
            raise conflict(
                f"{inverted('is', mention.name)} that of the pocket or of the part's own corners?",
                about("feature", mention, others=["pocket"]),
            )
    if hollow is not None:
        hollow.apply(draft)
        draft.features.append(hollow)
    for mention in features:
        take_adjectives(mention)
        mention.take_flag(Mark.SEPARATE.value)
        name_mid_sides(mention)
    add_features(draft, [mention for mention in features if mention.kind != "used"])
    ask_about_leftovers([mention for mention in features if mention.kind != "used"])


def _is_of_pocket(mention: Mention, features: Sequence[Mention]) -> bool:
    """Move a corner radius "in the pocket" to the pocket; return whether it was said so."""
    inside = [one for one in mention.take("place") if one.ref is not None and one.ref.noun == "pocket"]
    pocket = next((one for one in features if one.kind == "pocket"), None)
    if not inside or pocket is None:
        return False
    for measure in mention.measures:
        measure.label = Label((), "radius")
    pocket.measures += mention.measures
    mention.kind = "used"
    return True


def _with_part(state: State) -> State:
    """Return a reading with the part that a standard names: "DIN 912 M6 x 20"."""
    if state.base < 0 or state.topics[state.base].name:
        return state
    base = mention_of(state.topics[state.base])
    base.text = ""
    settle_norm(base)
    topics = list(state.topics)
    topics[state.base] = replace(topics[state.base], name=base.name, words=base.text)
    return state.but(topics=tuple(topics))


def _ask_about_the_whole(state: State) -> None:
    """Ask where no part was named, several were, or a place belongs to nothing."""
    if state.base < 0 or state.topics[state.base].name not in catalogue():
        raise missing("Which part shall be made?", about("part"))
    if state.topics[state.base].implied and len(state.topics) == 1:
        raise missing("Which part shall be made?", about("part"))
    parts = [topic for topic in state.topics if topic.kind == "part"]
    if len(parts) > 1:
        raise unsupported("Several parts can't be read yet.", about("part"))


def _ask_where_it_stands(base: Topic) -> None:
    """Ask where the one part stands against another one, where that was said and no other was named."""
    if any(isinstance(one, Relation) and one.kind != "level" for one in base.said):
        raise unsupported("What does the place belong to?", about("place", base.words))


def _ask_about_pending(state: State, base: Mention) -> None:
    """Ask about a place that belongs to nothing that was named."""
    for one in state.pending:
        text = one.text if isinstance(one, Placing) else ""
        if isinstance(one, Placing) and one.name:
            words = f'"{text}"'
            raise unsupported(
                f"What does {words} mean for the {base.text}?", about("meaning", base, words=[text])
            )
        raise unsupported(
            f"Where is {text!r}?" if text else "What does the place belong to?",
            about("place", base, words=[text] if text else []),
        )


def _take_norms(base: Mention, part: Part) -> None:
    """Consume the standards that a part follows anyway: "washer M8 DIN 125"."""
    for attribute in base.take("norm"):
        attribute.used = attribute.name in part.conventions.norms


def _take_half(mention: Mention, draft: Draft) -> None:
    """Read "halfway in" of a hole from the top or the bottom: as deep as half the height."""
    sides = {"front", "back", "left", "right", "side", "end"}
    refs = [one.ref for one in mention.attributes if one.ref is not None]
    if any(sides & {ref.noun, *ref.traits} for ref in refs) or not mention.take_flag(Mark.HALF_DEEP.value):
        return
    half = draft.box[2] / 2
    mention.measures.append(
        Measure(Quantity(half, f"half of {draft.box[2]:g}", unit="mm"), Label((), "depth"))
    )
