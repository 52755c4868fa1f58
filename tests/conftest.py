"""What all tests share: a workshop for the session, a generator in a directory of the test's own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayfly import app
from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator, shared_workshop

FIRST = ("server", "notebook", "parts", "cleanup", "cad", "page", "http")
"""Folders whose files take longest: with several workers they begin, and the short ones fill the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; within a file nothing changes."""
    order = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep every test away from the checkout's models, from janitors, and from chat models."""
    monkeypatch.setenv("MAYFLY_TEMP_DIR", str(tmp_path / "temp_models"))
    monkeypatch.setenv("MAYFLY_JANITOR", "off")
    monkeypatch.setenv("MAYFLY_WARM", "off")
    monkeypatch.delenv("MAYFLY_MODEL", raising=False)
    yield
    app.shutdown()


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Put Mayfly's logger back: what serves HTTP sets it up for its whole process."""
    logger = logging.getLogger("mayfly")
    level, propagate, handlers = logger.level, logger.propagate, logger.handlers[:]
    yield
    logger.setLevel(level)
    logger.propagate, logger.handlers = propagate, handlers


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """One workshop for the session: its children take seconds to start."""
    yield shared_workshop()
    shared_workshop().close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TempModelsCleanupService]:
    """A running cleanup service on a directory of its own."""
    with TempModelsCleanupService(tmp_path / "temp_models", janitor=False) as running:
        yield running


@pytest.fixture
def generator(service: TempModelsCleanupService, workshop: Workshop) -> CADModelGenerator:
    """A generator on that service."""
    return CADModelGenerator(cleanup_service=service, workshop=workshop)
