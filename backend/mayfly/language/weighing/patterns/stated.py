"""Phrases that change no shape and stand in the answer: materials, tolerances, output instructions."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.stopwords import MATERIALS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.heads import bears_shape
from mayfly.language.weighing.values import Placing, Size, Stated


@row(
    "stated",
    "return|export|save|output|write|give (it|a|the|me)? (valid|as|to|in|one)* step|stp|file file?",
    example="export as STEP",
)
@row(
    "stated",
    "single|one (valid|watertight|closed|manifold|connected)* solid|body",
    example="single watertight solid",
)
@row("stated", "from? <m:word> aluminium|steel|plastic?", example="aluminium", cost=0.1)
def _stated(found: Found) -> Any:
    if found.m is not None and found.m.word not in MATERIALS:
        return None
    return Stated(found.text)


# --- what it is for -----------------------------------------------------------------------------------------

_FOR: Final = "for|fit|suit|fits|suits|suiting|fitting|taking"
_ENDS: Final = word_set(
    "with and to each that which having plus in at on from through into across along near onto around over "
    "parallel between under off by of via using"
)


@row("purposeword", "<w:word>", example="camera")
def _purpose_word(found: Found) -> Any:
    word = found.w.word
    if word in _ENDS or bears_shape(word):
        return None
    for phrase in found.phrases[found.start]:
        senses = phrase.term.senses
        if senses.keys() & {"feature", "role"} or (
            senses.keys() & {"marker", "component"} and "part" not in senses
        ):
            return None
    return found.w.text


@row("stated", f"{_FOR} <w+:purposeword> <w+:purposeword>*", example="for a camera", cost=0.1)
@row("stated", f"to {_FOR} <w+:purposeword> <w+:purposeword>*", example="to fit a pipe", cost=0.1)
def _purpose(found: Found) -> Any:
    return Stated(found.text) if len(found.w) <= 4 else None


@row("sized", "for (suit|fit|accept|take|a|an)* <n:thread>", example="for M6", cost=0.0)
def _for_thread(found: Found) -> Any:
    return Size(found.n)


@row("place", "(to|per|of|according|acc)* <n:norm>", example="DIN 125", cost=-0.3)
def _norm(found: Found) -> Any:
    return Placing("norm", found.n, text=found.text)


@row("norm", "<n:standard>", example="DIN 125")
def _norm_of_parts(found: Found) -> Any:
    return found.n


@row("norm", "din|iso|en|ansi|asme|jis <n:number>", example="DIN 127")
def _norm_number(found: Found) -> Any:
    return f"{found.terms[found.start].word} {found.n.text}"
