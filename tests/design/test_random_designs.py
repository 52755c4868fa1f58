"""Random designs: read and written without loss, refused with a path, or built as they were worked out."""

from __future__ import annotations

import copy
import itertools
import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayfly.cad.requirements_check import compare
from mayfly.contracts import BuildReport, MeasuredHole, Plan
from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign
from tests.design.conftest import Measure
from tests.design.random_designs import Data, design, hole, nests

BUILT: Final = 60
#: Two solids that are alike to the kernel differ by less; on curved walls its own integration is as coarse.
EXACT, COARSE = 1e-6, 2e-5
_CURVED: Final = ('"face": "side"', '"kind": "ellipse"', '"keyway"')
#: Of so many designs at least, each of these is worked out, and so measured.
KNOWN: Final = {"bounding_box_mm": 40, "lowest_mm": 40, "centre_mm": 8, "volume_mm3": 35, "holes": 5}
_seeds = st.integers(0, 10**9)
_WRONG: Final[list[Any]] = [
    "x", "", -1, 0, 1e9, -1e9, "-3 in", "1/0", "M999", None, [], {}, [1, 2, 3], True, math.nan, math.inf,
    1e-9,
    {"kind": "nope"}, [[0, 0], [0, 0]], [[1, 1], [2, 2], [3, 3]], "2 in", 10**400, "\u202e", 5, -360, 179.99,
]  # fmt: skip


def compiled(data: Data) -> Plan | None:
    """Return the plan of a design, None if it is refused with a path."""
    try:
        return compile_design(Design.read(data))
    except InvalidDesign as error:
        assert error.problems
        assert all(path.startswith("bodies") or path in {"version", "expect"} for path, _ in error.problems)
        return None


@settings(max_examples=80, deadline=None)
@given(_seeds)
def test_a_design_survives_json(seed: int) -> None:
    read = Design.read(design(seed))
    assert Design.read(json.dumps(read.to_dict())) == read
    assert Design.read(read.to_dict()).to_dict() == read.to_dict()


@settings(max_examples=60, deadline=None)
@given(_seeds)
def test_a_design_compiles_twice_to_the_same(seed: int) -> None:
    one, two = compiled(design(seed)), compiled(design(seed))
    assert (one and one.script) == (two and two.script)
    assert (one and one.requirements) == (two and two.requirements)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _spoiled(seed: int) -> Data:
    """Return a random design with one value replaced, left out or added that should not be there."""
    rng = random.Random(seed)  # noqa: S311 - the same every time
    data = copy.deepcopy(design(seed))
    *steps, last = rng.choice([path for path in _paths(data) if len(path) > 2])
    place: Any = data
    for step in steps:
        place = place[step]
    pick = rng.random()
    if pick < 0.1 and isinstance(place, dict):
        place["extra"] = 1
    elif pick < 0.2:
        del place[last]
    else:
        place[last] = rng.choice(_WRONG)
    return data


@settings(max_examples=250, deadline=None)
@given(_seeds)
def test_a_spoiled_design_is_refused_with_a_path_or_is_sound(seed: int) -> None:
    compiled(_spoiled(seed))


@pytest.mark.parametrize(
    ("feature", "path"),
    [
        ({"kind": "hole", "diameter": 500}, "hole.at"),
        ({"kind": "hole", "diameter": 5, "face": "nowhere"}, "hole.face"),
        ({"kind": "hole", "diameter": 5, "depth": 50}, "hole.depth"),
        ({"kind": "hole", "thread": "M999"}, "hole"),
        ({"kind": "hole", "diameter": 5, "at": {"kind": "points", "points": [[90, 0]]}}, "hole.at"),
        ({"kind": "groove", "along": "z", "width": 3, "depth": 1}, "groove.along"),
        ({"kind": "groove", "along": "x", "width": 3, "depth": 10}, "groove.depth"),
        ({"kind": "groove", "along": "x", "width": 3}, "groove"),
        ({"kind": "groove", "along": "x", "shape": "v", "depth": 2, "angle": 90, "width": 9}, "groove"),
        ({"kind": "ring_groove", "z": [5], "width": 2, "depth": 1}, "ring_groove"),
        ({"kind": "keyway", "within": "bore"}, "keyway.within"),
        ({"kind": "keyway", "within": "shaft", "length": 20}, "keyway"),
        ({"kind": "pocket", "profile": {"kind": "circle", "diameter": 10}, "depth": "2 in"}, "pocket.depth"),
        (
            {"kind": "boss", "profile": {"kind": "slot", "length": 20, "width": 6}, "height": 4,
             "orientation": "radial"},
            "boss.orientation",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_plate_is_refused_where_it_is_written(feature: Data, path: str) -> None:
    plate = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 50, "thickness": 8}}
    with pytest.raises(InvalidDesign) as refused:
        compile_design(Design.read({"bodies": [{"base": plate, "features": [feature]}]}))
    assert refused.value.problems[0][0] == f"bodies[0].features[0].{path}"


def test_a_boss_covers_no_hole_and_a_pocket_undercuts_no_boss() -> None:
    plate = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 50, "thickness": 8}}
    hole = {"kind": "hole", "diameter": 4}
    boss = {"kind": "boss", "profile": {"kind": "rectangle", "length": 10, "width": 10}, "height": 5}
    pocket = {"kind": "pocket", "profile": {"kind": "rectangle", "length": 20, "width": 20}, "depth": 3}
    for features in ([hole, boss], [boss, pocket]):
        with pytest.raises(InvalidDesign, match=r"features\[1\]"):
            compile_design(Design.read({"bodies": [{"base": plate, "features": features}]}))
    assert compiled({"bodies": [{"base": plate, "features": [boss, hole]}]}) is not None


