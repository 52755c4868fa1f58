"""Requests in many words: the sizes, holes and volume that each of them means.

`paraphrases.jsonl` has one request a line. Holes are rows of diameter, count, axis, kind and places.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.requirements_check import compare
from mayfly.contracts import BuildReport, MeasuredHole, Plan
from mayfly.planning.rules import RulesPlanner

_HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (_HERE / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
]


def _name(row: dict[str, Any]) -> str:
    return str(row["request"])[:60]


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_a_request_is_read_as_it_was_meant(row: dict[str, Any]) -> None:
    plan = RulesPlanner().plan(row["request"])
    wanted = plan.requirements
    assert plan.part == row["part"]
    assert plan.trusted
    assert wanted.bounding_box_mm == pytest.approx(row["box"], abs=0.001)
    if row["volume"] is not None:
        assert wanted.volume_mm3 == pytest.approx(row["volume"], rel=1e-5, abs=0.01)
    holes = [
        [
            round(hole.diameter_mm, 4),
            hole.count,
            hole.axis,
            hole.kind,
            [[round(x, 3) + 0.0 for x in at] for at in hole.at] if hole.at and hole.count <= 4 else None,
        ]
        for hole in wanted.holes
    ]
    assert holes == row["holes"]


def test_there_are_many_paraphrases_of_many_parts() -> None:
    assert len(ROWS) >= 150
    assert len({row["part"] for row in ROWS}) >= 30


def test_every_script_builds_what_its_plan_requires() -> None:
    plans: list[Plan] = [RulesPlanner().plan(row["request"]) for row in ROWS]
    done = subprocess.run(
        [sys.executable, str(_HERE / "build_plans.py")],
        input=json.dumps([plan.script for plan in plans]),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    wrong: list[str] = []
    for row, plan, line in zip(ROWS, plans, done.stdout.splitlines(), strict=True):
        wrong += [f"{row['request']}: {text}" for text in _misses(plan, json.loads(line))]
    assert wrong == []


def _misses(plan: Plan, measured: dict[str, Any]) -> list[str]:
    """Compare a plan's requirements with what was measured in the child."""
    if "error" in measured:
        return [measured["error"]]
    holes = tuple(
        MeasuredHole(**{**hole, "at": tuple((a, b) for a, b in hole["at"])}) for hole in measured["holes"]
    )
    tuples = {key: tuple(value) for key, value in measured.items() if isinstance(value, list)}
    known = {field.name for field in fields(BuildReport)}
    plain = {key: value for key, value in {**measured, **tuples, "holes": holes}.items() if key in known}
    report = BuildReport(**{"size_bytes": 0, "sha256": "", **plain})
    return [*(["not valid"] if not report.valid else []), *map(str, compare(plan.requirements, report))]
