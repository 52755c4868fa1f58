"""Adds the name of a part or of a feature: a new topic, or one that was spoken of before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.attach.fitting import BAR, NO_PLACE, cost_before, has_size, last_of
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Group,
    Head,
    Mark,
    Placing,
    Relation,
    Size,
)

#: What it costs that a boss is named before what it stands on.
_RAISED_ON_NOTHING = 1.0
#: What it costs that a boss stands on a shaft: it is rather one of its steps.
_RAISED_ON_STEPS = 2.0
#: What it costs that a part is named behind "through", which is where something goes.
_GONE_THROUGH = 2.0
#: How much cheaper it is that a part without a noun is named after all.
_NAMED_AFTERWARDS = 1.2


#: What it costs that "4" in "4 tapped M6 holes" is a size.
_COUNTED: Final = 1.0


def _may_be_counted(head: Head) -> bool:
    """Return whether a bare number that can count stands beside a thread, and nothing is counted."""
    sizes = [one for one in head.said if isinstance(one, Size)]
    bare = any(one.label == Label() and one.number.can_count for one in sizes)
    return head.count is None and bare and any(one.number.form == "thread" for one in sizes)


def attach_head(state: State, head: Head, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a part or a feature that was named, each with its cost."""
    cost = sum(cost_before(head, one, knows) for one in head.said)
    cost += _COUNTED if _may_be_counted(head) else 0.0
    if cost >= NO_PLACE:
        return
    if head.kind == "part":
        yield from _part(state, head, cost, knows)
        return
    if head.kind == "stock":
        if state.base >= 0:
            yield from _stock(state, head, cost, knows)
        return
    if head.kind in {"counterbore", "countersink"}:
        yield from _mouth(state, head, cost)
        return
    yield from _feature(state, head, cost, knows)


