"""Features that say something of each other, or make another part of the one that was named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.labels import role_of
from mayfly.language.nodes import Mention
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Group, Placing, Size
from mayfly.planning.features.hole_sizes import is_d_shaped
from mayfly.planning.readings.said.roles import Roles

#: Features that make a cap hollow.
_RECESSES: Final = frozenset({"pocket", "hole", "bore"})


def continued(state: State) -> State:
    """Return "then 40 dia right through" at the place of the bore before it, which is its counterbore."""
    if not any(topic.lead == "then" for topic in state.topics):
        return state
    topics = list(state.topics)
    for index, topic in enumerate(topics):
        before = topics[index - 1] if index else None
        if topic.lead != "then" or before is None or before.kind not in {"hole", "bore"}:
            continue
        if topic.all(Placing):
            continue
        places = tuple(one for one in before.said if isinstance(one, Placing))
        if any(role_of(size.label) == "depth" for size in Roles.of(before).open):
            sizes = tuple(one for one in before.said if isinstance(one, Size | Group))
            topics[index - 1] = replace(before, said=(*places, *topic.said))
            mouth = replace(topic, kind="counterbore", name="counterbore", said=sizes, owner=index - 1)
            topics[index] = mouth
        else:
            topics[index] = topic.extended(*places)
    return state.but(topics=tuple(topics))


def shaping_words(features: Sequence[Mention]) -> frozenset[str]:
    """Return the words for features that make another part of the one that was named."""
    found = set()
    if len(features) == 1 and features[0].kind == "flat" and _is_one_at_the_top(features[0]):
        found.add("flat_alone")
    if any(role_of(m.label) == "depth" for f in features for m in f.measures if f.kind in _RECESSES):
        found.add("recessed")
    if any(feature.kind in {"hole", "bore"} for feature in features):
        found.add("bored")
    if any(feature.kind == "bore" and is_d_shaped(feature.name) for feature in features):
        found.add("d_bored")
    return frozenset(found)


def _is_one_at_the_top(flat: Mention) -> bool:
    at_bottom = any(attribute.words & {"bottom", "other"} for attribute in flat.attributes)
    at_both = any(
        ref.noun == "end" and (ref.plural or ref.traits & _BOTH)
        for attribute in flat.attributes
        for ref in attribute.refs
    )
    return flat.count in {None, 1} and not flat.plural and not at_bottom and not at_both


_BOTH: Final = frozenset({"both", "each", "every"})
