"""Any number of processes share a store; each model goes once, and nobody gets in another's way."""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from pathlib import Path

from mayfly.errors import MayflyError, ModelExpired, ModelInUse, ModelNotFound
from tests.stores.kit import CONTENT, Place, names, publish, start_child, wait_child, wait_until

SECONDS = 3.0
GONE = (ModelExpired, ModelNotFound, ModelInUse)


def bustle(place: Place, seed: int, results: Path) -> None:
    """Publish, extend, read, delete and sweep for a while; write down what was made and what was removed."""
    chance = random.Random(seed)  # noqa: S311
    store = place.open()
    made = removed = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        publish(store, f"{seed}-{made}.step", ttl_minutes=chance.uniform(0.0005, 0.01))
        made += 1
        others = names(store)
        if others:
            other = chance.choice(others)
            with contextlib.suppress(*GONE):
                if chance.random() < 0.3:
                    store.extend(other, 0.002)
                if chance.random() < 0.2:
                    store.delete(other)
                    removed += 1
                    continue
                with store.lease(other) as stream:
                    assert stream.read() == CONTENT.encode()
        report = store.sweep()
        assert not report.failed
        removed += len(report.removed)
    results.write_text(f"{made} {removed}")


def test_four_processes_at_once_remove_each_model_exactly_once(place: Place, tmp_path: Path) -> None:
    place.open()
    results = [tmp_path / f"result-{seed}" for seed in range(4)]
    children = [start_child(bustle, place, seed, result) for seed, result in enumerate(results)]
    assert [wait_child(child) for child in children] == [0, 0, 0, 0]
    made, removed = zip(*(map(int, result.read_text().split()) for result in results), strict=True)
    store = place.open()
    place.pass_time(86_400)
    rest = store.sweep()
    details = store.get_details()
    assert sum(made) > 20
    assert sum(removed) + len(rest.removed) == sum(made) == details["removed_total"]
    assert details["registered_total"] == sum(made)
    assert place.bytes_left() == []


def test_two_running_stores_in_one_process_share_the_work(place: Place) -> None:
    with place.open() as first, place.open() as second:  # type: ignore[attr-defined]
        for number in range(30):
            publish((first, second)[number % 2], f"m{number}.step", ttl_minutes=0.5 / 60)
        wait_until(lambda: first.get_details()["removed_total"] == 30)
        assert second.get_details()["removed_total"] == 30
        assert place.bytes_left() == []


def test_threads_may_share_a_store(place: Place) -> None:
    errors: list[BaseException] = []
    with place.open() as store:  # type: ignore[attr-defined]

        def work(prefix: str) -> None:
            try:
                for number in range(8):
                    publish(store, f"{prefix}-{number}.step", ttl_minutes=0.5 / 60)
                    store.get_stats()
                    store.sweep()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work, args=(prefix,)) for prefix in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        wait_until(lambda: place.bytes_left() == [])


def test_concurrent_extensions_all_count(place: Place) -> None:
    store = place.open()
    before = publish(store, "a.step").expires_at
    threads = [threading.Thread(target=store.extend, args=("a.step", 1)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert abs(store.get_model("a.step").expires_at - before - 6 * 60) < 0.01


def test_one_of_many_publishers_of_a_name_wins(place: Place) -> None:
    store = place.open()
    won: list[int] = []

    def work(number: int) -> None:
        with contextlib.suppress(FileExistsError):
            publish(store, "a.step", f"{number}")
            won.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with store.open_model("a.step") as stream:
        assert stream.read() == f"{won[0]}".encode()
    assert len(place.bytes_left()) == 1


def test_a_forked_child_is_told_or_works_and_harms_nobody(place: Place) -> None:
    with place.open() as store:  # type: ignore[attr-defined]
        publish(store, "a.step")
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                try:
                    with store.open_model("a.step") as stream:
                        code = 0 if stream.read() == CONTENT.encode() else 2
                except MayflyError as error:
                    code = 0 if "forked" in str(error) else 3
            os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        publish(store, "b.step")
        assert names(store) == ["a.step", "b.step"]
        assert store.service_running
