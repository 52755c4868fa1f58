"""Situations from public bug reports that no other test of this folder has: mounts, quotas, descriptors.

Which test holds which situation is listed in docs/cleanup.md, "From public bug reports".
"""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
from tests.cleanup.kit import (
    ON_TIME_SECONDS,
    MakeService,
    in_child,
    models_in,
    publish,
    wait_until,
    write_model,
)
from tests.cleanup.test_same_file import needs_root, run_in_namespace

_MOUNTED_OVER = """
import os, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
folder = sys.argv[1]
def publish(name):
    with service.partial() as partial:
        partial.path.write_text("x")
        partial.publish(name)
def gone(name):
    give_up = time.monotonic() + 8
    while os.path.exists(f"{folder}/{name}") and time.monotonic() < give_up:
        time.sleep(0.02)
    return not os.path.exists(f"{folder}/{name}")
with TempModelsCleanupService(folder, 2 / 60, janitor=False) as service:
    publish("under.step")
    if subprocess.run(["mount", "-t", "tmpfs", "none", folder]).returncode:
        sys.exit(77)
    time.sleep(0.7)
    publish("over.step")
    print(service.get_stats()["total_files"], os.path.exists(f"{folder}/under.step"))
    print(gone("over.step"))
    subprocess.run(["umount", "-l", folder], check=True)
    print(gone("under.step"), service.get_stats()["total_files"])
"""


def test_what_is_mounted_over_the_directory_has_deadlines_of_its_own(folder: Path) -> None:
    assert run_in_namespace(_MOUNTED_OVER, folder).splitlines() == ["1 False", "True", "True 0"]


_MOUNTED_MODEL = """
import os, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
folder, host = sys.argv[1:]
service = TempModelsCleanupService(folder, 0.5 / 60, janitor=False)
for name in ("a", "m", "z"):
    open(f"{folder}/{name}.step", "w").close()
    service.register_file(f"{name}.step")
if subprocess.run(["mount", "--bind", host, f"{folder}/m.step"]).returncode:
    sys.exit(77)
time.sleep(1)
report = service.sweep()
print(sorted(report.removed), sorted(os.listdir(folder)), open(host).read())
"""


def test_a_model_that_is_a_mount_stops_no_other_and_the_hosts_file_stays(
    folder: Path, tmp_path: Path
) -> None:
    host = tmp_path / "host.step"
    host.write_text("the host's")
    out = run_in_namespace(_MOUNTED_MODEL, folder, host)
    assert out == "['a.step', 'z.step'] ['.mayfly', 'm.step'] the host's\n"


_QUOTA = """
import os, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
base, warm = sys.argv[1:]
USER = 10001
def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        print(" ".join(words), done.stderr, file=sys.stderr)
        sys.exit(77)
with open(f"{base}/disk", "wb") as disk:
    disk.truncate(256 << 20)
os.mkdir(f"{base}/mount")
run("mkfs.btrfs", "-q", f"{base}/disk")
run("mount", "-o", "loop", f"{base}/disk", f"{base}/mount")
folder = f"{base}/mount/models"
run("btrfs", "quota", "enable", f"{base}/mount")
run("btrfs", "subvolume", "create", folder)
run("btrfs", "qgroup", "limit", "6M", folder)
os.chown(folder, USER, USER)
os.setgid(USER); os.setuid(USER)
service = TempModelsCleanupService(folder, 1 / 60, janitor=False)
for number in range(40):
    with open(f"{folder}/m{number}.step", "wb") as model:
        model.write(os.urandom(60_000))
    service.register_file(f"m{number}.step")
if warm == "swept":
    service.sweep(now=time.time() - 100)
service.stop_cleanup_service()
with open(f"{folder}/filler", "wb", buffering=0) as filler:
    for size in (1 << 16, 4096):
        try:
            while filler.write(os.urandom(size)) == size:
                pass
            os.fsync(filler.fileno())
        except OSError as error:
            print(error.strerror)
time.sleep(2.5)
service = TempModelsCleanupService(folder, 1 / 60, janitor=False)
print(len(service.sweep().removed), service.get_stats()["total_files"])
"""


@needs_root
@pytest.mark.parametrize("warm", ["cold", "swept"])
def test_a_quota_that_is_used_up_is_freed_by_the_sweep(open_folder: Path, warm: str) -> None:
    if not shutil.which("mkfs.btrfs"):
        pytest.skip("no mkfs.btrfs here")
    out = run_in_namespace(_QUOTA, open_folder, warm).splitlines()
    assert (out[0], out[-1]) == ("Disk quota exceeded", "40 0")


@pytest.mark.parametrize("spare", [0, 1, 2, 3])
def test_after_all_descriptors_were_used_up_everything_is_done_within_seconds(
    folder: Path, spare: int
) -> None:
    def work() -> None:
        with TempModelsCleanupService(folder, 1 / 60, janitor=False) as service:
            for number in range(3):
                publish(service, f"a{number}.step")
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            highest = max(map(int, os.listdir("/proc/self/fd")))  # noqa: PTH208 - numbers, not paths
            resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 32, hard))
            held = []
            with pytest.raises(OSError, match="Too many open files"):
                while True:
                    held.append(os.open(os.devnull, os.O_RDONLY))
            for _ in range(spare):
                os.close(held.pop())
            time.sleep(2)
            for number in held:
                os.close(number)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            wait_until(lambda: models_in(folder) == set())
            publish(service, "later.step")
            assert not (folder / ".mayfly" / "index.broken").exists()

    assert in_child(work) == 0


