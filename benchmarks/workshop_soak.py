"""What server and zygote hold after many jobs: ``python -m benchmarks.workshop_soak [--jobs 500]``."""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from benchmarks.build import SCRIPTS, Bench
from benchmarks.figures import Row, Table, Target, command
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import BuildError

HOSTILE = (
    "raise ValueError",
    "__builtins__['__import__']('os')._exit(1)",
    "__builtins__['__import__']('ctypes').string_at(0)",
    "x = bytearray(2**40)",
    "open('/etc/passwd')",
)


def held(workshop: Workshop) -> dict[str, int]:
    """Count what server and zygote hold, once the dead are buried and the spares are ready."""
    time.sleep(2)
    zygote = workshop.dispatcher.pool.zygote
    assert zygote is not None
    pids = (os.getpid(), zygote.pid)
    rows = [row for pid in pids for row in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return {
        "resident_kib": sum(int(row.split()[1]) for row in rows if row.startswith("VmRSS")),
        "descriptors": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        "processes": len(Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text().split()),
        "folders": len(list(zygote.root.iterdir())),
    }


def soak(bench: Bench, jobs: int) -> Table:
    """Run many jobs through two callers, one in five hostile, and compare what is held."""

    def one(number: int) -> bool:
        if number % 5:
            bench.build(workshop, SCRIPTS[3], trusted=number % 2 == 0)
            return True
        try:
            workshop.build(BuildJob(script=HOSTILE[number // 5 % len(HOSTILE)]), bench.output())
        except BuildError:
            return True
        return False

    with Workshop(size=2) as workshop, ThreadPoolExecutor(2) as callers:
        list(callers.map(one, range(1, 21)))  # what is loaded once is loaded now
        before = held(workshop)
        as_expected = sum(callers.map(one, range(jobs)))
        after = held(workshop)
    return Table(
        f"Server and zygote, {jobs:,} mixed jobs, one in five hostile",
        ("before", "after"),
        tuple(Row(name.replace("_", " "), (before[name], after[name]), ours=True) for name in before),
        (Target("jobs of the soak that ended as expected", as_expected, least=jobs),),
    )


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure it."""
    return [soak(Bench(1, None), options.jobs or (20 if options.quick else 500))]


if __name__ == "__main__":
    command(
        "workshop_soak",
        "A soak of the workshop",
        "Two callers have many scripts built, one in five of them hostile; what server and zygote hold "
        "before and after is compared.",
        tables,
        lambda: {"cadquery": version("cadquery")},
        lambda parser: parser.add_argument("--jobs", type=int, help="how many"),
    )
