"""The index is lost, broken, locked, or can't be written: clear errors, no model lost, and it recovers."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.due import DueRows
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.repair import IndexUnavailable
from mayfly.cleanup.index.rows import Row
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import ModelExpired, ModelInUse, ModelNotFound, StorageError
from tests.cleanup.kit import (
    MakeService,
    MovableClock,
    in_child,
    models_in,
    publish,
    remove_tree,
    wait_until,
    write_model,
)


def index_of(folder: Path) -> Path:
    return folder / ".mayfly" / "index.sqlite3"


def truncate(path: Path, size: int) -> None:
    """Truncate a file without opening it: closing it would drop this process's locks."""
    os.truncate(path, size)


def scribble(folder: Path) -> None:
    """Let another process write over the index."""
    subprocess.run([sys.executable, "-c", _SCRIBBLE, str(index_of(folder))], check=True)


_SCRIBBLE = "import sys; f = open(sys.argv[1], 'r+b'); f.write(b'garbage' * 2000); f.close()"
_BEGIN_ANEW = """
import os, sqlite3, sys
from mayfly.cleanup.index import schema
os.truncate(sys.argv[1], 0)
schema.bring_up_to_date(sqlite3.connect(sys.argv[1], isolation_level=None))
"""

DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda folder: index_of(folder).unlink(),
    "emptied": lambda folder: truncate(index_of(folder), 0),
    "emptied and begun anew": lambda folder: subprocess.run(
        [sys.executable, "-c", _BEGIN_ANEW, str(index_of(folder))], check=True
    ),
    "cut within its header": lambda folder: truncate(index_of(folder), 50),
    "cut after its first page": lambda folder: truncate(index_of(folder), 4096),
    "cut within a page": lambda folder: truncate(index_of(folder), 5000),
    "garbage": scribble,
    "another file in its place": lambda folder: (
        write_model(folder / ".mayfly", "other", "no data base"),
        (folder / ".mayfly" / "other").replace(index_of(folder)),
    ),
    "its journal cut": lambda folder: truncate(Path(f"{index_of(folder)}-journal"), 0),
    "a journal of garbage": lambda folder: Path(f"{index_of(folder)}-journal").write_bytes(b"garbage" * 999),
    # Out of the way first: a service that is running would fill it again while it is emptied.
    "the hidden folder deleted": lambda folder: shutil.rmtree(
        (folder / ".mayfly").rename(folder.with_name("lost"))
    ),
    "a table dropped": lambda folder: _run_sql(index_of(folder), "DROP TABLE models"),
}


