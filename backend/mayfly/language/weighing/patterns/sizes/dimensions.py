"""Numbers in a row (100 x 60 x 8 mm), with the name of what they are the sizes of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.labels import spread_unit
from mayfly.language.nodes import Label, Measure
from mayfly.language.vocabulary import ADJECTIVES, word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.features.marks import is_side_of_square
from mayfly.language.weighing.values import Group, Mark, Size

_TRIANGLES = frozenset({"gusset", "gussets"})
#: Words behind a number that can only count, which are read as a cross.
_COUNTERS = word_set("off nos no pcs")
_AXES = {"x": "along_length", "y": "along_width", "z": "along_height"}


@row("factor", "<number:plain> mm|cm|m|in?", example="60")
def _factor(found: Found) -> Any:
    if found.number.form == "diameter":
        return Size(found.number, Label((), "diameter"))
    return Size(found.number)


@row("factor", "<number:plain> { <label:noun> }", example="60 (length)")
@row("factor", "<number:plain> <label:noun>", example="60 length", cost=0.2)
@row(
    "factor",
    "<number:plain> mm? uniform|constant|equal|even|nominal|all <label:noun>",
    example="5 uniform thickness",
)
@row("factor", "<number:plain> <label:adjective>", example="60 long")
def _factor_named(found: Found) -> Any:
    if found.label.role is None and set(found.label.components) <= {"outer", "inner", "overall"}:
        return None  # "60 x 40 x 25 outside": all of them are
    if _is_with(found) or label_leads(found.terms, found.start, found.end):
        return None
    return Size(found.number, found.label)


def _is_with(found: Found) -> bool:
    """Return whether "w" is short for "with": "80x40x12 w three holes", "80x40x12 w chamfered edges"."""
    last, behind = found.terms[found.end - 1], found.terms[found.end : found.end + 1]
    if last.word != "w" or not last.spaced or not behind:
        return False
    quantity = behind[0].quantity
    counts = quantity is not None and quantity.form == "word"
    return counts or (behind[0].kind == "word" and behind[0].word not in {"x", "by", "and", "with"})


def label_leads(terms: Sequence[Term], first: int, end: int) -> bool:
    """Return whether a name behind the last number of a row is that of the number behind it: "60 x 40 high 30".

    Args:
        terms: The text.
        first: Where the last number of the row stands.
        end: Where the name ends.
    """
    return first > 0 and terms[first - 1].word in _TIMES and _is_last(terms, end)


def _is_last(terms: Sequence[Term], at: int) -> bool:
    """Return whether a number stands there that nothing behind it names."""
    number = terms[at].quantity if at < len(terms) else None
    if number is None or number.form != "plain":
        return False
    return at + 1 >= len(terms) or terms[at + 1].word in _ENDS


def may_lead(terms: Sequence[Term], at: int) -> bool:
    """Return whether an adjective stands between two numbers and may name either: "rod 20 long 200"."""
    if at < 2 or terms[at].word not in ADJECTIVES or terms[at - 1].quantity is None:
        return False
    if terms[at].word == "wide" and terms[at - 2].word not in _TIMES:
        return False  # "60 long 40 wide 30": the order that is usual
    return _is_last(terms, at + 1)


_TIMES: Final = frozenset({"×", "x", "by"})
_ENDS: Final = word_set(
    ". , ; with and having plus which that has in on at to from through into along across near"
)


@row("factor", "<number:plain> mm? @component.overall", example="40 overall", cost=0.1)
def _factor_overall(found: Found) -> Any:
    return Size(found.number, Label(("overall",), "length")) if found.number.form == "plain" else None


@row("factor", "<number:plain> { x|y|z } mm?", example="60 (X)", cost=-0.1)
@row("factor", "<number:plain> along|in x|y|z", example="60 along X")
def _factor_axis(found: Found) -> Any:
    axis = next((t.word for t in reversed(found.terms[found.start : found.end]) if t.word in _AXES), "")
    return Size(found.number, Label((), _AXES[axis])) if axis else None


@row("factor", "<label:noun> (of|=|:)? <number:plain> mm?", example="OD 36", cost=0.1)
def _factor_named_before(found: Found) -> Any:
    if found.label.role is None:
        return None  # "flange 40 x 5"
    return Size(found.number, found.label)


@row("factor", "<number:plain> dp|dpt|dpth|deep", example="15 dp")
def _factor_deep(found: Found) -> Any:
    return Size(found.number, Label((), "depth"))


@row("factor", "<number:thread>", example="M8")
@row("factor", "<number:designated>", example="HEA 100")
def _factor_thread(found: Found) -> Any:
    return Size(found.number)


@row("bare_row", "<a:plain> <b:plain> <c:plain>", example="block || 80 50 30")
def _bare_row(found: Found) -> Any:
    """Return three numbers in a row right behind a part, where nothing else can be meant."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else "."
    named = found.start and any(one.term.sense("part") for one in found.phrases[found.start - 1])
    numbers = (found.a, found.b, found.c)
    if not named or behind not in {".", ",", ";", "with", "and", "having", "plus"}:
        return None
    if any(one.form != "plain" or one.unit is not None for one in numbers[:2]):
        return None
    return Group(tuple(map(Size, numbers)))


