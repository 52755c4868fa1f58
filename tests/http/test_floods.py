"""Floods that need no token: what they cost is bounded, and the service works meanwhile and afterwards.

The server is a process with 400 descriptors, so that a few hundred connections are all it can have.
"""

from __future__ import annotations

import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from mayfly.http.serving.connections import HEAD_LIMIT_BYTES
from tests.cleanup.kit import wait_until
from tests.http.test_server import SERVE, Served, served

DESCRIPTORS = 400
CONNECTIONS = (DESCRIPTORS - 100) // 2
FLOOD_BYTES = 64 * 2**20
GROWTH_BYTES = 24 * 2**20
LINE = b"X: " + b"a" * 60_000 + b"\r\n"
NAP = "import time\ntime.sleep(0.3)\nimport cadquery as cq\nresult = cq.Workplane().box(1, 2, 3)\n"
SLOW = NAP.replace("0.3", "8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with few descriptors, whose workshop has built something."""
    folder = tmp_path_factory.mktemp("models")
    command = [
        "sh",
        "-c",
        f'ulimit -n {DESCRIPTORS}; exec "$@"',
        "sh",
        sys.executable,
        "-c",
        SERVE,
        "127.0.0.1",
    ]
    with served(command, folder, MAYFLY_JANITOR="off", MAYFLY_HTTP_HEAD_SECONDS="6") as running:
        assert build(running) == 201
        yield running
        assert running.end() == 0
        assert "Traceback" not in running.text()


def client(server: Served) -> httpx.Client:
    return httpx.Client(base_url=server.address, trust_env=False, timeout=200)


def build(server: Served) -> int:
    with client(server) as asking:
        return asking.post("/models", json={"script": NAP}).status_code


def is_well(server: Served) -> bool:
    with client(server) as asking:
        return asking.get("/health").json()["status"] == "ok"


def connect(server: Served) -> socket.socket:
    address = httpx.URL(server.address)
    return socket.create_connection((address.host, address.port or 0), 10)


def build_request(body: bytes, more: bytes = b"") -> bytes:
    head = b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return head + b"Content-Length: %d\r\n%s\r\n" % (len(body), more) + body


@contextmanager
def bounded_memory(server: Served, most: int = GROWTH_BYTES) -> Iterator[None]:
    """Watch that the server does not take much more memory within the block."""
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    yield
    assert process.memory_info().rss - before < most


def pour(connection: socket.socket, piece: bytes = LINE, most: int = FLOOD_BYTES) -> int:
    """Send until the server hangs up, takes nothing more, or has it all; return how much it took."""
    sent = 0
    connection.settimeout(2)
    with suppress(OSError):
        while sent < most:
            sent += connection.send(piece)
    return sent


BUSY = build_request(b'{"script": "%s"}' % SLOW.replace("\n", "\\n").encode())
FLOODS = {
    "a pipelined head after a build request": (
        BUSY + b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n",
        LINE,
    ),
    "a header of one line after a build request": (
        BUSY + b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        b"a" * 60_000,
    ),
    "an address after a build request": (BUSY + b"GET /", b"a" * 60_000),
    "pipelined requests after a build request": (
        BUSY,
        b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1000,
    ),
    "trailers": (
        b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        LINE,
    ),
    "a chunk's extension": (
        b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n2;",
        b"a" * 60_000,
    ),
    "a head": (b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n", LINE),
    "an address": (b"GET /", b"a" * 60_000),
    "a method": (b"", b"A" * 60_000),
    "empty lines": (b"", b"\r\n" * 30_000),
    "many small headers": (b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n", b"a:b\r\n" * 12_000),
}


@pytest.mark.parametrize("name", FLOODS)
def test_what_comes_without_end_is_not_taken_in(server: Served, name: str) -> None:
    start, piece = FLOODS[name]
    with connect(server) as connection, bounded_memory(server):
        connection.sendall(start)
        time.sleep(0.2)
        assert pour(connection, piece) < FLOOD_BYTES
    assert is_well(server)


def test_many_large_heads_are_cut_before_they_cost_anything(server: Served) -> None:
    with ExitStack() as stack, bounded_memory(server, CONNECTIONS * HEAD_LIMIT_BYTES + GROWTH_BYTES):
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(connect(server))
            connection.settimeout(1)
            with suppress(OSError):
                connection.sendall(b"GET /models HTTP/1.1\r\nHost: localhost\r\n" + LINE * 16)
        assert is_well(server)
    assert build(server) == 201


@contextmanager
def many_idle(server: Served, count: int, beginning: bytes = b"") -> Iterator[list[socket.socket]]:
    """Hold this many connections that send a beginning at most, and go on to open others."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard) if hard > 0 else 4096, hard))
    held: list[socket.socket] = []
    over = threading.Event()

    def flood() -> None:
        while not over.is_set():
            with suppress(OSError):
                held.append(connect(server))
                held[-1].sendall(beginning)
            if len(held) > count:
                held.pop(0).close()

    threads = [threading.Thread(target=flood) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        yield held
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for connection in held:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    "beginning", [b"", b"GET /models HTTP/1.1\r\nHost: localhost\r\n"], ids=["", "half a head"]
)
def test_idle_connections_take_nobodys_place_and_no_build_is_lost(server: Served, beginning: bytes) -> None:
    with client(server) as asking:
        builds = [
            asking.post("/models", json={"script": NAP}, headers={"Prefer": "respond-async"}).headers[
                "location"
            ]
            for _ in range(12)
        ]
    with many_idle(server, 600, beginning):
        assert build(server) == 201
        for _ in range(5):
            assert is_well(server)
        assert psutil.Process(server.process.pid).num_fds() < DESCRIPTORS
    with client(server) as asking:
        give_up = time.monotonic() + 60
        while any(asking.get(address).json()["status"] == "running" for address in builds):
            assert time.monotonic() < give_up
            time.sleep(0.1)
        assert [asking.get(address).json()["status"] for address in builds] == ["succeeded"] * len(builds)
    assert build(server) == 201
    assert is_well(server)


def test_a_connection_in_use_is_not_closed_to_make_room_for_idle_ones(server: Served) -> None:
    outcome: list[int] = []

    def ask() -> None:
        with client(server) as asking:
            outcome.append(asking.post("/models", json={"script": NAP.replace("0.3", "2")}).status_code)

    waiting = threading.Thread(target=ask)
    waiting.start()
    time.sleep(0.5)
    with many_idle(server, 600):
        waiting.join()
    assert outcome == [201]


LEAKING = """import os, signal, sys, threading
held = []
def leak(*_):
    try:
        while True:
            held.append(os.dup(0))
    except OSError:
        pass
def end(*_):
    while held:
        os.close(held.pop())
signal.signal(signal.SIGUSR1, leak)
signal.signal(signal.SIGUSR2, end)
"""


def test_a_server_without_a_free_descriptor_answers_and_recovers(tmp_path: Path) -> None:
    command = [
        "sh",
        "-c",
        'ulimit -n 200; exec "$@"',
        "sh",
        sys.executable,
        "-c",
        LEAKING + SERVE,
        "127.0.0.1",
    ]
    with served(command, tmp_path, MAYFLY_JANITOR="off") as server:
        assert build(server) == 201
        process = psutil.Process(server.process.pid)
        with ExitStack() as idle:
            for _ in range(10):
                idle.enter_context(connect(server))
            server.process.send_signal(signal.SIGUSR1)
            wait_until(lambda: process.num_fds() >= 195)
            for _ in range(40):  # more than there are descriptors in reserve
                with client(server) as asking:
                    assert asking.get("/health/live").status_code == 200
        assert "no descriptors left" in server.text()
        server.process.send_signal(signal.SIGUSR2)
        wait_until(lambda: process.num_fds() < 150)
        assert build(server) == 201
        assert is_well(server)
        assert server.end() == 0
    assert "Traceback" not in server.text()
