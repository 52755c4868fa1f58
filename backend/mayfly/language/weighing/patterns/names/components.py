"""Components of a part that are spoken of by themselves: "hub", "two ears", "rounded ends"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.patterns.around.briefs import stands_on_another
from mayfly.language.weighing.values import Context, Size, Stated

#: Components that are not counted: "60 outside" is a size.
_NOT_COUNTED = word_set("outer inner overall mean")


#: Behind them it is said what a part is.
_IT_IS = (["just"], ["basically"], ["simply"], ["it's"], ["its"])


@row("context", "<one:component>", example="hub")
@row("context", "on|with|plus the? <one:component>", example="on hub", cost=0.1)
@row("context", "<n:bare> <one:component>", example="two ears")
def _context(found: Found) -> Any:
    before = [term.word for term in found.terms[max(0, found.start - 3) : found.start]]
    if found.terms[found.start].word == "plus" and _only_adds(found):
        return None  # "20 long plus the flange" says that it is not counted in
    while before and before[-1] in {"a", "an", "the"}:
        before.pop()
    if before[-1:] in _IT_IS and any("part" in one.term.senses for one in found.phrases[found.end - 1]):
        return None  # "it's just a tube" names the part
    if before[-1:] in _INTO and any("feature" in one.term.senses for one in _soon(found)):
        return None  # "in the upright a 13 mm hole" says where that is
    if found.n is not None and before[-1:] in (["in"], ["on"], ["through"], ["per"], ["into"]):
        return None  # "in one leg"
    if before[-1:] in (["and"], ["&"], ["at"], ["the"]) and {"open", "opened"} & set(before):
        return None  # "open top and bottom"
    if found.n is not None and found.n.value > 1 and not found.text.endswith(("s", "th")):
        return None  # "length 25 flange 40 x 5"
    if found.n is not None and (not found.n.can_count or found.one in _NOT_COUNTED):
        return None
    return Context(found.one, found.n, found.text)


@row(
    "context",
    "(with|and|a|an|the|there|is|also)* raised|upstanding|projecting <one:component>",
    example="raised hub",
    cost=0.1,
)
def _raised(found: Found) -> Any:
    """Return a component that is raised, as those that stand on a part are."""
    return Context(found.one, text=found.text) if found.one in _AT_ENDS else None


_INTO = (["in"], ["into"], ["through"], ["thru"])


def _soon(found: Found) -> list[Any]:
    """Return the phrases of the next few words of the sentence."""
    soon: list[Any] = []
    for at in range(found.end, min(found.end + 6, len(found.terms))):
        if found.terms[at].kind == "mark" and found.terms[at].word not in {"×", "(", ")"}:
            break
        soon += found.phrases[at]
    return soon


@row("context", "(the|its)? both <one:component>", example="both legs", cost=0.1)
def _both(found: Found) -> Any:
    """Return a component of which a part has two, and that are alike."""
    plural = found.terms[found.end - 1].word.endswith("s")
    return Context(found.one, text=found.text) if plural and found.one in IN_PAIRS else None


#: Components that parts have two of.
IN_PAIRS = word_set("leg flange ear wall cheek horizontal_leg vertical_leg")


def says_where(found: Found) -> bool:
    """Return whether a component is where something is, and has no size: "in the upright", "leg a 9 mm hole"."""
    before = found.start
    while before and found.terms[before - 1].word in ARTICLES:
        before -= 1
    inside = found.terms[before - 1].word in _WITHIN if before else False
    number = next(at for at in range(found.end - 1, found.start, -1) if found.terms[at].quantity is not None)
    return inside or found.terms[number - 1].word in _ONE_MORE


@row(
    "sized",
    "(with|and|then|,|a|an|one|straight|radial|single)* <n:plain> mm? (wide)? gap (is|being|cut|milled|sawn|made|right)* "
    "(through|in|into|across|out|of|at|one|the|a|its|over|full|whole|height|side|wall|ring|place|so|that|it|becomes|is|open|c|,)*",
    example="ring 32 x 25 x 10 || with a 6 mm wide gap",
    cost=-0.4,
)
def _gap_in_ring(found: Found) -> Any:
    """Return how wide a ring is slit: "a ring with a 6 mm gap"."""
    return Size(found.n, Label(("slit",)))


_WITHIN = frozenset({"in", "into", "through", "thru", "on"})
_ONE_MORE = frozenset({"a", "an"})


def _only_adds(found: Found) -> bool:
    """Return whether a component is added to the size before it, and gets no size of its own."""
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    sized = any(term.quantity is not None for term in found.terms[max(0, found.start - 2) : found.start])
    return sized and (behind is None or behind.kind == "mark")


@row("context", "@rounded|@round_shape|radiused|domed|bullnose end|ends", example="rounded ends", cost=-0.1)
@row(
    "context",
    "both|each ends|end (are|is|with|a)* full rad|radius|radiused|rounded <r:radial>? (in plan)?",
    example="both ends full rad R6 in plan … key 12 wide",
    cost=-0.4,
)
def _round_ends(found: Found) -> Any:
    """Return that ends are round; a radius has to be half of a size that was said."""
    sizes = {term.quantity.value for term in found.terms if term.quantity is not None}
    return None if found.r is not None and 2 * found.r.value not in sizes else Context("round_end")


@row(
    "context",
    "(with|and|,|plus|has)* (a|an|the)? <one:component> on|at (the|its|an|bottom|top|lower|upper|left|right|other / <:count>)* end|side|bottom|top",
    example="with a flange on one end … 60 mm diameter",
    cost=0.1,
)
def _at_an_end(found: Found) -> Any:
    """Return a component that stands at an end, before its sizes."""
    behind = found.terms[found.end : found.end + 1]
    sized = any(term.quantity is not None for term in behind)
    return Context(found.one, text=found.text) if sized and found.one in _AT_ENDS else None


@row(
    "sized",
    "(with|and|,|plus)* (a|an)? <d:plain> mm? dia|diam|diameter|ø|od <one:component> (of|,|×|x)? <t:plain> mm? thick|thk|wide|long|high? (at|on <:lone> end|side)?",
    example="with a 40 dia flange 6 thick at one end",
    cost=-0.4,
)
def _of_an_end(found: Found) -> Any:
    """Return the diameter and the thickness of what stands at an end."""
    if found.one not in _AT_ENDS or found.d.form not in {"plain", "diameter"} or found.t.form != "plain":
        return None
    return Size(found.d, Label((found.one,), "diameter")), Size(found.t, Label((found.one,), "thickness"))


#: Components that stand at an end.
_AT_ENDS = word_set("flange head hub")


#: What a part follows that something rises from: its name is not that of another part.
_BEFORE: Final = word_set("from above over off of beyond the its")


@row(
    "sized",
    "(that|which|,|and|it)* sticks|stick|sticking|projects|project|projecting|protrudes|protrude|protruding|stands|standing|rises|rising|raised (up|out|proud)* by? <n:plain> mm? "
    "(up|out|high)? (from|above|over|off|of|beyond)? ((the|its / <:count>)* (top|face|side|flange|disc|disk|plate|surface|base|it))? (face|side|surface)?",
    example="hub 55 dia || that sticks up 10 mm from one face",
    cost=0.1,
)
def _sticks_up(found: Found) -> Any:
    if found.n.form != "plain" or stands_on_another(found) or found.terms[found.end - 1].word in _BEFORE:
        return None
    named = any(
        phrase.term.sense("component") or phrase.term.sense("feature")
        for at in range(max(0, found.start - 8), found.start)
        for phrase in found.phrases[at]
    )
    return Size(found.n, Label((), "height")) if named else None


@row(
    "sized",
    "(outside|outer|,|and|with)* (is|a|of)* hexagon|hexagonal|hex (shape|shaped|body|profile|section|outside|outline)* (of|with|,|:|=|is)* <n:plain> mm? @across_flats|af|sw|across (the? flats)?",
    example="stand off, || hexagon shape 20 mm across flats",
    cost=-0.1,
)
@row(
    "sized",
    "(outside|outer|with|,|and)* hexagon|hex (of|with|,|:|=)* sw|af|@across_flats <n:plain>",
    example="standoff || outside hexagon SW 24",
    cost=-0.1,
)
def _hexagon_outside(found: Found) -> Any:
    return Size(found.n, Label((), "across_flats")) if found.start else None


@row(
    "sized",
    "(hexagon|hexagonal|hex)? opposite|opposing sides|side|flats|faces (distance|width|dimension|of|is|:|=)* <n:plain> mm?",
    example="hexagon bar, || opposite side 17 mm",
    cost=-0.2,
)
@row(
    "sized",
    "<n:plain> mm? over|across|between (the)? opposite|opposing sides|flats|faces",
    example="hexagon bar, || 17 mm over opposite sides",
    cost=-0.2,
)
def _opposite_sides(found: Found) -> Any:
    """Return how wide a hexagon is from side to side."""
    words = {term.word for term in found.terms[: found.end]}
    return Size(found.n, Label((), "across_flats")) if words & {"hexagon", "hexagonal", "hex"} else None


#: What the letters of keys say of their ends (DIN 6885, ISO 773).
_FORMS_OF_KEYS = {"a": "round_end", "b": "square_end"}


@row(
    "context", "(,|in|of)* form|type|shape|style a|b", example="parallel key 8 x 7 x 40, || form A", cost=-0.3
)
def _form_of_key(found: Found) -> Any:
    keys = any(term.word in {"key", "keys"} for term in found.terms)
    return Context(_FORMS_OF_KEYS[found.terms[found.end - 1].word], text=found.text) if keys else None


@row("stated", "(,|in|of)* form|type|shape|style a", example="washer DIN 125 M8, || form A", cost=-0.2)
def _form_of_standard(found: Found) -> Any:
    """Return the form of a standard that has its sizes anyway: form A, without a chamfer."""
    normed = any("norm" in term.senses for term in found.terms)
    return Stated(found.text) if normed and not any(term.word == "key" for term in found.terms) else None


@row(
    "sized",
    "(the|both|its|each / <:count>)* <one:component> reach|reaches|rise|rises|extend|extends|stand|stands|is|are (up|out|to)* <n:plain> up|high|upwards|tall|upward",
    example="the two flanges reach 30 mm up",
    cost=-0.1,
)
def _reaches(found: Found) -> Any:
    """Return how far a component of a part goes up."""
    if found.n.form not in {"plain", "word"} or found.one in _NOT_COUNTED:
        return None
    return Size(found.n, Label((found.one,), "height"))


@row(
    "stated",
    "(as|when|if)? (measured|counted|taken) (up)? from (the|its|outside|outer|very)* bottom|base|underside|floor|outside (face|side|surface|bottom)?",
    example="reach 30 mm up || measured from the outside bottom",
    cost=0.2,
)
def _measured_from_below(found: Found) -> Any:
    """Read from where a height counts that was just said: from below, as heights do."""
    return Stated(found.text) if "hole" not in {t.word for t in found.terms[found.end :][:2]} else None
