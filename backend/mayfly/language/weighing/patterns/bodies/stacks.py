"""Several bodies whose sizes are listed: "three coaxial cylinders of diameters 60, 40 and 20, each 10 high"; frames."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR
from mayfly.language.weighing.values import Group, Head, Mark, Relation, Size

_KIND: Final = "coaxial|concentric|round|solid|circular|stacked|cylindrical|plain|successive|stepped"
_ROUND: Final = "cylinders|discs|disks|steps|sections|tiers|layers"
_STACKED: Final = (
    "stacked|placed|one|above|the|other|on|top|of|each|another|from|bottom|to|upwards|up|upward|along|z|axis|in|this|"
    "that|order|are|is|with|which|have|has|having|,|:|and|their|its|+|going|starting|at|beginning|centred|concentrically|"
    "coaxially|concentric|coaxial|directly|a|stack|they|vertically|;|."
)
_BEHIND: Final = (
    "((,|and|;)* stacked|placed|arranged|standing|set (<:zero> / on|top|of|each|other|one|another|in|this|that|order|"
    "along|+|z|axis|from|bottom|to|upwards|up|concentrically|coaxially|beginning|starting|at|=|the|directly|without|"
    "gaps)*)?"
)
_IS: Final = "are|is|of|:|=|being|respectively|mm|,"


@row(
    "listed",
    "<n+:plain> (,|and|;|/|&|then)* <n+:plain> ((,|and|;|/|&|then)* <n+:plain>)*",
    example="60, 40 and 20",
)
def _listed(found: Found) -> Any:
    return tuple(found.n)


@row(
    "wide_list", f"diameters|diameter|dia|radii|radius ({_IS})* <n:listed>", example="diameters 60, 40 and 20"
)
def _wide_list(found: Found) -> Any:
    word = found.terms[found.start].word
    return "radius" if word.startswith("radi") else "diameter", found.n


@row(
    "high_list",
    f"heights|height|thicknesses|thickness|lengths|length ({_IS})* <n:listed>",
    example="heights 10, 15, 20",
)
def _high_list(found: Found) -> Any:
    return found.n


@row(
    "each_high",
    "each|all|every (one|of|them|is|are|being|with|a|height|thickness|of|has|cylinder|disc)* <n:plain> (high|tall|thick|long / in height|thickness)?",
    example="each 10 mm thick",
)
def _each_high(found: Found) -> Any:
    return found.n


def _stack(words: str, wide: tuple[str, tuple[Quantity, ...]], high: tuple[Quantity, ...]) -> Any:
    """Return bodies one on top of the other; None where there are more widths than heights, or fewer."""
    role, numbers = wide
    if len(numbers) != len(high):
        return None
    heads = []
    for index, (number, height) in enumerate(zip(numbers, high, strict=True)):
        on = (Relation("on"),) if index else ()
        said = (Size(number, Label((), role)), Size(height, Label((), "height")), *on)
        heads.append(
            Head("part", ROUND_BAR, f"{words} {index + 1}", said=said, ordinal=True, indefinite=True)
        )
    return tuple(heads)


@row(
    "head",
    f"<n:count>? ({_KIND})* {_ROUND} ({_STACKED})* <w:wide_list> ({_STACKED})* <h:high_list> {_BEHIND}",
    example="three coaxial cylinders with diameters 60, 40 and 20 and heights 10, 15 and 20",
    cost=-0.6,
)
@row(
    "head",
    f"<n:count>? ({_KIND})* {_ROUND} ({_STACKED})* <w:wide_list> ({_STACKED})* <e:each_high> {_BEHIND}",
    example="three coaxial discs of radius 40, 30 and 20, each 10 mm thick",
    cost=-0.6,
)
def _stacked(found: Found) -> Any:
    role, numbers = found.w
    high = tuple(found.h) if found.h is not None else (found.e,) * len(numbers)
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.n is not None and found.n != len(numbers):
        return None
    if not words & {
        "stacked",
        "stack",
        "top",
        "coaxial",
        "stepped",
        "above",
        "concentric",
        "order",
        "upwards",
    }:
        return None
    if "top" in words and "bottom" in words and _from_top(found):
        numbers, high = numbers[::-1], high[::-1]
    return _stack(ROUND_BAR, (role, numbers), high)


def _from_top(found: Found) -> bool:
    """Return whether the bodies are listed from top to bottom."""
    words = [term.word for term in found.terms[found.start : found.end]]
    return "top" in words and "bottom" in words and words.index("top") < words.index("bottom")


# --- frames --------------------------------------------------------------------------------------------------


@row("flat_size", "<a:plain> ×|x|by <b:plain> (mm)?", example="100 x 80")
@row("flat_size", "<a:plain>", example="50")
def _flat_size(found: Found) -> Any:
    return found.a, found.b or found.a


_SIDES: Final = "dimensions|dimension|size|sizes|side|sides|length|square|rectangle|measures|measuring|of|is|are|:|=|a|an|edge|edges|mm"


@row(
    "head",
    f"(rectangular|square|flat|simple)* frame|ring|loop (with|of|,|:|that|which|has|having|a|an|whose|the)* (outer|outside|external) ({_SIDES})* <o:flat_size> (,|and|with|an|a|;|the)* (inner|inside|internal|opening) ({_SIDES})* <i:flat_size> (,|and|with|a|an|;|the|is|it)* (height|thickness|thick|depth (of|is|:|=)* <h:plain> / <h:plain> high|tall|thick|deep)",
    example="square ring: outer side 50, inner side 30, thickness 10",
    cost=-0.5,
)
def _open_rectangle(found: Found) -> Any:
    """Return a block with an opening right through it."""
    square = {"square", "side"} & {term.word for term in found.terms[found.start : found.end]}
    lone = found.o[0] is found.o[1] or found.i[0] is found.i[1]
    if lone and not square:
        return None  # a round ring has two diameters
    sizes = tuple(
        Size(number, Label((), role))
        for number, role in zip((*found.o, found.h), ("length", "width", "height"), strict=True)
    )
    opening = Group(tuple(Size(number) for number in found.i))
    return (
        Head("part", BLOCK, "frame", said=sizes),
        Head("pocket", "opening", "opening", said=(opening, Mark.THROUGH)),
    )
