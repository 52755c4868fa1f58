"""Features on any base: each request becomes the model that a script of its own, by hand, makes.

`features.jsonl` has one request a line, with what was measured on a model that was written in
CadQuery from the request alone: box, lowest corner, volume, centroid, principal moments, holes. The
centroid and the moments tell when a feature is on the wrong side, or turned the wrong way.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.standards import parallel_keys
from mayfly.contracts import Plan
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner
from mayfly.subject import Subject

_HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (_HERE / "features.jsonl").read_text(encoding="utf-8").splitlines()
]
#: Of the measured volumes of curved cuts, the kernel gives so many digits.
_VOLUME = 2e-5


@pytest.fixture(scope="module")
def models() -> dict[str, tuple[Plan, dict[str, Any]]]:
    """Plan every request, and build and measure all scripts in one process."""
    plans = [RulesPlanner().plan(row["request"]) for row in ROWS]
    done = subprocess.run(
        [sys.executable, str(_HERE / "build_plans.py")],
        input=json.dumps([plan.script for plan in plans]),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["request"]: pair for row, *pair in zip(ROWS, plans, measured, strict=True)}  # type: ignore[misc]


def _holes(measured: dict[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(
        (round(hole["diameter_mm"], 3), hole["axis"], hole["kind"], [round(x, 2) + 0.0 for x in at])
        for hole in measured["holes"]
        for at in hole["at"]
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["request"][:70])
def test_a_feature_is_made_where_and_as_it_was_meant(
    row: dict[str, Any], models: dict[str, tuple[Plan, dict[str, Any]]]
) -> None:
    _, model = models[row["request"]]
    assert "error" not in model
    assert model["valid"]
    assert model["solids"] == row["solids"]
    assert model["bounding_box_mm"] == pytest.approx(row["box"], abs=0.005)
    assert model["lowest_mm"] == pytest.approx(row["lowest"], abs=0.005)
    assert model["volume_mm3"] == pytest.approx(row["volume"], rel=_VOLUME)
    assert model["centre_mm"] == pytest.approx(row["centre"], abs=0.005)
    assert model["moments_mm5"] == pytest.approx(row["moments"], rel=_VOLUME)
    assert _holes(model) == sorted(tuple(hole) for hole in row["holes"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["request"][:70])
def test_a_plan_requires_what_the_truth_measures(
    row: dict[str, Any], models: dict[str, tuple[Plan, dict[str, Any]]]
) -> None:
    wanted = models[row["request"]][0].requirements
    assert wanted.solids == row["solids"]
    assert wanted.exact_holes
    if wanted.bounding_box_mm is None:  # a hole took the crest of something round
        assert wanted.volume_mm3 is not None
        assert re.match("sphere|hemisphere|capsule", row["request"])
    else:
        assert wanted.bounding_box_mm == pytest.approx(row["box"], abs=0.005)
    if wanted.volume_mm3 is not None:
        assert wanted.volume_mm3 == pytest.approx(row["volume"], rel=_VOLUME)
    required = sum(hole.count for hole in wanted.holes)
    assert required == len(row["holes"])


def test_nearly_every_plan_requires_a_volume(models: dict[str, tuple[Plan, dict[str, Any]]]) -> None:
    without = [request for request, (plan, _) in models.items() if plan.requirements.volume_mm3 is None]
    assert len(without) <= len(ROWS) // 20, without


def test_a_feature_brings_its_named_parameters(models: dict[str, tuple[Plan, dict[str, Any]]]) -> None:
    for request, (plan, _) in models.items():
        body = plan.script.splitlines()
        named = [line for line in body if re.match(r"\w+ = [\d.]+  # (mm|degrees|count)(, [^:]+)?: ", line)]
        first_step = next(i for i, line in enumerate(body) if line.startswith(("result", "outline", "block")))
        assert named or "corner_radius" in plan.script or plan.part in {"cup", "tray"}, request
        assert all(body.index(line) < first_step for line in named), request
        assert body[-1] == "show_object(result)", request


@pytest.mark.parametrize(
    ("request_", "reason", "named"),
    [
        # where, and which way
        ("disc Ø80 x 12 with a V groove", "missing", ["Where", "top"]),
        ("plate 100x60x10 with a groove 4 wide 2 deep", "missing", ["along X", "along Y"]),
        ("disc Ø100 x 8 with four slots 20 x 6 on a 60 mm bolt circle", "missing", ["radially"]),
        ("wedge 60x30x40 with a 6 mm hole", "missing", ["sloped face", "underside"]),
        ("hex bolt M8 x 40 with a 2 mm hole", "missing", ["shank", "head"]),
        ("hemisphere 60 with a 6 mm hole 10 deep", "missing", ["dome", "flat side"]),
        ("stepped shaft Ø30x40, Ø20x50 with a 3 mm cross hole 10 mm from the end", "missing", ["10 mm"]),
        ("shaft Ø30 x 100 with a keyway", "missing", ["Where"]),
        ("shaft Ø30 x 100 with a keyway 8 x 4 in the middle", "missing", ["How long"]),
        ("tube OD 60 ID 25 length 40 with a keyway", "missing", ["25", "outside"]),
        ("cube 60 with a counterbored M6 hole in the middle of each face", "missing", ["deep"]),
        # which of two
        ("block 60x40x20, fillet the front edge 4 mm", "missing", ["4 edges", "front"]),
        ("block 60x40x20 with a chamfer 2 x 1 mm on the top edges", "conflict", ["2", "1"]),
        ("block 60x40x20, chamfer the top front edge 3 mm x 30°", "unsupported", ["30°"]),
        ("plate 100x60x10 with a boss Ø20 x 10 at (20, 10) and a 5 mm hole in it", "missing", ["boss"]),
        (
            "plate 90x60x9 with a boss Ø30 x 9 in the middle, 2 mm fillet on the top edges",
            "missing",
            ["boss"],
        ),
        (
            "plate 90x60x9 with a blind 10 mm hole 5 mm deep in the centre and a boss Ø30 x 9 in the centre",
            "conflict",
            ["top face", "boss"],
        ),
        ("disc Ø100 x 20 with a 30 mm bore and a keyway 8x7 DIN 6885", "conflict", ["7", "3.3"]),
        ("box 100x60x40, shelled", "missing", ["top", "closed"]),
        ("plate 100x60x20, hollow, 3 mm walls", "missing", ["closed"]),
        (
            "block 80x60x40 with a 20 mm hole 10 deep in the top and a 6 mm hole through the bottom of it",
            "conflict",
            ["20", "6"],
        ),
        # it does not fit
        (
            "tube OD 40 ID 30 length 60 with a groove 3 mm wide 6 mm deep 10 mm from the top",
            "impossible",
            ["6", "5"],
        ),
        ("cylinder Ø40 x 50 with a groove 60 mm wide 2 deep in the middle", "impossible", ["60", "50"]),
        ("disc Ø40 x 20 with a 25 mm bore and a keyway 8 x 8", "impossible", ["8", "25"]),
        ("block 60x40x20 with a 25 mm fillet on the top front edge", "impossible", ["25", "20"]),
        (
            "heat sink 80x60x30, base 5, 8 fins 2 thick, with a 4 mm hole at (0, 4.14)",
            "impossible",
            ["4", "5"],
        ),
        (
            "hollow cube 50, 3 mm walls, closed, and a pocket 20 x 10, 5 deep in the top",
            "impossible",
            ["5", "3"],
        ),
        ("cube 40, walls 25 mm, hollow, closed", "impossible", ["25"]),
        (
            "wedge 80x40x40 with a 6 mm hole 10 deep in the sloped face, 20 mm from the bottom edge",
            "impossible",
            ["10", "8.5"],
        ),
        (
            "stepped shaft Ø40x30, Ø30x50 with a groove 3 wide 1 deep 30 mm from the bottom",
            "impossible",
            ["28.5"],
        ),
        ("sphere 40 with a pocket 10 x 10, 5 deep", "unsupported", ["curved"]),
        ("block 80x60x40 with a ring groove 3 wide 2 deep", "unsupported", ["round"]),
        ("torus 50 x 8 with a 3 mm hole", "unsupported", ["torus"]),
    ],
)
def test_what_is_open_or_does_not_fit_is_asked_about(request_: str, reason: str, named: list[str]) -> None:
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(request_)
    assert [word for word in named if word not in caught.value.question] == []
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("request_", "stated"),
    [
        ("cylinder Ø30 x 80 with a groove 3 mm wide and 2 mm deep, 20 mm from the top", ["to its middle"]),
        ("bushing 25 x 45 x 40 with a keyway", ["8 mm wide", "3.3 mm deep", "DIN 6885-1", "+X"]),
        ("cylinder Ø30 x 50 with a 1 x 30° chamfer on the top edge", ["1 mm along the axis", "30°"]),
        ("block 60x40x30 with a 10 mm blind hole 15 mm deep with a drill point", ["15 mm", "118°"]),
        ("block 80x40x20 with a V groove 5 mm deep along the length", ["90°"]),
        ("hollow box 100x60x40, 2 mm walls, closed on all sides", ["closed", "outer sizes"]),
    ],
)
def test_what_is_taken_for_granted_about_a_feature_is_said(request_: str, stated: list[str]) -> None:
    said = " ".join(RulesPlanner().plan(request_).statements)
    assert [text for text in stated if text not in said] == []


def test_the_keyways_follow_each_other_without_a_gap() -> None:
    rows = parallel_keys.KEYWAYS
    assert all(row.to_mm == after.over_mm for row, after in itertools.pairwise(rows))
    assert all(row.shaft_depth_mm + row.hub_depth_mm > row.height_mm for row in rows)
    assert parallel_keys.keyway_for(5.9) is None
    assert parallel_keys.keyway_for(6) == parallel_keys.keyway_for(8)  # shafts from 6 mm on, by DIN 6885
    assert parallel_keys.keyway_for(22) == parallel_keys.Keyway(17, 22, 6, 6, 3.5, 2.8)
    assert parallel_keys.keyway_for(130.1) is None


@pytest.mark.parametrize(
    "foot", [Footprint.round(10), Footprint(20, 12), Footprint(20, 12, 3, 30), Footprint.slot(30, 8, 45)]
)
def test_a_footprint_sums_up_to_its_area(foot: Footprint) -> None:
    assert sum(weight for *_, weight in foot.nodes(14)) == pytest.approx(foot.area, rel=1e-9)


def test_a_hole_through_a_ball_takes_what_geometry_says() -> None:
    radius, hole = 20.0, 5.0

    def layers(u: float, v: float) -> tuple[tuple[float, float], ...]:
        half = math.sqrt(radius**2 - u**2 - v**2)
        return ((radius - half, radius + half),)

    ball = Face("ball", "Z", 1, 40, (-20, 20), (-20, 20), 40, layers=layers, curved=True)
    left = 4 / 3 * math.pi * (radius**2 - hole**2) ** 1.5
    taken = Footprint.round(2 * hole).taken(ball, (0, 0), math.inf)
    assert taken == pytest.approx(4 / 3 * math.pi * radius**3 - left, rel=1e-9)
    assert Footprint.round(2 * hole).thinnest(ball, (0, 0)) == pytest.approx(radius + math.sqrt(375))


def test_a_hole_in_both_sides_of_a_hollow_box_goes_through_two_walls() -> None:
    box = "hollow box 100x60x40, 2 mm walls, closed on all sides"
    solid, drilled = (
        RulesPlanner().plan(text) for text in (box, f"{box}, with a 5 mm hole in both short sides")
    )
    assert solid.requirements.volume_mm3 is not None
    assert drilled.requirements.volume_mm3 == pytest.approx(
        solid.requirements.volume_mm3 - 2 * (math.pi * 2.5**2 * 2)
    )


@pytest.mark.parametrize(("side", "edges"), [("", "top"), (" on the underside", "bottom")])
def test_the_edges_beside_a_boss_may_be_its_own(side: str, edges: str) -> None:
    request = f"plate 100x60x20 with a boss Ø20 x 10{side}, fillet 2 on the {edges} edges"
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request)
    assert raised.value.reason == "missing"
    assert raised.value.subject == Subject(kind="edges", feature="fillet", name="fillet", others=("boss",))
