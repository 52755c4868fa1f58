"""What is said in passing in a workshop: "top to bottom", "drilled for tapping", "square key stock"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.axes_as_sides import SIDE_OF_AXIS
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import SQUARE_BAR
from mayfly.language.weighing.values import Head, Mark, Placing, Size, Stated


@row(
    "mark",
    "(right|straight|drilled|going|running|goes|runs|clean|all|way|,|from)* top (face|side)? (right|straight|all|way|down|through)* to bottom (face|side)?",
    example="3 holes of 8 mm || top to bottom",
    cost=-0.3,
)
@row(
    "mark",
    "(right|straight|drilled|going|running|goes|runs|clean|all|way|,)* (rest|remainder) of way (through)?",
    example="a 6 mm hole || the rest of the way through",
    cost=-0.2,
)
def _from_top_to_bottom(found: Found) -> Any:
    """Return that a hole goes through, which was named before."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    holes = [term for term in before if term.sense("feature") in {"hole", "bore"}]
    return Mark.THROUGH if holes else None


@row(
    "head",
    "(then|and|,)* <d:plain> mm? (dia|diam|diameter)? (for|over|through)? rest|remainder (of (length|way|it|sleeve|bore / <:part>))? (of way)? (through)?",
    example="bored 25 dia x 40 deep from one end, || 18 dia the rest of the way",
    cost=-0.6,
)
def _smaller_behind(found: Found) -> Any:
    """Return the bore that goes on where a wider one ends."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    words = {term.word for term in found.terms[: found.start]}
    bored = words & _BORED or any(term.sense("feature") in {"hole", "bore"} for term in before)
    deep = words & {"deep", "depth"}
    if not bored or not deep or found.d.form not in {"plain", "diameter"}:
        return None
    return Head("hole", "bore", "bore", said=(Size(found.d, Label((), "diameter")), Mark.THROUGH))


_BORED: Final = word_set("bored drilled")


@row(
    "stated",
    "(,|and|drilled|bored|ready|to|be)* (for tapping / tapped / threaded / for thread)",
    example="M12 nut blank, hex 19 AF x 10 high, || drilled for tapping",
    cost=-0.2,
)
def _nut_is_tapped(found: Found) -> Any:
    """Return that a nut has a thread, which it has anyway."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    features = any(term.sense("feature") for term in before)
    nut = any(term.sense("part") and "nut" in term.text.lower().split() for term in before)
    return Stated(found.text) if nut and not features else None


@row(
    "head",
    "rod|shaft|stick|rail|strut|axle|spindle|dowel (,|:|of|out|-)* <a:plain> mm? @square_shape|square",
    example="rod 20 sq",
    cost=-0.4,
)
def _square_stock(found: Found) -> Any:
    """Read what is long and "20 square" as a bar of a square section: the number is its side."""
    if found.a.form != "plain":
        return None
    return Head("part", SQUARE_BAR, found.text, said=(Size(found.a, Label((), "side")),))


@row(
    "stated",
    "stock|material|steel",
    example="square key || stock … 1/4 x 1/4 x 1-1/2",
    cost=0.05,
)
def _stock(found: Found) -> Any:
    """Return "stock" behind the name of what is cut from it."""
    before = found.phrases[max(0, found.start - 2) : found.start]
    named = any(p.end == found.start and p.term.sense("part") for one in before for p in one)
    return Stated(found.text) if named else None


@row(
    "stated",
    "<:unknown> (sheet|material|gasket)?",
    example="gasket 80 x 80, 2 mm || klingersil",
    cost=0.3,
)
def _sealing_material(found: Found) -> Any:
    """Return what a gasket is cut from, behind its thickness: no list holds all makers' names."""
    before = found.terms[found.start - 1] if found.start else None
    behind = found.terms[found.end : found.end + 1]
    cut = {term.word for term in found.terms[: found.start]} & _CUT_FROM_SHEET
    thick = before is not None and before.quantity is not None and before.quantity.unit == "mm"
    return Stated(found.text) if cut and thick and (not behind or behind[0].kind == "mark") else None


_CUT_FROM_SHEET: Final = word_set("gasket seal shim packing")


@row(
    "sized",
    "<a:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) bottom|base|foot|underside (,|and|&|tapering|tapers|narrowing|then|to|down|up)* <b:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) top|tip",
    example="rubber foot || 30 mm diameter at the bottom, 24 at the top",
    cost=-0.6,
)
@row(
    "sized",
    "<b:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) top|tip (,|and|&|tapering|tapers|widening|then|to|down|up)* <a:plain> (mm)? (dia|diam|diameter|across|wide / @role.diameter)? (at|on) bottom|base|foot|underside",
    example="plug || 24 mm diameter at the top, 30 at the bottom",
    cost=-0.6,
)
def _wide_at_ends(found: Found) -> Any:
    """Return the diameters of the two ends of a cone, one of which is called a diameter."""
    words = {term.word for term in found.terms[found.start : found.end]}
    senses = set(found.senses())
    named = words & {"dia", "diam", "diameter"} or "diameter" in senses
    if not named or {found.a.form, found.b.form} - {"plain", "diameter"}:
        return None
    return Size(found.a, Label(("bottom",), "diameter")), Size(found.b, Label(("top",), "diameter"))


