"""Bodies that are cut out of what was made before: "subtract a box of …", "subtract the cylinder from the cube"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import AtSide, Head, OnFace, Placed, Relation, Size, Stated, Taken

_NOW: Final = "then|and|next|finally|now|afterwards|lastly|,|from|it|this|after|that"
_CUT: Final = "subtract|subtracting|remove|removing|cut|cutting|carve|carving"
_ORDER: Final = "second|third|smaller|larger|inner|other|new|latter|last|small|big"


# --- a further body, cut out -----------------------------------------------------------------------------


@row(
    "pre",
    "second|third|another|further|additional|smaller|larger|bigger|similar",
    example="another",
    cost=0.1,
)
def _further(found: Found) -> Any:
    return Stated(found.text)


@row(
    "head",
    f"({_NOW})* {_CUT} (out|away|off)? <said+:pre>* <noun:part>",
    example="Then subtract a box",
    cost=-0.3,
)
@row(
    "head",
    f"({_NOW})* {_CUT} (out|away|off)? <n:count> <said+:pre>* <noun:part>",
    example="subtract two cylinders",
    cost=-0.2,
)
def _cut_body(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end - 1]}
    if words & {"the", "these", "those", "both"}:
        return None
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    noun = found.noun
    return Head("cut_body", noun.sense("part"), noun.word, found.n, plural=noun.plural, said=kept)


# --- one that was described before, cut out -----------------------------------------------------------------


@row("victim", "it", example="it")
@row(
    "victim",
    f"the? ({_ORDER})? (<:part> / <:bodyname> / one|body|shape|solid)",
    example="the smaller body",
)
def _victim(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end] if term.word not in {"the", "a"}]
    return " ".join(words)


@row(
    "host",
    "from|out (of)? the? (first|larger|outer|base|bigger|main|other|whole|result|resulting|original)? (<:part> / <:bodyname> / one|body|shape|solid|it|result|model)",
    example="from the block",
)
def _host(found: Found) -> Any:
    return found.text


@row(
    "place",
    f"({_NOW})* subtract|subtracting|remove|cut <name:victim> (out|away)? <:host>",
    example="subtract the body from the block",
    cost=-0.6,
)
@row("place", f"({_NOW})* subtract (it|this|that)", example="and subtract it", cost=-0.4)
@row(
    "place",
    "(which|that|and|it|then|,|is|are|gets|be|being|to|will|should|has|have|been|was|gets)* subtracted|removed|cut|taken (out|away)? <:host>?",
    example="which is subtracted from the block",
    cost=-0.4,
)
def _taken(found: Found) -> Any:
    name = found.name or ""
    words = {term.word for term in found.terms[found.start : found.end]}
    if (
        words & {"cut", "taken"}
        and not name
        and not words & {"is", "are", "be", "being", "has", "have", "was"}
    ):
        return None  # "cut a square opening"
    return Taken("" if name == "it" else name)


@row(
    "stated",
    "(,|and|but)* (from|into|in|of / out of) which",
    example="from which … a cylinder is removed",
    cost=0.3,
)
def _from_which(found: Found) -> Any:
    """Return the opening of "from which a cylinder is removed"; what is done with it must follow."""
    behind = {term.word for term in found.terms[found.end :]}
    return Stated(found.text) if behind & {"subtracted", "removed", "cut", "taken"} else None


# --- one that was described before, put somewhere ---------------------------------------------------------------


@row(
    "place",
    f"({_NOW})* place|put|position|stack|set|mount|move|stand|centre|center|align (<name:victim> / <name:bodyletter> / (the|body|cylinder|box|block)* <name:bodyletter>) (so|that|it|sits|stands|is|are|rests|exactly|directly|right|,|upright|down)* <where:place>",
    example="Place B on top of A",
    cost=-0.2,
)
def _put(found: Found) -> Any:
    name = "" if found.name == "it" else found.name
    return Placed(name, found.where) if isinstance(found.where, Relation | AtSide | OnFace) else None


# --- one more of the same ------------------------------------------------------------------------------------


@row(
    "head",
    "(and|,|plus|then|with)* another|second|third (<:count>)? <place:place>",
    example="another along y",
    cost=-0.1,
)
def _another(found: Found) -> Any:
    said = found.place if isinstance(found.place, tuple) else (found.place,)
    return Head("again", "again", "another", said=said)


# --- scaled sketches --------------------------------------------------------------------------------------


@row(
    "head",
    "(then|and|next|apply|applying|,|now|use|using|with|a|this|that)* scale|scaled|scaling (the|it|this|that|sketch|2d|two-dimensional|profile|whole|entire|drawing|down|up|factor|face|uniformly|loop)* (by|with|of|to|using|a|an|the|scaling|scale|uniform|factor|is|:|=)* <n:plain> (to (the|this|it|sketch|2d|profile|entire|whole)*)?",
    example="Scale the sketch by a factor of 0.75",
    cost=-0.3,
)
def _scale(found: Found) -> Any:
    return Head("scale", "scale", "scale", said=(Size(found.n),)) if found.n.unit is None else None
