"""Runs three sets of requests through the workflow graph, and holds what comes out against what was meant.

    python -m benchmarks.requests                      all sets that are there, and planning times
    python -m benchmarks.requests --plan-only          without building: planning times alone
    python -m benchmarks.requests --file FILE.jsonl    another set in the same format (docs/conventions.md)

The tidy set is the acceptance set. Two more, of strangers' and engineers' requests with dialogues, lie in
``../shared/requests`` beside the checkout, where they are at hand (``--sets FOLDER``: elsewhere).

* right: the model has the box, lowest point, volume, solids and holes that were meant, or the intent is;
* asked rightly: a question where one is right, which names what it can't avoid naming;
* needless: a question, or nothing, where a model was meant; or a question that misses the point;
* wrong: a model that is not what was meant, or one where a question is right. It must never happen.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import statistics
import tempfile
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from benchmarks.figures import Row, Table, Target, Value, command
from benchmarks.machine import ROOT
from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.planning.readings.reader import weighed
from mayfly.planning.rules import RulesPlanner
from mayfly.workflow import build_workflow

ACCEPTANCE = ROOT / "tests" / "acceptance" / "requests.jsonl"
SETS = ROOT.parent / "shared" / "requests"
REPEATS = 3
VERDICTS = ("right", "asked rightly", "needless", "wrong")
STATUS = {"model": "made", "clarify": "needs_clarification", "sweep": "swept"}
#: What the categories of the strangers' set are called; each is one letter in its file.
WILD = {
    "a": "benchmark prose", "b": "construction prose", "c": "coordinates", "d": "lists, JSON, tables",
    "e": "chat and typos", "f": "drawing notes", "g": "inches, tolerances, materials", "h": "purposes",
    "i": "several bodies", "j": "to be asked about", "k": "conversations",
}  # fmt: skip
#: Long words, so that as many characters as are read are not too many words.
LONG = (
    "Rectangular mounting plate, 120 millimetres long, 80 millimetres wide, 10 millimetres thick. Underneath,"
    " counterbored through holes, diameter 6.6 millimetres, equidistant 12 millimetres from neighbouring"
    " edges. Centrally positioned rectangular pocket, 40 millimetres long, 20 millimetres wide, 4 millimetres"
    " deep. "
)
MOST_CHARACTERS = 2000

Case = dict[str, Any]


def load(path: Path) -> list[Case]:
    """Return the requests of a set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def named(text: str, item: str) -> bool:
    """Return whether a text names one of "a|b", numbers as whole tokens."""
    for option in item.split("|"):
        pattern = re.escape(option)
        if option[-1].isdigit():
            pattern = rf"(?<![\d.,]){pattern}(?!\d|[.,]\d)"
        if re.search(pattern, text, re.IGNORECASE):
            return True
    return False


def holes(rows: Sequence[Mapping[str, Any]], *, fixed: bool) -> list[tuple[Any, ...]]:
    """Return holes as comparable rows; places count only where the pose is fixed."""
    found = []
    for row in rows:
        for at in row["at"]:
            where = (row["axis"], *(round(x, 2) + 0.0 for x in at)) if fixed else ()
            kind = "through" if row["kind"] == "counterbore" else row["kind"]  # the truth knows no other word
            found.append((round(row["diameter_mm"], 2), kind, *where))
    return sorted(found)


def misses(case: Case, report: Mapping[str, Any]) -> list[str]:
    """Return what a measured model does not share with the truth."""
    fixed, tolerance = case["orientation"] == "fixed", case["tolerance"]
    have, want = list(report["bounding_box_mm"]), case["bbox_mm"]
    if not fixed:
        have, want = sorted(have), sorted(want)
    bad = []
    if any(abs(a - b) > tolerance["bbox_mm"] for a, b in zip(have, want, strict=True)):
        bad.append(f"box {have}, not {want}")
    if report["solids"] != case["solids"]:
        bad.append(f"{report['solids']} solids, not {case['solids']}")
    if abs(report["lowest_mm"][2] - case["zmin_mm"]) > max(0.01, tolerance["bbox_mm"]):
        bad.append(f"lowest point {report['lowest_mm'][2]}, not {case['zmin_mm']}")
    if abs(report["volume_mm3"] / case["volume_mm3"] - 1) > tolerance["volume_rel"]:
        bad.append(f"volume {report['volume_mm3']}, not {case['volume_mm3']}")
    if "cylinders" in case.get("check", ["cylinders"]):
        found, meant = holes(report["holes"], fixed=fixed), holes(case.get("cylinders", []), fixed=fixed)
        if found != meant:
            bad.append(f"holes {found}, not {meant}")
    return bad


def answered(case: Case, flow: Any) -> dict[str, Any]:
    """Return what the graph makes of a request, or of the last message of a conversation."""
    thread: Any = {"configurable": {"thread_id": str(uuid.uuid4())}}
    result: dict[str, Any] = {}
    for text in case.get("messages") or [case["request"]]:
        waits = bool(flow.get_state(thread).next)
        result = flow.invoke(Command(resume=text) if waits else {"messages": [("user", text)]}, thread)
    state = flow.get_state(thread)
    if state.next or "status" not in result:
        asked = [order["description"] for one in state.interrupts for order in one.value["action_requests"]]
        return {
            "status": "needs_clarification",
            "answer": asked[0] if asked else state.values.get("answer", ""),
        }
    return result


