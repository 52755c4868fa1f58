"""Adds the name of a part or of a feature: a new topic, or one that was spoken of before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mayfly.language.nodes import UNNAMED
from mayfly.language.weighing.attach.feature_heads import attach_feature, attach_once_more
from mayfly.language.weighing.attach.fitting import NO_PLACE, cost_before, last_of
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.attach.mouths import attach_mouth
from mayfly.language.weighing.attach.part_heads import attach_part, attach_stock
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Head, Size

#: What it costs that "4" in "4 tapped M6 holes" is a size.
_COUNTED: Final = 1.0


def _may_be_counted(head: Head) -> bool:
    """Return whether a bare number that can count stands beside a thread, and nothing is counted."""
    sizes = [one for one in head.said if isinstance(one, Size)]
    bare = any(one.label == UNNAMED and one.number.can_count for one in sizes)
    return head.count is None and bare and any(one.number.form == "thread" for one in sizes)


def attach_head(state: State, head: Head, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a part or a feature that was named, each with its cost."""
    cost = sum(cost_before(head, one, knows) for one in head.said)
    cost += _COUNTED if _may_be_counted(head) else 0.0
    if cost >= NO_PLACE:
        return
    match head.kind:
        case "part":
            yield from attach_part(state, head, cost, knows)
        case "again":
            yield from attach_once_more(state, head)
        case "stock" if state.base >= 0:
            yield from attach_stock(state, head, cost, knows)
        case "counterbore" | "countersink":
            yield from attach_mouth(state, head, cost)
        case kind if kind != "stock" and _comes_here(state, head):
            yield from attach_feature(state, head, cost, knows)


def _comes_here(state: State, head: Head) -> bool:
    """Return whether there is something to cut a body out of, and no profile that was drawn already."""
    if head.kind == "cut_body":
        first = not state.topics  # "subtract a sphere from a cube"
        return first or state.base >= 0 or last_of(state, {"extrude", "revolve", "raised"}) >= 0
    return not (head.kind == "raised" and head.definite and last_of(state, {"sketch"}) >= 0)
