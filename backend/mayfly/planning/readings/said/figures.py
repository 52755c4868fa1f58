"""Features that lie in a figure: "three holes in a triangle, 30 mm apart"."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Placing
from mayfly.planning.questions import about, missing

#: Figures with as many corners.
_CORNERS: Final = {"triangle": 3, "equilateral triangle": 3, "pentagon": 5, "hexagon": 6, "octagon": 8}
#: What "triangle" and "L" are read as where none of them was spoken of.
_NOUNS: Final = frozenset({"part", "length", "width", "height", "depth"})
_ARTICLES: Final = (["a"], ["an"])


def in_figures(state: State) -> State:
    """Return a reading in which features in the corners of a figure lie on the circle through them.

    Raises:
        NeedsClarification: It is no figure of as many corners, or its size is open.
    """
    return state.but(topics=tuple(_on_circle(topic) for topic in state.topics))


def _on_circle(topic: Topic) -> Topic:
    figure = next((one for one in topic.said if isinstance(one, Placing) and _is_another_noun(one)), None)
    if topic.kind == "part" or (topic.count or 1) < 2 or figure is None or figure.ref is None:
        return topic
    corners = _CORNERS.get(figure.ref.text.lower(), 0)
    side = next((one for one in topic.said if isinstance(one, Placing) and one.kind == "spacing"), None)
    if corners != topic.count or side is None or len(side.numbers) != 1:
        raise missing(
            f"How do the {topic.words} lie {figure.text!r}: on which bolt circle, or at which points?",
            about("place", topic.kind, words=[figure.text]),
        )
    length = side.numbers[0]
    through = replace(length, value=length.value / math.sin(math.pi / corners))
    lying = [Placing("circle", "diameter", (through,), text=f"{figure.text}, {side.text}")]
    if corners % 2:  # one corner on top
        lying.append(Placing("start", "angle", (Quantity(90.0, "90°", "angle", "deg"),), text=figure.text))
    kept = [one for one in topic.said if one is not figure and one is not side]
    return replace(topic, said=(*kept, *lying))


def _is_another_noun(one: Placing) -> bool:
    """Return whether features lie in a thing that was not spoken of before: "in a triangle"."""
    words = one.text.lower().split()
    in_one = words[:1] == ["in"] and words[1:2] in _ARTICLES
    return one.kind == "place" and one.noun in _NOUNS and in_one
