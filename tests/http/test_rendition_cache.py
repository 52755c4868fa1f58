"""Drawings are made once for all who ask, within bounds, and nobody can have them made from another page."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from mayfly.cad.workshop import Workshop
from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import BuildError, BuildTimeout, KernelCrash, WorkshopBusy
from mayfly.generator import CADModelGenerator
from mayfly.http import renditions
from mayfly.http.app import create_app
from mayfly.http.app_state import AppState
from mayfly.http.jobs.build import Build
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.jobs.waiting import wait_while_connected
from mayfly.http.metrics import Metrics
from mayfly.http.renditions import RenditionCache

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]


@contextmanager
def counted(workshop: Workshop, draw: Callable[..., bytes] | None = None) -> Iterator[list[str]]:
    """Note which models are drawn within the block, and have it done by another function if given."""
    drawn: list[str] = []
    honest = workshop.convert

    def convert(step: Path, *arguments: Any, **options: Any) -> bytes:
        drawn.append(step.name)
        return (draw or honest)(step, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshop, "convert", convert)
        yield drawn


def test_a_drawing_that_fails_is_not_tried_again(
    client: httpx.Client, stored: Put, workshop: Workshop
) -> None:
    stored("broken.step", b"this is no STEP file")
    with counted(workshop) as drawn:
        answers = [client.get("/models/broken/preview.svg") for _ in range(5)]
    assert drawn == ["broken.step"]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.text for answer in answers}) == 1
    assert client.delete("/models/broken").status_code == 204
    stored("broken.step", b"this is no STEP file, but another")
    with counted(workshop) as drawn:
        assert client.get("/models/broken/preview.svg").status_code == 422
    assert drawn == ["broken.step"], "another model of the same name has a right of its own"


def test_a_drawing_that_takes_too_long_is_not_tried_again(
    client: httpx.Client, stored: Put, workshop: Workshop
) -> None:
    def draw(*_: Any, **__: Any) -> bytes:
        raise BuildTimeout("too long")

    stored("large.step")
    with counted(workshop, draw) as drawn, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.get("/models/large/preview.svg"), range(8)))
        answers.append(client.get("/models/large/preview.svg"))
    assert len(drawn) == 1
    assert {answer.json()["code"] for answer in answers} == {"build_timeout"}


@pytest.mark.parametrize(
    "error", [WorkshopBusy("busy"), BuildError("no process"), ProcessesLost("lost")], ids=str
)
def test_what_is_no_fault_of_the_model_is_tried_again(
    client: httpx.Client, stored: Put, workshop: Workshop, error: BuildError
) -> None:
    def draw(*_: Any, **__: Any) -> bytes:
        raise error

    stored("good.step")
    with counted(workshop, draw) as drawn:
        for _ in range(2):
            assert client.get("/models/good/preview.svg").status_code in (422, 429, 500)
    assert len(drawn) == 2


def test_a_drawing_that_is_too_large_is_refused_once(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, workshop: Workshop
) -> None:
    monkeypatch.setattr(renditions, "DRAWING_LIMIT_BYTES", 100)
    model = client.post("/models", json={"part": "washer"}).json()
    with counted(workshop) as drawn:
        for _ in range(2):
            answer = client.get(model["preview_url"])
            assert answer.status_code == 422
            assert "100 are allowed" in answer.json()["detail"]
    assert len(drawn) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_page_of_another_site_has_nothing_drawn(
    client: httpx.Client, stored: Put, workshop: Workshop, headers: dict[str, str]
) -> None:
    stored()
    with counted(workshop) as drawn:
        answer = client.get("/models/part/preview.svg", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert drawn == []
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/models/part/preview.svg", headers=link).status_code == 403
    assert client.get("/models/part", headers=link).status_code == 200


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_services_own_pages_show_drawings(client: httpx.Client, site: str) -> None:
    model = client.post("/models", json={"part": "washer"}).json()
    assert client.get(model["preview_url"], headers={"Sec-Fetch-Site": site}).status_code == 200


def test_a_drawing_is_cancelled_when_nobody_waits_for_it_any_more(
    serve: Serve, stored: Put, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve()
    stored("slow.step")
    waiting: list[Build] = []

    async def wait(request: Request, build: Build) -> Any:
        waiting.append(build)
        return await wait_while_connected(request, build)

    monkeypatch.setattr(renditions, "wait_while_connected", wait)

    def draw(*_: Any, cancel: Any, **__: Any) -> bytes:
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up:
            cancel.check()
            time.sleep(0.01)
        return b"<svg/>"

    def connect() -> socket.socket:
        connection = socket.create_connection((client.base_url.host, client.base_url.port), 10)
        connection.sendall(b"GET /models/slow/preview.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection

    def running() -> bool:
        return "mayfly_builds_running 1.0" in client.get("/metrics").text

    with counted(workshop, draw) as drawn:
        first, second = connect(), connect()
        wait_until(lambda: bool(drawn) and len(waiting) == 2)
        first.close()
        time.sleep(0.2)
        assert running(), "somebody waits for it"
        second.close()
        wait_until(lambda: not running())
        assert drawn == ["slow.step"]


def wait_until(state: Callable[[], bool], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < give_up
        time.sleep(0.02)


# --- what is kept ----------------------------------------------------------------------------------


class Page:
    """A request of a client that stays."""

    client = None

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}


@pytest.fixture
def kept(generator: CADModelGenerator) -> RenditionCache:
    app_state = AppState(generator)
    queue = JobQueue(app_state, Metrics(app_state), size=2, waiting=8, threads=3)
    return RenditionCache(app_state, queue, most=4, most_bytes=1000)


async def test_drawings_are_bounded_in_number_and_bytes(
    kept: RenditionCache, stored: Put, workshop: Workshop
) -> None:
    def draw(step: Path, *_: Any, **__: Any) -> bytes:
        if step.name.startswith("bad"):
            raise KernelCrash("no drawing")
        return b"x" * 400

    with counted(workshop, draw) as drawn:
        for number in range(12):
            kind = "bad" if number % 2 else "good"
            stored(f"{kind}-{number}.step")
            for _ in range(2):
                try:
                    await kept.get(f"{kind}-{number}.step", Page())  # type: ignore[arg-type]
                except KernelCrash:
                    assert kind == "bad"
                await asyncio.sleep(0)  # what waits beside us puts it away
        assert len(drawn) == 12
    assert len(kept.kept) <= 4
    assert kept.size_bytes == sum(one.size for one in kept.kept.values()) <= 1000
    assert not kept.pending


async def test_drawings_go_with_their_models(
    kept: RenditionCache, stored: Put, workshop: Workshop, service: TempModelsCleanupService
) -> None:
    with counted(workshop, lambda *_, **__: b"<svg/>"):
        for name in ("a.step", "b.step", "c.step"):
            stored(name, ttl_minutes=5)
            await kept.get(name, Page())  # type: ignore[arg-type]
    await asyncio.sleep(0)
    for one in kept.kept.values():
        one.expires_at = 0.0  # as if their time were over
    service.delete("a.step")
    await kept.prune()
    assert {key[0] for key in kept.kept} == {"b.step", "c.step"}, "b and c were kept longer"
    assert all(one.expires_at > time.time() for one in kept.kept.values())
    kept.forget("b.step")
    assert {key[0] for key in kept.kept} == {"c.step"}
    assert kept.size_bytes == 6


async def test_a_deleted_models_drawing_goes_at_once(
    generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[RenditionCache] = []

    def noted(*arguments: Any) -> RenditionCache:
        made.append(RenditionCache(*arguments))
        return made[-1]

    monkeypatch.setattr("mayfly.http.app.RenditionCache", noted)
    transport = httpx.ASGITransport(create_app(generator))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=200) as client:
        model = (await client.post("/models", json={"part": "washer"})).json()
        assert (await client.get(model["preview_url"])).status_code == 200
        assert [key[0] for key in made[0].kept] == [model["name"]]
        assert (await client.delete(model["url"])).status_code == 204
        assert not made[0].kept
        assert (await client.get(model["preview_url"])).status_code == 410
