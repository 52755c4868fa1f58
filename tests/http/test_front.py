"""What people see who open the service: a page that loads nothing, and its reference."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage
from mayfly.http.headers import prefers_json

Serve = Callable[..., httpx.Client]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        (BROWSER, False),
        ("*/*", False),
        ("", False),
        ("text/html", False),
        ("application/json", True),
        ("application/json, text/plain, */*", True),
        ("application/json, */*;q=0.5", True),
        ("application/*", True),
        ("text/html;q=0.5, application/json", True),
        ("text/html, application/json;q=0.9", False),
        ("application/json;q=0, */*", False),
    ],
)
def test_people_get_a_page_and_programs_get_data(client: httpx.Client, accept: str, json: bool) -> None:
    answer = client.get("/", headers={"Accept": accept})
    assert answer.status_code == 200
    assert prefers_json(accept) is json
    assert answer.headers["content-type"].startswith("application/json" if json else "text/html")
    assert answer.headers["vary"] == "Accept"
    if json:
        assert answer.json()["docs_url"] == "/docs"
    else:
        assert 'href="/docs"' in answer.text
        assert "STEP" in answer.text


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_loads_nothing_and_runs_only_what_it_came_with(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    text, policy = answer.text, answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.findall(r"""(?:src|srcset|action|data)\s*=|url\(|@import|https?://(?!127\.0\.0\.1)""", text)
    assert not re.findall(r"<[^>]*\son\w+\s*=|<[^>]*\sstyle\s*=", text)
    for kind, directive in (("style", "style-src"), ("script", "script-src")):
        for source in re.findall(f"<{kind}>(.*?)</{kind}>", text, re.DOTALL):
            mark = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
            assert f"{directive} 'sha256-{mark}'" in policy
    assert client.head(path).status_code == 200
    assert not client.head(path).content


def test_the_reference_shows_each_operation_with_a_sentence_and_each_schema(client: httpx.Client) -> None:
    document, text = client.get("/openapi.json").json(), client.get("/docs").text
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert re.fullmatch(r"[A-Z][^\n]*[^\s.]\.", operation["summary"]), operation["summary"]
            assert len(operation["summary"].split()) > 2
            row = re.search(f'<details id="{operation["operationId"]}">.*?</details>', text, re.DOTALL)
            assert row
            assert f"<b>{method.upper()}</b> <code>{path}</code>" in row[0]
            for parameter in operation.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in row[0]
            for status in operation["responses"]:
                assert f"<td>{status}</td>" in row[0]
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_both_pages_open_without_the_token_and_show_no_model(serve: Serve) -> None:
    client = serve(api_token="t" * 20)
    for path in ("/", "/docs"):
        assert client.get(path).status_code == 200
    assert "Authorization: Bearer" in client.get("/docs").text
    assert client.get("/openapi.json").status_code == 401
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 200  # a token answers to any name


def test_a_rebound_name_gets_no_page(client: httpx.Client) -> None:
    for path in ("/", "/docs"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 421


async def test_a_server_that_answers_at_the_root_itself_keeps_doing_so(generator: CADModelGenerator) -> None:
    """As LangGraph Server does: it puts its routes behind those of the application."""

    async def ok(request: object) -> JSONResponse:
        return JSONResponse({"ok": True})

    app = create_app(generator, page=BuiltPage(Path("nowhere")))
    app.router.routes = [*app.router.routes, Route("/", ok, methods=["GET"]), Mount("", Starlette())]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        assert (await client.get("/", headers={"Accept": BROWSER})).json() == {"ok": True}
        assert (await client.get("/docs")).status_code == 200
