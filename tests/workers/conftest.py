"""A fleet of its own for each test, and one with a running worker for each file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.conftest import postgres as postgres
from tests.stores.conftest import seaweed as seaweed
from tests.stores.servers import Postgres, Seaweed
from tests.workers.kit import Fleet


@pytest.fixture
def fleet(postgres: Postgres, seaweed: Seaweed, tmp_path: Path) -> Iterator[Fleet]:
    """A fleet without workers."""
    made = Fleet(postgres, seaweed, tmp_path)
    made.set_up()
    yield made
    made.tear_down()


@pytest.fixture(scope="module")
def running(
    postgres: Postgres, seaweed: Seaweed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fleet]:
    """A fleet with one worker, which does two jobs at once."""
    made = Fleet(postgres, seaweed, tmp_path_factory.mktemp("fleet"))
    made.set_up()
    made.start_worker(MAYFLY_WORKSHOP_SIZE="2")
    made.wait_for_workers(1)
    yield made
    made.tear_down()
