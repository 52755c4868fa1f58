"""What a worker adds to a build, and how much two workers do together.

    python -m benchmarks.fleet.overhead [--builds N]

Overhead is the time of a call minus the time that the worker's own workshop took for it: handing in,
fetching, the files through the bucket, the answer. Everything runs on this
machine, whose processors two workers share.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.fleet.processes import machine
from mayfly.cad.workshop import BuildJob, Client, Workshop
from mayfly.stores.bucket import Bucket
from mayfly.workers.messages import Answer
from mayfly.workers.remote import RemoteWorkshop

SCRIPT = """import cadquery as cq
result = cq.Workplane().box({width}, 60, 6).faces(">Z").workplane()
result = result.rect({width} - 16, 44, forConstruction=True).vertices().hole(5.5)
"""


class Timed(RemoteWorkshop):
    """A caller that remembers how long the workers took."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Start with no times."""
        super().__init__(*arguments, **options)
        self.seconds: list[float] = []

    def _made_by_worker(self, *arguments: Any, **options: Any) -> tuple[Answer, bytes]:
        answer, content = super()._made_by_worker(*arguments, **options)
        self.seconds.append(answer.seconds)
        return answer, content


def measure(remote: Timed, local: Workshop, folder: Path, builds: int) -> dict[str, list[float]]:
    """Build the same here and there in turn; return the times in ms."""
    found: dict[str, list[float]] = {"here": [], "there": [], "overhead": []}
    for number in range(builds):
        for trusted in (True, False):
            job = BuildJob(script=SCRIPT.format(width=80 + number / 10), trusted=trusted)
            begun = time.perf_counter()
            local.build(job, folder / f"here-{number}-{trusted}.step")
            found["here"].append((time.perf_counter() - begun) * 1e3)
            begun = time.perf_counter()
            remote.build(job, folder / f"there-{number}-{trusted}.step")
            found["there"].append((time.perf_counter() - begun) * 1e3)
            found["overhead"].append(found["there"][-1] - remote.seconds[-1] * 1e3)
    return found


def throughput(remote: Timed, folder: Path, builds: int, callers: int = 8) -> float:
    """Return how many builds a second all workers do."""

    def build(number: int) -> None:
        job = BuildJob(script=SCRIPT.format(width=200 + number / 10), trusted=True)
        remote.build(job, folder / f"{time.monotonic_ns()}.step", client=Client(f"c{number % 4}"))

    begun = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(build, range(builds)))
    return builds / (time.perf_counter() - begun)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet.overhead", description=__doc__)
    parser.add_argument("--builds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top, machine(Path(top)) as fleet, Workshop() as local:
        fleet.start_worker()
        fleet.wait_until_ready(workers=1)
        remote = Timed(fleet.database(), Bucket("s3://mayfly-fleet/models"))
        measure(remote, local, Path(tempfile.mkdtemp(dir=top)), 3)
        remote.seconds.clear()
        found = measure(remote, local, Path(top), options.builds)
        for name, times in found.items():
            p95 = sorted(times)[int(0.95 * len(times))]
            print(f"{name:>10}: median {statistics.median(times):7.1f} ms, p95 {p95:7.1f} ms")
        local.close()
        one = throughput(remote, Path(top), options.builds * 2)
        fleet.start_worker()
        fleet.wait_until_ready(workers=2)
        two = throughput(remote, Path(top), options.builds * 2)
        print(f"one worker {one:.2f} builds a second, two on the same processors {two:.2f}")
        remote.close()


if __name__ == "__main__":
    main()
