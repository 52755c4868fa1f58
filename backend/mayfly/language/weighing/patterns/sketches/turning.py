"""Round bars of which an end is turned down: "the last 30 is turned down to Ø20"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Size

_TURNED: Final = "turned|stepped|reduced|machined|necked|ground|cut|@turned"
_LINKS: Final = "(of|which|with|and|the|its|then|,)*"
_END: Final = {"last": "top", "final": "top", "top": "top", "upper": "top", "end": "one", "outer": "one"} | {
    "first": "bottom",
    "bottom": "bottom",
    "lower": "bottom",
}
#: Which end something is at, by its words.
_BE: Final = "(is|are|be|being|been|gets|has|shall|should|must|will|to)*"
_ENDS: Final = {"both": "both", "each": "both", "top": "top", "upper": "top"} | {
    "bottom": "bottom",
    "lower": "bottom",
    "other": "other",
}


@row("narrow", "<n:diametral>", example="Ø20")
@row("narrow", "<n:plain> mm? (@role.diameter|@outer_diameter)?", example="20 mm diameter")
@row("narrow", "@role.diameter (of|=)? <n:plain>", example="diameter 20")
def _narrow(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("stretch", "<n:plain> mm? (long|@role.length)?", example="30 mm long")
@row("stretch", "@role.length (of|=)? <n:plain>", example="length of 30")
def _stretch(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row("end_word", "last|final|top|upper|end|outer|first|bottom|lower", example="last")
def _end_word(found: Found) -> Any:
    return _END[found.terms[found.end - 1].word]


@row("which_end", "(at|on|from|of)? both|each|top|upper|bottom|lower|other end|ends", example="at both ends")
@row("which_end", "(at|on|from|of)? <n:count> end|ends", example="at one end")
def _which_end(found: Found) -> Any:
    if found.n is not None:
        return {1: "one", 2: "both"}.get(found.n)
    return next(_ENDS[term.word] for term in found.terms[found.start : found.end] if term.word in _ENDS)


@row(
    "head",
    f"{_LINKS} <at:end_word> <l:stretch> (of (it / the <:part>))? {_BE} {_TURNED} down? (to|at)? <d:narrow>",
    example="the last 30 is turned down to Ø20",
    cost=-0.3,
)
@row(
    "head",
    f"{_LINKS} <at:end_word> <l:stretch> of that|it|those|this (is|are)* ({_TURNED})* down? to <d:narrow>",
    example="the last 10 of that to 16",
    cost=-0.1,
)
@row(
    "head",
    f"{_LINKS} {_BE} {_TURNED} down? to <d:narrow> for|over|on|along the? <at:end_word> <l:stretch>",
    example="turned down to 20 mm for the last 30",
    cost=-0.3,
)
@row(
    "head",
    f"{_LINKS} {_BE} {_TURNED} down? to <d:narrow> (for|over|on|along|×|x|by|,) <l:stretch> <at:which_end>",
    example="turned down to Ø15 x 20 at both ends",
    cost=-0.3,
)
@row(
    "head",
    f"{_LINKS} <at:which_end> {_BE} {_TURNED} down? to <d:narrow> (for|over|on|along|×|x|by|,) (a)? <l:stretch>",
    example="both ends turned down to Ø15 for 20 mm",
    cost=-0.3,
)
@row(
    "head",
    f"{_LINKS} (a|one)* step|shoulder|spigot|register|reduction <at:which_end> (of|that|is|,|:|=|{_TURNED}|down|to)* <d:narrow> (for|over|on|along|×|x|by|,) (a|the)* <l:stretch>",
    example="with a step on one end turned down to 24 od for 6 mm",
    cost=-0.6,
)
@row(
    "head",
    f"{_LINKS} {_BE} {_TURNED} down? <at:which_end> to <d:narrow> (for|over|on|along|×|x|by|,) (a)? <l:stretch>",
    example="turned down at one end to 12 mm over 25",
    cost=-0.3,
)
def _turned_down(found: Found) -> Any:
    return Head(
        "turndown", found.at, found.text, said=(_sized(found.d, "diameter"), _sized(found.l, "length"))
    )


@row(
    "head",
    f"{_LINKS} (the)? other|opposite end {_BE} (down)? to <d:narrow> (for|over|on|along|×|x|by|,) (a|the)* <l:stretch>",
    example="shaft 30 x 200, one end turned down to 20 for 40, || other end to 25 for 30",
    cost=-0.8,
)
def _other_turned_down(found: Found) -> Any:
    """Return how the other end is turned down, behind the first: "other end to 25 for 30"."""
    if _IS_TURNED.isdisjoint(term.word for term in found.terms[: found.start]):
        return None
    return Head(
        "turndown", "other", found.text, said=(_sized(found.d, "diameter"), _sized(found.l, "length"))
    )


_IS_TURNED: Final = frozenset(_TURNED.split("|"))


_PIECES: Final = "journal|journals|spigot|spigots|stub|stubs|tenon|tenons|pilot|pilots"
_WITH: Final = "(with|and|,|a|an|two|the|plus)*"


@row(
    "head",
    f"{_WITH} {_PIECES} (of|:|=|,)* <d:narrow> (×|x|by|,|for)* <l:stretch> (each|long|,)* <at:which_end>",
    example="journals Ø20 x 30 at both ends",
    cost=-0.9,
)
@row(
    "head",
    f"{_WITH} <d:narrow> ×|x|by <l:stretch> (long)? {_PIECES} (each|,)* <at:which_end>",
    example="Ø20 x 30 journals at each end",
    cost=-0.9,
)
@row(
    "head",
    f"{_WITH} <at:which_end> (has|have|with|carries|:|a|an)* {_PIECES} (of|:|=|,)* <d:narrow> (×|x|by|,|for)* <l:stretch>",
    example="each end has a journal Ø20 x 30",
    cost=-0.9,
)
def _journal(found: Found) -> Any:
    """Return a thinner piece at an end, which is turned down or stands out: the overall length tells."""
    said = (_sized(found.d, "diameter"), _sized(found.l, "length"))
    return Head("turndown", f"{found.at} journal", found.text, said=said)


@row(
    "head",
    "(with|and|,)* (both|two)? turned|reduced|stepped|necked down? ends (of|to|:|=|,)* <d:narrow> (×|x|by|,|for)* <l:stretch> each?",
    example="with turned down ends Ø30, 25 long each",
    cost=-0.5,
)
def _turned_ends(found: Found) -> Any:
    said = (_sized(found.d, "diameter"), _sized(found.l, "length"))
    return Head("turndown", "both", found.text, said=said)


def _sized(number: Quantity, role: str) -> Size:
    return Size(number, Label((), role))