def test_two_orders_of_features_that_do_not_meet_give_the_same_volume() -> None:
    checked = 0
    for seed in itertools.count():
        data = design(seed)
        features = data["bodies"][0]["features"]
        first = compiled(data) if len(features) > 1 and not nests(data) else None
        if first is None or first.requirements.volume_mm3 is None:
            continue
        turned = copy.deepcopy(data)
        turned["bodies"][0]["features"] = features[::-1]
        second = compiled(turned)
        if second is None or second.requirements.volume_mm3 is None:
            continue  # a boss that comes after its hole is refused
        assert math.isclose(first.requirements.volume_mm3, second.requirements.volume_mm3, rel_tol=1e-9), seed
        checked += 1
        if checked == 12:
            return


def _report(row: dict[str, Any]) -> BuildReport:
    def known(kind: type[Any], data: dict[str, Any]) -> dict[str, Any]:
        names = {one.name for one in fields(kind)}
        return {key: _frozen(value) for key, value in data.items() if key in names}

    holes = tuple(MeasuredHole(**known(MeasuredHole, hole)) for hole in row["holes"])
    return BuildReport(**{**known(BuildReport, row), "holes": holes, "size_bytes": 0, "sha256": ""})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def misses(plan: Plan, row: dict[str, Any]) -> list[str]:
    """Return where a built design differs from what was worked out."""
    volume, within = plan.requirements.volume_mm3, nests(dict(plan.design or {}))
    if "error" in row:
        # an intersection of which only the boxes meet may leave nothing, which the inspection refuses
        return [] if within and volume is None and "intersect(" in plan.script else [str(row["error"])]
    # whether bodies touch of which only the boxes do is left to the inspection, which refuses those
    found = compare(plan.requirements, _report(row))
    missed = [str(one) for one in found if one.check != "solids" or not within]
    allowed = COARSE if any(word in json.dumps(plan.design) for word in _CURVED) else EXACT
    if volume is not None and abs(row["volume_mm3"] / volume - 1) > allowed:
        missed.append(f"{row['volume_mm3']} mm³, worked out {volume}")
    return missed


def test_random_designs_measure_what_was_worked_out(measure: Measure) -> None:
    plans: list[tuple[int, Plan]] = []
    for seed in itertools.count(20_000):
        if plan := compiled(design(seed)):
            plans.append((seed, plan))
        if len(plans) == BUILT:
            break
    rows = measure([plan.script for _, plan in plans])
    missed = [
        f"{seed}: {one}" for (seed, plan), row in zip(plans, rows, strict=True) for one in misses(plan, row)
    ]
    assert not missed
    known = Counter(name for _, plan in plans for name in KNOWN if getattr(plan.requirements, name))
    assert all(known[name] >= least for name, least in KNOWN.items()), known


def drilled(seed: int) -> Data:
    """Return a random plate, tube, bar or disc with holes of one to three sizes."""
    rng = random.Random(seed)  # noqa: S311 - the same every time
    axis = rng.choice("xyz")
    bases: list[Data] = [
        {"kind": "part", "part": "plate", "sizes": {"length": 90, "width": 70, "thickness": 14}},
        {"kind": "part", "part": "tube", "sizes": {"outer_diameter": 60, "inner_diameter": 20, "length": 30}},
        {
            "kind": "extrusion",
            "profile": {"kind": "rectangle", "length": 90, "width": 60, "corner_radius": 9},
            "height": 18,
            "axis": axis,
        },
        {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 50}, "height": 25},
    ]
    base = rng.choice(bases)
    ends = {"x": ["left", "right"], "y": ["front", "back"]}.get(base.get("axis", "z"), ["top", "bottom"])
    features = [hole(rng, ends) for _ in range(rng.randint(1, 3))]
    return {"bodies": [{"base": base, "features": features}]}


def test_depths_and_mouths_of_holes_and_the_centre_of_mass_are_what_was_worked_out(measure: Measure) -> None:
    plans: list[Plan] = []
    for seed in itertools.count(900):
        if plan := compiled(drilled(seed)):
            plans.append(plan)
        if len(plans) == BUILT:
            break
    rows = measure([plan.script for plan in plans])
    assert not [one for plan, row in zip(plans, rows, strict=True) for one in misses(plan, row)]
    holes = [one for plan in plans for one in plan.requirements.holes]
    for found in (
        [one.depth_mm for one in holes],
        [one.counterbore_mm for one in holes],
        [one.countersink for one in holes],
        [plan.requirements.centre_mm for plan in plans],
    ):
        assert any(one is not None for one in found)
