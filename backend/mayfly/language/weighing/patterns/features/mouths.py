"""The mouths of holes: "countersunk 90° to Ø18", "counterbore diameter 11 mm"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import UNNAMED, Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import PLATE
from mayfly.language.weighing.values import Head, Mark, Placing, Size, Stated

_SIDES: Final = frozenset({"top", "bottom", "underside", "top_face", "front", "back", "face", "side", "end"})

#: What the front and the back of a flat plate are.
_OF_PLATES: Final = {"back": "underside", "front": "top_face"}


@row("head", "<mark:headmark> (with|to|at|of)* <size:dims>", example="counterbored 11 x 6.4", cost=-0.2)
@row("head", "<mark:headmark> (with|to|at|of)* <size:sized>", example="countersunk to 12 mm", cost=-0.2)
@row(
    "head",
    "<mark:headmark> at|on|from (the)? top|upper (face|side|end|surface)? (with|to|at|of)* <size:sized>",
    example="countersunk at the top to 12 mm diameter",
    cost=-0.3,
)
def _sized_head(found: Found) -> Any:
    kind = "counterbore" if found.mark == Mark.COUNTERBORED else "countersink"
    if isinstance(found.size, Size) and found.size.number.form == "thread":
        return None
    return Head(kind, kind, found.text, said=(found.size,))


@row(
    "head",
    "<mark:headmark> <where:place> (,|with|to|at|of)* <size:dims>",
    example="counterbored from the bottom 10 x 4",
    cost=-0.4,
)
@row(
    "head",
    "<mark:headmark> <where:place> (,|with|to|at|of)* <size:sized> ((,|and|x|by)* <deep:sized>)?",
    example="counterbored from below 10 mm diameter, 4 mm deep",
    cost=-0.4,
)
@row(
    "head",
    "<mark:headmark> <where:place> (,|with|to|at|of)* <size:plain>",
    example="countersunk from the back to 11",
    cost=-0.4,
)
def _sized_head_on_side(found: Found) -> Any:
    """Return a mouth whose side was said before its sizes."""
    if not isinstance(found.where, Placing) or found.where.noun not in _SIDES:
        return None
    kind = "counterbore" if found.mark == Mark.COUNTERBORED else "countersink"
    size = found.size if isinstance(found.size, Size) or not isinstance(found.size, Quantity) else None
    said = [size or Size(found.size, Label((), "diameter")), *([found.deep] if found.deep else [])]
    where, noun = found.where, _OF_PLATES.get(found.where.noun)
    if noun is not None and where.ref is not None and _is_of_plate(found):
        where = replace(where, ref=replace(where.ref, noun=noun))
    return Head(kind, kind, found.text, said=(*said, where))


_BEHIND_MOUTH: Final = "with|to|at|of|x|×|by|,|-|included|incl"


@row(
    "head",
    f"<mark:headmark> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)? ({_BEHIND_MOUTH})* <size:wide>",
    example="countersunk 90° to Ø18",
    cost=-0.3,
)
@row(
    "head",
    f"<noun:mouth> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)? ({_BEHIND_MOUTH})* <size:wide>",
    example="countersink 90° x Ø11",
    cost=-0.3,
)
@row(
    "head",
    f"<mark:headmark> (with|to|at|of)* <size:wide> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)?",
    example="countersunk to Ø18 x 90°",
    cost=-0.3,
)
@row(
    "head",
    f"<noun:mouth> (with|to|at|of)* <size:wide> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)?",
    example="countersink Ø11 x 90°",
    cost=-0.3,
)
def _angled_mouth(found: Found) -> Any:
    kind = found.noun.sense("feature") if found.noun is not None else "countersink"
    if kind != "countersink" or found.mark is Mark.COUNTERBORED:
        return None
    wide = Size(found.size, Label((), "diameter"))
    return Head(kind, kind, found.text, said=(wide, Size(found.angle)))


_FROM_FRONT: Final = "(on|from|at (the)? front (face|side)?)?"


@row(
    "head",
    f"(with|a|an|and)* <size:wide> (x|×|by|at|with|,)* <angle:angled> (included|incl|angle)* <mark:headmark> {_FROM_FRONT}",
    example="holes 5.5 mm, || 11 mm dia 90° csk",
    cost=-0.6,
)
@row(
    "head",
    f"(with|a|an|and)* <size:wide> (x|×|by|at|with|,)* <angle:angled> (included|incl|angle)* <noun:mouth> {_FROM_FRONT}",
    example="holes 5.5 mm || with 11 mm dia 90° countersink",
    cost=-0.6,
)
@row(
    "head",
    f"(with|a|an|and)* <size:wide> <mark:headmark> (x|×|by|at|with)* (<angle:angled>)? {_FROM_FRONT}",
    example="holes 5.5 mm, || 11 mm dia csk",
    cost=-0.4,
)
@row(
    "head",
    "(with|a|an|and)* <size:wide> (x|×|by|,)* <deep:plain> mm|in? deep|depth <noun:mouth>",
    example="holes 6.6 mm || with 11 mm dia 6.5 deep counterbore",
    cost=-0.6,
)
def _sized_before(found: Found) -> Any:
    """Return the mouth of holes whose sizes stand before its name, behind those of the holes."""
    bored = found.mark is Mark.COUNTERBORED
    kind = (
        found.noun.sense("feature") if found.noun is not None else "counterbore" if bored else "countersink"
    )
    wanted = "countersink" if found.deep is None else "counterbore"
    front = any(term.word == "front" for term in found.terms[found.start : found.end])
    if kind != wanted or not _is_behind_sized_holes(found) or (front and not _is_of_plate(found)):
        return None
    said = [Size(found.size, Label((), "diameter"))]
    said += [Size(found.angle)] if found.angle is not None else []
    said += [Size(found.deep, Label((), "depth"))] if found.deep is not None else []
    return Head(kind, kind, found.text, said=tuple(said))


def _is_behind_sized_holes(found: Found) -> bool:
    """Return whether holes with a size stand before, and none behind: "11 mm countersunk holes"."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    if any(phrase.term.sense("feature") or phrase.term.sense("marker") == "screw" for phrase in behind):
        return False
    for at in range(found.start - 1, -1, -1):
        if any(phrase.term.sense("feature") in {"hole", "bore"} for phrase in found.phrases[at]):
            return any(term.quantity is not None for term in found.terms[at + 1 : found.start])
        if found.terms[at].word in {".", ";"}:
            return False
    return False


