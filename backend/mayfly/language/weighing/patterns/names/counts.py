"""Counts: "4 x", "four off", "a pair of", "6 no."."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row


@row("howmany", "<n:count>", example="four")
@row("howmany", "<n:count> ×|x|off|nos|pcs|pieces|no", example="4 x")
@row("howmany", "set|total of <n:count>", example="total of 6")
@row("howmany", "{ <n:count> }", example="(4)")
@row("howmany", "<n:count> of", example="a pair of", cost=0.1)
@row(
    "howmany",
    "<n:count> equal|identical|further|more|additional|such|individual|separate",
    example="four identical",
)
def _count(found: Found) -> Any:
    return found.n


@row("howmany", "single|lone|solitary", example="single", cost=-0.1)
def _single(_: Found) -> Any:
    return 1
