"""An error stays with its file: told once, counted, tried again; the thread outlives everything."""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.loop import CleanupLoop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
from tests.cleanup.kit import MakeService, MovableClock, in_child, models_in, publish, wait_until, write_model

LATER = 1801.0


@pytest.fixture
def immutable(folder: Path) -> Iterator[Path]:
    """A file that not even root can remove until it is made mutable again."""
    path = write_model(folder, "immutable.step")
    chattr = Path("/usr/bin/chattr")
    if not chattr.exists() or subprocess.run([chattr, "+i", path], capture_output=True).returncode:
        pytest.skip("no file can be made immutable here")
    yield path
    if path.exists():
        subprocess.run([chattr, "-i", path], check=True)


@pytest.mark.parametrize("others", [2, 400], ids=["carefully", "the fast path"])
def test_a_file_that_cannot_be_removed_does_not_stop_the_sweep(
    make_service: MakeService, folder: Path, immutable: Path, others: int
) -> None:
    service = make_service()
    for number in range(others):
        service.register_file(write_model(folder, f"m{number}.step"))
    report = service.sweep(now=time.time() + LATER)
    assert len(report.removed) == others
    assert report.failed == {"immutable.step": os.strerror(errno.EPERM)}
    assert service.get_stats()["total_files"] == 1
    assert service.get_details()["failing"] == [
        {"name": "immutable.step", "attempts": 1, "reason": os.strerror(errno.EPERM)}
    ]
    assert service.get_details()["failures_total"] == 1


