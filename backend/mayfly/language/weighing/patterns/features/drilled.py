"""Holes that are only named by their size: "4x .281 THRU", "DRILL & TAP M6 x 15 DP", "Ø8 thru both walls"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Head,
    Mark,
    Placing,
    Said,
    Size,
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


@row("head", "<n:howmany> ×|x? <size:bareplain> <m+:drilled> <m+:drilled>*", example="4x .281 thru", cost=0.3)
@row("head", "<n:howmany> <size:thread> <m+:drilled> <m+:drilled>*", example="4 M6 clearance", cost=0.2)
@row("head", "<n:howmany> <size:diametral> <m+:drilled>*", example="4 Ø12", cost=0.5)
@row("head", "<size:diametral> <m+:drilled> <m+:drilled>*", example="Ø20 thru", cost=0.4)
@row("head", "<size:thread> <m+:drilled> <m+:drilled>*", example="M10 tapped thru", cost=0.4)
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
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:diametral>", example="DRILL Ø6", cost=0.1)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:thread>", example="TAP 4x M6", cost=0.1)
def _named_by_size(found: Found) -> Any:
    if _names_a_feature(found) or _says_of_a_hole(found):
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    marks: list[Mark] = [one for one in found.m or () if isinstance(one, Mark)]
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


def _says_of_a_hole(found: Found) -> bool:
    """Return whether a hole is named just before, of which it is said: "a hole tapped for a 1/4 in screw"."""
    before = found.phrases[found.start - 1] if found.start else ()
    return any(phrase.term.sense("feature") for phrase in before)


def _names_a_feature(found: Found) -> bool:
    """Return whether the noun of a feature follows, up to three words on: "drill a 10 mm deep blind hole"."""
    for at in range(found.end, min(found.end + 4, len(found.terms))):
        if any(phrase.term.sense("feature") for phrase in found.phrases[at]):
            return True
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
def _blind(found: Found) -> Any:
    """Return a hole that is only named by its diameter and its depth."""
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
