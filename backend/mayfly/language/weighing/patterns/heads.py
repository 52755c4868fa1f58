"""Names of topics: "a 100 x 60 mm plate", "four M6 counterbored corner holes", "the bore"."""

from __future__ import annotations

from typing import Any

from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import TURNING
from mayfly.language.weighing.values import AtCorners, Context, Head, InCentre, Size

#: Endings of words that describe a shape ("tapered", "conical"), unlike purposes ("camera", "mounting").
_SHAPE_ENDINGS = ("ed", "al", "ic", "ar", "oid", "less", "wise")
_NO_SHAPE = word_set("general electrical mechanical metal original optical medical special final identical")
_DEFINITE = word_set("the these those all both each")
_SIDES = {"front", "back", "left", "right", "top", "bottom"}


def bears_shape(word: str) -> bool:
    """Return whether a word that is not known may describe a shape."""
    return word.endswith(_SHAPE_ENDINGS) and word not in _NO_SHAPE | HARMLESS


# --- what may stand before a noun ---------------------------------------------------------------------


@row("pre", "<said:dims> , ?", example="100 x 60 x 8 mm")
@row("pre", "<said:sized> , ?", example="6 mm")
@row("pre", "<said:mark>", example="counterbored")
def _said(found: Found) -> Any:
    return found.said


@row("pre", "@corner", example="corner")
def _corner(found: Found) -> Any:
    return AtCorners()


@row("pre", "@marker.centre", example="central")
@row("pre", "@centred", example="centred")
def _central(found: Found) -> Any:
    return InCentre()


@row("pre", "<purpose:unknown>", example="camera", cost=0.2)
def _purpose(found: Found) -> Any:
    word = found.purpose.word
    if bears_shape(word) or word in GLUE | HARMLESS | TURNING:
        return None
    return found.purpose.text


# --- parts and features -----------------------------------------------------------------------------------


@row("head", "<n:howmany>? <said+:pre>* <noun:feature>", example="four 6 mm corner holes")
def _feature(found: Found) -> Any:
    return _head(found, found.noun.sense("feature"))


@row("head", "<said+:pre>* <noun:part>", example="a 100 x 60 x 8 mm plate")
@row(
    "head",
    "<n:count> (identical|equal|such|of)* <said+:pre>* <noun:part>",
    example="two identical plates",
    cost=0.4,
)
def _part(found: Found) -> Any:
    return _head(found, "part")


@row("head", "<n:howmany> × <said+:pre>* <size:diametral>", example="4x Ø5", cost=0.8)
@row("head", "<n:howmany> × <said+:pre>* <size:thread>", example="4 x M6", cost=0.8)
@row("head", "<n:howmany> - <said+:pre>* <size:diametral>", example="8-Ø18", cost=0.8)
def _implied_holes(found: Found) -> Any:
    said = (*(found.said or ()), Size(found.size))
    return Head("hole", "hole", "holes", found.n, plural=found.n != 1, said=_said_of(said))


def _said_of(said: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one for one in said if type(one) is not str)


def _head(found: Found, kind: str) -> Head | None:
    noun = found.noun
    said = found.said or ()
    purposes = tuple(one for one in said if type(one) is str)
    if len(purposes) > 4:
        return None
    before = [term.word for term in found.terms[max(0, found.start - 1) : found.end - 1]]
    name = noun.sense("part") if kind == "part" else noun.word
    return Head(
        kind,
        name or "",
        noun.text if kind != "part" else noun.word,
        found.n,
        noun.plural,
        bool(_DEFINITE & set(before)),
        _said_of(said),
        purposes,
    )


@row("context", "<one:component>", example="hub")
def _context(found: Found) -> Any:
    return Context(found.one)
