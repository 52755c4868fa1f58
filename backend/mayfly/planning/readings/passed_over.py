"""What was read and would be passed over: asked about, whatever the reading makes of the rest.

Each check here is about a phrase that has been read, though nothing of what is built depends on it: the
feature whose edges are rounded, the piece in which a hole lies, how many there are at each end.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from mayfly.design import places
from mayfly.design.builder import Draft
from mayfly.design.features import Hole
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Term
from mayfly.language.english import inverted
from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.rows import text_of
from mayfly.language.weighing.topics import BALL, BLOCKS, PLATE, State, Topic
from mayfly.language.weighing.values import (
    Absent,
    AtCorners,
    Context,
    Coordinate,
    Head,
    Mark,
    Origin,
    Placing,
    Points,
    Relation,
    Size,
    Stated,
)
from mayfly.planning.placement.patterns import is_drawn_from_above
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.said.roles import role_of

_EDGE_CUTS: Final = frozenset({"fillet", "chamfer"})
_SHAPED: Final = word_set("hole bore pocket slot boss groove rib step keyway")
#: Words between what is done to edges and the feature that has them.
_BETWEEN: Final = word_set("of at on around in into for to by along between the its a an each every both all")
_EDGES: Final = word_set("edge rim corner end side all_round base")
_AT: Final = _BETWEEN - {"the", "a", "an"}
_HOLLOW: Final = word_set("pocket hole opening all_round")
_OWNING: Final = _HOLLOW | {"boss", "slot"}
_MIDDLES: Final = frozenset({"centre", "middle"})
_BELOW: Final = frozenset({"bottom", "underside"})
_ENDS: Final = word_set("end short_side")
_BESIDE: Final = word_set("at near on by towards")
_DEPTHS: Final = word_set("depth deep")
_ONE: Final = word_set("one 1 a single")
_WAYS: Final = word_set("direction dimension way")
_CUTS: Final = word_set("hole bore slot pocket")
_MANY: Final = frozenset({"each", "both", "every", "all"})
_BOTH_KINDS: Final = frozenset({"corner", "edge"})
_PER: Final = frozenset({"per", "in", "on", "at"})
_OF_IT: Final = frozenset({"it", "hole", "bore"})
_BORED: Final = frozenset({"hole", "bore"})
_LEVELS: Final = frozenset({"top", "bottom"})
_BORDERS: Final = frozenset({"edge", "side", "rim"})
_SIDES_OF_A_SHAFT: Final = frozenset({"left", "right", "top", "bottom"})


def check_evidence(state: State, terms: Sequence[Term]) -> None:
    """Check that no phrase of a reading says something of what is not made.

    Args:
        state: The reading.
        terms: The request.

    Raises:
        NeedsClarification: A phrase does.
    """
    _check_edges(state, terms)
    _check_of(state, terms)
    _check_pieces(state)
    for topic in state.topics:
        if topic.kind == "part":
            _check_body(topic, first=topic is state.topics[state.base])
        else:
            _check_corner(topic)
            _check_each(topic)
            _check_way(topic)
            _check_around(topic)
            _check_relation(topic)
    _check_flat(state)
    _check_halves(state, terms)
    _check_ends(state, terms)


def _check_edges(state: State, terms: Sequence[Term]) -> None:
    """Ask which edges are meant where a fillet or chamfer is at a feature."""
    if not any(topic.kind in _EDGE_CUTS and topic.owner < 0 for topic in state.topics):
        return
    made = {topic.kind for topic in state.topics} & _SHAPED
    cut: Head | None = None
    last: Head | None = None
    for before, one in pairwise(state.evidence):
        first, second = before.value, one.value
        gap = [term.word for term in terms[before.end : one.start]]
        if isinstance(first, Head):
            cut, last = (first if first.kind in _EDGE_CUTS else None), first
        if _is_cut(first) and isinstance(second, Stated) and second.text.startswith("on "):
            raise _edges_of(getattr(first, "kind", ""), second.text)
        ends = isinstance(first, Placing) and first.noun == "end" and last is not None and last.kind in made
        if ends and _is_cut(second) and not gap and terms[one.start].word.endswith("ed"):
            raise _edges_of(getattr(second, "kind", ""), terms[before.start : one.end])
        if _is_cut(first) and _is_edge_of(second, made):
            raise _edges_of(getattr(first, "kind", ""), terms[one.start : one.end])
        if _is_cut(second) and _is_edge_of(first, made) and not gap:
            raise _edges_of(getattr(second, "kind", ""), terms[before.start : before.end])
        done = isinstance(first, Head) and first.kind in _SHAPED and terms[one.start].word.endswith("ed")
        if _is_cut(second) and done and not gap:
            raise _edges_of(getattr(second, "kind", ""), terms[before.start : one.end])
        if not isinstance(second, Head) or second.kind not in _SHAPED:
            continue
        if cut is not None and _leads(first, gap, second, terms[one.start].word):
            raise _edges_of(cut.kind, terms[before.end : one.end])
        behind = any(each.start == one.end and _is_cut(each.value) for each in state.evidence)
        if behind and gap == ["of"] and _is_edge(first):
            raise _edges_of("chamfer", terms[before.start : one.end])


def _leads(before: object, gap: Sequence[str], feature: Head, opening: str) -> bool:
    """Return whether a feature is the one of which edges were spoken: "on the edges | of | the hole".

    Args:
        before: What the phrase before it was read as.
        gap: Words between the two.
        feature: The feature.
        opening: The first word of its phrase.
    """
    joined = all(word in _BETWEEN for word in gap)
    at_it = feature.definite or not _AT.isdisjoint((*gap, opening))
    return joined and at_it and (_is_cut(before) or _is_edge(before) or isinstance(before, Size))


def _is_cut(value: object) -> bool:
    return isinstance(value, Head) and value.kind in _EDGE_CUTS


def _is_edge_of(value: object, made: Collection[str]) -> bool:
    """Return whether a phrase names the edges of a feature that is made: "both ends of the bore"."""
    if not _is_edge(value) or not isinstance(value, Placing) or value.ref is None:
        return False
    return any(ref.noun in made for ref in [*value.ref.chain()][1:])


def _is_edge(value: object) -> bool:
    """Return whether a phrase names edges: "on the edges", "around"."""
    if value is Mark.ALL_ROUND:
        return True
    return isinstance(value, Placing) and value.ref is not None and value.ref.noun in _EDGES


def _edges_of(kind: str, words: Sequence[Term] | str) -> NeedsClarification:
    text = words if isinstance(words, str) else text_of(words)
    return unsupported(
        f"Only the part's own edges can be chosen for a {kind}, not {text!r}. Which edges are meant?",
        about("edges", kind, words=[text]),
    )


def _check_of(state: State, terms: Sequence[Term]) -> None:
    """Ask where "in the middle of a boss" is where the boss only follows: its place came to be the part's."""
    head: Head | None = None
    for before, one in pairwise(state.evidence):
        place, feature = before.value, one.value
        head = place if isinstance(place, Head) else head
        of = [term.word for term in terms[before.end : one.start]] == ["of"]
        if not of or head is None or head.kind == "part" or not isinstance(feature, Head):
            continue
        placed = isinstance(place, AtCorners | Context) or (
            isinstance(place, Placing) and place.kind == "place"
        )
        if placed and feature.kind in _SHAPED:
            where = text_of(terms[before.start : one.end])
            raise missing(
                f"Where {inverted('does', head.words)} go? {where!r} can't be read.",
                about("place", head.kind),
            )


