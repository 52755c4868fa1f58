"""The auth of graph servers reads a request in every form that they hand over."""

from __future__ import annotations

from typing import Any

import pytest
from langgraph_sdk import Auth

from mayfly.graphs.access import authenticate

Headers = dict[str, str]


def asgi(headers: Headers) -> dict[str, Any]:
    """As LangGraph Server hands it over."""
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "POST", "headers": pairs, "server": ("127.0.0.1", 2024)}


def text_pairs(headers: Headers) -> dict[str, Any]:
    return {**asgi({}), "headers": list(headers.items())}


def text_alone(headers: Headers) -> dict[str, Any]:
    """As Aegra does: the headers by name, and nothing else."""
    return dict(headers)


def bytes_alone(headers: Headers) -> Any:
    return {name.encode(): value.encode() for name, value in headers.items()}


FORMS = [asgi, text_pairs, text_alone, bytes_alone]


async def status(scope: Any) -> int:
    try:
        await authenticate(scope)
    except Auth.exceptions.HTTPException as refused:
        return refused.status_code
    return 200


@pytest.mark.parametrize("form", FORMS)
async def test_the_token_lets_in_and_nothing_else_does(form: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "sesame")
    assert await status(form({"host": "localhost", "authorization": "Bearer sesame"})) == 200
    assert await status(form({"host": "localhost", "Authorization": "bearer sesame"})) == 200
    for wrong in ({}, {"authorization": "Bearer sesam"}, {"authorization": "sesame"}, {"x": "Bearer sesame"}):
        assert await status(form({"host": "localhost", **wrong})) == 401


@pytest.mark.parametrize("form", [asgi, text_pairs])
async def test_without_a_token_pages_of_other_sites_are_refused(form: Any) -> None:
    assert await status(form({"host": "127.0.0.1:2024"})) == 200
    assert await status(form({"host": "127.0.0.1:2024", "origin": "https://evil.example"})) == 403


@pytest.mark.parametrize("form", [text_alone, bytes_alone])
async def test_a_server_that_hides_the_address_needs_a_token(
    form: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await status(form({"host": "127.0.0.1:2024"})) == 403
    monkeypatch.setenv("MAYFLY_HTTP_PUBLIC", "1")
    assert await status(form({"host": "127.0.0.1:2024"})) == 200
    assert await status(form({"host": "127.0.0.1:2024", "origin": "https://evil.example"})) == 403
