"""A fleet under load while its parts are killed: workers, replicas (which are sweepers), database, bucket.

    python -m benchmarks.fleet.soak [--minutes M] [--life SECONDS]

Clients make models through whichever replica answers: words, parts, scripts, waited for and polled. Every few
seconds something is killed, and started again. An observer looks at names, bytes and rows all the time:

* a model is never gone before its deadline, and never served after it;
* the bytes of a model never outlive its deadline for long, unless the bucket or the database was away;
* a build that was accepted for polling ends in a model, or in the error of its request;
* in the end nothing is left: no object, no row, no job.

It prints what it did and what it found; the exit code is 1 if there are findings.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.fleet.processes import Machine, client_of, kill, living, machine
from mayfly.errors import StorageError
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.workers.fleet import numbers

CLIENTS = 4
CLOCK_SECONDS = 2.0
"""How far the times of answers may lie from each other."""
LATE_SECONDS = 5.0
AWAY_SECONDS = 6.0
BUILD_SECONDS = 240.0
QUIET_SECONDS = 15.0
SLOW = """import time
import cadquery as cq
time.sleep(4)
result = cq.Workplane().box({size}, 2, 2)
"""


@dataclass
class Soak:
    """The state of one run; shared by its threads.

    Attributes:
        fleet: What is killed.
        ports: Of the replicas.
        life_seconds: A model's life.
        models: Name to deadline of each model that was made.
        done: What was done, counted.
        findings: What should not have happened.
        away_until: Until when bytes may be late, since database or bucket was away; in monotonic seconds.
        worst_late: Seconds that the latest model was late while both were there.
    """

    fleet: Machine
    ports: list[int]
    life_seconds: float
    models: dict[str, float] = field(default_factory=dict)
    done: collections.Counter[str] = field(default_factory=collections.Counter)
    findings: list[str] = field(default_factory=list)
    away_until: float = 0.0
    worst_late: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        """Count something that was done."""
        with self.lock:
            self.done[what] += 1

    def find(self, what: str) -> None:
        """Note something that should not have happened."""
        with self.lock:
            self.findings.append(f"{time.strftime('%H:%M:%S')} {what}")


def request_of(choice: random.Random) -> tuple[dict[str, Any], bool]:
    """Return the body of a request, and whether it must succeed."""
    size = choice.randrange(30, 400)
    kinds: list[tuple[dict[str, Any], bool]] = [
        ({"request": f"a {size} x 30 x 5 mm plate with a 6 mm hole"}, True),
        ({"part": "washer", "parameters": {"size": choice.choice(["M5", "M6", "M8", "M10"])}}, True),
        ({"script": f"import cadquery as cq\nresult = cq.Workplane().box({size}, 20, 5)\n"}, True),
        ({"script": "import cadquery as cq\nresult = cq.Workplane().box(1, 1, 0)\n"}, False),
        ({"script": SLOW.format(size=size)}, True),
    ]  # fmt: skip
    return choice.choice(kinds)


def use(soak: Soak, seed: int) -> None:
    """Be a client: make models, wait or poll, download some, until the end."""
    choice = random.Random(seed)  # noqa: S311 - the same load each time
    while not soak.stop.wait(choice.random()):
        body, good = request_of(choice)
        polled = choice.random() < 0.5
        headers = {"Prefer": "respond-async"} if polled else {}
        try:
            with client_of(choice.choice(soak.ports), seconds=60) as client:
                answer = client.post("/models", json=body, headers=headers)
        except httpx.TransportError:
            soak.count("requests that no replica took, or that it was killed with")
            continue
        if answer.status_code == 202:
            poll(soak, choice, answer.headers["location"], good=good)
        elif answer.status_code == 201:
            made(soak, answer.json())
            soak.count("models waited for")
        elif answer.status_code == 422 and not good:
            soak.count("requests refused as they should be")
        elif answer.status_code in (429, 500, 503, 507):
            soak.count(f"requests answered {answer.status_code} ({answer.json().get('code')})")
        else:
            soak.find(f"POST /models answered {answer.status_code}: {answer.text[:200]}")


def poll(soak: Soak, choice: random.Random, path: str, *, good: bool) -> None:
    """Poll a build until it ends."""
    give_up = time.monotonic() + BUILD_SECONDS
    while time.monotonic() < give_up:
        time.sleep(0.5)
        try:
            with client_of(choice.choice(soak.ports), seconds=30) as client:
                answer = client.get(path)
        except httpx.TransportError:
            continue
        if answer.status_code in (500, 503):
            continue  # the database is away
        if answer.status_code in (404, 410):
            soak.count("polled builds whose model had gone already")
            return
        record = answer.json()
        if record["status"] == "succeeded":
            made(soak, record["model"])
            soak.count("models polled for")
            return
        if record["status"] == "failed":
            code = record["problem"]["code"]
            if not good and code in ("invalid_geometry", "script_error"):
                soak.count("polled builds refused as they should be")
            elif "Both build workers" in record["problem"]["detail"]:
                soak.count("polled builds that failed since two workers were killed with them")
            elif time.monotonic() < soak.away_until and code == "storage_error":
                soak.count("polled builds that failed while database or bucket was away")
            else:
                soak.find(f"a polled build failed: {record['problem']}")
            return
        if record["status"] != "running":
            soak.find(f"a polled build is {record['status']}")
            return
    soak.find(f"{path} did not end within {BUILD_SECONDS:g} s")


def made(soak: Soak, model: dict[str, Any]) -> None:
    """Note a model that was made."""
    from datetime import datetime

    with soak.lock:
        soak.models[model["name"]] = datetime.fromisoformat(model["expires_at"]).timestamp()


def observe(soak: Soak) -> None:
    """Look at models before and after their deadlines, and at the bucket, until the end."""
    choice = random.Random(7)  # noqa: S311
    bucket = Bucket("s3://mayfly-fleet/models")
    database = soak.fleet.database()
    while not soak.stop.wait(0.3):
        with soak.lock:
            known = list(soak.models.items())
        for name, deadline in choice.sample(known, min(3, len(known))):
            look_at(soak, choice, name, deadline)
        with contextlib.suppress(StorageError):
            look_for_late_bytes(soak, database, bucket)


def look_at(soak: Soak, choice: random.Random, name: str, deadline: float) -> None:
    """Ask a replica for a model, and compare the answer with its deadline."""
    before = time.time()
    try:
        with client_of(choice.choice(soak.ports), seconds=30) as client:
            status = client.get(f"/temp_models/{name}").status_code
    except httpx.TransportError:
        return
    after = time.time()
    soak.count("downloads looked at")
    if status == 200 and before > deadline + CLOCK_SECONDS:
        soak.find(f"{name} was served {before - deadline:.1f} s after its deadline")
    if status in (404, 410) and after < deadline - CLOCK_SECONDS:
        soak.find(f"{name} was gone {deadline - after:.1f} s before its deadline")


def look_for_late_bytes(soak: Soak, database: Database, bucket: Bucket) -> None:
    """Compare the oldest row that is due with the clock."""
    statement = "SELECT coalesce(max(store_time() - expires), 0) FROM models WHERE state = 'live'"
    late = database.rows(statement)[0][0]
    if time.monotonic() < soak.away_until:
        return
    soak.worst_late = max(soak.worst_late, float(late))
    if late > LATE_SECONDS:
        soak.find(f"a model is still there {late:.1f} s after its deadline")
        soak.away_until = time.monotonic() + LATE_SECONDS  # found once


def disturb(soak: Soak, seed: int) -> None:
    """Kill something every few seconds, and start it again, until the end."""
    choice = random.Random(seed)  # noqa: S311
    turns = ["worker", "replica", "worker", "database", "replica", "bucket", "stopped worker"]
    turn = 0
    while not soak.stop.wait(choice.uniform(6, 12)):
        what = turns[turn % len(turns)]
        turn += 1
        soak.count(f"kills: {what}")
        fleet = soak.fleet
        if what == "worker":
            kill(fleet.workers.pop(0))
            fleet.start_worker()
        elif what == "stopped worker":
            stop_for_a_while(fleet)
        elif what == "replica":
            port = choice.choice(soak.ports)
            kill(fleet.replicas.pop(port))
            fleet.start_replica(port)
        else:
            soak.away_until = float("inf")
            server = fleet.postgres if what == "database" else fleet.seaweed
            server.kill()
            time.sleep(choice.uniform(1, AWAY_SECONDS))
            server.start()
            soak.away_until = time.monotonic() + QUIET_SECONDS


def stop_for_a_while(fleet: Machine) -> None:
    """Stop a worker and its children for longer than others wait for it, and let it go on."""
    import os
    import signal

    process = fleet.workers[0]
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(12)
        os.killpg(process.pid, signal.SIGCONT)


def settle(soak: Soak) -> None:
    """Wait until everything has expired, and look for what is left."""
    database = soak.fleet.database()
    bucket = Bucket("s3://mayfly-fleet/models")
    give_up = time.monotonic() + soak.life_seconds + 90
    left: dict[str, int] = {}
    while time.monotonic() < give_up:
        with contextlib.suppress(StorageError):
            left = {
                "objects": sum(map(len, bucket.pages())),
                "parcels": sum(map(len, bucket.pages("w/"))),
                **{
                    table: database.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own names
                    for table in ("models", "jobs", "procrastinate_jobs")
                },
            }
            if not any(left.values()):
                break
        time.sleep(1)
    else:
        soak.find(f"left in the end: {left}")
    soak.done["jobs done once more"] = numbers(database).again
    soak.done["jobs given up after two workers"] = numbers(database).lost
    soak.done["workers alive in the end"] = len(living(database))


def main() -> int:
    """Run the soak, and print what was done and found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--life", type=float, default=40, help="a model's life in seconds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        life = {"MAYFLY_CLEANUP_INTERVAL_MINUTES": str(options.life / 60)}
        with machine(Path(top), **life, MAYFLY_HTTP_SHUTDOWN_SECONDS="5") as fleet:
            ports = [fleet.start_replica(), fleet.start_replica()]
            for _ in range(2):
                fleet.start_worker()
            fleet.wait_until_ready(workers=2)
            soak = Soak(fleet, ports, options.life)
            print("the fleet runs", flush=True)
            threads = [threading.Thread(target=use, args=(soak, number)) for number in range(CLIENTS)]
            threads += [threading.Thread(target=observe, args=(soak,))]
            breaking = threading.Thread(target=disturb, args=(soak, 1))
            for thread in [*threads, breaking]:
                thread.start()
            time.sleep(options.minutes * 60)
            soak.stop.set()
            for thread in [*threads, breaking]:
                thread.join()
            settle(soak)
    print(f"\n{options.minutes:g} minutes, models of {options.life:g} s")
    for what, number in sorted(soak.done.items()):
        print(f"  {number:6}  {what}")
    print(f"  {soak.worst_late:6.2f}  seconds late at worst while database and bucket were there")
    print(f"{len(soak.findings)} findings")
    for finding in soak.findings:
        print(f"  {finding}")
    return 1 if soak.findings else 0


if __name__ == "__main__":
    sys.exit(main())
