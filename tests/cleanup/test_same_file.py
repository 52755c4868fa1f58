"""The same file or another one: what was told stands as long as the content is the same."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import MakeService, MovableClock, in_child, models_in, publish, write_model

RULE = 1800.0
USER = 10001
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def hard_link(path: Path) -> None:
    spare = path.parent.parent / f"backup-{time.monotonic_ns()}"
    os.link(path, spare)
    spare.unlink()


def own_again(path: Path) -> None:
    os.chown(path, os.getuid(), os.getgid())


def put_atime_back(path: Path) -> None:
    found = path.stat()
    path.read_bytes()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def set_times(path: Path) -> None:
    os.utime(path)


def change_mode(path: Path) -> None:
    path.chmod(path.stat().st_mode ^ 0o020)


@pytest.mark.parametrize("touch", [hard_link, own_again, put_atime_back, set_times, change_mode])
@pytest.mark.parametrize("way", ["published", "registered"])
def test_what_leaves_the_content_as_it_is_gives_no_new_life(
    make_service: MakeService, clock: MovableClock, folder: Path, touch: Callable[[Path], None], way: str
) -> None:
    service = make_service(clock=clock)
    if way == "published":
        publish(service, "a.step", report={"solids": 1})
    else:
        service.register_file(write_model(folder, "a.step"))
    told = service.get_model("a.step").expires_at
    for _ in range(4):
        clock.pass_time(440)
        touch(folder / "a.step")
        assert service.sweep().removed == ()
        assert service.get_model("a.step").expires_at == pytest.approx(told, abs=0.1)
    if way == "published":
        assert service.get_report("a.step") == {"solids": 1}
    clock.pass_time(30)
    touch(folder / "a.step")
    time.sleep(0.01)
    clock.pass_time(30)
    assert service.sweep(dry_run=True).removed == ("a.step",)
    assert service.sweep().removed == ("a.step",)


def test_a_rewritten_file_whose_new_life_is_over_as_well_goes_at_once_and_is_counted_as_it_was(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    path = publish(service, "a.step", "short")
    path.write_text("rewritten in its place, and longer")
    size = path.stat().st_size
    later = time.time() + RULE + 1
    for report in (service.sweep(dry_run=True, now=later), service.sweep(now=later)):
        assert (report.removed, report.removed_bytes) == (("a.step",), size)
    assert models_in(folder) == set()
    assert service.get_details()["removed_bytes_total"] == size


@pytest.mark.parametrize("touch", [hard_link, set_times])
def test_a_touched_file_that_is_being_read_stays_until_it_is_read(
    make_service: MakeService, folder: Path, touch: Callable[[Path], None]
) -> None:
    service = make_service()
    path = publish(service, "a.step")
    with service.lease("a.step") as stream:
        touch(path)
        assert service.sweep(now=time.time() + RULE + 1).leased == ("a.step",)
        assert stream.read()
    assert service.sweep(now=time.time() + RULE + 1).removed == ("a.step",)


@pytest.mark.parametrize("registered", [True, False])
def test_what_leaves_the_content_as_it_is_hinders_no_deletion(
    make_service: MakeService, folder: Path, registered: bool
) -> None:
    service, path = make_service(), write_model(folder, "a.step")
    if registered:
        service.register_file(path)
    service.list_models()
    path.chmod(0o640)
    assert service.delete("a.step").name == "a.step"
    assert not path.exists()


@pytest.mark.parametrize("touch", [hard_link, own_again, set_times])
def test_a_found_file_that_is_touched_again_and_again_goes_after_two_lives(
    make_service: MakeService, folder: Path, touch: Callable[[Path], None]
) -> None:
    service = make_service(0.4 / 60)
    path = write_model(folder, "found.step")
    service.get_stats()
    begun = time.monotonic()
    while path.exists() and time.monotonic() - begun < 8:
        touch(path)
        time.sleep(0.1)
        service.sweep()
    assert time.monotonic() - begun < 4


def replaced(path: Path, content: str = "new content, somebody else's") -> bool:
    """Unlink a file and write another one under its name; tell whether it got the same inode."""
    before = path.stat().st_ino
    path.unlink()
    path.write_text(content)
    return path.stat().st_ino == before


@pytest.mark.parametrize("asked", ["get", "report", "list", "stats"])
@pytest.mark.parametrize("minutes", [1.0, 600.0])
def test_a_name_that_was_made_again_is_another_file(
    make_service: MakeService, clock: MovableClock, folder: Path, minutes: float, asked: str
) -> None:
    service = make_service(clock=clock)
    for _ in range(50):
        path = publish(service, "a.step", ttl_minutes=minutes, report={"volume_mm3": 1.0})
        if replaced(path):
            break
        service.list_models()
        path.unlink()
    else:
        pytest.skip("this file system does not give an inode again")
    ask = {
        "get": lambda: service.get_model("a.step"),
        "report": lambda: service.get_report("a.step"),
        "list": service.list_models,
        "stats": service.get_details,
    }[asked]
    ask()
    assert service.get_report("a.step") is None
    model = service.get_model("a.step")
    assert (model.tracked, model.size_bytes) == (False, 28)
    assert model.expires_at - clock.wall() == pytest.approx(RULE, abs=3)
    assert service.get_stats()["tracked_files"] == 0
    clock.pass_time(RULE - 10)
    assert service.sweep().removed == ()
    clock.pass_time(15)
    assert service.sweep().removed == ("a.step",)


def test_the_thread_finds_out_about_a_name_that_was_made_again(
    make_service: MakeService, folder: Path
) -> None:
    with make_service(1.0 / 60) as service:
        path = publish(service, "a.step", ttl_minutes=600)
        if not replaced(path):
            pytest.skip("this file system did not give the inode again")
        give_up = time.monotonic() + 6
        while path.exists() and time.monotonic() < give_up:
            time.sleep(0.02)
        assert not path.exists()


def test_a_rewritten_file_loses_its_report(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    path = publish(service, "a.step", report={"volume_mm3": 1.0})
    path.write_text("rewritten in place")
    assert service.get_report("a.step") is None
    assert service.get_model("a.step").tracked


@pytest.mark.parametrize("what", ["hidden folder only", "everything"])
def test_a_backup_copied_over_a_running_service_makes_nothing_immortal(
    make_service: MakeService, clock: MovableClock, folder: Path, tmp_path: Path, what: str
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step", ttl_minutes=60)
    backup = tmp_path / "backup"
    subprocess.run(["/bin/cp", "-a", str(folder), str(backup)], check=True)
    service.delete("a.step")
    publish(service, "b.step")
    service.list_models()
    time.sleep(0.1)
    service.list_models()
    source, target = (backup / ".mayfly", folder / ".mayfly") if "only" in what else (backup, folder)
    subprocess.run(["/bin/cp", "-a", f"{source}/.", str(target)], check=True)
    assert "b.step" in {model.name for model in service.list_models()}
    clock.pass_time(RULE + 5)
    service.sweep()
    assert "b.step" not in models_in(folder)
    clock.pass_time(RULE + 5)
    service.sweep()
    assert models_in(folder) == set()


@pytest.mark.parametrize("mode", [0o644, 0o444, 0o400])
@pytest.mark.parametrize("interval", [1.0, 60.0], ids=["shorter rule", "longer rule"])
def test_what_was_told_stands_when_the_index_is_lost(
    make_service: MakeService, clock: MovableClock, folder: Path, mode: int, interval: float
) -> None:
    service = make_service(clock=clock)
    paths = {
        "published.step": publish(service, "published.step"),
        "found.step": write_model(folder, "found.step"),
    }
    paths["found.step"].chmod(mode)
    told = {
        "published.step": service.get_model("published.step").expires_at,
        "found.step": service.register_file("found.step", ttl_minutes=20).expires_at,
    }
    assert paths["found.step"].stat().st_mode & 0o777 == mode
    service.stop_cleanup_service()
    (folder / ".mayfly" / "index.sqlite3").unlink()
    later = make_service(interval, clock=clock)
    for model in later.list_models():
        assert model.expires_at == pytest.approx(told[model.name], abs=0.5)


@needs_root
def test_what_was_told_of_a_users_read_only_file_stands(open_folder: Path) -> None:
    os.chown(open_folder, USER, USER)

    def work() -> None:
        os.setgid(USER)
        os.setuid(USER)
        service = TempModelsCleanupService(open_folder, 0.01, janitor=False)
        with service.partial() as partial:
            partial.path.write_text("x")
            partial.path.chmod(0o444)
            partial.publish("a.step", ttl_minutes=10)
        found = write_model(open_folder, "b.step")
        found.chmod(0o444)
        service.register_file(found, ttl_minutes=10)
        service.stop_cleanup_service()
        (open_folder / ".mayfly" / "index.sqlite3").unlink()
        left = {m.name: m.expires_at - time.time() for m in service.list_models()}
        assert set(left) == {"a.step", "b.step"}
        assert all(500 < seconds <= 600 for seconds in left.values()), left

    assert in_child(work) == 0


def test_a_copy_of_a_model_does_not_inherit_its_deadline(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step", ttl_minutes=1)
    subprocess.run(["/bin/cp", "-a", str(folder / "a.step"), str(folder / "copy.step")], check=True)
    for model in service.list_models():
        left = 60 if model.name == "a.step" else RULE
        assert model.expires_at - clock.wall() == pytest.approx(left, abs=3)


@needs_root
def test_kubernetes_fs_group_walks_lock_nobody_out(open_folder: Path) -> None:
    group = 2000
    os.chown(open_folder, 0, group)
    open_folder.chmod(0o2775)

    def as_user(work: Callable[[], None]) -> int:
        def change_and_work() -> None:
            os.setgroups([group])
            os.setgid(USER)
            os.setuid(USER)
            work()

        return in_child(change_and_work)

    def first_pod() -> None:
        publish(TempModelsCleanupService(open_folder, 0.5 / 60, janitor=False), "a.step")

    assert as_user(first_pod) == 0
    for base, folders, names in os.walk(open_folder):  # what the kubelet does at each mount
        for name in [*folders, *names]:
            path = Path(base) / name
            extra = 0o2110 if path.is_dir() else 0
            os.chown(path, -1, group)
            path.chmod((path.stat().st_mode & 0o7777) | 0o660 | extra)

    def second_pod() -> None:
        service = TempModelsCleanupService(open_folder, 0.5 / 60, janitor=False)
        assert service.get_stats()["tracked_files"] == 1
        publish(service, "b.step", ttl_minutes=10)
        time.sleep(0.6)
        assert service.sweep().removed == ("a.step",)
        assert (open_folder / ".mayfly").stat().st_mode & 0o7777 == 0o700

    assert as_user(second_pod) == 0


def run_in_namespace(code: str, *arguments: object, prefix: tuple[str, ...] = ("unshare", "-m")) -> str:
    """Run a program in namespaces of its own; give what it printed."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("needs root's namespaces")
    done = subprocess.run(
        [*prefix, sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=200,
    )
    if done.returncode == 77:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return done.stdout


_OVERLAY = """
import os, subprocess, sys
from mayfly.cleanup.service import TempModelsCleanupService
base = sys.argv[1]
for name in ("low/models", "rw", "merged"):
    os.makedirs(f"{base}/{name}")
def mount(*words):
    if subprocess.run(["mount", *words]).returncode:
        print("no such mount here", file=sys.stderr)
        sys.exit(77)
mount("-t", "tmpfs", "none", f"{base}/rw")
os.mkdir(f"{base}/rw/up"); os.mkdir(f"{base}/rw/work")
for name in ("baked", "keep"):
    open(f"{base}/low/models/{name}.step", "w").write("in the image")
layers = f"lowerdir={base}/low,upperdir={base}/rw/up,workdir={base}/rw/work"
mount("-t", "overlay", "overlay", "-o", layers, f"{base}/merged")
service = TempModelsCleanupService(f"{base}/merged/models", 0.1, janitor=False)
service.register_file("baked.step"); service.register_file("keep.step", 5)
with service.partial() as partial:
    partial.path.write_text("x"); partial.publish("new.step")
for _ in range(2):
    print(service.get_stats()["tracked_files"], sorted((m.name, m.tracked) for m in service.list_models()))
print(service.get_details()["adopted_total"])
"""


def test_layered_file_systems_count_right(tmp_path: Path) -> None:
    models = "[('baked.step', True), ('keep.step', True), ('new.step', True)]"
    assert run_in_namespace(_OVERLAY, tmp_path).splitlines() == [f"3 {models}", f"3 {models}", "0"]


_EXDEV = """
import logging, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
folder, which = sys.argv[1:]
service = TempModelsCleanupService(folder, 0.01, janitor=False)
service.get_stats()
place = f"{folder}/.mayfly/{which}"
subprocess.run(["mount", "--bind", place, place], check=True)
service.stop_cleanup_service()
open(f"{folder}/b.step", "w").write("x")
service.register_file("b.step")
time.sleep(0.7)
print(service.sweep().removed)
"""


@pytest.mark.parametrize("which", ["trash", "partials"])
def test_where_nothing_can_be_moved_models_expire_all_the_same(folder: Path, which: str) -> None:
    assert run_in_namespace(_EXDEV, folder, which) == "('b.step',)\n"


_ROOTLESS = """
import os, sys
from mayfly.cleanup.service import TempModelsCleanupService
for number in range(3):
    service = TempModelsCleanupService(sys.argv[1], 0.01, janitor=False)
    with service.partial() as partial:
        partial.path.write_text("x")
        print(partial.publish(f"a{number}.step").name)
"""


@needs_root
def test_root_that_may_not_give_files_away_works_from_the_first_call(open_folder: Path) -> None:
    os.chown(open_folder, 4242, 4242)
    open_folder.chmod(0o1777)
    out = run_in_namespace(_ROOTLESS, open_folder, prefix=("unshare", "-U", "-r"))
    assert out == "a0.step\na1.step\na2.step\n"


def test_names_in_another_encoding_are_kept(folder: Path) -> None:
    code = """
import os, sys
from mayfly.cleanup.service import TempModelsCleanupService
folder = sys.argv[1]
for name in (bytes([233]) + b".step", chr(233).encode() + b".step"):
    open(os.path.join(os.fsencode(folder), name), "w").write("x")
service = TempModelsCleanupService(folder, 10, janitor=False)
for _ in range(2):
    print(service.get_stats()["total_files"], len(service.list_models()))
print(service.get_details()["adopted_total"], len(service.sweep(now=4e9).removed))
"""
    for settings in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"}):
        environment = {**os.environ, **settings}
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, env=environment
        )
        assert done.stdout.splitlines() == ["2 2", "2 2", "2 2"], done.stderr
        shutil.rmtree(folder)
        folder.mkdir()


