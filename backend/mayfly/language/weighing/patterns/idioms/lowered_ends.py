"""Steps at one end of a block: "mill one end down 12 for 30 mm", "the right end is lowered to 20 over 30 mm"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Placing, Size

_DOWN: Final = "(is|gets|to|be|milled|mill|machined|cut|stepped|lowered|reduced)*"
_FOR: Final = "(for|over|along|on|the|last|a|length|distance|of)*"
_LENGTH: Final = "(of (the|its)? length / long / in length)?"
_ACROSS: Final = (
    "(,? and? over|across|on|along? (the)? (full|whole|entire (width / <full:plain> mm?) / @everything))?"
)
_END: Final = "<side:sidename> (hand)? (end|side|part|face)?"
_LOWERED: Final = (
    "(is|gets|to|be|being|only|should|shall|just|of|has|with|,)* (lowered|reduced|milled|machined|cut|stepped|dropped|down|away|"
    "removed|so|that|remaining|height|it|there|becomes|become|a)*"
)
_HIGH: Final = "mm? (high|tall|thick / in height)?"
_OFF: Final = "(is|being|,)* (milled|cut|machined|removed|taken)? (off|out|away|into|from|of|at|on|in)*"


@row(
    "head",
    f"(then|and|,)* (mill|cut|machine|step|lower)? (<k:count> / the) <side:sidename>? (hand)? end {_DOWN} down (by)? <deep:plain> mm? (from (the)? top (face)?)? "
    f"{_FOR} <long:plain> mm? {_LENGTH} {_ACROSS}",
    example="mill one end down .75 from the top for 1.00 of the length, full width",
    cost=-1.6,
)
def _milled_down(found: Found) -> Any:
    """Return the step that is milled into one end of a block: how deep, and over which length."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.k not in {None, 1} or (found.k is None) == (found.side is None) or "to" in words:
        return None
    return _step(found, "depth") if words & {"length", "long", "last"} else None


@row(
    "head",
    f"(and|,|then|with|the)* {_END} {_LOWERED} to <left:plain> {_HIGH} {_FOR} <long:plain> mm? {_LENGTH} {_ACROSS}",
    example="block 80 x 50 x 40 || , right-hand end lowered to 20 over a length of 30",
    cost=-1.4,
)
@row(
    "head",
    f"(and|,|then)* (cut|mill|machine|take)? (away|down|off)? (the)? {_END} <long:plain> mm? {_LENGTH} (down)? to <left:plain> {_HIGH} {_ACROSS}",
    example="block 80 x 50 x 40 || , cut away the right end 30 long down to 20 high",
    cost=-1.4,
)
@row(
    "head",
    f"(and|,|then|with)* the last? <side:sidename> (hand)? (last)? <long:plain> mm? (is|are|being|become|becomes) (only|just|lowered|reduced|cut|milled|to)* <left:plain> mm? high|tall|thick {_ACROSS}",
    example="block 80 x 50 x 40 || , the right 30 mm is only 20 mm high",
    cost=-1.4,
)
@row(
    "head",
    f"(and|,|then|at)* (the)? {_END} (,|the|a|material|is|be|shall|must|removed|cut|away|milled|to)* over (a|the|last|length|distance|of)* <long:plain> mm? (long)? {_ACROSS} (,|and|so|that|such|the|a|remaining|height|there|is|leaving|left|to|of|down)* <left:plain> {_HIGH}",
    example="block 80 x 50 x 40 || , at the right end material is removed over a length of 30, leaving a height of 20",
    cost=-1.4,
)
def _lowered(found: Found) -> Any:
    """Return a step at one end of a block: over which length, and how high what is left there is."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return _step(found, "left_height") if words & _SAYS_IT else None


_SAYS_IT: Final = frozenset(
    {
        "lowered",
        "reduced",
        "milled",
        "machined",
        "cut",
        "stepped",
        "down",
        "high",
        "tall",
        "removed",
        "height",
    }
)


@row(
    "head",
    f"(with|and|,)* (a)? step|rebate {_OFF} (<k:count> / the)? {_END} ,? <long:plain> mm? back|in|long|wide (and|,|×|x|by)* <deep:plain> mm? (down|deep|high)* (from (the)? top (face)?)? ,? {_ACROSS}",
    example="block 80 x 50 x 40 || , step milled off the right end, 30 back and 20 down from the top, full width",
    cost=-1.4,
)
@row(
    "head",
    f"(with|and|,)* (a)? step|rebate {_OFF} <k:count> end ,? <long:plain> mm? back|in|long|wide (and|,|×|x|by)* <deep:plain> mm? (down|deep|high)* (from (the)? top (face)?)? ,? {_ACROSS}",
    example="block 80 x 50 x 40 || , step milled off one end, 30 back and 20 down from the top",
    cost=-1.4,
)
def _step_off(found: Found) -> Any:
    """Return a step that is milled off one end of a block: how far back, and how deep."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return _step(found, "depth") if words & {"down", "deep"} and found.k in {None, 1} else None


def _step(found: Found, role: str) -> Head | None:
    """Return a step as long as was said, with its depth or the height that is left."""
    high = found.deep if role == "depth" else found.left
    known = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    if {found.long.form, high.form} != {"plain"} or (
        found.full is not None and found.full.value not in known
    ):
        return None
    side = {"rear": "back", None: "left"}.get(found.side, found.side)
    place = Placing("place", "at", ref=Reference(side, text=side), text=f"at the {side}")
    sizes = (Size(found.long, Label((), "width")), Size(high, Label((), role)))
    return Head("step", "step", "step", said=(*sizes, place), lead="with")
