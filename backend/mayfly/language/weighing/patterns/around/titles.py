"""What stands around the description: titles and numbers of tasks, how to answer, the unit of all numbers."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.shape_words import FORMS
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.layout import BREAK
from mayfly.language.weighing.patterns.around.output import SAYING_WHERE
from mayfly.language.weighing.patterns.names.before_nouns import bears_shape
from mayfly.language.weighing.topics import TURNING
from mayfly.language.weighing.values import UNIT, Stated

_ENDS: Final = frozenset({".", ";", "!", "?", BREAK, ":"})

# --- titles -----------------------------------------------------------------------------------------------

_KINDS: Final = (
    "task|exercise|problem|question|example|case|prompt|job|ticket|request|sample|challenge|assignment|benchmark|"
    "test|specimen|fig|figure|chapter|lesson|sheet|page|drg|dwg|q|ex"
)
#: What is ordered by, and how its lines are called.
_PAPERS: Final = "po|rfq|pr|quotation|quote|enquiry|inquiry|enq|offer|tender|indent|requisition|bom|boq|order|ref|reference"
_LINES: Final = "line|item|pos|position|row|serial|sl|sr"


@row(
    "stated",
    f"{_KINDS} (no|nr|number|case|#|.)* <:number> (of|÷ <:number>)? :|.|-|}}|,?",
    example="Task 7 of 25:",
)
@row(
    "stated",
    "part|item|model|piece|component|design|spec|id (no|nr|number|#|.)* <:number> of|÷ <:number> :|.|-|}|,?",
    example="Part 3 of 10:",
)
@row(
    "stated",
    "part|item|model|design|spec|variant|option (no|nr|number|#|.)* <:number> :|-",
    example="Part 12:",
)
@row(
    "stated",
    f"({_LINES} (no|nr|number|#|.)* <:number> (of|in|on|from|,|-)* (the|our|your|my)*)? purchase? {_PAPERS} "
    f"(no|nr|number|#|.|:)* (<:number> (÷|- <:number>)*)? ,? ({_LINES} (no|nr|number|#|.)* <:number>)? :|-|,|¶",
    example="PO 4711 line 30:",
    cost=-0.4,
)
@row(
    "stated",
    f"{_LINES} (no|nr|number|#|.)* <:number> (of|in|on|from) (the|our|your|my)? purchase? {_PAPERS} :|-|,|.?",
    example="Line 2 of quotation",
    cost=-0.4,
)
@row(
    "stated",
    "line|pos|position|serial|sl|sr (no|nr|number|#|.)* <:number> :|-",
    example="Pos. 10:",
    cost=-0.2,
)
@row("stated", "# <:number> :|.|-|}?", example="#12")
def _title(found: Found) -> Any:
    before = found.terms[found.start - 1].word if found.start else BREAK
    return Stated(found.text) if before in _ENDS else None


@row("revletter", "<w:word>", example="B")
def _revletter(found: Found) -> Any:
    return found.w.text if len(found.w.text) == 1 else None


@row("codeword", "<w:word>", example="REV")
@row("codeword", "<n:number>", example="4711")
def _codeword(found: Found) -> Any:
    return found.text


@row(
    "stated",
    "drawing|dwg|drg|order|job|article|project|item|part|pn|document|doc|ref|reference (no|nr|number|#|.|:)* <:number> (-|÷|. <:codeword>)*",
    example="Drawing no. 4711-10",
    cost=0.4,
)
@row("stated", "v|ver|version|rev|revision|issue (.|:|=)* <:number>", example="v2", cost=0.1)
@row("stated", "rev|revision|version (.|:|=)* <w:revletter>", example="Rev B", cost=0.1)
def _code(found: Found) -> Any:
    before = found.terms[found.start - 1].word if found.start else BREAK
    measured = any(
        term.quantity is not None and term.quantity.unit for term in found.terms[found.start : found.end]
    )
    return None if measured or before in {"see", "per", "to"} else Stated(found.text)


@row("stated", "<:unknown> <:unknown>? :", example="pillow:", cost=0.3)
def _unknown_title(found: Found) -> Any:
    """Return a title of unknown words at the beginning of a request."""
    word = found.terms[found.start].word
    return None if found.start or bears_shape(word) or word in TURNING else Stated(found.text)


# --- how to answer ----------------------------------------------------------------------------------------


@row("outword", "<w:word>", example="JSON")
def _outword(found: Found) -> Any:
    """Return a word that names no shape, part or size."""
    for phrase in found.phrases[found.start]:
        if phrase.term.senses.keys() & {"part", "feature", "role", "component"}:
            return None
    return found.w.text


@row("outword", "' <w:word> ( <:word> / _ / - )* '", example="'id'")
def _quoted(found: Found) -> Any:
    return found.text


@row("outword", "key|keys|field|fields", example="keys")
def _outkey(found: Found) -> Any:
    return found.text


@row("outword", "<n:count>", example="one")
def _outcount(found: Found) -> Any:
    terms = found.terms[found.start : found.end]
    return found.text if all(t.quantity is None or t.quantity.form == "word" for t in terms) else None


@row("outword", ",|'|-|÷|:|{|}|=|&|+", example=",")
def _outmark(found: Found) -> Any:
    return found.text


_FORMATS: Final = (
    "json|code|script|markdown|yaml|xml|python|cadquery|openscad|freecad|explanation|explanations|comment|comments|"
    "text|prose|url|link|step|stp|stl|iges|file|files|format|output|result|results|answer|download|snippet|@remark"
)
_ORDERS: Final = "return|respond|reply|answer|output|export|save|provide|deliver|write|give|print|produce|generate|include|submit|upload|send|show|emit"


@row(
    "stated",
    f"(please|and|then|also|finally|do|not|don't|no|only|just|must|should|,)* {_ORDERS} <:outword>* (<:format> / <:remark>) <:outword>*",
    example="Return JSON only with keys 'model_url' and 'url'",
    cost=0.1,
)
@row(
    "stated",
    "no|without (additional|further|extra|any|other)* <:format> <:outword>*",
    example="no explanation",
    cost=0.1,
)
@row("stated", "<:format> (only|format|file)? (:|=)? <:remark>?", example="STEP only", cost=0.3)
@row("stated", "ap <:number> (e|d)?", example="AP214", cost=0.1)
@row("stated", "(as|in|to) a? <:format> (only|format|file)*", example="as STEP file", cost=0.1)
def _answer(found: Found) -> Any:
    return None if _is_a_shape(found) else Stated(found.text)


def _is_a_shape(found: Found) -> bool:
    """Return whether "in the step" is one of the part, and no file: in small letters, behind an article."""
    at = next((i for i in range(found.start, found.end) if found.terms[i].text == "step"), -1)
    if at < 1 or found.terms[at - 1].word not in {"the", "lower", "upper", "this", "that"}:
        return False
    behind = found.terms[at + 1 : at + 2]
    return not behind or behind[0].word not in _OF_FILES


_OF_FILES: Final = frozenset({"file", "files", "format", "model", "export", "output"})


@row("format", _FORMATS.replace("|@remark", ""), example="JSON")
def _format(found: Found) -> Any:
    return found.text


@row(
    "stated",
    "user story|stories (:|-)? as a|an|the? <:outword> <:outword>* i (want|need|would|like|require|to|have)*",
    example="User story: as a designer I want",
    cost=0.1,
)
@row(
    "stated",
    "you are|act|as (a|an|the|are)* <:outword> <:outword>*",
    example="You are a CAD engineer",
    cost=0.1,
)
def _story(found: Found) -> Any:
    return Stated(found.text)


def _describes(found: Found) -> bool:
    """Return whether "so that it has a shoulder", "so that it is open below" says more of the shape."""
    words = {term.word for term in found.terms[found.start : found.end]}
    has = bool(words & {"has", "have", "having"} and set(found.senses()))
    return "so" in words and (has or bool(words & (FORMS | {"open", "closed", "hollow"})))


@row("stated", "so that|as|i|we <:outword> <:outword>*", example="so that I can clamp parts", cost=0.4)
def _so_that(found: Found) -> Any:
    if _describes(found):
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    return None if words & SAYING_WHERE else Stated(found.text)


# --- the unit of all numbers -------------------------------------------------------------------------------

_UNITS: Final = {
    "inch": "in", "inches": "in", "in": "in", "imperial": "in",
    "cm": "cm", "centimetre": "cm", "centimetres": "cm", "centimeter": "cm", "centimeters": "cm",
    "mm": "mm", "millimetre": "mm", "millimetres": "mm", "millimeter": "mm", "millimeters": "mm", "metric": "mm",
}  # fmt: skip
_NAMES: Final = "|".join(name for name in _UNITS if name != "in")
_ALL: Final = (
    "all|the|units|unit|uom|dimensions|dimension|dims|dim|lengths|sizes|measurements|values|numbers|coordinates|"
    "everything|every|are|is|given|stated|expressed|listed|in|of|:|=|as|use|using|sizes|here|below|above"
)
_BEHIND: Final = (
    "units|unit|throughout|unless|otherwise|stated|noted|specified|only|please|everywhere|dimensions|system"
)


@row("unitname", _NAMES, example="inches")
def _unitname(found: Found) -> Any:
    return _UNITS[found.terms[found.end - 1].word]


@row("unitname", "in", example="in")
def _in(found: Found) -> Any:
    return "in"


@row("stated", f"({_ALL})* <u:unitname> ({_BEHIND})*", example="Everything in inches", cost=0.1)
@row("stated", f"{{ ({_ALL})* <u:unitname> ({_BEHIND})* }}", example="(inch)", cost=-0.1)
@row(
    "stated",
    f"(all|dimensions|dims|sizes|units|values)* in (<u:unitname> ({_BEHIND})*)",
    example="dimensions in mm",
    cost=0.1,
)
def _declared(found: Found) -> Any:
    """Return the unit of all bare numbers; "in" alone may be a preposition."""
    terms = found.terms[found.start : found.end]
    words = [term.word for term in terms]
    bare = words == ["in"] or (
        words[-1] == "in" and not set(words) & {"units", "unit", "uom", "(", "dims", "dimensions"}
    )
    if bare:
        return None
    return Stated(found.text, ((f"{UNIT}{found.u}", 1.0),))


@row(
    "stated",
    "<n:bare> - d|dimensional (printed|printable|print)*",
    example="3-D printed",
    cost=0.05,
)
@row(
    "stated",
    "<n:bare> d (printed|printable|print)*",
    example="3D printed",
    cost=0.05,
)
def _in_space(found: Found) -> Any:
    return Stated(found.text) if found.n.value == 3 else None
