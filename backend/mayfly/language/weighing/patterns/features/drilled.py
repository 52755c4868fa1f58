"""Holes that are only named by their size: "4x .281 THRU", "DRILL & TAP M6 x 15 DP", "Ø8 thru both walls"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.attach.fitting import BORED
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.layout import BREAK
from mayfly.language.weighing.values import (
    AtCorners,
    FromEdges,
    Head,
    Mark,
    Placing,
    Said,
    Size,
    Stated,
)

#: Marks behind a diameter or thread that make it a hole.
_DRILLED: Final = frozenset(
    {
        Mark.THROUGH,
        Mark.TAPPED,
        Mark.CLEARANCE,
        Mark.COUNTERBORED,
        Mark.COUNTERSUNK,
        Mark.BLIND,
        Mark.CAP_SCREW,
    }
)


# --- holes that are only named by their size ---------------------------------------------------------------


@row("drilled", "<m:mark>", example="THRU")
def _drilled(found: Found) -> Any:
    return found.m if found.m in _DRILLED else None


@row("drilled", "dia|diam|diameter|drill|drilled|reamed|ream", example="dia")
def _drilled_word(found: Found) -> Any:
    return ()


_VERB: Final = "drill|drilled|ream|reamed|bore|bored|tap|tapped|thread|punch"
_LINKS: Final = f"{_VERB}|and|&|to|for|a|an|the|out|,"


_BY_OTHERS: Final = word_set("myself ourselves yourself later afterwards")


@row("head", "<n:howmany> ×|x? <size:bareplain> <m+:drilled> <m+:drilled>*", example="4x .281 thru", cost=0.3)
@row("head", "<n:howmany> <size:thread> <m+:drilled> <m+:drilled>*", example="4 M6 clearance", cost=0.2)
@row("head", "<n:howmany> <size:diametral> <m+:drilled>*", example="4 Ø12", cost=0.5)
@row("head", "<size:diametral> <m+:drilled> <m+:drilled>*", example="Ø20 thru", cost=0.4)
@row("head", "<size:thread> <m+:drilled> <m+:drilled>*", example="M10 tapped thru", cost=0.4)
@row(
    "head",
    "<n:howmany>? <size:thread> ×|x <pitch:plain> <m+:drilled> <m+:drilled>*",
    example="M10 x 1.5 thru",
    cost=0.2,
)
@row(
    "head",
    "<size:bareplain> mm|dia|diam|diameter|ø? <m+:mouthed> <m+:drilled>*",
    example="16 dia thru",
    cost=0.4,
)
@row(
    "head", "@role.diameter <size:bareplain> mm? <m+:mouthed> <m+:drilled>*", example="dia 16 thru", cost=0.3
)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:bareplain>", example="drill 8", cost=0.3)
@row(
    "head",
    f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:thread> ×|x? <deep:plain> dp|dpt|deep",
    example="DRILL & TAP M12 x 30 DP",
    cost=0.1,
)
@row(
    "head",
    f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:diametral> ×|x? <deep:plain> dp|dpt|deep",
    example="DRILL Ø8 x 20 DP",
    cost=0.1,
)
@row(
    "head",
    "<size:diametral> ×|x|by <deep:plain> mm? dp|dpt|deep",
    example="block 80 x 60 x 20, chamfer 2. || Ø52 x 15 dp",
    cost=-0.5,
)
@row(
    "head",
    f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:bareplain> mm? ×|x|by <deep:plain> mm|in? dp|dpt|deep",
    example="drill 6.8 x 18 deep",
    cost=-0.7,
)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:diametral>", example="DRILL Ø6", cost=0.1)
@row(
    "head",
    f"{_VERB} ({_LINKS})* <size:bareplain> mm|in? dia|diam|diameter|ø ((×|x|by|to|a|depth|of|,)* <deep:plain> mm|in? (dp|dpt|deep|depth)?)?",
    example="bored 20 dia x 8 deep",
    cost=-0.1,
)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:thread>", example="TAP 4x M6", cost=0.1)
def _named_by_size(found: Found) -> Any:
    if _names_a_feature(found) or _says_of_a_hole(found) or (found.n is None and _goes_on(found)):
        return None
    if found.terms[found.start].word not in _VERBS and not (found.n or found.m) and not _follows_a_cut(found):
        return None
    if {term.word for term in found.terms[found.end : found.end + 2]} & _BY_OTHERS:
        return None  # "will tap M4 myself" is no further hole
    if found.pitch is not None and not _is_pitch(found.pitch, found.size):
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    marks: list[Mark] = [one for one in found.m or () if isinstance(one, Mark)]
    if found.pitch is not None and Mark.TAPPED not in marks and Mark.CLEARANCE not in marks:
        marks.append(Mark.TAPPED)
    if words & {"tap", "tapped", "thread"} and Mark.TAPPED not in marks:
        if found.size.form != "thread":
            return None
        marks.append(Mark.TAPPED)
    if found.n is not None and found.n > 1 and found.size.form == "word":
        return None
    size = Size(found.size, Label((), "diameter")) if found.size.form == "plain" else Size(found.size)
    plural = found.n not in {None, 1}
    depth = (Size(found.deep, Label((), "depth")),) if found.deep is not None else ()
    said: tuple[Said, ...] = (size, *depth, *dict.fromkeys(marks))
    return Head("hole", "hole", "holes" if plural else "hole", found.n, plural=plural, said=said)


_VERBS: Final = word_set(_VERB.replace("|", " "))
_STOPS: Final = frozenset({".", ";", BREAK})


def _follows_a_cut(found: Found) -> bool:
    """Return whether a line or a sentence begins after one of a chamfer or fillet, which has no diameter."""
    if not found.start or found.terms[found.start - 1].word not in _STOPS:
        return False
    before = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    return [feature for feature in before if feature][-1:] in (["chamfer"], ["fillet"])


#: Places that only several holes have.
_SHARED_PLACES: Final = frozenset({"circle", "spacing", "grid"})


@row("sharedplace", "<p:place>", example="on 65 pcd")
def _shared_place(found: Found) -> Any:
    """Return a place that several holes share: a bolt circle with its diameter, a pitch, corners, edges."""
    places = found.p if isinstance(found.p, tuple) else (found.p,)
    shared = [
        one
        for one in places
        if isinstance(one, AtCorners | FromEdges) or (isinstance(one, Placing) and _is_shared(one))
    ]
    return places if shared else None


def _is_shared(place: Placing) -> bool:
    """Return whether a place is one of several holes: "12 from the edges", "in the corners"."""
    several = place.ref is not None and place.ref.plural and place.ref.noun in {"edge", "corner"}
    return several or (place.kind in _SHARED_PLACES and bool(place.numbers))


@row(
    "head",
    "<n:howmany> ×|x? <size:bareplain> mm|dia|diam|diameter|ø? ,? <where:sharedplace>",
    example="6x 7 on 65 pcd",
)
def _counted_by_place(found: Found) -> Any:
    """Return holes without a noun that where they are makes holes: "4 off 11 @ 60 crs"."""
    counted = {term.word for term in found.terms[found.start : found.start + 2]} & _CROSSES
    if found.n < 2 or not counted or found.size.form == "word":
        return None
    said: tuple[Said, ...] = (Size(found.size, Label((), "diameter")), *found.where)
    return Head("hole", "hole", "holes", found.n, plural=True, said=said)


@row("head", "<n:count> ×|x|off|no|nos <size:bareplain> <noun:feature>", example="4x 6 holes", cost=0.1)
def _counted_by_size(found: Found) -> Any:
    """Return holes whose diameter has no mark: the cross stands at their number, or a word counts them."""
    cross, behind = found.terms[found.start + 1 : found.start + 3]
    crossed = cross.text.lower() in {"×", "x"}
    if (crossed and (cross.spaced or not behind.spaced)) or found.noun.sense("feature") not in BORED:
        return None
    if found.n < 2 or found.size.form == "word":
        return None
    said = (Size(found.size, Label((), "diameter")),)
    return Head("hole", "hole", found.text, found.n, plural=True, said=said)


#: What stands between the number of holes and their diameter.
_CROSSES: Final = frozenset({"×", "x", "off", "no", "nos"})


def _says_of_a_hole(found: Found) -> bool:
    """Return whether a hole is named just before, of which it is said: "a hole tapped for a 1/4 in screw"."""
    at = found.start
    while at > 1 and (found.terms[at - 1].word in {":", "="} or found.terms[at - 1].quantity is not None):
        at -= 1  # "hole 1: dia 14 thru"
    if at < found.start and found.terms[found.start - 1].word not in {":", "="}:
        at = found.start
    before = found.phrases[at - 1] if at else ()
    return any(phrase.term.sense("feature") for phrase in before)


@row("mouthed", "<m:mark>", example="THRU")
def _mouthed(found: Found) -> Any:
    return found.m if found.m in {Mark.THROUGH, Mark.BLIND} else None


def _goes_on(found: Found) -> bool:
    """Return whether a bare number belongs to what stands before it: "length 16 through the part"."""
    first = found.terms[found.start]
    if first.quantity is None or first.quantity.form != "plain" or not found.start:
        return False
    before = found.terms[found.start - 1]
    return before.kind != "mark" and before.word not in {"and", "with", "a", "plus"}


_COARSEST_MM: Final = 6.0


def _is_pitch(pitch: Quantity, thread: Quantity) -> bool:
    """Return whether a number behind a thread is its pitch: "M10 x 1.5", not "M8 x 20"."""
    return pitch.form == "plain" and pitch.value <= min(_COARSEST_MM, 0.3 * thread.value)


#: Features that are the mouths of holes.
_MOUTHS: Final = frozenset({"counterbore", "countersink"})


def _names_a_feature(found: Found) -> bool:
    """Return whether the noun of a feature follows, up to three words on: "drill a 10 mm deep blind hole".

    A counterbore or countersink that follows is that of the hole.
    """
    for at in range(found.end, min(found.end + 4, len(found.terms))):
        features = {phrase.term.sense("feature") for phrase in found.phrases[at]} - {None}
        if features:
            return not features <= _MOUTHS
        if found.terms[at].kind != "word":
            return False
    return False


@row("bareplain", "<n:number>", example=".281")
def _bareplain(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row(
    "head",
    "<size:diametral> <where:throughwalls> ({ <:count> <:count> })?",
    example="Ø8 thru both walls",
    cost=0.2,
)
@row("head", "<n:howmany> ×|x? <size:diametral> <where:throughwalls>", example="3x Ø9 thru web", cost=0.2)
def _through_walls(found: Found) -> Any:
    plural = found.n not in {None, 1}
    name = "holes" if plural else "hole"
    return Head("hole", name, name, found.n, plural=plural, said=(Size(found.size), found.where))


@row("head", "<n:howmany>? <size:diametral> ×|x <deep:plain> dp|dpt|deep", example="Ø20 x 25 DP", cost=0.3)
@row("head", "<n:howmany>? <size:thread> ×|x <deep:plain> dp|dpt|deep", example="M8 x 20 DP", cost=0.3)
@row(
    "head",
    "<n:howmany>? <size:thread> ×|x <pitch:plain> ×|x|,? <deep:plain> dp|dpt|deep",
    example="M10 x 1.5 x 25 deep",
    cost=0.1,
)
def _blind(found: Found) -> Any:
    """Return a hole that is only named by its diameter and its depth."""
    if found.pitch is not None and not _is_pitch(found.pitch, found.size):
        return None
    plural = found.n not in {None, 1}
    name = "holes" if plural else "hole"
    depth = Size(found.deep, Label((), "depth"))
    marks = (Mark.TAPPED,) if found.size.form == "thread" else ()
    return Head("hole", name, name, found.n, plural=plural, said=(Size(found.size), depth, *marks))


@row(
    "head",
    "seat|register|rebate|recess <size:diametral> ×|x <deep:plain> dp|dpt|deep",
    example="seat Ø52 x 15 deep",
    cost=-0.2,
)
@row(
    "head",
    "<size:diametral> ×|x <deep:plain> dp|dpt|deep seat|register|rebate|recess",
    example="Ø52 x 15 deep seat",
    cost=-0.2,
)
def _seat(found: Found) -> Any:
    """Return a blind hole that something sits in."""
    depth = Size(found.deep, Label((), "depth"))
    return Head("hole", "seat", "seat", said=(Size(found.size), depth))


@row("throughwalls", "@marker.through <ref:ref>", example="thru both walls")
def _walls(found: Found) -> Any:
    return Placing("place", "through", ref=found.ref, text=found.text)


@row(
    "head",
    "<:thread> @tapped|threaded|thread (@hole|holes|hole)? (in|at|on|the|@through)* both|each end|ends "
    "(-|,|:|;|.)* (but|just|only|please|so|simply)* model|modelled|modeled|draw|drawn|make|made (as|it|them|the|just|plain|a|with)* "
    "<n:plain> (mm)? (dia|diameter|plain)? @hole|hole|holes",
    example="M3 tapped both ends - just model 2.5 mm holes",
    cost=-1.0,
)
def _tapped_as_plain(found: Found) -> Any:
    """Return the plain holes as which threads in both ends are to be modelled."""
    if found.n.form not in {"plain", "diameter"}:
        return None
    ends = Reference("end", frozenset({"both"}), None, True, text="both ends")
    at = Placing("place", "in", ref=ends, text="both ends")
    return Head("hole", "hole", "holes", plural=True, said=(Size(found.n, Label((), "diameter")), at))


@row(
    "stated",
    "(in|the)* overall|total (length)? (tip to tip / end to end)?",
    example="slot 5 wide x 18 long || overall",
    cost=-0.3,
)
def _overall_of_slot(found: Found) -> Any:
    """Return that the length of a slot is that over its round ends, as it is anyway."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    before = found.terms[found.start - 1].word if found.start else ""
    return Stated(found.text) if last == ["slot"] and before in {"long", "length"} else None


