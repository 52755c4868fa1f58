"""What a part is made of and how it is finished: "42CrMo4", "MATL MS", "clear anodised", "deburr all edges"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Stated,
)

_GRADES: Final = frozenset(range(4, 14))

# --- grades of material, masses, file names ---------------------------------------------------------------


@row(
    "stated",
    "(material|mat|matl|grade|made|steel|aluminium|stainless|alloy|of|from|in|to|as|at|file|result|it|the|model|per|:|=|,|{)* <r+:remark> (,|÷|or|and* <r+:remark>)* }?",
    example="material: 42CrMo4",
)
def _remark(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(fit|tolerance|tol|to|{)* <n:fitword> (÷ <:fitword>)? fit? }?",
    example="h7",
    cost=0.5,
)
def _fit(found: Found) -> Any:
    before = found.terms[found.start - 1 : found.start]
    return Stated(found.text) if all(term.quantity is not None for term in before) else None


@row("fitword", "h|g|f|k|n|p|js|j|e <n:bare>", example="h7")
def _fitword(found: Found) -> Any:
    number = found.terms[found.end - 1]
    fits = not number.spaced and found.n.unit is None and found.n.value in _GRADES
    return found.text if fits else None


# --- how it is made and finished ----------------------------------------------------------------------------

_FINISHES: Final = (
    "anodised|anodized|anodise|plated|passivated|galvanised|galvanized|painted|coated|blackened|polished|brushed|"
    "blasted|lacquered|primed|oiled|oxidised|oxide|chromed|nickel|phosphated|tumbled|hardened|nitrided|annealed"
)
_KINDS_OF_FINISH: Final = (
    "clear|black|hard|natural|zinc|nickel|chrome|powder|bead|sand|hot|dip|dipped|electro|case|matt|satin|-"
)
_MAKES: Final = "dom|erw|cds|seamless|welded|bright|drawn|rolled|extruded|forged|sawn"


@row("stated", f"({_KINDS_OF_FINISH})* {_FINISHES}", example="clear anodised", cost=-0.2)
@row(
    "stated",
    f"(cold|hot|mild|bright|-)* {_MAKES} (steel|bar|tube|stock|finish)?",
    example="cold drawn",
    cost=0.2,
)
@row(
    "stated",
    "(both|each|all|the|two|@component.end|@edge|ends)* (cut|cropped|sawn|faced|machined|are|is|finished|to|be|left)* "
    "@square_shape|square|clean (cut|ends|end|@component.end)?",
    example="both ends cut square",
    cost=0.1,
)
def _made(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    ends = words & {"end", "ends", "cut", "cropped", "sawn", "faced"}
    if words & {"square", "sq", "clean"} and (not ends or _is_of_a_cut(found)):
        return None
    return Stated(found.text)


#: Cuts that have ends of their own, round ones as a rule: "a keyway with square ends".
_WITH_ENDS: Final = frozenset({"keyway", "slot", "pocket", "groove"})


def _is_of_a_cut(found: Found) -> bool:
    """Return whether a keyway or slot is named before in the same sentence, or right behind: "a square hole"."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    if any(phrase.term.sense("feature") for phrase in behind):
        return True
    for at in range(found.start - 1, -1, -1):
        if found.terms[at].word in {".", ";"}:
            return False
        if any(phrase.term.sense("feature") in _WITH_ENDS for phrase in found.phrases[at]):
            return True
    return False


@row("stated", "mat|matl|material (:|=|is|-)* <:matter> <:matter>? <:matter>?", example="MATL MS", cost=0.1)
@row(
    "stated",
    "(do|don't|not|all|and|to|be|edges|corners|sharp|must|remove|@edge|@corner|@sharp)* deburr|deburred|deburring|burr|burrs|degrease "
    "(free|all|edges|sharp|corners|both|over|sides|@edge|@corner|@sharp|fully|-)*",
    example="deburr all edges",
    cost=-0.2,
)
@row(
    "stated",
    "break|remove|dress (all|any|the|external|of)* @sharp|sharp (edges|corners|@edge|@corner)*",
    example="break sharp edges",
    cost=-0.3,
)
def _noted(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    return None if any(term.quantity is not None for term in behind) else Stated(found.text)


@row("matter", "<w:word>", example="MS")
def _matter(found: Found) -> Any:
    senses = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    return None if senses & {"part", "feature", "role", "component", "marker"} else found.w.text
