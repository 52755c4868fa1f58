"""Records of builds that are polled for: any worker reads them, and none says "running" for ever."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
from mayfly.http.jobs.record_bounds import RECORD_LIMIT
from mayfly.http.jobs.records import FOLDER, KEPT_SECONDS, BuildRecords
from mayfly.http.problems import TEXT_LIMIT

BUILD = "0123456789abcdef" * 2
RUNNING = {"status": "running", "stage": "building", "model": None, "problem": None}

Records = Callable[[], BuildRecords]


def test_a_record_is_read_by_another_worker(tmp_path: Path) -> None:
    mine, other = BuildRecords(lambda: tmp_path), BuildRecords(lambda: tmp_path)
    mine.write(BUILD, RUNNING)
    assert other.read(BUILD) == RUNNING
    mine.write(BUILD, {**RUNNING, "status": "succeeded"})
    assert other.read(BUILD) == {**RUNNING, "status": "succeeded"}
    mine.close()
    assert other.read(BUILD) is None
    assert not (tmp_path / FOLDER).exists()


def test_an_end_that_the_disk_has_no_room_for_is_shown_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = BuildRecords(lambda: tmp_path), BuildRecords(lambda: tmp_path)
    mine.write(BUILD, RUNNING)
    with monkeypatch.context() as full:

        def refuse(path: Path, *arguments: object, **options: object) -> int:
            path.touch()  # a file without contents needs no room
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

        full.setattr(Path, "write_text", refuse)
        with pytest.raises(StorageError, match="No space"):
            mine.write(BUILD, {**RUNNING, "status": "succeeded"})
    assert mine.read(BUILD) == {**RUNNING, "status": "succeeded"}
    assert mine.read(BUILD, now=time.time() + KEPT_SECONDS + 1) is None
    assert other.read(BUILD) is None  # and not "running" for ever
    mine.write("f" * 32, RUNNING)
    assert other.read(BUILD) == {**RUNNING, "status": "succeeded"}
    assert not list((tmp_path / FOLDER).glob("*.partial"))
    mine.close()


def leave_records_of_a_killed_worker(folder: Path) -> None:
    """Leave a running build "a…" and a finished one "b…" of a process that was killed."""
    code = (
        "import os, sys, signal, pathlib\n"
        "from mayfly.http.jobs.records import BuildRecords\n"
        "records = BuildRecords(lambda: pathlib.Path(sys.argv[1]))\n"
        "record = {'status': 'running', 'stage': 'building', 'model': None, 'problem': None}\n"
        "records.write('a' * 32, record)\n"
        "records.write('b' * 32, {**record, 'status': 'succeeded'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert len(list((folder / FOLDER).iterdir())) == 3


def test_a_build_of_a_killed_worker_is_lost_but_what_it_finished_is_not(tmp_path: Path) -> None:
    leave_records_of_a_killed_worker(tmp_path)
    records = BuildRecords(lambda: tmp_path)
    lost, done = records.read("a" * 32), records.read("b" * 32)
    assert lost is not None
    assert lost["status"] == "lost"
    assert done is not None
    assert done["status"] == "succeeded"


def test_old_records_go_when_a_worker_writes_its_first(tmp_path: Path) -> None:
    first = BuildRecords(lambda: tmp_path)
    first.write(BUILD, RUNNING)
    old = time.time() - KEPT_SECONDS - 60
    for path in (tmp_path / FOLDER).iterdir():
        os.utime(path, (old, old))
    second = BuildRecords(lambda: tmp_path)
    second.write("f" * 32, RUNNING)
    assert second.read(BUILD) is None
    assert second.read("f" * 32) is not None
    first.write("e" * 32, RUNNING)
    assert second.read("e" * 32) == RUNNING, "the first worker lives and holds its lock"
    first.close()
    second.close()


@pytest.mark.parametrize(
    "build_id", ["", "..", "../" + "0" * 29, "0" * 31, "0" * 33, "G" * 32, "0" * 32 + "\n"]
)
def test_what_is_no_build_is_not_looked_for(tmp_path: Path, build_id: str) -> None:
    assert BuildRecords(lambda: tmp_path).read(build_id) is None


def test_a_folder_that_is_not_ours_is_not_written_to(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / FOLDER).symlink_to(elsewhere)
    with pytest.raises(StorageError):
        BuildRecords(lambda: tmp_path).write(BUILD, RUNNING)
    assert not list(elsewhere.iterdir())


def test_a_record_is_read_for_an_hour_and_no_longer(tmp_path: Path) -> None:
    records = BuildRecords(lambda: tmp_path)
    records.write(BUILD, {**RUNNING, "status": "succeeded"})
    assert records.read(BUILD, time.time() + KEPT_SECONDS - 60) is not None
    assert records.read(BUILD, time.time() + KEPT_SECONDS + 60) is None
    records.close()


@pytest.mark.parametrize(("life_seconds", "kept_seconds"), [(1800, 1800), (7, 300), (86400, 3600)])
def test_a_failed_builds_record_is_kept_no_longer_than_a_model_would_be(
    tmp_path: Path, life_seconds: float, kept_seconds: float
) -> None:
    records = BuildRecords(lambda: tmp_path, life_seconds)
    records.write(BUILD, {**RUNNING, "status": "failed", "problem": {"code": "script_error"}})
    assert records.read(BUILD, time.time() + kept_seconds - 60) is not None
    assert records.read(BUILD, time.time() + kept_seconds + 60) is None
    records.prune(time.time() + kept_seconds + 60)
    assert not list((tmp_path / FOLDER).glob("*.json"))
    records.close()


def test_what_a_killed_worker_left_goes_with_the_last_that_lives(tmp_path: Path) -> None:
    leave_records_of_a_killed_worker(tmp_path)
    first, last = BuildRecords(lambda: tmp_path), BuildRecords(lambda: tmp_path)
    last.write(BUILD, RUNNING)
    first.close()
    assert last.read("b" * 32) is not None, "it may still be polled for"
    last.close()
    assert not (tmp_path / FOLDER).exists()


def test_old_records_go_when_the_service_starts_and_young_ones_when_it_ends(
    life_of_a_service: Callable[[], AbstractContextManager[str]], service: TempModelsCleanupService
) -> None:
    leave_records_of_a_killed_worker(service.temp_dir)
    folder = service.temp_dir / FOLDER
    old = time.time() - KEPT_SECONDS - 60
    os.utime(folder / f"{'a' * 32}.json", (old, old))
    with life_of_a_service() as address:
        left = [path.name for path in folder.iterdir()]
        assert left == [f"{'b' * 32}.json"], "a finished build may be polled for across a restart"
        found = httpx.get(f"{address}/builds/{'b' * 32}", trust_env=False, timeout=200)
        assert found.json()["status"] == "succeeded"
    assert not folder.exists()


def test_nothing_is_pruned_in_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "old.json").write_text("{}")
    os.utime(elsewhere / "old.json", (0, 0))
    (tmp_path / FOLDER).symlink_to(elsewhere)
    records = BuildRecords(lambda: tmp_path)
    records.prune()
    with pytest.raises(StorageError):
        records.write(BUILD, RUNNING)
    records.close()
    assert (elsewhere / "old.json").exists()


def named(number: int) -> str:
    return f"{number:032x}"


def ended(text: str = "") -> dict[str, object]:
    return {**RUNNING, "status": "failed", "problem": {"code": "script_error", "detail": text}}


def test_no_text_of_a_record_is_longer_than_its_limit(tmp_path: Path) -> None:
    records = BuildRecords(lambda: tmp_path)
    long = "x" * 30_000
    problem = {"code": "script_error", "detail": long, "hint": long, "mismatches": [{"check": long}]}
    records.write(BUILD, {**RUNNING, "status": "failed", "problem": problem})
    found = records.read(BUILD)
    assert found is not None
    for text in (
        *(found["problem"][key] for key in ("detail", "hint")),
        found["problem"]["mismatches"][0]["check"],
    ):
        assert len(text) == TEXT_LIMIT
        assert text.endswith("(cut)")
    assert found["problem"]["code"] == "script_error"
    records.close()


@pytest.mark.parametrize(
    "problem",
    [
        {"mismatches": [{"check": "x" * 2000, "expected": "y" * 2000}] * 1000},
        {f"key {number}": "x" * 2000 for number in range(1000)},
        {"deep": json.loads('{"a":' * 500 + "1" + "}" * 500)},
        {"wide": [[["x" * 2000] * 100] * 100] * 100},
        {"digits": 10**4000},
    ],
    ids=["many mismatches", "many keys", "deep", "wide", "digits"],
)
def test_no_record_is_larger_than_its_limit_and_it_still_names_its_problem(
    tmp_path: Path, problem: dict[str, object]
) -> None:
    records = BuildRecords(lambda: tmp_path)
    told = {"code": "requirements_not_met", "detail": "no", "status": 422, **problem}
    records.write(BUILD, {**RUNNING, "status": "failed", "problem": told})
    assert (tmp_path / FOLDER / f"{BUILD}.json").stat().st_size <= 2 * RECORD_LIMIT
    found = records.read(BUILD)
    assert found is not None
    assert found["problem"]["code"] == "requirements_not_met"
    records.close()


def test_above_a_number_the_oldest_that_have_ended_go(tmp_path: Path) -> None:
    first, second = (BuildRecords(lambda: tmp_path, most=20) for _ in range(2))
    first.write(named(0), RUNNING)
    for number in range(1, 60):
        worker = second if number % 3 else first
        worker.write(named(number), ended())
        at = time.time() - 1000 + number
        os.utime(tmp_path / FOLDER / f"{named(number)}.json", (at, at))
        assert len(list((tmp_path / FOLDER).glob("*.json"))) <= 40, "each worker counts its own in between"
    first.prune()
    first.write(named(60), ended())
    assert len(list((tmp_path / FOLDER).glob("*.json"))) <= 21
    assert first.read(named(0)) is not None, "it runs"
    assert first.read(named(1)) is None
    assert first.read(named(59)) is not None
    assert len(first.own) <= 21
    first.close()
    second.close()


def test_above_a_size_the_oldest_that_have_ended_go(tmp_path: Path) -> None:
    records = BuildRecords(lambda: tmp_path, most_bytes=50_000)
    for number in range(200):
        records.write(named(number), ended("x" * 1500))
        assert sum(path.stat().st_size for path in (tmp_path / FOLDER).glob("*.json")) <= 50_000
    assert records.read(named(199)) is not None
    assert records.read(named(0)) is None
    records.close()


def test_nothing_is_remembered_of_records_that_another_worker_removed(tmp_path: Path) -> None:
    mine = BuildRecords(lambda: tmp_path)
    for number in range(50):
        mine.write(named(number), ended())
    for path in (tmp_path / FOLDER).glob("*.json"):
        path.unlink()
    mine.prune()
    assert not mine.own
    mine.close()


def test_ends_that_the_disk_has_no_room_for_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = BuildRecords(lambda: tmp_path)

    def refuse(path: Path, *_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_text", refuse)
    for number in range(300):
        with pytest.raises(StorageError):
            records.write(named(number), ended())
    assert len(records.unwritten) <= 100
    assert records.read(named(299)) is not None


def test_a_record_goes_with_its_model(tmp_path: Path) -> None:
    records = BuildRecords(lambda: tmp_path)
    (tmp_path / "part.step").write_text("a model")
    records.write(BUILD, {**RUNNING, "status": "succeeded", "model": {"name": "part.step", "text": "Made."}})
    records.prune()
    assert records.read(BUILD) is not None
    (tmp_path / "part.step").unlink()
    records.prune()
    assert records.read(BUILD) is None
    records.close()


def test_a_polled_build_is_shown_as_long_as_its_model_is_there(serve: Callable[..., httpx.Client]) -> None:
    client = serve()
    address = client.post("/models", json={"part": "washer"}, headers={"Prefer": "respond-async"}).headers[
        "location"
    ]
    give_up = time.monotonic() + 60
    while (build := client.get(address).json())["status"] == "running":
        assert time.monotonic() < give_up
        time.sleep(0.02)
    shown = client.get(build["model"]["url"]).json()
    assert {**build["model"], "text": None, "seconds_left": 0} == {**shown, "text": None, "seconds_left": 0}
    assert build["model"]["text"].startswith("Made washer-")
    assert client.delete(build["model"]["url"]).status_code == 204
    assert client.get(address).status_code == 410
    assert client.get(address).status_code == 404


def test_a_request_to_cancel_is_taken_once_and_by_the_builds_worker_alone(tmp_path: Path) -> None:
    mine, other = BuildRecords(lambda: tmp_path), BuildRecords(lambda: tmp_path)
    mine.write(BUILD, RUNNING)
    other.request_cancel(BUILD)
    other.request_cancel("../" + BUILD)
    assert other.take_cancel_requests([named(1)]) == []
    assert mine.take_cancel_requests([BUILD, named(1)]) == [BUILD]
    assert mine.take_cancel_requests([BUILD]) == []
    other.request_cancel(BUILD)
    old = time.time() - KEPT_SECONDS
    os.utime(tmp_path / FOLDER / f"{BUILD}.cancel", (old, old))
    mine.prune()
    assert not list((tmp_path / FOLDER).glob("*.cancel"))
    mine.close()
    other.close()
