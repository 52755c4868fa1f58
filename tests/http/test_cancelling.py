"""Builds are cancelled over HTTP: by DELETE, by a client that hangs up, and by an awaiting task that is."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.publish import Publisher
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Plan
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.planning.planner import Attempt

Serve = Callable[..., httpx.Client]
Life = Callable[[], AbstractContextManager[str]]

BOX = "import cadquery as cq\nresult = cq.Workplane().box(10, 20, 5)\n"
SLEEP = {"script": "import time\ntime.sleep(50)\n" + BOX}
LATER = {"Prefer": "respond-async"}


def until(state: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait until something is so, and give it."""
    give_up = time.monotonic() + seconds
    while not (found := state()):
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return found


def load(client: httpx.Client) -> dict[str, Any]:
    builds: dict[str, Any] = client.get("/health").json()["builds"]
    return builds


def client_of(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, trust_env=False, timeout=200)


def detached(client: httpx.Client, body: dict[str, Any] = SLEEP) -> str:
    """Start a detached build, and return the path where it is polled."""
    answer = client.post("/models", json=body, headers=LATER)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def in_stage(client: httpx.Client, address: str, stage: str) -> bool:
    return bool(client.get(address).json()["stage"] == stage)


def test_a_build_that_runs_is_cancelled_and_frees_its_place_at_once(serve: Serve) -> None:
    client = serve()
    address = detached(client)
    until(lambda: in_stage(client, address, "building"))
    started = time.monotonic()
    assert client.delete(address).status_code == 204
    assert time.monotonic() - started < 10, "it would have slept for fifty seconds"
    found = client.get(address).json()
    assert (found["status"], found["model"]) == ("cancelled", None)
    assert (found["problem"]["code"], found["problem"]["status"]) == ("build_cancelled", 409)
    assert client.get("/models").json()["total"] == 0
    assert load(client) == {
        "running": {"trusted": 0, "foreign": 0},
        "waiting": {"trusted": 0, "foreign": 0},
        "cancelled": 1,
    }
    assert client.post("/models", json={"part": "washer"}).status_code == 201


def test_a_build_that_waits_is_cancelled_while_others_go_on(serve: Serve) -> None:
    client = serve()
    addresses = [detached(client) for _ in range(5)]
    until(lambda: load(client)["running"]["foreign"] == 2)
    assert load(client)["waiting"]["foreign"] == 3
    assert client.delete(addresses[4]).status_code == 204
    assert client.get(addresses[4]).json()["status"] == "cancelled"
    assert load(client)["waiting"]["foreign"] == 2
    assert load(client)["running"]["foreign"] == 2
    for address in addresses[:4]:
        assert client.delete(address).status_code == 204
    assert client.get("/models").json()["total"] == 0


def test_cancelling_twice_is_the_same_as_once(serve: Serve) -> None:
    client = serve()
    address = detached(client)
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 204
    assert load(client)["cancelled"] == 1


def test_what_has_ended_is_not_changed(serve: Serve) -> None:
    client = serve()
    for body, ended in (({"part": "washer"}, "succeeded"), ({"script": "1 / 0"}, "failed")):
        address = detached(client, body)
        until(lambda address=address: client.get(address).json()["status"] != "running")  # type: ignore[misc]
        answer = client.delete(address)
        assert (answer.status_code, answer.json()["code"]) == (409, "build_ended")
        assert answer.headers["content-type"] == "application/problem+json"
        assert client.get(address).json()["status"] == ended
    assert client.get("/models").json()["total"] == 1


