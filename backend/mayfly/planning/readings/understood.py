"""What was understood of a request, in short: "plate 100 x 60 x 8; 4 holes of 6 mm, in the corners"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mayfly.errors import NeedsClarification
from mayfly.language.english import plural, singular
from mayfly.language.nodes import UNNAMED
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Context, Group, Mark, Placing, Said, Size
from mayfly.planning.parts.names import plain
from mayfly.planning.readings.nearest import nearest_parts
from mayfly.planning.readings.said.locations import placing_of

_MOST_CHARACTERS: Final = 200
#: Marks that are no words of their own, or say nothing that a person would want to check.
_UNSPOKEN: Final = frozenset({Mark.VAGUE, Mark.EACH, Mark.LENGTHS_EQUAL, Mark.STANDING, Mark.LYING})
#: Marks that stand before the noun.
_BEFORE: Final = frozenset({Mark.BLIND, Mark.TAPPED, Mark.COUNTERBORED, Mark.COUNTERSUNK})
#: Forms of a number that carry their own sign: Ø5, R5, M6.
_SIGNED: Final = frozenset({"diameter", "radius", "thread"})


def with_understood(question: NeedsClarification, state: State) -> NeedsClarification:
    """Return a question that also states what was understood, and proposes the nearest parts.

    Args:
        question: The question.
        state: The likeliest reading of the request.
    """
    near = nearest_parts(state) if question.suggestions else ()
    asked = _with(question, question.question, near)
    of_part = question.subject.kind in {"size", "number"} and question.subject.feature == "part"
    said = understood(state, features_only=of_part)  # the question lists the part's sizes itself
    if not said:
        return asked
    return _with(asked, f"{question.question} Read: {said}.", near)


def _with(question: NeedsClarification, text: str, suggestions: Sequence[str]) -> NeedsClarification:
    """Return a question with another text and other suggestions."""
    return NeedsClarification(
        text, question.reason, suggestions, subject=question.subject, options=question.options
    )


def understood(state: State, *, features_only: bool = False) -> str:
    """Return what was understood of a request; empty where that is no more than names."""
    topics = [topic for topic in state.topics if topic.kind not in {"counterbore", "countersink"}]
    if features_only:
        topics = [topic for topic in topics if topic.kind != "part"]
    if not any(topic.sizes or topic.groups for topic in topics):
        return ""
    text = "; ".join(_topic(topic) for topic in topics)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS].rsplit(' ', 1)[0]} …"


def _topic(topic: Topic) -> str:
    noun = topic.words if topic.kind == "part" else topic.name
    noun = plural(noun) if (topic.count or 1) > 1 or topic.plural else singular(noun)
    marks = [_word(mark) for mark in topic.said if isinstance(mark, Mark) and mark in _BEFORE]
    count = [str(topic.count)] if topic.count is not None and topic.count > 1 else []
    front = " ".join([*count, *marks, noun])
    sizes = list(_sizes(topic))
    behind = list(_behind(topic.said))
    joined = f"{front} {' '.join(sizes[:1])}".strip()
    return ", ".join([joined, *sizes[1:], *behind])


def _sizes(topic: Topic) -> Iterator[str]:
    """Yield the sizes of a topic, those in a row first."""
    groups = [one for one in topic.said if isinstance(one, Group)]
    for group in groups:
        yield " x ".join(_number(size) for size in group.sizes)
    for size in topic.sizes:
        bare = size.label == UNNAMED and size.number.form not in _SIGNED
        yield f"of {_number(size)}" if bare and topic.kind != "part" else _number(size)


def _number(size: Size) -> str:
    """Return a number as written, with the name of the size where one was said."""
    label = plain(size.label)
    own = size.number.form in _SIGNED and label.role in {"diameter", "radius"} and not label.components
    return size.number.text if own or label == UNNAMED else f"{label} {size.number.text}"


def _behind(said: tuple[Said, ...]) -> Iterator[str]:
    """Yield what else was said of a topic: marks that stand behind it, and places as they were written."""
    for one in said:
        if isinstance(one, Mark):
            if one not in _BEFORE | _UNSPOKEN:
                yield _word(one)
        elif not isinstance(one, Size | Group | Context):
            for placing in [one] if isinstance(one, Placing) else placing_of(one) or ():
                text = placing.text.strip(" ,;")
                if text:
                    yield text


def _word(mark: Mark) -> str:
    return mark.value.removesuffix("_shape").replace("_", " ")
