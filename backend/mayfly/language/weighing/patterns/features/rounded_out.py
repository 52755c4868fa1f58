"""Hollows that are no plain holes: pockets of a ball, conical bores; and holes named by the piece that they are in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import BALL, CONE, SUNK
from mayfly.language.weighing.values import Head, InCentre, Mark, OnFace, Placing, Size, Stated

_DENTS: Final = "pocket|recess|dimple|depression|dent|socket|cavity|seat|cup|bowl|hollow|cutout|concavity"
_TOP: Final = "(in|on|at|into|from)? (the|its)? (centre|center|middle|@marker.centre)? (of|on|in|at)? (the|its)* top|@top_face (face|surface|side|end)? (centre|center|middle|@marker.centre)?"


@row(
    "ballsize",
    "<d:plain> (mm)? (sphere|ball)? dia|diam|diameter|ø (sphere|ball)?",
    example="20.4 mm sphere dia",
)
@row("ballsize", "sphere|ball? dia|diam|diameter|ø (of|is|=|:)* <d:plain>", example="sphere diameter 20")
@row("ballsize", "<d:diametral> (sphere|ball)?", example="Ø20 sphere")
def _ball_diameter(found: Found) -> Any:
    return Size(found.d, Label((), "diameter")) if found.d.form in {"plain", "diameter"} else None


@row("ballsize", "(sphere|ball)? radius|r|rad (of|is|=|:)* <d:plain>", example="radius 10")
@row("ballsize", "<d:plain> (mm)? (sphere|ball)? radius|rad (sphere|ball)?", example="10 mm radius")
@row("ballsize", "<d:radial> (sphere|ball)?", example="R10")
def _ball_radius(found: Found) -> Any:
    return Size(found.d, Label((), "radius")) if found.d.form in {"plain", "radius"} else None


@row("radial", "<n:number>", example="R10")
def _radial(found: Found) -> Any:
    return found.n if found.n.form == "radius" else None


@row(
    "head",
    f"<before:ballsize>? hemispherical|half-round|half-spherical {_DENTS} ,? (of|with|,)* <size:ballsize>? ,? {_TOP} (,|of|with)* <behind:ballsize>?",
    example="a hemispherical pocket of 20 mm diameter in the top",
    cost=-0.6,
)
@row(
    "head",
    f"<before:ballsize>? spherical|ball|ball-shaped|round {_DENTS} ,? (of|with|,)* <size:ballsize>? ,? {_TOP} (,|of|with|a|for)* <behind:ballsize>? "
    "(,|and|with|its|the|whose|having)* @marker.centre|centre|center (is|lies|being|lying|exactly|right|just|directly|located|point)* (at|on|in) (the|its)* top|@top_face (face|surface|side|level)?",
    example="spherical pocket on top, 20.4 mm sphere dia with its center exactly at the top face",
    cost=-0.6,
)
def _half_ball(found: Found) -> Any:
    """Return half a ball that is cut into the middle of the top."""
    sizes = [one for one in (found.before, found.size, found.behind) if one is not None]
    if len(sizes) > 1:
        return None
    return Head("cut_body", BALL, "spherical pocket", said=(*sizes, OnFace("top"), InCentre()))


@row(
    "head",
    f"<before:ballsize>? spherical|hemispherical|ball|ball-shaped {_DENTS} ,? (of|with|,)* <size:ballsize>? (,|and|×|x|with|a)* <deep:plain> (mm)? deep|depth ,? {_TOP} (,|of|with|a|for)* <behind:ballsize>?",
    example="a spherical dimple of radius 10, 6 deep, in the top",
    cost=-0.6,
)
@row(
    "head",
    f"<before:ballsize>? spherical|hemispherical|ball|ball-shaped {_DENTS} ,? {_TOP} (,|of|with|a|for)* <behind:ballsize> (,|and|×|x|with|a)* <deep:plain> (mm)? deep|depth",
    example="a spherical dimple in the top, 20 mm sphere diameter, 6 deep",
    cost=-0.6,
)
def _cap_of_ball(found: Found) -> Any:
    """Return a ball that is cut into the middle of the top down to a depth."""
    sizes = [one for one in (found.before, found.size, found.behind) if one is not None]
    if len(sizes) != 1 or found.deep.form != "plain":
        return None
    number, half = sizes[0].number.value, sizes[0].label.role == "diameter"
    words = {term.word for term in found.terms[found.start : found.end]}
    radius = number / 2 if half else number
    if half and found.deep.value != radius and not {f"{word}s" for word in words} & _OF_BALLS:
        return None  # "20 mm in diameter, 6 deep" may be that of its mouth
    if found.deep.value > radius or ("hemispherical" in words and found.deep.value != radius):
        return None
    size = sizes[0] if half else Size(replace(sizes[0].number, value=2 * number, form="plain"), _ACROSS)
    deep = Size(found.deep, SUNK)
    return Head("cut_body", BALL, "spherical pocket", said=(size, deep, OnFace("top"), InCentre()))


#: Behind these words a diameter is that of the ball, not of its mouth.
_OF_BALLS: Final = word_set("spheres balls")
_ACROSS: Final = Label((), "diameter")


@row(
    "stated",
    "(,|so|that|and|which|it|is|makes|making|giving|ie)* (it|that)? ('s|is|makes|gives)? half (of)? (a|the)? sphere|ball (deep)?",
    example="hemispherical pocket || so it is half a sphere",
    cost=-0.2,
)
@row(
    "stated",
    "{? (with|the|its|,)* sphere|ball (@marker.centre|centre|center|middle) (is|lies|being|exactly)* on|at|in (the)? top|@top_face (face|surface)? }?",
    example="hemispherical socket 20 mm dia || (sphere center on the top face)",
    cost=-0.2,
)
def _half_of_it(found: Found) -> Any:
    """Return that a pocket whose middle lies on its face is half a ball, as it is anyway."""
    words = {term.word for term in found.terms[: found.start]}
    return Stated(found.text) if words & _BALLS else None


_BALLS: Final = word_set("hemispherical spherical")
_ALL_OF_IT: Final = "(,|and|going|running|all|over|through|along)* (the|its)? full|whole|entire|complete|total (height|hight|length|thickness|depth|part|body|way)"


@row(
    "head",
    "conical|tapered|tapering|cone-shaped bore|hole (that|which|,|with|of)* (tapers|tapering|goes|going|runs|running|narrows|narrowing|tapered)? (from)? (Ø|dia|diameter)? <a:wideness> (mm|dia|diameter)? (at|on) (the)? <x:endname> (face|side|end)? (down|up|,|and|going|tapering|narrowing)* (to)? (dia|diameter)? <b:wideness> (mm|dia|diameter)? (at|on) (the)? <y:endname> (face|side|end)? <:everywhere>?",
    example="conical bore from 34 mm at the top to 8 mm at the bottom, over the full height",
    cost=-0.8,
)
def _conical_bore(found: Found) -> Any:
    """Return a bore from end to end that is wider at one of them."""
    if found.x == found.y:
        return None
    sizes = (Size(found.a, Label((found.x,), "diameter")), Size(found.b, Label((found.y,), "diameter")))
    return Head("cut_body", CONE, "conical bore", said=(*sizes, Mark.THROUGH, InCentre()))


@row("wideness", "<n:number>", example="Ø34")
def _wideness(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("everywhere", _ALL_OF_IT, example="over the full height")
def _everywhere(found: Found) -> Any:
    return found.text


@row("endname", "top|upper|bottom|lower|base", example="top")
def _endname(found: Found) -> Any:
    return "top" if found.terms[found.end - 1].word in {"top", "upper"} else "bottom"


@row(
    "stated",
    "(the)? outside|exterior|outer (shape|form|contour|surface)? is|: a|an|just|simply|plain*",
    example="outside is a … cylinder",
    cost=0.1,
)
@row(
    "stated",
    "(,|and|the)* inside|interior|inner (shape|form|contour|surface)? is|: a|an|there*",
    example="cylinder || inside is a … bore",
    cost=0.1,
)
def _outside_is(found: Found) -> Any:
    """Return that a part is what the outside is, and a bore what the inside is."""
    inside = found.terms[found.start].word in {"inside", "interior", "inner", ",", "and"}
    behind = [phrase.term for phrases in found.phrases[found.end : found.end + 4] for phrase in phrases]
    wanted = "feature" if inside else "part"
    return Stated(found.text) if any(term.sense(wanted) for term in behind) else None


#: Pieces of a profile, and what holes in them are placed in.
_PIECES: Final = "web|base|flange|floor|leg"


@row(
    "head",
    f"<n:howmany>? <said+:pre>* {_PIECES} (mounting|fixing|bolt|screw)? hole|holes",
    example="3 web holes",
    cost=0.1,
)
def _in_a_piece(found: Found) -> Any:
    """Return holes that are named by the piece of the part that they are in: "base holes"."""
    words = [term.word for term in found.terms[found.start : found.end]]
    piece = next(word for word in words if word in _PIECES.split("|"))
    said = tuple(each for one in found.said or () for each in (one if isinstance(one, tuple) else (one,)))
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    place = Placing("place", "in", ref=Reference(piece, text=f"the {piece}"), text=f"in the {piece}")
    plural = words[-1] == "holes"
    if plural == (found.n in {None, 1}) and found.n is not None:
        return None
    return Head("hole", words[-1], " ".join(words[-2:]), found.n, plural=plural, said=(*kept, place))
