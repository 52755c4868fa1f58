"""What a child writes is counted before it is written: at no moment is there more than its room."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mayfly.cad.job_folder import folder_size
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cad.workshop.disk_quota import DiskQuota
from mayfly.cad.workshop.pool import child_process
from mayfly.cad.workshop.pool.pool import Pool
from mayfly.errors import BuildError, KernelCrash, MayflyError, ScriptError
from tests.cad.test_abuse import PRELUDE

SMALL = DiskQuota(folder_bytes=24 * 2**20, files=40)
BOX = "show_object(cq.Workplane().box(1, 2, 3))"
CLOSE = "os.close(own_line())\n"

FILES_OF_ONE_MEBIBYTE = """
for number in range(1000):
    with open(f"f{number}", "wb") as target:
        target.write(bytes(2**20))
"""
ONE_GROWING_FILE_TWICE = """
for name in ("a", "b"):
    with open(name, "wb", buffering=0) as target:
        for _ in range(15): target.write(bytes(2**20))
time.sleep(60)
"""
AT_A_PLACE = """
target = os.open("f", os.O_CREAT | os.O_RDWR)
other = os.open("g", os.O_CREAT | os.O_RDWR)
for number in range(64):
    os.pwrite(target if number < 16 else other, bytes(2**20), (number % 16) * 2**20)
"""
IN_PIECES = """
for number in range(30):
    target = os.open(f"f{number}", os.O_CREAT | os.O_WRONLY)
    os.writev(target, [bytes(2**20)] * 16)
"""
SMALL_WRITES = """
import itertools
targets = [os.open(f"f{number}", os.O_CREAT | os.O_WRONLY) for number in range(30)]
for number in itertools.count():
    os.pwrite(targets[number % 30], b"x", number // 30 * 4096)
"""
BY_THE_KERNEL = """
part = cq.Workplane().box(5, 5, 5).faces(">Z").workplane().rarray(1, 1, 4, 4).hole(0.5)
for number in range(1000):
    part.val().exportBrep("x.brep" if number < 20 else f"x{number}.brep")
"""
EMPTY_FILES = """
for number in range(5000):
    os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY))
"""
OLD_CREAT = "for number in range(5000): libc.close(checked(libc.creat(f'f{number}'.encode(), 0o600)))\n"
FOLDERS = "for number in range(5000): os.mkdir(f'd{number}')\n"
DEEP_FOLDERS = "for number in range(5000):\n    os.mkdir('d')\n    os.chdir('d')\n"
IN_FOLDERS = """
for number in range(100):
    os.mkdir(f"d{number}")
    with open(f"d{number}/f", "wb") as target:
        target.write(bytes(2 * 2**20))
"""
WAYS = {
    "files": FILES_OF_ONE_MEBIBYTE,
    "growing": ONE_GROWING_FILE_TWICE,
    "at a place": AT_A_PLACE,
    "in pieces": IN_PIECES,
    "byte by byte": SMALL_WRITES,
    "by the kernel": BY_THE_KERNEL,
    "empty files": EMPTY_FILES,
    "creat": OLD_CREAT,
    "folders": FOLDERS,
    "deep folders": DEEP_FOLDERS,
    "in folders": IN_FOLDERS,
}


@pytest.fixture(scope="module")
def shop() -> Iterator[Workshop]:
    """A workshop whose children have little room, and must be counted."""
    with (
        pytest.MonkeyPatch.context() as patch,
        Workshop(size=2, build_timeout_seconds=20, build_memory_mb=768) as workshop,
    ):
        patch.setattr(child_process, "fair_quota", lambda *_: SMALL)
        workshop.warm()
        if not workshop.dispatcher.pool.metered:
            pytest.skip("what a child writes can't be counted on this machine")
        yield workshop


class Peak:
    """The most that was in any child's folder, looked at without a pause."""

    def __init__(self, workshop: Workshop) -> None:
        """Look at this workshop's folders."""
        zygote = workshop.dispatcher.pool.zygote
        assert zygote is not None
        self._root = zygote.root
        self._over = threading.Event()
        self.folder_bytes = self.entries = 0
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Peak:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.is_set():
            for folder in self._root.glob("job-*"):
                try:
                    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                except OSError:
                    continue
                try:
                    used_bytes, entries = folder_size(descriptor, 100_000)
                except OSError:
                    continue
                finally:
                    os.close(descriptor)
                self.folder_bytes = max(self.folder_bytes, used_bytes)
                self.entries = max(self.entries, entries)
            time.sleep(0.0005)


def attempt(workshop: Workshop, script: str, output: Path) -> MayflyError:
    with pytest.raises(MayflyError) as caught:
        workshop.build(BuildJob(script=PRELUDE + script), output)
    assert not output.exists()
    return caught.value


@pytest.mark.parametrize("line", ["", CLOSE], ids=["", "line closed"])
@pytest.mark.parametrize("script", WAYS.values(), ids=WAYS)
def test_no_way_of_writing_leads_beyond_the_room(
    shop: Workshop, tmp_path: Path, script: str, line: str
) -> None:
    with Peak(shop) as peak:
        error = attempt(shop, line + script + "\nreached()", tmp_path / "a.step")
    assert peak.folder_bytes <= SMALL.folder_bytes
    assert peak.entries <= SMALL.files
    if not line:
        assert isinstance(error, ScriptError)
        assert error.error_type == "TooMuchOutput", error
    else:
        assert isinstance(error, ScriptError | KernelCrash)
    assert shop.build(BuildJob(script=BOX), tmp_path / "b.step").valid


