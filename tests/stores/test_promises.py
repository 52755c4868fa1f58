"""What every store promises, whatever it is made of: deadlines, leases, names, identity, numbers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mayfly.errors import (
    InvalidLifetime,
    InvalidModelName,
    ModelExists,
    ModelExpired,
    ModelInUse,
    ModelNotFound,
    StorageFull,
)
from mayfly.stores.store import Store
from tests.stores.kit import CONTENT, MINUTE, Place, names, publish, wait_until

HALF_AN_HOUR = 30 * MINUTE


def test_every_store_is_one(place: Place) -> None:
    assert isinstance(place.open(), Store)


# -- deadlines --------------------------------------------------------------------------------


def test_a_model_lives_at_least_its_time_and_goes_at_most_a_second_later(place: Place) -> None:
    with place.open() as store:  # type: ignore[attr-defined]
        deadlines = {}
        for number in range(10):
            name = f"m{number}.step"
            deadlines[name] = publish(store, name, ttl_minutes=(1.0 + number * 0.1) / 60).expires_at
        went: dict[str, float] = {}
        while len(went) < len(deadlines):
            alive = set(names(store))
            now = time.time()
            went |= {name: now for name in deadlines.keys() - alive - went.keys()}
            assert now < max(deadlines.values()) + 20
            time.sleep(0.01)
        wait_until(lambda: place.bytes_left() == [], 20)
    for name, deadline in deadlines.items():
        assert -0.05 < went[name] - deadline < 8


def test_a_sweep_at_the_deadline_removes_and_just_before_it_does_not(place: Place) -> None:
    store = place.open()
    deadline = publish(store, "plate.step").expires_at
    assert store.sweep(now=deadline - 0.01).removed == ()
    assert names(store) == ["plate.step"]
    assert store.sweep(now=deadline + 0.01).removed == ("plate.step",)
    assert place.bytes_left() == []


def test_a_sweep_by_the_clock_removes_what_is_due_and_nothing_else(place: Place) -> None:
    store = place.open()
    publish(store, "short.step", ttl_minutes=1)
    publish(store, "long.step", ttl_minutes=2)
    place.pass_time(59)
    assert store.sweep().removed == ()
    place.pass_time(2)
    report = store.sweep()
    assert report.removed == ("short.step",)
    assert report.removed_bytes == len(CONTENT)
    assert report.kept == 1
    assert report.next_deadline is not None
    assert names(store) == ["long.step"]


def test_a_dry_run_removes_nothing(place: Place) -> None:
    store = place.open()
    publish(store, "a.step")
    assert store.sweep(dry_run=True).removed == ()
    place.pass_time(HALF_AN_HOUR + 1)
    report = store.sweep(dry_run=True)
    assert (report.dry_run, report.removed, report.kept) == (True, ("a.step",), 0)
    assert place.bytes_left() != []


@pytest.mark.parametrize("moment", [float("nan"), float("inf"), "now", True])
def test_a_sweep_at_no_moment_removes_nothing(place: Place, moment: float) -> None:
    store = place.open()
    publish(store, "a.step")
    with pytest.raises(InvalidLifetime):
        store.sweep(now=moment)
    assert names(store) == ["a.step"]


def test_a_model_past_its_deadline_is_not_served_even_before_a_sweep(place: Place) -> None:
    store = place.open()
    deadline = publish(store, "a.step").expires_at
    place.pass_time(HALF_AN_HOUR + 1)
    for _ in range(2):  # past its deadline, then removed
        for use in (store.get_model, store.delete, lambda name: store.extend(name, 1)):
            with pytest.raises(ModelExpired) as caught:
                use("a.step")
            assert caught.value.expired_at == pytest.approx(deadline, abs=1)
            assert caught.value.cause == "expired"
        with pytest.raises(ModelExpired), store.lease("a.step"):
            pass
        store.sweep()


def test_what_never_was_there_is_not_found(place: Place) -> None:
    store = place.open()
    for use in (
        store.get_model,
        store.delete,
        store.open_model,
        lambda name: store.extend(name, 1),
        lambda name: store.lease(name).__enter__(),
        lambda name: store.lease_file(name).__enter__(),
    ):
        with pytest.raises(ModelNotFound):
            use("never.step")
    assert store.get_report("never.step") is None
    assert store.made_from("never") is None


def test_extending_moves_the_deadline_for_every_process(place: Place) -> None:
    store = place.open()
    before = publish(store, "a.step", report={"volume_mm3": 8.0}).expires_at
    assert store.extend("a.step", 15).expires_at == pytest.approx(before + 15 * MINUTE, abs=0.01)
    other = place.open()
    assert other.get_model("a.step").expires_at == pytest.approx(before + 15 * MINUTE, abs=0.01)
    place.pass_time(HALF_AN_HOUR + 14 * MINUTE)
    assert other.sweep().removed == ()
    assert other.get_report("a.step") == {"volume_mm3": 8.0}
    place.pass_time(MINUTE + 1)
    assert other.sweep().removed == ("a.step",)


@pytest.mark.parametrize("minutes", [0, -5, float("nan"), float("inf"), 1411, "5"])
def test_an_extension_that_makes_no_sense_or_exceeds_a_day_in_all_is_refused(
    place: Place, minutes: float
) -> None:
    store = place.open()
    before = publish(store, "a.step")
    with pytest.raises(InvalidLifetime):
        store.extend("a.step", minutes)
    assert store.get_model("a.step").expires_at == pytest.approx(before.expires_at, abs=0.001)


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), 1441, "3", True])
def test_a_life_that_makes_no_sense_is_refused_and_nothing_published(place: Place, minutes: float) -> None:
    store = place.open()
    with pytest.raises(InvalidLifetime):
        publish(store, "a.step", ttl_minutes=minutes)
    assert names(store) == []
    assert place.bytes_left() == []


# -- names and identity -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../a.step", "/etc/a.step", "a.stl", ".step", "a\nb.step", "", "é" * 200 + ".step"]
)
def test_a_name_that_is_not_one_plain_component_is_refused(place: Place, name: str) -> None:
    store = place.open()
    with pytest.raises(InvalidModelName):
        publish(store, name)
    for use in (store.get_model, store.delete, store.open_model, store.get_report):
        with pytest.raises(InvalidModelName):
            use(name)
    assert place.bytes_left() == []


@pytest.mark.parametrize(
    "name", ["a.step", "a b.step", "Größe-Ø5.step", "a'b\"c.step", "-r.step", "日本.step"]
)
def test_any_printable_name_will_do(place: Place, name: str) -> None:
    store = place.open()
    assert publish(store, name).name == name
    with store.lease(name) as stream:
        assert stream.read() == CONTENT.encode()
    assert store.delete(name).name == name


def test_publishing_never_replaces(place: Place) -> None:
    store = place.open()
    publish(store, "a.step", "first")
    with pytest.raises(ModelExists) as caught:
        publish(store, "a.step", "second")
    assert isinstance(caught.value, FileExistsError)
    with store.open_model("a.step") as stream:
        assert stream.read() == b"first"
    assert len(place.bytes_left()) == 1


def test_a_name_can_be_used_again_once_its_model_is_gone(place: Place) -> None:
    store = place.open()
    publish(store, "a.step", "first")
    store.delete("a.step")
    publish(store, "a.step", "second!")
    with store.lease("a.step") as stream:
        assert stream.read() == b"second!"
    assert store.get_model("a.step").size_bytes == 7
    place.pass_time(HALF_AN_HOUR + 1)
    assert store.sweep().removed == ("a.step",)
    publish(store, "a.step", "third")
    with store.open_model("a.step") as stream:
        assert stream.read() == b"third"


def test_what_is_read_is_what_was_published(place: Place) -> None:
    store = place.open()
    content = "x" * 3_000_000
    model = publish(store, "big.step", content)
    assert model.size_bytes == len(content)
    with store.lease("big.step") as stream:
        stream.fileno()
        assert stream.read().decode() == content
    with store.lease_file("big.step") as path:
        assert path.name == "big.step"
        assert path.read_text() == content
    with store.open_model("big.step") as stream:
        assert stream.read().decode() == content


def test_what_was_stored_with_a_model_comes_back(place: Place) -> None:
    store = place.open()
    report = {"text": "Ø5 “quoted” \\ and \t", "numbers": [1, 2.5, None, True], "deep": {"a": {"b": []}}}
    publish(store, "a.step", report=report, recipe="r1", ttl_minutes=5)
    publish(store, "b.step", report={"other": 1}, recipe="r1", ttl_minutes=10)
    assert store.get_report("a.step") == report
    assert store.made_from("r1") == ("b.step", {"other": 1})
    assert store.made_from("r2") is None
    store.delete("b.step")
    assert store.made_from("r1") == ("a.step", report)
    place.pass_time(5 * MINUTE + 1)
    assert store.made_from("r1") is None


def test_an_unpublished_file_is_never_seen_and_goes(place: Place) -> None:
    store = place.open()
    with pytest.raises(RuntimeError), store.partial() as partial:
        partial.path.write_text("half")
        assert names(store) == []
        assert store.get_stats()["total_files"] == 0
        raise RuntimeError
    assert place.bytes_left() == []


def test_what_was_never_written_is_not_published(place: Place) -> None:
    from mayfly.errors import StorageError

    store = place.open()
    with store.partial() as partial, pytest.raises(StorageError):
        partial.publish("a.step")
    assert names(store) == []
    with pytest.raises(ModelNotFound):
        store.get_model("a.step")


# -- leases -----------------------------------------------------------------------------------


def test_a_leased_model_outlives_its_deadline_and_goes_afterwards(place: Place) -> None:
    store, sweeper = place.open(), place.open()
    publish(store, "a.step", ttl_minutes=1)
    with store.lease("a.step") as stream:
        place.pass_time(MINUTE + 1)
        report = sweeper.sweep()
        assert (report.removed, report.leased) == ((), ("a.step",))
        assert stream.read() == CONTENT.encode()
        assert place.bytes_left() != []
    assert sweeper.sweep().removed == ("a.step",)
    assert place.bytes_left() == []


def test_a_model_stays_until_its_last_reader_has_ended(place: Place) -> None:
    store = place.open()
    publish(store, "a.step", ttl_minutes=1)
    with store.lease("a.step"):
        with place.open().lease("a.step"):
            place.pass_time(MINUTE + 1)
        assert store.sweep().removed == ()
    assert store.sweep().removed == ("a.step",)


def test_a_lease_does_not_hold_a_name_for_ever(place: Place) -> None:
    store = place.open()
    publish(store, "a.step")
    with store.lease("a.step", max_seconds=60) as stream:
        place.pass_time(HALF_AN_HOUR + 61)
        assert store.sweep().removed == ("a.step",)
        assert stream.read() == CONTENT.encode()  # what is open can be read to its end


def test_a_model_that_is_being_read_is_not_deleted(place: Place) -> None:
    store = place.open()
    publish(store, "a.step")
    with store.lease("a.step"), pytest.raises(ModelInUse):
        place.open().delete("a.step")
    assert store.delete("a.step").name == "a.step"
    assert place.bytes_left() == []


@pytest.mark.parametrize("seconds", [0, -1, 3601, float("nan"), "60"])
def test_a_lease_of_no_sensible_length_is_refused(place: Place, seconds: float) -> None:
    store = place.open()
    publish(store, "a.step")
    with pytest.raises(InvalidLifetime), store.lease("a.step", seconds):
        pass


def test_an_open_model_can_be_read_to_its_end_after_it_is_gone(place: Place) -> None:
    store = place.open()
    publish(store, "a.step")
    with store.open_model("a.step") as stream:
        store.delete("a.step")
        assert stream.read() == CONTENT.encode()


# -- numbers ----------------------------------------------------------------------------------


def test_the_numbers_count_what_is_there_and_what_went(place: Place) -> None:
    store = place.open()
    for number in range(5):
        publish(store, f"m{number}.step", ttl_minutes=number + 1)
    assert store.get_stats() == {
        "total_files": 5,
        "tracked_files": 5,
        "cleanup_interval_minutes": 30,
        "service_running": False,
    }
    assert [model.name for model in store.list_models()] == [f"m{number}.step" for number in range(5)]
    store.delete("m4.step")
    place.pass_time(2 * MINUTE + 1)
    store.sweep()
    details = store.get_details()
    assert details["registered_total"] == 5
    assert details["removed_total"] == 3
    assert details["removed_bytes_total"] == 3 * len(CONTENT)
    assert details["total_bytes"] == 2 * len(CONTENT)
    assert {row["name"]: row["cause"] for row in details["history"]} == {
        "m0.step": "expired",
        "m1.step": "expired",
        "m4.step": "deleted",
    }
    assert details["next_deadline"] == pytest.approx(store.list_models()[0].expires_at, abs=0.01)
    assert details["failing"] == []


def test_a_deleted_model_is_remembered_as_deleted(place: Place) -> None:
    store = place.open()
    publish(store, "a.step")
    store.delete("a.step")
    with pytest.raises(ModelExpired) as caught:
        place.open().get_model("a.step")
    assert caught.value.cause == "deleted"
    assert "deleted before its time" in str(caught.value)


def test_all_that_it_depends_on_is_checked(place: Place) -> None:
    with place.open() as store:  # type: ignore[attr-defined]
        assert set(store.checks().values()) == {"ok"}
        assert store.service_running
    assert not store.service_running


def test_the_room_that_models_may_take_is_limited_and_what_has_expired_makes_room(
    place: Place, tmp_path: Path
) -> None:
    store = place.open(storage_mb=1)
    publish(store, "a.step", "x" * 600_000)
    with pytest.raises(StorageFull):
        publish(store, "b.step", "x" * 600_000)
    assert names(store) == ["a.step"]
    place.pass_time(HALF_AN_HOUR + 1)
    publish(store, "b.step", "x" * 600_000)
    assert names(store) == ["b.step"]
    assert len(place.bytes_left()) == 1
