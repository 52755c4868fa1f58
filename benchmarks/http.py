"""How fast the HTTP service answers: ``python -m benchmarks.http [--quick] [--json FILE]`` (about a minute).

Downloads of one STEP file are compared with a bare Starlette application that
sends the same file by ``FileResponse``; both run in processes of their own and
are asked by the same client, turn about. Then a process of its own, as a health
check is one, asks for the statistics while 32 clients have 200 models built.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Row, Table, Target, command

BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route
async def send(request):
    return FileResponse(sys.argv[1], media_type="model/step")
app = Starlette(routes=[Route("/file", send)])
uvicorn.run(app, port=int(sys.argv[2]), log_level="error")
"""
OURS = """
import sys, logging, uvicorn
from mayfly.http.app import create_app
logging.basicConfig(level="WARNING")
uvicorn.run(create_app(warm=True), port=int(sys.argv[1]), log_level="error")
"""
WATCHER = """
import http.client, json, select, sys, time
line = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
waits = []
while not select.select([sys.stdin], [], [], 0.002)[0]:
    started = time.perf_counter()
    line.request("GET", "/cleanup/stats")
    assert line.getresponse().read().startswith(b"{")
    waits.append(time.perf_counter() - started)
print(json.dumps(waits))
"""
PART = json.dumps({"part": "plate", "parameters": {"length": 80, "width": 60}}).encode()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(code: str, *arguments: str, port: int, folder: Path) -> Iterator[int]:
    """Run a server until the block ends; give its process id."""
    environment = {**os.environ, "MAYFLY_TEMP_DIR": str(folder), "MAYFLY_JANITOR": "off"}
    process = subprocess.Popen([sys.executable, "-c", code, *arguments, str(port)], env=environment)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


class Client:
    """One keep-alive connection that speaks just enough HTTP to be no bottleneck."""

    def __init__(self, port: int) -> None:
        """Keep the port."""
        self.port = port

    async def __aenter__(self) -> Client:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Hang up."""
        self.writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Ask once and read the whole answer."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = sum(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
        return int(answer.split(b" ", 2)[1]), await self.reader.readexactly(length)


async def load(port: int, path: str, clients: int, seconds: float) -> list[float]:
    """Ask for a path from several clients for a time; give the time of each answer."""
    times: list[float] = []
    give_up = time.perf_counter() + seconds

    async def one() -> None:
        async with Client(port) as client:
            while (started := time.perf_counter()) < give_up:
                status, _ = await client.ask("GET", path)
                assert status == 200, status
                times.append(time.perf_counter() - started)

    await asyncio.gather(*(one() for _ in range(clients)))
    return times


def told(times: list[float], seconds: float) -> tuple[float, float, float]:
    """Give rate (a second), median and 99th percentile (ms)."""
    p99 = statistics.quantiles(times, n=100)[98] * 1000
    return len(times) / seconds, statistics.median(times) * 1000, p99


async def downloads(ours: int, bare: int, model: str, rounds: int, seconds: float) -> list[Table]:
    """Compare the two servers, turn about."""
    tables = []
    for clients in (1, 16):
        theirs, mine = [], []
        for _ in range(rounds):
            theirs.append(told(await load(bare, "/file", clients, seconds), seconds))
            mine.append(told(await load(ours, model, clients, seconds), seconds))
        ratios = [here[0] / there[0] for here, there in zip(mine, theirs, strict=True)]
        ratio = statistics.median(ratios)
        title = "1 client" if clients == 1 else f"{clients} clients"
        rows = [("Mayfly", mine, True), ("bare Starlette FileResponse", theirs, False)]
        tables.append(
            Table(
                f"Downloads of one STEP file, {title}",
                ("a second", "p50, ms", "p99, ms"),
                tuple(
                    Row(name, tuple(statistics.median(column) for column in zip(*found, strict=True)), us)
                    for name, found, us in rows
                ),
                (Target(f"downloads over those of bare Starlette, {title}", ratio, least=0.7, unit="×"),),
                (f"Ratio in single rounds: {min(ratios):.2f} to {max(ratios):.2f}.",),
                better="more",
            )
        )
    return tables


async def builds(port: int, count: int, clients: int) -> Table:
    """Have models built by several clients while the statistics are asked for."""
    left = iter(range(count))
    names: list[str] = []
    refused = 0

    async def builder() -> None:
        nonlocal refused
        async with Client(port) as client:
            for _ in left:
                status = 429
                while status == 429:
                    status, body = await client.ask("POST", "/models", PART)
                    refused += status == 429
                assert status == 201, body
                names.append(json.loads(body)["model_id"])

    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    started = time.perf_counter()
    await asyncio.gather(*(builder() for _ in range(clients)))
    seconds = time.perf_counter() - started
    rate, p50, p99 = told(json.loads(watcher.communicate()[0]), seconds)
    async with Client(port) as client:
        for name in names:
            status, _ = await client.ask("DELETE", f"/models/{name}")
            assert status == 204, status
        stats = json.loads((await client.ask("GET", "/cleanup/stats"))[1])["cleanup_stats"]
    return Table(
        f"{count} builds from {clients} clients, and the statistics meanwhile",
        ("a second", "p50, ms", "p99, ms"),
        (
            Row("POST /models", (count / seconds,), ours=True),
            Row("GET /cleanup/stats meanwhile", (rate, p50, p99), ours=True),
        ),
        (
            Target(
                f"builds lost or left behind, of {count} from {clients} clients",
                count - len(set(names)) + stats["total_files"],
                most=0,
            ),
            Target("GET /cleanup/stats under build load, p99", p99, most=10, unit="ms"),
        ),
        (f"Asked every two milliseconds. Builds answered with 429 and tried again: {refused}.",),
    )


def memory(pid: int) -> Table:
    """Give the memory of the server's own process."""
    rows = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    resident = int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024
    return Table(
        "Memory of the server",
        ("MB",),
        (Row("the process that answers, after all of this", (resident,), ours=True),),
        (Target("memory of the server", resident, most=150, unit="MB"),),
        ("The children that build have some 500 MB in common.",),
    )


