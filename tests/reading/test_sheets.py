"""Parts that are specified as data, or spelled out by coordinates: what is built is measured.

`sheets.jsonl` has one request a line, with what was measured on a model that was written in CadQuery from the
request alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mayfly.planning.readings.decide import decide

_HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (_HERE / "sheets.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def models() -> dict[str, dict[str, Any]]:
    """Plan every request, and build and measure all scripts in one process."""
    plans = [decide(row["request"]).plan for row in ROWS]
    unread = [row["request"] for row, plan in zip(ROWS, plans, strict=True) if plan is None]
    assert not unread
    done = subprocess.run(
        [sys.executable, str(_HERE.parent / "planning" / "build_plans.py")],
        input=json.dumps([plan.script for plan in plans if plan is not None]),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["request"]: one for row, one in zip(ROWS, measured, strict=True)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["request"][:50])
def test_a_specified_part_is_made_as_its_data_say(
    row: dict[str, Any], models: dict[str, dict[str, Any]]
) -> None:
    model = models[row["request"]]
    assert "error" not in model
    assert model["solids"] == row["solids"]
    assert model["bounding_box_mm"] == pytest.approx(row["bbox_mm"], abs=0.005)
    assert model["lowest_mm"][2] == pytest.approx(row["zmin_mm"], abs=0.005)
    assert model["volume_mm3"] == pytest.approx(row["volume_mm3"], rel=2e-5)
    assert model["moments_mm5"] == pytest.approx(row["moments_mm5"], rel=2e-5)


_PLATE = '"plate": {"x": [0, 100], "y": [0, 60], "z": [0, 8]}'


@pytest.mark.parametrize(
    "request_",
    [
        f'{{{_PLATE}, "holes": [{{"d": 9, "at": [12, 12], "depth": 5, "through": true}}]}}',
        f'{{{_PLATE}, "holes": {{"d": 9, "count": 4, "at": [[12, 12], [20, 20]]}}}}',
        f'{{{_PLATE}, "holes": [{{"d": 9, "at": [200, 12]}}]}}',
        f'{{{_PLATE}, "holes": [{{"d": 9, "at": [12, 12]}}], "note": "the holes do not go through"}}',
        f'{{{_PLATE}, "chamfer_somewhere": 2, "holes": [{{"d": 9, "at": [12, 12]}}]}}',
        f'{{"part": "round plate", {_PLATE}, "holes": [{{"d": 9, "at": [12, 12]}}]}}',
        "disc:\n  diameter: 90\n  thickness: 12\nbolt_holes:\n  count: 6\n  diameter: 8\n",
        "Box A: x 0..40, y 0..20, z 0..10\nBox B: x 10..20, y 0..20, z 0..35\nUnion of A and B minus C.",
        "Turned part, axis Z:\n- z 0 to 20: diameter 30\n- z 25 to 50: diameter 20\n",
        '{"op":"union","of":[{"box":{"min":[0,0,0],"max":[9,9,9]}},{"cylinder":{"center":[0,0,8],"d":4,"h":20}}]}',
    ],
)
def test_data_that_contradict_or_leave_something_open_are_asked_about(request_: str) -> None:
    assert decide(request_).plan is None
