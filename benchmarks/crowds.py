"""What the files that are there cost a service that has other things to do: its first sweep, and publishing.

``python -m benchmarks.crowds publish DIR FILES SECONDS`` measures one size in a process of its own and prints
the processor time of the service. `benchmarks.cleanup` calls it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import cleaners
from benchmarks.cleaners import CONTENT, SOON_MINUTES, fill, in_turns, place, ratio, timed
from benchmarks.figures import Row, Table, Target
from benchmarks.machine import ROOT
from mayfly.cleanup.service import TempModelsCleanupService

FIND = "find -mmin +30 -delete"
FIRST, AGAIN, OTHER = (
    "first sweep of the service that registered them",
    "the same, of a service that swept before",
    "first sweep of another service",
)
PER_SECOND = 10
_LIFE_SECONDS = 1.0
_SETTLE_SECONDS = 3.0


def _first_sweep(parent: Path, old: int, young: int, *, who: str) -> float:
    """Time one explicit sweep where every file was written by the caller and registered one by one."""
    with place(parent) as folder:
        fill(folder, 0, old + young)
        service = TempModelsCleanupService(folder, janitor=False)
        for number, path in enumerate(sorted(folder.glob("*.step"))):
            service.register_file(path, ttl_minutes=SOON_MINUTES if number < old else None)
        if who == AGAIN:
            service.sweep(now=time.time() - 1000)
        elif who == OTHER:
            service.stop_cleanup_service()
            service = TempModelsCleanupService(folder, janitor=False)
        time.sleep(0.02)
        found = []
        took = timed(lambda: found.append(service.sweep()))
        assert len(found[0].removed) == old
        service.stop_cleanup_service()
        return took


def first_sweep(parent: Path, rounds: int, old: int, young: int) -> Table:
    """Compare the first sweep of a service with find, which looks at every file each time."""
    rows = {who: partial(_first_sweep, parent, old, young, who=who) for who in (FIRST, OTHER, AGAIN)}
    if cleaners.versions()["find"]:
        rows[FIND] = partial(cleaners.find, parent, old, young)
    found = in_turns(rounds, rows, frozenset())
    over = {who: ratio(found[who], found[FIND]) if FIND in found else None for who in rows}
    title = f"The first sweep: {old:,} expired among {old + young:,}, all registered by hand"
    return Table(
        title,
        ("ms, median", "fastest", "slowest", "× find"),
        tuple(
            Row(who, (statistics.median(times), min(times), max(times), over[who]), ours=who != FIND)
            for who, times in found.items()
        ),
        (Target(f"{title}: time over find's", over[FIRST], most=0.5),),
        better="less",
    )


def publish(parent: Path, count: int, seconds: float) -> float:
    """Return the share of one core that a service takes that publishes and expires ten models a second."""
    with place(parent) as folder:
        fill(folder, 0, count)
        with TempModelsCleanupService(folder, janitor=False) as service:
            while service.get_details()["adopted_files"] < count:
                time.sleep(0.1)
            _publish(service, _SETTLE_SECONDS)
            begun, used = time.monotonic(), time.process_time()
            _publish(service, seconds)
            return (time.process_time() - used) / (time.monotonic() - begun)


def _publish(service: TempModelsCleanupService, seconds: float) -> None:
    begun = time.monotonic()
    for number in range(int(seconds * PER_SECOND)):
        time.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        with service.partial() as partial:
            partial.path.write_bytes(CONTENT)
            partial.publish(f"p{time.monotonic_ns()}.step", ttl_minutes=_LIFE_SECONDS / 60)


def busy(parent: Path, rounds: int, sizes: tuple[int, int], seconds: float) -> Table:
    """Compare the processor time of the same work among few files and among many."""

    def measure(count: int) -> float:
        words = [sys.executable, "-m", "benchmarks.crowds", "publish", str(parent), str(count), str(seconds)]
        done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
        return float(done.stdout) * 100

    names = {f"{count:,} files present": count for count in sizes}
    found = in_turns(rounds, {name: partial(measure, count) for name, count in names.items()}, frozenset())
    few, many = found.values()
    title = f"A service that publishes and expires {PER_SECOND} models a second"
    return Table(
        title,
        ("% of one core, median", "least", "most"),
        tuple(
            Row(name, (statistics.median(shares), min(shares), max(shares)), ours=True)
            for name, shares in found.items()
        ),
        (
            Target(
                f"{title}: processor time among {sizes[1]:,} files over that among {sizes[0]:,}",
                ratio(many, few) if sizes[1] == 100_000 else None,
                most=1.2,
            ),
        ),
        ("Publishing costs the most of it: a file synced, a digest, two rows.",),
    )


def tables(parent: Path, quick: bool) -> Iterator[Table]:
    """Measure everything."""
    yield first_sweep(parent, 2 if quick else 5, 100, 1_900 if quick else 19_900)
    yield busy(parent, 1 if quick else 3, (100, 5_000 if quick else 100_000), 4 if quick else 20)


if __name__ == "__main__":
    print(publish(Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
