"""A model lives its time and no more."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.remove import Outcome, remove_one
from mayfly.errors import (
    InvalidLifetime,
    InvalidModelName,
    ModelExists,
    ModelExpired,
    ModelInUse,
    ModelNotFound,
    StorageError,
)
from tests.cleanup.kit import (
    ON_TIME_SECONDS,
    MakeService,
    MovableClock,
    models_in,
    partials_in,
    publish,
    wait_until,
    write_model,
)

MINUTE = 60.0


def test_a_model_lives_at_least_its_time_and_goes_at_most_a_second_later(
    make_service: MakeService, folder: Path
) -> None:
    deadlines = {}
    with make_service() as service:
        for number in range(20):
            name = f"m{number}.step"
            publish(service, name, ttl_minutes=(0.3 + number * 0.05) / 60)
            deadlines[name] = service.get_model(name).expires_at
        went: dict[str, float] = {}
        while len(went) < len(deadlines):
            alive = models_in(folder)
            now = time.time()
            went |= {name: now for name in deadlines.keys() - alive - went.keys()}
            assert now < max(deadlines.values()) + 20
            time.sleep(0.002)
    for name, deadline in deadlines.items():
        assert -0.01 < went[name] - deadline < ON_TIME_SECONDS


def test_an_earlier_deadline_wakes_the_thread(make_service: MakeService, folder: Path) -> None:
    with make_service() as service:
        publish(service, "late.step", ttl_minutes=30)
        publish(service, "soon.step", ttl_minutes=0.2 / 60)
        wait_until(lambda: models_in(folder) == {"late.step"})


def test_another_process_short_deadline_is_kept(make_service: MakeService, folder: Path) -> None:
    code = (
        "import sys; from mayfly.cleanup.service import TempModelsCleanupService as S;"
        "s = S(sys.argv[1], janitor=False); s.register_file(sys.argv[1] + '/theirs.step', ttl_minutes=0.005)"
    )
    with make_service():
        write_model(folder, "theirs.step")
        subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
        wait_until(lambda: models_in(folder) == set())


def test_a_strangers_file_is_adopted_and_expires(make_service: MakeService, folder: Path) -> None:
    with make_service(0.6 / 60) as service:
        write_model(folder, "strangers.step")
        assert service.get_stats()["total_files"] == 1
        assert service.get_stats()["tracked_files"] == 0
        wait_until(lambda: models_in(folder) == set())


def test_models_of_one_deadline_go_in_one_sweep(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    for number in range(50):
        publish(service, f"m{number}.step")
    assert len(service.sweep(now=time.time() + 1801).removed) == 50
    assert models_in(folder) == set()


def test_a_sweep_at_the_deadline_removes_and_just_before_it_does_not(make_service: MakeService) -> None:
    service = make_service()
    publish(service, "plate.step")
    deadline = service.get_model("plate.step").expires_at
    assert service.sweep(now=deadline - 0.001).removed == ()
    assert service.sweep(now=deadline).removed == ("plate.step",)


def test_each_model_has_the_life_it_was_given(make_service: MakeService) -> None:
    service = make_service(10)
    publish(service, "default.step")
    publish(service, "short.step", ttl_minutes=0.5)
    publish(service, "long.step", ttl_minutes=60)
    start = time.time()
    assert [m.name for m in service.list_models()] == ["short.step", "default.step", "long.step"]
    assert service.sweep(now=start + 31).removed == ("short.step",)
    assert service.sweep(now=start + 10 * MINUTE + 1).removed == ("default.step",)
    assert service.sweep(now=start + 60 * MINUTE + 1).removed == ("long.step",)


def test_registering_again_begins_a_new_life(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    path = write_model(folder, "a.step")
    first = service.register_file(path, ttl_minutes=1)
    second = service.register_file(path, ttl_minutes=5)
    assert second.expires_at - first.expires_at == pytest.approx(240, abs=1)
    assert service.get_stats()["tracked_files"] == 1


def test_a_name_may_be_given_bare_or_as_a_path(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    write_model(folder, "a.step")
    monkeypatch.chdir(folder.parent)
    for path in ("a.step", folder / "a.step", "models/a.step", f"{folder}/../models/a.step"):
        assert service.register_file(path).path == folder / "a.step"


def test_extending_moves_the_deadline_and_survives_a_restart(make_service: MakeService) -> None:
    service = make_service()
    publish(service, "a.step", report={"volume_mm3": 8.0})
    before = service.get_model("a.step").expires_at
    assert service.extend("a.step", 15).expires_at == pytest.approx(before + 15 * MINUTE)
    again = make_service()
    assert again.get_model("a.step").expires_at == pytest.approx(before + 15 * MINUTE)
    assert again.sweep(now=before + 14 * MINUTE).removed == ()
    assert again.get_report("a.step") == {"volume_mm3": 8.0}
    assert again.sweep(now=before + 15 * MINUTE + 1).removed == ("a.step",)


@pytest.mark.parametrize("minutes", [0, -5, float("nan"), float("inf"), 1411, "5"])
def test_an_extension_that_makes_no_sense_or_exceeds_a_day_in_all_is_refused(
    make_service: MakeService, minutes: float
) -> None:
    service = make_service()
    publish(service, "a.step")
    before = service.get_model("a.step")
    with pytest.raises(InvalidLifetime):
        service.extend("a.step", minutes)
    assert service.get_model("a.step") == before


def test_what_is_not_there_and_what_was_there_are_told_apart(
    make_service: MakeService, clock: MovableClock
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step")
    deadline = service.get_model("a.step").expires_at
    clock.pass_time(1801)
    for _ in range(2):  # past its deadline, then removed
        with pytest.raises(ModelExpired) as caught:
            service.get_model("a.step")
        assert caught.value.expired_at == pytest.approx(deadline)
        service.sweep()
    for use in (service.get_model, service.delete, lambda name: service.extend(name, 1)):
        with pytest.raises(ModelNotFound):
            use("never.step")
        with pytest.raises(ModelExpired):
            use("a.step")


def test_deleting_before_time_removes_and_is_remembered(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    publish(service, "a.step", "x" * 10)
    assert service.delete("a.step").size_bytes == 10
    assert models_in(folder) == set()
    assert service.get_details()["history"][0]["cause"] == "deleted"
    with pytest.raises(ModelExpired):
        service.delete("a.step")


def test_a_model_whose_file_gets_another_mode_meanwhile_is_deleted_all_the_same(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another process extends its life, which writes to the file's attributes first."""
    service = make_service()
    publish(service, "a.step")
    modes = [0o600, 0o640]

    def remove_late(*arguments: Any) -> Outcome:
        if modes:
            (folder / "a.step").chmod(modes.pop())
        return remove_one(*arguments)

    monkeypatch.setattr("mayfly.cleanup.sweep.remove_one", remove_late)
    assert service.delete("a.step").name == "a.step"
    assert models_in(folder) == set()
    assert modes == []


