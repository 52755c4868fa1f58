"""What each phrase of a request was read as: a part, a feature, a size, a place; for a page to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mayfly.language.chunks import Quantity, Term
from mayfly.language.weighing.topics import Evidence
from mayfly.language.weighing.values import Group, Head, Placing, Size
from mayfly.planning.readings.reader import weighed


@dataclass(frozen=True, slots=True)
class ReadPhrase:
    """Some words of a request.

    Attributes:
        text: The words.
        kind: "part", the feature's kind ("hole"), "size", "place", "remark", "unread" for what was stepped
            over though it may bear shape, or "plain" for words between.
        topic: Number of the part or feature that it speaks of, from 0; -1 for none.
        lengths_mm: Its numbers, angles not among them.
    """

    text: str
    kind: str
    topic: int = -1
    lengths_mm: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the phrase as plain data."""
        return {**asdict(self), "lengths_mm": list(self.lengths_mm)}


def read_phrases(request: str) -> list[ReadPhrase]:
    """Return a request phrase by phrase, as its likeliest reading has it; all of its words are in it."""
    cut, states = weighed(request)
    evidence = sorted(states[0].evidence, key=lambda each: each.start) if states else []
    found: list[ReadPhrase] = []
    at, topic = 0, -1
    for each in evidence:
        if each.start < at:
            continue
        found += _between(cut.terms[at : each.start])
        topic += isinstance(each.value, Head)
        found.append(_phrase(each, cut.terms[each.start : each.end], topic))
        at = each.end
    return [*found, *_between(cut.terms[at:])]


def _phrase(evidence: Evidence, terms: Sequence[Term], topic: int) -> ReadPhrase:
    value = evidence.value
    kind = "unread" if value is None else "remark"
    if isinstance(value, Head):
        kind = value.kind
    elif isinstance(value, Size | Group):
        kind = "size"
    elif isinstance(value, Placing):
        kind = "place"
    lengths = tuple(each.value for each in _numbers(value) if each.form != "angle" and not each.can_count)
    return ReadPhrase(_spelled(terms), kind, topic if kind not in {"remark", "unread"} else -1, lengths)


def _numbers(value: object) -> Iterator[Quantity]:
    if isinstance(value, Size):
        yield value.number
    elif isinstance(value, Group):
        yield from (size.number for size in value.sizes)
    elif isinstance(value, Head):
        for said in value.said:
            yield from _numbers(said)


def _between(terms: Sequence[Term]) -> Iterator[ReadPhrase]:
    if terms:
        yield ReadPhrase(_spelled(terms), "plain")


def _spelled(terms: Sequence[Term]) -> str:
    """Return terms as they were written, with spaces where there were some."""
    pieces = [f" {term.text}" if term.spaced else term.text for term in terms]
    return "".join(pieces).strip()
