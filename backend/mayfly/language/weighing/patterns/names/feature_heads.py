"""Names of features: "four M6 counterbored corner holes", "3 x 4 holes", "the bore"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.head_of import head_of, said_of
from mayfly.language.weighing.topics import SINGLED_OUT
from mayfly.language.weighing.values import Group, Head, Mark, OnFace, Placing, Size


@row("head", "<n:howmany>? <said+:pre>* <noun:feature>", example="four 6 mm corner holes")
def _feature(found: Found) -> Any:
    crossed = any(term.word in {"×", "x", "off", "("} for term in found.terms[found.start : found.start + 3])
    if found.n is not None and found.n > 1 and not found.noun.plural and not crossed:
        return None
    if found.n is not None and found.start and found.terms[found.start - 1].word == "=":
        return None  # "bore=20 holes=6"
    return head_of(found, found.noun.sense("feature"))


#: What says something of a feature that was named: not "the first hole at 45°" of a circle of holes.
_VERBS: Final = word_set("is has should shall will must lies sits goes measures starts")


@row(
    "head",
    "(first|second|third|fourth|last) <noun:feature>",
    example="two holes; the || second hole … is at (10, 0)",
    cost=-1.2,
)
def _one_of_several(found: Found) -> Any:
    """Return one of several features by its place in the order of speech."""
    kind = found.noun.sense("feature")
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if found.noun.plural or kind not in SINGLED_OUT or behind not in _VERBS:
        return None
    words = f"{found.terms[found.end - 2].word} {found.noun.text}"
    return Head(kind, found.noun.word, words, definite=True)


@row(
    "head",
    "<noun:feature> side|face|wall :|= <face:facename>",
    example="cavity side: bottom face",
    cost=-0.3,
)
@row(
    "head",
    "<noun:feature> side|face|location :|= (on|in|from|the)* top|bottom|front|back|left|right|underside",
    example="cavity side: bottom",
    cost=-0.3,
)
def _on_which_side(found: Found) -> Any:
    """Return the side that a feature is on, which was named before or comes behind."""
    if found.noun.plural:
        return None
    face = found.face or found.terms[found.end - 1].word.replace("underside", "bottom")
    kind = found.noun.sense("feature")
    return Head(kind, found.noun.word, found.noun.text, definite=True, said=(OnFace(face),))


@row(
    "head",
    "<noun:feature> :|= (a|round|solid|shape|type|:|=)* <p:part> ,?",
    example="boss: cylinder,",
    cost=-0.5,
)
@row(
    "head",
    "(subtract|cut|remove|subtracting|cutting|removing|minus|and|then|,|out|a)* <p:part> <noun:feature>",
    example="subtract box pocket",
    cost=-0.5,
)
@row(
    "head",
    "(and|then|,)* subtract|remove|subtracting|removing|minus (out|a|the|one|round|cylindrical|@round_shape|rectangular|blind|central)* <noun:feature>",
    example="subtract a cylindrical hole",
    cost=-0.5,
)
def _shaped_as_part(found: Found) -> Any:
    """Return a feature of which the shape is named as that of a body: "boss: cylinder"."""
    kind = found.noun.sense("feature")
    if found.noun.plural or kind not in _ROUND_OR_SQUARE:
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.p is not None:
        shapes = _ROUND_OR_SQUARE[kind]
        if found.p.sense("part") not in shapes or (kind != "boss" and not words & {":", "=", *_CUTTING}):
            return None
    return head_of(found, kind)


#: What a feature may be called besides its name.
_ROUND_OR_SQUARE: Final = {
    "boss": frozenset({"cylinder", "box", "disc", "plate"}),
    "hole": frozenset({"cylinder"}),
    "bore": frozenset({"cylinder"}),
    "pocket": frozenset({"box", "cylinder", "plate"}),
}
_CUTTING: Final = frozenset({"subtract", "cut", "remove", "subtracting", "cutting", "removing", "minus"})


@row(
    "head",
    "<noun:feature> @marker.centre|position|location|centre|center (is|at|:|=|lies)* <o:offset>",
    example="keyway center: 35 mm from the left end",
    cost=-0.3,
)
def _its_centre(found: Found) -> Any:
    """Return how far the middle of a feature is from an end."""
    if found.noun.plural:
        return None
    kind = found.noun.sense("feature")
    return Head(kind, found.noun.word, found.noun.text, definite=True, said=(found.o,))


@row(
    "head",
    "square|@square_shape <how:way_through> hole|bore|opening|aperture",
    example="square through hole",
    cost=-0.3,
)
def _square_hole(found: Found) -> Any:
    """Return a hole with four sides, which is an opening."""
    return Head("pocket", "square hole", found.text, said=(Mark.SQUARE, found.how))


@row("way_through", "@through|through", example="through")
def _way_through(found: Found) -> Any:
    return Mark.THROUGH


@row("way_through", "@blind|blind", example="blind")
def _blind(found: Found) -> Any:
    return Mark.BLIND


@row(
    "head",
    "<said+:pre>* <noun:feature> (:|,|=|is|being|-)* square|@square_shape|rectangular|rectangle (of|,|:)* <a:plain> ×|x|by <b:plain> (mm)?",
    example="center hole: square, 12 x 12 mm",
    cost=-0.3,
)
@row(
    "head",
    "<said+:pre>* square|@square_shape|rectangular <a:plain> ×|x|by <b:plain> (mm)? <noun:feature>",
    example="square 12 x 12 mm hole",
    cost=-0.3,
)
@row(
    "head",
    "<said+:pre>* <a:plain> ×|x|by <b:plain> (mm)? square|@square_shape|rectangular <noun:feature>",
    example="12 x 12 mm square hole",
    cost=-0.3,
)
def _opening_with_sides(found: Found) -> Any:
    """Return a hole that has two sides, which is an opening."""
    kind = found.noun.sense("feature")
    words = {term.word for term in found.terms[found.start : found.end]}
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    sides = (found.a, found.b)
    if kind not in {"hole", "bore"} or found.noun.plural or behind in {"x", "×", "by"}:
        return None
    if any(side.form != "plain" for side in sides) or (
        "square" in words and sides[0].value != sides[1].value
    ):
        return None
    head = head_of(found, kind)
    if head is None:
        return None
    kept = tuple(one for one in head.said if one is not Mark.SQUARE)
    return replace(head, kind="pocket", name="opening", said=(*kept, Group((Size(sides[0]), Size(sides[1])))))


@row(
    "head",
    "plus|with|and|, (a|an|centring|centering|centred|locating|location)* <said+:pre>* plug|spigot|stub|pilot",
    example="disc 60 x 6 || plus plug … 44 dia x 12",
    cost=0.1,
)
@row(
    "head",
    "(plus|with|and|,)* (a|an)* <said+:pre>* centred|locating|raised step|register|shoulder|collar|rim|ring|lip",
    example="disc 60 x 6 || with a 44 dia x 4 centring step",
    cost=-0.2,
)
@row(
    "head",
    "(and|with|,)* on one|the? face|side (there|is|has|it|should|be|comes)* (a|an) <said+:pre>* rim|ring|lip|collar",
    example="disc 60 x 6 || , on one face a lip … 44 dia x 4",
    cost=0.1,
)
def _spigot(found: Found) -> Any:
    """Return what stands on a round part as a boss: "disc 50 x 5 plus plug 44 dia x 12"."""
    terms = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    named = any(term.sense("part") and not term.sense("feature") for term in terms)
    sized = any(term.quantity is not None for term in found.terms[: found.start])
    word = found.terms[found.end - 1].word
    return (
        Head("boss", "boss", word, 1, said=said_of(found.said or ()), lead="with")
        if named and sized
        else None
    )


@row(
    "head",
    "(plus|with|and|,|a|an|has)* centring|centering|centred|locating|location|raised|register (round|circular)? step|shoulder|collar|register|ring|rim|pad",
    example="disc 140 x 14 || with centring step … 90 dia height 4",
    cost=-0.3,
)
def _centring_step(found: Found) -> Any:
    """Return the round step on a disc by which it is centred, as a boss."""
    return _spigot(found)


#: Words behind a number that can only count.
_COUNTERS: Final = word_set("off no nos pcs pce pieces ea each numbers")


@row("head", "<noun:feature> :|-|=|,? <n:count> ×", example="holes 4 nos … Ø9", cost=0.05)
@row("head", "<noun:feature> { <n:count> ×|off|nos|no }", example="holes (4 off)", cost=0.05)
def _counted_behind(found: Found) -> Any:
    """Return features that are counted behind their noun: "holes 4 nos. dia 9"."""
    counted = any(
        term.text.lower().rstrip(".") in _COUNTERS for term in found.terms[found.start + 1 : found.end]
    )
    if not counted or not found.noun.plural:
        return None
    return head_of(found, found.noun.sense("feature"))


@row("head", "<n:count> <noun:feature>", example="two hole", cost=0.8)
def _counted_singular(found: Found) -> Any:
    """Return "two hole" as two holes, where no noun follows that it describes."""
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    ends = (
        behind is None
        or behind.kind in {"number", "mark"}
        or behind.word in {"of", "with", "diameter", "dia"}
    )
    if found.n < 2 or found.noun.plural or not ends:
        return None
    head = head_of(found, found.noun.sense("feature"))
    return None if head is None else replace(head, plural=True)


@row(
    "head",
    "<c:count> ×|x|by <r:count> (@grid|@rectangle of?)? <said+:pre>* <noun:feature>",
    example="3 x 4 holes",
    cost=0.3,
)
@row(
    "head",
    "@grid|@rectangle of? <c:count> ×|x|by <r:count> <said+:pre>* <noun:feature>",
    example="grid of 2 x 2 holes",
    cost=-0.2,
)
@row(
    "head",
    "<r:count> @row|rows of|with <c:count> <said+:pre>* <noun:feature>",
    example="2 rows of 4 holes",
    cost=-0.2,
)
@row(
    "head",
    "<c:count> @column|columns of|with <r:count> <said+:pre>* <noun:feature>",
    example="2 columns of 4 holes",
    cost=-0.2,
)
def _in_grid(found: Found) -> Any:
    if not found.noun.plural or _is_count_and_size(found):
        return None
    numbers = tuple(map(Quantity.of_count, (found.c, found.r)))
    head = head_of(found, found.noun.sense("feature"))
    grid = Placing("grid", "grid", numbers, text=found.text)
    return None if head is None else replace(head, said=(*head.said, grid))


def _is_count_and_size(found: Found) -> bool:
    """Return whether a cross stands right behind a number and apart from the next: "4x 6 holes" are four."""
    at = found.start + 1
    cross, behind = found.terms[at], found.terms[at + 1]
    return cross.word in {"×", "x"} and not cross.spaced and behind.spaced


@row(
    "head",
    "@row|@circle|@bolt_circle of <n:howmany>? <said+:pre>* <noun:feature>",
    example="row of three holes",
    cost=-0.1,
)
def _in_row(found: Found) -> Any:
    head = head_of(found, found.noun.sense("feature"))
    row_ = found.terms[found.start].word in {"row", "line"} or "row" in set(found.senses())
    said = Mark.ROW if row_ else Placing("circle", "diameter", (), text=found.text)
    return None if head is None else replace(head, said=(*head.said, said))


@row("head", "<n:howmany> × <said+:pre>* <size:diametral>", example="4x Ø5", cost=0.3)
@row("head", "<n:howmany> × <said+:pre>* <size:thread>", example="4 x M6", cost=0.3)
@row("head", "<n:howmany> - <said+:pre>* <size:diametral>", example="8-Ø18", cost=0.4)
def _implied_holes(found: Found) -> Any:
    said = (*(found.said or ()), Size(found.size))
    return Head("hole", "hole", "holes", found.n, plural=found.n != 1, said=said_of(said))
