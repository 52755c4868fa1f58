"""What a store in PostgreSQL and a bucket costs beside a directory, and how late its sweepers are.

    python -m benchmarks.shared_store [--models N] [--seconds S]

It starts a PostgreSQL and a SeaweedFS of its own (`tests/stores/servers.py`) and prints a table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.stores.postgres import PostgresStore
from mayfly.stores.store import Store
from tests.stores.servers import Postgres, Seaweed, running

CONTENT = b"ISO-10303-21;" + b"x" * 30_000
"""As large as a plate with some holes."""

SWEEPER = """
import sys, time
from mayfly.stores.postgres import PostgresStore
url, bucket, folder = sys.argv[1:]
with PostgresStore(url, bucket, scratch_dir=folder):
    print("ready", flush=True)
    sys.stdin.read()
"""


def publish(store: Store, name: str, **options: Any) -> None:
    """Publish a model the way a builder does."""
    with store.partial() as partial:
        partial.path.write_bytes(CONTENT)
        partial.publish(name, **options)


def read(store: Store, name: str) -> None:
    """Read a model under a lease."""
    with store.lease(name) as stream:
        assert len(stream.read()) == len(CONTENT)


def measure(store: Store, models: int) -> dict[str, tuple[float, float]]:
    """Return the median and the 95th percentile, in ms, of each call."""
    found = {}

    def timed(what: str, call: Callable[[str], object]) -> None:
        times = []
        for number in range(models):
            begun = time.perf_counter()
            call(f"m{number}.step")
            times.append((time.perf_counter() - begun) * 1e3)
        found[what] = (statistics.median(times), sorted(times)[int(0.95 * len(times))])

    timed("publish", lambda name: publish(store, name))
    timed("read under a lease", lambda name: read(store, name))
    timed("open and read", lambda name: store.open_model(name).close())
    timed("get", store.get_model)
    timed("extend", lambda name: store.extend(name, 1))
    timed("sweep, nothing due", lambda name: store.sweep())
    timed("delete", store.delete)
    for number in range(models):
        publish(store, f"due{number}.step", ttl_minutes=0.01 / 60)
    time.sleep(0.1)
    begun = time.perf_counter()
    assert len(store.sweep().removed) == models
    each = (time.perf_counter() - begun) * 1e3 / models
    found["sweep, each model due"] = (each, each)
    return found


def lateness(url: str, bucket: str, folder: Path, seconds: float, rate: float) -> tuple[list[float], int]:
    """Publish short-lived models while three other processes sweep; return how late each went, in seconds."""
    sweepers = [
        subprocess.Popen(
            [sys.executable, "-c", SWEEPER, url, bucket, str(folder / str(number))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(3)
    ]
    for sweeper in sweepers:
        assert sweeper.stdout is not None
        assert sweeper.stdout.readline() == b"ready\n"
    store = PostgresStore(url, bucket, scratch_dir=folder / "publisher")
    begun, number = time.monotonic(), 0
    before = store.get_details()["removed_total"]
    while time.monotonic() - begun < seconds:
        publish(store, f"late{number}.step", ttl_minutes=1.5 / 60)
        number += 1
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
    give_up = time.monotonic() + 30
    while store.get_details()["removed_total"] - before < number and time.monotonic() < give_up:
        time.sleep(0.1)
    rows = store.get_details(history=number)["history"]
    for sweeper in sweepers:
        assert sweeper.stdin is not None
        sweeper.stdin.close()
        sweeper.wait()
    store.stop_cleanup_service()
    late = [row["removed_at"] - row["expired_at"] for row in rows if row["name"].startswith("late")]
    return late, number


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=12, help="models a second; 12 are a million a day")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as top,
        running(Postgres) as postgres,
        running(Seaweed) as seaweed,
    ):
        assert isinstance(postgres, Postgres)
        assert isinstance(seaweed, Seaweed)
        os.environ.update(seaweed.environment())
        folder, bucket = Path(top), "s3://mayfly-bench/models"
        local = measure(TempModelsCleanupService(folder / "local", janitor=False), wanted.models)
        shared_store = PostgresStore(postgres.url, bucket, scratch_dir=folder / "scratch")
        shared = measure(shared_store, wanted.models)
        shared_store.stop_cleanup_service()
        print("| call | directory, median (p95) ms | database and bucket, median (p95) ms |\n|---|---|---|")
        for what, (median, high) in local.items():
            print(f"| {what} | {median:.1f} ({high:.1f}) | {shared[what][0]:.1f} ({shared[what][1]:.1f}) |")
        late, made = lateness(postgres.url, bucket, folder, wanted.seconds, wanted.rate)
    late.sort()
    print(
        f"{made} models at {wanted.rate:g} a second, three sweepers: {len(late)} went; late by"
        f" {statistics.median(late):.2f} s (median), {late[int(0.99 * len(late))]:.2f} s (p99),"
        f" {late[-1]:.2f} s (worst); early: {sum(each < 0 for each in late)}"
    )


if __name__ == "__main__":
    main()
