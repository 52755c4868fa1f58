"""What must not be there: "no holes", "without fillets", "sharp corners"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Absent

_NOT: Final = "no|without|not|never|zero|neither|nor"
_OTHER: Final = word_set("other further more additional extra")
_BETWEEN: Final = "any|other|further|more|extra|additional|need|needed|of|in|real|modelled|modeled|cosmetic|actual|a|an|have|has|add|with|do|want"


@row(
    "stated",
    f"{_NOT} ({_BETWEEN})* <what+:absent> ((,|or|and|nor|no)* <what+:absent>)*",
    example="no handle, no rounding",
)
def _absent(found: Found) -> Any:
    terms = [term.word for term in found.terms[found.start : found.end]]
    other = ("other",) if _OTHER & set(terms) else ()
    return Absent(
        (*(word for words, _ in found.what for word in words), *other), any(at for _, at in found.what)
    )


@row("absent", "<noun:word> thread|needed|required|wanted|modelled?", example="thread", cost=0.2)
def _unknown(found: Found) -> Any:
    if any(phrase.end == found.start + 1 for phrase in found.phrases[found.start]):
        return None
    return (found.noun.word,), False


@row("absent", "<noun:placeword> <more:placeword>? <rest:role>?", example="inner radius")
@row("absent", "<noun:absentfeature> at|on|in <place:ref>", example="hole in the centre")
@row("absent", "<noun:absentfeature>", example="holes")
@row("absent", "<noun:role>", example="radii")
@row("absent", "<noun:marker>", example="edges")
def _noun(found: Found) -> Any:
    return tuple(name for name in (found.noun, found.more) if name), found.place is not None


@row("absentfeature", "<noun:feature>", example="holes")
def _feature(found: Found) -> Any:
    return found.noun.sense("feature")


@row(
    "stated",
    "@sharp (@corner|@edge|corners|edges|everywhere|all|over|stay|remain|only)*",
    example="sharp corners",
)
@row(
    "stated",
    "(@corner|@edge|corners|edges|rims|@rim|@hole|all|other|remaining|rest)* (are|is|stay|stays|remain|left|to|be|should|kept|keep)* @sharp",
    example="all other edges stay sharp",
)
def _sharp(found: Found) -> Any:
    return Absent(())
