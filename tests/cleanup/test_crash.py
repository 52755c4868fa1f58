"""Killed processes: nothing is lost, nothing is left for ever, and each removal counts once."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.errors import ModelNotFound
from tests.cleanup.killed_at_each_step import CASES, assert_nothing_is_immortal, service_on
from tests.cleanup.kit import (
    MakeService,
    in_child,
    models_in,
    partials_in,
    publish,
    start_child,
    wait_child,
)

ROOT = Path(__file__).resolve().parents[2]
LEAST_STEPS = {
    "publisher": 30,
    "registered_publisher": 10,
    "registration": 30,
    "careful_sweep": 30,
    "quick_sweep": 30,
    "deletion": 10,
}


@pytest.fixture(scope="module")
def killers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """The programs that kill each operation at each step, all at once: they mostly wait for the disk."""
    top = tmp_path_factory.mktemp("killed")
    running: dict[str, subprocess.Popen[str]] = {}
    for case in CASES:
        (top / case).mkdir()
        running[case] = subprocess.Popen(
            [sys.executable, "-m", "tests.cleanup.killed_at_each_step", case, str(top / case)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "backend"), str(ROOT)])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    yield running
    for process in running.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize("case", CASES)
def test_an_operation_may_be_killed_at_any_step(case: str, killers: dict[str, subprocess.Popen[str]]) -> None:
    """What each of them leaves is written at the case, in ``killed_at_each_step``."""
    output, trouble = killers[case].communicate()
    assert killers[case].returncode == 0, trouble
    assert int(output) > LEAST_STEPS[case]


def test_a_builder_killed_while_writing_leaves_a_partial_that_goes_after_its_grace(tmp_path: Path) -> None:
    folder = tmp_path / "models"

    def die() -> None:
        with service_on(folder).partial() as partial:
            partial.path.write_text("half a mo")
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(die) == -signal.SIGKILL
    service = service_on(folder)
    service.sweep()
    assert len(partials_in(folder)) == 1  # it might still be written to
    assert models_in(folder) == set()
    service.sweep(now=time.time() + 601)
    assert partials_in(folder) == []


def test_whoever_is_killed_among_several_what_was_registered_was_removed_or_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "models"

    def bustle() -> None:
        service = service_on(folder)
        for number in itertools.count():
            # Refused is what another one removed meanwhile.
            with contextlib.suppress(ModelNotFound):
                name = f"{os.getpid()}-{number}.step"
                publish(service, name, ttl_minutes=30 if number % 5 == 0 else 0.001)
            if number % 3 == 0:
                service.sweep()

    children = [start_child(bustle) for _ in range(3)]
    try:
        for _ in range(15):
            time.sleep(0.1)
            assert os.waitpid(children[0], os.WNOHANG) == (0, 0)  # still at work
            os.kill(children[0], signal.SIGKILL)
            assert wait_child(children.pop(0)) == -signal.SIGKILL
            children.append(start_child(bustle))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            wait_child(child)
    service = service_on(folder)
    service.sweep()
    stats, details = service.get_stats(), service.get_details()
    assert stats["total_files"] == stats["tracked_files"] == len(models_in(folder)) > 0
    assert details["registered_total"] == details["removed_total"] + stats["total_files"]
    assert details["removed_total"] > 0
    assert_nothing_is_immortal(folder)


def test_a_publication_that_is_cut_off_after_it_has_its_name_is_a_registered_one(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = ModelDirectory(folder)
    service = make_service(directory=directory)
    original = directory.publish

    def cut_off(partial: str, name: str) -> None:
        original(partial, name)
        raise KeyboardInterrupt

    monkeypatch.setattr(directory, "publish", cut_off)
    with pytest.raises(KeyboardInterrupt):
        publish(service, "a.step", ttl_minutes=10, report={"volume": 1.0})
    assert [model.tracked for model in service.list_models()] == [True]
    assert service.get_report("a.step") == {"volume": 1.0}
    assert service.get_stats()["tracked_files"] == 1
