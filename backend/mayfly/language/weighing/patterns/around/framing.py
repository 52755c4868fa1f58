"""What frames a request: task numbers, user stories, roles, what is handed back, how large it should come out."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Stated

_MM3: Final = {"mm³": 1.0, "cm³": 1e3, "in³": 25.4**3, "m³": 1e9}
_ABOUT: Final = frozenset({"about", "approximately", "approx", "roughly", "around", "~", "circa", "ca", "≈"})


# --- what it is one of ----------------------------------------------------------------------------------


@row(
    "stated",
    "(cad|design|modelling|modeling|po|order|quote|quotation|bom|rfq|drawing|dwg)? task|problem|exercise|challenge|prompt|test|question|example|assignment|item|line|pos|position (#|no|nr|number)? <n:count> (of (the|our|your|this)* (<:count> / quotation|quote|order|po|rfq|bom|drawing|list|enquiry|inquiry))? :|.|-|–|,?",
    example="Task 7 of 25:",
    cost=-0.3,
)
def _task(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "in|of|with|has the? form|shape of",
    example="in the form of",
    cost=0.1,
)
@row(
    "stated",
    "user story :?",
    example="User story:",
)
@row(
    "stated",
    "as a|an <:inline> <:inline>* i want|need|require|would|like|to|have* (you)? (to)? (model|make|create|design)*",
    example="as a fixture designer I want",
    cost=-0.1,
)
@row(
    "stated",
    "you are|act (now|as)* a|an|my <:inline> <:inline>*",
    example="You are an expert CAD engineer",
    cost=-0.1,
)
@row(
    "stated",
    "(your|the|my|our) (task|goal|job|objective|aim|mission) is (to)? (model|make|create|design|build|generate|produce|write)*",
    example="Your task is to model",
    cost=-0.1,
)
def _role(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(hi|hello|hey|and|so|,)* (how|where) do|would|can|could|should|does|to (i|we|you|one|somebody)? get|make|model|create|draw|design|build|generate|produce (made)?",
    example="how do I get … a ring 20 mm wide",
    cost=-0.1,
)
def _how(found: Found) -> Any:
    """Read the question how something is made as the wish for it, where it is described."""
    return Stated(found.text) if any(t.quantity is not None for t in found.terms[found.end :]) else None


@row(
    "stated",
    "(, so|making|giving|makes|= / {) (so|=|i|e|making|giving|that|is|which|makes|,)* <n:plain> mm|in? (is|=)? (the)? (overall|total|altogether|@component.overall / end to end / in total|all) (length|height|size|long|high)? }?",
    example="(so 95 total)",
    cost=0.4,
)
def _restated(found: Found) -> Any:
    """Return how long the whole is said to be, where its pieces say it already."""
    if found.n.form not in {"plain", "word"} or (found.n.can_count and found.n.value < 1):
        return None
    return Stated(found.text, (("bare_length" if found.n.unit is None else "whole_length", found.n.value),))


@row(
    "stated",
    "(all|both|,|and|being|are)* stacked|piled|stepped|arranged|aligned|coaxial|concentric (up|together|one|on|top|of|each|other|another|another|in|order)* (on|along|about|around|sharing) (the|a)* (same|single|common|central|shared / <:count>) axis|@axis|centre|center|centreline",
    example="stacked on one axis",
    cost=0.05,
)
def _on_one_axis(found: Found) -> Any:
    return Stated(found.text)


# --- what is handed back --------------------------------------------------------------------------------

_HANDED: Final = (
    "me|it|the|a|an|as|to|in|with|and|only|just|no|nothing|else|any|but|valid|final|complete|full|resulting|"
    "result|clean|working|executable|runnable|cadquery|openscad|build123d|freecad|python|code|script|program|"
    "snippet|block|file|files|step|stp|stl|iges|dxf|json|yaml|markdown|text|plain|format|using|single|named|"
    "called|variable|object|key|keys|field|fields|explanation|explanations|comment|comments|prose|output|"
    "model|solid|shape|geometry|part|body|workplane|final|path|url|link|volume|ap|214|203|242|for|of|,|:|'|."
)


@row(
    "stated",
    f"(please|and|then|,)* return|output|print|respond|reply|answer|assign|store|save|export|provide|deliver|show|write|give|put ({_HANDED} / <:ap>)* (code|script|program|file|files|json|step|stp|stl|markdown|text|explanation|explanations|result|output|variable|else|format|only|keys|url|volume|comments|' / <:ap>)",
    example="Return only the code",
    cost=-0.1,
)
@row(
    "stated",
    "(output|format|file|export) (format|type)? :|= (step|stp|stl|iges) (<:ap>)?",
    example="Output: STEP AP214",
    cost=-0.2,
)
@row(
    "stated",
    "assign|store|save|put|bind (the|final|resulting|it|shape|model|solid|object|workplane|part|result)* (to|in|into|as) (the|a)? (variable|name)? (named|called)? '? <:word> '?",
    example="Assign the final shape to a variable named result",
    cost=-0.2,
)
@row(
    "stated",
    "do? not|n't (include|add|write|give|print|use|show|explain|provide|return) (any|the|your|a|an|further|additional)* (explanation|explanations|comment|comments|text|code|markdown|reasoning|steps|prose|libraries|library|imports|example|usage) (or|and|,|test|code|explanations|comments|usage)*",
    example="do not include any explanations",
    cost=-0.2,
)
@row(
    "stated",
    "(in|as|into|,)* (a|the)? variable (named|called)? '? <:word> '? (,|is|wanted|please)*",
    example="in a variable named r",
    cost=-0.2,
)
@row(
    "stated", "(in|as|into) (<:count> / a|single) (step|stp|stl)? file :?", example="in one file:", cost=-0.6
)
@row(
    "stated",
    "each|every (<:count> / one|hole|of|them)* is|has|being|measures|having (a|an)?",
    example="Each one is",
    cost=0.05,
)
@row(
    "stated",
    "(everything|all|they|features|and|both|are|is|holes|bodies)* coaxial|concentric with (the)? (global|main)? z (axis)?",
    example="everything is coaxial with Z",
    cost=-0.1,
)
def _handed(found: Found) -> Any:
    return Stated(found.text)


@row("ap", "ap <n:count>", example="AP 214")
def _ap(found: Found) -> Any:
    return found.n


@row(
    "stated",
    "(with|using|has|have|here|are|following|these|the|below|to|meeting|according|per|and|all|that|satisfies|satisfying|given|its)* following|these|below? specifications|specification|specs|spec|features|properties|characteristics|requirements|measurements|details|constraints|attributes|parameters|dimensions (:|are|apply|follows|as|hold)*",
    example="with the following specifications:",
    cost=0.1,
)
@row(
    "stated",
    "(which|that|it|and|the|model|part|object|shape|design|geometry)* consisting|consists|composed|comprises|comprising|comprised|made (up)? of",
    example="consisting of",
    cost=0.1,
)
@row(
    "stated",
    "(use|using|in|with) (the)? (mm|millimetres|millimeters|millimetre|millimeter) (as|for)? (the|a|unit|units|of|all|measure|measurements|dimensions|lengths|everything|length|throughout|system)*",
    example="use mm as unit",
    cost=0.05,
)
def _announced(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "as|into (a|the|one)? new|first|solid solid? (body|solid|component|part|object)",
    example="as a new body",
)
@row(
    "stated",
    "(,|and)* (with|without|no|zero|any)* no|without|zero (any)? taper|draft (angle)? (is|applied|at|all)*",
    example="without any taper",
)
def _plain_extrusion(found: Found) -> Any:
    return Stated(found.text)


# --- how large and heavy it should come out --------------------------------------------------------------


@row(
    "stated",
    "(expected|target|total|final|resulting|approximate|overall|its|the|with|a|of|has|have|solid|model|and|should|part|must|computed|nominal|correct)* volume (of|is|=|:|about|approximately|approx|should|be|exactly|around|~|≈|roughly|must|equal|equals|to|circa|ca|will|the|part|model|solid|expected)* <n:number> <unit:cubic>",
    example="Expected volume: about 60000 mm³",
    cost=-0.4,
)
def _volume(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    name = "about_volume" if words & _ABOUT else "volume"
    return Stated(found.text, ((name, found.n.value * found.unit),))


@row(
    "stated",
    "(the|its|and|so|,|that|with|a)* total|overall|final|resulting height|thickness (of (the|whole|part|model|body|assembly|result|finished)*)? (is|be|must|should|therefore|then|thus|has|to|comes|come|out|of|=|:|will|as|at)* <n:plain>",
    example="The total height must therefore be 23",
    cost=0.4,
)
def _total_height(found: Found) -> Any:
    return Stated(found.text, (("whole_height", found.n.value),)) if found.n.form == "plain" else None


_SIDE_ROLES: Final = "length|width|height|thickness|depth|size"
_IS_NOW: Final = "is|are|now|then|will|be|of|comes|becomes|to|=|:|therefore|thus|being|at|it's|that"


@row(
    "stated",
    f"(,|so|and|that|which|this|it|makes|make|making|gives|give|giving|with|for|a|{{|has|is)* overall|total|whole|combined <role:sideword> (of (whole|part|model|bracket|nut|plate|shaft|pin|body|piece / <:part>)?)? ({_IS_NOW})* <n:plain> (there|now|altogether)* }}?",
    example="box 60 x 40 x 10, on top of it a box 20 x 20 x 15 || , so the total height is 25 mm",
    cost=0.5,
)
@row(
    "stated",
    "{ (so|now|which|is|it's|then|overall|total|making|giving|=)* <n:plain> (mm)? (<role:sideword>)? (over all / overall / in total / total / altogether) (there|now|high|long|tall)* }",
    example="disc 60 dia 15 thick, on top a disc 30 dia 10 high || (25 mm over all)",
    cost=0.5,
)
@row(
    "stated",
    "{ (so|now|which|is|it's|then|making|giving|=)* (overall / total / in total / all in all) (is|now|it|of)* <n:plain> }",
    example="disc 80 dia 20 thick, on top a disc 35 dia 12 high || (overall 32 mm)",
    cost=0.5,
)
@row(
    "stated",
    "(,|so|and|which|this|it|all|in|then)* (makes|make|making|gives|give|giving|it's|is) (a|it|up|to|for)* <n:plain> (mm)? (in total / total / overall / altogether / all in all) (<role:sideword>)?",
    example="disc 90 dia 8 thick, under it a disc 62 dia 5 high || , making 13 mm in total",
    cost=0.5,
)
@row(
    "stated",
    "all in all (it's|it|is|that's|that|makes|,)* <n:plain> (<role:sideword> / thick|high|long|wide|tall)?",
    example="disc 40 dia 10 thick, on top a block 20 x 8 x 10. || All in all it's 20 mm thick",
    cost=0.3,
)
def _whole_size(found: Found) -> Any:
    """Return how large the whole comes out, which follows from the sizes before it."""
    before = [
        term.quantity.value
        for term in found.terms[: found.start]
        if term.quantity is not None and term.quantity.form in {"plain", "diameter", "radius"}
    ]
    sums = {one + other for at, one in enumerate(before) for other in before[:at]}
    sums |= {one + other for one in sums for other in before}
    if found.n.form != "plain" or not any(abs(found.n.value - one) < 0.001 for one in (*before, *sums)):
        return None
    return Stated(found.text, ((f"whole_{found.role or 'height'}", found.n.value),))


@row("sideword", _SIDE_ROLES, example="height")
def _side_word(found: Found) -> Any:
    word = found.terms[found.end - 1].word
    return {"thickness": "height", "depth": "width", "size": "length"}.get(word, word)


@row("cubic", "mm³|cm³|in³|m³", example="mm³")
@row("cubic", "cubic mm|millimetres|millimeters|millimetre|cm|centimetres|centimeters", example="cubic mm")
def _cubic(found: Found) -> Any:
    word = found.terms[found.end - 1].word
    if word in _MM3:
        return _MM3[word]
    return 1e3 if word.startswith("c") else 1.0
