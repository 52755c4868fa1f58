"""The OpenAPI document holds: whatever is sent, the answer is one that it names, and no server error."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mayfly.http.app import create_app

Put = Callable[..., Path]

KEYS = st.sampled_from(
    ["request", "part", "script", "parameters", "requirements", "minutes", "solids", "holes", "thickness", ""]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
# None of them can be made, so that no time goes into building: what is tried here is the way in and out.
BUILD_REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "request": st.text(max_size=30) | ANYTHING,
        "part": st.sampled_from(["washer", "plate", "x"]) | ANYTHING,
        "design": st.fixed_dictionaries({}, optional={"bodies": st.lists(ANYTHING, max_size=2)}) | ANYTHING,
        "script": st.sampled_from(["import os", "x ="]) | ANYTHING,
        "parameters": st.dictionaries(KEYS, ANYTHING, max_size=3).map(lambda given: {**given, "nonsense": 1}),
        "requirements": ANYTHING,
        "unknown": st.just(1),
    },
)
SEGMENTS = st.sampled_from(["part", "part.step", "nothing", "plate"]) | st.text(min_size=1, max_size=20)


@cache
def app() -> FastAPI:
    return create_app()


@cache
def operations() -> list[tuple[str, str]]:
    return [(method, path) for path, found in app().openapi()["paths"].items() for method in found]


def complaint(method: str, path: str, answer: httpx.Response) -> str | None:
    """Return what of an answer the document does not allow."""
    document = app().openapi()
    if answer.status_code >= 500:
        return f"server error: {answer.text}"
    responses = document["paths"][path][method]["responses"]
    named = responses.get(str(answer.status_code))
    if named is None:
        return f"{answer.status_code} is not documented, only {sorted(responses)}"
    if "$ref" in named:
        named = document["components"]["responses"][named["$ref"].rsplit("/", 1)[1]]
    kind = answer.headers.get("content-type", "").split(";")[0]
    if "content" not in named:
        return None
    if kind not in named["content"]:
        return f"{kind} is not documented, only {sorted(named['content'])}"
    if kind.endswith("json"):
        schema = {**named["content"][kind]["schema"], "components": document["components"]}
        for error in Draft202012Validator(schema).iter_errors(answer.json()):
            return f"{list(error.path)}: {error.message}"
    return None


@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda value: value.strip("/"))
def test_whatever_is_sent_the_answer_is_one_of_the_document(
    client: httpx.Client, stored: Put, method: str, path: str
) -> None:
    stored()

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        segment=SEGMENTS,
        query=st.dictionaries(st.sampled_from(["limit", "after"]), st.text(max_size=9)),
        data=st.data(),
    )
    def send(segment: str, query: dict[str, str], data: st.DataObject) -> None:
        address = path
        for placeholder in ("model_id", "name", "build_id"):
            address = address.replace(
                f"{{{placeholder}}}", quote(segment.replace("/", ""), safe="", errors="replace")
            )
        if address.endswith(("/.", "/..")) or "/./" in address or "/../" in address or "//" in address:
            return  # the client itself would take these for another address
        body: Any = data.draw(BUILD_REQUESTS if path == "/models" else ANYTHING) if method == "post" else None
        content = json.dumps(body).encode("utf-8", "replace") if method == "post" else None
        answer = client.request(
            method,
            address,
            params={key: value for key, value in query.items() if value.isprintable()} or None,
            content=content,
            headers={"Content-Type": "application/json"},
        )
        assert complaint(method, path, answer) is None

    send()


def test_the_examples_of_the_document_are_made(client: httpx.Client) -> None:
    examples = app().openapi()["paths"]["/models"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ]
    assert len(examples) == 4
    for example in examples.values():
        answer = client.post("/models", json=example["value"])
        assert answer.status_code == 201, answer.text
        assert complaint("post", "/models", answer) is None
        assert complaint("get", "/models/{model_id}", client.get(answer.json()["url"])) is None
        download = client.get(answer.json()["model_url"])
        assert complaint("get", "/temp_models/{name}", download) is None
    assert complaint("get", "/models", client.get("/models?limit=2")) is None


def test_the_document_is_served(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["paths"].keys() == app().openapi()["paths"].keys()
    assert "HTTPValidationError" not in json.dumps(document)