def test_a_failure_is_told_once_and_tried_again_ever_more_rarely(
    make_service: MakeService,
    folder: Path,
    immutable: Path,
    clock: MovableClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service = make_service(clock=clock)
    service.sweep()
    clock.pass_time(LATER)
    for _ in range(600):  # ten minutes of turns, a second each
        service.run_once()
        clock.pass_time(1)
    attempts = service.get_details()["failing"][0]["attempts"]
    assert 8 <= attempts <= 12  # after 1, 2, 4, ... seconds
    assert sum("Can't remove immutable.step" in record.getMessage() for record in caplog.records) == 1
    subprocess.run(["/usr/bin/chattr", "-i", immutable], check=True)
    assert service.sweep().removed == ("immutable.step",)  # asked for, it is tried at once
    assert service.get_details()["failing"] == []


def test_a_directory_without_rights_keeps_its_files_and_says_why(open_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder = open_folder
    os.chown(folder, 65534, 65534)

    def work() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        service = TempModelsCleanupService(folder, janitor=False)
        publish(service, "a.step")
        folder.chmod(0o555)
        report = service.sweep(now=time.time() + LATER)
        assert report.failed == {"a.step": os.strerror(errno.EACCES)}
        assert models_in(folder) == {"a.step"}
        folder.chmod(0o755)
        (folder / "a.step").chmod(0o000)  # an unreadable file can be removed all the same
        assert service.sweep(now=time.time() + LATER).removed == ("a.step",)
        path = publish(service, "leased.step")
        with service.lease("leased.step"):
            path.chmod(0o000)
            dry = service.sweep(dry_run=True, now=time.time() + 2 * LATER)
            assert (dry.removed, dry.failed) == ((), {"leased.step": os.strerror(errno.EACCES)})

    assert in_child(work) == 0


def test_what_root_makes_in_a_users_directory_the_user_can_use(open_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder = open_folder
    os.chown(folder, 65534, 65534)
    publish(TempModelsCleanupService(folder, janitor=False), "roots.step")

    def work() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        service = TempModelsCleanupService(folder, janitor=False)
        publish(service, "ours.step")
        assert set(service.sweep(now=time.time() + LATER).removed) == {"roots.step", "ours.step"}

    assert in_child(work) == 0


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EIO])
def test_any_error_of_the_file_system_stays_with_its_file(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    service = make_service()
    for name in ("bad.step", "good.step"):
        publish(service, name)
    rename = os.rename

    def failing(source: bytes, *arguments: object, **options: object) -> None:
        if source == b"bad.step":
            raise OSError(code, os.strerror(code))
        rename(source, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", failing)
    report = service.sweep(now=time.time() + LATER)
    assert (report.removed, report.failed) == (("good.step",), {"bad.step": os.strerror(code)})
    assert models_in(folder) == {"bad.step"}
    monkeypatch.undo()
    assert service.sweep(now=time.time() + LATER).removed == ("bad.step",)


@pytest.mark.parametrize("error", [RuntimeError("a bug"), MemoryError(), SystemExit(1), KeyboardInterrupt()])
def test_the_thread_survives_any_exception(caplog: pytest.LogCaptureFixture, error: BaseException) -> None:
    caplog.set_level(logging.INFO, "mayfly.cleanup")
    turns = 0

    def turn() -> float:
        nonlocal turns
        turns += 1
        if turns <= 2:
            raise error
        return 60.0

    thread = CleanupLoop(turn)
    thread.start()
    for _ in range(3):
        wait_until(lambda: turns > 0)
        thread.wake()
    wait_until(lambda: "works again" in caplog.text)
    assert thread.running
    assert sum("can't work" in record.getMessage() for record in caplog.records) == 1
    thread.stop()
    assert not thread.running


def test_the_thread_is_woken_only_for_what_is_due_before_it_looks_by_itself() -> None:
    turns = 0

    def turn() -> float:
        nonlocal turns
        turns += 1
        return 60.0

    thread = CleanupLoop(turn)
    thread.start()
    wait_until(lambda: turns == 1)
    thread.wake(2 * Waits().poll_seconds + 0.1)
    time.sleep(0.1)
    assert turns == 1
    thread.wake(Waits().poll_seconds)
    wait_until(lambda: turns == 2)
    time.sleep(0.1)  # a turn that ends well clears the trouble
    thread.trouble = "the disk failed"  # then it sleeps for longer
    thread.wake(2 * Waits().poll_seconds + 0.1)
    wait_until(lambda: turns == 3)
    thread.stop()


def test_a_stuck_thread_does_not_count_as_running(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service(waits=Waits(stuck_seconds=0.3, poll_seconds=0.1))
    state = ModelDirectory.state
    blocked = False

    def hang(directory: ModelDirectory, *asked: Any) -> object:
        if blocked:
            time.sleep(1.5)
        return state(directory, *asked)

    monkeypatch.setattr(ModelDirectory, "state", hang)
    service.start_cleanup_service()
    time.sleep(0.5)
    assert service.service_running
    blocked = True
    write_model(folder, "a.step")
    wait_until(lambda: not service.service_running)
    blocked = False
    wait_until(lambda: service.service_running)


def test_the_details_tell_what_is_there_and_what_was(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    publish(service, "old.step", "12345")
    publish(service, "young.step", "123", ttl_minutes=60)
    write_model(folder, "found.step", "1")
    old = service.get_model("old.step").expires_at
    service.sweep(now=old)
    again = make_service()  # totals survive a restart
    details = again.get_details()
    assert details["total_bytes"] == 4
    assert details["adopted_files"] == 1
    assert (details["registered_total"], details["adopted_total"]) == (2, 1)
    assert (details["removed_total"], details["removed_bytes_total"]) == (1, 5)
    assert details["next_deadline"] == again.list_models()[0].expires_at
    assert details["history"][0] | {"removed_at": 0.0} == {
        "name": "old.step",
        "size_bytes": 5,
        "removed_at": 0.0,
        "expired_at": old,
        "cause": "expired",
    }
    assert 0 < details["disk_free_bytes"] < details["disk_total_bytes"]
    assert details["janitor_pid"] is None
    assert details["trouble"] is None


def test_the_history_keeps_the_last_thousand(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    for number in range(1100):
        write_model(folder, f"m{number}.step", "")
    service.sweep()
    service.sweep(now=time.time() + LATER)
    assert len(service.get_details(history=5000)["history"]) == 1000
    assert service.get_details()["removed_total"] == 1100


def fail_to_stat(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the disk fail at looking at one file."""
    stat = os.stat

    def failing(path: object, *arguments: object, **options: object) -> os.stat_result:
        if path in {name, os.fsencode(name)}:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return stat(path, *arguments, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", failing)


@pytest.mark.parametrize("known", [True, False], ids=["registered", "found"])
def test_a_file_that_cannot_be_looked_at_does_not_stop_the_others(
    make_service: MakeService,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    known: bool,
) -> None:
    service = make_service()
    publish(service, "good.step")
    write_model(folder, "bad.step")
    if known:
        service.register_file(folder / "bad.step")
    fail_to_stat(monkeypatch, "bad.step")
    assert service.get_stats()["total_files"] == 2
    for _ in range(2):
        assert "good.step" in {model.name for model in service.list_models()}
    assert "good.step" in service.sweep(dry_run=True, now=time.time() + LATER).removed
    assert service.sweep(now=time.time() + LATER).removed == ("good.step",)
    assert sum("bad.step" in record.getMessage() for record in caplog.records) == 1
    monkeypatch.undo()
    service.sweep()
    assert service.sweep(now=time.time() + LATER).removed == ("bad.step",)


def test_a_half_written_file_that_cannot_be_removed_is_told_once_and_stops_nothing(
    make_service: MakeService, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chattr = Path("/usr/bin/chattr")
    service = make_service()
    publish(service, "a.step")
    stuck = write_model(folder / ".mayfly" / "partials", "stuck")
    if not chattr.exists() or subprocess.run([chattr, "+i", stuck], capture_output=True).returncode:
        pytest.skip("no file can be made immutable here")
    try:
        for _ in range(2):
            report = service.sweep(now=time.time() + LATER)
        assert report.removed == ()
        assert models_in(folder) == set()
        assert sum("stuck" in record.getMessage() for record in caplog.records) == 1
    finally:
        subprocess.run([chattr, "-i", stuck], check=True)
    service.sweep(now=time.time() + LATER)
    assert not stuck.exists()


def test_a_disk_that_fails_at_listing_is_a_clear_error(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    publish(service, "a.step")

    def failing(_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "scandir", failing)
    for use in (service.list_models, service.sweep, service.get_stats, service.get_details):
        with pytest.raises(StorageError, match="Input/output"):
            use()
    monkeypatch.undo()
    assert service.get_stats()["tracked_files"] == 1


def test_a_disk_that_hangs_does_not_hang_whoever_asks(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service(waits=Waits(scan_seconds=0.1))
    publish(service, "a.step")
    hanging, go_on, scan = threading.Event(), threading.Event(), os.scandir

    def hang(descriptor: int) -> object:
        hanging.set()
        assert go_on.wait(10)
        return scan(descriptor)

    monkeypatch.setattr(os, "scandir", hang)
    other = threading.Thread(target=service.list_models)
    other.start()
    try:
        assert hanging.wait(10)
        with pytest.raises(StorageError, match="does not end"):
            service.get_stats()
    finally:
        go_on.set()
        other.join()
    assert service.get_stats()["total_files"] == 1
