"""What must not be there: "no holes", "without fillets", "sharp corners"."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Absent

_NOT = "no|without|not|never|zero"


@row(
    "stated",
    f"{_NOT} (any|other|further|more|extra|additional|additional|need|needed|of|in|the|real|modelled|modeled|cosmetic|actual)* <:absent> ((,|or|and|nor|no|/)* <:absent>)*",
    example="no handle, no rounding",
)
def _absent(found: Found) -> Any:
    return Absent(
        tuple(
            term.word
            for term in found.terms[found.start : found.end]
            if term.word not in {"no", ",", "and", "or", "without"}
        )
    )


@row(
    "absent",
    "<noun:word> thread|needed|required|wanted|radii|rounding|radius|modelled|at|ends|holes|edges?",
    example="fillets",
)
@row("absent", "(<:component> / <:feature>) <:role>", example="inner radius")
def _noun(found: Found) -> Any:
    return found.text


@row(
    "stated",
    "@sharp (@corner|@edge|corners|edges|everywhere|all|over|stay|remain|only)*",
    example="sharp corners",
)
@row(
    "stated",
    "(@corner|@edge|corners|edges|rims|@rim|@hole|all|other|remaining|rest)* (are|is|stay|stays|remain|left|to|be|should|kept|keep)* @sharp",
    example="all other edges stay sharp",
)
def _sharp(found: Found) -> Any:
    return Absent(("fillet", "chamfer"))
