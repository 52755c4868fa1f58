"""LangGraph Server with Mayfly in it lets no stranger in: no foreign page, no foreign name, by no door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mayfly.http.security.origins import STUDIO_ORIGINS

pytestmark = pytest.mark.timeout(240)

TOKEN = "a-token-of-this-test-0123456789"  # noqa: S105
NOTHING = "00000000-0000-0000-0000-000000000000"
HEALTH = {"/", "/ok", "/health", "/health/live", "/health/ready"}

MINE = [
    ("GET", "/models"),
    ("GET", "/cleanup/stats"),
    ("GET", "/temp_models/x.step"),
    ("POST", "/models"),
    ("POST", "/mayfly/mcp"),
]
LANGGRAPH = [
    ("GET", "/info"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/assistants/cad_workflow/graph"),
    ("GET", "/store/items?key=a&namespace=b"),
    ("GET", f"/threads/{NOTHING}"),
    ("GET", "/.well-known/agent-card.json?assistant_id=cad_agent"),
    ("POST", "/threads"),
    ("POST", "/runs/wait"),
    ("POST", "/mcp"),
    ("POST", "/a2a/cad_agent"),
]
BODIES: dict[str, Any] = {
    "/models": {"request": "cube 20 mm"},
    "/runs/wait": {"assistant_id": "cad_workflow", "input": {"action": "stats"}},
    "/mcp": {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}},
    "/mayfly/mcp": {"jsonrpc": "2.0", "id": 1, "method": "ping"},
    "/a2a/cad_agent": {"jsonrpc": "2.0", "id": "1", "method": "tasks/get", "params": {"id": "x"}},
}
JSON = {"Accept": "application/json, text/event-stream"}


def ask(server: Any, method: str, path: str, **headers: str) -> httpx.Response:
    body = BODIES.get(path, {}) if method in ("POST", "PUT", "PATCH") else None
    answer: httpx.Response = server.ask(method, path, body, **{**JSON, **headers})
    return answer


def assert_no_header_of_cors(answer: httpx.Response) -> None:
    assert not [name for name in answer.headers if name.startswith("access-control-allow")]


@pytest.mark.parametrize(("method", "path"), [*MINE, *LANGGRAPH])
@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "https://smith.langchain.com.evil", "http://localhost@evil.example"],
)
def test_a_page_of_another_site_gets_nothing(server: Any, method: str, path: str, origin: str) -> None:
    answer = ask(server, method, path, Origin=origin, Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    assert_no_header_of_cors(answer)
    assert_no_header_of_cors(
        ask(server, "OPTIONS", path, Origin=origin, Access_Control_Request_Method=method)
    )


@pytest.mark.parametrize(("method", "path"), [*MINE, *LANGGRAPH, ("GET", "/internal/deploy")])
def test_a_name_that_somebody_pointed_here_gets_nothing(server: Any, method: str, path: str) -> None:
    port = server.url.rpartition(":")[2]
    for host in (f"evil.example:{port}", f"localhost.evil.example:{port}", "evil.example"):
        assert ask(server, method, path, Host=host).status_code == 421
        own = {"Origin": f"http://{host}", "Sec_Fetch_Site": "same-origin"}
        assert ask(server, method, path, Host=host, **own).status_code == 421


@pytest.mark.parametrize("origin", [*STUDIO_ORIGINS, "http://localhost:3000", "http://127.0.0.1:5173"])
def test_studio_in_all_regions_and_local_pages_get_in(server: Any, origin: str) -> None:
    for method, path in (("POST", "/threads"), ("POST", "/runs/wait"), ("GET", "/models"), ("GET", "/info")):
        answer = ask(server, method, path, Origin=origin, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors")
        assert answer.status_code == 200, path
        assert answer.headers["access-control-allow-origin"] == origin
    asked = {
        "Access_Control_Request_Headers": "content-type,x-api-key",
        "Access_Control_Request_Method": "PATCH",
    }
    preflight = ask(
        server, "OPTIONS", "/threads", Origin=origin, Access_Control_Request_Private_Network="true", **asked
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == origin
    assert preflight.headers["access-control-allow-private-network"] == "true"


def test_a_setting_says_whose_pages_get_in(start: Any) -> None:
    server = start(MAYFLY_HTTP_CORS_ORIGINS="https://chat.example")
    for path in ("/models", "/info"):
        answer = ask(server, "GET", path, Origin="https://chat.example")
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://chat.example"
    for origin in ("http://localhost:3000", STUDIO_ORIGINS[0]):
        assert ask(server, "POST", "/threads", Origin=origin).status_code == 403
        assert ask(server, "GET", "/models", Origin=origin).status_code == 403


def doors(server: Any, **headers: str) -> Iterator[tuple[str, str]]:
    """Yield every method and path of the server's document, with values in the place of parameters."""
    found: list[tuple[str, str]] = []
    for path, methods in ask(server, "GET", "/openapi.json", **headers).json()["paths"].items():
        found += [
            (method.upper(), re.sub(r"{[^}]*}", NOTHING, path))
            for method in methods
            if method != "parameters"
        ]
    assert len(found) > 60
    yield from [*found, *LANGGRAPH, *MINE]


