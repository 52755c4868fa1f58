"""Expiry outlives the process that made the model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.janitor_control import JanitorLauncher
from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import models_in, remove_tree, wait_until, write_model

MAKE = """
import os, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
service = TempModelsCleanupService(sys.argv[1], janitor=True)
{before}
with service.partial() as partial:
    partial.path.write_text("x")
    partial.publish("plate.step", ttl_minutes=float(sys.argv[2]))
{after}
"""


def make_and_end(folder: Path, ttl_minutes: float, before: str = "", after: str = "") -> int:
    """Publish a model in a process of its own, with janitors, which then ends."""
    code = MAKE.format(before=before, after=after)
    return subprocess.run([sys.executable, "-c", code, str(folder), str(ttl_minutes)], timeout=200).returncode


@pytest.fixture
def watcher(folder: Path) -> Iterator[TempModelsCleanupService]:
    """A service that only looks; ends the directory's janitor afterwards."""
    service = TempModelsCleanupService(folder, janitor=False)
    yield service
    pid = service.get_details()["janitor_pid"]
    if pid:
        os.kill(pid, signal.SIGKILL)


def janitor_of(service: TempModelsCleanupService) -> int:
    """Wait for the directory's janitor and give its process id."""
    wait_until(lambda: bool(service.get_details()["janitor_pid"]))
    pid = service.get_details()["janitor_pid"]
    assert isinstance(pid, int)
    return pid


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("service.start_cleanup_service()", "service.stop_cleanup_service()"),
        ("service.start_cleanup_service()", ""),
        ("service.start_cleanup_service()", "os.kill(os.getpid(), 9)"),
        ("service.start_cleanup_service()", "os.kill(os.getpid(), 15)"),
        ("", "os._exit(0)"),
    ],
    ids=["never started", "stopped", "left running", "killed", "terminated", "left without clean-up"],
)
def test_a_model_expires_however_its_process_ended(
    folder: Path, watcher: TempModelsCleanupService, before: str, after: str
) -> None:
    make_and_end(folder, 1.5 / 60, before, after)
    pid = janitor_of(watcher)
    assert models_in(folder) == {"plate.step"}
    wait_until(lambda: models_in(folder) == set())
    wait_until(lambda: not is_alive(pid))
    assert watcher.get_details()["janitor_pid"] is None


def test_the_janitor_is_detached_light_and_holds_nothing(
    folder: Path, watcher: TempModelsCleanupService
) -> None:
    make_and_end(folder, 5)
    pid = janitor_of(watcher)
    process = Path(f"/proc/{pid}")
    assert os.getsid(pid) != os.getsid(0)
    assert {str((process / "fd" / str(stream)).readlink()) for stream in range(3)} == {"/dev/null"}
    environment = (process / "environ").read_bytes()
    assert b"MAYFLY" not in environment
    assert b"KEY" not in environment
    assert not [
        line for line in (process / "maps").read_text().splitlines() if "pydantic" in line or "OCP" in line
    ]
    assert (process / "cwd").readlink() == Path("/")


def test_two_janitors_never_run_for_one_directory(folder: Path, watcher: TempModelsCleanupService) -> None:
    make_and_end(folder, 5)
    pid = janitor_of(watcher)
    command = [sys.executable, "-m", "mayfly.cleanup.janitor", str(folder)]
    second = subprocess.run(command, timeout=200)
    assert second.returncode == 0  # at once, because there is one
    assert janitor_of(watcher) == pid
    JanitorLauncher(ModelDirectory(folder), 30, wanted=True).ensure()
    time.sleep(0.5)
    assert janitor_of(watcher) == pid


def test_killing_the_janitor_harms_nothing_and_the_next_process_starts_another(
    folder: Path, watcher: TempModelsCleanupService
) -> None:
    make_and_end(folder, 5)
    first = janitor_of(watcher)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: watcher.get_details()["janitor_pid"] is None)
    assert models_in(folder) == {"plate.step"}
    code = (
        "import sys; from mayfly.cleanup.service import TempModelsCleanupService as S;"
        "S(sys.argv[1], janitor=True)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, timeout=200)
    assert janitor_of(watcher) != first


def test_a_running_service_replaces_a_killed_janitor(folder: Path, watcher: TempModelsCleanupService) -> None:
    waits = Waits(janitor_check_seconds=0.1, janitor_start_seconds=0.5)
    with TempModelsCleanupService(folder, janitor=True, waits=waits) as service:
        service.register_file(write_model(folder, "a.step"))
        first = janitor_of(watcher)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: watcher.get_details()["janitor_pid"] not in {first, 0, None})


def test_a_running_service_is_first_and_the_janitor_second(
    folder: Path, watcher: TempModelsCleanupService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "mayfly.cleanup")
    with TempModelsCleanupService(folder, janitor=True) as service:
        service.register_file(write_model(folder, "a.step"), ttl_minutes=1 / 60)
        janitor_of(watcher)
        wait_until(lambda: models_in(folder) == set())
        wait_until(lambda: "Cleaned up old file: a.step" in caplog.text)


def test_switched_off_by_the_environment_none_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_JANITOR", "off")
    with TempModelsCleanupService(folder) as service:
        service.register_file(write_model(folder, "a.step"))
    time.sleep(0.3)
    assert service.get_details()["janitor_pid"] is None


def test_the_janitor_ends_when_its_directory_is_removed(
    folder: Path, watcher: TempModelsCleanupService
) -> None:
    make_and_end(folder, 5)
    pid = janitor_of(watcher)
    remove_tree(folder)
    wait_until(lambda: not is_alive(pid))
    assert not folder.exists()
    folder.mkdir()


def test_a_janitor_for_no_directory_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mayfly.cleanup.janitor", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 1
    assert "There is no directory" in done.stderr
    assert not (tmp_path / "none").exists()


def test_the_service_loads_neither_pydantic_nor_cadquery_nor_langgraph() -> None:
    code = (
        "import sys, mayfly.cleanup.janitor;"
        "print([m for m in ('pydantic', 'cadquery', 'OCP', 'langgraph', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_model_that_takes_its_time_is_not_left_without_a_janitor(
    folder: Path, watcher: TempModelsCleanupService
) -> None:
    """The janitor comes with the first partial; it does not leave before the model is published."""
    with TempModelsCleanupService(folder, janitor=True) as service, service.partial() as partial:
        janitor_of(watcher)
        time.sleep(1.5)  # the build: longer than a janitor needs to see that nothing is there yet
        partial.path.write_text("ISO-10303-21;")
        partial.publish("slow.step", ttl_minutes=30)
    assert janitor_of(watcher)
