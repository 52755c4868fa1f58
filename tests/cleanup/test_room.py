"""Room: what frees it needs none, the index gives it back, a limit is kept; nobody waits for long."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mayfly.cleanup.clock import Waits
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import InvalidLifetime, StorageError, StorageFull
from tests.cleanup.kit import MakeService, MovableClock, models_in, publish, wait_until, write_model
from tests.cleanup.test_same_file import run_in_namespace

_FULL = """
import os, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
folder, kind, warm = sys.argv[1:]
options = {"inodes": "size=50M,nr_inodes=60", "blocks": "size=2M"}.get(kind, "size=50M")
if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder]).returncode:
    sys.exit(77)
service = TempModelsCleanupService(folder, 0.03, janitor=False)
for number in range(25):
    with service.partial() as partial:
        partial.path.write_bytes(b"x" * 9000)
        partial.publish(f"m{number}.step")
if warm == "swept":
    service.sweep()
fillers = 0
try:
    while kind in ("inodes", "blocks"):
        with open(f"{folder}/filler{fillers}", "xb") as filler:
            fillers += 1
            while kind == "blocks":
                filler.write(b"y" * 4096); filler.flush()
except OSError:
    pass
if warm == "lost":
    os.unlink(f"{folder}/.mayfly/index.sqlite3")
if kind == "read-only":
    service.stop_cleanup_service()
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
time.sleep(2)
report = service.sweep()
if kind == "read-only":
    print(len(report.removed), len(report.failed))
    service.stop_cleanup_service()
    subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
    report = service.sweep()
print(len(report.removed))
fresh = TempModelsCleanupService(folder, 0.02, janitor=False)
print(fresh.get_stats()["total_files"])
"""


@pytest.mark.parametrize("warm", ["cold", "swept", "lost"])
@pytest.mark.parametrize("kind", ["inodes", "blocks"])
def test_what_frees_room_needs_no_room(folder: Path, kind: str, warm: str) -> None:
    assert run_in_namespace(_FULL, folder, kind, warm) == "25\n0\n"


@pytest.mark.parametrize("warm", ["cold", "swept"])
def test_a_directory_that_is_read_only_for_a_while_expires_afterwards(folder: Path, warm: str) -> None:
    assert run_in_namespace(_FULL, folder, "read-only", warm) == "0 25\n25\n0\n"


def test_the_index_gives_its_room_back(make_service: MakeService, clock: MovableClock, folder: Path) -> None:
    service = make_service(clock=clock)
    for number in range(80):
        publish(service, f"m{number}.step", report={"script": "x" * 250_000})
    assert service.get_details()["index_bytes"] > 20_000_000
    clock.pass_time(1801)
    assert len(service.sweep().removed) == 80
    assert service.get_details()["index_bytes"] < 1_000_000
    publish(service, "next.step")
    assert service.get_model("next.step").tracked


def test_a_limit_by_size_removes_expired_models_and_never_a_living_one(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(clock=clock, storage_mb=1)
    for number in range(9):
        publish(service, f"m{number}.step", "x" * 100_000, ttl_minutes=10 if number < 3 else 60)
    with pytest.raises(StorageFull, match="1 MiB"):
        publish(service, "large.step", "x" * 200_000)
    assert len(models_in(folder)) == 9
    clock.pass_time(601)
    publish(service, "large.step", "x" * 200_000)
    assert models_in(folder) == {f"m{number}.step" for number in range(3, 9)} | {"large.step"}
    publish(service, "small.step", "x" * 200_000)
    with pytest.raises(StorageFull), service.partial():
        publish(service, "more.step", "x" * 200_000)
    with pytest.raises(InvalidLifetime, match="above 0"):
        make_service(storage_mb=0)


_RESERVE = """
import subprocess, sys
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageFull
folder = sys.argv[1]
if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20M", "none", folder]).returncode:
    sys.exit(77)
service = TempModelsCleanupService(folder, 1, janitor=False)
number = 0
try:
    while True:
        with service.partial() as partial:
            partial.path.write_bytes(b"x" * 100_000)
            partial.publish(f"m{number}.step")
        number += 1
except StorageFull as error:
    print(error, number > 150)
print(service.get_stats()["total_files"] == number)
"""


def test_the_last_reserve_of_a_disk_is_left_alone(folder: Path) -> None:
    assert run_in_namespace(_RESERVE, folder).endswith("last reserve. True\nTrue\n")


_STUCK = """
import sys, logging
from mayfly.cleanup.service import TempModelsCleanupService
logging.basicConfig(level=logging.INFO)
with TempModelsCleanupService(sys.argv[1], 1, janitor=False):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_a_neighbour_whose_log_is_blocked_delays_nobody(make_service: MakeService, folder: Path) -> None:
    reading, writing = os.pipe()
    neighbour = subprocess.Popen(
        [sys.executable, "-c", _STUCK, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=writing,
    )
    assert neighbour.stdout is not None
    neighbour.stdout.readline()
    os.set_blocking(writing, False)
    for size in (4096, 1):
        try:
            while True:
                os.write(writing, b"x" * size)
        except BlockingIOError:
            pass
    os.set_blocking(writing, True)
    try:
        with make_service() as service:
            for number in range(4):
                publish(service, f"m{number}.step", ttl_minutes=0.5 / 60)
                wait_until(lambda: models_in(folder) == set())
    finally:
        neighbour.kill()
        neighbour.communicate()
        os.close(reading)
        os.close(writing)


def test_a_stuck_holder_of_the_sweeps_lock_is_named_and_waited_for_once(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service(0.01, waits=Waits(sweep_seconds=1.0))
    publish(service, "a.step")
    lock = folder / ".mayfly" / "sweep.lock"
    with lock.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(f"{os.getpid():<10} stuck\n")
        held.flush()
        time.sleep(0.7)
        assert service.sweep().removed == ("a.step",)
        publish(service, "b.step")
        time.sleep(0.7)
        begun = time.monotonic()
        assert service.sweep().removed == ("b.step",)
        assert time.monotonic() - begun < 0.9
        assert f"Process {os.getpid()}" in service.get_details()["trouble"]
    publish(service, "c.step")
    time.sleep(0.7)
    assert service.sweep().removed == ("c.step",)
    assert service.get_details()["trouble"] is None


def test_a_foreign_lock_on_a_model_is_named_and_bounded_like_a_lease(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(clock=clock)
    path = publish(service, "a.step")
    with path.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        clock.pass_time(1801)
        for _ in range(2):
            assert service.sweep().leased == ("a.step",)
        locked = service.get_details()["locked"]
        assert locked == [{"name": "a.step", "reason": f"locked by process {os.getpid()}"}]
        clock.pass_time(3500)
        assert service.sweep().leased == ("a.step",)
        clock.pass_time(110)
        assert service.sweep().removed == ("a.step",)


def test_an_index_that_can_not_be_reached_names_who_keeps_it(make_service: MakeService, folder: Path) -> None:
    service = make_service(waits=Waits(turn_seconds=0.2))
    publish(service, "a.step")
    with (folder / ".mayfly" / "index.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match=f"process {os.getpid()} keeps it locked"):
            service.list_models()
    assert service.list_models()


def test_lock_files_are_there_from_the_start(folder: Path) -> None:
    service = TempModelsCleanupService(folder, janitor=False)
    write_model(folder, "a.step")
    service.get_stats()
    names = {path.name for path in (folder / ".mayfly").iterdir()}
    assert {"index.lock", "sweep.lock", "janitor.lock"} <= names
