"""Finds the holes that other words multiply or deny: "per leg", "without", "the same on the other side"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.index import ENDS
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import BLOCKS, TURNING, Evidence, State
from mayfly.language.weighing.values import Absent, AtCorners, Head, Placing, Size, Stated

#: Words that multiply all that was said: how many holes there are in the end is open then.
_REPEATING: Final = word_set(
    "repeat repeats repeated mirror mirrored mirrors mirroring copy copies copied array instances instance"
    " sets twice duplicate duplicated symmetric symmetrical symmetrically likewise"
)
#: Words that multiply what is said in their own sentence, or in the one before.
_ONCE_MORE: Final = word_set("same another further second third more other again identical pattern similar")
#: Words that multiply what is said in their own clause.
_EACH: Final = word_set("each every both per ea either opposite")
#: Words that begin a clause about what was named before: "a step, which is 8 deep".
_RELATIVE: Final = word_set("which but what")
#: Behind "each" they speak of those that were counted before: "two holes, each 12 mm across".
_OF_COUNTED: Final = word_set("is are with has have having being drilled tapped countersunk counterbored ø")
_FROM: Final = word_set("from")
_MARKS: Final = frozenset({",", ";", "(", ")"})


def disturbed_heads(text: Text, state: State) -> set[str] | None:
    """Return the words of the heads that a word in their clause may multiply or deny.

    Args:
        text: The request.
        state: What was read in it.

    Returns:
        The words of those heads; None where a word may multiply all that was said.
    """
    clauses = list(_clauses(text))
    heads = [one for one in state.evidence if isinstance(one.value, Head)]
    settled = _settled(state)
    placed = {
        at for one in state.evidence if isinstance(one.value, Placing) for at in range(one.start, one.end)
    }
    found: set[str] = set()
    for at, term in enumerate(text.terms):
        if at in settled:
            continue
        if term.word in _REPEATING:
            return None
        if term.word in _EACH and (at == 0 or text.terms[at - 1].word not in _FROM):
            found |= _by_each(text, at, heads, clauses)
        elif term.word in TURNING - _RELATIVE:
            found |= _words(_in_clause(heads, clauses, at) or _in_clause(heads, clauses, at, back=1))
        elif term.word in _ONCE_MORE and at not in placed and not _adds_one(at, heads):
            found |= _words(_in_sentence(text, heads, at))
    return found


_PIECES_OF_WORDS: Final = word_set("both each every")


def pieces_of(place: Placing, state: State) -> int:
    """Return how many pieces of the part a place names: 4 for "each corner" of a plate, 1 for any other."""
    ref = place.ref
    if ref is None or place.kind != "place" or not ref.traits & _PIECES_OF_WORDS:
        return 1
    base = state.topics[state.base] if state.base >= 0 else None
    if ref.noun == "corner" and base is not None and base.name in BLOCKS:
        return 4
    part = catalogue().get(base.name) if base is not None else None
    piece = part.traits.components.get(ref.noun) if part is not None else None
    return (piece.count if piece is not None else None) or 1


def _clauses(text: Text) -> Iterator[range]:
    """Yield the stretches between commas, brackets and stops."""
    start = 0
    for at, term in enumerate(text.terms):
        if term.kind == "mark" and term.word in ENDS | _MARKS:
            yield range(start, at + 1)
            start = at + 1
    yield range(start, len(text.terms))


def _settled(state: State) -> set[int]:
    """Return the terms whose words multiply nothing, or of which it is known how often."""
    return {
        at
        for one in state.evidence
        if isinstance(one.value, Stated | Absent | AtCorners)
        or (
            isinstance(one.value, Placing) and (one.value.kind == "offset" or pieces_of(one.value, state) > 1)
        )
        for at in range(one.start, one.end)
    }


def _by_each(text: Text, at: int, heads: Sequence[Evidence], clauses: Sequence[range]) -> set[str]:
    """Return the heads that "each" or "both" may multiply."""
    behind = text.terms[at + 1] if at + 1 < len(text.terms) else None
    here = _in_clause(heads, clauses, at)
    if behind is not None and (behind.quantity is not None or behind.word in _OF_COUNTED):
        return _words([one for one in here if one.start >= at])
    return _words(here or _in_clause(heads, clauses, at, back=1))


def _adds_one(at: int, heads: Sequence[Evidence]) -> bool:
    """Return whether a word stands in the name of a hole with a size of its own: "another 8 mm hole"."""
    return any(
        one.start <= at < one.end
        and isinstance(one.value, Head)
        and not one.value.definite
        and (one.value.count is not None or not one.value.plural)
        and any(isinstance(each, Size) for each in one.value.said)
        for one in heads
    )


def _in_clause(
    heads: Sequence[Evidence], clauses: Sequence[range], at: int, *, back: int = 0
) -> list[Evidence]:
    """Return the heads in the clause of a term, or in the nearest one before it that has any."""
    index = next(i for i, clause in enumerate(clauses) if at in clause)
    if not back:
        return [one for one in heads if one.start in clauses[index]]
    for clause in reversed(clauses[:index]):
        found = [one for one in heads if one.start in clause]
        if found:
            return found
    return []


def _in_sentence(text: Text, heads: Sequence[Evidence], at: int) -> list[Evidence]:
    """Return the heads in the sentence of a term and in the one before it."""
    sentences, sentence = list[int](), 0
    for term in text.terms:
        sentences.append(sentence)
        sentence += term.word in ENDS
    return [one for one in heads if sentences[at] - 1 <= sentences[one.start] <= sentences[at]]


def _words(heads: Sequence[Evidence]) -> set[str]:
    return {one.value.words for one in heads if isinstance(one.value, Head)}
