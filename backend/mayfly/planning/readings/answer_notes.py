"""What the answer says of how a request was read: corrected words, exact sizes, and what changes no shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mayfly.contracts import Note
from mayfly.language.english import and_list
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import Evidence
from mayfly.language.weighing.values import Placing, Stated
from mayfly.planning.readings.reader import Reading
from mayfly.planning.readings.said.quantities import (
    declared_unit,
    fraction_of_an_inch,
    has_bare,
    named_inches,
)

_ABOUT: Final = word_set("approximately approx about roughly ca circa around maybe perhaps")
#: Words that say nothing by themselves.
_IDLE: Final = HARMLESS | GLUE
#: Words with which a purpose begins.
_PURPOSE: Final = word_set("for to fit suit fits suits suiting fitting taking")


def answer_notes(text: Text, reading: Reading) -> tuple[Note, ...]:
    """Return what the answer says of how a request was read.

    Args:
        text: The request, cut into terms.
        reading: The reading that is built.
    """
    said = [*_corrections(text), *_exact_sizes(text)]
    for one in reading.state.evidence:
        said += _without_shape(text, one)
    if reading.state.passed:
        words = and_list([f'"{word}"' for word in dict.fromkeys(reading.state.passed)])
        said.append(f"Passed over, as it is not known to bear shape: {words}.")
    said += _ordered(reading)
    if reading.unit != "mm" and has_bare(reading.state):
        unit = {"in": "inches"}.get(reading.unit, reading.unit)
        said.append(f"Numbers without a unit were taken as {unit}, as {_why_in_unit(text, reading)}.")
    elif named_inches(text.terms) and has_bare(reading.state):
        said.append("Numbers without a unit were taken as mm.")
    return tuple(map(Note, dict.fromkeys(said)))


def _why_in_unit(text: Text, reading: Reading) -> str:
    """Return why bare numbers were taken as inches, or as another unit than mm."""
    if declared_unit(reading.state):
        return "the request says"
    if named_inches(text.terms):
        return "the one that has it"
    fraction = fraction_of_an_inch(text)
    return f"{fraction} is written" if fraction else "drawings in inches write them so"


def _ordered(reading: Reading) -> Iterator[str]:
    """Yield that a number of pieces was read as how many are wanted."""
    stated = {one.text for one in reading.state.stated if isinstance(one, Stated)}
    for one in reading.state.evidence:
        if isinstance(one.value, Placing) and one.value.kind == "count" and one.value.text in stated:
            yield f'"{one.value.text}" was taken as how many are wanted; one is modelled.'


def _corrections(text: Text) -> Iterator[str]:
    for term in text.terms:
        if term.tolerance:
            yield f"The tolerance {term.tolerance} of {term.text} does not change the model."
        if term.corrected:
            yield f'Read "{term.corrected}" as "{term.word}".'


def _exact_sizes(text: Text) -> Iterator[str]:
    """Yield that "about 100" was taken as exact."""
    said = False
    for term in text.terms:
        if said and term.quantity is not None:
            yield f"{term.quantity.text} was taken as an exact size."
        said = term.word in _ABOUT or (said and term.word in ARTICLES)


def _without_shape(text: Text, one: Evidence) -> Iterator[str]:
    """Yield that a purpose, or a phrase with a number, changes no shape."""
    if not isinstance(one.value, Stated) or one.value.expect or one.value.moves:
        return
    terms = text.terms[one.start : one.end]
    words = text_of(terms)
    if terms[0].word in _PURPOSE and any(
        term.kind == "word" and not text.phrases[one.start + i] and term.word not in _IDLE
        for i, term in enumerate(terms)
    ):
        yield f'"{words}" was taken as a purpose; it changes no size.'
    elif any(letter.isdigit() for letter in words):
        yield f'"{words}" does not change the model.'
