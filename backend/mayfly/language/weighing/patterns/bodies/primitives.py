"""Plain bodies in one sentence: widths at both ends, what pierces them, what they stand on or share a centre with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.head_of import said_of
from mayfly.language.weighing.topics import ROUND_BAR
from mayfly.language.weighing.values import (
    Along,
    Coordinate,
    Group,
    Head,
    InCentre,
    Leading,
    Mark,
    OnFace,
    Placing,
    Points,
    Relation,
    Size,
    Stated,
)

# --- widths at both ends -----------------------------------------------------------------------------------


@row(
    "sized",
    "<n:plain> (in diameter / across / diameter / dia) at|on (the|its)* <where:end_of_cone> (end|face|side)?",
    example="60 mm across at the bottom",
    cost=-0.4,
)
@row(
    "sized",
    "(with|a|of|,)* <n:diametral> at|on (the|its)* <where:end_of_cone> (end|face|side)?",
    example="Ø60 at the bottom",
    cost=-0.3,
)
def _wide_at(found: Found) -> Any:
    return Size(found.n, Label((found.where,), "diameter"))


@row("end_of_cone", "bottom|base|foot|lower", example="bottom")
@row("end_of_cone", "top|upper|tip", example="top")
def _end_of_cone(found: Found) -> Any:
    return "top" if found.terms[found.end - 1].word in {"top", "upper", "tip"} else "bottom"


@row(
    "sized",
    "(,|by|with|and|has|having|a|closed|at|the|bottom)* <n:plain> thick floor|bottom",
    example="closed at the bottom by a 5 mm thick floor",
    cost=-0.3,
)
def _floor(found: Found) -> Any:
    return Size(found.n, Label(("floor",), "thickness"))


@row("stated", "rectangular", example="60 x 30 mm, || rectangular", cost=0.2)
def _rectangular(found: Found) -> Any:
    """Return "rectangular" behind two sides, which say it already."""
    before = [term for term in found.terms[max(0, found.start - 4) : found.start] if term.word != ","]
    sides = [term.quantity for term in before if term.quantity is not None]
    return Stated(found.text) if len(sides) >= 2 and before[-1].quantity is not None else None


_SAYS_WHICH_WAY: Final = frozenset(
    [
        "up",
        "upward",
        "upwards",
        "down",
        "downwards",
        "vertical",
        "vertically",
        "right",
        "left",
        "top",
        "height",
        "high",
        "long",
        "length",
        "wide",
        "width",
        "thick",
        "thickness",
        "normal",
        "direction",
        "horizontal",
        "horizontally",
    ]
)


@row(
    "stated", "{ (along|in|the)* (+|-)? x|y|z (axis|direction)? }", example="opens upwards || (+Z)", cost=0.1
)
def _axis_in_brackets(found: Found) -> Any:
    """Return "(+Z)" behind a word that says which way, which it says again."""
    before = found.terms[max(0, found.start - 2) : found.start]
    sized = len(before) > 1 and before[0].quantity is not None  # "80 long (X)" says along which axis
    return Stated(found.text) if before and before[-1].word in _SAYS_WHICH_WAY and not sized else None


@row("stated", "{ overall|total (length|width|size)? }", example="40 mm long || (overall)", cost=-0.2)
def _overall(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "(with|and|,|their|the|its|each|whose)* (@marker.centre|centres|centers|axes|axis)? (lie|lies|are|is|located|placed|at)* <n:plain> (mm)? (to the)? left and (to the)? right of (the)? (@marker.centre|middle|centre) (of (the|it|plate|block|part|base|bar)*)?",
    example="their centres lie 30 mm to the left and right of the middle of the plate",
    cost=-0.5,
)
def _left_and_right(found: Found) -> Any:
    both = replace(found.n, form="plusminus")
    return (Coordinate("x", (both,)),) if found.n.form == "plain" else None


@row(
    "head",
    "(;|,|and|plus|¶|another|one)* <d:roundsize> at|@ <p+:point> ((,|and)? <p+:point>)*",
    example="holes dia 6 at (10,10) || ; dia 20 at (50,30)",
    cost=-0.2,
)
def _another_hole(found: Found) -> Any:
    """Return a further hole of which only the diameter and the place are said."""
    before = [term.word for term in found.terms[: found.start]]
    marked = found.terms[found.start].word in {";", ",", "and", "plus", "¶"}
    named = {"hole", "holes"} & set(before[-40:])
    if not marked or not named or any(term.mirrored for term in found.p):
        return None
    points = Points(tuple(term.points for term in found.p))
    count = len(found.p) if len(found.p) > 1 else None
    return Head("hole", "hole", "hole", count, plural=len(found.p) > 1, said=(found.d, points))


@row("roundsize", "@role.diameter (of|=|:)? <n:plain>", example="dia 20")
@row("roundsize", "<n:plain> @role.diameter", example="20 dia")
@row("roundsize", "<n:diametral>", example="Ø20")
def _roundsize(found: Found) -> Any:
    return Size(found.n, Label((), "diameter"))


@row(
    "place",
    "each|every|both|all (of)? (the|these|those)? <noun:feature> (has|have|gets|get|carries|contains|is|are|provided|drilled|with|bored|pierced|tapped|fitted|by)* has|have|gets|get|carries|contains|with|by",
    example="Each boss has",
    cost=-0.6,
)
def _each_has(found: Found) -> Any:
    """Return "each boss has" as the place of what follows: in each boss."""
    if found.noun.sense("feature") != "boss":
        return None
    each = Reference("boss", frozenset({"each"}), text=f"each {found.noun.text}")
    return Leading(Placing("place", "in", ref=each, text=f"in each {found.noun.text}"))


@row(
    "stated",
    "(the|all|both|,)* <:feature> (, <:feature>)* (and <:feature>)? (all|both|each)? go|goes|are|run|pass|passes (all|the|way|right|completely|straight)* through (the)? (plate|part|body|block|whole|thickness|disc|it)*",
    example="holes and slot go through",
    cost=-0.2,
)
def _all_go_through(found: Found) -> Any:
    """Return that features go through, which those without a depth do anyway."""
    words = {term.word for term in found.terms}
    ends_there = found.end == len(found.terms) or found.terms[found.end].kind == "mark"
    return Stated(found.text) if ends_there and not words & {"deep", "depth", "blind"} else None


# --- what goes through all ----------------------------------------------------------------------------------


@row(
    "place",
    "(,|and|the|whole|entire|complete|thing|assembly|body|part|it|all|is|are|being|both|rest|remainder|of)* pierced|penetrated|bored|drilled (right|straight|completely|vertically|centrally|through|all)* (along|on|through|in) (its|the|their|common|vertical|central)* @axis|axis|@marker.centre by|with",
    example="the whole thing pierced along its axis by",
    cost=-0.3,
)
def _pierced(found: Found) -> Any:
    return Leading(InCentre())


@row(
    "place",
    "(through|in|into|at) (the)? @marker.centre of each|every|all (<:count> / of|the|its|six|pair|pairs|opposite|parallel)* face|side|faces|sides",
    example="through the centre of each of its faces",
    cost=-0.4,
)
@row(
    "place",
    "(through|in|into|from|on) each|every|all (<:count> / of|the|its)* face|faces|side|sides (of (the)? (<:part> / it))? (in|at|through|to)* (its|the|their|opposite|centre|middle|one)*",
    example="through all six faces in the middle",
    cost=0.2,
)
def _every_face(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    central = words & {"centre", "center", "middle", "centres", "centers"}
    return OnFace("every") if central else None


@row(
    "stated",
    "(,|and|so|that|where|with)* (the|these|all|three|<:count>)* holes|bores (all)? meet|cross|intersect|meeting|crossing|intersecting (in|at)? (the|its)* (@marker.centre|middle|centre)? (of (the|it|cube|block)*)?".replace(
        "(the|these|all|three|<:count>)*", "(<:count> / the|these|all)*"
    ),
    example="so that the three holes meet in the middle",
    cost=-0.2,
)
def _they_meet(found: Found) -> Any:
    return Stated(found.text)


# --- the same centre, and what stands on what -----------------------------------------------------------------


@row(
    "place",
    "(,|with|and|which|that|both)* sharing|shares|share|having|has (the|its|a|same|common)* (<:part>)? (same|common)? @marker.centre (with|as) (the|it|that|of|<:part>)*".replace(
        "(the|it|that|of|<:part>)*", "(<:part> / the|it|that|of)*"
    ),
    example="having the same centre as the cube",
    cost=-0.3,
)
@row(
    "place",
    "(,|with|and|which|that|both)* sharing|shares|share (the|its|a|same|common)* (<:part>)? (same|common)? @marker.centre",
    example="sharing the cube's centre",
    cost=-0.3,
)
def _same_centre(found: Found) -> Any:
    return InCentre()


@row(
    "head",
    "(which|that|it|is|and|,)* standing|stands|sitting|sits|resting|rests|placed|mounted (centrally|upright|vertically|centred|concentrically|directly|flat)* on|onto a|an <said+:pre>* <name:standname> (of|with|measuring|,)* <group:dims>",
    example="standing on a square base of 60 x 60 x 8",
    cost=-0.6,
)
def _on_a_base(found: Found) -> Any:
    said = said_of(found.said or ())
    marks = {one for one in said if isinstance(one, Mark)}
    round_one = Mark.ROUND in marks or found.group.sizes[0].number.form == "diameter"
    kept = tuple(one for one in said if one not in {Mark.ROUND, Mark.SQUARE})
    if any(not isinstance(one, Mark | Size | Group) for one in kept):
        return None
    name = ROUND_BAR if round_one else "body"
    words = f"{found.name} block"  # the body that stands on it may have a base of its own
    return Head("part", name, words, said=(Relation("under"), *kept, _plain_row(found.group)))


def _plain_row(group: Group) -> Group:
    """Return the sizes of a base as those of a body by itself."""
    return Group(tuple(replace(size, label=replace(size.label, components=())) for size in group.sizes))


@row("standname", "base|foot|plinth|pedestal|footing|socket", example="base")
def _standname(found: Found) -> Any:
    return found.text


@row(
    "mark",
    "(,|running|runs|run|going|goes|open|right|all|the|way|straight|and|that|which)* from <:count>? end|side|edge (right|all|the|way|straight|through)* to (the)? (other|opposite|another)? end|side|edge",
    example="from end to end",
    cost=-0.6,
)
@row(
    "mark",
    "(,|running|runs|run|going|goes|open|right|all|the|way|straight|and|that|which)* from <:count> end|side|edge (right|all|the|way|straight|through)* to (the)? other|opposite|another",
    example="from one end to the other",
    cost=-0.5,
)
def _from_end_to_end(found: Found) -> Any:
    return Mark.EVERYTHING


# --- notches over a whole face ----------------------------------------------------------------------------------


@row(
    "head",
    "(a|an|with|and)* rectangular|square|straight? notch|slot|channel (<s+:sized> (,|and|with|by)*)* (cut|milled|machined|that|which|runs|running|is|goes|going|straight|right)* <run:crossing>",
    example="a rectangular notch 20 wide and 10 deep cut across the middle of the top face",
    cost=-0.5,
)
def _notch(found: Found) -> Any:
    if len(found.s or ()) != 2 or any(not isinstance(one, Size) for one in found.s):
        return None
    roles = sorted(
        {"wide": "width", "deep": "depth"}.get(one.label.role or "", one.label.role or "") for one in found.s
    )
    if roles != ["depth", "width"]:
        return None
    return Head("groove", "notch", "notch", said=(*found.s, *found.run))


_CUT_INTO: Final = "(cut|milled|machined|sawn|that|which|is|of|,|and|through|right|all|the|way|full|thickness|depth)* in|into|at|from|on"


@row(
    "head",
    f"(a|an|with|and|cut|mill|one|,)* rectangular|square|straight|u-shaped? notch|cutout|cut-out|slot (of|is|:|,)* ((<s+:sized> / <s+:dims>) (,|and|with|by|×|x)*)* {_CUT_INTO} (the|its|@marker.centre|of|in|one|at|,)* @marker.centre (of|in|on|the|its|/ <:count>)* (of|the)* <edge:ref>",
    example="a notch 20 wide and 10 deep in the middle of the front edge",
    cost=-0.6,
)
@row(
    "head",
    f"(a|an|with|and|cut|mill|,)* <n:count>? rectangular|square|straight? notch|notches|cutout|cutouts|cut-out|cut-outs (of|is|:|,)* ((<s+:sized> / <s+:dims>) (,|and|with|by|×|x)*)* {_CUT_INTO} <edge:ref>",
    example="a notch 20 x 10 in the front edge",
    cost=-0.5,
)
@row(
    "head",
    f"(a|an|with|and|cut|mill|,)* (<n:count> (×|x|of|off)*)? ((<s+:sized> / <s+:dims>) (,|and|with|by|×|x)*)* rectangular|square|straight? notch|notches|cutout|cutouts|cut-out|cut-outs {_CUT_INTO} <edge:ref>",
    example="a 20 x 10 notch in the front edge",
    cost=-0.5,
)
@row(
    "head",
    f"(a|an|with|and|cut|mill|one|,)* ((<s+:sized> / <s+:dims>) (,|and|with|by|×|x)*)* rectangular|square|straight? notch|notches|cutout|cutouts|cut-out|cut-outs {_CUT_INTO} (the|its|of|in|one|at|,)* @marker.centre (of|in|on|the|its|/ <:count>)* (of|the)* <edge:ref>",
    example="cut a 20 wide 10 deep notch in the middle of the front edge",
    cost=-0.6,
)
def _notch_in_edge(found: Found) -> Any:
    """Return a notch from top to bottom in an edge, in its middle or elsewhere: a groove across that face.

    "20 x 10" is 20 along the edge and 10 deep.
    """
    sides = _sides_of(found.edge)
    words = set(found.text.lower().split())
    middle = any(term.sense("marker") == "centre" for term in found.terms[found.start : found.end])
    sizes = [each for one in found.s or () for each in (one.sizes if isinstance(one, Group) else (one,))]
    roles = {_NOTCH_ROLES.get(one.label.role or "") for one in sizes}
    if len(sizes) != 2 or sides is None or "slot" in words:
        return None
    if not middle and found.edge.noun not in _EDGES_OF_PLATES:
        return None  # "on the left" may be the left half
    notch = bool(words & {"notch", "notches"})
    if not middle and not notch and (found.edge.noun != "edge" or words & {"from", "on"}):
        return None
    if roles == {None}:
        sizes = [Size(sizes[0].number, Label((), "width")), Size(sizes[1].number, Label((), "depth"))]
    elif roles != {"width", "depth"}:
        return None
    else:
        sizes = [Size(one.number, Label((), _NOTCH_ROLES[one.label.role or ""])) for one in sizes]
    face = Placing("place", "in", ref=sides, text=f"in {sides.text}")
    centred = (Mark.CENTRED,) if middle else ()
    count = found.n if found.n != 1 else None
    alone = found.n is None and sides.plural  # one in each edge
    plural = not alone and bool(words & _NOTCHES - {"notch", "cutout", "cut-out"})
    name = "notches" if plural else "notch"
    return Head("groove", name, name, count, plural=plural, said=(*sizes, face, Along("z"), *centred))


@row(
    "head",
    "(a|an|with|and|cut|mill|,)* <n:count>? <said+:pre>* corner? notch|notches|cutout|cutouts|cut-out|cut-outs ((of|measuring|is|are|,|:)* <s+:notch_sides>)? (cut|made|sawn|out|full|height|depth|thickness|,)* in|at|from|into|on <corner:ref>",
    example="a 20 x 15 notch in each corner",
    cost=-0.4,
)
@row(
    "head",
    "<corner:ref> (are|is|to|be|being|both|each|all)* notched|cut (out|away|by|with|to|off)* <s+:notch_sides> (full|height|depth|thickness|all|way|through|down|,)*",
    example="both corners of one long edge are notched out 20 x 20",
    cost=-0.4,
)
@row(
    "head",
    "notch (out)? <corner:ref> (by|with|to|out)* <s+:notch_sides>",
    example="notch the corners 20 x 20",
    cost=-0.4,
)
def _notch_in_corner(found: Found) -> Any:
    """Return notches in corners, from top to bottom."""
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    words = {term.word for term in found.terms[found.start : found.end]}
    sized = any(isinstance(one, Group | Size) for one in (*said, *(found.s or ())))
    if found.corner.noun != "corner" or not sized or any(isinstance(one, tuple) for one in said):
        return None
    if "notched" not in words and not words & _NOTCHES:
        return None  # "a corner is cut off" is a chamfer
    place = Placing("place", "in", ref=found.corner, text=found.text)
    plural = bool(words & {"notches", "cutouts", "cut-outs"}) or found.n not in {None, 1}
    return Head("notch", "notch", "notch", found.n, plural=plural, said=(*said, *(found.s or ()), place))


_WALLS: Final = (
    "wall|lip|ledge|fence|upright|backstop|border|rim|curb|kerb|upstand|walls|lips|ledges|fences|rims"
)


@row(
    "head",
    f"(a|an|with|and|add|plus|,|one|has)* (<s+:sized> (,|and|with|by)*)* <said+:pre>* (upright|vertical|raised|standing|up)* {_WALLS} ((,|and|with|of|is|that)* <t+:sized>)* (standing|stands|running|runs|rising|up|goes|going|all|right|,)* along|on|at <edge:ref>",
    example="an upright wall 4 thick and 30 high along one long edge",
    cost=-0.6,
)
def _wall_along_edge(found: Found) -> Any:
    """Return a wall that stands on a plate along one of its edges."""
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    sizes = (*(found.s or ()), *(found.t or ()))
    whole = all(isinstance(one, Size | Group) for one in (*said, *sizes))
    named = [each for one in (*said, *sizes) for each in (one.sizes if isinstance(one, Group) else (one,))]
    if found.edge.noun not in _EDGES_OF_PLATES or not whole or len(named) < 2:
        return None  # "walls 3 thick on all sides" are those of a box
    noun = next(t.word for t in found.terms[found.start : found.end] if t.word in _WALLS.split("|"))
    place = Placing("place", "along", ref=found.edge, text=found.text)
    return Head("edge_wall", "wall", noun, said=(*said, *sizes, place))


_EDGES_OF_PLATES: Final = frozenset({"edge", "side", "long_side", "short_side"})
_NOTCHES: Final = frozenset({"notch", "notches", "cutout", "cutouts", "cut-out", "cut-outs"})


@row("notch_sides", "<a:plain> ×|x|by <b:plain> mm?", example="20 x 15 mm")
def _notch_sides(found: Found) -> Any:
    both = (found.a, found.b)
    return Group(tuple(map(Size, both))) if all(side.form == "plain" for side in both) else None


_NOTCH_ROLES: Final = {
    "wide": "width",
    "width": "width",
    "long": "width",
    "length": "width",
    "deep": "depth",
    "depth": "depth",
}


def _side_of(edge: Reference) -> str:
    """Return the side of an edge that is named by where it is, or as a long or a short one; empty else."""
    words = {edge.noun, *edge.traits}
    if edge.noun not in {"edge", "side", "end", "long_side", "short_side", "face", *_AROUND}:
        return ""
    named = words & set(_AROUND)
    if named:
        return named.pop() if len(named) == 1 else ""
    if edge.plural or words & {"each", "both", "every", "all", "top", "bottom"}:
        return ""
    return "front" if words & {"long", "long_side"} else "left" if words & {"short", "short_side"} else ""


_AROUND: Final = ("front", "back", "left", "right")


def _sides_of(edge: Reference) -> Reference | None:
    """Return the side faces below one edge or several; None for what is no edge of a plate."""
    side = _side_of(edge)
    if side:
        return Reference(side, text=f"the {side} face")
    each = edge.plural or edge.traits & {"each", "both", "every", "all"}
    if not each or edge.noun not in _EDGES_OF_PLATES or edge.of is not None:
        return None
    words = {edge.noun, *edge.traits}
    for long in ("long", "short"):
        if words & {long, f"{long}_side"}:
            return Reference(f"{long}_side", frozenset({"both"}), plural=True, text=edge.text)
    return Reference("side", frozenset({"all"}), count=4, plural=True, text=edge.text)


@row(
    "crossing",
    "across|along (the)? (whole|full|entire|length|width|of|the|middle|centre|center)* (in|of|on)? (the|its)* <face:facename>",
    example="across the middle of the top face",
)
@row(
    "crossing",
    "along|across (the|its)* (whole|full|entire)* length|width (of|in|on) (the|its)* <face:facename>",
    example="along the length of the top face",
)
def _crossing(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    if found.face != "top":
        return None
    if "length" in words:
        way = "length" if words[0] == "along" else "width"
    elif "width" in words:
        way = "width" if words[0] == "along" else "length"
    else:
        way = "long" if words[0] == "along" else "short"
    return (Along(way),)