@row(
    "stated",
    "bottom|lower|base half|part|section|shell (only)?",
    example="enclosure || bottom half … outside 100 x 70 x 35",
    cost=-0.1,
)
def _lower_half(found: Found) -> Any:
    """Return which half of a housing is made, behind its name: the one that is open at the top."""
    before = found.phrases[max(0, found.start - 2) : found.start]
    named = {p.term.sense("part") for one in before for p in one if p.end == found.start}
    words = {term.word for term in found.terms[max(0, found.start - 2) : found.start]}
    return Stated(found.text) if named - {None} and words & _HOUSINGS else None


_HOUSINGS: Final = word_set("enclosure housing case box casing")


@row(
    "stated",
    "(,|with|and)* one (on|at)? either|each side (of (it|groove|slot|channel|centre|middle|bore|recess))?",
    example="two 9 mm holes 54 apart, || one either side",
    cost=-0.3,
)
def _one_on_either_side(found: Found) -> Any:
    """Return that two holes lie on both sides of the middle, whose distance was said before."""
    near = found.terms[max(0, found.start - 10) : found.start]
    two = any(term.quantity is not None and term.quantity.value == 2 for term in near)
    words = {term.word for term in found.terms[found.start : found.end]} & _MIDDLES
    if words - {term.word for term in found.terms[: found.start]}:
        return None  # "of the slot", of which nothing was said
    return Stated(found.text) if two and {"apart", "centres", "spacing"} & {t.word for t in near} else None


_MIDDLES: Final = word_set("groove slot channel bore recess")


@row(
    "head",
    "(milled|cut|machined)? step|rebate|rabbet (of|is|:|=)* <a:plain> (mm)? long|wide (and|,|x|×|by)* <b:plain> (mm)? deep (milled|cut|machined)? (off|from|out)? (of)? (top)?",
    example="step 20 long and 15 deep",
    cost=-0.5,
)
def _step_by_its_sizes(found: Found) -> Any:
    """Return a step that its sizes stand behind, without "with a" before it."""
    if {found.a.form, found.b.form} != {"plain"}:
        return None
    sizes = (Size(found.a, Label((), "length")), Size(found.b, Label((), "depth")))
    return Head("step", "step", "step", said=sizes)


@row(
    "place",
    "(milled|cut|going|running|all|way|,|and|goes|runs)* across|over|through (full|whole|entire|complete) <:plain> (mm)? (width|length|thickness|height|depth)",
    example="a step 20 long and 15 deep || across the full 40 width",
    cost=-0.3,
)
def _all_across(found: Found) -> Any:
    """Return that a step or groove goes all across, with the width that it has then."""
    return Mark.EVERYTHING


