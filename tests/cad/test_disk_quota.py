"""What a child may write: its part of the disk, the folder seen from outside, and its removal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly.cad.job_folder import folder_size, remove_folder
from mayfly.cad.workshop import BuildJob, Workshop, delivery, disk_quota
from mayfly.cad.workshop.pool import child_process
from mayfly.errors import ScriptError, StorageError

OPEN = os.O_RDONLY | os.O_DIRECTORY


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 40 MiB and 400 files."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m,nr_inodes=401", "none", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607


def nested(top: Path, depth: int) -> None:
    """Make folders in folders, a file in each, with few descriptors and short paths."""
    here = os.open(top, OPEN)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        os.close(os.open("f", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        deeper = os.open("d", OPEN, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def test_all_children_together_find_room_on_a_small_disk(small_disk: Path) -> None:
    fair = disk_quota.fair_quota(small_disk, 4)
    assert fair.folder_bytes == 10 * 2**20
    assert fair.files == 100
    assert fair.file_bytes < fair.folder_bytes
    (small_disk / "filler").write_bytes(bytes(20 * 2**20))
    assert disk_quota.fair_quota(small_disk, 4).folder_bytes == 5 * 2**20


@pytest.mark.parametrize("trusted", [False, True])
def test_a_child_that_was_started_on_a_full_disk_is_replaced_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    """Once it kept the room that there was at its start, and its build failed on a disk that was empty."""
    plain = "import cadquery as cq\nresult = cq.Workplane().box(1, 2, 3)"
    script = plain + "\nopen('big', 'wb').write(bytes(5 * 2**20))"
    box, big = BuildJob(script=plain, trusted=trusted), BuildJob(script=script, trusted=trusted)
    with Workshop(size=2, build_timeout_seconds=20) as shop:
        with monkeypatch.context() as full:
            full.setattr(child_process, "fair_quota", lambda *_: disk_quota.DiskQuota(2**20, 32))
            shop.build(box, tmp_path / "first.step")
            shop.warm()
            assert shop.dispatcher.pool.registry.at_rest()
            with pytest.raises(StorageError, match="too little room"):
                shop.build(big, tmp_path / "full.step")
            shop.warm()
        assert shop.build(big, tmp_path / "room.step").valid
        shop.warm()
        rest = shop.dispatcher.pool.registry.at_rest()
        assert rest
        assert all(child.quota.folder_bytes > 5 * 2**20 for child in rest)


def test_twice_the_room_is_worth_another_child() -> None:
    quota = disk_quota.DiskQuota(2**20, 100)
    assert not quota.is_outgrown(disk_quota.DiskQuota(2**21, 200))
    assert quota.is_outgrown(disk_quota.DiskQuota(2**21 + 1, 100))
    assert quota.is_outgrown(disk_quota.DiskQuota(2**19, 201))


def test_on_a_large_disk_the_limits_are_fixed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def free(gibibytes: int, files: int) -> os.statvfs_result:
        blocks = gibibytes * 2**18
        return os.statvfs_result((4096, 4096, blocks, blocks, blocks, files, files, files, 0, 255))

    monkeypatch.setattr(os, "statvfs", lambda _: free(1000, 10**9))
    assert disk_quota.fair_quota(tmp_path, 4) == disk_quota.DiskQuota()
    monkeypatch.setattr(os, "statvfs", lambda _: free(1000, 0))  # a file system without a number of files
    assert disk_quota.fair_quota(tmp_path, 4) == disk_quota.DiskQuota()


def test_on_a_full_disk_a_script_is_not_blamed() -> None:
    assert isinstance(disk_quota.DiskQuota().exceeded("bytes"), ScriptError)
    assert isinstance(disk_quota.DiskQuota(2**20, 32).exceeded("bytes"), StorageError)


def test_two_builds_and_their_inspections_fit_the_containers_temporary_folder() -> None:
    compose = (Path(__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8")
    assert "mode=1777,size=1g" in compose
    assert 2 * 2 * disk_quota.DiskQuota().folder_bytes <= 2**30


def test_the_size_of_a_folder_counts_what_lies_in_folders_within(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "f").write_bytes(bytes(100_000))
    (tmp_path / "g").write_bytes(b"x")
    descriptor = os.open(tmp_path, OPEN)
    try:
        for _ in range(2):  # the second look sees the same: the descriptor's place is not used up
            used_bytes, entries = folder_size(descriptor, 1000)
            assert entries == 4
            assert 100_001 <= used_bytes < 200_000
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("what", ["many files", "deep folders", "long names"])
def test_looking_at_a_folder_takes_a_bounded_time(tmp_path: Path, what: str) -> None:
    if what == "many files":
        for number in range(2000):
            (tmp_path / str(number)).touch()
    elif what == "deep folders":
        nested(tmp_path, 3000)
    else:
        here = os.open(tmp_path, OPEN)
        for _ in range(20):  # together longer than any path may be
            os.mkdir("n" * 255, dir_fd=here)
            deeper = os.open("n" * 255, OPEN, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(here)
    descriptor = os.open(tmp_path, OPEN)
    try:
        assert folder_size(descriptor, 1000)[1] == 1001
        with pytest.raises(ScriptError, match="1000 files"):
            delivery.watch_folder(descriptor, disk_quota.DiskQuota())
    finally:
        os.close(descriptor)
    remove_folder(tmp_path)
    assert not tmp_path.exists()


def test_a_folder_is_removed_with_all_that_a_script_can_make_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    nested(folder, 1500)
    (folder / "closed").mkdir()
    (folder / "closed" / "in").mkdir()
    (folder / "closed" / "in" / "f").touch()
    (folder / "closed" / "in").chmod(0)
    (folder / "closed").chmod(0)
    (folder / "\udcff\n").touch()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    (folder / "link").symlink_to(outside)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    remove_folder(folder)
    assert not folder.exists()
    assert (outside / "precious").exists()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_folder(tmp_path / "nothing")
    (tmp_path / "file").touch()
    remove_folder(tmp_path / "file")
    assert (tmp_path / "file").exists()


def test_a_folder_that_cannot_be_read_is_a_storage_error(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, OPEN)
    os.close(descriptor)
    with pytest.raises(StorageError, match="can't be read"):
        delivery.watch_folder(descriptor, disk_quota.DiskQuota())
