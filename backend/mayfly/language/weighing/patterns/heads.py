"""Names of topics: "a 100 x 60 mm plate", "four M6 counterbored corner holes", "the bore"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.shape_words import FORMS
from mayfly.language.stopwords import GLUE, HARMLESS, MATERIALS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row, text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.topics import PLATE, TURNING
from mayfly.language.weighing.values import Context, Head, Mark, Placing, Size, Stated

#: Endings of words that describe a shape ("tapered", "conical"), unlike purposes ("camera", "mounting").
_SHAPE_ENDINGS = ("ed", "al", "ic", "ar", "oid", "less", "wise")
_INDEFINITE = word_set("a an another")
_SHAPES = word_set("half quarter semi double triple twin split thin fat small big large tiny huge mini giant")
_NO_SHAPE = word_set(
    "general electrical mechanical metal original optical medical special final identical wear gear rear linear bear"
)
_DEFINITE = word_set("the these those all both each its their")
_THROUGH = word_set("thru through")
#: Components that are not counted: "60 outside" is a size.
_NOT_COUNTED = word_set("outer inner overall mean")


def bears_shape(word: str) -> bool:
    """Return whether a word that is not known may describe a shape."""
    return word in FORMS | _SHAPES or (word.endswith(_SHAPE_ENDINGS) and word not in _NO_SHAPE | HARMLESS)


# --- what may stand before a noun ---------------------------------------------------------------------


@row("pre", "<said:dims>", example="100 x 60 x 8 mm")
@row("pre", "<said:sized>", example="6 mm")
@row("pre", "<said:dims> ,", example="100 x 60 x 8 mm ,", cost=0.3)
@row("pre", "<said:sized> ,", example="6 mm ,", cost=0.3)
@row("pre", "<said:mark>", example="counterbored")
def _said(found: Found) -> Any:
    return found.said


@row("pre", "<size:number>", example="6 mm", cost=0.3)
def _number(found: Found) -> Any:
    if found.size.form in {"diameter", "plusminus", "word"} or found.size.can_count:
        return None
    return Size(found.size, Label((), "radius") if found.size.form == "radius" else Label())


@row("pre", "@vertical|@horizontal", example="vertical")
def _upright(found: Found) -> Any:
    return Mark.VERTICAL if "vertical" in set(found.senses()) else Mark.HORIZONTAL


@row("pre", "@corner", example="corner")
def _corner(found: Found) -> Any:
    return Placing("place", "", ref=Reference("corner", plural=True, text=found.text), text=found.text)


@row("pre", "@marker.centre", example="central")
def _central(found: Found) -> Any:
    return Placing("place", "", ref=Reference("centre", text=found.text), text=found.text)


@row("pre", "@top|@bottom|@front|@back|@left|@right|@outer|@inner|@marker.edge", example="left", cost=0.1)
def _on_side(found: Found) -> Any:
    sides = {"top", "bottom", "front", "back", "left", "right", "outer", "inner", "edge"}
    side = next(s for s in found.senses() if s in sides)
    return Placing("place", "", ref=Reference(side, text=found.text), text=found.text)


_METALS = word_set("al alum aluminium aluminum steel stainless ss brass bronze copper titanium")
#: Words before a noun that say which features the part has, where these are described as well.
_DESCRIBED = {
    "slotted": "slot",
    "pocketed": "pocket",
    "recessed": "pocket",
    "keyed": "keyway",
    "ribbed": "rib",
    "notched": "pocket",
    "drilled": "hole",
    "bored": "bore",
    "grooved": "groove",
    "punched": "hole",
    "boss": "boss",
    "slot": "slot",
    "stud": "boss",
}


@row("pre", "|".join(_DESCRIBED), example="slotted … plate with a slot", cost=0.25)
def _described(found: Found) -> Any:
    """Return "slotted" before a plate of which a slot is described."""
    kind = _DESCRIBED[found.terms[found.end - 1].word]
    behind = [phrase.term for phrases in found.phrases[found.end + 1 :] for phrase in phrases]
    return found.text if any(term.sense("feature") == kind for term in behind) else None


@row("pre", "al|alum|ms|ss", example="MS", cost=0.05)
def _metal(found: Found) -> Any:
    return Stated(found.text)


@row(
    "pre",
    "housing|support|carrier|frame|mount|fixture|machine|bracket|cover|cap|pump|motor|valve",
    example="housing",
    cost=0.25,
)
def _use(found: Found) -> Any:
    return found.text


@row("pre", "<:remark>", example="42CrMo4")
@row("pre", "stainless|steel|aluminium|aluminum|brass|bronze <:alloy>", example="aluminum 6061")
@row(
    "pre",
    "<:alloy> chromoly|chrome-moly|chrome|cromo|steel|aluminium|aluminum|stainless|ht|alloy|brass (steel)?",
    example="4130 chromoly",
    cost=-0.3,
)
def _material(found: Found) -> Any:
    return Stated(found.text)


@row("titleword", "<w:word>", example="polished")
def _titleword(found: Found) -> Any:
    return found.w.text if found.w.word in MATERIALS else None


@row("pre", "<word:harmless>", example="new", cost=0.05)
def _harmless(found: Found) -> Any:
    return Stated(found.text)


@row("pre", "<purpose:unknown>", example="camera", cost=0.2)
def _purpose(found: Found) -> Any:
    word = found.purpose.word
    if bears_shape(word) or word in GLUE | HARMLESS | TURNING or len(word) == 1:
        return None  # a letter is a shape: "u bolt"
    return found.purpose.text


# --- parts and features -----------------------------------------------------------------------------------


@row("head", "<n:howmany>? <said+:pre>* <noun:feature>", example="four 6 mm corner holes")
def _feature(found: Found) -> Any:
    crossed = any(term.word in {"×", "x", "off", "("} for term in found.terms[found.start : found.start + 3])
    if found.n is not None and found.n > 1 and not found.noun.plural and not crossed:
        return None
    if found.n is not None and found.start and found.terms[found.start - 1].word == "=":
        return None  # "bore=20 holes=6"
    return _head(found, found.noun.sense("feature"))


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
    return _head(found, found.noun.sense("feature"))


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
    head = _head(found, found.noun.sense("feature"))
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
    if not found.noun.plural:
        return None
    numbers = tuple(map(Quantity.of_count, (found.c, found.r)))
    head = _head(found, found.noun.sense("feature"))
    grid = Placing("grid", "grid", numbers, text=found.text)
    return None if head is None else replace(head, said=(*head.said, grid))


@row(
    "head",
    "@row|@circle|@bolt_circle of <n:howmany>? <said+:pre>* <noun:feature>",
    example="row of three holes",
    cost=-0.1,
)
def _in_row(found: Found) -> Any:
    head = _head(found, found.noun.sense("feature"))
    row_ = found.terms[found.start].word in {"row", "line"} or "row" in set(found.senses())
    said = Mark.ROW if row_ else Placing("circle", "diameter", (), text=found.text)
    return None if head is None else replace(head, said=(*head.said, said))


@row("head", "<mark:headmark> (with|to|at|of)* <size:dims>", example="counterbored 11 x 6.4", cost=-0.2)
@row("head", "<mark:headmark> (with|to|at|of)* <size:sized>", example="countersunk to 12 mm", cost=-0.2)
@row(
    "head",
    "<mark:headmark> at|on|from (the)? top|upper (face|side|end|surface)? (with|to|at|of)* <size:sized>",
    example="countersunk at the top to 12 mm diameter",
    cost=-0.3,
)
def _sized_head(found: Found) -> Any:
    kind = "counterbore" if found.mark == Mark.COUNTERBORED else "countersink"
    if isinstance(found.size, Size) and found.size.number.form == "thread":
        return None
    return Head(kind, kind, found.text, said=(found.size,))


_BEHIND_MOUTH: Final = "with|to|at|of|x|×|by|,|-|included|incl"


@row(
    "head",
    f"<mark:headmark> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)? ({_BEHIND_MOUTH})* <size:wide>",
    example="countersunk 90° to Ø18",
    cost=-0.3,
)
@row(
    "head",
    f"<noun:mouth> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)? ({_BEHIND_MOUTH})* <size:wide>",
    example="countersink 90° x Ø11",
    cost=-0.3,
)
@row(
    "head",
    f"<mark:headmark> (with|to|at|of)* <size:wide> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)?",
    example="countersunk to Ø18 x 90°",
    cost=-0.3,
)
@row(
    "head",
    f"<noun:mouth> (with|to|at|of)* <size:wide> ({_BEHIND_MOUTH})* <angle:angled> (angle|included|incl)?",
    example="countersink Ø11 x 90°",
    cost=-0.3,
)
def _angled_mouth(found: Found) -> Any:
    kind = found.noun.sense("feature") if found.noun is not None else "countersink"
    if kind != "countersink" or found.mark is Mark.COUNTERBORED:
        return None
    wide = Size(found.size, Label((), "diameter"))
    return Head(kind, kind, found.text, said=(wide, Size(found.angle)))


@row("angled", "<n:number>", example="90°")
def _angled(found: Found) -> Any:
    return found.n if found.n.form == "angle" else None


@row("wide", "<n:plain> mm? (@role.diameter)?", example="12 mm dia")
@row("wide", "@role.diameter (of|=)? <n:plain>", example="diameter 12")
def _wide(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("head", "<size:plain> <noun:feature> <label:noun>", example="11 mm counterbore diameter", cost=-0.1)
@row(
    "head",
    "<noun:feature> <label:noun> (is|are|of|=|:)* <size:plain>",
    example="counterbore diameter 11 mm",
    cost=-0.1,
)
def _sized_mouth(found: Found) -> Any:
    kind = found.noun.sense("feature")
    if kind not in {"counterbore", "countersink"} or found.label.components or found.size.form == "word":
        return None
    return Head(kind, kind, found.text, definite=True, said=(Size(found.size, found.label),))


@row("sized", "<n:plain> through (hole)? diameter", example="6.6 mm through diameter", cost=-0.1)
@row(
    "sized", "through (hole)? diameter (is|of|=|:)* <n:plain>", example="through diameter: 6.6 mm", cost=-0.1
)
def _through_diameter(found: Found) -> Any:
    return Size(found.n, Label((), "diameter"))


@row("headmark", "<mark:mark>", example="counterbored")
def _headmark(found: Found) -> Any:
    return found.mark if found.mark in {Mark.COUNTERBORED, Mark.COUNTERSUNK} else None


@row("head", "from|of <said+:pre>* <noun:part>", example="from 10 mm round bar", cost=0.05)
def _stock(found: Found) -> Any:
    head = _head(found, "stock")
    return head if head is not None and found.said else None


@row("head", "base <said:dims>", example="base 80 x 80 x 10", cost=0.5)
@row("head", "<said:dims> base", example="80 x 80 x 10 base", cost=0.5)
def _base_plate(found: Found) -> Any:
    return Head("part", PLATE, "base", said=(found.said,))


@row("pre", "sheet metal|steel|aluminium", example="sheet metal")
@row("pre", "reamed|honed|drilled|machined|milled|punched|precision|dowel", example="reamed", cost=0.05)
def _sheet(found: Found) -> Any:
    return Stated(found.text)


@row(
    "head", "<n:howmany>? <noun:mouth> (for|of|to suit)? <size:thread>", example="a countersink M5", cost=-0.1
)
def _mouth_of_thread(found: Found) -> Any:
    return Head(
        found.noun.sense("feature"),
        found.noun.word,
        found.text,
        found.n,
        found.noun.plural,
        said=(Size(found.size),),
    )


@row("mouth", "<noun:feature>", example="countersink")
def _mouth(found: Found) -> Any:
    return found.noun if found.noun.sense("feature") in {"counterbore", "countersink"} else None


@row("head", "<said+:pre>* <noun:part>", example="a 100 x 60 x 8 mm plate")
@row(
    "head",
    "<n:count> (identical|equal|such|of)* <said+:pre>* <noun:part>",
    example="two identical plates",
    cost=0.4,
)
def _part(found: Found) -> Any:
    if found.n is not None and found.n > 1 and not found.noun.plural:
        return None
    return _head(found, "part")


@row("head", "<said+:pre>* <noun:part> <:alloy>", example="alum plate 5052", cost=0.1)
def _of_alloy(found: Found) -> Any:
    """Return a part that its material stands before, and its alloy behind."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return _head(found, "part") if words & _METALS else None