def test_publishing_never_replaces(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    publish(service, "a.step", "first")
    write_model(folder, "strangers.step", "theirs")
    for name in ("a.step", "strangers.step"):
        with pytest.raises(ModelExists) as caught:
            publish(service, name, "second")
        assert isinstance(caught.value, StorageError)
        assert isinstance(caught.value, FileExistsError)
    assert (folder / "a.step").read_text() == "first"
    assert (folder / "strangers.step").read_text() == "theirs"
    assert service.get_model("a.step").tracked
    assert partials_in(folder) == []


def test_an_unpublished_partial_is_never_seen_and_goes(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    with pytest.raises(RuntimeError), service.partial() as partial:
        partial.path.write_text("half")
        assert models_in(folder) == set()
        assert service.get_stats()["total_files"] == 0
        raise RuntimeError
    assert partials_in(folder) == []
    with service.partial() as partial, pytest.raises(StorageError, match="Nothing was written"):
        partial.publish("a.step")


def test_a_published_report_is_kept_and_a_replaced_file_loses_it(
    make_service: MakeService, folder: Path
) -> None:
    service = make_service()
    publish(service, "a.step", report={"solids": 1})
    assert service.get_report("a.step") == {"solids": 1}
    write_model(folder, "new", "another").replace(folder / "a.step")
    assert not service.get_model("a.step").tracked
    assert service.get_report("a.step") is None
    assert service.get_report("never.step") is None


def test_a_dry_run_names_what_a_sweep_then_removes(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    publish(service, "a.step", "12345")
    publish(service, "b.step", ttl_minutes=60)
    later = time.time() + 31 * MINUTE
    dry = service.sweep(dry_run=True, now=later)
    assert dry.dry_run
    assert models_in(folder) == {"a.step", "b.step"}
    real = service.sweep(now=later)
    assert (dry.removed, dry.removed_bytes, dry.kept) == (real.removed, real.removed_bytes, real.kept)
    assert (real.removed, real.removed_bytes, real.kept) == (("a.step",), 5, 1)


def test_a_lease_holds_the_name_past_the_deadline_and_then_it_goes(make_service: MakeService) -> None:
    service = make_service()
    publish(service, "a.step", "content")
    with service.lease("a.step") as stream:
        assert stream.read(3) == b"con"
        with pytest.raises(ModelInUse):
            service.delete("a.step")
        report = service.sweep(now=time.time() + 1801)
        assert (report.removed, report.leased, report.kept) == ((), ("a.step",), 0)
        assert service.sweep(dry_run=True, now=time.time() + 1801).leased == ("a.step",)
        assert stream.read() == b"tent"
    assert service.sweep(now=time.time() + 1801).removed == ("a.step",)


def test_a_lease_over_the_deadline_ends_with_the_files_removal_by_the_thread(
    make_service: MakeService, folder: Path
) -> None:
    with make_service() as service:
        publish(service, "a.step", "content", ttl_minutes=2 / 60)
        with service.lease("a.step") as stream:
            time.sleep(2.4)
            assert models_in(folder) == {"a.step"}
            assert stream.read() == b"content"
        wait_until(lambda: models_in(folder) == set())


def test_a_lease_of_another_process_is_heeded(make_service: MakeService, folder: Path) -> None:
    code = (
        "import sys; from mayfly.cleanup.service import TempModelsCleanupService as S\n"
        "with S(sys.argv[1], janitor=False).lease('a.step') as stream:\n"
        "    print('leased', flush=True); sys.stdin.readline(); print(stream.read().decode(), flush=True)"
    )
    service = make_service()
    publish(service, "a.step", "content")
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin
        assert reader.stdout
        assert reader.stdout.readline() == "leased\n"
        assert service.sweep(now=time.time() + 1801).leased == ("a.step",)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "content\n"
    assert service.sweep(now=time.time() + 1801).removed == ("a.step",)


def test_a_lease_ends_in_time_but_the_open_file_is_read_to_its_end(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    service = make_service(1, clock=clock)
    publish(service, "a.step", "content")
    with service.lease("a.step", max_seconds=90) as stream:
        clock.pass_time(61)
        assert service.sweep().leased == ("a.step",)
        clock.pass_time(30)
        assert service.sweep().removed == ("a.step",)
        assert stream.read() == b"content"
    assert models_in(folder) == set()


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), 3601, "5"])
def test_leases_that_make_no_sense_are_refused(make_service: MakeService, seconds: float) -> None:
    service = make_service()
    publish(service, "a.step")
    with pytest.raises(InvalidLifetime), service.lease("a.step", max_seconds=seconds):
        pass


def test_expired_models_are_not_leased(make_service: MakeService, clock: MovableClock) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step")
    clock.pass_time(1801)
    with pytest.raises(ModelExpired), service.lease("a.step"):
        pass


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../a.step",
            "/a.step",
            "a/b.step",
            "a\\b.step",
            "a\0.step",
            "a\nb.step",
            "a\x1b.step",
            "\udcff.step",
        ),
        *("a.stp", "a.step.txt", ".step", "", "..", "a" * 251 + ".step", "x.STEP"),
    ],
)
def test_names_that_are_not_one_plain_component_are_refused_everywhere(
    make_service: MakeService, folder: Path, name: str
) -> None:
    service = make_service()
    write_model(folder.parent, "a.step")
    uses = [service.get_model, service.delete, service.get_report, lambda n: service.extend(n, 1)]
    uses += [lambda n: publish(service, n), lambda n: service.lease(n).__enter__()]  # type: ignore[list-item]
    for use in uses:
        with pytest.raises(InvalidModelName):
            use(name)
    assert (folder.parent / "a.step").exists()
