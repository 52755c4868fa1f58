"""Puts what `benchmarks.build` measured into tables, with what the project wants of it."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.figures import Row, Table, Target
from benchmarks.peers import ABSENT

WAYS = {
    "again": "Mayfly: the same asked again (while the first model lives)",
    "published": "Mayfly: published (script in the jail, measured, registered)",
    "script": "Mayfly: script (in the jail, measured)",
    "part": "Mayfly: part (of the catalogue, measured)",
    "warm process": "one warm process (CadQuery, no jail)",
    "fresh": "a fresh script (python script.py)",
    "cq-cli": "cq-cli",
}
OURS = ("again", "published", "script", "part")
RAW_PARTS = ("warm: run", "warm: export", "warm: read back")
OUR_PARTS = ("ours: run, write", "ours: read, measure, write", "ours: publish, register", "ours: the rest")
PARTS = (*RAW_PARTS, *OUR_PARTS)
"""Of the way of one request: in the warm process, and until it is published."""
LONG_MS = 80.0
"""From this time on (in the warm process) one-shot jobs are held to a throughput."""


def tables(found: dict[str, Any]) -> list[Table]:
    """Give all tables of a run."""
    rows = found["latency_ms"]
    return [
        _ways(rows),
        _scripts(rows),
        _parts(rows),
        _throughput(found["throughput"], {row["name"]: row["warm process"] for row in rows}),
        _queue(found["queue_ms"]),
        *(_growth(grid, times) for grid, times in found["growth_ms"].items()),
        _start(found["cold_ms"], found["server_mb"]),
    ]


def _median(rows: list[dict[str, Any]], over: str, under: str) -> float:
    return float(statistics.median(row[over] / row[under] for row in rows))


def _ways(rows: list[dict[str, Any]]) -> Table:
    def line(way: str, name: str) -> Row:
        if way not in rows[0]:
            return Row(name, note=f"{ABSENT}make bench installs it")
        median = statistics.median(row[way] for row in rows)
        return Row(name, (median, _median(rows, way, "warm process")), way in OURS)

    return Table(
        f"From a script to a STEP file, median of {len(rows)} scripts",
        ("ms", "× warm process (median of ratios)"),
        tuple(line(way, name) for way, name in WAYS.items()),
        (
            Target(
                "a warm request until its STEP file is published, over the same in one warm CadQuery process",
                _median(rows, "published", "warm process"),
                most=1.15,
                unit="×",
            ),
            Target(
                "the same asked again, while the first model lives",
                statistics.median(row["again"] for row in rows),
                most=5,
                unit="ms",
            ),
            Target(
                "a fresh script over a warm request until its STEP file is published",
                _median(rows, "fresh", "published"),
                least=20,
                unit="×",
            ),
        ),
        (
            "Mayfly's time contains a second process that measures the written file. The warm process runs "
            "the script, exports, and reads the file back; a fresh script and cq-cli only export.",
        ),
        better="less",
        chart="bars",
        axis=("milliseconds", ""),
    )


def _scripts(rows: list[dict[str, Any]]) -> Table:
    ways = [way for way in WAYS if way in rows[0]]
    return Table(
        "Each script, milliseconds",
        tuple(ways),
        tuple(Row(row["name"], tuple(row[way] for way in ways)) for row in rows),
    )


def _parts(rows: list[dict[str, Any]]) -> Table:
    return Table(
        "The parts of the way, milliseconds",
        (*PARTS, "published / warm"),
        tuple(
            Row(row["name"], (*(row[part] for part in PARTS), row["published"] / row["warm process"]))
            for row in rows
        ),
        notes=(
            "Medians of each part. A script's child runs it and writes its STEP file; a second child reads "
            "that, measures it, and writes the file that is published. The rest is reading the script, "
            "lending two children, and sending the files between them.",
        ),
    )


def _throughput(found: dict[str, tuple[float, float]], warm_ms: dict[str, float]) -> Table:
    rows, targets = [], []
    for name, (ratio, raw) in found.items():
        again = name not in warm_ms and "again" in name
        title = name if again else f"one-shot scripts, {name}"
        rows.append(Row(title, (ratio, raw), ours=True))
        if again or warm_ms.get(name, 0.0) >= LONG_MS:
            target = Target(
                f"throughput of two callers over one warm process: {title}",
                ratio,
                least=1.6 if again else 1.2,
            )
            targets.append(target)
    return Table(
        "Throughput of two callers",
        ("builds a second, × one warm process", "two warm processes, × one"),
        tuple(rows),
        tuple(targets),
        (
            "A child that ran a foreign script is ended after it: a one-shot job costs a process. Jobs "
            f"shorter than {LONG_MS:.0f} ms are held to no target. Two warm processes without a jail and "
            "without measuring are what the machine can do: some scripts keep both processors busy alone.",
        ),
    )


def _queue(found: dict[int, float]) -> Table:
    return Table(
        "Time to a result when many come at once",
        tuple(f"{callers:,}" for callers in found),
        (Row("Mayfly: median, ms", tuple(found.values()), ours=True),),
        notes=("Plate with counterbores, two builds at a time, all callers at the same moment.",),
        chart="lines",
        axis=("milliseconds", "callers at once"),
    )


def _growth(grid: str, found: dict[int, dict[str, float]]) -> Table:
    ways = next(iter(found.values()))
    ratios = {holes: times["script"] / times["warm process"] for holes, times in found.items()}
    return Table(
        f"Cost as a model grows: a plate with ever more holes ({grid})",
        tuple(f"{holes:,}" for holes in found),
        (
            *(Row(WAYS[way], tuple(times[way] for times in found.values()), way in OURS) for way in ways),
            Row("ratio", tuple(ratios.values())),
        ),
        tuple(
            Target(f"a plate of {holes:,} holes ({grid}), over plain CadQuery", ratio, most=1.5, unit="×")
            for holes, ratio in ratios.items()
            if holes >= 100
        ),
        ("Milliseconds; both build, export and read back.",),
        chart="lines",
        axis=("milliseconds", "holes"),
    )


def _start(cold_ms: dict[str, float], server_mb: float) -> Table:
    return Table(
        "Start and memory",
        ("figure",),
        (
            Row("first result of a workshop that was not running, ms", (cold_ms["first"],), ours=True),
            Row("the same as a fresh script, ms", (cold_ms["fresh"],)),
            Row("memory of the process that has the workshop, MB", (server_mb,), ours=True),
        ),
        (
            Target(
                "first result of a cold workshop over a fresh script",
                cold_ms["first"] / cold_ms["fresh"],
                most=1.2,
                unit="×",
            ),
        ),
        ("The zygote, which has CadQuery loaded, is a process of its own, of some 500 MB.",),
    )
