"""Any number of processes and services share a directory; each removal happens once."""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.clock import SystemClock, Waits
from mayfly.cleanup.directory.files import state_of
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.registry import Registry
from mayfly.cleanup.index.rows import Row
from mayfly.cleanup.index.timeline import Timeline
from mayfly.cleanup.messages import DeferredLog
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import ModelExpired, ModelInUse, ModelNotFound
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

SECONDS = 3.0


def test_four_processes_at_once_remove_each_expired_model_exactly_once(folder: Path) -> None:
    results, writer = os.pipe()
    children = [start_child(lambda seed=seed: _bustle(folder, seed, writer)) for seed in range(4)]  # type: ignore[misc]
    assert [wait_child(child, 60) for child in children] == [0, 0, 0, 0]
    os.close(writer)
    with os.fdopen(results) as stream:
        made, removed = zip(*(map(int, line.split()) for line in stream), strict=True)
    service = TempModelsCleanupService(folder, janitor=False)
    rest = service.sweep(now=time.time() + 86_400)
    details = service.get_details()
    assert sum(removed) + len(rest.removed) == sum(made)
    assert details["removed_total"] == sum(made)
    assert models_in(folder) == set()
    assert service.get_stats()["total_files"] == 0


def _bustle(folder: Path, seed: int, results: int) -> None:
    """Publish, extend, lease and sweep for a while; write down what was made and what was removed."""
    chance = random.Random(seed)  # noqa: S311
    service = TempModelsCleanupService(folder, janitor=False)
    made = removed = 0
    end = time.monotonic() + SECONDS
    gone = (ModelExpired, ModelNotFound, ModelInUse)
    while time.monotonic() < end:
        name = f"{seed}-{made}.step"
        publish(service, name, ttl_minutes=chance.uniform(0.0005, 0.005))
        made += 1
        if chance.random() < 0.3:
            with contextlib.suppress(*gone):
                service.extend(name, 0.001)
        others = service.list_models()
        if others and chance.random() < 0.5:
            with contextlib.suppress(*gone), service.lease(chance.choice(others).name) as stream:
                assert stream.read() == b"ISO-10303-21;"
        report = service.sweep()
        assert not report.failed
        removed += len(report.removed)
    os.write(results, f"{made} {removed}\n".encode())


def test_two_running_services_in_one_process_share_the_work(make_service: MakeService, folder: Path) -> None:
    with make_service() as first, make_service() as second:
        for number in range(100):
            publish((first, second)[number % 2], f"m{number}.step", ttl_minutes=0.2 / 60)
        wait_until(lambda: models_in(folder) == set())
        wait_until(lambda: first.get_details()["removed_total"] == 100)
        assert second.get_details()["removed_total"] == 100
        assert first.get_stats() == second.get_stats()


def test_threads_may_share_a_service(make_service: MakeService, folder: Path) -> None:
    errors: list[BaseException] = []
    with make_service() as service:

        def work(prefix: str) -> None:
            try:
                for number in range(20):
                    publish(service, f"{prefix}-{number}.step", ttl_minutes=0.1 / 60)
                    service.get_stats()
                    service.sweep()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work, args=(prefix,)) for prefix in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        wait_until(lambda: models_in(folder) == set())


def test_a_fork_while_the_service_works_harms_neither_side(make_service: MakeService, folder: Path) -> None:
    with make_service() as service:
        stop = threading.Event()

        def keep_busy() -> None:
            number = 0
            while not stop.is_set():
                publish(service, f"parent-{number}.step", ttl_minutes=0.001)
                number += 1

        busy = threading.Thread(target=keep_busy)
        busy.start()
        try:
            for number in range(20):

                def work(number: int = number) -> None:
                    assert not service.service_running  # threads do not survive a fork
                    publish(service, f"child-{number}.step")
                    assert service.get_model(f"child-{number}.step").tracked
                    service.sweep()

                assert in_child(work) == 0
        finally:
            stop.set()
            busy.join()
        assert service.service_running
        wait_until(lambda: models_in(folder) == {f"child-{number}.step" for number in range(20)})


def test_a_forked_child_may_start_the_service_anew(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    with service:
        publish(service, "a.step", ttl_minutes=30)

        def work() -> None:
            with service:
                assert service.service_running
                publish(service, "b.step", ttl_minutes=0.001)
                wait_until(lambda: models_in(folder) == {"a.step"})

        assert in_child(work) == 0
        assert service.service_running


def test_descriptors_do_not_leak(folder: Path) -> None:
    def use() -> None:
        with TempModelsCleanupService(folder, janitor=False) as service:
            publish(service, "a.step")
            with service.lease("a.step"):
                service.sweep()
            service.delete("a.step")

    use()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        use()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_stuck_sweep_of_another_process_does_not_stop_ours(make_service: MakeService, folder: Path) -> None:
    import fcntl

    service = make_service(waits=Waits(sweep_seconds=0.1))
    publish(service, "a.step")
    service.sweep()
    with (folder / ".mayfly" / "sweep.lock").open() as stuck:
        fcntl.flock(stuck, fcntl.LOCK_EX)
        assert service.sweep(now=time.time() + 1801).removed == ("a.step",)


def test_a_model_published_while_another_service_misses_its_file_stays_registered(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    service.sweep()
    directory, clock = ModelDirectory(folder), Timeline(SystemClock())
    publisher = Registry(Index(directory, clock, DeferredLog()), directory, clock)
    partial = write_model(folder / ".mayfly" / "partials", "partial")
    finished = state_of("partial", directory.hidden().partials)
    assert finished is not None
    publisher.sync_clocks()
    publisher.insert_pending("a.step", finished, 1800, None)
    get = Registry.get

    def publish_then_get(registry: Registry, name: str) -> Row | None:
        partial.rename(folder / "a.step")
        published = directory.state("a.step")
        assert published is not None
        publisher.register("a.step", published, 1800, clock.boot(), durable=False, pending=lambda: True)
        return get(registry, name)

    monkeypatch.setattr(Registry, "get", publish_then_get)
    service.list_models()  # its scan finds no file, and its second look at the row a live one
    monkeypatch.undo()
    assert service.get_model("a.step").tracked


def test_a_model_that_is_gone_before_its_publisher_notes_it_is_counted_once(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, other = make_service(), make_service()
    register = Registry.register

    def late(self: Registry, *arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(Registry, "register", register)
        other.list_models()  # its scan finishes the row
        assert other.sweep(now=time.time() + 61).removed == ("a.step",)
        return register(self, *arguments, **options)

    monkeypatch.setattr(Registry, "register", late)
    publish(service, "a.step", ttl_minutes=1)
    details = service.get_details()
    assert (details["registered_total"], details["removed_total"]) == (1, 1)
    assert service.list_models() == []
    publish(service, "a.step")
    assert service.get_details()["registered_total"] == 2
