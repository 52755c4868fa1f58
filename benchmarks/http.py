"""How fast the HTTP service answers: ``python -m benchmarks.http`` (about a minute).

Downloads of one STEP file are compared with a bare Starlette application that
sends the same file by ``FileResponse``; both run in processes of their own and
are asked by the same client, turn about. Then the statistics are asked for while
32 clients have 200 models built.
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
from pathlib import Path

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
PART = json.dumps({"part": "plate", "parameters": {"length": 80, "width": 60}}).encode()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(code: str, *arguments: str, port: int, folder: Path) -> Iterator[None]:
    """Run a server until the block ends."""
    environment = {**os.environ, "MAYFLY_TEMP_DIR": str(folder), "MAYFLY_JANITOR": "off"}
    process = subprocess.Popen([sys.executable, "-c", code, *arguments, str(port)], env=environment)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
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


def told(times: list[float], seconds: float) -> str:
    """Say rate, median and 99th percentile."""
    p50 = statistics.median(times) * 1000
    p99 = statistics.quantiles(times, n=100)[98] * 1000
    return f"{len(times) / seconds:7.0f}/s   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms"


async def downloads(ours: int, bare: int, model: str, rounds: int, seconds: float) -> float:
    """Compare the two servers, turn about; give the median of the ratios of their rates."""
    ratios = []
    for clients in (1, 16):
        for _ in range(rounds):
            theirs = await load(bare, "/file", clients, seconds)
            mine = await load(ours, model, clients, seconds)
            ratios.append(len(mine) / len(theirs))
            print(f"  {clients:2} clients  bare {told(theirs, seconds)}")
            print(f"              ours {told(mine, seconds)}   ratio {ratios[-1]:.2f}")
    return statistics.median(ratios)


async def builds(port: int, count: int, clients: int) -> None:
    """Have models built by several clients while the statistics are asked for."""
    left = iter(range(count))
    names: list[str] = []
    waits: list[float] = []
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

    async def watcher(building: asyncio.Future[list[None]]) -> None:
        async with Client(port) as client:
            while not building.done():
                started = time.perf_counter()
                await client.ask("GET", "/cleanup/stats")
                waits.append(time.perf_counter() - started)
                await asyncio.sleep(0.002)

    started = time.perf_counter()
    building = asyncio.gather(*(builder() for _ in range(clients)))
    await asyncio.gather(building, watcher(building))
    seconds = time.perf_counter() - started
    print(
        f"  {count} builds from {clients} clients: {seconds:.1f} s, {count / seconds:.1f}/s, {refused} x 429"
    )
    print(f"  statistics meanwhile: {told(waits, seconds)}")
    assert len(set(names)) == count, "a build was lost"
    async with Client(port) as client:
        for name in names:
            status, _ = await client.ask("DELETE", f"/models/{name}")
            assert status == 204, status
        stats = json.loads((await client.ask("GET", "/cleanup/stats"))[1])["cleanup_stats"]
    assert stats["total_files"] == 0, stats
    print("  none lost, none left")


async def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--builds", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        models, same = Path(folder) / "models", Path(folder) / "same.step"
        ours, bare = free_port(), free_port()
        with running(OURS, port=ours, folder=models):
            async with Client(ours) as client:
                _, body = await client.ask("POST", "/models", PART)
                model = json.loads(body)
                _, content = await client.ask("GET", model["model_url"])
                same.write_bytes(content)
            with running(BARE, str(same), port=bare, folder=models):
                print(f"downloads of {len(content)} bytes")
                ratio = await downloads(ours, bare, model["model_url"], options.rounds, options.seconds)
                print(f"  ratio (median) {ratio:.2f}, wanted: 0.70 or more")
            idle = await load(ours, "/cleanup/stats", 1, options.seconds)
            print(f"statistics, one client, no load: {told(idle, options.seconds)}")
            async with Client(ours) as client:
                await client.ask("DELETE", model["url"])
            print("builds")
            await builds(ours, options.builds, 32)


if __name__ == "__main__":
    asyncio.run(main())