@row("head", "<title:part> ,|:|-|¶ <said+:pre>* <noun:part>", example="bracket, flat bar")
@row(
    "head",
    "<title:part> (, / <:titleword>)* :|¶ <said+:pre>* <noun:part>",
    example="knob, polished: a cylinder",
    cost=0.1,
)
@row(
    "head",
    "<:pre> <:pre>* <title:part> ,|:|-|¶ <said+:pre>* <noun:part>",
    example="bearing housing: a block",
    cost=0.2,
)
def _titled(found: Found) -> Any:
    """Return the part that a title is followed by: "BRKT, FLAT BAR 40x6x150"."""
    named = found.title.sense("part") == found.noun.sense("part") or found.noun.sense("component")
    senses = [phrase.term.senses for phrases in found.phrases[: found.start] for phrase in phrases]
    numbered = any(term.quantity is not None for term in found.terms[: found.start])
    if named or numbered or any(one.keys() & {"part", "feature"} for one in senses):
        return None
    return _head(found, "part")


_ORDINALS = "first|second|third|fourth|lower|upper|bottom|top|lowest|middle|larger|smaller|largest|smallest|other|outer|inner|big|small|bigger|main|base|central|1st|2nd|3rd"


@row("ordinal", f"{_ORDINALS} (and|,)? ({_ORDINALS})?", example="upper")
def _ordinal(found: Found) -> Any:
    return found.text


