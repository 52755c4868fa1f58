"""What a hostile client tries: paths out of the directory, huge, malformed, odd and slow requests."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from mayfly.cleanup.service import TempModelsCleanupService

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]

CLIMBS = [
    "../secret.step",
    "..%2fsecret.step",
    "..%2Fsecret.step",
    "%2e%2e/secret.step",
    "%2e%2e%2fsecret.step",
    "..%252fsecret.step",
    "..%5csecret.step",
    "..\\secret.step",
    "....//secret.step",
    "..%c0%afsecret.step",
    "..%ef%bc%8fsecret.step",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "//etc/passwd",
    "secret.step%00.step",
    "%00.step",
    ".step",
    "..step",
    ".mayfly",
    ".mayfly%2findex.sqlite3",
    ".mayfly/index.sqlite3",
    "part.step/",
    "part.step/..",
    "part.step%2f..%2f..%2fsecret.step",
    "part.step;x=.step",
    "part.step%0d%0aX-Evil:1.step",
    "part.step%0a",
    "~root.step",
    "file:%2f%2f%2fetc%2fpasswd.step",
    "C:%5csecret.step",
    "part.STEP",
    "part.stp",
    "a" * 300 + ".step",
    "%ff%fe.step",
    "%ED%A0%80.step",
    "%E2%80%AE.step",
]


def raw(client: httpx.Client, request: bytes, seconds: float = 10) -> bytes:
    """Send bytes as they are, and give all that comes back until the server hangs up or falls silent."""
    with socket.create_connection((client.base_url.host, client.base_url.port), seconds) as connection:
        connection.sendall(request)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def test_no_spelling_of_a_path_leaves_the_directory(
    client: httpx.Client, stored: Put, service: TempModelsCleanupService
) -> None:
    stored()
    secret = service.temp_dir.parent / "secret.step"
    secret.write_text("the secret")
    wrong = {}
    for name in CLIMBS:
        bare = name.removesuffix(".step")
        for line in (
            f"GET /temp_models/{name}",
            f"HEAD /temp_models/{name}",
            f"GET /models/{name}",
            f"DELETE /models/{name}",
            f"GET /models/{name}/preview.svg",
            f"GET /models/{bare}",
            f"DELETE /models/{bare}",
        ):
            request = f"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            answer = raw(client, request.encode("latin-1"))
            head = answer.split(b"\r\n\r\n")[0]
            if status(answer) not in (400, 404, 405) or b"the secret" in answer or b"X-Evil" in head:
                wrong[line] = answer[:200]
    assert not wrong
    assert secret.exists()
    assert (service.temp_dir / "part.step").exists()
    assert (service.temp_dir / ".mayfly" / "index.sqlite3").exists()


BODIES = [
    b"",
    b"null",
    b"[]",
    b"1",
    b'"x"',
    b"{",
    b"{}",
    b"\xff\xfe",
    b'{"request": null}',
    b'{"request": 5}',
    b'{"request": ""}',
    b'{"request": "' + b"x" * 2001 + b'"}',
    b'{"request": "box", "part": "box"}',
    b'{"request": "box", "ttl_minutes": 99999}',
    b'{"part": "washer", "parameters": {"thickness": NaN}}',
    b'{"part": "washer", "parameters": {"thickness": Infinity}}',
    b'{"part": "washer", "parameters": {"thickness": 1e999}}',
    b'{"part": "washer", "parameters": {"thickness": ' + b"9" * 400 + b"}}",
    b'{"part": "washer", "parameters": {"thickness": ' + b"9" * 5000 + b"}}",
    b'{"part": "washer", "parameters": {"thickness": [1]}}',
    b'{"part": "washer", "parameters": {"thickness": "\\ud800"}}',
    b'{"part": "washer", "parameters": {"\\ud800": 1}}',
    b'{"part": "washer", "parameters": {"__class__": 1}}',
    b'{"part": "washer", "parameters": []}',
    b'{"part": "\\ud800"}',
    b'{"request": "\\ud800"}',
    b'{"script": "\\ud800"}',
    b'{"script": "x = \'\\ud800\'"}',
    b'{"script": "' + b"(" * 5000 + b'"}',
    b'{"script": "import cadquery", "requirements": {"solids": -1}}',
    b'{"script": "import cadquery", "requirements": {"volume_mm3": 1e400}}',
    b'{"script": "import cadquery", "requirements": {"bounding_box_mm": [1, 2]}}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"part": {"part": {"part": "x"}}}',
    json.dumps({"part": "washer", "parameters": {f"p{n}": n for n in range(101)}}).encode(),
]


def test_a_malformed_body_is_a_problem_of_the_clients(client: httpx.Client) -> None:
    wrong = {}
    for body in BODIES:
        answer = client.post("/models", content=body, headers={"Content-Type": "application/json"})
        problem = answer.headers["content-type"] == "application/problem+json" and answer.json()["code"]
        if answer.status_code not in (400, 422) or not problem or len(answer.content) > 20_000:
            wrong[body[:60]] = (answer.status_code, answer.text[:300])
    assert not wrong


@pytest.mark.parametrize(
    "rest",
    [
        {"requirements": {"exact_holes": 0}},
        {"requirements": {"any_orientation": "yes"}},
        {"requirements": {"solids": "1"}},
        {"parameters": {"width": "0" * 1001}},  # too long for a text, and no number
    ],
)
def test_no_value_is_read_as_one_of_another_kind(client: httpx.Client, rest: dict[str, object]) -> None:
    answer = client.post("/models", json={"script": "import cadquery", **rest})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "multipart/form-data", "x", "", "application/json; charset=\xff"],
)
def test_a_body_of_another_kind_is_refused(client: httpx.Client, kind: str) -> None:
    headers = {b"Content-Type": kind.encode("latin-1")}
    answer = client.post("/models", content=b'{"part": "washer", "x": 1}', headers=headers)
    assert answer.status_code in (400, 415, 422)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: httpx.Client) -> None:
    request = b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    started = time.monotonic()
    answer = raw(client, request + b"Content-Length: 9999999999999\r\n\r\n", seconds=10)
    assert status(answer) == 413
    assert time.monotonic() - started < 5
    assert b"body_too_large" in answer


def test_a_body_that_grows_too_large_is_refused_too(client: httpx.Client) -> None:
    def pieces():  # type: ignore[no-untyped-def]
        yield b'{"request": "'
        for _ in range(64):
            yield b"x" * 65536

    try:
        answer = client.post("/models", content=pieces(), headers={"Content-Type": "application/json"})
    except httpx.WriteError:
        return  # the server has hung up before the client was through
    assert answer.status_code == 413


def test_a_body_that_comes_too_slowly_is_not_waited_for(serve: Serve) -> None:
    client = serve(http_body_seconds="0.3")
    request = b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    started = time.monotonic()
    answer = raw(client, request + b"Content-Length: 100\r\n\r\n{", seconds=10)
    assert status(answer) == 408
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("beginning", [b"", b"GET /models HT", b"GET /models HTTP/1.1\r\nX-A: b\r\n"])
def test_a_head_that_comes_too_slowly_is_not_waited_for(serve: Serve, beginning: bytes) -> None:
    client = serve(http_head_seconds="0.3")
    started = time.monotonic()
    raw(client, beginning, seconds=15)
    assert time.monotonic() - started < 10


def test_a_busy_connection_is_not_taken_for_a_slow_one(serve: Serve) -> None:
    client = serve(http_head_seconds="0.5")
    with socket.create_connection((client.base_url.host, client.base_url.port), 5) as connection:
        give_up = time.monotonic() + 2.5
        while time.monotonic() < give_up:
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"}"):  # the body may come in a piece of its own
                piece = connection.recv(65536)
                assert piece, "the server hung up"
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(0.05)


HEADS = [
    b"GET /models HTTP/1.1\r\n\r\n",
    b"GET /models HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"\x00\x01\x02\x03\r\n\r\n",
    b"GET  HTTP/1.1\r\n\r\n",
    b"GET /models HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n",
    b"GET /models HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"POST /models HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"POST /models HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /models HTTP/1.1\r\nHost: localhost\r\nAccept: \xff\xfe\r\nPrefer: \xff\r\n\r\n",
    b"GET /temp_models/\xff.step HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://evil.example/models HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"TRACE /models HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /models HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
]


def test_an_odd_head_does_not_harm_the_service(client: httpx.Client) -> None:
    wrong = {}
    for head in HEADS:
        answer = raw(client, head, seconds=0.3)
        if status(answer) >= 500 or client.get("/health/live").status_code != 200:
            wrong[head[:80]] = answer[:300]
    assert not wrong


def test_a_head_without_end_is_not_kept(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port), 10) as connection:
        connection.sendall(b"GET /models HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(2000):
                connection.sendall(b"X: " + b"a" * 60_000 + b"\r\n")
    assert client.get("/health/live").status_code == 200


def test_a_client_that_hangs_up_harms_nobody(client: httpx.Client, stored: Put) -> None:
    path = stored(content=b"x" * 5_000_000)
    for _ in range(20):
        with socket.create_connection((client.base_url.host, client.base_url.port), 5) as connection:
            connection.sendall(b"GET /temp_models/part.step HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(100)
    assert client.get("/temp_models/part.step").content == path.read_bytes()
    give_up = time.monotonic() + 10
    while client.delete("/models/part").status_code == 409:  # until the last lease is given back
        assert time.monotonic() < give_up
        time.sleep(0.05)
    assert not path.exists()


def test_only_known_routes_are_counted(client: httpx.Client) -> None:
    for number in range(50):
        client.get(f"/models/nothing-{number}")
        client.get(f"/no-such-{number}")
    metrics = client.get("/metrics").text
    assert "nothing-" not in metrics
    assert "no-such-" not in metrics
