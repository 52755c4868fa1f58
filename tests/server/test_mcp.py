"""Mayfly's own MCP server under LangGraph Server, at ``/mayfly/mcp``, with a client of the SDK."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import mcp_types as types
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.mcp.conftest import bytes_of, made, person, text_of

pytestmark = pytest.mark.timeout(240)

TOKEN = "a-token-of-this-test-0123456789"  # noqa: S105
MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])


@asynccontextmanager
async def client_of(server: Any, mode: Any = "auto", token: str = "", **more: Any) -> AsyncIterator[Client]:
    """Connect a client of the SDK to the server."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=200, trust_env=False) as http,
        Client(
            streamable_http_client(f"{server.url}/mayfly/mcp", http_client=http), mode=mode, **more
        ) as client,
    ):
        yield client


@MODES
async def test_a_client_makes_changes_looks_and_fetches(server: Any, mode: Any) -> None:
    stages: list[str | None] = []

    async def on_progress(_: float, __: float | None, stage: str | None) -> None:
        stages.append(stage)

    async with client_of(server, mode) as client:
        card = await made(client)
        change = {"name": card["name"], "request": "10 mm thick"}
        changed = await client.call_tool("change_step_model", change, progress_callback=on_progress)
        name = changed.structured_content["name"]
        seen = await client.call_tool("show_temp_model", {"name": name})
        read = await client.read_resource(f"mayfly://models/{name}")
    assert changed.structured_content["bounding_box_mm"] == [80, 60, 10]
    assert stages[-1] == "published"
    assert bytes_of(seen).startswith(b"\x89PNG")
    assert isinstance(read.contents[0], types.BlobResourceContents)
    assert (server.models / name).exists(), "it is a file of the server that also serves the graphs"


async def test_a_session_remembers_its_last_model(server: Any) -> None:
    async with client_of(server, "legacy") as client:
        await made(client)
        changed = await client.call_tool("change_step_model", {"request": "12 mm thick"})
    assert changed.structured_content["bounding_box_mm"] == [80, 60, 12]


@MODES
async def test_a_question_is_a_form(server: Any, mode: Any) -> None:
    def says(_: str, __: dict[str, Any]) -> types.ElicitResult:
        return types.ElicitResult(action="accept", content={"thickness": 7})

    async with client_of(server, mode, elicitation_callback=person(says)) as client:
        result = await client.call_tool("generate_step_model", {"request": "plate 80 x 60"})
    assert result.structured_content["bounding_box_mm"] == [80, 60, 7]


async def test_the_graphs_and_the_tools_see_the_same_models(server: Any) -> None:
    async with client_of(server) as client:
        card = await made(client, "cube 23 mm")
        listed = json.loads(server.get("/models?limit=500")[1])["models"]
        assert card["name"] in {model["name"] for model in listed}
        _, body = server.post("/models", {"request": "cube 24 mm"})
        there = await client.call_tool("list_temp_models", {})
    assert json.loads(body)["name"] in text_of(there)


async def test_the_servers_own_mcp_stays_where_it_is(server: Any) -> None:
    """``/mcp`` is LangGraph's: it shows the graphs as tools."""
    async with client_of(server) as client:
        ours = {tool.name for tool in (await client.list_tools()).tools}
    question = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    _, body = server.post("/mcp", question, Accept="application/json, text/event-stream")
    theirs = {tool["name"] for tool in json.loads(body)["result"]["tools"]}
    assert "generate_step_model" in ours
    assert theirs == {"cad_workflow", "cad_agent"}


async def test_with_a_token_a_client_has_to_bring_it(start: Any) -> None:
    server = start(MAYFLY_API_TOKEN=TOKEN)
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert server.ask("POST", "/mayfly/mcp", ping, **headers).status_code == 401
    async with client_of(server, token=TOKEN) as client:
        assert (await client.list_tools()).tools


async def test_a_server_that_is_ended_does_not_wait_for_who_listens(start: Any) -> None:
    server = start()
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(client_of(server, "2026-07-28"))
        uri = f"mayfly://models/{(await made(client))['name']}"
        await stack.enter_async_context(client.listen(resource_subscriptions=[uri]))
        server.process.send_signal(signal.SIGTERM)
        ended = await asyncio.to_thread(server.process.wait, 60)
        with contextlib.suppress(Exception):  # the streams of a server that is gone end as they like
            await stack.aclose()
    assert ended in (0, -signal.SIGTERM)
    assert "Cleanup service stopped" in server.log.read_text(errors="replace")