def _check_pieces(state: State) -> None:
    """Ask about a piece that is named behind a feature and gets no size: "a fillet at the shoulder"."""
    topic: Head | None = None
    for at, one in enumerate(state.evidence):
        if isinstance(one.value, Head):
            topic = one.value
        if not isinstance(one.value, Context) or topic is None or topic.kind == "part":
            continue
        if one.value.component.endswith("end"):
            continue
        behind = state.evidence[at + 1].value if at + 1 < len(state.evidence) else None
        edges = topic.kind in _EDGE_CUTS and isinstance(behind, Placing)  # "the outer | edges"
        if behind is None or isinstance(behind, Head) or edges:
            raise unsupported(
                f'What does "{one.value.text}" mean for the {topic.words}?',
                about("meaning", topic.words, words=[one.value.text]),
            )


def _check_flat(state: State) -> None:
    """Ask how much of a ball is cut off where it has a flat side."""
    base = state.topics[state.base] if state.base >= 0 else None
    for topic in state.topics if base is not None and base.name == BALL else ():
        for one, ref in _placed(topic):
            if "flat" in ref.traits:
                raise missing(f"How much of the ball does {one.text!r} cut off?", about("size", topic.words))


def _placed(topic: Topic) -> Iterator[tuple[Placing, Reference]]:
    for one in topic.all(Placing):
        if isinstance(one, Placing) and one.kind == "place" and one.ref is not None:
            yield one, one.ref


