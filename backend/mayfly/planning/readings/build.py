"""From one reading of a request to a design: the part's sizes, then each feature in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from pydantic import ValidationError

from mayfly.contracts import Note, Statement
from mayfly.design import Body, CataloguePart, Design
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import AnyFeature
from mayfly.design.values import Value
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.parts.feature_to_size import absorb
from mayfly.planning.parts.modifiers import use_modifiers
from mayfly.planning.parts.names import choose_part
from mayfly.planning.parts.resolve import check_sides, settle_shape
from mayfly.planning.parts.size_checks import Sizing, settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.cuts import boss, pocket, slot
from mayfly.planning.readings.edges import edge_cut
from mayfly.planning.readings.holes import holes
from mayfly.planning.readings.mentions import mention_of
from mayfly.planning.readings.safety import check_absent, check_sized, check_whole


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


@dataclass(slots=True)
class _Work:
    draft: Draft
    notes: list[str] = field(default_factory=list)
    cost: float = 0.0

    def add(self, feature: Value) -> None:
        """Put a feature on, so that those after it see what it left."""
        feature.apply(self.draft)  # type: ignore[attr-defined]
        self.draft.features.append(feature)


def build(state: State) -> Built:
    """Return the design of a reading.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    if state.base < 0:
        raise missing("Which part shall be made?", about("part"))
    if state.pending:
        raise unsupported("What does the place belong to?", about("place"))
    base = state.topics[state.base]
    others = [topic for i, topic in enumerate(state.topics) if i != state.base]
    if any(topic.kind == "part" for topic in others):
        raise unsupported("Several parts can't be read yet.", about("part"))
    mention = mention_of(base)
    features = [mention_of(topic) for topic in others]
    settle_shape(mention)
    part = choose_part(mention)
    check_whole(state, base, part)
    check_sized(base, state)
    notes: list[str] = []
    taken = absorb(part, features, notes)
    use_modifiers(mention, part)
    sizing: Sizing = size_part(mention, {name: (size.value, size.text) for name, size in taken.items()})
    unused = [attribute for attribute in mention.attributes if not attribute.used]
    if unused:
        raise unsupported(f"What does {unused[0].text!r} mean for the {part.label}?", about("part"))
    values, assumptions = settle(sizing)
    check_sides(mention, part, values)
    work = _Work(Draft.of(sizing.part, values, ()), notes)
    check_absent(state, work.draft)
    rest = [topic for topic, one in zip(others, features, strict=True) if one.kind != "used"]
    _features(work, state, rest)
    body = Body(
        name=sizing.part.label,
        base=CataloguePart(part=sizing.part.name, sizes=values),
        features=cast("tuple[AnyFeature, ...]", tuple(work.draft.features)),
    )
    statements = (*assumptions, *map(Note, work.notes))
    return Built(Design(bodies=(body,)), statements, work.cost)


def _features(work: _Work, state: State, topics: Sequence[Topic]) -> None:
    """Put the features on: bosses first, for a hole in the same place goes through them."""
    for topic in sorted(topics, key=lambda one: _ORDER.get(one.kind, 1)):
        if topic.kind in {"counterbore", "countersink"}:
            continue
        if topic.kind in {"hole", "bore"}:
            index = state.topics.index(topic)
            heads = [one for one in topics if one.owner == index]
            found, notes, cost = holes(work.draft, topic, heads)
            work.notes += notes
            work.cost += cost
            for one in found:
                work.add(one)
        elif topic.kind in _CUTS:
            for each in _CUTS[topic.kind](work.draft, topic):
                work.add(each)
        else:
            raise unsupported(f"A {topic.name} can't be read yet.", about("feature", topic.kind))


_ORDER: Final = {"boss": 0, "fillet": 2, "chamfer": 2}
_CUTS: Final = {"slot": slot, "pocket": pocket, "boss": boss, "fillet": edge_cut, "chamfer": edge_cut}

__all__ = ["Built", "DoesNotFit", "Mark", "ValidationError", "build"]