@row("head", "<order:ordinal> <said+:pre>* <noun:part>", example="the upper block", cost=0.1)
def _ordinal_part(found: Found) -> Any:
    head = _head(found, "part")
    if head is None or head.plural:
        return None
    order = " ".join(word for word in found.order.lower().split() if word not in ARTICLES)
    return replace(head, words=f"{order} {head.words}", ordinal=True)


@row("bodyletter", "<w:word>", example="A")
def _letter(found: Found) -> Any:
    return found.w.text if found.w.text in _LETTERS else None


_LETTERS = frozenset("ABCDEF")


@row(
    "head",
    "(and|,|:|the|cylinder|box|block|plate|body|disc)* <w:bodyletter> with|has|is|:|=|of|being|measures (is|has|a)?",
    example="and B with",
    cost=-0.1,
)
def _lettered(found: Found) -> Any:
    return Head("part", "same", found.w, ordinal=True)


@row("head", "<n:howmany> × <said+:pre>* <size:diametral>", example="4x Ø5", cost=0.3)
@row("head", "<n:howmany> × <said+:pre>* <size:thread>", example="4 x M6", cost=0.3)
@row("head", "<n:howmany> - <said+:pre>* <size:diametral>", example="8-Ø18", cost=0.4)
def _implied_holes(found: Found) -> Any:
    said = (*(found.said or ()), Size(found.size))
    return Head("hole", "hole", "holes", found.n, plural=found.n != 1, said=_said_of(said))


