"""Adds the name of a part or of a feature: a new topic, or one that was spoken of before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import UNNAMED, Label, Reference
from mayfly.language.weighing.attach.fitting import (
    BAR,
    BORED,
    DRAWN,
    NO_PLACE,
    cost_before,
    has_size,
    last_of,
)
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Group,
    Head,
    Mark,
    OnFace,
    Piece,
    Placed,
    Placing,
    Relation,
    Said,
    Size,
    Taken,
)

#: What it costs that a boss is named before what it stands on.
_RAISED_ON_NOTHING = 1.0
#: What it costs that a boss stands on a shaft: it is rather one of its steps.
_RAISED_ON_STEPS = 2.0
#: What it costs that what a part can have itself, its hub, is a boss on it.
_OWN_COMPONENT = 1.2
#: What it costs that a part is named behind "through", which is where something goes.
_GONE_THROUGH = 2.0
#: What it costs that "a cylinder" behind "on the top face" is the cylinder that was named already.
_PLACED_ANEW = 2.5
#: How much cheaper it is that a part without a noun is named after all.
_NAMED_AFTERWARDS = 1.2


#: What it costs that "4" in "4 tapped M6 holes" is a size.
_COUNTED: Final = 1.0
#: What is done to edges, which may be those of a feature.
_OF_EDGES: Final = frozenset({"fillet", "chamfer"})
#: Features that have edges of their own.
_WITH_EDGES: Final = frozenset({"hole", "boss", "slot", "pocket"})


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
            yield from _part(state, head, cost, knows)
        case "again":
            yield from _once_more(state, head)
        case "stock" if state.base >= 0:
            yield from _stock(state, head, cost, knows)
        case "counterbore" | "countersink":
            yield from _mouth(state, head, cost)
        case kind if kind != "stock" and _comes_here(state, head):
            yield from _feature(state, head, cost, knows)


def _comes_here(state: State, head: Head) -> bool:
    """Return whether there is something to cut a body out of, and no profile that was drawn already."""
    if head.kind == "cut_body":
        first = not state.topics  # "subtract a sphere from a cube"
        return first or state.base >= 0 or last_of(state, {"extrude", "revolve", "raised"}) >= 0
    return not (head.kind == "raised" and head.definite and last_of(state, {"sketch"}) >= 0)


def _feature(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a feature or a step of construction that was named."""
    if head.kind == "fillet" and state.focus >= 0 and state.topics[state.focus].kind in {"pocket", "boss"}:
        own = list(_own_corners(state, head, cost))
        yield from own
        cost += 1.7 if "corner" in head.words.lower() else 0.0
    if _is_of_the_feature(state, head):
        owner = state.topics[state.focus]
        of = Placing("place", "on", ref=Reference(owner.kind, text=owner.words), text=f"of the {owner.words}")
        yield state.added(Topic.of(replace(head, said=(*head.said, of)))), cost
        return
    if _sizes_the_last(state, head):
        merged = state
        for one in head.said:
            merged = merged.extended(state.focus, one)
        yield merged, cost
        cost += 1.0
    if head.kind == "segment":
        yield from _step_of(state, head, cost, knows)
    known = _known(state, head)
    if known < 0 <= state.base and head.kind == "sketch" and head.definite and not head.said:
        yield state.but(focus=state.base, context="", fresh=False), cost + 0.2  # "the annulus": the part
        cost += 1.0
    if known >= 0:
        for merged, extra, instead in _again_said(state, head, known):
            yield merged, cost + extra
            cost += instead
    of_part = tuple(one for one in state.pending if isinstance(one, Size | Group) and state.base < 0)
    before = tuple(one for one in state.pending if one not in of_part)
    added = state.added(Topic.of(head).preceded(before))
    yield added.but(pending=of_part), cost + _cost_here(state, head, knows)


def _cost_here(state: State, head: Head, knows: Knowledge) -> float:
    """Return what it costs that a feature comes here: a piece of a part that has no steps, for one."""
    cost = 0.0
    if head.kind == "segment":
        cost += _as_piece(state, knows)
    if head.kind == "boss":
        steps = state.base >= 0 and knows.steps(state.topics[state.base].name)
        cost += _RAISED_ON_NOTHING if state.base < 0 else _RAISED_ON_STEPS if steps else 0.0
        word = head.words.split()[-1].lower() if head.words else ""
        if state.base >= 0 and word and knows.takes(state.topics[state.base].name, Label((word,))):
            cost += _OWN_COMPONENT
    if any(isinstance(one, Relation) and one.kind not in {"same", "in"} for one in state.pending):
        cost += 2.0  # it says where a body stands
    return cost


