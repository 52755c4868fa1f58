"""What one model costs each part of a fleet, from making it to removing it: the figures of the simulation.

    python -m benchmarks.fleet.costs [--models N]

Processor time, commits, log of the database and bytes are counted, not waited for, so other work on the
machine changes them little. It prints them, and writes ``benchmarks/fleet/costs.json``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import psutil  # type: ignore[import-untyped]

from benchmarks.fleet.processes import Machine, machine
from mayfly.cad.workshop import Client
from mayfly.generator import CADModelGenerator
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.stores.postgres import PostgresStore
from mayfly.workers.remote import RemoteWorkshop

FILE: Final = Path(__file__).with_name("costs.json")
_REST_SECONDS: Final = 6.0
_CALLERS: Final = 6


def used(fleet: Machine, database: Database) -> dict[str, float]:
    """Return what was used so far: seconds of processors by part, commits, bytes of the database's log."""
    worker = psutil.Process(fleet.workers[0].pid)
    parts = {
        "caller": [psutil.Process()],
        "worker": [worker],
        "build": worker.children(recursive=True),
        "database": _with_children(fleet.postgres.pid),
        "bucket": _with_children(fleet.seaweed.pid),
    }
    found = {name: sum(map(_seconds, processes)) for name, processes in parts.items()}
    row = database.rows(
        "SELECT (SELECT sum(xact_commit) FROM pg_stat_database),"
        " pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8"
    )[0]
    return {**found, "commits": float(row[0]), "log_bytes": float(row[1])}


def _with_children(pid: int) -> list[Any]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _seconds(process: Any) -> float:
    """Return the processor time of a process, and of those of its children that have ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def measure(fleet: Machine, folder: Path, models: int) -> dict[str, float]:
    """Make, read and remove models; return what each of them cost."""
    database = fleet.database()
    remote = RemoteWorkshop(fleet.database(), Bucket("s3://mayfly-fleet/models"))
    store = PostgresStore(fleet.postgres.url, "s3://mayfly-fleet/models", scratch_dir=folder / "caller")
    with store:
        generator = CADModelGenerator(cleanup_service=store, workshop=remote)
        sizes: list[int] = []

        def make(number: int) -> None:
            request = f"a {60 + number * 0.1:.1f} x 60 x 6 mm plate with four 5.5 mm corner holes, 8 mm inset"
            made = generator.generate_model(request, client=Client(f"c{number % 4}"))
            store.open_model(made["name"]).close()
            sizes.append(made["size_bytes"])

        make(0)
        time.sleep(_REST_SECONDS)
        before_rest, began_rest = used(fleet, database), time.monotonic()
        time.sleep(_REST_SECONDS)
        before, began = used(fleet, database), time.monotonic()
        with ThreadPoolExecutor(_CALLERS) as pool:
            list(pool.map(make, range(1, models + 1)))
        store.sweep(now=time.time() + 3600)
        time.sleep(2)
        after, ended = used(fleet, database), time.monotonic()
    remote.close()
    rest = {name: (before[name] - before_rest[name]) / (began - began_rest) for name in before}
    spent = {name: after[name] - before[name] - rest[name] * (ended - began) for name in after}
    each = {name: value / models for name, value in spent.items()}
    return {
        **{f"{name}_ms": round(each[name] * 1e3, 2) for name in ("caller", "worker", "build")},
        **{f"{name}_ms": round(each[name] * 1e3, 2) for name in ("database", "bucket")},
        "commits": round(each["commits"], 1),
        "log_kb": round(each["log_bytes"] / 1024, 1),
        "model_kb": round(sum(sizes) / len(sizes) / 1024, 1),
        "rest_commits_per_second": round(rest["commits"], 1),
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet.costs", description=__doc__)
    parser.add_argument("--models", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top, machine(Path(top)) as fleet:
        fleet.start_worker()
        fleet.wait_until_ready(workers=1)
        found = measure(fleet, Path(top), options.models)
    print(json.dumps(found, indent=2))
    FILE.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