def _said_of(said: tuple[Any, ...]) -> tuple[Any, ...]:
    flat: list[Any] = []
    for one in said:
        flat += one if isinstance(one, tuple) else [one]
    return tuple(one for one in flat if type(one) is not str and not isinstance(one, Stated))


def _keyway_width(value: Any) -> Any:
    """Read "a 5 mm keyway": keyways are called by their width."""
    bare = isinstance(value, Size) and value.label == Label() and value.number.form == "plain"
    return replace(value, label=Label((), "width")) if bare else value


def _without_articles(found: Found) -> tuple[int, int]:
    """Return where a head begins behind its articles, and where these begin: it is the same with and without."""
    start = articles = found.start
    while start < found.end - 1 and found.terms[start].word in ARTICLES:
        start += 1
    while articles and found.terms[articles - 1].word in ARTICLES:
        articles -= 1
    return start, articles


def _head(found: Found, kind: str) -> Head | None:
    noun = found.noun
    said = found.said or ()
    purposes = tuple(one for one in said if type(one) is str)
    if len(purposes) > 4:
        return None
    start, articles = _without_articles(found)
    before = [term.word for term in found.terms[max(0, articles - 2) : articles]] or [""]
    words = [term.word for term in found.terms[max(0, articles - 1) : found.end - 1]]
    if words[:1] == ["all"] and before[-2:-1] and before[-2] in _THROUGH:
        words = words[1:]  # "thru all, counterbore": not all counterbores
    if kind == "keyway":
        said = tuple(_keyway_width(one) for one in said)
    name = noun.word if kind != "part" else noun.sense("part")
    return Head(
        kind=kind,
        name=name or "",
        words=noun.word if kind == "part" else text_of(found.terms[start : found.end]),
        count=found.n,
        plural=noun.plural,
        definite=bool(_DEFINITE & set(words)),
        indefinite=bool(_INDEFINITE & set(words)),
        said=_said_of(said),
        purpose=purposes,
        lead=" ".join(before) if before[0] == "each" else before[-1],
    )


@row("context", "<one:component>", example="hub")
@row("context", "on|with|plus the? <one:component>", example="on hub", cost=0.1)
@row("context", "<n:bare> <one:component>", example="two ears")
def _context(found: Found) -> Any:
    before = [term.word for term in found.terms[max(0, found.start - 3) : found.start]]
    if found.n is not None and before[-1:] in (["in"], ["on"], ["through"], ["per"], ["into"]):
        return None  # "in one leg"
    if before[-1:] in (["and"], ["&"], ["at"], ["the"]) and {"open", "opened"} & set(before):
        return None  # "open top and bottom"
    if found.n is not None and found.n.value > 1 and not found.text.endswith(("s", "th")):
        return None  # "length 25 flange 40 x 5"
    if found.n is not None and (not found.n.can_count or found.one in _NOT_COUNTED):
        return None
    return Context(found.one, found.n, found.text)


@row("context", "@rounded|@round_shape|radiused|domed|bullnose end|ends", example="rounded ends", cost=-0.1)
def _round_ends(found: Found) -> Any:
    return Context("round_end")
