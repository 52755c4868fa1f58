"""What a message adds to a body at hand: its features are read as those of a new request are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from mayfly.design import Body, Design
from mayfly.design.compile import draft_of
from mayfly.design.features import AnyFeature
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Absent, Angles, Mark, Placing, Span
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.construction.construct import STEPS, continue_with
from mayfly.planning.readings.one_part.build import Built
from mayfly.planning.readings.one_part.ends import with_sides
from mayfly.planning.readings.said.mentions import mention_of, take_adjectives

_SAME_KIND: Final = {"bore": "hole"}
#: Features of which one more is meant wherever it is named.
_TREATMENTS: Final = frozenset({"fillet", "chamfer"})
_HEADS: Final = frozenset({"counterbore", "countersink"})


def spoken_of(body: Body) -> State:
    """Return the reading in which a body is spoken of and nothing was said of it yet.

    A body that is no catalogue part is taken for a block, or for a round bar.
    """
    like = ROUND_BAR if body.base.form().kind == "round" else BLOCK
    name = getattr(body.base, "part", like)
    return State(topics=(Topic("part", name, body.name, definite=True),), focus=0)


def build_onto(state: State, body: Body) -> Built:
    """Return the design of a body with what a reading adds to it.

    Args:
        state: A reading that begins with the body, as ``spoken_of`` gives it.
        body: The body.

    Raises:
        NeedsClarification: The reading does not only add features (its subject is a change), or something
            about them is open.
        DoesNotFit: A feature does not fit.
    """
    topics = _added(state, body)
    if _is_built_up(topics):
        work = Work(body.base, body.name, draft_of(body))
        continue_with(work, state)
        features = work.draft.features
    else:
        draft = draft_of(body)
        sided = with_sides(topics, draft)
        mentions = [mention_of(topic, order) for order, topic in enumerate(sided)]
        for mention in mentions:
            take_adjectives(mention)
        add_features(draft, mentions)
        ask_about_leftovers(mentions)
        features = draft.features
    grown = body.model_copy(update={"features": cast("tuple[AnyFeature, ...]", tuple(features))})
    return Built(Design(bodies=(grown,)))


def _added(state: State, body: Body) -> Sequence[Topic]:
    """Return the topics of the features that a reading adds.

    Raises:
        NeedsClarification: It says something else as well.
    """
    base, *topics = state.topics
    said = [one for one in base.said if not isinstance(one, Placing | Mark)]
    parts = any(topic.kind == "part" for topic in topics)
    absent = any(isinstance(one, Absent) or one.moves for one in state.stated)
    if said or base.count or parts or absent or not topics:
        raise unsupported("That says more than what is added.", about("change"))
    kinds: set[str] = {feature.kind for feature in body.features}
    if not all(_is_new(topic, kinds) for topic in topics):
        raise unsupported("That speaks of what is there.", about("change"))
    if state.pending or base.said:
        raise missing("What does the place belong to?", about("place"))
    return topics


def _is_new(topic: Topic, kinds: set[str]) -> bool:
    """Return whether a feature is a further one, and none that the body has."""
    kind = _SAME_KIND.get(topic.kind, topic.kind)
    if kind not in kinds or kind in _TREATMENTS:
        return kind not in _HEADS or topic.owner >= 0
    return not topic.definite and (topic.placed or not topic.plural)


def _is_built_up(topics: Sequence[Topic]) -> bool:
    """Return whether what is added is made step by step: drawn and cut, repeated, between coordinates."""
    return any(
        topic.kind in STEPS or any(isinstance(one, Span | Angles) for one in topic.said) for topic in topics
    )
