"""A generator draws its models: the same waiting or awaited, with errors that say what to do."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import (
    BuildCancelled,
    InvalidModelName,
    InvalidParameter,
    KernelCrash,
    ModelExpired,
    ModelNotFound,
)
from mayfly.generator import CADModelGenerator
from tests.png_pixels import read_png


@pytest.fixture
def name(generator: CADModelGenerator) -> str:
    return str(generator.make_part("washer")["name"])


async def test_a_picture_is_the_same_waited_for_or_awaited(generator: CADModelGenerator, name: str) -> None:
    here = await asyncio.to_thread(generator.picture, name, section="x", width_px=400)
    there = await generator.apicture(name, section="x", width_px=400)
    assert here == there
    assert read_png(here).shape[1] == 400


def test_views_and_sections_that_there_are_not_are_named(generator: CADModelGenerator, name: str) -> None:
    with pytest.raises(InvalidParameter, match="iso, front, back, left, right, top, bottom"):
        generator.picture(name, views=("sideways",))
    with pytest.raises(InvalidParameter, match=r"which runs from z=0 to z="):
        generator.picture(name, section="z=99")


def test_a_model_that_is_not_there_is_not_drawn(
    generator: CADModelGenerator, name: str, service: TempModelsCleanupService
) -> None:
    with pytest.raises(ModelNotFound):
        generator.picture("nothing.step")
    with pytest.raises(InvalidModelName):
        generator.picture("../etc/passwd")
    service.delete(name)
    with pytest.raises(ModelExpired):
        generator.picture(name)


def test_a_file_that_is_no_model_fails_with_an_error_of_ours(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    path = Path(service.temp_dir) / "forged.step"
    path.write_bytes(b"this is no STEP file")
    service.register_file(path)
    with pytest.raises(KernelCrash, match="No png can be made"):
        generator.picture("forged.step")


async def test_a_cancelled_task_ends_its_picture(
    generator: CADModelGenerator, name: str, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[Any] = []
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def convert(*_: Any, cancel: Any, **__: Any) -> bytes:
        tokens.append(cancel)
        loop.call_soon_threadsafe(begun.set)
        while not cancel.cancelled:
            pass
        raise BuildCancelled

    monkeypatch.setattr(workshop, "convert", convert)
    task = asyncio.create_task(generator.apicture(name))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert tokens[0].cancelled
