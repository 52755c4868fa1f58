"""Workers that are killed, stopped or ended, and a database and a bucket that go away, while jobs run."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mayfly.cad.workshop import BuildJob
from mayfly.stores.database import Database
from mayfly.workers import fleet as fleet_tables
from tests.workers.kit import PLATE, Fleet, slow, wait_until


def _running_on(fleet: Fleet) -> set[str]:
    """Return the workers that have a job."""
    database = fleet.database()
    rows = database.rows("SELECT DISTINCT worker FROM jobs WHERE state = 'running'")
    database.close()
    return {row[0] for row in rows}


def test_a_worker_that_is_killed_ended_or_cut_off_loses_no_build(fleet: Fleet, tmp_path: Path) -> None:
    """One story, since workers take long to start: killed, told to end, without database, without bucket."""
    first = fleet.start_worker(MAYFLY_WORKSHOP_SIZE="1")
    fleet.wait_for_workers(1)
    remote, database = fleet.remote(), fleet.database()
    remote.build(BuildJob(script=PLATE), tmp_path / "warm.step")
    with ThreadPoolExecutor() as pool:
        # Killed in the middle: another one does it once more.
        made = pool.submit(remote.build, BuildJob(script=slow(3)), tmp_path / "killed.step")
        wait_until(lambda: len(_running_on(fleet)) == 1)
        fleet.start_worker(MAYFLY_WORKSHOP_SIZE="1")
        fleet.start_worker(MAYFLY_WORKSHOP_SIZE="1")
        os.killpg(first.pid, signal.SIGKILL)
        assert made.result(120).volume_mm3 > 0
        assert fleet_tables.numbers(database).again == 1
        wait_until(lambda: len(fleet_tables.living_workers(database)) == 2, 120)

        # Told to end: it finishes what it does, and takes no more.
        jobs = [BuildJob(script=slow(2, 41.0 + n)) for n in range(4)]
        building = [pool.submit(remote.build, job, tmp_path / f"{n}.step") for n, job in enumerate(jobs)]
        wait_until(lambda: len(_running_on(fleet)) == 2)
        second = fleet.workers[1]
        second.send_signal(signal.SIGTERM)
        assert [each.result(120).bounding_box_mm[0] for each in building] == [41, 42, 43, 44]
        assert second.wait(60) == 0
        assert fleet_tables.numbers(database).again == 1
        assert len(fleet_tables.living_workers(database)) == 1

        # The database is away for longer than a statement waits for it.
        fleet.postgres.kill()
        time.sleep(8)
        fleet.postgres.start()
        wait_until(lambda: bool(fleet_tables.living_workers(database)), 60)
        assert remote.build(BuildJob(script=PLATE), tmp_path / "back.step").solids == 1

        # The bucket is away: the build fails with what is wrong, and the next one succeeds.
        fleet.seaweed.kill()
        failing = pool.submit(remote.build, BuildJob(script=PLATE), tmp_path / "away.step")
        error = failing.exception(200)
        assert getattr(error, "code", "") == "storage_error", error
        assert not (tmp_path / "away.step").exists()
        fleet.seaweed.start()
        assert remote.build(BuildJob(script=PLATE), tmp_path / "again.step").solids == 1


def test_a_job_that_ends_its_workers_is_tried_twice_and_no_more(fleet: Fleet, tmp_path: Path) -> None:
    for _ in range(3):  # one is left to notice that both others are lost
        fleet.start_worker(MAYFLY_WORKSHOP_SIZE="1")
    fleet.wait_for_workers(3)
    remote, database = fleet.remote(), fleet.database()
    with ThreadPoolExecutor() as pool:
        made = pool.submit(remote.build, BuildJob(script=slow(50)), tmp_path / "a.step")
        for attempt in (1, 2):
            rows: list[tuple[str]] = []
            wait_until(lambda attempt=attempt, rows=rows: _place_of(database, attempt, rows), 120)  # type: ignore[misc]
            os.killpg(int(rows[0][0].rpartition(":")[2]), signal.SIGKILL)
        error = made.exception(120)
    assert "Both build workers" in str(error)
    assert not list(tmp_path.glob("*.step"))
    counted = fleet_tables.numbers(database)
    assert (counted.again, counted.lost, counted.running, counted.waiting) == (1, 1, 0, 0)


def _place_of(database: Database, attempt: int, rows: list[tuple[str]]) -> bool:
    """Look where an attempt runs; put that worker's host and process into the list, if there is one."""
    statement = (
        "SELECT host FROM jobs JOIN workers ON workers.id = jobs.worker"
        " WHERE state = 'running' AND attempt = %s"
    )
    rows[:] = database.rows(statement, (attempt,))  # type: ignore[assignment]
    return bool(rows)