def test_studios_way_in_opens_nothing_where_the_file_forgets_to_close_it(
    start: Any, config: dict[str, Any]
) -> None:
    del config["auth"]["disable_studio_auth"]
    token = {"Authorization": f"Bearer {TOKEN}"}
    server = start(config, MAYFLY_API_TOKEN=TOKEN)
    for method, path in doors(server, **token):
        if path not in HEALTH:
            answer = ask(server, method, path, x_auth_scheme="langsmith")
            assert answer.status_code in (401, 403), (method, path)
    assert ask(server, "POST", "/runs/wait", **token).status_code == 200


def test_nor_where_the_auth_sits_alone(start: Any, config: dict[str, Any]) -> None:
    del config["auth"]["disable_studio_auth"], config["http"]
    server = start(config, MAYFLY_API_TOKEN=TOKEN)
    token = {"Authorization": f"Bearer {TOKEN}"}
    thread = ask(server, "POST", "/threads", **token).json()["thread_id"]
    run = {"assistant_id": "cad_workflow", "input": {"request": "cube 20 mm"}}
    call = {"name": "cad_workflow", "arguments": {"request": "cube 20 mm"}}
    message = {"role": "user", "messageId": "1", "parts": [{"kind": "text", "text": "cube 20 mm"}]}
    assistant = ask(server, "POST", "/assistants/search", **token).json()[0]["assistant_id"]
    attempts: list[tuple[str, str, Any]] = [
        ("POST", "/assistants/search", {}),
        ("GET", f"/assistants/{assistant}/schemas", None),
        ("GET", f"/assistants/{assistant}/graph", None),
        ("POST", "/threads", {}),
        ("POST", "/threads/search", {}),
        ("GET", f"/threads/{thread}", None),
        ("GET", f"/threads/{thread}/state", None),
        ("POST", f"/threads/{thread}/runs/wait", run),
        ("POST", f"/threads/{thread}/runs/stream", run),
        ("GET", f"/threads/{thread}/stream", None),
        ("DELETE", f"/threads/{thread}", None),
        ("POST", "/runs/wait", run),
        ("POST", "/runs", run),
        ("POST", "/runs/batch", [run]),
        ("POST", "/runs/crons", {**run, "schedule": "* * * * *"}),
        ("PUT", "/store/items", {"namespace": ["a"], "key": "b", "value": {}}),
        ("POST", "/store/items/search", {"namespace_prefix": ["a"]}),
        ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}),
        ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}),
        (
            "POST",
            f"/a2a/{assistant}",
            {"jsonrpc": "2.0", "id": "1", "method": "message/send", "params": {"message": message}},
        ),
    ]
    for method, path, body in attempts:
        answer = server.ask(method, path, body, x_auth_scheme="langsmith", **JSON)
        assert answer.status_code >= 400 or "Forbidden" in answer.text, (method, path, answer.text)
    assert not list(server.models.glob("*.step"))
    assert ask(server, "GET", f"/threads/{thread}", **token).status_code == 200
    assert ask(server, "POST", "/runs/wait", **token).status_code == 200