def _as_piece(state: State, knows: Knowledge) -> float:
    """Return what it costs that a piece of a turned body is spoken of."""
    if state.base >= 0:
        return 0.0 if knows.steps(state.topics[state.base].name) else 1.5
    return 0.0 if last_of(state, {"turned", "contour", "segment"}) >= 0 else 0.6


def _once_more(state: State, head: Head) -> Iterator[tuple[State, float]]:
    """Yield the reading with one more of the feature before: "a hole of 10 along x, another along y"."""
    if state.focus < 0 or state.topics[state.focus].kind not in {"hole", "bore", "pocket", "slot", "boss"}:
        return
    topic = state.topics[state.focus]
    kept = tuple(one for one in topic.said if isinstance(one, Size | Group | Mark))
    one_more = Head(topic.kind, topic.name, topic.words, said=(*kept, *head.said))
    yield state.added(Topic.of(one_more)), 0.0


def _step_of(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Read "second step Ø30 x 60" behind the first of a shaft as one more of its steps."""
    pieces = [one for one in head.said if isinstance(one, Piece)]
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or not base.groups or len(pieces) != 1 or not knows.steps(base.name):
        return
    piece = pieces[0]
    if piece.length is None or any(
        one is not None for one in (piece.far, piece.begin, piece.end, piece.rank)
    ):
        return
    sizes = (Size(piece.diameter, Label((), "diameter")), Size(piece.length, Label((), "length")))
    stepped = state.extended(state.base, Group(sizes))
    yield stepped.but(focus=state.base, context="step", fresh=False), cost


def _again_said(state: State, head: Head, known: int) -> Iterator[tuple[State, float, float]]:
    """Yield the reading in which a feature is one that was named before.

    Each with what it costs, and what it costs then to take the feature for a further one.
    """
    topic = state.topics[known]
    if head.definite and not head.said and head.count in {None, topic.count}:
        if head.lead == "of" and 0 <= state.focus != known and state.topics[state.focus].kind in _OF_EDGES:
            yield _with_edges_of(state, topic), 0.0, 2.0
            return
        yield state.but(focus=known, context="", fresh=False), 0.0, 2.0
        return
    merged = state
    for one in head.said:
        merged = merged.extended(known, one)
    if head.definite:
        sized = any(has_size(topic, one) for one in head.said if isinstance(one, Size))
        yield merged.but(focus=known, context=""), 0.1, 0.0 if sized else 0.4
    elif _announced(topic, head):
        topics = list(merged.topics)
        topics[known] = replace(topics[known], words=head.words)
        yield merged.but(topics=tuple(topics), focus=known, context=""), 0.1, 1.0
    elif not _has_sizes(head) and (known < state.base or _only_sized(topic)):
        topics = list(merged.topics)
        topics[known] = replace(topics[known], count=head.count, plural=head.plural, words=head.words)
        yield merged.but(topics=tuple(topics), focus=known, context=""), 0.1, 0.5


def _is_of_the_feature(state: State, head: Head) -> bool:
    """Return whether a chamfer is that of the feature just named: "a hole with a 1 mm chamfer on top"."""
    if head.kind not in _OF_EDGES or head.lead != "with" or state.focus < 0:
        return False
    edges = head.words.lower()
    own = any(word in edges for word in ("edges", "corner", "vertical", "all round", "all around"))
    return state.topics[state.focus].kind in _WITH_EDGES and not own


def _with_edges_of(state: State, owner: Topic) -> State:
    """Return the reading in which the edges just named are those of a feature: "outer edge of the boss"."""
    of = Placing("place", "on", ref=Reference(owner.kind, text=owner.words), text=f"of the {owner.words}")
    return state.extended(state.focus, of)


def _announced(topic: Topic, head: Head) -> bool:
    """Return whether features were only counted before: "with 6 bolt holes: …, holes 11 dia"."""
    counted = (topic.count or 1) > 1 and not any(not isinstance(one, Mark) for one in topic.said)
    return counted and head.plural and head.count in {None, topic.count}


def _sizes_the_last(state: State, head: Head) -> bool:
    """Return whether a hole without a noun of its own sizes the one just named: "a hole tapped for 1/4"."""
    last = state.evidence[-1].value if state.evidence else None
    named = isinstance(last, Head) and last.kind == head.kind == "hole" and not last.said
    return named and head.words in {"hole", "holes"} and head.count is None and bool(head.said)


def _naming(state: State, head: Head) -> float | None:
    """Return what it costs that a noun names the part there is already; None where it does not."""
    if not state.topics[state.base].name:  # "DIN 934 nut M12"
        return 0.0
    if state.topics[state.base].implied:
        return -_NAMED_AFTERWARDS
    if _is_said_to_be(state, head):
        return _CALLED
    return 0.3 if _says_which(state, head) else None


#: What it costs that "a knob: a cylinder 28 x 20" is that cylinder.
_CALLED: Final = 0.5
#: Words behind which it is said what a part is that was only named before.
_IT_IS: Final = frozenset({":", "-", "–", "basically", "just", "simply", "it's", "its", "is", "really"})


def _is_said_to_be(state: State, head: Head) -> bool:
    """Return whether a part without a size was named before, and is now said to be another one with sizes."""
    base = state.topics[state.base]
    only = len(state.topics) == 1 and not base.said and base.count is None and not base.plural
    return only and not head.plural and head.count is None and head.lead.lower().split()[-1:] in _leads()


def _leads() -> list[list[str]]:
    return [[word] for word in _IT_IS]


def _part(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    base = state.base
    if base < 0:
        sizes = tuple(one for one in state.pending if isinstance(one, Size | Group))
        if any(isinstance(one, Size) and not knows.takes(head.name, one.label) for one in sizes):
            return
        rest = tuple(one for one in state.pending if not isinstance(one, Size | Group))
        yield state.added(Topic.of(head).preceded(sizes)).but(pending=rest), cost
        return
    if head.implied:
        return
    cost += _cost_of_naming(state, head)
    kept = _naming(state, head)
    if kept is not None:
        yield _named(state, head), cost + kept
        return
    yield from _steps(state, head, cost, knows)
    again = [i for i, one in enumerate(state.topics) if one.kind == "part" and _is_named(one, head)]
    if again and (head.name == "body" or head.ordinal):
        named = state
        for one in head.said:
            named = named.extended(again[-1], one)
        yield named.but(focus=again[-1], context="", fresh=False), cost
        return
    if head.ordinal:
        yield from _kept_apart(state, head, cost)
        return
    same = state.topics[base].name == head.name and head.name != "body"
    if same or not head.said:
        named = state
        for one in head.said:
            named = named.extended(base, one)
        yield (
            named.but(focus=base, context="", fresh=False),
            cost
            + (_again(state.topics[base], head) if same else 1.5 if head.definite else 5.0)
            + (1.2 if same and head.indefinite and state.topics[base].said else 0.0)
            + (_PLACED_ANEW if same and head.indefinite and _on_top(state) else 0.0),
        )
    component = Label((head.words.split()[-1].removesuffix("s"),))
    cost += 2.0 if not same and knows.takes(state.topics[base].name, component) else 0.0
    new = not same and not head.definite
    if head.said or head.count or new or (head.indefinite and state.topics[base].said):
        topic = Topic.of(head).preceded(tuple(_of_the_lower(one, head) for one in state.pending))
        again_cost = 0.4 if head.indefinite and state.topics[base].said else 3.0
        yield state.added(topic).but(pending=()), cost + (again_cost if same else 0.2)


def _of_the_lower(place: Said, head: Head) -> Said:
    """Return "on top" before "of a plate" as what it says of the plate: that it is under the body before."""
    below = isinstance(place, Relation) and place.kind == "on" and not place.of and place.gap is None
    return Relation("under") if below and head.lead in {"of", "on", "onto"} else place


def _on_top(state: State) -> bool:
    """Return whether "on the top face" was just said: what comes then stands there."""
    return any(
        isinstance(one, Relation | OnFace) or (isinstance(one, Placing) and one.noun in {"top", "top_face"})
        for one in state.pending
    )


def _only_sized(topic: Topic) -> bool:
    """Return whether only sizes of a feature were said so far: "hole_diameter = 10"."""
    sized = topic.count is None and all(isinstance(one, Size) for one in topic.said)
    return sized and bool(topic.said) and topic.definite


def _has_sizes(head: Head) -> bool:
    return any(isinstance(one, Size | Group) for one in head.said)


def _known(state: State, head: Head) -> int:
    """Return the index of the topic that a definite name refers to ("the hole"); -1 without one."""
    if head.kind != "sketch":
        return last_of(state, {head.kind})
    if not head.definite:
        return last_of(state, {"sketch"})
    for index in range(len(state.topics) - 1, -1, -1):
        topic = state.topics[index]
        if topic.kind in DRAWN and topic.name == head.name:
            return index
    return -1


def placed(state: State, where: Placed) -> Iterator[tuple[State, float]]:
    """Yield the reading in which a body that was described before stands somewhere."""
    index = _body_named(state, where.name)
    if index >= 0:
        yield state.extended(index, where.place).but(focus=index), 0.0


def _body_named(state: State, name: str) -> int:
    """Return the index of the last body that some words name; -1 without one."""
    words = set(name.lower().split())
    for index in range(len(state.topics) - 1, -1, -1):
        topic = state.topics[index]
        known = set(topic.words.lower().split())
        if topic.kind == "part" and (not words or (known <= words if len(known) > 1 else words & known)):
            return index
    return -1


def taken_away(state: State, taken: Taken) -> Iterator[tuple[State, float]]:
    """Yield the reading in which a body that was described before is cut out of the first one."""
    words = set(taken.name.lower().split())
    for index in range(len(state.topics) - 1, state.base, -1):
        topic = state.topics[index]
        if topic.kind != "part" or state.base < 0:
            continue
        if (
            words
            and not words & set(topic.words.lower().split())
            and not words & {"one", "body", "shape", "solid"}
        ):
            continue
        topics = list(state.topics)
        topics[index] = replace(topic, kind="cut_body", key=hash((topic.key, "taken")))
        yield state.but(topics=tuple(topics), focus=index, fresh=False), 0.0
        return


def _kept_apart(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Yield the reading with one of several bodies of a kind: "two cylinders, the lower cylinder …"."""
    last = last_of(state, {"part"})
    before = state.topics[last]
    if head.name == "same":
        if before.name == "body":
            return
        head = replace(head, name=before.name)
    topic = Topic.of(head).preceded(state.pending)
    announces = (before.count or 1) > 1 and not before.said and before.name == head.name
    if announces:
        topics = list(state.topics)
        topics[last] = topic
        yield state.but(topics=tuple(topics), focus=last, context="", pending=(), fresh=False), cost
    elif head.said or before.said:
        yield state.added(topic).but(pending=()), cost + 0.2


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
    yield stepped.but(focus=state.base, context="", fresh=False), cost + 0.1


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
    return state.but(topics=tuple(topics), focus=base, context="", fresh=False)


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
        if isinstance(one, Size) and one.label == UNNAMED and knows.takes(state.topics[base].name, BAR):
            one = Size(one.number, BAR)
        stocked = stocked.extended(base, one)
    yield (
        stocked.but(focus=base, context="", fresh=False),
        cost + (0.5 if state.topics[base].groups else 0.0),
    )


def _mouth(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read a counterbore: of the hole before it, or "4 M6 counterbores", which are holes themselves."""
    owner = last_of(state, BORED)
    threaded = any(isinstance(one, Size) and one.number.form == "thread" for one in head.said)
    mark = Mark.COUNTERBORED if head.kind == "counterbore" else Mark.COUNTERSUNK
    if owner >= 0 and not head.said and state.focus == owner:
        yield state.extended(owner, mark), cost
    if head.definite and head.said and state.focus >= 0 and state.topics[state.focus].kind == head.kind:
        more = state
        for one in head.said:
            more = more.extended(state.focus, one)
        twice = any(has_size(state.topics[state.focus], one) for one in head.said if isinstance(one, Size))
        yield more, cost + (3.0 if twice else -0.1)
    if owner >= 0:
        yield state.added(Topic.of(head, owner)), cost + (0.0 if not threaded else 1.0)
    if threaded:
        hole = Topic.of(replace(head, kind="hole", said=(*head.said, mark))).preceded(state.pending)
        yield state.added(hole).but(pending=()), cost + (0.0 if owner < 0 else 0.5)


def _own_corners(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read "pocket 40 x 30 with R5 corners": the pocket's own."""
    places = [one for one in head.said if isinstance(one, Placing)]
    sizes = [one for one in head.said if isinstance(one, Size)]
    outside = {"outer", "top", "bottom", "all", "each"}
    outside |= set() if head.lead in {"has", "have", "with", "having"} else {"vertical"}
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
    own = state.extended(state.focus, Size(sizes[0].number, Label((), "radius")))
    for place in places:
        if place.ref is not None and place.ref.of is not None and place.ref.of.noun != "pocket":
            own = own.extended(state.focus, replace(place, name="in", ref=place.ref.of))
    yield own, cost - 0.2