def test_a_registered_model_among_thousands_of_strangers_goes_in_time(folder: Path) -> None:
    strangers = 5_000
    for number in range(strangers):
        os.close(os.open(folder / f"s{number}.step", os.O_CREAT | os.O_WRONLY))
    with TempModelsCleanupService(folder, 10, janitor=False) as service:
        with service.partial() as partial:
            partial.path.write_text("x")
            model = partial.publish("mine.step", ttl_minutes=4 / 60)
        while model.path.exists():
            assert service.service_running
            time.sleep(0.01)
        assert 0 <= time.time() - model.expires_at < ON_TIME_SECONDS
        assert service.get_stats()["total_files"] == strangers


_SUB_INTERPRETER = """
import _xxsubinterpreters, sys
code = '''
import sys, time
sys.path[:] = {path!r}
from mayfly.cleanup.service import TempModelsCleanupService
service = TempModelsCleanupService({folder!r}, 0.5 / 60, janitor=False)
service.start_cleanup_service()
with service.partial() as partial:
    partial.path.write_text("x")
    partial.publish("a.step")
before = service.get_stats()["total_files"]
time.sleep(1.7)
print(before, service.get_stats()["total_files"])
service.stop_cleanup_service()
'''.format(path=sys.path, folder=sys.argv[1])
interpreter = _xxsubinterpreters.create(isolated=False)
_xxsubinterpreters.run_string(interpreter, code)
_xxsubinterpreters.destroy(interpreter)
print("ended")
"""


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the module has another name there")
def test_a_sub_interpreter_may_use_the_service(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SUB_INTERPRETER, str(folder)], capture_output=True, text=True, timeout=200
    )
    assert done.stdout.split() == ["1", "0", "ended"], done.stderr


_EXFAT = """
import os, subprocess, sys, time
from mayfly.cleanup.service import TempModelsCleanupService
base = sys.argv[1]
def run(*words):
    try:
        return subprocess.run(words, capture_output=True, check=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        sys.exit(77)
with open(f"{base}/disk", "wb") as disk:
    disk.truncate(32 << 20)
os.mkdir(f"{base}/models")
run("mkfs.exfat", f"{base}/disk")
device = run("losetup", "--find", "--show", f"{base}/disk")
try:
    how = ["mount", "-t", "exfat"] if sys.argv[2] == "kernel" else ["mount.exfat-fuse"]
    run(*how, device, f"{base}/models")
finally:
    run("losetup", "--detach", device)  # as soon as it is unmounted
folder = f"{base}/models"
service = TempModelsCleanupService(folder, 2 / 60, janitor=False)
with service.partial() as partial:
    partial.path.write_text("x")
    partial.publish("a.step")
open(f"{folder}/Mixed.step", "w").write("x")
service.register_file("mIXED.step", 1)
print(sorted((model.name, model.tracked) for model in service.list_models()))
other = TempModelsCleanupService(folder, 2 / 60, janitor=False)
time.sleep(3)
print(other.sweep().removed, other.get_stats()["total_files"])
for one in (service, other):
    one.stop_cleanup_service()
subprocess.run(["umount", folder], check=True)  # with which its driver ends
"""


@pytest.mark.parametrize("driver", ["kernel", "fuse"])
def test_exfat_without_links_modes_and_case_is_one_like_any_other(tmp_path: Path, driver: str) -> None:
    if not shutil.which("mkfs.exfat"):
        pytest.skip("no mkfs.exfat here")
    assert run_in_namespace(_EXFAT, tmp_path, driver).splitlines() == [
        "[('Mixed.step', True), ('a.step', True)]",
        "('a.step',) 1",
    ]


def without_case(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have names below a folder found whatever their case is, as exFAT and folded directories do."""
    here = folder.stat()

    def folded(call: Callable[..., Any]) -> Callable[..., Any]:
        def find(name: Any, *rest: Any, dir_fd: int | None = None, **options: Any) -> Any:
            if isinstance(name, str) and dir_fd is not None and os.path.samestat(os.fstat(dir_fd), here):
                listed = {path.name.lower(): path.name for path in folder.iterdir()}
                name = listed.get(name.lower(), name)
            return call(name, *rest, dir_fd=dir_fd, **options)

        return find

    for call in ("stat", "open"):
        monkeypatch.setattr(os, call, folded(getattr(os, call)))


def test_where_names_have_no_case_a_model_is_known_by_the_name_that_is_listed(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_case(monkeypatch, folder)
    service = make_service(1)
    write_model(folder, "Mixed.step")
    assert service.list_models()[0].name == "Mixed.step"
    assert service.register_file("mIXED.step", ttl_minutes=600).name == "Mixed.step"
    assert [model.name for model in service.list_models()] == ["Mixed.step"]
    assert service.sweep(now=time.time() + 3600).removed == ()
    assert service.sweep(now=time.time() + 601 * 60).removed == ("Mixed.step",)


def test_where_there_are_no_links_and_no_such_rename_a_name_is_still_not_replaced(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr("mayfly.cleanup.directory.files._renameat2", lambda: None)
    service = make_service()
    publish(service, "a.step", "first")
    with pytest.raises(StorageError):
        publish(service, "a.step", "second")
    assert (folder / "a.step").read_text() == "first"
    assert stat.S_ISREG((folder / "a.step").stat().st_mode)
    assert service.get_stats()["total_files"] == 1
