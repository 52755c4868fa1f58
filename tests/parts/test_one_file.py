"""Adding a part is one file: a copy of the package gets one more, and is asked for it in words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mayfly

NEW = Path(__file__).parent / "step_block.py"
SIZES = "60x40x30, step length 25, step height 10"
REQUESTS = {
    "bare": f"step block {SIZES}",
    "another name": f"stepped block {SIZES}",
    "on its own face": f"stair block {SIZES}, with a 5 mm hole in the floor",
    "on its first face": f"step block {SIZES}, with a 5 mm hole",
    "no such face": f"step block {SIZES}, with a 5 mm hole in the left wall",
    "absorbed": f"step block {SIZES}, with a bore of 6 mm",
    "on its edges": f"step block {SIZES}, 1 mm fillet on the inner edge",
    "its pose": f"standing step block {SIZES}",
    "another pose": f"lying step block {SIZES}",
    "its step": f"step block {SIZES}, with one step",
    "two steps": f"step block {SIZES}, with two steps",
    "another part": "triangular step block 60x40x30",
}
ASK = """
import json, sys
from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

answers = {}
for name, request in json.load(sys.stdin).items():
    try:
        plan = RulesPlanner().plan(request)
    except NeedsClarification as question:
        answers[name] = {"question": str(question)}
        continue
    needs = plan.requirements
    holes = [[hole.diameter_mm, hole.kind, hole.at] for hole in needs.holes]
    answers[name] = {
        "part": plan.part,
        "box": needs.bounding_box_mm,
        "volume": needs.volume_mm3,
        "holes": holes,
        "script": plan.script,
    }
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a copy of the package with one more file in its catalogue makes of the requests."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(
        Path(mayfly.__file__).parent,
        folder / "mayfly",
        ignore=shutil.ignore_patterns("__pycache__", "static"),
    )
    shutil.copy(NEW, folder / "mayfly" / "cad" / "parts" / NEW.name)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(REQUESTS),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def test_it_is_made_by_each_of_its_names(answers: dict[str, dict[str, Any]]) -> None:
    for name in ("bare", "another name"):
        assert answers[name]["part"] == "step_block"
        assert answers[name]["box"] == [60, 40, 30]
        assert answers[name]["volume"] == pytest.approx(40 * (60 * 30 - 25 * 20))


def test_features_go_on_the_faces_that_it_describes(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["on its own face"]["holes"] == [[5, "through", [[17.5, 0]]]]
    assert answers["on its first face"]["holes"] == [[5, "through", [[-12.5, 0]]]]
    assert "left" in answers["no such face"]["question"]


def test_a_feature_that_it_absorbs_is_a_size(answers: dict[str, dict[str, Any]]) -> None:
    assert "\nbore = 6.0 " in answers["absorbed"]["script"]
    assert answers["absorbed"]["holes"] == [[6, "through", [[17.5, 0]]]]


def test_its_outline_has_edges(answers: dict[str, dict[str, Any]]) -> None:
    assert ".fillet(" in answers["on its edges"]["script"]
    assert answers["on its edges"]["volume"] > answers["bare"]["volume"]


def test_what_agrees_with_it_is_taken_and_what_does_not_is_asked(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["its pose"]["volume"] == answers["its step"]["volume"] == answers["bare"]["volume"]
    assert "pose" in answers["another pose"]["question"]
    assert "has 1 step" in answers["two steps"]["question"]


def test_it_becomes_another_part(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["another part"]["part"] == "wedge"