def _feature(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Read a feature: the pocket's own corners, one that was spoken of before, or a new one."""
    if head.kind == "fillet" and state.focus >= 0 and state.topics[state.focus].kind in {"pocket", "boss"}:
        yield from _own_corners(state, head, cost)
        cost += 1.7 if "corner" in head.words.lower() else 0.0
    if _sizes_the_last(state, head):
        merged = state
        for one in head.said:
            merged = merged.extended(state.focus, one)
        yield merged, cost
        cost += 1.0
    known = last_of(state, {head.kind})
    if known >= 0 and head.definite and not head.said and head.count in {None, state.topics[known].count}:
        yield replace(state, focus=known, context="", fresh=False), cost
        cost += 2.0
    elif known >= 0 and head.definite:
        merged = state
        for one in head.said:
            merged = merged.extended(known, one)
        yield replace(merged, focus=known, context=""), cost + 0.1
        if not any(has_size(state.topics[known], one) for one in head.said if isinstance(one, Size)):
            cost += 0.4
    added = state.added(Topic.of(head).preceded(state.pending))
    yield replace(added, pending=()), cost + _cost_here(state, head, knows)


def _cost_here(state: State, head: Head, knows: Knowledge) -> float:
    """Return what it costs that a feature comes here: a piece of a part that has no steps, for one."""
    steps = state.base >= 0 and knows.steps(state.topics[state.base].name)
    cost = 1.5 if head.kind == "segment" and state.base >= 0 and not steps else 0.0
    if head.kind == "boss":
        cost += _RAISED_ON_NOTHING if state.base < 0 else _RAISED_ON_STEPS if steps else 0.0
    if any(isinstance(one, Relation) and one.kind not in {"same", "in"} for one in state.pending):
        cost += 2.0  # it says where a body stands
    return cost


def _sizes_the_last(state: State, head: Head) -> bool:
    """Return whether a hole without a noun of its own sizes the one just named: "a hole tapped for 1/4"."""
    last = state.evidence[-1].value if state.evidence else None
    named = isinstance(last, Head) and last.kind == head.kind == "hole" and not last.said
    return named and head.words in {"hole", "holes"} and head.count is None and bool(head.said)


def _part(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    base = state.base
    if base < 0:
        sizes = tuple(one for one in state.pending if isinstance(one, Size | Group))
        if any(isinstance(one, Size) and not knows.takes(head.name, one.label) for one in sizes):
            return
        rest = tuple(one for one in state.pending if not isinstance(one, Size | Group))
        yield replace(state.added(Topic.of(head).preceded(sizes)), pending=rest), cost
        return
    if head.implied:
        return
    cost += _cost_of_naming(state, head)
    if not state.topics[base].name:  # "DIN 934 nut M12"
        yield _named(state, head), cost
        return
    if state.topics[base].implied:
        yield _named(state, head), cost - _NAMED_AFTERWARDS
        return
    if _says_which(state, head):
        yield _named(state, head), cost + 0.3
        return
    yield from _steps(state, head, cost, knows)
    again = [i for i, one in enumerate(state.topics) if one.kind == "part" and _is_named(one, head)]
    if again and head.name == "body":
        named = state
        for one in head.said:
            named = named.extended(again[-1], one)
        yield replace(named, focus=again[-1], context="", fresh=False), cost
        return
    same = state.topics[base].name == head.name and head.name != "body"
    if same or not head.said:
        named = state
        for one in head.said:
            named = named.extended(base, one)
        yield (
            replace(named, focus=base, context="", fresh=False),
            cost + (_again(state.topics[base], head) if same else 1.5 if head.definite else 5.0),
        )
    component = Label((head.words.split()[-1].removesuffix("s"),))
    cost += 2.0 if not same and knows.takes(state.topics[base].name, component) else 0.0
    new = not same and not head.definite
    if head.said or head.count or new:
        topic = Topic.of(head).preceded(state.pending)
        yield replace(state.added(topic), pending=()), cost + (3.0 if same else 0.2)


def _cost_of_naming(state: State, head: Head) -> float:
    """Return what it costs that a part is named here: behind "through" it is where something goes."""
    through = bool(state.evidence) and state.evidence[-1].value is Mark.THROUGH
    return _GONE_THROUGH if through and not head.said else 0.0


def _steps(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Read "Ø32 x 6 collar" behind other steps of a shaft as one of them."""
    if not knows.steps(state.topics[state.base].name) or not head.said or not all(map(_is_step, head.said)):
        return
    stepped = state
    for one in head.said:
        stepped = stepped.extended(state.base, one)
    yield replace(stepped, focus=state.base, context="", fresh=False), cost + 0.1


def _is_step(value: object) -> bool:
    """Return whether something is a diameter with a length: "Ø32 x 6 collar"."""
    return isinstance(value, Group) and len(value.sizes) == 2 and value.sizes[0].number.form == "diameter"


def _says_which(state: State, head: Head) -> bool:
    """Return whether the name before a part only says which one it is: "bracket plate 90 x 50 x 6"."""
    base = state.topics[state.base]
    last = base.words.split()[-1].lower() if base.words else ""
    adjacent = state.focus == state.base and bool(last) and head.lead.lower() == last
    return adjacent and not base.said and not base.definite and base.count is None and not base.plural


def _named(state: State, head: Head) -> State:
    """Return a reading with the part named whose sizes were said before: "100 x 60 x 8, steel plate"."""
    base = state.base
    topics = list(state.topics)
    topics[base] = Topic.of(head).preceded(state.topics[base].said)
    return replace(state, topics=tuple(topics), focus=base, context="", fresh=False)


def _is_named(topic: Topic, head: Head) -> bool:
    """Return whether a body was named by the same words before."""
    return topic.words.lower().removeprefix("the ") == head.words.lower().removeprefix("the ")


def _again(base: Topic, head: Head) -> float:
    """Return what it costs that the part is named once more."""
    if head.said and head.words != base.words and not head.definite:
        return 0.5  # "Ø40 hub" of a flanged hub
    return 0.0 if head.definite or head.said else 0.3


def _stock(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Read "clevis from a block 40 x 30 x 50": the sizes are the part's."""
    base = state.base
    stocked = state
    for one in head.said:
        if isinstance(one, Size) and one.label == Label() and knows.takes(state.topics[base].name, BAR):
            one = replace(one, label=BAR)
        stocked = stocked.extended(base, one)
    yield (
        replace(stocked, focus=base, context="", fresh=False),
        cost + (0.5 if state.topics[base].groups else 0.0),
    )


def _mouth(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read a counterbore: of the hole before it, or "4 M6 counterbores", which are holes themselves."""
    owner = last_of(state, {"hole", "bore"})
    threaded = any(isinstance(one, Size) and one.number.form == "thread" for one in head.said)
    mark = Mark.COUNTERBORED if head.kind == "counterbore" else Mark.COUNTERSUNK
    if owner >= 0 and not head.said and state.focus == owner:
        yield state.extended(owner, mark), cost
    if owner >= 0:
        yield state.added(Topic.of(head, owner)), cost + (0.0 if not threaded else 1.0)
    if threaded:
        hole = Topic.of(replace(head, kind="hole", said=(*head.said, mark))).preceded(state.pending)
        yield replace(state.added(hole), pending=()), cost + (0.0 if owner < 0 else 0.5)


def _own_corners(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read "pocket 40 x 30 with R5 corners": the pocket's own."""
    places = [one for one in head.said if isinstance(one, Placing)]
    sizes = [one for one in head.said if isinstance(one, Size)]
    outside = {"outer", "vertical", "top", "bottom", "all", "each"}
    plain = all(p.noun == "corner" and p.ref and not p.ref.traits & outside for p in places)
    if not plain or len(sizes) != 1 or "corner" not in head.words.lower():
        return
    named = "radius" in head.words.lower() and not any(p.ref and p.ref.of for p in places)
    if state.paused and named:  # it may be that of the part's own corners
        yield (
            state.added(Topic.of(replace(head, name="corner radius", said=(*sizes, Mark.NEAR_POCKET)))),
            cost,
        )
        return
    own = state.extended(state.focus, replace(sizes[0], label=Label((), "radius")))
    for place in places:
        if place.ref is not None and place.ref.of is not None and place.ref.of.noun != "pocket":
            own = own.extended(state.focus, replace(place, name="in", ref=place.ref.of))
    yield own, cost - 0.2
