"""Edges that are rounded or chamfered: "R8 on the corners", "round the vertical edges with 5 mm"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.values import Head, Mark, Placing, Size

_TO_BE: Final = "is|are|to|be|should|shall|must|get|gets|have|has|with|by|off|a|all|of|=|:|over"
#: The size of a drawing note holds for all that are alike.
_TYPICAL: Final = frozenset({"typ", "typical"})
_ON: Final = "on|at|in|to|along|around|for|of|round"


def _word_before(found: Found) -> str:
    """Return the word before a phrase, articles passed over."""
    before = found.start
    while before and found.terms[before - 1].word in ARTICLES:
        before -= 1
    return found.terms[before - 1].word if before else ""


@row("place", f"{_ON} <edges:edges>", example="on the top front and bottom front edges", cost=0.05)
def _on_edges(found: Found) -> Any:
    return placings(found.edges) if len(found.edges) > 1 else None


def placings(edges: tuple[Reference, ...] | None) -> tuple[Placing, ...]:
    """Return edges as places of a fillet or chamfer."""
    return tuple(Placing("place", "on", ref=ref, text=ref.text) for ref in edges or ())


@row(
    "sized",
    "<n:plain> deep|depth|dp (below|from|under|off|measured)* (the)? od|outside|outer|shaft|original? (od|surface|dia|diameter)?",
    example=".125 deep below OD",
    cost=-0.3,
)
def _below_outside(found: Found) -> Any:
    """Return how deep a flat lies below the outside of a shaft."""
    last = found.terms[found.end - 1].word
    return (
        Size(found.n, Label((), "depth")) if last in {"od", "outside", "surface", "dia", "diameter"} else None
    )


# --- roundings --------------------------------------------------------------------------------------------


@row(
    "head",
    "(edge|edges of|at (the)?)? corner|corners @role.radius|rad (of|=|:|is)* <size:plain> {|, (only|just)? <w+:refword> <w+:refword>* ones only? }?",
    example="corner radius 5 mm (the four vertical ones)",
    cost=-0.8,
)
def _corners_behind(found: Found) -> Any:
    """Return the radius of corners of which it stands behind it which are meant."""
    traits = frozenset(word for word in found.w or () if isinstance(word, str))
    count = next((word for word in found.w or () if isinstance(word, int)), None)
    if not traits or found.size.form not in {"plain", "radius"}:
        return None
    edges = (Reference("corner", traits, count, True, text=found.text),)
    return Head("fillet", "fillet", found.text, plural=True, said=(Size(found.size), *placings(edges)))


@row("head", f"<size:radial> ({_ON})? <edges:edges>", example="R8 on the vertical corners")
@row(
    "head",
    f"<size:radial> @rounded|rounded|radius|radiused|filleted|@fillet ({_ON})? <edges:edges>",
    example="R5 rounded corners",
)
@row(
    "head",
    f"<edges:edges> ({_TO_BE}|@rounded|rounded|radiused|filleted)* <size:radial>",
    example="vertical edges R6",
)
@row(
    "head",
    f"<edges:edges> ({_TO_BE})* @rounded|rounded|radiused|filleted|@fillet ({_TO_BE}|radius|r)* <size:plain> (@role.radius)?",
    example="vertical edges rounded with 5 mm",
    cost=-0.2,
)
@row(
    "head",
    f"@rounded|round|fillet|radius|blend (off|over)? <edges:edges> ({_TO_BE}|radius|r)* <size:plain> (@role.radius)?",
    example="round the four vertical edges with 5 mm",
    cost=-0.2,
)
@row("head", f"<size:plain> @role.radius ({_ON})? <edges:edges>", example="10 mm radius corners", cost=-0.2)
@row(
    "head",
    "(whose|and|the|its|,)* <edges:edges> (shall|should|must|to|each|all)* have|has|having|with (a|an)* @role.radius (of|=|:)? <size:plain>",
    example="block 80 x 80 x 12 || whose four vertical edges have a radius of 8 mm",
    cost=-0.6,
)
@row("head", f"@role.radius <size:plain> ({_ON}) <edges:edges>", example="radius 5 on the corners", cost=-0.2)
@row(
    "head",
    f"@fillet|round (of|with|by|=)* <size:radial> ({_ON})? <edges:edges>",
    example="fillet R10 corners",
    cost=-0.2,
)
@row("head", "<edges:edges> @role.radius (of|=|:|is)? <size:plain>", example="corner radius 5", cost=-0.1)
@row(
    "head",
    f"<edges:edges> ({_TO_BE}|carry|carries|receive|receives|bear|bears|show|shows)* <size:plain> @fillet|@rounded|radius|radii|rounding",
    example="all four vertical edges carry a 4 mm fillet",
    cost=-0.3,
)
@row(
    "head",
    f"<size:plain> @fillet|@rounded ({_ON})? <edges:edges>",
    example="5 mm fillet on all edges",
    cost=-0.2,
)
@row(
    "head",
    f"@fillet (of|with)? <size:plain> ({_ON}) <edges:edges>",
    example="fillet of 5 mm on all edges",
    cost=-0.2,
)
@row(
    "head",
    "@rounded|round|fillet|radius|blend (off|over)? <edges:edges>",
    example="round the vertical edges",
    cost=0.2,
)
@row(
    "head",
    f"<edges:edges> ({_TO_BE})* @rounded|rounded|radiused|filleted",
    example="vertical edges are rounded",
    cost=0.2,
)
def _rounded(found: Found) -> Any:
    size = found.size
    senses = set(found.senses())
    if not senses & {"edge", "corner", "rim", "fillet", "rounded", "edges", "corners", "round", "blend"}:
        return None  # "a bottom radius of 30" is one of the part
    if size is None and _is_of_slot(found):
        return None
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in {"corner", "corners"}:
        return None  # "pocket in the top with R5 corners"
    if size is not None and size.form in {"diameter", "thread", "angle"}:
        return None
    said = (Size(size),) if size is not None else ()
    return Head("fillet", "fillet", found.text, plural=True, said=(*said, *placings(found.edges)))


@row(
    "head",
    "<edges:edges> (:|=|to|by|with|ones|are)* <size:plain>",
    example="outside corners rounded 3 mm, || inside corners 1 mm",
    cost=0.1,
)
def _rounded_too(found: Found) -> Any:
    """Return the edges of which only the size is said, behind others that are rounded."""
    near = range(max(0, found.start - _NEAR), found.start)
    rounded = any(_is_rounding(found, at) for at in near)
    if not rounded or found.edges[0].noun not in {"corner", "edge"}:
        return None
    return Head("fillet", "fillet", found.text, plural=True, said=(Size(found.size), *placings(found.edges)))


#: So many terms before them other edges were rounded.
_NEAR: Final = 10


@row(
    "head",
    "(the)? <side:ring_side> ones|edges|corners? (have|has|get|are|with|by|:|=|of|a|to|radius|rounded)* <size:plain> mm? (radius|radii|fillet|fillets|rounding)?",
    example="outer vertical edges have 8 mm fillets and || the inner ones have 5 mm",
    cost=0.1,
)
def _other_ones(found: Found) -> Any:
    """Return the inner or outer ones of edges of which the others were rounded just before."""
    near = range(max(0, found.start - _NEAR), found.start)
    if "ones" not in {t.word for t in found.terms[found.start : found.end]} or not any(
        _is_rounding(found, at) for at in near
    ):
        return None
    vertical = any(p.term.sense("marker") == "vertical" for at in near for p in found.phrases[at])
    traits = frozenset({found.side, *(("vertical",) if vertical else ())})
    place = Placing(
        "place", "on", ref=Reference("edge", traits, None, True, text=found.text), text=found.text
    )
    return Head("fillet", "fillet", found.text, plural=True, said=(Size(found.size), place))


@row("ring_side", "inner|inside|internal", example="inner")
@row("ring_side", "outer|outside|external", example="outer")
def _ring_side(found: Found) -> Any:
    return "inner" if found.terms[found.end - 1].word in {"inner", "inside", "internal"} else "outer"


def _is_rounding(found: Found, at: int) -> bool:
    """Return whether a term says that edges are rounded: "rounded", "R3"."""
    number = found.terms[at].quantity
    if number is not None:
        return number.form == "radius"
    senses = [phrase.term.senses for phrase in found.phrases[at]]
    return any(one.get("marker") == "rounded" or one.get("feature") == "fillet" for one in senses)


def _is_of_slot(found: Found) -> bool:
    """Return whether rounded ends are those of the slot that is spoken of, which has them anyway."""
    if not {"end", "ends"} & {term.word for term in found.terms[found.start : found.end]}:
        return False
    nouns = (phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases)
    return [noun for noun in nouns if noun][-1:] == ["slot"]


@row(
    "head",
    f"<n:howmany>? ×|x? <size:radial> ({{|}}|typ|typical)* (@fillet|@rounded)? ({_ON})? <edges:edges>",
    example="4x R5 vertical edges",
    cost=-0.2,
)
@row(
    "head",
    f"<size:radial> <n:count> places|place|plcs|pl|positions|off|× ({_ON})? <edges:edges>",
    example="R10 4 places vertical corners",
    cost=-0.2,
)
@row(
    "head",
    f"<n:howmany>? ×|x? <size:bevel> ({{|}}|typ|typical)* @chamfer ({_ON})? <edges:edges>",
    example="4x 2 mm chamfer on the vertical edges",
    cost=-0.3,
)
def _counted_edges(found: Found) -> Any:
    """Return the fillet or chamfer of a drawing note, which counts the edges that it is for."""
    kind = "fillet" if isinstance(found.size, Quantity) else "chamfer"
    if found.n is None and not {t.word for t in found.terms[found.start : found.end]} & _TYPICAL:
        return None
    edges = found.edges
    if found.n is not None:
        if len(edges) > 1 or edges[0].count not in {None, found.n}:
            return None
        edges = (replace(edges[0], count=found.n),)
    said = (Size(found.size),) if kind == "fillet" else found.size
    return Head(kind, kind, found.text, plural=True, said=(*said, *placings(edges)))


@row(
    "head",
    "(both|the|two|each|its|with|,|and|are)* end|ends (are|is|to|be|:|=|-)* full|fully|completely round|@rounded|rounded|radius|radiused|rad|@role.radius ({? <size:radial> }?)?",
    example="both ends full round (R25)",
    cost=-0.6,
)
@row(
    "head",
    "<size:radial> (@rounded|rounded|rad|radius|full|typ)* (on|at)* both|each|two end|ends",
    example="R20 both ends",
    cost=-0.1,
)
@row(
    "head",
    "(with|and|,)* full|fully|completely round|@rounded|rounded|radius|radiused|rad|@role.radius ({? <size:radial> }?)? (on|at|both|the|each|two)* end|ends",
    example="full radius (R25) both ends",
    cost=-0.6,
)
@row(
    "head",
    "(with|and|,|both|two|has)* round|semicircular|@round_shape end|ends ({? <size:radial> }?)?",
    example="with round ends",
    cost=-0.2,
)
@row(
    "head",
    "(with|and|,|both|two|has|the)* ends (are|to|be|:|=|rounded|@rounded|radiused|with|of)* <size:radial>",
    example="both ends R15",
    cost=-0.1,
)
def _full_round(found: Found) -> Any:
    """Return the fillet of ends that are rounded by half the width."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if "ends" not in words and not words & {"both", "each", "two"}:
        return None
    if found.size is None and _is_of_slot(found):
        return None
    ends = Reference("end", frozenset({"both"}), None, True, text=found.text)
    place = Placing("place", "on", ref=ends, text=found.text)
    said = (Size(found.size),) if found.size is not None else ()
    return Head("fillet", "fillet", found.text, plural=True, said=(*said, Mark.ROUNDED, place))