def test_two_at_once_are_counted_each_for_itself(shop: Workshop, tmp_path: Path) -> None:
    scripts = [PRELUDE + FILES_OF_ONE_MEBIBYTE, PRELUDE + EMPTY_FILES]

    def build(number: int) -> BuildError:
        return attempt(shop, scripts[number], tmp_path / f"{number}.step")  # type: ignore[return-value]

    with Peak(shop) as peak, ThreadPoolExecutor(2) as callers:
        errors = list(callers.map(build, range(2)))
    assert ["24 MiB" in str(errors[0]), "40 files" in str(errors[1])] == [True, True]
    assert peak.folder_bytes <= SMALL.folder_bytes
    assert peak.entries <= SMALL.files


def test_what_is_overwritten_does_not_count_twice(shop: Workshop, tmp_path: Path) -> None:
    script = """
for number in range(200):
    with open("f", "wb") as target: target.write(bytes(2**20))
with open("f", "rb") as kept: assert len(kept.read()) == 2**20
show_object(cq.Workplane().box(1, 2, 3))
"""
    assert shop.build(BuildJob(script=script), tmp_path / "a.step").valid


def test_an_ordinary_script_may_use_all_of_its_room(shop: Workshop, tmp_path: Path) -> None:
    script = """
import pathlib
for number in range(20):
    pathlib.Path(f"f{number}").write_bytes(bytes(2**20))
part = cq.Workplane().box(1, 2, 3)
for ending in ("stl", "svg", "dxf", "amf"):
    cq.exporters.export(part.section() if ending == "dxf" else part, f"part.{ending}")
show_object(part)
"""
    assert shop.build(BuildJob(script=script), tmp_path / "a.step").valid


def test_files_handed_in_count_too(shop: Workshop, tmp_path: Path) -> None:
    script = "for n in range(100): open(f'f{n}', 'wb').write(bytes(2**20))\n" + BOX
    files = {"a.bin": bytes(10 * 2**20), "b.bin": bytes(10 * 2**20)}
    with Peak(shop) as peak, pytest.raises(ScriptError, match="24 MiB"):
        shop.build(BuildJob(script=script, files=files), tmp_path / "a.step")
    assert 20 * 2**20 < peak.folder_bytes <= SMALL.folder_bytes


def test_no_number_of_a_descriptor_is_free_of_counting(shop: Workshop, tmp_path: Path) -> None:
    """The line's own number is; so no file may get it."""
    script = """
fcntl = load("fcntl")
line = own_line()
target = os.open("f", os.O_CREAT | os.O_WRONLY)
os.close(line)
swallow(lambda: os.dup2(target, line))
swallow(lambda: fcntl.fcntl(target, fcntl.F_DUPFD, line))
swallow(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (line + 1, line + 1)))
swallow(lambda: os.dup2(target, line))
for number in (line, line + 1, 2**31 + line):
    for _ in range(100):
        swallow(lambda: os.write(number, bytes(2**20)))
time.sleep(60)
"""
    with Peak(shop) as peak:
        attempt(shop, script, tmp_path / "a.step")
    assert peak.folder_bytes < 2**20


def test_a_file_cannot_grow_by_being_mapped(shop: Workshop, tmp_path: Path) -> None:
    script = """
target = os.open("f", os.O_CREAT | os.O_RDWR)
os.ftruncate(target, 16 * 2**20)
kept = mmap.mmap(target, 2**20, flags=mmap.MAP_PRIVATE)  # a copy of its own harms nobody
kept[0:4] = b"mine"
mmap.mmap(-1, 2**20)[0:4] = b"mine"
mmap.mmap(target, 16 * 2**20)
"""
    error = attempt(shop, script, tmp_path / "a.step")
    assert isinstance(error, ScriptError)
    assert (error.error_type, error.source_line.strip()) == ("PermissionError", script.splitlines()[-1])


def test_a_flood_of_questions_keeps_nobody_waiting(shop: Workshop, tmp_path: Path) -> None:
    script = (
        PRELUDE + 'target = os.open("f", os.O_CREAT | os.O_WRONLY)\nwhile True: os.pwrite(target, b"x", 0)'
    )
    with ThreadPoolExecutor(1) as caller:
        flood = caller.submit(attempt, shop, script, tmp_path / "a.step")
        for number in range(3):
            assert shop.build(BuildJob(script=BOX), tmp_path / f"{number}.step").valid
        assert not flood.done()
        assert "took longer" in str(flood.result())


def test_where_nothing_can_be_counted_the_server_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "fair_quota", lambda *_: SMALL)
    monkeypatch.setattr(Pool, "metered", False)
    with Workshop(size=1, build_timeout_seconds=20) as own:
        for script, limit in ((FILES_OF_ONE_MEBIBYTE, "MiB"), (EMPTY_FILES, "files")):
            error = attempt(own, script, tmp_path / "a.step")
            assert isinstance(error, ScriptError)
            assert (error.error_type, limit in str(error)) == ("TooMuchOutput", True)
        assert own.build(BuildJob(script=BOX), tmp_path / "b.step").valid
