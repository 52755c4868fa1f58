"""A library that makes a daemon of its process closes descriptors, and others get their numbers."""

from __future__ import annotations

import ast
import logging
import os
from pathlib import Path

import pytest

from mayfly import cleanup
from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import MakeService, in_child, models_in, publish, wait_until, write_model

LIVES_SECONDS = 1.0


def close_all(first: int = 3) -> None:
    """Close every descriptor, as such libraries do; the test's own log would go where one led to."""
    logging.disable()
    os.closerange(first, 256)


@pytest.mark.parametrize("reused", [False, True], ids=["closed", "given to others"])
@pytest.mark.parametrize("forked", [False, True], ids=["same process", "fork"])
def test_the_service_opens_anew_what_was_closed_and_touches_nothing_else(
    make_service: MakeService, folder: Path, tmp_path: Path, reused: bool, forked: bool
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("a.step", "mine.step"):
        write_model(other, name)
    (other / "table.sqlite3").write_bytes(b"mine" * 2000)

    def work() -> None:
        service = make_service(LIVES_SECONDS / 60)
        publish(service, "a.step")

        def after_closing() -> None:
            close_all()
            if reused:
                for _ in range(8):
                    os.open(other, os.O_RDONLY | os.O_DIRECTORY)
                    os.open(other / "table.sqlite3", os.O_RDWR)
            with service:
                assert service.get_stats()["tracked_files"] <= 1
                publish(service, "b.step")
                wait_until(lambda: models_in(folder) == set())
            publish(service, "c.step")
            assert {model.name for model in service.list_models()} == {"c.step"}

        if forked:
            assert in_child(after_closing) == 0
        else:
            after_closing()

    assert in_child(work) == 0
    assert models_in(folder) == {"c.step"}
    assert models_in(other) == {"a.step", "mine.step"}
    assert not (other / ".mayfly").exists()
    assert (other / "table.sqlite3").read_bytes() == b"mine" * 2000


def test_a_second_service_that_is_given_the_numbers_keeps_its_own_deadlines(
    make_service: MakeService, folder: Path, tmp_path: Path
) -> None:
    orders = tmp_path / "orders"

    def work() -> None:
        first = make_service(LIVES_SECONDS / 60)
        publish(first, "a.step")
        close_all()
        second = TempModelsCleanupService(orders, 60, janitor=False)
        publish(second, "order.step")
        with first, second:
            wait_until(lambda: models_in(folder) == set())
        assert {model.name for model in second.list_models()} == {"order.step"}

    assert in_child(work) == 0
    assert models_in(orders) == {"order.step"}


def test_no_descriptor_is_used_whose_folder_nobody_holds() -> None:
    """``root().descriptor`` is a number whose folder another thread may have closed when it is used."""
    package = Path(cleanup.__file__).parent
    loose = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "descriptor" and isinstance(node.value, ast.Call)
    ]
    assert not loose
