"""LangGraph Server's routes ask for the same token as Mayfly's own, and turn other sites' pages away."""

from __future__ import annotations

import urllib.error
from typing import Any

import pytest

TOKEN = "a-token-of-this-test-0123456789"  # noqa: S105
RUN = ("/runs/wait", {"assistant_id": "cad_workflow", "input": {"action": "stats"}})
SEARCH = ("/assistants/search", {})
HANDSHAKE = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}
MCP = ("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})

OWN_MCP = ("/mayfly/mcp", {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HANDSHAKE})

pytestmark = pytest.mark.timeout(180)


def status(server: Any, path: str, body: dict[str, Any], **headers: str) -> int:
    try:
        return int(server.post(path, body, Accept="application/json, text/event-stream", **headers)[0])
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_with_a_token_every_door_asks_for_it(start: Any) -> None:
    server = start(MAYFLY_API_TOKEN=TOKEN)
    for path, body in (RUN, SEARCH, MCP, OWN_MCP):
        assert status(server, path, body) == 401
        assert status(server, path, body, Authorization="Bearer wrong") == 401
        assert status(server, path, body, **{"x-auth-scheme": "langsmith"}) == 401
        assert status(server, path, body, Authorization=f"Bearer {TOKEN}") == 200
    assert server.get("/cleanup/stats")[0] == 401


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://elsewhere.example", 403),
        ("http://localhost.elsewhere.example", 403),
        ("null", 403),
        ("http://localhost:3000", 200),
        ("https://smith.langchain.com", 200),
    ],
)
def test_without_a_token_no_page_of_another_site_gets_in(server: Any, origin: str, expected: int) -> None:
    assert status(server, *SEARCH, Origin=origin) == expected
