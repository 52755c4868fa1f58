"""Edges of one of several bodies: "chamfer the top edge of the post", "round the lower edge of the foot"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.bodies.pieces import Piece

_EDGE_CUTS: Final = frozenset({"fillet", "chamfer"})
_UPPER: Final = word_set("upper top topmost uppermost")
_LOWER: Final = word_set("lower bottom lowest base")
_WHOLE: Final = word_set("part model whole body piece it")
_SAME_MM: Final = 1e-6


def with_cut_bosses(state: State) -> State:
    """Return a reading in which a boss is a body of its own where its edges are cut.

    "A boss 30 x 12 on top, with a 2 mm chamfer on the top edge of the boss".
    """
    cut = any(_is_of_boss(topic) for topic in state.topics)
    bosses = [topic for topic in state.topics if topic.kind == "boss"]
    if not cut or len(bosses) != 1 or (bosses[0].count or 1) > 1 or bosses[0].plural:
        return state
    boss = bosses[0]
    said_of_it = tuple(one for one in boss.said if one is not Mark.CENTRED)
    on = () if any(isinstance(one, said.Relation) for one in boss.said) else (said.Relation("on"),)
    body = replace(boss, kind="part", name="body", words="boss", said=(*said_of_it, *on))
    return state.but(topics=tuple(body if topic is boss else topic for topic in state.topics))


def _is_of_boss(topic: Topic) -> bool:
    """Return whether edges of a boss are cut, and not where it stands on the part."""
    if topic.kind not in _EDGE_CUTS:
        return False
    refs = [one.ref for one in topic.said if isinstance(one, Placing) and one.ref is not None]
    return any(ref.of is not None and ref.of.noun == "boss" for ref in refs)


def cut_own_edges(state: State, pieces: Sequence[Piece]) -> None:
    """Cut the edges of each body that are named as its own, before the bodies are joined.

    Args:
        state: The reading.
        pieces: The bodies where they stand; what was done is taken off their features.

    Raises:
        NeedsClarification: The edge lies where another body stands, or it is open which body is meant.
        DoesNotFit: The cut does not fit.
    """
    if len(pieces) < 2:
        return
    for holder in pieces:
        for topic in [one for one in holder.features if one.kind in _EDGE_CUTS]:
            found = _owner(topic, pieces)
            if found is None:
                continue
            piece, plain = found
            _check_is_free(topic, piece, pieces)
            holder.features.remove(topic)
            piece.work.put(state, plain)


def _owner(topic: Topic, pieces: Sequence[Piece]) -> tuple[Piece, Topic] | None:
    """Return the body whose edges are meant, and the topic without its name; None for those of the whole."""
    for one in topic.said:
        ref = one.ref if isinstance(one, Placing) and one.kind == "place" else None
        of = ref.of if ref is not None else None
        if ref is None or not isinstance(one, Placing):
            continue
        if of is None or of.noun not in _ANY_BODY:
            piece = _at_an_end(ref, pieces) if of is None else None
            return (piece, topic) if piece is not None else None
        piece = _named(of, pieces)
        if piece is None:
            raise unsupported(
                f"The edges of which body are meant by {one.text!r}?",
                about("edges", topic.kind, words=[one.text]),
            )
        plain = replace(one, ref=_of_free_end(replace(ref, of=None), piece, pieces))
        return piece, replace(topic, said=tuple(plain if each is one else each for each in topic.said))
    return None


_ANY_BODY: Final = frozenset({"part", "it", "body", "boss"})


def _of_free_end(ref: Reference, piece: Piece, pieces: Sequence[Piece]) -> Reference:
    """Return the edges of a body that stands on another one as those of its top, unless they are upright."""
    words = {ref.noun, *ref.traits}
    low = piece.box()[0][2]
    rests = any(abs(other.box()[1][2] - low) < _SAME_MM for other in pieces if other is not piece)
    if not rests or words & (_UPPER | _LOWER | _UPRIGHT):
        return ref
    return replace(ref, traits=ref.traits.union(["top"]))


_UPRIGHT: Final = word_set("vertical upright corner")


def _at_an_end(ref: Reference, pieces: Sequence[Piece]) -> Piece | None:
    """Return the body that the top or the bottom edge of the whole belongs to."""
    words = {ref.noun, *ref.traits}
    if bool(words & _UPPER) == bool(words & _LOWER):
        return None
    levels = [piece.box()[1][2] if words & _UPPER else -piece.box()[0][2] for piece in pieces]
    ends = [piece for piece, level in zip(pieces, levels, strict=True) if level > max(levels) - _SAME_MM]
    return ends[0] if len(ends) == 1 else None


def _named(of: Reference, pieces: Sequence[Piece]) -> Piece | None:
    """Return the body that a reference names: by its words, or as the upper or the lower one."""
    words = of.text.lower().removeprefix("the ").split()
    named = [one for one in pieces if one.topic.words.lower().removeprefix("the ").split() == words]
    if len(named) == 1:
        return named[0]
    by_height = sorted(pieces, key=lambda one: one.box()[0][2])
    if set(words) & _UPPER or of.traits & _UPPER:
        return by_height[-1]
    if set(words) & _LOWER or of.traits & _LOWER:
        return by_height[0]
    last = [one for one in pieces if one.topic.words.lower().split()[-1:] == words[-1:]]
    return last[0] if len(last) == 1 else None


def _check_is_free(topic: Topic, piece: Piece, pieces: Sequence[Piece]) -> None:
    """Check that no other body stands where the edge is cut.

    Raises:
        NeedsClarification: One does: the corner between two bodies can't be rounded yet.
    """
    words = {word for one in topic.said if isinstance(one, Placing) and one.ref for word in _own_words(one)}
    words |= {one.face for one in topic.said if isinstance(one, said.OnFace)}
    low, high = piece.box()
    for other in pieces:
        if other is piece:
            continue
        below = abs(other.box()[1][2] - low[2]) < _SAME_MM and bool(words & _LOWER)
        above = abs(other.box()[0][2] - high[2]) < _SAME_MM and bool(words & _UPPER)
        if below or (above and _covers(other, piece)):
            text = next((one.text for one in topic.said if isinstance(one, Placing)), topic.words)
            raise unsupported(
                f"The {topic.kind} {text!r} lies where the {piece.topic.words} and the {other.topic.words}"
                " meet. Only free edges can be cut: which one?",
                about("edges", topic.kind, words=[text]),
            )


def _own_words(place: Placing) -> set[str]:
    return {place.noun, *(place.ref.traits if place.ref is not None else ())}


def _covers(one: Piece, other: Piece) -> bool:
    """Return whether a body reaches as far as another one in plan."""
    (low, high), (its_low, its_high) = one.box(), other.box()
    return all(low[i] <= its_low[i] + _SAME_MM and high[i] >= its_high[i] - _SAME_MM for i in range(2))


__all__ = ["cut_own_edges"]
