"""Edges: which ones a fillet or chamfer is for, and roundings named by their edges ("R5 corners")."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import EdgesOf, Head, Size

_WORDS = {
    "top": "top",
    "upper": "top",
    "bottom": "bottom",
    "lower": "bottom",
    "underside": "bottom",
    "vertical": "vertical",
    "corner": "corner",
    "rest": "vertical",
    "outer": "outer",
    "inner": "inner",
    "front": "front",
    "back": "back",
    "left": "left",
    "right": "right",
    "long_side": "long",
    "short_side": "short",
    "horizontal": "horizontal",
    "rim": "rim",
    "hub": "hub",
    "flange": "flange",
    "bore": "bore",
    "hole": "hole",
    "boss": "boss",
    "slot": "slot",
    "pocket": "pocket",
    "leg": "leg",
    "end": "end",
}


def _words_of(found: Found) -> frozenset[str]:
    words = set(found.senses())
    return frozenset(
        {_WORDS[word] for word in words if word in _WORDS} | words & {"all", "each", "every", "both"}
    )


# --- edges ---------------------------------------------------------------------------------------------

_WHICH = (
    "all|each|every|both|outside|external|sharp|long|short|upright|4|outermost|"
    "@top|@bottom|@vertical|@outer|@inner|@front|@back|@left|@right|@long_side|@short_side|@horizontal|@corner|"
    "upper|lower|@boss|@hub|@flange"
)
_OF = "of|on|at|in|around (@top|@bottom|@hub|@flange|@boss|@bore|@hole|@end|<:facename>|<:part>|it|@slot|@pocket|@leg|body)"


@row(
    "edges",
    f"({_WHICH})* <:count>? ({_WHICH})* @edge|@corner|@rim|edges|rims|@rest ({_OF})*",
    example="the four top edges",
)
@row("edges", "all round|around|@all_round @top|@bottom @edge|@rim?", example="all round the top")
@row("edges", "both|each end|ends|@end", example="both ends")
@row("edges", "@outer|@inner|@top|@bottom @edge|@corner|@rim", example="outer edge")
@row("edges", "@all_round (@top|@bottom|@outer|@inner)* @edge|@rim?", example="around the top edge")
@row("edges", "everywhere|@everything", example="everywhere")
def _edges(found: Found) -> Any:
    words = _words_of(found)
    if any(term.word == "everywhere" for term in found.terms[found.start : found.end]):
        words |= {"all"}
    return EdgesOf(words)


@row("place", "on|of|at|to|along|around|for|round <edges:edges>", example="on all edges", cost=0.05)
@row("place", "@all_round (@top|@bottom|@outer|@inner)* @edge|@rim", example="around the top edge")
def _on_edges(found: Found) -> Any:
    return found.edges if found.edges is not None else EdgesOf(_words_of(found))


# --- roundings and bevels that are named by their edges ---------------------------------------------------


@row("head", "<size:radius_of> <edges:edges>", example="R5 corners", cost=0.2)
@row("head", "<size:radius_of> (on|at|in|to) <edges:edges>", example="R8 on the vertical corners", cost=0.1)
@row(
    "head",
    "<size:radius_of> @rounded|rounded|radius|radiused|filleted <edges:edges>",
    example="R5 rounded corners",
    cost=0.1,
)
@row(
    "head",
    "<edges:edges> (is|are|to|be|should|get|have|@rounded|rounded|radiused|filleted|with|by|off|a|of|=|:)* <size:radius_of>",
    example="vertical edges R6",
    cost=0.2,
)
def _rounded(found: Found) -> Any:
    return Head("fillet", "fillet", found.text, said=(Size(found.size), found.edges))


@row(
    "head",
    "<edges:edges> (is|are|to be|should be|get)? @rounded|filleted|radiused (off|with|by|to|at|a|radius|of)* <number:plain> @role.radius?",
    example="vertical edges rounded with 5 mm",
    cost=-0.2,
)
@row(
    "head",
    "@rounded|round|fillet (off|over)? <edges:edges> (with|by|to|at|a|radius|of|=)* <number:plain> @role.radius?",
    example="round the four vertical edges with 5 mm",
    cost=-0.2,
)
@row("head", "<number:plain> @role.radius <edges:edges>", example="10 mm radius corners", cost=-0.2)
@row(
    "head",
    "@role.radius <number:plain> (on|at|in) <edges:edges>",
    example="radius 5 on the corners",
    cost=-0.2,
)
@row("head", "<edges:edges> @role.radius of|=|:? <number:plain>", example="corner radius 5", cost=-0.1)
@row(
    "head",
    "<number:plain> @fillet|@rounded (on|at|in|of|to) <edges:edges>",
    example="5 mm fillet on all edges",
    cost=-0.2,
)
def _rounded_by(found: Found) -> Any:
    if found.number.form == "diameter":
        return None
    return Head("fillet", "fillet", found.text, said=(Size(found.number), found.edges))


@row("radius_of", "<n:number>", example="R5")
def _radius(found: Found) -> Any:
    return found.n if found.n.form == "radius" else None


@row(
    "head",
    "<number:plain> @chamfer (on|at|in|of|to|around|round) <edges:edges>",
    example="2 mm chamfer on the top edges",
    cost=-0.2,
)
@row(
    "head",
    "<number:plain> ×|x <:angle> @chamfer? (on|at|in|of|to|around|round) <edges:edges>",
    example="1 x 45° on both ends",
    cost=-0.2,
)
@row(
    "head",
    "<edges:edges> (is|are|to|be|should|get)* @chamfer (with|by|to|at|of)* <number:plain> (×|x <:angle>)?",
    example="both ends chamfered 1.5 x 45°",
    cost=-0.2,
)
@row(
    "head",
    "<edges:edges> @chamfer <number:plain> (×|x <:angle>)?",
    example="both ends chamfered 1 mm",
    cost=-0.2,
)
@row(
    "head",
    "@chamfer <edges:edges> (with|by|to|at|of|=)* <number:plain> (×|x <:angle>)?",
    example="chamfer the top edges by 2 mm",
    cost=-0.2,
)
@row(
    "head",
    "@chamfer <number:plain> (×|x <:angle>)? (on|at|in|of|to|around|round) <edges:edges>",
    example="chamfer 1 mm on both ends",
    cost=-0.2,
)
@row("head", "<number:plain> (×|x <:angle>)? @chamfer", example="1 mm x 45° chamfer", cost=-0.3)
@row("head", "@chamfer (of|with|=|:)? <number:plain> ×|x <:angle>", example="chamfer 1.5 x 45°", cost=-0.3)
def _chamfered(found: Found) -> Any:
    if found.number.form not in {"plain", "word"}:
        return None
    said = (Size(found.number),) if found.edges is None else (Size(found.number), found.edges)
    return Head("chamfer", "chamfer", found.text, said=said)
