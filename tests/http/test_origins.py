"""Pages of other sites read, change and show nothing, unless a setting lets them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from mayfly.http.security.origins import STUDIO_ORIGINS, Origins
from mayfly.http.settings import HttpSettings

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]

STRANGERS = [
    "https://evil.example",
    "null",
    "http://[::bad",
    "https://smith.langchain.com.evil.example",
    "https://evil.smith.langchain.com",
    "http://smith.langchain.com",
    "http://localhost.evil.example",
    "http://localhost@evil.example",
    "http://evil.example/localhost",
    "http://127.0.0.1.evil.example:3000",
]
LOCAL_PAGES = ["http://localhost:3000", "https://localhost", "http://127.0.0.1:5173", "http://[::1]:8080"]
READS = [
    "/models",
    "/models/part",
    "/temp_models/part.step",
    "/cleanup/stats",
    "/parts",
    "/metrics",
    "/health",
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_page_of_another_site_reads_nothing(client: httpx.Client, stored: Put, stranger: str) -> None:
    stored()
    for path in READS:
        for headers in ({"Origin": stranger}, {"Origin": stranger, "Sec-Fetch-Site": "cross-site"}):
            answer = client.get(path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "cross_site"), path
            assert "access-control-allow-origin" not in answer.headers
            assert set(answer.json()) == {"type", "title", "status", "code", "detail", "instance"}


@pytest.mark.parametrize("mode", ["no-cors", "cors", "websocket"])
def test_a_page_of_another_site_shows_nothing_either(client: httpx.Client, stored: Put, mode: str) -> None:
    stored()
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
    assert {client.get(path, headers=headers).status_code for path in READS} == {403}


def test_a_link_on_another_site_leads_to_a_model(client: httpx.Client, stored: Put) -> None:
    stored()
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/temp_models/part.step", headers=headers).status_code == 200
    assert client.post("/cleanup/manual", headers=headers).status_code == 403


def test_programs_and_the_services_own_pages_read_everything(client: httpx.Client, stored: Put) -> None:
    stored()
    own = f"http://{client.base_url.host}:{client.base_url.port}"
    for headers in ({}, {"Origin": own}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        assert {client.get(path, headers=headers).status_code for path in READS} == {200}


def test_nobody_is_let_in_unless_it_is_set(client: httpx.Client, stored: Put) -> None:
    stored()
    for origin in (*STUDIO_ORIGINS, *LOCAL_PAGES):
        assert client.get("/models", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(
    ("setting", "let_in"),
    [
        ("studio", STUDIO_ORIGINS),
        ("local", LOCAL_PAGES),
        ("Studio, LOCAL", [*STUDIO_ORIGINS, *LOCAL_PAGES]),
        ("https://Chat.example/, local", ["https://chat.example", *LOCAL_PAGES]),
    ],
)
def test_pages_that_the_setting_names_use_everything(
    serve: Serve, stored: Put, setting: str, let_in: list[str]
) -> None:
    stored()
    client = serve(http_cors_origins=setting)
    for origin in let_in:
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
        for answer in (
            client.get("/models", headers=headers),
            client.post("/cleanup/manual", headers=headers),
        ):
            assert answer.status_code == 200
            assert answer.headers["access-control-allow-origin"] == origin
    for stranger in {*STRANGERS, *STUDIO_ORIGINS, *LOCAL_PAGES} - set(let_in):
        answer = client.get("/models", headers={"Origin": stranger})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_a_page_on_the_internet_that_is_let_in_may_ask_a_service_on_this_machine(serve: Serve) -> None:
    client = serve(http_cors_origins="studio")
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}
    answer = client.options("/models", headers={"Origin": STUDIO_ORIGINS[1], **asked})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == STUDIO_ORIGINS[1]
    assert answer.headers["access-control-allow-private-network"] == "true"
    stranger = client.options("/models", headers={"Origin": STRANGERS[0], **asked})
    assert not [name for name in stranger.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("origin", STRANGERS)
def test_no_stranger_is_taken_for_studio_or_for_a_local_page(origin: str) -> None:
    assert not Origins.of(("studio", "local")).allow(origin)


def test_under_langgraph_server_studio_and_local_pages_are_let_in_unless_it_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not Origins.of(())
    monkeypatch.setenv("LANGSERVE_GRAPHS", "{}")
    for origin in (*STUDIO_ORIGINS, *LOCAL_PAGES):
        assert Origins.of(()).allow(origin)
        assert not Origins.of(("none",)).allow(origin)
        assert not Origins.of(("https://chat.example",)).allow(origin)


@pytest.mark.parametrize("name", ["*", "cad.example", "https://*.example", "null", "https://a.example/path"])
def test_what_is_no_origin_is_refused_as_a_setting(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("MAYFLY_HTTP_CORS_ORIGINS", name)
    with pytest.raises(ValidationError, match="is not an origin"):
        HttpSettings()
