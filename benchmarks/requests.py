"""Runs the acceptance requests through planner, workshop and inspection, and prints what came out.

    python benchmarks/requests.py              a table by category, and the median planning time
    python benchmarks/requests.py --plan-only  without building: planning times and questions only
    python benchmarks/requests.py FILE.jsonl   another set in the same format (docs/conventions.md)

Right: the model has the box, lowest point, volume, solids and holes that were meant, or the question has
the right reason and names the values in doubt, or the intent is the right one. Asked: a question instead
of a model (right where the set accepts it). Wrong: a model that is not what was meant, or an answer to a
request that should have been asked about. Wrong is what must never happen.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.contracts import BuildReport, Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.planning.intent import read_intent
from mayfly.planning.rules import RulesPlanner

ACCEPTANCE = Path(__file__).resolve().parent.parent / "tests" / "acceptance" / "requests.jsonl"
REPEATS = 5


def says(text: str, item: str) -> bool:
    """Tell whether a text names one of "a|b", numbers as whole tokens."""
    for option in item.split("|"):
        pattern = re.escape(option)
        if option[-1].isdigit():
            pattern = rf"(?<![\d.,]){pattern}(?!\d|[.,]\d)"
        if re.search(pattern, text, re.IGNORECASE):
            return True
    return False


def holes(rows: Any, *, fixed: bool) -> list[tuple[Any, ...]]:
    """Give holes as comparable rows; places count only where the pose is fixed."""
    found = []
    for row in rows:
        get = row.get if isinstance(row, dict) else lambda key, row=row: getattr(row, key)
        for at in get("at"):
            where = (get("axis"), *(round(x, 2) + 0.0 for x in at)) if fixed else ()
            found.append((round(get("diameter_mm"), 2), get("kind"), *where))
    return sorted(found)


def misses(case: dict[str, Any], report: BuildReport) -> list[str]:
    """List what a measured model does not share with the truth."""
    fixed, tolerance = case["orientation"] == "fixed", case["tolerance"]
    have, want = list(report.bounding_box_mm), case["bbox_mm"]
    if not fixed:
        have, want = sorted(have), sorted(want)
    bad = []
    if any(abs(a - b) > tolerance["bbox_mm"] for a, b in zip(have, want, strict=True)):
        bad.append(f"box {have}, not {want}")
    if report.solids != case["solids"]:
        bad.append(f"{report.solids} solids")
    if abs(report.lowest_mm[2] - case["zmin_mm"]) > max(0.01, tolerance["bbox_mm"]):
        bad.append(f"lowest point {report.lowest_mm[2]}")
    if abs(report.volume_mm3 / case["volume_mm3"] - 1) > tolerance["volume_rel"]:
        bad.append(f"volume {report.volume_mm3}, not {case['volume_mm3']}")
    if "cylinders" in case.get("check", ["cylinders"]):
        found, meant = holes(report.holes, fixed=fixed), holes(case["cylinders"], fixed=fixed)
        if found != meant:
            bad.append(f"holes {found}, not {meant}")
    return bad


def judge(case: dict[str, Any], workshop: Workshop | None, folder: Path) -> tuple[str, str]:
    """Run one request; gives "right", "asked" or "wrong", and why."""
    if case["expect"] not in {"model", "clarify"}:
        intent = read_intent(case["request"])
        return ("right", "") if intent == case["expect"] else ("wrong", f"intent {intent}")
    try:
        plan = RulesPlanner().plan(case["request"])
    except NeedsClarification as question:
        return _judge_question(case, question)
    if case["expect"] == "clarify":
        return "wrong", f"planned {plan.title}"
    if workshop is None:
        return "right", ""
    return _judge_model(case, plan, workshop, folder)


def _judge_question(case: dict[str, Any], question: NeedsClarification) -> tuple[str, str]:
    if case["expect"] == "model":
        return ("right" if case.get("accept_clarify") else "asked"), question.question
    unnamed = [item for item in case["mentions"] if not says(question.question, item)]
    if question.reason != case["reason"] or unnamed:
        return "wrong", f"{question.reason}: {question.question}"
    return "right", ""


def _judge_model(case: dict[str, Any], plan: Plan, workshop: Workshop, folder: Path) -> tuple[str, str]:
    try:
        job = BuildJob(script=plan.script, parameters=plan.parameters, trusted=plan.trusted)
        report = workshop.build(job, folder / f"{case['id']}.step")
    except MayflyError as error:
        return "asked", f"not built: {error}"
    bad = misses(case, report)
    return ("wrong", "; ".join(bad)) if bad else ("right", "")


def planning_times(cases: list[dict[str, Any]]) -> list[float]:
    """Measure planning, in milliseconds: the median of a few runs for each request."""
    planner, times = RulesPlanner(), []
    for case in cases:
        runs = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            with contextlib.suppress(NeedsClarification):
                planner.plan(case["request"])
            runs.append(1000 * (time.perf_counter() - started))
        times.append(statistics.median(runs))
    return times


def main() -> None:
    """Run the set and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=ACCEPTANCE)
    parser.add_argument("--plan-only", action="store_true", help="build nothing")
    arguments = parser.parse_args()
    cases = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines() if line]
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with tempfile.TemporaryDirectory() as name:
        workshop = None if arguments.plan_only else Workshop()
        try:
            for case in cases:
                verdict, why = judge(case, workshop, Path(name))
                table[case["category"]][verdict] += 1
                if verdict != "right":
                    print(f"{case['id']} {verdict}: {case['request']}\n     {why}")
        finally:
            if workshop:
                workshop.close()
    _print(table)
    times = planning_times([case for case in cases if case["expect"] in {"model", "clarify"}])
    print(f"\nplanning: median {statistics.median(times):.2f} ms, slowest {max(times):.2f} ms")


def _print(table: dict[str, dict[str, int]]) -> None:
    print(f"{'category':18} {'right':>6} {'asked':>6} {'wrong':>6} {'of':>6}")
    total: dict[str, int] = defaultdict(int)
    for category, counts in [*table.items(), ("all", total)]:
        row = [counts[verdict] for verdict in ("right", "asked", "wrong")]
        print(f"{category:18} {row[0]:6} {row[1]:6} {row[2]:6} {sum(row):6}")
        if counts is not total:
            for verdict, number in list(counts.items()):
                total[verdict] += number


if __name__ == "__main__":
    main()