def _is_of_plate(found: Found) -> bool:
    """Return whether a plate is made, the front of which is its upper face."""
    return any(phrase.term.sense("part") == PLATE for phrases in found.phrases for phrase in phrases)


@row("sized", "<n:plain> mm? through|thru (,|;|}|and)?", example="holes || 5.5 thru,", cost=-0.2)
def _bore_through(found: Found) -> Any:
    """Return the diameter of a hole that goes through, right behind its name."""
    before = found.start - 1
    while before > 0 and found.terms[before].word in {"(", ",", ":"}:
        before -= 1
    named = {
        phrase.term.sense("feature")
        for at in range(max(0, before - 1), before + 1)
        for phrase in found.phrases[at]
        if phrase.end == before + 1
    }
    if not named & {"hole", "bore"} or found.n.form not in {"plain", "diameter"}:
        return None
    is_round = "pocket" not in named or found.n.form == "diameter"  # "a square hole 10 mm through it"
    return Size(found.n, Label((), "diameter") if is_round else UNNAMED), Mark.THROUGH


@row(
    "stated",
    "(all|both|everything|on|from|at|,)* same side|face",
    example="plate 100 x 60 x 10, 4 counterbored holes || , same side",
    cost=-0.2,
)
def _same_side(found: Found) -> Any:
    """Return that all mouths are on one side, as they are where no side was named."""
    others = [term for at, term in enumerate(found.terms) if not found.start <= at < found.end]
    mouths = any(
        not _MOUTHS.isdisjoint(phrase.term.senses.values())
        for at in found.phrases[: found.start]
        for phrase in at
    )
    return Stated(found.text) if mouths and not any(term.word in _SIDE_WORDS for term in others) else None


