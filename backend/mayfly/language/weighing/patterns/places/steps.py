"""Steps of a shaft that something is on: "on the 25 dia", "in the middle section"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark, Placing

_ON: Final = "(, / cut|milled|drilled|machined)* on|in|into|at|across|through|along"
_WIDE: Final = "(dia|diameter|Ø / @role.diameter)"
_WHOLE: Final = "(whole|full|entire|complete length / @everything)"
_STEP: Final = "step|section|portion|journal|seat|length|part|one"
#: Behind its diameter, the end face of a step.
_ENDS: Final = frozenset({"end", "face"})
#: How many numbers two steps have.
_TWO_STEPS: Final = 4
_RANKS: Final = (
    "first|second|third|fourth|last|middle|central|centre|center|thinnest|thickest|smallest|largest|thin|thick|small|"
    "large|smaller|larger|big|biggest"
)


@row(
    "place",
    f"{_ON} the <n:plain> mm? {_WIDE}? ({_STEP})?",
    example="shaft 40 x 30, then 25 x 40, keyway 8 wide || on the 25 dia",
    cost=-0.5,
)
@row(
    "place",
    f"(over|along|for|on|across)* (the)? {_WHOLE} of the <n:plain> mm? {_WIDE}? ({_STEP})?",
    example="shaft 40 x 30, then 25 x 40, flat 3 deep || the whole length of the 25 dia",
    cost=-0.5,
)
def _on_step_of(found: Found) -> Any:
    """Return that something is on the step of a shaft that has a diameter."""
    before = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    known = any(one.value == found.n.value for one in before) and behind not in _ENDS
    named = found.terms[found.end - 1].quantity is None or found.n.form == "diameter"
    if (
        not known
        or not named
        or _of_holes(found)
        or len(before) < _TWO_STEPS
        or found.n.form not in {"plain", "diameter"}
    ):
        return None
    step = Placing("place", "on", (found.n,), Reference("step"), found.text)
    return (step, Mark.EVERYTHING) if "everything" in set(found.senses()) else step


@row(
    "place",
    f"(,|and|lying|is)* (centred|central|centrally / @centred / (in|at|on) the middle|centre|center) (on|of|in|along) the <n:plain> mm? {_WIDE}? ({_STEP})?",
    example="shaft 40 x 30, then 25 x 40, keyway 8 wide || in the middle of the 25 dia",
    cost=-0.8,
)
def _middle_of_step(found: Found) -> Any:
    """Return that something is in the middle of the step of a shaft that has a diameter."""
    step = _on_step_of(found)
    return (step, Mark.CENTRED) if isinstance(step, Placing) else None


@row(
    "place",
    "(,|and|lying|is)* (centred|central|centrally / @centred / (in|at|on) the middle|centre|center) (on|of|in|along) that|this|its (same)? step|section|portion|journal",
    example="shaft 40 x 30, then 25 x 40, keyway on the 25 dia, || centred on that step",
    cost=-0.8,
)
def _middle_of_that_step(found: Found) -> Any:
    """Return that something is in the middle of the step of a shaft that was named before."""
    return Mark.CENTRED if sum(term.quantity is not None for term in found.terms) >= _TWO_STEPS else None


def _of_holes(found: Found) -> bool:
    """Return whether several holes stand before: those are on a bolt circle."""
    nouns = [one.term for at in found.phrases[: found.start] for one in at if one.term.sense("feature")]
    return bool(nouns) and nouns[-1].sense("feature") == "hole" and nouns[-1].plural


@row(
    "place",
    f"{_ON} the {_RANKS} {_WIDE}? step|section|portion|journal|diameter|dia",
    example="shaft 40 x 30, then 25 x 40, keyway 8 wide || on the middle section",
    cost=-0.5,
)
@row(
    "place",
    f"(over|along|for|on|across)* (the)? {_WHOLE} of the {_RANKS} {_WIDE}? step|section|portion|journal|diameter|dia",
    example="shaft 40 x 30, then 25 x 40, flat 3 deep || over the full length of the last step",
    cost=-0.5,
)
def _on_ranked_step(found: Found) -> Any:
    """Return that something is on the second, the last or the largest step of a shaft."""
    words = [term.word for term in found.terms[found.start : found.end]]
    rank = next(word for word in words if word in _RANKS.split("|"))
    before = [term for term in found.terms[: found.start] if term.quantity is not None]
    if len(before) < _TWO_STEPS:
        return None
    step = Placing("place", "on", (), Reference("step", frozenset({rank})), found.text)
    return (step, Mark.EVERYTHING) if "everything" in set(found.senses()) else step
