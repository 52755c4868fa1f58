"""What the service's log says above level debug: nothing of requests, nothing of models' places."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

import httpx
import pytest

from mayfly.http.logs import escape_server_lines, escaped
from mayfly.http.problems import problem_body
from tests.http.test_server import COLD, served


def test_an_unforeseen_error_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="mayfly")  # a server in this process may have set its own
    try:
        raise RuntimeError("a secret bracket in somewhere/secret-3f9c2a71.step")
    except RuntimeError as error:
        body = problem_body(error)
    assert "secret" not in str(body)
    logged = [record for record in caplog.records if record.levelno > logging.DEBUG]
    shown = "\n".join(logging.Formatter().format(record) for record in logged)
    assert "RuntimeError" in shown
    assert "secret" not in shown
    assert "secret" in caplog.text  # for whoever asks for it


HOSTILE = [
    b'10.0.0.1:0 - "GET /admin HTTP/1.1" 200 OK',
    b"\x9b2J\x9b31m",
    "\u202e\u2028\u0085".encode(),
    b"x" * 5000,
]
UVICORN = [
    "sh",
    "-c",
    'exec "$@" 1>&2',
    "sh",
    sys.executable,
    "-m",
    "uvicorn",
    "backend.main:app",
    "--port",
    "0",
]
SERVERS = {
    "mayfly serve": [sys.executable, "-c", COLD, "127.0.0.1"],
    "uvicorn, h11": [*UVICORN, "--http", "h11"],
    "uvicorn, httptools": [*UVICORN, "--http", "httptools"],
}


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("proxy", [False, True], ids=["no proxy", "a careless proxy"])
def test_no_client_writes_a_line_of_its_own_into_the_log(server: str, proxy: bool, tmp_path: Path) -> None:
    setting = {"FORWARDED_ALLOW_IPS": "127.0.0.1"} if proxy else {}
    with served(SERVERS[server], tmp_path, MAYFLY_JANITOR="off", **setting) as running:
        with httpx.Client(base_url=running.address, trust_env=False, timeout=200) as client:
            for value in HOSTILE:
                for path in (
                    "/models",
                    "/temp_models/%1b%5b2J%0a%9b.step",
                    "/models?after=%1b%0a",
                    "/%E2%80%AE",
                ):
                    client.get(path, headers={"X-Forwarded-For": value})
        assert running.end() in (0, -15)
    lines = running.text().splitlines()
    assert sum("/models" in line for line in lines) >= len(HOSTILE)
    for line in lines:
        assert line.isprintable(), line
        assert "/admin" not in line or '"GET /admin' not in line, line
        assert len(line) < 3000


@pytest.mark.parametrize("name", ["uvicorn.access", "uvicorn.error"])
def test_a_servers_lines_are_escaped_by_any_handler(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=name)
    logger = logging.getLogger(name)
    for _ in range(3):
        escape_server_lines()
    logger.info('%s - "%s %s HTTP/%s" %d', 'a\x1b[2J\n- "GET', "GET", "/\u2028", "1.1", 200)
    assert re.fullmatch(r"[ -~]+", caplog.messages[-1]), caplog.messages[-1]
    assert len(logger.filters) == 1


def test_what_can_be_printed_stays_as_it_is() -> None:
    for text in ("washer-1a2b.step", "größer", "尺寸", "a b"):
        assert escaped(text) == text
    assert escaped("a\nb\x1b\u202e\u2028\ud800") == r"a\nb\x1b\u202e\u2028\ud800"
    assert len(escaped("x" * 10_000)) < 2100
