"""An argument that makes no sense is refused by its own error, before anything is touched."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import InvalidLifetime, StorageError
from tests.cleanup.kit import MakeService, models_in, publish, write_model

NO_NUMBERS = ["", "tomorrow", b"9", [], True, math.nan, math.inf, -math.inf, 10**400, 10**5000]


@pytest.mark.parametrize(
    "now", NO_NUMBERS, ids=lambda value: repr(value)[:9] if value != 10**5000 else "huge"
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_sweep_at_a_moment_that_is_none_removes_nothing(
    make_service: MakeService, folder: Path, now: Any, dry_run: bool
) -> None:
    service = make_service()
    publish(service, "young.step")
    with pytest.raises(InvalidLifetime):
        service.sweep(dry_run=dry_run, now=now)
    assert models_in(folder) == {"young.step"}
    assert service.get_details()["removed_total"] == 0


@pytest.mark.parametrize("now", [0, 10**30, -(10**30)])
def test_a_moment_far_away_is_one_all_the_same(make_service: MakeService, folder: Path, now: int) -> None:
    service = make_service()
    publish(service, "young.step")
    assert service.sweep(now=now).removed == (("young.step",) if now > 0 else ())


@pytest.mark.parametrize("length", [10**400, -(10**400), 10**5000], ids=["large", "negative", "huge"])
def test_a_length_beyond_the_floats_is_an_invalid_lifetime(
    make_service: MakeService, folder: Path, length: int
) -> None:
    with pytest.raises(InvalidLifetime):
        make_service(length)
    service = make_service()
    publish(service, "a.step")
    with pytest.raises(InvalidLifetime):
        service.register_file("a.step", ttl_minutes=length)
    with pytest.raises(InvalidLifetime):
        service.extend("a.step", length)
    with pytest.raises(InvalidLifetime), service.lease("a.step", max_seconds=length):
        pass


@pytest.mark.parametrize("path", ["", "models\0", "\ud800"], ids=["empty", "NUL", "half a character"])
def test_a_directory_without_a_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_model(tmp_path, "precious.step")
    with pytest.raises(StorageError):
        TempModelsCleanupService(path, janitor=False)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.step"]


def test_a_service_that_was_never_started_is_closed_by_stopping_it(
    make_service: MakeService, folder: Path
) -> None:
    def held() -> list[Path]:
        return [link for link in _descriptors() if link.is_relative_to(folder)]

    service = make_service()
    publish(service, "a.step")
    assert held()
    service.stop_cleanup_service()
    assert held() == []
    assert [model.name for model in service.list_models()] == ["a.step"]  # it may be used again
    service.stop_cleanup_service()
    assert held() == []


def _descriptors() -> list[Path]:
    """Give what our descriptors lead to."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that lists them is gone by now
            found.append(link.readlink())
    return found
