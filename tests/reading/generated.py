"""Requests made from known models, in many wordings, with distractors and mutations: what is built has to be right.

``python -m tests.reading.generated 20000`` runs many and prints how many were right, asked and silently wrong.
The volume, the box and the holes of each model are worked out here by plain formulas.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from dataclasses import dataclass, field

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

Place = tuple[float, float]


@dataclass
class Model:
    """A model and one way to ask for it.

    Attributes:
        words: The request.
        volume: In mm³.
        box: Sides along X, Y and Z in mm.
        holes: Diameter in mm and how many.
        exact: Asking is as right as building: something was left open or made contradictory.
    """

    words: str
    volume: float
    box: tuple[float, float, float]
    holes: Counter[float] = field(default_factory=Counter)
    ask: bool = False


def _n(value: float) -> str:
    return f"{value:g}"


def _mm(rng: random.Random, value: float) -> str:
    return rng.choice([_n(value), f"{_n(value)} mm", f"{_n(value)}mm"])


def model(seed: int) -> Model:
    """Return a random model with a request for it."""
    rng = random.Random(seed)
    return rng.choice([_plate, _plate, _disc, _block, _tube, _cylinder, _bracket])(rng)


def _dressed(rng: random.Random, core: str, extras: list[str]) -> str:
    """Put a request into the company of words that change nothing."""
    before = rng.choice(["", "", "Please make a ", "I need a ", "Create a ", "Can you design a ", "Model a "])
    after = rng.choice(
        [
            "",
            "",
            "",
            ", made of aluminium",
            ". Export it as STEP.",
            ", thanks",
            ". Material: steel.",
            ", 6061-T6, anodised",
        ]
    )
    joint = rng.choice([", ", " with "])
    text = core if not extras else core + joint + rng.choice([", ", " and ", ", and "]).join(extras)
    return before + text + after


def _sizes3(rng: random.Random, name: str, a: float, b: float, c: float, third: str) -> str:
    cross = rng.choice(["x", " x ", "×", " by ", "*"])
    return rng.choice(
        [
            f"{name} {_n(a)}{cross}{_n(b)}{cross}{_n(c)}",
            f"{_n(a)}{cross}{_n(b)}{cross}{_n(c)} mm {name}",
            f"{name}, {_mm(rng, a)} long, {_mm(rng, b)} wide and {_mm(rng, c)} {third}",
            f"{name} of size {_n(a)}{cross}{_n(b)}{cross}{_n(c)} mm",
            f"{name} {_n(a)}{cross}{_n(b)} mm, {_mm(rng, c)} {third}",
        ]
    )


def _corner_holes(rng: random.Random, d: float, inset: float) -> str:
    count = rng.choice(["four", "4"])
    return rng.choice(
        [
            f"{count} {_mm(rng, d)} holes in the corners, {_mm(rng, inset)} from the edges",
            f"{count} corner holes Ø{_n(d)}, {_mm(rng, inset)} from each edge",
            f"4x Ø{_n(d)} holes in the corners, inset {_mm(rng, inset)}",
            f"{_mm(rng, d)} holes in all four corners, {_n(inset)} mm in from the edges",
        ]
    )


def _centre_hole(rng: random.Random, d: float) -> str:
    return rng.choice(
        [
            f"a {_mm(rng, d)} hole in the centre",
            f"one Ø{_n(d)} through hole in the middle",
            f"a central hole of {_mm(rng, d)} diameter",
            f"a hole Ø{_n(d)} at the centre",
        ]
    )


def _plate(rng: random.Random) -> Model:
    a, b = rng.randrange(60, 201, 5), rng.randrange(40, 61, 5)
    t = rng.choice([3, 4, 5, 6, 8, 10])
    volume, holes, extras = float(a * b * t), Counter[float](), []
    if rng.random() < 0.7:
        d, inset = rng.choice([3.2, 4.3, 5, 6, 6.6]), rng.choice([7, 8, 10])
        volume -= 4 * math.pi / 4 * d * d * t
        holes[d] += 4
        extras.append(_corner_holes(rng, d, inset))
    if rng.random() < 0.5:
        d = rng.choice([10, 12, 16, 20])
        volume -= math.pi / 4 * d * d * t
        holes[d] += 1
        extras.append(_centre_hole(rng, d))
    rng.shuffle(extras)
    name = rng.choice(["plate", "rectangular plate", "base plate", "mounting plate", "cover plate"])
    return Model(_dressed(rng, _sizes3(rng, name, a, b, t, "thick"), extras), volume, (a, b, t), holes)


def _block(rng: random.Random) -> Model:
    a, b, c = rng.randrange(40, 101, 5), rng.randrange(30, 61, 5), rng.randrange(20, 41, 5)
    volume, holes, extras = float(a * b * c), Counter[float](), []
    if rng.random() < 0.6:
        d = rng.choice([6, 8, 10, 12])
        depth = rng.choice([8, 10, 15])
        volume -= math.pi / 4 * d * d * depth
        holes[d] += 1
        extras.append(
            rng.choice(
                [
                    f"a blind hole Ø{_n(d)}, {_mm(rng, depth)} deep in the middle of the top face",
                    f"a {_mm(rng, d)} hole {_mm(rng, depth)} deep in the centre of the top",
                ]
            )
        )
    if rng.random() < 0.4:
        r = rng.choice([2, 3, 5])
        volume -= 4 * (1 - math.pi / 4) * r * r * c
        extras.append(
            rng.choice(
                [
                    f"the vertical edges rounded with R{_n(r)}",
                    f"{_mm(rng, r)} fillets on the vertical edges",
                    f"vertical edges filleted {_mm(rng, r)}",
                ]
            )
        )
    name = rng.choice(["block", "box", "solid block"])
    return Model(_dressed(rng, _sizes3(rng, name, a, b, c, "high"), extras), volume, (a, b, c), holes)


def _disc(rng: random.Random) -> Model:
    d, t = rng.randrange(60, 161, 5), rng.choice([5, 6, 8, 10, 12])
    volume, holes, extras = math.pi / 4 * d * d * t, Counter[float](), []
    if rng.random() < 0.7:
        n, hole = rng.choice([3, 4, 6, 8]), rng.choice([4.5, 5.5, 6.6])
        pcd = round(0.7 * d)
        volume -= n * math.pi / 4 * hole * hole * t
        holes[hole] += n
        extras.append(
            rng.choice(
                [
                    f"{n} holes Ø{_n(hole)} on a {_n(pcd)} mm bolt circle",
                    f"{n}x {_mm(rng, hole)} holes equally spaced on PCD {_n(pcd)}",
                    f"{n} {_mm(rng, hole)} holes on a pitch circle of {_mm(rng, pcd)}",
                ]
            )
        )
    if rng.random() < 0.5:
        bore = rng.choice([8, 10, 12, 15])
        volume -= math.pi / 4 * bore * bore * t
        holes[bore] += 1
        extras.append(_centre_hole(rng, bore))
    core = rng.choice(
        [
            f"disc Ø{_n(d)} x {_n(t)}",
            f"round disc, {_mm(rng, d)} diameter, {_mm(rng, t)} thick",
            f"{_n(t)} mm thick disc with a diameter of {_mm(rng, d)}",
            f"disc of diameter {_mm(rng, d)} and thickness {_mm(rng, t)}",
        ]
    )
    return Model(_dressed(rng, core, extras), volume, (d, d, t), holes)


def _cylinder(rng: random.Random) -> Model:
    d, length = rng.randrange(10, 61, 2), rng.randrange(30, 121, 5)
    core = rng.choice(
        [
            f"cylinder Ø{_n(d)} x {_n(length)}",
            f"cylinder {_mm(rng, d)} diameter, {_mm(rng, length)} high",
            f"cylinder with a radius of {_mm(rng, d / 2)} and a height of {_mm(rng, length)}",
            f"round bar Ø{_n(d)}, {_mm(rng, length)} long",
        ]
    )
    return Model(_dressed(rng, core, []), math.pi / 4 * d * d * length, (d, d, length))


def _tube(rng: random.Random) -> Model:
    d, wall, length = rng.randrange(20, 81, 2), rng.choice([1.5, 2, 3, 4]), rng.randrange(30, 201, 10)
    inner = d - 2 * wall
    core = rng.choice(
        [
            f"tube {_n(d)} OD, {_n(inner)} ID, {_n(length)} long",
            f"tube with an outside diameter of {_mm(rng, d)}, wall thickness {_mm(rng, wall)}, length {_mm(rng, length)}",
            f"pipe OD {_mm(rng, d)}, wall {_mm(rng, wall)}, {_mm(rng, length)} long",
            f"tube Ø{_n(d)} x {_n(wall)} wall x {_n(length)} mm long",
        ]
    )
    volume = math.pi / 4 * (d * d - inner * inner) * length
    return Model(_dressed(rng, core, []), volume, (d, d, length), Counter({inner: 1}))


def _bracket(rng: random.Random) -> Model:
    a, b, w, t = (
        rng.randrange(50, 101, 5),
        rng.randrange(30, 50, 5),
        rng.randrange(20, 61, 5),
        rng.choice([3, 4, 5]),
    )
    core = rng.choice(
        [
            f"L-bracket {_n(a)}x{_n(b)}x{_n(w)}x{_n(t)}",
            f"L-bracket, horizontal leg {_mm(rng, a)}, vertical leg {_mm(rng, b)}, {_mm(rng, w)} wide, {_mm(rng, t)} thick",
            f"angle bracket with legs {_n(a)} and {_n(b)}, width {_mm(rng, w)}, thickness {_mm(rng, t)}",
        ]
    )
    return Model(_dressed(rng, core, []), (a + b - t) * t * w, (a, w, b))


# --- mutations -------------------------------------------------------------------------------------------------


def mutated(seed: int) -> tuple[str, Model]:
    """Return a request that was changed so that the first model is no longer what it asks for, and that model."""
    rng = random.Random(seed)
    first = model(seed)
    way = rng.choice(["negate", "shape", "other", "twice"])
    if way == "negate":
        return first.words.replace(" with ", " without ", 1), first
    if way == "shape":
        adjective = rng.choice(
            ["tapered", "conical", "curved", "twisted", "hollow", "dished", "perforated", "slotted"]
        )
        words = first.words
        for noun in ("plate", "disc", "block", "tube", "cylinder", "bracket"):
            if noun in words and (noun, adjective) != ("tube", "hollow"):  # a tube is hollow
                return words.replace(noun, f"{adjective} {noun}", 1), first
    if way == "other":
        return (
            f"{first.words}, and a {rng.choice(['handle', 'thread M30', 'spring', 'gear', 'logo'])} on it",
            first,
        )
    return f"{first.words}, {rng.randrange(300, 400)} mm long", first


# --- judging -----------------------------------------------------------------------------------------------------


def plan_of(words: str) -> Plan | None:
    """Return the plan of a request, None where a question is asked."""
    try:
        return RulesPlanner().plan(words)
    except NeedsClarification:
        return None


def wrong(plan: Plan, wanted: Model) -> str:
    """Return what a plan has other than the model asked for; empty where it is right."""
    found = plan.requirements
    if found.volume_mm3 is None or abs(found.volume_mm3 - wanted.volume) > 1e-6 * wanted.volume:
        return f"volume {found.volume_mm3} for {wanted.volume:.3f}"
    box = tuple(found.bounding_box_mm or ())
    if any(abs(a - b) > 1e-6 for a, b in zip(sorted(box), sorted(wanted.box), strict=True)):
        return f"box {box} for {wanted.box}"
    holes = Counter[float]()
    for hole in found.holes or ():
        holes[round(hole.diameter_mm, 6)] += hole.count
    if holes != wanted.holes:
        return f"holes {dict(holes)} for {dict(wanted.holes)}"
    return ""


def judge(seeds: range) -> tuple[Counter[str], list[str]]:
    """Return how many requests were right, asked about and wrong, and the wrong ones."""
    tally, faults = Counter[str](), []
    for seed in seeds:
        wanted = model(seed)
        plan = plan_of(wanted.words)
        fault = wrong(plan, wanted) if plan is not None else ""
        tally["asked" if plan is None else "wrong" if fault else "right"] += 1
        if fault:
            faults.append(f"{seed}: {wanted.words} -> {fault}")
        changed, first = mutated(seed)
        plan = plan_of(changed) if changed != first.words else None
        if plan is not None and not wrong(plan, first):
            tally["mutation unseen"] += 1
            faults.append(f"{seed}: {changed} -> built as if nothing had been changed")
        else:
            tally["mutation seen"] += 1
    return tally, faults


if __name__ == "__main__":
    found, listed = judge(range(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
    print(dict(found))
    print("\n".join(listed[:60]))
