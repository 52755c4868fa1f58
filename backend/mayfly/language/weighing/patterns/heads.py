"""Names of topics: "a 100 x 60 mm plate", "four M6 counterbored corner holes", "the bore"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row, text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.patterns.before_nouns import METALS
from mayfly.language.weighing.topics import PLATE
from mayfly.language.weighing.values import Head, Mark, Placing, Size, Stated

_INDEFINITE = word_set("a an another")
_DEFINITE = word_set("the these those all both each its their")
_THROUGH = word_set("thru through")


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


@row("head", "from|of <said+:pre>* <noun:part>", example="from 10 mm round bar", cost=0.05)
def _stock(found: Found) -> Any:
    head = _head(found, "stock")
    return head if head is not None and found.said else None


@row("head", "base <said:dims>", example="base 80 x 80 x 10", cost=0.5)
@row("head", "<said:dims> base", example="80 x 80 x 10 base", cost=0.5)
def _base_plate(found: Found) -> Any:
    return Head("part", PLATE, "base", said=(found.said,))


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
    return _head(found, "part") if words & METALS else None


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