async def measure(rounds: int, seconds: float, count: int) -> list[Table]:
    """Run everything."""
    with tempfile.TemporaryDirectory() as folder:
        models, same = Path(folder) / "models", Path(folder) / "same.step"
        ours, bare = free_port(), free_port()
        with running(OURS, port=ours, folder=models) as pid:
            async with Client(ours) as client:
                _, body = await client.ask("POST", "/models", PART)
                model = json.loads(body)
                _, content = await client.ask("GET", model["model_url"])
                same.write_bytes(content)
            with running(BARE, str(same), port=bare, folder=models):
                found = await downloads(ours, bare, model["model_url"], rounds, seconds)
            idle = told(await load(ours, "/cleanup/stats", 1, seconds), seconds)
            found.append(
                Table(
                    "Statistics, one client, nothing else to do",
                    ("a second", "p50, ms", "p99, ms"),
                    (Row("GET /cleanup/stats", idle, ours=True),),
                )
            )
            async with Client(ours) as client:
                await client.ask("DELETE", model["url"])
            return [*found, await builds(ours, count, 32), memory(pid)]


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure as much as is asked for."""
    rounds, seconds, count = (2, 1.0, 60) if options.quick else (3, 3.0, 200)
    return asyncio.run(measure(options.rounds or rounds, options.seconds or seconds, options.builds or count))


def extend(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--rounds", type=int, help="how often the servers are compared")
    parser.add_argument("--seconds", type=float, help="how long each time")
    parser.add_argument("--builds", type=int, help="how many models are built")


if __name__ == "__main__":
    command(
        "http",
        "HTTP",
        "Downloads are compared with a bare Starlette application that sends the same file by "
        "`FileResponse`; both run in processes of their own and are asked by the same client. Then 32 "
        "clients have models built.",
        tables,
        lambda: {name: version(name) for name in ("starlette", "fastapi", "uvicorn")},
        extend,
    )
