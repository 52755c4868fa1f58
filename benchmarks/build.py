"""How fast models are built, beside the other ways to run a CadQuery script, in one run.

    python -m benchmarks.build [--quick] [--repeat 7] [--cq-cli PATH] [--json FILE]

The ten reference scripts lie in ``build_scripts``. Beside the workshop stand:
one warm CadQuery process that runs the script, exports and reads the file back;
a fresh interpreter for each script; and cq-cli, where it is installed. Each round
measures all of them on a script before the next one begins, so that a machine that
slows down slows all of them down.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import build_tables
from benchmarks.figures import Table, command
from benchmarks.peers import PYTHON, python_version
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cleanup.publish import Partial
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator

SCRIPTS = sorted((Path(__file__).resolve().parent / "build_scripts").glob("*.py"))

_LONG_SECONDS = 0.5  # a script is built fewer times

FRESH = """
import sys
import cadquery as cq
shown = []
exec(compile(open(sys.argv[1]).read(), "script", "exec"), {"cq": cq, "show_object": shown.append})
cq.exporters.export(shown[0], sys.argv[2])
"""

GRIDS = {
    "holes cut": """import cadquery as cq

plate = cq.Workplane().box(250, 250, 5).faces(">Z").workplane()
show_object(plate.rarray({pitch}, {pitch}, {side}, {side}).hole({pitch} / 2))
""",
    "one extrusion": """import cadquery as cq

outline = cq.Workplane().rect(250, 250).rarray({pitch}, {pitch}, {side}, {side}).circle({pitch} / 4)
show_object(outline.extrude(5))
""",
}
"""A plate with side × side holes, made in two ways."""

WARM = """
import sys, time
import cadquery as cq
for row in sys.stdin:
    path, target, times = row.split()
    source = open(path).read()
    run = export = read = 0.0
    for _ in range(int(times)):
        began, shown = time.perf_counter(), []
        exec(compile(source, "script", "exec"), {"cq": cq, "show_object": shown.append})
        ran = time.perf_counter()
        cq.exporters.export(shown[0], target)
        exported = time.perf_counter()
        cq.importers.importStep(target)
        run, export, read = run + ran - began, export + exported - ran, read + time.perf_counter() - exported
    print(run, export, read, flush=True)