def test_the_deadline_on_a_file_takes_no_block_of_its_own(folder: Path) -> None:
    with TempModelsCleanupService(folder, janitor=False) as service:
        path = folder / "a.step"
        path.write_bytes(b"x" * 2000)
        with path.open("rb") as written:
            os.fsync(written.fileno())
        before = path.stat().st_blocks
        service.register_file(path)
        if not os.listxattr(path):
            pytest.skip("this file system takes no attributes, so deadlines are written beside the files")
        assert (
            path.stat().st_blocks == before
        )  # else each removal frees a block, which takes several times as long


def lose_the_index(folder: Path) -> None:
    (folder / ".mayfly" / "index.sqlite3").unlink()


@pytest.fixture(params=["onto the files", "beside them"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write deadlines onto the files, or beside them as on a file system without attributes."""
    if request.param == "beside them":

        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.ENOTSUP, "no attributes here")

        monkeypatch.setattr(os, "setxattr", refuse)


class CertainClock(MovableClock):
    """Clocks of a system whose boots have names of their own."""

    certain = True


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("seen_first", [True, False], ids=["seen before the touch", "not seen"])
def test_a_touched_file_keeps_its_deadline_when_the_index_is_lost(
    make_service: MakeService, clock: MovableClock, folder: Path, seen_first: bool
) -> None:
    service = make_service(10, clock=clock)
    for name in ("touched.step", "rewritten.step"):
        (folder / name).write_bytes(b"x" * 2000)
        service.register_file(folder / name)
    told = {model.name: model.expires_at for model in service.list_models()}
    lose_the_index(folder)
    if seen_first:
        service.list_models()
    time.sleep(0.3)  # the times of files are real ones
    os.utime(folder / "touched.step", (1e9, 1e9))
    (folder / "touched.step").chmod(0o640)
    with (folder / "rewritten.step").open("r+b") as file:
        file.write(b"y" * 2000)
    found = {model.name: service.get_model(model.name).expires_at for model in service.list_models()}
    assert found["touched.step"] == pytest.approx(told["touched.step"], abs=0.1)
    assert found["rewritten.step"] > told["rewritten.step"] + 0.2  # another content: another life
    clock.pass_time(599.8)
    assert service.sweep().removed == ("touched.step",)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("step", [3600, -3600])
@pytest.mark.parametrize("back", [True, False], ids=["and back", "for good"])
def test_a_step_of_the_wall_clock_moves_no_written_deadline(
    make_service: MakeService, folder: Path, step: float, back: bool
) -> None:
    clock = CertainClock()
    service = make_service(10, clock=clock)
    publish(service, "before.step")
    clock.wall_shift += step
    publish(service, "during.step")
    clock.wall_shift -= step if back else 0
    publish(service, "after.step")
    clock.pass_time(200)  # else a new life would end when the old one does
    lose_the_index(folder)
    assert {model.name for model in service.list_models()} == {"before.step", "during.step", "after.step"}
    clock.pass_time(399)
    assert service.sweep().removed == ()
    clock.pass_time(1.5)
    assert set(service.sweep().removed) == {"before.step", "during.step", "after.step"}


def test_a_slow_disk_takes_nothing_from_the_life_that_was_told(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(descriptor: int, sync: Callable[[int], None] = os.fsync) -> None:
        time.sleep(0.3)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", slowly)
    service = make_service(10)
    began = time.time()
    publish(service, "a.step")
    told = service.get_model("a.step").expires_at
    assert told >= began + 0.3 + 600
    lose_the_index(folder)
    assert service.list_models()[0].expires_at == pytest.approx(told, abs=0.1)