@row("dims", "<row:bare_row>", example="block || 80 50 30", cost=-0.2)
def _bare_dims(found: Found) -> Any:
    return found.row


@row("row", "<a:factor> ×|x|by <b:factor>", example="60 x 40")
@row("row", "<a:factor> ×|x|by <b:factor> ×|x|by <c:factor>", example="100 x 60 x 8 mm", cost=-0.1)
@row("row", "<a:factor> to <b:factor> ×|x|by <c:factor>", example="Ø60 to Ø30 x 50", cost=0.1)
@row(
    "row",
    "<a:factor> ×|x|by <b:factor> ×|x|by <c:factor> ×|x|by <d:factor>",
    example="60 x 60 x 40 x 4",
    cost=-0.2,
)
def _row(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 2]
    if len(behind) == 2 and behind[0].word in {"by", "×"} and behind[1].quantity is not None:
        return None  # the row goes on
    if any(term.text.lower().rstrip(".") in _COUNTERS for term in found.terms[found.start : found.end]):
        return None  # "2 off 20 x 7", "4 nos 6 mm deep"
    sizes = [size for size in (found.a, found.b, found.c, found.d) if size is not None]
    if (
        sizes[0].number.form != "diameter"
        and sizes[0].number.can_count
        and sizes[1].number.form in {"diameter", "thread"}
    ):
        return None  # "8 x Ø11" counts holes
    along = [(size.label.role or "").startswith("along_") for size in sizes]
    if along[-1] and not any(along[:-1]):
        return None  # "a boss 30 x 10 x 5 along y": the boss runs so
    spread = spread_unit([Measure(size.number) for size in sizes])
    return Group(
        tuple(replace(size, number=measure.quantity) for size, measure in zip(sizes, spread, strict=True))
    )


@row("dims", "<row:row>", example="100 x 60 x 8 mm", cost=-0.5)
def _dims(found: Found) -> Any:
    return found.row


@row(
    "dims",
    "<label:noun> size|sizes|dimensions|dims? of|is|are|=|:|measures|measuring? <row:row>",
    example="outside 80 x 60 x 30",
    cost=-0.3,
)
@row("dims", "<row:row> <label:outer>", example="60 x 40 x 25 outside", cost=-0.5)
def _dims_named(found: Found) -> Any:
    if found.label.role is not None:
        return None
    return Group(
        tuple(replace(size, label=Label(found.label.components, size.label.role)) for size in found.row.sizes)
    )


@row(
    "dims",
    "(a|of|shape|,)* right angle|angled triangle (with|of|legs|sides|,)* <row:row>",
    example="gusset, || right angle triangle 150 x 100",
    cost=-0.7,
)
@row(
    "dims",
    "<row:row> right angle|angled triangle",
    example="gusset, || 150 x 100 right angled triangle",
    cost=-0.9,
)
def _right_triangle(found: Found) -> Any:
    """Return the legs of what is a right triangle anyway."""
    named = any(term.word in _TRIANGLES for term in found.terms[: found.start])
    return found.row if named and len(found.row.sizes) == 2 else None


@row("legend", "<label:noun>", example="OD")
@row("legend", "<label:adjective>", example="thick")
@row("legend", "bore|hole", example="bore")
def _legend(found: Found) -> Any:
    return found.label or Label(("inner",), "diameter")


@row(
    "dims",
    "<row:row> mm? (¿|,|:)? { (which|is|are|as|in|order|all|mm|dims|,|:)* <a:legend> ×|x|by|, <b:legend> (×|x|by|, <c:legend>)? "
    "(,|all|in|dims|dimensions|mm)* }",
    example="30 x 42 x 0.5 (ID x OD x thickness, mm)",
    cost=-1.2,
)
def _named_by_legend(found: Found) -> Any:
    """Return numbers in a row with the names that stand in brackets behind them, in the same order."""
    labels = [label for label in (found.a, found.b, found.c) if label is not None]
    sizes = found.row.sizes
    if len(labels) != len(sizes) or any(size.label != Label() for size in sizes):
        return None
    return Group(tuple(replace(size, label=label) for size, label in zip(sizes, labels, strict=True)))


