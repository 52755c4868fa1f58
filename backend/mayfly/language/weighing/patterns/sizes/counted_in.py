"""Whether a piece is counted in the size of the whole: "(included in length)", "22 thk including raised face"."""

from __future__ import annotations

from itertools import takewhile
from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Placing, Stated

_RAISED: Final = frozenset({"boss"})
_PIECES: Final = frozenset({"flange", "head", "hub"})
_CLAUSE_ENDS: Final = frozenset({",", ".", ";", ":", "¶", ")"})
_WHOLE: Final = (
    "(in|into|within|the|its|overall|total|above|said|given|full|same|that|of|with|@component.overall)*"
)
_SIZE: Final = "@role.length|@role.height|@role.thickness|thk|lg|it|this|dimension|oal"
_IS: Final = "(which|that|it|is|are|both|already|all|being|,)*"


@row(
    "place",
    f"{{? (<:feature> / <:component> / collar|shoulder / (the)? <k:plain> (mm)?)? {_IS} included|incl|counted|contained|inclusive {_WHOLE} "
    f"(<n:plain> mm? / {_SIZE} (<n:plain> mm?)?) }}?",
    example="(included in length)",
    cost=-1.6,
)
def _included(found: Found) -> Any:
    """Return that what was described last is a part of the length or the thickness of the whole."""
    numbers = (found.n,) if found.n is not None else ()
    known = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    if found.k is not None and (found.k.form != "plain" or found.k.value not in known):
        return None  # "the 6 is included" is said of a 6 that was given before
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & {"not", "n't"} or found.terms[found.end - 1].word == "in":
        return None
    return Placing("flag", "counted_in", numbers, text=found.text)


@row(
    "place",
    ",? incl|including|inclusive|includes (of|the|a|its|one)*",
    example="22 thk || including … raised face 130 dia",
    cost=-1.8,
)
def _including(found: Found) -> Any:
    """Return that what is described next is a part of the size before it: "22 thk including raised face 130 x 2"."""
    sized = any(term.quantity is not None for term in found.terms[max(0, found.start - 3) : found.start])
    terms = [phrase.term for phrases in found.phrases[found.end : found.end + 1] for phrase in phrases]
    piece = any(
        term.sense("feature") in _RAISED or (term.sense("component") in _PIECES and not term.sense("feature"))
        for term in terms
    )
    behind = found.terms[found.end : found.end + 4]
    clause = list(takewhile(lambda term: term.word not in _CLAUSE_ENDS, behind))
    described = any(term.quantity is not None for term in clause)
    if not (found.start and sized and piece and described):
        return None
    return Placing("flag", "counted_in", text=found.text)


@row(
    "stated",
    f"{{? {_IS} extra|additional|addition|excluded|excluding|exclusive|excl|over|above|not included|counted? "
    f"(and|above|to|in|of|from|beyond|on|top|included|counted)* (the|its|overall|total|given|plate|flange)* "
    f"(<n:plain> mm? / @role.length|@role.height|@role.thickness|thk) (<n:plain> mm?)? }}?",
    example="disc 20 thk, raised face 2 || (extra to 20)",
    cost=-0.6,
)
def _extra(found: Found) -> Any:
    """Return that a boss stands on top of a thickness, as it always does; the thickness has to be one said before."""
    bosses = [
        phrase.term.sense("feature")
        for phrases in found.phrases[: found.start]
        for phrase in phrases
        if phrase.term.sense("feature")
    ]
    known = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    if bosses[-1:] != ["boss"] or (found.n is not None and found.n.value not in known):
        return None
    return Stated(found.text)


@row(
    "stated",
    "{? excl|excluding|exclusive|without|less|not|excludes (including|counting|of|the|a|its|.)* (<:feature> / <:component>) }?",
    example="disc 20 thk || (excl. raised face) … , raised face 102 x 2",
    cost=-0.6,
)
def _excluding(found: Found) -> Any:
    """Return that a boss, described behind it, stands on top of a thickness, as it always does."""
    named = [phrase.term for phrases in found.phrases[found.start : found.end] for phrase in phrases]
    behind = [phrase.term for phrases in found.phrases[found.end :] for phrase in phrases]
    sized = (
        found.start > 0
        and found.terms[found.start - 1].quantity is None
        and any(term.quantity is not None for term in found.terms[max(0, found.start - 2) : found.start])
    )
    again = any(
        term.sense("feature") in _RAISED and term.word == other.word for term in named for other in behind
    )
    return Stated(found.text) if sized and again else None
