"""Random edits of random designs: valid, or refused with a path; said by ``diff``; undone without a rest."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from mayfly.contracts import Plan
from mayfly.design import Design, compile_design
from mayfly.design.edits import (
    AddFeature,
    ChangeBy,
    Mirror,
    Move,
    RemoveFeature,
    Scale,
    Selection,
    SetValue,
    Turn,
    sizes,
)
from mayfly.design.edits.paths import owners
from mayfly.design.errors import path_of
from mayfly.design.features import Hole
from mayfly.errors import InvalidDesign
from mayfly.planning.memory import followed, undone
from tests.design.conftest import Measure
from tests.design.random_designs import design
from tests.design.test_edits import PLATE
from tests.design.test_random_designs import BUILT, misses

_seeds = st.integers(0, 10**9)
_WRONG: Final[list[Any]] = ["x", -1, 0, 1e9, "M999", None, [], {}, True, "1/0", [0, 0], 10**400]


def fitting(rng: random.Random) -> Design:
    """Return a random design that fits."""
    while True:
        try:
            return Design.read(design(rng.randrange(10**9))).edit()
        except InvalidDesign:
            continue


def edit(rng: random.Random, of: Design) -> Any:
    """Return a random edit of a design, mostly one that is possible."""
    size = rng.choice([each for each in sizes(of) if not isinstance(each.value, str | bool)])
    number = float(size.value)
    owner = rng.choice([path_of(steps) for steps, _ in owners(of)])
    feature = next((each.kind for _, each in owners(of) if hasattr(each, "kind")), "hole")
    return rng.choice(
        [
            SetValue(path=size.path, value=number + 1 if size.unit == "count" else round(number * 1.1, 3)),
            SetValue(path=size.path, value=rng.choice(_WRONG)),
            ChangeBy(path=size.path, factor=2 if size.unit == "count" else rng.choice([0.5, 0.9, 1.1])),
            ChangeBy(path=size.path, delta=rng.choice([-1, 1, 0.5])),
            Scale(factor=rng.choice([0.5, 0.9, 2])),
            Scale(factor=rng.choice([0.5, 0.9, 2]), of=owner),
            Scale(factor=rng.choice([0.5, 2]), of="bodies[0]", axis=rng.choice(["x", "y", "z"])),
            AddFeature(feature=Hole(diameter=1), body=rng.choice(["", "bodies[0]"])),
            RemoveFeature(of=owner),
            RemoveFeature(of=Selection(feature=feature)),
            Move(of=owner, by=rng.choice([(1, 0.5), (1, 2, 3)])),
            Turn(of=owner, angle=rng.choice([30, 90, -45]), axis=rng.choice(["x", "y", "z"])),
            Mirror(of=owner, plane=rng.choice(["xy", "xz", "yz"]), keep=rng.random() < 0.5),
        ]
    )


def edited(seed: int) -> tuple[Design, Any, Design | None]:
    """Return a random design, a random edit, and what it makes; None where it is refused, with a path."""
    rng = random.Random(seed)  # noqa: S311 - the same every time
    before = fitting(rng)
    change = edit(rng, before)
    try:
        return before, change, before.edit(change)
    except InvalidDesign as error:
        for path, text in error.problems:
            assert text and path.startswith(("bodies", "expect")), error
        return before, change, None


@settings(max_examples=120, deadline=None)
@given(_seeds)
def test_an_edit_makes_a_design_that_fits_or_is_refused_with_a_path(seed: int) -> None:
    before, _, after = edited(seed)
    assert before == Design.read(before.to_dict())
    if after is not None:
        assert compile_design(after).script
        assert Design.read(json.dumps(after.to_dict())) == after


_STEPS: Final = [
    "bodies[0]", "bodies[9]", "features[0]", "features[1]", "base", "sizes", "at", "inset", "hole", "plate",
    "bore", "diameter", "kind", "part", "thickness", "counterbore", "depth", "name", "expect", "solids",
    "[0]", "[1]", "title", "color", "turn", "copies", "points",
]  # fmt: skip
_PATHS = st.text(max_size=30) | st.lists(st.sampled_from(_STEPS), min_size=1, max_size=6).map(".".join)
_VALUES = st.sampled_from(_WRONG) | st.text(max_size=9) | st.floats() | st.lists(st.integers(), max_size=3)


@settings(max_examples=300, deadline=None)
@given(_PATHS, _VALUES, st.booleans())
def test_any_path_and_value_is_taken_or_refused(path: str, value: Any, grows: bool) -> None:
    wanted: list[dict[str, Any]] = [{"kind": "set", "path": path, "value": value}]
    wanted += [{"kind": "change", "path": path, "factor": 2}] if grows else []
    wanted += [{"kind": "remove_feature", "of": path}, {"kind": "scale", "factor": 2, "of": path}]
    for edits in (wanted[:-2], wanted[-2:-1], wanted[-1:]):
        try:
            Design.read(PLATE).edit(*edits)
        except InvalidDesign as error:
            assert error.problems


@settings(max_examples=80, deadline=None)
@given(_seeds)
def test_what_an_edit_changed_is_named_and_nothing_else(seed: int) -> None:
    before, change, after = edited(seed)
    if after is None:
        return
    changes = before.diff(after)
    assert before.diff(before) == ()
    assert all(each.sentence.endswith(".") and "None" not in each.sentence for each in changes)
    if before.bodies != after.bodies and "sizes" not in getattr(change, "path", ""):
        assert changes
    if isinstance(change, SetValue | ChangeBy) and "sizes" not in change.path:
        named = {each.path for each in changes if not each.path.startswith("expect")}
        assert all(path.startswith(change.path.rpartition(".")[0]) for path in named), (change, named)
    if isinstance(change, RemoveFeature):
        assert {each.kind for each in changes} == {"removed"}
    if isinstance(change, AddFeature):
        assert [each.kind for each in changes] == ["added"]
        assert changes[0].after["kind"] == "hole"


@settings(max_examples=40, deadline=None)
@given(_seeds)
def test_undo_returns_the_same_design_one_edit_after_the_other(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same every time
    plans: list[Plan] = [compile_design(fitting(rng))]
    for _ in range(5):
        before = Design.read(plans[-1].design)
        try:
            after = before.edit(edit(rng, before))
        except InvalidDesign:
            continue
        plans.append(followed(compile_design(after), plans[-1]))
    last = plans[-1]
    for plan in reversed(plans[:-1]):
        back = undone(last)
        assert back is not None
        assert (back.design, back.script, back.requirements) == (plan.design, plan.script, plan.requirements)
        assert Counter(each.path for each in back.changes) == Counter(
            each.path for each in Design.read(last.design).diff(Design.read(plan.design))
        )
        last = back
    assert undone(last) is None


def test_edited_designs_are_built_as_they_were_worked_out(measure: Measure) -> None:
    plans = []
    for seed in range(10**6):
        _, _, after = edited(seed)
        if after is not None:
            plans.append(compile_design(after))
        if len(plans) == BUILT // 2:
            break
    rows = measure([plan.script for plan in plans])
    missed = [one for plan, row in zip(plans, rows, strict=True) for one in misses(plan, row)]
    assert not missed