# --- bevels -----------------------------------------------------------------------------------------------------


@row("bevel", "<n:plain>", example="2 mm")
@row("bevel", "<n:plain> ×|x|by|at <a:angle>", example="1 x 45°", cost=-0.1)
@row("bevel", "<n:plain> ×|x <a:fortyfive>", example="1 x 45", cost=-0.1)
@row("bevel", "<n:plain> ×|x|by <b:plain>", example="2 x 1", cost=0.1)
def _bevel(found: Found) -> Any:
    if found.n.form not in {"plain", "word"} or (found.b is not None and found.b.value == 45):
        return None
    return tuple(Size(q) for q in (found.n, found.a, found.b) if q is not None)


_CHAMFERING: Final = frozenset({"chamfer", "chamfers", "chamfered", "break", "bevel"})


@row("fortyfive", "<n:bare>", example="45")
def _fortyfive(found: Found) -> Any:
    if found.n.value != 45 or found.n.unit is not None:
        return None
    return type(found.n)(45.0, found.n.text, "angle", "deg")


@row(
    "head",
    "@chamfer (,|:|=|with)* <n:plain> ×|x <a:angle> <edges:edges>",
    example="chamfers, 1 x 45° ends",
    cost=-0.2,
)
@row(
    "head",
    "@chamfer (,|:|=|with)* <n:plain> ×|x <a:fortyfive> <edges:edges>",
    example="chamfers, 1 x 45 top edges",
    cost=-0.2,
)
def _angled_of_edges(found: Found) -> Any:
    """Return the chamfer of a specification, which names its edges behind the size."""
    said: tuple[Size | Placing, ...] = (Size(found.n), Size(found.a), *placings(found.edges))
    return Head("chamfer", "chamfer", found.text, plural=True, said=said)


