"""An index of another version: an earlier one is brought up to date, a later one is left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mayfly.cleanup.index import schema
from mayfly.cleanup.index.schema import Step
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
from tests.cleanup.kit import (
    MakeService,
    in_child,
    models_in,
    publish,
    start_child,
    wait_child,
    wait_until,
    write_model,
)

VERSION_1 = Path(__file__).with_name("index_version_1.sql")
CREATED = 1795576045.08
"""When the models in that file were made, in epoch seconds."""

NEXT = len(schema.STEPS) + 1
"""The version that comes after this code's."""

Upgrade = Callable[..., None]


def index_of(folder: Path) -> Path:
    return folder / ".mayfly" / "index.sqlite3"


def version_of(folder: Path) -> int:
    connection = sqlite3.connect(index_of(folder), isolation_level=None)
    try:
        return schema.version_of(connection)
    finally:
        connection.close()


@pytest.fixture
def left_by_version_1(folder: Path) -> Path:
    """The folder with two models and an index as version 1 wrote it, as if that had been just now."""
    (folder / ".mayfly").mkdir(mode=0o700)
    connection = sqlite3.connect(index_of(folder))
    connection.executescript(VERSION_1.read_text())
    for name in ("a.step", "kept-long.step"):
        found = write_model(folder, name).stat()
        connection.execute(
            "UPDATE models SET inode = ?, ctime_ns = ?, created = created + ?3, expires = expires + ?3"
            " WHERE name = CAST(?4 AS BLOB)",
            (found.st_ino, found.st_ctime_ns, time.time() - CREATED, name),
        )
    connection.commit()
    connection.close()
    return folder


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """Give a function that adds steps to what this process, and its forked children, know."""

    def add(*steps: str, usable_by: int = 1) -> None:
        further = tuple(Step(statements, usable_by) for statements in steps)
        monkeypatch.setattr(schema, "STEPS", schema.STEPS + further)

    return add


COLOUR = "ALTER TABLE models ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'"
TAGS = "CREATE TABLE tags (model INTEGER, tag TEXT); INSERT INTO tags SELECT id, 'old' FROM models"


def assert_nothing_is_lost(service: TempModelsCleanupService, folder: Path) -> None:
    assert service.sweep().removed == ()
    assert {m.name: m.tracked for m in service.list_models()} == {"a.step": True, "kept-long.step": True}
    assert service.get_report("a.step") == {"solids": 1}
    assert service.get_details()["registered_total"] >= 3
    assert service.get_details()["history"][0]["name"] == "gone.step"
    assert service.sweep(now=time.time() + 1801, dry_run=True).removed == ("a.step",)
    assert service.sweep(now=time.time() + 119 * 60, dry_run=True).removed == ("a.step",)
    assert service.sweep(now=time.time() + 121 * 60, dry_run=True).removed == ("a.step", "kept-long.step")
    assert not (folder / ".mayfly" / "index.broken").exists()


def test_an_index_of_version_1_loses_nothing(make_service: MakeService, left_by_version_1: Path) -> None:
    assert_nothing_is_lost(make_service(), left_by_version_1)
    assert version_of(left_by_version_1) == len(schema.STEPS)


def test_all_missing_steps_are_taken_in_their_order(
    make_service: MakeService, left_by_version_1: Path, upgrade: Upgrade
) -> None:
    upgrade(COLOUR, TAGS + " WHERE colour = 'grey'")
    assert_nothing_is_lost(make_service(), left_by_version_1)
    assert version_of(left_by_version_1) == len(schema.STEPS) == NEXT + 1
    connection = sqlite3.connect(index_of(left_by_version_1))
    assert connection.execute("SELECT count(*) FROM tags").fetchone() == (2,)
    connection.close()


