"""How fast models are built, beside the other ways to run a CadQuery script, in one run.

    python benchmarks/build.py [--repeat 7] [--cq-cli PATH] [--json FILE]
    python benchmarks/build.py --soak 500

The second form runs so many jobs, one in five of them hostile, and prints what
server and zygote hold before and after.

The ten reference scripts lie in ``build_scripts``. Beside the workshop stand:
one warm CadQuery process that runs the script, exports and reads the file back;
a fresh interpreter for each script; and, where its path is given, cq-cli. Each
round measures all of them on a script before the next one begins, so that a
machine that slows down slows all of them down.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "backend"))

from mayfly.cad.workshop import BuildJob, Workshop  # noqa: E402 (the path comes first)
from mayfly.errors import BuildError  # noqa: E402

SCRIPTS = sorted((HERE / "build_scripts").glob("*.py"))

FRESH = """
import sys
import cadquery as cq
shown = []
exec(compile(open(sys.argv[1]).read(), "script", "exec"), {"cq": cq, "show_object": shown.append})
cq.exporters.export(shown[0], sys.argv[2])
"""

WARM = """
import sys, time
import cadquery as cq
for row in sys.stdin:
    path, target, times = row.split()
    source = open(path).read()
    started = time.perf_counter()
    for _ in range(int(times)):
        shown = []
        exec(compile(source, "script", "exec"), {"cq": cq, "show_object": shown.append})
        cq.exporters.export(shown[0], target)
        cq.importers.importStep(target)
    print(time.perf_counter() - started, flush=True)
