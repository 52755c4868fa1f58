"""What a running cleanup service costs all day: registering, waiting, growing, being on time.

``python -m benchmarks.lifetimes grow DIR FILES`` measures one size in a process of
its own, so that its memory is its own; it prints JSON. `benchmarks.cleanup` calls it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from benchmarks import cleaners
from benchmarks.cleaners import CONTENT, SOON_MINUTES, fill, place, timed
from benchmarks.figures import Row, Table, Target
from benchmarks.machine import ROOT
from mayfly.cleanup.service import TempModelsCleanupService

START = "start: find and adopt all"
UNCHANGED = "sweep, directory unchanged, nothing expired"
MEMORY = "peak memory of the process, MiB"
IDLE = """
import sys, time
from mayfly.cleanup.service import TempModelsCleanupService
service = TempModelsCleanupService(sys.argv[1], janitor=False)
service.start_cleanup_service()
time.sleep(3)
begin = time.process_time()
time.sleep(float(sys.argv[2]))
print(time.process_time() - begin)
"""


def registration(parent: Path, count: int) -> Table:
    """Measure what one registration costs, and what bringing it to the disk adds."""
    with place(parent) as folder:
        service = TempModelsCleanupService(folder, janitor=False)
        paths = fill(folder, 3 * count, 0)
        plain = [timed(partial(service.register_file, path)) for path in paths[:count]]
        longer = [
            timed(partial(service.register_file, path, ttl_minutes=60)) for path in paths[count : 2 * count]
        ]
        published = []
        for number in range(count):
            with service.partial() as file:
                file.path.write_bytes(CONTENT)
                published.append(timed(partial(file.publish, f"p{number}.step")))
        synced = []
        for path in paths[2 * count :]:
            with path.open("r+b") as stream:
                stream.write(b"y")
                stream.flush()
                synced.append(timed(partial(os.fsync, stream.fileno())))
    median = statistics.median(plain)
    rows = {
        "register (not synced)": plain,
        "register for longer than the interval (synced)": longer,
        "publish (file synced, two rows, a link)": published,
        "one fsync of a file, for comparison": synced,
    }
    return Table(
        "One registration",
        ("ms, median", "ms, p99"),
        tuple(
            Row(name, (statistics.median(found), statistics.quantiles(found, n=100)[98]), "fsync" not in name)
            for name, found in rows.items()
        ),
        (Target("one registration without fsync, median", median, most=0.25, unit="ms"),),
        (
            "A power cut may cost rows that are not synced, never files: a file without a row is adopted "
            "with its own age. What would shorten a life if it were lost is synced, and costs what the disk "
            "takes.",
        ),
    )


def grow(parent: Path, count: int) -> dict[str, float]:
    """Measure a service on a directory of this many files, in milliseconds."""
    with place(parent) as folder:
        fill(folder, 0, count)
        some = [folder / f"m{number:06d}.step" for number in range(100)]
        time.sleep(0.1)
        begin = time.perf_counter()
        service = TempModelsCleanupService(folder, janitor=False)
        service.sweep()
        start = (time.perf_counter() - begin) * 1e3
        time.sleep(0.1)
        service.sweep()
        unchanged = statistics.median(timed(service.sweep) for _ in range(50))
        stats = statistics.median(timed(service.get_stats) for _ in range(50))
        register = statistics.median(timed(partial(service.register_file, path)) for path in some)
        for path in some:
            service.register_file(path, ttl_minutes=SOON_MINUTES)
        time.sleep(0.02)
        expired = timed(service.sweep)
        time.sleep(0.1)
        look = timed(service.sweep)
    return {
        START: start,
        UNCHANGED: unchanged,
        "get_stats": stats,
        "register one": register,
        "sweep of 100 expired": expired,
        "sweep after a change: look at all again": look,
        MEMORY: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def growth(parent: Path, sizes: tuple[int, ...]) -> tuple[Table, Table]:
    """Measure a service, and find, on growing directories."""
    found = []
    for size in sizes:
        words = [sys.executable, "-m", "benchmarks.lifetimes", "grow", str(parent), str(size)]
        done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
    has_find = bool(cleaners.versions()["find"])
    finding = [cleaners.find(parent, 100, size - 100) if has_find else None for size in sizes]
    columns = tuple(f"{size:,}" for size in sizes)
    largest = found[-1] if sizes[-1] == 100_000 else {}
    curves = Table(
        "Cost as the directory grows",
        columns,
        (
            *(
                Row(f"Mayfly: {name}", tuple(one[name] for one in found), ours=True)
                for name in found[0]
                if name != MEMORY
            ),
            Row("find -delete of 100 expired", tuple(finding)),
        ),
        (
            Target(
                "start with 100,000 files",
                largest[START] / 1000 if largest else None,
                most=3,
                unit="s",
            ),
            Target(
                "sweep of an unchanged directory of 100,000 files", largest.get(UNCHANGED), most=1, unit="ms"
            ),
        ),
        ("Milliseconds. A service looks at all files when it starts and when others changed the directory.",),
        chart="lines",
        axis=("milliseconds", "files in the directory"),
    )
    memory = Table(
        "Memory of a service's process",
        columns,
        (Row(MEMORY, tuple(one[MEMORY] for one in found), ours=True),),
        axis=("MiB", "files in the directory"),
    )
    return curves, memory


def lateness(parent: Path, count: int) -> Table:
    """Measure how late models go: staggered deadlines, a running service, the real clock."""
    with place(parent) as folder, TempModelsCleanupService(folder, janitor=False) as service:
        for number in range(count):
            path = folder / f"m{number:06d}.step"
            path.write_bytes(CONTENT)
            service.register_file(path, ttl_minutes=(1.0 + number * 0.01) / 60)
        while service.get_stats()["total_files"]:
            time.sleep(0.5)
        late = sorted(
            (entry["removed_at"] - entry["expired_at"]) * 1e3
            for entry in service.get_details(history=count)["history"]
        )
        assert len(late) == count
    p99 = late[int(count * 0.99)]
    return Table(
        f"How late {count:,} models go, ten milliseconds after one another",
        ("earliest", "p50", "p99", "latest"),
        (Row("ms after the deadline", (late[0], statistics.median(late), p99, late[-1]), ours=True),),
        (
            Target("the earliest of all removals, after its deadline", late[0], least=0, unit="ms"),
            Target("lateness of a removal, p99", p99, most=1000, unit="ms"),
        ),
        ("A timer that sweeps every 30 minutes is late by 15 minutes in the mean, by 30 at worst.",),
    )


def idle(parent: Path, seconds: float) -> Table:
    """Measure the share of one core that a running service takes with a thousand models and nothing to do."""
    with place(parent) as folder:
        fill(folder, 0, 1000)
        words = [sys.executable, "-c", IDLE, str(folder), str(seconds)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
    share = float(done.stdout) / seconds * 100
    return Table(
        "A service with nothing to do",
        ("% of one core",),
        (Row("1,000 models, none due", (share,), ours=True),),
        (Target("processor time of an idle service", share, most=0.2, unit="%"),),
        ("A cron job or a systemd timer takes nothing between its runs.",),
    )


def tables(parent: Path, quick: bool) -> dict[str, Callable[[], Iterable[Table]]]:
    """Return by name what measures each of the tables."""
    return {
        "registration": lambda: [registration(parent, 100 if quick else 500)],
        "growth": lambda: growth(parent, (1_000, 3_000, 10_000) if quick else (1_000, 10_000, 100_000)),
        "lateness": lambda: [lateness(parent, 200 if quick else 1_000)],
        "idle": lambda: [idle(parent, 5 if quick else 20)],
    }


if __name__ == "__main__":
    print(json.dumps(grow(Path(sys.argv[2]), int(sys.argv[3]))))
