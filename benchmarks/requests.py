"""Runs the acceptance requests through planner, workshop and inspection, and tells what came out.

    python -m benchmarks.requests                      a table by category, and planning times
    python -m benchmarks.requests --plan-only          without building: planning times and questions only
    python -m benchmarks.requests --file FILE.jsonl    another set in the same format (docs/conventions.md)

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
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Row, Table, Target, command
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.contracts import BuildReport, Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.planning.conversation.intent import read_intent
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
        get: Callable[[str], Any] = row.get if isinstance(row, dict) else partial(getattr, row)
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


def verdicts(cases: list[dict[str, Any]], *, build: bool) -> Table:
    """Judge every request; print those that are not right."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with tempfile.TemporaryDirectory() as name, Workshop() if build else contextlib.nullcontext() as workshop:
        for case in cases:
            verdict, why = judge(case, workshop, Path(name))
            counts[case["category"]][verdict] += 1
            counts["all"][verdict] += 1
            if verdict != "right":
                print(f"{case['id']} {verdict}: {case['request']}\n     {why}")
    total = counts.pop("all")
    rows = [(category, found) for category, found in counts.items()] + [("all", total)]
    return Table(
        "The acceptance requests, by category" + ("" if build else ", not built"),
        ("right", "asked", "wrong", "of"),
        tuple(
            Row(name, (found["right"], found["asked"], found["wrong"], sum(found.values())), ours=True)
            for name, found in rows
        ),
        (Target("acceptance requests answered with a wrong model", total["wrong"], most=0),),
        (
            "Right: the model has the box, lowest point, volume, solids and holes that were meant; or the "
            "question has the right reason and names the values in doubt. Asked: a question instead of a "
            "model.",
            "The planner is developed with this set: it says what is promised to work, not how often a "
            "stranger's request will. What the rules do not know is asked about.",
        ),
    )


def planning(cases: list[dict[str, Any]]) -> Table:
    """Measure how long planning takes."""
    times = sorted(planning_times([case for case in cases if case["expect"] in {"model", "clarify"}]))
    median = statistics.median(times)
    return Table(
        "Planning a request in words, with the rules",
        ("ms, median", "p99", "slowest"),
        (Row(f"{len(times)} requests", (median, times[int(len(times) * 0.99)], times[-1]), ours=True),),
        (Target("planning a request, median", median, most=5, unit="ms"),),
        ("With no chat model. With one (`MAYFLY_MODEL`), its answer comes on top.",),
    )


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure everything."""
    cases = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line]
    return [verdicts(cases, build=not options.plan_only), planning(cases)]


def extend(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--file", type=Path, default=ACCEPTANCE, help="another set of requests")
    parser.add_argument("--plan-only", action="store_true", help="build nothing")


if __name__ == "__main__":
    command(
        "requests",
        "Planning",
        "The acceptance requests go through the rules planner, the workshop and the inspection; what comes "
        "out is held against what was meant.",
        tables,
        lambda: {"CadQuery": version("cadquery")},
        extend,
    )
