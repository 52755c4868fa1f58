"""Names of parts: "a 100 x 60 mm plate", "bracket, flat bar", "the upper block"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mayfly.language.shape_words import FORMS
from mayfly.language.vocabulary import ADJECTIVES, word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.patterns.names.before_nouns import METALS
from mayfly.language.weighing.patterns.names.head_of import head_of
from mayfly.language.weighing.topics import PLATE
from mayfly.language.weighing.values import Group, Head


@row("head", "from|of <said+:pre>* <noun:part>", example="from 10 mm round bar", cost=0.05)
def _stock(found: Found) -> Any:
    head = head_of(found, "stock")
    return head if head is not None and found.said else None


@row("head", "base <said:dims>", example="base 80 x 80 x 10", cost=0.5)
@row("head", "<said:dims> base", example="80 x 80 x 10 base", cost=0.5)
def _base_plate(found: Found) -> Any:
    return Head("part", PLATE, "base", said=(found.said,))


@row("head", "<:pre>* flat <said:dims>", example="MS flat 60 x 10", cost=-0.3)
def _flat(found: Found) -> Any:
    """Return stock that is called a flat, where no other part is named: on a shaft it is cut."""
    named = any(phrase.term.sense("part") for phrases in found.phrases for phrase in phrases)
    several = isinstance(found.said, Group) and len(found.said.sizes) > 1
    return Head("part", PLATE, "flat", said=(found.said,)) if several and not named else None


@row("head", "<said+:pre>* <noun:part>", example="a 100 x 60 x 8 mm plate")
@row(
    "head",
    "<n:count> (identical|equal|such|of)* <said+:pre>* <noun:part>",
    example="two identical plates",
    cost=0.4,
)
def _part(found: Found) -> Any:
    if found.n is not None and found.n > 1 and not found.noun.plural:
        return None
    return None if _is_an_angle(found) else head_of(found, "part")


def _is_an_angle(found: Found) -> bool:
    """Return whether "angle" names one more number of a part: "80 wide, 100 high, 3 thick, angle 70"."""
    before, ahead = found.phrases[: found.end - 1], found.terms[found.end : found.end + 2]
    alone = bool(ahead) and ahead[0].quantity is not None and not (ahead[1:] and ahead[1].word in _TIMES)
    named = any(phrase.term.sense("part") for phrases in before for phrase in phrases)
    sized = found.terms[found.end - 2].word in ADJECTIVES if found.end > 1 else False
    return alone and found.terms[found.end - 1].word == "angle" and (named or sized)


_TIMES = frozenset({"×", "x", "by"})


@row("head", "<said+:pre>* <noun:part> <:alloy>", example="alum plate 5052", cost=0.1)
def _of_alloy(found: Found) -> Any:
    """Return a part that its material stands before, and its alloy behind."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return head_of(found, "part") if words & METALS else None


@row("head", "<title:part> ,|:|-|¶ <said+:pre>* <noun:part>", example="bracket, flat bar")
@row(
    "head",
    "<title:part> (, / <:titleword>)* :|¶ <said+:pre>* <noun:part>",
    example="knob, polished: a cylinder",
    cost=0.1,
)
@row(
    "head",
    "<:pre> <:pre>* <title:part> ,|:|-|¶ <said+:pre>* <noun:part>",
    example="bearing housing: a block",
    cost=0.2,
)
def _titled(found: Found) -> Any:
    """Return the part that a title is followed by: "BRKT, FLAT BAR 40x6x150"."""
    between = {term.word for term in found.terms[found.start : found.end - 1]}
    if not between.isdisjoint(_OUTLINES):
        return None  # "gusset, right-angled triangle 80 x 60, 6 mm plate"
    named = found.title.sense("part") == found.noun.sense("part") or found.noun.sense("component")
    senses = [phrase.term.senses for phrases in found.phrases[: found.start] for phrase in phrases]
    numbered = any(term.quantity is not None for term in found.terms[: found.start])
    if named or numbered or any(one.keys() & {"part", "feature"} for one in senses):
        return None
    return head_of(found, "part")


#: Words for an outline that no plain plate has.
_OUTLINES = FORMS | word_set(
    "triangle triangular hexagon trapezoid trapezium sector segment wedge half quarter"
)
_ORDINALS = "first|second|third|fourth|lower|upper|bottom|top|lowest|middle|larger|smaller|largest|smallest|other|outer|inner|big|small|bigger|main|base|central|1st|2nd|3rd"


@row("ordinal", f"{_ORDINALS} (and|,)? ({_ORDINALS})?", example="upper")
def _ordinal(found: Found) -> Any:
    return found.text


@row("head", "<order:ordinal> <said+:pre>* <noun:part>", example="the upper block", cost=0.1)
def _ordinal_part(found: Found) -> Any:
    head = head_of(found, "part")
    if head is None or head.plural:
        return None
    order = " ".join(word for word in found.order.lower().split() if word not in ARTICLES)
    return replace(head, words=f"{order} {head.words}", ordinal=True)


@row("bodyletter", "<w:word>", example="A")
def _letter(found: Found) -> Any:
    return found.w.text if found.w.text in _LETTERS else None


_LETTERS = frozenset("ABCDEF")


@row(
    "head",
    "(and|,|:|the|cylinder|box|block|plate|body|disc)* <w:bodyletter> with|has|is|:|=|of|being|measures (is|has|a)?",
    example="and B with",
    cost=-0.1,
)
def _lettered(found: Found) -> Any:
    return Head("part", "same", found.w, ordinal=True)