@row("dims", "<row:row> <label:component_label>", example="Ø80 x 10 flange", cost=-0.2)
@row(
    "dims",
    "<label:component_label> (is|are|=|:|of|a|an|flat|plain|,|just|simply|basically|only|it's|that's)* <row:row> <:part>?",
    example="lid is just a flat 80 x 60 x 3 plate",
    cost=-0.3,
)
@row(
    "dims",
    "<label:component_label> (is|are|=|:|of|a|an|flat|plain|,|just|simply|basically|only|it's|that's)* <:part> (of|,|measuring|sized)* <row:row>",
    example="lid is a flat plate 80 x 60 x 3",
    cost=-0.3,
)
@row(
    "dims",
    "<label:component_label> (is|are|=|:|of|a|an|flat|plain)* <row:row> in|of? size",
    example="lid 80 x 60 x 3 in size",
    cost=-0.3,
)
def _dims_of_component(found: Found) -> Any:
    sizes = tuple(
        replace(size, label=Label((found.label, *_besides(found.label, size.label)), size.label.role))
        for size in found.row.sizes
    )
    return Group(sizes)


def _besides(component: str, label: Label) -> tuple[str, ...]:
    """Return what a size of a component is of besides: "flange 86 OD" is just its diameter."""
    round_one = component in _ROUND_ONES and label == _OUTSIDE
    return () if round_one else label.components


_OUTSIDE = Label(("outer",), "diameter")
#: Components with one diameter, which is their outer one.
_ROUND_ONES = frozenset({"flange", "head", "hub", "shank", "pin", "rim", "boss"})


@row(
    "dims",
    "(with|a|an|the|,)* bottom|base|lower <label:component_label> (is|are|=|:|of|a|an)* <row:row>",
    example="a bottom flange 86 OD x 4 thk",
    cost=-0.5,
)
def _dims_of_lower(found: Found) -> Any:
    """Return the sizes of a flange or head that is at the bottom, as it stands anyway."""
    return _dims_of_component(found) if found.label in {"flange", "head"} else None


@row("component_label", "<one:component>", example="flange")
def _component_label(found: Found) -> Any:
    return None if found.one in {"outer", "inner", "overall", "mean", "solid"} else found.one


@row(
    "sized",
    "<number:plain> @square_shape|@round_shape|@circle (at|on|in the? <:placeword>)?",
    example="60 mm square at the bottom",
    cost=0.3,
)
def _across(found: Found) -> Any:
    words = set(found.senses())
    ends = [label for label in ("top", "bottom", "base") if label in words]
    role = "side" if "square_shape" in words else "diameter"
    return Size(found.number, Label((ends[0],) if ends else (), role))


@row("sized", "<number:plain> @square_shape", example="20 mm square … 150 long", cost=-0.3)
def _square(found: Found) -> Any:
    """Return the side of what is square."""
    at = found.end - 1
    return Size(found.number, Label((), "side")) if is_side_of_square(found.terms, at) else None


@row("sized", "<number:plain> <mark:mark> <one:component>", example="40 mm square base", cost=0.1)
def _square_component(found: Found) -> Any:
    role = {Mark.SQUARE: "side", Mark.ROUND: "diameter"}.get(found.mark)
    return Size(found.number, Label((found.one,), role)) if role is not None else None


@row(
    "sized",
    "<number:plain> <role:diametral_role>? at|on (the)? <one:end_name>",
    example="30 dia at the top",
    cost=0.1,
)
def _at_the_end(found: Found) -> Any:
    return Size(found.number, Label((found.one,), found.role))


@row("end_name", "<one:component>", example="top")
def _end_name(found: Found) -> Any:
    return found.one if found.one in {"top", "bottom", "base"} else None


@row("diametral_role", "<role:role>", example="dia")
def _diametral_role(found: Found) -> Any:
    return found.role if found.role in {"diameter", "in_diameter", "wide", "width"} else None


@row("outer", "<one:component>", example="outside")
def _outer(found: Found) -> Any:
    return Label((found.one,)) if found.one in {"outer", "inner"} else None


@row(
    "dims",
    "<label:outer> size|dimensions|dims|measurements|envelope (of|is|are|=|:|measure)* <row:row>",
    example="outer dimensions of 100 x 60 x 40",
    cost=-0.6,
)
def _dims_outside(found: Found) -> Any:
    return found.row if found.label.components == ("outer",) else _dims_named(found)


@row(
    "dims",
    "size|dimensions|dims|measurements|sizes|measuring|measures|measure of|is|are|=|:? <row:row>",
    example="dimensions: 80 x 60 x 30",
    cost=-0.5,
)
@row("dims", "<row:row> in size|dimensions", example="80 x 60 in size", cost=-0.5)
def _dims_called(found: Found) -> Any:
    return found.row