@row(
    "stated",
    "(,|and|with|all|both|each|being|lying)* on|in (the)? same side|face|plane (of (the|it)? (<:part> / it)?)?",
    example="flats at both ends || both on the same side",
    cost=-0.5,
)
def _on_one_side(found: Found) -> Any:
    """Return that the flats at both ends lie on the same side, as they are made."""
    nouns = [phrase.term.word for phrases in found.phrases[: found.start] for phrase in phrases]
    before = {term.word for term in found.terms[max(0, found.start - 16) : found.start]}
    flat = before & {"flat", "flats"} or nouns[-1:] in (["flat"], ["flats"])
    return Stated(found.text) if flat and before & {"ends", "end"} else None


#: What is cut into a shaft, and as deep as it is below the round surface.
_INTO_SHAFTS: Final = frozenset({"keyway", "flat", "groove"})


@row(
    "stated",
    "{? (measured|counted|taken)* from (the)? (shaft|cylinder|rod|top|outer|upper|outside|round|cylindrical|@outer|@top / <:part>)* surface|periphery|circumference (of (the|its)? (shaft / rod / <:part>))? }?",
    example="keyway 4 deep || from the shaft top surface",
    cost=-0.3,
)
@row(
    "stated",
    "{? (measured|counted|taken)* from (the)? (shaft|outer|upper|outside|@outer / <:part>)* @top_face (of (the|its)? (shaft / rod / <:part>))? }?",
    example="keyway 4 deep || from the shaft top surface",
    cost=-0.3,
)
def _depth_from_surface(found: Found) -> Any:
    """Return that the depth of a keyway counts from the surface of the shaft, as it does anyway."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    before = {term.word for term in found.terms[max(0, found.start - 4) : found.start]}
    return Stated(found.text) if set(last) & _INTO_SHAFTS and before & {"depth", "deep"} else None
