"""Places: faces, edges, corners, circles, rows, coordinates."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Along,
    Apart,
    AtCorners,
    Coordinate,
    FirstAngle,
    FromEdges,
    InCentre,
    OnCircle,
    OnFace,
    Origin,
    Points,
    Rectangle,
    Rows,
)

# --- faces ------------------------------------------------------------------------------------------------


@row("facename", "@top face|surface|side|end?", example="top face")
@row("facename", "@top_face", example="top face")
@row("facename", "upper face|surface|side|end", example="upper face")
def _top(found: Found) -> Any:
    return "top"


@row("facename", "@bottom face|surface|side|end?", example="bottom face")
@row("facename", "@underside", example="underside")
def _bottom(found: Found) -> Any:
    return "bottom"


@row("facename", "@front|@back|@left|@right face|surface|side|wall|end?", example="front face")
def _side(found: Found) -> Any:
    return next(s for s in found.senses() if s in {"front", "back", "left", "right"})


@row("place", "on|in|into|at|through|from|onto|to <face:facename> of? <:part>?", example="on the top face")
def _on_face(found: Found) -> Any:
    return OnFace(found.face)


@row("place", "on|in|into|at|through|from|of|to <of:legname>", example="in the vertical leg")
@row("place", "on|in|into|at|through|to each|both|either @leg", example="in each leg")
def _on_leg(found: Found) -> Any:
    return OnFace(found.of or "leg")


@row("legname", "@horizontal_leg", example="horizontal leg")
@row("legname", "horizontal|base|bottom|flat @leg|@flange", example="horizontal leg")
def _flat_leg(found: Found) -> Any:
    return "horizontal_leg"


@row("legname", "@vertical_leg", example="vertical leg")
@row("legname", "vertical|upright|standing @leg|@flange", example="vertical leg")
def _upright_leg(found: Found) -> Any:
    return "vertical_leg"


# --- the middle -----------------------------------------------------------------------------------------------


@row(
    "place",
    "in|at|on|through|into|around|about? very|exact? @marker.centre of? (<:facename> / <:part> / it)?",
    example="in the middle of it",
)
@row(
    "place", "in|at|through? @marker.centre of|on|in <face:facename>", example="in the centre of the top face"
)
@row("place", "on centre|center", example="on centre")
@row("place", "@centred (on|in|about|at <:facename>|<:part>|it|origin|@axis)?", example="centred")
@row("place", "@centred on|in|at <face:facename>", example="centred on the top face")
@row("place", "dead|exactly centre|center", example="dead centre")
def _centre(found: Found) -> Any:
    face = found.face
    return (OnFace(face), InCentre()) if face else InCentre()


@row("place", "@mid_height", example="half height")
def _mid_height(found: Found) -> Any:
    return InCentre("height")


@row("place", "at? @mid_length", example="halfway along")
def _mid_length(found: Found) -> Any:
    return InCentre("length")


# --- corners and edges ---------------------------------------------------------------------------------------------


@row(
    "place",
    "in|at|near|on|into|to|towards|one|each|all|every|of|the* <n:count>? @corner of? (<:part> / it)?",
    example="in the four corners",
)
@row("place", "at|in|near|one each|every @corner", example="at each corner")
def _corners(found: Found) -> Any:
    return AtCorners(found.n)


@row("edgeside", "@left|@right|@front|@back|@top|@bottom @edge|side|face|end?", example="left edge")
@row("edgeside", "upper|lower @edge|side|end", example="upper edge")
def _edge_side(found: Found) -> Any:
    renamed = ({"upper": "top", "lower": "bottom"}.get(sense, sense) for sense in found.senses())
    return next(
        (side for side in renamed if side in {"left", "right", "front", "back", "top", "bottom"}), None
    )


@row("edgeside", "@long_side", example="long edge")
def _long_side(found: Found) -> Any:
    return "long"


@row("edgeside", "@short_side", example="short edge")
def _short_side(found: Found) -> Any:
    return "short"


@row(
    "edgeside",
    "each|all|every|both|two|four|adjacent|nearest|outer|its|any|respective* @edge|side|rim of?|there?",
    example="each edge",
)
@row("edgeside", "each|all|every|both|adjacent|two|four* sides", example="the sides")
def _each(found: Found) -> Any:
    return "each"


@row("edgeside", "each|both|every|all|either end|ends", example="each end")
def _ends(found: Found) -> Any:
    return "ends"


@row("edgeside", "end|ends", example="end")
@row("edgeside", "free end|ends|edge (of that|each|the? @leg)?", example="free end")
def _end(found: Found) -> Any:
    return "end"


@row("edgeside", "@corner", example="corner", cost=0.2)
def _from_corner(found: Found) -> Any:
    return "corner"


@row("place", "<distance:plain> in? from|off <side:edgeside>", example="10 mm from each edge")
@row(
    "place",
    "<distance:plain> away|inwards|inside|in|inboard from|of <side:edgeside>",
    example="10 mm in from the edges",
)
@row(
    "place",
    "<distance:plain> from <side:edgeside> to (hole|holes|@hole)? @marker.centre",
    example="15 mm from the edges to the hole centre",
)
@row(
    "place",
    "<distance:plain> (below|beneath|@beneath / down from) <side:edgeside>",
    example="10 mm below the top edge",
)
@row("place", "<distance:plain> above|up|over from? <side:edgeside>", example="12 up from the bottom")
@row("place", "@inset|inset of|is|=|:? <distance:plain> from? <side:edgeside>?", example="inset 10 mm")
@row("place", "<distance:plain> @inset from? <side:edgeside>?", example="10 mm inset")
@row("place", "@inset by? <distance:plain> from? <side:edgeside>?", example="set in by 10 mm")
def _from_edges(found: Found) -> Any:
    return FromEdges(found.distance, found.side or "each")


# --- circles ----------------------------------------------------------------------------------------------------------------


@row(
    "place",
    "on|at|with|over|around? <number:plain> mm? @bolt_circle|@circle diameter|dia?",
    example="on a 90 mm bolt circle",
)
@row("place", "on|at|with|over? @bolt_circle of|is|=|:|dia|diameter* <number:plain>", example="PCD 90")
@row(
    "place", "on|around|at? @circle of? diameter|dia of? <number:plain>", example="on a circle of diameter 90"
)
@row("place", "on|around|at <number:diametral> @circle|@bolt_circle?", example="on Ø90")
@row(
    "place",
    "equally|evenly|spaced* on|around|about? <number:plain> diameter|dia @circle",
    example="on a 90 mm diameter circle",
    cost=-0.1,
)
def _circle(found: Found) -> Any:
    number = found.number
    return OnCircle(number, radius=number.form == "radius")


@row("place", "on|at radius|r of|=|:? <number:plain>", example="at radius 40")
@row("place", "on|at <number:plain> mm? radius", example="at 40 mm radius")
@row("place", "on|around? @circle of? radius of? <number:plain>", example="circle of radius 40")
def _radius(found: Found) -> Any:
    return OnCircle(found.number, radius=True)


@row("place", "every <a:angle>", example="every 30 degrees")
@row("place", "<a:angle> apart|@apart", example="120 degrees apart")
def _angle_between(found: Found) -> Any:
    return FirstAngle(found.a.value, between=True)


@row("place", "first|starting|start|one hole|one? at|on? <a:angle>", example="first hole at 45°")
def _first_angle(found: Found) -> Any:
    return FirstAngle(found.a.value)


# --- rows, grids, rectangles -----------------------------------------------------------------------------------------------------


@row("place", "<distance:plain> @apart|@spacing|@pitch (along|in <way:way>)?", example="20 mm apart")
@row(
    "place",
    "@spaced|spaced at|by|every? <distance:plain> @apart? (along|in <way:way>)?",
    example="spaced 30 mm",
)
@row("place", "@spacing|@pitch|@apart of|is|=|:|at? <distance:plain>", example="pitch 50 mm")
@row("place", "at|on|with|by? <distance:plain> @pitch|@spacing|@apart", example="at 20 mm pitch")
@row(
    "place",
    "<distance:plain> between @marker.centre|hole|holes|centres|them",
    example="18 mm between centres",
)
def _apart(found: Found) -> Any:
    return Apart(found.distance, found.way or "")


@row("way", "x|y|z axis|direction?", example="X axis")
def _way_axis(found: Found) -> Any:
    return found.terms[found.start].word


@row("way", "length|width|height", example="length")
def _way_size(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row("way", "@long_side", example="long side")
def _way_long(found: Found) -> Any:
    return "long"


@row("way", "@short_side", example="short side")
def _way_short(found: Found) -> Any:
    return "short"


@row("way", "@left|@right|@front|@back|@top|@bottom edge|side?", example="left edge")
def _way_edge(found: Found) -> Any:
    return _edge_side(found)


@row("place", "along|in|parallel to? <way:way>", example="along the long edge")
@row("place", "in a? @row|@column along|in|parallel? <way:way>", example="in a row along the length")
@row("place", "in a? @row|line", example="in a row", cost=0.1)
def _along(found: Found) -> Any:
    return Along(found.way or "")


@row("place", "on|along @centre_line", example="along the centreline")
@row("place", "on|along long|longitudinal? @centre_line", example="along the centreline")
@row("place", "along|on @marker.centre of? length?", example="along the middle")
def _centre_line(found: Found) -> Any:
    return Along("length", in_middle=True)


@row(
    "place",
    "in|on|as|with? a? <c:count> ×|x|by <r:count> @grid|@rectangle|@square_pattern|matrix|array",
    example="in a 3 x 4 grid",
)
@row("place", "<c:count> ×|x|by <r:count> holes", example="3x4 holes", cost=0.4)
@row("place", "<c:count> rows of <r:count>", example="3 rows of 4", cost=0.2)
def _grid(found: Found) -> Any:
    return Rows(found.c, found.r)


@row(
    "place",
    "on|in|with|at? <a:plain> ×|x|by <b:plain> @grid|@rectangle|@apart|@spacing|centers|centres|pattern",
    example="on an 80 x 40 pattern",
)
@row(
    "place",
    "@grid|@rectangle|pattern|rectangle of|=|:? <a:plain> ×|x|by <b:plain>",
    example="rectangle 80 x 40",
)
def _rectangle(found: Found) -> Any:
    return Rectangle(found.a, found.b)


@row("place", "on|in|with? a? <a:plain> mm? square|@square_pattern pattern?", example="on a 31 mm square")
def _square(found: Found) -> Any:
    if found.a.form == "word":
        return None
    return Rectangle(found.a, found.a)


# --- coordinates -----------------------------------------------------------------------------------------------------------------


@row("coordinate", "x|y|z =|:|of? <a:number> ((,|and|/|&)? (x|y|z =)? <more+:number>)*", example="X = ±30")
def _coordinate(found: Found) -> Any:
    axes = {t.word for t in found.terms[found.start : found.end] if t.word in {"x", "y", "z"}}
    if len(axes) != 1:
        return None
    if found.a.form not in {"plain", "plusminus", "word"}:
        return None
    return Coordinate(axes.pop(), (found.a, *(found.more or ())))


@row("place", "at|with? <where:coordinate>", example="at X=±30")
def _at_coordinate(found: Found) -> Any:
    return found.where


@row("place", "at|centred|on? <p+:point> ((,|and|;)? <p+:point>)*", example="at (10, 20) and (30, 20)")
def _points(found: Found) -> Any:
    mirrored = {term.mirrored for term in found.p}
    if len(mirrored) > 1 or len({len(term.points) for term in found.p}) > 1:
        return None
    return Points(tuple(term.points for term in found.p), mirrored.pop())


@row(
    "place",
    "measured|counted|from|relative|to|the* lower|bottom left|@left corner",
    example="from the lower left corner",
)
def _from_corner_origin(found: Found) -> Any:
    return Origin("corner")


@row(
    "place",
    "measured|counted|relative|from|to* @marker.centre (of / the / <:part>)*",
    example="measured from the middle",
    cost=0.5,
)
@row("place", "from|at|to|about origin", example="from the origin")
def _from_centre_origin(found: Found) -> Any:
    return Origin("centre")