def test_what_is_being_published_is_published(
    serve: Serve, service: TempModelsCleanupService, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing, go_on = threading.Event(), threading.Event()
    publish = Publisher.publish

    def slowly(*arguments: Any, **options: Any) -> Any:
        publishing.set()
        assert go_on.wait(30)
        return publish(*arguments, **options)

    monkeypatch.setattr(Publisher, "publish", slowly)
    client = serve()
    address = detached(client, {"part": "washer"})
    assert publishing.wait(30)
    answer = client.delete(address)
    assert (answer.status_code, answer.json()["code"]) == (409, "build_ended")
    go_on.set()
    until(lambda: client.get(address).json()["status"] == "succeeded")
    assert client.get("/models").json()["total"] == 1


@pytest.mark.parametrize("build", ["0" * 32, "nothing", "..%2f..%2fetc%2fpasswd", "worker-0123456789abcdef"])
def test_a_build_that_never_was_can_not_be_cancelled(client: httpx.Client, build: str) -> None:
    answer = client.delete(f"/builds/{build}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


class Slow:
    """A planner that takes its time and can't be interrupted, as a chat model's provider."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        self.asked.set()
        assert self.go_on.wait(60)
        return Plan(script=BOX)

    def repair(self, request: str, attempts: Any) -> Plan | None:
        return None


def test_what_is_being_planned_ends_with_its_planner_and_is_not_built(
    life_of_a_service: Life,
    generator: CADModelGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planner = Slow()
    monkeypatch.setattr(generator, "_planner", planner)
    with (
        life_of_a_service() as address,
        client_of(address) as client,
    ):
        build = detached(client, {"request": "anything"})
        assert planner.asked.wait(30)
        answer = client.delete(build)
        assert answer.status_code == 202
        assert (answer.headers["location"], answer.json()["status"]) == (build, "running")
        planner.go_on.set()
        until(lambda: client.get(build).json()["status"] == "cancelled")
        assert client.get("/models").json()["total"] == 0


def test_a_build_of_another_worker_is_cancelled_too(life_of_a_service: Life) -> None:
    with (
        life_of_a_service() as one,
        life_of_a_service() as other,
        client_of(one) as mine,
        client_of(other) as theirs,
    ):
        address = detached(mine)
        until(lambda: in_stage(theirs, address, "building"))
        answer = theirs.delete(address)
        assert answer.status_code == 202
        assert answer.headers["location"] == address
        until(lambda: theirs.get(address).json()["status"] == "cancelled")
        assert theirs.delete(address).status_code == 204
        assert load(mine)["running"]["foreign"] == 0


# --- clients that are gone -----------------------------------------------------------------------


def hang_up(client: httpx.Client, body: dict[str, Any], *headers: str, when: Callable[[], Any]) -> None:
    """Send a build request, and hang up as soon as something is so."""
    text = json.dumps(body)
    head = ["POST /models HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    head.append(f"Content-Length: {len(text)}")
    with socket.create_connection((client.base_url.host, client.base_url.port), 10) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n" + text).encode())
        until(when)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_hangs_up_ends_its_build(
    serve: Serve, service: TempModelsCleanupService, accept: str
) -> None:
    client = serve()
    hang_up(client, SLEEP, f"Accept: {accept}", when=lambda: load(client)["running"]["foreign"] == 1)
    until(lambda: load(client)["cancelled"] == 1, seconds=10)
    assert load(client)["running"]["foreign"] == 0
    assert service.list_models() == []
    assert client.get("/health").json()["status"] == "ok"
    assert 'mayfly_builds_total{outcome="build_cancelled"} 1.0' in client.get("/metrics").text


def test_a_client_that_hangs_up_leaves_the_line(serve: Serve) -> None:
    client = serve()
    running = [detached(client) for _ in range(2)]
    until(lambda: load(client)["running"]["foreign"] == 2)
    for number in range(3):
        hang_up(client, SLEEP, when=lambda: load(client)["waiting"]["foreign"] == 1)
        until(lambda number=number: load(client)["cancelled"] == number + 1, seconds=10)  # type: ignore[misc]
        assert load(client)["waiting"]["foreign"] == 0
    for address in running:
        assert client.delete(address).status_code == 204


def test_a_detached_build_goes_on_when_its_client_hangs_up(serve: Serve) -> None:
    client = serve()
    hang_up(
        client,
        {"script": "import time\ntime.sleep(0.5)\n" + BOX},
        "Prefer: respond-async, wait=50",
        when=lambda: load(client)["running"]["foreign"] == 1,
    )
    until(lambda: client.get("/models").json()["total"] == 1)
    assert load(client)["cancelled"] == 0


def test_many_clients_that_hang_up_leave_nothing(serve: Serve, workshop: Workshop) -> None:
    client = serve()
    for _ in range(34):
        body = json.dumps(SLEEP)
        head = "POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        connection = socket.create_connection((client.base_url.host, client.base_url.port), 10)
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        connection.close()
    until(lambda: load(client)["cancelled"] == 34, seconds=60)
    assert load(client)["running"] == load(client)["waiting"] == {"trusted": 0, "foreign": 0}
    assert client.post("/models", json={"part": "washer"}).status_code == 201
    assert len(list(workshop.dispatcher.pool.registry.children.values())) <= 12


async def test_cancelling_a_task_that_awaits_a_model_ends_its_build(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    app = create_app(generator)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=200) as client,
    ):
        waiting = asyncio.create_task(client.post("/models", json=SLEEP))
        while generator.workshop.load()["running"]["foreign"] == 0:
            assert not waiting.done()
            await asyncio.sleep(0.02)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        give_up = time.monotonic() + 10
        while generator.workshop.load()["running"]["foreign"]:
            assert time.monotonic() < give_up
            await asyncio.sleep(0.02)
    assert service.list_models() == []


def test_what_does_not_end_with_the_service_is_cancelled(
    life_of_a_service: Life,
    service: TempModelsCleanupService,
    monkeypatch: pytest.MonkeyPatch,
    workshop: Workshop,
) -> None:
    monkeypatch.setenv("MAYFLY_HTTP_SHUTDOWN_SECONDS", "0.2")
    with (
        life_of_a_service() as address,
        client_of(address) as client,
    ):
        build = detached(client)
        until(lambda: in_stage(client, build, "building"))
    assert workshop.load()["running"]["foreign"] == 0
    assert service.list_models() == []
