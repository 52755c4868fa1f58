"""Long odd texts: whatever they say, they end in a plan that accounts for each number, or in a question.

They are made of the vocabulary's words, numbers, marks and pieces of requests, up to the longest request that
is read. What was meant by them nobody knows; but a plan must have used every number, or state it, and the same
text must be read the same way twice.
"""

from __future__ import annotations

import random
from collections import Counter

from mayfly.errors import NeedsClarification
from mayfly.language.weighing.topics import State
from mayfly.planning.parts.names import words
from mayfly.planning.readings.decide import Decision, decide
from mayfly.planning.readings.facts import facts
from mayfly.planning.readings.geometry import geometry
from mayfly.planning.readings.reader import weighed
from mayfly.planning.rules import RulesPlanner

LONGEST = 2000
_MARKS = (", ", ". ", "; ", ": ", " - ", " x ", " × ", " (", ") ", "\n", "\n- ", " = ", " / ", " ± ", " Ø", " R", " M", "{", "}", '"', "'", " ¶ ", "…", " | ", "\t", "\u202e", "🙂 ", "° ", "²",
)  # fmt: skip
_UNITS = ("", "", " mm", "mm", " in", '"', " cm", "°", " m", "'", "e9", ".5.5", "/8", ",5")
_PIECES = (
    "plate 100 x 60 x 8 mm", "four 6 mm holes in the corners", "10 mm from each edge", "a slot 30 x 8, 4 deep",
    "with a Ø20 bore", "on a 70 mm bolt circle", "in the middle of the top face", "2 mm fillets on all edges",
    "the one on the left", "except the last", "not the first", "each 12 mm apart", "mirror it about XZ", "repeat 5 times",
    "cylinder Ø30 x 50", "M6 counterbored", "at (10, 20)", "x = ±30", "along Z", "extrude 10 mm", "sketch a circle of 40",
    "made of steel", "tolerance ±0.1", "thanks", "please", "box 80 x 60 x 40 with 2 mm walls", "sweep it along the path",
)  # fmt: skip


def text(seed: int) -> str:
    """Return an odd text."""
    rng = random.Random(f"odd {seed}")
    most = rng.choice([60, 150, 400, 1000, LONGEST])
    vocabulary = _words()
    way = rng.choice(["words", "pieces", "mixed", "numbers", "repeated"])
    if way == "repeated":
        piece = rng.choice(_PIECES) + rng.choice(_MARKS)
        return (piece * (most // len(piece) + 1))[:most]
    parts: list[str] = []
    while sum(map(len, parts)) < most:
        kind = rng.random()
        if way == "numbers" or kind < 0.25:
            parts.append(f"{rng.choice([0, 1, 2, 4, 8.5, 12, 60, 100, 999, 10**9])}{rng.choice(_UNITS)}")
        elif way == "pieces" or (way == "mixed" and kind < 0.6):
            parts.append(rng.choice(_PIECES))
        else:
            parts.append(rng.choice(vocabulary))
        parts.append(rng.choice(_MARKS) if rng.random() < 0.35 else " ")
    return "".join(parts)[:most]


def _words() -> list[str]:
    return sorted(
        {word for phrases in words().phrases.values() for phrase, _, _ in phrases for word in phrase}
    )


def unaccounted(request: str, decision: Decision) -> list[str]:
    """Return the numbers of a request of which a plan's reading has no evidence."""
    terms = weighed(request)[0].terms
    read = _read(decision.readings[0].state)
    return [term.text for at, term in enumerate(terms) if term.quantity is not None and at not in read]


def _read(state: State) -> set[int]:
    return {at for one in state.evidence if one.value is not None for at in range(one.start, one.end)}


def judge(seeds: range) -> tuple[Counter[str], list[str]]:
    """Return how many odd texts were built and asked about, and what went wrong."""
    tally, faults = Counter[str](), []
    for seed in seeds:
        request = text(seed)
        try:
            decision = decide(request)
            left = unaccounted(request, decision) if decision.plan is not None else []
            again = _planned(request), _planned(request)
            facts(request)
        except Exception as error:
            tally["raised"] += 1
            faults.append(f"{seed}: {request!r} -> {error!r}")
            continue
        tally["asked" if decision.plan is None else "built"] += 1
        if left:
            faults.append(f"{seed}: {request!r} -> built without {left}")
        if again[0] != again[1]:
            faults.append(f"{seed}: {request!r} -> read in two ways: {again}")
    return tally, faults


def _planned(request: str) -> object:
    weighed.cache_clear()
    try:
        return geometry(RulesPlanner().plan(request))
    except NeedsClarification as question:
        return question.question