"""


class WarmProcess:
    """One process with CadQuery loaded: the fastest that there is without a jail."""

    def __init__(self, target: Path) -> None:
        """Start one that exports to ``target``."""
        self._target = target
        self._process = subprocess.Popen(
            [sys.executable, "-c", WARM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, script: Path, times: int = 1) -> float:
        """Return the seconds for so many builds of a script."""
        return sum(self.parts(script, times))

    def parts(self, script: Path, times: int = 1) -> tuple[float, float, float]:
        """Return the seconds for running a script, exporting, and reading back, so many times."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{script} {self._target} {times}\n")
        self._process.stdin.flush()
        run, export, read = map(float, self._process.stdout.readline().split())
        return run, export, read

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def timed(act: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def at_once(acts: list[Callable[[], object]]) -> float:
    """Give the seconds that two callers take for all of this."""
    with ThreadPoolExecutor(2) as callers:
        return timed(lambda: [done.result() for done in [callers.submit(act) for act in acts]])


class Bench:
    """The measurements; each gives plain numbers, in milliseconds unless named otherwise."""

    def __init__(self, repeat: int, cq_cli: str | None, *, quick: bool = False) -> None:
        """Keep how often to measure, where cq-cli is, and whether little will do."""
        self.repeat = repeat
        self.cq_cli = cq_cli
        self.quick = quick
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
        service = TimedService(self.folder / "published", janitor=False)
        generator = CADModelGenerator(cleanup_service=service, workshop=workshop)
        for script in SCRIPTS[2:5] if self.quick else SCRIPTS:
            times: dict[str, list[float]] = {way: [] for way in (*build_tables.WAYS, *build_tables.PARTS)}
            source = script.read_text(encoding="utf-8")
            for number in range(self.repeat):
                raw = warm.parts(script)
                times["warm process"].append(sum(raw))
                for name, seconds in zip(build_tables.RAW_PARTS, raw, strict=True):
                    times[name].append(seconds)
                for name, trusted in (("script", False), ("part", True)):
                    time.sleep(0.3)
                    times[name].append(timed(partial(self.build, workshop, script, trusted=trusted)))
                time.sleep(0.3)
                # A remark makes it another script: the same one would be answered from the first model.
                another = f"{source}\n# {number}\n"
                card: dict[str, Any] = {}
                total = timed(lambda: card.update(generator.run_script(another)))  # noqa: B023 (run at once)
                times["published"].append(total)
                report = card["report"]
                inside = (report["build_seconds"], report["inspect_seconds"], service.publishing_seconds)
                for name, seconds in zip(build_tables.OUR_PARTS, (*inside, total - sum(inside)), strict=True):
                    times[name].append(seconds)
                times["again"].append(timed(partial(generator.run_script, another)))
                if number < 2:
                    times["fresh"].append(self.fresh(script))
                    if self.cq_cli:
                        times["cq-cli"].append(self.cli(script))
            rows.append(
                {"name": script.stem} | {k: 1000 * statistics.median(v) for k, v in times.items() if v}
            )
            print(f"  {script.stem}", flush=True)
        return rows

    def throughput(
        self, workshop: Workshop, warm: list[WarmProcess], script: Path, *, trusted: bool
    ) -> tuple[float, float]:
        """Give jobs per second over those of one warm process: of two callers, and of two warm processes."""
        build = partial(self.build, workshop, script, trusted=trusted)
        build()
        jobs = 8 if self.quick or warm[0].run(script) > _LONG_SECONDS else 24
        ours, raw = [], []
        for _ in range(1 if self.quick else 3):
            alone = warm[0].run(script, jobs)
            raw.append(alone / at_once([partial(one.run, script, jobs // 2) for one in warm]))
            ours.append(alone / at_once([build] * jobs))
        return statistics.median(ours), statistics.median(raw)

    def cold(self) -> dict[str, float]:
        """Compare the first result of a workshop that was not running with a fresh script."""
        ours, fresh = [], []
        for _ in range(1 if self.quick else 3):
            fresh.append(self.fresh(SCRIPTS[3]))
            with Workshop() as workshop:
                ours.append(timed(partial(self.build, workshop, SCRIPTS[3], trusted=False)))
        return {"first": 1000 * statistics.median(ours), "fresh": 1000 * statistics.median(fresh)}

    def queue(self, workshop: Workshop) -> dict[int, float]:
        """Give the median time to a result when so many callers come at once."""
        found = {}
        for callers in (1, 2, 4) if self.quick else (1, 2, 4, 8, 16, 32):
            time.sleep(0.5)
            with ThreadPoolExecutor(callers) as pool:
                started = [
                    pool.submit(timed, lambda: self.build(workshop, SCRIPTS[3], trusted=False))
                    for _ in range(callers)
                ]
                found[callers] = 1000 * statistics.median(one.result() for one in started)
        return found

    def growing(self, workshop: Workshop, warm: WarmProcess, grid: str) -> dict[int, dict[str, float]]:
        """Return the times for plates with ever more holes, made in one of the ways of ``GRIDS``."""
        found = {}
        for side in (1, 4) if self.quick else (1, 10, 20, 30, 40):
            script = self.folder / f"grid-{side}.py"
            script.write_text(GRIDS[grid].format(side=side, pitch=240 / side), encoding="utf-8")
            warms, ours = [], []
            for _ in range(3 if side <= 10 else 1):
                warms.append(warm.run(script))
                time.sleep(0.3)
                ours.append(timed(partial(self.build, workshop, script, trusted=False)))
            seconds = {"script": statistics.median(ours), "warm process": statistics.median(warms)}
            found[side * side] = {way: 1000 * value for way, value in seconds.items()}
            print(f"  {grid}: {side * side} holes", flush=True)
        return found


class TimedService(TempModelsCleanupService):
    """A cleanup service that measures what publishing and registering take.

    Attributes:
        publishing_seconds: Of the last model.
    """

    publishing_seconds = 0.0

    @contextmanager
    def partial(self) -> Iterator[Partial]:
        """Have the partial measure its own publication."""
        with super().partial() as made:
            publish = made.publish

            def timed_publish(*names: Any, **options: Any) -> StoredModel:
                started = time.perf_counter()
                model = publish(*names, **options)
                self.publishing_seconds = time.perf_counter() - started
                return model

            made.publish = timed_publish  # type: ignore[method-assign]
            yield made


def memory_mb() -> float:
    """Give this process's resident memory: it stands for the server."""
    rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024


def measure(bench: Bench) -> dict[str, Any]:
    """Measure everything but the soak."""
    warm, second = WarmProcess(bench.folder / "warm.step"), WarmProcess(bench.folder / "second.step")
    warm.run(SCRIPTS[3])
    second.run(SCRIPTS[3])
    found: dict[str, Any] = {}
    with Workshop(size=2, queue_limit=64, build_timeout_seconds=300) as workshop:
        workshop.warm()
        time.sleep(1)
        found["latency_ms"] = bench.latency(workshop, warm)
        one_shot = SCRIPTS[6:7] if bench.quick else SCRIPTS[5:]
        both = [warm, second]
        found["throughput"] = {
            "parts, children used again": bench.throughput(workshop, both, SCRIPTS[3], trusted=True),
            **{script.stem: bench.throughput(workshop, both, script, trusted=False) for script in one_shot},
        }
        found["queue_ms"] = bench.queue(workshop)
        found["growth_ms"] = {grid: bench.growing(workshop, warm, grid) for grid in GRIDS}
        found["server_mb"] = memory_mb()
    warm.close()
    second.close()
    found["cold_ms"] = bench.cold()
    return found


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure what was asked for."""
    bench = Bench(options.repeat or (2 if options.quick else 7), options.cq_cli, quick=options.quick)
    return build_tables.tables(measure(bench))


def extend(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--repeat", type=int, help="builds of each script, each way")
    parser.add_argument("--cq-cli", default=shutil.which("cq-cli", path=str(PYTHON.parent)), metavar="PATH")


def versions() -> dict[str, str]:
    """Give the versions of what is compared."""
    ours = {name: version(name) for name in ("cadquery", "cadquery-ocp")}
    others = {
        "cq-cli": python_version("cadquery-cli") or "",
        "its cadquery-ocp": python_version("cadquery-ocp") or "",
    }
    return ours | others


if __name__ == "__main__":
    command(
        "build",
        "Building",
        "Ten scripts (`benchmarks/build_scripts`) become STEP files: through Mayfly's jail, in one warm "
        "CadQuery process that runs the script, exports and reads back, as a fresh script, and by cq-cli.",
        tables,
        versions,
        extend,
    )
