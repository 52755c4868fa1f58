"""The acceptance requests, and every model that they ask for, planned and built once for the session."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.contracts import BuildReport, Plan
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

_HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (_HERE / "requests.jsonl").read_text(encoding="utf-8").splitlines()
]


@dataclass(frozen=True)
class Outcome:
    """What became of one request: a question or error, or a plan with its measured model."""

    error: MayflyError | None = None
    plan: Plan | None = None
    report: BuildReport | None = None
    moments: tuple[float, ...] = ()


@pytest.fixture(scope="session")
def outcomes(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Plan and build every request that asks for a model."""
    folder = tmp_path_factory.mktemp("acceptance")
    found: dict[str, Outcome] = {}
    for case in CASES:
        if case["expect"] == "model":
            found[case["id"]] = _outcome(workshop, case, folder / f"{case['id']}.step")
    return _with_moments(found, folder)


def _outcome(workshop: Workshop, case: dict[str, Any], output: Path) -> Outcome:
    try:
        plan = RulesPlanner().plan(case["request"])
        job = BuildJob(script=plan.script, parameters=plan.parameters, trusted=plan.trusted)
        return Outcome(plan=plan, report=workshop.build(job, output))
    except MayflyError as error:
        return Outcome(error=error)


def _with_moments(found: dict[str, Outcome], folder: Path) -> dict[str, Outcome]:
    built = [name for name, outcome in found.items() if outcome.report]
    done = subprocess.run(
        [sys.executable, str(_HERE / "moments.py")],
        input=json.dumps([str(folder / f"{name}.step") for name in built]),
        capture_output=True,
        text=True,
        check=True,
    )
    for name, line in zip(built, done.stdout.splitlines(), strict=True):
        old = found[name]
        found[name] = Outcome(old.error, old.plan, old.report, tuple(json.loads(line)))
    return found
