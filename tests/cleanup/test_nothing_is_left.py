"""Of a model that is gone, nothing that was said of it is left on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import MakeService, MovableClock, publish

SAID = "a bracket for the customer whom nobody may know"
End = Callable[[TempModelsCleanupService, MovableClock], None]
OTHERS = 40
"""Enough for several pages of the index, so that the journal keeps some of them."""


def holding(folder: Path) -> list[str]:
    """Return the files that hold what was said."""
    return [path.name for path in folder.rglob("*") if path.is_file() and SAID.encode() in path.read_bytes()]


def expire(service: TempModelsCleanupService, clock: MovableClock) -> None:
    """Let the model's time pass, and sweep."""
    clock.pass_time(45 * 60)
    service.sweep()


def delete(service: TempModelsCleanupService, clock: MovableClock) -> None:
    """Delete it by its name."""
    service.delete("known.step")


def lose(service: TempModelsCleanupService, clock: MovableClock) -> None:
    """Let somebody else remove the file, which the next look at the directory finds."""
    [path] = [model.path for model in service.list_models() if model.name == "known.step"]
    assert path is not None
    path.unlink()
    service.sweep()


@pytest.mark.parametrize("end", [expire, delete, lose])
def test_the_words_go_with_the_model(
    make_service: MakeService, clock: MovableClock, folder: Path, end: End
) -> None:
    service = make_service(clock=clock)
    publish(service, "known.step", report={"request": SAID}, recipe=SAID)
    for number in range(OTHERS):
        publish(service, f"before-{number}.step", report={"request": "another"}, ttl_minutes=90)
    assert holding(folder)
    end(service, clock)
    assert "known.step" not in [model.name for model in service.list_models()]
    assert holding(folder) == []
    for number in range(OTHERS):  # what writes over the journal afterwards brings nothing back
        publish(service, f"behind-{number}.step", report={"request": "another"}, ttl_minutes=90)
    assert holding(folder) == []
