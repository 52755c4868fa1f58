"""Bodies that begin with a STEP file: its faces are found, and what is put on them measures as expected."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any, Final

import pytest

from mayfly.cad.requirements_check import compare
from mayfly.cad.step_survey import BadSurvey, StepSurvey, read_survey
from mayfly.contracts import Plan
from mayfly.design import Design, StepFile, compile_design, measured_files, step_files
from mayfly.errors import InvalidDesign
from tests.design.conftest import Measure, Survey
from tests.design.random_designs import Data, design, hole, nested, rib, sunk
from tests.design.test_random_designs import _report, compiled

#: A block of 80 x 60 x 10 mm on Z=0 with a hole through it, a round boss, a step and a rounded pocket.
BLOCK: Final = """import cadquery as cq

result = (
    cq.Workplane().box(80, 60, 10, centered=(True, True, False))
    .faces(">Z").workplane().pushPoints([(-25, 15)]).circle(8).extrude(6)
    .cut(cq.Workplane().circle(5).extrude(10))
    .cut(cq.Workplane().box(20, 60, 4, centered=(False, True, False)).translate((20, 0, 6)))
    .cut(cq.Workplane().box(16, 12, 4, centered=(True, True, False)).edges("|Z").fillet(3)
         .translate((0, -18, 6)))
)
show_object(result)
"""
VOLUME: Final = (
    80 * 60 * 10 + math.pi * 64 * 6 - math.pi * 25 * 10 - 20 * 60 * 4 - (16 * 12 - (4 - math.pi) * 9) * 4
)


@pytest.fixture(scope="module")
def block(survey: Survey, tmp_path_factory: pytest.TempPathFactory) -> tuple[StepSurvey, Path]:
    """The block's measures, and the folder with its file."""
    folder = tmp_path_factory.mktemp("block")
    (found,) = survey([BLOCK], folder)
    (folder / "0.step").rename(folder / "block.step")
    return read_survey(json.dumps(found).encode()), folder


def planned(found: StepSurvey, *features: dict[str, Any], **base: Any) -> Plan:
    body = {"base": {"kind": "step", "file": "block.step", **base}, "features": list(features)}
    with measured_files({"block.step": found}):
        return compile_design(Design.read({"bodies": [body]}))


def circle(diameter: float) -> dict[str, Any]:
    return {"kind": "circle", "diameter": diameter}


def at(*points: tuple[float, float]) -> dict[str, Any]:
    return {"kind": "points", "points": [list(point) for point in points], "origin": "model"}


def test_a_file_is_measured(block: tuple[StepSurvey, Path]) -> None:
    found, _ = block
    assert found.volume_mm3 == pytest.approx(VOLUME, rel=1e-9)
    assert (found.low, found.high) == ((-40, -30, 0), (40, 30, 16))
    assert [(hole.diameter_mm, hole.kind, hole.at) for hole in found.holes] == [(10, "through", ((0, 0),))]
    plan = planned(found)
    assert plan.requirements.volume_mm3 == found.volume_mm3
    assert plan.requirements.exact_holes
    assert not plan.trusted


@pytest.mark.parametrize(
    ("pick", "level"),
    [
        ({"direction": "+z", "rank": "largest"}, 10),
        ({"direction": "+z", "rank": "outermost"}, 16),
        ({"direction": "+z", "size": [60, 20]}, 6),
        ({"direction": "+z", "near": [0, -18, 0]}, 6),
        ({"area": math.pi * 64}, 16),
        ({"direction": "-z"}, 0),
    ],
)
def test_a_face_is_found_by_what_is_known_of_it(
    block: tuple[StepSurvey, Path], pick: dict[str, Any], level: float
) -> None:
    hole = {"kind": "hole", "face": "there", "diameter": 1, "at": {"kind": "centre"}}
    if level == 0:
        hole["at"] = at((30, 10))
    plan = planned(block[0], hole if level != 10 else {**hole, "at": at((-20, -20))},
                   faces=[{"name": "There", **pick}])  # fmt: skip
    origin = f"origin=(0, 0, {level})"
    assert origin in plan.script


@pytest.mark.parametrize(
    ("pick", "says"),
    [
        ({"direction": "+z"}, "4 flat faces fit 'there'"),
        ({"direction": "+z", "size": [1, 2]}, "no flat face that fits 'there'"),
    ],
)
def test_a_face_that_is_not_certain_is_refused(
    block: tuple[StepSurvey, Path], pick: dict[str, Any], says: str
) -> None:
    with pytest.raises(InvalidDesign, match=says) as refused:
        planned(block[0], faces=[{"name": "there", **pick}])
    assert refused.value.problems[0][0] == "bodies[0].base"


