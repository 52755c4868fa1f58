"""Numbers of any length, wherever one can stand in a request: a problem says so, and nothing else happens."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.http.test_abuse import raw, status

Put = Callable[..., Path]
LENGTHS = [16, 300, 309, 400, 1000, 1900, 5000]
SCRIPT = (
    r"import cadquery as cq\nsize = 5\nhalf = 2.5\nrow = [1, 2]\nresult = cq.Workplane().box(1, size, half)"
)
BODIES = [
    ("/models", body)
    for body in (
        '{"request": "plate N"}',
        '{"request": "N"}',
        '{"request": "plate 100x60x8 with N holes of 5 mm"}',
        '{"request": N}',
        '{"part": N}',
        '{"part": "plate", "parameters": {"length": N}}',
        '{"part": "plate", "parameters": {"length": -N}}',
        '{"part": "plate", "parameters": {"length": N.5}}',
        '{"part": "plate", "parameters": {"length": "N"}}',
        '{"part": "plate", "parameters": {"length": 1eN}}',
        '{"part": "washer", "parameters": {"size": "MN"}}',
        '{"part": "stepped_shaft", "parameters": {"steps": "30xN"}}',
        '{"script": "SCRIPT", "parameters": {"size": N}}',
        '{"script": "SCRIPT", "parameters": {"half": N}}',
        '{"script": "SCRIPT", "parameters": {"row": [1, N]}}',
        '{"script": "SCRIPT", "requirements": {"volume_mm3": N}}',
        '{"script": "SCRIPT", "requirements": {"solids": N}}',
        '{"script": "SCRIPT", "requirements": {"length_tolerance_mm": N}}',
        '{"script": "SCRIPT", "requirements": {"volume_tolerance": N}}',
        '{"script": "SCRIPT", "requirements": {"bounding_box_mm": [1, 2, N]}}',
        '{"script": "SCRIPT", "requirements": {"holes": [{"diameter_mm": 5, "count": N}]}}',
        '{"script": "SCRIPT", "requirements": {"holes": [{"diameter_mm": N}]}}',
    )
]
BODIES += [("/models/part/keep", f'{{"minutes": {minutes}}}') for minutes in ("N", '"N"', "1eN", "-N", "N.N")]


def is_told(answer: httpx.Response) -> bool:
    """Whether it is a problem of the client's, in a few words."""
    told = answer.json()
    return 400 <= answer.status_code < 500 and 0 < len(told["detail"]) < 1000 and len(answer.content) < 6000


@pytest.mark.parametrize(("path", "body"), BODIES, ids=lambda value: value[-60:])
def test_a_number_in_a_body_is_refused_in_a_few_words(
    client: httpx.Client, stored: Put, path: str, body: str
) -> None:
    stored()
    for length in LENGTHS:
        content = body.replace("SCRIPT", SCRIPT).replace("N", "7" * length)
        answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert is_told(answer), (length, answer.status_code, answer.text[:500])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/models", '{"part": "plate", "parameters": {"thickness": N}}'),
        ("/models", '{"part": "plate", "parameters": {"thickness": -N}}'),
        ("/models/part.step/keep", '{"minutes": N}'),
    ],
)
def test_a_number_that_python_does_not_read_is_refused_as_too_long(
    client: httpx.Client, stored: Put, path: str, body: str
) -> None:
    stored()
    content = body.replace("N", "7" * 6000)
    answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "A number in the body is too long."


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"part": "plate", "parameters": {"thickness": N}}', "thickness"),
        ('{"script": "SCRIPT", "parameters": {"half": N}}', "half"),
        ('{"script": "SCRIPT", "parameters": {"row": [1, N]}}', "row"),
    ],
)
def test_a_parameter_that_is_not_finite_is_named(
    client: httpx.Client, body: str, name: str, number: str
) -> None:
    content = body.replace("SCRIPT", SCRIPT).replace("N}", f"{number}}}").replace("N]", f"{number}]")
    answer = client.post("/models", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    told = answer.json()
    assert told["detail"].endswith(f".parameters: '{name}' is not a finite number")
    assert len(told["errors"]) == 1


@pytest.mark.parametrize("length", LENGTHS)
def test_a_number_in_an_address_or_a_header_is_answered(
    client: httpx.Client, stored: Put, length: int
) -> None:
    stored()
    number = "7" * length
    place = base64.urlsafe_b64encode(f'[{number}, "a.step"]'.encode()).decode().rstrip("=")
    for query in (f"limit={number}", f"limit=-{number}", f"limit={number}.5", f"limit=1e{number}"):
        assert is_told(client.get(f"/models?{query}"))
    assert client.get(f"/models?after={place}").status_code in (200, 422)
    for address in (
        f"/models/{number}",
        f"/builds/{number}",
        f"/temp_models/{number}.step",
        f"/parts/{number}",
    ):
        assert client.get(address).status_code == 404
    whole = client.get("/temp_models/part.step").content
    ranged = client.get("/temp_models/part.step", headers={"Range": f"bytes=0-{number}"})
    assert ranged.status_code in (200, 206)
    assert ranged.content == whole
    waited = client.post(
        "/models",
        json={"part": "no such part"},
        headers={"Prefer": f"respond-async, wait={number}", "Accept": f"*/*;q=0.{number}"},
    )
    assert waited.status_code < 500
    for name in ("Content-Length", "If-None-Match", "If-Modified-Since", "Last-Event-ID", "Max-Forwards"):
        head = f"POST /models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{name}: {number}\r\n\r\n"
        assert 400 <= status(raw(client, head.encode())) < 500
