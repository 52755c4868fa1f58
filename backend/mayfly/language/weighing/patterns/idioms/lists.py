"""Lines of lists: keys that count or place what was named, and keys whose values change no shape."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.features.edges import placings
from mayfly.language.weighing.values import (
    AtCorners,
    EdgesOf,
    FirstAngle,
    FromEdges,
    Head,
    Rectangle,
    Size,
    Stated,
)

#: Columns or rows that a grid may have: more are its spacing.
_MOST_ROWS: Final = 12

# --- counts ---------------------------------------------------------------------------------------------


@row(
    "head",
    "number|quantity|count|no of? <noun:feature> (is|are|=|:)* <n:count>",
    example="number of bolt holes: 6",
    cost=-0.3,
)
@row(
    "head", "<noun:feature> count|number|quantity|qty (is|=|:)* <n:count>", example="hole count: 6", cost=-0.3
)
@row("head", "<noun:feature> :|= <n:count> (off|pcs|nos|pieces|, / ×|x)?", example="Holes = 4", cost=0.1)
@row("head", "<noun:feature> : <n:count> ×|x <size:diametral>", example="mounting holes: 4x Ø8.5", cost=-0.3)
@row("head", "<noun:feature> : <n:count> ×|x <size:thread>", example="mounting holes: 4 x M6", cost=-0.3)
def _counted(found: Found) -> Any:
    noun = found.noun
    if (
        not noun.plural
        and found.n != 1
        and not any(
            t.word in {"number", "count", "quantity", "qty", "no"}
            for t in found.terms[found.start : found.end]
        )
    ):
        return None
    said = (Size(found.size),) if found.size is not None else ()
    return Head(noun.sense("feature"), noun.word, noun.text, found.n, plural=True, definite=True, said=said)


@row(
    "head",
    "<said+:pre>* <noun:feature> : <n:howmany> <size:diametral>",
    example="corner holes: 4x Ø8.5",
    cost=-0.4,
)
@row(
    "head",
    "<said+:pre>* <noun:feature> : <n:howmany> <size:thread>",
    example="corner holes: 4 off M6",
    cost=-0.4,
)
@row(
    "head",
    "<said+:pre>* <noun:feature> <n:howmany> .? <size:diametral>",
    example="corner holes 4 no. Ø22",
    cost=-0.2,
)
def _counted_there(found: Found) -> Any:
    noun = found.noun
    if not noun.plural and found.n != 1:
        return None
    before = tuple(one for one in found.said or () if not isinstance(one, str | Stated))
    return Head(
        noun.sense("feature"), noun.word, noun.text, found.n, plural=True, said=(*before, Size(found.size))
    )


@row("head", "n =|: <n:count>", example="N = 4", cost=0.6)
def _number_of_holes(found: Found) -> Any:
    return Head("hole", "holes", "holes", found.n, plural=found.n > 1)


@row("head", "<noun:feature> <label:noun> (of|is|=|:)* <number:plain>", example="slot width 10", cost=-0.1)
def _named_size(found: Found) -> Any:
    if found.label.components:
        return None
    noun = found.noun
    return Head(
        noun.sense("feature"),
        noun.word,
        noun.text,
        plural=noun.plural,
        definite=True,
        said=(Size(found.number, found.label),),
    )


# --- edges ----------------------------------------------------------------------------------------------


@row("place", "{ <edges:edges> }", example="(the four vertical edges)", cost=0.05)
def _edges_in_brackets(found: Found) -> Any:
    return placings(found.edges)


@row(
    "head",
    "<edges:edges> : <number:plain> ×|x <:angle> @chamfer? (on the @rim|rim|edge)?",
    example="both ends: 1 x 45° chamfer on the rim",
    cost=-0.4,
)
@row(
    "head",
    "both end|ends faces : <number:plain> ×|x <:angle> @chamfer? (on the @rim|rim|edge)?",
    example="both end faces: 1 x 45° chamfer on the rim",
    cost=-0.4,
)
def _ends_chamfered(found: Found) -> Any:
    if found.number.form != "plain":
        return None
    edges = placings(found.edges) or (EdgesOf(frozenset({"both", "end"})),)
    return Head("chamfer", "chamfer", found.text, said=(Size(found.number), *edges))


@row(
    "place",
    "near|in|at|to each|every (of the? <n:count>)? @corner",
    example="near each of the four corners",
    cost=-0.05,
)
def _each_corner(found: Found) -> Any:
    return AtCorners(4) if found.n in {None, 4} else None


@row(
    "sized",
    "<one:component> and <two:component> thickness? (of|is|=|:)* <number:plain>",
    example="wall and floor thickness of 3 mm",
)
@row("sized", "<number:plain> <one:component> and <two:component> thickness?", example="3 mm wall and floor")
def _two_at_once(found: Found) -> Any:
    return tuple(Size(found.number, Label((one,))) for one in (found.one, found.two))


@row(
    "place",
    "(each)? <distance:plain> (in|away)? from (each|the|both|two|its|all|of|their)* adjacent|nearest|neighbouring|corresponding|closest|respective edge|edges|@edge|side|sides",
    example="15 from both adjacent edges",
    cost=-0.1,
)
def _from_adjacent(found: Found) -> Any:
    return FromEdges(found.distance, "each")


# --- places ----------------------------------------------------------------------------------------------


@row(
    "place",
    "(first|one|1st) (<:feature> / one)? (:|is|lies|at|on|the|=)* + x axis?",
    example="first bolt hole: on +X",
    cost=-0.2,
)
def _first_on_x(found: Found) -> Any:
    return FirstAngle(0.0)


@row(
    "place",
    "(first|one|1st) (<:feature> / one)? (:|is|lies|at|on|the|=)* + y axis?",
    example="first hole on +Y",
    cost=-0.2,
)
def _first_on_y(found: Found) -> Any:
    return FirstAngle(90.0)


@row(
    "place",
    "(<:feature> @grid|pattern|spacing|positions|layout / @grid|pattern|spacing|layout) (is|=|:|of)* <a:plain> ×|x|by <b:plain> (@rectangle|rectangle|rectangular|{|@apart|}|spacing|pattern|grid|on|centre|to|,)*",
    example="Hole pattern = 5 in x 3 in rectangle (centre to centre)",
    cost=-0.4,
)
def _pattern(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    counted = all(one.can_count and one.value <= _MOST_ROWS for one in (found.a, found.b))
    if counted and not words & {"pattern", "spacing", "rectangle", "rectangular"}:
        return None  # "a grid of 3 x 2"
    return Rectangle(found.a, found.b)


@row(
    "place",
    "<:feature>? (position|positions|location|locations|place|centres|centers) (:|is|are|=)* <where:place>",
    example="position: in the corners",
    cost=-0.1,
)
def _position(found: Found) -> Any:
    return found.where


@row(
    "place",
    "(inset|offset / edge distance|offset / distance from|to the? edge|edges) (:|=|is)* <distance:plain>",
    example="edge offset: 10 mm",
    cost=-0.1,
)
def _edge_offset(found: Found) -> Any:
    return FromEdges(found.distance, "each")


@row("place", "first|start|starting hole? angle|at? (:|=|is)? <a:angle>", example="start angle: 45°")
def _start(found: Found) -> Any:
    return FirstAngle(found.a.value)


# --- values that change no shape -------------------------------------------------------------------------------


@row("rest_of_line", "<w:word>", example="steel")
def _rest_word(found: Found) -> Any:
    return found.w.text


@row("rest_of_line", "<n:number>", example="7068")
def _rest_number(found: Found) -> Any:
    return found.n.text


@row("rest_of_line", "-|/|{|}|+|:", example="-")
def _rest_mark(found: Found) -> Any:
    return found.text


_KEYS = (
    "material|finish|surface|colour|color|quantity|qty|tolerance|tolerances|treatment|coating|date|revision|rev|"
    "drawing|weight|mass|hardness|heat"
)
#: Keys behind which a number may be a size of the model: only words are passed over there.
_KEYS_OF_WORDS = "author|project|customer|notes|note|remark|remarks|standard|title|file|format|output|process"


@row(
    "stated",
    f"({_KEYS}) (treatment|finish|name|no|number|class|grade|format)? (:|=) <:rest_of_line> <:rest_of_line>* <:rest_of_line>*",
    example="material: steel",
    cost=-0.5,
)
@row(
    "stated",
    f"{_KEYS_OF_WORDS} name|no|number? :|= <:inline> <:inline>* <:inline>*",
    example="project: garden gate",
    cost=-0.5,
)
def _key(found: Found) -> Any:
    return Stated(found.text)


@row("stated", "(edges|corners|@edge|@corner) : (@sharp|none|unbroken|square)", example="edges: sharp")
@row(
    "stated",
    "chamfers|fillets|threads|@chamfer|@fillet :|= (no|false / <z:count> / <z:number>)",
    example="chamfers: none",
)
@row(
    "stated", "all|every <:feature> (are|is|to|be|go|going)* @through", example="all holes through", cost=-0.2
)
def _is_sized(found: Found) -> bool:
    """Return whether a size stands before or behind a phrase."""
    around = [*found.terms[max(0, found.start - 2) : found.start], *found.terms[found.end : found.end + 2]]
    return any(term.quantity is not None for term in around)


@row("stated", "(overall|general|specification|spec|features|dimensions|sizes) :?", example="spec", cost=0.6)
@row("stated", "{ (x|y|z) (×|x|by|,) (x|y|z) ((×|x|by|,) (x|y|z))? }", example="(X × Y × Z)")
def _no_shape(found: Found) -> Any:
    if (
        found.terms[found.start].word == "overall"
        and found.terms[found.end - 1].word != ":"
        and _is_sized(found)
    ):
        return None  # "40 long overall" is the size of the whole
    if found.z is not None and getattr(found.z, "value", found.z):
        return None
    return Stated(found.text)


@row(
    "stated",
    "over|along|for|across (the|its)* (full|whole|entire|complete) (length|width|height|depth) (of (the|its|it|@top|top|face|surface|side / <:part>)*)?",
    example="over the full length",
    cost=0.3,
)
def _full_length(found: Found) -> Any:
    return Stated(found.text)