def _check_corner(topic: Topic) -> None:
    """Ask how far from the corner a feature lies: "a slot from the lower left corner" tells no distance."""
    origins = [one for one in topic.all(Origin) if isinstance(one, Origin)]
    placed = any(isinstance(one, Points | Coordinate | Placing) for one in topic.said)
    if any(one.at == "corner" for one in origins) and not placed:
        raise missing(f"How far from the corner {inverted('is', topic.words)}?", about("place", topic.kind))


def _check_each(topic: Topic) -> None:
    """Ask where "two per end" lie of which no distance was said."""
    spaced = any(isinstance(one, Placing) and one.kind != "place" for one in topic.said)
    for one, ref in _placed(topic):
        words = one.text.split()
        counted = "each" in ref.traits and len(words) > 2 and words[1] in _PER
        if counted and words[0] not in _ONE and not spaced:
            raise missing(f"How far apart are the {topic.words} ({one.text})?", about("place", topic.kind))


def _check_way(topic: Topic) -> None:
    """Ask along which axis "the short direction" is: a block has two shorter ones than its length."""
    for one, ref in _placed(topic):
        if ref.noun == "short_side" and one.text.split()[-1:] and one.text.split()[-1] in _WAYS:
            raise missing(
                f"Which way is {one.text!r}: along the width or along the height?",
                about("direction", topic.kind, words=[one.text]),
                ("along the width", "along the height"),
            )


def _check_around(topic: Topic) -> None:
    """Ask how holes lie around another one that are not on a circle."""
    around = [one for one, ref in _placed(topic) if one.name == "around" and ref.noun in _OF_IT]
    apart = any(
        isinstance(one, Placing) and one.kind == "spacing" and len(one.numbers) == 1 for one in topic.said
    )
    if around and apart:
        raise missing(
            f"On which circle, or on which square, {inverted('does', topic.words)} lie {around[0].text}?",
            about("place", topic.kind),
        )


def _check_relation(topic: Topic) -> None:
    """Ask about the body on which edges are cut: "a chamfer on the flange" is not one on all edges.

    A step "around the opening" runs along no side of the part.
    """
    for one in topic.all(Relation):
        if isinstance(one, Relation) and topic.kind in _EDGE_CUTS:
            raise _edges_of(topic.kind, one.of)
    nouns = {ref.noun for _, ref in _placed(topic)}
    for one, ref in _placed(topic):
        if topic.kind in _EDGE_CUTS and (one.name == "between" or nouns >= _BOTH_KINDS):
            raise _edges_of(topic.kind, one.text)
        if topic.kind == "step" and (ref.noun in _HOLLOW or "all_round" in ref.traits):
            raise unsupported(
                f"A {topic.name} {one.text!r} can't be read. How wide and deep is which pocket?",
                about("place", topic.kind, words=[one.text]),
            )


def _check_body(topic: Topic, *, first: bool) -> None:
    """Ask about a body that is said to stand on itself, or at the bottom of another one."""
    itself = any(isinstance(one, Relation) and _bare(one.of) == topic.words for one in topic.said)
    below = [one for one, ref in _placed(topic) if ref.noun in _BELOW and not first]
    if itself or below:
        raise missing(
            f"Where does the {topic.words} stand: on top of the other body, under it, or beside it?",
            about("place", topic.words),
        )


def _bare(name: str) -> str:
    return name.removeprefix("the ")


def _check_ends(state: State, terms: Sequence[Term]) -> None:
    """Ask where a hole without a depth "at one end" of a block lies: in its end face, or through it there."""
    base = state.topics[state.base] if state.base >= 0 else None
    if base is not None and base.name not in {*BLOCKS, PLATE}:
        return
    if any(
        ref.noun in _ENDS for topic in state.topics if topic.kind == "fillet" for _, ref in _placed(topic)
    ):
        return  # the middles of round ends
    shallow = {
        topic.words
        for topic in state.topics
        if topic.kind in _CUTS
        and not _from_each_end(topic)
        and not _from_an_end(topic)
        and not any(role_of(size) in _DEPTHS for size in topic.sizes)
    }
    head = ""
    for one in state.evidence:
        value = one.value
        head = value.words if isinstance(value, Head) else head
        if not isinstance(value, Placing) or value.ref is None or value.kind != "place":
            continue
        at = {value.name, terms[one.start - 1].word if one.start else ""} & _BESIDE
        if at and value.ref.noun in _ENDS and head in shallow:
            raise missing(
                f"How far from the end {inverted('is', head)} ({value.text}), or how deep in the end face?",
                about("place", head, words=[value.text]),
            )


