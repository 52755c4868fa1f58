"""Whether bodies are kept apart, touch, or are made one."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Relation,
    Stated,
)


@row(
    "stated",
    "(keep|leave|stay|stays|remain|as|they|them|are|is|in|into|it|with|be|must|should|result|the|give|gives|make)* <n:count>? (separate|distinct|individual|independent|loose|different) (solids|bodies|parts|pieces|objects) (, do? not fuse|join|merge|unite (them)?)?",
    example="keep them as three separate solids",
    cost=-0.1,
)
@row("stated", "(as|in|into) <n:count> (bodies|solids|pieces)", example="as two bodies", cost=-0.1)
@row("stated", "<n:count> (bodies|solids)", example="2 bodies", cost=0.3)
@row(
    "stated",
    "(do|and|must|should|they|are|be|don't)* not|never|without|don't|n't fuse|join|merge|unite|fusing|joining|fused|joined|merged|touching (them|together|it)?",
    example="do not fuse",
    cost=-0.1,
)
@row(
    "stated",
    "(keep|leave|stay|remain) (them|it|both|all|the)* (separate|apart|unfused|unjoined)",
    example="keep them separate",
    cost=-0.1,
)
def _apart(found: Found) -> Any:
    solids = (("solids", float(found.n)),) if found.n else ()
    if found.n == 1:
        return None
    return Stated(found.text, (("separate", 1.0), *solids))


@row(
    "stated",
    "no (clearance|gap|play|space|overlap) (between (them|the|two|both|bodies|parts)*)?",
    example="No clearance between them",
)
def _no_gap(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "(pushed|slid|slipped|fitted|pressed|put|sliding|threaded|mounted|sitting|placed|,)* (onto|over|around|on) <of:other> (so|that|with|and|,)*",
    example="pushed onto the shaft so that",
    cost=0.3,
)
@row(
    "place",
    "(and|,|with|a)* (inside|within) <of:other> (is|stands|sits|there|lies|runs|,|a|loose)*",
    example="inside it",
    cost=0.1,
)
def _in_line(found: Found) -> Any:
    return Relation("around", found.of or "")


@row(
    "stated",
    "stack (<:count> / them|up|on|vertical|axis|of|the|from|to|,)*",
    example="stack them on",
    cost=0.1,
)
@row(
    "stated",
    "(keep|leave) (the|all|both)* (parts|bodies|solids|pieces) (as)? (separate|individual|distinct) (bodies|solids|parts|pieces)?",
    example="keep the parts as separate bodies",
    cost=-0.2,
)
def _stacked(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text, (("separate", 1.0),) if "separate" in words or "distinct" in words else ())
