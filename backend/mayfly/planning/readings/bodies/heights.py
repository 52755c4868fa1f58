"""How high a body stands: on another one, below it, in a hole, or at a height that was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.features import Hole, Pocket
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.english import and_list
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import BALL, Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.bodies.pieces import Piece, other_of
from mayfly.planning.readings.built_up.lying import at_height, way_of

#: What stands below the body that it belongs to, where nothing else is said.
_LEGS: Final = (["leg"], ["legs"], ["foot"], ["feet"])


def height_of(piece: Piece, before: Sequence[Piece], *, known: bool) -> float:
    """Return the height of a body's origin.

    Raises:
        NeedsClarification: Nothing was said of it.
    """
    said_height = _height_said(piece, before)
    if said_height is not None:
        return said_height
    topic, low = piece.topic, piece.work.draft.corner[2]
    level, on = piece.relation("level"), piece.relation("on")
    other = other_of(piece, before)
    if piece.relation("hole") is not None:
        return _floor_of_hole(before) - low
    if level is not None and level.gap is not None:
        _check_stands_there(piece, other, level.gap.value)
        return level.gap.value - low
    if other is None:
        return -low if not before else 0.0
    if piece.relation("around") is not None:
        return other.box()[0][2] - low
    if _is_below(piece):
        _lift(before, piece.size[2])
        return -low
    if on is not None or _is_on_top(topic):
        gap = on.gap if on is not None else None
        return other.box()[1][2] + (gap.value if gap is not None else 0.0) - low
    if piece.relation("side") or piece.relation("centres") or known:
        return other.box()[0][2] - low
    named = [other.topic.words, topic.words]
    raise unsupported(
        f"The request names {and_list(named)}. Where does the {topic.words} stand against the"
        f" {other.topic.words}: on top of it, or beside it?",
        about("part", words=named),
    )


def _height_said(piece: Piece, before: Sequence[Piece]) -> float | None:
    """Return the height of a body's origin that coordinates give it; None where they give none.

    Raises:
        NeedsClarification: They contradict each other, or it is open what lies there.
    """
    topic, low = piece.topic, piece.work.draft.corner[2]
    middles = {number.value for one in middles_said(topic) for axis, number in one.axes if axis == "z"}
    points = {point[2] for one in topic.all(said.Points) for point in one.points if len(point) == 3}  # type: ignore[attr-defined]
    middles |= points
    if is_ball(piece) and is_at_origin(topic):
        middles.add(0.0)
    if len(middles) > 1:
        raise missing(f"How high is the middle of the {topic.words}?", about("place", topic.words))
    if points and not is_ball(piece):
        raise missing(
            f"Is that point the middle of the {topic.words}, or the middle of its underside?",
            about("place", topic.words),
        )
    if middles:
        return middles.pop() - piece.middle[2]
    high = at_height(topic)
    if high is None or any(isinstance(one, said.Span) for one in topic.said):
        return None
    _check_stands_there(piece, other_of(piece, before), high)
    return high - (piece.middle[2] if is_ball(piece) or way_of(topic) else low)


def _check_stands_there(piece: Piece, other: Piece | None, level: float) -> None:
    """Check that a body that stands on another one and begins at a height begins at the top of that.

    Raises:
        NeedsClarification: It does not.
    """
    if piece.relation("on") is None or other is None or abs(other.box()[1][2] - level) <= SAME_MM:
        return
    raise missing(
        f"Does the {piece.topic.words} stand on the {other.topic.words}, or at z = {level:g}?",
        about("place", piece.topic.words),
    )


def _is_below(piece: Piece) -> bool:
    """Return whether a body stands below the one before it: said so, or a leg with nothing else said."""
    if piece.relation("under") is not None or piece.relation("beneath") is not None:
        return True
    if any(
        (isinstance(one, said.Placing) and one.noun == "underside")
        or (isinstance(one, said.OnFace) and one.face == "bottom")
        for one in piece.topic.said
    ):
        return True
    if piece.relation("on") is not None:
        return False
    return piece.topic.words.lower().split()[-1:] in _LEGS


def stands_against(piece: Piece) -> bool:
    """Return whether a body was said to stand on another one, or below it."""
    return piece.relation("on") is not None or _is_on_top(piece.topic) or _is_below(piece)


def is_ball(piece: Piece) -> bool:
    """Return whether a point "at (50, 0, 0)" can only be the middle of a body."""
    part = piece.work.draft.form.part
    return part is not None and part.name == BALL


def is_at_origin(topic: Topic) -> bool:
    """Return whether something lies at the origin."""
    return any(isinstance(one, said.Origin) and one.at in {"middle", "origin"} for one in topic.said)


_TOPS: Final = word_set("top top_face")


def _is_on_top(topic: Topic) -> bool:
    return any(
        isinstance(one, said.AtSide)
        or (isinstance(one, said.OnFace) and one.face == "top")
        or (isinstance(one, said.Placing) and one.name == "on" and one.noun in _TOPS)
        for one in topic.said
    )


def _floor_of_hole(before: Sequence[Piece]) -> float:
    """Return the height of the floor of the hole or pocket that was made last.

    Raises:
        NeedsClarification: Nothing has a floor: no hole was made, or it goes through.
    """
    for piece in reversed(before):
        for feature in reversed(piece.work.draft.features):
            if not isinstance(feature, Hole | Pocket) or feature.depth is None:
                continue
            if feature.face in {None, "", "top"}:
                return piece.box()[1][2] - feature.depth
    raise missing("In which hole does it stand?", about("place"))


def _lift(before: Sequence[Piece], height: float) -> None:
    for piece in before:
        piece.places = [(x, y, z + height) for x, y, z in piece.places]


def middles_said(topic: Topic) -> list[said.StandsAt]:
    """Return what was said of where the middle of a body lies."""
    return [one for one in topic.said if isinstance(one, said.StandsAt)]