@row(
    "stated", "female|internal|inside thread|threads", example="hex standoff, M4 || female thread", cost=-0.2
)
@row(
    "stated",
    "push|snap|press|slip|screw|bolt|clip|plug|weld|slide|clamp - in|on|fit",
    example="push-in … end cap for a tube: disc 40 x 5",
    cost=0.05,
)
@row(
    "stated",
    "(leave|keep) (all)? other edges|corners sharp|square|unbroken",
    example="Leave all other edges sharp",
    cost=-0.3,
)
@row(
    "stated",
    "(no / other|remaining (walls|sides|faces)) (have|has|get|are|stay|remain|left)* (no hole|holes / solid|plain|undrilled|closed|untouched)",
    example="a hole in the front wall. || The other walls have no hole",
    cost=-0.3,
)
@row(
    "stated",
    "(from (@bottom|bottom) (of)? (that|this)? recess|pocket|counterbore|hole ,?)? (continue|continuing / carry on / go on) with",
    example="a recess 22 dia 8 deep. || From the bottom of that recess, continue with … a smaller hole",
    cost=-0.3,
)
@row(
    "stated",
    "(,|and)* which|that puts|places|brings|gives|leaves",
    example="a hole in each end, || which puts … the holes 60 apart",
    cost=0.1,
)
@row(
    "stated",
    "(,|and)* (through|in|of|to|for)? whole|entire|complete thing|part|assembly|body|piece",
    example="a 36 mm bore through || the whole thing",
    cost=0.2,
)
@row(
    "stated",
    "<w:word> - like (part|object|shape|body|solid|piece)",
    example="revolve it by 360 degrees to obtain a solid || spool-like part",
    cost=0.2,
)
def _said_on_the_way(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "corner",
    example="corner … gusset 80 x 60",
    cost=0.05,
)
def _of_a_corner(found: Found) -> Any:
    """Return where a gusset or brace belongs, before its name."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    return Stated(found.text) if any(phrase.term.word in _BRACES for phrase in behind) else None


_BRACES: Final = word_set("gusset brace bracket stiffener")


@row(
    "stated",
    "(,|{|}|ie|i.e.|that|is|namely|meaning|so)* one (that is|which is)? (facing|at|on|towards|pointing|looking)* (negative|positive|+|-) x|y (side|direction|end)?",
    example="a hole in the front wall, || i.e. the one facing negative Y",
    cost=-0.3,
)
def _wall_by_axis(found: Found) -> Any:
    """Return a wall that was named by its side, and is named by its axis as well."""
    words = {term.word for term in found.terms[found.start : found.end]}
    sign = "-" if words & {"negative", "-"} else "+"
    side = SIDE_OF_AXIS[sign + ("x" if "x" in words else "y")]
    near = {
        sense
        for one in found.phrases[max(0, found.start - 5) : found.start]
        for p in one
        for sense in p.term.senses.values()
    }
    return Stated(found.text) if side in near else None


@row(
    "place",
    "(,|and)* (bore|hole|its)? axis|@axis (is|lies|at|being|located)* <d:plain> (mm)? above|over|from (its)? bottom|base|underside|foot (and (it|is)* (central|centred|@marker.centre))?",
    example="a 22 mm bore lengthwise, || bore axis 20 above the bottom and central",
    cost=-0.5,
)
def _axis_above(found: Found) -> Any:
    """Return how high the axis of a bore lies."""
    if found.d.form != "plain":
        return None
    below = Reference("bottom", text="the bottom")
    return Placing("offset", "above", (found.d,), below, found.text)


@row(
    "mark",
    "(straight|right|all|way)* through|thru (@marker.centre|middle|centre|axis) of <:part> and|& <:part>",
    example="a 10 mm hole || through the middle of the cube and the plate",
    cost=-0.5,
)
def _through_both(_: Found) -> Any:
    return Mark.THROUGH


@row(
    "place",
    "lengthwise|lengthways|sideways|crosswise (through|along|over) <n:bare> mm? (dimension|length|side|direction|width)?",
    example="a 22 mm bore || lengthwise through the 50",
    cost=-0.5,
)
def _lengthwise_through(found: Found) -> Any:
    """Return the direction of a bore, which is said twice."""
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), found.text)


@row(
    "place",
    "(equally|evenly|spaced|,|all)* (on|at) (its)? mid|middle|mean|pitch|centre diameter|circle",
    example="ring 100/80 x 12 with 8 holes || on the mid diameter",
    cost=-0.4,
)
def _on_the_mean_circle(found: Found) -> Any:
    """Return the circle in the middle between the two diameters of a ring."""
    words = {term.word for term in found.terms[: found.start]}
    numbers = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    if not words & {"ring", "washer", "annulus"} or len(numbers) < 2:
        return None
    outer, inner = numbers[:2]
    if (
        outer.unit != inner.unit
        or outer.value <= inner.value
        or {outer.form, inner.form} - {"plain", "diameter"}
    ):
        return None
    mean = replace(outer, value=(outer.value + inner.value) / 2, form="plain")
    return Placing("circle", "diameter", (mean,), text=found.text)


@row(
    "place",
    "(,|with|and|the)* (its|whose)? @marker.centre|centre|axis|@axis (point)? (of (it|this|the|cylinder|handle / <:part>)*)? (being|is|lies|located|placed|positioned|at|it)* <o:offset>",
    example="a cylinder 20 x 15 on the top face, || its center being 20 mm from the right edge",
    cost=-0.3,
)
@row(
    "place",
    "(,|with|and|the)* (its|whose)? @marker.centre|centre|axis|@axis (point)? (being|is|lies|located|placed|positioned|at|it)* <o:offset> and|,|& <p:offset>",
    example="a block 20 x 20 x 10 on top, || its centre 15 mm from the left edge and 20 mm from the front edge",
    cost=-0.6,
)
def _centre_from(found: Found) -> Any:
    """Return how far the middle of something is from one edge or two."""
    offsets = [one for one in (found.o, found.p) if one is not None]
    if any(one.name != "from" for one in offsets):
        return None
    named = tuple(replace(one, name="centre_from") for one in offsets)
    return named if len(named) > 1 else named[0]
