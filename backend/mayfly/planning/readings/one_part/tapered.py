"""Blocks whose height changes along their length: "wedge 100 x 40, 5 to 30 high"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design import Body, Design
from mayfly.design.bases import Extrusion
from mayfly.design.profiles import Polygon
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Mark, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, impossible, unsupported
from mayfly.planning.readings.said.mentions import mention_of

#: What the height of the thin end is called.
LOW_END: Final = Label(("low end",))


def is_tapered_block(name: str) -> bool:
    """Return whether a part is a block that rises along its length from nothing."""
    part = catalogue().get(name)
    return part is not None and bool(part.conventions.slopes)


def tapered(state: State) -> Design | None:
    """Return a wedge that does not end in an edge; None where that was not asked for.

    Raises:
        NeedsClarification: Something else is said of it, or its low end is not lower.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    low = [size for size in base.sizes if size.label == LOW_END] if base is not None else []
    if base is None or not low or not is_tapered_block(base.name):
        return None
    if len(state.topics) > 1 or len(low) > 1 or state.pending:
        raise unsupported("What else is said of the wedge can't be made yet.", about("feature", base.words))
    rest = replace(base, said=tuple(one for one in base.said if one not in {low[0], Mark.VAGUE}))
    if any(not isinstance(one, Size) and one not in rest.groups for one in rest.said):
        raise unsupported("What else is said of the wedge can't be made yet.", about("feature", base.words))
    values, _ = settle(size_part(mention_of(rest), {}))
    length, width, height = (float(values[name]) for name in ("length", "width", "height"))
    thin = low[0].number.value
    if not 0 < thin < height:
        raise impossible(
            f"The low end is {thin:g} mm, the high one {height:g} mm. Which heights are right?",
            about("size", base.words, "height", values=[thin, height]),
        )
    half = length / 2
    profile = Polygon(points=((-half, 0.0), (half, 0.0), (half, thin), (-half, height)))
    solid = Extrusion(profile=profile, height=width, axis="y")
    return Design(bodies=(Body(name=f"{base.words} with a blunt end", base=solid),))