"""


class WarmProcess:
    """One process with CadQuery loaded: the fastest that there is without a jail."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        self._target = folder / "warm.step"
        self._process = subprocess.Popen(
            [sys.executable, "-c", WARM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, script: Path, times: int = 1) -> float:
        """Give the seconds for so many builds of a script."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{script} {self._target} {times}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def timed(act: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


class Bench:
    """The measurements; each gives plain numbers, in milliseconds unless named otherwise."""

    def __init__(self, repeat: int, cq_cli: str | None) -> None:
        """Keep how often to measure, and where cq-cli is."""
        self.repeat = repeat
        self.cq_cli = cq_cli
        self.folder = Path(tempfile.mkdtemp(prefix="mayfly-build-bench-"))
        self._count = 0

    def output(self) -> Path:
        """Give a path that does not exist yet."""
        self._count += 1
        return self.folder / f"{self._count}.step"

    def build(self, workshop: Workshop, script: Path, *, trusted: bool) -> None:
        """Build once and throw the file away."""
        output = self.output()
        workshop.build(BuildJob(script=script.read_text(encoding="utf-8"), trusted=trusted), output)
        output.unlink()

    def fresh(self, script: Path) -> float:
        """Run a script in a fresh interpreter."""
        return timed(
            lambda: subprocess.run(
                [sys.executable, "-c", FRESH, str(script), str(self.folder / "fresh.step")], check=True
            )
        )

    def cli(self, script: Path) -> float:
        """Run a script through cq-cli."""
        target = str(self.folder / "cli.step")
        command = [str(self.cq_cli), "--codec", "step", "--infile", str(script), "--outfile", target]
        return timed(lambda: subprocess.run(command, check=True, capture_output=True))

    def latency(self, workshop: Workshop, warm: WarmProcess) -> list[dict[str, Any]]:
        """Compare single jobs, one at a time, with a moment of rest between them."""
        rows = []
        for script in SCRIPTS:
            times: dict[str, list[float]] = {
                "warm process": [],
                "script": [],
                "part": [],
                "fresh": [],
                "cq-cli": [],
            }
            for number in range(self.repeat):
                times["warm process"].append(warm.run(script))
                for name, trusted in (("script", False), ("part", True)):
                    time.sleep(0.3)
                    times[name].append(timed(partial(self.build, workshop, script, trusted=trusted)))
                if number < 2:
                    times["fresh"].append(self.fresh(script))
                    if self.cq_cli:
                        times["cq-cli"].append(self.cli(script))
            rows.append(
                {"name": script.stem} | {k: 1000 * statistics.median(v) for k, v in times.items() if v}
            )
            print_row(rows[-1])
        return rows

    def throughput(self, workshop: Workshop, warm: WarmProcess, script: Path, *, trusted: bool) -> float:
        """Give jobs per second of two callers over those of one warm process."""
        jobs = 24
        self.build(workshop, script, trusted=trusted)
        ratios = []
        for _ in range(3):
            alone = warm.run(script, jobs)
            with ThreadPoolExecutor(2) as callers:
                together = timed(
                    lambda: list(
                        callers.map(lambda _: self.build(workshop, script, trusted=trusted), range(jobs))
                    )
                )
            ratios.append(alone / together)
        return statistics.median(ratios)

    def cold(self) -> dict[str, float]:
        """Compare the first result of a workshop that was not running with a fresh script."""
        ours, fresh = [], []
        for _ in range(3):
            fresh.append(self.fresh(SCRIPTS[3]))
            with Workshop() as workshop:
                ours.append(timed(lambda w=workshop: self.build(w, SCRIPTS[3], trusted=False)))
        return {"first": 1000 * statistics.median(ours), "fresh": 1000 * statistics.median(fresh)}

    def queue(self, workshop: Workshop) -> dict[int, float]:
        """Give the median time to a result when so many callers come at once."""
        found = {}
        for callers in (1, 2, 4, 8, 16, 32):
            time.sleep(0.5)
            with ThreadPoolExecutor(callers) as pool:
                started = [
                    pool.submit(timed, lambda: self.build(workshop, SCRIPTS[3], trusted=False))
                    for _ in range(callers)
                ]
                found[callers] = 1000 * statistics.median(one.result() for one in started)
        return found


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
    zygote = workshop._pool._zygote
    assert zygote is not None
    pids = (os.getpid(), zygote.pid)
    rows = [row for pid in pids for row in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return {
        "resident_kib": sum(int(row.split()[1]) for row in rows if row.startswith("VmRSS")),
        "descriptors": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        "processes": len(Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text().split()),
        "folders": len(list(zygote.root.iterdir())),
    }


def soak(bench: Bench, jobs: int) -> dict[str, Any]:
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
        return {"jobs": jobs, "as_expected": as_expected, "before": before, "after": held(workshop)}


def print_row(row: dict[str, Any]) -> None:
    """Print one line of the first table."""
    ratio = row["script"] / row["warm process"] if isinstance(row["script"], float) else 0
    cells = [f"{key} {value:7.0f}" for key, value in row.items() if isinstance(value, float)]
    print(f"{row.get('name', ''):26}", *cells, f"ratio {ratio:4.2f}", flush=True)


def memory_mb() -> float:
    """Give this process's resident memory: it stands for the server."""
    rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--cq-cli")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--soak", type=int, metavar="JOBS")
    arguments = parser.parse_args()
    bench = Bench(arguments.repeat, arguments.cq_cli)
    if arguments.soak:
        print(json.dumps(soak(bench, arguments.soak), indent=1))
        return
    warm = WarmProcess(bench.folder)
    warm.run(SCRIPTS[3])
    found: dict[str, Any] = {"load": os.getloadavg()[0], "processors": os.cpu_count()}
    with Workshop(size=2, queue_limit=64) as workshop:
        workshop.warm()
        time.sleep(1)
        found["latency_ms"] = bench.latency(workshop, warm)
        found["throughput"] = {
            "parts, children used again": bench.throughput(workshop, warm, SCRIPTS[3], trusted=True),
            **{
                f"one-shot, {script.stem}": bench.throughput(workshop, warm, script, trusted=False)
                for script in (SCRIPTS[5], SCRIPTS[6], SCRIPTS[7])
            },
        }
        found["queue_ms"] = bench.queue(workshop)
        found["server_mb"] = memory_mb()
    warm.close()
    found["cold_ms"] = bench.cold()
    rows = found["latency_ms"]
    found["medians"] = {
        "script over warm process": statistics.median(row["script"] / row["warm process"] for row in rows),
        "part over warm process": statistics.median(row["part"] / row["warm process"] for row in rows),
        "fresh over script": statistics.median(row["fresh"] / row["script"] for row in rows),
    }
    print(json.dumps({key: value for key, value in found.items() if key != "latency_ms"}, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
