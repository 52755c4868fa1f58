"""Which HTTP parser to serve with: ``python -m benchmarks.parsers [--seconds N]`` (about three minutes).

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
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx

from benchmarks.http import free_port, load, running

SERVER = """
import socket, sys, uvicorn
from mayfly.http.app import create_app
from mayfly.http.connections import HEAD_LIMIT_BYTES, BoundedProtocol, Server
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


def order(body: str, more: str = "") -> bytes:
    """Return a whole order of a model."""
    head = "POST /models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def pipelined_head(port: int) -> None:
    """A: while a build is under way, a second head that never ends."""
    _pour(port, order(SLOW) + b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n")


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


def figures(parser: str, loop: str, seconds: float, folder: Path) -> list[str]:
    """Measure one combination; return the cells of its row."""
    (folder / "large.step").write_bytes(os.urandom(5_000_000))
    port = free_port()
    with running(SERVER, parser, loop, port=port, folder=folder) as pid:
        for part in ("washer", "spacer"):  # a list of some length, and a workshop that has started
            for _ in range(10):
                httpx.post(
                    f"http://127.0.0.1:{port}/models", json={"part": part}, timeout=120, trust_env=False
                ).raise_for_status()
        cells = []
        for path, clients in (("/health/live", 16), ("/models?limit=20", 16), ("/temp_models/large.step", 4)):
            rates, costs = [], []
            for _ in range(3):
                before = cpu_seconds(pid)
                answers = len(asyncio.run(load(port, path, clients, seconds)))
                rates.append(answers / seconds)
                costs.append((cpu_seconds(pid) - before) / answers * 1e6)
            cells.append(f"{statistics.median(rates):.0f}/s, {statistics.median(costs):.0f} µs")
        cells += [f"{growth(pid, port, flood):+.0f}" for flood in (pipelined_head, trailers, large_heads)]
        return cells


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="of each load; three of each are measured")
    seconds = parser.parse_args().seconds
    print("| parser | loop | /health/live | /models | 5 MB | A | B | C |")
    print("|---|---|---|---|---|---|---|---|")
    for loop in LOOPS:
        for name in PARSERS:
            with tempfile.TemporaryDirectory() as folder:
                print(f"| {name} | {loop} | {' | '.join(figures(name, loop, seconds, Path(folder)))} |")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
