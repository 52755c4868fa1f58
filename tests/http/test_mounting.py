"""The application under a prefix: every link that an answer gives leads to an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from tests.http.conftest import serving

Put = Callable[..., Path]


def mounted(app: ASGIApp) -> ASGIApp:
    outer = FastAPI()
    outer.mount("/cad", app)
    return outer


def mounted_twice(app: ASGIApp) -> ASGIApp:
    return Starlette(routes=[Mount("/a b", Starlette(routes=[Mount("/cäd", app)]))])


def behind_a_proxy_that_strips(app: ASGIApp) -> ASGIApp:
    """Do what ``uvicorn --root-path /cad`` does behind a proxy that takes the prefix off."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/cad/"):
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await app({**scope, "root_path": "/cad"} if scope["type"] == "http" else scope, receive, send)

    return served


def included(app: ASGIApp) -> ASGIApp:
    assert isinstance(app, FastAPI)
    outer = FastAPI(openapi_url=None)
    outer.include_router(app.router, prefix="/cad")
    return outer


def alone(app: ASGIApp) -> ASGIApp:
    return app


WAYS = [
    (alone, ""),
    (mounted, "/cad"),
    (included, "/cad"),
    (mounted_twice, "/a%20b/c%C3%A4d"),
    (behind_a_proxy_that_strips, "/cad"),
]


@pytest.fixture(params=WAYS, ids=lambda way: way[0].__name__)
def place(request: pytest.FixtureRequest, generator: CADModelGenerator) -> Iterator[tuple[httpx.Client, str]]:
    """A client of an outer application, and the prefix of ours in it."""
    around, prefix = request.param
    app = create_app(generator)
    with (
        serving(around(app)) as address,
        httpx.Client(base_url=address, timeout=200, trust_env=False) as client,
    ):
        yield client, prefix


def links(answer: httpx.Response) -> set[str]:
    """Collect every address that an answer gives."""
    found = {answer.headers["location"]} if "location" in answer.headers else set()
    kind = answer.headers.get("content-type", "")
    if "html" in kind:
        found |= set(re.findall(r'href="([^"#]+)"', answer.text)) - {"data:,"}
    elif "json" in kind and not answer.url.path.endswith("/openapi.json"):
        found |= set(_links_in(answer.json()))
    elif "event-stream" in kind:
        for data in re.findall("^data: (.*)$", answer.text, re.MULTILINE):
            found |= set(_links_in(json.loads(data)))
    return found


def _links_in(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from _links_in(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _links_in(one)
    elif isinstance(value, str) and (key in ("next", "url", "instance") or key.endswith("_url")):
        yield value


def test_every_link_of_every_answer_leads_somewhere(place: tuple[httpx.Client, str], stored: Put) -> None:
    client, prefix = place
    for number in range(3):
        stored(f"stored {number}.step")
    part = {"part": "washer"}
    made = client.post(f"{prefix}/models", json=part)
    assert made.status_code == 201
    polled = client.post(f"{prefix}/models", json=part, headers={"Prefer": "respond-async"})
    followed = client.post(
        f"{prefix}/models", json=part, headers={"Accept": "text/event-stream", "Prefer": "respond-async"}
    )
    kept = client.post(f"{prefix}/models/{made.json()['model_id']}/keep", json={"minutes": 5})
    assert kept.status_code == 200
    starts = [made, polled, followed, kept]
    starts += [client.get(prefix + path) for path in ("/", "/docs", "/models?limit=2", "/openapi.json")]
    starts.append(client.get(f"{prefix}/", headers={"Accept": "application/json"}))
    for start in starts:
        assert start.status_code < 300, start.text
        assert links(start) or start.url.path.endswith("/openapi.json")
    seen: set[str] = set()
    todo = {urljoin(str(answer.url), link) for answer in starts for link in links(answer)}
    while todo:
        address = todo.pop()
        seen.add(address)
        answer = client.get(address)
        drawing = address.endswith("/preview.svg")  # what was only stored is no STEP file that can be drawn
        assert answer.status_code in ((200, 422) if drawing else (200, 202)), (address, answer.text)
        assert answer.url.raw_path.decode().startswith(f"{prefix}/"), address
        todo |= {urljoin(address, link) for link in links(answer)} - seen
    paths = {httpx.URL(address).raw_path.decode().removeprefix(prefix).split("/")[1] for address in seen}
    assert paths >= {"models", "temp_models", "builds", "docs", "openapi.json", "parts", "health"}


def test_problems_and_the_document_name_the_prefix(place: tuple[httpx.Client, str]) -> None:
    client, prefix = place
    for path in ("/models/nothing", "/parts/nothing", "/temp_models/a%20b.step"):
        assert client.get(prefix + path).json()["instance"] == prefix + path
    assert client.get(f"{prefix}/no/such/page").status_code == 404
    assert client.put(f"{prefix}/models").status_code == 405
    servers = client.get(f"{prefix}/openapi.json").json().get("servers", [{"url": ""}])
    assert [server["url"] for server in servers] == [prefix]


def test_a_prefix_that_only_a_header_claims_is_not_believed(client: httpx.Client, stored: Put) -> None:
    stored()
    claims = {
        "X-Forwarded-Prefix": "//evil.example",
        "X-Script-Name": "//evil.example",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "/evil",
    }
    for path in ("/models", "/models/part", "/", "/docs", "/openapi.json", "/nothing"):
        assert "evil" not in client.get(path, headers=claims).text


async def test_a_prefix_of_the_clients_choice_never_names_another_host(
    generator: CADModelGenerator, stored: Put
) -> None:
    stored()
    outer = FastAPI()
    outer.mount("/{tenant:path}", create_app(generator))  # a client may ask for //evil.example/models
    transport = httpx.ASGITransport(outer)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for tenant in ("//evil.example", "/%5Cevil.example", "/%22%3E%3Cscript%3E"):
            shown = await client.get(f"http://127.0.0.1{tenant}/models")
            page = await client.get(f"http://127.0.0.1{tenant}/docs")
            wrong = await client.get(f"http://127.0.0.1{tenant}/nothing")
            assert shown.json()["models"][0]["url"].endswith("/models/part")
            assert (page.status_code, wrong.status_code) == (200, 404)
            for answer in (shown, page, wrong):
                for link in links(answer):
                    assert httpx.URL(urljoin("http://127.0.0.1/x", link)).host == "127.0.0.1", link
            assert '"><script>' not in page.text


async def test_the_example_of_the_documentation_runs() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
    (example,) = (
        code for code in re.findall("```python\n(.*?)```", guide, re.DOTALL) if "outer.mount" in code
    )
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102
    outer = names["outer"]
    async with outer.router.lifespan_context(outer):
        transport = httpx.ASGITransport(outer)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            assert (await client.get("/cad/cleanup/stats")).json()["cleanup_stats"]["service_running"] is True
            assert (await client.get("/cad/")).status_code == 200