def judge(case: Case, flow: Any) -> tuple[str, str]:
    """Return the verdict on one request, and why."""
    result = answered(case, flow)
    status, answer = result["status"], str(result.get("answer"))
    want = STATUS.get(case["expect"], case["expect"])
    if status == "needs_clarification" and (case.get("accept_clarify") or want == status):
        unnamed = [item for item in case.get("mentions") or () if not named(answer, str(item))]
        return ("needless", f"does not name {unnamed}: {answer}") if unnamed else ("asked rightly", "")
    if case["expect"] == "other":
        return ("wrong", "made") if status == "made" else ("right", "")
    if status != want:
        return ("wrong" if status == "made" else "needless"), f"{status}: {answer}"
    bad = misses(case, result["model"]["report"]) if status == "made" else []
    return ("wrong", "; ".join(bad)) if bad else ("right", "")


def times_ms(request: str) -> list[float]:
    """Measure how long planning a request takes, a few times, with nothing remembered of it."""
    planner, times = RulesPlanner(), []
    for _ in range(REPEATS):
        weighed.cache_clear()
        started = time.perf_counter()
        with contextlib.suppress(NeedsClarification):  # to find out what to ask takes as long
            planner.plan(request)
        times.append(1000 * (time.perf_counter() - started))
    return times


def planning_ms(case: Case) -> float | None:
    """Measure planning, in milliseconds: the median of a few runs; None for a conversation or an intent."""
    if "request" not in case or case["expect"] not in {"model", "clarify"}:
        return None
    return statistics.median(times_ms(case["request"]))


def verdicts(title: str, cases: Sequence[Case], *, build: bool) -> Table:
    """Judge every request of a set; print those that are neither right nor asked about rightly."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,  # its janitor may be at work
        CADModelGenerator(folder, planner=RulesPlanner()) as generator,
    ):
        flow = build_workflow(InMemorySaver(), generator=generator)
        for case in cases:
            category = WILD.get(case["category"]) or str(case["category"])
            taken = planning_ms(case)
            for row in (category, "all"):
                if taken is not None:
                    times[row].append(taken)
            if not build:
                continue
            verdict, why = judge(case, flow)
            for row in (category, "all"):
                counts[row][verdict] += 1
            if verdict in {"needless", "wrong"}:
                print(f"{case['id']} {verdict}: {case.get('request') or case['messages']}\n     {why}")
    names: list[str] = [name for name in dict.fromkeys([*counts, *times]) if name != "all"] + ["all"]
    return Table(
        title,
        (*VERDICTS, "of", "planning, ms"),
        tuple(_row(name, counts[name], times[name]) for name in names),
        (Target(f"{title[0].lower()}{title[1:]}: wrong models", counts["all"]["wrong"], most=0),)
        if build
        else (),
    )


def _row(name: str, found: Counter[str], times: Sequence[float]) -> Row:
    of = sum(found.values())
    judged: tuple[Value, ...] = (
        (*(found[one] for one in VERDICTS), of) if of else (None,) * (len(VERDICTS) + 1)
    )
    return Row(name, (*judged, statistics.median(times) if times else None), ours=True)


def planning(cases: Sequence[Case]) -> Table:
    """Measure how long planning takes, for all sets together and for the longest request that is read."""
    times = sorted(taken for case in cases if (taken := planning_ms(case)) is not None)
    long = (LONG * (MOST_CHARACTERS // len(LONG) + 1))[: MOST_CHARACTERS - 50]
    longest = statistics.median(times_ms(long))
    median = statistics.median(times)
    return Table(
        "Planning a request in words, with the rules",
        ("ms, median", "p99", "slowest"),
        (
            Row(f"{len(times)} requests", (median, times[int(len(times) * 0.99)], times[-1]), ours=True),
            Row(f"{len(long):,} characters of prose", (longest,), ours=True),
        ),
        (
            Target("planning a request, median", median, most=5, unit="ms"),
            Target("planning 2,000 characters", longest, most=50, unit="ms"),
        ),
        ("With no chat model. With one (`MAYFLY_MODEL`), its answer comes on top.",),
    )


def sets(options: argparse.Namespace) -> Iterator[tuple[str, list[Case]]]:
    """Yield the sets that are there, each with its title."""
    if options.file is not None:
        yield f"The requests of {options.file.name}, by category", load(options.file)
        return
    yield "The acceptance requests, by category", load(ACCEPTANCE)
    for name, title in (
        ("wild", "Strangers' requests"),
        ("engineer", "Engineers' requests at first contact"),
    ):
        path = options.sets / name / "requests.jsonl"
        if path.exists():
            yield f"{title}, by category", load(path)


def tables(options: argparse.Namespace) -> Iterator[Table]:
    """Measure everything."""
    found = [(title, cases[:: 10 if options.quick else 1]) for title, cases in sets(options)]
    for title, cases in found:
        yield verdicts(title, cases, build=not options.plan_only)
    yield planning([case for _, cases in found for case in cases])


def extend(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--file", type=Path, help="another set of requests, instead of the three")
    parser.add_argument("--sets", type=Path, default=SETS, help="folder of the two further sets")
    parser.add_argument("--plan-only", action="store_true", help="build nothing")


if __name__ == "__main__":
    command(
        "requests",
        "Planning",
        "Requests and dialogues go through the workflow graph, the workshop and the inspection; what comes "
        "out is held against what was meant. Right: the model has the box, lowest point, volume, solids and "
        "holes that were meant, or the intent is right. Asked rightly: a question where one is right, which "
        "names the values in doubt. Needless: a question where a model was meant, or one that misses the "
        "point. Wrong: a model that is not what was meant.",
        tables,
        lambda: {"CadQuery": version("cadquery")},
        extend,
    )