def _run_sql(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("running", [True, False], ids=["while in use", "before a start"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_costs_no_model_and_is_begun_anew(
    make_service: MakeService, folder: Path, damage: Callable[[Path], object], running: bool
) -> None:
    service = make_service()
    publish(service, "a.step")
    publish(service, "kept-long.step", ttl_minutes=120)
    if not running:
        service = make_service()
    damage(folder)
    assert service.sweep().removed == ()
    assert models_in(folder) == {"a.step", "kept-long.step"}
    assert service.get_stats()["total_files"] == 2
    publish(service, "b.step")
    assert service.get_model("b.step").tracked
    # Whether by its row or adopted anew, each model has its deadline, the long one too.
    assert set(service.sweep(now=time.time() + 1801).removed) == {"a.step", "b.step"}
    assert service.sweep(now=time.time() + 119 * 60).removed == ()
    assert service.sweep(now=time.time() + 121 * 60).removed == ("kept-long.step",)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("use", ["get", "list", "lease", "delete", "details", "has work"])
def test_whoever_notices_the_damage_first_finds_each_model(
    make_service: MakeService, folder: Path, damage: Callable[[Path], object], use: str
) -> None:
    """Also where the directory has not changed for so long that it is not read again."""
    service = make_service()
    publish(service, "a.step")
    wait_until(lambda: service.list_models() != [] and time.time() - folder.stat().st_mtime > 0.05)
    service.list_models()
    damage(folder)
    if use == "get":
        assert service.get_model("a.step").name == "a.step"
    elif use == "list":
        assert [model.name for model in service.list_models()] == ["a.step"]
    elif use == "lease":
        with service.lease("a.step") as stream:
            assert stream.read()
    elif use == "delete":
        assert service.delete("a.step").name == "a.step"
    elif use == "details":
        assert service.get_details()["next_deadline"] is not None
    else:
        assert service.has_work()


def test_what_was_read_from_an_index_that_was_just_replaced_is_read_again(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replaced between the comparison with the directory and the reading: nothing is in it yet."""
    service = make_service()
    publish(service, "a.step")
    read, first = Registry.all, iter([True])

    def all_rows(registry: Registry) -> list[Row]:
        if next(first, False):
            scribble(folder)
        return read(registry)

    monkeypatch.setattr(Registry, "all", all_rows)
    assert [model.name for model in service.list_models()] == ["a.step"]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_the_thread_survives_a_damaged_index_and_keeps_deadlines(
    make_service: MakeService, folder: Path, damage: Callable[[Path], object]
) -> None:
    with make_service() as service:
        publish(service, "a.step", ttl_minutes=30)
        damage(folder)
        publish(service, "b.step", ttl_minutes=0.2 / 60)
        wait_until(lambda: models_in(folder) == {"a.step"})
        assert service.service_running


def test_a_model_lives_as_long_as_was_told_when_the_index_is_lost_after_a_slow_publication(
    make_service: MakeService, clock: MovableClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = ModelDirectory.publish

    def slowly(directory: ModelDirectory, partial: str, name: str) -> None:
        link(directory, partial, name)
        clock.pass_time(30)

    monkeypatch.setattr(ModelDirectory, "publish", slowly)
    service = make_service(clock=clock)
    publish(service, "a.step")
    told = service.get_model("a.step").expires_at
    index_of(folder).unlink()
    clock.pass_time(told - clock.wall() - 1)
    assert service.sweep().removed == ()
    clock.pass_time(2)
    assert service.sweep().removed == ("a.step",)


def test_an_old_file_that_was_registered_lives_as_long_as_was_told_when_the_index_is_lost(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(clock=clock)
    path = write_model(folder, "a.step")
    clock.pass_time(600)
    told = service.register_file(path).expires_at
    index_of(folder).unlink()
    clock.pass_time(told - clock.wall() - 1)
    assert service.sweep().removed == ()
    clock.pass_time(2)
    assert service.sweep().removed == ("a.step",)


def test_an_extension_outlives_the_index_whatever_time_was_shown(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step")
    _run_sql(index_of(folder), "UPDATE models SET expires = expires - 3600")  # by a clock that was off
    service.extend("a.step", 15)
    index_of(folder).unlink()
    clock.pass_time(44 * 60)
    assert service.sweep().removed == ()
    clock.pass_time(61)
    assert service.sweep().removed == ("a.step",)


def test_an_extension_that_could_not_be_noted_is_not_on_the_file_either(
    make_service: MakeService, clock: MovableClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its maker was told that it failed, and an index that is lost later must not bring it back."""
    service = make_service(clock=clock)
    publish(service, "a.step")

    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Registry, "extend", fail)
        with pytest.raises(StorageError, match="full"):
            service.extend("a.step", 15)
    index_of(folder).unlink()
    clock.pass_time(30 * 60 - 1)
    assert service.sweep().removed == ()
    clock.pass_time(2)
    assert service.sweep().removed == ("a.step",)


def test_a_broken_index_is_kept_for_a_day_for_whoever_wants_to_know(
    make_service: MakeService, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    service = make_service()
    publish(service, "a.step")
    scribble(folder)
    service.sweep()
    assert "broken" in caplog.text
    broken = folder / ".mayfly" / "index.broken"
    assert broken.exists()
    service.sweep(now=time.time() + 86_500)
    assert not broken.exists()


def test_two_processes_rebuild_a_broken_index_once(make_service: MakeService, folder: Path) -> None:
    first, second = make_service(), make_service()
    publish(first, "a.step")
    second.sweep()
    scribble(folder)
    publish(first, "b.step")
    publish(second, "c.step")
    assert (
        {m.name for m in first.list_models()} == {m.name for m in second.list_models()} == models_in(folder)
    )
    assert first.get_model("c.step").tracked
    assert second.get_model("b.step").tracked


def test_an_index_lost_in_the_middle_of_a_sweep_costs_no_row_of_the_next_one(
    make_service: MakeService, folder: Path
) -> None:
    other = make_service()

    def lose_the_index() -> None:
        index_of(folder).unlink()
        for number in range(3):
            publish(other, f"young-{number}.step", ttl_minutes=60)

    service = make_service(on_progress=lose_the_index)
    for number in range(3):
        publish(service, f"old-{number}.step")
    service.sweep(now=time.time() + 1801)
    assert models_in(folder) == {f"young-{number}.step" for number in range(3)}
    assert service.get_stats()["tracked_files"] == 3


def test_an_index_locked_by_another_process_is_a_clear_error_and_passes(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    publish(service, "a.step")
    service.stop_cleanup_service()
    service = make_service(waits=Waits(busy_seconds=0.2))
    blocker = sqlite3.connect(index_of(folder), isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match="locked"):
        service.sweep()
    with pytest.raises(StorageError, match="locked"):
        publish(service, "b.step")
    with pytest.raises(StorageError, match="locked"):
        service.get_stats()  # how many are registered can't be known, so it is not said
    assert models_in(folder) == {"a.step"}
    blocker.execute("ROLLBACK")
    blocker.close()
    publish(service, "b.step")
    assert service.get_stats()["tracked_files"] == 2


def test_the_thread_tells_once_that_it_cannot_work_and_goes_on_when_it_can(
    make_service: MakeService, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mayfly.cleanup")
    service = make_service(waits=Waits(busy_seconds=0.05))
    publish(service, "a.step", ttl_minutes=0.5 / 60)
    blocker = sqlite3.connect(index_of(folder), isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    service.start_cleanup_service()
    wait_until(lambda: "can't work" in caplog.text)
    time.sleep(1.2)
    assert models_in(folder) == {"a.step"}
    assert service.service_running
    assert sum("can't work" in record.getMessage() for record in caplog.records) == 1
    blocker.execute("ROLLBACK")
    blocker.close()
    wait_until(lambda: models_in(folder) == set())
    wait_until(lambda: "works again" in caplog.text)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 512 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if not Path(mount[0]).exists() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield place
    subprocess.run(["/bin/umount", "-l", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    subprocess.run(["/bin/mount", "-o", f"remount,{how}", str(place)], check=True)


def fill(place: Path) -> None:
    with (place / "filler").open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(b"x" * 4096)


def test_on_a_full_disk_publishing_fails_clearly_and_the_sweep_makes_room(small_disk: Path) -> None:
    service = TempModelsCleanupService(small_disk, janitor=False)
    publish(service, "old.step", "x" * 100_000)
    publish(service, "young.step", "x" * 1000, ttl_minutes=60)
    fill(small_disk)
    with pytest.raises((StorageError, OSError), match=r"space|full"):
        publish(service, "new.step", "x" * 5000)
    assert models_in(small_disk) == {"old.step", "young.step"}
    assert service.sweep(now=time.time() + 1801).removed == ("old.step",)
    assert models_in(small_disk) == {"young.step"}
    publish(service, "new.step", "x" * 5000)
    assert service.get_stats()["total_files"] == 2
    assert service.get_details()["removed_total"] in {0, 1}  # not if even the note had no room
    service.stop_cleanup_service()


@pytest.mark.parametrize("by_thread", [False, True], ids=["by hand", "by the thread"])
def test_what_can_not_be_noted_on_a_full_disk_does_not_hinder_the_sweep(
    small_disk: Path, by_thread: bool
) -> None:
    service = TempModelsCleanupService(small_disk, janitor=False)
    publish(service, "old.step", "x" * 100_000, ttl_minutes=1 / 60)
    Path(f"{index_of(small_disk)}-journal").unlink()  # its room is used again by each transaction
    fill(small_disk)
    for number in range(200):  # strangers' files without contents, more than the index has room for
        (small_disk / f"stranger{number}.step").touch()
    with pytest.raises(StorageError, match="full"):
        service.register_file("stranger0.step")
    if by_thread:
        service.start_cleanup_service()
        wait_until(lambda: not (small_disk / "old.step").exists())
    else:
        assert service.sweep(now=time.time() + 61).removed == ("old.step",)
    wait_until(lambda: len(service.list_models()) == 200)  # there is room again to note them
    service.stop_cleanup_service()


@pytest.mark.parametrize("what", ["touched", "rewritten", "a stranger's"])
def test_on_a_full_disk_a_file_that_is_not_as_noted_goes_at_its_time(small_disk: Path, what: str) -> None:
    """Nothing can be noted: neither that its times moved, nor a new life, nor that it is there at all."""
    life = 1.5
    service = TempModelsCleanupService(small_disk, life / 60, janitor=False)
    path = publish(service, "a.step", ttl_minutes=60 if what == "a stranger's" else None)
    begun = path.stat().st_ctime
    if what == "rewritten":
        path.write_text("ISO-10303-21; again")
    Path(f"{index_of(small_disk)}-journal").unlink()  # its room is used again by each transaction
    fill(small_disk)
    if what == "touched":
        path.chmod(0o640)
    else:
        path = path if what == "rewritten" else write_model(small_disk, "stranger.step", "")
        begun = path.stat().st_ctime
    with service:
        wait_until(lambda: not path.exists(), 20)
    assert time.time() >= begun + life


def test_an_extension_that_failed_on_a_full_disk_is_forgotten(small_disk: Path) -> None:
    service = TempModelsCleanupService(small_disk, janitor=False)
    publish(service, "a.step")
    Path(f"{index_of(small_disk)}-journal").unlink()
    fill(small_disk)
    with pytest.raises(StorageError, match="full"):
        service.extend("a.step", 15)
    (small_disk / "filler").unlink()
    index_of(small_disk).unlink()
    assert service.sweep(now=time.time() + 1790).removed == ()
    assert service.sweep(now=time.time() + 1801).removed == ("a.step",)
    service.stop_cleanup_service()


def test_on_a_full_disk_models_are_read_and_deleted(small_disk: Path) -> None:
    service = TempModelsCleanupService(small_disk, janitor=False)
    for name in ("read.step", "deleted.step"):
        publish(service, name)
    Path(f"{index_of(small_disk)}-journal").unlink()
    fill(small_disk)
    with pytest.raises(StorageError, match="full"):
        service.extend("read.step", 5)
    with service.lease("read.step") as stream:
        with pytest.raises(ModelInUse):
            service.delete("read.step")
        assert stream.read() == b"ISO-10303-21;"
    assert service.delete("deleted.step").name == "deleted.step"
    for _ in ("as long as it is full", "afterwards"):
        assert models_in(small_disk) == {"read.step"}
        assert [model.name for model in service.list_models()] == ["read.step"]
        with pytest.raises((ModelExpired, ModelNotFound)):
            service.get_model("deleted.step")
        (small_disk / "filler").unlink(missing_ok=True)


def test_on_a_read_only_directory_models_stay_and_the_service_recovers(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        publish(TempModelsCleanupService(small_disk, janitor=False), "a.step", ttl_minutes=0.3 / 60)

    assert in_child(work) == 0
    remount(small_disk, "ro")
    with TempModelsCleanupService(small_disk, janitor=False) as service:
        wait_until(lambda: "can't" in caplog.text)
        with pytest.raises(StorageError), service.partial() as partial:
            partial.path.write_text("x")
        assert models_in(small_disk) == {"a.step"}
        stats = service.get_stats()
        assert (stats["total_files"], stats["tracked_files"]) == (1, 1)
        assert service.service_running
        remount(small_disk, "rw")
        wait_until(lambda: models_in(small_disk) == set())


def test_a_fresh_read_only_directory_can_be_looked_at(small_disk: Path) -> None:
    write_model(small_disk, "a.step")
    remount(small_disk, "ro")
    service = TempModelsCleanupService(small_disk, janitor=False)
    stats = service.get_stats()
    assert (stats["total_files"], stats["tracked_files"]) == (1, 0)
    with pytest.raises(StorageError, match="Read-only"):
        service.sweep()


def test_a_directory_that_is_removed_and_made_again_is_kept_as_before(
    make_service: MakeService, folder: Path
) -> None:
    with make_service() as service:
        publish(service, "a.step")
        remove_tree(folder)
        assert service.get_stats()["total_files"] == 0
        publish(service, "b.step", ttl_minutes=3 / 60)
        assert models_in(folder) == {"b.step"}
        wait_until(lambda: models_in(folder) == set())


def test_without_rights_the_errors_are_clear_and_nothing_is_lost(open_folder: Path) -> None:
    """As another user, in a directory of ours: the way a server without root meets one of root's."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder = open_folder
    owner = TempModelsCleanupService(folder, janitor=False)
    publish(owner, "a.step")
    folder.chmod(0o755)

    def work() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        service = TempModelsCleanupService(folder, janitor=False)
        with pytest.raises(StorageError, match="Permission denied"):
            service.get_stats()
        with pytest.raises(StorageError, match="Permission denied"):
            service.sweep(now=time.time() + 1801)
        with pytest.raises(StorageError, match="Permission denied"):
            publish(service, "b.step")

    assert in_child(work) == 0
    assert models_in(folder) == {"a.step"}


def test_a_broken_index_that_cannot_be_set_aside_is_a_clear_error(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    publish(service, "a.step")
    (folder / ".mayfly" / "index.broken").mkdir()
    scribble(folder)
    for use in (service.list_models, service.sweep, service.get_stats, service.get_details):
        with pytest.raises(StorageError, match="index"):
            use()
    assert models_in(folder) == {"a.step"}
    (folder / ".mayfly" / "index.broken").rmdir()
    assert [model.name for model in service.list_models()] == ["a.step"]


def test_a_removal_that_can_not_be_noted_is_told_once_and_holds_up_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk lets a file go and its row stay: it is not removed a second time, and nobody spins."""

    def full(*_: object, **__: object) -> None:
        raise IndexUnavailable("The index can't be used: the disk is full.", cant_write=True)

    caplog.set_level(logging.INFO, "mayfly.cleanup")
    service = TempModelsCleanupService(folder, janitor=False)
    publish(service, "a.step", ttl_minutes=1 / 60)
    publish(service, "b.step", ttl_minutes=1.5 / 60)
    with monkeypatch.context() as patch:
        patch.setattr(DueRows, "finish", full)
        wait_until(lambda: service.run_once() > 0 and not (folder / "a.step").exists())
        waits = [service.run_once() for _ in range(20)]
        assert all(0 < wait <= 0.5 for wait in waits)
        wait_until(lambda: service.run_once() > 0 and not (folder / "b.step").exists())
        assert service.sweep().removed == ()
    told = [record.getMessage() for record in caplog.records if "Cleaned up" in record.getMessage()]
    assert len(told) == 2
    assert service.sweep().removed == ()
    assert service.list_models() == []
    assert service.get_details()["removed_total"] == 2