def _check_halves(state: State, terms: Sequence[Term]) -> None:
    """Ask how deep a bore "to mid depth" is, and in what it is "in its corners"."""
    head: Head | None = None
    earlier: Head | None = None
    for one in state.evidence:
        value, before = one.value, terms[one.start - 1].word if one.start else ""
        its = isinstance(value, Placing) and value.kind == "place" and "its" in value.text.split()
        cornered = its and getattr(value, "noun", "") not in _MIDDLES  # its middle is resolved
        if cornered and earlier is not None and earlier.kind in _OWNING and head is not None:
            raise missing(
                f"Where do the {head.words} go: in the {earlier.words}, or in the part?",
                about("place", head.kind),
            )
        if isinstance(value, Head):
            earlier = head
            placed = value.kind in _BORED and any(isinstance(each, Placing) for each in value.said)
            if (
                head is not None
                and head.kind in _HOLLOW
                and placed
                and "its" in {before, terms[one.start].word}
            ):
                raise missing(
                    f"Where do the {value.words} go: in the {head.words}, or in the part?",
                    about("place", value.kind),
                )
            head = value
        halfway = isinstance(value, Placing) and value.noun == "halfway"
        if halfway and before == "to" and head is not None and head.kind != "part":
            raise missing(f"How deep {inverted('is', head.words)}?", about("size", head.kind, "depth"))


def check_none_there(state: State, draft: Draft) -> None:
    """Check that no hole lies in the middle where none is wanted: in a row of five the third would.

    Raises:
        NeedsClarification: One does.
    """
    middles = [
        one
        for one in state.stated
        if isinstance(one, Absent) and one.where is not None and one.where.noun in _MIDDLES
    ]
    faces = faces_of(draft) if middles else {}
    for hole in draft.features if middles else ():
        face = faces.get(hole.face or "top") if isinstance(hole, Hole) else None
        if face is None or not isinstance(hole, Hole):
            continue
        if any(math.dist(point, face.centre) < SAME_MM for point in hole.at.on(face).points):
            raise conflict(
                "A hole lies in the middle, where none is wanted. Which is right?", about("place", "hole")
            )


def _from_each_end(topic: Topic) -> bool:
    """Return whether one at each end was said with its distance: "on each end, 6 mm from the end"."""
    offsets = [one for one in topic.all(Placing) if isinstance(one, Placing) and one.kind == "offset"]
    many = any(ref.noun in _ENDS and (ref.plural or ref.traits & _MANY) for _, ref in _placed(topic))
    return many and any(one.noun in _ENDS for one in offsets)


def _from_an_end(topic: Topic) -> bool:
    """Return whether the distance from the end was said: "at one end, 6 mm from the end"."""
    offsets = [one for one in topic.all(Placing) if isinstance(one, Placing) and one.kind == "offset"]
    return any(one.noun in _ENDS for one in offsets)


def check_heights(topics: Sequence[Topic], draft: Draft) -> None:
    """Check that no hole lies on the end of a round part of which a distance along its axis was said.

    Raises:
        NeedsClarification: One does: "10 mm from the top" of a cone is no place on its top, and "20 mm from
            the right edge" of a shaft none on its end.
    """
    faces = faces_of(draft)
    ends = [
        faces[one.face]
        for one in draft.features
        if isinstance(one, Hole)
        and isinstance(one.at, places.Points)
        and one.face in _LEVELS
        and one.face in faces
    ]
    is_round = any(end.outline == "circle" and not is_drawn_from_above(end) for end in ends)
    if not ends or (draft.form.kind != "none" and not is_round):
        return
    for topic in topics:
        for one in topic.all(Placing) if topic.kind in _BORED else ():
            if not isinstance(one, Placing) or not _is_along_the_axis(one):
                continue
            if is_round or (one.noun in _LEVELS and "end" in one.text.split()):
                raise missing(
                    f"Which face {inverted('does', topic.words)} go into, {one.text}?",
                    about("face", topic.kind, words=[one.text]),
                )


def _is_along_the_axis(offset: Placing) -> bool:
    """Return whether a distance is one from an end: "from the right end", "from the top edge"."""
    ref = offset.ref
    if offset.kind != "offset" or ref is None:
        return False
    return ref.noun in _LEVELS | _ENDS or (ref.noun in _BORDERS and bool(ref.traits & _SIDES_OF_A_SHAFT))


__all__ = ["check_evidence", "check_heights", "check_none_there"]
