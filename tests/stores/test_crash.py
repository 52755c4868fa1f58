"""Killed at any step: whole models or none, nothing early, immortal or dangling, exact counts."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from typing import Any

import pytest

from mayfly.errors import ModelExpired, ModelNotFound
from tests.stores.kit import CONTENT, MINUTE, Place, Steps, in_child, names, publish, wait_until

HALF_AN_HOUR = 30 * MINUTE
STRIDES = {"local": 29, "postgres": 1}
"""A local store is killed before every one of its system calls in tests/cleanup/test_crash.py."""


def dying(place: Place, stop_at: int, operation: str, name: str) -> None:
    """Do something with a store in this process, which is killed at one step of it."""
    store = place.open()
    Steps(stop_at).watch(place.kind)
    OPERATIONS[operation](store, name)


def _leased(store: Any, name: str) -> None:
    with store.lease(name) as stream:
        assert stream.read() == CONTENT.encode()


OPERATIONS: dict[str, Callable[[Any, str], object]] = {
    "publish": publish,
    "extend": lambda store, name: store.extend(name, 10),
    "delete": lambda store, name: store.delete(name),
    "lease": _leased,
    "sweep": lambda store, name: store.sweep(),
}


def killed_at_each_step(
    place: Place, operation: str, prepare: Callable[[str], None], check: Callable[[str], None]
) -> int:
    """Do it once for every step, on a model of its own, until it gets through; return the number of steps."""
    step = 0
    while True:
        name = f"{operation}-{step}.step"
        prepare(name)
        code = in_child(dying, place, step, operation, name)
        assert code in {0, -signal.SIGKILL}
        check(name)
        if code == 0:
            return step
        step += STRIDES[place.kind]


def assert_nothing_is_immortal(place: Place) -> None:
    """A day on, everything is gone, and each model was counted once."""
    store = place.open()
    place.pass_time(24 * 60 * MINUTE)
    sweep_until(store, lambda: names(store) == [] and place.bytes_left() == [])
    details = store.get_details()
    assert details["registered_total"] == details["removed_total"]
    assert store.get_stats()["total_files"] == 0


def sweep_until(store: Any, condition: Callable[[], bool]) -> None:
    """Sweep until something is so: a server notices late that a process is gone, and unlocks its rows."""

    def swept() -> bool:
        store.sweep()
        return condition()

    wait_until(swept)


def assert_whole(store: Any, name: str) -> bool:
    """Check that a model is there with all its bytes, or not at all; return whether it is there."""
    if name not in names(store):
        return False
    with store.open_model(name) as stream:
        assert stream.read() == CONTENT.encode()
    return True


def test_a_publisher_killed_at_any_step_leaves_a_whole_model_or_none(place: Place) -> None:
    store = place.open()

    def check(name: str) -> None:
        there = assert_whole(store, name)
        assert store.sweep().removed == ()
        assert (name in names(store)) is there
        if not there and place.kind == "postgres":
            place.pass_time(5 * MINUTE + 1)  # a publisher may take so long; then its name is free again
            store.sweep()
            publish(store, name)

    assert killed_at_each_step(place, "publish", lambda name: None, check) >= 8
    assert_nothing_is_immortal(place)


def test_an_extension_killed_at_any_step_has_happened_or_not(place: Place) -> None:
    store = place.open()
    deadlines: dict[str, float] = {}

    def prepare(name: str) -> None:
        deadlines[name] = publish(store, name).expires_at

    def check(name: str) -> None:
        moved = store.get_model(name).expires_at - deadlines[name]
        assert moved == pytest.approx(0, abs=0.01) or moved == pytest.approx(10 * MINUTE, abs=0.01)
        assert assert_whole(store, name)

    assert killed_at_each_step(place, "extend", prepare, check) >= 4
    assert_nothing_is_immortal(place)


def test_a_deletion_killed_at_any_step_has_happened_or_not(place: Place) -> None:
    store = place.open()

    def check(name: str) -> None:
        with contextlib.suppress(ModelExpired, ModelNotFound):  # it is going, or is gone and still listed
            if assert_whole(store, name):
                store.delete(name)
        sweep_until(store, lambda: name not in names(store))

    assert killed_at_each_step(place, "delete", lambda name: publish(store, name), check) >= 4
    sweep_until(store, lambda: place.bytes_left() == [])
    assert_nothing_is_immortal(place)


def test_a_reader_killed_at_any_step_keeps_nothing_for_ever(place: Place) -> None:
    store = place.open()

    def check(name: str) -> None:
        assert assert_whole(store, name)

    assert killed_at_each_step(place, "lease", lambda name: publish(store, name), check) >= 4
    place.pass_time(HALF_AN_HOUR + 301)
    store.sweep()
    assert names(store) == []
    assert_nothing_is_immortal(place)


def test_a_sweep_killed_at_any_step_is_finished_by_the_next_and_each_model_counted_once(place: Place) -> None:
    store = place.open()

    def prepare(name: str) -> None:
        publish(store, name, ttl_minutes=1)
        publish(store, f"living-{name}", ttl_minutes=24 * 60)
        place.pass_time(MINUTE + 1)

    def check(name: str) -> None:
        assert name not in [model.name for model in store.list_models() if model.expires_at > place.now()]
        sweep_until(store, lambda: name not in names(store))
        assert assert_whole(store, f"living-{name}")

    assert killed_at_each_step(place, "sweep", prepare, check) >= 4
    assert_nothing_is_immortal(place)
