"""Sweeps, and profiles that are moved and turned: what is worked out is what is built."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.design import Design, Polygon, Rectangle, Slot, Sweep, compile_design
from mayfly.errors import InvalidDesign
from tests.design.conftest import Measure

Data = dict[str, Any]
ELBOW = [[0, 0, 0], [60, 0, 0], [60, 40, 0]]
SPACE = [[0, 0, 0], [50, 0, 0], [50, 70, 0], [50, 70, 30], [80, 90, 60]]
ROD: Data = {"kind": "circle", "diameter": 6}
BAR: Data = {"kind": "rectangle", "length": 4, "width": 8}


def swept(profile: Data, path: list[list[float]], **more: float) -> Data:
    return {"bodies": [{"base": {"kind": "sweep", "profile": profile, "path": path, **more}}]}


#: A sweep, its volume in mm³, and its box where a person can see it.
SWEEPS: list[tuple[Data, float, list[float] | None]] = [
    (swept(ROD, ELBOW), 100 * 9 * math.pi, [63, 43, 6]),
    (swept(BAR, ELBOW), 100 * 32, [62, 42, 8]),
    (swept(ROD, ELBOW, bend_radius=10), (80 + 5 * math.pi) * 9 * math.pi, [63, 43, 6]),
    (swept(BAR, ELBOW, bend_radius=10), (80 + 5 * math.pi) * 32, [62, 42, 8]),
    (swept(BAR, [[0, 0, 0], [0, 0, 50]]), 50 * 32, [4, 8, 50]),
    (swept(ROD, [[1, 2, 3], [31, 42, 3]]), 50 * 9 * math.pi, [34.8, 43.6, 6]),
    (swept(ROD, SPACE), (150 + math.dist((0, 0, 0), (30, 20, 30))) * 9 * math.pi, None),
]


def test_a_sweep_has_the_volume_of_its_profile_times_the_way_of_its_centroid(measure: Measure) -> None:
    plans = [compile_design(Design.read(data)) for data, _, _ in SWEEPS]
    for plan, found, (_, volume, box) in zip(
        plans, measure([plan.script for plan in plans]), SWEEPS, strict=True
    ):
        required = plan.requirements
        assert required.volume_mm3 == pytest.approx(volume, rel=1e-9)
        assert found["volume_mm3"] == pytest.approx(volume, rel=1e-6)
        assert required.bounding_box_mm is not None
        assert list(required.bounding_box_mm) == pytest.approx(found["bounding_box_mm"], abs=1e-3)
        if box is not None:
            assert list(required.bounding_box_mm) == pytest.approx(box, abs=1e-9)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (swept(ROD, ELBOW, bend_radius=2), "too small for a profile that reaches"),
        (swept(ROD, ELBOW, bend_radius=45), "its corners need"),
        (swept(ROD, [[0, 0, 0], [50, 0, 0], [0, 1, 0]]), "turns back on itself"),
        (swept(ROD, [[0, 0, 0], [50, 0, 0], [50, 30, 0], [20, 30, 0], [20, -20, 0]]), "closer to itself"),
        (swept(ROD, [[0, 0, 0], [0, 0, 0]]), "comes twice in a row"),
    ],
)
def test_a_path_that_can_not_be_swept_is_refused(data: Data, words: str) -> None:
    with pytest.raises(InvalidDesign, match=words) as refused:
        Design.read(data)
    assert "bodies[0].base" in str(refused.value)


@pytest.mark.parametrize(
    "profile",
    [
        Slot(length=30, width=10, at=(40, 5)),
        Rectangle(length=30, width=10, corner_radius=3, at=(40, -5)),
        Polygon(points=((0, 0), (20, 0), (20, 10), (5, 12)), corner_radius=1, at=(11, 3)),
    ],
)
def test_the_centroid_of_lines_and_arcs_moves_with_the_profile(profile: Slot | Rectangle | Polygon) -> None:
    here = profile.model_copy(update={"at": (0.0, 0.0)}).outline().centroid
    there = profile.outline().centroid
    assert there == pytest.approx((here[0] + profile.at[0], here[1] + profile.at[1]))


def test_a_revolved_profile_that_is_moved_or_turned_goes_around_the_same_axis(measure: Measure) -> None:
    profiles: list[Data] = [
        {"kind": "slot", "length": 30, "width": 10, "at": [40, 5], "turn": 25},
        {"kind": "rectangle", "length": 30, "width": 10, "corner_radius": 3, "at": [40, 5], "turn": 70},
    ]
    plans = [
        compile_design(Design.read({"bodies": [{"base": {"kind": "revolution", "profile": one}}]}))
        for one in profiles
    ]
    for plan, found in zip(plans, measure([plan.script for plan in plans]), strict=True):
        assert plan.requirements.volume_mm3 == pytest.approx(found["volume_mm3"], rel=1e-6)
        assert list(plan.requirements.bounding_box_mm or ()) == pytest.approx(
            found["bounding_box_mm"], abs=1e-3
        )


def test_a_profile_with_corners_stands_at_each_of_its_places(measure: Measure) -> None:
    plate = {"kind": "part", "part": "plate", "sizes": {"length": 90, "width": 60, "thickness": 8}}
    wedge = {"kind": "triangle", "base": 8, "height": 6, "turn": 30}
    boss = {
        "kind": "boss",
        "profile": wedge,
        "height": 5,
        "at": {"kind": "points", "points": [[-30, 10], [30, -12]]},
    }
    plan = compile_design(Design.read({"bodies": [{"base": plate, "features": [boss]}]}))
    (found,) = measure([plan.script])
    assert plan.requirements.volume_mm3 == pytest.approx(90 * 60 * 8 + 2 * 24 * 5)
    assert found["volume_mm3"] == pytest.approx(90 * 60 * 8 + 2 * 24 * 5, rel=1e-6)


def test_a_sweep_is_frozen_and_takes_lengths_with_units() -> None:
    one = Sweep.model_validate({"profile": ROD, "path": [["0", 0, 0], ["1 in", 0, 0]]})
    assert one.path[1][0] == pytest.approx(25.4)
