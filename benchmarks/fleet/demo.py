"""``make scale``: a fleet on this machine makes three models, loses a replica, and sees them expire.

    python -m benchmarks.fleet.demo

It starts a PostgreSQL (Debian's), a SeaweedFS (from PyPI), two replicas of the HTTP service and two build
workers, without containers, on free ports of 127.0.0.1. `compose.scale.yaml` starts the same in containers.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from _pytest.outcomes import Skipped

from benchmarks.fleet.processes import Machine, client_of, kill, machine
from mayfly.stores.bucket import Bucket

REQUESTS = (
    "90x60x6 mm plate with four 5.5 mm corner holes, 8 mm inset",
    "pipe flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110",
    "stepped shaft: first 30 mm dia x 40 long, then 24 dia x 60, then 16 dia x 25",
)
LIFE_MINUTES = 1.5
_LATE_SECONDS = 10.0


def main() -> int:
    """Run the demonstration; return 0 if all of it worked, otherwise 1."""
    with tempfile.TemporaryDirectory(prefix="mayfly-scale-") as top:
        try:
            with machine(Path(top), MAYFLY_CLEANUP_INTERVAL_MINUTES=str(LIFE_MINUTES)) as fleet:
                print("PostgreSQL and SeaweedFS run; two replicas and two workers start …", flush=True)
                ports = [fleet.start_replica(), fleet.start_replica()]
                for _ in range(2):
                    fleet.start_worker()
                fleet.wait_until_ready(workers=2)
                return 0 if _shown(fleet, ports) else 1
        except Skipped as missing:
            print(f"A server is missing: {missing}", file=sys.stderr)
            return 1


def _shown(fleet: Machine, ports: list[int]) -> bool:
    """Make the models, kill a replica, and watch them expire; return whether all of it went as promised."""
    clients = [client_of(port) for port in ports]
    names = []
    last_deadline = 0.0
    for number, request in enumerate(REQUESTS):
        client = clients[number % 2]
        begun = time.perf_counter()
        made = client.post("/models", json={"request": request})
        if made.status_code != 201:
            print(made.text, file=sys.stderr)
            return False
        model = made.json()
        names.append(model["name"])
        box = " × ".join(f"{side:g}" for side in model["report"]["bounding_box_mm"])
        seconds = time.perf_counter() - begun
        print(f"replica {number % 2 + 1}: {model['name']}  {box} mm  in {seconds:.2f} s", flush=True)
        last_deadline = time.time() + LIFE_MINUTES * 60
    kill(fleet.replicas.pop(ports[0]))
    print("replica 1 is killed; replica 2 answers for all three:", flush=True)
    for name in names:
        found = clients[1].get(f"/temp_models/{name}")
        print(f"  {name}: {found.status_code}, {len(found.content):,} bytes")
        if found.status_code != 200:
            return False
    print(f"waiting for their deadlines ({LIFE_MINUTES:g} minutes each) …", flush=True)
    bucket = Bucket("s3://mayfly-fleet/models")
    while (left := sum(map(len, bucket.pages()))) and time.time() < last_deadline + _LATE_SECONDS:
        time.sleep(0.2)
    late = time.time() - last_deadline
    codes = [clients[1].get(f"/temp_models/{name}").status_code for name in names]
    for client in clients:
        client.close()
    print(f"{late:+.1f} s after the last deadline: {left} objects in the bucket, answers {codes}")
    return not left and codes == [410] * 3


if __name__ == "__main__":
    sys.exit(main())
