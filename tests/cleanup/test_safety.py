"""Nothing outside the directory is touched, nothing young is lost, and the sweep goes on."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from mayfly.cleanup.directory import files
from mayfly.cleanup.directory.files import TICK_SECONDS, rename_without_replacing
from mayfly.cleanup.directory.folders import Folder, open_folder
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.cleanup.sweep import BEAT_ROWS, CAREFUL_ROWS
from mayfly.errors import InvalidModelName, ModelNotFound, StorageError
from mayfly.safe_files import READ_FLAGS, opener
from tests.cleanup.kit import MakeService, MovableClock, in_child, models_in, publish, write_model

LATER = 1801.0


def test_links_are_never_followed_nor_removed(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    outside = write_model(tmp_path, "outside.step", "precious")
    (tmp_path / "elsewhere").mkdir()
    (folder / "link.step").symlink_to(outside)
    (folder / "folder-link.step").symlink_to(tmp_path / "elsewhere")
    (folder / "dangling.step").symlink_to(tmp_path / "nothing")
    service = make_service()
    assert service.get_stats()["total_files"] == 0
    assert service.sweep(now=time.time() + LATER).removed == ()
    for name in ("link.step", "folder-link.step", "dangling.step"):
        assert (folder / name).is_symlink()
        with pytest.raises(InvalidModelName):
            service.register_file(folder / name)
        with pytest.raises(ModelNotFound):
            service.get_model(name)
    assert outside.read_text() == "precious"


def test_a_directory_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(StorageError, match="link"):
        TempModelsCleanupService(tmp_path / "link", janitor=False)


def test_a_directory_swapped_for_a_link_while_running_is_left_alone(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    service = make_service()
    publish(service, "a.step")
    target = tmp_path / "target"
    target.mkdir()
    write_model(target, "a.step", "precious")
    folder.rename(tmp_path / "moved")
    folder.symlink_to(target)
    with pytest.raises(StorageError, match="link"):
        service.sweep(now=time.time() + LATER)
    assert (target / "a.step").read_text() == "precious"
    folder.unlink()
    (tmp_path / "moved").rename(folder)


def test_a_hidden_folder_that_is_a_link_or_open_to_others_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "trap").mkdir()
    (folder / ".mayfly").symlink_to(tmp_path / "trap")
    service = TempModelsCleanupService(folder, janitor=False)
    write_model(folder, "a.step")
    with pytest.raises(StorageError):
        service.sweep()
    assert list((tmp_path / "trap").iterdir()) == []
    (folder / ".mayfly").unlink()
    (folder / ".mayfly").mkdir()
    (folder / ".mayfly").chmod(0o777)
    with pytest.raises(StorageError, match="others may write"):
        service.sweep()


def test_the_hidden_folder_is_ours_alone_whatever_the_umask(folder: Path) -> None:
    def work() -> None:
        os.umask(0)
        publish(TempModelsCleanupService(folder, janitor=False), "a.step")

    assert in_child(work) == 0
    assert stat.S_IMODE((folder / ".mayfly").stat().st_mode) == 0o700


def test_other_kinds_of_entries_are_not_models(make_service: MakeService, folder: Path) -> None:
    os.mkfifo(folder / "fifo.step")
    (folder / "folder.step").mkdir()
    write_model(folder / "folder.step", "inner.step")
    write_model(folder, "notes.txt")
    write_model(folder, "plate.STEP")
    here = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{here}/socket.step")
        service = make_service()
        publish(service, "a.step")
        assert service.get_stats()["total_files"] == 1
        assert service.sweep(now=time.time() + LATER).removed == ("a.step",)
        for name in ("fifo.step", "folder.step", "socket.step"):
            with pytest.raises(InvalidModelName):
                service.register_file(folder / name)
    os.close(here)
    left = {path.name for path in folder.iterdir()}
    assert left == {".mayfly", "fifo.step", "folder.step", "notes.txt", "plate.STEP", "socket.step"}
    assert (folder / "folder.step" / "inner.step").exists()


def test_a_registered_name_that_became_something_else_is_not_touched(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    outside = write_model(tmp_path, "outside.step", "precious")
    service = make_service()
    for name in ("link.step", "fifo.step", "folder.step"):
        publish(service, name)
        (folder / name).unlink()
    (folder / "link.step").symlink_to(outside)
    os.mkfifo(folder / "fifo.step")
    (folder / "folder.step").mkdir()
    report = service.sweep(now=time.time() + LATER)
    assert (report.removed, report.failed) == ((), {})
    assert outside.read_text() == "precious"
    assert service.get_stats()["total_files"] == 0


def test_a_hard_link_loses_only_the_name_in_the_directory(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    outside = write_model(tmp_path, "outside.step", "precious")
    (folder / "linked.step").hardlink_to(outside)
    service = make_service()
    service.register_file(folder / "linked.step")
    assert service.sweep(now=time.time() + LATER).removed == ("linked.step",)
    assert outside.read_text() == "precious"
    with service.partial() as partial:
        partial.path.hardlink_to(outside)
        with pytest.raises(StorageError, match="other links"):
            partial.publish("a.step")


def test_names_made_of_any_bytes_expire_and_are_shown_safely(make_service: MakeService, folder: Path) -> None:
    names = [
        b"new\nline.step",
        b"\xff\xfe.step",
        b"esc\x1b[31m.step",
        "Ø-größe.step".encode(),
        b".hidden.step",
    ]
    for name in names:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text("x")
    service = make_service()
    assert service.get_stats()["total_files"] == len(names)
    report = service.sweep(now=time.time() + LATER)
    assert len(report.removed) == len(names)
    assert all(name.isprintable() and name.encode() for name in report.removed)
    assert {entry["name"] for entry in service.get_details()["history"]} == set(report.removed)
    assert [path.name for path in folder.iterdir()] == [".mayfly"]


def test_many_at_once_are_named_one_by_one_and_the_one_written_anew_is_kept(
    make_service: MakeService, folder: Path
) -> None:
    names = {f"m{number}.step" for number in range(CAREFUL_ROWS + 36)}
    odd = Path(os.fsdecode(bytes(folder) + b"/cut\xc3.step"))
    for path in (*(folder / name for name in names), odd):
        path.write_text("x")
    service = make_service()
    last = max(service.register_file(folder / name).expires_at for name in sorted(names))
    last += TICK_SECONDS  # what is adopted may have come that much later than its time says
    anew = folder / "m3.step"
    while anew.stat().st_ctime + LATER - 1 <= last:  # file times move in ticks
        anew.write_text("the next one")
    report = service.sweep(now=last)
    assert sorted(report.removed) == sorted({*names, "cut\\xc3.step"} - {anew.name})
    assert report.removed_bytes == len(names)
    assert models_in(folder) == {anew.name}
    assert service.get_details()["removed_total"] == len(names)


def test_a_long_batch_shows_that_it_is_alive(make_service: MakeService, folder: Path) -> None:
    for number in range(2 * BEAT_ROWS + 1):
        write_model(folder, f"m{number}.step", "x")
    beats: list[int] = []
    service = make_service(on_progress=lambda: beats.append(len(models_in(folder))))
    service.get_stats()
    service.sweep(now=time.time() + LATER)
    assert beats == [2 * BEAT_ROWS + 1, BEAT_ROWS + 1, 1]


def test_a_file_outside_the_directory_cannot_be_registered(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    service = make_service()
    outside = write_model(tmp_path, "a.step")
    (folder / "sub").mkdir()
    inner = write_model(folder / "sub", "b.step")
    for path in (outside, inner, f"{folder}/../a.step", "/etc/passwd", f"{folder}/sub/../../a.step"):
        with pytest.raises(InvalidModelName):
            service.register_file(path)
    with pytest.raises(ModelNotFound):
        service.register_file(folder / "nothing.step")
    service.sweep(now=time.time() + LATER)
    assert outside.exists()
    assert inner.exists()


def test_a_file_rewritten_in_place_lives_on(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(0.5 / 60, clock=clock)
    publish(service, "a.step")
    time.sleep(0.3)
    (folder / "a.step").write_text("new content")
    time.sleep(0.25)  # past the first deadline, not past the new one
    assert service.sweep().removed == ()
    assert service.get_model("a.step").tracked
    clock.pass_time(0.6)
    assert service.sweep().removed == ("a.step",)


@pytest.mark.parametrize("keep_times", [False, True], ids=["new times", "old times preserved"])
def test_a_file_replaced_at_its_deadline_lives_on(
    make_service: MakeService, folder: Path, tmp_path: Path, keep_times: bool
) -> None:
    service = make_service(0.2 / 60)
    publish(service, "a.step")
    fresh = write_model(tmp_path, "fresh", "ISO-10303-22;")
    os.utime(fresh, (1, 1))
    time.sleep(0.25)
    if keep_times:
        shutil.copy2(fresh, folder / "a.step")
    else:
        fresh.replace(folder / "a.step")
    assert service.sweep().removed == ()
    assert (folder / "a.step").read_text() == "ISO-10303-22;"


def test_content_rewritten_under_restored_times_lives_on(make_service: MakeService, folder: Path) -> None:
    service = make_service(0.2 / 60)
    path = publish(service, "a.step", "first")
    before = path.stat()
    time.sleep(0.25)
    path.write_text("secnd")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert service.sweep().removed == ()
    assert path.read_text() == "secnd"


@pytest.mark.parametrize("mtime", [0, 1, 2_000_000_000 * 2, 86_400])
def test_times_that_anybody_can_set_neither_shorten_a_life_nor_make_it_endless(
    make_service: MakeService, clock: MovableClock, folder: Path, mtime: int
) -> None:
    service = make_service(clock=clock)
    for name in ("found.step", "registered.step"):
        path = write_model(folder, name)
        os.utime(path, (mtime, mtime))
    service.register_file(folder / "registered.step")
    assert service.sweep().removed == ()
    for _ in range(2):
        clock.pass_time(LATER)
        service.sweep()
    assert models_in(folder) == set()


def test_a_young_file_swapped_in_at_the_deadline_is_never_lost(folder: Path, tmp_path: Path) -> None:
    """Another thread keeps replacing each model while it is swept; the last content must survive."""
    stop = threading.Event()
    names = [f"m{number}.step" for number in range(8)]

    def replace_for_ever() -> None:
        number = 0
        while not stop.is_set():
            for name in names:
                write_model(tmp_path, "next", f"version {number}").replace(folder / name)
            number += 1

    service = TempModelsCleanupService(folder, 30, janitor=False)
    for name in names:
        publish(service, name, ttl_minutes=1e-6)
    swapper = threading.Thread(target=replace_for_ever)
    swapper.start()
    try:
        end = time.monotonic() + 2
        while time.monotonic() < end:
            for name in names:  # each replacement is due at once, as soon as it is known
                try:
                    service.register_file(folder / name, ttl_minutes=1e-6)
                except (StorageError, OSError):
                    continue
            service.sweep()
    finally:
        stop.set()
        swapper.join()
    for name in names:
        write_model(tmp_path, "last", "the last").replace(folder / name)
    service.sweep()
    # What was moved aside while its name was given to yet another file comes back under a name of its own.
    recovered = {name for name in models_in(folder) if name.startswith("recovered-")}
    assert models_in(folder) - recovered == set(names)
    assert all((folder / name).read_text() == "the last" for name in names)
    assert all((folder / name).read_text().startswith("version ") for name in recovered)


def test_what_is_swapped_in_between_check_and_move_is_put_back(
    make_service: MakeService, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    publish(service, "a.step", "old")
    fresh = write_model(tmp_path, "fresh", "young")
    rename = os.rename

    def swap_then_rename(*arguments: object, **options: object) -> None:
        monkeypatch.undo()
        fresh.replace(folder / "a.step")
        rename(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", swap_then_rename)
    assert service.sweep(now=time.time() + 1799).removed == ()  # not due: nothing is moved
    fresh_before = fresh.stat().st_ino
    report = service.sweep(now=service.get_model("a.step").expires_at)
    assert report.removed == ()
    assert (folder / "a.step").read_text() == "young"
    assert (folder / "a.step").stat().st_ino == fresh_before
    assert not service.get_model("a.step").tracked


def test_a_file_that_a_killed_sweep_had_swapped_out_comes_back(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    service.sweep()
    write_model(folder / ".mayfly" / "trash", "1-2-3-abcdef", "young")
    service.sweep()
    (recovered,) = folder.glob("recovered-*.step")
    assert recovered.read_text() == "young"
    assert service.get_stats()["total_files"] == 1


def test_renaming_without_hard_links_replaces_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = open_folder(tmp_path)
    write_model(tmp_path, "a", "a")
    write_model(tmp_path, "b", "b")
    with pytest.raises(FileExistsError):
        rename_without_replacing("a", folder, "b", folder)
    rename_without_replacing("a", folder, "c", folder)
    assert {path.name for path in tmp_path.iterdir()} == {"b", "c"}

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(FileExistsError):
        files.move("c", folder, "b", folder)
    files.move("c", folder, "d", folder)
    assert (tmp_path / "d").read_text() == "a"
    assert isinstance(folder, Folder)


def test_in_a_directory_that_others_write_to_models_expire_too(
    make_service: MakeService, folder: Path
) -> None:
    folder.chmod(0o1777)
    service = make_service()
    for number in range(300):
        publish(service, f"m{number}.step")
    with service.lease("m7.step"):
        report = service.sweep(now=time.time() + LATER)
    assert len(report.removed) == 299
    assert report.leased == ("m7.step",)


def test_a_file_swapped_in_whose_name_is_taken_again_before_it_is_back_gets_a_new_name(
    make_service: MakeService, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    publish(service, "a.step", "old")
    fresh = write_model(tmp_path, "fresh", "young")
    rename = os.rename

    def swap_rename_and_take_the_name(*arguments: object, **options: object) -> None:
        monkeypatch.undo()
        fresh.replace(folder / "a.step")
        rename(*arguments, **options)  # type: ignore[arg-type]
        write_model(folder, "a.step", "younger")

    monkeypatch.setattr(os, "rename", swap_rename_and_take_the_name)
    report = service.sweep(now=service.get_model("a.step").expires_at)
    assert report.removed == ()
    assert sorted(path.read_text() for path in folder.glob("*.step")) == ["young", "younger"]


def test_a_file_that_left_and_came_back_is_kept_by_a_service_that_saw_neither(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    service, other = make_service(), make_service()
    publish(service, "a.step")
    assert [model.name for model in service.list_models()] == ["a.step"]
    (folder / "a.step").rename(tmp_path / "away")
    assert other.list_models() == []
    (tmp_path / "away").rename(folder / "a.step")
    assert service.get_stats()["tracked_files"] == 0
    assert [model.name for model in service.list_models()] == ["a.step"]
    assert service.sweep(now=time.time() + LATER).removed == ("a.step",)


def test_a_chain_of_openings_opens_what_is_asked_for_after_one_that_failed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    folder = open_folder(tmp_path)
    open_one = opener(READ_FLAGS, folder.descriptor)
    found = []
    for name in (b"a", b"missing", b"b"):
        try:
            with open_one(name) as held:
                found.append(os.pread(held.fileno(), 8, 0))
        except FileNotFoundError:
            found.append(b"missing")
    assert found == [b"a", b"missing", b"b"]
