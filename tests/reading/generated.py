"""Requests made from random designs: what is read has to be the design, or a question; and the changed request not.

    python -m tests.reading.generated 20000            many, with a count of what was right, asked and wrong
    python -m tests.reading.generated 20000 --from N   others
    python -m tests.reading.generated 2000 --odd       long odd texts instead (``odd_texts.py``)

Each design is asked for in one of many wordings, in the company of words that change no shape. Then the
request is changed so that it is no longer the first design's (two numbers swapped, a unit dropped, negated, an
unknown shape word, a number left out, a contradiction): building that design all the same is an error.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mayfly.contracts import Plan
from mayfly.design import Design, compile_design
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.planning.readings.geometry import geometry
from mayfly.planning.rules import RulesPlanner
from tests.reading import odd_texts
from tests.reading.wordings import BASES, Feature, listed, n

_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?!\d|\.\d)")
_NOUNS = (
    "plate",
    "disc",
    "block",
    "box",
    "cylinder",
    "bracket",
    "pipe",
    "washer",
    "hole",
    "slot",
    "pocket",
    "boss",
)
#: Words that nobody has told the reader, and that no part or feature goes by (a plate with holes is perforated).
_SHAPES = (
    "twisted",
    "wavy",
    "dished",
    "serrated",
    "scalloped",
    "corrugated",
    "domed",
    "warped",
)
_THINGS = ("a handle", "a spring", "a logo", "a dovetail", "an M30 thread", "two lugs", "a hook", "a spout")


@dataclass(frozen=True)
class Asked:
    """A design and a request for it.

    Attributes:
        core: The request without words around it.
        before: Words before it that change nothing.
        after: Words behind it that change nothing.
        design: What it asks for.
    """

    core: str
    before: str
    after: str
    design: Design

    @property
    def words(self) -> str:
        """The whole request."""
        return f"{self.before}{self.core}{self.after}"

    @cached_property
    def geometry(self) -> tuple[object, ...]:
        """What tells its geometry from others."""
        return told_apart(compile_design(self.design))


_BEFORE = (
    "", "", "", "Please make a ", "I need a ", "Create a ", "Can you design a ", "Model a ", "I'd like a ",
    "Hi! Could you draw up a ", "We want to 3D print a ", "Generate a CAD model of a ", "For my workshop I need a ",
    "Design a parametric ",
)  # fmt: skip
_AFTER = (
    "", "", "", "", ", made of aluminium", ". Export it as STEP.", ", thanks", ". Material: steel.", ", 6061-T6, anodised",
    ". Deburr all edges.", ". Tolerances ISO 2768-m.", ", quantity 1", ". It should be a single solid.",
    ". Please use millimetres.", ". All dimensions in mm.", ". It will hold a camera.", ". Surface finish Ra 3.2.",
)  # fmt: skip


def asked(seed: int) -> Asked:
    """Return a random design with a request for it."""
    rng = random.Random(seed)
    while True:
        base = rng.choice(BASES)(rng)
        features = _features(rng, base.features)
        words = _joined(rng, base.words, [words for words, _ in features])
        body = {
            "base": {"kind": "part", "part": base.part, "sizes": base.sizes},
            "features": [data for _, data in features],
        }
        design = Design.read({"bodies": [body]})
        try:
            compile_design(design)
        except MayflyError:
            continue  # they don't fit together: two more are tried
        return Asked(words, rng.choice(_BEFORE), rng.choice(_AFTER), design)


def _features(
    rng: random.Random, fitting: Sequence[tuple[str, Callable[[random.Random], Feature]]]
) -> list[Feature]:
    """Return some features of which no two are in one place."""
    taken: set[str] = set()
    found: list[Feature] = []
    for where, feature in rng.sample(list(fitting), len(fitting)):
        if where not in taken and rng.random() < 0.45:
            taken.add(where)
            found.append(feature(rng))
    return found


def _joined(rng: random.Random, core: str, extras: Sequence[str]) -> str:
    """Join the part and its features as people do: in one sentence, in several, or as a list."""
    if not extras:
        return core
    way = rng.random()
    if way < 0.15:
        return core + "\n" + "\n".join(f"- {extra}" for extra in extras)
    if way < 0.3:
        return ". ".join(
            [core, *(f"{rng.choice(['Add', 'It has', 'It should have'])} {extra}" for extra in extras)]
        )
    if len(extras) == 1:
        return core + rng.choice([", ", " with ", ", with ", " and "]) + extras[0]
    return core + rng.choice([", ", " with ", ", with "]) + rng.choice([", ", " and ", ", and "]).join(extras)


# --- mutations -------------------------------------------------------------------------------------------------


def mutated(seed: int) -> tuple[str, str, Asked]:
    """Return how a request was changed so that it no longer asks for the design, the request, and what it was."""
    rng = random.Random(f"mutated {seed}")
    first = asked(seed)
    ways = list(MUTATIONS)
    rng.shuffle(ways)
    for way in ways:
        changed = MUTATIONS[way](rng, first.core)
        if changed is not None and changed != first.core:
            return way, f"{first.before}{changed}{first.after}", first
    raise AssertionError(f"nothing changes {first.words!r}")


def _swapped(rng: random.Random, core: str) -> str | None:
    """Swap two numbers of the request."""
    found = list(_NUMBER.finditer(core))
    pairs = [(a, b) for a in found for b in found if a.start() < b.start() and float(a[0]) != float(b[0])]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return core[: a.start()] + b[0] + core[a.end() : b.start()] + a[0] + core[b.end() :]


def _other_number(rng: random.Random, core: str) -> str | None:
    """Write another number for one of the request."""
    one = rng.choice(list(_NUMBER.finditer(core)))
    return f"{core[: one.start()]}{n(float(one[0]) + rng.choice([1, 0.5]))}{core[one.end() :]}"


def _negated(rng: random.Random, core: str) -> str | None:
    """Deny what the part shall have."""
    if " with " in core:
        return core.replace(" with ", rng.choice([" without ", " but not with ", " with no "]), 1)
    if ". Add " in core:
        return core.replace(". Add ", rng.choice([". Do not add ", ". Never add ", ". Don't add "]), 1)
    return None


def _shaped(rng: random.Random, core: str) -> str | None:
    """Put a shape word that nobody knows before a noun."""
    nouns = [noun for noun in _NOUNS if re.search(rf"\b{noun}s?\b", core)]
    if not nouns:
        return None
    return re.sub(rf"\b({rng.choice(nouns)}s?)\b", rf"{rng.choice(_SHAPES)} \1", core, count=1)


def _with_more(rng: random.Random, core: str) -> str:
    """Ask for something that is not known."""
    return f"{core}{rng.choice([', and ', ' with ', '. Add '])}{rng.choice(_THINGS)}{rng.choice(['', ' on it', ' on top'])}"


def _contradicted(rng: random.Random, core: str) -> str:
    """Name a size again, otherwise."""
    return f"{core}, {rng.randrange(300, 400)} mm {rng.choice(['long', 'thick', 'high'])}"


def _shortened(rng: random.Random, core: str) -> str | None:
    """Leave out a number together with its unit."""
    found = list(re.finditer(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?: ?mm)?(?!\d|\.\d)", core))
    # a plate has four corners and a square tube two equal sides, whether that is said or not
    found = [one for one in found if core.count(one[0]) == 1 and not (one[0] == "4" and "corner" in core)]
    if not found:
        return None
    one = rng.choice(found)
    return core[: one.start()] + core[one.end() :]


MUTATIONS: dict[str, Callable[[random.Random, str], str | None]] = {
    "two numbers swapped": _swapped,
    "another number": _other_number,
    "negated": _negated,
    "unknown shape word": _shaped,
    "something unknown more": _with_more,
    "contradicted": _contradicted,
    "a number left out": _shortened,
}


def in_inches(seed: int) -> tuple[str, str, Design]:
    """Return a plate in inches: the request, the same without its only unit, and the design."""
    rng = random.Random(f"inches {seed}")
    a, b, t = rng.choice([4, 5, 6, 8]), rng.choice([2, 3, 3.5]), rng.choice([0.25, 0.5, 0.375])
    sizes = listed(rng, (a, b, t), "")
    unit = rng.choice([" in", " inch", " inches", '"'])
    noun = rng.choice(["plate", "rectangular plate", "mounting plate"])
    words = rng.choice(["{noun} {sizes}{unit}", "{sizes}{unit} {noun}", "a {noun}, {sizes}{unit}"])
    base = {
        "kind": "part",
        "part": "plate",
        "sizes": {"length": f"{a} in", "width": f"{b} in", "thickness": f"{t} in"},
    }
    with_unit, without = (words.format(noun=noun, sizes=sizes, unit=one) for one in (unit, ""))
    return with_unit, without, Design.read({"bodies": [{"base": base}]})


# --- judging -----------------------------------------------------------------------------------------------------


def plan_of(words: str) -> Plan | None:
    """Return the plan of a request, None where a question is asked."""
    try:
        return RulesPlanner().plan(words)
    except NeedsClarification:
        return None


#: Sizes that leave volume and box as they are when they are swapped.
_UPSIDE_DOWN = ("bottom_diameter", "top_diameter")


def told_apart(plan: Plan) -> tuple[object, ...]:
    """Return what tells the model of a plan from others: its geometry, and which way up a cone stands."""
    sizes = [body["base"].get("sizes", {}) for body in (plan.design or {}).get("bodies", ())]
    return (*geometry(plan), [its.get(name) for its in sizes for name in _UPSIDE_DOWN])


def judge(seeds: range) -> tuple[Counter[str], list[str]]:
    """Return how many requests were right, asked about and wrong, and the wrong ones."""
    tally, faults = Counter[str](), []
    for seed in seeds:
        wanted = asked(seed)
        verdict, fault = _judged(wanted.words, wanted.geometry)
        tally[verdict] += 1
        if verdict == "wrong":
            faults.append(f"{seed}: {wanted.words!r} -> {fault}")
        way, changed, first = mutated(seed)
        plan = plan_of(changed)
        unseen = plan is not None and told_apart(plan) == first.geometry
        tally["mutation unseen" if unseen else "mutation seen"] += 1
        if unseen:
            faults.append(f"{seed}: {way}: {changed!r} -> built as {first.words!r}")
        if seed % 10 == 0:
            _judge_inches(seed, tally, faults)
    return tally, faults


def _judged(words: str, wanted: tuple[object, ...]) -> tuple[str, str]:
    plan = plan_of(words)
    if plan is None:
        return "asked", ""
    found = told_apart(plan)
    return ("right", "") if found == wanted else ("wrong", f"{found} for {wanted}")


def _judge_inches(seed: int, tally: Counter[str], faults: list[str]) -> None:
    words, without, design = in_inches(seed)
    wanted = told_apart(compile_design(design))
    verdict, fault = _judged(words, wanted)
    tally[verdict] += 1
    if verdict == "wrong":
        faults.append(f"{seed}: {words!r} -> {fault}")
    plan = plan_of(without)
    unseen = plan is not None and told_apart(plan) == wanted
    tally["mutation unseen" if unseen else "mutation seen"] += 1
    if unseen:
        faults.append(f"{seed}: unit dropped: {without!r} -> built as {words!r}")


def main() -> None:
    """Judge many and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading.generated", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    parser.add_argument("--odd", action="store_true", help="long odd texts")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    tally, faults = (odd_texts.judge if options.odd else judge)(seeds)
    print("\n".join(faults))
    print(dict(tally))
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
