"""Which HTTP parser to serve with: ``python -m benchmarks.parsers`` (about three minutes).

Each combination of parser and event loop serves the same application from a
process of its own: how many answers a second it gives and what processor time each takes,
the same for a file of 5 MB, and how much its memory grows under three floods that need no token, or only a
request under way: a pipelined head that never ends, trailers that never end, and many
connections with large heads. Each flood ends after 100 MiB or when the server hangs up.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx

from benchmarks.http import free_port, load, running

SERVER = """
import socket, sys, uvicorn
from mayfly.http.app import create_app
from mayfly.http.serving.connections import HEAD_LIMIT_BYTES, BoundedProtocol, Server
parser, loop, port = sys.argv[1:]
options = {"loop": loop, "port": int(port), "log_level": "error"}
app = create_app()
if parser == "h11, bounded":
    options |= {"http": BoundedProtocol, "h11_max_incomplete_event_size": HEAD_LIMIT_BYTES}
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(port)))
    Server(uvicorn.Config(app, **options), 15, 4000).run([listener])
else:
    uvicorn.Server(uvicorn.Config(app, http=parser, **options)).run()
"""
PARSERS = ("httptools", "h11", "h11, bounded")
LOOPS = ("uvloop", "asyncio")
SLOW = (
    '{"script": "import time\\ntime.sleep(8)\\nimport cadquery as cq\\nresult = cq.Workplane().box(1, 1, 1)"}'
)
LOADS = {"/health/live": 16, "/models?limit=20": 16, "/temp_models/large.step": 4}
"""Clients by the path that they ask for."""
MOST_BYTES = 100 * 2**20
LINE = b"X: " + b"a" * 60_000 + b"\r\n"
HEADS = 150


def resident_mib(pid: int) -> float:
    """Return a process's memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used, which other load changes little."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def build_request(body: str, more: str = "") -> bytes:
    """Return a whole build request."""
    head = "POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def pipelined_head(port: int) -> None:
    """Send a second head that never ends while a build is under way (A)."""
    _pour(port, build_request(SLOW) + b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n")


def trailers(port: int) -> None:
    """B: a chunked body whose trailers never end."""
    head = b"POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    _pour(port, head + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")


def large_heads(port: int) -> None:
    """C: many connections with nearly a MiB of a head each."""
    with ExitStack() as stack:
        for _ in range(HEADS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            with suppress(OSError):
                connection.sendall(b"GET /models HTTP/1.1\r\nHost: localhost\r\n" + LINE * 16)
        time.sleep(1)


def _pour(port: int, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as connection, suppress(OSError):
        connection.sendall(start)
        time.sleep(0.5)
        for _ in range(MOST_BYTES // len(LINE)):
            connection.sendall(LINE)


def growth(pid: int, port: int, flood: Callable[[int], None]) -> float:
    """Return by how many MiB the server's memory is larger at the end of a flood."""
    before, most = resident_mib(pid), 0.0
    flood(port)
    for _ in range(5):
        most = max(most, resident_mib(pid))
        time.sleep(0.1)
    return most - before


def prepare(port: int, folder: Path) -> None:
    """Give a server a list of some length, a large file, and a workshop that has started."""
    (folder / "large.step").write_bytes(os.urandom(5_000_000))
    for part in ("washer", "spacer"):
        for _ in range(10):
            httpx.post(
                f"http://127.0.0.1:{port}/models", json={"part": part}, timeout=120, trust_env=False
            ).raise_for_status()


def answers(pid: int, port: int, path: str, clients: int, seconds: float) -> tuple[float, float]:
    """Return how many answers a second a server gives, and what processor time (µs) each takes."""
    before = cpu_seconds(pid)
    count = len(asyncio.run(load(port, path, clients, seconds)))
    return count / seconds, (cpu_seconds(pid) - before) / count * 1e6


def compare(loop: str, rounds: int, seconds: float) -> Iterator[str]:
    """Let the parsers answer turn about, then flood each; give their rows.

    The best of all rounds counts: other load on the machine only makes a round worse.
    """
    with ExitStack() as stack:
        servers: dict[str, tuple[int, int]] = {}
        for name in PARSERS:
            folder, port = Path(stack.enter_context(tempfile.TemporaryDirectory())), free_port()
            servers[name] = stack.enter_context(running(SERVER, name, loop, port=port, folder=folder)), port
            prepare(port, folder)
        found: dict[tuple[str, str], list[tuple[float, float]]] = {}
        for path, clients in LOADS.items():
            for _ in range(rounds):
                for name, (pid, port) in servers.items():
                    found.setdefault((name, path), []).append(answers(pid, port, path, clients, seconds))
        for name, (pid, port) in servers.items():
            best = [
                f"{max(rates):.0f}/s, {min(costs) / 1000:.2f} ms"
                for rates, costs in (zip(*found[name, path], strict=True) for path in LOADS)
            ]
            grown = [
                f"{growth(pid, port, flood):+.0f} MiB" for flood in (pipelined_head, trailers, large_heads)
            ]
            yield f"| {name} | {loop} | {' | '.join([*best, *grown])} |"


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1, help="of each load")
    parser.add_argument("--rounds", type=int, default=7, help="of each load; the best counts")
    parser.add_argument("--loop", choices=LOOPS, action="append", help="event loop; both if not given")
    arguments = parser.parse_args()
    print("| parser | loop | `/health/live` | `/models` | 5 MB | A | B | C |")
    print("|---|---|---|---|---|---|---|---|")
    for loop in arguments.loop or LOOPS:
        for row in compare(loop, arguments.rounds, arguments.seconds):
            print(row)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