HOLE: Final = math.pi * 9
FEATURES: Final[dict[str, tuple[list[dict[str, Any]], float | None]]] = {
    "hole through the step": (
        [{"kind": "hole", "diameter": 6, "face": "bottom", "at": at((30, 10))}],
        -HOLE * 6,
    ),
    "hole through the boss": ([{"kind": "hole", "diameter": 6}], -HOLE * 16),
    "hole from below through the boss": (
        [{"kind": "hole", "diameter": 6, "face": "bottom", "at": at((-25, 15))}],
        -HOLE * 16,
    ),
    "blind hole into the pocket's floor": (
        [{"kind": "hole", "diameter": 6, "depth": 2, "face": "pocket", "at": at((0, -18))}],
        -HOLE * 2,
    ),
    "pocket in the step": (
        [{"kind": "pocket", "profile": circle(8), "depth": 3, "face": "step", "at": at((30, 0))}],
        -math.pi * 16 * 3,
    ),
    "slot through": (
        [{"kind": "slot", "length": 20, "width": 6, "face": "bottom", "at": at((30, -10)), "turn": 90}],
        -(14 * 6 + HOLE) * 6,
    ),
    "boss on a side": (
        [{"kind": "boss", "profile": circle(5), "height": 4, "face": "left"}],
        math.pi * 6.25 * 4,
    ),
    "hole on the edge of the pocket": (
        [{"kind": "hole", "diameter": 6, "face": "bottom", "at": at((0, -12))}],
        None,
    ),
    "block joined to the step": (
        [{"kind": "add", "base": {"kind": "extrusion", "profile": circle(10), "height": 5},
          "at": [30, 0, 6]}],
        math.pi * 25 * 5,
    ),
    "rod cut out of the plate": (
        [{"kind": "cut", "base": {"kind": "extrusion", "profile": circle(10), "height": 6},
          "at": [-20, -20, 4]}],
        -math.pi * 25 * 6,
    ),
    "rod cut out that stands out of it": (
        [{"kind": "cut", "base": {"kind": "extrusion", "profile": circle(10), "height": 20},
          "at": [-20, -20, 4]}],
        None,
    ),
    "corner cut off": (
        [{"kind": "cut", "base": {"kind": "extrusion", "profile": {"kind": "rectangle", "length": 20,
          "width": 20}, "height": 5}, "at": [-40, -30, 0]}],
        -10 * 10 * 5,
    ),
}  # fmt: skip
NAMED: Final = [
    {"name": "step", "direction": "+z", "size": [20, 60]},
    {"name": "pocket", "direction": "+z", "near": [0, -18, 6]},
]


def test_features_measure_what_was_worked_out_from_the_files_measures(
    block: tuple[StepSurvey, Path], measure: Measure
) -> None:
    found, folder = block
    plans = [planned(found, *features, faces=NAMED) for features, _ in FEATURES.values()]
    rows = measure([plan.script for plan in plans], folder)
    for name, plan, row in zip(FEATURES, plans, rows, strict=True):
        more = FEATURES[name][1]
        assert row.get("valid"), (name, row)
        assert row["solids"] == plan.requirements.solids == 1, name
        assert plan.requirements.bounding_box_mm == pytest.approx(row["bounding_box_mm"], abs=1e-6), name
        if more is None:
            assert plan.requirements.volume_mm3 is None, name
        else:
            assert plan.requirements.volume_mm3 == pytest.approx(VOLUME + more, rel=1e-9), name
            assert row["volume_mm3"] == pytest.approx(VOLUME + more, rel=1e-6), name


