"""``/mcp`` of the HTTP service: the same server, behind the same guard, with the same shares."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
import mcp_types as types
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.routing import Route

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from tests.http.conftest import NOT_BUILT, serving
from tests.mcp.conftest import ENDLESS, made, person, text_of

MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])
DISCOVER = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@pytest.fixture
def address(generator: CADModelGenerator) -> Iterator[str]:
    with serving(create_app(generator, page=NOT_BUILT)) as url:
        yield url


@asynccontextmanager
async def client_of(address: str, mode: Any, token: str = "", **more: Any) -> AsyncIterator[Client]:
    """Connect a client of the SDK."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=200, trust_env=False) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode, **more) as client,
    ):
        yield client


@MODES
async def test_a_client_makes_and_reads_without_learning_paths(address: str, mode: Any) -> None:
    async with client_of(address, mode) as client:
        card = await made(client)
        fetched = await client.call_tool("get_temp_file", {"name": card["name"]})
        read = await client.read_resource(f"mayfly://models/{card['name']}")
    assert card["path"] is None
    assert fetched.structured_content["path"] is None
    assert isinstance(read.contents[0], types.BlobResourceContents)


async def test_a_session_remembers_its_last_model_and_no_other(address: str) -> None:
    async with client_of(address, "legacy") as one, client_of(address, "legacy") as other:
        await made(one)
        changed = await one.call_tool("change_step_model", {"request": "10 mm thick"})
        strange = await other.call_tool("change_step_model", {"request": "10 mm thick"})
    assert changed.structured_content["bounding_box_mm"] == [80, 60, 10]
    assert text_of(strange).startswith("model_not_found: ")


async def test_without_sessions_the_model_is_named(address: str) -> None:
    async with client_of(address, "auto") as client:
        assert client.protocol_version == "2026-07-28"
        card = await made(client)
        arguments = {"name": card["name"], "request": "10 mm thick"}
        changed = await client.call_tool("change_step_model", arguments)
        unnamed = await client.call_tool("show_temp_model", {})
    assert changed.structured_content["bounding_box_mm"] == [80, 60, 10]
    assert "name one" in text_of(unnamed)


@MODES
async def test_questions_and_progress_come_through(address: str, mode: Any) -> None:
    stages: list[str | None] = []

    async def on_progress(_: float, __: float | None, stage: str | None) -> None:
        stages.append(stage)

    def says(_: str, __: dict[str, Any]) -> types.ElicitResult:
        return types.ElicitResult(action="accept", content={"thickness": 12})

    async with client_of(address, mode, elicitation_callback=person(says)) as client:
        result = await client.call_tool(
            "generate_step_model", {"request": "plate 80 x 60"}, progress_callback=on_progress
        )
    assert result.structured_content["bounding_box_mm"] == [80, 60, 12]
    assert stages[-1] == "published"
    assert "building" in stages


@MODES
async def test_a_client_that_cancels_ends_its_build(
    address: str, mode: Any, generator: CADModelGenerator
) -> None:
    def running() -> int:
        return sum(generator.workshop.load()["running"].values())

    async with client_of(address, mode) as client:
        call = asyncio.create_task(client.call_tool("run_cadquery_script", {"script": ENDLESS}))
        async with asyncio.timeout(60):
            while not running():
                await asyncio.sleep(0.02)
        call.cancel()
        async with asyncio.timeout(30):
            while running():
                await asyncio.sleep(0.02)


async def test_who_listens_is_told_over_http_too(address: str, service: TempModelsCleanupService) -> None:
    async with client_of(address, "auto") as client:
        uri = f"mayfly://models/{(await made(client))['name']}"
        async with client.listen(resource_subscriptions=[uri]) as changes:
            await asyncio.sleep(1.2)  # a look at the models, before it goes
            service.delete(uri.rpartition("/")[2])
            async with asyncio.timeout(20):
                assert (await anext(aiter(changes))).uri == uri  # type: ignore[union-attr]


async def test_the_token_is_asked_for(generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "secret")
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            refused = httpx.post(
                f"{address}/mcp", json=DISCOVER, headers={**JSON, **headers}, trust_env=False
            )
            assert refused.status_code == 401
            assert refused.json()["code"] == "unauthorized"
        async with client_of(address, "auto", "secret") as client:
            assert (await client.list_tools()).tools


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 421, "unknown_host"),
        ({"Origin": "https://evil.example"}, 403, "cross_site"),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403, "cross_site"),
    ],
)
def test_a_foreign_name_and_a_foreign_page_are_refused(
    address: str, headers: dict[str, str], status: int, code: str
) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = httpx.request(method, f"{address}/mcp", headers={**JSON, **headers}, trust_env=False)
        assert answer.status_code == status
        assert answer.json()["code"] == code


def test_a_large_body_is_refused_before_it_is_read(address: str) -> None:
    answer = httpx.post(f"{address}/mcp", content=b" " * 600_000, headers=JSON, trust_env=False)
    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"


def test_each_answer_has_the_headers_of_all_others(address: str) -> None:
    answer = httpx.post(f"{address}/mcp", json={}, headers=JSON, trust_env=False)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache, no-transform")
    counted = httpx.get(f"{address}/metrics", trust_env=False).text
    assert 'route="/mcp"' in counted


async def test_calls_are_builds_of_the_job_queue(
    generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_WORKSHOP_SIZE", "1")
    monkeypatch.setenv("MAYFLY_WORKSHOP_QUEUE", "0")
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        async with client_of(address, "auto") as client:
            endless = asyncio.create_task(client.call_tool("run_cadquery_script", {"script": ENDLESS}))
            async with asyncio.timeout(60):
                while not sum(generator.workshop.load()["running"].values()):
                    await asyncio.sleep(0.02)
            second = await client.call_tool("run_cadquery_script", {"script": ENDLESS})
            over_http = httpx.post(f"{address}/models", json={"script": ENDLESS}, trust_env=False)
            endless.cancel()
    assert second.is_error
    assert text_of(second).startswith("busy: ")
    assert over_http.status_code == 429, "one queue for both doors"


def test_under_langgraph_server_it_leaves_that_servers_own_path_alone(
    generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paths() -> set[str]:
        routes = create_app(generator, page=NOT_BUILT).router.routes
        return {route.path for route in routes if isinstance(route, Route) and route.path.endswith("/mcp")}

    assert paths() == {"/mcp"}
    monkeypatch.setitem(os.environ, "LANGSERVE_GRAPHS", "{}")
    assert paths() == {"/mayfly/mcp"}
