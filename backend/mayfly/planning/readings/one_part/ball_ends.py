"""Blind holes with the bottom of a ball, as a hole and a ball that is cut out at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import BALL, SUNK, State, Topic
from mayfly.language.weighing.values import Group, InCentre, Mark, OnFace, Placing, Size
from mayfly.planning.questions import about, impossible, unsupported
from mayfly.planning.readings.said.roles import role_of

_ROUND: Final = word_set("hole bore")
_DEEP: Final = word_set("deep depth")
_ABOVE: Final = word_set("top top_face centre axis")


def with_ball_ends(state: State) -> State:
    """Return a reading in which each hole with a hemispherical bottom ends in a ball that is cut out.

    Raises:
        NeedsClarification: A size of the hole is open, or it is not drilled from the top in the middle.
    """
    if not any(Mark.BALL_BOTTOM in topic.marks for topic in state.topics):
        return state
    found = list(state.topics)
    for at, topic in enumerate(state.topics):
        if Mark.BALL_BOTTOM in topic.marks:
            found[at], ball = _in_two(topic)
            found.append(ball)
    return state.but(topics=tuple(found))


def _in_two(hole: Topic) -> tuple[Topic, Topic]:
    """Return the straight piece of a hole, and the ball at its end."""
    sizes = [size for one in hole.said for size in _sizes_of(one)]
    deep = [size.number for size in sizes if role_of(size) in _DEEP]
    wide = [size.number for size in sizes if role_of(size) in {None, "diameter"}]
    elsewhere = [one for one in hole.said if not _is_in_the_middle(one)]
    alone = hole.kind in _ROUND and hole.count in {None, 1} and not elsewhere
    if not alone or len(deep) != 1 or len(wide) != 1 or len(sizes) != len(deep) + len(wide):
        raise unsupported(
            f"Where and how deep is the {hole.words} with a hemispherical bottom? Only one in the middle of"
            " the top, given by its diameter and its depth, can be made.",
            about("feature", hole.words),
        )
    straight = deep[0].value - wide[0].value / 2
    if straight <= 0:
        raise impossible(
            f"A hole of {wide[0].text} with a hemispherical bottom is deeper than {deep[0].text}.",
            about("size", hole.words, "depth", values=[wide[0], deep[0]]),
        )
    across = Size(wide[0], Label((), "diameter"))
    short = Size(Quantity(straight, f"{straight:g}", unit="mm"), Label((), "depth"))
    ball = Topic(kind="cut_body", name=BALL, words="ball at the bottom")
    ball = ball.extended(across, Size(deep[0], SUNK), OnFace("top"), InCentre())
    return replace(hole, said=(across, short, Mark.CENTRED)), ball


def _sizes_of(one: object) -> tuple[Size, ...]:
    return one.sizes if isinstance(one, Group) else (one,) if isinstance(one, Size) else ()


def _is_in_the_middle(one: object) -> bool:
    """Return whether something that was said of a hole leaves it in the middle of the top."""
    if isinstance(one, Placing):
        return not one.numbers and one.ref is not None and one.ref.noun in _ABOVE and one.ref.of is None
    return isinstance(one, Size | Group) or one in {Mark.BALL_BOTTOM, Mark.BLIND, Mark.CENTRED, Mark.ROUND}