@pytest.mark.parametrize(
    ("feature", "path"),
    [
        ({"kind": "hole", "diameter": 6, "face": "roof"}, "hole.face"),
        ({"kind": "hole", "diameter": 6, "depth": 12, "face": "bottom", "at": at((-20, -10))}, "hole.depth"),
        ({"kind": "hole", "diameter": 6, "face": "bottom", "at": at((6, 0))}, "hole.at"),
        ({"kind": "fillet", "radius": 1}, "fillet"),
        ({"kind": "shell", "wall": 1}, "shell"),
        ({"kind": "keyway", "within": "bore"}, "keyway"),
        (
            {"kind": "cut", "at": [-20, 0, -1], "base": {"kind": "extrusion", "height": 40, "profile":
             {"kind": "rectangle", "length": 4, "width": 90}}},
            "cut.at",
        ),
        ({"kind": "add", "at": [0, 0, 30], "base": {"kind": "part", "part": "cube"}}, "add.at"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_before_it_is_built(
    block: tuple[StepSurvey, Path], feature: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidDesign) as refused:
        planned(block[0], feature)
    assert refused.value.problems[0][0] == f"bodies[0].features[0].{path}"


def test_an_existing_hole_that_a_feature_meets_is_not_asked_for(block: tuple[StepSurvey, Path]) -> None:
    far = planned(block[0], {"kind": "hole", "diameter": 3, "face": "bottom", "at": at((-20, -10))})
    assert {hole.diameter_mm for hole in far.requirements.holes} == {10, 3}
    across = planned(block[0], {"kind": "hole", "diameter": 3, "face": "left", "at": at((0, 5))})
    assert {hole.diameter_mm for hole in across.requirements.holes} == {3}
    assert not across.requirements.exact_holes


def test_a_design_without_its_file_is_refused() -> None:
    design = Design.read({"bodies": [{"base": {"kind": "step", "file": "motor.step"}}]})
    assert [base.file for base in step_files(design)] == ["motor.step"]
    with pytest.raises(InvalidDesign, match="is not there"):
        compile_design(design)


@pytest.mark.parametrize(
    "name",
    [
        "../a.step",
        "/etc/a.step",
        "a\\b.step",
        ".a.step",
        "a.txt",
        "a",
        "",
        'a".step',
        "a\n.step",
        "a\u202e.step",
    ],
)
def test_a_file_is_named_plainly(name: str) -> None:
    with pytest.raises(InvalidDesign, match=r"no plain name|pattern"):
        Design.read({"bodies": [{"base": {"kind": "step", "file": name}}]})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row | {"volume_mm3": 1e9},
        lambda row: row | {"volume_mm3": math.nan},
        lambda row: row | {"low": [0, 0, 0], "high": [0, 1, 1]},
        lambda row: row | {"solids": 0},
        lambda row: row | {"solids": "many"},
        lambda row: row | {"flat": [{"axis": "W"}]},
        lambda row: row | {"others": [{"kind": "plane", "box": [[0, 0, 0], [1e300, 0, 0]]}]},
        lambda row: {},
        lambda row: [],
    ],
)
def test_what_a_child_sends_is_not_believed(spoil: Any) -> None:
    row = {
        "solids": 1, "low": [0, 0, 0], "high": [1, 1, 1], "volume_mm3": 1.0, "holes": [], "flat": [],
        "others": [],
    }  # fmt: skip
    assert read_survey(json.dumps(row).encode()).volume_mm3 == 1
    with pytest.raises(BadSurvey):
        read_survey(json.dumps(spoil(dict(row))).encode())


def test_random_features_on_random_files_measure_what_was_worked_out(
    survey: Survey, measure: Measure, tmp_path: Path
) -> None:
    bases = [plan for seed in range(30_000, 30_120) if (plan := compiled(design(seed))) and _is_one(plan)][
        :25
    ]
    rows = survey([plan.script for plan in bases], tmp_path)
    plans: list[Plan] = []
    for number, (base, row) in enumerate(zip(bases, rows, strict=True)):
        found, name = read_survey(json.dumps(row).encode()), f"{number}.step"
        assert base.requirements.volume_mm3 == pytest.approx(found.volume_mm3, rel=2e-5)
        rng = random.Random(number)  # noqa: S311 - the same every time
        with measured_files({name: found}):
            file: Data = {"kind": "step", "file": name}
            among = list(StepFile(file=name).form().faces())  # type: ignore[misc]
            for _ in range(8):
                feature = rng.choice([hole, sunk, rib, nested])(rng, among or ["top"])
                if plan := compiled({"bodies": [{"base": file, "features": [feature]}]}):
                    plans.append(plan)
    assert len(plans) > 30
    assert sum(plan.requirements.volume_mm3 is not None for plan in plans) > 20
    missed = []
    for plan, row in zip(plans, measure([plan.script for plan in plans], tmp_path), strict=True):
        assert "error" not in row, plan.design
        joined = '"add"' in json.dumps(plan.design)  # whether bodies touch of which only the boxes do
        missed += [
            f"{plan.design}: {one}"
            for one in compare(plan.requirements, _report(row))
            if one.check != "solids" or not joined
        ]
    assert not missed


def _is_one(plan: Plan) -> bool:
    return plan.requirements.volume_mm3 is not None and plan.script.count("show_object(") == 1
