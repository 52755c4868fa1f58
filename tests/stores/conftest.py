"""One place for each kind of store; the promises are tested on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.kit import Place, shared_place
from tests.stores.servers import Postgres, Seaweed, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running(Postgres) as server:
        assert isinstance(server, Postgres)
        yield server


@pytest.fixture(scope="session")
def seaweed() -> Iterator[Seaweed]:
    with running(Seaweed) as server:
        assert isinstance(server, Seaweed)
        yield server


@pytest.fixture
def shared(
    postgres: Postgres, seaweed: Seaweed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """A store in a database and a bucket."""
    for name, value in seaweed.environment().items():
        monkeypatch.setenv(name, value)
    found = shared_place(tmp_path / "scratch", postgres.url)
    found.set_up()
    yield found
    found.tear_down()


@pytest.fixture(params=["local", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A store of each kind."""
    if request.param == "postgres":
        yield request.getfixturevalue("shared")
        return
    found = Place("local", tmp_path / "models")
    found.set_up()
    yield found
    found.tear_down()
