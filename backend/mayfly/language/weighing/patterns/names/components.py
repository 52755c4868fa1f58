"""Components of a part that are spoken of by themselves: "hub", "two ears", "rounded ends"."""

from __future__ import annotations

from typing import Any

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Context

#: Components that are not counted: "60 outside" is a size.
_NOT_COUNTED = word_set("outer inner overall mean")


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
