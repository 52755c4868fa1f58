"""What is said in passing in a workshop: "top to bottom", "drilled for tapping", "square key stock"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Mark, Size, Stated


@row(
    "mark",
    "(right|straight|drilled|going|running|goes|runs|clean|all|way|,|from)* top (face|side)? (right|straight|all|way|down|through)* to bottom (face|side)?",
    example="3 holes of 8 mm || top to bottom",
    cost=-0.3,
)
@row(
    "mark",
    "(right|straight|drilled|going|running|goes|runs|clean|all|way|,)* (rest|remainder) of way (through)?",
    example="a 6 mm hole || the rest of the way through",
    cost=-0.2,
)
def _from_top_to_bottom(found: Found) -> Any:
    """Return that a hole goes through, which was named before."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    holes = [term for term in before if term.sense("feature") in {"hole", "bore"}]
    return Mark.THROUGH if holes else None


@row(
    "head",
    "(then|and|,)* <d:plain> mm? (dia|diam|diameter)? (for|over|through)? rest|remainder (of (length|way|it|sleeve|bore / <:part>))? (of way)? (through)?",
    example="bored 25 dia x 40 deep from one end, || 18 dia the rest of the way",
    cost=-0.6,
)
def _smaller_behind(found: Found) -> Any:
    """Return the bore that goes on where a wider one ends."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    words = {term.word for term in found.terms[: found.start]}
    bored = words & _BORED or any(term.sense("feature") in {"hole", "bore"} for term in before)
    deep = words & {"deep", "depth"}
    if not bored or not deep or found.d.form not in {"plain", "diameter"}:
        return None
    return Head("hole", "bore", "bore", said=(Size(found.d, Label((), "diameter")), Mark.THROUGH))


_BORED: Final = word_set("bored drilled")


@row(
    "stated",
    "(,|and|drilled|bored|ready|to|be)* (for tapping / tapped / threaded / for thread)",
    example="M12 nut blank, hex 19 AF x 10 high, || drilled for tapping",
    cost=-0.2,
)
def _nut_is_tapped(found: Found) -> Any:
    """Return that a nut has a thread, which it has anyway."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    features = any(term.sense("feature") for term in before)
    nut = any(term.sense("part") and "nut" in term.text.lower().split() for term in before)
    return Stated(found.text) if nut and not features else None


@row(
    "stated",
    "stock|material|steel",
    example="square key || stock … 1/4 x 1/4 x 1-1/2",
    cost=0.05,
)
def _stock(found: Found) -> Any:
    """Return "stock" behind the name of what is cut from it."""
    before = found.phrases[max(0, found.start - 2) : found.start]
    named = any(p.end == found.start and p.term.sense("part") for one in before for p in one)
    return Stated(found.text) if named else None


@row(
    "stated",
    "<:unknown> (sheet|material|gasket)?",
    example="gasket 80 x 80, 2 mm || klingersil",
    cost=0.3,
)
def _sealing_material(found: Found) -> Any:
    """Return what a gasket is cut from, behind its thickness: no list holds all makers' names."""
    before = found.terms[found.start - 1] if found.start else None
    behind = found.terms[found.end : found.end + 1]
    cut = {term.word for term in found.terms[: found.start]} & _CUT_FROM_SHEET
    thick = before is not None and before.quantity is not None and before.quantity.unit == "mm"
    return Stated(found.text) if cut and thick and (not behind or behind[0].kind == "mark") else None


_CUT_FROM_SHEET: Final = word_set("gasket seal shim packing")


@row(
    "sized",
    "<a:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) bottom|base|foot|underside (,|and|&|tapering|tapers|narrowing|then|to|down|up)* <b:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) top|tip",
    example="rubber foot || 30 mm diameter at the bottom, 24 at the top",
    cost=-0.6,
)
@row(
    "sized",
    "<b:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) top|tip (,|and|&|tapering|tapers|widening|then|to|down|up)* <a:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) bottom|base|foot|underside",
    example="plug || 24 mm diameter at the top, 30 at the bottom",
    cost=-0.6,
)
def _wide_at_ends(found: Found) -> Any:
    """Return the diameters of the two ends of a cone, one of which is called a diameter."""
    words = {term.word for term in found.terms[found.start : found.end]}
    senses = set(found.senses())
    named = words & {"dia", "diam", "diameter"} or "diameter" in senses
    if not named or {found.a.form, found.b.form} - {"plain", "diameter"}:
        return None
    return Size(found.a, Label(("bottom",), "diameter")), Size(found.b, Label(("top",), "diameter"))


@row(
    "stated",
    "bottom|lower|base half|part|section|shell (only)?",
    example="enclosure || bottom half … outside 100 x 70 x 35",
    cost=-0.1,
)
def _lower_half(found: Found) -> Any:
    """Return which half of a housing is made, behind its name: the one that is open at the top."""
    before = found.phrases[max(0, found.start - 2) : found.start]
    named = {p.term.sense("part") for one in before for p in one if p.end == found.start}
    words = {term.word for term in found.terms[max(0, found.start - 2) : found.start]}
    return Stated(found.text) if named - {None} and words & _HOUSINGS else None


_HOUSINGS: Final = word_set("enclosure housing case box casing")


@row(
    "stated",
    "(,|with|and)* one (on|at)? either|each side (of (it|groove|slot|channel|centre|middle|bore|recess))?",
    example="two 9 mm holes 54 apart, || one either side",
    cost=-0.3,
)
def _one_on_either_side(found: Found) -> Any:
    """Return that two holes lie on both sides of the middle, whose distance was said before."""
    near = found.terms[max(0, found.start - 10) : found.start]
    two = any(term.quantity is not None and term.quantity.value == 2 for term in near)
    return Stated(found.text) if two and {"apart", "centres", "spacing"} & {t.word for t in near} else None