_MOUTHS: Final = frozenset({"counterbore", "countersink", "counterbored", "countersunk"})
_SIDE_WORDS: Final = frozenset({*_SIDES, "left", "right", "rear", "faces", "sides", "below"} - {"end"})


@row("angled", "<n:number>", example="90°")
def _angled(found: Found) -> Any:
    return found.n if found.n.form == "angle" else None


@row("wide", "<n:plain> mm? (@role.diameter)?", example="12 mm dia")
@row("wide", "@role.diameter (of|=)? <n:plain>", example="diameter 12")
def _wide(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("head", "<size:plain> <noun:feature> <label:noun>", example="11 mm counterbore diameter", cost=-0.1)
@row(
    "head",
    "<noun:feature> <label:noun> (is|are|of|=|:)* <size:plain>",
    example="counterbore diameter 11 mm",
    cost=-0.1,
)
def _sized_mouth(found: Found) -> Any:
    kind = found.noun.sense("feature")
    if kind not in {"counterbore", "countersink"} or found.label.components or found.size.form == "word":
        return None
    return Head(kind, kind, found.text, definite=True, said=(Size(found.size, found.label),))


_WIDENS: Final = "opens|opening|opened|open|widens|widening|widened|enlarges|enlarged|enlarging|steps|stepping|stepped|counterbored|bored|drilled"


@row(
    "head",
    f"(and|,|but|then|from|at|on|the|top|it|which|that|is|being|hole|@top|@top_face|@hole)* {_WIDENS} (out|up)? to (a|Ø|diameter|dia|of)* <d:plain> (mm)? (dia|diameter|wide)? (for|over|in|across|down|to|a|depth|of|the|at|from|,)* first|top|upper|@top <h:plain> (mm)? (deep|depth|of (it|depth|height|the|its|hole|length)*)?",
    example="hole || opening out to 12 mm for the first 15 mm",
    cost=-1.0,
)
@row(
    "head",
    f"(and|,|but|with|the|its)* first|top|upper|@top <h:plain> (mm|deep|of|it|the|hole|is|are|being|@hole)* {_WIDENS} (out|up)? to (a|Ø|diameter|dia|of)* <d:plain> (mm)? (dia|diameter|wide)?",
    example="hole || the top 7 mm opened up to 11 mm",
    cost=-1.0,
)
def _widens(found: Found) -> Any:
    """Return the counterbore of a hole that is wider at the top."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    if last not in (["hole"], ["bore"]) or {found.d.form, found.h.form} - {"plain", "diameter"}:
        return None
    said = (Size(found.d, Label((), "diameter")), Size(found.h, Label((), "depth")))
    return Head("counterbore", "counterbore", found.text, said=said)


@row("sized", "<n:plain> through (hole)? diameter", example="6.6 mm through diameter", cost=-0.1)
@row(
    "sized", "through (hole)? diameter (is|of|=|:)* <n:plain>", example="through diameter: 6.6 mm", cost=-0.1
)
def _through_diameter(found: Found) -> Any:
    return Size(found.n, Label((), "diameter"))


_FLOOR: Final = "top|bottom|root|floor|base|roof"
_ACROSS: Final = "(opposite|other|far (side|wall|end|face)? of? (the)? @bore|bore|side|wall|face?)"


@row(
    "sized",
    f"(from|to|at|over)* {_FLOOR} (of)? (the)? keyway|keyseat (is|at|=|:|lies|being)* <n:plain> (mm|away)* from|to (the)? {_ACROSS}",
    example="top of keyway 28.3 from opposite side of bore",
    cost=-1.6,
)
@row(
    "sized",
    f"<n:plain> (mm|measured)* (from|to|over|across) (the)? {_FLOOR} (of)? (the)? keyway|keyseat (from|to)* (the)? {_ACROSS}?",
    example="28.3 from top of keyway to opposite side of bore",
    cost=-1.6,
)
@row("sized", "<n:plain> over|across (the)? keyway|keyseat", example="28.3 over the keyway", cost=-1.0)
def _over_keyway(found: Found) -> Any:
    """Return how far the floor of a keyway lies from the opposite side of its bore."""
    return Size(found.n, Label(("overall",), "depth"))


@row(
    "sized",
    "<n:plain> (mm|measured)* over|across (the)? @bore",
    example="25 mm bore with a keyway 8 wide, || 28.3 over bore",
    cost=-0.6,
)
@row(
    "sized",
    "<n:plain> (mm|measured)* over|across (the)? @bore and|+|& (the)? keyway|keyseat|key",
    example="25 mm bore with a keyway 8 wide, || 28.3 over the bore and keyway",
    cost=-1.8,
)
@row(
    "sized",
    f"<n:plain> (mm|measured)* from (the)? {_ACROSS} to (the)? (keyway|keyseat)? {_FLOOR} (of the keyway|keyseat)?",
    example="25 mm bore with a keyway 8 wide, || 28.3 from the opposite side of the bore to the keyway bottom",
    cost=-1.6,
)
@row(
    "sized",
    "<n:plain> (mm|measured)* from|to (the)? opposite|other|far side|wall|face of? (the)? @bore",
    example="25 mm bore with a keyway 8 wide, || 28.3 to the opposite side of the bore",
    cost=-0.6,
)
def _over_bore(found: Found) -> Any:
    """Return the same where it is said of the bore that a keyway is in."""
    before = {term.word for term in found.terms[max(0, found.start - _NEAR_KEYWAY) : found.start]}
    return _over_keyway(found) if before & _KEYWAYS else None


_NEAR_KEYWAY: Final = 9
_KEYWAYS: Final = word_set("keyway keyseat keyways")


@row(
    "head",
    "(,|:|and|with|then|opened|out|to|ø)* <d:plain> mm? dia|diam|diameter (×|x|by|,)* <t:plain> mm? deep|depth",
    example="4 counterbored holes, 5.5 through || , 10 dia 6 deep",
    cost=-0.5,
)
def _mouth_behind(found: Found) -> Any:
    """Return the counterbore of a hole that is called counterbored, behind the hole's own diameter."""
    before = found.phrases[: found.start]
    bored = any(phrase.term.sense("marker") == "counterbored" for one in before for phrase in one)
    sized = any(phrase.term.sense("marker") == "through" for one in before[-3:] for phrase in one)
    if not bored or not sized or found.d.form not in {"plain", "diameter"} or found.t.form != "plain":
        return None
    said = (Size(found.d, Label((), "diameter")), Size(found.t, Label((), "depth")))
    return Head("counterbore", "counterbore", found.text, said=said)


@row("headmark", "<mark:mark>", example="counterbored")
def _headmark(found: Found) -> Any:
    return found.mark if found.mark in {Mark.COUNTERBORED, Mark.COUNTERSUNK} else None


@row(
    "head", "<n:howmany>? <noun:mouth> (for|of|to suit)? <size:thread>", example="a countersink M5", cost=-0.1
)
def _mouth_of_thread(found: Found) -> Any:
    return Head(
        found.noun.sense("feature"),
        found.noun.word,
        found.text,
        found.n,
        found.noun.plural,
        said=(Size(found.size),),
    )


@row("mouth", "<noun:feature>", example="countersink")
def _mouth(found: Found) -> Any:
    return found.noun if found.noun.sense("feature") in {"counterbore", "countersink"} else None
