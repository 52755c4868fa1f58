"""Adds the name of a part: the first one, the same once more, or a further body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import UNNAMED, Label
from mayfly.language.vocabulary import SECTIONS, word_set
from mayfly.language.weighing.attach.fitting import BAR, last_of
from mayfly.language.weighing.attach.knowledge import Knowledge
from mayfly.language.weighing.topics import BALL, BLOCKS, CONE, DISC, PRISM, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Context, Group, Head, Mark, OnFace, Placing, Relation, Said, Size

#: What it costs that a part is named behind "through", which is where something goes.
_GONE_THROUGH = 2.0
#: What it costs that "a cylinder" behind "on the top face" is the cylinder that was named already.
_PLACED_ANEW = 2.5
#: How much cheaper it is that a part without a noun is named after all.
_NAMED_AFTERWARDS = 1.2


def _naming(state: State, head: Head, knows: Knowledge) -> float | None:
    """Return what it costs that a noun names the part there is already; None where it does not."""
    if not state.topics[state.base].name:  # "DIN 934 nut M12"
        return 0.0
    if state.topics[state.base].implied:
        return -_NAMED_AFTERWARDS
    if _is_said_to_be(state, head, knows):
        return 0.0 if head.lead in _STOPS else _CALLED
    stock = head.name in BLOCKS
    shaped = knows.shapes(state.topics[state.base].name)
    return 0.3 if _says_which(state, head) and (stock or not shaped) else None


#: What it costs that "a knob: a cylinder 28 x 20" is that cylinder.
_CALLED: Final = 0.5
#: Words behind which it is said what a part is that was only named before.
_IT_IS: Final = frozenset({":", "?", "-", "–", "basically", "just", "simply", "it's", "its", "is", "really"})


def _is_said_to_be(state: State, head: Head, knows: Knowledge) -> bool:
    """Return whether a part without a size was named before, and is now said to be another one with sizes.

    "A hinge leaf. Flat plate 80 long": in a sentence of its own only what the part becomes anyway.
    """
    base = state.topics[state.base]
    own = [one for one in base.said if not (isinstance(one, Context) and one.component in _WHOLE)]
    only = len(state.topics) == 1 and not own and base.count is None and not base.plural
    if not only or head.plural or head.count is not None:
        return False
    if head.lead.lower().split()[-1:] in _leads() or (
        head.lead in _STOPS and knows.becomes(base.name, base.words, head.name)
    ):
        return True
    shaped = base.name in _SHAPES and bool(_SHAPE_NOUNS & set(base.words.lower().split()[-1:]))
    bored = knows.takes(base.name, _INNER)  # a washer is no plain disc
    return head.name in _SHAPES and not shaped and not bored and _is_made_of(state, head)


_INNER: Final = Label(("inner",), "diameter")


#: Parts that say no more than their shape, as what another one is described as.
_SHAPES: Final = frozenset({*BLOCKS, ROUND_BAR, DISC, PRISM, CONE, BALL, "hemisphere", "tube", "washer"})
_BE: Final = frozenset({"be", "is"})
#: What a part is called as a whole: "the body is a cylinder".
_WHOLE: Final = frozenset({"body", "base"})
_SHAPE_NOUNS: Final = word_set(
    "plate block box cylinder disc disk rod bar cube cone sphere ball tube pipe ring prism cuboid"
)
#: Words behind which it is said from what the part that was only named is made.
_MADE: Final = word_set("be make create with take from as model draw extrude turn is")


def _is_made_of(state: State, head: Head) -> bool:
    """Return whether a shape is what a title only named: "a coaster. It should be a disc"."""
    lead = head.lead.lower()
    if head.indefinite and (lead in _BE or (lead in _MADE and state.fresh)):
        return True
    titled = len(state.evidence) == 1 and isinstance(state.evidence[0].value, Head)
    return titled and head.lead in _STOPS


_STOPS: Final = frozenset({".", ";", "¶"})


def _leads() -> list[list[str]]:
    return [[word] for word in _IT_IS]


def attach_part(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
    """Yield the readings with a part that was named: the first, the same once more, or a further body."""
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
    kept = _naming(state, head, knows)
    if kept is not None:
        section = _is_section(state, head) or _is_shaped(state, head, knows)
        yield (_sectioned if section else _named)(state, head), cost + kept
        return
    yield from _steps(state, head, cost, knows)
    again = [i for i, one in enumerate(state.topics) if one.kind == "part" and _is_named(one, head)]
    own = head.definite and len(again) == 1 and head.words.lower() != head.name
    if again and (head.name == "body" or head.ordinal or own):
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
    cost += 2.0 if not same and _is_component(state.topics[base].name, head, knows) else 0.0
    new = not same and not head.definite
    if head.said or head.count or new or (head.indefinite and state.topics[base].said):
        topic = Topic.of(head).preceded(tuple(_of_the_lower(one, head) for one in state.pending))
        again_cost = 0.4 if head.indefinite and state.topics[base].said else 3.0
        yield state.added(topic).but(pending=()), cost + (again_cost if same else 0.2)


def _is_component(name: str, head: Head, knows: Knowledge) -> bool:
    """Return whether a part has what is named as a component: "hub", and "base" of an angle."""
    word = head.words.split()[-1].lower().removesuffix("s")
    leg = word == "base" and knows.exact(name, Label(("horizontal_leg",)))
    return leg or knows.takes(name, Label((word,)))


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


def _is_section(state: State, head: Head) -> bool:
    """Return whether the part named before says which section this one has: "T-section beam"."""
    words = state.topics[state.base].words.lower().split()
    return words[-1:] in [[word] for word in SECTIONS] and _says_which(state, head)


def _is_shaped(state: State, head: Head, knows: Knowledge) -> bool:
    """Return whether the part named before says how a plate or block is shaped: "triangle plate"."""
    return head.name in BLOCKS and knows.shapes(state.topics[state.base].name) and _says_which(state, head)


def _sectioned(state: State, head: Head) -> State:
    """Return a reading with the part that its section names, and what was said of it by a plain name."""
    for one in head.said:
        state = state.extended(state.base, one)
    return state.but(focus=state.base, context="", fresh=False)


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


def attach_stock(state: State, head: Head, cost: float, knows: Knowledge) -> Iterator[tuple[State, float]]:
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
