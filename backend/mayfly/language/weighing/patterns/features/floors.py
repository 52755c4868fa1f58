"""Depths that follow from what is left below: "down to 5 mm from the bottom", "leaving a floor of 5 mm"."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Placing


@row(
    "place",
    "(going|drilled|cut|it|which|that|and|,)* (down to / until / to within / stopping / stops / ending / ends / going to) <d:distance> (from / above / of / off / short of / before / away from) (the)? @bottom|bottom|base|underside (face|surface|side)?",
    example="down to 5 mm from the bottom",
    cost=-1.5,
)
@row(
    "place",
    "(and|,|which|that|so|as|to)* leaving|leaves|leave (a|an)? <d:distance> (thick)? floor|bottom|base|web|skin (at the bottom)?",
    example="leaving a 5 mm floor",
    cost=-0.6,
)
@row(
    "place",
    "(and|,|which|that|so|as|to)* leaving|leaves|leave (a)? floor|bottom|base|web|skin of <d:distance>",
    example="leaving a floor of 5 mm",
    cost=-0.6,
)
@row(
    "place",
    "(and|,|which|that|so|as|to)* leaving|leaves|leave <d:distance> (of material / of metal / thick)? (at|on)? (the)? @bottom|bottom|underside|below|underneath",
    example="leaving 5 mm at the bottom",
    cost=-0.6,
)
def _left_below(found: Found) -> Any:
    return Placing("floor", "", (found.d,), None, found.text) if found.d.form == "plain" else None
