"""Hands what was said of the part to its holes: their number, and the circle that they lie on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.language.nodes import Label, Mention
from mayfly.language.vocabulary import word_set
from mayfly.planning.parts.names import size_labels
from mayfly.planning.questions import about, missing

_PATTERNS: Final = word_set("points circle grid spacing offset")


def move_count_to_holes(base: Mention, features: Sequence[Mention]) -> None:
    """Return "n = 4", said among the sizes of the part, to its holes."""
    counts = [m for m in base.measures if m.label == Label((), "number") and m.quantity.can_count]
    open_ones = [f for f in features if f.kind == "hole" and f.count is None]
    part = size_labels(base.name)
    if len(counts) == len(open_ones) == 1 and not {Label((), "number"), Label((), "turns")} & part.keys():
        open_ones[0].count, open_ones[0].plural = int(counts[0].quantity.value), True
        base.measures = [m for m in base.measures if m is not counts[0]]


def move_circle_to_holes(base: Mention, features: Sequence[Mention]) -> None:
    """Return a bolt circle that was named before its holes ("PCD 80, 4 holes 9 mm") to them."""
    for attribute in base.take("spacing"):
        holes = [f for f in features if f.kind == "hole" and (f.plural or f.count)]
        if len(holes) == 1 and not holes[0].take("spacing"):
            holes[0].attributes.append(attribute)
            base.attributes = [m for m in base.attributes if m is not attribute]
    circles = base.take("circle")
    if not circles:
        _move_angle_to_circle(base, features)
        return
    holes = [f for f in features if f.kind == "hole" and (f.plural or f.count)]
    open_ones = [f for f in holes if not any(m.kind in _PATTERNS - {"circle"} for m in f.attributes)]
    if len(open_ones) != 1:
        raise missing(
            f"Which holes lie on the bolt circle ({circles[0].text}), how many, and of which diameter?",
            about("feature", "hole", "diameter", words=[circles[0].text]),
        )
    attributes = [m for m in open_ones[0].attributes if m.kind != "circle"]
    open_ones[0].attributes = [*attributes, *circles]
    base.attributes = [m for m in base.attributes if m.kind != "circle"]


def _move_angle_to_circle(base: Mention, features: Sequence[Mention]) -> None:
    """Return "first hole at 45°", said about the last model, to its one bolt circle."""
    starts = base.take("start")
    turned = [f for f in features if any(m.kind == "circle" for m in f.attributes)]
    if starts and len(turned) == 1:
        turned[0].attributes = [m for m in turned[0].attributes if m.kind != "start"] + starts
        base.attributes = [m for m in base.attributes if m.kind != "start"]
