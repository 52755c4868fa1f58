"""A service that has not looked yet compares names alone at its first sweep, and misses nothing for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mayfly.cleanup.directory.model_directory import ModelDirectory
from tests.cleanup.kit import MakeService, MovableClock, models_in, publish, write_model


def fill(make_service: MakeService, clock: MovableClock) -> None:
    service = make_service(clock=clock)
    for number in range(5):
        publish(service, f"m{number}.step", ttl_minutes=10 if number < 2 else 60)
    service.stop_cleanup_service()


def test_what_is_due_goes_and_no_file_is_looked_at(
    make_service: MakeService, clock: MovableClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(make_service, clock)
    clock.pass_time(601)
    monkeypatch.setattr(ModelDirectory, "list_inodes", lambda _: pytest.fail("the whole directory was read"))
    report = make_service(clock=clock).sweep()
    assert sorted(report.removed) == ["m0.step", "m1.step"]
    assert (report.kept, len(models_in(folder))) == (3, 3)


def test_strangers_are_found_and_go_in_their_time(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    fill(make_service, clock)
    write_model(folder, "stranger.step")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xe9.step")).write_text("no text in its name")
    clock.pass_time(1801)
    report = make_service(clock=clock).sweep()
    assert sorted(report.removed) == ["\\xe9.step", "m0.step", "m1.step", "stranger.step"]
    assert report.kept == 3


def test_what_is_missing_does_not_count_as_kept(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    fill(make_service, clock)
    (folder / "m4.step").unlink()
    report = make_service(clock=clock).sweep()
    assert (report.removed, report.kept) == ((), 4)


def test_a_file_replaced_under_its_name_lives_on_and_is_found_by_the_next_look(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    fill(make_service, clock)
    clock.pass_time(590)
    write_model(folder, "fresh", "another one").replace(folder / "m0.step")
    clock.wall_shift = clock.boot_shift = 0.0  # as far as the file's own times are concerned it is new
    service = make_service(clock=clock)
    assert service.sweep().removed == ()
    clock.pass_time(605)
    assert service.sweep().removed == ("m1.step",)
    told = {model.name: model for model in service.list_models()}
    assert not told["m0.step"].tracked
    assert told["m0.step"].expires_at - clock.wall() == pytest.approx(1800 - 605, abs=5)


def test_where_many_names_differ_the_whole_directory_is_read(
    make_service: MakeService, clock: MovableClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mayfly.cleanup.scan.MAX_NAME_DIFFERENCES", 10)
    fill(make_service, clock)
    for number in range(20):
        write_model(folder, f"s{number}.step")
    service = make_service(clock=clock)
    assert service.sweep().kept == 25
    assert service.get_stats()["total_files"] == 25
