"""The guard before LangGraph Server's routes: what it hands on, and what it answers itself."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from mayfly.http.route_class import OPEN_PATHS
from mayfly.http.security.access_rules import AccessRules
from mayfly.http.security.langgraph_guard import LangGraphGuard
from mayfly.http.settings import HttpSettings

TOKEN = "a-token-of-this-test"  # noqa: S105
HOST = (b"host", b"127.0.0.1:2024")
STRANGER = (b"origin", b"https://evil.example")
OWN_PAGE = (b"origin", b"http://127.0.0.1:2024")


@pytest.fixture(autouse=True)
def _our_auth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mayfly.graphs.access", sys)  # as where langgraph.json names it


async def sent(token: str | None = None, **scope: Any) -> list[dict[str, Any]]:
    """Ask the guard; return what it sent, nothing where it handed the request on."""
    messages: list[dict[str, Any]] = []

    async def server(scope: Any, receive: Any, send: Any) -> None:
        return None

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    guard = LangGraphGuard(server, rules=AccessRules(HttpSettings(), token), open_paths=OPEN_PATHS)
    asked = {
        "type": "http",
        "method": "GET",
        "path": "/info",
        "headers": [HOST],
        "server": ("127.0.0.1", 2024),
    }
    await guard({**asked, **scope}, receive, send)
    return messages


async def test_a_program_of_this_machine_and_the_servers_own_page_are_handed_on() -> None:
    assert await sent() == []
    assert await sent(headers=[HOST, OWN_PAGE], method="POST") == []


@pytest.mark.parametrize(
    ("status", "scope"),
    [
        (403, {"headers": [HOST, STRANGER]}),
        (421, {"headers": [(b"host", b"evil.example")]}),
        (421, {"headers": [(b"host", b"evil.example")], "path": "/ok"}),
        (403, {"server": ("192.0.2.1", 2024)}),
        (421, {"headers": [(b"host", b"evil.example")], "server": ("::ffff:127.0.0.1", 2024)}),
    ],
)
async def test_strangers_are_answered_with_a_problem(status: int, scope: dict[str, Any]) -> None:
    start, body = await sent(**scope)
    assert start["status"] == status
    assert b'"code"' in body["body"]


async def test_a_health_check_through_another_address_is_handed_on() -> None:
    assert await sent(server=("192.0.2.1", 2024), path="/ok") == []


async def test_a_token_is_asked_for_by_every_route_but_the_health_checks() -> None:
    for path in ("/info", "/docs", "/openapi.json", "/metrics", "/threads", "/mcp"):
        assert (await sent(TOKEN, path=path))[0]["status"] == 401
        given = (b"authorization", f"Bearer {TOKEN}".encode())
        assert await sent(TOKEN, path=path, headers=[HOST, given, STRANGER]) == []
    assert await sent(TOKEN, path="/ok") == []
    assert await sent(TOKEN, path="/lgp/health", root_path="/lgp") == []


async def test_a_websocket_of_a_foreign_page_is_closed_before_it_opens() -> None:
    handshake = {"type": "websocket", "path": "/threads/1/stream/events"}
    (closed,) = await sent(**handshake, headers=[HOST, STRANGER])
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
    assert await sent(**handshake, headers=[HOST, OWN_PAGE]) == []
    assert (await sent(TOKEN, **handshake))[0]["type"] == "websocket.close"


async def test_what_the_server_asks_itself_is_handed_on() -> None:
    assert await sent(TOKEN, root_path="/noauth", server=("api", None), headers=[(b"host", b"api")]) == []
    assert (await sent(TOKEN, path="/noauth/threads"))[0]["status"] == 401


async def test_with_another_auth_the_servers_routes_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mayfly.graphs.access")
    assert await sent(TOKEN, headers=[HOST, STRANGER]) == []
