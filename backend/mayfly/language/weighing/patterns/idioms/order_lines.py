"""What e-mails and order lines say that changes no shape: references, quantities to quote, what is so anyway."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.idioms.prints import nouns_before
from mayfly.language.weighing.values import Placing, Stated


@row(
    "stated",
    "order|po|rfq|ref|reference|enquiry|inquiry|quotation|offer|ticket (no|nr|number|.|#|:|id)* <:number> (,|;|:|÷|-)*",
    example="order 4500098123 //",
    cost=-0.3,
)
@row(
    "stated",
    "pos|position|item|line|art|article|part|mat (no|nr|number|.|#|:|-)* <:number> (- ? <:word>)? ,|;|:|÷|¶|/",
    example="Pos. 30 /",
    cost=-0.2,
)
@row(
    "stated",
    "(to|be|,|for|please)* (deliver|delivered|delivery|ship|shipped|shipping|due|needed|dispatch) (date|in|by|on|:|latest|before|until)* (week|cw|wk|kw|month) <:number>",
    example="deliver week 32",
    cost=-0.3,
)
@row(
    "stated",
    "(re|fw|fwd|aw|wg|subject|betreff|text) :|÷ (re|fw|fwd|aw|wg|urgent|rfq|enquiry|inquiry|request|text|:|÷)*",
    example="Re: urgent //",
    cost=-0.3,
)
@row(
    "stated",
    "(please|pls|kindly|,)* (see|as|per|refer|look|to|shown|described|mentioned)* see|per|as|refer (to)? below|underneath|following|attached (:|,|-)?",
    example="see below,",
    cost=-0.6,
)
@row(
    "stated",
    "(please|pls|kindly|,|and|to|us|me|best|your|give|send|need)* quote|quotation|price|offer (for|on|us|a|of|:)* qty|quantity <:count> (pcs|pieces|off|nos|no|ea|each)?",
    example="pls quote qty 50",
    cost=-0.6,
)
@row(
    "stated",
    "(as|per|acc|according|to|the|our|from|see|your)* (customer|supplier|purchase|sales|production|client|procurement)* (e)? (-)? (mail|email|enquiry|inquiry|rfq|message) (below|attached|from (the|our|a)? customer|client|supplier|production|sales|purchasing)? (:|,)?",
    example="see mail from production:",
    cost=0.0,
)
def _of_mail(found: Found) -> Any:
    return Stated(found.text)


_PAIRED: Final = word_set(
    "leg legs arm arms flange flanges wall walls ear ears lug lugs cheek cheeks side sides"
)


@row(
    "stated",
    "(,|and|both|the|holes|are|is|so|that|they)* aligned|inline|opposite|coaxial|concentric (with|to)* (each other / one another)?",
    example="one hole in each leg, || aligned",
    cost=0.0,
)
def _aligned(found: Found) -> Any:
    """Return that holes in both legs face each other, as they do anyway."""
    before = [term.word for term in found.terms[: found.start]]
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark"
    several = any(one in {"each", "both"} and other in _PAIRED for one, other in pairwise(before))
    return Stated(found.text) if several and ends and nouns_before(found)[-1:] == ["hole"] else None


#: What stands before the end that something is on.
_ON: Final = word_set("on at of in to through around")


@row(
    "place",
    "on|at|of|in|through|around (the)? closed|sealed|solid|blind end (outside|only)?",
    example="cap || on the closed end",
    cost=-1.5,
)
def _on_closed_end(found: Found) -> Any:
    """Return the closed end of a cap as the place of an edge or a hole: the bottom of the cup that it is."""
    caps = (one.term for phrases in found.phrases[: found.start] for one in phrases)
    if not any(one.sense("convention") == "inverted" for one in caps):
        return None
    if set(nouns_before(found)[-1:]) & _EDGE_CUTS:
        outer = Reference("edge", frozenset({"bottom", "outer"}), text="the outer edge of the closed end")
        return Placing("place", "on", ref=outer, text=found.text)
    return Placing("place", "on", ref=Reference("bottom", text="the closed end"), text=found.text)


_EDGE_CUTS: Final = word_set("fillet chamfer")


@row(
    "stated",
    "(with|its|the|,|and|one)* top|end|@component.top (is|being)? closed|sealed",
    example="cap, || top closed",
    cost=-0.3,
)
@row(
    "stated",
    "(with|its|the|a|,|and)* closed|sealed (at|the|one)* top|end|@component.top",
    example="cap, || closed top",
    cost=-0.3,
)
def _closed_top(found: Found) -> Any:
    """Return that a cap is closed at its top, as it is anyway."""
    if any(term.quantity is not None for term in found.terms[found.end : found.end + 1]):
        return None  # "closed end 3 thick"
    before = [term.word for term in found.terms[max(0, found.start - 2) : found.start]]
    if set(before) & _ON:
        return None  # "1 mm fillet on the closed end"
    caps = (one.term for phrases in found.phrases for one in phrases)
    return Stated(found.text) if any(one.sense("convention") == "inverted" for one in caps) else None
