"""The acceptance requests (docs/conventions.md says how to read them): right models, right questions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.requirements_check import compare
from mayfly.contracts import BuildReport
from mayfly.errors import NeedsClarification
from mayfly.planning.conversation.intent import help_text, read_intent
from mayfly.planning.rules import RulesPlanner

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "requests.jsonl").read_text(encoding="utf-8").splitlines()
]
MODELS = [case for case in CASES if case["expect"] == "model"]
QUESTIONS = [case for case in CASES if case["expect"] == "clarify"]
INTENTS = [case for case in CASES if case["expect"] in {"stats", "sweep", "help", "list"}]


def _name(case: dict[str, Any]) -> str:
    return f"{case['id']} {case['request'][:40]}"


def _says(text: str, item: str) -> bool:
    """Whether a text names one of "a|b"; a number only as a whole one."""
    for option in item.split("|"):
        pattern = re.escape(option)
        if option[0].isdigit() or option[0] == "-":
            pattern = rf"(?<![\d.,]){pattern}"
        if option[-1].isdigit():
            pattern = rf"{pattern}(?![\d]|[.,]\d)"
        if re.search(pattern, text, re.IGNORECASE):
            return True
    return False


def _places(holes: Any, *, fixed: bool) -> list[tuple[Any, ...]]:
    """Give holes as comparable rows; axis and place only count where the request fixes the pose."""
    rows = []
    for hole in holes:
        get = hole.get if isinstance(hole, dict) else lambda key, hole=hole: getattr(hole, key)
        for at in get("at"):
            where = (get("axis"), *(round(x, 2) + 0.0 for x in at)) if fixed else ()
            rows.append((round(get("diameter_mm"), 2), get("kind"), *where))
    return sorted(rows)


def _differences(case: dict[str, Any], report: BuildReport, moments: tuple[float, ...]) -> list[str]:
    """Hold a measured model against the truth of its request."""
    tolerance, fixed = case["tolerance"], case["orientation"] == "fixed"
    checks = case.get("check", ["bbox_mm", "solids", "cylinders", "volume_mm3", "moments_mm5", "centroid_mm"])
    bad: list[str] = []

    def near(what: str, have: Any, want: Any, allowed: float) -> None:
        if len(have) != len(want) or any(abs(a - b) > allowed for a, b in zip(have, want, strict=True)):
            bad.append(f"{what}: {have} instead of {want}")

    box, truth = list(report.bounding_box_mm), case["bbox_mm"]
    near("box", box if fixed else sorted(box), truth if fixed else sorted(truth), tolerance["bbox_mm"])
    near("solids", [report.solids], [case["solids"]], 0)
    near("lowest point", [report.lowest_mm[2]], [case["zmin_mm"]], max(0.01, tolerance["bbox_mm"]))
    near("volume", [report.volume_mm3 / case["volume_mm3"]], [1.0], tolerance["volume_rel"])
    if fixed:
        middle = [low + side / 2 for low, side in zip(report.lowest_mm, box, strict=True)]
        near(
            "centre of the box",
            middle[:2],
            case.get("centre_xy_mm", middle[:2]),
            max(0.01, tolerance["bbox_mm"]),
        )
    if fixed and "centroid_mm" in checks:
        allowed = max(0.02, tolerance["bbox_mm"], tolerance["volume_rel"] * max(truth))
        near("centroid", list(report.centre_mm), case["centroid_mm"], allowed)
    if "moments_mm5" in checks:
        ratios = [have / want for have, want in zip(moments, case["moments_mm5"], strict=True)]
        near("moments", ratios, [1.0] * 3, tolerance["moments_rel"])
    if "cylinders" in checks:
        have, want = _places(report.holes, fixed=fixed), _places(case["cylinders"], fixed=fixed)
        if have != want:
            bad.append(f"holes: {have} instead of {want}")
    return bad


@pytest.mark.parametrize("case", MODELS, ids=_name)
def test_a_request_becomes_the_model_that_was_meant(case: dict[str, Any], outcomes: dict[str, Any]) -> None:
    outcome = outcomes[case["id"]]
    if case.get("accept_clarify") and isinstance(outcome.error, NeedsClarification):
        return
    assert outcome.error is None
    assert _differences(case, outcome.report, outcome.moments) == []


@pytest.mark.parametrize("case", MODELS, ids=_name)
def test_the_plan_asks_for_what_the_model_measures(case: dict[str, Any], outcomes: dict[str, Any]) -> None:
    outcome = outcomes[case["id"]]
    if outcome.error is None:
        assert compare(outcome.plan.requirements, outcome.report) == ()


@pytest.mark.parametrize("case", [c for c in MODELS if c.get("should_state")], ids=_name)
def test_assumed_dimensions_are_stated(case: dict[str, Any], outcomes: dict[str, Any]) -> None:
    stated = " ".join(outcomes[case["id"]].plan.statements)
    assert [value for value in case["should_state"] if not _says(stated, value)] == []


@pytest.mark.parametrize("case", QUESTIONS, ids=_name)
def test_an_open_request_is_answered_with_a_question(case: dict[str, Any]) -> None:
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(case["request"])
    assert caught.value.reason == case["reason"]
    assert [item for item in case["mentions"] if not _says(caught.value.question, item)] == []


@pytest.mark.parametrize("case", INTENTS, ids=_name)
def test_requests_that_want_no_model_are_told_apart(case: dict[str, Any]) -> None:
    assert read_intent(case["request"]) == case["expect"]


@pytest.mark.parametrize("case", [*MODELS, *QUESTIONS], ids=_name)
def test_requests_that_want_a_model_are_told_apart(case: dict[str, Any]) -> None:
    assert read_intent(case["request"]) == "make"


def test_help_names_units_parts_and_an_example() -> None:
    text = help_text()
    assert all(word in text for word in ("mm", "inch", "hole", "Flange", "plate 100 x 60 x 8"))
