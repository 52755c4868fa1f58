"""What must not be there: "no holes", "without fillets", "sharp corners"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Absent, Stated

_FILLED = "any|need|needed|real|modelled|modeled|cosmetic|actual"
_NOUNS = frozenset({"feature", "part", "component"})
_OTHERS = "other|further|more|additional|extra"


@row(
    "stated",
    f"(but|and|,)* no|without|zero ({_FILLED})* <what+:absent> ((,|or|and|nor|no)* <what+:absent>)*",
    example="no spokes, no fillets",
)
@row(
    "stated",
    f"no|without|zero (<many:others> / {_FILLED})* <what+:absent> ((,|or|and|nor|no)* <what+:absent>)*",
    example="no other holes",
)
@row(
    "stated",
    "do? not|don't add|want|need|make|model|include? (<many:others> / any)* <what+:absent>",
    example="do not add fillets",
)
@row(
    "stated",
    "(but|and|,|please|just)* leave|leaving|drop|skip|omit|forget|ditch|spare|omitting|skipping (out|off|away|me|about|any|all|<:others>)* <what+:absent> ((,|or|and|nor)* <what+:absent>)* (away|out|off|please)*",
    example="leave the thread away",
)
@row(
    "stated",
    "(but|and|,)* <what+:absent> ((,|or|and|nor)* <what+:absent>)* (is|are)? (not|n't) (needed|required|wanted|modelled|modeled|necessary|included)",
    example="thread not required",
)
@row(
    "stated",
    "(but|and|,|the)* <what+:absent> (will|is|are|to|be)* (cut|tapped|made|added)? (later|by|the|supplier|customer|afterwards|myself|me|us)* ,? (and|they|it)* "
    "(need|needs|should|must|shall|will|do|does|are|is|has|have)* (not|n't|no|needn't|don't) (need|to|be|have|been)* "
    "modelled|modeled|shown|drawn|included|needed|required|represented|made|cut (in (the)? model)?",
    example="threads need not be modelled",
    cost=-0.2,
)
@row(
    "stated",
    "(but|and|,|there|is)* no need to model|draw|show|include|add|cut <what+:absent>",
    example="no need to model threads",
)
def _absent(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    if any(term.quantity is not None or term.word in {"of", "="} for term in behind):
        return None  # "without a wall of 3 mm" may ask for another one
    if behind and any(_NOUNS & phrase.term.senses.keys() for phrase in found.phrases[found.end]):
        return None  # "without a rectangular" is not all of "without a rectangular pocket"
    if not _DOING.isdisjoint(term.word for term in found.terms[found.start : found.end]):
        return None  # "does not extend through the cylinder" says how deep something is
    return Absent(found.what, others=found.many is not None)


#: What a feature does or does not do: how deep it goes, what it touches.
_DOING: Final = word_set(
    "extend extends go goes run runs pass passes reach reaches penetrate touch touches exceed"
)


@row(
    "stated",
    "(but|and|,|please|pls)* (do|does? not|n't|don't|never|no|need|to)* break|breaking|round|soften|ease|chamfer|bevel|deburr|fillet|radius no|any|all|the? edge|edges|corner|corners|anything",
    example="break no edges",
    cost=-0.1,
)
def _kept_sharp(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Absent(("chamfer", "fillet")) if words & {"not", "n't", "don't", "never", "no"} else None


@row("stated", "blank|blanks|stub|stubs", example="flange || blank", cost=0.1)
def _blank(found: Found) -> Any:
    """Read "flange blank": one without what is cut into it later."""
    before = found.phrases[found.start - 1] if found.start else ()
    named = any(phrase.term.sense("part") or phrase.term.sense("component") for phrase in before)
    cut_later = found.start and found.terms[found.start - 1].word in _CUT_LATER
    return Stated(found.text) if named and not cut_later else None


#: What would have no teeth and no groove as a blank.
_CUT_LATER = frozenset({"gear", "gears", "pulley", "pulleys", "sheave", "sprocket", "pinion", "cog"})


@row(
    "stated",
    "no|without (any)? corner|corners? cut|cuts|snip|snips|snipe|snipes|clip|clipping|cropping|cope|relief",
    example="no corner cut",
    cost=-0.4,
)
@row(
    "stated",
    "corner|corners (is|are|to|be|left)* not|un cut|snipped|clipped|cropped|chamfered|relieved",
    example="corners not cut",
    cost=-0.4,
)
def _uncut(_: Found) -> Any:
    return Absent(("chamfer",))


@row(
    "stated",
    "no|without (any)? <what:absent> in|at|on <where:ref>",
    example="without a hole in the centre",
    cost=-0.1,
)
def _absent_there(found: Found) -> Any:
    return Absent((found.what,), where=found.where)


@row("others", f"{_OTHERS}", example="other")
def _others(found: Found) -> Any:
    return found.text


@row("absent", "<noun:feature>", example="fillets")
def _feature(found: Found) -> Any:
    return found.noun.sense("feature")


@row("absent", "<component:component> needed|required|wanted?", example="lid")
@row("absent", "@top|@bottom|@front|@back|@left|@right <component:component>", example="front wall")
def _component(found: Found) -> Any:
    return found.component


@row("absent", "<noun:unknown> (thread|needed|required|wanted)?", example="spokes", cost=0.2)
@row("absent", "(<:component> / <:unknown>)? radius|radii|rounding|roundings", example="root radii")
@row("absent", "(<:component> / <:unknown>) <:role>", example="inner radius")
def _noun(found: Found) -> Any:
    if found.noun is not None and (found.noun.word in GLUE or found.noun.word in HARMLESS):
        return None
    return found.noun.word if found.noun is not None else found.text


@row(
    "absent", "(<:unknown> / set|grub|clamp|clamping|locking|lock)? @screw|screws|bolts", example="set screw"
)
def _screw(found: Found) -> Any:
    return "screw"


@row("absent", "<noun:part>", example="handle")
def _part(found: Found) -> Any:
    return found.noun.word


@row(
    "absent",
    "(external|internal|real|the|all|any|hole|screw|port|bolt|@hole)* thread|threads",
    example="thread",
)
def _thread(found: Found) -> Any:
    return "thread"


@row(
    "stated",
    "@sharp (@corner|@edge|corners|edges|bend|bends|ones|everywhere|all|over|stay|remain|only)*",
    example="sharp corners",
)
@row(
    "stated",
    "@sharp|square (inside|outside|internal|external|inner|outer|vertical|pocket|slot|recess|and|&)* corners|edges "
    "(inside and|& out|outside / in and|& out / everywhere / throughout / all over|round|around / of|in the? pocket|slot|recess|cavity)?",
    example="square corners inside and out",
    cost=-0.1,
)
@row(
    "stated",
    "(internal|external|inner|outer|inside|outside|÷|and|&|both|the|its|@corner|@edge|corners|edges|rims|@rim|@hole|all|other|others|remaining|rest|ones|top|bottom|upper|lower|the)* (are|is|can|may|could|stay|stays|remain|left|to|be|should|kept|keep|:|=)* @sharp",
    example="all other edges stay sharp",
)
@row(
    "stated",
    "(@corner|@edge|inside|internal|the)* (at|on|of|in) (the|each|both)* step|steps|shoulder|shoulders|junction|root "
    "(is|are|to|be|left|kept|:)* @sharp",
    example="corner at step sharp",
    cost=-0.5,
)
def _sharp(found: Found) -> Any:
    return Absent(("sharp",), others=True)
