"""The figures as JSON and as a section of Markdown."""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from benchmarks.soak.ledger import Ledger
from benchmarks.soak.verdict import Verdict, excuses

Sample = dict[str, Any]


def slope_per_hour(points: Sequence[tuple[float, float]]) -> float | None:
    """Fit a line through points of seconds and a measure; None where there are too few."""
    if len(points) < 5:
        return None
    line = statistics.linear_regression([x / 3600 for x, _ in points], [y for _, y in points])
    return line.slope


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Give count, median, 99th percentile and maximum, in seconds."""
    ordered = sorted(values)
    return {
        "count": len(ordered),
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        "max": ordered[-1],
    }


def growth(samples: Sequence[Sample], warm_seconds: float) -> dict[str, dict[str, Any]]:
    """Compare each lasting process after the warm-up with the same at the end."""
    found: dict[str, dict[str, Any]] = {}
    for who in sorted({name for sample in samples for name in sample["processes"]}):
        # a zygote that was just killed is missing from a sample
        rows = [(s["at"], s["processes"].get(who)) for s in samples if s["at"] >= warm_seconds]
        held = [(at, row) for at, row in rows if row]
        if len(held) < 2:
            continue
        measures = {}
        for name in held[0][1]:
            values = [row[name] for _, row in held]
            measures[name] = {
                "after_warm_up": values[0],
                "at_the_end": values[-1],
                "highest": max(values),
                "slope_per_hour": slope_per_hour([(at, row[name]) for at, row in held]),
            }
        found[who] = measures
    return found


def figures(
    ledger: Ledger, verdict: Verdict, samples: Sequence[Sample], ending: dict[str, Any], run: dict[str, Any]
) -> dict[str, Any]:
    """Bring everything into one value."""
    doors: dict[str, Counter[str]] = {}
    errors: Counter[str] = Counter()
    for job in ledger.jobs:
        counted = doors.setdefault(job.door, Counter())
        counted["jobs"] += 1
        if job.as_expected:
            counted["as expected" if job.code == "ok" else "rightly refused"] += 1
        else:
            reasons = excuses(job, ledger.faults, run["ttl_seconds"])
            counted["excused by a fault" if reasons else "FINDING"] += 1
            if reasons:
                errors[f"`{job.code}` ({', '.join(sorted(set(reasons)))})"] += 1
    hostile = Counter(
        f"{job.kind.split(': ')[1]} -> {job.code}" for job in ledger.jobs if "hostile: " in job.kind
    )
    loads = [sample["load"] for sample in samples]
    return {
        "run": run,
        "machine": machine(),
        "load_average": {"median": statistics.median(loads), "highest": max(loads)} if loads else {},
        "doors": {door: dict(counted) for door, counted in sorted(doors.items())},
        "kinds": dict(Counter(job.kind.split(":")[0] for job in ledger.jobs).most_common()),
        "hostile": dict(sorted(hostile.items())),
        "errors_under_faults": dict(errors.most_common()),
        "faults": dict(Counter(fault.kind for fault in ledger.faults).most_common()),
        "models": {"told": len(ledger.models), **dict(verdict.fates)},
        "lateness": {kind: percentiles(values) for kind, values in sorted(verdict.lateness.items())},
        "longest_look_seconds": verdict.longest_look_seconds,
        "growth": growth(samples, run["warm_up_seconds"]),
        "contents": {
            name: [min(s["contents"][name] for s in samples), max(s["contents"][name] for s in samples)]
            for name in (samples[-1]["contents"] if samples else ())
            if all(name in s["contents"] for s in samples)
        },
        "ending": ending,
        "findings": verdict.findings,
    }


def machine() -> dict[str, str]:
    """Name what it ran on."""
    return {
        "system": f"{platform.system()} {platform.release()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        **{name: version(name) for name in ("cadquery", "langgraph", "fastapi", "uvicorn")},
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def markdown(told: dict[str, Any]) -> str:
    """Write the section for ``docs/soak.md``."""
    run, made = told["run"], told["machine"]
    packages = ", ".join(f"{name} {made[name]}" for name in ("cadquery", "langgraph", "fastapi", "uvicorn"))
    load = told["load_average"]
    jobs = sum(door["jobs"] for door in told["doors"].values())
    lines = [
        f"## The run of {made['date']}",
        "",
        f"{run['minutes']:g} minutes, commit {run['commit']}; {made['system']}, "
        f"Python {made['python']}, {packages}. Models lived {run['ttl_seconds']:g} s. "
        f"Load average of the machine: median {load['median']:.1f}, highest {load['highest']:.1f}.",
        "",
        f"**{len(told['findings'])} findings** in {jobs} jobs, {told['models']['told']} models and "
        f"{sum(told['faults'].values())} faults.",
        "",
        "| door | jobs | done | rightly refused | excused by a fault | findings |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for door, counted in told["doors"].items():
        cells = [
            counted.get(k, 0)
            for k in ("jobs", "as expected", "rightly refused", "excused by a fault", "FINDING")
        ]
        lines.append(f"| {door} | " + " | ".join(str(cell) for cell in cells) + " |")
    lines += ["", "| what was broken | times |", "|---|---:|"]
    lines += [f"| {kind} | {count} |" for kind, count in told["faults"].items()]
    lines += ["", "| how jobs failed while something was broken | times |", "|---|---:|"]
    lines += [f"| {what} | {count} |" for what, count in told["errors_under_faults"].items()]
    lines += ["", "| models | |", "|---|---:|"]
    lines += [f"| {kind} | {count} |" for kind, count in told["models"].items()]
    lines += ["", *_lateness(told), "", *_growth(told), "", *_hostile(told), "", *_ending(told)]
    if told["findings"]:
        lines += ["", "Findings, the first 30:", "", "```", *told["findings"][:30], "```"]
    return "\n".join(lines) + "\n"


def _lateness(told: dict[str, Any]) -> list[str]:
    lines = [
        "Lateness: seconds from the deadline that the maker was told to the observer's first look without "
        "the model. It looks every 20 ms; its longest pause between two looks was "
        f"{told['longest_look_seconds'] * 1000:.0f} ms.",
        "",
        "| circumstance | models | p50 | p99 | latest |",
        "|---|---:|---:|---:|---:|",
    ]
    rows = sorted(told["lateness"].items(), key=lambda item: -item[1]["count"])
    return lines + [
        f"| {kind} | {row['count']} | {row['p50']:.3f} | {row['p99']:.3f} | {row['max']:.3f} |"
        for kind, row in rows
    ]


def _growth(told: dict[str, Any]) -> list[str]:
    lines = [
        "Growth of the processes that were never killed themselves (their zygotes were), from "
        f"{told['run']['warm_up_seconds'] / 60:.0f} minutes after the start: first sample → last sample, the "
        "highest in brackets. A sample every 10 s; MiB an hour is the slope of a line through all.",
        "",
        "| process | RSS, MiB | an hour | PSS, MiB | an hour | descriptors | threads | children |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for who, measures in told["growth"].items():
        cells = []
        for name in ("rss_mib", "pss_mib"):
            slope = measures[name]["slope_per_hour"]
            cells += [_span(measures[name], 1), "" if slope is None else f"{slope:+.1f}"]
        cells += [_span(measures[name], 0) for name in ("descriptors", "threads", "children")]
        lines.append(f"| {who} | " + " | ".join(cells) + " |")
    lines += ["", "| what lay there during the run | fewest | most |", "|---|---:|---:|"]
    return lines + [f"| {name} | {low} | {high} |" for name, (low, high) in told["contents"].items()]


def _span(row: dict[str, float], digits: int) -> str:
    first, last, highest = (f"{row[key]:.{digits}f}" for key in ("after_warm_up", "at_the_end", "highest"))
    return f"{first} → {last} ({highest})"


def _hostile(told: dict[str, Any]) -> list[str]:
    """List what became of the scripts that mean harm."""
    ends: dict[str, list[str]] = {}
    for entry, count in told["hostile"].items():
        name, code = entry.split(" -> ")
        ends.setdefault(name, []).append(f"{count} × `{code}`")
    lines = ["| hostile script | how it ended |", "|---|---|"]
    return lines + [f"| {name} | {', '.join(codes)} |" for name, codes in ends.items()]


def _ending(told: dict[str, Any]) -> list[str]:
    lines = ["| at the end | |", "|---|---|"]
    for name, value in told["ending"].items():
        if isinstance(value, dict):
            value = ", ".join(f"{who} {code}" for who, code in value.items())
        lines.append(f"| {name.replace('_', ' ')} | {'none' if value == [] else value} |")
    return lines
