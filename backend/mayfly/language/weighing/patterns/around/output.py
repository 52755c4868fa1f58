"""What a request says of the result as a whole: its pose, its box, its format, how it shall be written."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.shape_words import FORMS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Relation, Stated

_QUALITIES = (
    "mesh|exported|watertight|manifold|valid|printable|closed|connected|single|one|solid|body|clean|error-free|3d|solids|shape|"
    "geometry|model|piece|part|fused|united|unified|contiguous|proper|correct|step|stp|export|file|result|only|final|finished|resulting|completed|object"
)
#: Words without which nothing is explained.
#: What is said of a shape by a word.
_OPENED = frozenset({"open", "closed", "hollow", "round", "square", "flat"})
_EXPLAINING = frozenset({"so", "is", "you", "we", "gives", "leaves", "makes", "means"})
_FILLERS = "<:count> / a|an|the|as|is|be|to|of|and|,|i.e.|ie|must|should|has|have|it|in|with|fully|completely|no|errors|error|-|free|{|}|exactly|just|use|it's|for|this|will|shall|do|not|contain|any|separate"


# --- how it is written and delivered ------------------------------------------------------------------------


@row("stated", "parametric|simple|basic", example="parametric", cost=0.1)
@row(
    "stated",
    "(the|following|these|with|parameters|are|dimensions|values|sizes)* following (parameters|dimensions|values|sizes) :?",
    example="with the following parameters:",
)
@row("stated", "(begin|start|starting) (with|from) (a)?", example="begin with")
@row("stated", "begin|start", example="start", cost=0.4)
def _manner(found: Found) -> Any:
    return Stated(found.text)


@row("quality", _QUALITIES, example="watertight")
def _quality(found: Found) -> Any:
    return found.text


@row(
    "stated",
    f"(<:quality> / as|output|return|final) (<:quality> / {_FILLERS})* <:quality>",
    example="The result must be a single watertight solid",
    cost=0.1,
)
@row(
    "stated",
    "as|into|in (<n:count> / single|a) single|watertight|valid|closed|manifold|connected* solid|body|part|piece",
    example="as one solid",
)
@row(
    "stated",
    "{ (<n:count> / single|all|in|as)* body|solid|part|millimetres|millimeters|mm|millimetre }",
    example="(one body)",
)
@row(
    "stated",
    "<n:count> (<:quality> / fused|united|valid)* (solid|body|piece) :?",
    example="One valid solid",
    cost=0.1,
)
def _quality_of_result(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    counts = [t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None]
    if any(count.value != 1 for count in counts):
        return None
    single = (counts or "single" in words) and words & {"solid", "body", "piece"}
    return Stated(found.text, (("solids", 1.0),) if single else ())


@row(
    "stated",
    "(return|export|save|output|write|give|provide|deliver|produce|generate) (me|it|the|a|an|as|to|in|valid|final|model|result|clean|cadquery|python|code|script|program|file|step|stp|that|which|creates|builds|and|format|using|with|single|,)*",
    example="Write Python code that creates",
    cost=0.1,
)
@row(
    "stated",
    "(using|use|with) (named|clear|descriptive|meaningful)? (parameters|variables|parameter|names|constants)",
    example="using named parameters",
)
@row(
    "stated",
    "(task|goal|objective|design|request|brief|specification|spec|requirements|requirement|problem|features|notes|note|description|dimensions|parameters|details|geometry) :",
    example="Task:",
    cost=0.05,
)
@row(
    "stated",
    "no (construction|auxiliary|helper|extra|loose|stray|additional|hidden)* (geometry|bodies|parts|lines|faces|errors|surfaces)",
    example="no construction geometry",
)
@row(
    "stated",
    "{ length|l ×|x|by|, width|w ×|x|by|, height|thickness|h|t }",
    example="(L x W x H)",
    cost=-0.2,
)
@row("stated", "base|lower|upper only (, no lid|cover|top)?", example="base only, no lid")
@row("stated", "simple|parametric|basic? (cad|3d|solid)? model of", example="model of")
def _delivery(found: Found) -> Any:
    return Stated(found.text)


# --- pose ----------------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(, / and / with / the / its / base|bottom|lower|foot|flat|underside|end|side|face|larger|smaller|wider|wide|narrow|narrower|bigger|large|small|plane|level|height / part|plate|body|shaft|it|block|flange|hub|disc|cylinder|bracket|housing|bushing / is|lies|lie|sits|sitting|starts|start|starting|stands|stand|standing|rests|rest|resting|at|on|in|placed|lying|of|use|positioned|everything|model|whole)* (z =|: <n:number>)",
    example="bottom on z = 0",
)
def _lowest(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {
        "base",
        "bottom",
        "lower",
        "foot",
        "underside",
        "larger",
        "wider",
        "bigger",
        "starts",
        "start",
        "starting",
        "rests",
        "sits",
        "stands",
        "standing",
        "resting",
        "sitting",
    }:
        return None
    if found.n.form not in {"plain", "word"}:
        return None
    return Stated(found.text, (("on_ground", 1.0),)) if not found.n.value else Relation("level", gap=found.n)


@row(
    "stated",
    "(, / and / with / the / its / base|bottom|lower|foot|end|side|face|flat|underside / part|plate|body|shaft|it|block / is|lies|lie|sits|sitting|starts|start|starting|stands|stand|standing|rests|rest|resting|at|on|placed|lying|use|as|positioned|model|whole)* (xy|ground plane / x - y plane) (as base|reference)?",
    example="base on the XY plane",
    cost=0.1,
)
def _on_ground(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {
        "base",
        "bottom",
        "lower",
        "foot",
        "use",
        "lies",
        "sits",
        "stands",
        "rests",
        "standing",
        "sitting",
        "resting",
        "placed",
        "starts",
        "start",
        "end",
        "lying",
        "flat",
    }:
        return None
    return Stated(found.text)


@row(
    "stated",
    "(,|and|it|is|the|part|all|everything|model|body|whole|box|plate|block|placed|located|symmetric|symmetrical)* (centred|centered|@centred|symmetric|symmetrical|symmetrically) (at|on|about|around|to|in)* (the|world|global|coordinate)* (origin / z axis / coordinate system) (in|along|,)* (x|y|and|/|&|xy|plane|directions|direction|{|})*",
    example="centred at the origin in X and Y",
    cost=0.1,
)
@row("stated", "@centred|centred at|on|in|about? x = y = <z:number>", example="centred at x = y = 0")
@row(
    "stated",
    "(@centred|centred) (in|along|about) x and y (at|on|about|origin|the|0)*",
    example="centred in X and Y",
)
@row(
    "stated",
    "@centred|centred at|on|about? x = <z:number> ,|and? y = <w:number>",
    example="centred at x = 0, y = 0",
)
@row("stated", "(@centred|centred) (at|on|about) (the|origin)? <p:point>", example="centred on (0,0)")
def _centred_there(found: Found) -> Any:
    if found.p is not None and any(found.p.points):
        return None
    if any(number is not None and number.value for number in (found.z, found.w)):
        return None
    return Stated(found.text, (("centred", 1.0),))


@row(
    "stated",
    "(,|and|the|its|with|shaft|cylinder|part|of|rotation|symmetry|revolution|main|central|centre|cylindrical|is|long / <:part>)* @axis (of (rotation|symmetry|revolution|the / <:part>)*)? (is|be|should|must|shall|will|lies|lie|runs|run|aligned|oriented|coincident|coincides|with|=|:|on|along|parallel|to|the|at|in|vertical)* z (@axis|direction)?",
    example="axis of rotation is the Z axis",
    cost=0.1,
)
@row(
    "stated",
    "extruded|rising|grown|drawn|built|pointing|standing upwards|up? along|in|towards|positive|direction|to* +? z (direction|axis)?",
    example="extruded along +Z",
    cost=0.1,
)
def _axis_up(found: Found) -> Any:
    return Stated(found.text)


# --- the box -----------------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(the|final|overall|total|resulting|expected|with|a|has|have|its|result|part|model|and|must)* (bounding box / envelope|bbox) (of|is|must|be|should|exactly|:|=|are|the|measure|measures|equal|to|about|final|will)* {? <box:row> }?",
    example="bounding box of exactly 120 x 80 x 10 mm",
    cost=-0.6,
)
@row(
    "stated",
    "(the|final|overall|total|resulting|expected|with|a|has|have|its|result|part|model|and|must)* (bounding box / envelope|bbox) (of|is|must|be|should|exactly|:|=|are|the|measure|measures|equal|to|about|final|will)* <at:triple>",
    example="Bounding box must be ( 120 , 40 , 70 )",
    cost=-0.6,
)
def _envelope(found: Found) -> Any:
    numbers = found.at or tuple(size.number for size in found.box.sizes)
    if len(numbers) != 3:
        return None
    return Stated(found.text, tuple(zip(("x", "y", "z"), (n.value for n in numbers), strict=True)))


# --- what only explains what was said ---------------------------------------------------------------------------------


#: Words by which a clause says where something is, and explains nothing.
SAYING_WHERE: Final = frozenset(
    {
        "centre",
        "center",
        "centres",
        "centers",
        "middle",
        "centred",
        "centered",
        "flush",
        "aligned",
        "align",
        "tangent",
        "closer",
        "nearer",
        "offset",
        "shifted",
    }
    | {
        "concentric",
        "coaxial",
        "touches",
        "touch",
        "coincides",
        "coincide",
        "lies",
        "upper",
        "lower",
        "above",
        "below",
    }
)


_LIKE: Final = word_set("like resemble resembles resembling")
_WITH_SHAPE: Final = word_set("with without having has have open hollow bent")
#: What compares sizes, and has to agree with them.
_OF_SIZES: Final = word_set(
    "half twice double thrice third thirds quarter quarters fourth fifth sixth eighth tenth"
)


@row("inline", "<w:word>", example="word")
def _inline_word(found: Found) -> Any:
    return found.w.text


@row("inline", "<n:count>", example="two")
def _inline_count(found: Found) -> Any:
    quantities = [term.quantity for term in found.terms[found.start : found.end] if term.quantity is not None]
    return found.text if all(quantity.form == "word" for quantity in quantities) else None


@row("inline", ",|-|+|'|/", example=",")
def _inline_mark(found: Found) -> Any:
    return found.text


@row(
    "stated",
    "(so|this|that|which) (that|you|is|gives|leaves|a|makes|means|we|the)* <:inline> <:inline>* <:inline>*",
    example="so that you get one part with holes",
    cost=0.2,
)
@row(
    "stated",
    "that|which is (a|the|an)? <:inline> <:inline>* <:inline>*",
    example="that is a groove along X",
    cost=-0.1,
)
def _explained(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & SAYING_WHERE:
        return None  # "so that its centre is at the centre of the top face"
    if words & {"has", "have", "having"} and words & {"a", "an", "one", "two"}:
        return None  # "so that it has a shoulder": that was not described before
    if not (words.isdisjoint(FORMS) and words.isdisjoint(_OPENED) and words.isdisjoint(_OF_SIZES)):
        return None  # "which is bent", "so that it is open below", "which is half the length"
    if words & _LIKE and words & _WITH_SHAPE:
        return None  # "so that it looks like a box with an open top"
    return Stated(found.text) if words & _EXPLAINING else None  # "on that a cone" explains nothing