def test_an_upgrade_that_fails_leaves_the_index_as_it_was(
    make_service: MakeService, left_by_version_1: Path, upgrade: Upgrade, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(COLOUR, "INSERT INTO meta VALUES ('registered', 0)")  # which is there already
    with pytest.raises(StorageError, match="UNIQUE"):
        make_service().sweep()
    assert models_in(left_by_version_1) == {"a.step", "kept-long.step"}
    monkeypatch.undo()
    assert version_of(left_by_version_1) == 1
    assert_nothing_is_lost(make_service(), left_by_version_1)


def test_an_upgrade_that_is_killed_leaves_the_index_as_it_was(
    make_service: MakeService, left_by_version_1: Path, upgrade: Upgrade
) -> None:
    class Killed(sqlite3.Connection):
        def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
            if statement == "COMMIT":
                os.kill(os.getpid(), 9)
            return super().execute(statement, *values)  # type: ignore[arg-type]

    def work() -> None:
        upgrade(COLOUR)
        schema.bring_up_to_date(
            sqlite3.connect(index_of(left_by_version_1), isolation_level=None, factory=Killed)
        )

    assert in_child(work) == -9
    assert Path(f"{index_of(left_by_version_1)}-journal").stat().st_size > 0, "nothing had been changed yet"
    assert_nothing_is_lost(make_service(), left_by_version_1)
    assert version_of(left_by_version_1) == len(schema.STEPS)


def test_many_processes_upgrade_once(
    make_service: MakeService, left_by_version_1: Path, upgrade: Upgrade
) -> None:
    upgrade(COLOUR, TAGS)

    def work() -> None:
        assert_nothing_is_lost(make_service(), left_by_version_1)

    children = [start_child(work) for _ in range(4)]
    assert [wait_child(child) for child in children] == [0, 0, 0, 0]
    connection = sqlite3.connect(index_of(left_by_version_1))
    assert connection.execute("SELECT count(*) FROM tags").fetchone() == (2,)
    connection.close()


def test_an_index_of_a_later_version_is_left_as_it_is(
    make_service: MakeService, left_by_version_1: Path
) -> None:
    connection = sqlite3.connect(index_of(left_by_version_1), isolation_level=None)
    connection.executescript("PRAGMA user_version = 99; DROP TABLE doomed; DROP TABLE meta")
    before = index_of(left_by_version_1).read_bytes()
    with make_service() as service:
        publishing = partial(publish, service, "b.step")
        for attempt in (service.sweep, service.list_models, service.get_stats, publishing):
            with pytest.raises(StorageError, match="version 99"):
                attempt()
        assert service.service_running
    assert models_in(left_by_version_1) == {"a.step", "kept-long.step"}
    assert index_of(left_by_version_1).read_bytes() == before
    assert not (left_by_version_1 / ".mayfly" / "index.broken").exists()
    connection.close()


OLD_PROCESS = """
import sys
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
with TempModelsCleanupService(sys.argv[1], janitor=False) as service:
    for line in sys.stdin:
        try:
            with service.partial() as partial:
                partial.path.write_text("ISO-10303-21;")
                partial.publish(line.strip())
            print("published", flush=True)
        except StorageError as error:
            print(error, flush=True)
    print(service.service_running, flush=True)
"""


@pytest.mark.parametrize(("usable_by", "goes_on"), [(1, True), (NEXT, False)], ids=["added to", "changed"])
def test_a_process_of_the_earlier_version_goes_on_or_says_that_it_can_not(
    make_service: MakeService, folder: Path, upgrade: Upgrade, usable_by: int, goes_on: bool
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OLD_PROCESS, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as old:
        assert old.stdin is not None
        assert old.stdout is not None

        def ask(name: str) -> str:
            assert old.stdin is not None
            assert old.stdout is not None
            print(name, file=old.stdin, flush=True)
            return old.stdout.readline()

        assert ask("a.step") == "published\n"
        upgrade(COLOUR, usable_by=usable_by)
        new = make_service()
        publish(new, "b.step")
        answer = ask("c.step")
        assert answer == "published\n" if goes_on else f"version {NEXT}" in answer
        publish(new, "d.step")
        old.stdin.close()
        assert old.stdout.read() == "True\n"  # its thread lives, and waits for better times
    expected = {"a.step", "b.step", "d.step"} | ({"c.step"} if goes_on else set())
    assert {m.name for m in new.list_models() if m.tracked} == models_in(folder) == expected
    assert version_of(folder) == NEXT
    assert not (folder / ".mayfly" / "index.broken").exists()


def test_the_janitor_of_the_earlier_version_makes_room_for_one_of_the_later(
    make_service: MakeService, left_by_version_1: Path, upgrade: Upgrade
) -> None:
    command = [sys.executable, "-m", "mayfly.cleanup.janitor", str(left_by_version_1)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as janitor:
        watcher = make_service()
        wait_until(lambda: watcher.get_details()["janitor_pid"] == janitor.pid)
        upgrade(COLOUR, usable_by=NEXT)
        new = make_service()
        new.sweep()
        assert new.get_details()["janitor_pid"] is None
        assert janitor.wait(10) == 1
        assert janitor.stderr is not None
        assert f"version {NEXT}" in janitor.stderr.read()
    assert_nothing_is_lost(new, left_by_version_1)


def test_a_janitor_that_is_too_old_ends_and_keeps_no_other_out(left_by_version_1: Path) -> None:
    connection = sqlite3.connect(index_of(left_by_version_1), isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    command = [sys.executable, "-m", "mayfly.cleanup.janitor", str(left_by_version_1)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=200)
    assert ended.returncode == 1
    assert "version 99" in ended.stderr
    assert models_in(left_by_version_1) == {"a.step", "kept-long.step"}
