"""Services on a directory of the test's own, without a janitor unless a test is about it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import MakeService, MovableClock


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The models' directory."""
    path = tmp_path / "models"
    path.mkdir()
    return path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A directory that every user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="mayfly-test-") as top:
        Path(top).chmod(0o755)
        path = Path(top) / "models"
        path.mkdir()
        yield path


@pytest.fixture
def make_service(folder: Path) -> Iterator[MakeService]:
    """Make services on the folder, without a janitor; all are stopped at the end."""
    made: list[TempModelsCleanupService] = []

    def make(interval: float = 30, **options: object) -> TempModelsCleanupService:
        service = TempModelsCleanupService(folder, interval, **{"janitor": False, **options})  # type: ignore[arg-type]
        made.append(service)
        return service

    yield make
    for service in made:
        service.stop_cleanup_service()