@row(
    "head",
    "bore|hole|id|inside|inner|internal (edge|edges|rim|rims)* @chamfer|@fillet (of|is|are|:|=|,|with)* <size:bevel>",
    example="bore chamfer: 1 x 45°",
    cost=-0.5,
)
@row(
    "head",
    "@chamfer|@fillet (of|on|at|in|to)* bore|hole|id|inside (edge|edges|rim|rims)* (of|is|are|:|=|,|with)* <size:bevel>",
    example="chamfer of the bore 1 mm",
    cost=-0.5,
)
@row(
    "head",
    "<size:bevel> bore|id|inside|internal @chamfer|@fillet",
    example="1 mm bore chamfer",
    cost=-0.5,
)
def _of_bore(found: Found) -> Any:
    """Return the chamfer or fillet of the rims of a bore, which is named like a feature."""
    kind = "fillet" if "fillet" in found.senses() else "chamfer"
    if kind == "fillet" and len(found.size) > 1:
        return None
    rim = (Reference("edge", frozenset({"inner"}), None, True, text=found.text),)
    return Head(kind, kind, found.text, plural=True, said=(*found.size, *placings(rim)))


@row(
    "head",
    f"<size:bevel> @chamfer ({_ON})? <edges:edges>",
    example="2 mm chamfer on the top edges",
    cost=-0.3,
)
@row("head", f"<size:bevel> ({_ON}) <edges:edges>", example="1 x 45° on both ends", cost=-0.1)
@row("head", f"<edges:edges> ({_TO_BE})* <size:bevel>", example="corners 15 x 45°", cost=0.0)
@row(
    "head",
    f"<edges:edges> ({_TO_BE})* @chamfer|break ({_TO_BE})* <size:bevel>",
    example="both ends chamfered 1.5 x 45°",
    cost=-0.3,
)
@row(
    "head",
    f"<edges:edges> ({_TO_BE}|carry|carries|receive|receives|bear|bears|show|shows)* <size:bevel> @chamfer",
    example="both ends carry a 1 x 45° chamfer",
    cost=-0.3,
)
@row(
    "head",
    f"@chamfer|break <edges:edges> ({_TO_BE}|around|round|way)* <size:bevel> @chamfer?",
    example="chamfer the top edges by 2 mm",
    cost=-0.3,
)
@row(
    "head",
    f"@chamfer ({_TO_BE})* <size:bevel> ,? ({_ON})? <edges:edges>",
    example="chamfer 1 mm on both ends",
    cost=-0.3,
)
@row("head", "<size:bevel> @chamfer", example="1 mm x 45° chamfer", cost=-0.3)
@row("head", f"@chamfer ({_TO_BE})* <size:bevel>", example="chamfer 1.5 x 45°", cost=-0.3)
@row("head", "@chamfer|break (off)? <edges:edges>", example="chamfer the top edges", cost=0.2)
def _chamfered(found: Found) -> Any:
    size = found.size or ()
    if not any(found.terms[at].word for at in range(found.start, found.end)):
        return None
    bare = found.terms[found.start : found.end]
    before = _word_before(found)
    if before in _CHAMFERING and not any(term.word in _CHAMFERING for term in bare):
        return None  # "chamfer the top edge 3 mm x 30°" is all of it
    sensed = "chamfer" in set(found.senses()) or any(
        t.word == "break" for t in found.terms[found.start : found.end]
    )
    if not sensed and not any(one.number.form == "angle" for one in size):
        return None
    said = (*size, *placings(found.edges))
    return Head("chamfer", "chamfer", found.text, plural=True, said=said, lead=_word_before(found))
