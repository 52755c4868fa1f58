"""Which of several features is meant: "the smaller hole", "the second pocket", "the 4 mm hole"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.topics import SINGLED_OUT, State, Topic
from mayfly.language.weighing.values import AtCorners, Group, Head, Mark, OnFace, Placing, Points, Size

#: What is returned where a word tells features apart, but not which one is meant.
OPEN: Final = -1
#: What is returned for the next one: "the second hole", where one was spoken of.
NEXT: Final = -2

_LARGER: Final = frozenset({"larger", "bigger", "largest", "biggest", "wider", "widest", "large", "big"})
_SMALLER: Final = frozenset({"smaller", "smallest", "narrower", "narrowest", "small", "little"})
#: What says which one it is by the order of speech.
ORDER: Final = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
#: Sides by the coordinate that is compared, and whether the least or the greatest is meant.
_SIDES: Final = {
    **dict.fromkeys(("left", "leftmost", "left-hand"), (0, min)),
    **dict.fromkeys(("right", "rightmost", "right-hand"), (0, max)),
    **dict.fromkeys(("front", "lower", "bottom", "frontmost"), (1, min)),
    **dict.fromkeys(("back", "rear", "upper", "top", "rearmost"), (1, max)),
}

_TWO_SIDED: Final = frozenset({"pocket", "slot"})


def meant(state: State, head: Head) -> int | None:
    """Return which feature a definite name means, by the words or the size before its noun.

    Returns:
        Its index among the topics; `OPEN` where a word should single one out of several and does not;
        `NEXT` for one that comes next in the order of speech; None where nothing tells them apart.
    """
    if head.kind not in SINGLED_OUT or not head.definite:
        return None
    alike = [
        at for at, topic in enumerate(state.topics) if topic.kind == head.kind and not _is_announced(topic)
    ]
    words = head.words.lower().split()
    if ORDER.get(words[0]) == len(alike) and all(_is_single(state.topics[at]) for at in alike):
        return NEXT
    if len(alike) < 2:
        return None
    fitting = [
        at for at in alike if _is_single(state.topics[at]) is not (head.plural or head.count is not None)
    ]
    sizes = [one for one in head.said if isinstance(one, Size)]
    found = (
        _only(at for at in alike if words[1:] and state.topics[at].words.lower().split() == words),
        _only(at for at in fitting if head.count is not None and state.topics[at].count == head.count),
        _of_size(state, fitting, sizes[0]) if len(sizes) == len(head.said) == 1 else None,
        _by_word(state, alike, fitting, words[:-1]),
        _only(at for at in fitting if _says_so(state.topics[at], words[:-1])),
    )
    return next((one for one in found if one is not None), None)


def _only(found: Iterable[int]) -> int | None:
    """Return what was found where it is one; None for none or several."""
    each = list(found)
    return each[0] if len(each) == 1 else None


def _says_so(topic: Topic, words: Sequence[str]) -> bool:
    """Return whether all words before a noun stood in the name of a feature too: "the corner holes"."""
    own = {_PLACES.get(word, word) for word in words if word not in _ARTICLES}
    named = {_PLACES.get(word, word) for word in topic.words.lower().split()}
    places = {one.noun for one in topic.said if isinstance(one, Placing)}
    corners = any(isinstance(one, AtCorners) for one in topic.said)
    middle = any(isinstance(one, Points) and one.points == _MIDDLE for one in topic.said)
    there = [name for name, known in (("corner", corners), ("centre", middle)) if known]
    return bool(own) and own <= named | places | set(there)


#: Words before a noun for where it is, by the noun of the place.
_PLACES: Final = {
    **dict.fromkeys(("central", "middle", "center", "centre"), "centre"),
    **dict.fromkeys(("corner", "corners"), "corner"),
}
_MIDDLE: Final = ((0.0, 0.0),)
_ARTICLES: Final = frozenset({"the", "these", "those", "all"})


def is_counted(head: Head) -> bool:
    """Return whether a name says which one it is by the order of speech alone: "the first hole"."""
    words = head.words.lower().split()
    return (
        head.kind in SINGLED_OUT and head.definite and not head.said and len(words) == 2 and words[0] in ORDER
    )


def one_by_one(state: State, head: Head) -> State:
    """Return a reading in which "two 6 mm holes" are two, where "the first hole" is spoken of next."""
    if head.kind not in SINGLED_OUT or head.words.lower().split()[0] not in ORDER or not state.topics:
        return state
    several = state.topics[-1]
    count = several.count or 0
    points = [one for one in several.said if isinstance(one, Points) and len(one.points) == count]
    rest = tuple(one for one in several.said if one not in points)
    placed = len(points) > 1 or any(
        not isinstance(one, Size | Group | Mark) for one in rest if not _goes_through(one)
    )
    if several.kind != head.kind or placed or not 2 <= count <= len(ORDER) - 1:
        return state
    ranks = [word for word, rank in ORDER.items() if 0 <= rank < count]
    each = (
        replace(
            several,
            name=head.name,
            words=f"{rank} {head.name}",
            count=None,
            plural=False,
            said=(*rest, *(Points((one.points[at],)) for one in points)),
        )
        for at, rank in enumerate(ranks)
    )
    return state.but(topics=(*state.topics[:-1], *each))


def _is_announced(topic: Topic) -> bool:
    """Return whether features were only counted: "with two holes"."""
    several = topic.plural or (topic.count or 1) > 1
    return several and all(isinstance(one, Mark) or _goes_through(one) for one in topic.said)


def _goes_through(value: object) -> bool:
    """Return whether a place only says that something goes through: "two holes through the plate"."""
    return isinstance(value, Placing) and value.kind == "place" and value.name == "through"


def _is_single(topic: Topic) -> bool:
    return topic.count in {None, 1} and not topic.plural


def tells_apart(value: object) -> bool:
    """Return whether something before a noun is a side or a vague size, which says only which one."""
    return isinstance(value, OnFace | Placing) or value is Mark.VAGUE


def _of_size(state: State, fitting: Sequence[int], size: Size) -> int | None:
    said = (size.number.value, size.number.unit)
    given = [
        at
        for at in fitting
        if any((one.number.value, one.number.unit) == said for one in state.topics[at].sizes)
    ]
    return OPEN if len(given) > 1 else _only(given)


def _by_word(state: State, alike: Sequence[int], fitting: Sequence[int], words: Sequence[str]) -> int | None:
    for word in words:
        if word in _LARGER or word in _SMALLER:
            found = _by_size(state, alike, largest=word in _LARGER)
            return found if found in fitting else OPEN
        if word in ORDER and len(fitting) > 1:
            return fitting[ORDER[word]] if ORDER[word] < len(fitting) else OPEN
        if word == "other" and len(fitting) > 1:
            return _the_other(state, fitting)
        if word in _SIDES and len(fitting) > 1:
            return _by_place(state, fitting, word)
    return None


def _by_size(state: State, alike: Sequence[int], *, largest: bool) -> int:
    across = [_across(state.topics[at]) for at in alike]
    if None in across or len(set(across)) < len(across):
        return OPEN
    best = (max if largest else min)(one for one in across if one is not None)
    return alike[across.index(best)]


def _across(topic: Topic) -> float | None:
    """Return how large a feature is: its diameter, or the product of its first two sizes."""
    for one in topic.said:
        if isinstance(one, Group):
            first = [size.number.value for size in one.sizes[:2]]
            return first[0] * first[-1] if topic.kind in _TWO_SIDED else first[0]
    round_ones = [size for size in topic.sizes if _role(size) in {None, "diameter", "radius"}]
    if not round_ones:
        return None
    return round_ones[0].number.value * (2 if _role(round_ones[0]) == "radius" else 1)


def _role(size: Size) -> str | None:
    return ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None


def _the_other(state: State, single: Sequence[int]) -> int:
    """Return the other one of two, where the first one was spoken of again before."""
    last = next(
        (
            one.value
            for one in reversed(state.evidence)
            if isinstance(one.value, Head) and one.value.kind in SINGLED_OUT
        ),
        None,
    )
    if len(single) != 2 or state.focus not in single or last is None or not last.definite:
        return OPEN
    return single[1 - single.index(state.focus)]


def _by_place(state: State, single: Sequence[int], word: str) -> int:
    axis, best = _SIDES[word]
    points = [[one.points for one in state.topics[at].said if isinstance(one, Points)] for at in single]
    if any(len(one) != 1 or len(one[0]) != 1 for one in points):
        return OPEN
    places = [one[0][0][axis] for one in points]
    return single[places.index(best(places))] if places.count(best(places)) == 1 else OPEN
