"""Commands of these tests share one warm process, as those of a person do; ``test_cold`` has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.warm_folder import WarmFolder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmFolder]:
    """The folder in which the commands of the session meet their warm process."""
    folder = WarmFolder(tmp_path_factory.mktemp("session"))
    yield folder
    folder.end()


@pytest.fixture(autouse=True)
def _warm(monkeypatch: pytest.MonkeyPatch, shared_folder: WarmFolder) -> None:
    """Let commands find that warm process."""
    monkeypatch.setenv("MAYFLY_WARM", "on")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared_folder.path))


@pytest.fixture
def warm_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WarmFolder]:
    """A folder of the test's own, in which no warm process runs yet."""
    folder = WarmFolder(tmp_path / "runtime")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder.path))
    yield folder
    folder.end()
