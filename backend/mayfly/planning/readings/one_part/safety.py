"""What keeps a reading from being built though each of its phrases was read: counts, negations, names."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import Part
from mayfly.design.builder import Draft
from mayfly.errors import NeedsClarification
from mayfly.language.english import a_or_an, plural
from mayfly.language.nodes import MATE, Attribute, Mention, Reference
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import (
    Absent,
    Bend,
    Context,
    Group,
    Head,
    Leg,
    OnPlane,
    Outline,
    Piece,
    Placing,
    Points,
    Size,
    Span,
)
from mayfly.planning.parts.modifiers import has_component
from mayfly.planning.parts.names import choose_part
from mayfly.planning.parts.resolve import opens_without_lid
from mayfly.planning.questions import about, conflict, unsupported
from mayfly.planning.readings.said.mentions import mention_of

#: What is said of profiles, paths and bodies, never of a feature of a part.
_OF_BODIES: Final = (Outline, Piece, Leg, Bend, OnPlane, Span)
_AT_AN_END: Final = ("flange", "head")
_BORED: Final = frozenset({"hole", "bore"})


def without_the_usual(base: Topic) -> Topic:
    """Return a part without "at one end" of a flange or head, which has no other place."""
    sized = {size.label.components[:1] for size in base.sizes} | {
        size.label.components[:1] for group in base.groups for size in group.sizes
    }
    if not sized & {(name,) for name in _AT_AN_END}:
        return base
    return replace(base, said=tuple(one for one in base.said if not _is_one_end(one)))


def _is_one_end(value: object) -> bool:
    if isinstance(value, Context):
        return value.component == "end" and value.number is not None and value.number.value == 1
    if not isinstance(value, Placing) or value.kind != "place" or value.ref is None:
        return False
    return value.ref.noun == "end" and value.ref.count == 1


def check_said(state: State) -> None:
    """Check that nothing was said of a feature that only profiles, paths and bodies have.

    Raises:
        NeedsClarification: Something was: the corners of an outline, a piece of a path.
    """
    for topic in state.topics:
        for one in topic.said if topic.kind != "part" else ():
            if isinstance(one, _OF_BODIES):
                raise unsupported(
                    f"A part of what is said of the {topic.words} can't be read.", about("place", topic.words)
                )


def check_whole(state: State, base: Topic, part: Part) -> None:
    """Check what is said of the part as a whole, before anything is made of it.

    Raises:
        NeedsClarification: Several parts are asked for; or words before the name of a standard part make
            another part of it.
    """
    if base.count not in {None, 1} or base.plural:
        raise several_alike(base)
    if len({point for one in base.said if isinstance(one, Points) for point in one.points}) > 1:
        raise unsupported(f"What do the points mean for the {base.words}?", about("place", base.words))
    purposes = [word for one in state.evidence if isinstance(one.value, Head) for word in one.value.purpose]
    sized = not any(
        size.number.form in {"thread", "designation"} and size.label != MATE for size in _all_sizes(base)
    )
    if purposes and part.standard is not None and not part.conventions.named and not sized:
        raise unsupported(
            f"What does {purposes[0]!r} mean for the {part.label}?",
            about("words", base.words, words=purposes),
        )


def _all_sizes(topic: Topic) -> list[Size]:
    return [*topic.sizes, *(size for group in topic.groups for size in group.sizes)]


def several_alike(base: Topic) -> NeedsClarification:
    """Return the question about several equal parts of which no place was said."""
    many = f"{base.count or 'several'} {plural(base.words)}"
    return unsupported(
        f"I make one part at a time, and {many} would all be the same. Shall I make one? If they differ,"
        " which one first?",
        about("count", mention_of(base), values=[base.count] if base.count else []),
        ("one",),
    )


def check_sized(base: Topic, state: State) -> None:
    """Check that a part that is asked for with more than its name has a size.

    Raises:
        NeedsClarification: Nothing but words was said of it, or an unknown word stands before its name.
    """
    sized = any(isinstance(one, Size | Group) for topic in state.topics for one in topic.said)
    described = any(isinstance(one.value, Head) and one.value.purpose for one in state.evidence)
    described = described or base.lead == ":"
    if not sized and (described or state.passed or len(state.evidence) > 1):
        raise unsupported(f"Which sizes has the {base.words}?", about("size", base.words))


def open_without_lid(state: State, base: Mention) -> State:
    """Return a reading without "without lid" where that only opens a box; its mention is open then."""
    lids = [one for one in state.stated if isinstance(one, Absent) and one.words == ("lid",)]
    if not lids or not opens_without_lid(choose_part(base)):
        return state
    base.attributes.append(Attribute("flag", "open_top", text="without lid"))
    return state.but(stated=tuple(one for one in state.stated if one not in lids))


def _is_there(state: State, kind: str, where: Reference) -> bool:
    """Return whether a feature of a kind is asked for at a place."""
    placed = [
        one for topic in state.topics if topic.kind == kind for one in topic.said if isinstance(one, Placing)
    ]
    round_axis = where.noun in _ON_AXES and any(one.kind == "circle" for one in placed)
    return not placed or round_axis or any(one.noun == where.noun for one in placed)


#: Where holes on a circle may lie, of which it was said that none does.
_ON_AXES: Final = frozenset({"axis", "centre_line"})


def check_absent(state: State, draft: Draft) -> None:
    """Check what must not be there against the part and against what is asked for.

    Raises:
        NeedsClarification: The part has it by its nature, or it is asked for as well.
    """
    kinds = {topic.kind for topic in state.topics}
    for absent in (one for one in state.stated if isinstance(one, Absent)):
        for name in absent.words:
            if absent.others:
                continue
            if absent.where is not None and not _is_there(state, name, absent.where):
                continue
            if name in kinds:
                raise conflict(
                    f"The request asks for a {name} and for none. Which is right?", about("feature", name)
                )
            bored = name in _BORED and draft.requirements.holes
            if bored or has_component(draft.part, name):
                raise unsupported(
                    f"{a_or_an(draft.part.label)} always has {a_or_an(name.replace('_', ' '))} and"
                    " can't be made without it. Which part is meant, or is it wanted after all?",
                    about("part", draft.part, words=[name]),
                )
