"""A look costs what has changed: own publications and removals cause no reading of the whole directory."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mayfly.cleanup.directory.folders import open_folder
from mayfly.cleanup.directory.watch import Watch
from tests.cleanup.kit import MakeService, in_child, publish, wait_until, write_model


def test_publications_and_removals_cause_no_rescan(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    service.list_models()
    watch, watched = Watch(), open_folder(folder)
    watch.changes(watched)
    if watch.changes(watched) is None:
        pytest.skip("the kernel does not tell what changes here")
    scans = 0
    scan = os.scandir

    def counted(place: object) -> object:
        nonlocal scans
        scans += isinstance(place, int)  # a descriptor: ours, not the test's own
        return scan(place)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", counted)
    with service:
        for number in range(10):
            publish(service, f"m{number}.step", ttl_minutes=0.3 / 60)
            service.list_models()
        wait_until(lambda: service.list_models() == [])
        write_model(folder, "found.step")
        assert [model.name for model in service.list_models()] == ["found.step"]
        (folder / "found.step").rename(folder / "renamed.step")
        assert [model.name for model in service.list_models()] == ["renamed.step"]
        (folder / "renamed.step").unlink()
        assert service.list_models() == []
    assert scans == 0


def test_a_flood_of_changes_is_not_lost(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    service.list_models()
    for number in range(6000):
        os.close(os.open(folder / f"m{number}.step", os.O_CREAT | os.O_WRONLY))
    time.sleep(0.1)
    assert len(service.list_models()) == 6000


def test_a_child_does_not_take_its_parents_news(make_service: MakeService, folder: Path) -> None:
    service = make_service()
    service.list_models()

    def work() -> None:
        write_model(folder, "childs.step")
        assert {model.name for model in service.list_models()} == {"childs.step"}

    assert in_child(work) == 0
    assert {model.name for model in service.list_models()} == {"childs.step"}
