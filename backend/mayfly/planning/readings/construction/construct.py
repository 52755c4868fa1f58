"""Models that are built up step by step: sketches drawn out and cut, bodies joined, features repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mayfly.contracts import Note
from mayfly.design import Design
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.bodies.several import check_is_whole, several
from mayfly.planning.readings.built_up.work import Work
from mayfly.planning.readings.construction.again_steps import mirror, repeat
from mayfly.planning.readings.construction.body_steps import cut_block, cut_body, put_part
from mayfly.planning.readings.construction.building import Building
from mayfly.planning.readings.construction.contours import is_turned_by_pieces, turned
from mayfly.planning.readings.construction.drawing_steps import (
    cut,
    extrude,
    raise_sketch,
    scale_sketches,
    sink_sketch,
    take_sketch,
)
from mayfly.planning.readings.construction.drawn import with_outlines_drawn
from mayfly.planning.readings.construction.steps import in_working_order
from mayfly.planning.readings.construction.turning_steps import announce, carry_out_waiting, revolve
from mayfly.planning.readings.one_part.build import Built
from mayfly.planning.readings.said.locations import plainly
from mayfly.planning.readings.said.wishes import Wishes

#: What does each step of construction.
_TAKES: Final[Mapping[str, Callable[[Building, Topic], None]]] = {
    "part": put_part,
    "cut_body": cut_body,
    "cut_block": cut_block,
    "sketch": take_sketch,
    "scale": scale_sketches,
    "raised": raise_sketch,
    "sunk": sink_sketch,
    "extrude": extrude,
    "cut": cut,
    "revolve": revolve,
    "loft": announce,
    "sweep": announce,
    "repeat": repeat,
    "mirror": mirror,
}
#: What may come between the announcement of a loft or sweep and all that belongs to it.
_BEFORE_LOFTS: Final = frozenset({"loft", "sweep", "sketch", "scale", "part"})
#: Kinds of topics that only construction step by step has.
STEPS: Final = _TAKES.keys() - {"part"}


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
    for topic in state.topics:
        if topic.kind == "part":
            check_is_whole(topic)
            _check_is_described(topic)
    if is_turned_by_pieces(state):
        work, topics = turned(state)
        for topic in topics:
            work.put(state, topic)
        return Built(Design(bodies=(work.body(),)), tuple(map(Note, work.notes)), work.cost)
    state = in_working_order(with_outlines_drawn(state))
    building = Building(state)
    for topic in _in_order(state):
        _take(building, topic)
    work = _finished(building)
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
    building = Building(state, work)
    for topic in _in_order(state):
        if topic is not state.topics[state.base]:
            _take(building, topic)
    _finished(building)


def _is_raised(state: State) -> bool:
    """Return whether something is said of where the part stands."""
    return any(isinstance(one, said.Relation) for topic in state.topics for one in topic.said)


def _check_is_described(body: Topic) -> None:
    """Check that several bodies were not only counted: "to resemble a table with four legs".

    Raises:
        NeedsClarification: They were.
    """
    if (body.count or 1) > 1 and not body.said:
        raise missing(f"Which sizes have the {body.words}?", about("size", body.words))


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


def _take(building: Building, topic: Topic) -> None:
    """Do what one topic asks for."""
    if building.work is not None and topic.kind not in {"repeat", "mirror", "sketch"}:
        building.last = len(building.work.draft.features)
    if building.waiting and building.sketches and topic.kind not in _BEFORE_LOFTS:
        carry_out_waiting(building)  # "loft between …, then drill a hole"
    if topic in building.sizes:
        return
    step = _TAKES.get(topic.kind)
    if step is not None:
        step(building, topic)
    else:
        building.body(topic).put(building.state, topic)


def _finished(building: Building) -> Work:
    """Return the body when all topics were taken.

    Raises:
        NeedsClarification: Nothing was done with a sketch, or there is no body.
    """
    carry_out_waiting(building)
    return building.finished()
