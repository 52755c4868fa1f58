"""What is said of several features at once: "a 6 mm hole and an 8 mm hole, both 10 deep"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.english import plural
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.attach.which_one import meant
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Absent, Head, Points, Said, Size, Stated
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.said.roles import role_of

_CUTS: Final = word_set("hole bore slot pocket")
_FEATURES: Final = _CUTS | word_set("boss groove rib")
_MOUTHS: Final = word_set("counterbore countersink")
_EDGE_CUTS: Final = word_set("fillet chamfer")
_BOTH: Final = word_set("both")
_ALL: Final = word_set("each all every")
#: What may stand between the word for all of them and what is said of them.
_LINKS: Final = word_set(
    "are is be being should shall must have has with to go at of them these those holes the , :"
)
_ENDS: Final = word_set(". , ; and with")
#: "All the way", "all around" speak of no features.
_WHOLE: Final = word_set("the around round over")


def shared(state: State, terms: Sequence[Term]) -> State:
    """Return a reading in which each feature has what was said of several at once.

    Args:
        state: The reading, in which it was said of the last one alone.
        terms: The request.

    Raises:
        NeedsClarification: It is open which features are meant.
    """
    again = None
    word = ""
    end = 0
    for one in state.evidence:
        value = one.value
        words = [term.word for term in terms[end : one.start + 1]]
        whole = terms[one.start].word == "all" and terms[one.start + 1].word in _WHOLE
        now = "" if whole else _word_before(words) or _word_behind(terms[one.end : one.end + 2])
        end = one.end
        if isinstance(value, Head) and _is_of_the_feature(value, state):
            for each in value.said:  # "with R2 corners" is a size of a pocket
                state = _given(state, each, word, again)
            continue
        if isinstance(value, Head) and value.kind not in _MOUTHS:
            again = value if _speaks_again(value, state) else None
            word = now if again else ""  # "both holes are 10 deep"
            continue
        if isinstance(value, Stated):  # ", both on"
            spoken = [term.word for term in terms[one.start : one.end]]
            word = next((each for each in spoken if each in _BOTH | _ALL), word)
            continue
        word = now or ("" if words[:1] in (["."], [";"]) else word)
        for each in value if isinstance(value, tuple) else (value,):
            listed = isinstance(each, Points) and not now
            state = state if listed else _given(state, each, word, again)
    return state


def _is_of_the_feature(head: Head, state: State) -> bool:
    """Return whether rounded or cut edges were read as a size of what they are on."""
    topics = [topic for topic in state.topics if topic.kind == head.kind]
    return head.kind in _EDGE_CUTS and not any(topic.words == head.words for topic in topics)


def _speaks_again(head: Head, state: State) -> bool:
    """Return whether a noun speaks of features that were named before: "the holes are 10 deep"."""
    known = sum(topic.kind == head.kind for topic in state.topics) > 1
    named = any(topic.words == head.words for topic in state.topics) or meant(state, head) is not None
    return known and head.definite and head.plural and not named


def _word_before(words: Sequence[str]) -> str:
    """Return "both", "each" or "all" where it stands right before what is said."""
    for word in reversed(words):
        if word in _BOTH | _ALL:
            return word
        if word not in _LINKS and word != words[-1]:
            return ""
    return ""


def _word_behind(terms: Sequence[Term]) -> str:
    """Return "both" or "each" where it stands right behind it, and nothing follows: "10 deep each"."""
    words = [term.word for term in terms]
    last = len(words) == 1 or (len(words) > 1 and words[1] in _ENDS)
    return words[0] if last and words[0] in _BOTH | _ALL else ""


def _given(state: State, value: object, word: str, again: Head | None) -> State:
    """Return a reading in which what was said of one feature is also said of those that it speaks of."""
    if isinstance(value, Stated | Absent) or not (word or again):
        return state
    if isinstance(value, Head):
        return _with_mouths(state, value, word, again)
    for at in reversed(range(len(state.topics))):
        held = _held(value, state.topics[at])
        if held is None or state.topics[at].kind not in _FEATURES:
            continue
        topics = list(state.topics)
        others = list(_others(state, at, word, again))
        if isinstance(held, Size):
            known = others if again is None else _alike(state, at, again)
            asked = word if again is None else "" if word else "all"  # "all holes are 10 deep" is clear
            _check_group(topics[at], [topics[other] for other in known], held, asked)
        for other in others:
            if held not in topics[other].said:
                topics[other] = topics[other].extended(held)
        return state.but(topics=tuple(topics))
    return state


def _held(value: object, topic: Topic) -> Said | None:
    """Return what a topic holds of what was said: a size may have got a name there."""
    for one in topic.said:
        if one is value or one == value:
            return one
        if isinstance(one, Size) and isinstance(value, Size) and one.number == value.number:
            return one
    return None


def _with_mouths(state: State, mouth: Head, word: str, again: Head | None) -> State:
    """Return a reading in which the counterbore or countersink of one hole is also that of others."""
    for topic in state.topics:
        if topic.kind == mouth.kind and topic.words == mouth.words and topic.owner >= 0:
            topics = list(state.topics)
            for other in reversed(list(_others(state, topic.owner, word, again))):
                topics = _with_mouth(topics, topic, other)
            return state.but(topics=tuple(topics))
    return state


def _with_mouth(topics: list[Topic], mouth: Topic, hole: int) -> list[Topic]:
    """Return the topics with the mouth of a hole right behind another hole."""
    moved = [replace(one, owner=one.owner + 1) if one.owner > hole else one for one in topics]
    return [*moved[: hole + 1], replace(mouth, owner=hole), *moved[hole + 1 :]]


def _check_group(topic: Topic, others: Sequence[Topic], size: Size, word: str) -> None:
    """Ask whether "all 10 deep" behind four holes speaks of these, or also of the one before them.

    Raises:
        NeedsClarification: The one before has no such size, so it would get this one.
    """
    role = role_of(size)
    without = [one for one in others if all(role_of(each) != role for each in one.sizes)]
    if word == "all" and (topic.count or 1) > 1 and without:
        raise missing(
            f"Does {size.number.text} hold for the {topic.words} alone, or also for the {without[0].words}?",
            about("size", topic.kind, str(role)),
        )


def _others(state: State, owner: int, word: str, again: Head | None) -> Iterator[int]:
    """Yield the features besides the one at hand that "both", "all" or "the holes" speak of.

    Raises:
        NeedsClarification: It says "both" of more than two.
    """
    topic = state.topics[owner]
    if (topic.count or 1) > 1 and word not in _ALL - {"each"} and not (word == "all" and again):
        return  # "two holes, both 10 deep": they are the two
    before = _alike(state, owner, again)
    if word in _BOTH and again is not None and len(before) > 1:
        raise missing(
            f"Which two of the {len(before) + 1} {plural(topic.kind)} are meant by 'both'?",
            about("feature", topic.kind),
        )
    if word in _BOTH:
        before = [index for index in before if index < owner][-1:]
    yield from before


def _alike(state: State, owner: int, again: Head | None) -> list[int]:
    """Return the other features of which the same may be said."""
    return [
        index
        for index, other in enumerate(state.topics)
        if index != owner and other.owner < 0 and _is_alike(other, state.topics[owner], again)
    ]


def _is_alike(other: Topic, topic: Topic, again: Head | None) -> bool:
    if again is not None:
        return other.kind == topic.kind
    return other.kind in _CUTS if topic.kind in _CUTS else other.kind == topic.kind


__all__ = ["shared"]
