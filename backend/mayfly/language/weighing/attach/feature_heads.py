"""Adds the name of a feature: a new one, one that was named before, or a size of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.attach.fitting import DRAWN, has_size, last_of
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.attach.which_one import NEXT, OPEN, is_counted, meant, one_by_one, tells_apart
from mayfly.language.weighing.layout import BREAK
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Head, Mark, OnFace, Piece, Placing, Relation, Size

#: What it costs that a boss is named before what it stands on.
_RAISED_ON_NOTHING = 1.0
#: What it costs that a boss stands on a shaft: it is rather one of its steps.
_RAISED_ON_STEPS = 2.0
#: What it costs that what a part can have itself, its hub, is a boss on it.
_OWN_COMPONENT = 1.2
#: What it costs that "the smaller hole" is another one than the smaller of two.
_ANOTHER_ONE: Final = 2.5
#: What is done to edges, which may be those of a feature.
_OF_EDGES: Final = frozenset({"fillet", "chamfer"})
#: Features that have edges of their own.
_WITH_EDGES: Final = frozenset({"hole", "boss", "slot", "pocket"})
#: Other relations that a feature may stand in, besides that of a body on another one.
_BESIDE: Final = frozenset({"same", "in"})
_BESIDE_BOSS: Final = _BESIDE | {"on"}


def attach_feature(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a feature or a step of construction that was named."""
    state = one_by_one(state, head)
    which = meant(state, head)
    if which is None and is_counted(head):
        return  # "the first hole" of a row or circle says where that begins
    if which == NEXT:
        yield state.added(Topic.of(head)), cost
        return
    if which is not None:
        if which != OPEN:
            yield _singled_out(state, head, which), cost
        cost += _ANOTHER_ONE
    yield from _named(state, head, cost, knows)


def _singled_out(state: State, head: Head, which: int) -> State:
    """Return the reading in which a name means one feature of several."""
    named = state.but(focus=which, context="", fresh=False)
    for one in head.said:
        again = isinstance(one, Size) and has_size(state.topics[which], one)
        if not again and not tells_apart(one):
            named = named.extended(which, one)
    return named


def _named(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
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
    if known >= 0 and state.topics[known].implied and not state.topics[known].said:
        topics = list(state.topics)
        topics[known] = Topic.of(head)
        yield state.but(topics=tuple(topics), focus=known, context="", fresh=False), cost
        return
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
    beside = _BESIDE_BOSS if head.kind == "boss" else _BESIDE
    if any(isinstance(one, Relation) and one.kind not in beside for one in state.pending):
        cost += 2.0  # it says where a body stands
    return cost


def _as_piece(state: State, knows: Knowledge) -> float:
    """Return what it costs that a piece of a turned body is spoken of."""
    if state.base >= 0:
        return 0.0 if knows.steps(state.topics[state.base].name) else 1.5
    return 0.0 if last_of(state, {"turned", "contour", "segment"}) >= 0 else 0.6


def attach_once_more(state: State, head: Head) -> Iterator[tuple[State, float]]:
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
    if piece.length is None or piece.diameter is None:
        return
    if any(one is not None for one in (piece.far, piece.begin, piece.end, piece.rank)):
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
    elif _is_spoken_of_again(topic, head):
        yield state.but(focus=known, context="", fresh=False), 0.1, 0.5
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


def _is_spoken_of_again(topic: Topic, head: Head) -> bool:
    """Return whether several features are named once more, to say where: "two 5 mm holes, holes 40 apart"."""
    bare = head.plural and head.count is None and not head.said
    laid_out = any(
        not isinstance(one, Size | Group | Mark | OnFace) and not _is_a_face(one) for one in topic.said
    )
    return bare and (topic.count or 1) > 1 and bool(topic.sizes or topic.groups) and not laid_out


#: Faces, by the names that places have for them.
_FACES: Final = word_set("top_face underside top bottom front back left right face side side_face")


def _is_a_face(value: object) -> bool:
    """Return whether something said of a feature is on which face it is."""
    return isinstance(value, Placing) and value.kind == "place" and value.noun in _FACES


def _announced(topic: Topic, head: Head) -> bool:
    """Return whether features were only counted before: "with 6 bolt holes: …, holes 11 dia"."""
    counted = (topic.count or 1) > 1 and not any(not isinstance(one, Mark) for one in topic.said)
    return counted and head.plural and head.count in {None, topic.count}


def _sizes_the_last(state: State, head: Head) -> bool:
    """Return whether a hole without a noun of its own sizes the one just named: "a hole tapped for 1/4"."""
    last = state.evidence[-1].value if state.evidence else None
    if not isinstance(last, Head) or not last.kind == head.kind == "hole":
        return False
    named = not last.said or _is_threaded_alone(last, head)
    return named and head.words in {"hole", "holes"} and head.count is None and bool(head.said)


def _is_threaded_alone(last: Head, head: Head) -> bool:
    """Return whether a thread alone was said of holes, and their drill follows: "M6 tap drill Ø5 x 15"."""
    drilled = {Mark.TAPPED, Mark.CLEARANCE} & set(one for one in last.said if isinstance(one, Mark))
    sizes = [one for one in last.said if not isinstance(one, Mark)]
    threaded = bool(sizes) and all(isinstance(one, Size) and one.number.form == "thread" for one in sizes)
    own = [size for one in head.said for size in (one.sizes if isinstance(one, Group) else (one,))]
    round_one = bool(own) and isinstance(own[0], Size) and own[0].number.form == "diameter"
    return bool(drilled) and threaded and round_one


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


#: What stands before the first word of a sentence or line.
_SENTENCE_ENDS: Final = frozenset({".", ";", BREAK})


def _own_corners(state: State, head: Head, cost: float) -> Iterator[tuple[State, float]]:
    """Read "pocket 40 x 30 with R5 corners": the pocket's own."""
    places = [one for one in head.said if isinstance(one, Placing)]
    sizes = [one for one in head.said if isinstance(one, Size)]
    outside = {"outer", "top", "bottom", "all", "each"}
    led = head.lead in {"has", "have", "with", "having"}
    upright = any(p.ref and "vertical" in p.ref.traits for p in places) and not led
    plain = all(p.noun == "corner" and p.ref and not p.ref.traits & outside for p in places)
    if not plain or len(sizes) != 1 or "corner" not in head.words.lower():
        return
    named = "radius" in head.words.lower() and not any(p.ref and p.ref.of for p in places)
    pocket = state.topics[state.focus] if state.focus >= 0 else None
    of_its_sentence = pocket is not None and pocket.lead in _SENTENCE_ENDS and not state.fresh
    apart = state.paused or (state.fresh and upright)
    if apart and (named or upright) and not of_its_sentence:  # it may be that of the part's own corners
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
