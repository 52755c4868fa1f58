"""What the seed's users rely on: names, four numbers, log lines, starting and stopping."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import InvalidLifetime, StorageError
from tests.cleanup.kit import MakeService, publish, write_model

LOGGER = "mayfly.cleanup"


def test_stats_have_exactly_the_four_keys_of_the_seed(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    publish(service, "ours.step")
    write_model(folder, "strangers.step")
    write_model(folder, "notes.txt")
    assert service.get_stats() == {
        "total_files": 2,
        "tracked_files": 1,
        "cleanup_interval_minutes": 30,
        "service_running": False,
    }


def test_a_whole_interval_prints_as_an_integer(make_service: MakeService) -> None:
    assert repr(make_service(30.0).get_stats()["cleanup_interval_minutes"]) == "30"
    assert repr(make_service(0.5).get_stats()["cleanup_interval_minutes"]) == "0.5"


def test_tracked_files_are_those_that_still_exist_after_a_restart_too(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    for name in ("a.step", "b.step"):
        service.register_file(write_model(folder, name))
    (folder / "a.step").unlink()
    assert service.get_stats()["tracked_files"] == 1
    assert make_service().get_stats()["tracked_files"] == 1


def test_the_log_lines_are_the_seeds(
    make_service: MakeService, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    service = make_service()
    service.start_cleanup_service()
    service.register_file(write_model(folder, "plate.step"))
    service.sweep()
    service.sweep(now=time.time() + 1801)
    service.stop_cleanup_service()
    assert [record.getMessage() for record in caplog.records if record.name == LOGGER] == [
        "🧹 Temp cleanup service initialized",
        "📝 Registered file for cleanup: plate.step",
        "🧹 Cleanup check: no files older than 30 minutes found",
        "🗑️ Cleaned up old file: plate.step",
        "🛑 Cleanup service stopped",
    ]


def test_the_thread_does_not_flood_the_log(
    make_service: MakeService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    with make_service():
        time.sleep(1.2)  # two turns at least
    assert not [r for r in caplog.records if "no files older" in r.getMessage()]


def test_starting_and_stopping_twice_is_starting_and_stopping_once(make_service: MakeService) -> None:
    others = set(threading.enumerate())  # services of other tests' session fixtures

    def threads() -> int:
        return sum(t.name == "mayfly-cleanup" for t in set(threading.enumerate()) - others)

    service = make_service()
    for _ in range(2):
        service.start_cleanup_service()
        service.start_cleanup_service()
        assert service.get_stats()["service_running"]
        assert threads() == 1
        service.stop_cleanup_service()
        service.stop_cleanup_service()
        assert not service.get_stats()["service_running"]
        assert threads() == 0


def test_it_is_a_context_manager(make_service: MakeService) -> None:
    with make_service() as service:
        assert service.service_running
    assert not service.service_running


def test_constructing_makes_the_directory_and_starts_nothing(tmp_path: Path) -> None:
    before = threading.active_count()
    TempModelsCleanupService(tmp_path / "new" / "folder", janitor=False)
    assert (tmp_path / "new" / "folder").is_dir()
    assert threading.active_count() == before


@pytest.mark.parametrize(
    "minutes", [0, -1, float("nan"), float("inf"), -float("inf"), 1e12, 1441, True, "30", None]
)
def test_intervals_that_make_no_sense_are_refused(folder: Path, minutes: object) -> None:
    with pytest.raises(InvalidLifetime):
        TempModelsCleanupService(folder, minutes, janitor=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", [0, -0.1, float("nan"), float("inf"), 1441, True])
def test_lifetimes_that_make_no_sense_are_refused_and_change_nothing(
    make_service: MakeService, folder: Path, minutes: float
) -> None:
    service = make_service()
    path = write_model(folder, "a.step")
    with pytest.raises(InvalidLifetime):
        service.register_file(path, ttl_minutes=minutes)
    with service.partial() as partial:
        partial.path.write_text("x")
        with pytest.raises(InvalidLifetime):
            partial.publish("b.step", ttl_minutes=minutes)
    assert service.get_stats()["tracked_files"] == 0
    assert not (folder / "b.step").exists()


def test_a_file_where_the_directory_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        TempModelsCleanupService(tmp_path / "file", janitor=False)
